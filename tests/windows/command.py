"""The command `xlcost` as its launcher starts it: the entry point that the wheel declares."""

from __future__ import annotations

import sys
from importlib.metadata import distribution


def main() -> None:
    """Run the command with the words that follow."""
    (command,) = distribution("xlcost").entry_points.select(name="xlcost")
    sys.argv[0] = "xlcost"
    sys.exit(command.load()())


if __name__ == "__main__":
    main()
