"""The page docs/report.md shows every sheet of the sample pack."""

from __future__ import annotations

import re
from pathlib import Path

from shared_samples import Samples

from xlcost.locales.words import words
from xlcost.report.build import build

DOCS = Path(__file__).resolve().parents[1] / "docs"
CREATED = "2026-11-05T08:00:00Z"
LARGEST = 300_000  # bytes of a picture: the page has many


def test_every_sheet_is_shown_and_asked_for(samples: Samples) -> None:
    """The page has each sheet of the sample in its order, with what it answers and a picture."""
    report = build(
        samples.dataset("en"), language="en", created="2026-11-05T08:00:00Z", version="0.0"
    )
    page = (DOCS / "report.md").read_text(encoding="utf-8")
    found = re.findall(r"## (.+)\n\n([^!]+)\n\n!\[\1\]\(pictures/(\w+)\.png\)", page)
    assert [(title, key) for title, _, key in found] == [
        (sheet.title, sheet.key) for sheet in report.sheets
    ]
    assert all(question.endswith("?") for _, question, _ in found)
    pictures = {path.stem: path.stat().st_size for path in (DOCS / "pictures").glob("*.png")}
    assert set(pictures) == {sheet.key for sheet in report.sheets}
    assert max(pictures.values()) < LARGEST


def test_the_first_report_shows_its_steps() -> None:
    """The page of the first report has a picture of each step, and every picture is on it."""
    page = (DOCS / "first-report.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"]\(pictures/first-report/(\w+)\.png\)", page))
    pictures = {p.stem: p.stat().st_size for p in (DOCS / "pictures/first-report").glob("*.png")}
    assert shown == set(pictures) == {"report_sheet", "files", "accounts", "to_do"}
    assert max(pictures.values()) < LARGEST


def test_the_first_report_names_the_buttons_that_there_are() -> None:
    """Every button of the table is a label of the template, in the words of its sheet."""
    page = (DOCS / "first-report.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| \*(.+?)\* \|", page, flags=re.MULTILINE)
    labels = set(words("en").section("template.report").values())
    assert len(named) == 9
    assert not [one for one in named if one not in labels]
