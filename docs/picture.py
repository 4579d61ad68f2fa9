"""Draw docs/report.png, the first page of the sample company's report.

Usage: `python docs/picture.py`, where LibreOffice and pdftoppm (poppler-utils) are installed.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from xlcost.pack import build_report
from xlcost.samples.make import LAST_PERIOD, make_sample

PICTURE = Path(__file__).with_name("report.png")
DOTS_PER_INCH = "120"


def draw(picture: Path = PICTURE) -> None:
    """Build the sample report, print it with LibreOffice, and keep its first page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_sample(folder / "data", "en")
        report = build_report(folder / "data", folder, LAST_PERIOD, "en").path
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        printed = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*printed, report], check=True, capture_output=True)
        page = ["pdftoppm", "-png", "-singlefile", "-r", DOTS_PER_INCH]
        target = picture.with_suffix("")
        subprocess.run([*page, report.with_suffix(".pdf"), target], check=True)


if __name__ == "__main__":
    draw()
