"""Names that a function may not have in Excel or Calc: cells, and functions they already have."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from xlcost.errors import DeclarationError

_A1 = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")
_R1C1 = re.compile(r"R[0-9]*|C[0-9]*|R[0-9]*C[0-9]*")
_GOOD = re.compile(r"[A-Z][A-Z0-9_]*")


@lru_cache(maxsize=1)
def built_in() -> frozenset[str]:
    """Return the names of the functions that Excel or Calc brings, from the data file."""
    listed = files("xlcost.catalogue").joinpath("builtin_functions.txt").read_text("utf-8")
    lines = listed.splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def refuse_bad_name(excel_name: str) -> None:
    """Refuse a name that Excel or Calc would take for something else.

    Raises:
        DeclarationError: The name looks like a cell or is a built-in function.
    """
    if not _GOOD.fullmatch(excel_name):
        message = f"{excel_name!r} cannot be a function name: letters, digits and _ only."
        raise DeclarationError(message)
    if _A1.fullmatch(excel_name) or _R1C1.fullmatch(excel_name):
        message = f"{excel_name} looks like a cell, so Excel refuses it as a function name."
        raise DeclarationError(message)
    if excel_name in built_in():
        message = f"{excel_name} is already a function of Excel or Calc; choose another name."
        raise DeclarationError(message)
