"""What earlier packs hold that a new one goes on with: people's words, and what was reported."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from xlcost.locales.words import LANGUAGES, words

FIELDS = ("text", "cause", "action", "owner", "due")
TIMING = "timing"
PERMANENT = "permanent"
OWN = "note"  # the word of a line that a person added: it is no line of the report


def fingerprint(parts: Iterable[str]) -> str:
    """Return a short mark of some words, by which a later reading tells whether they changed."""
    plain = "\x1f".join(" ".join(part.split()) for part in parts)
    return hashlib.blake2s(plain.encode(), digest_size=5).hexdigest()


def identity(kind: str, category: str, name: str) -> str:
    """Return what a line is known by in packs of every language.

    Args:
        kind: "cost" or "income".
        category: Its category, as a pack shows it.
        name: Its name, as a pack shows it.
    """
    return " | ".join((kind, _plain(category), _plain(name)))


@cache
def _own_names() -> dict[str, str]:
    """Return the names that reports give by themselves, in every language, with their key."""
    return {
        name: f"({key})"
        for language in LANGUAGES
        for key, name in words(language).section("report.lines").items()
    }


def _plain(name: str) -> str:
    return _own_names().get(name, name)


@dataclass(frozen=True)
class Comment:
    """What people wrote about one line in one period.

    Attributes:
        entity: Whose pack it is: the code of its part of the company, or empty.
        period: Period key, `year * 100 + number`.
        line: `Line.identity` of the line.
        amount: The variance that the words were written about; None where that is not known.
        text: The words.
        cause: "timing", "permanent", empty, or what else a person wrote there.
        action: What is done about it.
        owner: Who does it.
        due: Until when, as people wrote it.
        file: Name of the workbook that it was read from.
        before: Fingerprints of the words that these came after.
    """

    entity: str
    period: int
    line: str
    amount: float | None
    text: str = ""
    cause: str = ""
    action: str = ""
    owner: str = ""
    due: str = ""
    file: str = ""
    before: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that people wrote."""
        return tuple(str(getattr(self, name)) for name in FIELDS)

    @property
    def mark(self) -> str:
        """The fingerprint of everything that people wrote."""
        return fingerprint(self.words)

    @property
    def said(self) -> str:
        """The fingerprint of what explains the variance: the comment, else all other words."""
        return fingerprint([self.text] if self.text.strip() else self.words)


@dataclass(frozen=True)
class EarlierPack:
    """What an earlier pack reported.

    Attributes:
        path: Where it is.
        entity: Whose it is, as in `Comment.entity`.
        period: Period key of its month.
        created: Its run time, ISO text.
        status: "preliminary" or "final".
        amounts: Actual amounts by line and period key, as it showed them.
        forecast: Full-year forecast by line.
        methods: Method by the name of its setting, such as "forecast" or "service_level".
    """

    path: Path
    entity: str
    period: int
    created: str = ""
    status: str = ""
    amounts: Mapping[tuple[str, int], float] = field(default_factory=dict)
    forecast: Mapping[str, float] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EarlierForecast:
    """What an earlier pack expected; amounts are as packs show them, by `Line.identity`.

    Attributes:
        period: Period key of its month.
        year: The full-year forecast by line.
        next_period: Key of the first period that was open then; 0 where the pack does not say.
        next: What was expected of that period, by line.
    """

    period: int
    year: Mapping[str, float] = field(default_factory=dict)
    next_period: int = 0
    next: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Earlier:
    """Everything that earlier packs hold for one new pack.

    Attributes:
        comments: Every comment of this entity, of this period and of others.
        last: The pack of the nearest period before this one, or None.
        same: The newest pack of this very period, or None.
        forecasts: What the packs of earlier periods expected, one a period, the oldest first.
    """

    comments: tuple[Comment, ...] = ()
    last: EarlierPack | None = None
    same: EarlierPack | None = None
    forecasts: tuple[EarlierForecast, ...] = ()


def merged(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """Return each comment once; of words and what they came after, only the later ones.

    Two files that say different things about one line are both kept, unless one of them was
    made from the other's words. A row that was only cleared hides nothing.
    """
    groups: dict[tuple[int, str], list[Comment]] = {}
    for comment in comments:
        groups.setdefault((comment.period, comment.line.casefold()), []).append(comment)
    return tuple(one for group in groups.values() for one in _latest(group))


def _once(group: Sequence[Comment]) -> dict[str, Comment]:
    """Return the comments that have words by their mark, each once with all that came before it."""
    unique: dict[str, Comment] = {}
    for comment in group:
        if not any(comment.words):
            continue
        same = unique.setdefault(comment.mark, comment)
        if same is not comment:
            before = tuple(dict.fromkeys((*same.before, *comment.before)))
            amount = comment.amount if same.amount is None else same.amount
            unique[comment.mark] = replace(same, amount=amount, before=before)
    return unique


def _latest(group: Sequence[Comment]) -> list[Comment]:
    unique = _once(group)
    later = {
        mark: {other.mark for other in unique.values() if mark in other.before} - {mark}
        for mark in unique
    }
    kept = [mark for mark in unique if not later[mark]]
    reached = set(kept)
    while grown := {mark for mark in unique if mark not in reached and later[mark] & reached}:
        reached |= grown
    # Words that came after each other in a circle have no last one: they all stay.
    kept += [mark for mark in unique if mark not in reached]
    return [unique[mark] for mark in unique if mark in kept]
