"""The sheet Forecast: closed periods stand still, open ones follow the method of their line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hand_made import (
    MONTHLY,
    OCTOBER,
    HandMade,
    accounts,
    budget,
    company,
    grid,
    ledger,
    made,
    settings,
    sheet,
    values,
    whole_facts,
)

from xlcost.briefing.shown_cells import ShownCells
from xlcost.dataset.earlier import Earlier, EarlierPack
from xlcost.dataset.facts import BUDGET_COLUMNS, LEDGER, empty
from xlcost.report.build import context
from xlcost.report.forecasts.forecast_changes import changes, sentence
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import ErrorValue, Literal, Ref
from xlcost.report.model.spec import Chart, Report, Row, Text
from xlcost.report.opex import opex_lines
from xlcost.values.calendar import Calendar, Period

SALARIES = "cost | People | Salaries"
TELEPHONY = "cost | Technology | Telephony"
METHODS = ("run_rate", "remaining_budget", "seasonal", "last_period")


def said(row: Row, column: str) -> object:
    """Return the text of a cell."""
    expression = row.cells[column].expression
    assert isinstance(expression, Literal)
    return expression.value


def row_of(report: Report, label: str) -> str:
    """Return the key of the row with a label."""
    rows = grid(report, "forecast").rows
    return next(row.key for row in rows if said(row, "label") == label)


def line(dataset: HandMade, label: str, **options: Any) -> dict[str, Any]:
    """Return the figures of one row of the sheet by column."""
    report = made(dataset, **options)
    wanted = ("forecast", row_of(report, label))
    return {at[2]: value for at, value in evaluate(report).items() if at[:2] == wanted}


def with_method(method: str | None = None, **by_line: str) -> HandMade:
    """Return the company with methods of its forecast."""
    methods: dict[str, Any] = {"forecast": method} if method else {}
    methods |= {"forecast_by_line": by_line} if by_line else {}
    return HandMade(whole_facts(), settings=settings(methods=methods))


def pack(**changes: Any) -> EarlierPack:
    """Return the pack of September 2026, as it was reported then."""
    flat = {(SALARIES, 202600 + number): MONTHLY["010"] for number in range(1, 10)} | {
        (TELEPHONY, 202600 + number): MONTHLY["6900"] for number in range(1, 10)
    }
    given: dict[str, Any] = {
        "amounts": flat,
        "forecast": {SALARIES: 1_200_000.0, TELEPHONY: 360_000.0},
        "methods": {"forecast": "remaining_budget", "service_level": "answered_of_offered"},
        "created": "2026-10-05T08:00:00Z",
    } | changes
    return EarlierPack(Path("earlier.xlsx"), "", 202609, **given)


# Periods


def test_closed_and_open() -> None:
    """Closed periods are the ledger's, open ones the budget's, and both add up to the year."""
    found = line(company(), "Salaries")
    october = OCTOBER["010"] + OCTOBER["5100"]
    assert [found[f"m{n}"] for n in range(1, 10)] == [MONTHLY["010"]] * 9
    assert found["m10"] == october
    assert (found["m11"], found["m12"]) == (MONTHLY["010"], MONTHLY["010"])
    assert found["year"] == 11 * MONTHLY["010"] + october
    assert found["ytd"] + found["open"] == found["forecast"] == found["year"]


@pytest.mark.parametrize("method", METHODS)
def test_methods_agree_with_the_function(method: str) -> None:
    """Whatever the method, the periods add up to FULL_YEAR_FORECAST of every line, to the cent."""
    dataset = with_method(method)
    found, report = values(dataset), made(dataset)
    for row in grid(report, "pack_forecast").rows:
        other = found["opex", row.key, "forecast"]
        assert found["pack_forecast", row.key, "amount"] == pytest.approx(other, abs=0.005)
    assert found["checks", "forecast_lines", "verdict"] == "passed"
    assert found["checks", "forecast_total", "verdict"] == "passed"


@pytest.mark.parametrize("method", METHODS)
def test_closed_periods_are_locked(method: str) -> None:
    """Another method moves open periods only."""
    usual, other = line(company(), "Salaries"), line(with_method(method), "Salaries")
    closed = [f"m{number}" for number in range(1, 11)]
    assert [usual[key] for key in closed] == [other[key] for key in closed]


def test_each_method_by_hand() -> None:
    """Open months are the mean so far, the budget, last year by this level, or the last month."""
    to_date = 9 * 100_000.0 + 130_000.0  # October's bonus does not come back
    wanted = {
        "run_rate": to_date / 10,
        "remaining_budget": 100_000.0,
        "seasonal": 100_000.0 * to_date / 1_000_000.0,
        "last_period": 130_000.0,
    }
    for method, amount in wanted.items():
        found = line(with_method(method), "Salaries")
        assert found["m11"] == pytest.approx(amount)
        assert found["m12"] == pytest.approx(amount)


def test_a_line_has_its_own_method() -> None:
    """A line's own method comes before its category's, and that before the one for all."""
    dataset = with_method("remaining_budget", Technology="last_period", telephony="run_rate")
    report, found = made(dataset), values(dataset)
    methods = {
        found["pack_forecast", row.key, "line"]: found["pack_forecast", row.key, "method"]
        for row in grid(report, "pack_forecast").rows
    }
    assert methods[SALARIES] == "remaining_budget"
    assert methods["cost | Technology | Agent licences"] == "last_period"
    assert methods[TELEPHONY] == "run_rate"
    assert found["checks", "forecast_total", "verdict"] == "passed"
    assert found["forecast", row_of(report, "Telephony"), "method"] == "mean to date"


def test_income_is_positive() -> None:
    """Income lines are shown positive below the total, and are taken from it."""
    found = line(company(), "Service fees")
    assert found["m1"] == -MONTHLY["3000"]
    assert found["m12"] == -MONTHLY["3000"]
    total, net = line(company(), "Total OpEx"), line(company(), "OpEx less income")
    assert net["year"] == total["year"] - found["year"]


def test_pace() -> None:
    """What each open period may still cost ends the year on budget, and the share used is told."""
    found = line(company(), "Salaries")
    assert found["required"] == (12 * 100_000.0 - found["ytd"]) / 2
    assert found["used"] == pytest.approx(found["ytd"] / 1_200_000.0)
    assert found["pace"] == pytest.approx((found["ytd"] - OCTOBER["5100"]) / 10)


def test_the_last_period_leaves_nothing_open() -> None:
    """In the last period every column is actual, and nothing is left to pace."""
    rows = ledger()
    more = rows[rows["period"] == 202609]
    full = pd.concat([rows, more.assign(period=202611), more.assign(period=202612)])
    dataset = company(ledger=full)
    dataset.period = Period(2026, 12)
    found = line(dataset, "Salaries")
    assert found["open"] == 0
    assert "required" not in found
    assert not [v for v in values(dataset).values() if isinstance(v, ErrorValue)]


def test_a_whole_year_has_no_forecast() -> None:
    """A report of a whole year leaves the sheet out, and About says so."""
    dataset = company()
    dataset.period = Period(2025, 0)
    report = made(dataset)
    assert "forecast" not in {one.key for one in report.sheets}
    texts = [block.text for block in sheet(report, "about").blocks if isinstance(block, Text)]
    assert any("Forecast is left out" in text for text in texts)


# Calendars and gaps


def shifted(rows: pd.DataFrame, months: int) -> pd.DataFrame:
    """Return rows of calendar months as periods of a fiscal year that begins later."""
    index = rows["period"] // 100 * 12 + rows["period"] % 100 - 1 - months + 12
    return rows.assign(period=index // 12 * 100 + index % 12 + 1)


def test_a_fiscal_year_from_april() -> None:
    """A year from April has its own twelve months, named by the calendar's."""
    dataset = HandMade(
        whole_facts(ledger=shifted(ledger(), 3), budget=shifted(budget(), 3)),
        settings=settings(fiscal_year_start=4),
        calendar=Calendar(4),
        period=Period(2027, 7),
    )
    report = made(dataset)
    columns = grid(report, "forecast").columns
    heads = [one.title for one in columns if one.key[0] == "m" and one.key[1:].isdigit()]
    assert heads[:2] == ["Apr 26", "May 26"]
    assert heads[11] == "Mar 27"
    found = line(dataset, "Salaries")
    assert found["m7"] == OCTOBER["010"] + OCTOBER["5100"]
    assert values(dataset)["checks", "forecast_total", "verdict"] == "passed"


