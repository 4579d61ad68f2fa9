"""Intervals: what came in each part of a day, from intervals, timestamps and single contacts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Severity
from xlcost.inputs.loading import load

HEADER = "timestamp,channel,offered,handled,abandoned,talk_seconds,after_call_seconds\n"


def loaded(folder: Path, period: str | None = "2026-10", **files: str) -> Dataset:
    """Load a folder with a ledger of two months and files of these names."""
    ledger = "period,account,amount\n2026-09,5000,1\n2026-10,5000,1\n"
    for name, text in {"ledger": ledger, **files}.items():
        ending = "toml" if name == "xlcost" else "csv"
        (folder / f"{name}.{ending}").write_text(text, encoding="utf-8")
    return load(folder, period=period)


def quarters(day: str = "2026-10-05") -> str:
    """Return a file with three quarters of an hour of one day."""
    times = ("08:00", "08:15", "08:30")
    return HEADER + "".join(f"{day} {time},phone,10,9,1,900,90\n" for time in times)


def test_activity_with_clock_times_has_intervals(tmp_path: Path) -> None:
    """Quarters of an hour stay quarters, with handle time as talk and after-call work together."""
    facts = loaded(tmp_path, activity=quarters()).facts
    assert facts.interval_seconds == 900
    assert facts.intervals["start_seconds"].tolist() == [28_800, 29_700, 30_600]
    assert facts.intervals["handle_seconds"].tolist() == [990.0] * 3
    assert facts.intervals["date"].unique().tolist() == ["2026-10-05"]
    assert facts.activity["offered"].tolist() == [30.0]


def test_intervals_that_begin_at_other_minutes_are_counted_together(tmp_path: Path) -> None:
    """Half hours from ten past and from the hour are one grid: no call lies beside it."""
    files = {
        name: HEADER + "".join(f"2026-10-05 {time},phone,10,9,1,900,90\n" for time in times)
        for name, times in (("one", ("08:00", "08:30")), ("other", ("08:10", "08:40")))
    }
    tables = "".join(f'[[intervals]]\nfiles = "{name}.csv"\n' for name in files)
    facts = loaded(tmp_path, xlcost=tables, **files).facts

    assert facts.interval_seconds == 1800
    assert facts.intervals["start_seconds"].tolist() == [28_800, 30_600]
    assert facts.intervals["offered"].tolist() == [20.0, 20.0]


def test_intervals_of_one_file_begin_where_it_says(tmp_path: Path) -> None:
    """A file whose half hours all begin at ten past keeps them."""
    rows = "".join(f"2026-10-05 {time},phone,10,9,1,900,90\n" for time in ("08:10", "08:40"))
    facts = loaded(tmp_path, intervals=HEADER + rows).facts

    assert facts.intervals["start_seconds"].tolist() == [29_400, 31_200]


def test_only_the_period_of_the_report_counts(tmp_path: Path) -> None:
    """Intervals of another month are in the activity and not among the intervals."""
    facts = loaded(tmp_path, activity=quarters() + quarters("2026-09-07").split("\n", 1)[1]).facts
    assert facts.intervals["offered"].sum() == 30
    assert facts.activity["offered"].sum() == 60


def test_days_without_clock_times_have_none(tmp_path: Path) -> None:
    """A row a day, be it stamped midnight, says nothing about the time of day."""
    text = HEADER + "2026-10-05 00:00,phone,10,9,1,900,90\n2026-10-06 00:00,phone,10,9,1,900,90\n"
    facts = loaded(tmp_path, activity=text).facts
    assert facts.intervals.empty
    assert facts.interval_seconds == 0


def test_single_contacts_are_counted_by_the_half_hour(tmp_path: Path) -> None:
    """A row a contact, at any second, is summed to half hours."""
    rows = ["08:00:07", "08:29:59", "08:30:01", "23:59:59"]
    text = "timestamp,channel,talk_seconds\n" + "".join(f"2026-10-05 {t},chat,60\n" for t in rows)
    facts = loaded(tmp_path, activity=text).facts
    assert facts.interval_seconds == 1800
    assert facts.intervals["start_seconds"].tolist() == [28_800, 30_600, 84_600]
    assert facts.intervals["handle_seconds"].tolist() == [120.0, 60.0, 60.0]


@pytest.mark.parametrize(
    ("times", "starts"),
    [
        (("9:00", "13:30"), [32_400, 48_600]),
        (("09:00-09:30", "13:30-14:00"), [32_400, 48_600]),
        (("0900", "1330"), [32_400, 48_600]),
        (("9:00 AM", "1:30 pm"), [32_400, 48_600]),
        (("12:00 a.m.", "12:00 p.m."), [0, 43_200]),
        (("7", "13"), [25_200, 46_800]),
    ],
)
def test_time_beside_a_day(tmp_path: Path, times: tuple[str, str], starts: list[int]) -> None:
    """A column of times beside the day is understood as people and systems write it."""
    rows = "".join(f"2026-10-05,{time},phone,5\n" for time in times)
    facts = loaded(tmp_path, activity="date,time,channel,offered\n" + rows).facts
    assert facts.intervals["start_seconds"].tolist() == starts


def test_budgeted_activity_is_no_interval(tmp_path: Path) -> None:
    """Only what really came counts."""
    rows = [f"2026-10-05 {t},phone,{v},5\n" for t in ("08:00", "08:30") for v in ("actual", "plan")]
    header = "timestamp,channel,version,offered\n"
    facts = loaded(tmp_path, activity=header + "".join(rows).replace("plan", "budget")).facts
    assert facts.intervals["offered"].sum() == 10


def test_files_of_different_intervals_share_the_longer(tmp_path: Path) -> None:
    """Quarters and half hours of two files become half hours, and nothing is lost."""
    halves = quarters().replace("08:15", "09:00").replace("phone", "chat")
    facts = loaded(tmp_path, activity=quarters(), activity_2=halves).facts
    assert facts.interval_seconds == 1800
    assert set(facts.intervals["start_seconds"]) <= {28_800, 30_600, 32_400}
    assert facts.intervals["offered"].sum() == 60


MONTHLY = "period,channel,offered,handled,abandoned\n2026-10,Phone,{},27,3\n2026-10,email,8,8,0\n"


def test_intervals_beside_monthly_activity_are_checked(tmp_path: Path) -> None:
    """Where both say the same, there is no finding, and nothing is counted twice."""
    dataset = loaded(tmp_path, activity=MONTHLY.format(30), intervals=quarters())
    assert dataset.facts.activity["offered"].sum() == 38
    assert dataset.facts.intervals["offered"].sum() == 30
    assert not [f for f in dataset.findings if f.code is Code.COUNTS_DISAGREE]
    sources = {source.input: source for source in dataset.facts.sources}
    assert sources["intervals"].rows_read == sources["intervals"].rows_used == 3


def test_intervals_that_disagree_are_told_with_both_numbers(tmp_path: Path) -> None:
    """Monthly activity of 1,031 and intervals of 30 are a warning that says both."""
    text = MONTHLY.format("1031")
    dataset = loaded(tmp_path, activity=text, intervals=quarters())
    own = [f for f in dataset.findings if f.code is Code.COUNTS_DISAGREE and "offered" in f.got]
    assert [(f.severity, f.got) for f in own] == [(Severity.WARNING, "phone, offered: 1,031 / 30")]


def test_intervals_of_a_month_and_of_one_direction_have_their_like(tmp_path: Path) -> None:
    """In a report of the year, inbound intervals of October are held against inbound October."""
    monthly = "period,channel,direction,offered\n2026-09,phone,inbound,50\n"
    monthly += "2026-10,phone,inbound,30\n2026-10,phone,outbound,7\n"
    own = quarters().replace(",phone", ",phone,inbound").replace("channel", "channel,direction")
    dataset = loaded(tmp_path, "2026", activity=monthly, intervals=own)
    assert not [f for f in dataset.findings if "offered" in f.got]
    wrong = monthly.replace("30", "31")
    dataset = loaded(tmp_path, "2026", activity=wrong, intervals=own)
    assert [f.got for f in dataset.findings if "offered" in f.got] == ["phone, offered: 31 / 30"]


def test_spreadsheets_know_clock_times(tmp_path: Path) -> None:
    """Timestamps and times of day as Excel holds them are understood as those of a text file."""
    import datetime as dt

    days = pd.to_datetime(["2026-10-05 08:00", "2026-10-05 08:30"])
    frame = pd.DataFrame({"timestamp": days, "channel": "phone", "offered": [5, 6]})
    frame.to_excel(tmp_path / "activity.xlsx", index=False)
    times = [dt.time(8, 0), dt.time(9, 30), dt.time(10, 0)]
    other = pd.DataFrame({"date": [days[0].normalize()] * 3, "time": times, "channel": "chat"})
    other.assign(offered=[1, 2, 3]).to_excel(tmp_path / "activity2.xlsx", index=False)
    found = loaded(tmp_path).facts.intervals
    assert found.set_index(["channel", "start_seconds"])["offered"].to_dict() == {
        ("phone", 28_800): 5.0,
        ("phone", 30_600): 6.0,
        ("chat", 28_800): 1.0,
        ("chat", 34_200): 2.0,
        ("chat", 36_000): 3.0,
    }
