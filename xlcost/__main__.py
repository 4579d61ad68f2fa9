"""`python -m xlcost` is the command `xlcost`."""

from __future__ import annotations

from xlcost.console.entry import run

if __name__ == "__main__":
    run()
