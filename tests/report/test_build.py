"""A report built from a small company whose totals can be checked in the head."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hand_made import (
    HandMade,
    accounts,
    activity,
    budget,
    company,
    cost_centres,
    grid,
    ledger,
    made,
    settings,
    sheet,
    total,
    values,
    whole_facts,
    workforce,
)

from xlcost.dataset.facts import ACCOUNTS, ADJUSTMENTS, BUDGET_COLUMNS, COST_CENTRES, empty
from xlcost.dataset.findings import Code, Finding, Findings, Severity, Where
from xlcost.report.model.chart_of_lines import text
from xlcost.report.model.contract import FIRST
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import NOT_AVAILABLE, ErrorValue, Literal, Ref
from xlcost.report.model.spec import Chart, DataTable, Grid, Report, Text
from xlcost.report.model.tables import numbered, summed
from xlcost.report.sheets import CLOSING, SHEETS
from xlcost.values.calendar import Calendar, Period

# In the order of the workbook, which is that of docs/report.md (see test_sheets.py).
EVERY = (FIRST, *(one.key for one in (*SHEETS, *CLOSING) if one.key != FIRST))


def keys(report: Report) -> tuple[str, ...]:
    """Return the keys of the sheets in their order."""
    return tuple(sheet.key for sheet in report.sheets)


def about_texts(report: Report) -> str:
    """Return the sentences of the About sheet in one text."""
    blocks = sheet(report, "about").blocks
    return "\n".join(block.text for block in blocks if isinstance(block, Text))


def columns(report: Report, name: str) -> set[str]:
    """Return the column keys of a grid."""
    return {column.key for column in grid(report, name).columns}


def with_settings(**report: Any) -> HandMade:
    """Return the company with other settings of the report."""
    return HandMade(whole_facts(), settings=settings(**report))


# The whole


@pytest.mark.parametrize("language", ["en", "nb"])
def test_sheets(language: str) -> None:
    """A company with all six inputs gets every sheet, in order, with titles that Excel takes."""
    report = made(company(), language=language)
    assert keys(report) == tuple(key for key in EVERY if key != "staffing")  # which has its own
    titles = [one.title for one in report.sheets]
    assert len(set(titles)) == len(titles)
    assert all(len(title) <= 31 and not set(title) & set("[]:*?/\\") for title in titles)
    assert report.file_stem == f"opex-report_2026-10_{language}"


def test_no_errors() -> None:
    """No figure of a clean company comes to an error, and every control passes."""
    found = values(company())
    assert not [key for key, value in found.items() if isinstance(value, ErrorValue)]
    assert found["summary_status", "failed", "value"] == 0
    assert found["summary_status", "failed", "verdict"] == "all passed"


def test_grids_are_unique_and_names_too() -> None:
    """Grid ids, table names and defined names are unique in a report."""
    report = made(company())
    blocks = [block for one in report.sheets for block in one.blocks]
    ids = [block.id for block in blocks if isinstance(block, Grid)]
    tables = [block.name for block in blocks if isinstance(block, DataTable)]
    names = [
        cell.name
        for block in blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row.cells.values()
        if cell.name
    ]
    for found in (ids, tables, names):
        assert len(found) == len(set(found))
    assert all(name.startswith("key_") for name in names)


def test_charts_point_at_cells() -> None:
    """Every point of every chart is a cell of the report, and every chart has its alt text."""
    report = made(company())
    found = evaluate(report)
    charts = [b for one in report.sheets for b in one.blocks if isinstance(b, Chart)]
    assert {"waterfall", "line", "columns"} <= {chart.kind for chart in charts}
    for chart in charts:
        assert chart.alt
        points = [ref for one in chart.series for ref in one.values]  # noqa: PD011 - no frame
        for ref in (*chart.categories, *points):
            assert (ref.grid, ref.row, ref.column) in found


def test_cells_stand_in_columns() -> None:
    """Every cell of a grid stands in one of its columns."""
    for one in made(company()).sheets:
        for block in one.blocks:
            if isinstance(block, Grid):
                known = {column.key for column in block.columns}
                assert all(set(row.cells) <= known for row in block.rows), block.id


def test_same_figures_in_norwegian() -> None:
    """The figures of the Norwegian report are those of the English one; only words differ."""
    english, norwegian = values(company()), values(company(), language="nb")
    assert english.keys() == norwegian.keys()
    for key, value in norwegian.items():
        if not isinstance(value, str):
            assert english[key] == value
    assert norwegian["opex", "line2", "month_status"] == "G"
    assert norwegian["summary", "month", "label"] == "oktober 2026"


# OpEx by line


def test_totals() -> None:
    """Lines, categories and the total add up, and equal what the ledger says."""
    found = values(company())
    assert found["opex", "line1", "month_ac"] == 135_000
    assert found["opex", "category1", "month_ac"] == 135_000
    assert found["opex", "total", "month_ac"] == 173_000
    assert found["opex", "total", "month_bu"] == 150_000
    assert found["opex", "total", "ytd_ac"] == 9 * 150_000 + 173_000
    assert found["opex", "total", "month_py"] == 150_000
    assert found["opex", "net", "month_ac"] == 173_000 - 12_500


def test_status_and_materiality() -> None:
    """Dearer is U, cheaper is F, equal is a dash; small or far below the threshold is no flag."""
    found = values(company())
    assert [found["opex", f"line{n}", "month_status"] for n in (1, 2, 3, 4)] == list("UF–F")
    assert [found["opex", f"line{n}", "month_material"] for n in (1, 2, 3, 4)] == ["●", "●", "", ""]


@pytest.mark.parametrize(
    ("apart", "letter"), [(67, "–"), (68, "U"), (-67, "–"), (-68, "F"), (0, "–")]
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_variance_of_no_percent_has_no_letter(apart: float, letter: str, *, turned: bool) -> None:
    """What shows 0.0 % of its budget is a dash on every sheet; 0.1 % is a variance."""
    of_line1 = accounts().loc[lambda known: known["line"] == "Salaries", "account"]
    planned = budget()
    planned.loc[planned["account"].isin(of_line1), "amount"] = 135_000 - apart
    dataset = HandMade(
        whole_facts(budget=planned, budget_total=total(planned)),
        settings=settings(better_is_positive=turned),
    )
    found = values(dataset)
    assert found["opex", "line1", "month_ac"] == 135_000
    assert found["opex", "line1", "month_status"] == letter
    # Without a budget there is no percentage, and the amount decides.
    assert found["opex", "one_offs", "month_pct"] is NOT_AVAILABLE
    assert found["opex", "one_offs", "month_status"] == "U"


@pytest.mark.parametrize(("amount", "flag"), [(35_000, "●"), (35_000.01, "")])
def test_threshold_is_inclusive(amount: float, flag: str) -> None:
    """A variance of exactly the threshold is material, and one cent below it is not."""
    found = values(with_settings(materiality={"amount": amount, "pct": 0.05}))
    assert found["opex", "line1", "month_material"] == flag


def test_income_is_positive() -> None:
    """Income is shown positive below the total, and more of it is favourable."""
    found = values(company())
    assert found["opex", "line4", "month_ac"] == 12_500
    assert found["opex", "line4", "month_var"] == 2_500
    assert found["opex", "line4", "month_status"] == "F"
    assert found["opex", "income", "ytd_ac"] == 9 * 10_000 + 12_500


def test_one_offs() -> None:
    """OpEx is shown with and without what the account map calls not recurring."""
    found = values(company())
    assert found["opex", "one_offs", "month_ac"] == 5_000
    assert found["opex", "recurring", "month_ac"] == 168_000
    assert found["opex", "one_offs", "month_pct"] is NOT_AVAILABLE


def test_better_is_positive() -> None:
    """The setting turns the shown variance of costs, and neither letters nor income."""
    found = values(with_settings(better_is_positive=True))
    assert found["opex", "line1", "month_var"] == -35_000
    assert found["opex", "line1", "month_pct"] == -0.35
    assert found["opex", "line1", "month_status"] == "U"
    assert found["opex", "line4", "month_var"] == 2_500
    assert found["summary", "month", "var"] == -23_000


def test_forecast_methods() -> None:
    """A line with a budget forecasts actual plus remaining budget; one without, its run rate."""
    plan = budget()
    without = plan[plan["account"] != "5400"].reset_index(drop=True)
    report = made(company(budget=without))
    found = evaluate(report)
    assert found["opex", "line1", "forecast"] == 1_035_000 + 200_000
    assert found["opex", "line1", "method"] == "RB"
    assert found["opex", "line2", "forecast"] == 188_000 * 12 / 10
    assert found["opex", "line2", "method"] == "RR*"
    total = sum(float(found["opex", f"line{n}", "forecast"]) for n in (1, 2, 3))  # type: ignore[arg-type]
    assert found["opex", "total", "forecast"] == total


def test_seasonal_falls_back() -> None:
    """A seasonal forecast is made where the prior year is whole, by line, else the run rate."""
    found = values(with_settings(methods={"forecast": "seasonal"}))
    assert found["opex", "line1", "forecast"] == 1_030_000 * 1_200_000 / 1_000_000 + 5_000
    book = ledger()
    short = company(ledger=book[book["period"] >= 202601].reset_index(drop=True))
    short.settings = settings(methods={"forecast": "seasonal"})
    assert values(short)["opex", "line1", "method"] == "RR*"


def test_unmapped_account() -> None:
    """An account that the map does not know goes to a line of its own, and a control fails."""
    known = accounts()
    found = values(company(accounts=known[known["account"] != "5400"].reset_index(drop=True)))
    labels = {row: value for (name, row, column), value in found.items() if name == "opex"
              and column == "label"}  # fmt: skip
    row = next(key for key, label in labels.items() if label == "Unmapped" and key[:4] == "line")
    assert found["opex", row, "month_ac"] == 8_000
    assert found["checks", "mapping", "verdict"] == "failed"
    assert found["opex", "total", "month_ac"] == 173_000


def test_without_accounts() -> None:
    """Without a map each account is its own line with its code as it is, and About says so."""
    report = made(company(accounts=empty(ACCOUNTS)))
    found = evaluate(report)
    labels = [found["opex", f"line{n}", "label"] for n in range(1, 6)]
    assert labels == ["010", "3000", "5100", "5400", "6900"]
    assert found["opex", "total", "month_ac"] == 173_000 - 12_500
    assert "no list of accounts" in about_texts(report)


def test_codes_are_text() -> None:
    """Accounts 010 and 10 are two lines, never one."""
    book = ledger()
    book.loc[book["account"] == "5400", "account"] = "10"
    found = values(company(ledger=book, accounts=empty(ACCOUNTS), budget=empty(BUDGET_COLUMNS)))
    labels = {value for (name, _, column), value in found.items() if name == "opex"
              and column == "label"}  # fmt: skip
    assert {"010", "10"} <= labels


# Cost centres


def test_cost_centres() -> None:
    """Cost centres add up to the total without income, the largest variance first."""
    report = made(company())
    found = evaluate(report)
    assert [row.key for row in grid(report, "centres").rows] == [
        "centre1",
        "site1",
        "centre2",
        "site2",
        "total",
    ]
    assert found["centres", "centre1", "label"] == "10 Desk"
    assert found["centres", "centre1", "month_ac"] == 143_000
    assert found["centres", "total", "month_ac"] == 173_000


def test_the_largest_variance_is_first() -> None:
    """Sites stand by the size of their variance, and so do the centres within each of them."""
    book = ledger()
    more = [(202610, "5400", "30", "", -1_000.0, 1), (202610, "5400", "31", "", -9_000.0, 1),
            (202610, "6900", "20", "", 60_000.0, 1)]  # fmt: skip
    book = pd.concat([book, pd.DataFrame(more, columns=list(book.columns))], ignore_index=True)
    known = cost_centres()
    for code in ("30", "31"):
        known.loc[len(known)] = {**known.iloc[0], "cost_centre": code, "name": f"Desk {code}"}
    report = made(company(ledger=book, cost_centres=known))
    found = evaluate(report)
    labels = [str(found["centres", row.key, "label"]) for row in grid(report, "centres").rows]
    assert labels == [
        "20 Lines", "Oslo", "10 Desk", "31 Desk 31", "30 Desk 30", "Bergen", "Total OpEx",
    ]  # fmt: skip
    placed = [str(found["sites", row.key, "label"]) for row in grid(report, "sites").rows]
    assert placed == ["Oslo", "Bergen", "Total OpEx"]


def test_no_cost_centres() -> None:
    """A ledger without cost centres has no such sheet, and About says why."""
    book, plan = ledger(), budget()
    book["cost_centre"] = plan["cost_centre"] = ""
    report = made(company(ledger=book, budget=plan, cost_centres=empty(COST_CENTRES)))
    assert "cost_centres" not in keys(report)
    assert "By cost centre is left out" in about_texts(report)
    assert evaluate(report)["summary_status", "failed", "value"] == 0


# Versions and periods


def test_revised_before_original() -> None:
    """The report compares with the revised budget where there is one, and names it."""
    plan = budget()
    revised = plan.assign(version="revised", amount=plan["amount"] * 2)
    both = pd.concat([plan, revised], ignore_index=True)
    found = values(company(budget=both))
    assert found["opex", "total", "month_bu"] == 300_000
    assert found["checks", "budget_lines", "verdict"] == "passed"
    chosen = company(budget=both)
    chosen.settings = settings(budget_version="original")
    assert values(chosen)["opex", "total", "month_bu"] == 150_000


@pytest.mark.parametrize("shift", [0, 100])
def test_prior_year_version(shift: int) -> None:
    """A version prior_year is used where it exists, and compared with the ledger of that year."""
    plan = budget()
    prior = plan.assign(
        version="prior_year", period=plan["period"] - 100 + shift, amount=plan["amount"] + 1
    )
    found = values(company(budget=pd.concat([plan, prior], ignore_index=True)))
    assert found["opex", "total", "month_py"] == 150_003
    assert found["checks", "prior_year", "verdict"] == "failed"
    assert found["checks", "prior_year", "difference"] == 40


def test_no_budget() -> None:
    """Without a budget there are no budget columns, the forecast is a run rate, About says why."""
    report = made(company(budget=empty(BUDGET_COLUMNS), activity=activity(("actual",))))
    assert not {"month_bu", "month_var", "year_bu"} & columns(report, "opex")
    found = evaluate(report)
    assert found["opex", "line3", "method"] == "RR"
    assert "There is no budget" in about_texts(report)
    said = [block.text for block in sheet(report, "opex_lines").blocks if isinstance(block, Text)]
    assert said[0].startswith("Change is actual less prior year.")
    assert "material" not in said[0]
    assert said[1] == "Change from the prior year is year to date."
    assert "postings" not in keys(report)
    assert "Commentary is left out: without a budget" in about_texts(report)
    assert "Postings is left out: without a budget" in about_texts(report)
    assert found["waterfall", "start", "after"] == 150_000
    assert found["summary_status", "failed", "value"] == 0


def test_yearly_budget() -> None:
    """A budget that knows no months is compared with the full year only."""
    plan = budget().groupby(["version", "account", "cost_centre", "entity"], as_index=False)
    yearly = plan[["amount", "rows"]].sum().assign(period=202600)[list(BUDGET_COLUMNS)]
    report = made(company(budget=yearly))
    assert {"year_bu", "forecast"} <= columns(report, "opex")
    assert not {"month_bu", "ytd_bu"} & columns(report, "opex")
    assert evaluate(report)["opex", "total", "year_bu"] == 1_800_000


def test_incomplete_prior_year() -> None:
    """A prior year with a missing month is not shown beside the year to date."""
    book = ledger()
    report = made(company(ledger=book[book["period"] != 202503].reset_index(drop=True)))
    assert "ytd_py" not in columns(report, "opex")
    assert "month_py" in columns(report, "opex")


def test_whole_year() -> None:
    """A report of a year has no month, no year to date and no forecast."""
    whole = company()
    whole.period = Period(2025, 0)
    report = made(whole)
    assert report.file_stem == "opex-report_2025_en"
    assert report.period_label == "2025"
    shown = columns(report, "opex")
    assert "year_ac" in shown
    assert not any(column.startswith(("month", "ytd", "forecast")) for column in shown)
    found = evaluate(report)
    assert found["opex", "total", "year_ac"] == 12 * 150_000
    assert found["unit_cost", "contact", "year_ac"] == 10
    assert found["summary_status", "failed", "value"] == 0
    titles = {column.key: column.title for column in grid(report, "summary").columns}
    assert titles["ac"] == "Actual"
    notes = [block.text for block in sheet(report, "resources").blocks if isinstance(block, Text)]
    assert not [note for note in notes if "year to date" in note]


def test_year_without_months() -> None:
    """Data that know only years make a report of a year, against the year before."""
    book = ledger().assign(period=lambda frame: frame["period"] // 100 * 100)
    plan = budget().assign(period=202600)
    yearly = company(
        ledger=book,
        budget=plan,
        activity=activity().iloc[:0],
        workforce=workforce().iloc[:0],
    )
    yearly.period = Period(2026, 0)
    report = made(yearly)
    found = evaluate(report)
    assert found["opex", "total", "year_ac"] == 1_523_000
    assert found["opex", "total", "year_py"] == 1_800_000
    assert [row.key for row in grid(report, "months").rows] == ["p1", "p2"]
    assert not {"unit_cost", "efficiency", "resources"} & set(keys(report))


def test_thirteen_periods() -> None:
    """Thirteen periods of a fiscal year have their own names and elapsed share."""
    other = company()
    other.calendar = Calendar(periods_in_year=13)
    other.period = Period(2026, 10, 13)
    report = made(other)
    assert report.period_label == "P10 2026"
    assert report.file_stem == "opex-report_2026P10_en"
    assert evaluate(report)["basis", "periods_in_year", "value"] == 13


def test_figures_follow_the_period_cell() -> None:
    """Another period in the named cell gives that period's figures: nothing is frozen."""
    report = made(company())
    cell = grid(report, "basis").rows[0]
    changed = replace(cell.cells["value"], expression=Literal(202609))
    report = _replaced(report, "basis", cell.key, "value", changed.expression)
    found = evaluate(report)
    assert found["opex", "total", "month_ac"] == 150_000
    assert found["opex", "total", "ytd_ac"] == 9 * 150_000
    assert found["opex", "total", "ytd_py"] == 9 * 150_000


