"""The sheet Channels and outcomes: each word that was met, and what it counts as."""

from __future__ import annotations

from collections.abc import Mapping

from xlcost.dataset.schema import INPUTS, Kind
from xlcost.dataset.service_settings import LEAVE_OUT
from xlcost.dataset.setting_cells import Cell
from xlcost.dataset.settings import Settings
from xlcost.inputs.contacts.counted_as import said
from xlcost.inputs.contacts.met_words import MetWord
from xlcost.inputs.met_codes import MetCodes
from xlcost.locales.words import Words
from xlcost.workbook.settings_book import SetupColumn, SetupSheet

COLUMNS = {"what": 12.0, "word": 34.0, "counts_as": 30.0, "rows": 12.0, "origin": 26.0}
_WAYS = ("inbound", "outbound", LEAVE_OUT)
Row = dict[str, Cell]


def words_sheet(codes: MetCodes, settings: Settings, word: Words) -> SetupSheet:
    """Return every word of channels, directions and outcomes, the most frequent of each first."""
    rows = words_rows(codes, settings, word)
    channels = tuple(dict.fromkeys(_spelled(codes).values()))
    choices = {}
    for place, one in enumerate(codes.words):
        if found := _choices(one, channels, word):
            choices[place, list(COLUMNS).index("counts_as")] = found
    cells = [[row.get(one) for one in COLUMNS] for row in rows.values()]
    columns = list(words_columns(word).values())
    return SetupSheet(word.text("setup.sheets.words"), columns, cells, choices)


def words_columns(word: Words) -> dict[str, SetupColumn]:
    """Return the columns of the sheet, by their names."""
    helps = word.section("setup.help")
    return {
        one: SetupColumn(
            word.text(f"setup.columns.{one}"), width, one == "counts_as", (), helps.get(one, "")
        )
        for one, width in COLUMNS.items()
    }


def words_rows(codes: MetCodes, settings: Settings, word: Words) -> dict[tuple[str, str], Row]:
    """Return the cells of each word."""
    spelled = _spelled(codes)
    return {
        (one.column, one.text): {
            "what": word.text(f"setup.what.{one.column}"),
            "word": one.text,
            "counts_as": _shown(one, spelled, word),
            "rows": one.rows or None,
            "origin": word.text(_origin(one, settings)),
        }
        for one in codes.words
    }


def _spelled(codes: MetCodes) -> dict[str, str]:
    """Return what each channel is called in the report."""
    from xlcost.values.contact_words import one_word  # noqa: PLC0415 - only where there are any

    names = [one.text for one in codes.words if one.column == "channel"]
    return one_word(dict.fromkeys(names, 0.0))


def _shown(one: MetWord, spelled: dict[str, str], word: Words) -> Cell:
    if one.column == "channel":
        return one.counts_as or spelled.get(one.text, one.text)
    measures = [text for text in one.counts_as.split(", ") if text]
    if one.column == "direction" and one.counts_as not in _WAYS:
        return None  # a direction that is neither in nor out is a question
    return ", ".join(word.section("setup.counts").get(text, text) for text in measures) or None


def _origin(one: MetWord, settings: Settings) -> str:
    words = settings.words
    own: dict[str, Mapping[str, object]] = {
        "channel": words.channels,
        "direction": words.directions,
        "outcome": words.outcomes,
    }
    if said(own[one.column], one.text):
        return "setup.from_settings"
    known = one.counts_as in _WAYS if one.column == "direction" else bool(one.counts_as)
    return "setup.from_words" if known or one.column == "channel" else "setup.from_nobody"


def _choices(one: MetWord, channels: tuple[str, ...], word: Words) -> tuple[str, ...]:
    """Return what a word may count as; the channels are those of the report."""
    shown = word.section("setup.counts")
    if one.column == "channel":
        return (*channels, shown[LEAVE_OUT])
    if one.column == "direction":
        return tuple(shown[way] for way in _WAYS)
    counts = INPUTS["activity"].of_kind(Kind.COUNT)
    return tuple(text for name, text in shown.items() if name in (*counts, LEAVE_OUT))
