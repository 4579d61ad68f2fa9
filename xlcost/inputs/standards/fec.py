"""FEC of France: one line a posting, separated by tabs or pipes, in both layouts of amounts."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from hashlib import blake2b

from xlcost.dataset.findings import Code
from xlcost.dataset.schema import folded
from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.encodings import detect_encoding
from xlcost.inputs.files.faults import Deadline, limit, unreadable
from xlcost.inputs.files.ledger_file import PCG, LedgerAccount, LedgerFile
from xlcost.inputs.standards.amounts import RunningSum, exact, sum_of
from xlcost.inputs.standards.dimensions import Dimensions
from xlcost.inputs.standards.posting import Postings, VoucherLine
from xlcost.inputs.standards.read_ledger import ReadLedger
from xlcost.inputs.standards.source import LedgerSource

NEEDED = ("journalcode", "ecriturenum", "ecrituredate", "comptenum", "comptelib")
SIDES, SIGNED = ("debit", "credit"), ("montant", "sens")
LEGAL = frozenset(
    (
        *("journalcode", "journallib", "ecriturenum", "ecrituredate", "comptenum", "comptelib"),
        *("compauxnum", "compauxlib", "pieceref", "piecedate", "ecriturelib", *SIDES, *SIGNED),
        *("ecriturelet", "datelet", "validdate", "montantdevise", "idevise"),
    )
)
DEBITS = ("D", "DEBIT", "DÉBIT", "+", "+1", "1")
CREDITS = ("C", "CREDIT", "CRÉDIT", "-", "-1")
SEPARATORS = "\t|;"
OFFICIAL = re.compile(r"(\d{9})FEC(\d{8})", re.IGNORECASE)
EURO = "EUR"
EVERY = 20_000
ZERO = Decimal(0)
SHOWN = 80


def columns_of(first: str) -> tuple[str, dict[str, int]] | None:
    """Return the separator of a file and name → place of its columns, None where it is no FEC."""
    for separator in SEPARATORS:
        names = [folded(_bare(name)) for name in first.lstrip("\ufeff").split(separator)]
        places = {name: place for place, name in enumerate(names)}
        known = all(name in places for name in NEEDED)
        if known and (all(n in places for n in SIDES) or all(n in places for n in SIGNED)):
            return separator, places
    return None


def read_fec(source: LedgerSource) -> ReadLedger:
    """Read a FEC.

    Raises:
        FileFault: It has no postings, is damaged or past a limit.
    """
    deadline = source.deadline()
    with open_bytes(source.path, source.limits.unpacked_bytes) as stream:
        encoding = detect_encoding(stream, source.limits, deadline).name
    lines = _lines(source, encoding, deadline)
    first = next(lines, (0, ""))[1].lstrip("\ufeff")
    layout = columns_of(first)
    if layout is None:
        raise unreadable("not_a_table", "FEC")
    reader = _Reader(source, *layout)
    reader.with_dimensions([_bare(one) for one in first.split(layout[0])])
    for number, line in lines:
        if line.strip():
            reader.read(number, line)
    return reader.done(encoding)


def _lines(source: LedgerSource, encoding: str, deadline: Deadline) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file with their numbers; some systems end them by CR alone."""
    longest = source.limits.field_bytes
    number = 0
    with open_bytes(source.path, source.limits.unpacked_bytes) as stream:
        text = io.TextIOWrapper(stream, encoding, "replace", newline=None)
        while line := text.readline(longest + 1):
            if len(line) > longest:
                raise limit("field", f"> {longest:,}", longest)
            number += 1
            yield number, line.rstrip("\n").replace("¤", "€")  # ISO 8859-15, which the law names
            if number % EVERY == 0:
                deadline.check()


def _bare(text: str) -> str:
    """Return a field without spaces around it and without the quotes of systems that write them."""
    bare = text.strip()
    return bare[1:-1].strip() if len(bare) > 1 and bare[0] == bare[-1] == '"' else bare


