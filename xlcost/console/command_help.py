"""The help of a command: what it is for, how it is called, what each option means, examples."""

from __future__ import annotations

import inspect
import shutil
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from xlcost.console.examples import EXAMPLES

_WIDEST, _LEAST = 100, 60  # columns of a terminal that are used, and that are taken for granted
_GAP = 2
_OPTIONS = "Options"
_COMMANDS = "Commands"


def help_text(ctx: Any, command: Any) -> str:
    """Return the whole help of a command or a group.

    Args:
        ctx: How it was called.
        command: The command.
    """
    width = max(_LEAST, min(shutil.get_terminal_size().columns, _WIDEST))
    return "\n".join(_lines(ctx, command, width)) + "\n"


def _lines(ctx: Any, command: Any, width: int) -> Iterator[str]:
    said = inspect.cleandoc(command.help or "").split("\n\n")
    for paragraph in said:
        yield from textwrap.wrap(" ".join(paragraph.split()), width)
        yield ""
    yield f"Usage: {ctx.command_path} {_usage(command)}"
    commands = getattr(command, "commands", {})
    for title, rows in _grouped(commands.items(), _COMMANDS, _first_sentence):
        yield from _table(title, rows, width)
    shown = ((_name(one), one) for one in command.get_params(ctx))
    for title, rows in _grouped(shown, _OPTIONS, _meaning):
        yield from _table(title, rows, width)
    yield from _table("Examples", _examples(ctx.command_path), width)
    if commands:
        yield ""
        yield f"What a command does, and all its options: {ctx.command_path} COMMAND --help"


def _usage(command: Any) -> str:
    if getattr(command, "commands", None):
        return "COMMAND"
    arguments = [_name(one) for one in command.params if _is_argument(one)]
    return " ".join([*(f"[{one}]" for one in arguments), "[OPTIONS]"])


def _grouped(
    named: Iterable[tuple[str, Any]], otherwise: str, says: Any
) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Return the rows of each group, in the order in which they were declared."""
    groups: dict[str, list[tuple[str, str]]] = {}
    last: list[tuple[str, str]] = []
    for name, one in named:
        if "--help" in getattr(one, "opts", ()) or "--version" in getattr(one, "opts", ()):
            last.append((name, says(one)))
            continue
        panel = getattr(one, "rich_help_panel", None)
        groups.setdefault(panel if isinstance(panel, str) else otherwise, []).append(
            (name, says(one))
        )
    if last:
        groups.setdefault(otherwise, []).extend(last)
    return groups.items()


def _first_sentence(command: Any) -> str:
    return " ".join(inspect.cleandoc(command.help or "").split("\n\n")[0].split())


def _is_argument(one: Any) -> bool:
    return str(one.param_type_name) == "argument"


def _name(one: Any) -> str:
    """Return what is typed: `--out FOLDER`, or FILE."""
    metavar = str(one.metavar or "")
    if _is_argument(one):
        return metavar or str(one.name).upper()
    names = sorted(one.opts, key=len)[-1:]
    names += [short for short in one.opts if short not in names]
    if getattr(one, "is_flag", False) or "--help" in one.opts:
        return ", ".join(names)
    return f"{', '.join(names)} {metavar}".rstrip()


def _meaning(one: Any) -> str:
    """Return what an option means, with its default where it is worth a word."""
    if "--help" in one.opts:
        return "Show this help."
    text = str(one.help or "")
    default = one.default
    value = getattr(default, "value", default)
    if value in (None, False) or callable(value) or "Default:" in text:
        return text
    return f"{text} Default: {'this folder' if str(value) == '.' else value}."


def _examples(path: str) -> Iterator[tuple[str, str]]:
    for arguments, says in EXAMPLES.get(path.removeprefix("xlcost").strip(), ()):
        yield f"xlcost {arguments}", says


def _table(title: str, rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield a title and rows of two columns; a long name has its text below it."""
    told = list(rows)
    if not told:
        return
    yield ""
    yield title
    left = min(max(len(name) for name, _ in told), width // 2 - 2 * _GAP)
    for name, text in told:
        beside = textwrap.wrap(text, width - left - 2 * _GAP) or [""]
        fits = len(name) <= left
        yield f"  {name:<{left}}  {beside[0] if fits else ''}".rstrip()
        for more in beside[1 if fits else 0 :]:
            yield f"  {'':<{left}}  {more}"
