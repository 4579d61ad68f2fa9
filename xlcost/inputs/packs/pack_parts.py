"""The parts of a pack as a package: its properties, sheets and tables, in XML."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree
from openpyxl.utils import range_boundaries

CUSTOM = "docProps/custom.xml"


_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class PackTable:
    """An Excel table: where it stands, and the number and title of each of its columns.

    A column keeps its number when people move or rename it. Rows of totals stand below its bottom.
    """

    sheet: str
    left: int
    top: int
    right: int
    bottom: int
    columns: tuple[tuple[int, str], ...]
    totals: int = 0


def properties_of(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the properties of the file itself by their name."""
    return {
        str(item.get("name")): "".join(map(str, item.itertext()))
        for item in root_of(package, CUSTOM)
    }


def root_of(package: zipfile.ZipFile, name: str) -> etree._Element:
    """Return a part as XML; nothing outside of it is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(package.read(name), parser)


def targets_of(package: zipfile.ZipFile, part: str, ending: str) -> dict[str, str]:
    """Return what a part is related to, by the relation's id."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.NameToInfo:
        return {}
    return {
        str(item.get("Id")): _joined(folder, str(item.get("Target")))
        for item in root_of(package, relations)
        if str(item.get("Type")).endswith(ending) and item.get("TargetMode") != "External"
    }


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def sheets_in(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by the sheet's title."""
    parts = targets_of(package, "xl/workbook.xml", "/worksheet")
    found = {}
    for sheet in root_of(package, "xl/workbook.xml").iter("{*}sheet"):
        part = parts.get(str(sheet.get(_RELATION) or sheet.get(_STRICT)))
        if part:
            found[str(sheet.get("name"))] = part
    return found


def table_of(root: etree._Element, sheet: str) -> tuple[str, PackTable]:
    """Return the name of an Excel table and where it stands."""
    left, top, right, bottom = range_boundaries(str(root.get("ref")))
    totals = int(root.get("totalsRowCount") or 0)
    columns = tuple(
        (int(item.get("id") or 0), str(item.get("name"))) for item in root.iter("{*}tableColumn")
    )
    name = str(root.get("displayName") or root.get("name"))
    lowest = (bottom or 1) - totals
    return name, PackTable(sheet, left or 1, top or 1, right or 1, lowest, columns, totals)