@pytest.mark.parametrize(("period", "last"), [(202610, 202609), (202602, 202601), (202601, 202512)])
def test_the_period_before_follows_too(period: int, last: int) -> None:
    """Last month is the one before the period in the cell, over the turn of a year as well."""
    report = _replaced(made(company()), "basis", "period", "value", Literal(period))
    assert evaluate(report)["basis", "last_period", "value"] == last


def test_days_and_adjustments_follow_the_period_cell() -> None:
    """September's cost is by September's days, and October's adjustments are not in it."""
    rows = [(202610, 7_000.0, 2), (202609, -2_000.0, 3)]
    found = [(key, "5400", "10", "", amount, "Why", "a.csv", row) for key, amount, row in rows]
    dataset = company(adjustments=pd.DataFrame(found, columns=list(ADJUSTMENTS)))
    dataset.settings = settings(holidays="NO")
    report = _replaced(made(dataset), "basis", "period", "value", Literal(202609))
    moved = evaluate(report)
    assert moved["per_day", "days", "ac"] == 22
    assert moved["per_day", "days", "ytd"] == 188
    assert moved["per_day", "opex_a_day", "ac"] == 150_000 / 22
    assert moved["adjustments", "adjusted_cost", "month_ac"] == 150_000 - 2_000
    assert moved["adjustments", "adjusted_cost", "ytd_ac"] == 9 * 150_000 - 2_000


