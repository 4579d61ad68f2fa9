"""What each lever saves: every lever that the sources name, against one baseline."""

from __future__ import annotations

from xlcost.catalogue.measures import Unit, difference, divide, finite, in_domain
from xlcost.catalogue.registry import metric
from xlcost.errors import NoAnswer

_SECONDS_IN_HOUR = 3600
_DEFLECTION = "{contacts}*{deflection_rate}*({cost_per_contact}-{automated_cost})-{running_cost}"


@metric(
    en="Savings from automation",
    nb="Besparelse ved automatisering",
    nb_summary="Hva chatboter, KI eller talemeny sparer når de løser en del av kontaktene.",
    unit=Unit.MONEY,
    better="higher",
    formula=_DEFLECTION,
)
def automation_savings(
    contacts: float,
    deflection_rate: float,
    cost_per_contact: float,
    automated_cost: float,
    running_cost: float = 0.0,
) -> float:
    """What chatbots, AI or IVR save when they resolve a part of the contacts.

    Only contacts that are resolved without an agent count: one that is handed over, or that comes
    back, is paid for twice. While salaries are paid it is capacity, not cash: see CASH_SAVING.

    Args:
        contacts: Contacts of a period that agents would handle, a count.
        deflection_rate: Part of them that is resolved without an agent, a share.
        cost_per_contact: What a contact costs that an agent handles, money for one.
        automated_cost: What an automated contact costs, money for one.
        running_cost: Fixed cost of the automation in the period, in the report currency; 0 when
            omitted.

    Returns:
        Report currency of the period, positive when it pays, not rounded.

    Raises:
        OutsideDomain: A count is negative, or the share is outside 0 to 1. Excel shows #NUM!.

    Example:
        >>> automation_savings(100_000, 0.25, 6.5, 0.5, 60_000)
        90000.0

    Source:
        Teneo, "Operational Expenses (OpEx)": automation handles routine inquiries. The formula is
        the cost of the contacts avoided less what avoids them.
    """
    in_domain(
        contacts=contacts,
        deflection_rate=deflection_rate,
        cost_per_contact=cost_per_contact,
        automated_cost=automated_cost,
        running_cost=running_cost,
    )
    return _deflection(contacts, deflection_rate, cost_per_contact, automated_cost, running_cost)


@metric(
    en="Savings from self-service",
    nb="Besparelse ved selvbetjening",
    nb_summary="Hva en kunnskapsbase eller selvbetjening sparer når kundene hjelper seg selv.",
    unit=Unit.MONEY,
    better="higher",
    formula=_DEFLECTION,
)
def self_service_savings(
    contacts: float,
    deflection_rate: float,
    cost_per_contact: float,
    automated_cost: float,
    running_cost: float = 0.0,
) -> float:
    """What a knowledge base or self-service pages save when customers help themselves.

    Only contacts that did not come for it count, not visits or articles read: most visitors would
    never have called. While salaries are paid it is capacity, not cash: see CASH_SAVING.

    Args:
        contacts: Contacts of a period that agents would handle, a count.
        deflection_rate: Part of them that does not come any more, a share.
        cost_per_contact: What a contact costs that an agent handles, money for one.
        automated_cost: What a self-service session costs in its place, money for one.
        running_cost: Fixed cost of the self-service in the period, in the report currency; 0 when
            omitted.

    Returns:
        Report currency of the period, positive when it pays, not rounded.

    Raises:
        OutsideDomain: A count is negative, or the share is outside 0 to 1. Excel shows #NUM!.

    Example:
        >>> self_service_savings(100_000, 0.1, 6.5, 0.25, 12_500)
        50000.0

    Source:
        LiveAgent, "Kostnad per kontakt": customers who solve their own problems; Teneo,
        "Operational Expenses (OpEx)": self-service options reduce the volume of interactions.
    """
    in_domain(
        contacts=contacts,
        deflection_rate=deflection_rate,
        cost_per_contact=cost_per_contact,
        automated_cost=automated_cost,
        running_cost=running_cost,
    )
    return _deflection(contacts, deflection_rate, cost_per_contact, automated_cost, running_cost)


