"""The workbook as a reader opens it: live formulas, cached values, charts, texts, properties."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from tests.libreoffice import differences
from tests.workbook.example import LINES, data_table, example
from xlcost.report.model.cells import MATERIAL
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Literal, Ref
from xlcost.report.model.spec import Block, Cell, Column, Grid, Row
from xlcost.workbook.number_formats import NumberFormats
from xlcost.workbook.render import write_workbook

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def written(folder: Path, extra: tuple[Block, ...] = (), alert: str = "") -> Path:
    """Write the example report and return its path."""
    report = example(extra, alert)
    path = folder / f"{report.file_stem}.xlsx"
    write_workbook(report, evaluate(report), path)
    return path


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example, written once."""
    return written(tmp_path_factory.mktemp("workbook"))


def parts(path: Path, pattern: str) -> dict[str, etree._Element]:
    """Return the parsed parts of a file whose names match."""
    with zipfile.ZipFile(path) as file:
        return {
            name: etree.fromstring(file.read(name))
            for name in file.namelist()
            if re.fullmatch(pattern, name)
        }


def test_every_formula_is_what_libreoffice_calculates(workbook: Path) -> None:
    """Each kind of expression, recalculated hard, gives the value that is cached."""
    assert differences(workbook) == []


def test_a_poisoned_cached_value_is_found(workbook: Path, tmp_path: Path) -> None:
    """One wrong cached number makes the comparison name its cell."""
    poisoned = tmp_path / "poisoned.xlsx"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(poisoned, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert data.count(b"<v>4812345.67</v>") == 1
                data = data.replace(b"<v>4812345.67</v>", b"<v>4812345.68</v>")
            new.writestr(name, data)
    found = differences(poisoned)
    assert len(found) == 1
    assert "4812345.68" in found[0]


def test_every_formula_has_a_cached_value(workbook: Path) -> None:
    """A reader without a spreadsheet (`data_only=True`) sees a value for every formula."""
    formulas = openpyxl.load_workbook(workbook)
    cached = openpyxl.load_workbook(workbook, data_only=True)
    empty_texts = 0
    count = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    empty_texts += cached[sheet.title][cell.coordinate].value is None
    assert count > 80
    # The flag of a line that is not material is the empty text, which openpyxl reads as None.
    assert empty_texts == sum(1 for cell in cached["OpEx by line"]["G"][5:12] if cell.value is None)
    assert cached["OpEx by line"]["B12"].value == pytest.approx(5_459_111.10)


def test_the_validator_of_the_open_xml_sdk_finds_nothing(tmp_path: Path) -> None:
    """A file with every block, an alert and bands is valid to the letter."""
    result = OpenXmlValidator().validate(str(written(tmp_path, alert="Built with errors & more")))
    assert [str(error) for error in result.errors] == []


def test_charts_carry_their_values_and_say_what_they_show(workbook: Path) -> None:
    """Previewers draw from the cache, so each chart has its numbers, its names and a text."""
    charts = parts(workbook, r"xl/charts/chart\d+\.xml")
    assert len(charts) == 3
    for chart in charts.values():
        for reference in chart.iter(f"{CHART}numRef", f"{CHART}strRef"):
            points = [value.text for value in reference.iter(f"{CHART}v")]
            assert len(points) == 4
            assert None not in points
    (drawing,) = parts(workbook, r"xl/drawings/drawing\d+\.xml").values()
    texts = [element.get("descr") for element in drawing.iter() if element.get("descr")]
    assert texts[0] == "A bridge in four steps that crosses zero twice."
    assert len(texts) == 3


def test_a_waterfall_stands_when_it_crosses_zero(workbook: Path) -> None:
    """The parts of each step above and below zero add up to the step that the table states."""
    chart = parts(workbook, r"xl/charts/chart1\.xml")["xl/charts/chart1.xml"]
    series = [
        [float(value.text or 0) for value in numbers.iter(f"{CHART}v")]
        for numbers in chart.iter(f"{CHART}numRef")
    ]
    visible = [sum(abs(number) for number in point) for point in zip(*series[2:], strict=True)]
    assert visible == [40.0, 70.0, 55.0, 12.0]
    assert chart.find(f".//{CHART}grouping").get("val") == "stacked"  # type: ignore[union-attr]


def test_opening_does_not_recalculate_or_ask_to_save(workbook: Path) -> None:
    """No full calculation is forced at loading."""
    root = parts(workbook, r"xl/workbook\.xml")["xl/workbook.xml"]
    (calculation,) = [element for element in root if element.tag.endswith("calcPr")]
    assert calculation.get("fullCalcOnLoad") in (None, "0")


def test_texts_are_shared_and_fonts_in_order(workbook: Path) -> None:
    """No sheet holds an inline text, and `<font>` children stand as the standard has them."""
    for sheet in parts(workbook, r"xl/worksheets/sheet\d+\.xml").values():
        assert [cell for cell in sheet.iter() if cell.get("t") == "inlineStr"] == []
    styles = parts(workbook, r"xl/styles\.xml")["xl/styles.xml"]
    bold = [
        [etree.QName(child).localname for child in font]
        for font in styles.iter("{*}font")
        if font.find("{*}b") is not None and font.find("{*}sz") is not None
    ]
    assert bold
    assert all(names.index("b") < names.index("sz") < names.index("name") for names in bold)


def test_two_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    """The same report gives the same file, whenever it is built."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    assert written(first).read_bytes() == written(second).read_bytes()


def test_properties_names_and_pages_are_set(tmp_path: Path) -> None:
    """Title, creator, time, key names, print titles, one page wide and the alert are there."""
    book = openpyxl.load_workbook(written(tmp_path, alert="Built with errors"))
    assert book.properties.creator == "xlcost 0.1.0"
    assert book.properties.title == "OpEx report October 2026"
    assert book.properties.modified.isoformat() == "2026-11-05T08:30:00"
    assert book.defined_names["key_opex_month"].attr_text == "'OpEx by line'!$B$13"
    sheet = book["OpEx by line"]
    assert sheet.freeze_panes == "B7"
    assert sheet.print_title_rows is None  # it is one page
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert not sheet.sheet_view.showGridLines
    for one in book.worksheets:
        assert one.oddHeader.center.text == "Built with errors"
        assert one.oddHeader.left.text == "Nordlys && Co"
        assert "October 2026" in str(one.oddHeader.right.text)
        assert one.oddFooter.left.text == "&A"
        assert one.oddFooter.right.text == "Page &P of &N"
    assert sheet.row_dimensions[8].outlineLevel == 1
    assert sheet.row_dimensions[13].outlineLevel == 0


def test_a_long_header_ends_where_a_sentence_does(tmp_path: Path) -> None:
    """What a page's head has no room for is left out whole: never the middle of a warning."""
    first = "Built despite 1 error in the data: figures may be wrong."
    book = openpyxl.load_workbook(
        written(tmp_path, alert=f"{first} See the sheet Findings, by file.")
    )
    assert book.worksheets[0].oddHeader.center.text == first
    book = openpyxl.load_workbook(written(tmp_path, alert="Brown & Sons " * 9))
    text = book.worksheets[0].oddHeader.center.text
    assert text.endswith("…")
    assert text.replace("&&", "").count("&") == 0
    assert len(text) <= 80


def test_columns_are_wide_enough_for_their_numbers(workbook: Path) -> None:
    """No number shows as ###: each column holds its longest formatted number."""
    sheet = openpyxl.load_workbook(workbook, data_only=True)["OpEx by line"]
    for column in "BCDH":
        longest = max(
            len(f"{cell.value:,.0f}")
            for cell in sheet[column]
            if isinstance(cell.value, int | float)
        )
        assert sheet.column_dimensions[column].width > longest


def test_data_tables_are_excel_tables(workbook: Path) -> None:
    """Lookups point at named tables, whose columns are the ones on the sheet."""
    sheet = openpyxl.load_workbook(workbook)["Data"]
    table = sheet.tables["opex_lines"]
    rows = len(data_table().rows)
    assert table.ref == f"A2:E{2 + rows}"
    assert rows == len(LINES) * 6
    assert [column.name for column in table.tableColumns] == list(data_table().columns)


def texts_grid(texts: list[str]) -> Grid:
    """Return a grid with one text a row."""
    rows = tuple(
        Row(f"row{number}", {"text": Cell(Literal(text))}) for number, text in enumerate(texts)
    )
    return Grid("texts", (Column("text", "Text"),), rows)


def vectors(folder: Path) -> list[str]:
    """Return every injection vector and every innocent look-alike."""
    texts: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        content = path.read_bytes().decode("utf-8")
        if "embedded" in path.name:
            texts.append(content.replace("\r\n", "\n"))
        else:
            texts += [line for line in content.split("\n") if line and line[:2] not in ("# ", "##")]
    return texts


def test_texts_from_outside_never_become_formulas(shared_data: Path, tmp_path: Path) -> None:
    """Every published injection vector is a text cell, and innocent look-alikes are unharmed."""
    texts = vectors(shared_data / "hostile" / "csv-injection")
    assert len(texts) > 35
    path = written(tmp_path, (texts_grid(texts),))
    sheet = openpyxl.load_workbook(path)["Extra"]
    cells = [sheet.cell(row, 1) for row in range(2, len(texts) + 2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == texts
    # Editing a cell in Excel keeps what begins as a formula a text.
    for cell in cells:
        if str(cell.value)[0] in "=+-@\t\r":
            assert cell._style.quotePrefix, cell.value
    assert differences(path) == []


@pytest.mark.parametrize("text", ["#N/A", "TRUE", "2024-01-31", "_x0041_", "a\x00b", "x" * 40_000])
def test_odd_texts_stay_texts(text: str, tmp_path: Path) -> None:
    """Error words, dates, Excel's own escapes, control characters and endless texts are texts."""
    path = written(tmp_path, (texts_grid([text]),))
    cell = openpyxl.load_workbook(path)["Extra"]["A2"]
    assert cell.data_type == "s"
    expected = text.replace("\x00", "�")
    assert str(cell.value)[:32_766] == expected[:32_766]
    assert len(str(cell.value)) <= 32_767


def test_a_grid_may_be_an_excel_table(tmp_path: Path) -> None:
    """A grid that asks for it can be filtered; one with a nameless column stays a plain grid."""
    row = Row("a", {"x": Cell(Literal("one")), "y": Cell(Literal(2), "count")})
    named = Grid("findings", (Column("x", "What"), Column("y", "Rows")), (row,), table=True)
    nameless = Grid("plain", (Column("x", "What"), Column("y", "")), (row,), table=True)
    path = written(tmp_path, (named, nameless))
    tables = openpyxl.load_workbook(path)["Extra"].tables
    assert dict(tables.items()) == {"findings": "A1:B2"}
    assert OpenXmlValidator().validate(str(path)).errors == []


def test_colours_follow_meaning_not_sign(workbook: Path) -> None:
    """A cost below budget is good and above it bad; "n/a" is neither."""
    sheet = openpyxl.load_workbook(workbook)["OpEx by line"]
    rules = {
        str(area.sqref): [
            (rule.formula[0], rule.dxf.font.color.rgb[-6:]) for rule in area.rules if rule.dxf.font
        ]
        for area in sheet.conditional_formatting
    }
    good, bad = rules["D6:D12"]
    assert good == ("AND(ISNUMBER(D6),ROUND(N(D6),2)<0)", "1A7F6B")
    assert bad == ("AND(ISNUMBER(D6),ROUND(N(D6),2)>0)", "8E1B12")


def test_only_what_is_material_has_a_colour(tmp_path: Path) -> None:
    """Where a variance is judged, it and its letter follow their meaning beside the mark alone."""
    mark = Ref("plan", "a", "mark")
    by_column = {
        "x": Cell(Literal(-5.0), "money", "variance", "lower", judged=mark),
        "letter": Cell(Literal("F"), "word", "status", judged=mark),
        "mark": Cell(Literal(MATERIAL), "word", "flag"),
    }
    columns = (Column("x", "Var."), Column("letter", "F/U"), Column("mark", "Mat."))
    grid = Grid("plan", columns, (Row("a", by_column),))
    path = written(tmp_path, (grid,))
    formulas = [
        rule.formula[0]
        for area in openpyxl.load_workbook(path)["Extra"].conditional_formatting
        for rule in area.rules
        if rule.dxf.font
    ]
    assert len(formulas) == 4
    assert all(formula.startswith(f'AND($C2="{MATERIAL}",') for formula in formulas)


def test_what_is_neither_good_nor_bad_has_no_colour(tmp_path: Path) -> None:
    """A cost that stands between two savings stays black: only savings follow their meaning."""
    saved = Cell(Literal(5.0), "money", "variance", "higher")
    cost = Cell(Literal(5.0), "money")
    rows = [Row("a", {"x": saved}), Row("head", {}, "heading"), Row("b", {"x": saved})]
    rows += [Row("c", {"x": cost}), Row("d", {"x": saved})]
    path = written(tmp_path, (Grid("plan", (Column("x", "What"),), tuple(rows)),))
    areas = openpyxl.load_workbook(path)["Extra"].conditional_formatting

    coloured = {str(area.sqref) for area in areas for rule in area.rules if rule.dxf.font}
    assert coloured == {"A2", "A4", "A6"}


def test_long_amounts_on_a_chart_are_told_in_millions() -> None:
    """Labels of hundreds of millions would run into each other, so charts say 4,059.7M."""
    formats = NumberFormats("en")

    assert formats.for_chart(9.9e7) is formats
    assert formats.for_chart(4.06e9).quiet_code("money") == '#,##0.0,,"M";-#,##0.0,,"M";;'
    assert formats.for_chart(8.93e11).quiet_code("money") == '#,##0,,"M";-#,##0,,"M";;'
    assert formats.for_chart(8.93e11).shown(8.9308e11, "money", "", "") == "893,080M"
    assert NumberFormats("en", "K").for_chart(4.06e9).code("money") == "#,##0.0,;-#,##0.0,;#,##0.0,"
