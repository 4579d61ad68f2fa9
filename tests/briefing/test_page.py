"""The page: the workbook's figures to the digit, readable on every screen, nothing from outside."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser import looks
from command import called
from lxml import html
from small_company import write_folder
from told import Told, as_shown, enlarged

from xlcost.briefing.html_page import html_page
from xlcost.briefing.look import colours
from xlcost.briefing.parts import parts
from xlcost.report.model.spec import Chart, Grid, Text
from xlcost.workbook.theme import DEFAULT
from xlcost.workbook.themes import READABLE, contrast

CODES = {"money": "#,##0", "unit_cost": "#,##0.00"}
NUMBER = re.compile(r"\d")


_PAGES: dict[str, bytes] = {}


def written(told: Told) -> bytes:
    """Return the page of a report, made once."""
    key = told.report.language
    if key not in _PAGES:
        _PAGES[key] = html_page(told.report, told.values, DEFAULT, "pack.xlsx")
    return _PAGES[key]


def parsed(told: Told) -> Any:
    """Return the page of a report as a tree."""
    return html.document_fromstring(written(told).decode("utf-8"))


def words(node: Any) -> str:
    """Return the words of an element, as they stand there."""
    return "".join(node.itertext())


def grids(told: Told) -> list[tuple[str, Grid]]:
    """Return each table of the page with the name that it has there."""
    count: dict[str, int] = {}
    named = []
    for part in parts(told.report):
        for grid in part.grids:
            count[grid.id] = number = count.get(grid.id, 0) + 1
            named.append((grid.id if number == 1 else f"{grid.id}-{number}", grid))
    return named


def test_every_figure_is_the_workbook_s_to_the_digit(told: Told) -> None:
    """Every cell of every table says what its cell of the workbook shows; none is left out."""
    tree = parsed(told)
    compared = 0
    for name, grid in grids(told):
        rows = tree.get_element_by_id(f"t-{name}").findall("tbody/tr")
        assert len(rows) == len(grid.rows)
        for row, made in zip(grid.rows, rows, strict=True):
            cells = list(made)
            if len(cells) == 1 < len(grid.columns):
                continue  # a heading above rows
            for column, cell in zip(grid.columns, cells, strict=True):
                known = column.key in row.cells
                expected = told.shown(grid.id, row.key, column.key) if known else ""
                assert words(cell) == expected, (name, row.key, column.key)
                compared += bool(NUMBER.search(expected))
    assert compared > 300


def test_every_chart_has_its_table_with_the_workbook_s_figures(told: Told) -> None:
    """Below each drawing stands what it draws, as the workbook's cells show it."""
    tree = parsed(told)
    charts = [chart for part in parts(told.report) for chart in part.charts]
    figures = tree.findall(".//figure")
    assert len(charts) == len(figures) >= 8
    for chart, figure in zip(charts, figures, strict=True):
        rows = figure.findall(".//tbody/tr")
        said = [one for one in chart.series if one.labels]
        series = said[0].labels if said else None
        for at, row in enumerate(rows):
            name, *amounts = [words(cell) for cell in row]
            ref = chart.categories[at]
            assert name == told.shown(ref.grid, ref.row, ref.column)
            if series:
                ref = series[at]
                assert amounts == [told.shown(ref.grid, ref.row, ref.column)]
                continue
            for one, amount in zip(chart.series, amounts, strict=True):
                ref = one.values[at]
                cached = told.cell(ref.grid, ref.row, ref.column).value
                shown = as_shown(cached, CODES[chart.format], told.report.language)
                assert amount.removeprefix(one.sign) == shown.removeprefix("#N/A")
        assert len(rows) == len(chart.categories)


def test_drawings_say_the_figures_of_their_table(told: Told) -> None:
    """Every amount beside a bar stands in the table below; no other does."""
    for figure in parsed(told).findall(".//figure"):
        kind = figure.find(".//svg")
        assert kind is not None
        table = {words(cell) for cell in figure.iter("td", "th")}
        drawn = [words(text) for text in kind.iter("text")]
        amounts = [text for text in drawn if re.fullmatch(r"[+-]?[\d\u00a0.,]+[KM]?", text)]
        assert amounts
        for amount in amounts:
            assert amount in table | short(table), amount


def short(texts: set[str]) -> set[str]:
    """Return whole amounts in thousands and millions, as columns have room for them."""
    plain = {re.sub(r"[\u00a0,]", "", text) for text in texts}
    numbers = [float(text) for text in plain if re.fullmatch(r"-?\d+", text)]
    told = {f"{number / 1e3:,.0f}K" for number in numbers}
    told |= {f"{number / 1e6:,.1f}M" for number in numbers}
    return told | {text.replace(",", "\u00a0").replace(".", ",") for text in told}


