"""The keys of comments: what a row of them says about itself, for programs."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace

from xlcost.dataset.earlier import Comment
from xlcost.dataset.pack_format import KEY
from xlcost.dataset.scope import Scope

_ANCESTORS = 40  # fingerprints that a key carries


@dataclass(frozen=True)
class CommentKey:
    """What a row of the table says about itself, for programs.

    Attributes:
        period: Period key.
        scope: Which part of the company, `dimension:code` or empty.
        line: `Line.identity`.
        amount: Actual − budget when the pack was built.
        written: Actual − budget when its words were written.
        words: Fingerprint of all words at the build.
        said: Fingerprint of what explains the variance at the build.
        draft: Fingerprint of the drafted sentence.
        before: Fingerprints of the words that these came after.
        company: Name of the company, for a program that loses the properties of the file.
    """

    period: int
    scope: str
    line: str
    amount: float | None = None
    written: float | None = None
    words: str = ""
    said: str = ""
    draft: str = ""
    before: tuple[str, ...] = ()
    company: str = ""

    def text(self) -> str:
        """Return the key as a cell holds it."""
        values = {name: value for name, value in vars(self).items() if value not in ("", (), None)}
        return KEY + json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def part_of(scope: Scope) -> str:
    """Return a part of the company as packs say it."""
    return f"{scope.dimension}:{scope.code}" if scope.dimension else ""


def key_of(value: object) -> CommentKey | None:
    """Return the key that a cell holds; None where it holds none, or a broken one."""
    if not isinstance(value, str) or not value.startswith(KEY):
        return None
    try:
        said = json.loads(value.removeprefix(KEY))
        return CommentKey(
            period=int(said["period"]),
            scope=str(said.get("scope", "")),
            line=str(said["line"]),
            amount=_number(said.get("amount")),
            written=_number(said.get("written")),
            words=str(said.get("words", "")),
            said=str(said.get("said", "")),
            draft=str(said.get("draft", "")),
            before=tuple(str(mark) for mark in said.get("before", ())),
            company=str(said.get("company", "")),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def key_for(comment: Comment | None, base: CommentKey) -> CommentKey:
    """Return the key of a row that shows a comment (or none yet)."""
    if comment is None:
        return base
    return replace(
        base,
        written=comment.amount,
        words=comment.mark,
        said=comment.said,
        before=comment.before[-_ANCESTORS:],
    )


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None
