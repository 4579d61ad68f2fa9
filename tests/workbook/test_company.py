"""The whole report of a small company as a workbook: live, readable formulas that recalculate."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hand_made import HandMade, activity, company, made, settings
from openxml_audit import OpenXmlValidator

from tests.libreoffice import differences
from tests.workbook.test_render import CHART, parts
from xlcost.catalogue.families import catalogue
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.spec import Grid, Text
from xlcost.workbook.render import write_workbook

LONGEST = 400  # characters that an auditor can still read
# The steps of a labour bridge have six drivers over four ranges of channels, and say them all.
LONGEST_OF_RANGES = 560
# Sentences of the message and their numbers in words stand on Data, where a pack says them once.
LONGEST_ON_DATA = 3000
# Every function that a formula may use: all are older than Excel 2010.
EXCEL_2010 = {
    *("ABS", "AND", "COLUMN", "COLUMNS", "COUNTIF", "IF", "INDEX", "INT", "ISERROR", "ISNA"),
    *("ISNUMBER", "ISTEXT", "MATCH", "MAX", "MIN", "MMULT", "MOD", "N", "NA", "NPV", "OR"),
    *("ROUND", "ROUNDUP", "ROW", "ROWS", "SUM", "SUMIFS", "SUMPRODUCT", "TEXT", "TRANSPOSE"),
}


def two_ways() -> HandMade:
    """Return the company with outbound calls, and with a September in which nobody called."""
    frame = activity()
    outbound = frame[frame["channel"] == "phone"].assign(direction="outbound", sales=100.0)
    frame = pd.concat([frame, outbound], ignore_index=True)
    measures = [column for column in frame if frame[column].dtype == float]
    frame.loc[frame["period"] == 202609, measures] = 0.0
    found = company(activity=frame)
    found.settings = settings(currency="USD", better_is_positive=True)
    return found


def written(dataset: HandMade, folder: Path, language: str = "en") -> Path:
    """Write the company's report."""
    report = made(dataset, language=language)
    path = folder / f"{report.file_stem}.xlsx"
    write_workbook(report, evaluate(report), path)
    return path


@pytest.fixture(scope="module", params=["en", "nb"])
def workbook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the company in each language, written once."""
    return written(two_ways(), tmp_path_factory.mktemp("company"), request.param)


def formulas(path: Path) -> dict[str, str]:
    """Return every formula of a workbook by its address."""
    book = openpyxl.load_workbook(path)
    return {
        f"{sheet.title}!{cell.coordinate}": str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def test_every_formula_can_be_read(workbook: Path) -> None:
    """No formula is longer than an auditor reads; ratios point at sums on the Data sheet."""
    found = formulas(workbook)
    assert len(found) > 1000
    long = {
        where: text
        for where, text in found.items()
        # The name of a sheet is as long as its language makes it.
        if len(re.sub(r"\w+!", "", text))
        > (
            LONGEST_ON_DATA
            if where.startswith("Data!")
            else LONGEST_OF_RANGES
            if "SUMPRODUCT(" in text
            else LONGEST
        )
    }
    assert long == {}


def test_formulas_are_those_of_excel_2010(workbook: Path) -> None:
    """No formula asks for a newer Excel, nor for a part of a table that Calc does not know."""
    found = [re.sub(r'"[^"]*"', "", text) for text in formulas(workbook).values()]
    used = {name for text in found for name in re.findall(r"([A-Za-z_][\w.]*)\(", text)}
    assert len(used) > 10
    assert used <= EXCEL_2010
    twins = " ".join(str(metric.formula) for metric in catalogue() if metric.formula)
    assert set(re.findall(r"\b([A-Z][A-Z0-9.]*)\(", twins)) <= EXCEL_2010
    tables = {part for text in found for part in re.findall(r"\w+(\[.*?\]+)", text)}
    assert len(tables) > 5
    assert [part for part in tables if "#" in part and not re.match(r"\[\[#(All|This)", part)] == []


def test_every_figure_of_the_report_is_a_formula(tmp_path: Path) -> None:
    """A figure that is made of others is written as a formula, never as a plain value."""
    report = made(two_ways())
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    live = sum(
        type(cell.expression).__name__ != "Literal"
        for sheet in report.sheets
        for block in sheet.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row.cells.values()
    )
    said = sum(
        isinstance(block, Text) and block.said is not None
        for sheet in report.sheets
        for block in sheet.blocks
    )
    assert len(formulas(path)) == live + said


def test_the_report_recalculates_to_what_is_cached(workbook: Path) -> None:
    """LibreOffice finds the same value in every cell, gaps of charts included."""
    assert differences(workbook) == []


def test_the_report_is_valid(workbook: Path) -> None:
    """The validator of the Open XML SDK finds nothing."""
    assert [str(error) for error in OpenXmlValidator().validate(str(workbook)).errors] == []


def test_months_without_answer_are_gaps(workbook: Path) -> None:
    """A line has no point where a figure is not available: text would be drawn as 0."""
    book = openpyxl.load_workbook(workbook, data_only=True)
    errors = [
        c for s in book.worksheets for row in s.iter_rows() for c in row if c.data_type == "e"
    ]
    assert errors == []
    drawn = [chart for name, chart in parts(workbook, r"xl/charts/chart\d+\.xml").items()]
    counts = {
        (int(cache.find(f"{CHART}ptCount").get("val")), len(cache.findall(f"{CHART}pt")))
        for chart in drawn
        if chart.find(f".//{CHART}lineChart") is not None
        and chart.find(f".//{CHART}barChart") is None
        for cache in chart.iter(f"{CHART}numCache")
    }
    assert counts == {(13, 13), (13, 12)}
    assert all(chart.find(f".//{CHART}dispBlanksAs").get("val") == "gap" for chart in drawn)
