"""The slides: a message each, the workbook's figures, native charts, letters that can be read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hand_made import company
from pptx import Presentation
from pptx.util import Pt
from told import Told, enlarged, told_of

from xlcost.briefing.shown_cells import ShownCells
from xlcost.briefing.slide_plans import SlidePlan, SlidePlans
from xlcost.briefing.slides import slides
from xlcost.locales.words import words
from xlcost.report.model.spec import Grid
from xlcost.workbook.theme import DEFAULT

_MADE: dict[str, bytes] = {}


def made(told: Told) -> bytes:
    """Return the slides of a report, made once."""
    key = told.report.language
    if key not in _MADE:
        _MADE[key] = slides(told.report, told.values, DEFAULT, "pack.xlsx")
    return _MADE[key]


def deck(content: bytes) -> Any:
    """Return slides as a program reads them."""
    return Presentation(io.BytesIO(content))


def plans(told: Told) -> list[SlidePlan]:
    """Return what the slides are to say."""
    shown = ShownCells(told.report, told.values)
    return SlidePlans(shown, words(told.report.language)).plans()


def texts(shape: Any) -> str:
    """Return all words of a slide's shape."""
    if shape.has_table:
        return "\n".join(cell.text for row in shape.table.rows for cell in row.cells)
    return str(shape.text_frame.text) if shape.has_text_frame else ""


def test_there_are_five_slides_and_each_title_is_a_message(told: Told) -> None:
    """Summary, lines, bridge, forecast and unit cost; the first says what the report says first."""
    found = deck(made(told))
    titles = [slide.shapes.title.text_frame.text for slide in found.slides]
    assert len(titles) == 5
    assert told.report.message[0].startswith(titles[0])
    assert all(len(title.split()) > 4 for title in titles)
    for slide, plan in zip(found.slides, plans(told), strict=True):
        foot = "\n".join(texts(shape) for shape in slide.shapes)
        assert "pack.xlsx" in foot
        assert plan.sheet in foot


def test_every_figure_of_a_table_is_the_workbook_s(told: Told) -> None:
    """Each cell of each table says what its cell of the workbook shows."""
    compared = 0
    for slide, plan in zip(deck(made(told)).slides, plans(told), strict=True):
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        assert len(tables) == len(plan.tables)
        for grid, table in zip(sorted(plan.tables, key=_place(plan)), tables, strict=True):
            for row in list(table.rows)[1:]:
                compared += _same(told, grid, [cell.text for cell in row.cells])
    assert compared > 60


def _place(plan: SlidePlan) -> Any:
    return plan.tables.index


def _same(told: Told, grid: Grid, cells: list[str]) -> int:
    """Hold that a row of a table is a row of the workbook; return how many figures it has."""
    keys = [column.key for column in grid.columns]
    expected = [
        [told.shown(grid.id, row.key, key) if key in row.cells else "" for key in keys]
        for row in grid.rows
    ]
    assert cells in expected
    return sum(any(sign.isdigit() for sign in text) for text in cells[1:])


def test_charts_are_native_and_hold_the_workbook_s_figures(told: Told) -> None:
    """Each chart can be edited; its numbers are those that the workbook caches."""
    for slide, plan in zip(deck(made(told)).slides, plans(told), strict=True):
        charts = [shape.chart for shape in slide.shapes if shape.has_chart]
        assert len(charts) == (plan.chart is not None)
        if plan.chart is None:
            continue
        cached = {
            abs(value)
            for one in plan.chart.series
            for ref in (*one.values, *one.labels)
            if isinstance(value := told.cell(ref.grid, ref.row, ref.column).value, int | float)
        }
        held = [number for plot in charts[0].plots for one in plot.series for number in one.values]
        numbers = [number for number in held if number is not None]
        assert numbers
        assert {abs(number) for number in numbers} <= cached
        names = [told.shown(ref.grid, ref.row, ref.column) for ref in plan.chart.categories]
        assert list(charts[0].plots[0].categories) == names
        book = openpyxl.load_workbook(io.BytesIO(charts[0].part.chart_workbook.xlsx_part.blob))
        assert book.active is not None
        assert book.active["A2"].value == names[0]


