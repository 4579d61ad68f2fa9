"""Sections that say the same of several files: one input, with a pattern or the names of all."""

from __future__ import annotations

import os.path
from collections.abc import Sequence
from pathlib import Path

from xlcost.inputs.columns.guesses import Guess
from xlcost.inputs.columns.outline_lines import named_files
from xlcost.inputs.configuration.sources import matches

FEWEST = 3  # letters that names must share for a pattern to be one
MARKS = frozenset("[]?*")  # which a pattern would not take as they are
Section = tuple[Guess, list[str]]


def alike_sections(sections: Sequence[Section], folder: Path | None) -> list[Section]:
    """Return sections in which files are together that are read alike.

    Args:
        sections: A guess at each file, with the lines of its section; the first names the file.
        folder: Where the settings will stand.
    """
    groups: dict[tuple[str, ...], list[Section]] = {}
    for place, (guess, body) in enumerate(sections):
        said = [line for line in body[1:] if line and not line.startswith("#")]
        own = (guess.input, *said) if guess.input and guess.profile is None else ("", str(place))
        groups.setdefault(own, []).append((guess, body))
    found = []
    for same in groups.values():
        guess, body = same[0]
        if len(same) > 1 and folder is not None:
            paths = [one.raw.file for one, _ in same]
            line = named_files(_names(paths, folder), f"{guess.input}: {len(paths)} of one shape")
            body = [line, *body[1:]]
        found += [(guess, body)] if len(same) == 1 or folder is not None else same
    return found


def _names(paths: Sequence[Path], folder: Path) -> list[str]:
    """Return a pattern that means these files and no others, else their names."""
    names = [path.name for path in paths]
    start = os.path.commonprefix(names)  # noqa: RUF071 - letters are meant
    end = os.path.commonprefix([name[len(start) :][::-1] for name in names])[::-1]  # noqa: RUF071 - as above
    pattern = f"{start}*{end}"
    usable = len(start) >= FEWEST and not MARKS & set(start + end)
    fits = usable and [one.name for one in matches(folder, pattern)] == sorted(names)
    return [pattern] if fits else names
