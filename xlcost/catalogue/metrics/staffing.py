"""How many agents the work needs: Erlang B, C and A, and what staff above the need costs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import islice

from xlcost.catalogue import queues
from xlcost.catalogue.measures import (
    Unit,
    difference,
    divide,
    equal_shapes,
    finite,
    in_domain,
    total,
)
from xlcost.catalogue.registry import metric
from xlcost.errors import DivisionByZero, NoAnswer, OutsideDomain

# What a whole number may miss by: 70 / (1 − 0.3) is 100 agents, not 101.
_SLACK = 1e-9


def _too_large() -> OutsideDomain:
    return OutsideDomain(f"The queue is too large: at most {queues.LARGEST:,} agents.")


def _whole(number: float) -> int:
    """Return a number of agents or trunks, cut to a whole one as Excel does."""
    if number > queues.LARGEST:
        raise _too_large()
    return int(number)


@metric(
    en="Traffic intensity",
    nb="Trafikkintensitet",
    nb_summary=(
        "Arbeidet som kommer inn i et intervall, i erlang: så mange agenter det ville holde i "
        "gang uten pause."
    ),
    unit=Unit.ERLANGS,
    formula="{contacts}*{aht}/{interval_seconds}",
)
def traffic_intensity(contacts: float, aht: float, interval_seconds: float) -> float:
    """Work that arrives in an interval, in erlangs: the agents it would keep busy without a pause.

    More agents than this are needed, since work does not arrive evenly. One erlang is an hour of
    work in an hour.

    Args:
        contacts: Contacts that arrive in the interval, answered or not, a count.
        aht: Average handle time, in seconds.
        interval_seconds: Length of the interval, in seconds; 1800 for half an hour.

    Returns:
        Erlangs, not rounded.

    Raises:
        DivisionByZero: `interval_seconds` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> traffic_intensity(100, 180, 1_800)
        10.0

    Source:
        Teneo, "Operational Expenses (OpEx)": workforce management; Call Centre Helper, "Erlang C
        Formula, Made Simple With an Easy Worked Example": 100 calls of 180 s in 30 minutes.
    """
    in_domain(contacts=contacts, aht=aht, interval_seconds=interval_seconds)
    return divide(finite(contacts * aht), interval_seconds)


@metric(
    en="Blocked calls (Erlang B)",
    nb="Avviste anrop (Erlang B)",
    nb_summary="Den delen av anropene som finner alle linjer opptatt og blir avvist.",
    unit=Unit.SHARE,
    better="lower",
)
def erlang_b(traffic: float, trunks: float) -> float:
    """Part of the calls that find every line busy and are turned away.

    For lines, and for queues without a place to wait. Who is turned away does not try again; where
    people do, more are blocked than this says.

    Args:
        traffic: Offered traffic, in erlangs; see TRAFFIC_INTENSITY.
        trunks: Lines, a count; cut to a whole number.

    Returns:
        A share, 0.01 for 1 %, not rounded.

    Raises:
        OutsideDomain: An argument is negative, or more than a million lines. Excel shows #NUM!.

    Example:
        >>> round(erlang_b(8.108, 15), 4)
        0.01

    Source:
        A. K. Erlang, 1917, first formula; ITU-D Study Group 2, "Teletraffic Engineering Handbook",
        chapter 7.
    """
    in_domain(traffic=traffic, trunks=trunks)
    return queues.loss(traffic, _whole(trunks))


@metric(
    en="Lines needed",
    nb="Linjer som trengs",
    nb_summary="Linjer som trengs for at ikke mer enn en gitt del av anropene blir avvist.",
    unit=Unit.COUNT,
    better="lower",
)
def trunks(traffic: float, blocking: float) -> float:
    """Lines that are needed so that no more than a given part of the calls is turned away.

    The traffic of lines is talk and waiting time together, which is more than that of agents.

    Args:
        traffic: Offered traffic, in erlangs; see TRAFFIC_INTENSITY.
        blocking: The part of the calls that may be turned away, a share from 0 to 1.

    Returns:
        A whole number of lines.

    Raises:
        NoAnswer: `blocking` is 0: however many lines, some call may find them busy. Excel shows
            #N/A.
        OutsideDomain: Negative traffic, a share outside 0 to 1, or more than a million lines.
            Excel shows #NUM!.

    Example:
        >>> trunks(8.1, 0.01)
        15

    Source:
        A. K. Erlang, 1917, first formula; erlang.com, calculator manual: 15 lines carry 8.108
        erlangs at a blocking of 0.01.
    """
    in_domain(traffic=traffic, blocking=blocking)
    if traffic == 0:
        return 0
    if blocking == 0:
        raise NoAnswer("With any number of lines some call may find all of them busy.")
    if traffic * (1 - blocking) > queues.LARGEST:
        raise _too_large()
    for number, lost in enumerate(islice(queues.losses(traffic), queues.LARGEST + 1)):
        if lost <= blocking:
            return number
    raise _too_large()


@metric(
    en="Probability of waiting (Erlang C)",
    nb="Sannsynlighet for å vente (Erlang C)",
    nb_summary="Den delen av kontaktene som må vente, uansett hvor kort, når ingen gir opp.",
    unit=Unit.SHARE,
    better="lower",
)
def erlang_c(traffic: float, agents: float) -> float:
    """Part of the contacts that must wait, however short, when nobody gives up.

    Nobody abandons in this model, so it says too much waiting for a queue that is nearly full: see
    ERLANG_A_SERVICE_LEVEL. With no more agents than traffic the queue grows for ever: 1.

    Args:
        traffic: Offered traffic, in erlangs; see TRAFFIC_INTENSITY.
        agents: Agents who are at their desks, a count; cut to a whole number.

    Returns:
        A share, 0.2 for 20 %, not rounded.

    Raises:
        OutsideDomain: An argument is negative, or more than a million agents. Excel shows #NUM!.

    Example:
        >>> round(erlang_c(10, 14), 4)
        0.1741

    Source:
        A. K. Erlang, 1917, second formula; Call Centre Helper, "Erlang C Formula, Made Simple With
        an Easy Worked Example": 17.41 %.
    """
    in_domain(traffic=traffic, agents=agents)
    staff = _whole(agents)
    if staff <= traffic:
        return 1.0
    return queues.waiting(traffic, staff, queues.loss(traffic, staff))


@metric(
    en="Service level expected (Erlang C)",
    nb="Forventet servicegrad (Erlang C)",
    nb_summary="Den delen av kontaktene som vil bli besvart innen lovet tid, når ingen gir opp.",
    unit=Unit.SHARE,
    better="higher",
)
def erlang_c_service_level(
    traffic: float, agents: float, aht: float, threshold_seconds: float
) -> float:
    """Part of the contacts that will be answered within the promised time, when nobody gives up.

    With no more agents than traffic the queue grows for ever: 0.

    Args:
        traffic: Offered traffic, in erlangs; see TRAFFIC_INTENSITY.
        agents: Agents who are at their desks, a count; cut to a whole number.
        aht: Average handle time, in seconds.
        threshold_seconds: The promised time, in seconds.

    Returns:
        A share, 0.8 for 80 %, not rounded.

    Raises:
        DivisionByZero: `aht` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative, or more than a million agents. Excel shows #NUM!.

    Example:
        >>> round(erlang_c_service_level(10, 14, 180, 20), 3)
        0.888

    Source:
        N. Gans, G. Koole, A. Mandelbaum, "Telephone Call Centers: Tutorial, Review, and Research
        Prospects", 2003; Call Centre Helper, worked example: 88.8 %.
    """
    in_domain(traffic=traffic, agents=agents, aht=aht, threshold_seconds=threshold_seconds)
    staff = _whole(agents)
    if staff <= traffic:
        return 0.0
    threshold = _quotient(threshold_seconds, aht)
    return queues.answered(traffic, staff, queues.loss(traffic, staff), threshold)


def _quotient(seconds: float, unit_seconds: float) -> float:
    """Return a time in another unit; it may be longer than a cell could hold."""
    if unit_seconds == 0:
        raise DivisionByZero("There is nothing to divide by.")
    return seconds / unit_seconds


@metric(
    en="Speed of answer expected (Erlang C)",
    nb="Forventet svartid (Erlang C)",
    nb_summary=(
        "Gjennomsnittlig ventetid for alle kontakter, de som besvares straks med 0, når ingen "
        "gir opp."
    ),
    unit=Unit.SECONDS,
    better="lower",
)
def erlang_c_asa(traffic: float, agents: float, aht: float) -> float:
    """Mean wait of all contacts, those answered at once with 0, when nobody gives up.

    Few wait long and most not at all, so it is far below the wait of those who do wait.

    Args:
        traffic: Offered traffic, in erlangs; see TRAFFIC_INTENSITY.
        agents: Agents who are at their desks, a count; cut to a whole number.
        aht: Average handle time, in seconds.

    Returns:
        Seconds, not rounded.

    Raises:
        NoAnswer: No more agents than traffic: the wait grows for ever. Excel shows #N/A.
        OutsideDomain: An argument is negative, or more than a million agents. Excel shows #NUM!.

    Example:
        >>> round(erlang_c_asa(10, 14, 180), 1)
        7.8

    Source:
        N. Gans, G. Koole, A. Mandelbaum, "Telephone Call Centers: Tutorial, Review, and Research
        Prospects", 2003; Call Centre Helper, worked example: 7.8 seconds.
    """
    in_domain(traffic=traffic, agents=agents, aht=aht)
    staff = _whole(agents)
    if staff <= traffic:
        raise NoAnswer("With no more agents than traffic the wait grows for ever.")
    waits = queues.waiting(traffic, staff, queues.loss(traffic, staff))
    return finite(waits * aht / (staff - traffic))


@metric(
    en="Agents needed (Erlang C)",
    nb="Agenter som trengs (Erlang C)",
    nb_summary=(
        "Det minste antallet agenter som besvarer en gitt del av kontaktene i tide, når ingen "
        "gir opp."
    ),
    unit=Unit.COUNT,
    better="lower",
)
def erlang_c_agents(
    contacts: float,
    aht: float,
    interval_seconds: float,
    target_service_level: float,
    threshold_seconds: float,
    max_occupancy: float = 1.0,
    shrinkage: float = 0.0,
) -> float:
    """Fewest agents who answer a given part of the contacts in time, when nobody gives up.

    Without shrinkage it is agents at their desks, with it agents in the schedule. People tire above
    an occupancy of 0.85 to 0.9, which small service levels and large teams reach: give a limit.

    Args:
        contacts: Contacts that arrive in the interval, a count.
        aht: Average handle time, in seconds.
        interval_seconds: Length of the interval, in seconds; 1800 for half an hour.
        target_service_level: Part to be answered in time, a share from 0 to 1; 0.8 for 80 %.
        threshold_seconds: The promised time, in seconds.
        max_occupancy: Highest part of their time that agents may be busy, a share from 0 to 1; 1
            when omitted.
        shrinkage: Part of the paid time away from contacts, a share from 0 to 1; 0 when omitted.

    Returns:
        A whole number of agents; 0 where there are no contacts.

    Raises:
        DivisionByZero: `interval_seconds` or `max_occupancy` is 0, or `shrinkage` is 1. Excel shows
            #DIV/0!.
        NoAnswer: `target_service_level` is 1, which no number of agents reaches. Excel shows #N/A.
        OutsideDomain: A negative number, a share outside 0 to 1, or more than a million agents.
            Excel shows #NUM!.

    Example:
        >>> erlang_c_agents(100, 180, 1_800, 0.8, 20, 0.85, 0.3)
        20

    Source:
        Call Centre Helper, "Erlang C Formula, Made Simple With an Easy Worked Example": 14 agents,
        20 with a shrinkage of 30 %.
    """
    in_domain(target_service_level=target_service_level, threshold_seconds=threshold_seconds)
    in_domain(max_occupancy=max_occupancy, shrinkage=shrinkage)
    traffic = traffic_intensity(contacts, aht, interval_seconds)
    if traffic == 0:
        return 0
    threshold = _quotient(threshold_seconds, aht)
    _refuse_endless(target_service_level, max_occupancy)
    fewest = traffic / max_occupancy - _SLACK
    if fewest > queues.LARGEST:
        raise _too_large()
    for agents, lost in enumerate(islice(queues.losses(traffic), queues.LARGEST + 1)):
        if agents < fewest:
            continue
        level = queues.answered(traffic, agents, lost, threshold) if agents > traffic else 0.0
        if level >= target_service_level:
            return _scheduled(agents, shrinkage)
    raise _too_large()


def _refuse_endless(target: float, max_occupancy: float) -> None:
    """Refuse targets that no number of agents reaches."""
    if target == 1:
        raise NoAnswer("However many agents there are, some contact may have to wait.")
    if max_occupancy == 0:
        raise DivisionByZero("Agents who are never busy answer nobody.")


def _scheduled(agents: int, shrinkage: float) -> int:
    """Return the agents to schedule so that so many are at their desks."""
    return math.ceil(divide(agents, difference(1, shrinkage)) - _SLACK)


@metric(
    en="Service level expected (Erlang A)",
    nb="Forventet servicegrad (Erlang A)",
    nb_summary="Den delen av alle kontakter som vil bli besvart innen lovet tid, når noen gir opp.",
    unit=Unit.SHARE,
    better="higher",
)
def erlang_a_service_level(
    traffic: float,
    agents: float,
    aht: float,
    threshold_seconds: float,
    patience_seconds: float,
) -> float:
    """Part of all contacts that will be answered within the promised time, when some give up.

    Those who gave up count as not answered, as in SERVICE_LEVEL without a method. Unlike Erlang C
    it holds for a queue with fewer agents than traffic. Patience is the mean time until a caller
    gives up, much longer than the mean wait of those who did.

    Args:
        traffic: Offered traffic, in erlangs; see TRAFFIC_INTENSITY.
        agents: Agents who are at their desks, a count; cut to a whole number.
        aht: Average handle time, in seconds.
        threshold_seconds: The promised time, in seconds.
        patience_seconds: Mean patience, in seconds: waiting time of all / number who gave up.

    Returns:
        A share, 0.8 for 80 %, not rounded.

    Raises:
        DivisionByZero: `aht` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative, or the queue or the patience is too large: more
            than a million agents, or agents · patience / aht above a thousand million. Excel
            shows #NUM!.

    Example:
        >>> round(erlang_a_service_level(48, 50, 60, 20, 120), 3)
        0.943

    Source:
        A. Mandelbaum, S. Zeltyn, "The Palm/Erlang-A Queue, with Applications to Call Centers",
        2005: P{W <= T; served}; F. Baccelli, G. Hebuterne, "On Queues with Impatient Customers",
        1981.
    """
    in_domain(traffic=traffic, agents=agents, aht=aht, threshold_seconds=threshold_seconds)
    in_domain(patience_seconds=patience_seconds)
    staff = _whole(agents)
    if staff == 0:
        return 0.0
    threshold, patience = _quotient(threshold_seconds, aht), _quotient(patience_seconds, aht)
    if traffic == 0:
        return 1.0
    before = queues.loss(traffic, staff - 1)
    return _impatient(traffic, staff, before, patience).answered(threshold)


def _impatient(traffic: float, agents: int, before: float, patience: float) -> queues.Impatient:
    if max(traffic, agents) * patience > queues.LARGEST_PATIENCE:
        raise OutsideDomain("The patience is too long: ERLANG_C_SERVICE_LEVEL has no end to it.")
    return queues.Impatient(traffic, agents, before, patience)


@metric(
    en="Agents needed (Erlang A)",
    nb="Agenter som trengs (Erlang A)",
    nb_summary=(
        "Det minste antallet agenter som besvarer en gitt del av alle kontakter i tide, når "
        "noen gir opp."
    ),
    unit=Unit.COUNT,
    better="lower",
)
def erlang_a_agents(
    contacts: float,
    aht: float,
    interval_seconds: float,
    target_service_level: float,
    threshold_seconds: float,
    patience_seconds: float,
    max_occupancy: float = 1.0,
    shrinkage: float = 0.0,
) -> float:
    """Fewest agents who answer a given part of all contacts in time, when some give up.

    Mostly fewer than ERLANG_C_AGENTS, since those who give up make room; but they count as not
    answered. Occupancy is that of the contacts which are answered.

    Args:
        contacts: Contacts that arrive in the interval, a count.
        aht: Average handle time, in seconds.
        interval_seconds: Length of the interval, in seconds; 1800 for half an hour.
        target_service_level: Part to be answered in time, a share from 0 to 1; 0.8 for 80 %.
        threshold_seconds: The promised time, in seconds.
        patience_seconds: Mean patience, in seconds: waiting time of all / number who gave up.
        max_occupancy: Highest part of their time that agents may be busy, a share from 0 to 1; 1
            when omitted.
        shrinkage: Part of the paid time away from contacts, a share from 0 to 1; 0 when omitted.

    Returns:
        A whole number of agents; 0 where there are no contacts.

    Raises:
        DivisionByZero: `interval_seconds` or `max_occupancy` is 0, or `shrinkage` is 1. Excel shows
            #DIV/0!.
        NoAnswer: `target_service_level` is 1, which no number of agents reaches. Excel shows #N/A.
        OutsideDomain: A negative number, a share outside 0 to 1, or too large a queue or patience.
            Excel shows #NUM!.

    Example:
        >>> erlang_a_agents(100, 180, 1_800, 0.8, 20, 300)
        13

    Source:
        A. Mandelbaum, S. Zeltyn, "The Palm/Erlang-A Queue, with Applications to Call Centers",
        2005.
    """
    in_domain(target_service_level=target_service_level, threshold_seconds=threshold_seconds)
    in_domain(patience_seconds=patience_seconds, max_occupancy=max_occupancy, shrinkage=shrinkage)
    traffic = traffic_intensity(contacts, aht, interval_seconds)
    if traffic == 0:
        return 0
    threshold, patience = _quotient(threshold_seconds, aht), _quotient(patience_seconds, aht)
    _refuse_endless(target_service_level, max_occupancy)
    losses = queues.losses(traffic)
    known: list[float] = []

    def enough(agents: int) -> bool:
        known.extend(islice(losses, max(0, agents - len(known))))
        queue = _impatient(traffic, agents, known[agents - 1], patience)
        if traffic * queue.served() > agents * max_occupancy + _SLACK:
            return False
        return queue.answered(threshold) >= target_service_level

    return _scheduled(_first(enough), shrinkage)


def _first(enough: Callable[[int], bool]) -> int:
    """Return the smallest number from 1 on that is enough; every larger one is."""
    high = 1
    while not enough(high):
        if high == queues.LARGEST:
            raise _too_large()
        high = min(2 * high, queues.LARGEST)
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


@metric(
    en="Saving by flexible staffing",
    nb="Besparelse ved fleksibel bemanning",
    nb_summary="Kostnaden for timene som er satt opp utover behovet, intervall for intervall.",
    unit=Unit.MONEY,
    better="higher",
    formula=(
        "SUMPRODUCT(({scheduled_agents}+0>{required_agents}+0)"
        "*({scheduled_agents}-{required_agents}))*{interval_seconds}/3600*{loaded_rate}"
    ),
    shape="range",
)
def flexible_staffing_savings(
    required_agents: Sequence[float],
    scheduled_agents: Sequence[float],
    interval_seconds: float,
    loaded_rate: float,
) -> float:
    """Cost of the hours that are scheduled above the requirement, interval by interval.

    What part-time shifts, split shifts and voluntary time off could save at most. Intervals with
    too few agents take nothing off: a queue at nine is not mended by idle hands at three. Give
    both ranges at their desks, or both with shrinkage.

    Args:
        required_agents: Agents needed in each interval, counts.
        scheduled_agents: Agents scheduled in each interval, counts.
        interval_seconds: Length of each interval, in seconds; 1800 for half an hour.
        loaded_rate: Cost of one hour with everything that comes with it, for an hour.

    Returns:
        Report currency, 0 or more where the rate is, not rounded.

    Raises:
        OutsideDomain: A count or the length is negative. Excel shows #NUM!.
        WrongValue: The ranges have different shapes, or hold text. Excel shows #VALUE!.

    Example:
        >>> flexible_staffing_savings([10, 14, 12], [14, 14, 10], 1_800, 400)
        800.0

    Source:
        Teneo, "Operational Expenses (OpEx)": flexible staffing matched to demand; here the upper
        limit of it.
    """
    equal_shapes(required_agents, scheduled_agents)
    in_domain(required_agents=required_agents, scheduled_agents=scheduled_agents)
    in_domain(interval_seconds=interval_seconds, loaded_rate=loaded_rate)
    above = total(
        max(0.0, difference(scheduled, required))
        for required, scheduled in zip(required_agents, scheduled_agents, strict=True)
    )
    return finite(finite(above * interval_seconds) / 3600 * loaded_rate)
