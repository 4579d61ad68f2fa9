"""The fiscal year that ledgers in a legal standard say, for whoever has not said it in settings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from xlcost.dataset.limits import Limits
from xlcost.dataset.settings import Settings
from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.faults import FileFault, stumbling
from xlcost.inputs.standards.recognition import FEC, HEAD, SIE, standard_in

_RAR = re.compile(rb'#RAR[ \t]+"?0"?[ \t]+"?(\d{8})"?[ \t]+"?(\d{8})"?', re.IGNORECASE)
_FEC_NAME = re.compile(r"FEC(\d{8})", re.IGNORECASE)
_FEC_DAY = re.compile(rb"[\t|;](\d{8})[\t|;]")
_SHORTEST, _LONGEST = timedelta(days=360), timedelta(days=370)  # a year; others say no month


def with_fiscal_year(settings: Settings, files: Iterable[Path], limits: Limits) -> Settings:
    """Return settings with the month in which the year begins, where all ledgers say the same.

    What the settings themselves say counts. SAF-T says which days were exported, and no year.

    Args:
        settings: What the folder says.
        files: The files that may be ledgers.
        limits: What reading one may cost.
    """
    if "fiscal_year_start" in settings.report.model_fields_set:
        return settings
    months = {month for path in files if (month := _first_month(path, limits))}
    if len(months) != 1 or months == {1}:
        return settings
    return settings.with_report(fiscal_year_start=months.pop())


def _first_month(path: Path, limits: Limits) -> int | None:
    """Return the first month of the year of a SIE or FEC file; None for every other file."""
    try:
        with stumbling(path.name), open_bytes(path, limits.unpacked_bytes) as stream:
            head = stream.read(HEAD)
    except FileFault:
        return None
    standard = standard_in(head)
    if standard == SIE:
        return _of_sie(head)
    return _of_fec(path.name, head) if standard == FEC else None


def _of_sie(head: bytes) -> int | None:
    said = _RAR.search(head)
    first, last = (_day(said[1]), _day(said[2])) if said else (None, None)
    if first is None or last is None or not _SHORTEST < last - first < _LONGEST:
        return None
    return first.month


def _of_fec(name: str, head: bytes) -> int | None:
    """Return the month after the last day in its name, where its first posting is of that year."""
    said, posted = _FEC_NAME.search(name), _FEC_DAY.search(head)
    last = _day(said[1].encode()) if said else None
    day = _day(posted[1]) if posted else None
    if last is None or day is None or not timedelta() <= last - day < _LONGEST:
        return None
    return (last + timedelta(days=1)).month


def _day(digits: bytes) -> date | None:
    try:
        return date.fromisoformat(digits.decode())
    except ValueError:
        return None
