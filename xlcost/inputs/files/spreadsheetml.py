"""SpreadsheetML of 2003: a workbook in one XML file, exported by the name .xls."""

from __future__ import annotations

import re
from pathlib import Path

from xlcost.dataset.limits import Limits
from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.cell_grid import CellGrid, plain
from xlcost.inputs.files.faults import Deadline, limit, unreadable
from xlcost.inputs.files.xml_events import BETWEEN, LONGEST, safe_parser, walk
from xlcost.values.marks import BOOLEAN, DATE, ERROR, MARK, NUMBER

SPACE = f"urn:schemas-microsoft-com:office:spreadsheet{BETWEEN}"
EXCEL = f"urn:schemas-microsoft-com:office:excel{BETWEEN}"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]+)?")
DEEPEST = 100


def read_spreadsheetml(path: Path, limits: Limits) -> list[CellGrid]:
    """Return the sheets of a workbook.

    Raises:
        FileFault: It cannot be read, or is past a limit.
    """
    reader = _Reader(limits)
    with open_bytes(path, limits.unpacked_bytes) as stream:
        walk(reader.parser, stream, limits, Deadline(limits.seconds))
    if not reader.is_workbook:
        raise unreadable("xml")
    return reader.sheets


class _Reader:
    """What was read of a workbook so far."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheets: list[CellGrid] = []
        self.is_workbook = False
        self.parser = safe_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._depth = 0
        self._cell: dict[str, str] | None = None
        self._kind = ""
        self._value = ""
        self._texts: list[str] | None = None
        self._length = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise unreadable("deep_xml", str(DEEPEST))
        local = name.removeprefix(SPACE)
        if local == "Workbook":
            self.is_workbook = True
        elif local == "Worksheet":
            if len(self.sheets) >= self.limits.sheets:
                raise limit("sheets", len(self.sheets) + 1, self.limits.sheets)
            self.sheets.append(CellGrid(attributes.get(f"{SPACE}Name", ""), self.limits))
        elif local == "Row" and self.sheets:
            self.sheets[-1].next_row(_place(attributes, "Index"))
        elif local == "Cell":
            self._cell, self._value = attributes, ""
        elif local == "Data" and self._cell is not None:
            self._kind = attributes.get(f"{SPACE}Type", "String")
            self._listen()
        elif name == f"{EXCEL}Visible":
            self._listen()

    def _listen(self) -> None:
        self._texts, self._length = [], 0
        self.parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST:
            raise limit("field", f"> {LONGEST:,}", LONGEST)
        if self._texts is not None:
            self._texts.append(text)

    def _heard(self) -> str:
        self.parser.CharacterDataHandler = None
        found, self._texts = "".join(self._texts or []), None
        return found

    def _end(self, name: str) -> None:
        self._depth -= 1
        local = name.removeprefix(SPACE)
        if local == "Data" and self._texts is not None:
            self._value = typed(self._kind, self._heard())
        elif name == f"{EXCEL}Visible" and self._texts is not None:
            if self._heard().strip() in ("SheetHidden", "SheetVeryHidden") and self.sheets:
                self.sheets[-1].hidden = True
        elif local == "Cell" and self._cell is not None:
            if self.sheets:
                across, down = (_span(self._cell, side) for side in ("MergeAcross", "MergeDown"))
                self.sheets[-1].add(self._value, across, down, _place(self._cell, "Index"))
            self._cell = None


def _place(attributes: dict[str, str], name: str) -> int | None:
    """Return a place from 0 that an attribute gives from 1, or None."""
    text = attributes.get(f"{SPACE}{name}", "")
    return int(text) - 1 if text.isascii() and text.isdecimal() and len(text) < 8 else None  # noqa: PLR2004 - beyond every sheet


def _span(attributes: dict[str, str], name: str) -> int:
    place = _place(attributes, name)
    return 0 if place is None else place + 1


def typed(kind: str, text: str) -> str:
    """Return a value as a cell of text, with the mark of its type."""
    bare = text.strip()
    if kind == "Number" and (number := plain(bare)) is not None:
        return NUMBER + number
    if kind == "DateTime" and DAY.fullmatch(bare):
        return DATE + bare.split(".")[0]
    if kind == "Boolean" and bare in ("0", "1"):
        return BOOLEAN + bare
    if kind == "Error":
        return ERROR + bare
    return text.replace("\0", "\ufffd").replace(MARK, "\ufffd")
