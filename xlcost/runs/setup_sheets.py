"""The sheets of a first settings workbook: what was found, for a person to go through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Finding
from xlcost.dataset.setting_keys import key_text
from xlcost.inputs.columns.outline import FileLook
from xlcost.inputs.met_codes import MetCodes
from xlcost.inputs.met_files import Headings
from xlcost.locales.words import Words
from xlcost.runs.setup_codes import codes_sheet
from xlcost.runs.setup_files import files_sheet
from xlcost.runs.setup_questions import to_do_sheet
from xlcost.runs.setup_words import words_sheet
from xlcost.workbook.settings_book import SetupSheet, settings_sheet

# Columns that a person may have to name, by input: those that figures hang on.
NAMED = {
    "ledger": ("account", "amount", "period", "date", "cost_centre"),
    "budget": ("account", "amount", "period", "cost_centre"),
    "activity": ("channel", "date", "offered", "handled", "abandoned"),
    "workforce": ("date", "team", "fte", "paid_hours"),
}


def first_sheets(
    raw: Mapping[str, Any],
    dataset: Dataset,
    codes: MetCodes,
    looks: Sequence[FileLook],
    word: Words,
    asked: Sequence[Finding],
) -> list[SetupSheet]:
    """Return the sheets, without those that have no row.

    Args:
        raw: What the settings say.
        dataset: What the folder says by them.
        codes: The codes, words and tables that were met.
        looks: What each file was taken for.
        word: The words of the language.
        asked: What is open.
    """
    sheets = [
        settings_sheet(raw, word, found_columns(raw, codes, word)),
        files_sheet(dataset, codes, looks, word),
        codes_sheet("accounts", codes, word),
        codes_sheet("cost_centres", codes, word),
        words_sheet(codes, dataset.settings, word),
        to_do_sheet(asked, word),
    ]
    return [sheet for sheet in sheets if sheet.rows]


def found_columns(raw: Mapping[str, Any], codes: MetCodes, word: Words) -> dict[str, str]:
    """Return the keys by which a person names a column, with the one that was found."""
    found: dict[str, str] = {}
    for name, usual in NAMED.items():
        tables = raw.get(name, [])
        tables = tables if isinstance(tables, list) else [tables]
        for place, table in enumerate(tables):
            if not isinstance(table, Mapping):
                continue
            before: tuple[str | int, ...] = (name, place) if len(tables) > 1 else (name,)
            known = _headings(name, table, codes)
            for column in usual:
                if column == "amount" and _has_several(table, known):
                    continue
                key = key_text((*before, "columns", column))
                heading = dict(known).get(column)
                said = "found" if heading else "not_found"
                found[key] = word.text(f"setup.{said}", heading=heading or "")
            for key in ("cost_is", "amount_unit", "date_order") if "amount" in usual else ():
                shown = key_text((*before, key))
                found[shown] = str(word.section("setup.input_meaning")[key])
    return found


def _has_several(table: Mapping[str, Any], known: Headings) -> bool:
    """Tell whether amounts stand in several columns: months, scenarios, or debit and credit."""
    return "amounts" in table or sum(name == "amount" for name, _ in known) > 1


def _headings(name: str, table: Mapping[str, Any], codes: MetCodes) -> Headings:
    """Return the headings of the first file of a table of the settings."""
    named = table.get("files", [])
    patterns = named if isinstance(named, list) else [named]
    for one in codes.files:
        mine = any(PurePath(one.file).match(str(pattern)) for pattern in patterns)
        if mine and one.input == name and table.get("sheet") in (None, one.sheet):
            return tuple(pair for pair in one.columns if not pair[1].startswith("= "))
    return ()
