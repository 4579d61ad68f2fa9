"""A finished pack as other programs left it: its properties, its Excel tables and their rows."""

from __future__ import annotations

import contextlib
import datetime as dt
import posixpath
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple

from xlcost.dataset.findings import Code
from xlcost.dataset.limits import MEBIBYTE, Limits
from xlcost.dataset.pack_format import COMMENTS, KEY, PROPERTY, SCOPE, SHEETS
from xlcost.inputs.files.faults import Deadline, FileFault, unreadable
from xlcost.inputs.files.guard import look_over
from xlcost.inputs.files.kinds import OLE

MOST = 256 * MEBIBYTE  # no pack unpacks to as much
_SMALL = 4 * MEBIBYTE
_NOTES = re.compile(r"xl/(threadedComments/|comments/?)[^/]*\.xml$")
_CUSTOM = "docProps/custom.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

CellValue = str | float | int | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
CellRow = tuple[CellValue, ...]


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


@dataclass(frozen=True)
class PackBook:
    """A workbook of which the parts that say what it is have been read.

    Attributes:
        path: Where it is.
        properties: Its own properties, `xlcost_…` and others.
        creator: What program made it, as it says.
        tables: Its Excel tables by name.
        has_keys: Whether it holds keys of comments outside the table of them.
        parts: The part of the package that holds each sheet.
        has_notes: Whether people have put notes on its cells.
    """

    path: Path
    properties: Mapping[str, str] = field(default_factory=dict)
    creator: str = ""
    tables: Mapping[str, PackTable] = field(default_factory=dict)
    has_keys: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)
    has_notes: bool = False

    @property
    def is_pack(self) -> bool:
        """Whether xlcost made it, whatever it was saved with since."""
        named = any(name.startswith(PROPERTY) for name in self.properties)
        known = named or self.has_keys or COMMENTS in self.tables
        return known or self.creator.startswith("xlcost ")

    @property
    def has_more(self) -> bool:
        """Whether people have added sheets or notes on cells, which no new pack would have."""
        made = self.properties.get(SHEETS, "")
        return self.has_notes or (made.isdigit() and len(self.parts) > int(made))


def open_pack(path: Path, limits: Limits) -> PackBook:
    """Read what a workbook says about itself.

    Raises:
        FileFault: It is damaged, locked, protected, or past a limit.
    """
    limits = replace(limits, unpacked_bytes=min(limits.unpacked_bytes, MOST))
    try:
        with path.open("rb") as stream:
            head = stream.read(len(OLE))
        if head == OLE:
            raise unreadable("password")
        if not head:
            raise FileFault(Code.EMPTY_FILE, "")
        look_over(path, limits, Deadline(limits.seconds))
        with zipfile.ZipFile(path) as package:
            return _described(path, package)
    except OSError as fault:
        raise unreadable("closed", fault.strerror or str(fault)) from fault
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError) as fault:
        raise unreadable("damaged", str(fault)[:200]) from fault
    except (etree.XMLSyntaxError, NotImplementedError, RuntimeError) as fault:
        raise unreadable("damaged", str(fault)[:200]) from fault


def scope_said(path: Path) -> str | None:
    """Return which part of the company a pack is of, at a glance; None where it does not say."""
    try:
        with zipfile.ZipFile(path) as package:
            if _CUSTOM in package.NameToInfo and package.getinfo(_CUSTOM).file_size <= _SMALL:
                return _properties(package).get(SCOPE)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        return None
    except (etree.XMLSyntaxError, RuntimeError):  # the latter where a part is encrypted
        return None
    return None


def _described(path: Path, package: zipfile.ZipFile) -> PackBook:
    names = set(package.namelist())
    properties = _properties(package) if _CUSTOM in names else {}
    creator = ""
    if "docProps/core.xml" in names:
        found = _root(package, "docProps/core.xml").find("{*}creator")
        creator = (found.text or "") if found is not None else ""
    tables = {}
    sheets = _sheets(package)
    for sheet, part in sheets.items():
        for target in _targets(package, part, "/table").values():
            name, table = _table(_root(package, target), sheet)
            tables[name] = table
    texts = [name for name in ("xl/sharedStrings.xml", *sheets.values()) if name in names]
    keys = COMMENTS not in tables and any(KEY.encode() in package.read(name) for name in texts)
    notes = any(_NOTES.match(name) for name in names)
    return PackBook(path, properties, creator, tables, has_keys=keys, parts=sheets, has_notes=notes)


