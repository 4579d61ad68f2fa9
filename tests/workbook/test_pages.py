"""How sheets are laid out, seen and printed: folded grids, page breaks, rows that line up."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hand_made import HandMade, company, grid, made, settings, whole_facts
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from tests.libreoffice import differences
from tests.workbook.example import example
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Call, Literal, Plus, Ref, Total
from xlcost.report.model.spec import Block, Cell, Chart, Column, Grid, Row, Series, Text
from xlcost.workbook.formulas.formulas import Formulas
from xlcost.workbook.layout import Layout
from xlcost.workbook.render import write_workbook

PAGE = 17.2  # centimetres that an A4 page on its side holds


def opened(folder: Path, extra: tuple[Block, ...]) -> Worksheet:
    """Write the example with some blocks and return their sheet."""
    report = example(extra)
    path = folder / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    assert differences(path) == []
    return openpyxl.load_workbook(path)["Extra"]


def rows_of(name: str, count: int, columns: str = "abc") -> Grid:
    """Return a grid of numbers with a label in front."""
    rows = tuple(
        Row(
            f"r{number}",
            {"label": Cell(Literal(f"Row {number}"))}
            | {key: Cell(Literal(number), "count") for key in columns},
        )
        for number in range(count)
    )
    heads = (Column("label", "Label"), *(Column(key, f"Head {key}") for key in columns))
    return Grid(name, heads, rows, title=name)


def heights(sheet: Worksheet, first: int, last: int) -> float:
    """Return the height of some rows in centimetres."""
    points = [sheet.row_dimensions[row].height for row in range(first, last + 1)]
    return sum(height or 15.0 for height in points) / 72 * 2.54


def printed_centimetres(sheet: Worksheet) -> float:
    """Return how wide the print area of a sheet is in centimetres."""
    last = range_boundaries(str(sheet.print_area).rpartition("!")[2])[2] or 1
    letters = [get_column_letter(column) for column in range(1, last + 1)]
    widths = [
        sheet.column_dimensions[one].width for one in letters if one in sheet.column_dimensions
    ]
    return (sum(widths) + (last - len(widths)) * 64 / 7) * 7 / 96 * 2.54


def test_a_sheet_that_is_shrunk_is_still_one_page_wide(tmp_path: Path) -> None:
    """What is printed smaller fits its page by its width, whatever font stands in for its own."""
    sheet = opened(tmp_path, tuple(rows_of(f"g{number}", 14, "abcdefghij") for number in range(4)))
    assert sheet.page_setup.scale is None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    last = range_boundaries(str(sheet.print_area).rpartition("!")[2])[2]
    assert last == sheet.max_column + 1
    assert 7 / 9 <= 27.4 / printed_centimetres(sheet) < 1


def test_a_folded_grid_goes_on_below(tmp_path: Path) -> None:
    """The columns after the fold stand below, with the label once more, and can be pointed at."""
    whole = rows_of("folded", 3, "abcd")
    folded = Grid(whole.id, whole.columns, whole.rows, title="Both parts", folds=("c",))
    total = Total(tuple(Ref("folded", f"r{number}", "d") for number in range(3)))
    sum_ = Grid("sum", (Column("d", "Sum"),), (Row("s", {"d": Cell(total, "count")}),))
    sheet = opened(tmp_path, (folded, sum_))
    shown = [[cell.value for cell in row[:3]] for row in sheet.iter_rows()]
    assert shown[0][0] == "Both parts"
    assert shown[1] == ["Label", "Head a", "Head b"]
    assert shown[6] == ["Label", "Head c", "Head d"]
    assert shown[7:10] == [[f"Row {number}", number, number] for number in range(3)]
    assert sheet.cell(13, 1).value == "=SUM(C8:C10)"


def test_a_long_note_does_not_wrap_short_ones(tmp_path: Path) -> None:
    """A note that fits on one line is not broken in the first column beside one that does not."""
    notes = (Text("At first a short one."), Text("This one is long. " * 40), Text("Short again."))
    sheet = opened(tmp_path, (*notes, rows_of("below", 3)))
    wraps = {
        str(cell.value)[:8]: bool(cell.alignment.wrap_text)
        for (cell,) in sheet.iter_rows(max_row=8, max_col=1)
        if isinstance(cell.value, str)
    }
    assert wraps["At first"] is False
    assert wraps["This one"] is True
    assert wraps["Short ag"] is False


def test_a_long_folded_grid_keeps_its_head(tmp_path: Path) -> None:
    """Longer than a page, each part goes on under its own head on a new page; sums still hold."""
    whole = rows_of("folded", 100, "abcd")
    folded = Grid(whole.id, whole.columns, whole.rows, title="Both parts", folds=("c",))
    total = Total(tuple(Ref("folded", f"r{number}", "d") for number in range(100)))
    sum_ = Grid("sum", (Column("d", "Sum"),), (Row("s", {"d": Cell(total, "count")}),))
    sheet = opened(tmp_path, (folded, sum_))
    heads = [row[0].row for row in sheet.iter_rows() if row[0].value == "Label"]
    assert len(heads) == 6
    labels = [row[0].value for row in sheet.iter_rows() if str(row[0].value).startswith("Row")]
    assert labels == 2 * [f"Row {number}" for number in range(100)]
    breaks = [one.id + 1 for one in sheet.row_breaks.brk]
    starts = [1, *breaks]
    pages = [sum(start <= head for start in starts) for head in heads]
    assert pages == sorted(set(pages))  # never two heads on a page of long parts, none without
    assert str(sheet.cell(sheet.max_row, 1).value).startswith("=SUM(C")


def test_a_protected_sheet_takes_input_only(tmp_path: Path) -> None:
    """Without a password all cells are locked but the input ones; widths may still be changed."""
    cells = {"a": Cell(Literal(1), "count", "input"), "b": Cell(Literal(2), "count")}
    entry = Grid("entry", (Column("a", "In"), Column("b", "Out")), (Row("r", cells),))
    report = example((entry,))
    sheets = [replace(one, protected=one.key == "extra") for one in report.sheets]
    path = tmp_path / "report.xlsx"
    report = replace(report, sheets=tuple(sheets))
    write_workbook(report, evaluate(report), path)
    book = openpyxl.load_workbook(path)
    sheet = book["Extra"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.formatColumns  # the standard states what is forbidden
    assert (sheet["A2"].protection.locked, sheet["B2"].protection.locked) == (False, True)
    assert [one.title for one in book.worksheets if one.protection.sheet] == ["Extra"]
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_every_row_states_its_height(tmp_path: Path) -> None:
    """No row is left for a spreadsheet to size, and every figure stands in its row's middle."""
    sheet = opened(tmp_path, (rows_of("one", 12), rows_of("two", 3)))
    assert all(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))
    body = [cell for row in sheet.iter_rows(min_row=3, max_row=14) for cell in row]
    assert {cell.alignment.vertical for cell in body} == {"center"}


