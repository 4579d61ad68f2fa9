"""How many pages everybody gets, in print and as PDF, and that none of them is without its heads.

One conversion a company: the sample in two languages, a cost centre of it, a ledger alone, and a
company with forty lines and twelve channels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
from hand_made import HandMade, company, frame
from hand_made import activity as contacts
from hand_made import ledger as postings_of
from printed import Page, by_sheet, overlaps, pages, said
from shared_samples import Samples

from xlcost.dataset import facts as frames
from xlcost.dataset.slices import parts, slices
from xlcost.outputs.pdf import write_pdf
from xlcost.report.build import build
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.spec import Grid, Report
from xlcost.workbook.layout import sheet_titles
from xlcost.workbook.render import write_workbook

USUAL: Final = 8
OF_A_PART: Final = 5
# Forty lines and twelve channels: lines, cost centres, forecast and comments take more than one.
LARGE: Final = 14
LINES, CHANNELS, CATEGORY = 40, 12, 5


def large() -> HandMade:
    """Return the small company with forty lines in eight categories and twelve channels."""
    account, category = "7{:03d}", "Category {}"
    known = frame(
        frames.ACCOUNTS,
        [
            {
                "account": account.format(number),
                "name": f"Account {number}",
                "line": f"Bought service number {number}",
                "category": category.format(number // CATEGORY),
                "behaviour": "fixed",
                "kind": "cost",
                "recurring": "yes",
            }
            for number in range(LINES)
        ],
    )
    book = postings_of()
    one = book[book["account"] == book["account"].iloc[0]]
    ledger = pd.concat(
        [
            one.assign(account=account.format(number), amount=one["amount"] * (1 + number % 7))
            for number in range(LINES)
        ],
        ignore_index=True,
    )
    budget = ledger[ledger["period"] > 202600].assign(version="original")
    budget = budget.assign(amount=budget["amount"] * 0.9)[list(frames.BUDGET_COLUMNS)]
    calls = contacts(("actual",))
    phone = calls[calls["channel"] == "phone"]
    activity = pd.concat(
        [phone.assign(channel=f"Channel {number}") for number in range(CHANNELS)],
        ignore_index=True,
    )
    return company(ledger=ledger, budget=budget, accounts=known, activity=activity)


def alone() -> HandMade:
    """Return the company of whom there is a ledger and nothing else."""
    empty: dict[str, Any] = {
        "budget": frame(frames.BUDGET_COLUMNS, []),
        "cost_centres": frame(frames.COST_CENTRES, []),
        "activity": contacts().iloc[:0],
        "workforce": frame((*frames.WORKFORCE_KEYS, *frames.WORKFORCE_MEASURES), []),
    }
    return company(**empty)


def part(samples: Samples) -> Any:
    """Return one cost centre of the sample."""
    dataset = samples.dataset("nb")
    return next(slices(dataset, parts(dataset, "cost_centre")[:1]))


@dataclass(frozen=True)
class Case:
    """A company, its language, and how many pages its pack has at most."""

    make: Callable[[Samples], Any]
    language: str
    most: int


CASES: Final[Mapping[str, Case]] = {
    "sample_en": Case(lambda samples: samples.dataset("en"), "en", USUAL),
    "sample_nb": Case(lambda samples: samples.dataset("nb"), "nb", USUAL),
    "part": Case(part, "nb", OF_A_PART),
    "alone": Case(lambda _: alone(), "en", USUAL),
    "large": Case(lambda _: large(), "en", LARGE),
}


@dataclass(frozen=True)
class Print:
    """A report, and the pages of each of its sheets that is printed."""

    case: Case
    report: Report
    pages: Mapping[str, list[Page]]

    @property
    def all(self) -> list[Page]:
        """Every page."""
        return [page for found in self.pages.values() for page in found]


@pytest.fixture(scope="module", params=CASES)
def printed(
    request: pytest.FixtureRequest, samples: Samples, tmp_path_factory: pytest.TempPathFactory
) -> Print:
    """Return what a company prints, converted once."""
    case = CASES[request.param]
    dataset, created = case.make(samples), "2026-11-05T08:00:00Z"
    report = build(dataset, language=case.language, created=created, version="0", pages="short")
    path: Path = tmp_path_factory.mktemp("pages") / "pack.xlsx"
    write_workbook(report, evaluate(report), path)
    titles = sheet_titles([sheet.title for sheet in report.sheets])
    pairs = list(zip(report.sheets, titles, strict=True))
    left_out = [title for sheet, title in pairs if not sheet.printed]
    found = by_sheet(pages(write_pdf(path, left_out)), titles)
    keys = {title: sheet.key for sheet, title in pairs} | {"": "nowhere"}
    return Print(case, report, {keys[title]: held for title, held in found.items()})


def test_no_more_pages_than_everybody_reads(printed: Print) -> None:
    """Eight pages for a company of usual size, five for a part, fourteen for a large one."""
    printed_sheets = {sheet.key for sheet in printed.report.sheets if sheet.printed}
    assert {key for key, found in printed.pages.items() if found} == printed_sheets
    counts = {key: len(found) for key, found in printed.pages.items()}
    assert 1 < sum(counts.values()) <= printed.case.most, counts
    assert all(page.words for page in printed.all)


def test_no_heading_is_lost_on_a_second_page(printed: Print) -> None:
    """Every page that a sheet goes on to begins with the heads of a table, or with its title."""
    for sheet in printed.report.sheets:
        heads = [
            {column.title for column in part.columns if column.title}
            for block in sheet.blocks
            if isinstance(block, Grid)
            for part in block.parts
        ]
        for _, page in pairwise(printed.pages.get(sheet.key, [])):
            top = sorted(page.words, key=lambda word: word.top)
            first = "".join(word.text for word in top[: len(top) // 2])
            whole = ["".join(title.split()) for titles in heads for title in titles]
            told = sum(title in first for title in dict.fromkeys(whole))
            assert told > 2, (sheet.key, page.number, [word.text for word in top[:12]])


def test_nothing_is_cut(printed: Print) -> None:
    """No number is a row of crosses, and no word is written over another, on any page."""
    assert "###" not in said(printed.all)
    found = {page.number: overlaps(page) for page in printed.all}
    assert {number: pairs for number, pairs in found.items() if pairs} == {}
