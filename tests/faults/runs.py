"""Runs of the command line under faults, each in a process with temporary files of its own."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300.0  # a run that takes longer hangs
BUG = 70
OWN = ("xlcost-", "openpyxl.")  # how names of temporary files of a run begin
SEED = 20_261_129


@dataclass(frozen=True)
class Ended:
    """How a run ended.

    Attributes:
        code: Its exit code; minus the number of a signal that ended it.
        out: What it printed.
        err: What it said of faults.
    """

    code: int
    out: str
    err: str

    @property
    def sentences(self) -> list[str]:
        """The lines that it said of faults, without those that are blank."""
        return [line for line in self.err.splitlines() if line.strip()]

    def in_one_sentence(self, *codes: int) -> None:
        """Hold that it ended with one of some exit codes, and said why in one sentence."""
        assert self.code in codes, (self.code, self.out[-2000:], self.err[-4000:])
        assert "Traceback" not in self.err, self.err[-4000:]
        assert len(self.sentences) == 1, self.err[-4000:]
        assert self.sentences[0].startswith("xlcost: "), self.err[-4000:]

    def not_a_bug(self) -> None:
        """Hold that it ended as a run may: with a code of its own and no traceback."""
        assert self.code in (0, 1, 2, 3), (self.code, self.out[-2000:], self.err[-4000:])
        assert "Traceback" not in self.out + self.err, self.err[-4000:]


def environment(temporary: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment whose temporary files lie in a folder of their own."""
    temporary.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "TMPDIR": str(temporary),
        "PYTHONUTF8": "1",
        "COLUMNS": "200",
        "NO_COLOR": "1",
        **(more or {}),
    }


def start(
    *arguments: str | Path, temporary: Path, more: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start the command line; it is the first of a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "xlcost", *map(str, arguments)],
        cwd=ROOT,
        env=environment(temporary, more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        preexec_fn=_hearing,  # noqa: PLW1509 - nothing of this process runs on in the child
    )


def _hearing() -> None:
    """Hear signals, though a test that runs in the background of a shell may not."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def ended(run: subprocess.Popen[str], seconds: float = SECONDS) -> Ended:
    """Wait for a run and return how it ended; one that hangs is ended, and is an error.

    Raises:
        subprocess.TimeoutExpired: It hangs.
    """
    try:
        out, err = run.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        raise
    return Ended(run.returncode, out, err)


def xlcost(
    *arguments: str | Path,
    temporary: Path,
    more: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> Ended:
    """Run the command line and return how it ended."""
    return ended(start(*arguments, temporary=temporary, more=more), seconds)


def left_over(*folders: Path) -> list[str]:
    """Return what runs left in folders: unfinished files, and temporary ones of theirs."""
    return sorted(
        str(path.relative_to(folder))
        for folder in folders
        for path in folder.rglob("*")
        if path.name.startswith((".xlcost-", *OWN)) and path.suffix != ".lock"
    )


def moments(count: int, of: int, longest: float) -> Iterator[float]:
    """Yield the seconds after which something happens, drawn anew each time and always the same.

    Args:
        count: How many are wanted; CI takes a tenth of `of`.
        of: How many there are.
        longest: No moment is later.
    """
    drawn = random.Random(SEED)  # noqa: S311 - a seed, so that each run is the same
    every = [drawn.uniform(0.0, longest) for _ in range(of)]
    yield from every[:count]
