"""The sheet Commentary: a row for each material variance, and what people have written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten

from babel.dates import format_date

from xlcost.dataset.comment_keys import CommentKey, key_for, part_of
from xlcost.dataset.earlier import OWN, PERMANENT, TIMING, Comment, fingerprint, merged
from xlcost.dataset.findings import Code, Finding, Severity, Where, amount_text
from xlcost.dataset.pack_format import COMMENT_COLUMNS, COMMENTS, OF_BUDGET
from xlcost.dataset.settings import FILE_NAME
from xlcost.report.comments.subjects import (
    TOTAL,
    TOTALS,
    Subject,
    called,
    drafted,
    subjects,
    unknown_always,
    wanted,
)
from xlcost.report.model import cells
from xlcost.report.model.bounds import folded, unknown_words
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.check import HALF_A_CENT, Check
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Built, SheetContract
from xlcost.report.model.expressions import Expression, Literal, Plus, Ref, Verdict
from xlcost.report.model.labels import capital
from xlcost.report.model.once import once
from xlcost.report.model.spec import Cell, Column, Grid, Row, Sheet, Text
from xlcost.report.opex.opex_lines import GRID as LINES
from xlcost.report.opex.opex_lines import POSTINGS, where

GRID = COMMENTS
KNOWN_LENGTH = 200
SUMMARY_LENGTH = 180  # of a comment on Summary, which is one page
_WIDTHS = {
    "line": 22.0,
    "period": 8.0,
    "draft": 38.0,
    "text": 38.0,
    "cause": 13.0,
    "action": 22.0,
    "owner": 12.0,
    "due": 11.0,
    "state": 11.0,
    "key": 5.0,
}
_WRAPPED = ("line", "draft", "text", "action", "owner")
_MONEY = ("actual", "budget", "variance", "pct", "status")


@dataclass(frozen=True)
class Entry:
    """One row: who it speaks of, where the report knows it, and what people wrote, if they did.

    Attributes:
        name: What the row shows as its line.
        line: `Line.identity`, or what a person's own row is known by.
        subject: The line or total with its amounts.
        comment: The words.
        wanted: Whether the row is there without words too.
        first: Whether it is the first one of its line.
    """

    name: str
    line: str
    subject: Subject | None
    comment: Comment | None
    wanted: bool
    first: bool = True

    @property
    def is_stale(self) -> bool:
        """Whether the variance moved since the words were written."""
        if self.comment is None or self.comment.amount is None or self.subject is None:
            return False
        return abs(self.subject.variance - self.comment.amount) > HALF_A_CENT


@once
def entries(ctx: Context) -> tuple[Entry, ...]:
    """Return the rows: what has to be explained, the largest first, then what else was written."""
    known = {subject.identity.casefold(): subject for subject in subjects(ctx)}
    written: dict[str, list[Comment]] = {}
    for comment in _placed(ctx):
        written.setdefault(comment.line.casefold(), []).append(comment)
    asked = wanted(ctx)
    rows: list[Entry] = []
    for subject in asked:
        mine = written.pop(subject.identity.casefold(), [])
        rows += _rows_of(subject, mine, wanted=True)
    rest = [(known.get(line), mine) for line, mine in written.items()]
    rest.sort(key=lambda item: -abs(item[0].variance) if item[0] else 1.0)
    for held, mine in rest:
        if held:
            rows += _rows_of(held, mine, wanted=False)
        else:
            rows += [
                Entry(_name(ctx, one.line), one.line, None, one, wanted=False, first=number == 0)
                for number, one in enumerate(mine)
            ]
    return tuple(rows)


def in_words(ctx: Context, line: Line) -> str:
    """Return what people say of a line's variance, where that still holds, else the draft."""
    mine = [entry for entry in entries(ctx) if entry.subject and entry.subject.line == line]
    for entry in mine:
        if entry.comment and entry.comment.text and not entry.is_stale:
            return shorten(entry.comment.text, SUMMARY_LENGTH, placeholder=" …")
    return next((drafted(ctx, entry.subject) for entry in mine if entry.subject), "")


def to_do(ctx: Context, line: Line) -> str:
    """Return what people have agreed to do about a line's variance, who does it, and by when."""
    mine = [entry.comment for entry in entries(ctx) if entry.subject and entry.subject.line == line]
    said = next((one for one in mine if one and (one.action or one.owner or one.due)), None)
    if said is None:
        return ""
    fields = {"action": shorten(said.action, SUMMARY_LENGTH, placeholder=" …"), "owner": said.owner}
    told = fields | {"due": _due(ctx, said.due)}
    parts = [ctx.t(f"commentary.agreed_{name}", what=text) for name, text in told.items() if text]
    return capital("; ".join(part.rstrip(".") for part in parts) + ".")


def _due(ctx: Context, said: str) -> str:
    day = _day(said)
    locale = "en_GB" if ctx.word.language == "en" else ctx.word.language
    return format_date(day, "long", locale) if isinstance(day, date) else day or ""


