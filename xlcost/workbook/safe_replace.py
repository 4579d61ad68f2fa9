"""Writes a pack where nobody's words are lost: beside a file that holds some it does not have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from xlcost.errors import EnvironmentFault
from xlcost.report.model.expressions import Value
from xlcost.report.model.spec import Report
from xlcost.workbook.atomic import Companion
from xlcost.workbook.render import write_workbook
from xlcost.workbook.theme import DEFAULT, Theme

NAMES = 100  # so many reports beside each other, each of them with somebody's words
Safe = Callable[[Path], bool]


class ChangedMeanwhile(Exception):
    """A file was written to between its reading and its replacement; nothing was replaced."""


def replace_safely(
    report: Report,
    values: Mapping[tuple[str, str, str], Value],
    path: Path,
    safe: Safe,
    theme: Theme = DEFAULT,
    companion: Companion | None = None,
) -> Path:
    """Write a report, in the place of an older one where that is safe.

    Args:
        report: What is written.
        values: The value of every cell.
        path: Where it belongs.
        safe: Whether a file may be replaced, asked again at the last moment.
        theme: Colours, font and logo.
        companion: Says which file belongs beside the workbook, and what is in it.

    Returns:
        Where it is: its own path, or beside it as `… (new)`.

    Raises:
        ChangedMeanwhile: The file changed while the report was being written: read it again.
        EnvironmentFault: It could not be written; an older one is as it was.
    """
    beside = spare(path, safe)
    target = path if safe(path) else beside

    def confirm() -> None:
        if not safe(target):
            raise ChangedMeanwhile(target)

    write_workbook(
        report, values, target, theme, spare=beside, confirm=confirm, companion=companion
    )
    return target


def spare(path: Path, safe: Safe) -> Path:
    """Return the first name beside a file that is free, or whose file may be replaced.

    Raises:
        EnvironmentFault: There is none, or the system does not tell.
    """
    for number in range(1, NAMES + 1):
        ending = " (new)" if number == 1 else f" (new {number})"
        beside = path.with_name(f"{path.stem}{ending}{path.suffix}")
        if safe(beside):
            return beside
    raise EnvironmentFault(
        f"{path} could not be written: neither its name nor any of {NAMES} beside it can be used."
    )
