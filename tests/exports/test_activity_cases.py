"""Every contact-centre case of the shared exports: right to the figure, or refused by its cause."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from exports.cases import Outcome, expected, run
from hand_made import values

from xlcost.dataset.dataset import Dataset
from xlcost.report.build import build
from xlcost.report.model.spec import Grid

CASES = (
    "01-day-total-in-queue-column",
    "04-blank-repeated-channel",
    "06-constant-date",
    "07-service-level-94.01",
    "09-mm-ss",
    "11-excel-duration-over-24h",
    "12-workforce-hours-as-clock",
    "14-fte-by-interval",
    "15-hr-one-row-a-person",
    "16-unknown-outcome",
    "19-utc-timestamps",
    "21-epoch-and-headless",
    "23-salesforce-footer",
    "26-outgoing-is-inbound",
    "28-yes-no-in-answered",
    "30-month-name-first",
    "32-call-minutes",
    "33-filter-line-above-header",
    "34-channel-with-no-satisfied",
    "35-voice-is-phone",
    "36-ledger-constant-date",
)
# Cases of which nothing but the settings can tell what they mean: refused until one is said.
REFUSED = {"04-blank-repeated-channel", "07-service-level-94.01", "09-mm-ss"}
# Cases in which a message must ask for the settings with which they are right.
ASKED = {"19-utc-timestamps": "time_zone"}
MORE = {
    "04-blank-repeated-channel": '[activity]\nfill_down = ["Channel", "Queue"]\n',
    "07-service-level-94.01": (
        '[activity.averages]\n"Service level 20s" = '
        '{measure="answered_in_threshold", weight="Offered", unit="%"}\n'
    ),
}


def figures(frame: pd.DataFrame, period: int, channel: str = "*") -> dict[str, float]:
    """Return the sums of a period, of one channel or of all."""
    rows = frame[frame["period"] == period]
    if channel != "*":
        rows = rows[rows["channel"].str.casefold() == channel]
    return {str(name): float(total) for name, total in rows.sum(numeric_only=True).items()}


def key_of(period: str) -> int:
    """Return the key of 2026-10."""
    return int(period.replace("-", ""))


def assert_right(outcome: Outcome, right: dict[str, Any]) -> None:
    """Hold every figure of an outcome against the right answer."""
    assert outcome.dataset is not None, outcome.refused
    assert not outcome.errors, outcome.said
    facts, tolerance = outcome.dataset.facts, right.get("tolerance", {})
    periods = {right["period"]: right.get("activity", {})} | right.get("activity_by_period", {})
    for period, channels in periods.items():
        for channel, wanted in channels.items():
            assert_alike(figures(facts.activity, key_of(period), channel), wanted, tolerance)
    if "workforce" in right:
        found = figures(facts.workforce, key_of(right["period"]))
        assert_alike(found, right["workforce"], tolerance)
    if "ledger" in right:
        assert outcome.amounts("ledger") == {k: f"{v:.2f}" for k, v in right["ledger"].items()}
    if "intervals" in right:
        starts = facts.intervals.groupby("start_seconds")["offered"].sum()
        shown = {f"{s // 3600:02d}:{s % 3600 // 60:02d}": n for s, n in starts.items()}
        assert shown == right["intervals"]
    for pattern in right.get("must_mention", ()):
        assert re.search(pattern, outcome.said, re.IGNORECASE), outcome.said


def assert_alike(
    found: dict[str, float], wanted: dict[str, Any], tolerance: dict[str, float]
) -> None:
    """Compare figures; one that may be either of two is listed with both."""
    for name, value in wanted.items():
        values = value if isinstance(value, list) else [value]
        allowed = tolerance.get(name, 1e-6)
        assert any(abs(found[name] - one) <= allowed for one in values), (name, found[name], value)


def test_every_case_is_named(shared_data: Path) -> None:
    """A case that is added to the shared exports is run here."""
    folder = shared_data / "exports" / "activity"
    assert {path.name for path in folder.iterdir() if path.is_dir()} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, shared_data: Path, tmp_path: Path) -> None:
    """As it lies there a case gives its right figures, or an error that says what to set."""
    folder = shared_data / "exports" / "activity" / name
    right = expected(folder)
    outcome = run(folder, tmp_path, period=right["period"])
    if name in REFUSED:
        assert outcome.errors
        for pattern in right["refusal_must_mention"]:
            assert re.search(pattern, outcome.said, re.IGNORECASE), outcome.said
    elif name in ASKED:
        assert ASKED[name] in outcome.said
    else:
        assert_right(outcome, right)


@pytest.mark.parametrize("name", sorted(REFUSED | set(ASKED) | {"32-call-minutes"}))
def test_case_with_settings(name: str, shared_data: Path, tmp_path: Path) -> None:
    """With the settings that the message dictates a case is right to the figure."""
    folder = shared_data / "exports" / "activity" / name
    right = expected(folder)
    known = [*right.get("try", ()), *([MORE[name]] if name in MORE else [])]
    outcomes = []
    for place, settings in enumerate(known):
        work = tmp_path / str(place)
        work.mkdir()
        outcomes.append(run(folder, work, settings, period=right["period"]))
    accepted = [outcome for outcome in outcomes if not outcome.refused]
    assert accepted, "\n".join(outcome.refused for outcome in outcomes)
    for outcome in accepted:
        assert_right(outcome, right)


# The key figures of a case, by the cell of the report that shows them.
FIGURES = {
    "cost_per_call": ("unit_cost", "call", "month_ac"),
    "average_handle_time": ("key_figures", "average_handle_time", "ac"),
    "csat_score": ("unit_quality", "csat_score", "month_ac"),
    "service_level": ("unit_quality", "service_level", "month_ac"),
}


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("07-service-level-94.01", MORE["07-service-level-94.01"]),
        ("26-outgoing-is-inbound", None),
        ("32-call-minutes", None),
        ("34-channel-with-no-satisfied", None),
        ("35-voice-is-phone", None),
    ],
)
def test_key_figures(name: str, settings: str | None, shared_data: Path, tmp_path: Path) -> None:
    """The report shows the key figures that a case must come to, by channel, too."""
    folder = shared_data / "exports" / "activity" / name
    right = expected(folder)
    dataset = run(folder, tmp_path, settings, period=right["period"]).dataset
    assert dataset is not None
    found = values(dataset)
    tolerance = right.get("tolerance", {})
    for metric, wanted in right["key_figures"].items():
        assert abs(found[FIGURES[metric]] - wanted) <= tolerance.get(metric, 1e-9), metric
    by_channel = right.get("key_figures_by_channel", {})
    numbers = (
        {c.casefold(): direction for c, direction in channels(dataset).items()}
        if by_channel
        else {}
    )
    for channel, metrics in by_channel.items():
        for metric, wanted in metrics.items():
            assert found["efficiency_channels", metric, numbers[channel]] == wanted


def channels(dataset: Dataset) -> dict[str, str]:
    """Return the column of each channel on the sheet Efficiency, by its head."""
    sheets = build(dataset, created="", version="").sheets
    grids = (block for sheet in sheets for block in sheet.blocks if isinstance(block, Grid))
    grid = next(one for one in grids if one.id == "efficiency_channels")
    return {column.title: column.key for column in grid.columns}


@pytest.mark.parametrize("name", ["channel-without-handle-time", "service-level-label"])
def test_faults(name: str, shared_data: Path, tmp_path: Path) -> None:
    """Contacts that would cost nothing, and a service level of other contacts, are told."""
    folder = shared_data / "exports" / "faults" / name
    outcome = run(folder, tmp_path)
    assert outcome.dataset is not None
    assert not outcome.errors
    if name == "channel-without-handle-time":
        assert "email has contacts but no handle time" in outcome.said
        assert 'allocation = "contacts"' in outcome.said
        (tmp_path / "again").mkdir()
        again = run(folder, tmp_path / "again", '[report]\nallocation = "contacts"\n')
        assert again.dataset is not None
        assert "NO_HANDLE_TIME" not in again.codes
        assert values(again.dataset)["unit_cost", "contact_c1", "month_ac"] == 10.0
    else:
        assert "service level is of handled + abandoned" in outcome.said
        labels = {
            found
            for (grid, row, column), found in values(outcome.dataset).items()
            if (row, column) == ("service_level", "label") and grid != "message"
        }
        assert {"Service level (answered in time, of handled and abandoned)"} == labels


def test_norwegian_statistics(shared_data: Path, tmp_path: Path) -> None:
    """The statistics of a Norwegian centre need no settings but the names of their files."""
    folder = shared_data / "exports" / "situations" / "norwegian"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    ledger = '[ledger]\nfiles = "Hovedbok*.csv"\n[ledger.amounts]\nDebet = {}\n'
    ledger += 'Kredit = { cost_is = "negative" }\n'
    files = ("Telefonstatistikk.csv", "Saker*.xlsx")
    settings = ledger + "".join(f'[[activity]]\nfiles = "{name}"\n' for name in files)
    outcome = run(folder, tmp_path, settings, period="2026-10")
    # Budget and list of accounts are read with settings of their own, elsewhere.
    mine = [one for one in outcome.errors if one.where.file.startswith(("Telefon", "Saker"))]
    assert not mine, outcome.said
    assert outcome.dataset is not None
    activity = outcome.dataset.facts.activity
    for name, periods in (
        ("month", [202610]),
        ("ytd", range(202601, 202611)),
        ("py_month", [202510]),
    ):
        rows, right = activity[activity["period"].isin(periods)], truth[name]
        calls = rows[rows["channel"] == "phone"].sum(numeric_only=True)
        cases = rows[rows["channel"] != "phone"].sum(numeric_only=True)
        handle = calls["talk_seconds"] + calls["hold_seconds"] + calls["after_call_seconds"]
        assert (calls["offered"], calls["handled"]) == (right["offered"], right["handled"])
        assert (cases["offered"], cases["handled"]) == (right["created"], right["tickets"])
        for found, wanted in (
            (calls["abandoned"] / calls["offered"], right["abandon"]),
            (calls["answered_in_threshold"] / calls["offered"], right["sl"]),
            (calls["wait_seconds"] / calls["handled"], right["asa"]),
            (handle / calls["handled"], right["aht"]),
            (cases["resolved_first_contact"] / cases["handled"], right["fcr"]),
            (cases["csat_satisfied"] / cases["csat_responses"], right["csat"]),
        ):
            assert found == pytest.approx(wanted, rel=1e-12)
