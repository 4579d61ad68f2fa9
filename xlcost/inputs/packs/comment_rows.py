"""The table of comments of a pack, row by row, however people have moved and added to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from xlcost.dataset.comment_keys import CommentKey, key_of
from xlcost.dataset.earlier import FIELDS, OWN, Comment, fingerprint
from xlcost.dataset.pack_format import COMMENTS
from xlcost.inputs.packs.comment_cells import cause_of, pieces_of, text_of
from xlcost.inputs.packs.comment_columns import MORE, anywhere, in_table
from xlcost.inputs.packs.pack_tables import PackBook
from xlcost.inputs.packs.sheet_rows import CellRow, CellValue, SheetRows
from xlcost.locales.words import LANGUAGES, words

_FIGURES = ("actual", "budget", "variance", "pct", "status", "written", "state")


@dataclass(frozen=True)
class WrittenRows:
    """What the rows of a pack say.

    Attributes:
        comments: Every comment, those without words too: a row may have been cleared.
        period: Period of the pack: its own, else that of its rows.
        scope: Part of the company, in the same way.
        company: Name of the company, as the rows say it.
    """

    comments: tuple[Comment, ...] = ()
    period: int = 0
    scope: str = ""
    company: str = ""


def written(book: PackBook, cells: SheetRows, period: int, scope: str) -> WrittenRows:
    """Return the comments of a pack.

    Args:
        book: What the pack says about itself.
        cells: Its cells.
        period: Period of the pack, for rows that do not say their own; 0 where it is not known.
        scope: Part of the company, for the same rows.

    Raises:
        FileFault: There are keys of comments, but no row of headings that says what is what.
    """
    table = book.tables.get(COMMENTS)
    columns, rows = (in_table(table, cells) if table else anywhere(book, cells)) or ({}, ())
    read = [_understood(row, columns) for row in rows]
    keys = [key for key, _ in read if key]
    if not period and keys:  # a program has lost the properties: the rows say whose they are
        period, scope = keys[0].period, keys[0].scope
    comments: list[Comment] = []
    for key, said in read:
        if key or _has_words(said):
            own = CommentKey(period, scope, said["line"])
            comments += _told(key or own, said, book.path.name)
    company = next((key.company for key in keys if key.company), "")
    return WrittenRows(tuple(_side_by_side(comments)), period, scope, company)


def _has_words(said: Mapping[str, str]) -> bool:
    return any(said[name] for name in FIELDS)


def _side_by_side(comments: Sequence[Comment]) -> list[Comment]:
    """Return the comments of one file: who copied a row to write another has replaced neither."""
    there: dict[tuple[int, str], set[str]] = {}
    for comment in comments:
        there.setdefault((comment.period, comment.line.casefold()), set()).add(comment.mark)
    return [
        replace(comment, before=tuple(mark for mark in comment.before if mark not in others))
        for comment in comments
        for others in (there[comment.period, comment.line.casefold()],)
    ]


def _understood(
    row: CellRow, columns: Mapping[str, int]
) -> tuple[CommentKey | None, dict[str, str]]:
    """Return the key and the words of a row."""
    values = {name: row[place] if place < len(row) else None for name, place in columns.items()}
    key = key_of(values.get("key"))
    said = {name: text_of(values.get(name)) for name in (*FIELDS, "draft")}
    said["cause"] = cause_of(said["cause"])
    said["confirmed"] = "yes" if values.get("written") is None else ""
    line, more = text_of(values.get("line")), _beside(values)
    figures = any(_is_figure(values.get(name)) for name in _FIGURES)
    if key is None and not figures:  # a person's own row: no report has drafted a sentence there
        more = [*_strays(values), *more]
        if line and not more and not _has_words(said):
            line, more = "", [line]
    said["line"] = f"{OWN} |  | {line}"
    said["text"] = "\n".join(filter(None, (said["text"], *more)))
    return key, said


def _beside(values: Mapping[str, CellValue]) -> list[str]:
    """Return what a person wrote in columns of their own, each with its heading."""
    return [
        f"{name.split(' ', 2)[2]}: {text_of(value)}"
        for name, value in values.items()
        if name.startswith(MORE) and text_of(value)
    ]


def _is_figure(value: CellValue) -> bool:
    """Whether a cell holds a number, or a formula that no program has calculated yet."""
    return isinstance(value, int | float) or (isinstance(value, str) and value.startswith("="))


def _strays(values: Mapping[str, CellValue]) -> list[str]:
    """Return the words that a person wrote under headings where a report has its own."""
    texts = [values.get(name) for name in ("draft", *_FIGURES)]
    return [
        text_of(value)
        for value in texts
        if isinstance(value, str) and text_of(value).casefold() not in _known_words()
    ]


@cache
def _known_words() -> frozenset[str]:
    """Return what a report itself writes under the headings of its figures."""
    keys = ("not_available", "status.favourable", "status.unfavourable")
    states = ("new", "current", "stale", "small", "gone", "own")
    return frozenset(
        words(language).text(f"report.{key}").casefold()
        for language in LANGUAGES
        for key in (*keys, *(f"commentary.{state}" for state in states))
    ) | {""}


def _told(key: CommentKey, found: Mapping[str, str], file: str) -> Iterator[Comment]:
    """Yield the comment of a row: whether its words are those of the build decides its amount.

    Words that were joined and are too many for a cell go on in a comment of their own.
    """
    text, draft = found["text"], found["draft"]
    if draft and key.draft and fingerprint([draft]) != key.draft:
        text = "\n".join(filter(None, (draft, text)))  # a person has mended the sentence itself
    text, *rest = pieces_of(text)
    comment = Comment(
        entity=key.scope,
        period=key.period,
        line=key.line,
        amount=None,
        text=text,
        cause=found["cause"],
        action=found["action"],
        owner=found["owner"],
        due=found["due"],
        file=file,
    )
    kept = comment.said == key.said and not found["confirmed"]
    before = key.before
    if key.words and key.words != comment.mark:
        before = (*(mark for mark in before if mark != key.words), key.words)
    comment = replace(comment, amount=key.written if kept else key.amount, before=before)
    yield comment
    for piece in rest:
        yield replace(comment, text=piece, cause="", action="", owner="", due="")
