"""The tables of the Data sheet, made from the facts: numbers by number, nothing calculated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlcost.dataset.facts import (
    ACTIVITY_MEASURES,
    BUDGET,
    ORIGINAL,
    PRIOR_YEAR,
    REVISED,
    WORKFORCE_MEASURES,
    Facts,
)
from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO, PRIOR_NO
from xlcost.report.model.chart_of_lines import direction_number, text
from xlcost.report.model.spec import DataTable, Format

CENTRE_KEYS = ["centre_no", "site_no", "entity_no", "kind_no"]
AGENT_HOURS = ("paid_hours", "handle_hours", "shrinkage_hours")
DECIMALS = 6  # of the engine; sums of floats are brought back to what was summed

_FORMATS: Mapping[str, Format] = {
    "period": "period",
    "amount": "money_exact",
    "fte": "fte",
    "licence_price": "unit_cost",
}
_TEXTS = {
    *("line", "category", "version", "cost_centre", "site", "entity", "channel"),
    *("account", "name", "mapped_by"),
}


@dataclass(frozen=True)
class Frames:
    """The frames behind the Data sheet, still as pandas.

    Attributes:
        opex: Amounts by line, channel, one-off, labour, version and period.
        centres: Amounts by cost centre, its site, entity, kind, version and period.
        activity: Contact-centre measures by channel, direction, version and period.
        workforce: People and licences by version and period.
        versions: Name of each version number.
        budget_version: The budget that the report compares with, or empty.
        currency: What other rates than the budget's did to the actual amounts, by line, kind,
            labour and period; without rows where no rate moved.
    """

    opex: pd.DataFrame
    centres: pd.DataFrame
    activity: pd.DataFrame
    workforce: pd.DataFrame
    versions: Mapping[int, str]
    budget_version: str
    currency: pd.DataFrame


def choose_budget(facts: Facts, wanted: str | None) -> str:
    """Return the version to compare with: the one wanted, else revised, original, or the first."""
    versions = [v for v in map(text, facts.budget["version"].unique()) if v != PRIOR_YEAR]
    for version in (wanted, REVISED, ORIGINAL, BUDGET, ""):
        if version is not None and version in versions:
            return version
    others = [version for version in versions if version != "forecast"]
    return others[0] if others else ""


def number_versions(facts: Facts, chosen: str) -> dict[str, int]:
    """Number the versions of the budget: the chosen one 2, the prior year 3, others from 4."""
    numbers = {PRIOR_YEAR: PRIOR_NO, chosen: BUDGET_NO}
    for version in map(text, facts.budget["version"].unique()):
        numbers.setdefault(version, len(numbers) + ACTUAL_NO + 1)
    return numbers


def amounts(facts: Facts, numbers: Mapping[str, int], year: int) -> pd.DataFrame:
    """Return ledger and budget under each other, with the number of each row's version."""
    ledger = facts.ledger.assign(version_no=ACTUAL_NO)
    budget = facts.budget.assign(version_no=numbered(facts.budget["version"], numbers))
    prior = budget["version_no"] == PRIOR_NO
    # A prior year is keyed by the period it is shown beside, or by its own: tell by the years.
    if bool((budget.loc[prior, "period"] // 100 >= year).any()):
        budget.loc[prior, "period"] -= 100
    columns = ["version_no", "period", "account", "cost_centre", "entity", "amount"]
    both = [frame[columns] for frame in (ledger, budget) if len(frame)]
    return pd.concat(both, ignore_index=True) if both else ledger[columns]


def summed(frame: pd.DataFrame, keys: list[str], measures: list[str]) -> pd.DataFrame:
    """Sum measures by keys, each sum brought back to the decimals of its parts."""
    if not len(frame):
        return nothing(keys, measures)
    columns = [frame[key].astype("int64").to_numpy() for key in keys]
    order = np.lexsort(columns[::-1])
    ordered = [column[order] for column in columns]
    changed = np.logical_or.reduce([column[1:] != column[:-1] for column in ordered])
    starts = np.concatenate(([0], np.flatnonzero(changed) + 1))
    sums: dict[str, npt.NDArray[Any]] = {
        key: column[starts] for key, column in zip(keys, ordered, strict=True)
    }
    for measure in measures:
        values = np.nan_to_num(frame[measure].astype("float64").to_numpy()[order])
        sums[measure] = _sums(values, starts).round(DECIMALS)
    return pd.DataFrame(sums)


def nothing(keys: list[str], measures: list[str]) -> pd.DataFrame:
    """Return the sums of no row."""
    columns = dict.fromkeys(keys, "int64") | dict.fromkeys(measures, "float64")
    return pd.DataFrame({name: np.array([], dtype=kind) for name, kind in columns.items()})


def _sums(values: npt.NDArray[Any], starts: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """Return the exact sum of each run of values; most are of one."""
    if len(starts) == len(values):
        return values
    runs = pairwise([*starts.tolist(), len(values)])
    listed = values.tolist()
    return np.array([math.fsum(listed[first:last]) for first, last in runs], dtype="float64")


def numbered(column: pd.Series, known: Mapping[str, int]) -> npt.NDArray[np.int64]:
    """Return the number of each code or name of a column; each is looked up once."""
    found, codes = pd.factorize(column, use_na_sentinel=False)
    return np.array([known[text(code)] for code in codes], dtype="int64")[found]


def currency_frame(facts: Facts, by_account: pd.DataFrame) -> pd.DataFrame:
    """Return what other rates did, by line; what comes to nothing everywhere is no table."""
    effects = facts.currency_effects
    keys = ["line_no", "kind_no", "labour", "period"]
    if not len(effects):
        return nothing(keys, ["amount"])
    frame = effects.assign(account=effects["account"].map(text).astype(object))
    frame = frame.merge(by_account, on="account", how="inner")
    frame = summed(frame[[*keys, "amount"]], keys, ["amount"])
    return frame[frame["amount"] != 0].reset_index(drop=True)


def present_measures(facts: Facts, name: str) -> list[str]:
    """Return the measures that the files of an input really have; an absent one is no zero."""
    frame, known = (
        (facts.activity, ACTIVITY_MEASURES)
        if name == "activity"
        else (facts.workforce, WORKFORCE_MEASURES)
    )
    if not len(frame):
        return []  # a part of the company may have none of what its files hold
    stated = {m for source in facts.sources if source.input == name for m in source.measures}
    if stated:
        return [measure for measure in known if measure in stated]
    return [measure for measure in known if bool((frame[measure].fillna(0) != 0).any())]


def activity_frame(
    facts: Facts, channels: Mapping[str, int], numbers: Mapping[str, int]
) -> pd.DataFrame:
    """Return activity by channel, direction, version and period, with handle seconds added up."""
    frame, keys = facts.activity, ["channel_no", "direction_no", "version_no", "period"]
    if not len(frame):
        return nothing(keys, [])
    measures = present_measures(facts, "activity")
    frame = frame.assign(
        channel_no=frame["channel"].map(text).map(channels),
        direction_no=frame["direction"].map(text).map(direction_number),
        version_no=_version_numbers(frame, numbers),
    )
    parts = [m for m in ("talk_seconds", "hold_seconds", "after_call_seconds") if m in measures]
    if parts:
        frame = frame.assign(handle_seconds=frame[parts].fillna(0).sum(axis=1))
        measures = [*measures, "handle_seconds"]
    return summed(frame, keys, measures)


def workforce_frame(facts: Facts, numbers: Mapping[str, int]) -> pd.DataFrame:
    """Return people and licences by version and period.

    The price of a licence is that of the idle ones, so that their number times their price is what
    every team pays for its own; where none is idle, it is the mean over all that are paid.
    """
    if not len(facts.workforce):
        return nothing(["version_no", "period"], [])
    measures = present_measures(facts, "workforce")
    frame = facts.workforce.assign(version_no=_version_numbers(facts.workforce, numbers))
    frame, of_agents = _with_agents(frame, measures)
    measures = [*measures, *of_agents]
    if "licence_price" not in measures or "licences_paid" not in measures:
        return summed(frame, ["version_no", "period"], measures)
    paid, price = frame["licences_paid"], frame["licence_price"]
    idle = paid - frame["licences_used"] if "licences_used" in measures else paid
    frame = frame.assign(_idle=idle, _idle_cost=idle * price, _paid_cost=paid * price)
    by_period = summed(
        frame, ["version_no", "period"], [*measures, "_idle", "_idle_cost", "_paid_cost"]
    )
    mean = by_period["_paid_cost"] / by_period["licences_paid"].where(
        by_period["licences_paid"] != 0
    )
    of_idle = by_period["_idle_cost"] / by_period["_idle"].where(by_period["_idle"] != 0)
    by_period["licence_price"] = of_idle.fillna(mean).fillna(0.0)
    return by_period.drop(columns=["_idle", "_idle_cost", "_paid_cost"])


def _with_agents(frame: pd.DataFrame, measures: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """Return the hours of the teams that log in beside those of all staff, where both are there.

    Planners and technicians are paid and never log in: an agent's shrinkage and utilisation are
    others than those of all staff.
    """
    hours = [name for name in AGENT_HOURS if name in measures]
    if "logged_in_hours" not in measures or "paid_hours" not in measures:
        return frame, []
    keys = [frame["version_no"], frame["period"], frame["team"].map(text)]
    log_in = frame["logged_in_hours"].fillna(0).groupby(keys).transform("sum") > 0
    others = frame.loc[~log_in, "paid_hours"].fillna(0)
    if not bool(log_in.any()) or not bool((others > 0).any()):
        return frame, []
    more = {f"agents_{name}": frame[name].fillna(0).where(log_in, 0.0) for name in hours}
    return frame.assign(**more), list(more)


def data_table(name: str, frame: pd.DataFrame, title: str) -> DataTable:
    """Return a frame as a table of plain values."""
    columns = tuple(str(column) for column in frame.columns)
    rows = tuple(tuple(row) for row in frame.astype(object).itertuples(index=False, name=None))
    return DataTable(name, columns, rows, tuple(_format(column) for column in columns), title)


def _format(column: str) -> Format:
    if column in _TEXTS:
        return "text"
    if column.endswith("_no") or column in ("one_off", "labour", "active_from", "active_to"):
        return "period"
    if column.endswith("_seconds"):
        return "seconds"
    return "hours" if column.endswith("_hours") else _FORMATS.get(column, "count")


def _version_numbers(frame: pd.DataFrame, numbers: Mapping[str, int]) -> pd.Series:
    """Number the versions of drivers: "budget" and the chosen budget are the same."""
    chosen = next((name for name, number in numbers.items() if number == BUDGET_NO), "")
    known = {**numbers, "": ACTUAL_NO, "actual": ACTUAL_NO}
    versions = frame["version"].map(text)
    if chosen not in set(versions):
        known[BUDGET] = BUDGET_NO
    return versions.map(known).fillna(len(numbers) + ACTUAL_NO + 1)
