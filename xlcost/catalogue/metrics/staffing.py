"""How many agents the work needs: Erlang B, C and A, and what staff above the need costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import islice

from xlcost.catalogue import crews, queue_formulas, queues
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
from xlcost.errors import NoAnswer

_MOST_CONTACTS = 10**12


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
    nb="Avviste samtaler (Erlang B)",
    nb_summary="Den delen av samtalene som finner alle linjer opptatt og blir avvist.",
    unit=Unit.SHARE,
    better="lower",
    modern=queue_formulas.ERLANG_B,
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
    return queues.loss(traffic, crews.whole(trunks))


@metric(
    en="Lines needed",
    nb="Linjer som trengs",
    nb_summary="Linjer som trengs for at ikke mer enn en gitt del av samtalene blir avvist.",
    unit=Unit.COUNT,
    better="lower",
    modern=queue_formulas.TRUNKS,
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
        raise crews.too_large()
    for number, lost in enumerate(islice(queues.losses(traffic), queues.LARGEST + 1)):
        if lost <= blocking:
            return number
    raise crews.too_large()


@metric(
    en="Probability of waiting (Erlang C)",
    nb="Sannsynlighet for å vente (Erlang C)",
    nb_summary="Den delen av kontaktene som må vente, uansett hvor kort, når ingen gir opp.",
    unit=Unit.SHARE,
    better="lower",
    modern=queue_formulas.ERLANG_C,
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
    staff = crews.whole(agents)
    if staff <= traffic:
        return 1.0
    return queues.waiting(traffic, staff, queues.loss(traffic, staff))


@metric(
    en="Service level expected (Erlang C)",
    nb="Forventet servicegrad (Erlang C)",
    nb_summary="Den delen av kontaktene som vil bli besvart innen svarmålet, når ingen gir opp.",
    unit=Unit.SHARE,
    better="higher",
    modern=queue_formulas.ERLANG_C_SERVICE_LEVEL,
)
def erlang_c_service_level(
    traffic: float, agents: float, aht: float, threshold_seconds: float
) -> float:
    """Share of contacts answered within the target answer time, when nobody gives up.

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
    staff = crews.whole(agents)
    if staff <= traffic:
        return 0.0
    threshold = crews.quotient(threshold_seconds, aht)
    return queues.answered(traffic, staff, queues.loss(traffic, staff), threshold)


