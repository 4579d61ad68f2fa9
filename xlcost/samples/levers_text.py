"""The sample company's `levers.toml`: what it plans for next year, with a comment on each lever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xlcost.locales.words import words
from xlcost.planning.kinds import kinds
from xlcost.planning.lever import Lever

_COLUMN = 24  # where comments begin, if the line before them leaves room
_DISCOUNT_RATE, _YEARS = 0.08, 5


def levers_text(language: str) -> str:
    """Return the text of the plan: numbers as each lever declares them, words of the language."""
    said = words(language).section("plan.sample")
    rate = _said("discount_rate", _DISCOUNT_RATE, said)
    lines = [f"# {said['head']}", f"# {said['levels']}", "", rate, f"years = {_YEARS}"]
    for name, kind in kinds().items():
        lines += ["", "[[lever]]", f'kind = "{name}"', *_lever(kind, said.get(name, {}))]
    return "\n".join(lines) + "\n"


def _lever(kind: type[Lever], said: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of one lever: what it is called and about, then its numbers."""
    for key in ("name", "channel"):
        if key in said:
            yield f'{key} = "{said[key]}"'
    for key, value in kind.sample.items():
        yield _said(key, value, said)


def _said(key: str, value: Any, notes: Mapping[str, Any]) -> str:
    """Return a line of the file, with what there is to say about it."""
    if isinstance(value, tuple):
        low, base, stretch = value
        value = f"{{ low = {low}, base = {base}, stretch = {stretch} }}"
    line = f"{key} = {value}"
    return f"{line + '  ':{_COLUMN}}# {notes[key]}" if key in notes else line
