"""Databases: opened from the parts of their address, for reading only and cut off from the rest."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb

from xlcost.dataset.addresses import POSTGRES, Address, value_of
from xlcost.dataset.limits import GIBIBYTE, Limits
from xlcost.dataset.settings import InputSettings
from xlcost.engine import Engine, Held, arrow_of, spilling
from xlcost.errors import EnvironmentFault, XlcostError
from xlcost.inputs.configuration.patience import QUERY_SECONDS, bounded, patient
from xlcost.inputs.files.raw_table import RawTable
from xlcost.locales.refusals import refusal, saying, wrong_setting
from xlcost.system.late import ibis
from xlcost.trust.queries import Query, checked, reads_files, tables_of
from xlcost.values.shown import keep_secret, line

INEXACT = ("sqlite",)  # it has no decimals, so it cannot add amounts up to the cent
CONNECT_SECONDS = "15"
FINEST = "decimal(38, 15)"
# What DuckDB may not do with somebody's file, whatever is asked of it.
LOCKED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_persistent_secrets": "false",
    "memory_limit": "50%",  # the other half is for what it gives
}
SQLITE_BYTES = 4 * GIBIBYTE
_WAL = b"\x02\x02"  # the marks of SQLite's write-ahead log, in bytes 18 and 19 of a file
# What SQLite may do for a table or a query, and nothing else.
_SQLITE_MAY = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
_SQLITE_MAY_NOT_CALL = frozenset(("load_extension", "fts3_tokenizer", "readfile", "writefile"))


class Database:
    """A database that is open for reading.

    Args:
        connection: Its Ibis backend.
        address: Where it is.
        file: The file that it is, if it is one.
    """

    def __init__(self, connection: Any, address: Address, file: Path | None = None) -> None:
        self.connection = connection
        self.address = address
        self.file = file

    def close(self) -> None:
        """Give up the connection; a second call does nothing."""
        with contextlib.suppress(Exception):
            self.connection.disconnect()

    def begin_again(self) -> None:
        """Leave a transaction in which something failed: a server answers nothing more in it."""
        if self.address.scheme == POSTGRES:
            with contextlib.suppress(Exception):  # told by what is asked next
                self.connection.con.rollback()

    def rows(self, said: InputSettings, key: str, query: Query | None) -> ibis.Table:
        """Return a table or a query as an expression.

        Raises:
            SettingsError: A view of the database file reads other files.
            EnvironmentFault: The database has no such table.
        """
        wanted = query.tables if query else (said.table or "",)
        if self.address.scheme == "duckdb":
            self._refuse_views(wanted, key)
        try:
            if query is None:
                with bounded(self.connection.con, self.address):  # SQLite's types are in the rows
                    table = self._table(said.table or "")
                return _scaled(table)
            with bounded(self.connection.con, self.address):
                schema = self._schema(query.text)
            return _scaled(self.connection.sql(query.text, schema=schema))
        except XlcostError:
            raise
        except Exception as error:  # every backend has errors of its own
            raise no_rows(error, self.address) from error

    def _table(self, name: str) -> ibis.Table:
        """Return a table by its name, which may stand after its schema and a point."""
        schema, point, rest = name.partition(".")
        if point and name not in self.connection.list_tables():
            return self.connection.table(rest, database=schema)
        return self.connection.table(name)

    def _schema(self, text: str) -> ibis.Schema:
        """Return the columns of a query: Ibis asks in ways that DuckDB 2 or a reader lacks."""
        return _SCHEMAS[self.address.scheme](self.connection, text)

    def _refuse_views(self, wanted: tuple[str, ...], key: str) -> None:
        """Refuse a view that reads files: the database file is cut off from them."""
        found = self.connection.con.execute(
            "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
        views = {str(name).lower(): (str(name), str(sql)) for name, sql in found}
        waiting, seen = [name.split(".")[-1].lower() for name in wanted], set[str]()
        while waiting:
            name = waiting.pop()
            if name in seen or name not in views:
                continue
            seen.add(name)
            shown, sql = views[name]
            read = reads_files(sql, "duckdb")
            if read:
                file = self.file.name if self.file else ""
                told = {"key": key, "view": shown, "file": file, "read": read}
                raise wrong_setting(saying("mistakes.view", **told))
            waiting += [name.lower() for name in tables_of(sql, "duckdb")]


def _scaled(found: ibis.Table) -> ibis.Table:
    """Give decimals that say no number of places, as PostgreSQL's sums, one that keeps all."""
    kinds = found.schema().items()
    loose = [name for name, kind in kinds if kind.is_decimal() and kind.scale is None]
    return found.mutate(**{name: found[name].cast(FINEST) for name in loose}) if loose else found


