"""How well paid people and licences are used."""

from __future__ import annotations

from xlcost.catalogue.measures import (
    Unit,
    choice,
    difference,
    divide,
    finite,
    in_domain,
    no_more_than,
)
from xlcost.catalogue.registry import metric
from xlcost.errors import OutsideDomain


@metric(
    en="Occupancy",
    nb="Belegg",
    nb_summary="Den delen av innlogget tid som agentene brukte på kontakter.",
    unit=Unit.SHARE,
    formula="{handle_hours}/{logged_in_hours}",
)
def occupancy(handle_hours: float, logged_in_hours: float) -> float:
    """Part of the logged-in time that agents spent on contacts.

    The rest is waiting for the next contact. A high one is cheap, but above about 0.85 to 0.9
    people tire and queues grow; above 1 the hours are wrong.

    Args:
        handle_hours: Talk, hold and after-call work, in hours.
        logged_in_hours: Time that agents were logged in and ready or busy, in hours.

    Returns:
        A share, 0.8 for 80 %, not rounded.

    Raises:
        DivisionByZero: `logged_in_hours` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> occupancy(800, 1_000)
        0.8

    Source:
        B. Cleveland, "Call Center Management on Fast Forward": handle time / (handle time + time
        available for contacts).
    """
    in_domain(handle_hours=handle_hours, logged_in_hours=logged_in_hours)
    return divide(handle_hours, logged_in_hours)


@metric(
    en="Utilisation",
    nb="Utnyttelse",
    nb_summary="Den delen av betalt tid som agentene brukte på kontakter.",
    unit=Unit.SHARE,
    better="higher",
    formula="{handle_hours}/{paid_hours}",
)
def utilisation(handle_hours: float, paid_hours: float) -> float:
    """Part of the paid time that agents spent on contacts.

    Breaks, training, meetings, holidays and sickness are paid, and so are in the denominator: it is
    always below occupancy.

    Args:
        handle_hours: Talk, hold and after-call work, in hours.
        paid_hours: All hours paid in the same period, in hours.

    Returns:
        A share, 0.6 for 60 %, not rounded.

    Raises:
        DivisionByZero: `paid_hours` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> utilisation(600, 1_000)
        0.6

    Source:
        Teneo, "Operational Expenses (OpEx)": resource utilization. AGENT_UTILISATION has the
        benchmark's denominator, time at work.
    """
    in_domain(handle_hours=handle_hours, paid_hours=paid_hours)
    return divide(handle_hours, paid_hours)


@metric(
    en="Shrinkage",
    nb="Svinn (fravær og annen tid)",
    nb_summary="Den delen av betalt tid der agentene ikke er til stede for kontakter.",
    unit=Unit.SHARE,
    better="lower",
    formula="{shrinkage_hours}/{paid_hours}",
    within={"paid_hours": ("shrinkage_hours",)},
)
def shrinkage(shrinkage_hours: float, paid_hours: float) -> float:
    """Part of the paid time in which agents are not there for contacts.

    Holidays, sickness, breaks, training, meetings and coaching. Waiting for the next contact is not
    shrinkage.

    Args:
        shrinkage_hours: Paid time away from contacts, in hours.
        paid_hours: All hours paid in the same period, in hours.

    Returns:
        A share, 0.3 for 30 %, not rounded.

    Raises:
        DivisionByZero: `paid_hours` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative, or more is away than is paid. Excel shows #NUM!.

    Example:
        >>> shrinkage(300, 1_000)
        0.3

    Source:
        B. McGavin, "Contact Centre Capacity Planning Basics, Part 2 of 2": paid time that is
        neither handle time nor available time.
    """
    in_domain(shrinkage_hours=shrinkage_hours, paid_hours=paid_hours)
    no_more_than(paid_hours, shrinkage_hours)
    return divide(shrinkage_hours, paid_hours)


