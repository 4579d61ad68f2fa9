"""Levels of the workforce: what many rows, days and files say of one period."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from xlcost.inputs.loading import load

pytestmark = pytest.mark.fast


def workforce(folder: Path, **files: str) -> pd.DataFrame:
    """Return the workforce that files of these names hold."""
    (folder / "ledger.csv").write_text("period,account,amount\n2026-10,5000,1\n", "utf-8")
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8")
    return load(folder).facts.workforce


def test_days_in_several_files_are_averaged(tmp_path: Path) -> None:
    """Ten FTE on one day in one file and ten on the next in another are ten FTE, not twenty."""
    frame = workforce(
        tmp_path,
        workforce_1="date,fte,paid_hours\n2026-10-01,10,75\n",
        workforce_2="date,fte,paid_hours\n2026-10-02,10,75\n",
    )
    assert frame[["fte", "paid_hours"]].to_numpy().tolist() == [[10.0, 150.0]]


def test_files_of_one_day_are_added(tmp_path: Path) -> None:
    """Two files that each hold a part of the people of a month make the whole."""
    part = "period,fte,headcount_close\n2026-10,10,11\n"
    frame = workforce(tmp_path, workforce_1=part, workforce_2=part.replace("10,11", "5,6"))
    assert frame[["fte", "headcount_close"]].to_numpy().tolist() == [[15.0, 17.0]]


@pytest.mark.parametrize("day", ["{}.10.2026", "10/{}/2026", "2026-10-{:02d}"])
def test_last_day_is_the_last_in_time(tmp_path: Path, day: str) -> None:
    """The closing headcount is that of the 31st, however the days are written and sorted."""
    rows = [f"{day.format(n)},{20 if n < 31 else 25},{n}\n" for n in range(31, 0, -1)]
    frame = workforce(tmp_path, workforce="date,headcount_close,headcount_open\n" + "".join(rows))
    assert frame[["headcount_close", "headcount_open"]].to_numpy().tolist() == [[25.0, 1.0]]


def test_blank_is_no_zero(tmp_path: Path) -> None:
    """A level that stands on one of three weekly rows is that level, and not a third of it."""
    text = (
        "date,fte,headcount_close,leavers,licences_paid,licence_price\n"
        "2026-10-05,10,12,1,4,100\n2026-10-12,,,,6,\n2026-10-19,,,2,,\n"
    )
    frame = workforce(tmp_path, workforce=text)
    row = frame.iloc[0]
    assert (row["fte"], row["headcount_close"], row["leavers"]) == (10, 12, 3)
    assert (row["licences_paid"], row["licence_price"]) == (5, 100)


def test_days_beside_periods_count(tmp_path: Path) -> None:
    """Where a period and a day stand side by side, levels are averaged over the days."""
    text = "period,date,fte\n2026-10,2026-10-01,10\n2026-10,2026-10-02,12\n"
    assert workforce(tmp_path, workforce=text)["fte"].tolist() == [11.0]
