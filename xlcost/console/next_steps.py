"""The next command: what a person can copy into the same window, with paths quoted for it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from xlcost.errors import FindingsError

_WINDOWS_PLAIN = re.compile(r"[\w:.\\/+=@~-]+")  # what cmd and PowerShell both take as it is


def command(*words: str | Path, windows: bool | None = None) -> str:
    """Return a call of xlcost for the shell that a person uses here.

    Args:
        words: The command, its options and its values, a folder as a path.
        windows: Whether it is quoted for Windows; without it, as this computer's shell has it.
    """
    there = os.name == "nt" if windows is None else windows
    quote = _quoted_for_windows if there else shlex.quote
    return " ".join([_program(), *(quote(str(word)) for word in words)])


def of_folder(name: str, folder: Path, *more: str, windows: bool | None = None) -> str:
    """Return a command about a folder; the folder in which the person stands is not named."""
    here = _same(folder, Path())
    return command(name, *(() if here else ("--data", folder)), *more, windows=windows)


def _quoted_for_windows(word: str) -> str:
    """Return a word in marks where cmd or PowerShell would take it apart.

    A backslash before the closing mark would escape it.
    """
    if word and _WINDOWS_PLAIN.fullmatch(word):
        return word
    ending = "\\" * (len(word) - len(word.rstrip("\\")))
    return f'"{word}{ending}"'


def _program() -> str:
    """Return how xlcost was called: by its name, else by the way to it or through Python."""
    called = sys.argv[0] if sys.argv else ""
    if Path(called).parts[-2:] == ("xlcost", "__main__.py"):
        python = "python" if _same(shutil.which("python") or "", sys.executable) else ""
        return f"{python or _shown(sys.executable)} -m xlcost"
    found = shutil.which("xlcost")
    stem = Path(called).stem
    if stem != "xlcost" or (found and _same(found, called)):
        return "xlcost"
    return _shown(called)


def _shown(path: str) -> str:
    """Return the way to a program, from here where it lies below."""
    try:
        here = Path.cwd()
        near = Path(path).absolute()
        near = near if here == Path(here.anchor) else near.relative_to(here)
    except (OSError, ValueError):
        near = Path(path)
    text = str(near)
    text = text if os.sep in text else f"{os.curdir}{os.sep}{text}"
    return _quoted_for_windows(text) if os.name == "nt" else shlex.quote(text)


def _same(one: str | Path, other: str | Path) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def after_init(settings: Path, *, errors: bool) -> str:
    """Return the command that follows the first look at a folder."""
    return of_folder("check" if errors else "report", settings.parent)


def after_check(folder: Path, period: str | None, findings: Iterable[Any]) -> str:
    """Return the command that follows a check: another look, or the report."""
    errors = [one for one in findings if one.severity == "error"]
    if not errors:
        return of_folder("report", folder, *(("--period", period) if period else ()))
    return _other_step("check", folder, errors) or of_folder("check", folder)


def after_refusal(fault: FindingsError, folder: Path) -> str:
    """Return the command that shows why a folder was refused, or what to do about it."""
    errors = [one for one in fault.findings if one.severity == "error"]
    return _other_step("report", folder, errors) or of_folder("check", folder)


def _other_step(name: str, folder: Path, errors: Sequence[Any]) -> str:
    """Return what comes first: a period that there is, or settings to answer questions in."""
    if empty := next((one for one in errors if one.code == "EMPTY_PERIOD"), None):
        return of_folder(name, folder, "--period", empty.expected.rpartition("–")[2])
    from xlcost.inputs.configuration import settings_files  # noqa: PLC0415 - not for --help

    return command("init", folder) if errors and not settings_files.present(folder) else ""