def _deflection(
    contacts: float, rate: float, cost_per_contact: float, automated_cost: float, running: float
) -> float:
    """Return what contacts cost that do not reach an agent, less what takes their place."""
    gross = finite(contacts * rate * difference(cost_per_contact, automated_cost))
    return difference(gross, running)


@metric(
    en="Savings from first-contact resolution",
    nb="Besparelse ved løsning i første kontakt",
    nb_summary="Hva det sparer i gjentatte kontakter at flere saker løses ved første kontakt.",
    unit=Unit.MONEY,
    better="higher",
    formula="{contacts}*({fcr_after}-{fcr_before})*{extra_contacts}*{cost_per_contact}",
)
def fcr_savings(
    contacts: float,
    fcr_before: float,
    fcr_after: float,
    extra_contacts: float,
    cost_per_contact: float,
) -> float:
    """What resolving more issues at the first contact saves in contacts that come back.

    Count issues, not contacts, where you can: each issue resolved at once spares the contacts that
    would have followed. An issue given up by the customer spares none.

    Args:
        contacts: First contacts of a period, one an issue, a count.
        fcr_before: Part of them resolved at once before, a share.
        fcr_after: Part of them resolved at once after, a share.
        extra_contacts: Further contacts on average of an issue that is not resolved at once, a
            count.
        cost_per_contact: What one of these contacts costs, money for one.

    Returns:
        Report currency of the period, negative when fewer are resolved at once, not rounded.

    Raises:
        OutsideDomain: A count is negative, or a share is outside 0 to 1. Excel shows #NUM!.

    Example:
        >>> fcr_savings(10_000, 0.5, 0.75, 1.5, 6.0)
        22500.0

    Source:
        LiveAgent, "Kostnad per kontakt": customers who must call several times; Customer Think,
        "Contact Center Economics 101: First Call Resolution": calls, gap, extra calls, cost.
    """
    in_domain(
        contacts=contacts,
        fcr_before=fcr_before,
        fcr_after=fcr_after,
        extra_contacts=extra_contacts,
        cost_per_contact=cost_per_contact,
    )
    avoided = finite(contacts * difference(fcr_after, fcr_before) * extra_contacts)
    return finite(avoided * cost_per_contact)


@metric(
    en="Savings from handle time",
    nb="Besparelse ved kortere behandlingstid",
    nb_summary="Hva kortere kontakter sparer i betalte timer, når belegg og svinn er som før.",
    unit=Unit.MONEY,
    better="higher",
    formula=("{contacts}*{seconds_saved}/3600/{occupancy}/(1-{shrinkage})*{loaded_rate}"),
)
def aht_savings(
    contacts: float,
    seconds_saved: float,
    loaded_rate: float,
    occupancy: float,
    shrinkage: float,
) -> float:
    """What shorter contacts save in paid hours, at the occupancy and shrinkage that stay.

    Seconds become money only when the schedule shrinks with them: minutes spread over a day free
    nobody. It is the cost of the hours, an upper bound of what leaves the payroll.

    Args:
        contacts: Contacts of a period, a count.
        seconds_saved: Handle time saved in each, in seconds.
        loaded_rate: Labour cost per paid hour, benefits included, money an hour.
        occupancy: Part of the logged-in time spent on contacts, a share.
        shrinkage: Part of the paid time away from contacts, a share.

    Returns:
        Report currency of the period, not rounded.

    Raises:
        DivisionByZero: `occupancy` is 0, or `shrinkage` is 1. Excel shows #DIV/0!.
        OutsideDomain: A count is negative, or a share is outside 0 to 1. Excel shows #NUM!.

    Example:
        >>> aht_savings(90_000, 20, 30.0, 0.8, 0.375)
        30000.0

    Source:
        Teneo, "Operational Expenses (OpEx)": operational efficiency, technology; workload to paid
        hours as B. Cleveland, "Call Center Management on Fast Forward", staffs for it.
    """
    in_domain(
        contacts=contacts,
        seconds_saved=seconds_saved,
        loaded_rate=loaded_rate,
        occupancy=occupancy,
        shrinkage=shrinkage,
    )
    hours = finite(contacts * seconds_saved) / _SECONDS_IN_HOUR
    return finite(divide(divide(hours, occupancy), difference(1.0, shrinkage)) * loaded_rate)


