"""Draw docs/pictures/: the first page of each sheet of the sample company's pack.

Usage: `python docs/pictures.py`, where LibreOffice and poppler-utils are installed.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from xlcost import __version__
from xlcost.inputs.loading import load
from xlcost.outputs.pdf import write_pdf
from xlcost.report.build import build
from xlcost.report.model.evaluation import evaluate
from xlcost.samples.make import LAST_PERIOD, make_sample
from xlcost.workbook.layout import sheet_titles
from xlcost.workbook.render import write_workbook

FOLDER = Path(__file__).with_name("pictures")
FRONT = Path(__file__).with_name("report.png")
CREATED = "2026-11-05T08:00:00Z"
FRONT_DOTS, DOTS = "120", "84"  # an inch
FOOT = 60  # points at the foot of a page, where the name of its sheet stands


def draw(folder: Path = FOLDER, front: Path = FRONT) -> list[Path]:
    """Build the sample pack, print it with LibreOffice, and keep one page of each sheet."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        titles = _write(work / "pack.xlsx", work / "data")
        pdf = write_pdf(work / "pack.xlsx")
        firsts = _first_pages(pdf, list(titles.values()))
        drawn = []
        for key, title in titles.items():
            drawn.append(_picture(pdf, firsts[title], DOTS, folder / f"{key}.png"))
        _picture(pdf, 1, FRONT_DOTS, front)
    return drawn


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
    draw()
