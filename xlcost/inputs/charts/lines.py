"""Chart lines: the report lines that charts of accounts point at, in the words of a language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

ROOM = "xlcost.inputs.charts"
LINES = "lines"  # the file of the lines; the others are charts


@dataclass(frozen=True)
class ChartLine:
    """A report line as charts know it.

    Attributes:
        key: Its name in the data files.
        kind: "cost", "income", "balance" or "financial".
        behaviour: "fixed", "variable", "step", or "" where it is no cost.
        labour: Whether it is a cost of people.
        category: Key of its category.
        names: Language → its name.
        categories: Language → the name of its category.
    """

    key: str
    kind: str
    behaviour: str
    labour: bool
    category: str
    names: dict[str, str]
    categories: dict[str, str]

    @property
    def is_cost(self) -> bool:
        """Whether it is a cost of running the company."""
        return self.kind == "cost"


def table(name: str) -> dict[str, Any]:
    """Return what a data file of this room says."""
    return tomllib.loads(files(ROOM).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def chart_lines() -> dict[str, ChartLine]:
    """Return every line by its key, in the order of the file."""
    said = table(LINES)
    return {
        key: ChartLine(
            key,
            one.get("kind", "cost"),
            one.get("behaviour", ""),
            one.get("labour", False),
            one["category"],
            {"en": one["en"], "nb": one["nb"]},
            said["categories"][one["category"]],
        )
        for key, one in said["lines"].items()
    }
