"""Runs every comparison and prints one table: python -m benchmarks [--quick] [--json FILE]."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.ledgers import make_centres

ROOT = Path(__file__).resolve().parents[1]
_HELP = "import sys; sys.argv = ['xlcost', '--help']; from xlcost.console.cli import app; app()"


@dataclass(frozen=True)
class Line:
    """One line of the table: medians of one contender in one comparison."""

    comparison: str
    contender: str
    seconds: float
    cpu_seconds: float
    peak_mib: float
    times_first: float  # its seconds, as a multiple of the first contender's in the same round
    cpu_times_first: float
    memory_times_first: float


class DisagreementError(Exception):
    """Two contenders of one comparison came to different results."""


@dataclass(frozen=True)
class Measured:
    """What one run of a contender took."""

    seconds: float
    cpu: float
    peak: float
    checksum: str


def compare(
    comparison: str, contenders: dict[str, list[str]], rounds: int, *, whole: bool = True
) -> list[Line]:
    """Run the contenders in turn, `rounds` times, and return their medians, the first one first.

    Args:
        comparison: What is compared.
        contenders: Name → arguments of Python.
        rounds: How often each one runs.
        whole: Whether the whole process counts, its imports included, or the work alone.
    """
    runs: dict[str, list[Measured]] = {name: [] for name in contenders}
    for turn in range(rounds):
        for name, command in contenders.items():
            runs[name].append(_run(command, whole=whole))
        _say(f"{comparison}: round {turn + 1} of {rounds}")
    results = {run.checksum for each in runs.values() for run in each}
    if len(results) != 1:
        message = f"{comparison}: the contenders disagree: {sorted(results)}"
        raise DisagreementError(message)
    first = runs[next(iter(contenders))]
    return [
        Line(
            comparison,
            name,
            *(median(getattr(run, what) for run in mine) for what in ("seconds", "cpu", "peak")),
            *(_ratio(mine, first, what) for what in ("seconds", "cpu", "peak")),
        )
        for name, mine in runs.items()
    ]


def _ratio(mine: list[Measured], first: list[Measured], what: str) -> float:
    """Return the median of the ratios of the rounds: both ran in the same minute."""
    pairs = [(getattr(a, what), getattr(b, what)) for a, b in zip(mine, first, strict=True)]
    return median(a / b if b else 0.0 for a, b in pairs)


def _run(command: list[str], *, whole: bool) -> Measured:
    """Run one contender in a fresh process and measure it from outside."""
    with tempfile.TemporaryFile("w+") as output:
        started = time.perf_counter()
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=output)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        output.seek(0)
        last = output.read().strip().rpartition("\n")[2]
    said = json.loads(last) if last.startswith("{") else {"checksum": "", "seconds": seconds}
    if not whole:  # preparing took more than the work: the whole process would say nothing
        return Measured(said["seconds"], said.get("cpu", 0.0), 0.0, said["checksum"])
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on a Mac, kibibytes on Linux
    peak = used.ru_maxrss * unit / 1024**2
    return Measured(seconds, used.ru_utime + used.ru_stime, peak, said["checksum"])


def _contender(name: str, file: Path) -> list[str]:
    return ["-m", "benchmarks.contender", name, str(file)]


def run_all(folder: Path, rows: int, rounds: int, centres: int) -> list[Line]:
    """Run every comparison in a folder for temporary files."""
    # As pip does: whoever installs xlcost has its bytecode, and so have the other contenders.
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "xlcost", "benchmarks"], cwd=ROOT, check=True
    )
    lines = compare("--help", {"python -c pass": ["-c", "pass"], "xlcost": ["-c", _HELP]}, rounds)
    _say(f"making {rows:,} ledger lines")
    # In a process of its own: a child's peak is never below that of who started it.
    making = [sys.executable, "-m", "benchmarks.ledgers", str(folder / "ledgers"), str(rows)]
    subprocess.run(making, cwd=ROOT, check=True)
    for kind in ("csv", "parquet"):
        file = folder / "ledgers" / kind / f"ledger.{kind}"
        names = {"DuckDB GROUP BY": "duckdb", "xlcost": "xlcost", "pandas": "pandas"}
        contenders = {name: _contender(f"ledger_{tool}", file) for name, tool in names.items()}
        lines += compare(f"ledger, {rows:,} lines, {kind}", contenders, rounds)
    settings, pack = _make_pack(folder)
    contenders = {
        "XlsxWriter": _contender("pack_xlsxwriter", pack),
        "xlcost": _contender("pack_xlcost", settings),
    }
    lines += compare("the sample company's pack", contenders, rounds, whole=False)
    file = make_centres(folder, centres)
    contenders = {
        "one process": _contender("batch_alone", file),
        "one a processor": _contender("batch_together", file),
    }
    return lines + compare(f"packs of {centres} cost centres", contenders, 1)


def _make_pack(folder: Path) -> tuple[Path, Path]:
    """Make the sample company's data and its pack; return a file of each."""
    from xlcost.samples.make import make_sample

    settings = make_sample(folder / "sample") / "xlcost.toml"
    pack = folder / "pack.xlsx"
    making = [sys.executable, "-m", "benchmarks.packs", str(settings), str(pack)]
    subprocess.run(making, cwd=ROOT, check=True)
    return settings, pack


def table(lines: list[Line]) -> str:
    """Return the results as a Markdown table."""
    rows = [
        "| Comparison | Contender | Seconds | × first | CPU s | × first | Peak MiB | × first |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for line in lines:
        wall = f"{line.seconds:.3f} | {line.times_first:.2f}"
        cpu = f"{line.cpu_seconds:.3f} | {line.cpu_times_first:.2f}" if line.cpu_seconds else " | "
        memory = f"{line.peak_mib:,.0f} | {line.memory_times_first:.2f}" if line.peak_mib else " | "
        rows.append(f"| {line.comparison} | {line.contender} | {wall} | {cpu} | {memory} |")
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
        lines = run_all(Path(folder), rows, rounds, 20 if given.quick else 200)
    size = f"{os.cpu_count()} processors"
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {size}\n")
    print(table(lines))
    if given.json:
        given.json.write_text(json.dumps([asdict(line) for line in lines], indent=1) + "\n")


if __name__ == "__main__":
    main()
