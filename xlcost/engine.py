"""One connection to the engine that adds rows up; it knows no formula and no file format."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any, Self

import duckdb

from xlcost.errors import EnvironmentFault

if TYPE_CHECKING:
    import ibis
    import pandas as pd
    import pyarrow as pa

# Nothing is fetched from the network and no session of another program is seen.
EMBEDDED_SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_progress_bar": False,  # it would write between our own lines, on standard output
    "preserve_insertion_order": False,
}

CELLS = "xlcost_cells"  # the rows of a server in a query that is asked of it


class Engine:
    """DuckDB embedded in memory, or a server or Spark by URL.

    The embedded engine answers SQL at once. Ibis takes half a second to load, so its connection is
    made when somebody first asks for an expression; both see the same tables.

    Args:
        url: What `ibis.connect` understands, such as `postgres://host/finance`; None is DuckDB
            embedded in memory.

    Raises:
        EnvironmentFault: The server does not answer or its Ibis backend is not installed.
    """

    def __init__(self, url: str | None = None) -> None:
        self.url = url
        self._numbers = count(1)
        self._embedded: duckdb.DuckDBPyConnection | None = None
        if url is None:
            self._embedded = duckdb.connect(":memory:")
            for name, value in EMBEDDED_SETTINGS.items():
                self._embedded.execute(f"SET {name} = {str(value).lower()}")
        else:
            _ = self.connection  # a server that does not answer is told at once

    @property
    def is_embedded(self) -> bool:
        """Whether it is DuckDB in this process, which reads our files and answers SQL."""
        return self._embedded is not None

    @property
    def duckdb(self) -> duckdb.DuckDBPyConnection:
        """The connection of the embedded engine."""
        assert self._embedded is not None, "a server has no connection of DuckDB"
        return self._embedded

    @cached_property
    def connection(self) -> Any:
        """The connection of Ibis."""
        import ibis  # noqa: PLC0415 - a scan of a file needs none

        if self._embedded is not None:
            return ibis.duckdb.from_connection(self._embedded)
        assert self.url is not None
        try:
            return ibis.connect(self.url)
        except Exception as error:  # every backend has errors of its own
            text = str(error).strip().splitlines()
            reason = text[0] if text else type(error).__name__
            raise EnvironmentFault(f"The database could not be reached: {reason}") from error

    def ask(self, sql: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows of a query of the embedded engine."""
        return self.duckdb.execute(sql, values).fetchall()

    def arrow(self, sql: str) -> pa.Table:
        """Return the rows of a query of the embedded engine as an Arrow table."""
        return self.duckdb.sql(sql).to_arrow_table()

    def keep(self, sql: str, values: Sequence[Any] | None = None) -> str:
        """Evaluate a query of the embedded engine once; return the name of its table."""
        name = self.new_name()
        self.duckdb.execute(f"CREATE TEMP TABLE {name} AS {sql}", values)
        return name

    def view(self, sql: str) -> str:
        """Return the name of a view over a query of the embedded engine."""
        name = self.new_name()
        self.duckdb.execute(f"CREATE TEMP VIEW {name} AS {sql}")
        return name

    def sql_of(self, expression: ibis.Table) -> str:
        """Return an expression as a query of the embedded engine."""
        return str(self.connection.compile(expression))

    def hold(self, rows: pa.Table | pd.DataFrame) -> Held:
        """Return rows that are in memory as a table of the engine."""
        name = self.new_name()
        if self._embedded is not None:
            # DuckDB reads the rows where they are.
            self._embedded.register(name, rows)
            return Held(self, name)
        import ibis  # noqa: PLC0415 - as above

        return Held(self, name, self.connection.create_table(name, ibis.memtable(rows), temp=True))

    def table(self, rows: pa.Table | pd.DataFrame) -> ibis.Table:
        """Return rows that are in memory as an expression."""
        return self.hold(rows).expression

    def store(self, expression: ibis.Table) -> ibis.Table:
        """Evaluate an expression once and return a table over its result."""
        if self._embedded is not None:
            # Ibis would copy the whole tree of a long expression twice on the way.
            return self.connection.table(self.keep(self.sql_of(expression)))
        return self.connection.create_table(self.new_name(), expression, temp=True)

    def kept(self, expression: ibis.Table) -> Held:
        """Evaluate an expression once in the embedded engine; return where the result is."""
        return Held(self, self.keep(self.sql_of(expression)))

    def new_name(self) -> str:
        """Return a table name that this connection has not used yet."""
        return f"xlcost_{next(self._numbers)}"

    def interrupt(self) -> None:
        """Stop what DuckDB is at, from another thread; elsewhere nothing."""
        if self.url is None:
            self.duckdb.interrupt()

    def close(self) -> None:
        """Give up the connection; a second call does nothing."""
        with contextlib.suppress(Exception):
            if self._embedded is not None:
                self._embedded.close()
            else:
                self.connection.disconnect()

    def __enter__(self) -> Self:
        """Return itself, to be closed at the end of a `with` block."""
        return self

    def __exit__(self, *reason: object) -> None:
        """Close the connection."""
        self.close()


