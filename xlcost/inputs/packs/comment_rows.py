"""The table of comments of a pack, row by row, however people have moved and added to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from xlcost.inputs.files.faults import unreadable
from xlcost.inputs.packs.comment_keys import KEY, TABLE, TITLES, Key, key_of
from xlcost.inputs.packs.earlier import FIELDS, OWN, PERMANENT, TIMING, Comment, fingerprint
from xlcost.inputs.packs.pack_tables import CellRow, CellValue, PackBook, PackTable, SheetRows
from xlcost.locales.words import LANGUAGES, words

_HEAD = 4  # titles that a row of headings must have at least


def comments_of(book: PackBook, cells: SheetRows, period: int, scope: str) -> Iterator[Comment]:
    """Yield every comment of a pack, those without words too: a row may have been cleared.

    Args:
        book: What the pack says about itself.
        cells: Its cells.
        period: Period of the pack, for rows that do not say their own.
        scope: Part of the company, for the same rows.

    Raises:
        FileFault: There are keys of comments, but no row of headings that says what is what.
    """
    table = book.tables.get(TABLE)
    found = _in_table(table, cells) if table else _anywhere(book, cells)
    if found is None:
        return
    columns, rows = found
    for row in rows:
        key, said = _understood(row, columns)
        if key or any(said[name] for name in FIELDS):
            yield _told(key or Key(period, scope, said["line"]), said, book.path.name)


Rows = tuple[Mapping[str, int], Iterator[CellRow]]


def _in_table(table: PackTable, cells: SheetRows) -> Rows | None:
    """Return the rows of the table and those below it, whichever way its columns stand."""
    columns: dict[str, int] = {}
    strangers = []
    for offset, (number, title) in enumerate(table.columns):
        name = _named(title)
        if name and name not in columns:
            columns[name] = table.left - 1 + offset
        else:
            strangers.append((number, title, table.left - 1 + offset))
    for number, title, place in strangers:  # a heading that a person has changed keeps its number
        known = TITLES[number - 1] if 1 <= number <= len(TITLES) else ""
        name = known if known and known not in columns else f"more {title}"
        columns[name] = place
    rows = cells.rows(table.sheet, table.top + 1, None, 1, table.right)
    totals = range(table.bottom - table.top, table.bottom - table.top + table.totals)
    return columns, (row for number, row in enumerate(rows) if number not in totals)


def _anywhere(book: PackBook, cells: SheetRows) -> Rows | None:
    """Look for the keys themselves, where a program has lost the table."""
    if not book.has_keys:
        return None
    for sheet in cells.titles:
        head: Mapping[str, int] = {}
        for number, row in enumerate(cells.rows(sheet), start=1):
            titles = {_named(value): place for place, value in enumerate(row) if _named(value)}
            if len(titles) >= _HEAD:
                head = titles
            if any(isinstance(value, str) and value.startswith(KEY) for value in row):
                if not head:
                    raise unreadable("no_headings", sheet=sheet)
                return head, cells.rows(sheet, number)
    return None


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


def _understood(row: CellRow, columns: Mapping[str, int]) -> tuple[Key | None, dict[str, str]]:
    """Return the key and the words of a row."""
    values = {name: row[place] if place < len(row) else None for name, place in columns.items()}
    key = key_of(values.get("key"))
    found = {name: text_of(values.get(name)) for name in (*FIELDS, "draft")}
    found["cause"] = _cause(found["cause"])
    found["line"] = f"{OWN} |  | {text_of(values.get('line'))}"
    found["confirmed"] = "" if "written" in values and values["written"] is not None else "yes"
    more = [
        f"{name.removeprefix('more ')}: {text_of(value)}"
        for name, value in values.items()
        if name.startswith("more ") and text_of(value)
    ]
    found["text"] = "\n".join(filter(None, (found["text"], *more)))
    return key, found


def _told(key: Key, found: Mapping[str, str], file: str) -> Comment:
    """Return the comment of a row: whether its words are those of the build decides its amount."""
    text, draft = found["text"], found["draft"]
    if draft and key.draft and fingerprint([draft]) != key.draft:
        text = "\n".join(filter(None, (draft, text)))  # a person has mended the sentence itself
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
    return replace(comment, amount=key.written if kept else key.amount, before=before)


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


def merged(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """Return each comment once; of words and what they came after, only the later ones.

    Two files that say different things about one line are both kept, unless one of them was
    made from the other's words. A row that was only cleared hides nothing.
    """
    groups: dict[tuple[int, str], list[Comment]] = {}
    for comment in comments:
        groups.setdefault((comment.period, comment.line.casefold()), []).append(comment)
    return tuple(found for group in groups.values() for found in _latest(group))


def _latest(group: Sequence[Comment]) -> list[Comment]:
    unique: dict[str, Comment] = {}
    for comment in group:
        if not any(comment.words):
            continue
        same = unique.get(comment.mark)
        if same is None:
            unique[comment.mark] = comment
            continue
        before = tuple(dict.fromkeys((*same.before, *comment.before)))
        amount = comment.amount if same.amount is None else same.amount
        unique[comment.mark] = replace(same, amount=amount, before=before)
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
