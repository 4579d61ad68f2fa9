"""Published files, from settings to facts: every known total, to the cent."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.facts import controls
from xlcost.dataset.findings import Code, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load

SETTINGS = Path(__file__).parent / "settings"
DIALECTS = [
    "de-moers-haushalt.csv",
    *(
        f"moers-dialects/moers-{name}"
        for name in (
            "all-quoted-pipe.csv",
            "ch-apostrophe.csv",
            "cr-only.csv",
            "fr-nnbsp.csv",
            "multirow-merged-totals.xlsx",
            "no-nbsp-thousands.csv",
            "sap-trailing-minus.csv",
            "sep-line.csv",
            "text-numbers.xlsx",
            "us-dollar-parens-dashzero.csv",
            "us-parentheses.csv",
            "utf16le-tab.txt",
        )
    ),
]


def read(
    shared_data: Path, name: str, files: str = "", period: str | None = None, **changes: Any
) -> Dataset:
    """Load the published data with the settings of a name."""
    found = tomllib.loads((SETTINGS / f"{name}.toml").read_text(encoding="utf-8"))
    if files:
        found["ledger"]["files"] = files
    for key, value in changes.items():
        found["ledger"][key] = value
    dataset = load(shared_data, parse_settings(found), period)
    for source in dataset.facts.sources:
        assert source.rows_read == source.rows_used + source.rows_left_out
    left = sum(source.rows_left_out for source in dataset.facts.sources if not source.shared)
    assert left == dataset.findings.rows_left_out
    return dataset


def sums(dataset: Dataset, name: str) -> dict[str, str]:
    """Return the amounts by version and period, to the cent."""
    frame = getattr(dataset.facts, name)
    keys = ["version", "period"] if "version" in frame else ["period"]
    found = frame.groupby(keys)["amount"].sum()
    return {
        "/".join(str(part) for part in (key if isinstance(key, tuple) else (key,))): f"{x:.2f}"
        for key, x in found.items()
    }


def used(dataset: Dataset, name: str) -> int:
    """Return the rows that an input used."""
    return sum(source.rows_used for source in dataset.facts.sources if source.input == name)


# These settings say how files are read, not which accounts of a city are income.
OPEN = (Code.MISSING_INPUT, Code.DOUBLE_ENTRY, Code.CREDIT_ACCOUNTS)


def errors(dataset: Dataset) -> list[str]:
    """Return what stops a report, but for a ledger or kinds of accounts that nobody says."""
    return [
        finding.sentence()
        for finding in dataset.findings
        if finding.severity is Severity.ERROR and finding.code not in OPEN
    ]


def test_boston_is_ledger_and_budget(shared_data: Path) -> None:
    """One file is the actual costs of FY23 and the budget of FY25 at once."""
    dataset = read(shared_data, "boston")
    assert sums(dataset, "ledger")["202300"] == "4059689437.60"
    assert sums(dataset, "budget")["original/202300"] == "4636924670.23"
    assert used(dataset, "ledger") == used(dataset, "budget") == 943
    assert not errors(dataset)


def test_boston_311_keeps_its_rows(shared_data: Path) -> None:
    """The contact centre's rows are kept, the other 940 are left out and counted."""
    dataset = read(shared_data, "boston_311")
    assert dataset.facts.ledger_total == Decimal("1716789.78")
    assert dataset.facts.budget_total == Decimal("2189014.32")
    left = [f for f in dataset.findings if f.code is Code.ROW_LEFT_OUT]
    assert [f.rows for f in left] == [940]


def test_stavanger_balances(shared_data: Path) -> None:
    """All 11,130 rows are used, also the 347 wider ones, and sum to nothing."""
    dataset = read(shared_data, "stavanger")
    assert dataset.facts.ledger_total == Decimal(0)
    assert used(dataset, "ledger") == 11_130
    assert [f.rows for f in dataset.findings if f.code is Code.RAGGED_ROW] == [347]
    assert not errors(dataset)


def test_bergen_years_are_columns(shared_data: Path) -> None:
    """Four years that are columns are four budgets of the same 1,761 rows."""
    dataset = read(shared_data, "bergen")
    assert used(dataset, "budget") == 1_761
    assert list(sums(dataset, "budget")) == [f"original/{year}00" for year in range(2013, 2017)]


def test_forde_codes_are_text(shared_data: Path) -> None:
    """778 rows with decimal commas; accounts and projects are texts."""
    dataset = read(shared_data, "forde")
    assert used(dataset, "ledger") == 778
    assert "1001" in set(dataset.facts.cost_centres["cost_centre"])
    assert not errors(dataset)


@pytest.mark.parametrize("name", DIALECTS)
def test_moers_in_thirteen_dialects(shared_data: Path, name: str) -> None:
    """The same amounts have the same totals however they are written."""
    settings = "moers_merged" if "merged" in name else "moers"
    dataset = read(shared_data, settings, f"ledgers/{name}")
    assert sums(dataset, "ledger") == {"201500": "17364260.82", "201600": "10348829.83"}
    assert sums(dataset, "budget") == {
        "original/201600": "9451058.04",
        "original/201700": "775222.78",
    }
    assert used(dataset, "ledger") == 2_119
    assert not errors(dataset)


def test_kiel_costs_are_negative(shared_data: Path) -> None:
    """6,595 rows in cp1252, decimal commas, German days; costs become positive."""
    dataset = read(shared_data, "kiel")
    assert used(dataset, "ledger") == 6_595
    assert str(dataset.period) == "2017P01"
    ledger = dataset.facts.ledger
    assert ledger.loc[ledger["account"] == "50110000", "amount"].sum() > 0
    assert ledger.loc[ledger["account"] == "44850000", "amount"].sum() < 0


