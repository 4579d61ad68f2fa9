"""Profiles beside settings: what a person says wins, key by key, and a new one is one file."""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from inputs.profiles import samples
from typer.testing import CliRunner

from xlcost.console.cli import app
from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Severity
from xlcost.dataset.settings import parse_settings
from xlcost.errors import SettingsError
from xlcost.inputs.columns.outline import outline
from xlcost.inputs.configuration.settings_files import load_settings
from xlcost.inputs.loading import load
from xlcost.inputs.profiles import library, page
from xlcost.inputs.profiles.library import named
from xlcost.inputs.profiles.profile import Profile, parsed

CONNECT = named("amazon-connect-historical-metrics")
TALKDESK = named("talkdesk-calls")

MADE = """
system = "Made Desk"
export = "daily list"
input = "activity"
take = "Menu > List"
sources = ["https://example.com/list"]
[recognise]
required = ["Gizmo day", "Gizmo calls"]
[settings.columns]
date = "Gizmo day"
handled = ["Gizmo calls", "Gizmo-anrop"]
[settings.constants]
channel = "phone"
[sample]
file = "gizmo.csv"
text = "Gizmo day,Gizmo calls\\n2026-10-05,7\\n2026-10-06,5\\n"
[sample.right]
"2026-10 phone" = { handled = 12 }
"""


def said(dataset: Dataset) -> str:
    """Return every sentence of the findings."""
    return "\n".join(f"{one.severity} {one.sentence()}" for one in dataset.findings)


def sums(dataset: Dataset) -> dict[str, float]:
    """Return the sums of the activity of October."""
    return samples.figures(dataset, "activity", "2026-10")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Profile]:
    """Add a profile as a person adds one: a file in the folder of the systems."""
    systems = tmp_path / "systems"
    systems.mkdir()
    (systems / "made-desk.toml").write_text(MADE, encoding="utf-8")
    monkeypatch.setattr(library, "files", lambda _: tmp_path)
    library.profiles.cache_clear()
    yield parsed("made-desk", tomllib.loads(MADE))
    library.profiles.cache_clear()


def test_adding_one_is_adding_one_file(made: Profile, tmp_path: Path) -> None:
    """A new file in the folder is recognised, read, listed, and in the documentation."""
    folder = tmp_path / "data"
    folder.mkdir()
    dataset = samples.read(made, folder)
    assert "read as Made Desk, daily list" in said(dataset)
    assert sums(dataset)["handled"] == 12
    assert "`made-desk`" in page.page()
    assert "made-desk" in CliRunner().invoke(app, ["profiles"]).output
    shown = CliRunner().invoke(app, ["profiles", "made-desk", "--lang", "nb"]).output
    assert "Gizmo-anrop" in shown
    assert "https://example.com/list" in shown


def test_settings_win_key_by_key(tmp_path: Path) -> None:
    """A column or a constant of the settings holds; what they leave open is the profile's."""
    own = {"activity": {"columns": {"offered": "Contacts handled"}, "constants": {"team": "All"}}}
    dataset = samples.read(CONNECT, tmp_path, own)
    found = sums(dataset)
    assert found["offered"] == 39
    assert found["talk_seconds"] == 9000
    assert set(dataset.facts.activity["team"]) == {"All"}


def test_both_say_what_is_ignored(tmp_path: Path) -> None:
    """A column more to ignore leaves those of the profile ignored; one that is named is read."""
    entries = named("business-central-general-ledger-entries")
    own = {"ledger": {"ignore": ["Entry No."]}}
    dataset = samples.read(entries, tmp_path, own)
    assert samples.figures(dataset, "ledger", "6553|202610")["amount"] == 4000.50
    own = {"ledger": {"columns": {"amount": "Debit Amount"}}}
    dataset = samples.read(entries, tmp_path, own)
    assert samples.figures(dataset, "ledger", "6553|202610")["amount"] == 4250.75


def test_an_average_of_the_settings_wins(tmp_path: Path) -> None:
    """What the settings say of a heading is said once, and never a second time by the profile."""
    average = {"measure": "wait_seconds", "weight": "Contacts queued"}
    own = {"activity": {"averages": {"Average queue answer time": average}}}
    assert sums(samples.read(CONNECT, tmp_path, own))["wait_seconds"] == 20 * 12 + 10 * 30 + 12 * 20


def test_none_reads_without(tmp_path: Path) -> None:
    """`profile = "none"` leaves a profile out, where the file has the name of its input."""
    samples.write(CONNECT, tmp_path, "activity.csv")
    dataset = samples.loaded(tmp_path, {"activity": {"profile": "none"}})
    assert "read as Amazon" not in said(dataset)
    assert "read as Amazon Connect" in said(samples.loaded(tmp_path))


