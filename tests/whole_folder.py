"""A folder of small files with every input there is, of which a test leaves some out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

FILES = (
    "ledger.csv", "budget.csv", "accounts.csv", "cost_centres.csv", "activity.csv",
    "workforce.csv", "adjustments.csv", "trial_balance.csv", "intervals.csv", "levers.toml",
    "xlcost.toml",
)  # fmt: skip
ACCOUNTS = (
    # account, name, line, category, behaviour, driver, channel, kind, recurring, cost a month
    ("5000", "Wages", "Salaries", "People", "step", "fte", "", "cost", "yes", 100_000.0),
    ("5400", "Seats", "Licences", "Technology", "variable", "licences", "", "cost", "yes", 9_000.5),
    ("6900", "Lines", "Telephony", "Technology", "variable", "handled", "phone", "cost", "yes",
     30_000.25),
    ("6990", "Moving", "Moving", "Other", "fixed", "", "", "cost", "no", 1_234.56),
    ("3000", "Fees", "Service fees", "Income", "fixed", "", "", "income", "yes", -8_000.1),
)  # fmt: skip
CENTRES = (("10", "Desk", "Bergen", "A"), ("20", "Lines", "Oslo", "B"))
CHANNELS = (("phone", "inbound", 4_000, 300), ("phone", "outbound", 500, 200),
            ("email", "inbound", 1_500, 600))  # fmt: skip
SETTINGS = """\
[report]
entity = "Whole AS"
currency = "NOK"
benchmark_low = 20
benchmark_high = 40
{more}
[report.materiality]
amount = 1000
pct = 0.05
always = ["Moving"]
"""
LEVERS = """\
discount_rate = 0.08
years = 3

[[lever]]
kind = "self_service"
channel = "phone, inbound"
deflection_rate = { low = 0.01, base = 0.03, stretch = 0.05 }
one_off = 60000
cash_share = 0.3