def test_thirteen_periods() -> None:
    """A year of thirteen periods has thirteen columns, and its run rate knows of them."""
    dataset = HandMade(
        whole_facts(budget=empty(BUDGET_COLUMNS)),
        settings=settings(periods_in_year=13),
        calendar=Calendar(1, 13),
        period=Period(2026, 10, 13),
    )
    found = line(dataset, "Telephony")
    assert found["m13"] == pytest.approx(30_000.0)
    assert found["year"] == pytest.approx(13 * 30_000.0)
    assert grid(made(dataset), "forecast").columns[-2].title == "P13 26"
    assert values(dataset)["checks", "forecast_total", "verdict"] == "passed"


@pytest.mark.parametrize("closed", [10, 12])
def test_the_pace_of_thirteen_periods(closed: int) -> None:
    """What is left of the budget is spread over the periods to the thirteenth, also the last."""
    dataset = HandMade(
        whole_facts(),
        settings=settings(periods_in_year=13),
        calendar=Calendar(1, 13),
        period=Period(2026, closed, 13),
    )
    found = line(dataset, "Telephony")
    assert found["required"] == pytest.approx((found["year_bu"] - found["ytd"]) / (13 - closed))
    assert values(dataset)["checks", "forecast_total", "verdict"] == "passed"


