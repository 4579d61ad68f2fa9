"""What one unit of work costs: a call, a contact, a resolution, an hour, a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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
from xlcost.errors import OutsideDomain


class UnitCostBridge(NamedTuple):
    """The change of a unit cost, taken apart; money for one."""

    cost_effect: float
    volume_effect: float
    total: float


@metric(
    en="Cost per call",
    nb="Kostnad per samtale",
    nb_summary="Full driftskostnad for én besvart innkommende samtale.",
    unit=Unit.UNIT_COST,
    better="lower",
    formula="{total_cost}/{calls}",
)
def cost_per_call(total_cost: float, calls: float) -> float:
    """Fully loaded operating cost of one handled inbound call.

    Counts every cost that exists because the centre exists: wages, benefits, licences,
    hardware, subscriptions, rent, utilities. Abandoned calls are not in the denominator.

    Args:
        total_cost: Total cost of all calls in the period, in the report currency.
        calls: Calls handled by an agent in the same period, a count.

    Returns:
        Report currency per call, not rounded.

    Raises:
        DivisionByZero: `calls` is 0. Excel shows #DIV/0!.
        OutsideDomain: `calls` is negative. Excel shows #NUM!.

    Example:
        >>> cost_per_call(50_000, 12_500)
        4.0

    Source:
        LiveAgent, "Kostnad per kontakt": total cost of all calls / total number of calls.
    """
    in_domain(total_cost=total_cost, calls=calls)
    return divide(total_cost, calls)


@metric(
    en="Cost per sale",
    nb="Kostnad per salg",
    nb_summary="Driftskostnaden i et utgående senter for hvert salg det gjorde.",
    unit=Unit.UNIT_COST,
    better="lower",
    formula="{operating_cost}/{sales}",
)
def cost_per_sale(operating_cost: float, sales: float) -> float:
    """Operating cost of an outbound centre for each sale that it made.

    Every call counts in the cost, also those that led to nothing; only sales divide it.

    Args:
        operating_cost: Total operating cost of the outbound work, in the report currency.
        sales: Sales made in the same period, a count.

    Returns:
        Report currency per sale, not rounded.

    Raises:
        DivisionByZero: `sales` is 0. Excel shows #DIV/0!.
        OutsideDomain: `sales` is negative. Excel shows #NUM!.

    Example:
        >>> cost_per_sale(30_000, 400)
        75.0

    Source:
        LiveAgent, "Kostnad per kontakt": outbound, total operating cost / number of sales or leads.
    """
    in_domain(operating_cost=operating_cost, sales=sales)
    return divide(operating_cost, sales)


@metric(
    en="Cost per lead",
    nb="Kostnad per kundeemne",
    nb_summary="Driftskostnaden i et utgående senter for hvert kundeemne det skaffet.",
    unit=Unit.UNIT_COST,
    better="lower",
    formula="{operating_cost}/{leads}",
)
def cost_per_lead(operating_cost: float, leads: float) -> float:
    """Operating cost of an outbound centre for each lead that it won.

    Every call counts in the cost, also those that led to nothing; only leads divide it.

    Args:
        operating_cost: Total operating cost of the outbound work, in the report currency.
        leads: Leads won in the same period, a count.

    Returns:
        Report currency per lead, not rounded.

    Raises:
        DivisionByZero: `leads` is 0. Excel shows #DIV/0!.
        OutsideDomain: `leads` is negative. Excel shows #NUM!.

    Example:
        >>> cost_per_lead(30_000, 1_200)
        25.0

    Source:
        LiveAgent, "Kostnad per kontakt": outbound, total operating cost / number of sales or leads.
    """
    in_domain(operating_cost=operating_cost, leads=leads)
    return divide(operating_cost, leads)


@metric(
    en="Cost per contact",
    nb="Kostnad per kontakt",
    nb_summary="Full kostnad for én besvart kontakt, samlet over kanalene eller i én av dem.",
    unit=Unit.UNIT_COST,
    better="lower",
    formula="{total_cost}/{contacts}",
    alias="cost_per_interaction",
)
def cost_per_contact(total_cost: float, contacts: float) -> float:
    """Fully loaded cost of one handled contact, over all channels or in one of them.

    A contact is a call, an e-mail, a chat or any other conversation that was handled.
    Take the cost and the contacts of the same channels and the same period.

    Args:
        total_cost: Total cost of these contacts, in the report currency.
        contacts: Contacts handled in the same period and channels, a count.

    Returns:
        Report currency per contact, not rounded.

    Raises:
        DivisionByZero: `contacts` is 0. Excel shows #DIV/0!.
        OutsideDomain: `contacts` is negative. Excel shows #NUM!.

    Example:
        >>> cost_per_contact(90_000, 20_000)
        4.5

    Source:
        Teneo, "Operational Expenses (OpEx)": cost per interaction, for calls, e-mails and chats;
        LiveAgent, "Kostnad per kontakt".
    """
    in_domain(total_cost=total_cost, contacts=contacts)
    return divide(total_cost, contacts)


@metric(
    en="Blended cost per contact",
    nb="Samlet kostnad per kontakt",
    nb_summary="Kostnad for én kontakt over flere kanaler: all kostnad delt på alle kontakter.",
    unit=Unit.UNIT_COST,
    better="lower",
    formula="SUM({costs})/SUM({contact_counts})",
    shape="range",
)
def blended_cost_per_contact(costs: Sequence[float], contact_counts: Sequence[float]) -> float:
    """Cost of one contact over several channels: all the cost over all the contacts.

    A ratio of sums, never the mean of the channels' ratios, which would give a small channel
    the weight of a large one.

    Args:
        costs: Cost of each channel, in the report currency.
        contact_counts: Contacts handled in each channel, counts, in a range of the same shape.

    Returns:
        Report currency per contact, not rounded.

    Raises:
        DivisionByZero: There are no contacts at all. Excel shows #DIV/0!.
        OutsideDomain: A count is negative. Excel shows #NUM!.
        WrongValue: The ranges have different shapes, or hold text. Excel shows #VALUE!.

    Example:
        >>> blended_cost_per_contact([60_000, 20_000], [12_000, 8_000])
        4.0

    Source:
        Teneo, "Operational Expenses (OpEx)": cost per interaction over all channels; weighted as
        in B. Cleveland, "Call Center Management on Fast Forward", chapter on cost measures.
    """
    equal_shapes(costs, contact_counts)
    in_domain(costs=costs, contact_counts=contact_counts)
    return divide(total(costs), total(contact_counts))


@metric(
    en="Cost per resolution",
    nb="Kostnad per løst sak",
    nb_summary="Kostnad for én sak som ble løst for kunden.",
    unit=Unit.UNIT_COST,
    better="lower",
    formula="{total_cost}/{resolved}",
)
def cost_per_resolution(total_cost: float, resolved: float) -> float:
    """Cost of one issue that was resolved for the customer.

    The work on issues that are not resolved stays in the numerator: it was paid for. So this
    is never below the cost per contact while issues take more than one contact.

    Args:
        total_cost: Total cost of all contacts in the period, in the report currency.
        resolved: Issues resolved in the same period, a count.

    Returns:
        Report currency per resolved issue, not rounded.

    Raises:
        DivisionByZero: `resolved` is 0. Excel shows #DIV/0!.
        OutsideDomain: `resolved` is negative. Excel shows #NUM!.

    Example:
        >>> cost_per_resolution(90_000, 15_000)
        6.0

    Source:
        MetricNet, "Service Desk Cost per Ticket": operating expense / tickets, here over the
        issues that were resolved, so that rework is not hidden.
    """
    in_domain(total_cost=total_cost, resolved=resolved)
    return divide(total_cost, resolved)


@metric(
    en="Cost per minute of handle time",
    nb="Kostnad per behandlingsminutt",
    nb_summary="Kostnad for ett minutt der en agent behandlet en kontakt.",
    unit=Unit.UNIT_COST,
    better="lower",
    formula="{total_cost}/({handle_seconds}/60)",
)
def cost_per_minute(total_cost: float, handle_seconds: float) -> float:
    """Cost of one minute in which an agent handled a contact.

    Handle time is talk, hold and after-call work. Waiting for the next contact is not in it,
    but its cost is: a lower occupancy makes the minute dearer.

    Args:
        total_cost: Total cost of all contacts in the period, in the report currency.
        handle_seconds: Handle time of all contacts in the same period, in seconds.

    Returns:
        Report currency per minute of handle time, not rounded.

    Raises:
        DivisionByZero: `handle_seconds` is 0. Excel shows #DIV/0!.
        OutsideDomain: `handle_seconds` is negative. Excel shows #NUM!.

    Example:
        >>> cost_per_minute(90_000, 6_000_000)
        0.9

    Source:
        MetricNet, "Contact Center KPIs: Definitions & Correlations": cost per minute of inbound
        handle time.
    """
    in_domain(total_cost=total_cost, handle_seconds=handle_seconds)
    return divide(total_cost, handle_seconds / 60)


@metric(
    en="Loaded hourly cost",
    nb="Timekostnad med påslag",
    nb_summary="Kostnad for én betalt time for en agent: lønn, sosiale kostnader og påslag.",
    unit=Unit.HOURLY_RATE,
    better="lower",
    formula="{wage}*(1+{benefits_rate})+{overhead_per_hour}",
)
def loaded_hourly_cost(wage: float, benefits_rate: float, overhead_per_hour: float = 0.0) -> float:
    """Cost of one paid hour of an agent: wage, benefits and overhead.

    Benefits are what the employer pays on top of the wage: payroll tax, holiday pay, pension,
    insurance. Overhead is supervision, workplace and licences for an hour. Paid hours, not
    productive hours: see COST_PER_PRODUCTIVE_HOUR.

    Args:
        wage: Gross wage for one hour, in the report currency.
        benefits_rate: Benefits as a share of the wage, 0.25 for 25 %; may be above 1.
        overhead_per_hour: Overhead for one paid hour, in the report currency; 0 when omitted.

    Returns:
        Report currency per paid hour, not rounded.

    Raises:
        OutsideDomain: `benefits_rate` is negative. Excel shows #NUM!.

    Example:
        >>> loaded_hourly_cost(200, 0.25, 50)
        300.0

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 4: budgeted labour rate with
        fringe benefits and overhead.
    """
    in_domain(wage=wage, benefits_rate=benefits_rate, overhead_per_hour=overhead_per_hour)
    return finite(finite(wage * (1 + benefits_rate)) + overhead_per_hour)


@metric(
    en="Cost per productive hour",
    nb="Kostnad per produktiv time",
    nb_summary="Kostnad for én time der kunder ble betjent.",
    unit=Unit.HOURLY_RATE,
    better="lower",
    formula="{total_cost}/({paid_hours}*{utilisation})",
)
def cost_per_productive_hour(total_cost: float, paid_hours: float, utilisation: float) -> float:
    """Cost of one hour in which customers were served.

    Spreads the whole cost over the part of the paid hours that went into contacts. Breaks,
    training, absence and waiting time are not productive, but are paid.

    Args:
        total_cost: Total cost of the period, in the report currency.
        paid_hours: Hours paid in the same period, in hours.
        utilisation: Share of the paid hours that were spent on contacts, 0 to 1.

    Returns:
        Report currency per productive hour, not rounded.

    Raises:
        DivisionByZero: There are no paid hours, or none was productive. Excel shows #DIV/0!.
        OutsideDomain: Negative hours, or a utilisation outside 0 to 1. Excel shows #NUM!.

    Example:
        >>> cost_per_productive_hour(60_000, 2_000, 0.6)
        50.0

    Source:
        Teneo, "Operational Expenses (OpEx)": resources utilised in relation to their costs; agent
        utilization as in MetricNet, "Contact Center KPIs: Definitions & Correlations".
    """
    in_domain(total_cost=total_cost, paid_hours=paid_hours, utilisation=utilisation)
    return divide(total_cost, paid_hours * utilisation)


@metric(
    en="Cost per FTE",
    nb="Kostnad per årsverk",
    nb_summary="Kostnad for ett årsverk i perioden.",
    unit=Unit.UNIT_COST,
    better="lower",
    formula="{total_cost}/{fte}",
)
def cost_per_fte(total_cost: float, fte: float) -> float:
    """Cost of one full-time equivalent in the period.

    Two half-time agents are one full-time equivalent. Take the average of the period, and do
    not compare a month with a year.

    Args:
        total_cost: Total cost of the period, in the report currency.
        fte: Full-time equivalents on average in the same period, a count.

    Returns:
        Report currency per full-time equivalent, not rounded.

    Raises:
        DivisionByZero: `fte` is 0. Excel shows #DIV/0!.
        OutsideDomain: `fte` is negative. Excel shows #NUM!.

    Example:
        >>> cost_per_fte(600_000, 12)
        50000.0

    Source:
        APQC, "Total cost of the customer service process per FTE", Open Standards Benchmarking.
    """
    in_domain(total_cost=total_cost, fte=fte)
    return divide(total_cost, fte)


@metric(
    en="Shared cost by channel",
    nb="Felleskostnad per kanal",
    nb_summary="Felleskostnad fordelt på kanalene etter hvor mye behandlingstid de har.",
    unit=Unit.MONEY,
    better="lower",
    formula="{shared_cost}*({handle_seconds}/SUM({handle_seconds}))",
    shape="range",
)
def channel_cost_share(shared_cost: float, handle_seconds: Sequence[float]) -> tuple[float, ...]:
    """Shared cost given to each channel by its part of the handle time.

    For costs that no channel owns, such as supervision and rent. The parts add up to the shared
    cost. A channel without handle time carries nothing.

    Args:
        shared_cost: Cost to share out, in the report currency.
        handle_seconds: Handle time of each channel, in seconds.

    Returns:
        Report currency for each channel, in the shape of the range, not rounded.

    Raises:
        DivisionByZero: No channel has any handle time. Excel shows #DIV/0!.
        OutsideDomain: A handle time is negative. Excel shows #NUM!.
        WrongValue: The range holds text. Excel shows #VALUE!.

    Example:
        >>> channel_cost_share(1_000, [300, 100])
        (750.0, 250.0)

    Source:
        R. Kaplan, S. Anderson, "Time-Driven Activity-Based Costing", Harvard Business Review,
        November 2004: cost follows the time that an activity takes.
    """
    equal_shapes(handle_seconds)
    in_domain(shared_cost=shared_cost, handle_seconds=handle_seconds)
    whole = total(handle_seconds)
    return tuple(shared_cost * divide(seconds, whole) for seconds in handle_seconds)


@metric(
    en="Position against the benchmark",
    nb="Plassering mot referansen",
    nb_summary="Om kostnaden per samtale ligger under, innenfor eller over et publisert spenn.",
    unit=Unit.TEXT,
    formula=(
        'IF({unit_cost}+0<{benchmark_low}+0,IF({benchmark_low}+0>{benchmark_high}+0,#NUM!,"below"),'
        "IF({unit_cost}+0>{benchmark_high}+0,"
        'IF({benchmark_low}+0>{benchmark_high}+0,#NUM!,"above"),"within"))'
    ),
)
def benchmark_position(
    unit_cost: float, benchmark_low: float = 2.70, benchmark_high: float = 5.60
) -> str:
    """Whether a cost per call lies below, within or above a published band.

    The default band is the source's, in US dollars for one call; published bands differ fivefold
    with the kind of business. Give a band of your own for another currency, channel or trade.
    Both bounds are within. Cheaper is not always better.

    Args:
        unit_cost: Cost of one call, in the currency of the band.
        benchmark_low: Lower bound of the band, money for one call; 2.70 US dollars when omitted.
        benchmark_high: Upper bound of the band, money for one call; 5.60 US dollars when omitted.

    Returns:
        "below", "within" or "above".

    Raises:
        OutsideDomain: The lower bound is above the upper. Excel shows #NUM!.

    Example:
        >>> benchmark_position(4.0)
        'within'

    Source:
        LiveAgent, "Kostnad per kontakt": the industry standard varies between $2.70 and $5.60.
    """
    in_domain(unit_cost=unit_cost, benchmark_low=benchmark_low, benchmark_high=benchmark_high)
    if difference(benchmark_low, benchmark_high) > 0:
        message = f"benchmark_low is {benchmark_low}, above benchmark_high, {benchmark_high}."
        raise OutsideDomain(message)
    if difference(unit_cost, benchmark_low) < 0:
        return "below"
    return "above" if difference(unit_cost, benchmark_high) > 0 else "within"


@metric(
    en="Unit cost bridge",
    nb="Bro for enhetskostnad",
    nb_summary="Hvorfor enhetskostnaden endret seg: på grunn av kostnaden eller volumet.",
    unit=Unit.UNIT_COST,
    better="lower",
    formula={
        "cost_effect": "({cost_after}-{cost_before})/{volume_after}",
        "volume_effect": "{cost_before}*(1/{volume_after}-1/{volume_before})",
        "total": "{cost_after}/{volume_after}-{cost_before}/{volume_before}",
    },
    shape="row",
)
def unit_cost_bridge(
    cost_before: float, volume_before: float, cost_after: float, volume_after: float
) -> UnitCostBridge:
    """Why the unit cost changed: because of the cost, or because of the volume.

    The cost effect is the change of the cost over the new volume; the volume effect is the old
    cost spread over the new volume instead of the old. They add up to the whole change.

    Args:
        cost_before: Total cost before, in the report currency.
        volume_before: Units before, a count.
        cost_after: Total cost after, in the report currency.
        volume_after: Units after, a count.

    Returns:
        Cost effect, volume effect and total, in report currency for one unit; positive is dearer.

    Raises:
        DivisionByZero: One of the volumes is 0. Excel shows #DIV/0!.
        OutsideDomain: A volume is negative. Excel shows #NUM!.

    Example:
        >>> unit_cost_bridge(1_000, 100, 1_200, 200)
        UnitCostBridge(cost_effect=1.0, volume_effect=-5.0, total=-4.0)

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 7: one factor at a time.
    """
    in_domain(
        cost_before=cost_before,
        volume_before=volume_before,
        cost_after=cost_after,
        volume_after=volume_after,
    )
    cost_effect = divide(difference(cost_after, cost_before), volume_after)
    per_unit = difference(divide(1, volume_after), divide(1, volume_before))
    change = difference(divide(cost_after, volume_after), divide(cost_before, volume_before))
    return UnitCostBridge(cost_effect, finite(cost_before * per_unit), change)
