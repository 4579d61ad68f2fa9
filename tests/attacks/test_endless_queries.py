"""Endless queries: a view or query that never ends is stopped in time, and told."""

from __future__ import annotations

import os
import signal
import sqlite3
import tempfile
import threading
import time
from itertools import product
from pathlib import Path

import duckdb
import pytest

from tests.received import Received
from xlcost import engine
from xlcost.inputs.configuration import databases, fetching, patience

# By counting without end, by rows without end, and by sheer size.
ENDLESS = {
    "counts": "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) "
    "SELECT '2026-10' AS period, '5010' AS account, sum(x) AS amount FROM t",
    "rows": "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) "
    "SELECT '2026-10' AS period, x AS account, 1 AS amount FROM t",
    "joins": "SELECT '2026-10' AS period, '5010' AS account, "
    "sum((a.n * b.n * c.n * d.n) % 7) AS amount FROM many a, many b, many c, many d",
}
MANY = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3000) SELECT n"


@pytest.fixture
def received(tmp_path: Path) -> Received:
    """A folder from a stranger."""
    return Received(tmp_path)


def make(received: Received, scheme: str) -> None:
    """Write a database whose views never end."""
    path = received.folder / f"books.{scheme}"
    path.unlink(missing_ok=True)
    opened = duckdb.connect(str(path)) if scheme == "duckdb" else sqlite3.connect(path)
    opened.execute(f"CREATE TABLE many AS {MANY} FROM t")
    for name, query in ENDLESS.items():
        opened.execute(f"CREATE VIEW {name} AS {query}")
    opened.commit()
    opened.close()


def _of_many(received: Received, scheme: str, how: str) -> str:
    """Write a database with a view of 9,000 accounts, and return settings that name it."""
    make(received, scheme)
    path = received.folder / f"books.{scheme}"
    opened = duckdb.connect(str(path)) if scheme == "duckdb" else sqlite3.connect(path)
    opened.execute(
        "CREATE VIEW wide AS SELECT '2026-10' AS period, a.n * 3 + b.n AS account, 1 AS amount "
        "FROM many a, many b WHERE b.n <= 3"
    )
    opened.commit()
    opened.close()
    what = "table = 'wide'" if how == "table" else 'query = "SELECT * FROM wide"'
    return f"[ledger]\ndatabase = '{scheme}://books.{scheme}'\n{what}\n"


# Every way of not ending, and both ways of asking for it, on one engine or the other.
USUAL = {("duckdb", "rows", "table"), ("duckdb", "joins", "query"), ("sqlite", "counts", "query")}


@pytest.mark.parametrize(
    ("scheme", "view", "how"),
    [
        pytest.param(*one, marks=() if one in USUAL else pytest.mark.long)
        for one in product(("duckdb", "sqlite"), ENDLESS, ("table", "query"))
    ],
)
def test_a_query_that_never_ends_is_stopped_and_told(
    received: Received, monkeypatch: pytest.MonkeyPatch, scheme: str, view: str, how: str
) -> None:
    """Exit code 3 with one sentence that says the time, whatever it is that never ends."""
    monkeypatch.setattr(patience, "QUERY_SECONDS", 1)
    make(received, scheme)
    what = f"table = '{view}'" if how == "table" else f'query = "SELECT * FROM {view}"'
    received.settings(f"[ledger]\ndatabase = '{scheme}://books.{scheme}'\n{what}\n")
    ended = received.run("check", "--trust")
    assert ended.exit_code == 3, ended.said
    assert "takes longer than 1 seconds" in ended.said


@pytest.mark.parametrize("scheme", ["duckdb", "sqlite"])
@pytest.mark.parametrize("how", ["table", "query"])
def test_a_query_of_more_than_a_run_can_hold_is_told(
    received: Received, monkeypatch: pytest.MonkeyPatch, scheme: str, how: str
) -> None:
    """Exit code 3 with one sentence, before more rows are held than the limit."""
    monkeypatch.setattr(fetching, "MOST_BYTES", 20_000)
    monkeypatch.setattr(fetching, "MOST_ROWS", 2_000)
    received.settings(_of_many(received, scheme, how))
    ended = received.run("check", "--trust")
    assert ended.exit_code == 3, ended.said
    assert "gives more than" in ended.said.splitlines()[-1]


SORTED = (
    "SELECT '2026-10' AS period, hash(a.n * 3000 + b.n) AS account, 1 AS amount FROM many a, many b"
)


def test_a_query_does_not_fill_the_disk(
    received: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What memory does not hold is put among temporary files, so much of it and no more."""
    monkeypatch.setattr(engine, "SPILLED_BYTES", 8 * 1024**2)
    monkeypatch.setitem(databases.LOCKED, "memory_limit", "64MiB")
    make(received, "duckdb")
    query = f"SELECT period, account, amount FROM ({SORTED}) ORDER BY account"
    with duckdb.connect(str(received.folder / "books.duckdb")) as books:
        books.execute(f"CREATE VIEW large AS {query}")
    received.settings("[ledger]\ndatabase = 'duckdb://books.duckdb'\ntable = 'large'\n")
    ended = received.run("check", "--trust")
    assert ended.exit_code == 3, ended.said
    assert "failed to offload" in ended.said
    assert not list(Path(tempfile.gettempdir()).glob(f"xlcost-{os.getpid()}-duckdb*"))


def test_the_engine_leaves_nothing_where_it_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sums too large for memory are put among temporary files, never into the current folder."""
    monkeypatch.chdir(tmp_path)
    with engine.Engine() as embedded:
        (said,) = embedded.ask(
            "SELECT current_setting('temp_directory'), current_setting('max_temp_directory_size')"
        )
    assert Path(said[0]).parent == Path(tempfile.gettempdir())
    assert "available" not in said[1]
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("scheme", ["duckdb", "sqlite"])
def test_a_query_that_never_ends_ends_with_the_run(received: Received, scheme: str) -> None:
    """A signal stops the query at once, and the run ends as one that was asked to."""
    make(received, scheme)
    received.settings(f"[ledger]\ndatabase = '{scheme}://books.{scheme}'\ntable = 'counts'\n")
    done = threading.Event()

    def end() -> None:
        if not done.wait(3):
            os.kill(os.getpid(), signal.SIGTERM)

    asking = threading.Thread(target=end)
    asking.start()
    began = time.monotonic()
    try:
        ended = received.run("check", "--trust")
    finally:
        done.set()
        asking.join()
    assert ended.exit_code == 143, (ended.said, time.monotonic() - began)