def test_none_looks_for_no_file(tmp_path: Path) -> None:
    """`profile = "none"` finds no file by its headings."""
    dataset = samples.read(CONNECT, tmp_path, {"activity": {"profile": "none"}})
    assert dataset.facts.activity.empty


@pytest.mark.parametrize(
    "name", ["amazon-conect-historical-metrics", "business-central-general-ledger-entries"]
)
def test_a_wrong_profile_is_refused(name: str, tmp_path: Path) -> None:
    """A profile that is none, or one of another input, is wrong use in one sentence."""
    samples.write(CONNECT, tmp_path, "activity.csv")
    with pytest.raises(SettingsError, match=r"amazon-connect-historical-metrics|one of"):
        samples.loaded(tmp_path, {"activity": {"profile": name}})


def test_a_profile_that_is_demanded(tmp_path: Path) -> None:
    """A named profile holds for a file that it would not recognise."""
    text = "Channel,StartInterval,Handled by us\nVOICE,2026-10-05T08:00,4\n"
    (tmp_path / "activity.csv").write_text(text, encoding="utf-8")
    own = {"activity": {"profile": CONNECT.name, "columns": {"handled": "Handled by us"}}}
    dataset = samples.loaded(tmp_path, own)
    assert "read as Amazon Connect" in said(dataset)
    assert sums(dataset)["handled"] == 4


def test_a_named_file_comes_first(tmp_path: Path) -> None:
    """Where a file has the name of its input, nobody looks for others by their headings."""
    samples.write(CONNECT, tmp_path)
    text = "date,channel,handled\n2026-10-05,phone,3\n"
    (tmp_path / "activity.csv").write_text(text, encoding="utf-8")
    dataset = samples.loaded(tmp_path)
    assert sums(dataset)["handled"] == 3
    assert "HistoricalMetricsReport.csv: the file was not read" in said(dataset)


def test_two_systems_are_told(tmp_path: Path) -> None:
    """Files of two systems are added up, with a warning that names them."""
    samples.write(TALKDESK, tmp_path)
    dataset = samples.read(CONNECT, tmp_path)
    warned = [one.sentence() for one in dataset.findings if one.severity is Severity.WARNING]
    assert any("HistoricalMetricsReport.csv, calls_report.csv" in one for one in warned)
    assert sums(dataset)["handled"] == 39 + 3


def test_utc_needs_a_time_zone(tmp_path: Path) -> None:
    """A call at 23:30 UTC on the last day of a month is one of the next month in Oslo."""
    text = TALKDESK.sample.text.replace("2026-10-05T08:00:00Z", "2026-09-30 23:30:00")
    (tmp_path / "calls.csv").write_text(text.lstrip(), encoding="utf-8")
    plain = samples.loaded(tmp_path)
    assert "time_zone" in said(plain)
    assert sums(plain)["handled"] == 2
    there = samples.loaded(tmp_path, {"report": {"time_zone": "Europe/Oslo"}})
    assert sums(there)["handled"] == 3


@pytest.mark.parametrize(("factor", "unit"), [(1, "s"), (1000, "ms")])
def test_its_unit_is_told_by_its_contacts(factor: int, unit: str, tmp_path: Path) -> None:
    """Genesys counts in seconds or milliseconds: the only one that can be is read, and told."""
    genesys = named("genesys-cloud-queue-performance")
    text = genesys.sample.text
    for seconds in ("3600,300,540,12", "2000,0,300,8", "1500,0,150,30"):
        text = text.replace(seconds, ",".join(str(int(n) * factor) for n in seconds.split(",")))
    (tmp_path / "queues.csv").write_text(text.lstrip(), encoding="utf-8")
    dataset = samples.loaded(tmp_path)
    assert sums(dataset)["talk_seconds"] == 7100
    assert sums(dataset)["wait_seconds"] == 446
    assert ("are read as ms" in said(dataset)) == (unit == "ms")
    told = samples.loaded(tmp_path, {"activity": {"duration": unit}})
    assert sums(told)["talk_seconds"] == 7100
    assert "are read as" not in said(told)


def test_times_that_cannot_be_are_an_error(tmp_path: Path) -> None:
    """Where no unit of an export makes its contacts usual, the times are an error that asks."""
    text = CONNECT.sample.text
    for clock, number in (
        ("01:00:00", "3600000"),
        ("00:50:00", "3000000"),
        ("00:40:00", "2400000"),
    ):
        text = text.replace(clock, number)
    (tmp_path / "queues.csv").write_text(text.lstrip(), encoding="utf-8")
    assert "error" in next(x for x in said(samples.loaded(tmp_path)).split("\n") if "ODD_" in x)
    once = samples.loaded(tmp_path, {"activity": {"accept": ["ODD_HANDLE_TIME"]}})
    assert "error" not in said(once)
    right = samples.loaded(tmp_path, {"activity": {"duration": "ms"}})
    assert sums(right)["talk_seconds"] == 9000