# Controls


def _replaced(report: Report, name: str, row: str, column: str, expression: Any) -> Report:
    """Return a report with another expression in one cell."""

    def block_of(block: Any) -> Any:
        if not isinstance(block, Grid) or block.id != name:
            return block
        rows = tuple(
            replace(
                one,
                cells={**one.cells, column: replace(one.cells[column], expression=expression)},
            )
            if one.key == row
            else one
            for one in block.rows
        )
        return replace(block, rows=rows)

    sheets = tuple(
        replace(one, blocks=tuple(block_of(block) for block in one.blocks)) for one in report.sheets
    )
    return replace(report, sheets=sheets)


@pytest.mark.parametrize(
    ("where", "control"),
    [
        (("opex", "line1", "month_ac"), "lines_month_ac"),
        (("opex", "total", "ytd_ac"), "ledger_ytd"),
        (("centres", "centre1", "month_bu"), "centres_month_bu"),
        (("allocation", "month_ac_c1", "share"), "channels_month"),
        (("unit_cost", "contact", "ytd_ac"), "unit_ytd"),
    ],
)
def test_poisoned_cell_fails(where: tuple[str, str, str], control: str) -> None:
    """A figure that is wrong by a cent or more makes its control fail, and Summary says so."""
    report = made(company())
    value = evaluate(report)[where]
    assert isinstance(value, float | int)
    found = evaluate(_replaced(report, *where, Literal(value + 0.01)))
    assert found["checks", control, "verdict"] == "failed"
    assert int(found["summary_status", "failed", "value"]) >= 1  # type: ignore[arg-type]
    assert found["summary_status", "failed", "verdict"] == "failed"


