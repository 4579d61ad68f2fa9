"""How well customers are served: time, resolution, satisfaction, waiting."""

from __future__ import annotations

from xlcost.catalogue.measures import Unit, choice, difference, divide, in_domain, no_more_than
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
    within={"handled": ("resolved_first_contact",)},
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
        OutsideDomain: An argument is negative, or `resolved_first_contact` is
            more than `handled`. Excel shows #NUM!.

    Example:
        >>> first_contact_resolution(700, 1_000)
        0.7

    Source:
        Teneo, "Operational Expenses (OpEx)": first contact resolution; SQM Group, "First Call
        Resolution": resolved at the first call / all calls.
    """
    in_domain(resolved_first_contact=resolved_first_contact, handled=handled)
    no_more_than(handled, resolved_first_contact)
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
    within={"csat_responses": ("csat_satisfied",)},
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
        OutsideDomain: An argument is negative, or `csat_satisfied` is
            more than `csat_responses`. Excel shows #NUM!.

    Example:
        >>> csat_score(340, 400)
        0.85

    Source:
        Teneo, "Operational Expenses (OpEx)": customer satisfaction; Qualtrics, "What is CSAT":
        satisfied answers / all answers.
    """
    in_domain(csat_satisfied=csat_satisfied, csat_responses=csat_responses)
    no_more_than(csat_responses, csat_satisfied)
    return divide(csat_satisfied, csat_responses)


