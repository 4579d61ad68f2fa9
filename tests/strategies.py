"""Numbers as a finance team has them, by unit; for the invariants of the formulas."""

from __future__ import annotations

from hypothesis import strategies as st

# Amounts to the cent and of a size that people budget, so that float noise stays below a cent.
money = st.integers(-(10**11), 10**11).map(lambda cents: cents / 100)
costs = st.integers(0, 10**11).map(lambda cents: cents / 100)
counts = st.integers(0, 10**7).map(float)
some = st.integers(1, 10**7).map(float)
prices = st.integers(1, 10**5).map(lambda cents: cents / 100)
shares = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
factors = st.sampled_from((0.5, 2.0, 3.0, 10.0, 1000.0))


def columns(*cells: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[list[float], ...]]:
    """Return ranges of one length, one for each kind of cell."""
    rows = st.lists(st.tuples(*cells), min_size=1, max_size=8)
    return rows.map(lambda drawn: tuple(list(column) for column in zip(*drawn, strict=True)))
