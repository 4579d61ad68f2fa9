"""The sheet Bridge: every step is where it belongs, and the steps lead to the actual."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hand_made import (
    HandMade,
    accounts,
    activity,
    budget,
    company,
    grid,
    ledger,
    made,
    settings,
    sheet,
    values,
    whole_facts,
    workforce,
)
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.libreoffice import differences
from xlcost.dataset.facts import CURRENCY_EFFECTS
from xlcost.report.bridges.drivers import STEPS
from xlcost.report.bridges.labour_drivers import moved as labour_moved
from xlcost.report.build import context
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import NOT_AVAILABLE, Literal
from xlcost.report.model.spec import Chart, Grid, Report, Text
from xlcost.values.calendar import Period
from xlcost.workbook.render import write_workbook

OCTOBER = 202610
ALL = (*STEPS, "other")


def budgeted(*, actual: dict[str, float] | None = None) -> pd.DataFrame:
    """Return hours in budget and actual, those of October changed by factors."""
    frame = workforce()
    later = frame[frame["period"] == OCTOBER]
    more = [later.assign(period=OCTOBER + n) for n in (1, 2)]
    plan = pd.concat([frame[frame["period"] > 202600], *more]).assign(version="budget")
    for measure, factor in (actual or {}).items():
        frame.loc[frame["period"] == OCTOBER, measure] *= factor
    return pd.concat([frame, plan], ignore_index=True)


def contacts(channel: str, measures: tuple[str, ...], factor: float) -> pd.DataFrame:
    """Return activity whose October differs in one channel."""
    frame = activity()
    now = (frame["period"] == OCTOBER) & (frame["version"] == "actual")
    frame.loc[now & (frame["channel"] == channel), list(measures)] *= factor
    return frame


def as_planned() -> pd.DataFrame:
    """Return a ledger whose October is the flat month: nothing differs from the budget."""
    book = ledger()
    flat = book[book["period"] == 202609].assign(period=OCTOBER)
    return pd.concat([book[book["period"] != OCTOBER], flat], ignore_index=True)


def steps(found: Any, span: str = "month", name: str = "bridge_bu") -> dict[str, float]:
    """Return the amounts of a bridge by step."""
    return {row: v for (g, row, c), v in found.items() if (g, c) == (name, f"{span}_amount")}


TIME = ("talk_seconds", "hold_seconds", "after_call_seconds")


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"activity": contacts("email", TIME, 1.5)}, "aht"),
        ({"workforce": budgeted(actual={"logged_in_hours": 0.9})}, "occupancy"),
        ({"workforce": budgeted(actual={"shrinkage_hours": 1.2})}, "shrinkage"),
        ({"workforce": budgeted(actual={"paid_hours": 0.8, "shrinkage_hours": 0.8})}, "rate"),
    ],
    ids=["aht", "occupancy", "shrinkage", "rate"],
)
def test_what_moved_alone(changes: dict[str, Any], step: str) -> None:
    """Where one driver moved and the ledger did not, its step and `other` cancel each other."""
    parts: dict[str, Any] = {"ledger": as_planned(), "workforce": budgeted()} | changes
    found = steps(values(company(**parts)))

    assert found[step] != 0
    assert found[step] == pytest.approx(-found["other"])
    assert all(found[name] == pytest.approx(0, abs=1e-6) for name in STEPS if name != step)


def test_volume_and_mix_by_hand() -> None:
    """2,000 more calls among 15,000 contacts are volume at 400 s, less the mix of shorter calls."""
    frame = contacts("phone", (*TIME, "handled"), 1.2)
    found = steps(values(company(ledger=as_planned(), workforce=budgeted(), activity=frame)))
    rate = 100_000 / 3_300
    hour = rate / 0.8 / 0.7

    assert found["volume"] == pytest.approx(2_000 * 400 / 3600 * hour)
    assert found["mix"] == pytest.approx((12_000 * 300 + 5_000 * 600 - 17_000 * 400) / 3600 * hour)
    assert found["volume"] + found["mix"] == pytest.approx(2_000 * 300 / 3600 * hour)
    assert found["aht"] == 0


@given(
    factors=st.lists(st.floats(0.5, 2), min_size=5, max_size=5),
    wages=st.integers(-50_000, 400_000),
    licences=st.integers(-300_000, 300_000),
)
@hypothesis_settings(
    max_examples=8, deadline=None, suppress_health_check=list(HealthCheck)
)  # each example builds a report
def test_steps_add_up(factors: list[float], wages: int, licences: int) -> None:
    """Whatever moved, budget and steps are the actual OpEx, in money as in the controls."""
    book = ledger()
    for account, amount in (("010", wages), ("5400", licences)):
        book.loc[(book["period"] == OCTOBER) & (book["account"] == account), "amount"] = amount
    hours = ("logged_in_hours", "handle_hours", "shrinkage_hours")
    people = budgeted(actual=dict(zip(hours, factors[:3], strict=True)))
    frame = contacts("phone", ("handled",), factors[3])
    now = (frame["period"] == OCTOBER) & (frame["version"] == "actual")
    frame.loc[now, list(TIME)] *= factors[4]
    found = values(company(ledger=book, workforce=people, activity=frame))

    for span in ("month", "ytd"):
        amounts = steps(found, span)
        start, end = amounts.pop("start"), amounts.pop("end")
        assert math.fsum((start, *amounts.values())) == pytest.approx(end, abs=1e-6)
        assert found["checks", f"bridge_bu_{span}", "verdict"] == "passed"


def test_drivers_while_building_are_those_of_the_sheet() -> None:
    """What sentences say of the drivers are the amounts of the steps, to the cent."""
    frame = contacts("phone", ("handled",), 1.2)
    people = budgeted(actual={"logged_in_hours": 0.9, "shrinkage_hours": 1.1})
    dataset = company(workforce=people, activity=frame)
    ctx = context(dataset, "en")
    found = steps(values(dataset))
    now = labour_moved(ctx, "month")

    assert [key for key, _, _ in now] == list(ALL)
    assert {key: amount for key, _, amount in now} == pytest.approx(
        {key: found[key] for key in ALL}, abs=0.006
    )
    assert sum(amount for _, _, amount in now) == pytest.approx(35_000, abs=0.05)
    assert now[0][1] == "Volume"
    assert labour_moved(context(company(), "en"), "month") == []


def test_a_new_channel_is_mix_not_time() -> None:
    """A channel that the budget does not know has no handle time to be slower than."""
    frame = activity()
    frame = frame[(frame["version"] == "actual") | (frame["channel"] == "phone")]
    found = values(company(ledger=as_planned(), workforce=budgeted(), activity=frame))
    amounts = steps(found)

    assert found["drivers_bu", "c2", "month_aht_0"] == 600
    assert amounts["aht"] == 0
    assert amounts["volume"] > 0
    assert amounts["mix"] > 0


def effects(*rows: tuple[str, float]) -> pd.DataFrame:
    """Return what rates did to accounts in October."""
    made_of = [(OCTOBER, account, "10", "", amount) for account, amount in rows]
    return pd.DataFrame(made_of, columns=list(CURRENCY_EFFECTS))


def test_currency_is_taken_out_of_its_lines() -> None:
    """What rates did is one step, and no longer in the line or the rate where it arose."""
    plain = values(company(workforce=budgeted()))
    moved = values(
        company(
            workforce=budgeted(),
            currency_effects=effects(("5400", 700.0), ("010", 300.0), ("3000", -50.0)),
        )
    )
    before, after = steps(plain), steps(moved)
    change = {key: round(after[key] - before.get(key, 0.0), 6) for key in after}

    assert change.pop("currency") == 1_000
    assert change.pop("line2") == -700
    assert change.pop("rate") + change.pop("other") == pytest.approx(-300)
    assert set(change.values()) == {0}
    assert moved["checks", "bridge_bu_month", "verdict"] == "passed"
    assert moved["checks", "bridge_bu_ytd", "verdict"] == "passed"


def test_what_is_at_the_rates_of_the_budget_says_so() -> None:
    """Where rates moved labour, its cost and that of an hour are not those of other sheets."""
    for moved, words in ((300.0, " at budget exchange rates"), (0.0, "")):
        rates = effects(("010", moved)) if moved else effects()
        found = values(company(workforce=budgeted(), currency_effects=rates))
        assert found["driver_rates_bu", "rate", "label"] == f"Labour cost per paid hour{words}"
        assert str(found["driver_rates_bu", "labour", "label"]).endswith(words)


def test_a_line_that_pays_people_only_in_part() -> None:
    """Drivers take what is labour of a line; the rest of it is its own step, and nothing twice."""
    known, book, plan = accounts(), ledger(), budget()
    known.loc[len(known)] = {**known.iloc[0], "account": "5900", "name": "Meals", "driver": ""}
    known["line"] = known["line"].replace("Salaries", "The desk")  # no word for people's pay
    book.loc[len(book)] = [OCTOBER, "5900", "10", "", 6_000.0, 1]
    plan.loc[len(plan)] = ["original", OCTOBER, "5900", "10", "", 2_000.0, 1]
    parts = {"ledger": book, "budget": plan, "accounts": known, "workforce": budgeted()}
    found = values(company(**parts))
    moved = values(company(**parts, currency_effects=effects(("5900", 700.0), ("010", 300.0))))

    assert found["opex", "line1", "month_ac"] == 141_000
    assert steps(found)["line1"] == 4_000
    assert sum(steps(found)[key] for key in ALL) == pytest.approx(35_000)
    assert steps(moved)["line1"] == 3_300
    assert steps(moved)["currency"] == 1_000
    for one in (found, moved):
        assert one["checks", "bridge_bu_month", "verdict"] == "passed"
        assert one["checks", "bridge_bu_ytd", "verdict"] == "passed"


def test_currency_says_nothing_of_the_prior_year() -> None:
    """An effect against the budget's rates is no step from the prior year."""
    found = values(company(budget=budget().iloc[:0], currency_effects=effects(("5400", 700.0))))

    assert "currency" not in steps(found, name="bridge_py")