@pytest.mark.parametrize("grids", [1, 2, 3])
def test_heads_are_repeated_where_they_belong(grids: int, tmp_path: Path) -> None:
    """The last table's heads are printed again; heads stay in sight where all tables have them."""
    columns = ("abc", "ab", "xy")
    names = ("one", "two", "other")[:grids]
    report = example(tuple(map(rows_of, names, (40, 40, 40), columns)))
    sheets = [
        one if one.key != "extra" else type(one)(**{**one.__dict__, "freeze": "one"})
        for one in report.sheets
    ]
    report = type(report)(**{**report.__dict__, "sheets": tuple(sheets)})
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    sheet = openpyxl.load_workbook(path)["Extra"]
    assert sheet.print_title_rows == {1: "$2:$2", 2: "$45:$45", 3: "$88:$88"}[grids]
    assert sheet.freeze_panes == ("B3" if grids < 3 else "B1")


def test_no_chart_is_cut_by_a_page(tmp_path: Path) -> None:
    """A row of charts that a page has no room for begins a new one."""
    long = rows_of("long", 50)
    points = tuple(Ref("long", f"r{number}", "a") for number in range(5))
    names = tuple(Ref("long", f"r{number}", "label") for number in range(5))
    charts = [
        Chart("line", "Up", names, (Series("a", points, "AC"),), "A line.", beside=number % 2 > 0)
        for number in range(6)
    ]
    sheet = opened(tmp_path, (long, *charts))
    breaks = [one.id for one in sheet.row_breaks.brk]
    tops = sorted({chart.anchor._from.row + 1 for chart in sheet._charts})
    assert len(tops) == 3
    assert breaks
    wide = 2 * 17.0 + 0.4
    page = PAGE / min(1.0, 27.4 / wide)
    if sheet.print_area:
        page = PAGE / min(1.0, 27.4 / printed_centimetres(sheet))
    for top in tops:
        last = top + math.ceil(7.5 / (15 / 72 * 2.54))
        start = max((row + 1 for row in breaks if row < top), default=1)
        assert not any(top <= row < last for row in breaks)
        # Whole pages of the long grid may come before; the chart fits in what is left.
        assert heights(sheet, start, top - 1) % page + heights(sheet, top, last) <= page * 1.001


