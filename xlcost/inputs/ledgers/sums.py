"""Sums: groups of rows in the sign and unit of the report, by version, period and places."""

from __future__ import annotations

from decimal import Decimal

from xlcost.dataset.schema import DIMENSION
from xlcost.dataset.settings import AmountColumn
from xlcost.engine import Held, quoted
from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.cleaning import WHEN
from xlcost.inputs.columns.periods import KEY, Periods
from xlcost.inputs.columns.rows import LEFT
from xlcost.inputs.ledgers.groups import Groups
from xlcost.inputs.ledgers.versions import VERSIONS, default_version, version_name
from xlcost.values.calendar import Calendar
from xlcost.values.dates import constant_period

MONEY = "DECIMAL(38, 6)"
SUMS = ("version", KEY, "account", "cost_centre", "entity", "currency", DIMENSION)


def sums_of(groups: Groups, periods: Periods, binding: Binding, calendar: Calendar) -> Held:
    """Return the columns `SUMS`, `amount`, `rows` and `once` of the rows that are used.

    A row with several amounts is counted in `rows` for each, and in `once` for the first.
    """
    engine = groups.engine
    read = periods.held(engine).name
    parts = []
    for name, what in groups.amounts:
        keys = keys_of(binding, what, calendar)
        columns = [
            *(f"{sql} AS {key}" for key, sql in keys.items()),
            f"{scaled(name, factor_of(binding, what))} AS amount",
            f"{name}_rows AS rows, {name}_once AS once",
        ]
        used = f"{LEFT} = '' AND {name}_rows > 0"
        parts.append(
            f"SELECT {', '.join(columns)} FROM {groups.held.name} JOIN {read} USING ({WHEN}) "
            f"WHERE {used}"
        )
    counted = f"CAST(sum(amount) AS {MONEY}) AS amount"
    counted += ", CAST(sum(rows) AS BIGINT) AS rows, CAST(sum(once) AS BIGINT) AS once"
    every = " UNION ALL ".join(parts)
    sql = f"SELECT {', '.join(SUMS)}, {counted} FROM ({every}) GROUP BY ALL"
    return Held(engine, engine.keep(sql))


def factor_of(binding: Binding, what: AmountColumn) -> Decimal:
    """Return what makes an amount of a column one of the report's sign and unit."""
    sign = -1 if (what.cost_is or binding.said.cost_is) == "negative" else 1
    return binding.said.amount_unit * sign


def scaled(amount: str, factor: Decimal) -> str:
    """Return an amount in the sign and unit of the report, in SQL; both factors are exact."""
    if factor == 1:
        return f"CAST({amount} AS {MONEY})"
    if factor == -1:
        return f"CAST(-{amount} AS {MONEY})"
    plain = factor.normalize()
    decimals = max(0, -int(plain.as_tuple().exponent))
    digits = max(len(plain.as_tuple().digits), plain.adjusted() + 1) + decimals
    exact = f"CAST('{plain:f}' AS DECIMAL({digits}, {decimals}))"
    return f"CAST({amount} * {exact} AS {MONEY})"


def keys_of(binding: Binding, what: AmountColumn, calendar: Calendar) -> dict[str, str]:
    """Return the keys of a column of amounts, in SQL: its own, else those of the row."""
    own = what.model_dump()
    found = {name: quoted(own[name]) if own.get(name) else name for name in SUMS}
    if what.period:
        found[KEY] = f"CAST({constant_period(what.period, calendar).key} AS BIGINT)"
    found["version"] = _version(binding, what)
    return found


def _version(binding: Binding, what: AmountColumn) -> str:
    default = default_version(binding.input.name)
    if what.version:
        return quoted(version_name(what.version))
    if not binding.has("version"):
        return quoted(default)
    cases = [f"WHEN {quoted(old)} THEN {quoted(new)}" for old, new in VERSIONS.items() if old]
    whens = " ".join([f"WHEN '' THEN {quoted(default)}", *cases])
    return f"CASE lower(version) {whens} ELSE lower(version) END"