@metric(
    en="Scheduled staff",
    nb="Bemanning i turnus",
    nb_summary="Hvor mange som må settes opp på vakt for at nok skal sitte ved plassen.",
    unit=Unit.COUNT,
    better="lower",
    formula="{base_staff}/(1-{shrinkage})",
)
def scheduled_staff(base_staff: float, shrinkage: float) -> float:
    """Staff to schedule so that enough are at their desks.

    Divides by the part that is present; adding the shrinkage on top would be too little. Not
    rounded: part-time staff exist.

    Args:
        base_staff: Staff needed at their desks, a count.
        shrinkage: Part of the paid time away from contacts, a share from 0 to 1.

    Returns:
        Staff, a count with its fraction, not rounded.

    Raises:
        DivisionByZero: `shrinkage` is 1: nobody is ever there. Excel shows #DIV/0!.
        OutsideDomain: Negative staff, or a shrinkage outside 0 to 1. Excel shows #NUM!.

    Example:
        >>> scheduled_staff(70, 0.3)
        100.0

    Source:
        P. Reynolds, "Contact Centers: How to Calculate Staff Levels and Scheduling Requirements":
        staff requirement / (1 - shrinkage); 24 / 0.70 gives 34.
    """
    in_domain(base_staff=base_staff, shrinkage=shrinkage)
    return divide(base_staff, difference(1, shrinkage))


@metric(
    en="Licence utilisation",
    nb="Lisensutnyttelse",
    nb_summary="Den delen av betalte lisenser som noen bruker.",
    unit=Unit.SHARE,
    better="higher",
    formula="{licences_used}/{licences_paid}",
)
def licence_utilisation(licences_used: float, licences_paid: float) -> float:
    """Part of the paid licences that somebody uses.

    Used means logged in at least once in the period. Above 1 more are used than paid for, which is
    a matter for the contract.

    Args:
        licences_used: Licences that were used, a count.
        licences_paid: Licences that are paid for, a count.

    Returns:
        A share, 0.9 for 90 %, not rounded.

    Raises:
        DivisionByZero: `licences_paid` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> licence_utilisation(90, 100)
        0.9

    Source:
        Teneo, "Operational Expenses (OpEx)": how well technology is utilized in relation to its
        cost; FinOps Foundation, licence utilisation rate.
    """
    in_domain(licences_used=licences_used, licences_paid=licences_paid)
    return divide(licences_used, licences_paid)


@metric(
    en="Cost of idle licences",
    nb="Kostnad for ubrukte lisenser",
    nb_summary="Penger betalt for lisenser som ingen bruker.",
    unit=Unit.MONEY,
    better="lower",
    formula="({licences_paid}-{licences_used})*{licence_price}",
)
def idle_licence_cost(licences_used: float, licences_paid: float, licence_price: float) -> float:
    """Money paid for licences that nobody uses.

    Negative where more licences are used than paid for: that much is not covered by the contract.

    Args:
        licences_used: Licences that were used, a count.
        licences_paid: Licences that are paid for, a count.
        licence_price: Price of a licence for the period, money for one.

    Returns:
        Report currency for the period of the price, not rounded.

    Raises:
        OutsideDomain: A number of licences is negative. Excel shows #NUM!.

    Example:
        >>> idle_licence_cost(90, 100, 45.0)
        450.0

    Source:
        Teneo, "Operational Expenses (OpEx)": software subscriptions and their utilization; FinOps
        Foundation, cost of unused licences.
    """
    in_domain(licences_used=licences_used, licences_paid=licences_paid, licence_price=licence_price)
    return finite(difference(licences_paid, licences_used) * licence_price)


