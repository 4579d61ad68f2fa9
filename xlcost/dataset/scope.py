"""Which part of the company a report speaks of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """A part of the company; without a dimension it is all of it.

    Attributes:
        dimension: "cost_centre", "site", "entity", "manager" or empty.
        code: The part's code, as the data has it.
        name: What people call it.
    """

    dimension: str = ""
    code: str = ""
    name: str = ""


COMPANY = Scope()
