"""The command line in this very process: no new Python, no import of everything once more.

What a process of its own proves (its exit code, its streams, its signals) is proved where that is
the question: one report of `test_cli.py`, and the tests of faults.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from xlcost.console.cli import app


@dataclass(frozen=True)
class Done:
    """How a command ended, under the names that `subprocess` has for it."""

    returncode: int
    stdout: str
    stderr: str

    def refused(self, code: int) -> None:
        """Hold that it ended with an exit code and one sentence, with the next command at most."""
        assert self.returncode == code, self.stdout + self.stderr
        sentence, *after = self.stderr.splitlines()
        assert sentence.startswith("xlcost: ")
        assert not after or (code == 1 and len(after) == 2 and after[1].startswith("  ")), after


def called(*arguments: str | Path, width: int = 80) -> Done:
    """Run the command line; what it does not expect is raised here, as in any test."""
    words = [str(one) for one in arguments]
    found = CliRunner(env={"COLUMNS": str(width)}).invoke(app, words)
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return Done(found.exit_code, found.stdout, found.stderr)
