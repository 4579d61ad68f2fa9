"""How well customers are served: time, resolution, satisfaction, waiting."""

from __future__ import annotations

from xlcost.catalogue.measures import Unit, choice, difference, divide, in_domain
from xlcost.catalogue.registry import metric

_SERVICE_LEVELS = (
    "answered_of_offered",
    "answered_of_answered",
    "abandoned_count_as_met",
    "short_abandons_excluded",
)


@metric(
    en="Average handle time",
    nb="Gjennomsnittlig behandlingstid",
    nb_summary="Tiden en agent bruker på én kontakt: samtale, venting underveis og etterarbeid.",
    unit=Unit.SECONDS,
    better="lower",
    formula="({talk_seconds}+{hold_seconds}+{after_call_seconds})/{handled}",
)
def average_handle_time(
    talk_seconds: float, hold_seconds: float, after_call_seconds: float, handled: float
) -> float:
    """Time that an agent spends on one contact: talk, hold and after-call work.

    Waiting for a contact and abandoned contacts are not in it. Over several channels or periods,
    add up the times and the contacts first.

    Args:
        talk_seconds: Time in conversation, in seconds.
        hold_seconds: Time on hold, in seconds.
        after_call_seconds: Work after the conversation that belongs to it, in seconds.
        handled: Contacts handled in the same period, a count.

    Returns:
        Seconds per handled contact, not rounded.

    Raises:
        DivisionByZero: `handled` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> average_handle_time(200_000, 20_000, 50_000, 1_000)
        270.0

    Source:
        Teneo, "Operational Expenses (OpEx)": average handle time; Genesys Cloud glossary, "Average
        handle time": (talk + hold + after-call work) / interactions handled.
    """
    in_domain(
        talk_seconds=talk_seconds,
        hold_seconds=hold_seconds,
        after_call_seconds=after_call_seconds,
        handled=handled,
    )
    return divide(talk_seconds + hold_seconds + after_call_seconds, handled)


@metric(
    en="Average talk time",
    nb="Gjennomsnittlig samtaletid",
    nb_summary="Tid i samtale for én kontakt.",
    unit=Unit.SECONDS,
    better="lower",
    formula="{talk_seconds}/{handled}",
)
def average_talk_time(talk_seconds: float, handled: float) -> float:
    """Time in conversation for one contact.

    Without hold and after-call work: see AVERAGE_HANDLE_TIME. Shorter is cheaper, but not better
    when customers call back.

    Args:
        talk_seconds: Time in conversation, in seconds.
        handled: Contacts handled in the same period, a count.

    Returns:
        Seconds per handled contact, not rounded.

    Raises:
        DivisionByZero: `handled` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> average_talk_time(200_000, 1_000)
        200.0

    Source:
        LiveAgent, "Kostnad per kontakt", on talk time; Canadian Marketing Association, "Top 10
        Call Centre Metrics and What They Mean to You": average talk time.
    """
    in_domain(talk_seconds=talk_seconds, handled=handled)
    return divide(talk_seconds, handled)


@metric(
    en="First contact resolution",
    nb="Løst ved første kontakt",
    nb_summary="Den delen av kontaktene der saken ble løst med en gang.",
    unit=Unit.SHARE,
    better="higher",
    formula="{resolved_first_contact}/{handled}",
)
def first_contact_resolution(resolved_first_contact: float, handled: float) -> float:
    """Part of the contacts that settled the matter at once.

    A contact counts as resolved when the customer need not come back about it. How that is
    measured, by survey or by repeat contacts, changes the number; keep to one way.

    Args:
        resolved_first_contact: Contacts that were resolved at the first one, a count.
        handled: Contacts handled in the same period, a count.

    Returns:
        A share, 0.7 for 70 %, not rounded.

    Raises:
        DivisionByZero: `handled` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> first_contact_resolution(700, 1_000)
        0.7

    Source:
        Teneo, "Operational Expenses (OpEx)": first contact resolution; SQM Group, "First Call
        Resolution": resolved at the first call / all calls.
    """
    in_domain(resolved_first_contact=resolved_first_contact, handled=handled)
    return divide(resolved_first_contact, handled)


