"""Links of a pack: each leads to a row that speaks of the same thing, and one can come back."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from shared_samples import Samples

from xlcost.locales.words import words
from xlcost.report.build import build
from xlcost.report.model.evaluation import evaluate
from xlcost.workbook.render import write_workbook

WHERE = re.compile(r"'?(.+?)'?!\$?([A-Z]+)\$?(\d+)")


@pytest.fixture(scope="module", params=["en", "nb"])
def pack(
    request: pytest.FixtureRequest, samples: Samples, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Workbook]:
    """Return the sample's pack in each language."""
    language = request.param
    created = "2026-11-05T08:00:00Z"
    report = build(
        samples.dataset(language), language=language, created=created, version="0", pages="short"
    )
    path: Path = tmp_path_factory.mktemp("links") / "pack.xlsx"
    write_workbook(report, evaluate(report), path)
    return language, openpyxl.load_workbook(path, data_only=True)


def links(book: Workbook) -> list[tuple[str, str, str, int]]:
    """Return sheet and address of each link, and sheet and row that it leads to."""
    found = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink and cell.hyperlink.location:
                    where = WHERE.fullmatch(unquote(cell.hyperlink.location))
                    assert where, cell.hyperlink.location
                    title = where[1].replace("''", "'")
                    found.append((sheet.title, cell.coordinate, title, int(where[3])))
    return found


def said(sheet: Worksheet, row: int) -> str:
    """Return everything that a row says in words."""
    return " | ".join(str(cell.value) for cell in sheet[row] if isinstance(cell.value, str))


def key(text: str) -> str:
    """Return a label without what it says of methods and periods, so that two can be compared."""
    return re.split(r" \(| ●|,", text)[0].casefold().strip()


def test_every_link_leads_to_what_it_speaks_of(pack: tuple[str, Workbook]) -> None:
    """The row that a link leads to has the words of its own row, or what that counts."""
    language, book = pack
    sheets = words(language).section("report.sheets")
    by_title = {title: name for name, title in sheets.items()}
    told = links(book)
    assert len(told) > 90
    wrong = []
    for title, address, other, row in told:
        label, target = str(book[title][address].value), said(book[other], row)
        home = said(book[title], book[title][address].row)
        pair = by_title[title], by_title[other]
        # Totals and days lead to the total, controls to the figure, counts to their list.
        loose = pair[0] == "checks" or other in (sheets["findings"], sheets["about"])
        loose = loose or pair == ("summary", "checks")
        total = words(language).text("report.rows.total_opex")
        if pair[0] == "findings":  # the same row of the same file, or the same line
            names = [book[title].cell(book[title][address].row, n).value for n in (2, 4, 5)]
            loose = names[0] in target and any(
                cell.value in names[1:] for cell in book[other][row] if cell.value
            )
        same = key(label) in target.casefold() or key(target.split(" | ")[0]) in home.casefold()
        parts = label.casefold().split(", ")  # "October 2026, without one-offs"
        same = same or any(part in target.casefold() for part in parts[1:])
        if not (same or target.startswith(total) or (loose and target)):
            wrong.append((title, address, label, other, row, target))
    assert wrong == []


def test_a_variance_leads_to_its_line_its_postings_and_back(pack: tuple[str, Workbook]) -> None:
    """From the largest variance on Summary to its line, from there to its postings, and back."""
    language, book = pack
    sheets = words(language).section("report.sheets")
    led = {(title, address): (other, row) for title, address, other, row in links(book)}
    lines, postings = sheets["opex_lines"], sheets["postings"]
    heads = {(title, address): to for (title, address), to in led.items() if title == postings}
    assert len(heads) > 3
    for (_, address), (other, row) in heads.items():
        assert other == lines
        assert book[lines].cell(row, 1).value == book[postings][address].value
        assert led[lines, f"A{row}"] == (postings, book[postings][address].row)
    reached = {
        row
        for (title, _), (other, row) in led.items()
        if title == sheets["summary"] and other == lines
    }
    assert reached & {row for _, row in heads.values()}
    findings = [to for (title, _), to in led.items() if title == sheets["findings"]]
    assert all(other in (postings, sheets["commentary"]) for other, _ in findings)


def test_no_link_leads_to_a_corner(pack: tuple[str, Workbook]) -> None:
    """No link leads to the upper left corner of a sheet that has a row of its own for it."""
    language, book = pack
    sheets = words(language).section("report.sheets")
    corner = [(title, address, other) for title, address, other, row in links(book) if row == 1]
    assert [one for one in corner if one[2] != sheets["checks"]] == []
