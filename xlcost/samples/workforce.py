"""The sample company's people and licences, a row a month and cost centre."""

from __future__ import annotations

from typing import NamedTuple

from xlcost.samples.activity import contacts
from xlcost.samples.company import COST_CENTRES, TEAMS, CostCentre
from xlcost.samples.story import StoryMonth

_FULL = 0.88  # a team above this occupancy works overtime
_SUPPORT_ABSENCE = 0.14


class Staff(NamedTuple):
    """One row of the workforce file; a None is a cell that stays blank."""

    month: StoryMonth
    centre: CostCentre
    fte: float
    paid_hours: float
    logged_in_hours: float | None
    handle_hours: float | None
    shrinkage_hours: float
    overtime_hours: float
    headcount_open: int
    headcount_close: int
    leavers: int
    licences_paid: int | None
    licences_used: int | None
    licence_price: float | None


def staff(month: StoryMonth) -> tuple[Staff, ...]:
    """Return every row of one month."""
    handled: dict[str, float] = {}
    for row in contacts(month):
        handled[row.team.en] = handled.get(row.team.en, 0.0) + row.handle_hours
    return tuple(_row(month, centre, handled.get(centre.name.en)) for centre in COST_CENTRES)


def licence_price(month: StoryMonth) -> float:
    """Return the price of one agent licence a month."""
    return 1_390.0 if month.year == 2025 else 1_450.0


def _row(month: StoryMonth, centre: CostCentre, handle_hours: float | None) -> Staff:
    fte = round(_filled(month, centre), 2)
    regular = fte * month.hours
    absence = (_SUPPORT_ABSENCE if handle_hours is None else month.absence) * month.noise(
        "absence", centre.code, width=0.03
    )
    shrinkage = regular * absence
    overtime = 0.0
    if handle_hours is not None:
        overtime = max(0.0, handle_hours / _FULL - (regular - shrinkage))
    team = centre in TEAMS
    return Staff(
        month=month,
        centre=centre,
        fte=fte,
        paid_hours=round(regular + overtime, 2),
        logged_in_hours=round(regular + overtime - shrinkage, 2) if team else None,
        handle_hours=round(handle_hours, 2) if handle_hours is not None else None,
        shrinkage_hours=round(shrinkage, 2),
        overtime_hours=round(overtime, 2),
        headcount_open=_heads(_before(month), centre),
        headcount_close=_heads(month, centre),
        leavers=_leavers(month, centre),
        licences_paid=_licences(centre) if team else None,
        licences_used=min(_licences(centre), _heads(month, centre)) if team else None,
        licence_price=licence_price(month) if team else None,
    )


def _filled(month: StoryMonth, centre: CostCentre) -> float:
    """Positions that are filled: Bergen phone has had open ones since August 2026."""
    open_positions = 0.0
    if centre.code == "2100" and month.since(2026, 8):
        open_positions = 5.0 if month.since(2026, 10) else 4.0
    growth = 1.02 if month.year == 2026 else 1.0
    return (centre.positions * growth - open_positions) * month.noise(
        "fte", centre.code, width=0.01
    )


def _heads(month: StoryMonth, centre: CostCentre) -> int:
    """People on the payroll at the end of the month; one in five works part time."""
    return round(_filled(month, centre) * 1.12)


def _before(month: StoryMonth) -> StoryMonth:
    if month.number > 1:
        return month._replace(number=month.number - 1)
    return month._replace(year=month.year - 1, number=12)


def _leavers(month: StoryMonth, centre: CostCentre) -> int:
    """People who left; at least as many as the headcount fell."""
    fell = max(0, _heads(_before(month), centre) - _heads(month, centre))
    if not month.actual:  # the plan: one person a quarter from each cost centre
        return int((month.number + COST_CENTRES.index(centre)) % 3 == 0)
    chance = centre.positions * 0.02
    return fell + int(chance + month.noise("left", centre.code, width=0.6) - 0.5)


def _licences(centre: CostCentre) -> int:
    """Licences are bought in packs of five."""
    return -(-round(centre.positions * 1.16) // 5) * 5