def test_without_budgeted_drivers_the_prior_year_explains() -> None:
    """Without drivers in the budget it goes by lines, and from the prior year by drivers."""
    report = made(company())
    found = evaluate(report)
    texts = [b.text for one in report.sheets for b in one.blocks if isinstance(b, Text)]

    assert set(steps(found)) == {"start", "line1", "line2", "line3", "end"}
    assert set(ALL) <= set(steps(found, name="bridge_py"))
    assert any("from budget is by line only" in text for text in texts)
    for check in ("bridge_bu_month", "bridge_bu_ytd", "bridge_py_month", "bridge_py_ytd"):
        assert found["checks", check, "verdict"] == "passed"


@pytest.mark.parametrize(
    "changes",
    [
        {"workforce": workforce().iloc[:0]},
        {"activity": activity().iloc[:0]},
        {"accounts": accounts().assign(driver="", line="Cost", name="x")},
        {"workforce": budgeted().assign(logged_in_hours=0.0)},
        {"workforce": budgeted().assign(logged_in_hours=1.0)},
    ],
    ids=["no_workforce", "no_activity", "no_labour_lines", "no_hours", "occupancy_above_1"],
)
def test_without_drivers_it_goes_by_lines(changes: dict[str, Any]) -> None:
    """Where a driver is missing or impossible, lines alone lead from budget to actual."""
    found = values(company(**changes))

    assert not set(ALL) & set(steps(found))
    assert found["checks", "bridge_bu_month", "verdict"] == "passed"