@metric(
    en="Contacts per issue",
    nb="Kontakter per sak",
    nb_summary="Kontakter som trengs for å løse én sak.",
    unit=Unit.COUNT,
    better="lower",
    formula="{contacts}/{resolved}",
)
def contacts_per_issue(contacts: float, resolved: float) -> float:
    """Contacts that it takes to resolve one issue.

    The work on issues that stay open counts as well. Cost per contact times this is cost per
    resolution.

    Args:
        contacts: Contacts handled in the period, a count.
        resolved: Issues resolved in the same period, a count.

    Returns:
        Contacts per resolved issue, not rounded.

    Raises:
        DivisionByZero: `resolved` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> contacts_per_issue(1_500, 1_000)
        1.5

    Source:
        Call Centre Helper, "Formula to calculate the call resolution": total number of calls /
        total number of problems.
    """
    in_domain(contacts=contacts, resolved=resolved)
    return divide(contacts, resolved)


@metric(
    en="Customer satisfaction",
    nb="Kundetilfredshet",
    nb_summary="Den delen av kundene som svarte, som var fornøyd.",
    unit=Unit.SHARE,
    better="higher",
    formula="{csat_satisfied}/{csat_responses}",
)
def csat_score(csat_satisfied: float, csat_responses: float) -> float:
    """Part of the customers who answered that were satisfied.

    Satisfied are usually the two best answers of five. Those who did not answer are not counted, so
    look at the number of answers too.

    Args:
        csat_satisfied: Answers that say satisfied, a count.
        csat_responses: All answers to the question, a count.

    Returns:
        A share, 0.85 for 85 %, not rounded.

    Raises:
        DivisionByZero: `csat_responses` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> csat_score(340, 400)
        0.85

    Source:
        Teneo, "Operational Expenses (OpEx)": customer satisfaction; Qualtrics, "What is CSAT":
        satisfied answers / all answers.
    """
    in_domain(csat_satisfied=csat_satisfied, csat_responses=csat_responses)
    return divide(csat_satisfied, csat_responses)


@metric(
    en="Abandonment rate",
    nb="Andel som la på",
    nb_summary="Den delen av de innkomne kontaktene som ga opp før en agent svarte.",
    unit=Unit.SHARE,
    better="lower",
    formula="{abandoned}/{offered}",
)
def abandonment_rate(abandoned: float, offered: float) -> float:
    """Part of the offered contacts that gave up before an agent answered.

    Offered are those that reached the queue. Some centres leave out those that gave up within a few
    seconds: take them from both numbers.

    Args:
        abandoned: Contacts that gave up while waiting, a count.
        offered: Contacts that reached the queue, a count.

    Returns:
        A share, 0.05 for 5 %, not rounded.

    Raises:
        DivisionByZero: `offered` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> abandonment_rate(50, 1_000)
        0.05

    Source:
        Canadian Marketing Association, "Top 10 Call Centre Metrics and What They Mean to You":
        abandoned calls / total incoming calls.
    """
    in_domain(abandoned=abandoned, offered=offered)
    return divide(abandoned, offered)


@metric(
    en="Average speed of answer",
    nb="Gjennomsnittlig ventetid",
    nb_summary="Tiden en besvart kontakt ventet på en agent.",
    unit=Unit.SECONDS,
    better="lower",
    formula="{wait_seconds}/{handled}",
)
def average_speed_of_answer(wait_seconds: float, handled: float) -> float:
    """Time that an answered contact waited for an agent.

    The wait of contacts that were answered at once counts as 0; the wait of abandoned ones is not
    in it.

    Args:
        wait_seconds: Waiting time of the answered contacts, in seconds.
        handled: Contacts answered in the same period, a count.

    Returns:
        Seconds per answered contact, not rounded.

    Raises:
        DivisionByZero: `handled` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> average_speed_of_answer(25_000, 1_000)
        25.0

    Source:
        Sharpen, "13 Contact Center Metrics: Definitions & Calculations": total waiting time of
        answered calls / answered calls.
    """
    in_domain(wait_seconds=wait_seconds, handled=handled)
    return divide(wait_seconds, handled)


@metric(
    en="Transfer rate",
    nb="Andel satt over",
    nb_summary=(
        "Den delen av de besvarte kontaktene som ble satt videre til en annen agent eller gruppe."
    ),
    unit=Unit.SHARE,
    better="lower",
    formula="{transferred}/{handled}",
)
def transfer_rate(transferred: float, handled: float) -> float:
    """Part of the handled contacts that were passed on to another agent or team.

    Each contact counts once, however often it was passed on. Transfers cost a second handling.

    Args:
        transferred: Contacts that were passed on, a count.
        handled: Contacts handled in the same period, a count.

    Returns:
        A share, 0.1 for 10 %, not rounded.

    Raises:
        DivisionByZero: `handled` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> transfer_rate(100, 1_000)
        0.1

    Source:
        OpsDog, "Transfer Rate": calls transferred / calls handled; several transfers of one call
        count once.
    """
    in_domain(transferred=transferred, handled=handled)
    return divide(transferred, handled)


