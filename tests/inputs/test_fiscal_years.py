"""The fiscal year that a ledger in a legal standard says, broken years and 13 periods included."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from ledger_makers import YEAR, Line, Voucher, fec, paid, saft, sie

from xlcost.dataset.findings import Code, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load

FROM_JULY = tuple(replace(one, period=(int(one.day[5:7]) + 5) % 12 + 1, year=2025) for one in YEAR)
RAR = "#RAR 0 20260101 20261231"


@pytest.mark.parametrize(
    ("name", "text", "start"),
    [
        ("a.xml", saft(), 1),
        ("a.xml", saft(FROM_JULY), 7),  # period 7 of 2025 is January 2026
        ("a.xml", saft(selected=("2025-09-01", "2026-08-31")), 9),
        ("a.xml", saft(FROM_JULY, selected=("2026-01-01", "2026-12-31")), 7),
        ("a.xml", saft(selected=("2026-01-01", "2026-02-28")), 1),  # a part of a year says none
        ("a.se", sie().replace(RAR, "#RAR 0 20250501 20260430"), 5),
        ("a.se", sie().replace(RAR, "#RAR 0 20250101 20260630"), 7),  # a first year of 18 months
        ("a.se", sie(), 1),
        ("999999999FEC20260331.txt", fec(), 4),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_the_fiscal_year_is_the_ledger_s(
    name: str, text: str, start: int, packed: bool, tmp_path: Path
) -> None:
    """Period numbers, years and names of files say where the year begins, also in a ZIP."""
    data = text.encode("cp865" if name.endswith(".se") else "utf-8")
    if packed:
        with zipfile.ZipFile(tmp_path / "alt.zip", "w") as package:
            package.writestr(name, data)
    else:
        (tmp_path / name).write_bytes(data)
    dataset = load(tmp_path, postings=False)
    assert dataset.calendar.fiscal_year_start == start
    months = {dataset.calendar.month(int(key)) for key in dataset.facts.ledger["period"]}
    assert months == {(2026, 1), (2026, 2)}


def test_settings_count_more(tmp_path: Path) -> None:
    """A fiscal year that the settings say is the report's."""
    (tmp_path / "a.xml").write_text(saft(FROM_JULY), encoding="utf-8")
    said = parse_settings({"report": {"fiscal_year_start": 4}})
    assert load(tmp_path, said, postings=False).calendar.fiscal_year_start == 4


def _four_weeks() -> tuple[Voucher, ...]:
    """Return a voucher of each third day of a year of 13 periods of four weeks."""
    vouchers = []
    for number in range(0, 364, 3):
        day = date(2026, 1, 1) + timedelta(days=number)
        lines = (Line("5000", "100.00"), Line("2400", "-100.00"))
        period = number // 28 + 1
        vouchers.append(Voucher(str(number), day.isoformat(), lines, period, 2026))
    return tuple(vouchers)


def test_thirteen_periods_are_no_months(tmp_path: Path) -> None:
    """Periods of four weeks are an error until the settings say so; then each is its own."""
    (tmp_path / "a.xml").write_text(saft(_four_weeks()), encoding="utf-8")
    found = [one for one in load(tmp_path).findings if one.code is Code.THIRTEEN_PERIODS]
    assert [one.severity for one in found] == [Severity.ERROR]
    dataset = load(tmp_path, parse_settings({"report": {"periods_in_year": 13}}))
    assert not [one for one in dataset.findings if one.code is Code.THIRTEEN_PERIODS]
    sums = dataset.facts.ledger.groupby("period")["amount"].sum().to_dict()
    assert list(sums) == [202600 + number for number in range(1, 14)]
    assert set(sums.values()) <= {900, 1000}


def test_a_thirteenth_period_closes_the_year(tmp_path: Path) -> None:
    """Closing entries of period 13 are of the last month, and no error."""
    late = replace(paid("9", "2026-12-31", "5000", "7.00"), period=13)
    (tmp_path / "a.xml").write_text(saft((*YEAR, late)), encoding="utf-8")
    dataset = load(tmp_path, postings=False)
    assert dataset.facts.ledger["period"].max() == 202612
    assert not [one for one in dataset.findings if one.code is Code.THIRTEEN_PERIODS]
