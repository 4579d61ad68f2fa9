"""The table of comments of a pack, row by row, however people have moved and added to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from openpyxl.utils import get_column_letter

from xlcost.dataset.comment_keys import CommentKey, key_of
from xlcost.dataset.earlier import FIELDS, OWN, PERMANENT, TIMING, Comment, fingerprint
from xlcost.dataset.pack_format import COMMENT_COLUMNS, COMMENTS, KEY, OF_BUDGET
from xlcost.inputs.files.faults import unreadable
from xlcost.inputs.packs.pack_tables import CellRow, CellValue, PackBook, PackTable, SheetRows
from xlcost.locales.words import LANGUAGES, words

LONGEST = 32_767  # half characters of UTF-16 that a cell holds
_HEAD = 4  # titles that a row of headings must have at least
_BESIDE = 20  # columns beside the table in which people may have written
_MORE = "more "
_FIGURES = ("actual", "budget", "variance", "pct", "status", "written", "state")


@dataclass(frozen=True)
class Written:
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


def written(book: PackBook, cells: SheetRows, period: int, scope: str) -> Written:
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
    columns, rows = (_in_table(table, cells) if table else _anywhere(book, cells)) or ({}, ())
    read = [_understood(row, columns) for row in rows]
    keys = [key for key, _ in read if key]
    if not period and keys:  # a program has lost the properties: the rows say whose they are
        period, scope = keys[0].period, keys[0].scope
    comments = [
        comment
        for key, said in read
        if key or any(said[name] for name in FIELDS)
        for comment in _told(key or CommentKey(period, scope, said["line"]), said, book.path.name)
    ]
    company = next((key.company for key in keys if key.company), "")
    return Written(tuple(_side_by_side(comments)), period, scope, company)


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


Rows = tuple[Mapping[str, int], Iterator[CellRow]]


def _in_table(table: PackTable, cells: SheetRows) -> Rows | None:
    """Return the rows of the table and those below it, whichever way its columns stand.

    What people wrote beside it, where no program makes it a column of the table, is read as well.
    """
    rows = cells.typed(table.sheet, table.top, table.right + _BESIDE)
    head = next(rows, ())
    columns: dict[str, int] = {}
    strangers = []
    for offset, (number, title) in enumerate(table.columns):
        name = _named(title)
        if name and name not in columns:
            columns[name] = table.left - 1 + offset
        else:
            strangers.append((number, title, table.left - 1 + offset))
    # A pack without a budget has fewer columns, and so other numbers.
    made = [
        name
        for name in COMMENT_COLUMNS
        if name not in OF_BUDGET or not columns.keys().isdisjoint(OF_BUDGET)
    ]
    for number, title, place in strangers:  # a heading that a person has changed keeps its number
        known = made[number - 1] if 1 <= number <= len(made) else ""
        columns[known if known and known not in columns else _more(title, place)] = place
    columns |= _others(head, {*columns.values()})
    totals = range(table.bottom - table.top, table.bottom - table.top + table.totals)
    return columns, (row for number, row in enumerate(rows) if number not in totals)


def _anywhere(book: PackBook, cells: SheetRows) -> Rows | None:
    """Look for the keys themselves, where a program has lost the table."""
    if not book.has_keys:
        return None
    for sheet in cells.titles:
        head: CellRow = ()
        top = 0
        for number, row in enumerate(cells.rows(sheet), start=1):
            if sum(bool(_named(value)) for value in row) >= _HEAD:
                head, top = row, number
            if any(isinstance(value, str) and value.startswith(KEY) for value in row):
                if not head:
                    raise unreadable("no_headings", sheet=sheet)
                places = {_named(value): place for place, value in enumerate(head) if _named(value)}
                columns = places | _others(head, {*places.values()})
                return columns, cells.typed(sheet, top + 1)
    return None


def _others(head: CellRow, taken: Collection[int]) -> dict[str, int]:
    """Return the columns that no report has made."""
    places = (place for place in range(len(head)) if place not in taken)
    return {_more(text_of(head[place]), place): place for place in places}


def _more(title: str, place: int) -> str:
    """Return the name of a column that people have added; two of one heading are told apart."""
    return f"{_MORE}{place} {title or get_column_letter(place + 1)}"


@cache
def _known_titles() -> Mapping[str, str]:
    return {
        " ".join(str(title).split()).casefold(): name
        for language in LANGUAGES
        for name, title in words(language).section("report.commentary.titles").items()
    }


def _named(title: CellValue) -> str:
    """Return which column a heading of any language means, or nothing."""
    if not isinstance(title, str):
        return ""
    return _known_titles().get(" ".join(title.split()).casefold(), "")


def _understood(
    row: CellRow, columns: Mapping[str, int]
) -> tuple[CommentKey | None, dict[str, str]]:
    """Return the key and the words of a row."""
    values = {name: row[place] if place < len(row) else None for name, place in columns.items()}
    key = key_of(values.get("key"))
    found = {name: text_of(values.get(name)) for name in (*FIELDS, "draft")}
    found["cause"] = _cause(found["cause"])
    found["confirmed"] = "" if "written" in values and values["written"] is not None else "yes"
    more = [
        f"{name.split(' ', 2)[2]}: {text_of(value)}"
        for name, value in values.items()
        if name.startswith(_MORE) and text_of(value)
    ]
    line = text_of(values.get("line"))
    figures = any(_is_figure(values.get(name)) for name in _FIGURES)
    if key is None and not figures:  # a person's own row: no report has drafted a sentence there
        more = [*_strays(values), *more]
        if line and not more and not any(found[name] for name in FIELDS):
            line, more = "", [line]
    found["line"] = f"{OWN} |  | {line}"
    found["text"] = "\n".join(filter(None, (found["text"], *more)))
    return key, found


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
    text, *rest = _pieces(text)
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


def _pieces(text: str) -> list[str]:
    """Return a text in pieces that a cell can hold; Excel counts the halves of UTF-16."""
    if len(text) <= LONGEST // 2:
        return [text]
    found, size = [""], 0
    pieces = []
    for letter in text:
        size += 1 + (letter > "\uffff")
        if size > LONGEST:
            pieces.append("".join(found))
            found, size = [], 1 + (letter > "\uffff")
        found.append(letter)
    return [*pieces, "".join(found)]


def text_of(value: CellValue) -> str:
    """Return what a person wrote in a cell; a day as ISO text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("_x000D_", "").strip()
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@cache
def _causes() -> Mapping[str, str]:
    return {
        words(language).text(f"report.commentary.{cause}").casefold(): cause
        for language in LANGUAGES
        for cause in (TIMING, PERMANENT)
    }


def _cause(text: str) -> str:
    return _causes().get(text.casefold(), text)