@pytest.mark.parametrize(
    ("change", "control"),
    [
        ({"ledger_total": Decimal("1420500.01")}, "ledger_lines"),
        ({"ledger_total": Decimal("1420500.01")}, "ledger_centres"),
        ({"budget_total": Decimal(1)}, "budget_lines"),
    ],
)
def test_wrong_total_fails(change: dict[str, Any], control: str) -> None:
    """A total that is not what the rows come to makes its control fail."""
    found = values(company(**change))
    assert found["checks", control, "verdict"] == "failed"


def test_rows_and_control_totals() -> None:
    """Lost rows, and a trial balance that differs, are failed controls."""
    facts = whole_facts()
    source = replace(facts.sources[0], rows_used=80, control_total=Decimal(0))
    found = values(HandMade(replace(facts, sources=(source,)), settings=settings()))
    assert found["checks", "rows0", "verdict"] == "failed"
    assert found["checks", "control0", "verdict"] == "failed"


def test_the_files_against_what_the_report_holds() -> None:
    """Postings that the files have and the report's ledger lost are a failed control."""
    facts = whole_facts()
    found = values(HandMade(facts, settings=settings()))
    assert found["checks", "ledger_files", "verdict"] == "passed"
    lost = replace(facts, ledger=facts.ledger.iloc[1:])
    found = values(HandMade(lost, settings=settings()))
    assert found["checks", "ledger_files", "verdict"] == "failed"