@metric(
    en="Attrition rate",
    nb="Turnover",
    nb_summary="Den delen av de ansatte som sluttet i perioden.",
    unit=Unit.SHARE,
    better="lower",
    formula={
        "average": "{leavers}/(({headcount_open}+{headcount_close})/2)",
        "opening": "{leavers}/{headcount_open}",
    },
    stands_in={"headcount_close": "headcount_open"},
)
def attrition_rate(
    leavers: float,
    headcount_open: float,
    headcount_close: float | None = None,
    method: str = "average",
) -> float:
    """Part of the staff that left in the period.

    Not annualised: a month's rate is a month's. "average" divides by the mean of the headcount at
    the start and at the end, "opening" by the headcount at the start.

    Args:
        leavers: People who left in the period, a count.
        headcount_open: Headcount at the start of the period, a count.
        headcount_close: Headcount at the end, a count; as at the start when omitted.
        method: A text: "average" (when omitted) or "opening".

    Returns:
        A share of the period, 0.05 for 5 %, not rounded.

    Raises:
        DivisionByZero: There was no headcount. Excel shows #DIV/0!.
        OutsideDomain: A count is negative. Excel shows #NUM!.
        WrongValue: `method` is another word. Excel shows #VALUE!.

    Example:
        >>> attrition_rate(5, 110, 90)
        0.05

    Source:
        CIPD, "Employee turnover and retention": leavers / average number employed.
    """
    method = choice(method, ("average", "opening"), "average")
    in_domain(leavers=leavers, headcount_open=headcount_open)
    if method == "opening":
        return divide(leavers, headcount_open)
    closing = headcount_open if headcount_close is None else headcount_close
    in_domain(headcount_close=closing)
    return divide(leavers, (headcount_open + closing) / 2)


@metric(
    en="Contacts per agent hour",
    nb="Kontakter per agenttime",
    nb_summary="Kontakter en agent behandler i løpet av én innlogget time.",
    unit=Unit.COUNT,
    better="higher",
    formula="{handled}/{logged_in_hours}",
)
def contacts_per_agent_hour(handled: float, logged_in_hours: float) -> float:
    """Contacts that an agent handles in one logged-in hour.

    Follows from handle time and occupancy; as a target for people it invites short calls and repeat
    contacts.

    Args:
        handled: Contacts handled in the period, a count.
        logged_in_hours: Time that agents were logged in, in hours.

    Returns:
        Contacts per logged-in hour, not rounded.

    Raises:
        DivisionByZero: `logged_in_hours` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> contacts_per_agent_hour(9_000, 1_000)
        9.0

    Source:
        MetricNet, "Contact Center KPIs: Definitions & Correlations": contacts per agent, here for
        one logged-in hour.
    """
    in_domain(handled=handled, logged_in_hours=logged_in_hours)
    return divide(handled, logged_in_hours)


@metric(
    en="Schedule adherence",
    nb="Etterlevelse av turnus",
    nb_summary="Den delen av planlagt tid der agentene gjorde det planen sa, til rett tid.",
    unit=Unit.SHARE,
    better="higher",
    formula="{adherent_hours}/{scheduled_hours}",
    within={"scheduled_hours": ("adherent_hours",)},
)
def adherence(adherent_hours: float, scheduled_hours: float) -> float:
    """Part of the scheduled time in which agents did what the schedule says, when it says so.

    Who comes fifteen minutes late and stays fifteen minutes longer has full CONFORMANCE, and is not
    adherent for fifteen minutes: the queue at nine needed them at nine.

    Args:
        adherent_hours: Scheduled time that was spent in the scheduled state, in hours.
        scheduled_hours: All scheduled time, in hours.

    Returns:
        A share, 0.95 for 95 %, not rounded.

    Raises:
        DivisionByZero: `scheduled_hours` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative, or more is adherent than is scheduled. Excel shows
            #NUM!.

    Example:
        >>> round(adherence(7.25, 7.5), 4)
        0.9667

    Source:
        M. Vicinanza, "The Schedule Compliance Paradox", SWPP On Target, 2016: time in the scheduled
        state / scheduled time.
    """
    in_domain(adherent_hours=adherent_hours, scheduled_hours=scheduled_hours)
    no_more_than(scheduled_hours, adherent_hours)
    return divide(adherent_hours, scheduled_hours)


