"""The outline of a settings file: what a look at the user's own files suggests."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from xlcost.dataset.findings import Finding
from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import INPUTS, NUMERIC, file_stems, folded
from xlcost.dataset.settings import FILE_NAME, InputSettings, parse_settings
from xlcost.engine import Engine
from xlcost.errors import UsageError
from xlcost.inputs.columns import column_relations, number_columns
from xlcost.inputs.columns.binding import Binding, Bound, bind
from xlcost.inputs.columns.cleaning import text_of, when_text
from xlcost.inputs.columns.labour_proposal import labour_proposal
from xlcost.inputs.files.faults import FileFault
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.inputs.files.readers import read_tables
from xlcost.inputs.files.watching import watched
from xlcost.inputs.shapes.two_sides import sides
from xlcost.values import dates, numbers
from xlcost.values.dates import MONTHS
from xlcost.values.heading_days import made_of_month
from xlcost.values.scenarios import (
    RUNNING,
    VARIANCE,
    Meaning,
    is_month,
    meaning,
    quarter_in,
    scenario_of,
    year_of,
)
from xlcost.values.taxes import NET
from xlcost.values.text_guard import parsed_text
from xlcost.values.totals import TOTALS

SAMPLE = 5000
LEVELS = ("activity", "workforce", "intervals")
ENOUGH = 0.9  # share of a column's values that must be numbers for it to be one of amounts
# Parts of headings that often stand for a column without being its name.
HINTS = {
    "account": r"konto|account|kostenart|cost element|expense category|haushaltsstelle|\bart\b",
    "cost_centre": r"ansvar|kostenstelle|profit ?cent|cost ?cent|avdeling|prosjekt|program\b|dept",
    "amount": r"betrag|beløp|beloep|amount|sum\b|total",
    "date": r"datum|date|dato",
    "vendor": r"vendor|supplier|leverandør|lieferant",
    "document": r"document|bilag|beleg|voucher",
}


QUARTERS_HINT = 'name it under amounts with period = "2026Q1" and quarters = "spread"'
BY_NAME = "by the name of the file"
RARE = ("adjustments", "trial_balance", "intervals")
FEWEST = 2  # columns: of more, one may be the sum of the others


@dataclass(frozen=True)
class Guess:
    """What a file looks like.

    Attributes:
        input: The input it seems to be.
        why: On what that is based.
        raw: The table.
        binding: The columns that are understood by their names.
        hints: Canonical name → column that may be meant.
        amounts: Columns of amounts that are scenarios, months or years, with what they say.
        refused: Columns of amounts that are none of their own: heading → why.
        cumulative: Whether the columns are amounts of the year so far.
        alike: The sheets of the file that have the same headings, where there are several.
    """

    input: str
    why: str
    raw: RawTable
    binding: Binding
    hints: dict[str, Bound]
    amounts: tuple[tuple[Bound, Meaning], ...]
    refused: dict[str, str] = field(default_factory=dict)
    cumulative: bool = False
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outline:
    """A first `xlcost.toml`, and what could not be read for it.

    Attributes:
        text: The text of the file.
        findings: What is wrong with the files.
    """

    text: str
    findings: tuple[Finding, ...]


def outline(files: list[Path], folder: Path | None = None) -> str:
    """Return the text of a first `xlcost.toml` for some files, with a comment on each guess."""
    return outlined(files, folder).text


def outlined(files: list[Path], folder: Path | None = None) -> Outline:
    """Return a first `xlcost.toml` for some files: settings that can be read, or a question.

    Args:
        files: The files.
        folder: Where the settings will stand: files are named as seen from there.
    """
    lines = [
        "# A first xlcost.toml, made by `xlcost init`. Lines marked (guess) need a look;",
        "# `xlcost check --data DIR` then says how everything was understood.",
        "",
        "[report]",
        '# title = ""',
        '# currency = "NOK"',
        '# language = "en"  # or "nb"',
        "# fiscal_year_start = 1  # month in which the fiscal year begins",
    ]
    found: list[Finding] = []
    with Engine() as engine:
        guesses: list[Guess] = []
        for path in files:
            tables, findings = read_tables(path, ReadOptions(), engine, Limits())
            found += findings
            lines += [f"# {_comment(finding.sentence())}" for finding in findings]
            alike = _alike(tables)
            rest = ", ".join(raw.sheet for raw in tables[1:] if raw.sheet not in alike)
            lines += [f"# {_comment(path.name)}: not used: {_comment(rest)}"] if rest else []
            for raw in tables[:1]:
                try:
                    with watched(raw, engine, Limits()):
                        guesses.append(replace(_guess(raw), alike=alike))
                except FileFault as fault:
                    found.append(fault.finding(path.name))
                    lines.append(f"# {_comment(found[-1].sentence())}")
        guesses = [without_actuals(guess, guesses) for guess in guesses]
        names = [guess.input for guess in guesses]
        for guess in guesses:
            name = guess.input
            body = _section(guess, folder)
            heading = f"[[{name}]]" if names.count(name) > 1 else f"[{name}]"
            lines += ["", *_sure(lines, [heading, *body])]
    return Outline("\n".join(lines) + "\n", tuple(found))


def _sure(before: list[str], section: list[str]) -> list[str]:
    """Return a section as it is where it can be read, else as a comment with the question."""
    text = "\n".join([*before, "", *section])
    try:
        text.encode()  # the name of a file may be no text
        parse_settings(parsed_text(text, FILE_NAME))
    except (UsageError, UnicodeError) as fault:
        question = _comment(str(fault))
        if isinstance(fault, UnicodeError):
            question = "the name of the file holds bytes that are no text; give it another name"
        return [f"# (question) {question}", *(f"# {_comment(line)}" for line in section)]
    return section


def _alike(tables: Sequence[RawTable]) -> tuple[str, ...]:
    """Return the visible sheets with the headings of the first one, where there are several."""
    found = [raw.sheet for raw in tables if raw.header == tables[0].header]
    hidden = {raw.sheet for raw in tables if raw.detected.get("hidden")}
    found = [sheet for sheet in found if sheet not in hidden]
    return tuple(found) if len(found) > 1 else ()


def _guess(raw: RawTable) -> Guess:
    stem = folded(stem_of(raw)).rstrip("0123456789")
    named = next((name for name in INPUTS if stem in file_stems(name)), None)
    bound = {name: bind(raw, INPUTS[name], InputSettings()) for name in INPUTS}
    every = _amounts(raw)
    amounts, refused, cumulative = amount_columns_of(raw, every)
    if named:
        name, why = named, BY_NAME
    elif len(amounts) > 1:
        actual = any(said.scenario == "actual" for _, said in amounts)
        budget = scenario_of(stem_of(raw)) not in ("", "actual") and not actual
        name = "budget" if budget else "ledger"
        why = "it has columns of amounts that are scenarios, months or years"
    else:
        # Balances, corrections and intervals are called so: their columns are those of others.
        usual = [one for one in bound if one not in RARE]
        name = max(usual, key=lambda n: _fit(bound[n]))
        name = name if bound[name].columns else "ledger"
        why = "by the names of its columns"
    binding = bound[name]
    taken = {b.column for b in binding.columns.values()} | {b.column for b, _ in amounts}
    hints: dict[str, Bound] = {}
    for canonical, pattern in HINTS.items():
        if canonical in binding.columns or INPUTS[name].column(canonical) is None:
            continue
        if canonical == "amount" and (amounts or sides(raw.header)):
            continue
        fitting = [b for b in binding.others if re.search(pattern, b.heading, re.IGNORECASE)]
        if canonical == "amount":  # without VAT, where both are there
            fitting.sort(key=lambda b: not NET.search(b.heading))
        hint = next((b for b in fitting if b.column not in taken), None)
        if hint:
            hints[canonical] = hint
            taken.add(hint.column)
    keep = amounts if "amount" not in binding.columns and name in ("ledger", "budget") else ()
    left = refused if keep or every else {}
    return Guess(name, why, raw, binding, hints, keep, left, cumulative and bool(keep))


def without_actuals(guess: Guess, guesses: list[Guess]) -> Guess:
    """Return a guess at a budget without its columns of actual costs, where a ledger has those."""
    if not any(other.input == "ledger" and other is not guess for other in guesses):
        return guess
    planned = any(said.scenario not in ("", "actual") for _, said in guess.amounts)
    surer = any(other.input == "ledger" and other.why == BY_NAME for other in guesses)
    if guess.input == "ledger" and planned and surer and guess.why != BY_NAME:
        binding = bind(guess.raw, INPUTS["budget"], InputSettings())
        guess = replace(guess, input="budget", binding=binding)
    if guess.input != "budget":
        return guess
    actual = [bound.heading for bound, said in guess.amounts if said.scenario == "actual"]
    keep = tuple(pair for pair in guess.amounts if pair[1].scenario != "actual")
    more = dict.fromkeys(actual, "actual costs, which the ledger has")
    return replace(guess, amounts=keep, refused=guess.refused | more)


def amount_columns_of(
    raw: RawTable, found: tuple[tuple[Bound, Meaning], ...]
) -> tuple[tuple[tuple[Bound, Meaning], ...], dict[str, str], bool]:
    """Return the columns that are amounts of their own, why the others are not, and of what kind.

    Left out are variances, sums of other columns, running totals beside months, whole years beside
    months of the same scenario, and quarters, which need a word of a person.
    """
    refused: dict[str, str] = {}
    for bound, _ in found:
        if quarter_in(bound.heading):
            refused[bound.heading] = f"a quarter; {QUARTERS_HINT}"
        elif VARIANCE.search(bound.heading):
            refused[bound.heading] = "a variance"
    left = [pair for pair in found if pair[0].heading not in refused]
    running = [pair for pair in left if RUNNING.search(pair[0].heading)]
    cumulative = bool(running) and len(running) == len(left)
    if not cumulative:
        refused |= dict.fromkeys((b.heading for b, _ in running), "amounts of the year so far")
    left = [pair for pair in left if pair[0].heading not in refused]
    monthly = {said.scenario for _, said in left if said.without_year or is_month(said.period)}
    for bound, said in left:
        known = said.scenario in monthly or (monthly and not said.scenario)
        if known and not said.without_year and not is_month(said.period):
            refused[bound.heading] = "a whole year beside its months"
    kept = tuple(pair for pair in left if pair[0].heading not in refused)
    for heading in _sums_of_others(raw, kept):
        refused[heading] = "the sum of other columns"
    refused |= _same_year(kept)
    kept = tuple(pair for pair in kept if pair[0].heading not in refused)
    return kept, refused, cumulative


def _same_year(found: tuple[tuple[Bound, Meaning], ...]) -> dict[str, str]:
    """Return the columns that all would be one and the same whole year of one scenario."""
    years = Counter(said for _, said in found if said.period and not is_month(said.period))
    why = "a part of a year that is not known; name it under amounts with its period"
    return {bound.heading: why for bound, said in found if years[said] > 1}


def _sums_of_others(raw: RawTable, found: tuple[tuple[Bound, Meaning], ...]) -> list[str]:
    """Return the columns that are the sum of others of their scenario, row by row."""
    if len(found) <= FEWEST:
        return []
    columns = [_floats(raw, bound.column) for bound, _ in found]
    amounts = np.asarray(columns, dtype=np.float64).T
    return [
        found[relation.column][0].heading
        for relation in column_relations.sums(amounts)
        if any(found[p][1].scenario == found[relation.column][1].scenario for p in relation.parts)
    ]


def _floats(raw: RawTable, column: str) -> list[float]:
    """Return the numbers of a column, 0 where there is none."""
    cells = raw.table.select(cell=raw.table[column].cast("string")).limit(SAMPLE)
    texts = cells.to_pyarrow()["cell"].to_pylist()
    dialect = numbers.decide({text: 1 for text in texts if text is not None})
    parsed = (None if text is None else numbers.parse(text, dialect) for text in texts)
    return [float(number or 0) for number in parsed]


def _fit(binding: Binding) -> int:
    """Return how well a table fits an input; one of counts that counts nothing fits none."""
    counts = binding.input.name in LEVELS
    numbers = [name for kind in NUMERIC for name in binding.input.of_kind(kind)]
    if counts and not any(name in binding.columns for name in numbers):
        return -len(binding.input.columns)
    return len(binding.columns) - len(binding.missing)


def _amounts(raw: RawTable) -> tuple[tuple[Bound, Meaning], ...]:
    """Return the columns of numbers whose names speak of a scenario, a month or a year."""
    found = []
    numbered = set(map(str, range(1, 13))) <= {heading.lstrip("0") for heading in raw.header}
    for place, heading in enumerate(raw.header):
        said = meaning(heading)
        if numbered and heading.isdecimal() and 0 < int(heading) <= MONTHS:
            said = Meaning(without_year=f"P{int(heading):02d}")
        if said and _is_numeric(raw, f"c{place}"):
            found.append((Bound(f"c{place}", heading), said))
    return tuple(found)


def stem_of(raw: RawTable) -> str:
    """Return the name of a table's file without its ending."""
    return raw.file.name.split(".")[0]


