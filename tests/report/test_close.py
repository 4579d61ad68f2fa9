"""The discipline of a close: adjustments apart, a trial balance, what is final, who answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hand_made import (
    MONTHLY,
    OCTOBER,
    HandMade,
    company,
    cost_centres,
    grid,
    ledger,
    made,
    settings,
    sheet,
    values,
    whole_facts,
)
from libreoffice import differences

from xlcost.dataset.earlier import Earlier, EarlierPack
from xlcost.dataset.facts import ADJUSTMENTS, TRIAL_BALANCE
from xlcost.dataset.findings import Code, Finding
from xlcost.errors import SettingsError
from xlcost.inputs.loading import load
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.spec import Grid, Report, Text
from xlcost.workbook.render import write_workbook

COST = sum(OCTOBER.values()) - OCTOBER["3000"]
NO_REASON = "a figure that is there"


def number(value: object) -> float:
    """Return a figure that must be a number."""
    assert isinstance(value, int | float), NO_REASON
    return float(value)


def texts(report: Report, key: str) -> list[str]:
    """Return the lines of text of a sheet."""
    return [block.text for block in sheet(report, key).blocks if isinstance(block, Text)]


def has_grid(report: Report, name: str) -> bool:
    """Whether a report has a grid."""
    blocks = [block for one in report.sheets for block in one.blocks]
    return any(isinstance(block, Grid) and block.id == name for block in blocks)


# Adjustments


def adjustments(*rows: tuple[int, str, float]) -> pd.DataFrame:
    """Return adjustments: period, account and amount."""
    found = [
        (period, account, "10", "", amount, f"Reason {place}", "adjustments.csv", place)
        for place, (period, account, amount) in enumerate(rows, start=2)
    ]
    return pd.DataFrame(found, columns=list(ADJUSTMENTS))


def test_adjustments_stand_apart() -> None:
    """Adjustments change no figure but those in their own rows, which say what both come to."""
    plain = values(company())
    more = adjustments((202610, "5400", 7_000.0), (202609, "010", -2_000.0))
    found = values(company(adjustments=more))
    assert found["opex", "total", "month_ac"] == plain["opex", "total", "month_ac"] == COST
    assert found["summary", "month", "ac"] == COST
    assert found["adjustments", "adjusted_cost", "month_ac"] == COST + 7_000.0
    ledger_ytd = number(plain["opex", "total", "ytd_ac"])
    assert found["adjustments", "adjusted_cost", "ytd_ac"] == ledger_ytd + 5_000.0
    assert found["adjustments", "cost_ledger", "month_ac"] == COST
    budget = number(found["adjustments", "adjusted_cost", "month_bu"])
    assert found["adjustments", "adjusted_cost", "month_var"] == COST + 7_000.0 - budget


def test_each_adjustment_says_where_it_comes_from() -> None:
    """Its reason is its name; beside it stand the line, the month, the file and the row."""
    more = adjustments((202609, "010", -2_000.0), (202610, "5400", 7_000.0))
    found = values(company(adjustments=more))
    assert found["adjustments", "cost1", "label"] == "Reason 2"
    assert found["adjustments", "cost1", "where"] == "Salaries · Sep 26 · adjustments.csv, row 2"
    assert found["adjustments", "cost2", "label"] == "Reason 3"
    assert found["adjustments", "cost2", "where"] == (
        "Agent licences · Oct 26 · adjustments.csv, row 3"
    )


def test_an_adjustment_of_a_database_has_no_row() -> None:
    """Where an adjustment comes from is said without a row, and nothing stops."""
    more = adjustments((202610, "5400", 7_000.0)).assign(file="corrections", row=float("nan"))
    found = values(company(adjustments=more))
    assert found["adjustments", "cost1", "where"] == "Agent licences · Oct 26 · corrections"


def test_adjusted_income() -> None:
    """An adjustment of income is shown positive, and what remains takes both into account."""
    more = adjustments((202610, "5400", 7_000.0), (202610, "3000", -500.0))
    found = values(company(adjustments=more))
    assert found["adjustments", "adjusted_income", "month_ac"] == -OCTOBER["3000"] + 500.0
    assert found["adjustments", "adjusted_net", "month_ac"] == COST + 7_000.0 - 13_000.0


def test_summary_tells_of_adjustments() -> None:
    """The Summary says that there are adjustments, and how large, in both languages."""
    dataset = company(adjustments=adjustments((202610, "5400", 7_000.0)))
    assert any("NOK\xa0+7,000" in text for text in texts(made(dataset), "summary"))
    assert any(
        "+7\xa0000\xa0NOK" in text for text in texts(made(dataset, language="nb"), "summary")
    )


def test_adjustments_of_other_years_are_told() -> None:
    """An adjustment outside the year to date is not shown, and About says so."""
    report = made(company(adjustments=adjustments((202503, "5400", 7_000.0))))
    assert not has_grid(report, "adjustments")
    assert any("Adjustments outside the year to date" in text for text in texts(report, "about"))


def test_many_adjustments_add_up() -> None:
    """Past the largest fifty, adjustments are one row together, and the sum holds."""
    many = adjustments(*((202610, "5400", float(n)) for n in range(1, 81)))
    found = values(company(adjustments=many))
    assert found["adjustments", "cost51", "month_ac"] == sum(range(1, 31))
    assert found["adjustments", "adjusted_cost", "month_ac"] == COST + sum(range(1, 81))


# Trial balance


def balance(**changes: float) -> pd.DataFrame:
    """Return the trial balance of October, with some accounts changed."""
    rows = [
        (202610, account, "", amount + changes.get(f"a{account}", 0.0))
        for account, amount in OCTOBER.items()
    ]
    return pd.DataFrame(rows, columns=list(TRIAL_BALANCE))


def test_trial_balance_agrees() -> None:
    """A ledger that is its trial balance passes both controls."""
    found = values(company(trial_balance=balance()))
    assert found["checks", "trial_accounts", "this"] == 0
    assert found["checks", "trial_accounts", "verdict"] == "passed"
    assert found["checks", "trial_sum", "verdict"] == "passed"


def test_trial_balance_differs() -> None:
    """Two accounts that differ by the same amount are two faults, though the sums agree."""
    found = values(company(trial_balance=balance(a5400=100.0, a6900=-100.0)))
    assert found["checks", "trial_accounts", "this"] == 2
    assert found["checks", "trial_accounts", "verdict"] == "failed"
    assert found["checks", "trial_sum", "verdict"] == "passed"


def test_half_a_cent_is_a_difference() -> None:
    """The control judges half a cent as the finding about the trial balance does."""
    found = values(company(trial_balance=balance(a5400=0.005)))
    assert found["checks", "trial_accounts", "this"] == 1


def test_trial_balance_of_the_year_to_date() -> None:
    """Balances of the year so far are held against the ledger's year so far."""
    rows = ledger()
    inside = rows[rows["period"].between(202601, 202610)]
    sums = inside.groupby("account", as_index=False)["amount"].sum()
    said = sums.assign(period=202610, entity="")[list(TRIAL_BALANCE)]
    found = values(company(trial_balance=said, trial_balance_is_ytd=True))
    assert found["checks", "trial_accounts", "verdict"] == "passed"
    assert found["checks", "trial_sum", "this"] == pytest.approx(float(sums["amount"].sum()))


