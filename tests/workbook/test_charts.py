"""Charts in IBCS notation: what each kind looks like, says and leaves room for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hand_made import company, made
from lxml import etree
from openxml_audit import OpenXmlValidator

from tests.libreoffice import differences
from tests.workbook.chart_kinds import CLOSED, MONTHS, kinds
from tests.workbook.example import example
from tests.workbook.test_render import CHART, parts
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Literal
from xlcost.report.model.spec import Cell, Grid, Row
from xlcost.workbook.charts.chart_labels import telling
from xlcost.workbook.charts.chart_scales import Scale
from xlcost.workbook.render import write_workbook
from xlcost.workbook.theme import DEFAULT

WORDS = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LATER = "{http://schemas.microsoft.com/office/drawing/2012/chart}"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook with every kind of chart, written once."""
    path = tmp_path_factory.mktemp("charts") / "kinds.xlsx"
    report = kinds()
    write_workbook(report, evaluate(report), path)
    return path


def chart(path: Path, message: str) -> etree._Element:
    """Return the first chart whose title says a message."""
    return next(
        root
        for root in parts(path, r"xl/charts/chart\d+\.xml").values()
        if message in "".join(str(text) for text in root.find(f".//{CHART}title").itertext())  # type: ignore[union-attr]
    )


def value(root: etree._Element, path: str) -> str | None:
    """Return the value of the first element of a path of chart names."""
    found = root.find(".//" + "/".join(f"{CHART}{name}" for name in path.split("/")))
    return None if found is None else found.get("val")


def test_every_kind_is_valid_and_live(workbook: Path) -> None:
    """The validator of the Open XML SDK finds nothing, and LibreOffice no other figure."""
    assert [str(error) for error in OpenXmlValidator().validate(str(workbook)).errors] == []
    assert differences(workbook) == []


def test_open_months_are_hatched_and_the_budget_stands_behind(workbook: Path) -> None:
    """Closed months are solid, open ones hatched; the outlined budget is drawn first."""
    root = chart(workbook, "The year closes")
    names = [one.findtext(f"{CHART}tx/{CHART}v") for one in root.iter(f"{CHART}ser")]
    assert names == ["Budget", "Actual and forecast"]
    hatched = [
        int(point.find(f"{CHART}idx").get("val"))  # type: ignore[union-attr]
        for point in root.iter(f"{CHART}dPt")
        if point.find(f".//{WORDS}pattFill") is not None
    ]
    assert hatched == list(range(CLOSED, len(MONTHS)))
    assert int(value(root, "overlap") or 0) > 0


def test_each_role_has_its_ibcs_look(workbook: Path) -> None:
    """Actual is solid and dark, budget a white outline; what is dearer is red, cheaper green."""

    def looks(message: str) -> list[tuple[str, str]]:
        found = []
        for series in chart(workbook, message).iter(f"{CHART}ser"):
            shape = series.find(f"{CHART}spPr")
            assert shape is not None
            fill = shape.find(f"{WORDS}solidFill/{WORDS}srgbClr")
            edge = shape.find(f"{WORDS}ln/{WORDS}solidFill/{WORDS}srgbClr")
            inks = ("" if one is None else str(one.get("val")) for one in (fill, edge))
            found.append((next(inks), next(inks)))
        return found

    solid, outlined = (DEFAULT.ink, ""), (DEFAULT.white, DEFAULT.ink)
    assert looks("The year closes") == [outlined, solid]
    assert looks("People is most") == [outlined, solid]
    assert looks("Variance") == [(DEFAULT.good, ""), (DEFAULT.bad, "")]
    assert looks("Deflection matters") == [(DEFAULT.middle, ""), (DEFAULT.ink, "")]
    assert len({DEFAULT.ink, DEFAULT.middle, DEFAULT.white, DEFAULT.good, DEFAULT.bad}) == 5


def test_no_chart_has_the_default_blue(workbook: Path) -> None:
    """Every series states its own look, so that no spreadsheet chooses one."""
    charts = parts(workbook, r"xl/charts/chart\d+\.xml").values()
    found = [series for root in charts for series in root.iter(f"{CHART}ser")]
    assert len(found) > len(charts) > 1
    assert all(series.find(f"{CHART}spPr") is not None for series in found)
    bent = [one.get("val") for series in found for one in series.iter(f"{CHART}smooth")]
    assert set(bent) == {"0"}  # a curve would show values that nobody measured


def test_bars_of_variances_share_their_rows_with_the_amounts(workbook: Path) -> None:
    """Two charts beside each other have the same plot height, and only one names the rows."""
    amounts, variances = chart(workbook, "People is most"), chart(workbook, "Variance")
    places = [
        [value(root, f"plotArea/layout/manualLayout/{side}") for side in ("y", "h")]
        for root in (amounts, variances)
    ]
    assert places[0] == places[1]
    assert value(amounts, "catAx/tickLblPos") == "low"
    assert value(variances, "catAx/tickLblPos") == "none"


