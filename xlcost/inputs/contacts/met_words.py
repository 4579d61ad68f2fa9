"""Met words: every word that files of contacts have for channels, directions and outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.contacts.counted_as import bare, said
from xlcost.inputs.contacts.measures import way_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

COLUMNS = ("channel", "direction", "outcome")  # of words that count as something
MOST = 200  # words of a column; more are no such words, but something of each row


@dataclass(frozen=True)
class MetWord:
    """A word of a file of contacts.

    Attributes:
        column: "channel", "direction" or "outcome".
        text: The word as it stands there.
        rows: How many rows have it.
        counts_as: What it counts as, several measures with a comma; "" where nothing says it.
    """

    column: str
    text: str
    rows: int
    counts_as: str = ""


def met_words(
    joined: ir.Table, binding: Binding, rules: Mapping[str, tuple[str, ...]]
) -> tuple[MetWord, ...]:
    """Return the words of some rows.

    Args:
        joined: The rows that are used.
        binding: How their table is understood.
        rules: What each outcome counts for, by its folded word.
    """
    found = [
        MetWord("channel", what.channel, 0, said(binding.words.channels, what.channel) or "")
        for _, what in binding.channels
    ]
    for name in COLUMNS:
        if name not in joined.columns:
            continue
        counted = joined.group_by(name).agg(rows=joined.count()).limit(MOST + 1).to_pyarrow()
        lines = counted.to_pylist() if len(counted) <= MOST else []
        found += [
            MetWord(name, text, int(line["rows"]), _meant(name, text, binding, rules))
            for line in lines
            if (text := line[name] or "")
        ]
    return tuple(found)


def _meant(name: str, text: str, binding: Binding, rules: Mapping[str, tuple[str, ...]]) -> str:
    if name == "outcome":
        return ", ".join(rules.get(bare(text), ()))
    if name == "direction":
        return way_of(binding, text)
    return str(said(binding.words.channels, text) or "")