def test_left_out_rows_need_findings() -> None:
    """A row that is left out without a finding is a failed control."""
    facts = whole_facts()
    count = facts.sources[0].rows_read
    source = replace(facts.sources[0], rows_used=count - 1, rows_left_out=1)
    dataset = HandMade(replace(facts, sources=(source,)), settings=settings())
    assert values(dataset)["checks", "rows_in_findings", "verdict"] == "failed"
    finding = Finding(Severity.WARNING, Code.ROW_LEFT_OUT, Where("ledger.csv"), left_out=True)
    dataset.findings = Findings((finding,))
    assert values(dataset)["checks", "rows_in_findings", "verdict"] == "passed"


# Findings, postings, summary


def test_a_trend_below_zero_says_which_way_it_went() -> None:
    """A total of -110 that becomes -185 fell: its title says so with the sign of the table."""
    book = ledger()
    for period, amount in ((202510, -160_000.0), (202610, -228_000.0)):
        book.loc[(book["period"] == period) & (book["account"] == "010"), "amount"] = amount
    summary = sheet(made(company(ledger=book)), "summary")
    titles = [
        block.title.replace("\u00a0", " ") for block in summary.blocks if isinstance(block, Chart)
    ]
    assert "Total OpEx: -110,000 → -185,000 (-68.2%)" in titles


