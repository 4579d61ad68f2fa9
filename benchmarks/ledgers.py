"""Makes the big ledger that the contenders read: the same rows as CSV and as Parquet."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

# Twenty-two months, 60 accounts, 40 cost centres, 3 entities; amounts in cents, both signs.
_ROWS = """
SELECT
    DATE '2025-01-01' + CAST(hash(i) % 669 AS INTEGER) AS date,
    CAST(5000 + hash(i + 1) % 60 AS VARCHAR) AS account,
    lpad(CAST(hash(i + 2) % 40 AS VARCHAR), 4, '0') AS cost_centre,
    'NK' || CAST(hash(i + 3) % 3 AS VARCHAR) AS entity,
    'Invoice ' || CAST(hash(i + 4) % 900000 AS VARCHAR) AS text,
    CAST((CAST(hash(i + 5) % 4000000 AS BIGINT) - 400000) / 100.0 AS DECIMAL(18, 2)) AS amount
FROM range({rows}) AS numbers(i)
"""


# Twenty-two months and 40 accounts in each cost centre: what a pack of its own is made from.
_CENTRES = """
SELECT
    DATE '2025-01-01' + CAST(hash(i) % 669 AS INTEGER) AS date,
    CAST(5000 + i % 40 AS VARCHAR) AS account,
    lpad(CAST(i // 1000 AS VARCHAR), 4, '0') AS cost_centre,
    CAST(CAST(hash(i + 5) % 4000000 AS BIGINT) / 100.0 AS DECIMAL(18, 2)) AS amount
FROM range({centres} * 1000) AS numbers(i)
"""


def make_centres(folder: Path, centres: int) -> Path:
    """Write a ledger of some cost centres, a thousand lines each, in a folder of its own."""
    file = folder / "centres" / "ledger.csv"
    file.parent.mkdir(parents=True)
    with duckdb.connect(":memory:") as connection:
        rows = _CENTRES.format(centres=centres)
        connection.execute(f"COPY ({rows}) TO '{file}' (FORMAT csv, HEADER)")
    return file


def make_ledgers(folder: Path, rows: int) -> dict[str, Path]:
    """Write `rows` ledger lines as CSV and as Parquet, each in a folder of its own."""
    files = {}
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"CREATE TABLE lines AS {_ROWS.format(rows=rows)}")
        for name, options in (("csv", "FORMAT csv, HEADER"), ("parquet", "FORMAT parquet")):
            files[name] = folder / name / f"ledger.{name}"
            files[name].parent.mkdir(parents=True)
            connection.execute(f"COPY lines TO '{files[name]}' ({options})")
    return files


if __name__ == "__main__":
    make_ledgers(Path(sys.argv[1]), int(sys.argv[2]))
