"""The fiscal year that ledgers in a legal standard say, for whoever has not said it in settings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from xlcost.dataset.limits import MEBIBYTE, Limits
from xlcost.dataset.settings import Settings
from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.faults import FileFault, stumbling
from xlcost.inputs.files.zip_files import is_archive, member_stream, members
from xlcost.inputs.standards.recognition import FEC, HEAD, SAFT, SIE, standard_in
from xlcost.values.calendar import MONTHS

_RAR = re.compile(rb'#RAR[ \t]+"?0"?[ \t]+"?(\d{8})"?[ \t]+"?(\d{8})"?', re.IGNORECASE)
_FEC_NAME = re.compile(r"FEC(\d{8})", re.IGNORECASE)
_FEC_DAY = re.compile(rb"[\t|;](\d{8})[\t|;]")
_SELECTED = re.compile(
    rb"<(?:\w+:)?SelectionStartDate>\s*(\d{4}-\d\d-\d\d).{0,400}?"
    rb"<(?:\w+:)?SelectionEndDate>\s*(\d{4}-\d\d-\d\d)",
    re.DOTALL,
)
_VOUCHER = re.compile(
    rb"<(?:\w+:)?Period>\s*(\d{1,2})\s*</(?:\w+:)?Period>\s*"
    rb"<(?:\w+:)?PeriodYear>\s*(\d{4})\s*</(?:\w+:)?PeriodYear>\s*"
    rb"<(?:\w+:)?TransactionDate>\s*(\d{4})-(\d\d)-\d\d"
)
_SHORTEST, _LONGEST = timedelta(days=360), timedelta(days=370)  # a year; others say no month
_LOOKED_AT = 256 * MEBIBYTE  # of a file, for its first vouchers
_ENOUGH = 500  # vouchers that show how periods and months lie to each other
_AGREED = 0.9
_LAPPED = 1024  # bytes that two looks share, so that no voucher lies between them


def with_fiscal_year(settings: Settings, files: Iterable[Path], limits: Limits) -> Settings:
    """Return settings with the month in which the year begins, where all ledgers say the same.

    What the settings themselves say counts.

    Args:
        settings: What the folder says.
        files: The files that may be ledgers, or ZIPs of them.
        limits: What reading one may cost.
    """
    if "fiscal_year_start" in settings.report.model_fields_set:
        return settings
    months = {month for path in files for month in _first_months(path, limits) if month}
    if len(months) != 1 or months == {1}:
        return settings
    return settings.with_report(fiscal_year_start=months.pop())


def _first_months(path: Path, limits: Limits) -> Iterator[int | None]:
    """Yield the first month of the year of each ledger of a file; None where it says none."""
    try:
        with stumbling(path.name):
            for name in members(path) if is_archive(path) else [""]:
                with _stream(path, name, limits) as stream:
                    room = min(_LOOKED_AT, limits.unpacked_bytes)
                    yield _first_month(name or path.name, stream, room)
    except FileFault:
        return  # told when it is read


@contextmanager
def _stream(path: Path, member: str, limits: Limits) -> Iterator[BinaryIO]:
    """Open a file, or a file in a ZIP."""
    if member:
        with member_stream(path, member) as stream:
            yield stream
    else:
        with open_bytes(path, limits.unpacked_bytes) as stream:
            yield stream


def _first_month(name: str, stream: BinaryIO, room: int) -> int | None:
    head = stream.read(HEAD)
    standard = standard_in(head)
    if standard == SIE:
        return _of_sie(head)
    if standard == SAFT:
        return _of_saft(head, stream, room)
    return _of_fec(name, head) if standard == FEC else None


def _of_sie(head: bytes) -> int | None:
    said = _RAR.search(head)
    return _after(_day(said[1]), _day(said[2])) if said else None


def _after(first: date | None, last: date | None) -> int | None:
    """Return the month after a year's last day; the first year of a company may be longer."""
    if first is None or last is None or not _SHORTEST < last - first < 2 * _LONGEST:
        return None
    following = last + timedelta(days=1)
    return following.month if following.day == 1 else None


def _of_saft(head: bytes, stream: BinaryIO, room: int) -> int | None:
    """Return the month that period 1 is by the days of vouchers, else that of a year's export.

    Where numbers count as the calendar does, a year that was exported as a whole says when it is.
    """
    shift = _shift(head, stream, room)
    if shift:
        return shift % MONTHS + 1
    said = _SELECTED.search(head)
    if said is None:
        return None
    first, last = (_day(one.replace(b"-", b"")) for one in said.groups())
    is_year = first is not None and last is not None and _SHORTEST < last - first < _LONGEST
    return _after(first, last) if is_year else None


def _shift(head: bytes, stream: BinaryIO, room: int) -> int:
    """Return how many months after its period's number most vouchers lie."""
    found: Counter[int] = Counter()
    chunk, read = head, len(head)
    while True:
        for period, year, of_year, month in _VOUCHER.findall(chunk):
            if 1 <= int(period) <= MONTHS:
                said = int(year) * MONTHS + int(period)
                found[int(of_year) * MONTHS + int(month) - said] += 1
        if found.total() >= _ENOUGH or read + MEBIBYTE > room:
            break
        data = stream.read(MEBIBYTE)
        if not data:
            break
        chunk, read = chunk[-_LAPPED:] + data, read + len(data)
    shift, vouchers = found.most_common(1)[0] if found else (0, 0)
    return shift if vouchers >= _AGREED * found.total() else 0  # periods of weeks are no months


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
