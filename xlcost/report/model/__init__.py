"""Expressions, cells, grids, sheets and the context of a run; may import inputs and below."""
