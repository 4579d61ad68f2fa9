"""Whether a lever is worth its money: payback, present value, rate of return, whole cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, pairwise

from xlcost.catalogue import payback_formulas, rate_formulas
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

# An investment counts as paid back when all but this part of it has come back: cents add up.
_CLOSE = 1e-12

# The place of each cell of a range, counted row by row from 0.
_DOWN = "(ROW({0})-MIN(ROW({0})))"
_RIGHT = "(COLUMN({0})-MIN(COLUMN({0})))"
_PLACE = f"({_DOWN}*COLUMNS({{0}})+{_RIGHT})"
# What the range has come to up to each of its cells: the rows above, and the row so far.
_SO_FAR = (
    "(MMULT(--(ROW({0})>TRANSPOSE(ROW({0}))),MMULT({0}+0,TRANSPOSE(COLUMN({0})^0)))"
    "+MMULT({0}+0,--(TRANSPOSE(COLUMN({0}))<=COLUMN({0}))))"
)


def _over(template: str, name: str) -> str:
    """Return a piece of a twin over one argument."""
    return template.replace("{0}", f"{{{name}}}")


_AT = _over(_PLACE, "savings")
_LENGTH = "ROWS({savings})*COLUMNS({savings})"
# The place of the first cell at which all is back, or the length of the range.
_BACK = (
    f"({_LENGTH}-SUMPRODUCT(MAX(({_over(_SO_FAR, 'savings')}>={{investment}}*{1 - _CLOSE})"
    f"*({_LENGTH}-{_AT}))))"
)


@metric(
    en="Payback",
    nb="Tilbakebetalingstid",
    nb_summary="Hvor mange perioder med besparelser som betaler en investering tilbake.",
    unit=Unit.PERIODS,
    better="lower",
    formula=(
        "IF({investment}+0<=0,SUMPRODUCT(0*({savings}+0)),IF("
        f"{_LENGTH}=1,IF(SUM({{savings}})<=0,#N/A,{{investment}}/SUM({{savings}})),"
        f"IF({_BACK}={_LENGTH},#N/A,{_BACK}+MIN(1,({{investment}}"
        f"-SUMPRODUCT(({{savings}}+0)*({_AT}<{_BACK})))"
        f"/SUMPRODUCT(({{savings}}+0)*({_AT}={_BACK}))))))"
    ),
    one_cell="IF({investment}+0<=0,0*{savings},IF({savings}+0<=0,#N/A,{investment}/{savings}))",
    modern=payback_formulas.PAYBACK,
    shape="range",
)
def payback_periods(investment: float, savings: Sequence[float]) -> float:
    """How many periods of savings pay an investment back.

    One value means the same saving every period. Within the period that pays the rest, the saving
    is taken as even. What comes after, and what money costs over time, is not looked at.

    Args:
        investment: What is paid today, in the report currency; nothing to pay back gives 0.
        savings: Net saving of each period, in order, in the report currency.

    Returns:
        Periods, of the length that the savings have, not rounded.

    Raises:
        NoAnswer: It never pays back, or not within the range. Excel shows #N/A.
        OutsideDomain: A number is too large for a cell. Excel shows #NUM!.
        WrongValue: The range holds text. Excel shows #VALUE!.

    Example:
        >>> payback_periods(100_000, [40_000])
        2.5
        >>> payback_periods(100_000, [20_000, 50_000, 60_000])
        2.5

    Source:
        R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance", chapter 5: the payback
        period, interpolated within its last year.
    """
    equal_shapes(savings)
    in_domain(investment=investment, savings=savings)
    if investment <= 0:
        return 0.0
    if len(savings) == 1:
        if savings[0] <= 0:
            raise NoAnswer(_never())
        return divide(investment, savings[0])
    so_far = 0.0
    for place, saving in enumerate(savings):
        after = finite(so_far + saving)
        if after >= investment * (1 - _CLOSE):
            return place + min(1.0, divide(difference(investment, so_far), saving))
        so_far = after
    raise NoAnswer(_never())


def _never() -> str:
    return "The savings never pay the investment back."


@metric(
    en="Net present value",
    nb="Netto nåverdi",
    nb_summary=(
        "Hva et prosjekt er verdt i dag: kontantstrømmene, hver av dem diskontert til i dag."
    ),
    unit=Unit.MONEY,
    better="higher",
    formula=(f"SUMPRODUCT(({{cash_flows}}+0)/(1+{{discount_rate}})^{_over(_PLACE, 'cash_flows')})"),
    shape="range",
)
def project_npv(discount_rate: float, cash_flows: Sequence[float]) -> float:
    """What a project is worth today: its cash flows, each discounted to today.

    The first flow is today and is not discounted; Excel's own NPV discounts the first as if it came
    in a year. The rate is that of one period: a year's for years, a month's for months.

    Args:
        discount_rate: Rate of one period, a share, above -1.
        cash_flows: Flows in order, today first, in the report currency; money paid is negative.

    Returns:
        Report currency of today, positive when the project is worth more than it costs, not
        rounded.

    Raises:
        OutsideDomain: The rate is -1 or below, or a number is too large. Excel shows #NUM!.
        WrongValue: The range holds text. Excel shows #VALUE!.

    Example:
        >>> round(project_npv(0.08, [-40_000, 8_000, 9_200, 10_000, 12_000, 14_500]), 2)
        1922.06

    Source:
        R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance", chapter 2; the example
        is that of Microsoft, "NPV function", with the first flow outside the function.
    """
    equal_shapes(cash_flows)
    in_domain(discount_rate=discount_rate, cash_flows=cash_flows)
    return total(_worth(discount_rate, cash_flows, count()))


def _worth(rate: float, flows: Sequence[float], after: Iterable[float]) -> Iterator[float]:
    """Yield what each flow is worth today, after its number of periods."""
    grown = finite(1 + rate)
    for flow, periods in zip(flows, after, strict=False):
        yield divide(flow, _power(grown, periods))


def _power(base: float, exponent: float) -> float:
    """Return a power that a cell can hold.

    Raises:
        OutsideDomain: The power is too large.
    """
    try:
        return float(base**exponent)
    except OverflowError:
        message = "The result is too large for a cell."
        raise OutsideDomain(message) from None


# No twin: Excel's IRR starts from a guess and stops at whichever rate it meets first; where there
# are several, or none, it does not say so.
@metric(
    en="Internal rate of return",
    nb="Internrente",
    nb_summary="Renten der et prosjekt ikke er verdt noe: dets egen avkastning per periode.",
    unit=Unit.SHARE,
    better="higher",
    shape="range",
    modern=rate_formulas.PERIODIC,
)
def project_irr(cash_flows: Sequence[float]) -> float:
    """The rate at which a project is worth nothing: its own return per period.

    Every rate above -1 is looked at, without a guess. Where no rate or several make the value 0
    there is no answer, and the net present value should be used.

    Args:
        cash_flows: Flows in order, today first, in the report currency; money paid is negative.

    Returns:
        A share per period, 0.08 for 8 %, not rounded.

    Raises:
        NoAnswer: No rate gives 0, or more than one does. Excel shows #N/A.
        OutsideDomain: The rate is too large for a cell. Excel shows #NUM!.
        WrongValue: The range holds text. Excel shows #VALUE!.

    Example:
        >>> round(project_irr([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]), 4)
        0.0866

    Source:
        R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance", chapter 5, with its
        pitfall of several rates; the example is that of Microsoft, "IRR function".
    """
    equal_shapes(cash_flows)
    in_domain(cash_flows=cash_flows)
    return _one_rate([(float(place), flow) for place, flow in enumerate(cash_flows)])


def _one_rate(flows: list[tuple[float, float]]) -> float:
    """Return the one rate at which flows, each after its number of periods, are worth nothing.

    Raises:
        NoAnswer: There is none, or several.
    """
    largest = max(abs(flow) for _, flow in flows)
    if not largest:
        message = "Without cash flows every rate gives 0."
        raise NoAnswer(message)
    found = _roots([(place, flow / largest) for place, flow in flows if flow])
    if len(found) != 1:
        message = f"{len(found) or 'No'} rates make the value 0: there is no one answer."
        raise NoAnswer(message)
    return finite(math.expm1(-found[0]))


# A rate r makes the value 0 where the polynomial of the flows has the root 1/(1+r). Roots are
# sought as t = log(1/(1+r)), so that every rate above -1 is a plain number.
Terms = list[tuple[float, float]]


def _roots(terms: Terms) -> list[float]:
    """Return every t at which the sum of coefficient·exp(exponent·t) is 0, in ascending order.

    Multiplied by exp(-a·t), with `a` between two exponents whose signs differ, the sum keeps its
    roots, and its slope has one change of sign fewer (the proof of Descartes' rule). Between two
    zeros of the slope there is one root at the most.
    """
    turn = next(
        (
            (low + high) / 2
            for (low, first), (high, second) in pairwise(terms)
            if first * second < 0
        ),
        None,
    )
    if turn is None:
        return []
    slope = [(exponent, coefficient * (exponent - turn)) for exponent, coefficient in terms]
    limits: list[float | None] = [None, *_roots(slope), None]
    found: list[float] = []
    for low, high in pairwise(limits):
        if low is not None and _sign(terms, low) == 0:
            found.append(low)
        signs = _sign_at(terms, low, first=True), _sign_at(terms, high, first=False)
        if signs[0] * signs[1] < 0:
            found.append(_between(terms, low, high, signs[0]))
    return found


def _sign_at(terms: Terms, place: float | None, *, first: bool) -> int:
    """Return the sign at a place; at no place, that of the term which outgrows all others."""
    if place is not None:
        return _sign(terms, place)
    return 1 if terms[0 if first else -1][1] > 0 else -1


def _sign(terms: Terms, place: float) -> int:
    """Return the sign of the sum, and 0 where nothing but rounding is left of it."""
    parts = _parts(terms, place)
    value, size = math.fsum(parts), math.fsum(map(abs, parts))
    if abs(value) <= _CLOSE * size:
        return 0
    return 1 if value > 0 else -1


def _between(terms: Terms, low: float | None, high: float | None, sign: int) -> float:
    """Return the one root between two places, each of them open to the far end where None."""
    step = 1.0
    if low is None:
        low = (0.0 if high is None else high) - step
        while _sign(terms, low) != sign:
            step *= 2
            low -= step
    if high is None:
        step, high = 1.0, max(low, 0.0) + 1.0
        while _sign(terms, high) == sign:
            step *= 2
            high += step
    while True:
        middle = low + (high - low) / 2
        if middle in (low, high):
            return middle
        if _sign_exact(terms, middle) == sign:
            low = middle
        else:
            high = middle


def _sign_exact(terms: Terms, place: float) -> int:
    """Return the sign of the sum, however small it is."""
    value = math.fsum(_parts(terms, place))
    return (value > 0) - (value < 0)


def _parts(terms: Terms, place: float) -> list[float]:
    """Return the terms at a place over the largest power there, so that none is too large."""
    highest = max(exponent * place for exponent, _ in terms)
    return [
        coefficient * math.exp(max(exponent * place - highest, -745.0))
        for exponent, coefficient in terms
    ]


@metric(
    en="Return on investment",
    nb="Avkastning på investeringen",
    nb_summary="Hva en investering gir tilbake utover det den koster, som andel av kostnaden.",
    unit=Unit.SHARE,
    better="higher",
    formula="({benefit}-{cost})/{cost}",
)
def return_on_investment(benefit: float, cost: float) -> float:
    """What an investment gives back above its cost, as a part of the cost.

    Benefit and cost are both over the whole life, one-off and running. It says nothing of when the
    money comes: see PROJECT_NPV.

    Args:
        benefit: All that it brings, in the report currency.
        cost: All that it costs, in the report currency.

    Returns:
        A share, 0.5 for 50 %, negative when it brings less than it costs, not rounded.

    Raises:
        DivisionByZero: `cost` is 0. Excel shows #DIV/0!.

    Example:
        >>> return_on_investment(150_000, 100_000)
        0.5

    Source:
        J. Phillips, "Return on Investment in Training", chapter 1: (benefits - costs) / costs.
    """
    in_domain(benefit=benefit, cost=cost)
    return divide(difference(benefit, cost), cost)


@metric(
    en="Total cost of ownership",
    nb="Samlet eierkostnad",
    nb_summary="Hva noe koster gjennom hele levetiden: å kjøpe og å drive.",
    unit=Unit.MONEY,
    better="lower",
    formula="{investment}+{running_cost}*{periods}",
)
def total_cost_of_ownership(investment: float, running_cost: float, periods: float) -> float:
    """What something costs over its whole life: to buy, and to run.

    Running cost holds licences, support, operation and the people who look after it. Nothing is
    discounted: compare lives of the same length.

    Args:
        investment: What is paid once, in the report currency.
        running_cost: What one period costs, in the report currency.
        periods: Periods of its life, in periods.

    Returns:
        Report currency over the whole life, cost positive, not rounded.

    Raises:
        OutsideDomain: `periods` is negative, or the result is too large. Excel shows #NUM!.

    Example:
        >>> total_cost_of_ownership(50_000, 2_000, 36)
        122000

    Source:
        Gartner, "Total cost of ownership (TCO)": hardware and software acquisition, management
        and support, communications, end-user expenses and downtime over the life.
    """
    in_domain(investment=investment, running_cost=running_cost, periods=periods)
    return difference(investment, -finite(running_cost * periods))


# No twin: it would have to walk through the range as PAYBACK_PERIODS does, with a power in each.
@metric(
    en="Discounted payback",
    nb="Diskontert tilbakebetalingstid",
    nb_summary="Hvor mange perioder som betaler en investering tilbake når pengene også koster.",
    unit=Unit.PERIODS,
    better="lower",
    shape="range",
    modern=payback_formulas.DISCOUNTED,
)
def discounted_payback_periods(
    investment: float, savings: Sequence[float], discount_rate: float
) -> float:
    """How many periods pay an investment back when waiting for money costs something, too.

    Each period's saving comes at its end and is discounted to today. One value means the same
    saving every period. Within the period that pays the rest, the discounted saving is taken as
    even. It is never shorter than PAYBACK_PERIODS while the rate is above 0.

    Args:
        investment: What is paid today, in the report currency; nothing to pay back gives 0.
        savings: Net saving of each period, in order, in the report currency.
        discount_rate: Rate of one period, a share, above -1.

    Returns:
        Periods, of the length that the savings have, not rounded.

    Raises:
        NoAnswer: It never pays back, or not within the range. Excel shows #N/A.
        OutsideDomain: The rate is -1 or below, or a number is too large. Excel shows #NUM!.
        WrongValue: The range holds text. Excel shows #VALUE!.

    Example:
        >>> round(discounted_payback_periods(800, [50, 400, 500, 500], 0.1), 2)
        3.14

    Source:
        R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance", chapter 5: discounted
        payback; the example is that of a published note: -800, then 45, 330, 376 and 341 today.
    """
    equal_shapes(savings)
    in_domain(investment=investment, savings=savings, discount_rate=discount_rate)
    if investment <= 0:
        return 0.0
    if len(savings) == 1 and discount_rate != 0:
        return _even_payback(investment, savings[0], discount_rate)
    if len(savings) == 1:
        return payback_periods(investment, savings)
    # One of several is no saving that comes every period.
    return payback_periods(investment, list(_worth(discount_rate, savings, count(1))))


def _even_payback(investment: float, saving: float, rate: float) -> float:
    """Return after how many periods the same saving every period has paid an investment back."""
    # What all periods ever bring is saving / rate; this part of it must come.
    part = divide(finite(investment * rate), saving) if saving > 0 else 1.0
    if part >= 1:
        raise NoAnswer(_never())
    whole = math.floor(-math.log1p(-part * (1 - _CLOSE)) / math.log1p(rate))
    left = _power(1 + rate, -whole)  # of each money that comes then
    brought = divide(finite(saving * -math.expm1(-whole * math.log1p(rate))), rate)
    after = finite(saving * left / (1 + rate))
    return whole + min(1.0, max(0.0, divide(difference(investment, brought), after)))


_WORTH = f"/(1+{{discount_rate}})^{_over(_PLACE, 'cash_flows')}"


@metric(
    en="Profitability index",
    nb="Nåverdiindeks",
    nb_summary="Nåverdien av det som kommer inn, for hver krone av nåverdien som går ut.",
    unit=Unit.COUNT,
    better="higher",
    formula=(
        f"SUMPRODUCT(({{cash_flows}}+0>0)*({{cash_flows}}+0){_WORTH})"
        f"/SUMPRODUCT(({{cash_flows}}+0<0)*(0-{{cash_flows}}){_WORTH})"
    ),
    shape="range",
)
def profitability_index(discount_rate: float, cash_flows: Sequence[float]) -> float:
    """Present value of what comes in, for each money of present value that goes out.

    Above 1 the project is worth more than it costs. It ranks projects where money is short, which
    PROJECT_NPV does not; it favours small ones, so look at both.

    Args:
        discount_rate: Rate of one period, a share, above -1.
        cash_flows: Flows in order, today first, in the report currency; money paid is negative.

    Returns:
        A ratio, 1.05 where 1.05 comes in for 1 that goes out, not rounded.

    Raises:
        DivisionByZero: Nothing goes out. Excel shows #DIV/0!.
        OutsideDomain: The rate is -1 or below, or a number is too large. Excel shows #NUM!.
        WrongValue: The range holds text. Excel shows #VALUE!.

    Example:
        >>> round(profitability_index(0.08, [-40_000, 8_000, 9_200, 10_000, 12_000, 14_500]), 4)
        1.0481

    Source:
        R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance", chapter 5; the flows are
        those of Microsoft, "NPV function": 41,922.06 today for 40,000.
    """
    equal_shapes(cash_flows)
    in_domain(discount_rate=discount_rate, cash_flows=cash_flows)
    worth = list(_worth(discount_rate, cash_flows, count()))
    paid = total(-one for one in worth if one < 0)
    return divide(total(one for one in worth if one > 0), paid)


_PERIODS_AFTER = "(ROWS({cash_flows})*COLUMNS({cash_flows})-1)"


@metric(
    en="Modified internal rate of return",
    nb="Modifisert internrente",
    nb_summary=(
        "Avkastningen per periode når overskudd plasseres til én rente og lån koster en annen."
    ),
    unit=Unit.SHARE,
    better="higher",
    formula=(
        "IF(SUMPRODUCT(--({cash_flows}+0>0))=0,#DIV/0!,"
        "(SUMPRODUCT(({cash_flows}+0>0)*({cash_flows}+0)*(1+{reinvestment_rate})^"
        f"({_PERIODS_AFTER}-{_over(_PLACE, 'cash_flows')}))"
        "/SUMPRODUCT(({cash_flows}+0<0)*(0-{cash_flows})/(1+{finance_rate})^"
        f"{_over(_PLACE, 'cash_flows')}))^(1/{_PERIODS_AFTER})-1)"
    ),
    shape="range",
)
def modified_irr(
    cash_flows: Sequence[float], finance_rate: float, reinvestment_rate: float
) -> float:
    """The return per period of a project whose money in between earns and costs rates of its own.

    What goes out is discounted to today at the rate that money costs, what comes in grows to the
    end at the rate that it earns. Unlike PROJECT_IRR there is always one answer.

    Args:
        cash_flows: Flows in order, today first, in the report currency; money paid is negative.
        finance_rate: What borrowed money costs a period, a share, above -1.
        reinvestment_rate: What money that has come in earns a period, a share, above -1.

    Returns:
        A share per period, 0.08 for 8 %, not rounded.

    Raises:
        DivisionByZero: Nothing goes out, or nothing comes in. Excel shows #DIV/0!.
        OutsideDomain: A rate is -1 or below, or a number is too large. Excel shows #NUM!.
        WrongValue: The range holds text. Excel shows #VALUE!.

    Example:
        >>> round(modified_irr([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.1, 0.12), 6)
        0.126094

    Source:
        Microsoft, "MIRR function", with its example.
    """
    equal_shapes(cash_flows)
    in_domain(cash_flows=cash_flows)
    in_domain(finance_rate=finance_rate, reinvestment_rate=reinvestment_rate)
    last = len(cash_flows) - 1
    earned = finite(1 + reinvestment_rate)
    if not any(flow > 0 for flow in cash_flows):
        raise DivisionByZero("Nothing comes in.")
    # Of every flow, as in a cell: the power of a 0 may be too large as well.
    there = total(
        finite(max(flow, 0.0) * _power(earned, last - place))
        for place, flow in enumerate(cash_flows)
    )
    paid = total(_worth(finance_rate, [max(-flow, 0.0) for flow in cash_flows], count()))
    grown = divide(there, paid)  # with one flow alone, nothing comes in or nothing goes out
    return difference(grown ** (1 / last), 1)


_DAY = "INT({dates}+0)"
_FIRST = "INT(INDEX({dates},1,1)+0)"


@metric(
    en="Net present value, dated",
    nb="Netto nåverdi med datoer",
    nb_summary="Hva kontantstrømmer på hver sin dato er verdt på den første av dem.",
    unit=Unit.MONEY,
    better="higher",
    formula=(
        f"IF(SUMPRODUCT(--({_DAY}<{_FIRST}))>0,#NUM!,"
        f"SUMPRODUCT(({{cash_flows}}+0)/(1+{{discount_rate}})^(({_DAY}-{_FIRST})/365)))"
    ),
    shape="range",
)
def dated_npv(discount_rate: float, cash_flows: Sequence[float], dates: Sequence[float]) -> float:
    """What flows on days of their own are worth on the first of them.

    Discounted by days over 365, as Excel's XNPV does; the rate is that of a year. The first flow is
    on the first day and is not discounted; none may be earlier.

    Args:
        discount_rate: Rate of a year, a share, above -1.
        cash_flows: Flows, in the report currency; money paid is negative.
        dates: The date of each flow, the first one first.

    Returns:
        Report currency of the first day, not rounded.

    Raises:
        OutsideDomain: A day is before the first, the rate is -1 or below, or a number is too large.
            Excel shows #NUM!.
        WrongValue: Different shapes, or text. Excel shows #VALUE!.

    Example:
        >>> round(
        ...     dated_npv(
        ...         0.09,
        ...         [-10_000, 2_750, 4_250, 3_250, 2_750],
        ...         [39448, 39508, 39751, 39859, 39904],
        ...     ),
        ...     2,
        ... )
        2086.65

    Source:
        Microsoft, "XNPV function", with its example: from 1 January 2008 to 1 April 2009.
    """
    equal_shapes(cash_flows, dates)
    in_domain(discount_rate=discount_rate, cash_flows=cash_flows, dates=dates)
    return total(_worth(discount_rate, cash_flows, _years(dates)))


def _years(dates: Sequence[float]) -> list[float]:
    """Return the years of 365 days from the first date to each."""
    days = [math.floor(one) for one in dates]
    if min(days) < days[0]:
        message = "A date is before the first: the first flow must be the earliest."
        raise OutsideDomain(message)
    return [(day - days[0]) / 365 for day in days]


# No twin, as PROJECT_IRR has none.
@metric(
    en="Internal rate of return, dated",
    nb="Internrente med datoer",
    nb_summary="Årsrenten der kontantstrømmer på hver sin dato ikke er verdt noe.",
    unit=Unit.SHARE,
    better="higher",
    shape="range",
    modern=rate_formulas.DATED,
)
def dated_irr(cash_flows: Sequence[float], dates: Sequence[float]) -> float:
    """The rate of a year at which flows on days of their own are worth nothing.

    Every rate above -1 is looked at, without a guess, by days over 365 as Excel's XIRR does. Where
    no rate or several make the value 0 there is no answer, and DATED_NPV should be used.

    Args:
        cash_flows: Flows, in the report currency; money paid is negative.
        dates: The date of each flow, the first one first.

    Returns:
        A share per year, 0.08 for 8 %, not rounded.

    Raises:
        NoAnswer: No rate gives 0, or more than one does. Excel shows #N/A.
        OutsideDomain: A day is before the first, or the rate is too large. Excel shows #NUM!.
        WrongValue: Different shapes, or text. Excel shows #VALUE!.

    Example:
        >>> round(
        ...     dated_irr(
        ...         [-10_000, 2_750, 4_250, 3_250, 2_750],
        ...         [39448, 39508, 39751, 39859, 39904],
        ...     ),
        ...     6,
        ... )
        0.373363

    Source:
        Microsoft, "XIRR function", with its example: from 1 January 2008 to 1 April 2009.
    """
    equal_shapes(cash_flows, dates)
    in_domain(cash_flows=cash_flows, dates=dates)
    by_day: dict[float, list[float]] = {}
    for years, flow in sorted(zip(_years(dates), cash_flows, strict=True)):
        by_day.setdefault(years, []).append(flow)
    return _one_rate([(years, total(flows)) for years, flows in by_day.items()])
