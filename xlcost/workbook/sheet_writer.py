"""One sheet as openpyxl writes it, its cells in one pass: with cached values, texts shared.

openpyxl writes formulas without values, and every cell as elements of XML. Here a sheet's cells are
written as text; all that stands before and after them is openpyxl's own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lxml import etree
from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.report.model.expressions import ErrorValue
from xlcost.workbook.book import Plain
from xlcost.workbook.strings import Strings, escaped
from xlcost.workbook.texts import xml_text

_NO_CELLS = b"<sheetData/>"  # nowhere else, as no text and no attribute has a bare "<"


class SheetWriter(WorksheetWriter):
    """Writes one sheet; comments, rich texts and arrays, which no sheet of ours has, it does not.

    Args:
        sheet: The sheet.
        cached: The value of each formula, by its address.
        strings: The texts of the workbook.
        styles: The number of each look, as far as they are known.
    """

    def __init__(
        self, sheet: Worksheet, cached: Mapping[str, Plain], strings: Strings, styles: LookNumbers
    ) -> None:
        self._written = io.BytesIO()
        super().__init__(sheet, self._written)
        self._sheet: Any = sheet  # the stubs know no hyperlinks of it
        self._cached = cached
        self._strings = strings
        self._styles = styles
        self._rows = ""

    def part(self) -> bytes:
        """Write the sheet and return it."""
        self.write()
        frame = xml(etree.fromstring(self._written.getvalue()))
        before, found, after = frame.partition(_NO_CELLS)
        assert found
        if not self._rows:
            return frame
        return b"".join((before, b"<sheetData>", self._rows.encode(), b"</sheetData>", after))

    def write_rows(self) -> None:
        """Keep the rows as text, and leave a mark where they belong."""
        self._rows = "".join(self._each_row())
        stream: Any = self.xf.send(True)
        with stream.element("sheetData"):
            pass
        self.xf.send(None)

    def write_dimensions(self) -> None:
        """Write which cells there are, as openpyxl's own method does."""
        cells = self._sheet._cells  # noqa: SLF001  # where openpyxl keeps them
        rows, columns = {row for row, _ in cells} or {1}, {column for _, column in cells} or {1}
        first, last = (f"{get_column_letter(of(columns))}{of(rows)}" for of in (min, max))
        self.xf.send(SheetDimension(f"{first}:{last}").to_tree())

    def _each_row(self) -> Iterator[str]:
        rows: dict[int, list[tuple[int, Any]]] = {}
        for (row, column), cell in self._sheet._cells.items():  # noqa: SLF001  # as above
            rows.setdefault(row, []).append((column, cell))
        for row in self._sheet.row_dimensions.keys() - rows.keys():
            rows[row] = []
        letters = _Letters()
        for number in sorted(rows):
            cells = sorted(rows[number])  # no two are of one column
            written = [self._cell(cell, f"{letters[column]}{number}") for column, cell in cells]
            yield f'<row r="{number}"{self._height(number)}'
            yield f">{''.join(written)}</row>" if any(written) else "/>"

    def _height(self, number: int) -> str:
        """Return what is said of a row."""
        dimensions = self._sheet.row_dimensions
        if number not in dimensions:
            return ""
        row = dimensions[number]
        if row.outlineLevel or row.hidden or row.collapsed or row.has_style:
            return "".join(f' {name}="{value}"' for name, value in dict(row).items())
        return f' ht="{row.ht:.16g}" customHeight="1"' if row.ht else ""

    def _cell(self, cell: Any, address: str) -> str:
        kind, value = cell.data_type, cell._value  # noqa: SLF001  # as openpyxl's own writer reads them
        if cell.hyperlink:
            self._sheet._hyperlinks.append(cell.hyperlink)  # noqa: SLF001  # as above
        look = self._styles.number(cell._style)  # noqa: SLF001  # as above
        if value is None:
            return f'<c r="{address}"{look} t="n"/>' if look else ""
        if kind == "s":
            return f'<c r="{address}"{look} t="s"><v>{self._strings.number(value)}</v></c>'
        if kind == "f":
            return self._formula(address, look, value)
        if kind == "d":
            kind, value = "n", to_excel(value, self._sheet.parent.epoch)  # type: ignore[no-untyped-call]  # openpyxl has no type here
        text = value if isinstance(value, str) else safe_string(value)
        inner = f"<v>{xml_text(text)}</v>" if text else "<v/>"  # what is no number
        return f'<c r="{address}"{look} t="{kind}">{inner}</c>'

    def _formula(self, address: str, look: str, value: str) -> str:
        kind, text = typed(self._cached[address])
        typed_as = f' t="{kind}"' if kind else ""
        formula = xml_text(value[1:])
        return f'<c r="{address}"{look}{typed_as}><f>{formula}</f><v>{xml_text(text)}</v></c>'


class _Letters(dict[int, str]):
    """The letters of columns, found when they are asked for."""

    def __missing__(self, column: int) -> str:
        """Find the letters of one more."""
        self[column] = letters = get_column_letter(column)
        return letters


class LookNumbers:
    """The numbers of looks, as a cell names them; cells that look alike share one record.

    Args:
        known: openpyxl's list of the looks of a workbook.
    """

    def __init__(self, known: Any) -> None:
        self._known = known
        self._texts: dict[int, tuple[object, str]] = {}  # with the record, so that it lives on

    def number(self, style: Any) -> str:
        """Return the attribute of a look; nothing for a cell that has none."""
        found = self._texts.get(id(style))
        if found is None:
            has_one = style is not None and any(style)
            found = style, f' s="{self._known.add(style)}"' if has_one else ""
            self._texts[id(style)] = found
        return found[1]


def typed(value: Plain) -> tuple[str, str]:
    """Return a formula's value: its cell type and its text in the file."""
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, ErrorValue):
        return "e", value.code
    if isinstance(value, str):
        return "str", escaped(value)
    if isinstance(value, date):
        return "", repr(to_excel(value))  # type: ignore[no-untyped-call]  # openpyxl has no type here
    return "", "0" if value is None else repr(value)


def xml(root: etree._Element) -> bytes:
    """Return a part of a workbook."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