# The state of the data


def test_errors_stand_on_every_page() -> None:
    """A report built in spite of errors carries an alert, in the report language."""
    dataset = company()
    where = Where("ledger.csv", row=7, column="amount")
    dataset.findings = Findings((Finding(Severity.ERROR, Code.NOT_A_NUMBER, where, "abc"),))
    report = made(dataset, language="nb", allow_errors=True)
    assert "1 feil" in report.alert
    assert "despite 1 error in" in made(dataset, allow_errors=True).alert
    found = evaluate(report)
    assert found["findings", "finding1", "row"] == 7
    assert found["findings", "finding1", "severity"] == "feil"
    assert found["summary_status", "error", "value"] == 1


def test_postings_hide_people() -> None:
    """Texts on labour lines are left out unless the settings show people."""
    found = values(company())
    assert found["postings", "line1_1", "text"] == "(left out)"
    assert found["postings", "line2_1", "text"] == "Kari Nordmann"
    assert found["postings", "line2_1", "vendor"] == "=cmd()"
    assert values(with_settings(show_people=True))["postings", "line1_1", "text"] != "(left out)"


def test_postings_of_income_say_whose_sign_they_have() -> None:
    """A variance of income is positive, its postings negative: a note says so."""
    sign = "Amounts are signed as in the ledger: income is negative."
    for bound, told in ((2_000, True), (3_000, False)):
        report = made(with_settings(materiality={"amount": bound, "pct": 0.05}))
        texts = [
            block.text for block in sheet(report, "postings").blocks if isinstance(block, Text)
        ]
        assert (sign in texts) is told