def opened(said: InputSettings, folder: Path, key: str) -> Database:
    """Open the database of an input.

    Raises:
        SettingsError: There is no such file: it would be made; or a variable is not set.
        EnvironmentFault: The server does not answer, or its driver is not installed.
    """
    address = said.address
    if address is None:
        raise wrong_setting(saying("mistakes.key_missing", key=key))
    try:
        if address.scheme == POSTGRES:
            return Database(_postgres(address, os.environ), address)
        file = database_file(address, folder)
        opener = _duckdb if address.scheme == "duckdb" else _sqlite
        return Database(opener(file, address), address, file)
    except XlcostError:
        raise
    except ModuleNotFoundError as error:
        told = {"scheme": address.scheme, "module": error.name}
        raise refusal(EnvironmentFault, "no_driver", **told) from error
    except Exception as error:  # every backend has errors of its own
        told = {"address": str(address), "reason": _reason(error)}
        raise refusal(EnvironmentFault, "database_away", **told) from error


def database_file(address: Address, folder: Path) -> Path:
    """Return the file of a database, which is found beside the data and only read.

    Raises:
        SettingsError: There is no such file: it would be made.
    """
    name = Path(address.name)
    places = [folder / name, folder / address.name.lstrip("/")]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        told = {"address": str(address), "path": str(places[-1])}
        raise wrong_setting(saying("mistakes.no_database_file", **told))
    return found.resolve()


def _duckdb(file: Path, address: Address) -> Any:
    """Open a DuckDB file: no other file, no extension, and no way to ask for them afterwards."""
    connection = duckdb.connect(str(file), read_only=True, config={**LOCKED, **spilling()})
    backend = patient(connection, address)
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET lock_configuration = true")
    return backend


def _sqlite(file: Path, address: Address) -> Any:
    """Open an SQLite file, for reading and nothing else."""
    with file.open("rb") as stream:
        logged = stream.read(20)[18:] == _WAL
    # Nobody has it open where its log is not there, and a reader would make one.
    alone = logged and not file.with_name(f"{file.name}-wal").exists()
    how = "immutable=1" if alone else "mode=ro"
    connection = sqlite3.connect(f"{file.as_uri()}?{how}", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, Limits().field_bytes)
    connection.execute("PRAGMA temp_store = MEMORY")  # a sort fills no disk
    connection.execute(f"PRAGMA hard_heap_limit = {SQLITE_BYTES}")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    backend = patient(connection, address)
    backend.con.set_authorizer(_sqlite_may)
    return backend


def _sqlite_may(action: int, first: str | None, second: str | None, *_: object) -> int:
    """Allow what reading takes, and the looks at columns that Ibis asks for."""
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if second in _SQLITE_MAY_NOT_CALL else sqlite3.SQLITE_OK
    looks = action == sqlite3.SQLITE_PRAGMA and first in ("table_info", "table_xinfo")
    # The pragmas as tables are declared so; the file itself is open for reading only.
    looks = looks or (action == sqlite3.SQLITE_UPDATE and first == "sqlite_master")
    return sqlite3.SQLITE_OK if action in _SQLITE_MAY or looks else sqlite3.SQLITE_DENY


def _postgres(address: Address, environment: Mapping[str, str]) -> Any:
    """Open a PostgreSQL server in one transaction that only reads, and sees one moment."""
    import psycopg  # noqa: PLC0415 - only who has such a server installs it

    password = value_of(address.password, environment)
    keep_secret(password)
    said: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "xlcost",
        **dict(address.parameters),
        "host": address.host.strip("[]"),
        "port": address.port,
        "user": value_of(address.user, environment),
        "password": password,
        "dbname": address.name,
    }
    connection = psycopg.connect(**{key: value for key, value in said.items() if value})
    connection.read_only = True
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.execute(f"SET statement_timeout = '{QUERY_SECONDS}s'")
    backend = patient(connection, address)
    if address.schema:
        with connection.cursor() as cursor:
            quoted = '"' + address.schema.replace('"', '""') + '"'
            cursor.execute("SELECT set_config('search_path', %s, false)", (quoted,))
    connection.commit()  # which keeps these settings, whatever becomes of the next transaction
    # The first look fixes the moment that is seen, and that nothing can turn to writing any more.
    connection.execute("SELECT count(*) FROM pg_catalog.pg_tables")
    return backend