def _properties(package: zipfile.ZipFile) -> dict[str, str]:
    return {
        str(item.get("name")): "".join(map(str, item.itertext()))
        for item in _root(package, _CUSTOM)
    }


def _root(package: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(package.read(name), parser)


def _targets(package: zipfile.ZipFile, part: str, ending: str) -> dict[str, str]:
    """Return what a part is related to, by the relation's id."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.NameToInfo:
        return {}
    return {
        str(item.get("Id")): _joined(folder, str(item.get("Target")))
        for item in _root(package, relations)
        if str(item.get("Type")).endswith(ending) and item.get("TargetMode") != "External"
    }


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def _sheets(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by the sheet's title."""
    parts = _targets(package, "xl/workbook.xml", "/worksheet")
    found = {}
    for sheet in _root(package, "xl/workbook.xml").iter("{*}sheet"):
        part = parts.get(str(sheet.get(_RELATION) or sheet.get(_STRICT)))
        if part:
            found[str(sheet.get("name"))] = part
    return found


def _table(root: etree._Element, sheet: str) -> tuple[str, PackTable]:
    left, top, right, bottom = range_boundaries(str(root.get("ref")))
    totals = int(root.get("totalsRowCount") or 0)
    columns = tuple(
        (int(item.get("id") or 0), str(item.get("name"))) for item in root.iter("{*}tableColumn")
    )
    name = str(root.get("displayName") or root.get("name"))
    lowest = (bottom or 1) - totals
    return name, PackTable(sheet, left or 1, top or 1, right or 1, lowest, columns, totals)


@contextlib.contextmanager
def sheets_of(book: PackBook) -> Iterator[SheetRows]:
    """Open the cells of a workbook that `open_pack` has found in order.

    Raises:
        FileFault: A cell or a part cannot be understood.
    """
    try:
        with warnings.catch_warnings(), book.path.open("rb") as stream:
            warnings.simplefilter("ignore")  # on drawings and rules that are not read anyway
            workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            yield SheetRows(workbook, book)
    except FileFault:
        raise
    except OSError as fault:
        raise unreadable("closed", fault.strerror or str(fault)) from fault
    except Exception as fault:  # the library raises whatever a broken part makes it stumble on
        raise unreadable("damaged", f"{type(fault).__name__}: {fault}"[:200]) from fault


class SheetRows:
    """The rows of a workbook's sheets, read as they are asked for."""

    def __init__(self, workbook: object, book: PackBook) -> None:
        self._workbook = workbook
        self._book = book

    @property
    def titles(self) -> list[str]:
        """The sheets, in their order."""
        return list(self._workbook.sheetnames)  # type: ignore[attr-defined]  # a Workbook

    def rows(
        self, sheet: str, top: int = 1, bottom: int | None = None, left: int = 1, right: int = 60
    ) -> Iterator[CellRow]:
        """Yield the values of a part of a sheet, row by row; blank rows between are there too."""
        found = self._workbook[sheet]  # type: ignore[index]  # a Workbook
        yield from found.iter_rows(
            min_row=top, max_row=bottom, min_col=left, max_col=right, values_only=True
        )

    def typed(self, sheet: str, top: int = 1, right: int = 60) -> Iterator[CellRow]:
        """Yield rows to the end of a sheet; a formula without a proper value as it was typed."""
        formulas = _unanswered(self._book, sheet)
        for number, row in enumerate(self.rows(sheet, top, None, 1, right), start=top):
            mine = formulas.get(number, {})
            yield tuple(mine.get(place, value) for place, value in enumerate(row))


def _unanswered(book: PackBook, sheet: str) -> dict[int, dict[int, str]]:
    """Return the formulas of a sheet that have no value or an error, by row and place.

    Who begins a comment with a minus, or lets another program save a link, has written one.
    """
    found: dict[int, dict[int, str]] = {}
    with zipfile.ZipFile(book.path) as package:
        root = _root(package, book.parts[sheet]) if sheet in book.parts else None
    for cell in root.iter("{*}c") if root is not None else ():
        formula, value = cell.find("{*}f"), cell.find("{*}v")
        if formula is None or not formula.text:
            continue
        if cell.get("t") == "e" or (cell.get("t") != "str" and not getattr(value, "text", None)):
            place, row = coordinate_to_tuple(str(cell.get("r")))[::-1]
            found.setdefault(row, {})[place - 1] = f"={formula.text}"
    return found
