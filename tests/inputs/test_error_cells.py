"""Cells that hold an error: found in every kind of workbook, with their place, and never a zero."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from libreoffice import converted
from xlsb import write_xlsb

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.limits import Limits
from xlcost.inputs.files.faults import Deadline
from xlcost.inputs.files.kinds import kind_of
from xlcost.inputs.files.workbook_errors import find_errors
from xlcost.inputs.loading import Dataset, load

FORMS = ("xlsx", "xls", "ods", "xlsb")
# A formula and what it comes to stand for each other; a date is a text, as a system exports it.
FORMULAS = {
    "=1/0": "#DIV/0!", "=NA()": "#N/A", '="a"+1': "#VALUE!", "=NOSUCH(1)": "#NAME?",
    "=#REF!": "#REF!",
}  # fmt: skip
HEADINGS = ("date", "account", "cost_centre", "text", "amount")
LEDGER: Sequence[Sequence[object]] = (
    HEADINGS,
    ("2026-01-15", "5000", "A", "good", 100.5),
    ("2026-01-15", "5000", "A", "an amount", "=1/0"),
    ("2026-01-16", "5000", "A", "an amount", "=#REF!"),
    ("2026-01-17", "5000", "A", "an amount", '="a"+1'),
    ("=NA()", "5000", "A", "a date", 2.0),
    ("2026-01-18", "=1/0", "A", "an account", 4.0),
    ("2026-01-19", "5000", "=NOSUCH(1)", "a cost centre", 8.0),
    ("2026-01-20", "5000", "A", "=1/0", 16.0),
    ("2026-01-21", "5000", "A", "the last row", "=NA()"),
)
FARTHER: Sequence[Sequence[object]] = (
    (None, None, None),
    (None, "h", "=1/0"),
    (None, "x", None),
    ("=NA()", None, None),
)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return one workbook in four forms: LibreOffice writes three of them."""
    folder = tmp_path_factory.mktemp("books")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Ledger"
    for rows, page in ((LEDGER, sheet), (FARTHER, book.create_sheet("Farther"))):
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                page.cell(number, column, value)
    source = folder / "ledger.xlsx"
    book.save(source)
    found = {form: converted(source, form, folder / form) for form in FORMS if form != "xlsb"}
    (folder / "xlsb").mkdir()
    sheets = {"Ledger": _come_to(LEDGER), "Farther": _come_to(FARTHER)}
    return found | {"xlsb": write_xlsb(folder / "xlsb" / "ledger.xlsb", sheets)}


def _come_to(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """Return rows with what formulas come to: every second one as if it had been typed."""
    found: list[list[object]] = []
    for number, row in enumerate(rows):
        errors = [FORMULAS.get(str(value)) for value in row]
        found.append(
            [
                value if error is None else error if number % 2 else ("=", error)
                for value, error in zip(row, errors, strict=True)
            ]
        )
    return found


def _loaded(book: Path) -> Dataset:
    (book.parent / "xlcost.toml").write_text('[ledger]\nsheet = "Ledger"\n', encoding="utf-8")
    return load(book.parent)


def _told(found: Finding) -> tuple[object, ...]:
    where = found.where
    return found.code, found.severity, where.sheet, where.row, where.column, found.got, found.rows


@pytest.mark.parametrize("form", FORMS)
def test_an_error_is_found_with_its_cell(form: str, books: dict[str, Path]) -> None:
    """Amounts, dates and accounts that are errors are left out and told by their cells."""
    dataset = _loaded(books[form])
    errors = [one for one in dataset.findings if one.left_out]
    assert {(one.where.row, one.where.column, one.got) for one in errors} == {
        (3, "amount", "#DIV/0!"),
        (4, "amount", "#REF!"),
        (5, "amount", "#VALUE!"),
        (6, "date", "#N/A"),
        (7, "account", "#DIV/0!"),
        (8, "cost_centre", "#NAME?"),
        (10, "amount", "#N/A"),
    }
    assert all(one.severity is Severity.ERROR for one in errors)
    (source,) = dataset.facts.sources
    assert (source.rows_read, source.rows_used, source.rows_left_out) == (9, 2, 7)
    assert str(source.total).rstrip("0") == "116.5"


@pytest.mark.parametrize("form", FORMS[1:])
def test_four_forms_are_told_alike(form: str, books: dict[str, Path]) -> None:
    """A workbook has the same findings whatever form it was saved in."""
    first, other = _loaded(books["xlsx"]), _loaded(books[form])
    # XLSB has no list of parts in common with the others, but the same sheets.
    assert [_told(one) for one in other.findings] == [_told(one) for one in first.findings]


@pytest.mark.parametrize("form", FORMS)
def test_errors_outside_the_table_keep_their_place(form: str, books: dict[str, Path]) -> None:
    """An error beside, below and left of all other cells is found where it stands."""
    found = find_errors(books[form], kind_of(books[form]), Limits(), Deadline(20))
    assert found[1] == {(1, 2): "#DIV/0!", (3, 0): "#N/A"}


def test_an_error_that_is_an_account_is_no_account(books: dict[str, Path]) -> None:
    """No list of codes and no text of the facts holds an error as if it were one."""
    for form in FORMS:
        facts = _loaded(books[form]).facts
        for frame in (facts.ledger, facts.accounts, facts.cost_centres):
            assert not frame.astype(str).apply(lambda column: column.str.contains("#")).any().any()


def test_a_damaged_binary_workbook_is_one_finding(tmp_path: Path) -> None:
    """A record that is cut off is told as a damaged file."""
    path = write_xlsb(tmp_path / "ledger.xlsb", {"Ledger": _come_to(LEDGER)})
    import zipfile

    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content[:-1] if name.endswith("sheet1.bin") else content)
    findings = load(tmp_path).findings
    assert [one.reason for one in findings if one.code is Code.UNREADABLE_FILE] == ["damaged"]