def test_exports_in_a_zip(tmp_path: Path) -> None:
    """A ZIP whose name says nothing gives each input its exports, read as their profiles say."""
    calls, entries = named("asterisk-queue-log"), named("business-central-general-ledger-entries")
    report = named("sap-cost-centre-report")
    with zipfile.ZipFile(tmp_path / "from IT.zip", "w") as package:
        for one in (calls, entries, CONNECT, report):
            package.write(samples.write(one, tmp_path), f"out/{one.sample.file}")
            (tmp_path / one.sample.file).unlink()
        package.writestr("out/readme.txt", "made by IT")
    dataset = load(tmp_path, parse_settings({}), "2026-10")
    assert sums(dataset)["handled"] == 39 + 3
    assert samples.figures(dataset, "ledger", "6553|202610")["amount"] == 4000.50
    assert samples.figures(dataset, "ledger", "430000|202610")["amount"] == 80000
    told = said(dataset)
    assert f"from IT.zip/out/{calls.sample.file}: read as Asterisk" in told
    assert "were not read: out/readme.txt" in told


def test_a_table_of_which_no_row_is_used(tmp_path: Path) -> None:
    """Where a rule leaves out every row, it is an error: nothing is missing in silence."""
    text = named("salesforce-cases").sample.text.replace('"00001', '"C-')
    (tmp_path / "cases.csv").write_text(text.lstrip(), encoding="utf-8")
    assert "error" in next(x for x in said(samples.loaded(tmp_path)).split("\n") if "none of" in x)


def test_solved_where_and_when(tmp_path: Path) -> None:
    """The day of a solution is that of the place, is written as the first day, or is an error."""
    tickets = named("zendesk-tickets")
    text = (
        "Id,Requester,Group,Via,Created at,Solved at\n"
        "1,A,B,email,2026-09-30 22:30:00,2026-10-31 23:30:00\n2,A,B,email,2026-10-01,2026-10-02\n"
    )
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    there = samples.loaded(tmp_path, {"report": {"time_zone": "Europe/Oslo"}})
    october = samples.figures(there, "activity", "2026-10")
    assert (october["offered"], october["handled"]) == (2, 1)
    american = text.replace("2026-09-30", "9/30/2026").replace("2026-10-02", "10/2/2026")
    (tmp_path / "list.csv").write_text(american, encoding="utf-8")
    assert "error" not in said(samples.loaded(tmp_path))
    assert samples.figures(samples.loaded(tmp_path), "activity", "2026-10")["handled"] == 2
    (tmp_path / "list.csv").write_text(text.replace("2026-10-02", "soon"), encoding="utf-8")
    assert "soon is not a date" in said(samples.loaded(tmp_path))
    assert tickets.said["columns"]["solved"] == "Solved at"


def test_init_writes_it_down(tmp_path: Path) -> None:
    """`init` names the profile and its keys, and what it wrote reads the same figures."""
    path = samples.write(CONNECT, tmp_path)
    text = outline([path], tmp_path)
    assert f'profile = "{CONNECT.name}"' in text
    assert '"talk_seconds" = "Agent interaction time"' in text
    (tmp_path / "xlcost.toml").write_text(text, encoding="utf-8")
    before = sums(samples.loaded(tmp_path))
    written = load(tmp_path, load_settings(tmp_path), "2026-10")
    assert sums(written) == before
    # Its commented keys are keys: with them in the place of the name, figures stay the same.
    lines = [
        line.removeprefix("# ") for line in text.splitlines() if not line.startswith("profile")
    ]
    keys = [
        line for line in lines if line.startswith(("columns", "averages", "[activity]", "files"))
    ]
    plain = parse_settings(tomllib.loads("\n".join([*keys, 'profile = "none"'])))
    assert sums(load(tmp_path, plain, "2026-10")) == before


def test_big_files_have_it_too(tmp_path: Path) -> None:
    """A ledger that is only looked at where it lies has the same profile and the same sums."""
    entries = named("business-central-general-ledger-entries")
    head, *rows = entries.sample.text.strip().split("\n")
    (tmp_path / "entries.csv").write_text("\n".join([head, *rows * 30_000]), encoding="utf-8")
    dataset = load(tmp_path, parse_settings({}), "2026-10")
    assert "read as Dynamics 365 Business Central" in said(dataset)
    right = 30_000 * 25_000.00
    assert samples.figures(dataset, "ledger", "6300|202610")["amount"] == pytest.approx(right)