def test_a_tornado_has_its_base_in_the_middle(workbook: Path) -> None:
    """Zero is the middle of a tornado's axis, and its first row is at the top."""
    root = chart(workbook, "Deflection matters")
    lowest, highest = (float(value(root, f"valAx/scaling/{end}") or 0) for end in ("min", "max"))
    assert lowest == -highest < -420
    assert value(root, "catAx/scaling/orientation") == "maxMin"


def test_small_multiples_share_their_scale(workbook: Path) -> None:
    """Charts of one scale have the same axis, and say where it begins."""
    roots = [
        root
        for root in parts(workbook, r"xl/charts/chart\d+\.xml").values()
        if value(root, "valAx/scaling/max") and root.find(f".//{CHART}barChart") is None
    ]
    assert len(roots) == 3
    assert len({value(root, "valAx/scaling/min") for root in roots}) == 1
    assert len({value(root, "valAx/scaling/max") for root in roots}) == 1
    begin = float(value(roots[0], "valAx/scaling/min") or 0)
    assert 0 < begin < 0.73
    title = "".join(str(text) for text in roots[0].find(f".//{CHART}title").itertext())  # type: ignore[union-attr]
    assert f"Axis from {begin:.1%}" in title


def test_lines_say_their_names_where_they_end(workbook: Path) -> None:
    """Two lines that end apart need no legend; the last point of each says its name."""
    root = chart(workbook, "Two lines")
    assert root.find(f".//{CHART}legend") is None
    named = [
        label.find(f"{CHART}idx").get("val")  # type: ignore[union-attr]
        for label in root.iter(f"{CHART}dLbl")
        if label.find(f"{CHART}showSerName").get("val") == "1"  # type: ignore[union-attr]
    ]
    assert named == ["11", "11"]


def test_points_that_tell_most_are_labelled() -> None:
    """First, last and extremes apart from them are labelled; nothing where nothing is."""
    assert telling([1, 2, 9, 2, 1, -4, 0, 3]) == [0, 2, 5, 7]
    assert telling([3, 3, 3]) == [0, 2]
    assert telling([None, 2, None]) == [1]
    assert telling([None, None]) == []


def test_a_cut_axis_is_known() -> None:
    """Only an axis that begins above zero has to be said."""
    assert Scale(5.0).is_cut
    assert not Scale(0.0).is_cut
    assert not Scale().is_cut


def test_long_words_below_a_waterfall_are_turned(tmp_path: Path) -> None:
    """A word that its column has no room for is written smaller, at a slant; short ones are not."""
    turns, sizes = [], []
    for name in ("Volume", "Programvareabonnementsordningskostnad"):
        report = example()
        sheets = []
        for sheet in report.sheets:
            blocks = [
                replace(block, rows=(_renamed(block.rows[0], name), *block.rows[1:]))
                if isinstance(block, Grid) and block.id == "bridge"
                else block
                for block in sheet.blocks
            ]
            sheets.append(replace(sheet, blocks=tuple(blocks)))
        report = replace(report, sheets=tuple(sheets))
        path = tmp_path / "report.xlsx"
        write_workbook(report, evaluate(report), path)
        names = chart(path, "Volume took").find(f".//{CHART}catAx/{CHART}txPr")
        turns.append(names.find(f".//{WORDS}bodyPr").get("rot"))  # type: ignore[union-attr]
        sizes.append(names.find(f".//{WORDS}defRPr").get("sz"))  # type: ignore[union-attr]
    assert turns == [None, "-2700000"]
    assert sizes == ["900", "800"]


def _renamed(row: Row, name: str) -> Row:
    return replace(row, cells={**row.cells, "label": Cell(Literal(name))})


def test_amounts_stand_above_the_columns_of_a_waterfall(tmp_path: Path) -> None:
    """Its labels are the texts of cells, so they follow the figures; lines join its columns."""
    report = made(company())
    values = evaluate(report)
    path = tmp_path / "report.xlsx"
    write_workbook(report, values, path)
    root = next(
        one
        for one in parts(path, r"xl/charts/chart\d+\.xml").values()
        if one.find(f".//{CHART}grouping[@val='stacked']") is not None
    )
    (area,) = root.iter(f"{LATER}f")
    sheet, _, cells = str(area.text).rpartition("!")
    book = openpyxl.load_workbook(path)
    found = [cell for (cell,) in book[sheet.strip("'")][cells.replace("$", "")]]
    assert all(str(cell.value).startswith("=") for cell in found)
    texts = [text.text for text in root.iter(f"{WORDS}t") if text.getparent().tag.endswith("fld")]  # type: ignore[union-attr]
    cached = openpyxl.load_workbook(path, data_only=True)[sheet.strip("'")]
    for text, cell in zip(texts, found, strict=True):
        amount = float(cached[cell.coordinate].value)  # type: ignore[arg-type]
        shown = f"{amount:+,.0f}" if "+" in cell.number_format else f"{amount:,.0f}"
        assert text == shown
    lines = [s for s in root.iter(f"{CHART}lineChart") for s in s.iter(f"{CHART}ser")]
    assert len(lines) == 4
