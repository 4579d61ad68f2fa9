"""The sample company's files: the same every time, consistent, and with the story they tell."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from xlcost.errors import UsageError
from xlcost.samples.activity import contacts
from xlcost.samples.budget import budget
from xlcost.samples.closing import ADJUSTMENTS, trial_balance
from xlcost.samples.company import ACCOUNTS, COST_CENTRES, PHONE
from xlcost.samples.euros import BUDGET_RATE, rate, rates
from xlcost.samples.intervals import intervals
from xlcost.samples.ledger import Posting, postings
from xlcost.samples.make import make_sample
from xlcost.samples.story import ACTUAL_MONTHS, BUDGET_MONTHS, StoryMonth
from xlcost.samples.tables import tables
from xlcost.samples.workforce import staff

MONTHS = (*ACTUAL_MONTHS, *BUDGET_MONTHS)
MEASURED = (
    "offered",
    "handled",
    "abandoned",
    "answered_in_threshold",
    "talk_seconds",
    "wait_seconds",
)


@pytest.fixture(scope="module")
def ledger() -> list[Posting]:
    """Return every posting."""
    return list(postings())


@pytest.mark.parametrize("language", ["en", "nb"])
def test_two_samples_are_the_same(tmp_path: Path, language: str) -> None:
    """A sample made twice is the same byte for byte, its workbook too."""
    first, second = make_sample(tmp_path / "a", language), make_sample(tmp_path / "b", language)
    files = sorted(path.name for path in first.iterdir())
    assert len(files) == len(tables(language)) + 2  # and the settings and the plan
    for name in files:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_unknown_language_is_refused(tmp_path: Path) -> None:
    """A language without a sample is one clear sentence, and nothing is written."""
    with pytest.raises(UsageError, match="'fr'"):
        make_sample(tmp_path / "fr", "fr")
    assert not (tmp_path / "fr").exists()


def test_ledger_spans_two_years_in_a_plausible_number_of_postings(ledger: list[Posting]) -> None:
    """There are ten to twenty thousand postings, in every month from 2025-01 to 2026-10."""
    assert 10_000 < len(ledger) < 20_000
    assert sorted({row.date[:7] for row in ledger}) == [month.text for month in ACTUAL_MONTHS]


def test_ledger_uses_only_known_accounts_and_cost_centres(ledger: list[Posting]) -> None:
    """Every posting has an account of the chart and a cost centre of the list, and all are used."""
    assert {row.account for row in ledger} == {account.code for account in ACCOUNTS}
    assert {row.centre for row in ledger} == {centre.code for centre in COST_CENTRES}


def test_exactly_one_document_is_posted_twice(ledger: list[Posting]) -> None:
    """The doubled hardware invoice is the only row that repeats another."""
    doubled = {row: count for row, count in Counter(ledger).items() if count > 1}
    assert list(doubled.values()) == [2]
    assert next(iter(doubled)).account == "6550"


def test_ledger_amounts_are_exact_cents_in_the_file(tmp_path: Path, ledger: list[Posting]) -> None:
    """The amounts in the ledger file add up to the postings, cent by cent."""
    worth = rates() | {"": Decimal(1)}
    with (make_sample(tmp_path) / "ledger.csv").open(encoding="utf-8", newline="") as file:
        total = sum(
            Decimal(row["amount"]) * worth[row["date"][:7] if row["currency"] == "EUR" else ""]
            for row in csv.DictReader(file)
        )
    assert total * 100 == sum(row.cents for row in ledger)


def test_trial_balance_and_ledger_agree(ledger: list[Posting]) -> None:
    """The trial balance holds what the ledger has, in kroner, for every month and account."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in ledger:
        sums[row.date[:7], row.account] += row.cents
    assert trial_balance() == sums


def test_currencies_move_costs_away_from_the_budget(ledger: list[Posting]) -> None:
    """What is paid in euros costs more in October 2026 than at the rate of the budget."""
    paid = sum(row.euros for row in ledger if row.date.startswith("2026-10"))
    month = StoryMonth(2026, 10, "actual")
    assert paid * (rate(month) - BUDGET_RATE) > 9_000


