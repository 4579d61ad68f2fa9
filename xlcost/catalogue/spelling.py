"""How a workbook stores what Excel shows: newer functions and bound names carry prefixes.

A file keeps the text of a formula as the first Excel would have read it, so that one without a
function shows its name and not another's. What came after 2007 is `_xlfn.NAME`, or
`_xlfn._xlws.NAME`; what LET or LAMBDA binds is `_xlpm.name`, and `_xlop.name` where a LAMBDA
declares it as optional. In our formulas a bound name is in small letters and a function in
capitals, so no grammar is needed to tell them.
"""

from __future__ import annotations

import re

# Functions of our formulas that came after Excel 2007.
NEWER = frozenset(
    "ISOMITTED LAMBDA LET MAP REDUCE SCAN SEQUENCE TOCOL UNIQUE VSTACK".split()  # noqa: SIM905 - one line
)
_OF_SHEETS = frozenset({"FILTER", "SORT"})
_TOKEN = re.compile(
    r"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#[A-Z0-9/]+[!?]?)
    | (?P<number>\d+(?:\.\d+)?(?:E[+-]?\d+)?)
    | \[(?P<optional>[a-z_]\w*)\]
    | (?P<bound>[a-z_]\w*)
    | (?P<function>[A-Z][A-Z0-9.]*)(?=\()
    """,
    re.VERBOSE,
)


def stored(formula: str) -> str:
    """Return a formula, as Excel shows it, as a workbook stores it."""
    return _TOKEN.sub(_stored, formula)


def _stored(found: re.Match[str]) -> str:
    text = found[0]
    match found.lastgroup:
        case "optional":
            return f"_xlop.{found['optional']}"
        case "bound":
            return f"_xlpm.{text}"
        case "function" if text in NEWER:
            return f"_xlfn.{text}"
        case "function" if text in _OF_SHEETS:
            return f"_xlfn._xlws.{text}"
        case _:
            return text
