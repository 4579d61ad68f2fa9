"""One connection to the engine that adds rows up; it knows no formula and no file format."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import duckdb

from xlcost.system.late import np
from xlcost.system.unfinished import temporary_folder

if TYPE_CHECKING:
    import ibis
    import numpy.typing as npt
    import pandas as pd
    import pyarrow as pa

# Nothing is fetched from the network and no code but DuckDB's own is run.
EMBEDDED_SETTINGS = {
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,  # a name in a query is never a variable of ours
    "enable_progress_bar": False,  # it would write between our own lines, on standard output
}

SPILLED_BYTES = 64 * 1024**3  # of one connection; never more than half of what is free

CELLS = "xlcost_cells"  # the rows of a server in a query that is asked of it


class Engine:
    """DuckDB embedded in memory.

    It answers SQL at once. Ibis takes half a second to load, so its connection is made when
    somebody first asks for an expression; both see the same tables.

    Args:
        in_order: Whether rows are told in the order in which their file has them, which takes
            longer.
    """

    def __init__(self, *, in_order: bool = False) -> None:
        self._numbers = count(1)
        self._stack = contextlib.ExitStack()
        self.duckdb = duckdb.connect(":memory:", config={**spilling()})
        for name, value in {**EMBEDDED_SETTINGS, "preserve_insertion_order": in_order}.items():
            self.duckdb.execute(f"SET {name} = {str(value).lower()}")
        self.duckdb.execute("SET timezone = 'UTC'")
        # What the files say reaches DuckDB as data only; should it ever not, it changes nothing.
        self.duckdb.execute("SET lock_configuration = true")

    @cached_property
    def connection(self) -> Any:
        """The connection of Ibis."""
        from ibis.backends.duckdb import Backend  # noqa: PLC0415 - a scan of a file needs none

        # Ibis would set what is set already, and locked.
        locked: Any = type("LockedBackend", (Backend,), {"settings": property(lambda _: {})})
        return locked.from_connection(self.duckdb)

    @cached_property
    def folder(self) -> Path:
        """A folder for files that are looked at where they lie; it is gone when this is closed."""
        return self._stack.enter_context(temporary_folder())

    def ask(self, sql: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self.duckdb.execute(sql, values).fetchall()

    def numbers(self, sql: str) -> npt.NDArray[np.float64]:
        """Return the rows of a query of which every column is one of numbers without a blank."""
        found = self.duckdb.execute(sql).fetchnumpy()
        return np.column_stack([np.asarray(column, dtype=np.float64) for column in found.values()])

    def arrow(self, sql: str) -> pa.Table:
        """Return the rows of a query as an Arrow table."""
        return self.duckdb.sql(sql).to_arrow_table()

    def keep(self, sql: str, values: Sequence[Any] | None = None) -> str:
        """Evaluate a query once; return the name of its table."""
        name = self.new_name()
        self.duckdb.execute(f"CREATE TEMP TABLE {name} AS {sql}", values)
        return name

    def view(self, sql: str) -> str:
        """Return the name of a view over a query."""
        name = self.new_name()
        self.duckdb.execute(f"CREATE TEMP VIEW {name} AS {sql}")
        return name

    def sql_of(self, expression: ibis.Table) -> str:
        """Return an expression as a query."""
        return str(self.connection.compile(expression))

    def hold(self, rows: pa.Table | pd.DataFrame) -> Held:
        """Return rows that are in memory as a table of the engine."""
        name = self.new_name()
        # DuckDB reads the rows where they are.
        self.duckdb.register(name, rows)
        return Held(self, name)

    def table(self, rows: pa.Table | pd.DataFrame) -> ibis.Table:
        """Return rows that are in memory as an expression."""
        return self.hold(rows).expression

    def store(self, expression: ibis.Table) -> ibis.Table:
        """Evaluate an expression once and return a table over its result."""
        # Ibis would copy the whole tree of a long expression twice on the way.
        return self.connection.table(self.keep(self.sql_of(expression)))

    def kept(self, expression: ibis.Table) -> Held:
        """Evaluate an expression once; return where the result is."""
        return Held(self, self.keep(self.sql_of(expression)))

    def new_name(self) -> str:
        """Return a table name that this connection has not used yet."""
        return f"xlcost_{next(self._numbers)}"

    def interrupt(self) -> None:
        """Stop what DuckDB is at, from another thread."""
        self.duckdb.interrupt()

    def close(self) -> None:
        """Give up the connection; a second call does nothing."""
        with contextlib.suppress(Exception):
            self.duckdb.close()
        self._stack.close()

    def __enter__(self) -> Self:
        """Return itself, to be closed at the end of a `with` block."""
        return self

    def __exit__(self, *reason: object) -> None:
        """Close the connection."""
        self.close()


@dataclass(frozen=True)
class Held:
    """A table or view of the engine, by its name for SQL, or a table of a server.

    Attributes:
        engine: Where it is.
        name: Its name there; "" for a table of a server.
        given: The table of a server, as an expression of Ibis.
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
        import sqlglot  # noqa: PLC0415 - as above

        connection = self.given.get_backend()
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


def spilling() -> dict[str, str]:
    """Return where DuckDB puts what memory does not hold, and how much of it it may put there.

    By itself it would make a folder `.tmp` where the process works, and fill the disk.
    """
    try:
        folder = Path(tempfile.gettempdir())
        free = shutil.disk_usage(folder).free
    except OSError:
        return {"temp_directory": ""}  # nothing is put anywhere
    return {
        "temp_directory": str(folder / f"xlcost-{os.getpid()}-duckdb"),
        "max_temp_directory_size": f"{min(SPILLED_BYTES, free // 2) // 1024}KiB",
    }


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