def test_without_budget() -> None:
    """Without a budget open periods are the mean to date, and nothing is compared."""
    dataset = company(budget=empty(BUDGET_COLUMNS))
    found = line(dataset, "Salaries")
    assert found["m12"] == pytest.approx((found["ytd"] - OCTOBER["5100"]) / 10)
    assert not {"year_bu", "used", "required"} & found.keys()


def test_without_prior_year() -> None:
    """A season that nobody knows falls back on the run rate, and says so."""
    rows = ledger()
    dataset = with_method("seasonal")
    dataset.facts = whole_facts(ledger=rows[rows["period"] > 202600])
    found = line(dataset, "Salaries")
    assert found["method"] == "mean to date *"
    assert found["m11"] == pytest.approx((found["ytd"] - OCTOBER["5100"]) / 10)


@pytest.mark.parametrize("first", [202610, 202609])
def test_a_company_that_began_in_autumn(first: int) -> None:
    """Periods before the year's first posting are in no pace: November costs what October did."""
    book = ledger()
    rows, months = book[book["period"] >= first], 202610 - first + 1
    facts = whole_facts(ledger=rows, budget=empty(BUDGET_COLUMNS), first_posted=first)
    dataset = HandMade(facts, settings=settings(holidays="NO"))
    found = line(dataset, "Salaries")
    bonus = OCTOBER["5100"]
    assert found["pace"] == found["m11"] == found["m12"] == (found["ytd"] - bonus) / months
    assert found["year"] == pytest.approx(found["pace"] * (months + 2) + bonus)
    cells = values(dataset)
    assert cells["opex", "total", "forecast"] == pytest.approx(cells["forecast", "total", "year"])
    assert cells["checks", "forecast_lines", "verdict"] == "passed"
    assert cells["per_day", "days", "ytd"] == 22 * months
    total = cells["opex", "total", "ytd_ac"]
    assert isinstance(total, float)
    assert cells["per_day", "opex_a_day", "ytd"] == pytest.approx(total / (22 * months))
    assert (
        cells["basis", "periods_begun", "value"],
        cells["basis", "periods_elapsed", "value"],
    ) == (
        months,
        10,
    )


def test_a_budget_that_is_partly_yearly() -> None:
    """What a budget has for the year and for no month of it stands in a column of its own."""
    extra = pd.DataFrame(
        [("original", 202600, "010", "10", "", 7_000.0, 1)], columns=list(BUDGET_COLUMNS)
    )
    dataset = company(budget=pd.concat([budget(), extra]))
    found = line(dataset, "Salaries")
    assert found["whole"] == 7_000.0
    assert found["year"] == 11 * 100_000.0 + 135_000.0 + 7_000.0
    assert values(dataset)["checks", "forecast_lines", "verdict"] == "passed"


def test_chart() -> None:
    """The chart has a column a month, solid where it is closed and hatched where it is open."""
    chart = next(b for b in sheet(made(company()), "forecast").blocks if isinstance(b, Chart))
    shown = next(series for series in chart.series if series.role == "AC")
    assert shown.roles == ("AC",) * 10 + ("FC",) * 2
    assert "above budget" in chart.title


# Since the last pack


def test_no_earlier_pack_says_nothing() -> None:
    """The first pack compares with none."""
    report = made(company())
    assert not [
        b for b in sheet(report, "forecast").blocks if getattr(b, "id", "") == "changed_last"
    ]
    assert "last" not in {column.key for column in grid(report, "forecast").columns}


def test_unchanged_periods_are_told() -> None:
    """Where no closed period changed, a sentence says so."""
    report = made(company(), earlier=Earlier(last=everything()))
    texts = [b.text for b in sheet(report, "forecast").blocks if isinstance(b, Text)]
    assert "No closed period has changed since the pack of September 2026." in texts


