"""Rules of the settings: which texts of a column they leave out or keep.

A rule is asked of the distinct texts of a column, whichever way its table is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlcost.dataset.schema import folded
from xlcost.dataset.service_settings import LEAVE_OUT
from xlcost.inputs.columns.binding import Binding, Bound
from xlcost.inputs.columns.rule_values import matcher


@dataclass(frozen=True)
class BoundRule:
    """A rule of the settings and the column that it speaks of.

    Attributes:
        bound: The column.
        values: The texts that it names.
        keep: Whether every other row is left out, not those.
    """

    bound: Bound
    values: tuple[str, ...]
    keep: bool = False

    def left_out(self, texts: Iterable[str]) -> list[str]:
        """Return which of some clean texts the rule leaves out."""
        fits = matcher(self.values)
        return [text for text in texts if fits(text) != self.keep]


def rules_of(binding: Binding) -> list[BoundRule]:
    """Return the rules by which rows of a table are left out, in the order of the settings."""
    said = binding.said
    both = [(rule, False) for rule in said.leave_out] + [(rule, True) for rule in said.keep]
    found = [
        BoundRule(binding.rules[folded(rule.column)], tuple(rule.values), keep)
        for rule, keep in both
        if folded(rule.column) in binding.rules
    ]
    words = binding.words
    skipped = {
        "outcome": [
            value
            for value, names in (*said.outcomes.items(), *words.outcomes.items())
            if LEAVE_OUT in names
        ],
        "channel": [value for value, meant in words.channels.items() if meant == LEAVE_OUT],
        "direction": [value for value, meant in words.directions.items() if meant == LEAVE_OUT],
    }
    return found + [
        BoundRule(binding.columns[name], tuple(values))
        for name, values in skipped.items()
        if values and name in binding.columns
    ]