@metric(
    en="Savings from callback",
    nb="Besparelse ved tilbakeringing",
    nb_summary="Hva det sparer å ringe kunder opp, mot at de ringer igjen etter å ha gitt opp.",
    unit=Unit.MONEY,
    better="higher",
    formula="{abandoned}*{redial_rate}*({cost_per_contact}-{callback_cost})",
)
def callback_savings(
    abandoned: float, redial_rate: float, cost_per_contact: float, callback_cost: float
) -> float:
    """What calling customers back saves against their dialling again after they gave up.

    Those who would not have called again are no saving: calling them back costs more and may be
    worth it for the service. Negative when a callback costs more than a call.

    Args:
        abandoned: Calls given up in the queue that a callback would take, a count.
        redial_rate: Part of them that calls again, a share.
        cost_per_contact: What such a repeated call costs, money for one.
        callback_cost: What a callback costs, money for one.

    Returns:
        Report currency of the period, positive when a callback is cheaper, not rounded.

    Raises:
        OutsideDomain: A count is negative, or the share is outside 0 to 1. Excel shows #NUM!.

    Example:
        >>> callback_savings(12_000, 0.5, 6.0, 4.5)
        9000.0

    Source:
        LiveAgent, "Kostnad per kontakt": a callback when an agent is free reduces waiting to a
        minimum; redials of impatient customers: N. Gans, G. Koole, A. Mandelbaum, "Telephone
        Call Centers", section 4.
    """
    in_domain(
        abandoned=abandoned,
        redial_rate=redial_rate,
        cost_per_contact=cost_per_contact,
        callback_cost=callback_cost,
    )
    redials = abandoned * redial_rate
    return finite(redials * difference(cost_per_contact, callback_cost))


@metric(
    en="Savings from routing",
    nb="Besparelse ved ruting",
    nb_summary="Hva automatisk ruting sparer når færre kontakter settes over.",
    unit=Unit.MONEY,
    better="higher",
    formula="{contacts}*({transfer_rate_before}-{transfer_rate_after})*{transfer_cost}",
)
def routing_savings(
    contacts: float,
    transfer_rate_before: float,
    transfer_rate_after: float,
    transfer_cost: float,
) -> float:
    """What automatic routing saves when fewer contacts are passed on.

    The cost of a transfer is the time that both agents spend on it, about a second handling; the
    contact itself would have come anyway.

    Args:
        contacts: Contacts of a period, a count.
        transfer_rate_before: Part of them passed on before, a share.
        transfer_rate_after: Part of them passed on after, a share.
        transfer_cost: What one transfer costs, money for one.

    Returns:
        Report currency of the period, negative when more are passed on, not rounded.

    Raises:
        OutsideDomain: A count is negative, or a share is outside 0 to 1. Excel shows #NUM!.

    Example:
        >>> routing_savings(100_000, 0.25, 0.125, 4.0)
        50000.0

    Source:
        LiveAgent, "Kostnad per kontakt": automatic routing connects callers with the right agent
        or department.
    """
    in_domain(
        contacts=contacts,
        transfer_rate_before=transfer_rate_before,
        transfer_rate_after=transfer_rate_after,
        transfer_cost=transfer_cost,
    )
    avoided = contacts * difference(transfer_rate_before, transfer_rate_after)
    return finite(finite(avoided) * transfer_cost)


@metric(
    en="Savings from outsourcing",
    nb="Besparelse ved utkontraktering",
    nb_summary="Hva det sparer å la en leverandør behandle kontaktene, mot å gjøre det selv.",
    unit=Unit.MONEY,
    better="higher",
    formula="{in_house_cost}-({contacts}*{vendor_price}+{retained_cost}+{transition_cost})",
)
def outsourcing_savings(
    contacts: float,
    in_house_cost: float,
    vendor_price: float,
    retained_cost: float,
    transition_cost: float = 0.0,
) -> float:
    """What having a vendor handle contacts saves against handling them in house.

    In-house cost is only what really goes away. Contract management, quality, training of the
    vendor and systems that stay are retained cost; rent and shared overhead often stay too.

    Args:
        contacts: Contacts of a period that the vendor handles, a count.
        in_house_cost: Cost of the same contacts in house, in the report currency.
        vendor_price: The vendor's price of a contact, money for one.
        retained_cost: Cost that stays in house in the period, in the report currency.
        transition_cost: One-off cost of moving, in the report currency; 0 when omitted.

    Returns:
        Report currency of the period, negative when the vendor is dearer, not rounded.

    Raises:
        OutsideDomain: `contacts` is negative, or the result is too large. Excel shows #NUM!.

    Example:
        >>> outsourcing_savings(50_000, 300_000, 4.0, 45_000, 25_000)
        30000.0

    Source:
        Teneo, "Operational Expenses (OpEx)": outsourcing; make or buy by relevant cost as in
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 11.
    """
    in_domain(
        contacts=contacts,
        in_house_cost=in_house_cost,
        vendor_price=vendor_price,
        retained_cost=retained_cost,
        transition_cost=transition_cost,
    )
    bill = _sum(_sum(finite(contacts * vendor_price), retained_cost), transition_cost)
    return difference(in_house_cost, bill)


