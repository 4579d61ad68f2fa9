"""PostgreSQL: tables and queries with the Ibis in use, in one transaction that only reads."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import own_postgres
import pytest
from own_postgres import PASSWORD, USER, Server

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.settings import InputSettings
from xlcost.errors import EnvironmentFault, SettingsError, XlcostError
from xlcost.inputs.configuration.databases import opened
from xlcost.inputs.loading import load

TABLES = """
CREATE TABLE gl AS SELECT date '2026-10-05' AS date, '0100'::text AS account,
    12.34::numeric(18, 2) AS amount, 'it costs 5 %s'::text AS text;
INSERT INTO gl VALUES ('2026-10-06', '0200', 0.10, 'x'), ('2026-10-07', '0100', 0.20, 'y');
CREATE SCHEMA books;
CREATE TABLE books.gl AS SELECT * FROM gl WHERE account = '0200';
CREATE SEQUENCE numbers;
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Yield a server with a small ledger."""
    assert own_postgres.programs(), "tests/run installs PostgreSQL"
    with own_postgres.server() as found:
        with found.connect() as connection:
            connection.execute(TABLES)
        yield found


def url(server: Server, path: str = "postgres", who: str = USER) -> str:
    """Return the URL of a database of the server."""
    return f"postgres://{who}@127.0.0.1:{server.port}/{path}"


def loaded(folder: Path, settings: str) -> Dataset:
    """Load a folder that is allowed what it asks for."""
    (folder / "xlcost.toml").write_text(settings, encoding="utf-8")
    return load(folder, permission=lambda _: True)


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOOKS_PASSWORD", PASSWORD)


@pytest.mark.parametrize(
    ("what", "total"),
    [
        ('table = "gl"', "12.64"),
        ('table = "books.gl"', "0.10"),
        ("query = \"SELECT * FROM gl WHERE text <> 'x'\"", "12.54"),
        ('query = "SELECT date, account, sum(amount) AS amount FROM gl GROUP BY 1, 2"', "12.64"),
        (
            'query = "WITH a AS (SELECT * FROM gl) SELECT * FROM a UNION ALL SELECT * FROM a"',
            "25.28",
        ),
        ("query = \"SELECT to_char(date, 'YYYY-MM') AS period, account, amount FROM gl\"", "12.64"),
    ],
)
def test_a_table_and_a_query_are_inputs(
    server: Server, tmp_path: Path, what: str, total: str
) -> None:
    """A table, one of a schema and queries of several forms give their rows, to the cent."""
    settings = f'[ledger]\ndatabase = "{url(server)}"\npassword_env = "BOOKS_PASSWORD"\n{what}\n'
    assert loaded(tmp_path, settings).facts.ledger_total == Decimal(total)


def test_the_schema_of_the_url_holds(server: Server, tmp_path: Path) -> None:
    """postgres://…/database/schema reads the schema's tables, by table and by query."""
    for what in ('table = "gl"', 'query = "SELECT * FROM gl"'):
        settings = (
            f'[ledger]\ndatabase = "{url(server, "postgres/books")}"\n'
            f'password_env = "BOOKS_PASSWORD"\n{what}\n'
        )
        assert loaded(tmp_path, settings).facts.ledger_total == Decimal("0.10")


def test_the_password_of_the_password_file_is_used(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a password in the settings, the server's own password file is asked, as psql does."""
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:{server.port}:*:{USER}:{PASSWORD}\n", encoding="ascii")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    settings = f'[ledger]\ndatabase = "{url(server)}"\ntable = "gl"\n'
    assert loaded(tmp_path, settings).facts.ledger_total == Decimal("12.64")


def test_what_is_sent_runs_in_a_transaction_that_only_reads(server: Server, tmp_path: Path) -> None:
    """Whatever reached the server, it would refuse to write, and could not be talked out of it."""
    import psycopg

    said = InputSettings.model_validate(
        {"database": url(server), "password_env": "BOOKS_PASSWORD", "table": "gl"}
    )
    for text in (
        "INSERT INTO gl SELECT * FROM gl",
        "CREATE TABLE other (a int)",
        "SELECT nextval('numbers')",
        "SELECT set_config('transaction_read_only', 'off', false)",
        "SET TRANSACTION READ WRITE",
    ):
        database = opened(said, tmp_path, "ledger")
        try:
            with pytest.raises(psycopg.errors.Error, match=r"read-only|read-write"):
                database.connection.con.execute(text)
        finally:
            database.close()


def test_a_wrong_password_and_a_missing_table_are_told_without_the_password(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the server says comes as one sentence that holds no password."""
    monkeypatch.setenv("WRONG", "Trillian-77")
    base = f'[ledger]\ndatabase = "{url(server)}"\n'
    cases: list[tuple[str, type[XlcostError], str]] = [
        ('password_env = "WRONG"\ntable = "gl"\n', EnvironmentFault, "could not be reached"),
        ('password_env = "BOOKS_PASSWORD"\ntable = "nope"\n', EnvironmentFault, "gave no rows"),
        (
            'password_env = "BOOKS_PASSWORD"\nquery = "SELECT nope FROM gl"\n',
            EnvironmentFault,
            "nope",
        ),
        ('password_env = "NOT_SET"\ntable = "gl"\n', SettingsError, "NOT_SET"),
    ]
    for more, kind, words in cases:
        with pytest.raises(kind, match=words) as told:
            loaded(tmp_path, base + more)
        assert PASSWORD not in str(told.value)
        assert "Trillian-77" not in str(told.value)
