"""Runs every comparison and prints one table: python -m benchmarks [--quick] [--json FILE]."""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.ledgers import make_ledgers

ROOT = Path(__file__).resolve().parents[1]
_HELP = "import sys; sys.argv = ['xlcost', '--help']; from xlcost.cli import app; app()"


@dataclass(frozen=True)
class Line:
    """One line of the table: medians of one contender in one comparison."""

    comparison: str
    contender: str
    seconds: float
    peak_mib: float
    times_first: float  # its seconds, as a multiple of the first contender's
    memory_times_first: float


class DisagreementError(Exception):
    """Two contenders of one comparison came to different results."""


def compare(comparison: str, contenders: dict[str, list[str]], rounds: int) -> list[Line]:
    """Run the contenders in turn, `rounds` times, and return their medians, the first one first."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    peaks: dict[str, list[float]] = {name: [] for name in contenders}
    results = set()
    for turn in range(rounds):
        for name, command in contenders.items():
            measured = _run(command)
            seconds[name].append(measured["seconds"])
            peaks[name].append(measured["peak_bytes"] / 1024**2)
            results.add(measured["checksum"])
        _say(f"{comparison}: round {turn + 1} of {rounds}")
    if len(results) != 1:
        message = f"{comparison}: the contenders disagree: {sorted(map(str, results))}"
        raise DisagreementError(message)
    first = next(iter(contenders))
    return [
        Line(
            comparison,
            name,
            median(seconds[name]),
            median(peaks[name]),
            median(seconds[name]) / median(seconds[first]),
            median(peaks[name]) / median(peaks[first]) if median(peaks[first]) else 0.0,
        )
        for name in contenders
    ]


def _run(command: list[str]) -> dict[str, float]:
    """Run one contender; one that prints no JSON is timed as a whole process."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, check=True, capture_output=True, text=True
    )
    whole = time.perf_counter() - started
    last = done.stdout.strip().rpartition("\n")[2]
    if last.startswith("{"):
        measured: dict[str, float] = json.loads(last)
        return measured
    return {"seconds": whole, "peak_bytes": 0.0, "checksum": 0.0}


def _contender(name: str, file: Path) -> list[str]:
    return ["-m", "benchmarks.contender", name, str(file)]


def run_all(folder: Path, rows: int, rounds: int) -> list[Line]:
    """Run every comparison in a folder for temporary files."""
    lines = compare("--help", {"python -c pass": ["-c", "pass"], "xlcost": ["-c", _HELP]}, rounds)
    _say(f"making {rows:,} ledger lines")
    for kind, file in make_ledgers(folder / "ledgers", rows).items():
        names = {"DuckDB GROUP BY": "duckdb", "xlcost": "xlcost", "pandas": "pandas"}
        contenders = {name: _contender(f"ledger_{tool}", file) for name, tool in names.items()}
        lines += compare(f"ledger, {rows:,} lines, {kind}", contenders, rounds)
    settings, pack = _make_pack(folder)
    contenders = {
        "XlsxWriter": _contender("pack_xlsxwriter", pack),
        "openpyxl": _contender("pack_openpyxl", pack),
        "xlcost": _contender("pack_xlcost", settings),
    }
    return lines + compare("the sample company's pack", contenders, rounds)


def _make_pack(folder: Path) -> tuple[Path, Path]:
    """Make the sample company's data and its pack; return a file of each."""
    from xlcost.pack import build_report
    from xlcost.samples.make import LAST_PERIOD, make_sample

    data = make_sample(folder / "sample")
    return data / "xlcost.toml", build_report(data, folder, LAST_PERIOD).path


def table(lines: list[Line]) -> str:
    """Return the results as a Markdown table."""
    rows = [
        "| Comparison | Contender | Seconds | × first | Peak MiB | × first |",
        "|---|---|---:|---:|---:|---:|",
    ]
    rows += [
        f"| {line.comparison} | {line.contender} | {line.seconds:.3f} | {line.times_first:.2f} | "
        + (f"{line.peak_mib:,.0f} | {line.memory_times_first:.2f} |" if line.peak_mib else " | |")
        for line in lines
    ]
    return "\n".join(rows)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Read the options, run, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer lines, two rounds: to try it")
    parser.add_argument("--rows", type=int, help="ledger lines (5,000,000)")
    parser.add_argument("--rounds", type=int, help="rounds (5)")
    parser.add_argument("--json", type=Path, help="also write the results here")
    given = parser.parse_args()
    rows = given.rows or (100_000 if given.quick else 5_000_000)
    rounds = given.rounds or (2 if given.quick else 5)
    with tempfile.TemporaryDirectory(prefix="xlcost-benchmarks-") as folder:
        lines = run_all(Path(folder), rows, rounds)
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    print(table(lines))
    if given.json:
        given.json.write_text(json.dumps([asdict(line) for line in lines], indent=1) + "\n")


if __name__ == "__main__":
    main()