def test_half_a_budget_is_no_budget_of_drivers() -> None:
    """Hours budgeted for some months only are not held against all of them."""
    people = budgeted()
    late = (people["version"] == "budget") & (people["period"] < 202605)
    found = values(company(workforce=people[~late]))

    assert not set(ALL) & set(steps(found))


def test_the_bridge_follows_the_period() -> None:
    """Another period in the cell of Data moves every step, and the bridge still closes."""
    report = made(company(workforce=budgeted()))
    moved = values_at(report, 202609)

    assert moved["bridge_bu", "end", "month_amount"] == 150_000
    assert moved["checks", "bridge_bu_month", "verdict"] == "passed"
    assert moved["checks", "bridge_bu_ytd", "verdict"] == "passed"
    assert moved["bridge_bu", "line2", "month_amount"] == 0


def values_at(report: Report, period: int) -> dict[tuple[str, str, str], Any]:
    """Return the values of a report whose period was changed in its cell."""
    sheets = []
    for one in report.sheets:
        blocks = []
        for block in one.blocks:
            if isinstance(block, Grid) and block.id == "basis":
                first, *others = block.rows
                cell = replace(first.cells["value"], expression=Literal(period))
                first = replace(first, cells={**first.cells, "value": cell})
                blocks.append(replace(block, rows=(first, *others)))
            else:
                blocks.append(block)
        sheets.append(replace(one, blocks=tuple(blocks)))
    return dict(evaluate(replace(report, sheets=tuple(sheets))))