def everything(last: int = 202609, **changes: Any) -> EarlierPack:
    """Return a pack with every line and period, up to its last, as the ledger has them now."""
    rows = ledger().merge(accounts(), on="account")
    found: dict[tuple[str, int], float] = {}
    for one in rows[rows["period"] <= last].itertuples():
        key = f"{one.kind} | {one.category} | {one.line}", int(one.period)
        shown = -one.amount if one.kind == "income" else one.amount
        found[key] = found.get(key, 0.0) + shown
    return replace(pack(amounts=found | changes), period=last)


def test_changed_periods() -> None:
    """A closed period that changed is listed with both amounts, live, and the changes add up."""
    earlier = everything()
    amounts = dict(earlier.amounts) | {(SALARIES, 202605): 90_000.0, (TELEPHONY, 202608): 31_500.0}
    found = values(company(), earlier=Earlier(last=pack(amounts=amounts)))
    assert found["changed_last", "changed_last1", "period"] == "May 26"
    assert found["changed_last", "changed_last1", "then"] == 90_000.0
    assert found["changed_last", "changed_last1", "now"] == 100_000.0
    assert found["changed_last", "changed_last2", "difference"] == -1_500.0
    assert found["changed_last", "changed_last_total", "difference"] == 8_500.0


def test_only_a_material_change_has_a_colour() -> None:
    """Of the closed periods that changed, those that are material are coloured, as anywhere."""
    earlier = everything()
    amounts = dict(earlier.amounts) | {(SALARIES, 202605): 90_000.0, (TELEPHONY, 202608): 31_500.0}
    report = made(company(), earlier=Earlier(last=pack(amounts=amounts)))
    shown = ShownCells(report, evaluate(report))
    said = [shown.judged(Ref("changed_last", f"changed_last{n}", "difference")) for n in (1, 2)]
    assert said == ["bad", ""]  # 10,000 of 90,000; 1,500 of 31,500


def test_changed_income() -> None:
    """Income that changed is shown positive, and is taken from cost in the sum of the changes."""
    fees = "income | Income | Service fees"
    amounts = dict(everything().amounts) | {(fees, 202605): 9_000.0, (SALARIES, 202604): 99_000.0}
    found = values(company(), earlier=Earlier(last=pack(amounts=amounts)))
    rows = {found["changed_last", f"changed_last{n}", "label"]: f"changed_last{n}" for n in (1, 2)}
    assert found["changed_last", rows["Service fees"], "now"] == 10_000.0
    assert found["changed_last", "changed_last_total", "difference"] == 1_000.0 - 1_000.0


def test_many_changes_add_up() -> None:
    """Past the largest forty, changes are one row together, and the sum holds."""
    amounts = {key: amount - 1.0 for key, amount in everything().amounts.items()}
    amounts |= {(f"cost | Old | {n}", 202601): 100.0 + n for n in range(50)}
    found = values(company(), earlier=Earlier(last=pack(amounts=amounts)))
    costs = sum(key[0].startswith("cost") for key in everything().amounts)
    incomes = len(everything().amounts) - costs
    wanted = costs - incomes - sum(100.0 + n for n in range(50))
    assert found["changed_last", "changed_last_total", "difference"] == pytest.approx(wanted)


def test_what_an_earlier_pack_did_not_know_is_no_change() -> None:
    """A period that the earlier pack has nothing of is not compared, nor the month after it."""
    ctx = context(company(), "en")
    only = {key: amount for key, amount in everything().amounts.items() if key[1] == 202609}
    assert not changes(ctx, pack(amounts=only))


def test_a_line_that_went() -> None:
    """A line that only the earlier pack has is a change to nothing, and stays in its total."""
    gone = "cost | People | Temps"
    forecast = {SALARIES: 1_200_000.0, gone: 50_000.0}
    earlier = pack(
        amounts=dict(everything().amounts) | {(gone, 202603): 4_000.0}, forecast=forecast
    )
    found = values(company(), earlier=Earlier(last=earlier))
    assert found["changed_last", "changed_last1", "now"] == 0
    assert found["forecast", "total", "last"] == 1_250_000.0


def test_moved_forecast() -> None:
    """The Summary says by how much the forecast moved since the last pack, and what moved it."""
    earlier = Earlier(last=pack())
    ctx = context(company(), "en", earlier)
    before = 1_560_000.0
    moved = opex_lines.number(ctx, opex_lines.TOTAL, "forecast") - before
    text = sentence(ctx)
    assert f"NOK\xa0{moved:,.0f} higher than in the pack of September 2026" in text
    assert "mainly Agent licences" in text
    texts = [
        b.text
        for b in sheet(made(company(), earlier=earlier), "summary").blocks
        if isinstance(b, Text)
    ]
    assert text in texts


