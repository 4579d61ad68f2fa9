"""SIE 4 of Sweden: vouchers (#VER, #TRANS), accounts, dimensions and balances (#IB, #UB, #RES)."""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.faults import Deadline, limit, unreadable
from xlcost.inputs.files.ledger_file import BAS, LedgerAccount, LedgerFile
from xlcost.inputs.standards.amounts import RunningSum, exact, sum_of
from xlcost.inputs.standards.dimensions import COST_CENTRE, PROJECT, Dimensions
from xlcost.inputs.standards.posting import Postings, VoucherLine
from xlcost.inputs.standards.read_ledger import ReadLedger
from xlcost.inputs.standards.sie_encoding import UTF_16, encoding_of
from xlcost.inputs.standards.source import LedgerSource

FIELD = re.compile(
    r'"((?:[^"\\]|\\.)*+)"?|\{((?:"(?:[^"\\]|\\.)*+"|[^"}])*+)\}?|([^\s"{}]++)', re.DOTALL
)
RESERVED = {"1": COST_CENTRE, "6": PROJECT}  # dimensions that the standard itself gives a meaning
CHART = re.compile(r"(?:EU[-_ ]?)?BAS|NE[-_ ]?(?:K1)?", re.IGNORECASE)  # NE is BAS for small firms
KINDS = {"T": "balance", "S": "balance", "K": "result", "I": "result"}
SWEDISH = "SEK"
EVERY = 20_000  # lines after which the clock is asked


def read_sie(source: LedgerSource) -> ReadLedger:
    """Read a SIE file.

    Raises:
        FileFault: It has no vouchers, is damaged or past a limit.
    """
    reader = _Reader(source)
    deadline = source.deadline()
    encoding = encoding_of(source, deadline)
    for number, line in _lines(source, encoding, deadline):
        reader.read(number, line)
    return reader.done(encoding)