def test_labels_that_lead_elsewhere_are_quiet_links(tmp_path: Path) -> None:
    """A row of Summary is a link to its detail in plain ink, not underlined."""
    report = made(company())
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    links = [
        cell
        for row in openpyxl.load_workbook(path)["Summary"].iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert len(links) > 8
    led = {str(cell.hyperlink.location) for cell in links}
    assert "Checks!A1" in led
    assert any(where.startswith("'OpEx by line'!A") for where in led)
    assert {(cell.font.underline, cell.font.color.rgb[-6:]) for cell in links} == {(None, "1F2A36")}


def test_opex_is_readable_on_one_page_wide(tmp_path: Path) -> None:
    """The twenty-four columns of OpEx by line are printed at seven points or more."""
    report = made(company())
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    sheet = openpyxl.load_workbook(path)["OpEx by line"]
    assert len(grid(report, "opex").columns) >= 23
    assert sheet.max_column <= 13
    wide = sum(sheet.column_dimensions[chr(64 + n)].width for n in range(1, sheet.max_column + 1))
    assert 10 * min(1.0, 27.4 / (wide * 7 / 96 * 2.54)) >= 7


def test_a_difference_of_shares_is_in_points(tmp_path: Path) -> None:
    """Percent less percent is percentage points, in the cell's own format."""
    report = made(company())
    values = evaluate(report)
    row = "service_level"
    actual, before = (values["key_figures", row, name] for name in ("ac", "py"))
    found = values["key_figures", row, "py_var"]
    assert found == pytest.approx(100 * (actual - before))  # type: ignore[operator]
    path = tmp_path / "report.xlsx"
    write_workbook(report, values, path)
    codes = {
        cell.number_format
        for line in openpyxl.load_workbook(path)["Summary"].iter_rows()
        for cell in line
    }
    assert '+0.0" pp";-0.0" pp";0.0" pp"' in codes


@pytest.mark.parametrize(
    ("bounds", "light"),
    [((0.8, 0.7), "● green"), ((0.81, 0.8), "● amber"), ((0.9, 0.81), "● red")],
)
def test_traffic_lights(bounds: tuple[float, float], light: str, tmp_path: Path) -> None:
    """A figure at its green bound is green; the bounds stand in cells, and the light is live."""
    threshold: dict[str, Any] = {"green": bounds[0], "amber": bounds[1]}
    dataset = HandMade(whole_facts(), settings=settings(thresholds={"service_level": threshold}))
    report = made(dataset)
    values = evaluate(report)
    assert values["key_figures", "service_level", "ac"] == 0.8
    assert values["key_figures", "service_level", "light"] == light
    if light == "● amber":
        path = tmp_path / "report.xlsx"
        write_workbook(report, values, path)
        assert differences(path) == []


def test_a_light_where_less_is_better() -> None:
    """Where green is below amber, less is better."""
    threshold = {"green": 390, "amber": 410}
    dataset = HandMade(
        whole_facts(), settings=settings(thresholds={"average_handle_time": threshold})
    )
    found = evaluate(made(dataset))
    assert found["key_figures", "average_handle_time", "ac"] == 400
    assert found["key_figures", "average_handle_time", "light"] == "● amber"


def test_thousands_are_a_format_only(tmp_path: Path) -> None:
    """Set to thousands, money is shown in them, Summary says so, and no value changes."""
    plain, scaled = made(company()), made(HandMade(whole_facts(), settings=settings(unit="K")))
    assert (
        evaluate(plain)["opex", "total", "month_ac"]
        == evaluate(scaled)["opex", "total", "month_ac"]
    )
    path = tmp_path / "report.xlsx"
    write_workbook(scaled, evaluate(scaled), path)
    sheet = openpyxl.load_workbook(path)["Summary"]
    money = next(cell for (cell,) in sheet["B1:B30"] if cell.number_format != "General")
    assert money.number_format == "#,##0.0,;-#,##0.0,;#,##0.0,"
    assert "thousands" in str(sheet["A2"].value)


def test_a_formula_that_excel_would_refuse_is_a_bug() -> None:
    """A formula longer than Excel takes is never written as a plain value in silence."""
    formulas = Formulas(Layout(example()), "n/a")
    with pytest.raises(RuntimeError, match="longer than Excel"):
        formulas.text(Literal("x" * 9000), "Data")


def test_sums_of_many_cells_stay_short(tmp_path: Path) -> None:
    """A sum over a hundred channels names ranges, and still passes on what is not available."""
    many = rows_of("many", 100, "a")
    nothing = Call("cost_per_call", {"total_cost": Literal(1), "calls": Literal(0)})
    rows = (
        *many.rows,
        Row("none", {"label": Cell(Literal("none")), "a": Cell(nothing, "count")}),
    )
    refs = [Ref("many", row.key, "a") for row in rows]
    sums = {
        "known": Plus(tuple((1, ref) for ref in refs[:-1])),
        "unknown": Plus(tuple((1, ref) for ref in refs)),
    }
    heads = tuple(Column(key, key) for key in sums)
    result = Row("s", {key: Cell(sum_, "count") for key, sum_ in sums.items()})
    sheet = opened(tmp_path, (Grid("many", many.columns, rows), Grid("sums", heads, (result,))))
    known, unknown = (str(cell.value) for cell in list(sheet.iter_rows())[-1][:2])
    assert known == "=SUM(B2:B101)"
    found = "SUM(B2:B102)"
    missing = f'IF(ISERROR({found}),{found},"n/a")'
    assert unknown == f'=IF(COUNTIF(B2:B102,"n/a")>0,{missing},{found})'
