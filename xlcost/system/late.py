"""Late libraries: those that take long to load, each loaded when something of it is first used.

Loading pandas, Ibis and Arrow takes longer than adding up a million rows, and not every run needs
them. What stands here is used as the library itself is: `from xlcost.system.late import pd`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = ["arrow_csv", "exp", "ibis", "np", "pa", "pc", "pd", "pq", "sqlglot"]

if TYPE_CHECKING:
    import ibis
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    import sqlglot
    from pyarrow import csv as arrow_csv
    from sqlglot import exp
else:

    class _Late:
        """A library by its name, until somebody asks for something of it."""

        def __init__(self, name: str) -> None:
            self._library = name

        def __getattr__(self, name: str) -> Any:
            found = getattr(import_module(self._library), name)
            self.__dict__[name] = found  # asked once
            return found

    ibis, np, pd = _Late("ibis"), _Late("numpy"), _Late("pandas")
    pa, pc = _Late("pyarrow"), _Late("pyarrow.compute")
    pq = _Late("pyarrow.parquet")
    arrow_csv = _Late("pyarrow.csv")
    sqlglot, exp = _Late("sqlglot"), _Late("sqlglot.expressions")