def test_freiburg_saldo(shared_data: Path) -> None:
    """Income less expenses is the published result; as costs it has the other sign."""
    dataset = read(shared_data, "freiburg")
    assert dataset.facts.ledger_total == Decimal("-44932087.00")


def test_freiburg_totals(shared_data: Path) -> None:
    """Income and expenses of 2015 are each the published total, to the cent, as two controls."""
    dataset = read(shared_data, "freiburg_sides")
    income, expenses = controls(dataset.facts.sources)
    assert (income.total, expenses.total) == (Decimal("846097365.96"), Decimal("-801165278.96"))
    assert not errors(dataset)


def test_bremen_three_versions(shared_data: Path) -> None:
    """Original budget, revised budget and actual of 10,482 rows; "010" stays text."""
    dataset = read(shared_data, "bremen")
    assert sums(dataset, "ledger") == {"201600": "18785521638.40"}
    assert sums(dataset, "budget") == {
        "original/201600": "20741537580.00",
        "revised/201600": "21482473874.39",
    }
    assert used(dataset, "ledger") == 10_482


def test_oklahoma_totals_row_is_left_out(shared_data: Path) -> None:
    """The row with nothing but totals is not added to what it totals."""
    dataset = read(shared_data, "okc_budget")
    assert sums(dataset, "budget") == {
        "original/201400": "1130041489.00",
        "revised/201400": "1148266346.00",
    }
    assert [f.rows for f in dataset.findings if f.code is Code.TOTALS_ROW_LEFT_OUT] == [1]


def test_oklahoma_amendments_add_up(shared_data: Path) -> None:
    """Adopted and amendments are the amended budget, for every account of every unit."""
    budget = read(shared_data, "okc_amendments").facts.budget
    sides = budget.pivot_table(
        index=["account", "cost_centre", "entity"],
        columns="version",
        values="amount",
        aggfunc="sum",
        fill_value=0.0,
    )
    assert len(sides) > 1000
    together = sides["original"] + sides["amendments"]
    assert (together - sides["revised"]).abs().max() < 0.005


def test_oklahoma_revenue(shared_data: Path) -> None:
    """All 204 rows of a file with CR line ends are used."""
    assert used(read(shared_data, "okc_revenue"), "ledger") == 204


def test_london_thirteen_periods(shared_data: Path) -> None:
    """The drifting files of 13 periods are one ledger of 10,927 rows."""
    dataset = read(shared_data, "london")
    assert used(dataset, "ledger") == 10_927
    assert sorted(set(dataset.facts.ledger["period"])) == [201400 + n for n in range(1, 14)]
    assert str(dataset.period) == "2014P13"
    assert not errors(dataset)


def test_san_francisco_channels(shared_data: Path) -> None:
    """Inbound is handled, offered is handled + abandoned, visits are a channel of their own."""
    activity = read(shared_data, "san_francisco").facts.activity.set_index("channel")
    assert activity.loc["phone", "handled"].sum() == 669_671
    assert activity.loc["phone", "abandoned"].sum() == 26_978
    assert activity.loc["phone", "offered"].sum() == 669_671 + 26_978
    assert activity.loc["visit", "handled"].sum() == 113_902


def test_technion_rows_are_calls(shared_data: Path) -> None:
    """A file with one row a call is counted by its outcomes; phantoms are left out."""
    dataset = read(shared_data, "technion")
    activity = dataset.facts.activity.sum(numeric_only=True)
    assert activity["handled"] == 27_162
    assert activity["abandoned"] == 5_904
    assert activity["offered"] == 27_162 + 5_904
    assert set(dataset.facts.activity["period"]) == {199902}
    assert [f.rows for f in dataset.findings if f.code is Code.ROW_LEFT_OUT] == [278]
    facts = read(shared_data, "technion", period="1999-02").facts
    assert facts.interval_seconds == 1800
    sums = facts.intervals.sum(numeric_only=True)
    assert (sums["handled"], sums["abandoned"]) == (27_162, 5_904)


def test_kaggle_average_is_weighted(shared_data: Path) -> None:
    """Talk time is weighted by the calls answered: 159.5279 seconds, not the mean of means."""
    activity = read(shared_data, "kaggle").facts.activity.sum(numeric_only=True)
    assert (activity["offered"], activity["handled"], activity["abandoned"]) == (
        248_373,
        221_234,
        27_139,
    )
    assert activity["talk_seconds"] / activity["handled"] == pytest.approx(159.5279, abs=5e-5)


def test_intervals_need_no_guess(shared_data: Path) -> None:
    """720 queue-hours with American clock times are one week of September."""
    dataset = read(shared_data, "intervals")
    assert used(dataset, "activity") == 720
    assert set(dataset.facts.activity["period"]) == {202509}
    facts = read(shared_data, "intervals", period="2025-09").facts
    assert (len(facts.intervals), facts.interval_seconds) == (720, 3600)
    assert facts.intervals["offered"].sum() == 43_839


def test_wrong_control_total_is_an_error(shared_data: Path) -> None:
    """A trial balance that differs by one cent stops the report."""
    dataset = read(shared_data, "stavanger", control_total=0.01)
    codes = [f.code for f in dataset.findings if f.severity is Severity.ERROR]
    assert codes == [Code.TOTAL_MISMATCH, Code.DOUBLE_ENTRY]
