"""The first lines of a run: it hears that it is asked to end before anything heavy is imported."""

from __future__ import annotations

import sys

from xlcost.system import stopping


def run() -> None:
    """Run the command line and end with its exit code."""
    with stopping.listening(last=True):
        from xlcost.console.cli import app

        code: int | str | None = 0
        try:
            app(prog_name="xlcost")
        except SystemExit as ended:
            code = ended.code
    wanted = stopping.SIGNALLED + stopping.asked()
    if stopping.asked() and code != wanted:  # so late that its command had ended
        sys.stderr.write("xlcost: Stopped.\n")
        code = wanted
    sys.exit(code)
