"""Draw docs/pictures/: the first page of each sheet of the sample pack, and the first steps.

Usage: `python docs/pictures.py [KEY...]`, where LibreOffice and poppler-utils are installed: all of
them, or those of the sheets with these keys alone.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from xlcost import __version__
from xlcost.inputs.loading import load
from xlcost.locales.words import words
from xlcost.outputs.pdf import write_pdf
from xlcost.report.build import build
from xlcost.report.model.evaluation import evaluate
from xlcost.runs.first_settings import first_settings
from xlcost.samples.exports import make_exports
from xlcost.samples.make import LAST_PERIOD, make_sample
from xlcost.workbook.layout import sheet_titles
from xlcost.workbook.render import write_workbook

FOLDER = Path(__file__).with_name("pictures")
FRONT = Path(__file__).with_name("report.png")
CREATED = "2026-11-05T08:00:00Z"
FRONT_DOTS, DOTS = "120", "84"  # an inch
TEMPLATE = Path(__file__).parents[1] / "templates" / "xlcost.xlsm"
STEPS = FOLDER / "first-report"
SETUP = ("files", "accounts", "to_do")
ROWS = 16  # of a sheet that are enough to see what it is
STEP_DOTS, POINTS, MARGIN = "90", 72, 14
FOOT = 60  # points at the foot of a page, where the name of its sheet stands


def draw(keys: Sequence[str] = (), folder: Path = FOLDER, front: Path = FRONT) -> list[Path]:
    """Build the sample pack, print it with LibreOffice, and keep one page of each sheet.

    Raises:
        SystemExit: A key is none of a sheet.
    """
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        titles = _write(work / "pack.xlsx", work / "data")
        pdf = write_pdf(work / "pack.xlsx")
        firsts = _first_pages(pdf, list(titles.values()))
        if unknown := [key for key in keys if key not in titles]:
            raise SystemExit(f"No sheet is {unknown[0]!r}; there are {', '.join(titles)}.")
        drawn = [
            _picture(pdf, firsts[titles[key]], DOTS, folder / f"{key}.png")
            for key in keys or titles
        ]
        if not keys or "summary" in keys:
            _picture(pdf, 1, FRONT_DOTS, front)
    return drawn


def draw_steps(folder: Path = STEPS) -> list[Path]:
    """Print the sheet Report of the template, and the sheets that `xlcost init` writes."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        made = first_settings(make_exports(work / "exports"), "en")
        setup = words("en").section("setup.sheets")
        drawn = []
        for key in SETUP:
            page = _alone(made.path, setup[key], work / f"{key}.xlsx")
            drawn.append(_top(write_pdf(page), 1, folder / f"{key}.png"))
        shutil.copyfile(TEMPLATE, work / "template.xlsm")
        pdf = write_pdf(work / "template.xlsm")
        title = words("en").text("template.report.title")
        pages = (n for n in range(1, 9) if title in _told("pdftotext", *_only(n), str(pdf), "-"))
        drawn.append(_top(pdf, next(n for n in pages if n > 1), folder / "report_sheet.png"))
        return drawn


def _alone(book: Path, title: str, target: Path) -> Path:
    """Write the top of one sheet of a workbook, on one page with its grid."""
    copy = load_workbook(book)
    for sheet in copy.worksheets:
        if sheet.title != title:
            copy.remove(sheet)
    (sheet,) = copy.worksheets
    last = sheet.cell(1, sheet.max_column).column_letter
    sheet.print_area = f"A1:{last}{min(sheet.max_row, ROWS)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(0.2, 0.2, 0.2, 0.2, 0, 0)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.headings = sheet.print_options.gridLines = True
    copy.save(target)
    return target


def _only(page: int) -> list[str]:
    return ["-f", str(page), "-l", str(page)]


def _top(pdf: Path, page: int, target: Path) -> Path:
    """Draw a page down to where its last word stands."""
    words_ = _told("pdftotext", *_only(page), "-bbox", str(pdf), "-")
    ends = [float(one) for one in re.findall(r'<word [^>]*yMax="([0-9.]+)"', words_)]
    height = round((max(ends) + MARGIN) / POINTS * int(STEP_DOTS))
    command = ["pdftoppm", "-png", "-singlefile", "-r", STEP_DOTS, *_only(page), "-H", str(height)]
    subprocess.run([*command, pdf, target.with_suffix("")], check=True)
    return target


def _write(path: Path, data: Path) -> dict[str, str]:
    """Write the pack and return its sheets: key and title."""
    make_sample(data, "en")
    dataset = load(data, period=LAST_PERIOD, language="en")
    report = build(dataset, language="en", created=CREATED, version=__version__)
    write_workbook(report, evaluate(report), path)
    titles = sheet_titles([sheet.title for sheet in report.sheets])
    return {sheet.key: title for sheet, title in zip(report.sheets, titles, strict=True)}


def _first_pages(pdf: Path, titles: list[str]) -> dict[str, int]:
    """Return the first page of each sheet, by the name at the foot."""
    sizes = _told("pdfinfo", "-f", "1", "-l", "999", str(pdf))
    found: dict[str, int] = {}
    for number, height in re.findall(r"Page +(\d+) size: +[\d.]+ x ([\d.]+)", sizes):
        top = str(round(float(height)) - FOOT)
        area = ["-x", "0", "-y", top, "-W", "2000", "-H", str(FOOT)]
        text = _told("pdftotext", "-layout", "-f", number, "-l", number, *area, str(pdf), "-")
        lines = [line.strip() for line in text.splitlines()]
        foot = next((line for line in lines if f"Page {number} of" in line), "")
        sheet = foot.partition("  ")[0]
        if sheet in titles:
            found.setdefault(sheet, int(number))
    return found


def _told(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _picture(pdf: Path, page: int, dots: str, target: Path) -> Path:
    command = ["pdftoppm", "-png", "-singlefile", "-r", dots, "-f", str(page), "-l", str(page)]
    subprocess.run([*command, pdf, target.with_suffix("")], check=True)
    return target


if __name__ == "__main__":
    draw(sys.argv[1:])
    if not sys.argv[1:]:
        draw_steps()