def _rows_of(subject: Subject, mine: Sequence[Comment], *, wanted: bool) -> Iterator[Entry]:
    for number, comment in enumerate(mine or (None,)):
        yield Entry(
            subject.name, subject.identity, subject, comment, wanted=wanted, first=number == 0
        )


@once
def _placed(ctx: Context) -> tuple[Comment, ...]:
    """Return the comments of the period, each with the line that it is about in this report.

    Words that stand in one pack under the old category of a line and in another under its new one
    are words on one line.
    """
    known = {subject.identity.casefold(): subject.identity for subject in subjects(ctx)}
    mine = [comment for comment in ctx.earlier.comments if comment.period == ctx.period.key]
    places = [known.get(one.line.casefold()) or _moved(ctx, one) or one.line for one in mine]
    pairs = zip(mine, places, strict=True)
    return merged([replace(comment, line=place) for comment, place in pairs])


def _moved(ctx: Context, comment: Comment) -> str:
    """Return the line whose category was renamed, or that a person named on a row of their own.

    Nothing where several have that name: words at a wrong line are worse than a row of their own.
    """
    own, name = _is_own(comment.line), folded([_name(ctx, comment.line)])
    named = [one for one in subjects(ctx) if name & called(one)]
    lines = [
        one.identity
        for one in named
        if one.line is not None and (own or comment.line.startswith(f"{one.kind} |"))
    ]
    identities = lines or ([one.identity for one in named] if own else [])
    return identities[0] if len(identities) == 1 else ""


def _is_own(line: str) -> bool:
    return line.startswith(f"{OWN} |")


def _is_gone(entry: Entry) -> bool:
    """Whether a row's line was in an earlier pack, and is not in this one."""
    return entry.subject is None and not _is_own(entry.line)


def _name(ctx: Context, line: str) -> str:
    """Return the name in a line's identity: its last part, else its category."""
    parts = [part.strip() for part in line.split(" | ", 2)]
    name = parts[-1] or (parts[1] if len(parts) > 1 else "")
    if parts[0] == TOTAL and name in TOTALS:
        return ctx.t(f"rows.{TOTALS[name]}")
    return str(ctx.word.section("report.lines").get(name[1:-1], name)) if name[:1] == "(" else name


def _checks(ctx: Context) -> Iterator[Check]:
    """Yield whether every comment of earlier packs is on the sheet; nothing where there is none."""
    read, shown = len(_placed(ctx)), [entry for entry in entries(ctx) if entry.comment]
    gone = sum(_is_gone(entry) for entry in shown)
    if read:
        key = "checks.comments_gone" if gone else "checks.comments"
        label = ctx.t(key, sheet=ctx.t("sheets.commentary"), gone=gone)
        yield Check("comments", label, Literal(read), Literal(len(shown)), 0.0, "count")


def findings(ctx: Context) -> tuple[Finding, ...]:
    """Return a warning for each comment whose variance moved since it was written.

    And one for each whose line is gone, and for each word of the settings on materiality that is
    no line's.
    """
    language = ctx.word.language
    known = ", ".join(dict.fromkeys(line.name for line in ctx.lines))[:KNOWN_LENGTH]
    place = Where(FILE_NAME, column="report.materiality")
    # A part has not all of the company's lines: the company's report tells of unknown ones.
    unknown = () if ctx.data.scope.dimension else (*unknown_words(ctx), *unknown_always(ctx))
    told = [Finding(Severity.WARNING, Code.UNKNOWN_WORD, place, word, known) for word in unknown]
    for entry in entries(ctx):
        if entry.comment and _is_gone(entry):
            where = Where(entry.comment.file, ctx.t("sheets.commentary"), None, entry.name)
            told.append(Finding(Severity.WARNING, Code.COMMENT_WITHOUT_LINE, where))
        if not entry.is_stale or entry.comment is None or entry.subject is None:
            continue
        then, now = entry.comment.amount or 0.0, entry.subject.variance
        where = Where(entry.comment.file, ctx.t("sheets.commentary"), None, entry.name)
        got, expected = (amount_text(f"{amount:.2f}", language) for amount in (then, now))
        told.append(Finding(Severity.WARNING, Code.STALE_COMMENT, where, got, expected))
    return tuple(told)


def lacking(ctx: Context) -> list[str]:
    """Return that there is nothing to explain and nobody has written anything."""
    if entries(ctx):
        return []
    return [ctx.missing("commentary" if ctx.has_budget(ctx.main) else "commentary_no_budget")]