@metric(
    en="Break-even of outsourcing",
    nb="Nullpunkt for utkontraktering",
    nb_summary="Volumet der det koster like mye å gjøre det selv som å bruke leverandøren.",
    unit=Unit.COUNT,
    formula=(
        "IF({vendor_price}-{variable_cost_per_unit}<=0,#N/A,"
        "{fixed_cost}/({vendor_price}-{variable_cost_per_unit}))"
    ),
)
def outsourcing_break_even(
    fixed_cost: float, variable_cost_per_unit: float, vendor_price: float
) -> float:
    """The volume at which handling in house costs as much as the vendor.

    Above it in house is cheaper, below it the vendor is. Fixed cost is only what would go away with
    the work, over the same period as the volume.

    Args:
        fixed_cost: Fixed cost in house of a period, in the report currency.
        variable_cost_per_unit: Variable cost of a contact in house, money for one.
        vendor_price: The vendor's price of a contact, money for one.

    Returns:
        Contacts of the period, a count, not rounded.

    Raises:
        NoAnswer: The vendor is never dearer, whatever the volume. Excel shows #N/A.
        OutsideDomain: The result is too large for a cell. Excel shows #NUM!.

    Example:
        >>> outsourcing_break_even(120_000, 2.0, 5.0)
        40000.0

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 3: break-even point, fixed
        cost / contribution margin per unit.
    """
    in_domain(
        fixed_cost=fixed_cost,
        variable_cost_per_unit=variable_cost_per_unit,
        vendor_price=vendor_price,
    )
    margin = difference(vendor_price, variable_cost_per_unit)
    if margin <= 0:
        message = "The vendor is never dearer than handling in house."
        raise NoAnswer(message)
    return divide(fixed_cost, margin)


@metric(
    en="Savings from VoIP and cloud",
    nb="Besparelse ved VoIP og sky",
    nb_summary="Hva telefoni over internett, eller en plattform i skyen, sparer.",
    unit=Unit.MONEY,
    better="higher",
    formula="{legacy_cost}-{voip_cost}+{rent_saved}-{migration_cost}",
)
def voip_savings(
    legacy_cost: float, voip_cost: float, rent_saved: float = 0.0, migration_cost: float = 0.0
) -> float:
    """What telephony over the internet, or a platform in the cloud, saves.

    Count lines, hardware, maintenance and licences on both sides. Rent is saved only when the lease
    ends; written-off hardware is no cost of today.

    Args:
        legacy_cost: Cost of the old system in the period, in the report currency.
        voip_cost: Cost of the new one in the period, in the report currency.
        rent_saved: Rent that falls away in the period, in the report currency; 0 when omitted.
        migration_cost: One-off cost of the change, in the report currency; 0 when omitted.

    Returns:
        Report currency of the period, negative when the new one is dearer, not rounded.

    Raises:
        OutsideDomain: The result is too large for a cell. Excel shows #NUM!.

    Example:
        >>> voip_savings(80_000, 50_000, 12_000, 20_000)
        22000

    Source:
        LiveAgent, "Kostnad per kontakt": VoIP needs little hardware, and agents who work from
        home need less office.
    """
    in_domain(
        legacy_cost=legacy_cost,
        voip_cost=voip_cost,
        rent_saved=rent_saved,
        migration_cost=migration_cost,
    )
    return difference(_sum(difference(legacy_cost, voip_cost), rent_saved), migration_cost)