class _Reader:
    """What was read of a file so far."""

    def __init__(self, source: LedgerSource, separator: str, places: dict[str, int]) -> None:
        self.source = source
        self.separator = separator
        self.places = places
        self.postings = Postings(source.scratch)
        self.posted: dict[str, RunningSum] = defaultdict(RunningSum)
        self._names: dict[str, str] = {}
        self.dimensions = Dimensions()
        self._own: dict[str, int] = {}
        self._width = 1 + max(places.values())

    def with_dimensions(self, headings: Sequence[str]) -> None:
        """Take the columns that the law does not name as dimensions, such as a cost centre."""
        for place, heading in enumerate(headings):
            if heading and folded(heading) not in LEGAL:
                self.dimensions.declare(heading, heading)
                self._own[heading] = place

    def read(self, number: int, line: str) -> None:
        """Take a line."""
        cells = line.split(self.separator)
        surplus = self._is_shifted(cells)
        code, got = "", ""
        if surplus or len(cells) < max(self.places[name] for name in NEEDED):
            # An unquoted separator: no cell behind it can be trusted.
            code = str(Code.SHIFTED_ROW if surplus else Code.RAGGED_ROW)
            got = line[:SHOWN]
        account, day = self._at(cells, "comptenum"), self._at(cells, "ecrituredate")
        amount = "" if code else self._amount(cells, account)
        if not code:
            self._names.setdefault(account, self._at(cells, "comptelib"))
        voucher = (self._at(cells, "journalcode"), self._at(cells, "ecriturenum") or day)
        document = self._at(cells, "ecriturenum") or self._at(cells, "pieceref")
        self.postings.add(
            VoucherLine(
                number,
                _numbered(voucher),
                account,
                amount,
                _day(day),
                0,
                document,
                self._at(cells, "ecriturelib"),
                self._at(cells, "compauxlib") if account.startswith("401") else "",
                self.dimensions.objects(self._objects(cells)) if not code else (),
                code,
                got,
            )
        )

    def _is_shifted(self, cells: Sequence[str]) -> bool:
        """Tell whether a row has more fields than headings, and its fields are not below them.

        Where a system ends each row with a separator, the day of validation still stands in its
        place, which it has by law.
        """
        if len(cells) <= self._width:
            return False
        surplus = any(cell.strip() for cell in cells[self._width :])
        return surplus or _day(self._at(cells, "validdate")).count("-") != len("--")

    def _objects(self, cells: Sequence[str]) -> dict[str, str]:
        """Return dimension → what stands in it."""
        found = {
            name: _bare(cells[place]) for name, place in self._own.items() if place < len(cells)
        }
        return {name: text for name, text in found.items() if text}

    def _at(self, cells: Sequence[str], name: str) -> str:
        place = self.places.get(name, len(cells))
        return _bare(cells[place]) if place < len(cells) else ""

    def _amount(self, cells: Sequence[str], account: str) -> str:
        """Return debit less credit; what is no number stays as it is, and is told of its row."""
        if "sens" in self.places:
            shown, sense = self._at(cells, "montant"), self._at(cells, "sens").upper()
            amount = exact(_point(shown))
            if amount is None or sense not in (*DEBITS, *CREDITS):
                return shown if amount is None else f"{shown} {sense}".strip() + " ?"
            value = -amount if sense in CREDITS else amount
        else:
            texts = [self._at(cells, name) for name in SIDES]
            sides = [exact(_point(text) or "0") for text in texts]
            if None in sides or not any(texts):
                return next((t for t, s in zip(texts, sides, strict=True) if s is None), "")
            value = (sides[0] or ZERO) - (sides[1] or ZERO)
        self.posted[account].add(value)
        return f"{value:f}"

    def done(self, encoding: str) -> ReadLedger:
        """Return what the file says.

        Raises:
            FileFault: It holds no posting.
        """
        if not self.postings.count:
            raise unreadable("no_postings", "FEC")
        official = OFFICIAL.search(self.source.name)
        ledger = LedgerFile(
            standard="fec",
            chart=PCG,
            number=official[1] if official else "",
            currency=EURO,
            year=_year(official[2]) if official else None,
            accounts=sum_of(
                {code: LedgerAccount(code, name) for code, name in self._names.items()},
                self.posted,
            ),
            dimensions=self.dimensions.names(),
        )
        return ReadLedger(
            ledger,
            self.postings,
            self.dimensions.headings,
            unread=frozenset(self.dimensions.unread),
            detected={"encoding": encoding},
        )


def _numbered(voucher: tuple[str, str]) -> int:
    """Return a number that tells one voucher from the next, without keeping those before it."""
    digest = blake2b("\n".join(voucher).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _point(amount: str) -> str:
    """Return an amount with a point, without the spaces between its thousands."""
    bare = re.sub(r"[\s\u202f\xa0]", "", amount)
    return bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare


def _day(text: str) -> str:
    """Return 20261031 as 2026-10-31; what is no day stays as it is."""
    is_day = len(text) == len("20261031") and text.isdecimal()
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if is_day else text


def _year(end: str) -> tuple[date, date] | None:
    """Return the year that ends on the day in an official name."""
    try:
        last = date.fromisoformat(_day(end))
        before = last.replace(year=last.year - 1, day=min(last.day, 28))
    except ValueError:
        return None
    month = before.month % 12 + 1
    return date(before.year + (month == 1), month, 1), last