def _duckdb_schema(backend: Any, text: str) -> ibis.Schema:
    found = backend.con.execute(f"DESCRIBE {text}").fetchall()
    kind = backend.compiler.type_mapper.from_string
    return ibis.schema({str(name): kind(str(type_)) for name, type_, *_ in found})


def _postgres_schema(backend: Any, text: str) -> ibis.Schema:
    """Ask for no row of a query, and for the names of its types."""
    connection = backend.con
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({text}) AS query LIMIT 0")  # noqa: S608 - parsed before
        # What a number is cut to is told nowhere else.
        columns = [(one.name, one.type_code, one._fmod) for one in cursor.description]  # noqa: SLF001 - see above
        cursor.execute(
            "SELECT format_type(code, form) FROM unnest(%s::oid[], %s::int[]) AS t(code, form)",
            ([code for _, code, _ in columns], [form for _, _, form in columns]),
        )
        kinds = [kind for (kind,) in cursor.fetchall()]
    mapped = backend.compiler.type_mapper.from_string
    pairs = zip(columns, kinds, strict=True)
    return ibis.schema({name: mapped(kind) for (name, _, _), kind in pairs})


def _sqlite_schema(backend: Any, text: str) -> ibis.Schema:
    """Look at the values themselves: SQLite's columns have no types."""
    cursor = backend.con.execute(f"SELECT * FROM ({text}) LIMIT 0")  # noqa: S608 - parsed before
    names = [str(name) for name, *_ in cursor.description]
    asked = ", ".join(f"group_concat(DISTINCT typeof({_quoted(name)}))" for name in names)
    (found,) = backend.con.execute(f"SELECT {asked} FROM ({text})").fetchall()  # noqa: S608 - quoted
    return ibis.schema(
        {name: _sqlite_kind(said or "") for name, said in zip(names, found, strict=True)}
    )


def _sqlite_kind(said: str) -> str:
    """Return the type that holds every value of a column."""
    kinds = set(said.split(",")) - {"null", ""}
    if kinds == {"integer"}:
        return "int64"
    return "float64" if kinds and kinds <= {"integer", "real"} else "string"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_SCHEMAS: Mapping[str, Callable[[Any, str], ibis.Schema]] = {
    "duckdb": _duckdb_schema,
    POSTGRES: _postgres_schema,
    "sqlite": _sqlite_schema,
}


def database_table(said: InputSettings, database: Database, engine: Engine, key: str) -> RawTable:
    """Return a table or query of a database, whose sums are asked for where the rows are.

    `exact()` fetches the rows: where they need a closer look, or the server cannot add exactly.

    Args:
        said: What the settings say about it.
        database: The database.
        engine: Where rows go that have to be fetched.
        key: The input's key, for sentences.

    Raises:
        SettingsError: The query is none.
        EnvironmentFault: The database has no such table.
    """
    query = query_of(said, key)
    found = database.rows(said, key, query)
    names = tuple(found.columns)
    renamed = found.select(**{f"c{i}": found[name] for i, name in enumerate(names)})
    shown = said.table or "query"
    nowhere = Path(os.devnull, quote(shown, safe=""))  # a table is no file that lies about

    def fetched() -> RawTable:
        database.begin_again()
        try:
            rows = arrow_of(renamed)
        except XlcostError:
            raise
        except Exception as error:  # as above
            raise no_rows(error, database.address) from error
        held = engine.kept(engine.table(rows).mutate(_row=ibis.null().cast("int64")))
        return RawTable(nowhere, shown, "", names, held, rows.num_rows)

    if database.connection.name in INEXACT:
        return fetched()
    unnumbered = renamed.mutate(_row=ibis.null().cast("int64"))
    held = Held(engine, "", unnumbered)
    return RawTable(nowhere, shown, "", names, held, None, reread=fetched, remote=True)


def query_of(said: InputSettings, key: str) -> Query | None:
    """Return the query of an input, looked through; None where it names a table.

    Raises:
        SettingsError: It is no single SELECT.
    """
    if not said.query or said.address is None:
        return None
    return checked(said.query, said.address.scheme, f"{key}.query")


def no_rows(error: Exception, address: Address) -> EnvironmentFault:
    """Return what a database said in place of rows."""
    told = {"address": str(address), "reason": _reason(error)}
    return refusal(EnvironmentFault, "database_empty", **told)


def _reason(error: Exception) -> str:
    """Return the first line of what a driver says, without what it may not tell."""
    return line((str(error).strip().splitlines() or [type(error).__name__])[0])