@pytest.mark.parametrize(("amount", "way"), [(130_000.0, "above"), (90_000.0, "below")])
def test_a_waterfall_says_which_way_it_went(amount: float, way: str) -> None:
    """The title is the message: by how much OpEx is above or below the budget, in each span."""
    book = ledger()
    now = book["period"] == OCTOBER
    book.loc[now & (book["account"] == "010"), "amount"] = amount
    report = made(company(ledger=book, workforce=budgeted()))
    found = values(company(ledger=book, workforce=budgeted()))
    apart = {
        span: abs(
            float(found["opex", "total", f"{span}_ac"])  # type: ignore[arg-type]
            - float(found["opex", "total", f"{span}_bu"])  # type: ignore[arg-type]
        )
        for span in ("month", "ytd")
    }
    titles = [b.title for b in sheet(report, "bridge").blocks if isinstance(b, Chart)]
    titles += [
        b.title
        for b in sheet(report, "summary").blocks
        if isinstance(b, Chart) and b.kind == "waterfall"
    ]

    assert [title.replace("\u00a0", " ") for title in titles] == [
        f"OpEx of October 2026 was NOK {apart['month']:,.0f} {way} budget",
        f"OpEx of January–October 2026 was NOK {apart['ytd']:,.0f} {way} budget",
        f"OpEx of October 2026 was NOK {apart['month']:,.0f} {way} budget",
    ]


def test_nothing_to_start_at() -> None:
    """Without budget and prior year there is no sheet, and About says so."""
    book = ledger()
    report = made(company(ledger=book[book["period"] > 202600], budget=budget().iloc[:0]))
    texts = [b.text for one in report.sheets for b in one.blocks if isinstance(b, Text)]

    assert "bridge" not in [one.key for one in report.sheets]
    assert any("Bridge is left out" in text for text in texts)


def test_a_whole_year() -> None:
    """A report of a year has one bridge, of the year."""
    dataset = company(workforce=budgeted())
    dataset.period = Period(2026, 0)
    report = made(dataset)
    found = evaluate(report)

    assert set(ALL) <= set(steps(found, "year"))
    assert found["checks", "bridge_bu_year", "verdict"] == "passed"
    assert sum(isinstance(block, Chart) for block in sheet(report, "bridge").blocks) == 1


def test_small_lines_are_one_step_made_of_a_table_of_its_own() -> None:
    """Many lines: the largest have a step, the others are one, made of a table of its own."""
    known, book, plan = accounts(), ledger(), budget()
    row = known.iloc[1]
    for number in range(20):
        code = f"7{number:03d}"
        known.loc[len(known)] = {**row, "account": code, "line": code, "name": code, "driver": ""}
        book.loc[len(book)] = [OCTOBER, code, "10", "", 1_000.0 * number, 1]
        plan.loc[len(plan)] = ["original", OCTOBER, code, "10", "", 500.0, 1]
    known["name"] = known["name"].replace("Bonus", "x")
    dataset = company(ledger=book, budget=plan, accounts=known, workforce=budgeted())
    report = made(dataset)
    found = evaluate(report)
    steps = [row.key for row in grid(report, "bridge_bu").rows]
    small = [row.key for row in grid(report, "bridge_bu_small").rows]
    chart = next(b for b in sheet(report, "bridge").blocks if isinstance(b, Chart))

    assert len(chart.categories) == 14
    assert len(small) > 10
    assert found["bridge_bu", "rest", "month_amount"] == pytest.approx(
        sum(float(found["bridge_bu_small", key, "month_amount"]) for key in small)  # type: ignore[arg-type]
    )
    assert not {*steps, *(ref.row for ref in chart.categories)} & set(small)


