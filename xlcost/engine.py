"""One connection to the engine that adds rows up; it knows no formula and no file format."""

from __future__ import annotations

import contextlib
import warnings
from itertools import count
from typing import TYPE_CHECKING, Any, Self

import ibis

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# Nothing is fetched from the network and no code but DuckDB's own is run.
EMBEDDED_SETTINGS = {
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_progress_bar": False,  # it would write between our own lines, on standard output
    "preserve_insertion_order": False,
}


class Engine:
    """DuckDB embedded in memory, behind one Ibis connection."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.connection: Any = ibis.duckdb.connect(":memory:")
        for name, value in EMBEDDED_SETTINGS.items():
            self.connection.raw_sql(f"SET {name} = {str(value).lower()}")
        # What the files say reaches DuckDB as data only; should it ever not, it changes nothing.
        self.connection.raw_sql("SET lock_configuration = true")

    def table(self, rows: pa.Table | pd.DataFrame, name: str | None = None) -> ibis.Table:
        """Return an engine table over rows that are in memory."""
        name = name or self.new_name()
        # DuckDB reads the rows where they are.
        self.connection.con.register(name, rows)
        return self.connection.table(name)

    def store(self, expression: ibis.Table) -> ibis.Table:
        """Evaluate an expression once and return a table over its result."""
        name = self.new_name()
        # Ibis would copy the whole tree of a long expression twice on the way.
        query = self.connection.compile(expression)
        self.connection.con.execute(f"CREATE TEMP TABLE {name} AS {query}")
        return self.connection.table(name)

    def new_name(self) -> str:
        """Return a table name that this connection has not used yet."""
        return f"xlcost_{next(self._numbers)}"

    def interrupt(self) -> None:
        """Stop what DuckDB is at, from another thread."""
        self.connection.con.interrupt()

    def close(self) -> None:
        """Give up the connection; a second call does nothing."""
        with contextlib.suppress(Exception):
            self.connection.disconnect()

    def __enter__(self) -> Self:
        """Return itself, to be closed at the end of a `with` block."""
        return self

    def __exit__(self, *reason: object) -> None:
        """Close the connection."""
        self.close()


def arrow_of(expression: ibis.Table) -> pa.Table:
    """Return the rows of an expression as an Arrow table, whichever server computes them."""
    with warnings.catch_warnings():
        # Most of Ibis's backends set an option of pandas that pandas deprecates.
        warnings.filterwarnings("ignore", message="The 'future.infer_string' option")
        return expression.to_pyarrow()


def frame_of(expression: ibis.Table) -> pd.DataFrame:
    """Return the rows of an expression as a pandas frame; decimals stay exact.

    Not by Ibis's own `to_pandas`, which asks pandas for an option that it deprecates.
    """
    frame: pd.DataFrame = arrow_of(expression).to_pandas()
    return frame