@dataclass(frozen=True)
class Held:
    """A table or view of an engine: by its name for SQL, as an expression for Ibis.

    Attributes:
        engine: Where it is.
        name: Its name there; "" for an expression of a server.
        given: The expression, where there was one before the table had a name.
    """

    engine: Engine
    name: str
    given: ibis.Table | None = None

    @cached_property
    def expression(self) -> ibis.Table:
        """The table as an expression of Ibis."""
        return self.engine.connection.table(self.name) if self.given is None else self.given

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The type of each column, in DuckDB's words."""
        if self.given is None:
            described = self.engine.ask(f"DESCRIBE {self.name}")
            return {str(name): str(kind) for name, kind, *_ in described}
        schema = self.given.schema()
        return {name: _kind(kind) for name, kind in schema.items()}

    def frame(self) -> pd.DataFrame:
        """Return the rows as a pandas frame; decimals stay exact."""
        frame: pd.DataFrame = self.arrow(f"SELECT * FROM {self.source}").to_pandas()  # noqa: S608 - our own name
        return frame

    @property
    def source(self) -> str:
        """What stands for the table in a query for `ask`."""
        return self.name if self.given is None else CELLS

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Answer a query of DuckDB over `source`; a server gets it in its own dialect."""
        if self.given is None:
            return self.engine.ask(sql)
        return [tuple(row.values()) for row in self.arrow(sql).to_pylist()]

    def arrow(self, sql: str) -> pa.Table:
        """Answer a query of DuckDB over `source` with an Arrow table."""
        if self.given is None:
            return self.engine.arrow(sql)
        import ibis  # noqa: PLC0415 - only servers need them
        import sqlglot  # noqa: PLC0415

        connection = self.engine.connection
        (said,) = sqlglot.transpile(sql, read="duckdb", write=connection.dialect)
        # The expression keeps the server's own words, so the query only stands behind it.
        whole = f"WITH {CELLS} AS ({ibis.to_sql(self.given)}) {said}"
        return arrow_of(connection.sql(whole, schema=ibis.schema(self._types_of(sql))))

    def _types_of(self, sql: str) -> dict[str, Any]:
        """Return the types that a query answers with, as DuckDB tells them of an empty table."""
        from ibis.backends.sql.datatypes import DuckDBType  # noqa: PLC0415 - as above

        kinds = {name: "VARCHAR" if kind == "OTHER" else kind for name, kind in self.kinds.items()}
        columns = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
        with duckdb.connect(":memory:") as empty:
            empty.execute(f"CREATE TABLE {CELLS} ({columns})")
            described = empty.execute(f"DESCRIBE {sql}").fetchall()
        return {str(name): DuckDBType.from_string(str(kind)) for name, kind, *_ in described}


def _kind(kind: Any) -> str:
    """Return a type of Ibis in DuckDB's words, as far as reading tells types apart."""
    if kind.is_decimal():
        return f"DECIMAL({kind.precision or 38},{kind.scale or 0})"
    tests = {
        "VARCHAR": kind.is_string,
        "DATE": kind.is_date,
        "TIMESTAMP": kind.is_timestamp,
        "DOUBLE": kind.is_floating,
        "BIGINT": kind.is_integer,
        "BOOLEAN": kind.is_boolean,
    }
    return next((name for name, test in tests.items() if test()), "OTHER")


def quoted(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def among(column: str, texts: Sequence[str]) -> str:
    """Return the condition of SQL that a column holds one of some texts."""
    return f"{column} IN ({', '.join(map(quoted, texts))})" if texts else "false"


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
