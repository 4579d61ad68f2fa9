"""Recalculates workbooks with engines typed as Excel is; started by `wheels.run`.

Reads from standard input a list of {"file", "engine", "typed": {sheet: {address: number}}}, and
prints, for each of them, of every formula cell {sheet: {address: [formula, cached, answer]}}; an
error is {"error": "#NUM!"}. Cached values are taken out of a copy first, so that no engine can hand
them back.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Cells = dict[str, dict[str, Any]]  # by sheet and address


def without_values(file: Path, target: Path) -> Cells:
    """Write a copy without any cached value; return each formula and the value that it had."""
    found: Cells = {}
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(target, "w") as copy:
        titles = _titles(source)
        for name in source.namelist():
            data = source.read(name)
            if name in titles:
                root = etree.fromstring(data)
                found[titles[name]] = dict(_emptied(root))
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            copy.writestr(name, data)
    return found


def _titles(source: zipfile.ZipFile) -> dict[str, str]:
    """Return the title of each sheet by its part."""
    relations = etree.fromstring(source.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): str(one.get("Target")).removeprefix("/xl/") for one in relations}
    book = etree.fromstring(source.read("xl/workbook.xml"))
    return {
        f"xl/{targets[sheet.get(RELATION)]}": str(sheet.get("name"))
        for sheet in book.iter(f"{MAIN}sheet")
    }


def _emptied(root: etree._Element) -> Iterator[tuple[str, tuple[str, Any]]]:
    for cell in root.iter(f"{MAIN}c"):
        formula = cell.find(f"{MAIN}f")
        if formula is not None:
            value = cell.find(f"{MAIN}v")
            cached = None if value is None else _typed(cell.get("t"), value.text or "")
            if value is not None:
                cell.remove(value)
            cell.attrib.pop("t", "")
            yield str(cell.get("r")), (f"={formula.text}", cached)


def _typed(kind: str | None, text: str) -> Any:
    if kind == "e":
        return {"error": text}
    if kind == "b":
        return text == "1"
    if kind == "str":
        return text
    return float(text) if text else None


def _place(address: str) -> tuple[int, int]:
    letters, row = coordinate_from_string(address)
    return row, column_index_from_string(letters)


def formulon(file: Path, wanted: Cells, typed: Cells) -> Cells:
    """Return what formulon makes of the formulas."""
    import formulon as engine

    book = engine.Workbook.load(file.read_bytes())
    count = book.sheet_count
    numbers = {book.sheet_name(at): at for at in range(count() if callable(count) else count)}
    for sheet, cells in typed.items():
        for address, value in cells.items():
            row, column = _place(address)
            book.set_number(numbers[sheet], row - 1, column - 1, value)
    book.recalc()

    def answer(sheet: str, address: str) -> Any:
        row, column = _place(address)
        value = book.get_value(numbers[sheet], row - 1, column - 1)
        if value.kind == engine.ValueKind.ERROR:
            return {"error": str(engine.error_display_name(value.error_code))}
        return value.to_python()

    return _answered(wanted, answer)


def ironcalc(file: Path, wanted: Cells, typed: Cells) -> Cells:
    """Return what IronCalc makes of the formulas."""
    import ironcalc as engine

    book = engine.load_from_xlsx(str(file), "en", "UTC", "en")
    numbers = {
        one["name"]: at for at, one in enumerate(map(_named, book.get_worksheets_properties()))
    }
    for sheet, cells in typed.items():
        for address, value in cells.items():
            book.update_cell_with_number(numbers[sheet], *_place(address), value)
    book.evaluate()

    def answer(sheet: str, address: str) -> Any:
        place = numbers[sheet], *_place(address)
        value = book.get_cell_value(*place)
        kind = str(book.get_cell_type(*place))
        return {"error": value} if kind.endswith("ErrorValue") else value

    return _answered(wanted, answer)


def _answered(wanted: Cells, answer: Callable[[str, str], Any]) -> Cells:
    return {
        sheet: {address: [*known, answer(sheet, address)] for address, known in found.items()}
        for sheet, found in wanted.items()
    }


def _named(properties: Any) -> dict[str, Any]:
    return properties if isinstance(properties, dict) else {"name": properties.name}


ENGINES = {"formulon": formulon, "ironcalc": ironcalc}


def main(jobs: list[dict[str, Any]]) -> list[Cells]:
    """Return the answers to every job, in their order."""
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        for number, job in enumerate(jobs):
            copy = Path(folder) / f"{number}{Path(job['file']).suffix}"
            wanted = without_values(Path(job["file"]), copy)
            answers.append(ENGINES[job["engine"]](copy, wanted, job.get("typed", {})))
    return answers


if __name__ == "__main__":
    answers_to = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what an engine prints is no answer
    with answers_to:
        json.dump(main(json.load(sys.stdin)), answers_to)