def _is_numeric(raw: RawTable, column: str) -> bool:
    if not raw.table[column].type().is_string():
        return bool(raw.table[column].type().is_numeric())
    shapes = number_columns.shapes(raw.table, column, sample=SAMPLE)
    filled = {text: rows for text, rows in shapes.items() if not numbers.is_missing(text)}
    both = (numbers.DOT, numbers.COMMA)
    fits = sum(
        rows
        for text, rows in filled.items()
        if any(numbers.parse(text, dialect) is not None for dialect in both)
    )
    return bool(filled) and fits >= ENOUGH * sum(filled.values())


def _section(guess: Guess, folder: Path | None) -> list[str]:
    """Return the lines below the heading of a section."""
    name, raw = guess.input, guess.raw
    lines = []
    lines.append(f"files = {_quoted(_seen_from(raw.file, folder))}  # (guess) {name}: {guess.why}")
    if guess.alike:
        names = _comment(", ".join(guess.alike))
        lines.append(f"# sheet = {_quoted(raw.sheet)}  # (guess) all are read: {names}")
    elif raw.sheet:
        lines.append(f"sheet = {_quoted(raw.sheet)}")
    shown = ", ".join(f"{key} {value}" for key, value in raw.detected.items())
    lines.append(f"# detected: {_comment(shown)}")
    if guess.hints:
        pairs = ", ".join(f"{n} = {_quoted(b.heading)}" for n, b in guess.hints.items())
        lines.append(f"columns = {{{pairs}}}  # (guess) by parts of the names")
    for canonical, bound in guess.binding.columns.items():
        lines.append(f"# {canonical}: column {_comment(bound.heading)}, known by its name")
    lines += _marks(guess)
    lines += _days(guess)
    lines += _totals(guess)
    lines += [f"# {_comment(one)}" for one in labour_proposal(raw, guess.binding)]
    lines += [f"# not used: {_comment(h)}: {why}" for h, why in guess.refused.items()]
    if guess.cumulative:
        lines.append("cumulative = true  # (guess) each month is what it adds to the one before")
    missing = _missing(guess)
    for what in missing:
        if what == "when":
            constants = 'constants = {period = "2026-01"}'
            lines.append(f"# {constants}  # nothing says when the rows happened")
        else:
            lines.append(f"# no column was found for {what}: columns = {{{what} = '…'}}")
    unused = [b.heading for b in guess.binding.others if b not in guess.hints.values()]
    known = {b.heading for b, _ in guess.amounts} | set(guess.refused)
    unused = [h for h in unused if h not in known]
    if unused:
        lines.append(f"# not used: {_comment(', '.join(unused))}")
    if guess.amounts:
        lines += ["", f"[{name}.amounts]  # (guess) columns that are scenarios, months or years"]
        lines += _amount_lines(guess)
    return lines