def test_every_adjustment_is_of_a_known_account_and_cost_centre() -> None:
    """Corrections speak of accounts and cost centres that the ledger has."""
    assert {row.account for row in ADJUSTMENTS} <= {account.code for account in ACCOUNTS}
    assert {row.centre for row in ADJUSTMENTS} <= {centre.code for centre in COST_CENTRES}


@pytest.mark.parametrize("month", MONTHS, ids=lambda month: f"{month.version}-{month.text}")
def test_contacts_agree_with_each_other(month: StoryMonth) -> None:
    """Offered = handled + abandoned, and no part is larger than its whole."""
    for row in contacts(month):
        assert row.offered == row.handled + row.abandoned
        assert row.abandoned_in_threshold <= row.abandoned
        assert (row.answered_in_threshold or 0) <= row.handled
        assert row.resolved_first_contact <= row.resolved <= row.handled or not row.resolved
        assert row.csat_satisfied <= row.csat_responses <= row.handled
        assert row.sales <= row.leads <= row.handled


@pytest.mark.parametrize("month", MONTHS, ids=lambda month: f"{month.version}-{month.text}")
def test_hours_agree_with_contacts(month: StoryMonth) -> None:
    """A team's handle hours are its contacts' seconds, within its logged-in and paid hours."""
    seconds: dict[str, float] = defaultdict(float)
    for row in contacts(month):
        seconds[row.team.en] += row.handle_hours
    for row in staff(month):
        assert row.paid_hours >= row.shrinkage_hours > 0
        if row.handle_hours is None or row.logged_in_hours is None:
            continue
        assert row.handle_hours == pytest.approx(seconds[row.centre.name.en], abs=0.01)
        assert row.handle_hours <= row.logged_in_hours * 0.8801
        assert row.logged_in_hours + row.shrinkage_hours == pytest.approx(row.paid_hours, abs=0.02)


def test_budget_holds_both_versions_for_the_whole_year() -> None:
    """Original and revised budgets cover all of 2026, agree to June and part from July."""
    totals: dict[tuple[str, int], int] = defaultdict(int)
    for row in budget():
        totals[row.version, row.month.number] += row.amount
    assert len(totals) == 24
    same = [totals["original", month] == totals["revised", month] for month in range(1, 13)]
    assert same == [True] * 6 + [False] * 6


def test_october_has_material_variances_both_ways(ledger: list[Posting]) -> None:
    """The reported month has at least three material variances, some favourable, some not."""
    lines = {account.code: account.line.en for account in ACCOUNTS if account.kind == "cost"}
    actual: dict[str, float] = defaultdict(float)
    planned: dict[str, float] = defaultdict(float)
    for row in ledger:
        if row.date.startswith("2026-10") and row.account in lines:
            actual[lines[row.account]] += row.cents / 100
    for plan in budget():
        if (plan.version, plan.month.number) == ("revised", 10) and plan.account in lines:
            planned[lines[plan.account]] += plan.amount
    differences = {line: actual[line] - planned[line] for line in planned}
    material = {
        line: difference
        for line, difference in differences.items()
        if abs(difference) >= max(10_000, 0.05 * abs(planned[line]))
    }
    assert sum(difference > 0 for difference in material.values()) >= 3
    assert sum(difference < 0 for difference in material.values()) >= 2


def test_intervals_add_up_to_the_activity_of_the_month() -> None:
    """The half hours of October are the month's calls, team by team, to the call and the second."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in intervals():
        assert row.offered == row.handled + row.abandoned
        assert 0 <= row.answered_in_threshold <= row.handled
        for name in MEASURED:
            sums[row.queue.team.en, name] += getattr(row, name)
    calls = [row for row in contacts(ACTUAL_MONTHS[-1]) if row.channel is PHONE]
    assert len(calls) == 4
    assert sums == {
        (row.team.en, name): getattr(row, name) or 0 for row in calls for name in MEASURED
    }