@metric(
    en="Savings from training",
    nb="Besparelse ved opplæring",
    nb_summary=(
        "Hva opplæring sparer i mindre omarbeid og færre eskaleringer, utover det den koster."
    ),
    unit=Unit.MONEY,
    better="higher",
    formula="{trainees}*({training_benefit}-{training_cost})",
)
def training_savings(trainees: float, training_cost: float, training_benefit: float) -> float:
    """What training saves in less rework and fewer escalations, above what it costs.

    The cost of training holds the paid hours away from contacts, not only the course. The benefit
    is what was measured after, against agents who were not trained.

    Args:
        trainees: Agents who are trained, a count.
        training_cost: Cost of training one, with paid hours, money for one.
        training_benefit: What one saves in the period after, money for one.

    Returns:
        Report currency, negative when training costs more than it gives, not rounded.

    Raises:
        OutsideDomain: `trainees` is negative, or the result is too large. Excel shows #NUM!.

    Example:
        >>> training_savings(40, 600.0, 1_100.0)
        20000.0

    Source:
        Teneo, "Operational Expenses (OpEx)": training and development; monetary benefits less
        programme costs as in J. Phillips, "Return on Investment in Training", chapter 1.
    """
    in_domain(trainees=trainees, training_cost=training_cost, training_benefit=training_benefit)
    return finite(trainees * difference(training_benefit, training_cost))


@metric(
    en="Cost of attrition",
    nb="Kostnad ved turnover",
    nb_summary="Hva det koster å erstatte agentene som slutter.",
    unit=Unit.MONEY,
    better="lower",
    formula="{leavers}*({recruiting_cost}+{training_cost}+{ramp_cost})",
)
def attrition_cost(
    leavers: float, recruiting_cost: float, training_cost: float, ramp_cost: float
) -> float:
    """What replacing the agents who leave costs.

    Recruiting, training, and the paid time until a new agent is as productive as the old one. Leave
    out those who are not replaced.

    Args:
        leavers: Agents who left and are replaced, a count.
        recruiting_cost: Cost of recruiting one, money for one.
        training_cost: Cost of training one, money for one.
        ramp_cost: Cost of lower productivity of one until it is full, money for one.

    Returns:
        Report currency of the period, cost positive, not rounded.

    Raises:
        OutsideDomain: `leavers` is negative, or the result is too large. Excel shows #NUM!.

    Example:
        >>> attrition_cost(12, 1_500.0, 2_500.0, 4_000.0)
        96000.0

    Source:
        W. Cascio, J. Boudreau, "Investing in People", chapter 4: separation and replacement cost,
        training cost and the value of lost productivity.
    """
    in_domain(
        leavers=leavers,
        recruiting_cost=recruiting_cost,
        training_cost=training_cost,
        ramp_cost=ramp_cost,
    )
    return finite(leavers * _sum(_sum(recruiting_cost, training_cost), ramp_cost))


@metric(
    en="Cash saving",
    nb="Likviditetseffekt av en besparelse",
    nb_summary="Den delen av en besparelse som faktisk senker utbetalingene.",
    unit=Unit.MONEY,
    better="higher",
    formula="{saving}*{cash_share}",
)
def cash_saving(saving: float, cash_share: float) -> float:
    """The part of a saving that leaves the accounts.

    The rest is cost avoidance: capacity that is free while its salaries are paid, or cost that
    would have come. Show both, and never add avoidance to a budget.

    Args:
        saving: A saving, in the report currency.
        cash_share: Part of it that lowers what is paid, a share.

    Returns:
        Report currency, not rounded.

    Raises:
        OutsideDomain: `cash_share` is outside 0 to 1. Excel shows #NUM!.

    Example:
        >>> cash_saving(90_000, 0.4)
        36000.0

    Source:
        HM Treasury, "The Government Efficiency Framework" (2023): gains that release cash and
        gains that do not are reported apart.
    """
    in_domain(saving=saving, cash_share=cash_share)
    return finite(saving * cash_share)


def _sum(first: float, second: float) -> float:
    """Return a sum as a spreadsheet has it: 0 where nothing but rounding is left."""
    return difference(first, -second)
