"""What each account of the sample company costs in a month, by cost centre.

One model serves both versions: plan and actual come from the same drivers (people, hours, contacts,
prices), so that a variance in the report has the cause that the story gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlcost.samples.activity import Contacts, contacts
from xlcost.samples.company import CHAT, COST_CENTRES, PHONE, SITES, TEAMS, CostCentre
from xlcost.samples.euros import kroner
from xlcost.samples.story import StoryMonth
from xlcost.samples.workforce import Staff, licence_price, staff

Costs = dict[tuple[str, str], float]  # account, cost centre → kroner

_HOURS_A_MONTH = 162.5
_WAGES = {2025: 0.96, 2026: 1.0}
_RENT = {"Bergen": 236_000, "Oslo": 198_000, "Trondheim": 104_000}
_POWER = {"Bergen": 34_000, "Oslo": 27_000, "Trondheim": 16_500}
_CLEANING = {"Bergen": 21_500, "Oslo": 17_000, "Trondheim": 9_800}
_TRAINING = (38, 52, 66, 44, 40, 22, 6, 48, 62, 88, 46, 18)  # thousand kroner a month, as planned
_HOLIDAY_DEDUCTION = {6: 0.55, 7: 0.45}  # share of a month's salary held back while people are away
_HARDWARE = {2: 2.2, 3: 2.6, 9: 1.8}  # months in which equipment is renewed


def costs(month: StoryMonth) -> Costs:
    """Return the total of every account and cost centre; income is negative."""
    people = {row.centre.code: row for row in staff(month)}
    done = contacts(month)
    total: Costs = {}
    for part in (_salaries, _benefits):
        total |= part(month, people)
    for other in (_telephony, _partner):
        total |= other(month, done)
    for rest in (_technology, _premises, _overheads):
        total |= rest(month)
    total["7320", "2800"] = sum(row.leavers for row in people.values()) * 19_500 * month.prices
    return {key: amount for key, amount in total.items() if round(amount, 2)}


def _each(build: Callable[[CostCentre], Mapping[str, float]]) -> Costs:
    return {
        (account, centre.code): amount
        for centre in COST_CENTRES
        for account, amount in build(centre).items()
    }


def base_salary(month: StoryMonth, row: Staff) -> float:
    """Return a cost centre's ordinary salaries of one month."""
    return row.fte * _HOURS_A_MONTH * row.centre.hourly_wage * _WAGES[month.year]


def _salaries(month: StoryMonth, people: Mapping[str, Staff]) -> Costs:
    def build(centre: CostCentre) -> dict[str, float]:
        row = people[centre.code]
        salary = base_salary(month, row)
        wage = centre.hourly_wage * _WAGES[month.year]
        amounts = {"5000": salary, "5040": row.overtime_hours * wage * 1.5}
        if centre in TEAMS:
            amounts["5030"] = salary * 0.061 * month.noise("evening", centre.code, width=0.05)
        if month.number in _HOLIDAY_DEDUCTION:
            amounts["5020"] = -salary * _HOLIDAY_DEDUCTION[month.number]
        return amounts

    return _each(build)


def _benefits(month: StoryMonth, people: Mapping[str, Staff]) -> Costs:
    def build(centre: CostCentre) -> dict[str, float]:
        row = people[centre.code]
        salary = base_salary(month, row) * (1.061 if centre in TEAMS else 1.0)
        held_back = salary * _HOLIDAY_DEDUCTION.get(month.number, 0.0)
        ill = row.shrinkage_hours * 0.045 * centre.hourly_wage
        return {
            "5180": (salary - held_back) * 0.12,
            "5400": salary * 1.12 * 0.141,
            "5420": salary * 0.05,
            "5800": -ill * month.noise("ill", centre.code, width=0.35),
            "5910": row.fte * 410 * month.noise("canteen", centre.code, width=0.04),
        }

    return _each(build)


