"""Quotation marks and separators that stand inside a text swallow no row and move no field."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import Dataset, load

SIDES = {"Debit": {}, "Credit": {"cost_is": "negative"}}


def _load(folder: Path, text: str, **said: object) -> Dataset:
    (folder / "ledger.csv").write_text(text, encoding="utf-8")
    return load(folder, parse_settings({"ledger": said}))


def _of(dataset: Dataset, code: Code) -> list[Finding]:
    return [finding for finding in dataset.findings if finding.code is code]


@pytest.mark.parametrize(
    "texts",
    [
        ('"Licences, new', "plain", '"Licences again'),
        ('"Screen 24 inch', "plain", 'the other 24"'),
        ('the "big" one', '"quoted" here', '"well quoted"'),
    ],
)
def test_stray_quotes_swallow_no_row(tmp_path: Path, texts: tuple[str, ...]) -> None:
    """Texts that begin or end with a quotation mark are texts, and every row is read."""
    rows = [f"2026-0{n}-01\t600{n}\t{text}\t10{n}.50" for n, text in enumerate(texts, start=1)]
    dataset = _load(tmp_path, "Date\tAccount\tText\tAmount\n" + "\n".join(rows) + "\n")
    assert dataset.facts.ledger["amount"].tolist() == [101.5, 102.5, 103.5]
    assert {finding.severity for finding in _of(dataset, Code.STRAY_QUOTE)} <= {Severity.WARNING}


def test_a_line_break_in_quotes_stays(tmp_path: Path) -> None:
    """A text of two lines in quotation marks is one text of one row."""
    text = 'Date;Account;Text;Amount\n2026-01-01;6000;"two\nlines";5\n2026-01-02;6000;one;7\n'
    dataset = _load(tmp_path, text)
    assert dataset.facts.ledger["amount"].sum() == 12
    assert not _of(dataset, Code.STRAY_QUOTE)


def test_quoting_can_be_switched_off(tmp_path: Path) -> None:
    """With quoting = false a quotation mark is a character like any other."""
    text = 'Date|Account|Text|Amount\n2026-01-01|6000|"open|5\n2026-01-02|6000|closed"|7\n'
    dataset = _load(tmp_path, text, quoting=False)
    assert dataset.facts.ledger["amount"].sum() == 12
    assert not [f for f in dataset.findings if f.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    "text",
    [
        "Date,Account,Text,Amount\n2026-01-01,1,a,1,000.00\n2026-01-02,1,b,12.00\n",
        "Date,Account,Text,Amount\n2026-01-01,1,a,1000,00\n2026-01-02,1,b,12,50\n",
        "Date,Account,Amount,Text\n2026-01-01,1,(1,000.00),a\n2026-01-02,1,12.00,b\n",
    ],
)
def test_a_separator_inside_a_number_is_an_error(tmp_path: Path, text: str) -> None:
    """A comma inside a number without quotation marks is told with its row, and not counted."""
    found = _of(_load(tmp_path, text), Code.SHIFTED_ROW)
    assert found
    assert found[0].severity is Severity.ERROR
    assert found[0].where.row == 2
    assert "1,000.00" in found[0].got or "1000,00" in found[0].got or "(1" in found[0].got


def test_a_separator_inside_a_text_is_an_error(tmp_path: Path) -> None:
    """A tab inside a text moves the amount to another column: told, also with nothing behind it."""
    rows = [f"2026-01-0{n}\t6000\ttext\t{n}.00\t\t" for n in range(1, 6)]
    moved = "2026-01-06\t6000\ttwo\t\t7.00\t\t"
    text = "\n".join(["Date\tAccount\tText\tDebit\tCredit\tNote", *rows, moved]) + "\n"
    dataset = _load(tmp_path, text, amounts=SIDES)
    (found,) = _of(dataset, Code.SHIFTED_ROW)
    assert (found.where.row, found.got) == (7, "7.00")
    assert dataset.facts.ledger["amount"].sum() == 15


def test_a_surplus_behind_the_last_name_is_used(tmp_path: Path) -> None:
    """Fields behind the last name, where every other one fits its column, are one warning."""
    rows = [f"600{n};2026-01;{n},50" for n in range(1, 6)]
    text = "\n".join(["Account;Period;Amount", *rows, "6006;2026-01;7,00;;note 12"]) + "\n"
    dataset = _load(tmp_path, text)
    assert not _of(dataset, Code.SHIFTED_ROW)
    assert [finding.rows for finding in _of(dataset, Code.RAGGED_ROW)] == [1]
    assert dataset.facts.ledger["amount"].sum() == 24.5
