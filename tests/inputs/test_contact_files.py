"""Files of contact centres: words, units, zones, several rows a contact, lists of people."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from xlcost.dataset.dataset import Dataset
from xlcost.inputs.columns.moments import changes
from xlcost.inputs.loading import load

LEDGER = "period,account,amount\n2026-10,5000,12000\n"


def read(folder: Path, settings: str = "", period: str | None = None, **files: str) -> Dataset:
    """Return what a folder with a ledger and some files holds."""
    (folder / "ledger.csv").write_text(files.pop("ledger", LEDGER), encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "xlcost.toml").write_text(settings, encoding="utf-8")
    return load(folder, period=period)


def said(dataset: Dataset) -> str:
    """Return every sentence of the findings."""
    return "\n".join(f"{one.severity} {one.code} {one.sentence()}" for one in dataset.findings)


def sums(dataset: Dataset, name: str = "activity", *by: str) -> pd.DataFrame:
    """Return the sums of a frame by some of its keys."""
    return getattr(dataset.facts, name).groupby(list(by)).sum(numeric_only=True)


@pytest.mark.parametrize(
    ("heading", "cell", "settings", "seconds"),
    [
        ("Talk time (ms)", "205000", "", 205),
        ("Talk time", "205000", 'duration = "ms"', 205),
        ("Talk time", "3.5", 'duration = { "Talk time" = "min" }', 210),
        ("Talk time (mm:ss)", "3:25", "", 205),
        ("Talk time", ":25", 'duration = "m:ss"', 25),
        ("Talk time", "26:03:05", "", 93_785),
        ("Talk time", "PT3M25S", "", 205),
        ("Talk time", "3m 25s", "", 205),
        ("Taletid", "3 min 25 sek", "", 205),
        ("Gesprächszeit", "2 Stunden 5 Minuten", "", 7_500),
    ],
)
def test_durations(tmp_path: Path, heading: str, cell: str, settings: str, seconds: float) -> None:
    """A duration is read in the unit that its cell, its heading or the settings say."""
    text = f"Date;Channel;Handled;{heading}\n2026-10-05;Phone;2;{cell}\n"
    dataset = read(tmp_path, f"[activity]\n{settings}\n", activity=text)
    assert dataset.facts.activity["talk_seconds"].tolist() == [seconds]


def test_two_parts_are_asked(tmp_path: Path) -> None:
    """Minutes and seconds are never taken for hours: the error says what to set."""
    text = "Date,Channel,Handled,Talk time\n2026-10-05,Phone,2,3:25\n"
    found = said(read(tmp_path, activity=text))
    assert "error NOT_A_NUMBER" in found
    assert 'duration = { "Talk time" = "m:ss" }' in found


@pytest.mark.parametrize(
    ("stamp", "period"),
    [
        ("2026-10-31T23:30:00Z", 202611),
        ("2026-10-31 23:30:00 UTC", 202611),
        ("2026-10-31T23:30:00.000+00:00", 202611),
        ("2026-10-31T18:30:00-05:00", 202611),
        ("1793489400", 202611),
        ("1793489400000", 202611),
        ("2026-10-31T22:30:00Z", 202610),
        ("2026-09-30T22:30:00Z", 202610),
        ("2026-10-31 24:00", 202611),
        ("2026-10-31 23:30", 202610),
    ],
)
def test_border_of_the_month(tmp_path: Path, stamp: str, period: int) -> None:
    """A contact counts in the month in which it came where the centre is, winter or summer."""
    text = f"Timestamp,Channel,Offered\n2026-10-05 09:00,Phone,1\n{stamp},Phone,7\n"
    dataset = read(tmp_path, '[activity]\ntime_zone = "Europe/Oslo"\n', activity=text)
    frame = sums(dataset, "activity", "period")["offered"]
    assert frame[period] in (7, 8)
    assert frame.sum() == 8


def test_changes_of_a_zone() -> None:
    """Clocks of Oslo go back on 25 October 2026 at 01:00 UTC, to the second."""
    assert changes("Europe/Oslo", 1_790_000_000, 1_795_000_000)[0] == (1_792_890_000, 7200)


def test_heading_says_utc(tmp_path: Path) -> None:
    """Interval Start (UTC) says of every row what Z would say."""
    text = (
        "Interval Start (UTC),Channel,Offered\n2026-10-31 23:30,Voice,5\n2026-10-31 10:00,Voice,1\n"
    )
    settings = '[report]\ntime_zone = "Europe/Oslo"\n[activity.columns]\n'
    settings += 'timestamp = "Interval Start (UTC)"\n'
    frame = sums(read(tmp_path, settings, activity=text), "activity", "period")["offered"]
    assert frame.to_dict() == {202610: 1, 202611: 5}


def test_several_rows_a_contact(tmp_path: Path) -> None:
    """Legs of one call are one contact: answered in one of them it was not abandoned; times add."""
    text = (
        "Timestamp,linkedid,Channel,Outcome,Talk time\n"
        "2026-10-05 09:00:01,a,Phone,Abandoned,0\n2026-10-05 09:00:20,a,Phone,Answered,60\n"
        "2026-10-05 09:01:40,a,Phone,Answered,30\n2026-10-05 10:00:00,b,Phone,Abandoned,0\n"
    )
    dataset = read(tmp_path, '[activity]\none_contact = "linkedid"\n', activity=text)
    line = dataset.facts.activity.iloc[0]
    names = ["offered", "handled", "abandoned", "talk_seconds"]
    assert line[names].tolist() == [2, 1, 1, 90]
    source = next(one for one in dataset.facts.sources if one.input == "activity")
    assert (source.rows_read, source.rows_used) == (4, 4)


def test_created_and_solved(tmp_path: Path) -> None:
    """A ticket counts as offered when it came and as handled when it was solved; open ones wait."""
    text = (
        "created_at,solved_at,Channel,CSAT responses,Satisfied\n"
        "2026-09-29,2026-10-02,E-mail,1,1\n2026-10-05,2026-10-06,E-mail,1,0\n"
        "2026-10-30,2026-11-02,E-mail,,\n2026-10-31,,E-mail,,\n"
    )
    settings = '[activity.columns]\ndate = "created_at"\nsolved = "solved_at"\n'
    frame = sums(read(tmp_path, settings, activity=text), "activity", "period")
    assert frame["offered"].to_dict() == {202609: 1, 202610: 3, 202611: 0}
    assert frame["handled"].to_dict() == {202609: 0, 202610: 2, 202611: 1}
    assert frame.loc[202610, ["csat_responses", "csat_satisfied"]].tolist() == [2, 1]


def test_waits_of_who_gave_up(tmp_path: Path) -> None:
    """The wait of an abandoned call is in no speed of answer."""
    text = (
        "Timestamp,Channel,Outcome,Wait time\n2026-10-05 09:00:01,Phone,Besvart,10\n"
        "2026-10-05 09:30:02,Phone,Tapt,300\n"
    )
    line = read(tmp_path, activity=text).facts.activity.iloc[0]
    assert line[["offered", "handled", "abandoned", "wait_seconds"]].tolist() == [2, 1, 1, 10]


def test_one_word_a_channel(tmp_path: Path) -> None:
    """Voice, Telefon and phone are one channel in activity, accounts and settings."""
    dataset = read(
        tmp_path,
        '[report]\nallocation = "fixed"\nchannel_shares = { phone = 1 }\n',
        activity_1="Date,Channel,Handled\n2026-10-05,Voice,5\n",
        activity_2="Date,Channel,Handled\n2026-10-06,Telefon,6\n",
        accounts="account,line,category,channel\n5000,Pay,People,telephone\n",
    )
    assert dataset.facts.activity["channel"].tolist() == ["Voice"]
    assert dataset.facts.accounts["channel"].tolist() == ["Voice"]
    assert list(dataset.settings.report.channel_shares) == ["Voice"]


def test_cost_without_contacts(tmp_path: Path) -> None:
    """Cost that is mapped to a channel without contacts is told with its amount."""
    dataset = read(
        tmp_path,
        activity="Date,Channel,Handled\n2026-10-05,Phone,5\n",
        accounts="account,line,category,channel\n5000,Pay,People,Fax\n",
    )
    assert "accounts of 12,000.00 are mapped to the channel Fax" in said(dataset)


def test_group_that_is_the_sum(tmp_path: Path) -> None:
    """A queue that is the sum of the others is an error, whatever it is called."""
    rows = "".join(
        f"2026-10-{day:02d},Phone,{name},{share * day * 10}\n"
        for day in (5, 6, 7)
        for name, share in (("North", 1), ("South", 2), ("Region", 3))
    )
    dataset = read(tmp_path, activity="Date,Channel,Queue,Handled\n" + rows)
    assert "error TOTAL_AMONG_PARTS" in said(dataset)
    assert 'values = "Region"' in said(dataset)
    out = '[activity]\nleave_out = [{ column = "Queue", values = "Region" }]\n'
    again = read(tmp_path, out, activity="Date,Channel,Queue,Handled\n" + rows)
    assert "TOTAL_AMONG_PARTS" not in said(again)
    assert again.facts.activity["handled"].sum() == 540


@pytest.mark.parametrize(
    ("columns", "row", "code"),
    [
        ("Offered,Handled,Answered in threshold", "100,90,150", "MORE_THAN_ALL"),
        ("Offered,Handled", "100,190", "MORE_THAN_ALL"),
        ("Handled,CSAT responses,Satisfied", "100,10,20", "MORE_THAN_ALL"),
        ("Handled,Talk time", "100,200", "ODD_HANDLE_TIME"),
        ("Handled,Talk time", "100,2000000", "ODD_HANDLE_TIME"),
        ("Handled,Talk time", "100,20000", ""),
        ("Offered,Handled,Abandoned", "100,90,10", ""),
    ],
)
def test_what_cannot_be(tmp_path: Path, columns: str, row: str, code: str) -> None:
    """More of a part than of the whole and contacts of no time are told; what can be is not."""
    found = said(read(tmp_path, activity=f"Date,Channel,{columns}\n2026-10-05,Phone,{row}\n"))
    odd = [name for name in ("MORE_THAN_ALL", "ODD_HANDLE_TIME") if name in found]
    assert odd == ([code] if code else [])


def test_more_people_than_heads(tmp_path: Path) -> None:
    """More full-time equivalents than heads, and more work than presence, are told."""
    text = "Period,FTE,Headcount close,Handle hours,Logged in hours\n2026-10,40,12,500,400\n"
    found = said(read(tmp_path, workforce=text))
    assert "MORE_PEOPLE_THAN_HEADS" in found
    assert "MORE_THAN_LOGGED_IN" in found


def test_people_who_move(tmp_path: Path) -> None:
    """Who changes position or team has not left, and full-time equivalents are the mean of days."""
    text = (
        "Ansattnr;Avdeling;Startdato;Sluttdato;Stillingsprosent\n"
        "1;Nord;01.01.2020;15.10.2026;50\n1;Nord;16.10.2026;;100\n2;Sør;01.03.2021;31.10.2026;100\n"
    )
    frame = sums(read(tmp_path, workforce=text), "workforce", "period")
    line = frame.loc[202610]
    assert line["fte"] == pytest.approx((15 * 0.5 + 16) / 31 + 1)
    assert line[["headcount_open", "headcount_close", "leavers"]].tolist() == [2, 1, 1]


def test_names_of_files_and_titles(tmp_path: Path) -> None:
    """The day and the queue of a whole file come from its name or its title."""
    settings = (
        '[[activity]]\nfiles = "queue_*.csv"\nperiod_from = "file"\nteam_from = "file"\n'
        '[[activity]]\nfiles = "printed.csv"\nperiod_from = "title"\nteam_from = "title"\n'
        'constants = { channel = "phone" }\n'
    )
    dataset = read(
        tmp_path,
        settings,
        printed="Daily\nQueue:,Support\nDate:,2026-10-06\n\nInterval,Offered,Handled,Lost\n"
        "08:00-08:30,10,9,1\n08:30-09:00,5,5,0\n",
        **{"queue_Billing_2026-10-05": "Channel,Offered\nPhone,10\n"},
    )
    frame = sums(dataset, "activity", "team")["offered"]
    assert frame.to_dict() == {"Billing": 10, "Support": 15}
    assert set(dataset.facts.intervals["date"]) == {"2026-10-06"}


def test_name_without_a_day(tmp_path: Path) -> None:
    """A file whose name says no day is refused, with the setting that found nothing."""
    settings = '[activity]\nfiles = "calls.csv"\nperiod_from = "file"\n'
    found = said(read(tmp_path, settings, calls="Channel,Offered\nPhone,10\n"))
    assert 'no column for period_from = "file"' in found


def test_true_zero(tmp_path: Path) -> None:
    """A zero is measured and a blank is not."""
    text = "Date,Channel,Handled,Satisfied,CSAT responses\n"
    text += "2026-10-05,Chat,5,0,4\n2026-10-05,Mail,5,,\n"
    measured = read(tmp_path, activity=text).facts.measured
    assert ("Chat", "", "csat_satisfied") in measured
    assert ("Mail", "", "csat_satisfied") not in measured


def test_kinds_of_calls(tmp_path: Path) -> None:
    """Where the kind of a call says outbound, it is outbound; a kind that no rule knows is told."""
    text = "Started at,Channel,Outcome,Talk time\n"
    text += "".join(
        f"2026-10-05 09:{minute}:00,Phone,{kind},60\n"
        for minute, kind in (
            ("01", "inbound"),
            ("02", "missed"),
            ("03", "outbound"),
            ("04", "Fax?"),
        )
    )
    dataset = read(tmp_path, activity=text)
    frame = sums(dataset, "activity", "direction")
    assert frame["offered"].to_dict() == {"": 3, "outbound": 1}
    assert frame["handled"].to_dict() == {"": 1, "outbound": 1}
    assert "the outcome Fax? is not defined (1 row)" in said(dataset)


def test_total_beside_rounded_averages(tmp_path: Path) -> None:
    """A queue of all queues is found by its contacts, though rounded averages do not add up."""
    rows = "Dato;Kø;Innkomne anrop;Besvarte anrop;Tapte anrop;Gj.snitt taletid\n"
    rows += "01.10.2026;Nord;100;90;10;00:03:20\n01.10.2026;Sør;50;40;10;00:05:01\n"
    rows += "01.10.2026;Alle køer;150;130;20;00:03:51\n"
    text = said(read(tmp_path, activity=rows))
    assert "error TOTAL_AMONG_PARTS" in text
    out = '[activity]\nleave_out = [{ column = "Kø", values = "Alle køer" }]'
    assert out.partition("\n")[2] in text
    again = read(tmp_path, out, activity=rows)
    assert again.facts.activity["offered"].sum() == 150


def test_total_without_a_name(tmp_path: Path) -> None:
    """A sum whose queue is blank is an error, and the rule that it dictates takes it out."""
    rows = "Date,Channel,Queue,Handled\n"
    rows += "".join(f"2026-10-0{d},phone,{q},{n * d}\n" for d in (5, 6) for q, n in QUEUES)
    assert 'leave_out = [{ column = "Queue", values = "" }]' in said(read(tmp_path, activity=rows))
    out = '[activity]\nleave_out = [{ column = "Queue", values = "" }]\n'
    again = read(tmp_path, out, activity=rows)
    assert again.facts.activity["handled"].sum() == 330
    assert "TOTAL_AMONG_PARTS" not in said(again)


QUEUES = (("A", 10), ("B", 20), ("", 30))


def test_file_of_all_queues(tmp_path: Path) -> None:
    """Files of all queues beside those of each queue are an error that names what to read."""
    files = {
        f"queue_{name or 'All'}_2026-10-0{day}": f"Channel,Offered\nphone,{size * day}\n"
        for name, size in QUEUES
        for day in (5, 6)
    }
    settings = '[activity]\nfiles = {}\nperiod_from = "file"\nteam_from = "file"\n'
    found = said(read(tmp_path, settings.format('"queue_*.csv"'), **files))
    assert "error TOTAL_TABLE" in found
    told = found.partition("set files = ")[2].partition(" under [activity]")[0]
    again = read(tmp_path, settings.format(told))
    assert "TOTAL_TABLE" not in said(again)
    assert again.facts.activity["offered"].sum() == 330


def test_files_of_days_are_no_totals(tmp_path: Path) -> None:
    """Files of which each has a day or a queue of its own are added up without a word."""
    files = {f"queue_{q}_2026-10-05": "Channel,Offered\nphone,10\n" for q in "ABC"}
    settings = '[activity]\nfiles = "queue_*.csv"\nperiod_from = "file"\nteam_from = "file"\n'
    dataset = read(tmp_path, settings, **files)
    assert "TOTAL_TABLE" not in said(dataset)
    assert dataset.facts.activity["offered"].sum() == 30


def test_summary_of_each_queue(tmp_path: Path) -> None:
    """Rows such as "Billing Summary" are left out, and a team with such a word alone is not."""
    rows = "Date,Channel,Queue,Handled\n2026-10-05,phone,Billing,20\n2026-10-05,phone,Tech,5\n"
    rows += "2026-10-05,phone,Billing Summary,20\n2026-10-05,phone,Total Care,3\n"
    dataset = read(tmp_path, activity=rows)
    assert dataset.facts.activity["handled"].sum() == 28
    assert "Billing Summary" in said(dataset)


def test_total_in_the_place_of_a_time(tmp_path: Path) -> None:
    """A row that says Total where others say a time of day is left out, and told."""
    rows = "Date,Time,Channel,Handled\n2026-10-05,09:00,phone,60\n2026-10-05,09:30,phone,40\n"
    dataset = read(tmp_path, activity=rows + "2026-10-05,Total,phone,100\n")
    assert dataset.facts.activity["handled"].sum() == 100
    assert "TOTALS_ROW_LEFT_OUT" in said(dataset)


def test_headings_that_nobody_knows(tmp_path: Path) -> None:
    """Rows of sums are no contacts: unknown headings of counts are an error that works."""
    rows = "Interval Start,Media Type,Offer,Answer,Avg Talk\n"
    rows += "2026-10-05 09:00,voice,20,18,200\n2026-10-05 09:30,voice,10,10,150\n"
    assert "error UNREAD_COUNTS" in said(read(tmp_path, activity=rows))
    told = '[activity]\ncolumns = { offered = "Offer", handled = "Answer" }\n'
    dataset = read(tmp_path, told, activity=rows)
    assert "UNREAD_COUNTS" not in said(dataset)
    assert dataset.facts.activity[["offered", "handled"]].sum().tolist() == [30, 28]


def test_rows_with_a_number_of_their_own(tmp_path: Path) -> None:
    """Cases are contacts, though a column beside their number speaks of calls."""
    rows = "Case Number,Date,Channel,Calls made\n0001,2026-10-05,phone,3\n0002,2026-10-05,phone,2\n"
    dataset = read(tmp_path, activity=rows)
    assert "UNREAD_COUNTS" not in said(dataset)
    assert dataset.facts.activity["handled"].sum() == 2


def test_other_channels_beside_calls(tmp_path: Path) -> None:
    """Counts of other channels beside calls are told with their sum, in settings that work."""
    rows = "Date,Incoming calls,Incoming chats\n2026-10-05,20,10\n2026-10-06,10,10\n"
    found = said(read(tmp_path, activity=rows))
    assert "warning UNREAD_COUNTS" in found
    assert "sum 20" in found
    told = found.partition("): set ")[2].partition(" under [activity]")[0]
    settings = "[activity]\n" + told.replace(" and channels", "\nchannels")
    dataset = read(tmp_path, settings, activity=rows)
    assert sums(dataset, "activity", "channel")["offered"].to_dict() == {"chat": 20, "phone": 30}
    assert "UNREAD_COUNTS" not in said(dataset)


def test_yes_and_no_without_outcomes(tmp_path: Path) -> None:
    """Answered yes or no says what was offered and abandoned; who was called did not give up."""
    rows = "Date,Channel,Direction,Answered\n2026-10-05,phone,inbound,Yes\n"
    rows += "2026-10-05,phone,inbound,No\n2026-10-06,phone,outbound,No\n"
    frame = read(tmp_path, activity=rows).facts.activity.set_index("direction")
    assert frame[["offered", "handled", "abandoned"]].loc["inbound"].tolist() == [2, 1, 1]
    assert frame[["offered", "handled", "abandoned"]].loc["outbound"].tolist() == [1, 0, 0]


def test_blank_queue(tmp_path: Path) -> None:
    """A queue that is blank beside a filled channel is told, and the key that is named fills it."""
    rows = "Date,Channel,Queue,Handled\n2026-10-05,phone,Billing,20\n2026-10-06,phone,,10\n"
    rows += "2026-10-05,phone,Tech,5\n"
    found = said(read(tmp_path, activity=rows))
    assert "warning BLANK_GROUP" in found
    assert 'fill_down = ["Queue"]' in found
    dataset = read(tmp_path, '[activity]\nfill_down = ["Queue"]\n', activity=rows)
    assert sums(dataset, "activity", "team")["handled"].to_dict() == {"Billing": 30, "Tech": 5}
    assert "BLANK_GROUP" not in said(dataset)


def test_two_parts_of_hours(tmp_path: Path) -> None:
    """Paid hours of two parts are asked about as hours and minutes first."""
    rows = "Period,FTE,Paid hours\n2026-10,10,150:30\n"
    assert 'duration = { "Paid hours" = "h:mm" }' in said(read(tmp_path, workforce=rows))
    told = '[workforce]\nduration = { "Paid hours" = "h:mm" }\n'
    assert read(tmp_path, told, workforce=rows).facts.workforce["paid_hours"].tolist() == [150.5]


def test_total_of_people(tmp_path: Path) -> None:
    """Full-time equivalents and hours of all teams beside those of each team are an error."""
    heading = "Period,FTE,Paid hours\n2026-10,"
    files = {"people_a": "10,1500\n", "people_b": "5,750\n", "people_c": "15,2250\n"}
    settings = '[workforce]\nfiles = "people_*.csv"\n'
    found = said(read(tmp_path, settings, **{n: heading + t for n, t in files.items()}))
    assert "error TOTAL_TABLE people_c.csv" in found
    told = '[workforce]\nfiles = ["people_a.csv", "people_b.csv"]\n'
    assert read(tmp_path, told).facts.workforce["fte"].tolist() == [15]
