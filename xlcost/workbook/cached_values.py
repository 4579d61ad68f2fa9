"""The parts of a workbook completed: the values that openpyxl leaves out, and its loose ends.

openpyxl writes formulas without values and charts without their points. Previewers, phones,
Protected View, pandas and `data_only=True` show what is cached and nothing else, so it is added
here. Texts are moved to sharedStrings, charts get their alternative text, the children of `<font>`
the order of the standard, and the times inside the file are fixed. `saving` hands on sheets that
are finished already; `complete` goes over a file that others have written in, too.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import BinaryIO

from lxml import etree
from openpyxl.utils import range_boundaries

from xlcost.report.model.expressions import ErrorValue, is_number
from xlcost.workbook.book import Caches, Plain
from xlcost.workbook.label_cells import label_from_cells
from xlcost.workbook.sheet_writer import typed, xml
from xlcost.workbook.strings import PART, Strings, declare, relate

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TERMS = "{http://purl.org/dc/terms/}"
_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
_AREA = re.compile(r"(?:'((?:[^']|'')+)'|(\w+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")
_LEVEL = 6  # of compression
_EARLIEST_ZIP = 1980


def complete(source: BinaryIO, target: BinaryIO, caches: Caches, created: datetime) -> None:
    """Copy a workbook that was written elsewhere, adding what openpyxl leaves out.

    Args:
        source: The workbook as openpyxl wrote it.
        target: Where the finished one goes.
        caches: The values of formulas and of the cells that charts draw.
        created: The time that every part of the file says.
    """
    work = Completion(caches, created)
    with zipfile.ZipFile(source) as old:
        write_parts({name: old.read(name) for name in old.namelist()}, target, work)


def write_parts(parts: Mapping[str, bytes], target: BinaryIO, work: Completion) -> None:
    """Write the parts of a workbook as a file, each completed, and the texts that they share."""
    year, *rest = work.created.timetuple()[:6]
    stamp = (year, *rest) if year >= _EARLIEST_ZIP else (_EARLIEST_ZIP, 1, 1, 0, 0, 0)
    completed = ((name, work.part(name, parts[name])) for name in sorted(parts, key=_order))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as file:
        for name, data in chain(completed, work.texts()):
            entry = zipfile.ZipInfo(name, stamp)  # type: ignore[arg-type]  # six numbers
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as if on Unix: the same bytes on every system
            file.writestr(entry, data)


def _order(name: str) -> tuple[bool, str, int]:
    """Return the place of a part: content types first, sheets and drawings by their number."""
    number = re.search(r"(\d+)\.xml", name)
    stem = re.sub(r"\d+(?=\.xml)", "", name)
    return name != "[Content_Types].xml", stem, int(number[1]) if number else 0


class Completion:
    """What is added to a workbook's parts, and what is carried from one to the next.

    Args:
        caches: The values of formulas and of the cells that charts draw.
        created: The time that every part of the file says.
        written: Whether the sheets are finished already.
    """

    def __init__(self, caches: Caches, created: datetime, *, written: bool = False) -> None:
        self._caches = caches
        self.created = created
        self._titles = list(caches.formulas)
        self._alternatives = iter(caches.alternatives)
        self.strings = Strings()
        self._rules: tuple[tuple[str, Callable[[etree._Element, str], None]], ...] = (
            *(() if written else ((r"xl/worksheets/sheet\d+\.xml", self._sheet),)),
            (r"xl/charts/chart\d+\.xml", self._chart),
            (r"xl/drawings/drawing\d+\.xml", self._drawing),
            (r"xl/styles\.xml", self._styles),
            (r"docProps/core\.xml", self._core),
            (r"\[Content_Types\]\.xml", lambda root, _: declare(root)),
            (r"xl/_rels/workbook\.xml\.rels", lambda root, _: relate(root)),
        )

    def part(self, name: str, data: bytes) -> bytes:
        """Return a part of the file as it should be."""
        for pattern, rule in self._rules:
            if re.fullmatch(pattern, name):
                root = etree.fromstring(data)
                rule(root, name)
                return xml(root)
        return data

    def _sheet(self, root: etree._Element, name: str) -> None:
        number = int(re.findall(r"\d+", name)[-1])
        cached = self._caches.formulas[self._titles[number - 1]]
        for cell in root.iter(f"{_MAIN}c"):
            if cell.get("t") == "inlineStr":
                self._move_text(cell)
            elif (formula := cell.find(f"{_MAIN}f")) is not None:
                for value in cell.findall(f"{_MAIN}v"):
                    cell.remove(value)
                _cache(cell, formula, cached[str(cell.get("r"))])

    def _move_text(self, cell: etree._Element) -> None:
        """Put an inline text among the shared ones."""
        text = "".join(str(part) for part in cell.itertext())
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "s")
        etree.SubElement(cell, f"{_MAIN}v").text = str(self.strings.number(text))

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """Yield the part that holds every text once; all sheets have to be done before."""
        yield PART, self.strings.part()

    def _chart(self, root: etree._Element, name: str) -> None:
        for kind in ("num", "str"):
            for reference in list(root.iter(f"{_CHART}{kind}Ref")):
                for old in reference.findall(f"{_CHART}{kind}Cache"):
                    reference.remove(old)
                formula = reference.find(f"{_CHART}f")
                assert formula is not None
                values = self._values(str(formula.text))
                formula.addnext(_chart_cache(kind, values))
        for code in root.iter(f"{_CHART}numFmt"):
            code.set("sourceLinked", "0")  # else a label shows the cell's format, not its own
        for axis in root.iter(f"{_CHART}catAx"):
            _hide_names(axis)
        for separator in root.iter(f"{_CHART}separator"):
            # The standard wants its text, openpyxl writes an attribute.
            separator.text = str(separator.attrib.pop("val"))
        number = int(re.findall(r"\d+", name)[-1])
        for labels in self._caches.labels.get(number - 1, ()):
            label_from_cells(root, labels)

    def _values(self, formula: str) -> list[Plain]:
        """Return the values of the cells that a chart's reference names."""
        values: list[Plain] = []
        for quoted, plain, area in _AREA.findall(formula):
            title = quoted.replace("''", "'") or plain
            left, top, right, bottom = range_boundaries(area)
            values += [
                self._caches.figures.get((title, row, column))
                for row in range(int(top or 1), int(bottom or 1) + 1)
                for column in range(int(left or 1), int(right or 1) + 1)
            ]
        return values

    def _drawing(self, root: etree._Element, _: str) -> None:
        for frame in root.iter(f"{_DRAWING}graphicFrame"):
            described = frame.find(f"{_DRAWING}nvGraphicFramePr/{_DRAWING}cNvPr")
            assert described is not None
            described.set("descr", next(self._alternatives))
            number = str(described.get("name")).rpartition(" ")[2]
            described.set("name", f"{self._caches.chart} {number}")
        for picture in root.iter(f"{_DRAWING}pic"):
            described = picture.find(f"{_DRAWING}nvPicPr/{_DRAWING}cNvPr")
            assert described is not None
            described.set("descr", self._caches.logo)

    def _styles(self, root: etree._Element, _: str) -> None:
        for font in root.iter(f"{_MAIN}font"):
            font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(_local(child)))

    def _core(self, root: etree._Element, _: str) -> None:
        text = self.created.strftime("%Y-%m-%dT%H:%M:%SZ")
        for name in ("created", "modified"):
            for element in root.iter(f"{_TERMS}{name}"):
                element.text = text


