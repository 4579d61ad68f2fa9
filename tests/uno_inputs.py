"""Types into input cells of a workbook in a headless LibreOffice; run by a Python that has `uno`.

`python3 uno_inputs.py SOFFICE PROFILE FILE` reads {sheet: {address: number}} from standard input,
types the numbers, and prints as JSON, by sheet and address, what each formula cell then shows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from uno_recalculation import _formulas, answer


def main(soffice: str, profile: str, path: str, typed: dict[str, dict[str, float]]) -> None:
    """Start an office of its own, type, calculate, and print."""
    answer(soffice, profile, lambda desktop: _shown(desktop, path, typed))


def _shown(desktop: Any, path: str, typed: dict[str, dict[str, float]]) -> dict[str, Any]:
    import uno

    hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (hidden,))
    try:
        sheets = document.Sheets
        for title, cells in typed.items():
            sheet = sheets.getByName(title)
            for address, number in cells.items():
                sheet.getCellRangeByName(address).setValue(number)
                if sheet.getCellRangeByName(address).getValue() != number:
                    message = f"{title}!{address} is locked"
                    raise RuntimeError(message)
        # What follows from an input is calculated as it is typed; nothing is forced here.
        return {name: _formulas(sheets.getByName(name)) for name in sheets.ElementNames}
    finally:
        document.close(True)


if __name__ == "__main__":
    main(*sys.argv[1:4], json.load(sys.stdin))