def test_an_account_that_the_trial_balance_lacks() -> None:
    """An account of the ledger that the trial balance does not have is one that differs."""
    found = values(company(trial_balance=balance().iloc[1:]))
    assert found["checks", "trial_accounts", "this"] == 1


# Standing


def with_report(**report: Any) -> HandMade:
    """Return the company with other settings of the report."""
    return HandMade(whole_facts(), settings=settings(**report))


def test_preliminary_is_said() -> None:
    """A pack says on its Summary and in every header what status it has."""
    report = made(company())
    assert report.properties["status"] == "preliminary"
    assert values(company())["summary_status", "sign_off", "verdict"] == "preliminary"
    assert report.alert == ""


def test_final_with_failed_controls() -> None:
    """A final pack with failed controls says so at the head of every page."""
    dataset = HandMade(
        whole_facts(trial_balance=balance(a5400=1.0)), settings=settings(status="final")
    )
    report = made(dataset)
    assert "marked final, but controls failed (2)" in report.alert
    verdict = values(dataset)["summary_status", "sign_off", "verdict"]
    assert verdict == "final, but controls failed"


def test_header_of_every_page(tmp_path: Path) -> None:
    """Every printed page says in its head whether the pack is preliminary or final."""
    report = made(company(), language="nb")
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    heads = {one.oddHeader.center.text for one in openpyxl.load_workbook(path).worksheets}
    assert heads == {"Foreløpig"}


