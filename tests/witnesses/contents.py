"""The formulas of a workbook against the rule: of cells, colours, inputs and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet
from witnesses.rules import ANYTHING, BLANK, BOOLEAN, NUMBER, TEXT, Kinds, faults

from xlcost.addin import vba
from xlcost.catalogue.families import catalogue

_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!")
_TABLE = re.compile(r"(\w+)\[(.+)\]")
_ESCAPE = re.compile(r"'(['\[\]#@])")


class Contents:
    """A workbook: its formulas, and what its cells hold."""

    def __init__(self, file: Path) -> None:
        self._formulas = openpyxl.load_workbook(file, keep_vba=False)
        self._values = openpyxl.load_workbook(file, data_only=True, keep_vba=False)
        self._known: dict[tuple[str, str], Kinds] = {}
        self._own = {name for metric in catalogue() for name in metric.excel_names}
        self._own.add(vba.STATUS)

    def faults(self) -> list[str]:
        """Return what the rule says of every formula, each sentence with its place."""
        found = []
        for place, sheet, formula, array in self._all():
            for fault in faults(formula, self._holding(sheet), array=array, own=self._own):
                found.append(f"{place} {formula}: {fault}")  # noqa: PERF401 - reads better
        return found

    def count(self) -> int:
        """Return how many formulas there are."""
        return sum(1 for _ in self._all())

    def _all(self) -> Iterator[tuple[str, str, str, bool]]:
        for sheet in self._formulas.worksheets:
            yield from _of_cells(sheet)
            for area in sheet.conditional_formatting:
                for rule in area.rules:
                    for text in rule.formula:
                        yield f"a rule of {sheet.title}!{area.sqref}", sheet.title, f"={text}", True
            for one in sheet.data_validations.dataValidation:
                for text in (one.formula1, one.formula2):
                    if text:
                        yield (
                            f"an input of {sheet.title}!{one.sqref}",
                            sheet.title,
                            f"={text}",
                            True,
                        )
        for name, one in self._formulas.defined_names.items():
            yield f"the name {name}", "", f"={one.attr_text}", True

    def _holding(self, sheet: str) -> Any:
        def holds(reference: str) -> Kinds:
            key = sheet, reference
            if key not in self._known:
                self._known[key] = self._look(sheet, reference)
            return self._known[key]

        return holds

    def _look(self, sheet: str, reference: str) -> Kinds:
        """Return what the cells of a reference hold; anything where it is none that we know."""
        title, area = sheet, reference
        if found := _SHEET.match(reference):
            title = (found[1] or found[2]).replace("''", "'")
            area = reference[found.end() :]
        elif found := _TABLE.fullmatch(reference):
            return self._column(found[1], _ESCAPE.sub(r"\1", found[2]))
        elif reference in self._values.defined_names:
            target = self._values.defined_names[reference].attr_text
            return self._look(sheet, target) if "!" in target else frozenset((TEXT,))
        try:
            left, top, right, bottom = range_boundaries(area.replace("$", ""))
        except ValueError:
            return ANYTHING
        rows = self._values[title].iter_rows(
            min_col=left, min_row=top, max_col=right, max_row=bottom, values_only=True
        )
        return frozenset(kind for row in rows for value in row if (kind := _kind(value)))

    def _column(self, table: str, column: str) -> Kinds:
        sheet, found = self._tables[table]
        left, top, right, bottom = (int(one or 1) for one in range_boundaries(found.ref))
        names = [sheet.cell(top, at).value for at in range(left, right + 1)]
        at = left + names.index(column)
        rows = sheet.iter_rows(
            min_col=at, max_col=at, min_row=top + 1, max_row=bottom, values_only=True
        )
        return frozenset(kind for (value,) in rows if (kind := _kind(value)))

    @cached_property
    def _tables(self) -> dict[str, tuple[Worksheet, Any]]:
        return {
            table.name: (sheet, table)
            for sheet in self._values.worksheets
            for table in sheet.tables.values()
        }


def _of_cells(sheet: Worksheet) -> Iterator[tuple[str, str, str, bool]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                value = cell.value
                array = isinstance(value, ArrayFormula)
                text = str(value.text if isinstance(value, ArrayFormula) else value)
                yield f"{sheet.title}!{cell.coordinate}", sheet.title, text, array


def _kind(value: Any) -> str:
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, str):
        return "" if re.fullmatch(r"#[A-Z/0!?]+", value) else TEXT
    return NUMBER
