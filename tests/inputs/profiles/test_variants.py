"""Exports as people really have them: titles, footers, other orders, encodings and units."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from inputs.profiles import samples

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Severity
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load
from xlcost.inputs.profiles.library import named
from xlcost.inputs.profiles.profile import Profile

Rows = list[list[str]]


def _rows(profile: Profile) -> tuple[Rows, str]:
    text = profile.sample.text.lstrip()
    mark = next(one for one in samples.DELIMITERS if one in text)
    return list(csv.reader(io.StringIO(text), delimiter=mark)), mark


def _text(rows: Rows, mark: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _titled(rows: Rows, mark: str) -> bytes:
    """Three lines of title, a blank one, and a byte order mark."""
    return _text([["Report"], ["Made 2026-11-02 08:00"], [], *rows], mark).encode("utf-8-sig")


def _turned(rows: Rows, mark: str) -> bytes:
    """The columns from right to left, with one more, in UTF-16."""
    head = next(place for place, row in enumerate(rows) if len(row) == max(map(len, rows)))
    more = [
        [*(row[::-1]), "Remark 9" if place == 0 else "x"] for place, row in enumerate(rows[head:])
    ]
    return _text(rows[:head] + more, mark).encode("utf-16")


def _spelled(rows: Rows, mark: str) -> bytes:
    """Headings in capitals and with spaces around, Windows line ends, Excel's first line."""
    head = next(place for place, row in enumerate(rows) if len(row) == max(map(len, rows)))
    rows[head] = [f" {cell.upper()} " for cell in rows[head]]
    return (f"sep={mark}\n" + _text(rows, mark)).replace("\n", "\r\n").encode()


@pytest.mark.parametrize("change", [_titled, _turned, _spelled])
@pytest.mark.parametrize(
    "name",
    [
        "poweroffice-go-hovedbok",
        "tripletex-hovedbok",
        "norwegian-telephone-statistics",
        "amazon-connect-historical-metrics",
    ],
)
def test_however_it_is_written(
    name: str, change: Callable[[Rows, str], bytes], tmp_path: Path
) -> None:
    """Titles above, other orders and encodings of the same export give the same figures."""
    profile = named(name)
    (tmp_path / "x.csv").write_bytes(change(*_rows(profile)))
    dataset = _loaded(profile, tmp_path)
    _right(profile, dataset)


def _loaded(profile: Profile, folder: Path) -> Dataset:
    if profile.input == "ledger":
        return load(folder, parse_settings({}), "2026-10")
    return samples.loaded(folder)


def _right(profile: Profile, dataset: Dataset) -> None:
    assert not [one for one in dataset.findings if one.severity is Severity.ERROR]
    for key, right in profile.sample.right.items():
        found = samples.figures(dataset, profile.input, key)
        wanted = right if isinstance(right, dict) else {"amount": float(right)}
        assert {n: round(found[n], 4) for n in wanted} == pytest.approx(wanted), key


def test_profit_and_loss_with_income(tmp_path: Path) -> None:
    """Income beside costs is asked for, never a cost; a list of accounts makes it right."""
    text = (
        'Fjordlys Service,,,\nProfit and Loss,,,\n"January - October, 2026",,,\n,,,\n'
        ',Sep 2026,Oct 2026,Total\nIncome,,,\n   Sales,"100,000.00","110,000.00","$210,000.00"\n'
        'Total Income,"100,000.00","110,000.00","$210,000.00"\nGross Profit,'
        '"100,000.00","110,000.00","$210,000.00"\nExpenses,,,\n   Payroll,,,\n'
        "      Wages,40000.00,41000.50,81000.50\n   Total Payroll,40000.00,41000.50,81000.50\n"
        "   6300 Rent,25000.00,25500.00,50500.00\nTotal Expenses,65000.00,66500.50,131500.50\n"
        'Net Income,"35,000.00","43,499.50","$78,499.50"\n,,,\n'
        '"Monday, Nov 02, 2026 10:00:00 AM GMT+1 - Accrual Basis",,,\n'
    )
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    asked = load(tmp_path, parse_settings({}), "2026-10")
    assert any(str(one.code) == "INCOME_AMONG_COSTS" for one in asked.findings)
    accounts = "account,line,category,kind\nSales,Sales,Income,income\nWages,Wages,People,cost\n"
    (tmp_path / "accounts.csv").write_text(accounts + "6300 Rent,Rent,Premises,cost\n", "utf-8")
    dataset = load(tmp_path, parse_settings({}), "2026-10")
    assert not [one for one in dataset.findings if one.severity is Severity.ERROR]
    found = dataset.facts.ledger.query("period == 202610").set_index("account")["amount"]
    assert dict(found) == {"Sales": -110000.0, "Wages": 41000.5, "6300 Rent": 25500.0}