@pytest.mark.parametrize("times", [1, 10**8], ids=["as it is", "a hundred million times"])
def test_a_room_can_read_it(told: Told, times: int) -> None:
    """No letter is below 12 points, and nothing lies over anything else or beyond the slide."""
    values = {at: enlarged(value, times) for at, value in told.values.items()}
    found = deck(slides(told.report, values, DEFAULT, "pack.xlsx"))
    for slide in found.slides:
        shapes = list(slide.shapes)
        for shape in shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= found.slide_width
            assert shape.top + shape.height <= found.slide_height
            for size in _sizes(shape):
                assert size is not None
                assert size >= Pt(12)
        for one, other in combinations(shapes, 2):
            apart = (
                one.left + one.width <= other.left
                or other.left + other.width <= one.left
                or one.top + one.height <= other.top
                or other.top + other.height <= one.top
            )
            assert apart, (one.name, other.name)


def _sizes(shape: Any) -> list[Any]:
    """Return the sizes of all letters of a shape."""
    if shape.has_chart:
        return [shape.chart.font.size]
    frames = [shape.text_frame] if shape.has_text_frame else []
    if shape.has_table:
        frames = [cell.text_frame for row in shape.table.rows for cell in row.cells]
    return [run.font.size for one in frames for line in one.paragraphs for run in line.runs]


def test_who_does_not_see_it_is_told(told: Told) -> None:
    """Charts and tables have alternative texts, and the file a title and a language."""
    found = deck(made(told))
    for slide in found.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element._nvXxPr.cNvPr.get("descr")
    said = found.core_properties
    assert told.report.title in said.title
    assert said.language == told.report.language
    assert said.author.startswith("xlcost")


def test_the_same_report_is_the_same_slides(told: Told) -> None:
    """Made twice, they have the same bytes: no clock is in them, nor in their charts' workbooks."""
    assert made(told) == slides(told.report, told.values, DEFAULT, "pack.xlsx")
    with zipfile.ZipFile(io.BytesIO(made(told))) as archive:
        assert {item.date_time[0] for item in archive.infolist()} == {1980}


def test_a_ledger_alone_has_slides_with_sentences(tmp_path: Path) -> None:
    """Without budget, prior year and contacts there are fewer slides, and each has its message."""
    facts = company().facts
    this_year = facts.ledger[facts.ledger["period"] // 100 == 2026]
    none = {name: getattr(facts, name).iloc[:0] for name in ("budget", "activity", "workforce")}
    bare = company(ledger=this_year, **none)
    told = told_of(bare, tmp_path / "alone.xlsx", "en", pages="short")
    found = deck(slides(told.report, told.values, DEFAULT, "alone.xlsx"))
    titles = [slide.shapes.title.text_frame.text for slide in found.slides]
    assert len(titles) >= 2
    assert all(len(title.split()) > 4 for title in titles)


@pytest.mark.parametrize("alert", ["", "Built with 2 errors"])
def test_texts_of_strangers_are_words(told: Told, alert: str) -> None:
    """What XML refuses or what turns the writing is a visible mark; an alert is on every slide."""
    nasty = "<b>&\u202e\x00=cmd()"
    values = {
        at: f"{nasty}{value}" if isinstance(value, str) and len(value) > 3 else value
        for at, value in told.values.items()
    }
    report = replace(told.report, entity=nasty, alert=alert)
    found = deck(slides(report, values, DEFAULT, "pack.xlsx"))
    for slide in found.slides:
        said = "\n".join(texts(shape) for shape in slide.shapes)
        assert "\u202e" not in said
        assert "<b>&\ufffd\ufffd=cmd()" in said
        assert alert in said
