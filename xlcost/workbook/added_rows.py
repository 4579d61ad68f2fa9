"""Added rows: rows at the end of a sheet of somebody's workbook, with all else as it is.

The parts of the file are edited, not written anew: what no library knows (charts, threaded notes,
slicers) stays as people made it, and no cell that they wrote is touched.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from xlcost.dataset.setting_cells import Cell
from xlcost.workbook.sheet_writer import xml

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TABLE = "/table"
_FILTER = "_xlnm._FilterDatabase"
Rows = Sequence[Mapping[int, Cell]]  # the cells of each row, by the place of their column (from 0)


def with_rows(workbook: bytes, added: Mapping[str, Rows]) -> bytes:
    """Return a workbook with more rows below the last ones of some sheets.

    Args:
        workbook: An XLSX file.
        added: The rows of each sheet, by its title.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(made, "w") as new:
        changed = _changed(old, added)
        for info in old.infolist():
            content = changed.get(info.filename)
            data = old.read(info) if content is None else content
            new.writestr(info, data, compress_type=info.compress_type)
    return made.getvalue()


def _changed(package: zipfile.ZipFile, added: Mapping[str, Rows]) -> dict[str, bytes]:
    """Return the parts that differ, by their names."""
    book = _root(package, "xl/workbook.xml")
    targets = _targets(package, "xl/workbook.xml")
    found: dict[str, bytes] = {}
    for place, sheet in enumerate(book.iter(f"{{{MAIN}}}sheet")):
        rows = added.get(str(sheet.get("name")))
        if not rows:
            continue
        part = targets[str(sheet.get(f"{{{REL}}}id"))][0]
        root = _root(package, part)
        last = _add(root, rows)
        found[part] = xml(root)
        end = last + len(rows)
        for target, kind in _targets(package, part).values():
            if kind.endswith(_TABLE):
                table = _root(package, target)
                if _longer(table, last, end):
                    found[target] = xml(table)
        for name in book.iter(f"{{{MAIN}}}definedName"):
            if name.get("name") == _FILTER and name.get("localSheetId") == str(place):
                name.text = re.sub(rf"\${last}$", f"${end}", str(name.text))
                found["xl/workbook.xml"] = xml(book)
    return found


def _add(root: Any, rows: Rows) -> int:
    """Put rows below the last one of a sheet that has a cell; return which row that is."""
    data = root.find(f"{{{MAIN}}}sheetData")
    there = {int(row.get("r")): row for row in data if row.get("r")}
    filled = [number for number, row in there.items() if any(_is_filled(c) for c in row)]
    last = max(filled, default=0)
    looks = _looks(there[last]) if last else {}
    for number, cells in enumerate(rows, start=last + 1):
        row = there.get(number)
        if row is None:
            row = etree.SubElement(data, f"{{{MAIN}}}row", r=str(number))
        for cell in list(row):
            row.remove(cell)
        for place in sorted({*(one + 1 for one in cells), *looks}):
            row.append(_cell(number, place, cells.get(place - 1), looks.get(place)))
    data[:] = sorted(data, key=lambda row: int(row.get("r") or 0))
    _longer(root, last, last + len(rows))
    size = root.find(f"{{{MAIN}}}dimension")
    if size is not None:
        size.set("ref", _ending(str(size.get("ref")), last + len(rows)))
    return last


def _looks(row: Any) -> dict[int, str]:
    """Return the look of each cell of a row that has one, by its column."""
    styled = (cell for cell in row if cell.get("s"))
    return {coordinate_to_tuple(cell.get("r"))[1]: cell.get("s") for cell in styled}


def _is_filled(cell: Any) -> bool:
    return any(child.tag.endswith(("}v", "}is", "}f")) for child in cell)


def _cell(row: int, place: int, value: Cell, look: str | None) -> Any:
    cell = etree.Element(f"{{{MAIN}}}c", r=f"{get_column_letter(place)}{row}")
    if look:
        cell.set("s", look)
    if isinstance(value, bool | int | float):
        etree.SubElement(cell, f"{{{MAIN}}}v").text = repr(float(value)).removesuffix(".0")
    elif value is not None:
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
        text.text = str(value)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return cell


def _longer(root: Any, last: int, end: int) -> bool:
    """Let the filter and the table that end with a row end with another one; tell whether any."""
    changed = False
    for one in (root, *root.iter(f"{{{MAIN}}}autoFilter")):
        ref = one.get("ref")
        if ref and range_boundaries(ref)[3] == last:
            one.set("ref", _ending(ref, end))
            changed = True
    return changed


def _ending(ref: str, row: int) -> str:
    """Return a range that reaches to a row."""
    left, top, right, bottom = (int(one or 1) for one in range_boundaries(ref))
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{max(bottom, row)}"


def _root(package: zipfile.ZipFile, part: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(package.read(part), parser)


def _targets(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return the parts that a part speaks of, with their kinds, by their ids."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in package.namelist():
        return {}
    found = {}
    for one in _root(package, rels):
        target = str(one.get("Target"))
        whole = target[1:] if target.startswith("/") else _joined(folder, target)
        found[str(one.get("Id"))] = (whole, str(one.get("Type")))
    return found


def _joined(folder: str, target: str) -> str:
    parts = folder.split("/")
    for step in target.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