def _hide_names(axis: etree._Element) -> None:
    """Write that an axis names nothing where openpyxl, which lacks the word, wrote nothing."""
    if axis.find(f"{_CHART}tickLblPos") is None:
        before = axis.find(f"{_CHART}majorTickMark")
        assert before is not None
        after = axis.find(f"{_CHART}minorTickMark")
        (before if after is None else after).addnext(
            etree.Element(f"{_CHART}tickLblPos", val="none")
        )


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _cache(cell: etree._Element, formula: etree._Element, value: Plain) -> None:
    """Write a formula's value behind it."""
    kind, text = typed(value)
    if kind:
        cell.set("t", kind)
    else:
        cell.attrib.pop("t", "")
    element = etree.Element(f"{_MAIN}v")
    element.text = text
    formula.addnext(element)


def _chart_cache(kind: str, values: list[Plain]) -> etree._Element:
    cache = etree.Element(f"{_CHART}{kind}Cache")
    if kind == "num":
        etree.SubElement(cache, f"{_CHART}formatCode").text = "General"
    etree.SubElement(cache, f"{_CHART}ptCount", val=str(len(values)))
    for number, value in enumerate(values):
        text = _point(kind, value)
        if text is not None:
            point = etree.SubElement(cache, f"{_CHART}pt", idx=str(number))
            etree.SubElement(point, f"{_CHART}v").text = text
    return cache


def _point(kind: str, value: Plain) -> str | None:
    """Return a chart point's text; a gap where a number is wanted and there is none."""
    if kind == "str":
        text = value.code if isinstance(value, ErrorValue) else value
        return None if text is None else str(text)
    return repr(value) if is_number(value) else None
