"""One contender in a process of its own: does its work and prints seconds and a checksum.

Whoever starts it measures the whole process; the seconds printed here are the work alone.

Usage: python -m benchmarks.contender NAME FILE
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

Result = str | Callable[[], str]  # a result that takes time to tell is told afterwards
Work = Callable[[], Result]

_TYPES = (
    "{'date': 'DATE', 'account': 'VARCHAR', 'cost_centre': 'VARCHAR', 'entity': 'VARCHAR',"
    " 'text': 'VARCHAR', 'amount': 'DECIMAL(38, 6)'}"
)


def ledger_xlcost(file: Path) -> Work:
    """What `xlcost check` does: dialect, every check, findings, exact sums, SHA-256."""
    from xlcost.inputs.loading import load

    def work() -> str:
        facts = load(file.parent, postings=False).facts
        return str(facts.ledger_total.quantize(Decimal("0.01")))

    return work


def ledger_facts(file: Path) -> Work:
    """What a report is made from: the same, and the largest postings."""
    from xlcost.inputs.loading import load

    return lambda: str(load(file.parent).facts.ledger_total.quantize(Decimal("0.01")))


def ledger_duckdb(file: Path) -> Work:
    """A bare GROUP BY over typed columns: no detection, no checks."""
    import duckdb

    source = f"read_csv('{file}', header = true, auto_detect = false, columns = {_TYPES})"
    if file.suffix == ".parquet":
        source = f"read_parquet('{file}')"
    keys = "year(date) * 100 + month(date), account, cost_centre, entity"
    query = f"SELECT {keys}, sum(amount) AS amount, count(*) FROM {source} GROUP BY ALL"

    def work() -> str:
        connection = duckdb.connect(":memory:")
        connection.execute("SET enable_progress_bar = false")
        rows = connection.execute(query).fetchall()
        return str(sum((row[4] for row in rows), Decimal(0)).quantize(Decimal("0.01")))

    return work


def ledger_pandas(file: Path) -> Work:
    """The usual script: read the file into a frame and group it, in floats."""
    import pandas as pd

    codes = {"account": str, "cost_centre": str, "entity": str}

    def work() -> str:
        if file.suffix == ".parquet":
            frame = pd.read_parquet(file).astype({"amount": float})
        else:
            frame = pd.read_csv(file, dtype=codes, parse_dates=["date"])
        frame["period"] = pd.to_datetime(frame["date"]).dt.strftime("%Y%m")
        grouped = frame.groupby(["period", *codes])["amount"].agg(["sum", "size"])
        return f"{grouped['sum'].sum():.2f}"

    return work


def pack_xlcost(file: Path) -> Work:
    """The sample company's report as a workbook: all that its reader sees, with cached values."""
    from xlcost.workbook.render import write_workbook

    report, values = sample_report(file)
    return _writing(lambda path: write_workbook(report, values, path))


def sample_report(file: Path) -> Any:
    """Return the report of the settings' folder, and its values."""
    from xlcost.inputs.loading import load
    from xlcost.report.build import build
    from xlcost.report.model.evaluation import evaluate

    report = build(load(file.parent), created="2026-11-05T06:00:00Z", version="benchmark")
    return report, evaluate(report)


def pack_xlsxwriter(file: Path) -> Work:
    """A finished pack once more, by XlsxWriter: cells, looks, sizes, tables, rules and charts."""
    from benchmarks.packs import copied, write

    copy = copied(file)
    return _writing(lambda path: write(copy, path))


def _writing(write: Callable[[Path], None]) -> Work:
    """Return the work of writing a workbook; what it holds is counted when the work is done."""
    from benchmarks.packs import counted

    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "pack.xlsx"

    def work() -> Callable[[], str]:
        write(path)
        return lambda: counted(path) if folder else ""  # it lives as long as the file is needed

    return work


def _batch(file: Path, processes: int) -> Work:
    """A pack of the company and of each cost centre, and the index that adds them up."""
    from xlcost.runs.batch import build_batch

    def work() -> str:
        with tempfile.TemporaryDirectory() as folder:
            built = build_batch(file.parent, folder, "cost_centre", processes=processes)
        return f"{len(built.parts)} parts, adds up: {built.adds_up}"

    return work


def batch_alone(file: Path) -> Work:
    """Every pack in one process."""
    return _batch(file, 1)


def batch_together(file: Path) -> Work:
    """As many processes as the machine has processors."""
    return _batch(file, os.cpu_count() or 1)


CONTENDERS: dict[str, Callable[[Path], Work]] = {
    work.__name__: work
    for work in (
        ledger_xlcost,
        ledger_facts,
        ledger_duckdb,
        ledger_pandas,
        pack_xlcost,
        pack_xlsxwriter,
        batch_alone,
        batch_together,
    )
}


def main(name: str, file: Path) -> None:
    """Prepare a contender, time its work, and print the result as JSON."""
    work = CONTENDERS[name](file)
    gc.collect()
    gc.freeze()  # what was prepared is part of no one's work
    started, begun = time.perf_counter(), time.process_time()
    result = work()
    seconds, cpu = time.perf_counter() - started, time.process_time() - begun
    checksum = result if isinstance(result, str) else result()
    print(json.dumps({"seconds": seconds, "cpu": cpu, "checksum": checksum}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