SAP = """\
Cost Centers: Actual/Plan/Variance;;;;
Reporting Period:;{title};;;
;;;;
Cost elements;Act. costs;Plan costs;Var.(abs.);Var.(%)
430000 Salaries;80.000,00;78.000,00;2.000,00;2,56
470000 Rent;24.499,50;25.000,00;500,50-;2,00-
* Debit;104.499,50;103.000,00;1.499,50;1,46
"""


@pytest.mark.parametrize(
    ("title", "period"),
    [("10 to 10 2026", 202610), ("10 bis 10 2026", 202610), ("1 to 10 2026", 0)],
)
def test_the_period_of_a_title(title: str, period: int, tmp_path: Path) -> None:
    """A report from and to one period is of it; one of several periods is refused."""
    (tmp_path / "x.csv").write_text(SAP.format(title=title), encoding="utf-8")
    dataset = load(tmp_path, parse_settings({}), "2026-10")
    errors = [one.sentence() for one in dataset.findings if one.severity is Severity.ERROR]
    if not period:
        assert any("period" in one for one in errors)
        return
    assert not errors
    assert dict(dataset.facts.ledger.groupby("period")["amount"].sum()) == {period: 104499.5}


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("Date:,2026-10-05,,,,\nPrinted: 2026-11-02 08:00,,,,,", 202610),
        ("Printed 2026-11-02,,,,,\nDate: 5 October 2026,,,,,", 202610),
        ("Date:,10/05/2026,,,,", 0),
    ],
)
def test_the_day_of_a_title(lines: str, day: int, tmp_path: Path) -> None:
    """The day of a printed report is the one that it is of, never when it was made, nor a guess."""
    avaya = named("avaya-cms-split-interval-report")
    text = avaya.sample.text.lstrip().replace("Date:,2026-10-05,,,,", lines)
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    dataset = samples.loaded(tmp_path)
    errors = [one for one in dataset.findings if one.severity is Severity.ERROR]
    assert bool(errors) == (not day)
    if day:
        assert set(dataset.facts.activity["period"]) == {day}


def test_a_unit_that_is_said_wins(tmp_path: Path) -> None:
    """Where the settings give a column its unit, the one of the profile does not hold for it."""
    avaya = named("avaya-cms-split-interval-report")
    text = avaya.sample.text.lstrip()
    for clock in (":12", ":10", ":11"):
        text = text.replace(f"{clock},", f"{clock[1:]},")
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    dataset = samples.loaded(tmp_path)
    told = [one.sentence() for one in dataset.findings if one.severity is Severity.ERROR]
    assert len(told) == 1
    assert 'duration = { "Avg Speed Ans" = "s" }' in told[0]
    own = {"activity": {"duration": {"Avg Speed Ans": "s"}}}
    _right(avaya, samples.loaded(tmp_path, own))


def test_one_column_is_one_amount(tmp_path: Path) -> None:
    """Two names of one heading, such as debitAmount and Debit Amount, count its amounts once."""
    visma = named("visma-net-general-ledger-transactions")
    text = visma.sample.text.lstrip().replace("Debit Amount", "debitAmount")
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    _right(visma, load(tmp_path, parse_settings({}), "2026-10"))


