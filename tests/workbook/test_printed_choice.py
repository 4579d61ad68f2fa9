"""What is printed: the pages that everybody gets, all of them, or a company's own choice."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import hand_made
import openpyxl
import pytest
from hand_made import HandMade, company
from openpyxl.workbook import Workbook

from xlcost.dataset.settings import parse_settings
from xlcost.errors import SettingsError
from xlcost.outputs.pdf import _hiding
from xlcost.report.build import build
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.spec import Pages, Report
from xlcost.workbook.render import write_workbook

USUAL = [
    "summary", "opex_lines", "cost_centres", "bridge", "unit_cost", "forecast", "commentary",
    "about",
]  # fmt: skip


def _chosen(*sheets: str) -> HandMade:
    return replace(company(), settings=hand_made.settings(sheets=list(sheets)))


def _report(dataset: HandMade, pages: Pages = "short") -> Report:
    return build(dataset, created="2026-11-05T08:00:00Z", version="0", pages=pages)  # type: ignore[arg-type]  # a made company is read as a dataset


def _book(report: Report, path: Path) -> Workbook:
    write_workbook(report, evaluate(report), path)
    return openpyxl.load_workbook(path)


def test_eight_sheets_are_for_everybody() -> None:
    """Without a choice, eight sheets are printed for everybody, and none is hidden."""
    sheets = _report(company()).sheets
    assert [sheet.key for sheet in sheets if sheet.printed] == USUAL
    assert not any(sheet.hidden for sheet in sheets)


def test_the_print_area_is_the_part_for_everybody(tmp_path: Path) -> None:
    """By default a sheet is printed down to its essential part, and with `full` to its end."""
    short = _book(_report(company()), tmp_path / "short.xlsx")
    full = _book(_report(company(), "full"), tmp_path / "full.xlsx")
    for title, last in (("OpEx by line", "OpEx less income"), ("About", "Approved by")):
        area = str(short[title].print_area)
        assert short[title].cell(int(area.rpartition("$")[2]), 1).value == last
        assert not full[title].print_area


def test_an_own_choice_is_shown_in_its_order_and_the_rest_is_hidden(tmp_path: Path) -> None:
    """Chosen sheets come first, by key or title; the others are hidden, and About names them."""
    report = _report(_chosen("about", "Summary", "prognose"))
    assert [one.key for one in report.sheets if not one.hidden] == ["about", "summary", "forecast"]
    assert all(one.printed for one in report.sheets[:3])
    said = [getattr(block, "text", "") for block in report.sheets[0].blocks]
    assert any("Hidden" in text and "OpEx by line" in text for text in said)
    book = _book(report, tmp_path / "chosen.xlsx")
    states = {sheet.title: sheet.sheet_state for sheet in book}
    assert list(states)[:3] == ["About", "Summary", "Forecast"]
    assert {name for name, state in states.items() if state == "visible"} == {*list(states)[:3]}
    links = [cell.hyperlink.location for row in book["Summary"] for cell in row if cell.hyperlink]
    assert links
    assert not any("OpEx by line" in str(link) for link in links)
    whole = evaluate(_report(company()))
    assert (
        evaluate(report).items()
        >= {
            address: value for address, value in whole.items() if address[0] in ("opex", "forecast")
        }.items()
    )


def test_a_choice_of_nothing_that_is_there_shows_summary() -> None:
    """A workbook has a sheet to see, whatever the data lack."""
    assert [one.key for one in _report(_chosen("staffing")).sheets if not one.hidden] == ["summary"]


def test_an_unknown_sheet_is_refused() -> None:
    """A name that no sheet has is told with the nearest that one has."""
    with pytest.raises(SettingsError, match=r"'forcast'.*forecast"):
        parse_settings({"report": {"sheets": ["forcast"]}})


def test_what_is_not_printed_is_hidden_in_the_copy(tmp_path: Path) -> None:
    """The copy that becomes a PDF hides the sheets that are left out, and forgets their areas."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Kept"
    for title in ("Left", "Also kept"):
        book.create_sheet(title).print_area = "A1:B2"
    path = tmp_path / "book.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as file:
        told = _hiding(file.read("xl/workbook.xml"), ["Left"]).decode()
    assert told.count('state="hidden"') == 1
    assert told.index('name="Left"') < told.index('state="hidden"') < told.index('name="Also kept"')
    assert told.count("Print_Area") == 1
    assert "'Also kept'!" in told