def _missing(guess: Guess) -> list[str]:
    """Return what no column was found for and nothing else stands for."""
    missing = [m for m in guess.binding.missing if m not in guess.hints]
    if guess.amounts or sides(guess.raw.header):
        missing = [m for m in missing if m != "amount"]
    return [m for m in missing if m != "when"] if guess.amounts else missing


def _seen_from(file: Path, folder: Path | None) -> str:
    """Return how a file is named in settings that stand in a folder."""
    if folder is None:
        return file.name
    try:
        return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive of Windows
        return file.resolve().as_posix()


def _amount_lines(guess: Guess) -> list[str]:
    """Return a line for each column of amounts; what its name does not say, the file's does."""
    stem = stem_of(guess.raw)
    usual = "actual" if guess.input == "ledger" else "original"
    scenario = scenario_of(stem) or usual
    titles = (year_of(text) for text in (stem, guess.raw.sheet, *guess.raw.above))
    year = next((text for text in titles if text), "")
    headings = [bound.heading for bound, _ in guess.amounts]
    meant = made_of_month(headings)
    when = guess.binding.when is not None or "date" in guess.hints
    lines = []
    for bound, said in guess.amounts:
        dated = when and not said.period and not said.without_year  # the rows say when
        version = said.scenario or scenario
        if guess.input == "budget" and version == "budget":
            version = "original"
        period = said.in_year(year or str(datetime.now(UTC).year))
        period = f"{meant}-{bound.heading[5:7]}" if meant else period
        period = period or year or str(datetime.now(UTC).year)
        doubts = [] if said.scenario else ["version"]
        doubts += [] if said.period else ["year" if said.without_year else "period"]
        doubts += ["month: Excel made a day of it"] if meant else []
        doubt = f"  # (guess) its name does not say: {', '.join(doubts)}" if doubts else ""
        doubts = [doubt for doubt in doubts if doubt != "period" or not dated]
        parts = f"version = {_quoted(version)}"
        parts += "" if dated else f", period = {_quoted(period)}"
        lines.append(f"{_quoted(bound.heading)} = {{{parts}}}{doubt}")
    return lines


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
        names = _comment(", ".join(unclear))
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


def _comment(text: str) -> str:
    """Return a text that cannot end a comment."""
    shown = text.encode("utf-8", "replace").decode()
    return re.sub(r"[\x00-\x1f\x7f]+", " ", shown)
