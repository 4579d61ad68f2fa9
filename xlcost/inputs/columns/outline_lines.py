"""The lines of a first settings file: what a guess at a file comes to."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xlcost.dataset.schema import LISTS
from xlcost.dataset.settings import InputSettings
from xlcost.inputs.columns import number_columns
from xlcost.inputs.columns.amount_proposals import SAMPLE
from xlcost.inputs.columns.binding import Bound, period_in
from xlcost.inputs.columns.cleaning import text_of, when_text
from xlcost.inputs.columns.guesses import Guess, spoken_scenario, stem_of
from xlcost.inputs.columns.labour_proposal import labour_proposal
from xlcost.inputs.profiles.applying import below
from xlcost.inputs.profiles.profile import Profile
from xlcost.inputs.shapes.two_sides import sides
from xlcost.values import dates, numbers
from xlcost.values.heading_days import made_of_month
from xlcost.values.scenarios import Meaning, year_of
from xlcost.values.totals import TOTALS

MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def section(guess: Guess, folder: Path | None) -> list[str]:
    """Return the lines below the heading of a section; comments alone where it is none."""
    if not guess.input:
        name = comment(guess.raw.name)
        return [f"# (question) {name} is not understood: name what it is, or leave it."]
    if guess.profile:
        return [*_known(guess, folder, guess.profile), *_days(guess)]
    return _guessed(guess, folder)


def _guessed(guess: Guess, folder: Path | None) -> list[str]:
    """Return the lines of a file of which only its name and its columns speak."""
    known = guess.binding.columns.items()
    lines = [
        *_file(guess, folder),
        *_columns(guess),
        *(f"# {name}: column {comment(b.heading)}, known by its name" for name, b in known),
        *_marks(guess),
        *_days(guess),
        *_totals(guess),
        *(f"# {comment(one)}" for one in labour_proposal(guess.raw, guess.binding)),
        *(f"# not used: {comment(h)}: {why}" for h, why in guess.refused.items()),
    ]
    if guess.cumulative:
        lines.append("cumulative = true  # (guess) each month is what it adds to the one before")
    lines += [*_missing_lines(guess), *_unused(guess)]
    if guess.amounts:
        title = f"[{guess.input}.amounts]  # (guess) columns that are scenarios, months or years"
        lines += ["", title, *_amount_lines(guess)]
    return lines


def _file(guess: Guess, folder: Path | None) -> list[str]:
    """Return the lines of the file, its sheet and how it is written."""
    raw = guess.raw
    lines = [named_files([_seen_from(raw.file, folder)], f"{guess.input}: {guess.why}")]
    if guess.alike:
        names = comment(", ".join(guess.alike))
        lines.append(f"# sheet = {_quoted(raw.sheet)}  # (guess) all are read: {names}")
    elif raw.sheet:
        lines.append(f"sheet = {_quoted(raw.sheet)}")
    shown = ", ".join(f"{key} {value}" for key, value in raw.detected.items())
    return [*lines, f"# detected: {comment(shown)}"]


def named_files(names: Sequence[str], why: str) -> str:
    """Return the line that names the files of a section, or a pattern of their names."""
    shown = ", ".join(map(_quoted, names))
    return f"files = {shown if len(names) == 1 else f'[{shown}]'}  # (guess) {why}"


def _missing_lines(guess: Guess) -> list[str]:
    """Return what to write where no column was found for something."""
    year = year_of(stem_of(guess.raw))
    when = '# constants = {period = "2026-01"}  # nothing says when the rows happened'
    named = period_in(guess.raw.name) or ""
    if named and not named.endswith(("P13", "P00")):  # a year of 13 periods must be said
        when = "period_in_file_name = true  # (guess) nothing else says when the rows happened"
    elif year:
        when = f'constants = {{period = "{year}"}}  # (guess) by the name of the file'
    return [
        when if what == "when" else f"# no column was found for {what}: columns = {{{what} = '…'}}"
        for what in missing(guess)
    ]


def _unused(guess: Guess) -> list[str]:
    """Return the line of columns of which nothing was said yet."""
    known = {bound.heading for bound, _ in guess.amounts} | set(guess.refused)
    unused = [bound.heading for bound in guess.binding.others if bound not in guess.hints.values()]
    unused = [heading for heading in unused if heading not in known]
    return [f"# not used: {comment(', '.join(unused))}"] if unused else []


def _columns(guess: Guess) -> list[str]:
    """Return the line of columns that no name says for sure."""
    named = dict(guess.hints)
    if beside := _year_beside(guess):
        named["year"] = beside
    pairs = ", ".join(f"{n} = {_quoted(b.heading)}" for n, b in named.items())
    found = [f"columns = {{{pairs}}}  # (guess) by parts of the names"] if pairs else []
    if guess.headless:
        found.append("header_row = 0  # (guess) no row of it is headings")
    if guess.input in LISTS:
        blank = ", ".join(f'{name} = ""' for name in guess.binding.missing if name not in named)
        found += [f"constants = {{{blank}}}  # which this list does not say"] if blank else []
    return found


def _known(guess: Guess, folder: Path | None, profile: Profile) -> list[str]:
    """Return the lines of a known export: its name, and as comments the keys that it stands for."""
    said = below(InputSettings(), profile, guess.raw)
    keys = said.model_dump(exclude_unset=True, exclude_none=True, mode="json")
    lines = [
        f"files = {_quoted(_seen_from(guess.raw.file, folder))}  # {guess.why}",
        f"profile = {_quoted(profile.name)}  # the keys below; your own overrule them",
    ]
    lines += [f"# {comment(key)} = {comment(_toml(value))}" for key, value in keys.items() if value]
    return [*lines, f"# taken from: {comment(profile.take)}"]


def _toml(value: Any) -> str:
    """Return a value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_quoted(k)} = {_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return _quoted(value) if isinstance(value, str) else json.dumps(value)


def missing(guess: Guess) -> list[str]:
    """Return what no column was found for and nothing else stands for."""
    found = [m for m in guess.binding.missing if m not in guess.hints]
    if set(guess.binding.input.when) & set(guess.hints):
        found = [m for m in found if m != "when"]
    if guess.input in LISTS:
        return []
    if guess.amounts or sides(guess.raw.header):
        found = [m for m in found if m != "amount"]
    return [m for m in found if m != "when"] if guess.amounts else found


def _seen_from(file: Path, folder: Path | None) -> str:
    """Return how a file is named in settings that stand in a folder."""
    if folder is None:
        return file.name
    try:
        return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive of Windows
        return file.resolve().as_posix()


def _year_beside(guess: Guess) -> Bound | None:
    """Return the column that says the year of months that have a column each."""
    parts = any(said.without_year for _, said in guess.amounts)
    return guess.binding.columns.get("year") if parts else None


def _part(without_year: str) -> str:
    """Return "Jan" for "-01"; a period such as P01 stays."""
    return MONTH_NAMES[int(without_year[1:]) - 1] if without_year[0] == "-" else without_year


@dataclass(frozen=True)
class _Around:
    """What a file says of its columns of amounts, where their headings do not.

    Attributes:
        version: The version that its name says, else the usual one of its input.
        year: The year that its name, its sheet or a line above the header says, or "".
        month: The year of headings of which Excel made days, "" where they are none.
        dated: Whether its rows say when they happened.
    """

    version: str
    year: str
    month: str
    dated: bool

    @property
    def some_year(self) -> str:
        """The year, else this one."""
        return self.year or str(datetime.now(UTC).year)


def _around(guess: Guess) -> _Around:
    stem = stem_of(guess.raw)
    usual = "actual" if guess.input == "ledger" else "original"
    titles = (year_of(text) for text in (stem, guess.raw.sheet, *guess.raw.above))
    return _Around(
        spoken_scenario(guess.raw) or usual,
        next((text for text in titles if text), ""),
        made_of_month([bound.heading for bound, _ in guess.amounts]),
        guess.binding.when is not None or "date" in guess.hints,
    )


def _amount_lines(guess: Guess) -> list[str]:
    """Return a line for each column of amounts; what its name does not say, the file's does."""
    around = _around(guess)
    lines = []
    for bound, said in guess.amounts:
        dated = around.dated and not said.period and not said.without_year  # the rows say when
        version = said.scenario or around.version
        if guess.input == "budget" and version == "budget":
            version = "original"
        period, known = _period(guess, around, bound, said)
        doubts = _doubts(around, said, known=known)
        doubt = f"  # (guess) its name does not say: {', '.join(doubts)}" if doubts else ""
        parts = f"version = {_quoted(version)}"
        parts += "" if dated else f", period = {_quoted(period)}"
        lines.append(f"{_quoted(bound.heading)} = {{{parts}}}{doubt}")
    return lines


def _period(guess: Guess, around: _Around, bound: Bound, said: Meaning) -> tuple[str, bool]:
    """Return the period of a column, and whether that is known."""
    if said.without_year and _year_beside(guess):
        return _part(said.without_year), True
    period = said.in_year(around.some_year)
    period = f"{around.month}-{bound.heading[5:7]}" if around.month else period
    return period or around.some_year, bool(said.period)


def _doubts(around: _Around, said: Meaning, *, known: bool) -> list[str]:
    """Return what the heading of a column does not say."""
    doubts = [] if said.scenario else ["version"]
    doubts += [] if known else ["year" if said.without_year else "period"]
    return [*doubts, *(["month: Excel made a day of it"] if around.month else [])]


def _marks(guess: Guess) -> list[str]:
    """Return what is to be said about decimal marks."""
    columns = [bound for bound, _ in guess.amounts]
    columns += [b for b in (guess.binding.columns.get("amount"), guess.hints.get("amount")) if b]
    marks: set[str] = set()
    unclear = []
    for bound in columns:
        shapes = number_columns.shapes(guess.raw.table, bound.column, sample=SAMPLE)
        dialect = numbers.decide(shapes)
        if dialect.ambiguous:
            unclear.append(bound.heading)
        elif dialect.decimal:
            marks.add(dialect.decimal)
    lines = [f"# decimal = {_quoted(mark)}  # detected" for mark in sorted(marks)]
    if unclear:
        names = comment(", ".join(unclear))
        lines.append(f'# decimal = ","  # needed: {names} can be read in two ways')
    return lines


def _days(guess: Guess) -> list[str]:
    """Return what is to be said about the order of day and month."""
    bound = guess.binding.when or guess.hints.get("date")
    if bound is None:
        return []
    table = guess.raw.table.limit(SAMPLE)
    texts = table.select(text=when_text(table[bound.column])).distinct().to_pyarrow()
    dialect = dates.decide(dict.fromkeys(texts["text"].to_pylist(), 1))
    if dialect.ambiguous:
        return ['# date_order = "dmy"  # needed: the days can be read in two ways; or "mdy"']
    return [f'# date_order = "{dialect.order}"  # detected'] if dialect.order else []


def _totals(guess: Guess) -> list[str]:
    """Return a note where rows of totals seem to stand among the others."""
    table = guess.raw.table
    strings = [n for n in table.columns if n[0] == "c" and table[n].type().is_string()]
    if not strings:
        return []
    first = text_of(table[strings[0]])
    count = table.filter(first.re_search(TOTALS)).count().to_pyarrow().as_py()
    return [f"# {count} rows look like totals and will be left out"] if count else []


def _quoted(text: str) -> str:
    """Return a text as TOML writes it; JSON's rules are the same for what occurs here."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def comment(text: str) -> str:
    """Return a text that cannot end a comment."""
    shown = text.encode("utf-8", "replace").decode()
    return re.sub(r"[\x00-\x1f\x7f]+", " ", shown)
