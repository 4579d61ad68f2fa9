"""Every contact-centre case of the shared exports: right to the figure, or refused by its cause."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from exports.cases import Outcome, expected, run

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
