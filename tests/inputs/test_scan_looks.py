"""What a scan of a big file looks at beside its sums."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.limits import Limits
from xlcost.inputs.ledgers import scan_looks
from xlcost.inputs.loading import load

HEADER = "period,account,cost_centre,document,vendor,text,amount\n"


def found(folder: Path, rows: list[str], code: Code, header: str = HEADER) -> list[Finding]:
    """Return the findings of a code in a ledger that is scanned."""
    (folder / "ledger.csv").write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    dataset = load(folder, limits=Limits(careful_bytes=10))
    ledger = next(source for source in dataset.facts.sources if source.input == "ledger")
    assert ledger.rows_used == len(rows)
    return [finding for finding in dataset.findings if finding.code is code]


def row(number: int, period: str = "2026-10", text: str = "Rent", vendor: str = "Hall AS") -> str:
    """Return one posting."""
    return f"{period},5000,100,D{number},{vendor},{text},10.00"


@pytest.mark.parametrize("text", ["=1+1", "@cmd", "+cmd|x", "-cmd(1)", '" =A1"'])
def test_formula_in_a_text_is_told(tmp_path: Path, text: str) -> None:
    """A text that begins as a formula does is a note with its column and how many there are."""
    rows = [row(n) for n in range(50)] + [row(51, text=text), row(52, text=text)]
    notes = found(tmp_path, rows, Code.FORMULA_TEXT)
    assert [(f.severity, f.where.column, f.rows) for f in notes] == [(Severity.NOTE, "text", 2)]
    assert notes[0].got == text.strip('"').strip()


def test_formula_in_a_code_is_told(tmp_path: Path) -> None:
    """A code that begins as a formula does is told, too."""
    rows = [row(n) for n in range(20)] + [row(21).replace("5000", "=5000")]
    assert [f.where.column for f in found(tmp_path, rows, Code.FORMULA_TEXT)] == ["account"]


@pytest.mark.parametrize("text", ["-12", "+47 55 00 00 00", "(late)", "3 = three", "a@b"])
def test_innocent_texts_are_no_formulas(tmp_path: Path, text: str) -> None:
    """Signs before digits, brackets and marks inside a text mean nothing."""
    assert not found(tmp_path, [row(1), row(2, text=text)], Code.FORMULA_TEXT)


def test_rows_that_repeat_in_the_period_are_told(tmp_path: Path) -> None:
    """Two postings of the reported period that are there twice are a warning, and counted."""
    rows = [row(n) for n in range(30)] + [row(7), row(8), row(1, period="2026-09")]
    warnings = found(tmp_path, rows, Code.DUPLICATE_ROW)
    assert [(f.severity, f.rows) for f in warnings] == [(Severity.WARNING, 2)]


def test_rows_that_differ_in_one_cell_do_not_repeat(tmp_path: Path) -> None:
    """The same document with another text, or the same cells shifted, is another posting."""
    rows = [
        row(1),
        row(1, text="Heat"),
        row(2, vendor="a", text="bc"),
        row(2, vendor="ab", text="c"),
    ]
    assert not found(tmp_path, rows, Code.DUPLICATE_ROW)


def test_a_scan_says_which_rows_it_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long file is compared in one period only, and a note says so; without documents nothing."""
    rows = [row(1), row(2, period="2026-09"), row(2, period="2026-09")]
    assert len(found(tmp_path, rows, Code.DUPLICATE_ROW)) == 1
    monkeypatch.setattr(scan_looks, "COMPARED_ROWS", 0)
    assert not found(tmp_path, rows, Code.DUPLICATE_ROW)
    assert len(found(tmp_path, [*rows, row(1)], Code.DUPLICATE_ROW)) == 1
    assert any("only for 2026P10" in f.got for f in found(tmp_path, rows, Code.DETECTED))
    bare = "period,account,amount\n"
    assert not found(tmp_path, ["2026-10,5000,1", "2026-10,5000,1"], Code.DUPLICATE_ROW, bare)