def build(ctx: Context) -> Built:
    """Build the sheet."""
    listed = entries(ctx)
    has_budget = ctx.has_budget(ctx.main)
    left_out = () if has_budget else OF_BUDGET
    columns = tuple(
        Column(
            name,
            ctx.t(f"commentary.titles.{name}"),
            width=_WIDTHS.get(name),
            wrap=name in _WRAPPED,
            clip=name == "key",
        )
        for name in COMMENT_COLUMNS
        if name not in left_out
    )
    kept = {column.key for column in columns}
    rows = []
    for number, entry in enumerate(listed, start=1):
        row = _row(ctx, f"comment{number}", entry)
        held = {name: cell for name, cell in row.cells.items() if name in kept}
        rows.append(replace(row, cells=held))
    notes = (Text(ctx.t("commentary.note")), Text(ctx.t("commentary.note_stale")))
    title = ctx.t("sheets.commentary")
    blocks = (*notes, Grid(GRID, columns, tuple(rows), table=True))
    sheet = Sheet("commentary", title, blocks, freeze=GRID, heading=title)
    return Built(sheet, checks=tuple(_checks(ctx)))


SHEET = SheetContract("commentary", build, lacking, findings, printed=True)


def _row(ctx: Context, key: str, entry: Entry) -> Row:
    comment, subject = entry.comment, entry.subject
    draft = drafted(ctx, subject) if subject and entry.first else ""
    variance = subject.variance if subject else (comment.amount if comment else None)
    base = CommentKey(
        ctx.period.key,
        part_of(ctx.data.scope),
        entry.line,
        amount=variance,
        draft=fingerprint([draft]) if draft else "",
        company=ctx.settings.entity,
    )
    label = ctx.short_name(ctx.period.key)
    by_column = {
        "line": cells.words(entry.name, to=where(subject.row) if subject else None),
        "period": Cell(Literal(label), tone="muted"),
        **_figures(ctx, key, subject),
        "draft": cells.words(draft, to=Ref(POSTINGS, subject.row, "date") if subject else None),
        **_words(ctx, comment),
        "state": _state(ctx, key, entry),
        "written": _written(ctx, entry),
        "key": Cell(Literal(key_for(comment, base).text()), tone="muted"),
    }
    return Row(key, by_column)


def _figures(ctx: Context, key: str, subject: Subject | None) -> dict[str, Cell]:
    """Return the live figures of the line; those of one that is gone are blank."""
    if subject is None:
        return {name: cells.words("") for name in _MONEY}
    own = {name: Ref(GRID, key, name) for name in ("actual", "budget", "variance", "pct")}
    by_column = {"actual": Cell(Ref(LINES, subject.row, f"{ctx.main}_ac"), "money")}
    if ctx.has_budget(ctx.main):
        by_column |= {
            "budget": Cell(Ref(LINES, subject.row, f"{ctx.main}_bu"), "money"),
            "variance": cells.variance(ctx, own["actual"], own["budget"], subject.kind),
            "pct": cells.variance_pct(ctx, own["actual"], own["budget"], subject.kind),
            "status": cells.status(ctx, own["variance"], subject.kind, pct=own["pct"]),
        }
        by_column = cells.coloured(ctx, by_column, own["variance"], own["budget"])
    return by_column


def _words(ctx: Context, comment: Comment | None) -> dict[str, Cell]:
    """Return the cells that people write in."""
    causes = {TIMING: ctx.t("commentary.timing"), PERMANENT: ctx.t("commentary.permanent")}
    said = comment or Comment("", 0, "", None)
    due = _day(said.due)
    return {
        "text": Cell(Literal(said.text or None), tone="input"),
        "cause": Cell(
            Literal(causes.get(said.cause, said.cause) or None),
            tone="input",
            choices=tuple(causes.values()),
        ),
        "action": Cell(Literal(said.action or None), tone="input"),
        "owner": Cell(Literal(said.owner or None), tone="input"),
        "due": Cell(Literal(due), "text" if isinstance(due, str) else "date", "input"),
    }


def _day(text: str) -> date | str | None:
    """Return a day where a text is one; people also write "before Easter"."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return text


def _turned(ctx: Context, subject: Subject, amount: float) -> float:
    """Return a variance as the report shows it."""
    turned = ctx.settings.better_is_positive and subject.kind == "cost"
    return (-amount if turned else amount) + 0.0


def _written(ctx: Context, entry: Entry) -> Cell:
    if entry.comment is None or entry.comment.amount is None:
        return Cell(Literal(None), "money", "input")
    amount = entry.comment.amount
    shown = _turned(ctx, entry.subject, amount) if entry.subject else amount
    return Cell(Literal(shown), "money", "input")


def _state(ctx: Context, key: str, entry: Entry) -> Cell:
    """Return whether the words still hold: live, where there is an amount to hold them against."""
    t, comment = ctx.t, entry.comment
    if comment is None:
        return Cell(Literal(t("commentary.new")), "word", "flag")
    if entry.subject is None:
        name = "own" if _is_own(entry.line) else "gone"
        return Cell(Literal(t(f"commentary.{name}")), "word", "muted")
    current = t("commentary.current" if entry.wanted else "commentary.small")
    if comment.amount is None or not ctx.has_budget(ctx.main):
        return Cell(Literal(current), "word", "muted")
    moved: Expression = Plus(((1, Ref(GRID, key, "variance")), (-1, Ref(GRID, key, "written"))))
    verdict = Verdict(moved, HALF_A_CENT, current, t("commentary.stale"))
    return Cell(verdict, "word", "verdict")