[[lever]]
kind = "attrition"
leavers_cut = 0.2
recruiting_cost = 25000
"""
CURRENCIES = """\
rates = { EUR = 11.5, USD = { 2025 = 10.5, 2026 = 10.1 } }
budget_rates = { EUR = 11.3, USD = 10 }
"""


def write(
    folder: Path,
    *,
    without: Iterable[str] = (),
    more: str = "",
    periods: tuple[int, int] = (12, 3),
    budget_year: int = 2026,
    currencies: tuple[str, ...] = ("",),
    month: tuple[int, int] = (2026, 3),
) -> Path:
    """Write the folder: a year and the start of the next, its budget, and all the rest.

    Args:
        folder: Where to; made if it is not there.
        without: Names of files that are left out.
        more: More lines of [report].
        periods: How many periods the first year has, and how many of the second are closed.
        budget_year: The year that is budgeted.
        currencies: Currencies of the postings, in turn.
        month: The calendar month of the intervals: it should lie in the last closed period.
    """
    folder.mkdir(parents=True, exist_ok=True)
    closed = [f"2025P{n:02d}" for n in range(1, periods[0] + 1)]
    closed += [f"2026P{n:02d}" for n in range(1, periods[1] + 1)]
    whole = [f"{budget_year}P{n:02d}" for n in range(1, periods[0] + 1)]
    texts = {
        "ledger.csv": _ledger(closed, currencies),
        "budget.csv": _budget(whole, currencies),
        "accounts.csv": _accounts(),
        "cost_centres.csv": _lines("cost_centre,name,site,entity", CENTRES),
        "activity.csv": _activity(closed, whole, month),
        "workforce.csv": _workforce(closed, whole),
        "adjustments.csv": _lines(
            "period,account,cost_centre,entity,text,amount",
            [(closed[-1], "5400", "10", "A", "Invoice to come", "2500.00"),
             (closed[-2], "6900", "20", "B", "Posted twice", "-130.25")],
        ),
        "trial_balance.csv": _trial_balance(closed),
        "intervals.csv": _intervals(month),
        "levers.toml": LEVERS,
        "xlcost.toml": SETTINGS.format(more=more),
    }  # fmt: skip
    for name in set(FILES) - set(without):
        (folder / name).write_text(texts[name], encoding="utf-8")
    return folder


def _lines(heading: str, rows: Iterable[Iterable[object]]) -> str:
    return "\n".join([heading, *(",".join(map(str, row)) for row in rows)]) + "\n"


def _amount(place: int, number: int, amount: float) -> float:
    """Return an amount that moves a little from period to period and from account to account."""
    return round(amount * (1 + ((7 * number + 3 * place) % 11 - 4) / 50), 2)


def _posted(closed: list[str]) -> list[tuple[str, str, int, float]]:
    """Return period, account, place of the cost centre, and amount of every posting."""
    return [
        (period, account[0], place, _amount(place, number, account[-1] / (place + 1)))
        for number, period in enumerate(closed)
        for place in range(len(CENTRES))
        for account in ACCOUNTS
        if account[0] != "6990" or number % 5 == 2  # something that is not there every period
    ]


def _ledger(closed: list[str], currencies: tuple[str, ...]) -> str:
    rows = [
        (period, account, CENTRES[place][0], CENTRES[place][3], f"D{number}", "Vendor AS",
         currencies[number % len(currencies)], f"{amount:.2f}")
        for number, (period, account, place, amount) in enumerate(_posted(closed))
    ]  # fmt: skip
    return _lines("period,account,cost_centre,entity,document,vendor,currency,amount", rows)


def _budget(whole: list[str], currencies: tuple[str, ...]) -> str:
    rows = [
        ("original", period, account[0], code, entity, currencies[number % len(currencies)],
         f"{account[-1] / (place + 1):.2f}")
        for number, period in enumerate(whole)
        for place, (code, _, _, entity) in enumerate(CENTRES)
        for account in ACCOUNTS
        if account[0] != "6990"
    ]  # fmt: skip
    return _lines("version,period,account,cost_centre,entity,currency,amount", rows)


def _accounts() -> str:
    heading = "account,name,line,category,behaviour,driver,channel,kind,recurring"
    return _lines(heading, (account[:-1] for account in ACCOUNTS))


def _activity(closed: list[str], whole: list[str], month: tuple[int, int]) -> str:
    rows = []
    known = sum(came for *_, came in _half_hours(month))
    for version, periods in (("actual", closed), ("budget", whole)):
        for number, period in enumerate(periods):
            for place, (channel, direction, offered, seconds) in enumerate(CHANNELS):
                came = offered + (17 * (number * (place + 1) % 7) if version == "actual" else 0)
                if (version, period, place) == ("actual", closed[-1], 0):
                    came = known  # what the intervals say, or a control fails
                handled = came - came // 20 if channel == "phone" else came
                rows.append(
                    (version, period, channel, direction, CENTRES[place % 2][1],
                     CENTRES[place % 2][3], came, handled, came - handled, handled * 8 // 10,
                     handled * seconds, handled * 20, handled * 7 // 10, came // 10, came // 12,
                     came // 50 if direction == "outbound" else 0)
                )  # fmt: skip
    return _lines(
        "version,period,channel,direction,team,entity,offered,handled,abandoned,"
        "answered_in_threshold,talk_seconds,after_call_seconds,resolved_first_contact,"
        "csat_responses,csat_satisfied,sales",
        rows,
    )


def _workforce(closed: list[str], whole: list[str]) -> str:
    rows = []
    for version, periods in (("actual", closed), ("budget", whole)):
        for number, period in enumerate(periods):
            for place, (_, name, _, entity) in enumerate(CENTRES):
                fte = 8 - 4 * place + (number % 3 if version == "actual" else 1) / 4
                rows.append(
                    (version, period, name, entity, fte, fte * 160, fte * 110, fte * 85, fte * 45,
                     9, 9, number % 2, fte + 2, fte, 450)
                )  # fmt: skip
    return _lines(
        "version,period,team,entity,fte,paid_hours,logged_in_hours,handle_hours,shrinkage_hours,"
        "headcount_open,headcount_close,leavers,licences_paid,licences_used,licence_price",
        rows,
    )


def _trial_balance(closed: list[str]) -> str:
    sums: dict[tuple[str, str, str], float] = {}
    for period, account, place, amount in _posted(closed):
        key = (period, account, CENTRES[place][3])
        sums[key] = sums.get(key, 0.0) + amount
    rows = [(*key, f"{amount:.2f}") for key, amount in sums.items()]
    return _lines("period,account,entity,amount", rows)


def _half_hours(month: tuple[int, int]) -> list[tuple[date, int, int, int]]:
    """Return day, hour, minute and calls offered of ten working days."""
    first = date(*month, 1)
    days = [day for day in map(first.__add__, map(timedelta, range(14))) if day.isoweekday() <= 5]
    return [
        (day, hour, minute, 20 * (1 + day.day % 3 % 2 + (hour in (9, 13))))
        for day in days
        for hour in range(8, 16)
        for minute in (0, 30)
    ]


def _intervals(month: tuple[int, int]) -> str:
    """Return what came by the half-hour; a twentieth gives up, as in the activity."""
    rows = [
        (f"{day} {hour:02d}:{minute:02d}", "phone", "inbound", "Desk", "A", came,
         came - came // 20, came // 20, came - came // 5, (came - came // 20) * 300)
        for day, hour, minute, came in _half_hours(month)
    ]  # fmt: skip
    return _lines(
        "timestamp,channel,direction,team,entity,offered,handled,abandoned,"
        "answered_in_threshold,talk_seconds",
        rows,
    )