def _lines(source: LedgerSource, encoding: str, deadline: Deadline) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file with their numbers, whatever ends them."""
    longest = source.limits.field_bytes
    number = 0
    with open_bytes(source.path, source.limits.unpacked_bytes) as file:
        stream: Any = file
        if encoding == UTF_16:
            stream, encoding = codecs.EncodedFile(file, "utf-8", UTF_16), "utf-8"
        while line := stream.readline(longest + 1):
            if len(line) > longest:
                raise limit("field", f"> {longest:,}", longest)
            for part in re.split(r"\r\n|\r|\n", line.decode(encoding, "replace").rstrip("\r\n")):
                number += 1
                yield number, part
            if number % EVERY == 0:
                deadline.check()


def fields_of(line: str) -> list[str]:
    """Return the fields of a line; a list of objects keeps what stands between its braces."""
    found = []
    for match in FIELD.finditer(line):
        text, objects, bare = match.groups()
        if text is not None:
            text = re.sub(r"\\(.)", r"\1", text)
        found.append(next(part for part in (text, objects, bare) if part is not None))
    return found


class _Reader:
    """What was read of a file so far."""

    def __init__(self, source: LedgerSource) -> None:
        self.postings = Postings(source.scratch)
        self.dimensions = Dimensions()
        for kind, meant in RESERVED.items():
            self.dimensions.declare(kind, meant)
        self.posted: dict[str, RunningSum] = defaultdict(RunningSum)
        self._once: dict[str, list[str]] = {}
        self._accounts: dict[str, LedgerAccount] = {}
        self._years: dict[str, list[str]] = {}
        self._voucher = 0
        self._stated: list[str] = []
        self._does: dict[str, Callable[[int, list[str]], None]] = {
            "#KONTO": self._konto,
            "#KTYP": self._ktyp,
            "#SRU": self._sru,
            "#DIM": self._dim,
            "#UNDERDIM": self._dim,
            "#OBJEKT": self._objekt,
            "#RAR": self._rar,
            "#IB": partial(self._balance, "opening"),
            "#UB": partial(self._balance, "closing"),
            "#RES": partial(self._balance, "closing"),
            "#VER": self._ver,
            "#TRANS": self._trans,
        }

    def read(self, number: int, line: str) -> None:
        """Take a line."""
        bare = line.lstrip(" \t\ufeff{")
        if not bare.startswith("#"):
            return
        label, *found = fields_of(bare)
        label = label.upper()
        if label == "#TRANS" and "{" not in bare:
            found[1:1] = [""]  # some systems leave out an empty list of objects
        if label in self._does:
            if found:
                self._does[label](number, found)
        else:
            self._once.setdefault(label, found)

    def _account(self, code: str, **changes: Any) -> None:
        known = self._accounts.get(code) or LedgerAccount(code)
        self._accounts[code] = replace(known, **changes)

    def _konto(self, _: int, found: list[str]) -> None:
        self._account(found[0], name=_at(found, 1))

    def _ktyp(self, _: int, found: list[str]) -> None:
        self._account(found[0], kind=KINDS.get(_at(found, 1).upper(), ""))

    def _sru(self, _: int, found: list[str]) -> None:
        known = self._accounts.get(found[0])
        if known is None or not known.standard:
            self._account(found[0], standard=_at(found, 1))

    def _dim(self, _: int, found: list[str]) -> None:
        self.dimensions.declare(found[0], _at(found, 1))

    def _objekt(self, _: int, found: list[str]) -> None:
        self.dimensions.name(found[0], _at(found, 1), _at(found, 2))

    def _rar(self, _: int, found: list[str]) -> None:
        self._years[found[0]] = found[1:]

    def _balance(self, side: str, _: int, found: list[str]) -> None:
        """Take a balance of this year."""
        amount = exact(_point(_at(found, 2)))
        if found[0] == "0" and amount is not None:
            self._account(_at(found, 1), **{side: amount})

    def _ver(self, _: int, found: list[str]) -> None:
        self._voucher += 1
        self._stated = found

    def _trans(self, number: int, found: list[str]) -> None:
        series, voucher, day, text = (_at(self._stated, place) for place in range(4))
        account, objects = found[0], _at(found, 1)
        amount = _point(_at(found, 2))
        value = exact(amount)
        if value is not None:
            self.posted[account].add(value)
        own = _at(found, 3)
        self.postings.add(
            VoucherLine(
                number,
                self._voucher,
                account,
                amount if value is None else f"{value:f}",
                _day(own or day),
                0,
                " ".join(filter(None, (series, voucher))),
                _at(found, 4) or text,
                "",
                self.dimensions.objects(_pairs(objects)),
            )
        )

    def done(self, encoding: str) -> ReadLedger:
        """Return what the file says.

        Raises:
            FileFault: It holds no voucher.
        """
        kind = _at(self._once.get("#SIETYP", []), 0)
        if not self.postings.count:
            raise unreadable("sie_balances" if kind in ("1", "2", "3") else "no_postings", kind)
        chart = _at(self._once.get("#KPTYP", []), 0)
        ledger = LedgerFile(
            standard="sie",
            version=kind,
            # Where a file names no chart it is BAS, says the standard.
            chart=BAS if not chart or CHART.match(chart) else "",
            company=_at(self._once.get("#FNAMN", []), 0),
            number=_at(self._once.get("#ORGNR", []), 0),
            currency=_at(self._once.get("#VALUTA", []), 0).upper() or SWEDISH,
            year=_year(self._years.get("0", [])),
            accounts=sum_of(self._accounts, self.posted),
            dimensions=self.dimensions.names(),
        )
        return ReadLedger(
            ledger,
            self.postings,
            self.dimensions.headings,
            unread=frozenset(self.dimensions.unread),
            detected={"encoding": encoding},
        )


def _at(found: list[str], place: int) -> str:
    return found[place].strip() if place < len(found) else ""


def _point(amount: str) -> str:
    """Return an amount with a point; some systems write a comma."""
    bare = amount.replace(" ", "").replace("\xa0", "")
    return bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare


def _day(text: str) -> str:
    """Return 20261031 as 2026-10-31; what is no day stays as it is."""
    is_day = len(text) == len("20261031") and text.isdecimal()
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if is_day else text


def _pairs(objects: str) -> dict[str, str]:
    """Return dimension → code of a list of objects."""
    found = fields_of(objects)
    return dict(zip(found[::2], found[1::2], strict=False))


def _year(found: list[str]) -> tuple[date, date] | None:
    try:
        return date.fromisoformat(_day(found[0])), date.fromisoformat(_day(found[1]))
    except (IndexError, ValueError):
        return None
