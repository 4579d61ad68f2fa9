"""The answer of a run to the sheet: which cell gets what, as lines that VBA obeys one by one.

clear   NAME                              empty the cells of a name, their links too
cell    NAME  DOWN  RIGHT  TEXT           a text, counted from the name's first cell
number  NAME  DOWN  RIGHT  NUMBER         a number, with a point
link    NAME  DOWN  RIGHT  FILE  PLACE    lead from a cell to a file, and to a place in it
fit     NAME                              make the rows as high as their texts
pdf     WORKBOOK  PDF                     let Excel print a workbook
open    FILE                              open a workbook
ask     TASK  MARK  TEXT                  ask a person; with yes, run again with this mark
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from xlcost.addin.form import PREFIX
from xlcost.addin.run_folder import Line
from xlcost.locales.words import Words
from xlcost.values.shown import without_secrets

if TYPE_CHECKING:  # pandas and what it brings load after the sheet says that work began
    from xlcost.dataset.dataset import Dataset
    from xlcost.dataset.facts import Source
    from xlcost.dataset.findings import Finding, Where

FILE_ROWS, FINDING_ROWS, PERIOD_ROWS, COMPANY_ROWS = 20, 60, 120, 40
_GRAVITY = ("error", "warning", "note")
# Files that Excel opens as sheets, whose rows it counts as people do.
_SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_TEXTS = (".csv", ".txt", ".tsv")
_OF_ADDRESSES = re.compile("#|%[0-9A-Fa-f]{2}")
_TITLE = 31  # characters of a sheet's title; that of a text file is the file's name
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class SheetAnswer:
    """What a run says.

    Attributes:
        status: One sentence.
        dataset: What was read, where it was.
        findings: What is wrong; None where nobody looked, so that the sheet keeps what it shows.
        data: The folder of the data, to which the files lead.
        path: The report that was made, if one was.
        open: What to open.
        pdf: A workbook that Excel itself is to print.
        ask: What a person may allow: the task, the mark of what it needs, and the question.
        cells: Other cells that get a text.
    """

    status: str
    dataset: Dataset | None = None
    findings: Sequence[Finding] | None = None
    data: Path | None = None
    path: Path | None = None
    open: Path | None = None
    pdf: Path | None = None
    ask: tuple[str, str, str] | None = None
    cells: tuple[tuple[str, str], ...] = ()

    def lines(self, text: Words, when: str) -> Iterator[Line]:
        """Yield the lines of the answer, in the order in which they are obeyed."""
        yield cell("status", self.status)
        yield cell("time", when)
        for key, value in self.cells:
            yield cell(key, value)
        if self.path:
            yield cell("path", str(self.path))
        if self.dataset is not None:
            yield from _read(self.dataset, self.data, text)
        if self.findings is not None:
            yield from _wrong(self.findings, self.data, text)
        if self.pdf:
            yield "pdf", str(self.pdf), str(self.pdf.with_suffix(".pdf"))
        if self.open:
            yield "open", str(self.open)
        if self.ask:
            yield "ask", *self.ask


def cell(key: str, value: str, down: int = 0, right: int = 0) -> Line:
    """Return the line that puts a text into a cell; never a formula, never a secret."""
    shown = " ".join(without_secrets(value).split())
    if shown.startswith(_FORMULA_STARTS):
        shown = f"'{shown}"
    return "cell", f"{PREFIX}{key}", str(down), str(right), shown


def _number(key: str, value: Decimal | int | None, down: int, right: int) -> Iterator[Line]:
    if value is not None:
        yield "number", f"{PREFIX}{key}", str(down), str(right), f"{value:f}"


def _read(dataset: Dataset, data: Path | None, text: Words) -> Iterator[Line]:
    """Yield what was understood: the company, the periods, and each file with its rows."""
    from xlcost.dataset.understood import understood

    yield from _listed("periods", periods(dataset)[:PERIOD_ROWS])
    yield from _listed("companies", companies(dataset)[:COMPANY_ROWS])
    yield cell("entity", dataset.settings.report.entity)
    yield "clear", f"{PREFIX}files"
    sources = dataset.facts.sources
    for down, source in enumerate(sources[:FILE_ROWS]):
        yield cell("files", text.text(f"cli.inputs.{source.input}"), down, 0)
        yield cell("files", source.place, down, 1)
        yield cell("files", understood(text, source.detected), down, 2)
        for right, count in enumerate((source.rows_read, source.rows_used, source.rows_left_out)):
            yield from _number("files", count, down, 3 + right)
        yield from _number("files", source.total, down, 6)
        yield from _link("files", _place_of(source), data, down)
    if len(sources) > FILE_ROWS:
        more = text.text("button.more_files", count=len(sources) - FILE_ROWS + 1)
        yield cell("files", more, FILE_ROWS - 1, 2)
    yield "fit", f"{PREFIX}files"


def _wrong(findings: Sequence[Finding], data: Path | None, text: Words) -> Iterator[Line]:
    """Yield how many findings there are, and the gravest of them, each with its place."""
    counts = (
        text.text(f"cli.counts.{one}", count=sum(f.severity == one for f in findings))
        for one in _GRAVITY
    )
    yield cell("findings", " · ".join(counts))
    yield "clear", f"{PREFIX}list"
    shown = sorted(
        (one for one in findings if one.severity != "note"),
        key=lambda one: (_GRAVITY.index(one.severity), -abs(Decimal(one.amount or 0))),
    )
    for down, finding in enumerate(shown[:FINDING_ROWS]):
        where = finding.where
        yield cell("list", text.text(f"cli.severities.{finding.severity}"), down, 0)
        yield cell("list", text.place(where.file, where.sheet, where.row, ""), down, 1)
        yield cell("list", _message(finding, text), down, 2)
        yield from _number("list", Decimal(finding.amount) if finding.amount else None, down, 6)
        yield from _link("list", where, data, down)
    if len(shown) > FINDING_ROWS:
        more = text.text("button.more", count=len(shown) - FINDING_ROWS + 1)
        for right, what in enumerate(("", "", more)):
            yield cell("list", what, FINDING_ROWS - 1, right)
    yield "fit", f"{PREFIX}list"


def _message(finding: Finding, text: Words) -> str:
    """Return a finding without its file and row, which stand beside it."""
    column = text.place("", "", None, finding.where.column) if finding.where.column else ""
    said = finding.message(text.language)
    return f"{column}: {said}" if column and finding.where.column not in said else said


def _place_of(source: Source) -> Where:
    from xlcost.dataset.findings import Where

    return Where(source.file, source.sheet)


def _link(key: str, where: Where, data: Path | None, down: int) -> Iterator[Line]:
    """Yield the line that leads to a file, and to a row of it where Excel counts rows."""
    if data is None or not where.file:
        return
    path = data / where.file
    within = not Path(where.file).is_absolute() and ".." not in Path(where.file).parts
    # Excel reads a link as an address: what follows a # is a place, and %20 is a blank.
    if not within or _OF_ADDRESSES.search(str(path)) or not path.is_file():
        return
    ending = path.suffix.lower()
    sheet = where.sheet if ending in _SHEETS else path.stem[:_TITLE] if ending in _TEXTS else ""
    quoted = "'" + sheet.replace("'", "''") + "'"
    place = f"{quoted}!A{where.row or 1}" if sheet else ""
    yield "link", f"{PREFIX}{key}", str(down), "1", str(path), place


def _listed(key: str, values: Sequence[str]) -> Iterator[Line]:
    yield "clear", f"{PREFIX}{key}"
    for down, value in enumerate(values):
        yield cell(key, value, down)


def periods(dataset: Dataset) -> list[str]:
    """Return the periods of the ledger as people type them, the last one first."""
    from xlcost.report.model.labels import period_code

    found = sorted({int(one) for one in dataset.facts.ledger["period"].unique()}, reverse=True)
    return [period_code(dataset.calendar, key) for key in found]


def companies(dataset: Dataset) -> list[str]:
    """Return the companies of the data by their codes; none where there is only one."""
    from xlcost.dataset.slices import parts

    found = [scope.code for scope in parts(dataset, "entity") if scope.code]
    return found if len(found) > 1 else []