def test_a_forecast_that_fell() -> None:
    """One that is lower names what fell most, not what rose; one that stayed says so."""
    ctx = context(company(), "en")
    now = {
        str(found["line"]): float(found["amount"])  # type: ignore[arg-type]
        for found in rows_of_record(company())
        if str(found["line"]).startswith("cost |")
    }
    before = now | {SALARIES: now[SALARIES] + 50_000.0, TELEPHONY: now[TELEPHONY] - 1_000.0}
    text = sentence(context(company(), "en", Earlier(last=pack(forecast=before))))
    assert "NOK\xa049,000 lower than in the pack of September 2026" in text
    assert "mainly Salaries (−50,000)" in text
    same = sentence(context(company(), "en", Earlier(last=pack(forecast=now))))
    assert same == "The full-year forecast is as in the pack of September 2026."
    total = opex_lines.number(ctx, opex_lines.TOTAL, "forecast")
    assert total == pytest.approx(sum(now.values()))


def rows_of_record(dataset: HandMade) -> list[dict[str, Any]]:
    """Return the rows that the next pack reads."""
    found = values(dataset)
    keys = dict.fromkeys(row for name, row, _ in found if name == "pack_forecast")
    return [
        {column: found["pack_forecast", key, column] for column in ("line", "amount")}
        for key in keys
    ]


@pytest.mark.parametrize(
    ("bonus", "message"),
    [
        (5_000.0, "NOK 1,823,000, NOK 23,000 above budget"),
        (-25_000.0, "NOK 1,793,000, NOK 7,000 below budget"),
        (-18_000.0, "NOK 1,800,000, on budget"),
    ],
)
def test_the_chart_says_where_the_year_lands(bonus: float, message: str) -> None:
    """The title of the chart is the forecast and which side of the budget it is on."""
    book = ledger()
    book.loc[book["account"] == "5100", "amount"] = bonus
    report = made(company(ledger=book))
    chart = next(b for b in sheet(report, "forecast").blocks if isinstance(b, Chart))
    assert chart.title.replace("\xa0", " ") == f"The forecast of 2026 is {message}"


def test_changes_since_the_same_pack() -> None:
    """A pack that is built again lists what changed since, its own month included."""
    same = everything(202610)
    same = replace(same, amounts=dict(same.amounts) | {(SALARIES, 202610): 130_000.0})
    found = values(company(), earlier=Earlier(last=everything(), same=same))
    assert found["changed_same", "changed_same1", "period"] == "Oct 26"
    assert found["changed_same", "changed_same1", "then"] == 130_000.0
    assert found["changed_same", "changed_same1", "now"] == 135_000.0
    assert not [key for key in found if key[0] == "changed_last"]


def test_another_year_is_not_compared() -> None:
    """The forecast of last year's last pack is one of another year."""
    last = EarlierPack(Path("x.xlsx"), "", 202512, forecast={SALARIES: 1.0})
    assert sentence(context(company(), "en", Earlier(last=last))) == ""


def test_methods_that_changed() -> None:
    """A method that is another one than last time is on About and warned of on the Summary."""
    earlier = Earlier(last=pack(methods={"forecast": "run_rate", "attrition": "average"}))
    report = made(company(), earlier=earlier)
    found = grid(report, "methods_changed").rows
    assert len(found) == 1
    assert said(found[0], "then") == "run rate"
    alerts = [
        b.text
        for b in sheet(report, "summary").blocks
        if isinstance(b, Text) and b.style == "alert"
    ]
    assert any("September 2026" in text and "full-year forecast" in text for text in alerts)


def test_a_line_that_got_a_method() -> None:
    """A line's own method is a change where all lines had another one before."""
    dataset = with_method("remaining_budget", Salaries="run_rate")
    rows = grid(made(dataset, earlier=Earlier(last=pack())), "methods_changed").rows
    assert [said(row, "label") for row in rows] == ["Full-year forecast of Salaries"]


def test_records_for_the_next_pack() -> None:
    """The records have English heads and codes in every language, as the next pack reads them."""
    report = made(company(), language="nb")
    record, methods = grid(report, "pack_forecast"), grid(report, "pack_methods")
    assert [c.title for c in record.columns][:3] == ["line", "amount", "method"]
    assert [c.title for c in methods.columns] == ["setting", "method"]
    assert record.table
    assert methods.table
    found = values(company(), language="nb")
    assert found["pack_forecast", "line1", "line"] == SALARIES
    assert len(LEDGER) == 6
