"""How well paid people and licences are used."""

from __future__ import annotations

from xlcost.catalogue.measures import Unit, choice, difference, divide, finite, in_domain
from xlcost.catalogue.registry import metric


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
        Teneo, "Operational Expenses (OpEx)": resource utilization; MetricNet, "Contact Center
        KPIs: Definitions & Correlations": agent utilization.
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
        OutsideDomain: An argument is negative. Excel shows #NUM!.

    Example:
        >>> shrinkage(300, 1_000)
        0.3

    Source:
        B. McGavin, "Contact Centre Capacity Planning Basics, Part 2 of 2": paid time that is
        neither handle time nor available time.
    """
    in_domain(shrinkage_hours=shrinkage_hours, paid_hours=paid_hours)
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
