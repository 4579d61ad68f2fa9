"""Sheets that only take input: everything but the input cells is locked, without a password."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

_ALLOWED = ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter")


def protect(sheet: Worksheet) -> None:
    """Lock a sheet but for its input cells; widths and looks may still be changed.

    There is no password: it keeps a formula from being typed over, it hides nothing.
    """
    protection = sheet.protection
    protection.sheet = True
    protection.objects = protection.scenarios = False
    for act in _ALLOWED:
        setattr(protection, act, False)  # the standard states what is forbidden