@pytest.mark.parametrize("method", ["old_volume", "new_volume", "midpoint"])
def test_price_volume_mix(method: str) -> None:
    """Each channel's split is PRICE_VOLUME_MIX by the method set, and adds up to the change."""
    from xlcost import price_volume_mix

    facts = whole_facts(activity=contacts("phone", ("handled",), 1.2))
    dataset = HandMade(facts, settings=settings(methods={"price_volume_mix": method}))
    found: Any = values(dataset)
    for span in ("month", "ytd"):
        keys = [f"{span}_{name}" for name in ("price_0", "volume_0", "price_1", "volume_1")]
        given_ = [[found["price_volume_inputs", c, key] for c in ("c1", "c2")] for key in keys]
        for row, wanted in zip(
            ("c1", "c2", "total"), price_volume_mix(*given_, method), strict=True
        ):
            for name, amount in wanted._asdict().items():
                assert found["price_volume_mix", row, f"{span}_{name}"] == pytest.approx(amount)
        assert found["checks", f"price_volume_mix_{span}", "verdict"] == "passed"
    assert found["price_volume_mix", "total", "month_total"] == pytest.approx(23_000)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_one_name_means_one_thing(language: str) -> None:
    """The mix of channels and what price and volume did together are not called the same."""
    facts = whole_facts(workforce=budgeted())
    bridge = sheet(made(HandMade(facts), language=language), "bridge")
    grids = {block.id: block for block in bridge.blocks if isinstance(block, Grid)}
    steps = {row.key: row.cells["label"].expression for row in grids["bridge_bu"].rows}
    titles = {column.key: column.title for column in grids["price_volume_mix"].columns}

    assert steps["mix"] != Literal(titles["month_mix"])


def test_price_volume_mix_of_a_closed_channel() -> None:
    """A channel without contacts on one side is volume, and what has no contacts is said apart."""
    frame = activity()
    closed = (frame["channel"] == "email") & (frame["version"] == "actual")
    frame.loc[closed & (frame["period"] == OCTOBER), ["handled", *TIME]] = 0.0
    found: Any = values(company(activity=frame))

    assert found["price_volume_mix", "c2", "month_price"] == 0
    assert found["price_volume_mix", "c2", "month_mix"] == 0
    assert found["price_volume_mix", "c2", "month_volume"] < 0
    assert found["price_volume_mix", "total", "month_total"] == pytest.approx(23_000)
    assert found["price_volume_inputs", "c2", "month_volume_1"] == 0
    # As on Unit cost: the budget's price is no actual one.
    assert found["price_volume_inputs", "c2", "month_price_1"] == NOT_AVAILABLE
    assert found["price_volume_mix", "rest", "ytd_total"] == 0


@pytest.mark.parametrize("language", ["en", "nb"])
def test_libreoffice_agrees(language: str, tmp_path: Path) -> None:
    """Every figure of the sheet is a live formula that LibreOffice calculates alike."""
    frame = contacts("phone", (*TIME, "handled"), 1.2)
    people = budgeted(actual={"logged_in_hours": 0.9, "shrinkage_hours": 1.1})
    rates = effects(("5400", 700.0), ("010", 300.0))
    report = made(
        company(workforce=people, activity=frame, currency_effects=rates), language=language
    )
    path = tmp_path / "bridge.xlsx"
    write_workbook(report, evaluate(report), path)

    assert differences(path) == []
