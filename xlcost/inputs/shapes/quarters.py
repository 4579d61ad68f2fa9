"""Quarters: columns or rows of quarters are spread evenly over their months, where told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from xlcost.dataset.settings import AmountColumn
from xlcost.inputs.shapes.step import Column, Shaped, Step
from xlcost.values import dates, numbers
from xlcost.values.calendar import MONTHS as YEAR
from xlcost.values.marks import MARK, NUMBER
from xlcost.values.numbers import Dialect

MONTHS = 3
Quarter = tuple[int, int]  # year and number
CENT = Decimal("0.01")


def thirds(amount: Decimal) -> list[Decimal]:
    """Return three amounts that are as alike as cents allow and add up to the whole."""
    part = (amount / MONTHS).quantize(CENT, rounding=ROUND_HALF_UP)
    return [part, part, amount - part - part]


def _applies(table: Shaped) -> bool:
    said = table.said
    by_month = table.calendar.periods_in_year == YEAR  # thirteen periods have no quarters
    if said.quarters != "spread" or not by_month:
        return False
    periods = [what.period or "" for what in said.amounts.values()]
    return any(dates.quarter(text) for text in periods) or _rows_place(table) is not None


def _rows_place(table: Shaped) -> int | None:
    """Return the column of periods of the rows, where the columns of amounts name none."""
    told = any(what.period for what in table.said.amounts.values())
    return None if told or "period" in table.said.constants else table.place("period")


def _change(table: Shaped) -> Shaped:
    place = _rows_place(table)
    return _columns(table) if place is None else _rows(table, place)


def _rows(table: Shaped, place: int) -> Shaped:
    """Return rows of quarters that hold a third, and columns of the other two thirds.

    A row stays one row, so that the rows that are used can be counted.
    """
    quarters = [dates.quarter((cell or "").removeprefix(MARK)) for cell in table.column(place)]
    amounts = dict(table.said.amounts)
    amount = None if amounts else table.place("amount")
    if not any(quarters) or (amount is None and not amounts):
        return table
    if amount is not None:
        amounts[table.raw.heading(amount)] = AmountColumn()
    firsts: Column = [
        _month(*quarter, 0) if quarter else cell
        for quarter, cell in zip(quarters, table.column(place), strict=True)
    ]
    shaped = table.with_columns({place: firsts})
    for heading, what in tuple(amounts.items()):
        shaped, more = _spread(shaped, heading, what, quarters)
        amounts |= more
    columns = {name: of for name, of in table.said.columns.items() if name != "amount"}
    return shaped.saying(amounts=amounts, columns=columns)


def _spread(
    table: Shaped, heading: str, what: AmountColumn, quarters: Sequence[Quarter | None]
) -> tuple[Shaped, dict[str, AmountColumn]]:
    """Return a table whose column holds the first thirds of its quarters, and the new columns."""
    place = table.raw.place_of(heading)
    if place is None:
        return table, {}
    cells = table.column(place)
    dialect = _dialect(table, cells)
    parts = [
        _parts(cell, dialect) if quarter else [cell, None, None]
        for cell, quarter in zip(cells, quarters, strict=True)
    ]
    shaped = table.with_columns({place: [part[0] for part in parts]})
    new: dict[str, AmountColumn] = {}
    for quarter in sorted({quarter for quarter in quarters if quarter}):
        year, number = quarter
        for month in range(1, MONTHS):
            name = shaped.new_heading(f"{heading} {year}Q{number} {month + 1}/{MONTHS}")
            column: Column = [
                part[month] if mine == quarter else None
                for part, mine in zip(parts, quarters, strict=True)
            ]
            shaped = shaped.with_new_columns({name: column})
            new[name] = what.model_copy(update={"period": _month(*quarter, month)})
    return shaped, new


def _month(year: int, number: int, month: int) -> str:
    """Return a month of a quarter as a period, the first one for 0."""
    return f"{year}P{(number - 1) * MONTHS + month + 1:02d}"


def _columns(table: Shaped) -> Shaped:
    amounts: dict[str, AmountColumn] = {}
    shaped = table
    for heading, what in table.said.amounts.items():
        quarter = dates.quarter(what.period or "")
        place = table.raw.place_of(heading)
        if quarter is None or place is None:
            amounts[heading] = what
            continue
        cells = shaped.column(place)
        dialect = _dialect(shaped, cells)
        parts = [_parts(cell, dialect) for cell in cells]
        for month in range(MONTHS):
            new = shaped.new_heading(f"{heading} {month + 1}/{MONTHS}")
            column: Column = [part[month] for part in parts]
            shaped = shaped.with_new_columns({new: column})
            amounts[new] = what.model_copy(update={"period": _month(*quarter, month)})
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
