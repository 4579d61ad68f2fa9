"""The measurements compare like with like."""

from __future__ import annotations

from pathlib import Path

import pytest
from hand_made import company, made

from benchmarks.__main__ import DisagreementError, compare, table
from benchmarks.contender import CONTENDERS
from benchmarks.ledgers import make_ledgers
from benchmarks.packs import copied, counted, write
from xlcost.report.model.evaluation import evaluate
from xlcost.workbook.render import write_workbook


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_contenders_come_to_the_same_total(tmp_path: Path, kind: str) -> None:
    """DuckDB, pandas and xlcost add the same lines up to the same cents."""
    file = make_ledgers(tmp_path, 3_000)[kind]
    totals = {CONTENDERS[f"ledger_{tool}"](file)() for tool in ("duckdb", "pandas", "xlcost")}
    assert len(totals) == 1
    assert float(totals.pop()) != 0


def test_both_packs_hold_the_same(tmp_path: Path) -> None:
    """XlsxWriter writes as many cells, formulas, values, tables and charts as xlcost does."""
    report = made(company(), language="en")
    pack, again = tmp_path / "pack.xlsx", tmp_path / "again.xlsx"
    write_workbook(report, evaluate(report), pack)
    write(copied(pack), again)
    assert counted(pack) == counted(again)
    assert min(int(one.split()[0].replace(",", "")) for one in counted(pack).split(", ")) > 0


def test_contenders_take_turns_and_the_median_counts() -> None:
    """Every contender runs in each round, and the first one is the measure of the others."""
    one = 'print(\'{"seconds": %d, "checksum": "a"}\')'
    lines = compare("x", {"slow": ["-c", one % 4], "slower": ["-c", one % 8]}, 3, whole=False)
    assert [(line.contender, line.seconds, line.times_first) for line in lines] == [
        ("slow", 4, 1),
        ("slower", 8, 2),
    ]
    assert "| x | slower | 8.000 | 2.00 |  |  |  |  |" in table(lines)


def test_whole_processes_are_measured_from_outside() -> None:
    """Imports count: a process that only computes before its work is still seen at work."""
    busy = 'print(sum(range(20_000_000)) and \'{"seconds": 0, "checksum": "a"}\')'
    idle = 'print(\'{"seconds": 0, "checksum": "a"}\')'
    first, second = compare("x", {"idle": ["-c", idle], "busy": ["-c", busy]}, 1)
    assert second.cpu_seconds > first.cpu_seconds > 0
    assert second.cpu_times_first > 1
    assert first.peak_mib > 1


def test_contenders_that_disagree_stop_the_run() -> None:
    """A contender that comes to another result is no comparison."""
    code = 'print(\'{"seconds": 1, "peak_bytes": 1, "checksum": "%s"}\')'
    with pytest.raises(DisagreementError, match="disagree"):
        compare("x", {"a": ["-c", code % "a"], "b": ["-c", code % "b"]}, 1)
