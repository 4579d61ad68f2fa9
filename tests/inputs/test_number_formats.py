"""Numbers whose format has letters are numbers in every kind of workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from libreoffice import converted
from xlsb import write_xlsb

from xlcost.inputs.loading import load

HEADINGS = ("Account", "Period", "Amount")
FORMATS = ("RM #,##0.00", "USD #,##0", "DKK 0.00", "[$kr-414] #,##0.00", "HRD #,##0;-HRD #,##0")
AMOUNTS = (1180.5, -4_000_000.0, 99.25, 7_000_000.75, 46000.0)
RIGHT = {str(6000 + place): amount for place, amount in enumerate(AMOUNTS)}


def _xlsx(path: Path, formats: tuple[str, ...] = FORMATS) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for place, amount in enumerate(AMOUNTS):
        sheet.append((str(6000 + place), "2026-01", amount))
        sheet.cell(place + 2, 3).number_format = formats[place]
    book.save(path)
    return path


def _xlsb(path: Path) -> Path:
    rows = [
        (str(6000 + place), "2026-01", (amount, place + 1)) for place, amount in enumerate(AMOUNTS)
    ]
    return write_xlsb(path, {"Ledger": [HEADINGS, *rows]}, FORMATS)


def _xls(path: Path) -> Path:
    """Write what no program at hand does: formats are exchanged for others of the same length."""
    known = "[$kr-414] #,##0.00"
    source = _xlsx(path.with_suffix(".xlsx"), (known,) * len(FORMATS))
    old = converted(source, "xls", path.parent / "old")
    source.unlink()
    stored = known.replace(" ", "\\ ").encode()
    assert old.read_bytes().count(stored) == 1
    other = b"RM HRD USD #,##0.00".ljust(len(stored))
    path.write_bytes(old.read_bytes().replace(stored, other))
    return path


@pytest.mark.parametrize("form", ["xlsx", "xlsb", "xls", "ods"])
def test_amounts_whose_format_has_letters(tmp_path: Path, form: str) -> None:
    """RM 1,180.50 and USD 4,000,000 are amounts in every form, and no days."""
    folder = tmp_path / "folder"
    folder.mkdir()
    if form == "ods":
        converted(_xlsx(tmp_path / "ledger.xlsx"), "ods", folder)
    else:
        {"xlsx": _xlsx, "xlsb": _xlsb, "xls": _xls}[form](folder / f"ledger.{form}")
    ledger = load(folder).facts.ledger
    assert dict(zip(ledger["account"], ledger["amount"], strict=True)) == RIGHT
