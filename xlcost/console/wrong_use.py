"""Wrong use: what is said where a command, an option or its value is none that there is."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from xlcost.locales.words import LANGUAGES, words
from xlcost.values.shown import line


def language_of(arguments: Sequence[str]) -> str:
    """Return the language that a command line asks for, wherever it says so; else English."""
    said = [after for option, after in pairwise(arguments) if option == "--lang"]
    said += [one.removeprefix("--lang=") for one in arguments if one.startswith("--lang=")]
    return next((one for one in said if one in LANGUAGES), LANGUAGES[0])


def sentence(fault: Exception, language: str) -> str | None:
    """Return what to say of a mistake on the command line; None where it is none.

    Args:
        fault: What the library of the command line raised: it has a `ctx` where it is of use.
        language: "en" or "nb".
    """
    kind = type(fault).__name__
    told = _TOLD.get(kind)
    ctx = getattr(fault, "ctx", None)
    if told is None:
        return None
    key, fields = told(fault)
    word = words(language)
    text = word.text(f"wrong.{key}", **{name: line(str(one)) for name, one in fields.items()})
    help_for = ctx.command_path if ctx else "xlcost"
    return f"{text} {word.text('wrong.see', command=help_for)}"


def _no_option(fault: Any) -> tuple[str, dict[str, str]]:
    known = [name for one in fault.ctx.command.params for name in one.opts]
    near = difflib.get_close_matches(fault.option_name, known, 1)
    return ("option_near", {"got": fault.option_name, "near": near[0]}) if near else (
        "option", {"got": fault.option_name}
    )  # fmt: skip


def _no_value(fault: Any) -> tuple[str, dict[str, str]]:
    return "no_value", {"option": fault.option_name}


def _bad_value(fault: Any) -> tuple[str, dict[str, str]]:
    """Return what an option takes: its choices, or the word of its help."""
    one = fault.param
    name = next(iter(getattr(one, "opts", ())), "") if one is not None else ""
    choices = getattr(one, "choices", None) or _members(one)
    got = _given(fault)
    if choices:
        key = "choice" if got else "choice_unknown"
        return key, {"option": name, "got": got, "choices": ", ".join(choices)}
    if (least := getattr(getattr(one, "type", None), "min", None)) is not None or name in _WHOLE:
        return "whole_number", {"option": name, "least": str(1 if least is None else least)}
    return "value", {"option": name, "what": str(getattr(one, "metavar", "") or "")}


_WHOLE = ("--processes",)


def _members(one: Any) -> list[str]:
    """Return the words that an option may have, from its placeholder: en|nb."""
    return [part for part in str(getattr(one, "metavar", "") or "").split("|") if part.islower()]


def _given(fault: Any) -> str:
    """Return what was given, as the library repeats it."""
    quoted = str(getattr(fault, "message", "")).split("'")
    return quoted[1] if len(quoted) > 2 else ""  # noqa: PLR2004 - a text between two marks


def _missing(fault: Any) -> tuple[str, dict[str, str]]:
    one = fault.param
    return "missing", {"option": str(next(iter(getattr(one, "opts", ())), "") if one else "")}


def _otherwise(fault: Any) -> tuple[str, dict[str, str]]:
    """Return what to say of a command that there is not, or of a word too many."""
    ctx, message = fault.ctx, str(getattr(fault, "message", ""))
    commands = getattr(ctx.command, "commands", None)
    if commands:
        got = _given(fault)
        near = difflib.get_close_matches(got, commands, 1)
        if near:
            return "command_near", {"got": got, "near": f"{ctx.command_path} {near[0]}"}
        return "command", {"got": got, "commands": ", ".join(commands)}
    extra = message.rpartition("(")[2].rstrip(").")
    takes = any("--data" in one.opts for one in ctx.command.params)
    if takes:
        return "extra_folder", {"got": extra, "command": ctx.command_path}
    return "extra", {"got": extra}


_TOLD = {
    "NoSuchOption": _no_option,
    "BadOptionUsage": _no_value,
    "BadParameter": _bad_value,
    "MissingParameter": _missing,
    "NoSuchCommand": _otherwise,
    "UsageError": _otherwise,
}