@metric(
    en="Schedule conformance",
    nb="Arbeidet tid mot turnus",
    nb_summary="Tid som ble arbeidet i alt, mot tid som var planlagt, uansett når.",
    unit=Unit.SHARE,
    formula="{worked_hours}/{scheduled_hours}",
)
def conformance(worked_hours: float, scheduled_hours: float) -> float:
    """Time that was worked in all against the time that was scheduled, whenever it was.

    Above 1 more was worked than planned, below it less. It says nothing of the moment: see
    ADHERENCE.

    Args:
        worked_hours: Time that was worked, in hours.
        scheduled_hours: Time that was scheduled, in hours.

    Returns:
        A share, 1.02 for 2 % more than planned, not rounded.

    Raises:
        DivisionByZero: `scheduled_hours` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> conformance(8, 8)
        1.0

    Source:
        The Reporting Engine, "Calculate and Improve Schedule Adherence for Contact Centers": an
        agent who is late and works longer conforms, and does not adhere.
    """
    in_domain(worked_hours=worked_hours, scheduled_hours=scheduled_hours)
    return divide(worked_hours, scheduled_hours)


@metric(
    en="Absenteeism rate",
    nb="Fraværsprosent",
    nb_summary="Den delen av planlagt tid som falt bort uten å være planlagt.",
    unit=Unit.SHARE,
    better="lower",
    formula="{absence_hours}/{scheduled_hours}",
    within={"scheduled_hours": ("absence_hours",)},
)
def absenteeism_rate(absence_hours: float, scheduled_hours: float) -> float:
    """Part of the scheduled time that was lost to absence which nobody had planned.

    Sickness and no-shows; holidays and training are planned, and belong to SHRINKAGE alone.

    Args:
        absence_hours: Unplanned absence, in hours.
        scheduled_hours: Time that was scheduled, in hours.

    Returns:
        A share, 0.05 for 5 %, not rounded.

    Raises:
        DivisionByZero: `scheduled_hours` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative, or more was lost than was scheduled. Excel shows
            #NUM!.

    Example:
        >>> absenteeism_rate(40, 800)
        0.05

    Source:
        U.S. Bureau of Labor Statistics, "Absences from work": lost worktime rate, hours absent /
        hours usually worked.
    """
    in_domain(absence_hours=absence_hours, scheduled_hours=scheduled_hours)
    no_more_than(scheduled_hours, absence_hours)
    return divide(absence_hours, scheduled_hours)


@metric(
    en="Agent utilisation",
    nb="Agentutnyttelse",
    nb_summary="Den delen av tiden på jobb som går til kontakter.",
    unit=Unit.SHARE,
    formula="{handle_hours}/{hours_at_work}",
)
def agent_utilisation(handle_hours: float, hours_at_work: float) -> float:
    """Part of the time at work that goes into contacts, as service desks benchmark it.

    Time at work is paid time less holidays and sickness; breaks, training and waiting stay in it.
    UTILISATION divides by all paid time and is lower; OCCUPANCY by logged-in time and is higher.
    COPC counts waiting as used time, which this does not. Above 1 agents served more than one
    contact at a time.

    Args:
        handle_hours: Time in contacts with their after-call work, in hours.
        hours_at_work: Time at work, in hours.

    Returns:
        A share, 0.5 for 50 %, not rounded.

    Raises:
        DivisionByZero: `hours_at_work` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> round(agent_utilisation(81.25, 161.25), 3)
        0.504

    Source:
        Mechdyne, "How Service Desk Agent Utilization Rates Impact SLAs": contacts a month times
        handle time / (days worked times hours a day); Genesys, "Agent utilization": of total time
        at work, training included.
    """
    in_domain(handle_hours=handle_hours, hours_at_work=hours_at_work)
    return divide(handle_hours, hours_at_work)