@metric(
    en="Abandonment rate",
    nb="Andel tapte",
    nb_summary="Den delen av de innkomne kontaktene som ga opp før en agent svarte.",
    unit=Unit.SHARE,
    better="lower",
    formula="{abandoned}/{offered}",
    within={"offered": ("abandoned",)},
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
        OutsideDomain: An argument is negative, or `abandoned` is
            more than `offered`. Excel shows #NUM!.

    Example:
        >>> abandonment_rate(50, 1_000)
        0.05

    Source:
        Canadian Marketing Association, "Top 10 Call Centre Metrics and What They Mean to You":
        abandoned calls / total incoming calls.
    """
    in_domain(abandoned=abandoned, offered=offered)
    no_more_than(offered, abandoned)
    return divide(abandoned, offered)


@metric(
    en="Average speed of answer",
    nb="Gjennomsnittlig svartid (ASA)",
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
        "Den delen av de besvarte kontaktene som ble satt over til en annen agent eller gruppe."
    ),
    unit=Unit.SHARE,
    better="lower",
    formula="{transferred}/{handled}",
    within={"handled": ("transferred",)},
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
        OutsideDomain: An argument is negative, or `transferred` is
            more than `handled`. Excel shows #NUM!.

    Example:
        >>> transfer_rate(100, 1_000)
        0.1

    Source:
        OpsDog, "Transfer Rate": calls transferred / calls handled; several transfers of one call
        count once.
    """
    in_domain(transferred=transferred, handled=handled)
    no_more_than(handled, transferred)
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
    within={"handled": ("repeated",)},
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
        OutsideDomain: An argument is negative, or `repeated` is
            more than `handled`. Excel shows #NUM!.

    Example:
        >>> repeat_contact_rate(200, 1_000)
        0.2

    Source:
        SparrowDesk, "Repeat Contact Rate": repeat contacts / all contacts.
    """
    in_domain(repeated=repeated, handled=handled)
    no_more_than(handled, repeated)
    return divide(repeated, handled)


@metric(
    en="Service level",
    nb="Servicegrad",
    nb_summary="Den delen av kontaktene som ble besvart innen svarmålet, etter én av fire metoder.",
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
    within={"handled": ("answered_in_threshold",), "abandoned": ("abandoned_in_threshold",)},
)
def service_level(
    answered_in_threshold: float,
    handled: float,
    abandoned: float,
    abandoned_in_threshold: float = 0.0,
    method: str = "answered_of_offered",
) -> float:
    """Share of contacts answered within the target answer time, by one of four methods.

    "answered_of_offered" holds every abandoned contact against the centre, "answered_of_answered"
    none, "abandoned_count_as_met" takes an early one as met, "short_abandons_excluded" leaves the
    early ones out. The methods differ by several points: name yours beside the number.

    Args:
        answered_in_threshold: Contacts answered within the target answer time, a count.
        handled: All contacts that were answered, a count.
        abandoned: All contacts that gave up while waiting, a count.
        abandoned_in_threshold: Contacts that gave up within that time, a count; 0 when omitted.
        method: A text: "answered_of_offered" (when omitted), "answered_of_answered",
            "abandoned_count_as_met" or "short_abandons_excluded".

    Returns:
        A share, 0.8 for 80 %, not rounded.

    Raises:
        DivisionByZero: Nothing is left to divide by. Excel shows #DIV/0!.
        OutsideDomain: A count is negative, or more are answered or gave up in time than at all.
            Excel shows #NUM!.
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
        no_more_than(handled, answered_in_threshold)
        return divide(answered_in_threshold, handled)
    in_domain(answered_in_threshold=answered_in_threshold, handled=handled, abandoned=abandoned)
    no_more_than(handled, answered_in_threshold)
    if method == "answered_of_offered":
        return divide(answered_in_threshold, handled + abandoned)
    in_domain(abandoned_in_threshold=abandoned_in_threshold)
    no_more_than(abandoned, abandoned_in_threshold)
    if method == "abandoned_count_as_met":
        return divide(answered_in_threshold + abandoned_in_threshold, handled + abandoned)
    return divide(answered_in_threshold, difference(handled + abandoned, abandoned_in_threshold))


@metric(
    en="Net promoter score",
    nb="Net Promoter Score (NPS)",
    nb_summary="Andelen som anbefaler, minus andelen som fraråder.",
    unit=Unit.SHARE,
    better="higher",
    formula="({promoters}-{detractors})/{nps_responses}",
    within={"nps_responses": ("promoters", "detractors")},
)
def net_promoter_score(promoters: float, detractors: float, nps_responses: float) -> float:
    """Part of the customers who recommend the company, less the part that advises against it.

    Promoters answered 9 or 10 to how likely they are to recommend it, detractors 0 to 6; those in
    between count in the responses alone. Shown as points: 0.4 is a score of 40.

    Args:
        promoters: Responses of 9 or 10, a count.
        detractors: Responses of 0 to 6, a count.
        nps_responses: All responses to the question, a count.

    Returns:
        A share from -1 to 1, 0.4 for 40 points, not rounded.

    Raises:
        DivisionByZero: `nps_responses` is 0. Excel shows #DIV/0!.
        OutsideDomain: A count is negative, or promoters and detractors are more than the responses.
            Excel shows #NUM!.

    Example:
        >>> net_promoter_score(300, 200, 1_000)
        0.1

    Source:
        F. Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003;
        DELA, annual report 2018: 30 % promoters and 20 % detractors are a score of +10.
    """
    in_domain(promoters=promoters, detractors=detractors, nps_responses=nps_responses)
    no_more_than(nps_responses, promoters, detractors)
    return divide(difference(promoters, detractors), nps_responses)


@metric(
    en="Customer effort score",
    nb="Customer Effort Score (CES)",
    nb_summary="Gjennomsnittet av hvor lett kundene syntes det var å få hjelp.",
    unit=Unit.COUNT,
    formula="{effort_points}/{effort_responses}",
)
def customer_effort_score(effort_points: float, effort_responses: float) -> float:
    """Mean score that customers gave for how easy it was to get help.

    Which end of the scale is good, and whether it has five or seven steps, depends on the question:
    name both beside the number, and never compare scores of two scales.

    Args:
        effort_points: The scores of all responses added up, a count of points.
        effort_responses: Responses to the question, a count.

    Returns:
        A mean score on the scale of the question, not rounded.

    Raises:
        DivisionByZero: `effort_responses` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> customer_effort_score(29, 5)
        5.8

    Source:
        M. Dixon, K. Freeman, N. Toman, "Stop Trying to Delight Your Customers", Harvard Business
        Review, July 2010; Calculator Academy, "Customer Effort Score": the sum of the scores /
        responses, here of 4, 5, 6, 7 and 7.
    """
    in_domain(effort_points=effort_points, effort_responses=effort_responses)
    return divide(effort_points, effort_responses)


@metric(
    en="Net first contact resolution",
    nb="Netto løst ved første kontakt",
    nb_summary="Løst ved første kontakt, av de kontaktene som kunne løses der.",
    unit=Unit.SHARE,
    better="higher",
    formula="{resolved_first_contact}/({handled}-{unresolvable})",
    within={"handled": ("resolved_first_contact", "unresolvable")},
)
def net_first_contact_resolution(
    resolved_first_contact: float, handled: float, unresolvable: float
) -> float:
    """Part of the contacts that could be settled at once which were.

    Contacts that nobody at the first line can settle, such as a repair on site or a decision of
    another department, are left out of the denominator. It is never below FIRST_CONTACT_RESOLUTION;
    report how many were left out beside it.

    Args:
        resolved_first_contact: Contacts that were resolved at the first one, a count.
        handled: Contacts handled in the same period, a count.
        unresolvable: Those of them that could not be resolved at the first contact, a count.

    Returns:
        A share, 0.75 for 75 %, not rounded.

    Raises:
        DivisionByZero: No contact could be resolved at once. Excel shows #DIV/0!.
        OutsideDomain: A count is negative, or resolved and unresolvable contacts are more than were
            handled. Excel shows #NUM!.

    Example:
        >>> net_first_contact_resolution(600, 1_000, 200)
        0.75

    Source:
        MetricNet, "First Contact Resolution": net FCR leaves out what cannot be resolved at the
        first contact; gross FCR does not.
    """
    in_domain(
        resolved_first_contact=resolved_first_contact, handled=handled, unresolvable=unresolvable
    )
    no_more_than(handled, resolved_first_contact, unresolvable)
    return divide(resolved_first_contact, difference(handled, unresolvable))


@metric(
    en="Containment rate",
    nb="Løst i selvbetjening",
    nb_summary="Den delen av øktene i selvbetjening som ikke trengte en agent.",
    unit=Unit.SHARE,
    better="higher",
    formula="{contained}/{sessions}",
    within={"sessions": ("contained",)},
)
def containment_rate(contained: float, sessions: float) -> float:
    """Part of the self-service sessions that needed no agent.

    Also called self-service rate, of bots, voice menus and help pages. Contained is not resolved:
    who gives up is contained too. Compare it with repeat contacts before money is counted on it.

    Args:
        contained: Sessions that ended without an agent, a count.
        sessions: All sessions in the same period, a count.

    Returns:
        A share, 0.4 for 40 %, not rounded.

    Raises:
        DivisionByZero: `sessions` is 0. Excel shows #DIV/0!.
        OutsideDomain: A count is negative, or `contained` is more than `sessions`. Excel shows
            #NUM!.

    Example:
        >>> containment_rate(4_000, 10_000)
        0.4

    Source:
        Teneo, "Operational Expenses (OpEx)": self-service that lowers the number of interactions;
        the term is that of vendors of voice menus: calls that end in the menu / that enter it.
    """
    in_domain(contained=contained, sessions=sessions)
    no_more_than(sessions, contained)
    return divide(contained, sessions)


@metric(
    en="Backlog in days",
    nb="Restanse i dager",
    nb_summary="Hvor mange dager det tar å behandle det som ligger ubehandlet.",
    unit=Unit.COUNT,
    better="lower",
    formula="{backlog}/{handled_per_day}",
)
def backlog_days(backlog: float, handled_per_day: float) -> float:
    """Days that it takes to handle what lies unanswered, when nothing else comes in.

    For e-mail, tickets and post. With new work coming in as fast as it is done, a backlog of five
    days means that each customer waits about five days.

    Args:
        backlog: Contacts that wait for an answer, a count.
        handled_per_day: Contacts that are handled in a day, a count.

    Returns:
        Days as the second argument counts them, a count, not rounded.

    Raises:
        DivisionByZero: `handled_per_day` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> backlog_days(600, 120)
        5.0

    Source:
        J. Little, "A Proof for the Queuing Formula L = λW", Operations Research 9, 1961: what
        waits / what is done in a day is the wait.
    """
    in_domain(backlog=backlog, handled_per_day=handled_per_day)
    return divide(backlog, handled_per_day)
