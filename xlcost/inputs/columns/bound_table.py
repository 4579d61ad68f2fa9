"""A bound table: one that fits its input, and how it is understood."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.files.raw_table import RawTable


@dataclass(frozen=True)
class BoundTable:
    """A table that fits its input.

    Attributes:
        raw: The table as it was read.
        binding: How it is understood.
        group: Which table of the settings speaks of it.
    """

    raw: RawTable
    binding: Binding
    group: int