def test_genesys_as_it_exports(tmp_path: Path) -> None:
    """Means in milliseconds, each with its own number: of holds, of answers; shares are none."""
    text = (
        "Interval Start,Interval End,Media Type,Queue Name,Answer %,Offer,Answer,Abandon,ASA,"
        "Avg Handle,Avg Talk,Avg Hold,Avg ACW,Hold,Handle\n"
        "05/10/2026 08:00,05/10/2026 08:30,voice,Billing,90,20,18,2,12000,"
        "240000,200000,30000,30000,6,18\n"
        "31/10/2026 08:00,31/10/2026 08:30,voice,Billing,100,10,10,0,8000,"
        "230000,200000,,30000,0,10\n"
    )
    (tmp_path / "export.csv").write_text(text, encoding="utf-8")
    found = samples.figures(samples.loaded(tmp_path), "activity", "2026-10 phone")
    wanted = {"handled": 28, "talk_seconds": 5600, "hold_seconds": 180, "after_call_seconds": 840}
    assert {name: found[name] for name in wanted} == pytest.approx(wanted)
    assert found["wait_seconds"] == pytest.approx(296)


NORWEGIAN = (
    "Dato;Kø;Innkomne anrop;Besvarte anrop;Besvart innen 20 sek;"
    "Gj.snitt taletid;Gj.snitt ventetid\n"
    "05.10.2026;Faktura;1 000;920;{share};3:20;0:15\n16.10.2026;Faktura;80;78;66;3:00;0:10\n"
    "Sum;;1 080;998;;;\n"
)


def test_minutes_and_seconds_by_what_can_be(tmp_path: Path) -> None:
    """3:20 as the time of a call is minutes and seconds, as hours no call takes; it is told."""
    (tmp_path / "x.csv").write_text(NORWEGIAN.format(share=700), encoding="utf-8")
    dataset = samples.loaded(tmp_path)
    found = samples.figures(dataset, "activity", "2026-10 phone")
    assert (found["talk_seconds"], found["wait_seconds"]) == (198040, 14580)
    assert any("are read as m:ss" in one.sentence() for one in dataset.findings)
    short = NORWEGIAN.format(share=700).replace("3:20", "1:20").replace("3:00", "1:00")
    (tmp_path / "x.csv").write_text(short, encoding="utf-8")
    errors = [o for o in samples.loaded(tmp_path).findings if o.severity is Severity.ERROR]
    assert len(errors) == 1  # one question, not one for each row


@pytest.mark.parametrize("share", ["70,5 %", "70%"])
def test_a_share_is_no_count(share: str, tmp_path: Path) -> None:
    """Percent in a column of counts is an error, never a handful of contacts."""
    (tmp_path / "x.csv").write_text(NORWEGIAN.format(share=share), encoding="utf-8")
    codes = [str(o.code) for o in samples.loaded(tmp_path).findings]
    assert "COUNT_IS_SHARE" in codes


def test_a_heading_that_says_percent_is_no_count(tmp_path: Path) -> None:
    """Abandoned % is not how many were abandoned, whatever its cells look like."""
    text = "Date,Channel,Offered,Handled,Abandoned %\n2026-10-05,Phone,100,90,10\n"
    (tmp_path / "activity.csv").write_text(text, encoding="utf-8")
    codes = [str(o.code) for o in samples.loaded(tmp_path).findings]
    assert "COUNT_IS_SHARE" in codes


def test_a_log_of_events(tmp_path: Path) -> None:
    """A queue log, named as it lies, gives the waits and talks of its events."""
    lines = (
        "2026-10-05 08:00:00.1|1.1|support|NONE|ENTERQUEUE||555|1\n"
        "2026-10-05 08:00:12.1|1.1|support|SIP/101|CONNECT|12|1.5|3\n"
        "2026-10-05 08:03:37.1|1.1|support|SIP/101|COMPLETECALLER|12|205|1\n"
    )
    (tmp_path / "queue_log.1").write_text(lines, encoding="utf-8")
    found = samples.figures(samples.loaded(tmp_path), "activity", "2026-10 phone")
    assert (found["offered"], found["handled"], found["abandoned"]) == (1, 1, 0)
    assert (found["talk_seconds"], found["wait_seconds"]) == (205, 12)