@metric(
    en="Speed of answer expected (Erlang C)",
    nb="Forventet svartid (Erlang C)",
    nb_summary=(
        "Gjennomsnittlig svartid for alle kontakter, de som besvares straks med 0, når ingen "
        "gir opp."
    ),
    unit=Unit.SECONDS,
    better="lower",
    modern=queue_formulas.ERLANG_C_ASA,
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
    staff = crews.whole(agents)
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
    modern=queue_formulas.ERLANG_C_AGENTS,
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
    threshold = crews.quotient(threshold_seconds, aht)
    crews.refuse_endless(target_service_level, max_occupancy)
    fewest = traffic / max_occupancy - crews.SLACK
    if fewest > queues.LARGEST:
        raise crews.too_large()
    for agents, lost in enumerate(islice(queues.losses(traffic), queues.LARGEST + 1)):
        if agents < fewest:
            continue
        level = queues.answered(traffic, agents, lost, threshold) if agents > traffic else 0.0
        if level >= target_service_level:
            return crews.scheduled(agents, shrinkage)
    raise crews.too_large()


@metric(
    en="Service level expected (Erlang A)",
    nb="Forventet servicegrad (Erlang A)",
    nb_summary="Den delen av alle kontakter som vil bli besvart innen svarmålet, når noen gir opp.",
    unit=Unit.SHARE,
    better="higher",
    modern=queue_formulas.ERLANG_A_SERVICE_LEVEL,
)
def erlang_a_service_level(
    traffic: float,
    agents: float,
    aht: float,
    threshold_seconds: float,
    patience_seconds: float,
) -> float:
    """Share of all contacts answered within the target answer time, when some give up.

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
    staff = crews.whole(agents)
    if staff == 0:
        return 0.0
    threshold = crews.quotient(threshold_seconds, aht)
    patience = crews.quotient(patience_seconds, aht)
    if traffic == 0:
        return 1.0
    before = queues.loss(traffic, staff - 1)
    return crews.impatient(traffic, staff, before, patience).answered(threshold)


@metric(
    en="Agents needed (Erlang A)",
    nb="Agenter som trengs (Erlang A)",
    nb_summary=(
        "Det minste antallet agenter som besvarer en gitt del av alle kontakter i tide, når "
        "noen gir opp."
    ),
    unit=Unit.COUNT,
    better="lower",
    modern=queue_formulas.ERLANG_A_AGENTS,
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
    threshold = crews.quotient(threshold_seconds, aht)
    patience = crews.quotient(patience_seconds, aht)
    crews.refuse_endless(target_service_level, max_occupancy)
    good = lambda queue: queue.answered(threshold) >= target_service_level  # noqa: E731 - one line
    agents = crews.fewest_for_impatient(traffic, patience, max_occupancy, good)
    return crews.scheduled(agents, shrinkage)


@metric(
    en="Abandonment expected (Erlang A)",
    nb="Forventet andel tapte (Erlang A)",
    nb_summary="Den delen av kontaktene som vil gi opp mens de venter.",
    unit=Unit.SHARE,
    better="lower",
    modern=queue_formulas.ERLANG_A_ABANDONMENT,
)
def erlang_a_abandonment(
    traffic: float, agents: float, aht: float, patience_seconds: float
) -> float:
    """Part of the contacts that will give up while they wait.

    Fewer agents than traffic are no obstacle: those who give up make room. Patience is the mean
    time until a caller gives up, much longer than the mean wait of those who did.

    Args:
        traffic: Offered traffic, in erlangs; see TRAFFIC_INTENSITY.
        agents: Agents who are at their desks, a count; cut to a whole number.
        aht: Average handle time, in seconds.
        patience_seconds: Mean patience, in seconds: waiting time of all / number who gave up.

    Returns:
        A share, 0.05 for 5 %, not rounded; 1 where there are no agents.

    Raises:
        DivisionByZero: `aht` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative, or the queue or the patience is too large. Excel
            shows #NUM!.

    Example:
        >>> round(erlang_a_abandonment(48, 50, 60, 120), 3)
        0.031

    Source:
        A. Mandelbaum, S. Zeltyn, "The Palm/Erlang-A Queue, with Applications to Call Centers",
        2005: P{Ab}; Zinnov, "Introduction to Erlang": the case of 50 agents, 2,880 calls an hour.
    """
    in_domain(traffic=traffic, agents=agents, aht=aht, patience_seconds=patience_seconds)
    staff, patience = crews.whole(agents), crews.quotient(patience_seconds, aht)
    if traffic == 0 or staff == 0:
        return float(traffic > 0)
    queue = crews.impatient(traffic, staff, queues.loss(traffic, staff - 1), patience)
    return max(0.0, difference(1, queue.served()))


@metric(
    en="Speed of answer expected (Erlang A)",
    nb="Forventet svartid (Erlang A)",
    nb_summary="Gjennomsnittlig svartid for dem som får svar, når noen gir opp.",
    unit=Unit.SECONDS,
    better="lower",
    modern=queue_formulas.ERLANG_A_ASA,
)
def erlang_a_asa(traffic: float, agents: float, aht: float, patience_seconds: float) -> float:
    """Mean wait of those who are answered, when some give up.

    Those who are answered at once count as well. It is shorter than ERLANG_C_ASA of the same
    agents, and there is one for fewer agents than traffic, too; see ERLANG_A_ABANDONMENT beside it.

    Args:
        traffic: Offered traffic, in erlangs; see TRAFFIC_INTENSITY.
        agents: Agents who are at their desks, a count; cut to a whole number.
        aht: Average handle time, in seconds.
        patience_seconds: Mean patience, in seconds: waiting time of all / number who gave up.

    Returns:
        Seconds, not rounded.

    Raises:
        DivisionByZero: `aht` is 0. Excel shows #DIV/0!.
        NoAnswer: There are no agents, so nobody is answered. Excel shows #N/A.
        OutsideDomain: An argument is negative, or the queue or the patience is too large. Excel
            shows #NUM!.

    Example:
        >>> round(erlang_a_asa(48, 50, 60, 120), 2)
        3.62

    Source:
        A. Mandelbaum, S. Zeltyn, "The Palm/Erlang-A Queue, with Applications to Call Centers",
        2005: E[W | Sr].
    """
    in_domain(traffic=traffic, agents=agents, aht=aht, patience_seconds=patience_seconds)
    staff, patience = crews.whole(agents), crews.quotient(patience_seconds, aht)
    if traffic == 0:
        return 0.0
    if staff == 0:
        raise NoAnswer("Without agents nobody is answered.")
    queue = crews.impatient(traffic, staff, queues.loss(traffic, staff - 1), patience)
    return finite(queue.mean_wait() * patience_seconds)


@metric(
    en="Agents needed for abandonment (Erlang A)",
    nb="Agenter som trengs for andel tapte (Erlang A)",
    nb_summary="Det minste antallet agenter som holder andelen tapte under et mål.",
    unit=Unit.COUNT,
    better="lower",
    modern=queue_formulas.ERLANG_A_AGENTS_FOR_ABANDONMENT,
)
def erlang_a_agents_for_abandonment(
    contacts: float,
    aht: float,
    interval_seconds: float,
    target_abandonment: float,
    patience_seconds: float,
    max_occupancy: float = 1.0,
    shrinkage: float = 0.0,
) -> float:
    """Fewest agents with whom no more than a given part of the contacts gives up.

    A target of abandonment says nothing of how long the others wait: see ERLANG_A_AGENTS.

    Args:
        contacts: Contacts that arrive in the interval, a count.
        aht: Average handle time, in seconds.
        interval_seconds: Length of the interval, in seconds; 1800 for half an hour.
        target_abandonment: Part that may give up, a share from 0 to 1; 0.05 for 5 %.
        patience_seconds: Mean patience, in seconds: waiting time of all / number who gave up.
        max_occupancy: Highest part of their time that agents may be busy, a share from 0 to 1; 1
            when omitted.
        shrinkage: Part of the paid time away from contacts, a share from 0 to 1; 0 when omitted.

    Returns:
        A whole number of agents; 0 where there are no contacts.

    Raises:
        DivisionByZero: `interval_seconds` or `max_occupancy` is 0, or `shrinkage` is 1. Excel shows
            #DIV/0!.
        NoAnswer: `target_abandonment` is 0, which no number of agents reaches. Excel shows #N/A.
        OutsideDomain: A negative number, a share outside 0 to 1, or too large a queue or patience.
            Excel shows #NUM!.

    Example:
        >>> erlang_a_agents_for_abandonment(100, 180, 1_800, 0.05, 300)
        12

    Source:
        A. Mandelbaum, S. Zeltyn, "The Palm/Erlang-A Queue, with Applications to Call Centers",
        2005: staffing for a constraint on P{Ab}.
    """
    in_domain(target_abandonment=target_abandonment, patience_seconds=patience_seconds)
    in_domain(max_occupancy=max_occupancy, shrinkage=shrinkage)
    traffic = traffic_intensity(contacts, aht, interval_seconds)
    if traffic == 0:
        return 0
    patience = crews.quotient(patience_seconds, aht)
    crews.refuse_endless(1 - target_abandonment, max_occupancy)
    agents = crews.fewest_for_impatient(
        traffic,
        patience,
        max_occupancy,
        lambda queue: 1 - queue.served() <= target_abandonment + crews.SLACK,
    )
    return crews.scheduled(agents, shrinkage)


@metric(
    en="Answer time that agents give (Erlang C)",
    nb="Svartid som agentene gir (Erlang C)",
    nb_summary="Sekundene som en gitt del av kontaktene blir besvart innen.",
    unit=Unit.SECONDS,
    better="lower",
    modern=queue_formulas.ERLANG_C_ANSWER_TIME,
)
def erlang_c_answer_time(
    traffic: float, agents: float, aht: float, target_service_level: float
) -> float:
    """Seconds within which a given part of the contacts will be answered.

    What ERLANG_C_SERVICE_LEVEL says, asked the other way: the promise that these agents can keep.

    Args:
        traffic: Offered traffic, in erlangs; see TRAFFIC_INTENSITY.
        agents: Agents who are at their desks, a count; cut to a whole number.
        aht: Average handle time, in seconds.
        target_service_level: Part to be answered in time, a share from 0 to 1; 0.8 for 80 %.

    Returns:
        Seconds, 0 where that part need not wait, not rounded.

    Raises:
        NoAnswer: No more agents than traffic, or `target_service_level` is 1: there is no such
            time. Excel shows #N/A.
        OutsideDomain: An argument is negative or a share above 1, or more than a million agents.
            Excel shows #NUM!.

    Example:
        >>> round(erlang_c_answer_time(10, 14, 180, 0.888))
        20

    Source:
        N. Gans, G. Koole, A. Mandelbaum, "Telephone Call Centers: Tutorial, Review, and Research
        Prospects", 2003; Call Centre Helper, worked example: 88.8 % within 20 seconds.
    """
    in_domain(traffic=traffic, agents=agents, aht=aht, target_service_level=target_service_level)
    staff = crews.whole(agents)
    if traffic == 0:
        return 0.0
    if target_service_level == 1:
        raise NoAnswer("However long the time is, some contact may have to wait longer.")
    if staff <= traffic:
        raise NoAnswer("With no more agents than traffic the wait grows for ever.")
    waits = queues.waiting(traffic, staff, queues.loss(traffic, staff))
    late = 1 - target_service_level
    if waits <= late:
        return 0.0
    return finite(math.log(waits / late) * aht / (staff - traffic))


@metric(
    en="Contacts that agents can take (Erlang C)",
    nb="Kontakter som agentene kan ta (Erlang C)",
    nb_summary="Det største antallet kontakter som agentene kan besvare i tide.",
    unit=Unit.COUNT,
    better="higher",
    modern=queue_formulas.ERLANG_C_CONTACTS,
)
def erlang_c_contacts(
    agents: float,
    aht: float,
    interval_seconds: float,
    target_service_level: float,
    threshold_seconds: float,
    max_occupancy: float = 1.0,
) -> float:
    """Most contacts of an interval of which the agents answer a given part in time.

    What ERLANG_C_AGENTS says, asked the other way: how much a team can take before it needs help.

    Args:
        agents: Agents who are at their desks, a count; cut to a whole number.
        aht: Average handle time, in seconds.
        interval_seconds: Length of the interval, in seconds; 1800 for half an hour.
        target_service_level: Part to be answered in time, a share from 0 to 1; 0.8 for 80 %.
        threshold_seconds: The promised time, in seconds.
        max_occupancy: Highest part of their time that agents may be busy, a share from 0 to 1; 1
            when omitted.

    Returns:
        A whole number of contacts; 0 where no contact would be answered in time.

    Raises:
        DivisionByZero: `aht` or `interval_seconds` is 0. Excel shows #DIV/0!.
        OutsideDomain: A negative number, a share outside 0 to 1, or more than a million agents or a
            million million contacts. Excel shows #NUM!.

    Example:
        >>> erlang_c_contacts(14, 180, 1_800, 0.8, 20)
        108

    Source:
        The formula of ERLANG_C_AGENTS, whose worked example needs 14 agents for 100 contacts.
    """
    in_domain(agents=agents, aht=aht, interval_seconds=interval_seconds)
    in_domain(target_service_level=target_service_level, threshold_seconds=threshold_seconds)
    in_domain(max_occupancy=max_occupancy)
    staff = crews.whole(agents)
    threshold, each = crews.quotient(threshold_seconds, aht), divide(aht, interval_seconds)
    most = math.floor(divide(staff * max_occupancy, each) + crews.SLACK)
    if most > _MOST_CONTACTS:
        raise crews.too_large()
    return crews.most_contacts(staff, each, threshold, target_service_level, most)


@metric(
    en="Agents needed for a backlog",
    nb="Agenter som trengs for en restanse",
    nb_summary="Agentene som må til for å besvare restansen og det nye innen fristen.",
    unit=Unit.COUNT,
    better="lower",
    formula=(
        "MAX(0,ROUNDUP(({backlog}+{arrivals})*{aht}/3600/{hours_available}/{concurrency}"
        f"-{crews.SLACK:.9f},0))"
    ),
)
def backlog_agents(
    backlog: float, arrivals: float, aht: float, hours_available: float, concurrency: float
) -> float:
    """Agents who answer what waits, and what comes until then, within the time promised.

    For e-mail, tickets and post: nobody waits in line, so there is no queue to reckon with, only
    work and hours. Hours are those that one agent gives to it before the promise falls due.

    Args:
        backlog: Contacts that wait for an answer, a count.
        arrivals: Contacts that will come in before the promise falls due, a count.
        aht: Average handle time, in seconds.
        hours_available: What one agent has for them until then, in hours, without shrinkage.
        concurrency: Contacts that an agent works on at once, a count; 1 for e-mail.

    Returns:
        A whole number of agents; 0 where there is nothing to do.

    Raises:
        DivisionByZero: `hours_available` or `concurrency` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> backlog_agents(600, 200, 360, 6.5, 1)
        13

    Source:
        B. Cleveland, "Call Center Management on Fast Forward", base staff for work that can wait:
        volume / (response time / handle time).
    """
    in_domain(backlog=backlog, arrivals=arrivals, aht=aht)
    in_domain(hours_available=hours_available, concurrency=concurrency)
    work = finite((backlog + arrivals) * aht) / 3600
    return max(0, math.ceil(divide(divide(work, hours_available), concurrency) - crews.SLACK))


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
        loaded_rate: Labour cost per paid hour, benefits included, money an hour.

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