@metric(
    en="Attrition, annualised",
    nb="Turnover, årsbasis",
    nb_summary="Turnover hittil, regnet om til et helt år, etter én av to metoder.",
    unit=Unit.SHARE,
    better="lower",
    formula={
        "simple": "{leavers}/{average_headcount}*{periods_in_year}/{periods_elapsed}",
        "compound": (
            "IF({leavers}+0>{average_headcount}+0,IF({average_headcount}+0=0,#DIV/0!,#NUM!),"
            "1-(1-{leavers}/{average_headcount})^({periods_in_year}/{periods_elapsed}))"
        ),
    },
    within={"periods_in_year": ("periods_elapsed",)},
)
def annualised_attrition(
    leavers: float,
    average_headcount: float,
    periods_elapsed: float,
    periods_in_year: float = 12.0,
    method: str = "simple",
) -> float:
    """Attrition so far as that of a whole year, by one of two methods.

    "simple" goes on at the pace so far and may exceed 1, as posts are filled again and left again.
    "compound" asks what part of those who are there today will have left in a year, each period
    taking its part of who is left. They differ by points where attrition is high: name yours.

    Args:
        leavers: People who left in the periods so far, a count.
        average_headcount: Mean headcount over these periods, a count.
        periods_elapsed: Periods that this covers, in periods.
        periods_in_year: Periods in a whole year, in periods; 12 when omitted.
        method: A text: "simple" (when omitted) or "compound".

    Returns:
        A share of a year, 0.24 for 24 %, not rounded.

    Raises:
        DivisionByZero: There was no headcount, or no period has elapsed. Excel shows #DIV/0!.
        OutsideDomain: A number is negative, more periods have elapsed than a year has, or, for
            "compound", more left than there were. Excel shows #NUM!.
        WrongValue: `method` is another word. Excel shows #VALUE!.

    Example:
        >>> annualised_attrition(5, 250, 1)
        0.24
        >>> round(annualised_attrition(5, 250, 1, 12, "compound"), 4)
        0.2153

    Source:
        CIPD, "Employee turnover and retention", for the rate; "simple" as SHRM, "How to Determine
        Turnover Rate": a month's rate times twelve; "compound" as the survival of a cohort.
    """
    method = choice(method, ("simple", "compound"), "simple")
    in_domain(leavers=leavers, average_headcount=average_headcount)
    in_domain(periods_elapsed=periods_elapsed, periods_in_year=periods_in_year)
    no_more_than(periods_in_year, periods_elapsed)
    rate = divide(leavers, average_headcount)
    if method == "simple":
        return divide(finite(rate * periods_in_year), periods_elapsed)
    stay = difference(1, rate)
    if stay < 0:
        message = "More people left than there were on average: only 'simple' can say so."
        raise OutsideDomain(message)
    years = divide(periods_in_year, periods_elapsed)
    if stay == years == 0:
        raise OutsideDomain("Nobody stays for no time at all: that has no answer.")
    return difference(1, stay**years)


@metric(
    en="Handle time with concurrency",
    nb="Behandlingstid ved samtidighet",
    nb_summary="Tiden en kontakt tar av en agent som har flere kontakter samtidig.",
    unit=Unit.SECONDS,
    better="lower",
    formula="{handle_seconds}/{handled}/{concurrency}",
)
def concurrent_handle_time(handle_seconds: float, handled: float, concurrency: float) -> float:
    """Time that a contact takes of an agent who has several at once, as in chat.

    Systems count each chat from its beginning to its end, also while the agent writes in another.
    The share of an agent is that time over how many run at once. Use it for cost, staffing and
    OCCUPANCY; handle time as the customer meets it stays AVERAGE_HANDLE_TIME.

    Args:
        handle_seconds: Time of all contacts from beginning to end, in seconds.
        handled: Contacts handled in the same period, a count.
        concurrency: Contacts that an agent has at once on average, a count; 1 on the telephone.

    Returns:
        Seconds of an agent per contact, not rounded.

    Raises:
        DivisionByZero: `handled` or `concurrency` is 0. Excel shows #DIV/0!.
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> concurrent_handle_time(600_000, 1_000, 2)
        300.0

    Source:
        G. Koole, "Call Center Optimization", 2013, chapter on multi-channel: chat with several
        contacts an agent; here the mean time over the mean number at once.
    """
    in_domain(handle_seconds=handle_seconds, handled=handled, concurrency=concurrency)
    return divide(divide(handle_seconds, handled), concurrency)
