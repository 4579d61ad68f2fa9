"""The sheets of a first settings workbook: what was found, for a person to go through."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Finding, Severity
from xlcost.dataset.setting_cells import Cell
from xlcost.dataset.understood import understood
from xlcost.inputs.met_codes import MetCodes
from xlcost.locales.words import Words
from xlcost.values.labour import is_labour
from xlcost.workbook.settings_book import SetupColumn, SetupSheet

_ACCOUNT = (
    ("account", 12.0, False),
    ("name", 30.0, True),
    ("line", 26.0, True),
    ("category", 20.0, True),
    ("kind", 10.0, True),
    ("labour", 9.0, True),
    ("customer_service", 14.0, True),
    ("behaviour", 12.0, True),
    ("channel", 12.0, True),
    ("driver", 14.0, True),
    ("recurring", 12.0, True),
)
_CENTRE = (
    ("cost_centre", 12.0, False),
    ("name", 30.0, True),
    ("customer_service", 14.0, True),
    ("site", 16.0, True),
    ("entity", 16.0, True),
    ("manager", 20.0, True),
    ("active_from", 12.0, True),
    ("active_to", 12.0, True),
)
_CHOICES = {
    "kind": ("cost", "income", "balance"),
    "labour": ("yes", "no"),
    "behaviour": ("fixed", "variable", "step"),
    "recurring": ("yes", "no"),
}


def accounts_sheet(codes: MetCodes, word: Words) -> SetupSheet:
    """Return every account of the ledger and the budget, the one with the most money first."""
    return _codes_sheet("accounts", _ACCOUNT, codes.accounts.to_dict("records"), codes, word)


def cost_centres_sheet(codes: MetCodes, word: Words) -> SetupSheet:
    """Return every cost centre of the ledger and the budget, the one with the most money first."""
    rows = [row for row in codes.cost_centres.to_dict("records") if row["cost_centre"]]
    return _codes_sheet("cost_centres", _CENTRE, rows, codes, word)


def _codes_sheet(
    name: str,
    columns: Sequence[tuple[str, float, bool]],
    rows: Iterable[Mapping[Any, Any]],
    codes: MetCodes,
    word: Words,
) -> SetupSheet:
    key = columns[0][0]
    ordered = sorted(rows, key=lambda row: (-abs(float(row["amount"])), str(row[key])))
    cells: list[list[Cell]] = []
    for row in ordered:
        said: dict[str, Cell] = {one: _shown(row.get(one)) for one, _, _ in columns}
        for one in _CHOICES.keys() & said.keys():
            said[one] = _word(said[one], word)
        from_where = word.text("setup.from_list") if row[key] in codes.listed[name] else ""
        if name == "accounts":
            from_where = from_where or _origin(row, word)
            said["labour"] = said["labour"] or _word(_labour(row), word)
        sums: list[Cell] = [round(float(row["amount"]), 2), int(row["rows"])]
        cells.append([*said.values(), *sums, from_where or word.text("setup.from_nobody")])
    heads = [
        SetupColumn(heading(name, one, word), width, is_input, _choices(one, word))
        for one, width, is_input in columns
    ]
    heads += [
        SetupColumn(word.text("setup.columns.last_year"), 18),
        SetupColumn(word.text("setup.columns.postings"), 10),
        SetupColumn(word.text("setup.columns.origin"), 30),
    ]
    return SetupSheet(word.text(f"setup.sheets.{name}"), heads, cells)


def _origin(row: Mapping[Any, Any], word: Words) -> str:
    """Return where the line of an account is from that no list has, or ""."""
    if row["chart"]:
        return word.text("setup.from_chart", chart=row["chart"])
    return word.text("setup.from_ledger") if row["line"] else ""


def _choices(column: str, word: Words) -> tuple[str, ...]:
    """Return the words that a column may hold, in a language."""
    return tuple(word.text(f"setup.words.{one}") for one in _CHOICES.get(column, ()))


def _word(value: Cell, word: Words) -> Cell:
    known = {one for choices in _CHOICES.values() for one in choices}
    return word.text(f"setup.words.{value}") if value in known else value


def _shown(value: object) -> Cell:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    return None if missing else str(value) or None


def _labour(row: Mapping[Any, Any]) -> Cell:
    """Return whether an account is labour, as the report would take it where nobody says it."""
    if row["kind"] != "cost":
        return None
    said = (str(row.get(name) or "") for name in ("driver", "line", "name"))
    return "yes" if is_labour("", *said) else "no"


def heading(input_name: str, column: str, word: Words) -> str:
    """Return the heading by which a column of an input is known, in the words of a language."""
    sections = word.section("aliases")
    for section in (input_name, "any"):
        names = sections.get(section, {}).get(column)
        if names:
            return str(names[0])
    return column


def files_sheet(dataset: Dataset, word: Words) -> SetupSheet:
    """Return each file that was read, as what, with its rows and its total."""
    titles = ("input", "file", "sheet", "rows", "used", "left_out", "total", "understood")
    widths = (16.0, 34.0, 20.0, 10.0, 10.0, 10.0, 18.0, 60.0)
    columns = [
        SetupColumn(word.text(f"setup.columns.{title}"), width)
        for title, width in zip(titles, widths, strict=True)
    ]
    rows: list[list[Cell]] = []
    for source in dataset.facts.sources:
        total = None if source.total is None else float(source.total)
        seen = understood(word, source.detected)
        shown = word.text(f"report.inputs.{source.input}")
        rows.append(
            [shown, PurePath(source.file).name, source.sheet or None, source.rows_read,
             source.rows_used, source.rows_left_out, total, seen or None]
        )  # fmt: skip
    return SetupSheet(word.text("setup.sheets.files"), columns, rows)


def to_do_sheet(findings: Sequence[Finding], word: Words) -> SetupSheet:
    """Return what is open, the gravest and the most money first."""
    columns = [
        SetupColumn(word.text("setup.columns.severity"), 12),
        SetupColumn(word.text("setup.columns.question"), 110),
        SetupColumn(word.text("setup.columns.amount"), 18),
    ]
    rows: list[list[Cell]] = []
    for finding in findings:
        amount = float(finding.amount) if finding.amount else None
        severity = word.text(f"report.severity.{finding.severity}")
        rows.append([severity, finding.sentence(word.language), amount])
    return SetupSheet(word.text("setup.sheets.to_do"), columns, rows)


def questions(dataset: Dataset) -> list[Finding]:
    """Return the errors and warnings of a folder, the gravest and the most money first."""
    grave = [Severity.ERROR, Severity.WARNING]
    asked = [finding for finding in dataset.findings if finding.severity in grave]
    return sorted(
        asked,
        key=lambda one: (grave.index(one.severity), -abs(float(one.amount or 0)), -one.rows),
    )