def test_a_screen_reader_can_follow(told: Told) -> None:
    """It says its language; headings go down by one; tables have captions and heads."""
    tree = parsed(told)
    assert tree.get("lang") == told.report.language
    levels = [int(node.tag[1]) for node in tree.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    names = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(names) == len(set(names))
    for table in tree.iter("table"):
        caption = table.find("caption")
        assert caption is not None
        assert words(caption).strip()
        assert all(head.get("scope") for head in table.iter("th"))
        assert table.find("tbody/tr/th") is not None
    for drawn in tree.iter("svg"):
        if drawn.get("aria-hidden"):
            continue
        title, description = drawn.get("aria-labelledby").split()
        assert words(tree.get_element_by_id(title)).strip()
        assert words(tree.get_element_by_id(description)).strip()


def test_nothing_is_loaded_and_nothing_runs(told: Told) -> None:
    """There is no script, no handler, and no address that a browser would open by itself."""
    text = written(told).decode("utf-8")
    tree = parsed(told)
    assert not list(tree.iter("script", "iframe", "object", "embed", "link", "form", "base"))
    for node in tree.iter():
        for name, value in node.attrib.items():
            assert not name.startswith("on")
            if name in ("href", "src"):
                assert value.startswith(("#", "data:image/"))
    assert not re.search(r"@import|url\((?!#)|https?://(?!www\.w3\.org/2000/svg)", text)
    assert "default-src 'none'" in text
    links = {node.get("href")[1:] for node in tree.iter("a")}
    assert links <= {node.get("id") for node in tree.iter()}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_browser_shows_it_whole_at_any_width(told: Told, tmp_path: Path, dark: bool) -> None:
    """On a phone and a wide screen no text is outside, cut, too faint or too small to read."""
    for look in looks([written(told)], [390, 1440], tmp_path, dark=dark):
        assert look.texts > 800
        assert look.scroll <= look.width
        assert look.outside == []
        assert look.cut == []
        assert look.faint == []
        assert look.small == []
        assert look.scripts == 0


def test_texts_of_a_ledger_are_words_and_nothing_else(told: Told, tmp_path: Path) -> None:
    """Markup stays text, a mark that turns the writing is seen, a long word breaks."""
    nasty = "</td><script>alert(1)</script>&amp;\u202e12\u202c\x00" + "W" * 300

    def named(block: Any) -> Any:
        if isinstance(block, Text):
            return replace(block, text=f"{nasty} {block.text}")
        return replace(block, title=nasty, alt=nasty) if isinstance(block, Chart) else block

    sheets = tuple(
        replace(sheet, title=nasty, blocks=tuple(map(named, sheet.blocks)))
        for sheet in told.report.sheets
    )
    report = replace(told.report, sheets=sheets, entity=nasty, title=nasty, alert=nasty)
    values = {
        at: f"{nasty}{value}" if isinstance(value, str) and len(value) > 3 else value
        for at, value in told.values.items()
    }
    page = html_page(report, values, DEFAULT, f"{nasty}.xlsx")
    text = page.decode("utf-8")
    assert "<script" not in text
    assert not re.search("[\x00\u202a-\u202e\u2066-\u2069]", text)
    assert "</td><script>alert(1)</script>&amp;\ufffd12" in words(html.document_fromstring(text))
    for look in looks([page], [390], tmp_path):
        assert look.scroll <= look.width
        assert look.outside == []


def test_very_large_amounts_have_room(told: Told, tmp_path: Path) -> None:
    """Amounts a hundred million times as large are told in millions beside bars, none cut."""
    values = {at: enlarged(value, 10**8) for at, value in told.values.items()}
    page = html_page(told.report, values, DEFAULT, "pack.xlsx")
    for look in looks([page], [390, 1440], tmp_path):
        assert look.scroll <= look.width
        assert look.outside == []
        assert look.cut == []


def test_colours_can_be_read_by_night_whatever_the_theme() -> None:
    """Each hue of a company is lightened until it can be read on dark paper."""
    own = replace(DEFAULT, good="003300", bad="330000", accent="000044", amber="221100")
    _, night = colours(own)
    for hue in ("good", "bad", "accent", "amber", "ink", "grey"):
        assert contrast(night[hue], night["white"]) >= READABLE
        assert contrast(night[hue], night["paper"]) >= READABLE


def test_the_same_report_is_the_same_page(told: Told) -> None:
    """Made twice, it has the same bytes."""
    assert written(told) == html_page(told.report, told.values, DEFAULT, "pack.xlsx")


def test_the_command_writes_page_and_slides_beside_the_workbook(tmp_path: Path) -> None:
    """`--format html,pptx` makes two files more, which the manifest knows, beside the workbook."""
    data, out = write_folder(tmp_path / "data"), tmp_path / "out"
    done = called("report", "--data", data, "--out", out, "--format", "xlsx,html,pptx")
    assert done.returncode == 0, done.stderr
    assert {path.suffix for path in out.iterdir()} == {".xlsx", ".html", ".json", ".pptx"}
    manifest = (out / "opex-report_2026-02_en.manifest.json").read_text(encoding="utf-8")
    assert json.loads(manifest)["options"]["formats"] == ["html", "pptx"]