def test_final_in_order() -> None:
    """A final pack whose controls passed says nothing more than that it is final."""
    names = {"prepared_by": "Kari", "reviewed_by": "Ola", "approved_by": "Per"}
    dataset = with_report(status="final", **names)
    assert made(dataset).alert == ""
    found = values(dataset)
    assert found["summary_status", "sign_off", "verdict"] == "final"
    assert found["summary_status", "sign_off", "label"] == "Status"


def test_final_without_names() -> None:
    """A final pack that nobody signed names who is missing."""
    found = values(with_report(status="final", prepared_by="Kari"))
    assert found["summary_status", "sign_off", "label"] == (
        "final, name missing for: reviewed by, approved by"
    )


def test_signatures_have_days() -> None:
    """Who signed stands with the day in the report's language; where nobody has, a line stands."""
    dataset = with_report(approved_by="Kari", approved_on=date(2026, 11, 5))
    found = values(dataset, language="nb")
    assert found["signatures", "approved", "value"] == "Kari"
    assert found["signatures", "approved", "date"] == "Dato: 5. november 2026"
    assert "____" in str(found["signatures", "reviewed", "date"])


# One-offs


def test_without_one_offs() -> None:
    """The Summary shows the total without what does not come back, against budget as well."""
    found = values(company())
    assert found["summary", "month_recurring", "ac"] == COST - OCTOBER["5100"]
    assert found["summary", "month_recurring", "bu"] == found["summary", "month", "bu"]
    before = number(found["summary", "month", "var"])
    assert found["summary", "month_recurring", "var"] == before - OCTOBER["5100"]
    assert found["opex", "one_offs", "month_bu"] == 0


# Working days


def test_per_working_day() -> None:
    """Cost and contacts are divided by the working days of their own periods."""
    days = {"2026-10": 22, "2026-09": 20, "2025-10": 23}
    found = values(with_report(working_days=days))
    assert found["per_day", "opex_a_day", "ac"] == COST / 22
    assert found["per_day", "contacts_a_day", "ac"] == 15_000 / 22
    monthly = sum(MONTHLY.values()) - MONTHLY["3000"]
    assert found["per_day", "opex_a_day", "last"] == monthly / 20
    assert found["per_day", "opex_a_day", "py"] == monthly / 23
    assert found["per_day", "opex_a_day", "bu"] == monthly / 22
    assert ("per_day", "opex_a_day", "ytd") not in found


def test_working_days_of_a_country() -> None:
    """A country's public holidays give every month its days, and the year to date theirs."""
    found = values(with_report(holidays="NO"))
    assert found["per_day", "days", "ac"] == 22
    assert found["per_day", "days", "ytd"] == 210


def test_without_working_days() -> None:
    """Where nothing says how many days there are, the table is left out and About says why."""
    report = made(company())
    assert not has_grid(report, "per_day")
    assert any("working day" in text for text in texts(report, "about"))


# Entities, sites, managers