@metric(
    en="Repeat contact rate",
    nb="Andel gjentatte kontakter",
    nb_summary=(
        "Den delen av de besvarte kontaktene som kom tilbake om en sak som alt var tatt opp."
    ),
    unit=Unit.SHARE,
    better="lower",
    formula="{repeated}/{handled}",
)
def repeat_contact_rate(repeated: float, handled: float) -> float:
    """Part of the handled contacts that came back about a matter already raised.

    Within a stated window, often seven days. It is what first contact resolution misses, and what
    it costs.

    Args:
        repeated: Contacts about a matter raised before, a count.
        handled: Contacts handled in the same period, a count.

    Returns:
        A share, 0.2 for 20 %, not rounded.

    Raises:
        DivisionByZero: `handled` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> repeat_contact_rate(200, 1_000)
        0.2

    Source:
        SparrowDesk, "Repeat Contact Rate": repeat contacts / all contacts.
    """
    in_domain(repeated=repeated, handled=handled)
    return divide(repeated, handled)


@metric(
    en="Service level",
    nb="Servicegrad",
    nb_summary="Den delen av kontaktene som ble besvart innen lovet tid, etter én av fire metoder.",
    unit=Unit.SHARE,
    better="higher",
    formula={
        "answered_of_offered": "{answered_in_threshold}/({handled}+{abandoned})",
        "answered_of_answered": "{answered_in_threshold}/{handled}",
        "abandoned_count_as_met": (
            "({answered_in_threshold}+{abandoned_in_threshold})/({handled}+{abandoned})"
        ),
        "short_abandons_excluded": (
            "{answered_in_threshold}/({handled}+{abandoned}-{abandoned_in_threshold})"
        ),
    },
)
def service_level(
    answered_in_threshold: float,
    handled: float,
    abandoned: float,
    abandoned_in_threshold: float = 0.0,
    method: str = "answered_of_offered",
) -> float:
    """Part of the contacts that were answered within the promised time, by one of four methods.

    "answered_of_offered" holds every abandoned contact against the centre, "answered_of_answered"
    none, "abandoned_count_as_met" takes an early one as met, "short_abandons_excluded" leaves the
    early ones out. The methods differ by several points: name yours beside the number.

    Args:
        answered_in_threshold: Contacts answered within the promised time, a count.
        handled: All contacts that were answered, a count.
        abandoned: All contacts that gave up while waiting, a count.
        abandoned_in_threshold: Contacts that gave up within that time, a count; 0 when omitted.
        method: A text: "answered_of_offered" (when omitted), "answered_of_answered",
            "abandoned_count_as_met" or "short_abandons_excluded".

    Returns:
        A share, 0.8 for 80 %, not rounded.

    Raises:
        DivisionByZero: Nothing is left to divide by. Excel shows #DIV/0!.
        OutsideDomain: A count is negative. Excel shows #NUM!.
        WrongValue: `method` is another word. Excel shows #VALUE!.

    Example:
        >>> service_level(800, 950, 50)
        0.8

    Source:
        ICMI, Queue Tips, "Service Level Calculations", July 2002: five formulas in use; these are
        four of them, the fifth differs from "abandoned_count_as_met" in its threshold only.
    """
    method = choice(method, _SERVICE_LEVELS, "answered_of_offered")
    if method == "answered_of_answered":
        in_domain(answered_in_threshold=answered_in_threshold, handled=handled)
        return divide(answered_in_threshold, handled)
    in_domain(answered_in_threshold=answered_in_threshold, handled=handled, abandoned=abandoned)
    if method == "answered_of_offered":
        return divide(answered_in_threshold, handled + abandoned)
    in_domain(abandoned_in_threshold=abandoned_in_threshold)
    if method == "abandoned_count_as_met":
        return divide(answered_in_threshold + abandoned_in_threshold, handled + abandoned)
    return divide(answered_in_threshold, difference(handled + abandoned, abandoned_in_threshold))
