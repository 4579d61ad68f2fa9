"""The two ways of reading a table of amounts: whatever stands in it, they come to the same."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Severity
from xlcost.dataset.limits import Limits
from xlcost.inputs.loading import load

SLOW, FAST = Limits(), Limits(careful_bytes=1)
PLACED = (Code.FORMULA_TEXT, Code.DUPLICATE_ROW)
CLEAN = 400  # rows that a scan can use: they decide how the columns are written

DATES = st.sampled_from(
    [
        *("2026-10-01", "2026-10-31", "2026-09-30", "2026-02-30", "2026-13-01", "", " 2026-10-02"),
        *("x", "2026-10", "2026-10-05 09:30", "Total"),
    ]
)
ACCOUNTS = st.sampled_from(["5000", "0510", "", " 6000", "Sum 5000", "Total", "=5000", "6 000"])
CENTRES = st.sampled_from(["100", "", " 200", "0300"])
DOTTED = st.sampled_from(
    [
        *("1.25", "-7", "0.5", "1e5", "1_000", "", "n/a", "1.1234567", "(12.00)", "12.00-"),
        *("1,234.50", "$ 3", "5 %", "-", "99999999999999999999999999.5", " 4.10", "\u22125"),
        *("x", "1.2.3"),
    ]
)
COMMAED = DOTTED.map(lambda text: text.translate(str.maketrans(".,", ",.")))
TEXTS = st.sampled_from(["Rent", "", "=1+1", "@x", "+ x", "-12", "Sum of all", '"quoted"'])


def rows_of(amounts: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """Draw rows of which any cell may be odd."""
    row = st.tuples(DATES, ACCOUNTS, CENTRES, TEXTS, amounts)
    return st.lists(row, min_size=0, max_size=8)


def written(folder: Path, rows: list[tuple[str, ...]], mark: str, *, documents: bool) -> Path:
    """Write a ledger with some odd rows at its end, and return its folder."""
    names = ["date", "account", "cost_centre", "text", "amount"]
    lines = [";".join([*names, *(["document"] if documents else [])])]
    clean = [
        (f"2026-{n % 10 + 1:02d}-1{n % 9}", str(5000 + n % 7), str(n % 3), "Pay", f"{n}{mark}25")
        for n in range(CLEAN)
    ]
    for place, row in enumerate([*clean, *rows]):
        cells = [f'"{cell.replace(chr(34), chr(34) * 2)}"' if '"' in cell else cell for cell in row]
        lines.append(";".join([*cells, *([f"D{place % 399}"] if documents else [])]))
    (folder / "ledger.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def told(dataset: Dataset) -> list[tuple[object, ...]]:
    """Return the findings; of notes without their rows, but for texts that begin as formulas do."""
    found: list[tuple[object, ...]] = []
    for one in dataset.findings:
        shown = one.severity is Severity.ERROR or one.code in PLACED
        row = one.where.row if shown else None
        found.append((one.code, one.severity, row, one.where.column, one.got, one.rows))
    return sorted(found, key=str)


def assert_same(folder: Path) -> None:
    """Read a folder both ways, and compare all that comes out."""
    slow, fast = load(folder, limits=SLOW), load(folder, limits=FAST)
    pd.testing.assert_frame_equal(slow.facts.ledger, fast.facts.ledger)
    assert slow.facts.ledger_total == fast.facts.ledger_total
    tallies = [
        [(one.rows_read, one.rows_used, one.rows_left_out, one.detected.get("decimal"))
         for one in dataset.facts.sources]
        for dataset in (slow, fast)
    ]  # fmt: skip
    assert tallies[0] == tallies[1]
    assert told(slow) == told(fast)


@pytest.mark.parametrize(("mark", "amounts"), [(".", DOTTED), (",", COMMAED)], ids=["dot", "comma"])
def test_both_ways_come_to_the_same(mark: str, amounts: st.SearchStrategy[str]) -> None:
    """A scan tells the sums, counts and findings of a careful reading, odd rows included."""

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],  # each example is small already, and reading it takes a while
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(rows=rows_of(amounts), documents=st.booleans())
    def prove(rows: list[tuple[str, ...]], *, documents: bool) -> None:
        folder = Path(tempfile.mkdtemp())
        try:
            assert_same(written(folder, rows, mark, documents=documents))
        finally:
            shutil.rmtree(folder)

    prove()


@pytest.mark.parametrize("line", ["2026-10-01;5000;1", "x"])
def test_short_line_has_no_file_read_again(
    tmp_path: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line with too few fields is told with its number, and the others are added up in place."""
    rows = [f"2026-{n % 9 + 1:02d}-11;{5000 + n % 7};{n % 3};{n}.25" for n in range(25000)]
    text = "\n".join(["date;account;cost_centre;amount", *rows, line, *rows[:10]])
    (tmp_path / "ledger.csv").write_text(text + "\n", encoding="utf-8")
    slow = load(tmp_path, limits=SLOW, postings=False)
    # Were the file read again as a whole, this would be asked for.
    monkeypatch.setattr("xlcost.inputs.files.raw_table.RawTable.exact", None)
    fast = load(tmp_path, limits=FAST, postings=False)
    assert told(fast) == told(slow)
    assert [one.where.row for one in fast.findings if one.where.row] == [25002]
    assert fast.facts.ledger_total == slow.facts.ledger_total
    assert fast.facts.sources[0].rows_used == 25010
