"""Voucher lines: the rows of a standard ledger, in memory or streamed into a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from xlcost.system.late import pa, pq
from xlcost.values.calendar import MONTHS

BATCH = 20_000
IN_MEMORY = 200_000  # postings from which on they lie in a file, and are added up there
DIMENSIONS = 8  # beside cost centre and project; more are told and not read


class VoucherLine(NamedTuple):
    """One line of a voucher, as texts; the amount is debit less credit, with a point.

    Attributes:
        line: The line of the file on which it stands.
        voucher: The number of its voucher in the file, which tells one from the next.
        account: The account.
        amount: The amount in the currency of the company, as it stands where it is none.
        date: Its day as 2026-10-31, as it stands where it is none.
        month: Year * 100 + number of its period where the file says one, else 0.
        document: The voucher as the company calls it.
        text: What it says.
        vendor: The supplier.
        objects: Code of each dimension, in the order of the file's dimensions.
        fault: Code of the finding that leaves it out, "" for all others.
        got: What stood there then.
    """

    line: int
    voucher: int
    account: str
    amount: str
    date: str
    month: int
    document: str
    text: str
    vendor: str
    objects: tuple[str, ...]
    fault: str = ""
    got: str = ""


@cache
def _fields() -> dict[str, pa.DataType]:
    """Return the columns of the rows, with their types."""
    kinds = dict.fromkeys(VoucherLine._fields, pa.string())
    numbers = {"line": pa.int64(), "voucher": pa.int64(), "month": pa.int32()}
    return {**kinds, **numbers, "objects": pa.list_(pa.string())}


@cache
def _schema() -> pa.Schema:
    return pa.schema([*_fields().items(), ("number", pa.int64())])


@dataclass
class Postings:
    """Takes the postings of one file, one after the other.

    Attributes:
        path: Where they are written once they are many.
        rows: How many there are.
        faults: How many of them have a fault.
        by_line: Whether the line of the file tells one posting from the next.
        shifts: Months from a period's number to the month of its day → how many postings.
    """

    path: Path
    rows: int = 0
    faults: int = 0
    by_line: bool = True
    shifts: Counter[int] = field(default_factory=Counter)
    _last: int = 0
    _pending: list[VoucherLine] = field(default_factory=list)
    _batches: list[pa.RecordBatch] = field(default_factory=list)
    _writer: pq.ParquetWriter | None = None

    @property
    def count(self) -> int:
        """How many there are so far."""
        return self.rows + len(self._pending)

    @property
    def is_many(self) -> bool:
        """Whether they lie in a file."""
        return self._writer is not None

    def add(self, posting: VoucherLine) -> None:
        """Take one posting."""
        self._pending.append(posting)
        if posting.line <= self._last:
            self.by_line = False
        self._last = posting.line
        if posting.fault:
            self.faults += 1
        if posting.month:
            self._compare(posting)
        if len(self._pending) >= BATCH:
            self._close_batch()

    def _compare(self, posting: VoucherLine) -> None:
        """Remember how a period's number and the month of the day lie to each other."""
        year, month = posting.date[:4], posting.date[5:7]
        number = posting.month % 100
        if year.isdecimal() and month.isdecimal() and 1 <= number <= MONTHS:
            said = posting.month // 100 * MONTHS + number - 1
            self.shifts[int(year) * MONTHS + int(month) - 1 - said] += 1

    @property
    def shift(self) -> int:
        """The months that most days lie after the month that their period's number has."""
        return self.shifts.most_common(1)[0][0] if self.shifts else 0

    def _close_batch(self) -> None:
        columns = [
            pa.array(column, kind)
            for column, kind in zip(
                zip(*self._pending, strict=True), _fields().values(), strict=True
            )
        ]
        numbers = pa.array(range(self.rows + 1, self.rows + 1 + len(self._pending)), pa.int64())
        self._batches.append(pa.record_batch([*columns, numbers], schema=_schema()))
        self.rows += len(self._pending)
        self._pending = []
        if self._writer is None and self.rows > IN_MEMORY:
            self._writer = pq.ParquetWriter(self.path, _schema(), compression="zstd")
        if self._writer is not None:
            for batch in self._batches:
                self._writer.write_batch(batch)
            self._batches = []

    def close(self) -> pa.Table | None:
        """Return the postings where they are few; many lie at `path`."""
        if self._pending:
            self._close_batch()
        if self._writer is None:
            return pa.Table.from_batches(self._batches, _schema())
        self._writer.close()
        return None
