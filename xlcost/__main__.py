"""`python -m xlcost` is the command `xlcost`."""

from __future__ import annotations

from xlcost.console.cli import app

if __name__ == "__main__":
    app(prog_name="xlcost")
