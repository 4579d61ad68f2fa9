"""What the sample company's contact centre did, a row a month, team and channel."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from xlcost.samples.company import CHAT, EMAIL, PHONE, SELF_SERVICE, TEAMS, Name
from xlcost.samples.story import StoryMonth


class Contacts(NamedTuple):
    """One row of the activity file; a None is a cell that stays blank."""

    month: StoryMonth
    channel: Name
    direction: str
    team: Name
    offered: int
    handled: int
    abandoned: int
    abandoned_in_threshold: int
    transferred: int
    repeated: int
    answered_in_threshold: int | None
    talk_seconds: int
    hold_seconds: int
    after_call_seconds: int
    wait_seconds: int | None
    resolved_first_contact: int
    resolved: int
    csat_responses: int
    csat_satisfied: int
    sales: int
    leads: int

    @property
    def handle_hours(self) -> float:
        """Talk, hold and after-call work together, in hours."""
        return (self.talk_seconds + self.hold_seconds + self.after_call_seconds) / 3600


class _Queue(NamedTuple):
    """One team's plan for one channel: volume of a mean month in 2025, seconds and shares."""

    team: str
    channel: Name
    direction: str
    volume: float
    talk: float
    hold: float
    after_call: float
    abandoned: float
    in_threshold: float
    wait: float
    fcr: float
    csat: float


_QUEUES = (
    _Queue("2100", PHONE, "inbound", 22_300, 265, 38, 66, 0.045, 0.82, 31, 0.74, 0.86),
    _Queue("2200", PHONE, "inbound", 13_600, 258, 35, 64, 0.045, 0.82, 30, 0.75, 0.87),
    _Queue("2310", PHONE, "inbound", 9_900, 262, 34, 63, 0.040, 0.83, 28, 0.76, 0.88),
    _Queue("2110", EMAIL, "inbound", 8_100, 455, 0, 52, 0.0, 0.90, 0, 0.68, 0.80),
    _Queue("2300", EMAIL, "inbound", 5_900, 448, 0, 50, 0.0, 0.91, 0, 0.69, 0.81),
    _Queue("2110", CHAT, "inbound", 6_000, 352, 0, 38, 0.060, 0.80, 27, 0.71, 0.88),
    _Queue("2300", CHAT, "inbound", 4_700, 347, 0, 36, 0.060, 0.80, 26, 0.72, 0.88),
    _Queue("2210", PHONE, "outbound", 6_100, 214, 0, 71, 0.0, 0.0, 0, 0.0, 0.84),
)
_TEAM_NAMES = {team.code: team.name for team in TEAMS}
_PORTAL = Name("Portal", "Kundeportal")


def contacts(month: StoryMonth) -> tuple[Contacts, ...]:
    """Return every row of one month, self-service last."""
    return (*(_row(month, queue) for queue in _QUEUES), _self_service(month))


def _vary(month: StoryMonth, queue: _Queue, what: str, width: float) -> float:
    return month.noise(what, *queue[:3], width=width)


def _row(month: StoryMonth, queue: _Queue) -> Contacts:
    vary = partial(_vary, month, queue)
    strain = _strain(month, queue)
    volume = queue.volume * month.season * _demand(month, queue)
    offered = round(volume * vary("volume", 0.02))
    abandoned = round(offered * queue.abandoned * strain * vary("lost", 0.06))
    handled = offered - abandoned
    waited = handled * queue.wait * strain * vary("wait", 0.09)
    pace = _pace(month, queue) * vary("pace", 0.012)
    calls = queue.channel is PHONE and queue.direction == "inbound"
    invoice_fault = 0.02 if calls and month.since(2026, 10) else 0.0
    outbound = queue.direction == "outbound"
    resolved_first = round(handled * (queue.fcr - invoice_fault) * vary("fcr", 0.01))
    responses = round(handled * 0.12 * vary("responses", 0.05))
    leads = round(handled * 0.105 * vary("leads", 0.06)) if outbound else 0
    return Contacts(
        month=month,
        channel=queue.channel,
        direction=queue.direction,
        team=_TEAM_NAMES[queue.team],
        offered=offered,
        handled=handled,
        abandoned=abandoned,
        abandoned_in_threshold=round(abandoned * 0.3),
        transferred=round(handled * (0.082 if calls else 0.03) * vary("moved", 0.08)),
        repeated=0 if outbound else round(handled * (0.11 * vary("again", 0.05) + invoice_fault)),
        answered_in_threshold=round(
            handled * queue.in_threshold / strain**0.22 * vary("level", 0.025)
        ),
        talk_seconds=round(handled * queue.talk * pace),
        hold_seconds=round(handled * queue.hold * pace),
        after_call_seconds=round(handled * queue.after_call * pace),
        wait_seconds=round(waited) if queue.wait else None,
        resolved_first_contact=resolved_first,
        resolved=0 if outbound else min(handled, round(resolved_first * 1.2)),
        csat_responses=responses,
        csat_satisfied=round(responses * queue.csat / strain**0.04 * vary("csat", 0.012)),
        sales=round(leads * 0.34 * vary("sales", 0.05)),
        leads=leads,
    )


def _self_service(month: StoryMonth) -> Contacts:
    growth = 1.012 ** ((month.year - 2025) * 12 + month.number)
    sessions = round(27_000 * month.season * growth * month.noise("portal", width=0.02))
    solved = round(sessions * 0.64)
    return Contacts(
        month, SELF_SERVICE, "inbound", _PORTAL, sessions, sessions, 0, 0, 0, 0, None,
        0, 0, 0, None, solved, solved, round(sessions * 0.02), round(sessions * 0.02 * 0.79), 0, 0,
    )  # fmt: skip


def _demand(month: StoryMonth, queue: _Queue) -> float:
    """Volume against the plan: faulty invoices in October 2026, and a drift from e-mail to chat."""
    if queue.direction == "outbound":
        return 1.0
    if queue.channel is PHONE:
        return 1.07 if month.since(2026, 10) else 1.0
    if month.since(2026, 4):
        return 0.94 if queue.channel is EMAIL else 1.08
    return 1.0


def _pace(month: StoryMonth, queue: _Queue) -> float:
    """Handle time against the plan: the knowledge base of April 2026 made e-mail faster."""
    return 0.95 if queue.channel is EMAIL and month.since(2026, 4) else 1.0


def _strain(month: StoryMonth, queue: _Queue) -> float:
    """How much waiting and giving up there is against the plan."""
    if queue.channel is not PHONE or queue.direction == "outbound" or not month.since(2026, 8):
        return 1.0
    return 1.65 if month.since(2026, 10) else 1.35
