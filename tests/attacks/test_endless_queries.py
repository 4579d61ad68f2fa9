"""Endless queries: a view or query that never ends is stopped in time, and told."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from pathlib import Path

import duckdb
import pytest

from tests.received import Received
from xlcost.inputs.configuration import patience

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


@pytest.mark.parametrize("scheme", ["duckdb", "sqlite"])
@pytest.mark.parametrize("view", list(ENDLESS))
@pytest.mark.parametrize("how", ["table", "query"])
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
