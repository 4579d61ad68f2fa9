"""Speaking names: files that are called otherwise than an input, and say in words which they are.

`GL_export_2026.csv` and `Hovedbok okt.xlsx` are ledgers by their names. A name that speaks of two
inputs, or of a draft, a copy, a comparison, says too little to be believed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xlcost.dataset.schema import INPUTS, file_stems, folded, folded_stem
from xlcost.inputs.configuration.sources import tables_in
from xlcost.locales.words import LANGUAGES, words

_PARTS = re.compile(r"[\W_]+|(?<=[a-zæøå])(?=[A-ZÆØÅ])|(?<=[^\W\d])(?=\d)")
_LONGEST = 3  # words: chart of accounts


@dataclass(frozen=True)
class SpeakingName:
    """A file whose name speaks of inputs.

    Attributes:
        path: The file.
        inputs: Of which.
        doubted: Whether the name says more than that, such as a draft.
    """

    path: Path
    inputs: tuple[str, ...]
    doubted: bool


def speaking(folder: Path) -> list[SpeakingName]:
    """Return the files that may hold a table and whose names speak of inputs."""
    found = []
    for path, stem in tables_in(folder, links=False):
        spoken, rest = _spoken(stem)
        if spoken:
            doubted = len(spoken) > 1 or any(word in _doubts() for word in rest)
            found.append(SpeakingName(path, spoken, doubted))
    return found


def believed(names: Iterable[SpeakingName], name: str, taken: Collection[Path]) -> tuple[Path, ...]:
    """Return the one file whose name says that it is an input; none where several do.

    Beside the budget, last year's or a draft of it are no second one: their names say so.

    Args:
        names: The names that speak.
        name: The input.
        taken: Files that are something else already.
    """
    mine = [
        one.path
        for one in names
        if name in one.inputs and not one.doubted and one.path.resolve() not in taken
    ]
    return (mine[0],) if len(mine) == 1 else ()


def _spoken(stem: str) -> tuple[tuple[str, ...], list[str]]:
    """Return the inputs that a name speaks of, and its other words; the longest words first."""
    parts = [part for text in _PARTS.split(stem) if (part := folded_stem(text))]
    spoken, rest = [], []
    at = 0
    while at < len(parts):
        sizes = range(min(_LONGEST, len(parts) - at), 0, -1)
        size = next((n for n in sizes if "".join(parts[at : at + n]) in _stems()), 0)
        if size:
            spoken.append(_stems()["".join(parts[at : at + size])])
        else:
            rest.append(parts[at])
        at += size or 1
    return tuple(dict.fromkeys(spoken)), rest


@cache
def _stems() -> dict[str, str]:
    """Return each folded word for an input, in every language."""
    return {stem: name for name in INPUTS for stem in file_stems(name)}


@cache
def _doubts() -> frozenset[str]:
    """Return words that say that a file is not, or not only, what its name speaks of."""
    every = [words(one).section("aliases.doubtful")["words"] for one in LANGUAGES]
    return frozenset(folded(word) for some in every for word in some)