def test_small_cost_centres_are_hidden() -> None:
    """A cost centre known to have fewer than three FTE shows neither name nor texts."""
    book = ledger()
    october = (book["period"] == 202610) & (book["account"] == "6900")
    book.loc[october, "amount"] = 60_000.0
    found = values(company(ledger=book))
    assert found["postings", "line3_1", "cost_centre"] == "(left out)"
    assert found["postings", "line3_1", "vendor"] == "(left out)"
    assert found["postings", "line3_1", "amount"] == 30_000


@pytest.mark.parametrize(("fte", "hidden"), [(2.99, True), (3.0, False)])
def test_three_fte_are_no_small_cost_centre(fte: float, hidden: bool) -> None:
    """Fewer than three FTE hide a cost centre, three do not, and the settings may show all."""
    book, people = ledger(), workforce()
    book.loc[(book["period"] == 202610) & (book["account"] == "6900"), "amount"] = 60_000.0
    people.loc[people["team"] == "Lines", "fte"] = fte
    dataset = company(ledger=book, workforce=people)
    assert (values(dataset)["postings", "line3_1", "cost_centre"] == "(left out)") is hidden
    dataset.settings = settings(show_people=True)
    shown = values(dataset)
    assert shown["postings", "line3_1", "cost_centre"] == "20 Lines"
    assert shown["postings", "line3_1", "vendor"] == "=cmd()"


def test_the_largest_postings_of_each_variance() -> None:
    """Five a line, credits among them, the largest first, with their document and their row."""
    found = whole_facts()
    many = pd.concat([found.postings[found.postings["account"] == "5400"]] * 7, ignore_index=True)
    many["amount"] = [100.0, -9_000.0, 300.0, 7_000.0, 200.0, 8_000.0, 400.0]
    many["document"] = [f"D{number}" for number in range(7)]
    many["row"] = range(2, 9)
    others = found.postings[found.postings["account"] != "5400"]
    shown = values(company(postings=pd.concat([many, others], ignore_index=True)))
    rows = [f"line2_{number}" for number in range(1, 6)]
    amounts = [shown["postings", row, "amount"] for row in rows]
    assert amounts == [-9_000, 8_000, 7_000, 400, 300]
    assert [shown["postings", row, "document"] for row in rows] == ["D1", "D5", "D3", "D6", "D2"]
    assert [shown["postings", row, "row"] for row in rows] == [3, 7, 5, 8, 4]
    assert ("postings", "line2_6", "amount") not in shown
    assert shown["postings", "line2", "amount"] == shown["opex", "line2", "month_var"]


