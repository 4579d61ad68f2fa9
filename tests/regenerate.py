"""Writes everything that is generated: `python -m tests.regenerate`; look, then commit.

The wrappers of the functions, the template, the pages of docs, the golden reports and the sample of
the docs. Pictures of the docs are drawn for a release: `python docs/pictures.py`.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Final

COMMAND: Final = "run `python -m tests.regenerate`, look at the difference, and commit it"
ROOT: Final = Path(__file__).resolve().parents[1]
# In this order: the template holds the wrappers.
MODULES: Final = ("xlcost.addin.vba", "xlcost.addin.template")
SCRIPTS: Final = (ROOT / "docs" / "generate.py", ROOT / "tests" / "golden.py")


def main() -> None:
    """Write them all, each as its own command does."""
    for module in MODULES:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    for path in SCRIPTS:
        runpy.run_path(str(path), run_name="__main__")


if __name__ == "__main__":
    sys.argv[1:] = []
    main()