def _telephony(month: StoryMonth, done: tuple[Contacts, ...]) -> Costs:
    """Lines and traffic; the carrier raised its price by 14 % in September 2026."""
    dearer = 1.14 if month.since(2026, 9) else 1.0
    minutes = sum(row.talk_seconds + row.hold_seconds for row in done if row.channel is PHONE) / 60
    chats = sum(row.handled for row in done if row.channel is CHAT)
    return {
        ("6900", "2900"): 41_500 * month.prices,
        ("6910", "2900"): minutes * 0.52 * month.prices * dearer,
        ("6920", "2900"): chats * 1.15 * month.prices,
    }


def _partner(month: StoryMonth, done: tuple[Contacts, ...]) -> Costs:
    """Calls that a partner answers; more of them while positions in Bergen are open."""
    share = (
        0.055 + (0.02 if month.since(2026, 8) else 0.0) + (0.012 if month.since(2026, 10) else 0.0)
    )
    names = {team.name.en: team.code for team in TEAMS}
    return {
        ("6790", names[row.team.en]): row.offered * share * 71 * month.prices
        for row in done
        if row.channel is PHONE and row.direction == "inbound"
    }


def _technology(month: StoryMonth) -> Costs:
    packs = {row.centre.code: row.licences_paid or 0 for row in staff(month)}
    renewal = _HARDWARE.get(month.number, 1.0)
    subscriptions = 88_000 * month.prices * month.noise("software", width=0.03)
    subscriptions += float(kroner(month, "6430", "2900"))
    if month.since(2026, 7) and not month.since(2026, 10):
        subscriptions -= 46_000  # the invoices for July to September had not come
    if month.only(2026, 10):
        subscriptions += 3 * 46_000
    amounts: Costs = {
        ("6420", code): count * licence_price(month) for code, count in packs.items() if count
    }
    amounts["6430", "2900"] = subscriptions
    amounts["6435", "2900"] = float(kroner(month, "6435", "2900"))
    for centre in COST_CENTRES:
        size = centre.positions * renewal
        amounts["6540", centre.code] = size * 165 * month.noise("headsets", centre.code, width=0.25)
        amounts["6550", centre.code] = size * 390 * month.noise("computers", centre.code, width=0.2)
    return amounts


def _premises(month: StoryMonth) -> Costs:
    rent_rise = 1.0 if month.year == 2025 else 1.031
    mild = 0.76 if month.since(2026, 9) else 1.0  # a mild autumn and a lower price of electricity
    amounts: Costs = {}
    for site, centre in SITES.items():
        amounts["6300", centre] = _RENT[site] * rent_rise
        power = _POWER[site] * month.heating * mild * month.noise("power", site, width=0.05)
        amounts["6340", centre] = power
        amounts["6360", centre] = _CLEANING[site] * month.prices
    return amounts


def _overheads(month: StoryMonth) -> Costs:
    """Training, travel, supplies and insurance; one course moved from October to November 2026."""
    training = _TRAINING[month.number - 1] * 1_000 * month.prices
    training *= month.noise("training", width=0.07)
    if month.only(2026, 10):
        training -= 52_000
    amounts: Costs = {
        ("6860", "2800"): training,
        ("7500", "2900"): 14_200 * month.prices,
        ("3600", "2900"): -96_000 * month.prices * month.noise("group", width=0.03),
    }
    if month.only(2025, 11) or month.only(2026, 5):
        amounts["6720", "2900"] = 215_000 if month.year == 2025 else 184_000
    if month.only(2026, 10):
        amounts["6720", "2800"] = 126_000  # a review of work schedules, not budgeted
    for centre in COST_CENTRES:
        supplies = centre.positions * 118 * month.prices
        travel = (9_000 if centre not in TEAMS else 2_600) * month.prices
        amounts["6800", centre.code] = supplies * month.noise("supplies", centre.code, width=0.15)
        amounts["7140", centre.code] = travel * month.noise("travel", centre.code, width=0.2)
    return amounts