def test_top_variances() -> None:
    """Summary names the largest material variances in order, with live figures."""
    report = made(company())
    found = evaluate(report)
    assert [found["top_variances", f"top{n}", "label"] for n in (1, 2)] == [
        "Salaries",
        "Agent licences",
    ]
    expression = grid(report, "top_variances").rows[0].cells["var"].expression
    assert expression == Ref("opex", "line1", "month_var")


def test_key_figures() -> None:
    """Summary has at most six key figures, each with a letter where one way is better."""
    report = made(company())
    rows = [row.key for row in grid(report, "key_figures").rows]
    assert rows == [
        "unit_cost_contact",
        "unit_cost_call",
        "average_handle_time",
        "first_contact_resolution",
        "service_level",
        "occupancy",
    ]
    found = evaluate(report)
    assert found["key_figures", "unit_cost_contact", "status"] == "U"


def test_ledger_alone() -> None:
    """A ledger alone makes a report, and About says what is missing."""
    facts = whole_facts(
        budget=empty(BUDGET_COLUMNS),
        accounts=empty(ACCOUNTS),
        cost_centres=empty(COST_CENTRES),
        activity=activity().iloc[:0],
        workforce=workforce().iloc[:0],
        postings=whole_facts().postings.iloc[:0],
    )
    report = made(HandMade(facts, settings=settings()))
    needy = {
        "unit_cost",
        "efficiency",
        "resources",
        "staffing",
        "savings",
        "commentary",
        "postings",
    }
    assert keys(report) == tuple(key for key in EVERY if key not in needy)
    assert evaluate(report)["summary_status", "failed", "value"] == 0
    for word in ("no budget", "no list of accounts", "Unit cost", "Efficiency", "Resources"):
        assert word in about_texts(report)


def test_the_full_year_stands_beside_the_whole_prior_year() -> None:
    """Summary compares the year's forecast with all of the prior year, not its first months."""
    found = values(company())
    whole = found["summary", "forecast", "py"]

    # Four accounts a month, less the income account: 150,000 of cost in each of twelve months.
    assert whole == pytest.approx(150_000 * 12)
    assert found["summary", "ytd", "py"] == pytest.approx(150_000 * 10)


def test_a_ledger_of_whole_years_draws_no_months() -> None:
    """Where only the contact centre has months, Summary shows no line of OpEx at zero."""
    yearly = company(
        ledger=ledger().assign(period=lambda frame: frame["period"] // 100 * 100),
        budget=budget().assign(period=202600),
    )
    yearly.period = Period(2026, 0)
    found = sheet(made(yearly), "summary").blocks

    assert not [one for one in found if isinstance(one, Chart) and one.kind == "line"]
    assert [one for one in sheet(made(company()), "summary").blocks if isinstance(one, Chart)]


def test_a_column_of_codes_is_numbered_as_each_code_is() -> None:
    """Codes that are looked up once for a whole ledger get the number of each, in its place."""
    known = {"10": 1, "20": 2, "7": 3, "8": 4, "": 0}
    for codes in (["10", "20", "10"], ["10", None, float("nan"), "10"], [], [7, 8, 7]):
        column = pd.Series(codes, index=range(5, 5 + len(codes)), name="account")
        assert numbered(column, known).tolist() == [known[text(code)] for code in codes]


def test_sums_by_number_are_exact_and_in_order() -> None:
    """Rows of one key are added up exactly whatever their order; what is missing adds nothing."""
    frame = pd.DataFrame(
        {"line": [2, 1, 2, 2, 1], "period": [1, 1, 1, 1, 2], "amount": [1e9, 5, 0.01, -1e9, None]}
    )
    assert summed(frame, ["line", "period"], ["amount"]).to_numpy().tolist() == [
        [1, 1, 5], [1, 2, 0], [2, 1, 0.01],
    ]  # fmt: skip
    assert list(summed(frame[:0], ["line"], ["amount"]).columns) == ["line", "amount"]
