"""The sheets Accounts and Cost centres: each code that was met, what it is, and who says so."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from xlcost.dataset.setting_cells import Cell
from xlcost.dataset.settings import BOOK_NAME
from xlcost.inputs.charts.chart import NEUTRAL, chart
from xlcost.inputs.charts.lines import ChartLine
from xlcost.inputs.met_codes import MetCodes
from xlcost.locales.words import Words
from xlcost.values.labour import is_labour
from xlcost.workbook.settings_book import SetupColumn, SetupSheet

Row = dict[str, Cell]  # column → cell
KEYS = {"accounts": "account", "cost_centres": "cost_centre"}
_COLUMNS: dict[str, dict[str, float]] = {  # of an input, with the widths
    "accounts": {
        "account": 12.0, "name": 30.0, "line": 26.0, "category": 20.0, "kind": 11.0,
        "labour": 10.0, "customer_service": 13.0, "behaviour": 11.0, "channel": 12.0,
        "driver": 12.0, "recurring": 11.0,
    },
    "cost_centres": {
        "cost_centre": 12.0, "name": 30.0, "customer_service": 14.0, "site": 16.0, "entity": 16.0,
        "manager": 20.0, "active_from": 12.0, "active_to": 12.0,
    },
}  # fmt: skip
MORE = {"last_year": 17.0, "postings": 11.0, "origin": 28.0, "proposal": 36.0}
_SHARES = ("yes", "no", "25 %", "50 %", "75 %")
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("cost", "income", "balance", "financial"),
    "labour": ("yes", "no"),
    "behaviour": ("fixed", "variable", "step"),
    "recurring": ("yes", "no"),
}


def codes_sheet(name: str, codes: MetCodes, word: Words) -> SetupSheet:
    """Return every account or cost centre, the one with the most money first.

    Args:
        name: "accounts" or "cost_centres".
        codes: What was met.
        word: The words of the language.
    """
    columns = codes_columns(name, codes, word)
    rows = [[row.get(one) for one in columns] for row in codes_rows(name, codes, word).values()]
    return SetupSheet(word.text(f"setup.sheets.{name}"), list(columns.values()), rows)


def codes_columns(name: str, codes: MetCodes, word: Words) -> dict[str, SetupColumn]:
    """Return the columns of a sheet of codes, by their names."""
    key = KEYS[name]
    helps = word.section("setup.help")
    found = {
        one: SetupColumn(
            heading(name, one, word),
            width,
            one != key,
            _choices(one, codes, word),
            helps.get(one, ""),
        )
        for one, width in _COLUMNS[name].items()
    }
    more = {k: w for k, w in MORE.items() if k != "proposal" or name == "accounts"}
    return found | {
        one: SetupColumn(word.text(f"setup.columns.{one}"), width) for one, width in more.items()
    }


def codes_rows(name: str, codes: MetCodes, word: Words) -> dict[str, Row]:
    """Return the cells of each code, the one with the most money first."""
    key = KEYS[name]
    frame = codes.accounts if name == "accounts" else codes.cost_centres
    records = [row for row in frame.to_dict("records") if row[key]]
    ordered = sorted(records, key=lambda row: (-abs(float(row["amount"])), str(row[key])))
    return {str(row[key]): _row(name, row, codes, word) for row in ordered}


def _row(name: str, row: Mapping[Any, Any], codes: MetCodes, word: Words) -> Row:
    code = str(row[KEYS[name]])
    said: Row = {one: _shown(row.get(one)) for one in _COLUMNS[name]}
    said["origin"] = _origin(name, code, row, codes, word)
    if name == "accounts":
        if said["labour"] is None and (labour := _labour(row)):
            said["labour"] = labour
            if said["line"]:
                said["origin"] = word.text("setup.from_line", origin=str(said["origin"]))
        if not said["line"]:
            said["kind"] = None if said["kind"] == "cost" else said["kind"]
            said["proposal"] = _proposal(code, row, codes, word)
    for one in CHOICES.keys() & said.keys():
        said[one] = _word(said[one], word)
    said["last_year"] = round(float(row["amount"]), 2)
    said["postings"] = int(row["rows"])
    return said


def _origin(name: str, code: str, row: Mapping[Any, Any], codes: MetCodes, word: Words) -> str:
    """Return where what stands in a row is from."""
    listed = codes.listed[name].get(code)
    if listed and listed != BOOK_NAME:
        return word.text("setup.from_list", file=PurePath(listed).name)
    if row.get("chart"):
        return word.text("setup.from_chart", chart=row["chart"])
    own = codes.own.accounts if name == "accounts" else codes.own.centres
    if own.get(code):
        return word.text("setup.from_ledger")
    return word.text("setup.from_nobody")


def _proposal(code: str, row: Mapping[Any, Any], codes: MetCodes, word: Words) -> Cell:
    """Return what a chart or the name would say of an account that nobody has mapped.

    It stands beside the cells and not in them: a guess enters no figure before a person says so.
    """
    line = codes.choice.line(code) if codes.choice.chart else None
    if line is not None and codes.choice.chart is not None:
        where = word.text("setup.from_chart", chart=codes.choice.chart.key)
        return _proposed(line, where, word)
    name = str(row.get("name") or code)
    line = chart(NEUTRAL).of_name(name)
    return _proposed(line, word.text("setup.from_names"), word) if line else None


def _proposed(line: ChartLine, where: str, word: Words) -> str:
    said = (line.names[word.language], line.categories[word.language])
    kind = word.text(f"setup.words.{line.kind}")
    return f"{' / '.join(said)}, {kind} ({where})"


def _choices(column: str, codes: MetCodes, word: Words) -> tuple[str, ...]:
    """Return the words that a column may hold, in a language."""
    if column == "customer_service":
        known = {"yes", "no"}
        return tuple(word.text(f"setup.words.{s}") if s in known else s for s in _SHARES)
    if column == "channel":
        return tuple(
            dict.fromkeys(o.counts_as or o.text for o in codes.words if o.column == column)
        )
    return tuple(word.text(f"setup.words.{one}") for one in CHOICES.get(column, ()))


def _word(value: Cell, word: Words) -> Cell:
    known = {one for choices in CHOICES.values() for one in choices}
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
    # A code is called what ledgers call it, everything else what its list does.
    places = ("any", input_name) if column == KEYS.get(input_name) else (input_name, "any")
    for section in places:
        names = sections.get(section, {}).get(column)
        if names:
            return str(names[0])
    return column
