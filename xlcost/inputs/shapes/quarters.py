"""Quarters: columns of quarters are spread evenly over their months, where the settings say so."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from xlcost.dataset.settings import AmountColumn
from xlcost.inputs.shapes.step import Column, Shaped, Step
from xlcost.values import dates, numbers
from xlcost.values.calendar import MONTHS as YEAR
from xlcost.values.marks import NUMBER
from xlcost.values.numbers import Dialect

MONTHS = 3
CENT = Decimal("0.01")


def thirds(amount: Decimal) -> list[Decimal]:
    """Return three amounts that are as alike as cents allow and add up to the whole."""
    part = (amount / MONTHS).quantize(CENT, rounding=ROUND_HALF_UP)
    return [part, part, amount - part - part]


def _applies(table: Shaped) -> bool:
    said = table.said
    periods = (what.period or "" for what in said.amounts.values())
    by_month = table.calendar.periods_in_year == YEAR  # thirteen periods have no quarters
    return said.quarters == "spread" and by_month and any(dates.quarter(t) for t in periods)


def _change(table: Shaped) -> Shaped:
    amounts: dict[str, AmountColumn] = {}
    shaped = table
    for heading, what in table.said.amounts.items():
        found = dates.quarter(what.period or "")
        place = table.raw.place_of(heading)
        if found is None or place is None:
            amounts[heading] = what
            continue
        year, number = found
        cells = shaped.column(place)
        dialect = _dialect(shaped, cells)
        parts = [_parts(cell, dialect) for cell in cells]
        for month in range(MONTHS):
            new = shaped.new_heading(f"{heading} {month + 1}/{MONTHS}")
            column: Column = [part[month] for part in parts]
            shaped = shaped.with_new_columns({new: column})
            period = f"{year}P{(number - 1) * MONTHS + month + 1:02d}"
            amounts[new] = what.model_copy(update={"period": period})
    return shaped.saying(amounts=amounts)


def _dialect(table: Shaped, cells: Column) -> Dialect:
    said = table.said
    return numbers.decide(
        {cell: 1 for cell in cells if cell is not None}, said.decimal, said.thousands
    )


def _parts(cell: str | None, dialect: Dialect) -> list[str | None]:
    """Return the thirds of a cell; what is no number stays, so that it is told once."""
    if cell is None or numbers.is_missing(cell):
        return [cell] * MONTHS
    amount = numbers.parse(cell, dialect)
    if amount is None:
        return [cell, None, None]
    return [NUMBER + f"{part:f}" for part in thirds(amount)]


QUARTERS = Step("quarters", _applies, _change)
