"""Fetching: a database may give as much as a run can hold, and no more.

A view of a few words can have more rows than all computers together.
"""

from __future__ import annotations

from typing import Any, Final

from xlcost.dataset.addresses import Address
from xlcost.dataset.limits import GIBIBYTE
from xlcost.errors import EnvironmentFault
from xlcost.system.late import pa

MOST_BYTES: Final = 4 * GIBIBYTE
MOST_ROWS: Final = 20_000_000
_ROWS: Final = 10_000  # of one batch


def fetched_by_bytes(
    backend: Any, connection: Any, address: Address, expression: Any, **named: Any
) -> Any:
    """Return the rows of an expression of DuckDB, counted by their bytes while they come.

    Raises:
        EnvironmentFault: There are too many of them.
    """
    del backend
    from ibis.backends.duckdb.converter import DuckDBPyArrowData  # noqa: PLC0415 - loads DuckDB's

    relation = connection._to_duckdb_relation(expression, **named)  # noqa: SLF001 - as Ibis does
    reader = relation.to_arrow_reader(_ROWS)
    batches, size = [], 0
    for batch in reader:
        batches.append(batch)
        size += batch.nbytes
        if size > MOST_BYTES:
            raise too_much(address, f"{MOST_BYTES // GIBIBYTE:,} GiB")
    table = pa.Table.from_batches(batches, schema=reader.schema)
    return expression.__pyarrow_result__(table, data_mapper=DuckDBPyArrowData)


def fetched_by_rows(
    backend: Any, connection: Any, address: Address, expression: Any, **named: Any
) -> Any:
    """Return the rows of an expression; one row too many is asked for, and is a fault.

    Raises:
        EnvironmentFault: There are too many of them.
    """
    asked = named.pop("limit", None) or MOST_ROWS + 1
    found = backend.to_pyarrow(connection, expression, limit=asked, **named)
    if getattr(found, "num_rows", 0) > MOST_ROWS:
        raise too_much(address, f"{MOST_ROWS:,} rows")
    return found


def too_much(address: Address, most: str) -> EnvironmentFault:
    """Return the fault of a database that gives more than a run can hold."""
    return EnvironmentFault(
        f"The database {address} gives more than {most}, so nothing was read. Ask it for less: one "
        "year, or sums by period, account and cost centre."
    )