def several() -> HandMade:
    """Return the company as two entities on two sites."""

    def split(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(entity=rows["cost_centre"].map({"10": "North AS", "20": "South AS"}))

    plain = whole_facts()
    centres = cost_centres().assign(manager=["Kari", ""])
    return HandMade(
        whole_facts(ledger=split(plain.ledger), budget=split(plain.budget), cost_centres=centres),
        settings=settings(),
    )


def test_by_entity_and_site() -> None:
    """Where there are several entities and sites, each has its row, and they add up."""
    found = values(several())
    entities = {found["entities", key, "label"]: key for key in ("place1", "place2")}
    south = entities["South AS"]
    assert found["entities", south, "month_ac"] == OCTOBER["6900"]
    assert found["entities", "total", "month_ac"] == COST
    assert found["sites", "total", "ytd_ac"] == found["opex", "total", "ytd_ac"]
    for key in ("entities_month_ac", "entities_ytd_bu", "sites_month_bu"):
        assert found["checks", key, "verdict"] == "passed"


def test_one_entity_has_no_table() -> None:
    """One entity or site is the company itself, so there is no table of it."""
    report = made(company(cost_centres=cost_centres().assign(site="Bergen")))
    assert not has_grid(report, "entities")
    assert not has_grid(report, "sites")


def test_managers() -> None:
    """Who answers for a cost centre stands beside it, where that is known."""
    found = values(several())
    managers = [
        value for key, value in found.items() if key[0] == "centres" and key[2] == "manager"
    ]
    assert managers == ["Kari"]
    assert "manager" not in {column.key for column in grid(made(company()), "centres").columns}


# The second opinion


def test_recalculated(tmp_path: Path) -> None:
    """LibreOffice comes to the same figures in a pack with all of this in it."""
    dataset = several()
    more = adjustments((202610, "5400", 7_000.0), (202610, "3000", -500.0))
    dataset.facts = replace(dataset.facts, adjustments=more, trial_balance=balance())
    methods = {"forecast": "seasonal", "forecast_by_line": {"Salaries": "last_period"}}
    dataset.settings = settings(methods=methods, working_days={"2026-10": 22, "2025-10": 23})
    then = {("cost | People | Salaries", 202605): 9.5, ("cost | Old | Temps", 202603): 4.0}
    last = EarlierPack(Path("x.xlsx"), "", 202609, amounts=then, forecast={"cost | Old | X": 3.0})
    report = made(dataset, earlier=Earlier(last=last, same=last))
    found = evaluate(report)
    listed, ledger_less_pack = (found["checks", "changed_last", name] for name in ("this", "other"))
    assert number(listed) == pytest.approx(number(ledger_less_pack))
    assert number(listed) > 0
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    assert differences(path) == []


# Settings


def test_unknown_line_of_a_method(tmp_path: Path) -> None:
    """A forecast method for a line that is not there is one sentence with the line that is."""
    (tmp_path / "ledger.csv").write_text(
        "date,account,amount\n2026-01-31,5000,10\n", encoding="utf-8"
    )
    (tmp_path / "accounts.csv").write_text(
        "account,line,category\n5000,Salaries,People\n", encoding="utf-8"
    )
    text = '[report.methods]\nforecast_by_line = { "Salarys" = "run_rate" }\n'
    (tmp_path / "xlcost.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"'Salarys'.*did you mean Salaries"):
        load(tmp_path)


def test_what_changed_after_a_final_pack() -> None:
    """A month that was final and has other amounts now is a warning; a preliminary one is not."""
    lines = {"People": ("Salaries", "010"), "Technology": ("Agent licences", "5400")}

    def found(status: str, change: float) -> list[Finding]:
        then = {
            (f"cost | {category} | {name}", 202609): MONTHLY[account] - change
            for category, (name, account) in lines.items()
        }
        then["cost | Technology | Telephony", 202609] = MONTHLY["6900"]
        then["income | Income | Service fees", 202609] = -MONTHLY["3000"] - change
        pack = EarlierPack(Path("sep.xlsx"), "", 202609, status=status, amounts=then)
        report = made(company(), earlier=Earlier(last=pack))
        return [one for one in report.findings if one.code is Code.CHANGED_SINCE_FINAL]

    assert found("preliminary", 500) == found("final", 0) == []
    changed = found("final", 500)
    assert [one.where.file for one in changed] == ["sep.xlsx"]
    assert "September 2026 is final" in changed[0].sentence()
    assert "since: 3, in total 500.00" in changed[0].sentence()  # two costs less one income
