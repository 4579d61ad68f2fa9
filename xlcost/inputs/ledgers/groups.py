"""Groups: the rows of a table of amounts by the texts of their keys, whichever way they are read.

This is where both strategies meet: what follows (periods, signs, sums, controls) sees groups only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlcost.dataset.schema import DIMENSION
from xlcost.dataset.settings import AmountColumn
from xlcost.engine import Engine, Held, quoted
from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.cleaning import WHEN
from xlcost.inputs.columns.periods import Periods
from xlcost.inputs.columns.rows import LEFT

KEYS = ("account", "cost_centre", "entity", "currency", "version", DIMENSION)
BLANK = "_blank"  # rows that have no amount in any of several columns
FINE_ROWS = "fine"


@dataclass(frozen=True)
class Tally:
    """How many rows there are.

    Attributes:
        rows: Rows found.
        left_out: Rows that have a fault or that a rule leaves out.
        undated: Rows whose day or period means nothing.
        blank: Rows that are used and have no amount in any of several columns, as they may.
        fine: Rows that are used with a number of too many decimals.
        no_account: Rows that are used and have no account.
    """

    rows: int
    left_out: int
    undated: int
    blank: int
    fine: int
    no_account: int


@dataclass(frozen=True)
class Groups:
    """Rows by their keys, in the embedded engine.

    Attributes:
        engine: Where they are.
        held: Columns `_left` (the finding that the rows are left out with, or ""), `_when` (text of
            the day or period), `KEYS` ("" where the table has no such column), `rows`, `fine` and,
            of each column of amounts, its exact sum by its name, `…_rows` (rows that have one) and
            `…_once` (rows of which it is the first); `_blank` where there are several.
        amounts: The columns of amounts with what they are.
    """

    engine: Engine
    held: Held
    amounts: tuple[tuple[str, AmountColumn], ...]

    def whens(self) -> dict[str, int]:
        """Return the texts of the days or periods of rows that are used, with their rows."""
        name = self.held.name
        sql = f"SELECT {WHEN}, CAST(sum(rows) AS BIGINT) FROM {name} WHERE {LEFT} = '' "
        return dict(self.engine.ask(f"{sql} GROUP BY ALL ORDER BY ALL"))

    def tally(self, periods: Periods) -> Tally:
        """Count the rows."""
        read = periods.held(self.engine).name
        known = f"{WHEN} IN (SELECT {WHEN} FROM {read})"
        unknown = list(periods.unknown)
        counted = {
            "rows": "true",
            "left_out": f"{LEFT} <> ''",
            "undated": f"{LEFT} = '' AND list_contains(CAST(? AS VARCHAR[]), {WHEN})",
            "no_account": f"{LEFT} = '' AND account = ''",
        }
        sums = [f"sum(rows) FILTER ({condition})" for condition in counted.values()]
        sums.append(f"sum({FINE_ROWS}) FILTER ({LEFT} = '')")
        several = BLANK in self.held.kinds
        sums.append(f"sum({BLANK}) FILTER ({LEFT} = '' AND {known})" if several else "0")
        found = self.engine.ask(f"SELECT {', '.join(sums)} FROM {self.held.name}", [unknown])[0]
        rows, left_out, undated, no_account, fine, blank = (int(count or 0) for count in found)
        return Tally(rows, left_out, undated, blank, fine, no_account)


def amounts_of(binding: Binding) -> tuple[tuple[str, AmountColumn], ...]:
    """Return the columns of amounts with what they are."""
    if binding.amounts:
        return tuple((f"amount_{i}", what) for i, (_, what) in enumerate(binding.amounts))
    return (("amount", AmountColumn()),)


def key_columns(held: Held) -> list[str]:
    """Return the keys of a table of typed rows, those that it does not have as empty texts."""
    return [name if name in held.kinds else f"'' AS {name}" for name in KEYS]


def summed_amounts(names: Sequence[str], *, several: bool) -> list[str]:
    """Return the sums of columns of amounts, in SQL.

    Args:
        names: The columns.
        several: Whether they share their rows: a row is counted once, in the first that it fills.
    """
    found = []
    for place, name in enumerate(names):
        found += [f"sum({name}) AS {name}", f"count({name}) AS {name}_rows"]
        if several:
            empty = "".join(f"{one} IS NULL AND " for one in names[:place])
            found.append(f"count(*) FILTER ({empty}{name} IS NOT NULL) AS {name}_once")
        else:
            found.append(f"count({name}) AS {name}_once")
    if several:
        empty = " AND ".join(f"{name} IS NULL" for name in names)
        found.append(f"count(*) FILTER ({empty}) AS {BLANK}")
    return found


def left_out_as(code: str) -> str:
    """Return the column that says with which finding rows are left out, in SQL."""
    return f"{quoted(code)} AS {LEFT}"
