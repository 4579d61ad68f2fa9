"""The binding of a table: which of its columns is which canonical one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TypeVar

from xlcost.dataset.facts import WORKFORCE_MEASURES
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.schema import NUMERIC, TIMES, Input, Kind, aliases, folded
from xlcost.dataset.service_settings import ContactWords
from xlcost.dataset.settings import AmountColumn, Average, ChannelColumn, InputSettings
from xlcost.inputs.columns import names_from
from xlcost.inputs.files.raw_table import RawTable
from xlcost.locales.words import Words
from xlcost.system import stopping
from xlcost.values import contact_words

MOST_NUMBERS = 40
MOST_NAMED = 100  # headings in a sentence
NUMBER_ONLY = re.compile(r"(?:\x1fN)?(?:0?[1-9]|1[0-6])(?:\.0)?")
DEBIT = re.compile(r"debe?i?t|soll|amount dr|dr", re.IGNORECASE)
CREDIT = re.compile(r"[kc]redit|haben|amount cr|cr", re.IGNORECASE)
WHENS = ("period", "date", "timestamp", "time", "solved")
THRESHOLDS = ("answered_in_threshold", "abandoned_in_threshold")
HANDLE_SECONDS = "handle_seconds"
HANDLE = ("talk_seconds", "hold_seconds", "after_call_seconds")
PERIOD_IN_NAME = re.compile(r"(?<!\d)(\d{4})[-_ .]?([PpMm]?)(\d{2})(?!\d)|(?<!\d)(\d{4})(?!\d)")


@dataclass(frozen=True)
class Bound:
    """A column of the table and the name that stands above it."""

    column: str
    heading: str


@dataclass(frozen=True)
class Binding:
    """How a table is understood.

    Attributes:
        input: The input it belongs to.
        said: What the settings say about it.
        columns: Canonical name → column.
        amounts: Columns that hold the amounts of one scenario or month, with what they are.
        averages: Columns of averages, with the column that weights them.
        channels: Columns that hold one measure of one channel.
        rules: Columns by which rows are left out or kept, by folded heading.
        constants: Canonical name → value that holds for every row.
        others: Columns that were not used.
        missing: What no column was found for, in the words of the schema or the settings.
        contact: The column that tells one contact from the next, where several rows are one.
        words: What the settings let words of channels, directions and outcomes count as.
    """

    input: Input
    said: InputSettings
    columns: dict[str, Bound] = field(default_factory=dict)
    amounts: tuple[tuple[Bound, AmountColumn], ...] = ()
    averages: tuple[tuple[Bound, Average, Bound], ...] = ()
    channels: tuple[tuple[Bound, ChannelColumn], ...] = ()
    rules: dict[str, Bound] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    others: tuple[Bound, ...] = ()
    missing: tuple[str, ...] = ()
    contact: Bound | None = None
    words: ContactWords = field(default_factory=ContactWords)

    @property
    def when(self) -> Bound | None:
        """The column that says when a row happened; a constant holds in the place of every one."""
        if self.constant_when:
            return None
        return next((self.columns[n] for n in self.input.when if n in self.columns), None)

    @property
    def constant_when(self) -> str:
        """The canonical name of the constant that says when every row happened, or ""."""
        for name in self.input.when:
            if name in self.constants:
                return name
            if name in self.columns:
                return ""
        return ""

    def first_of(self, *names: str) -> Bound | None:
        """Return the first of some canonical columns that the table has."""
        return next((self.columns[name] for name in names if name in self.columns), None)

    def has(self, name: str) -> bool:
        """Tell whether there is a column or a constant of this canonical name."""
        return name in self.columns or name in self.constants


Said = TypeVar("Said")
MEASURE = "measure"  # what a table lacks that counts nothing


class _Binder:
    """Finds the columns of one table; it holds what is bound so far."""

    def __init__(self, raw: RawTable, kind: Input, said: InputSettings) -> None:
        self.kind = kind
        self.said = said
        self.raw = raw
        self.headings = [Bound(f"c{i}", heading) for i, heading in enumerate(raw.header)]
        self.by_name: dict[str, Bound] = {}
        for bound in self.headings:
            self.by_name.setdefault(folded(bound.heading), bound)
        self.used: set[str] = set()
        self.missing: list[str] = []
        given = {"team": said.team_from, "channel": said.channel_from}
        self.outside = {name for name, place in given.items() if place}
        # Once for all headings, of which there may be thousands.
        self.ignored = frozenset(folded(heading) for heading in said.ignore)
        self.known = aliases(kind.name)
        self.timed = frozenset(name for one in TIMES for name in kind.of_kind(one))
        self.alike = Counter(self.known.get(_without_digits(one), "") for one in raw.header)

    def find(self, heading: str) -> Bound | None:
        """Return the column that the settings mean; a heading that is not there is missing."""
        place = self.raw.place_of(heading)
        if place is None:
            self.missing.append(heading)
            return None
        bound = Bound(f"c{place}", self.raw.heading(place))
        self.used.add(bound.column)
        return bound

    def told(self, said: Mapping[str, Said]) -> tuple[tuple[Bound, Said], ...]:
        """Return the columns that the settings name, with what they say of each."""
        return tuple((b, what) for heading, what in said.items() if (b := self.find(heading)))

    def is_other(self, bound: Bound) -> bool:
        """Tell whether nobody used a column, and nobody said that it is not wanted."""
        return bool(bound.heading) and not (
            bound.column in self.used or folded(bound.heading) in self.ignored
        )

    def columns(self) -> dict[str, Bound]:
        """Return the columns that the settings name, and those known by their headings."""
        columns: dict[str, Bound] = {}
        for name, heading in self.said.columns.items():
            if bound := self.find(heading):
                columns[name] = bound
        closed = {*self.said.constants, *self.outside, *(["amount"] if self.said.amounts else [])}
        named = [
            (b, self.known.get(folded(b.heading), "") or self.with_number(b)) for b in self.headings
        ]
        # A canonical name counts more than an alias, whichever comes first.
        exact = [(bound, name) for bound, name in named if folded(bound.heading) == folded(name)]
        for bound, name in (*exact, *named):
            if name and name not in columns and name not in closed and self.is_other(bound):
                columns[name] = bound
                self.used.add(bound.column)
        return columns

    def with_number(self, bound: Bound) -> str:
        """Return what a heading with a unit or a number of seconds means: "Talk time (ms)".

        "Answered within 20 sec" counts where it is the only one of its kind.
        """
        bare = re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*$", "", bound.heading)
        named = self.known.get(folded(bare), "")
        utc = re.search(r"[(\[](?:UTC|GMT|local)\b.*[)\]]\s*$", bound.heading, re.IGNORECASE)
        if bare != bound.heading and named in (WHENS if utc else self.timed):
            return named
        name = self.known.get(_without_digits(bound.heading), "")
        return name if name in THRESHOLDS and self.alike[name] == 1 else ""

    def averages(
        self, columns: dict[str, Bound], held: Sequence[tuple[Bound, Average]]
    ) -> list[tuple[Bound, Average, Bound]]:
        """Return the columns of averages that are known by their headings.

        Each needs its weight in the table, and a measure that nothing else gives.
        """
        taken = {*columns, *(average.measure for _, average in held)}
        found: list[tuple[Bound, Average, Bound]] = []
        for bound in self.headings:
            named = contact_words.average(bound.heading)
            if named is None or bound.column in self.used or folded(bound.heading) in self.ignored:
                continue
            measure, weight = named
            whole = measure == HANDLE_SECONDS
            measure = "talk_seconds" if whole else measure
            parts = HANDLE if whole else (measure,)
            if weight not in columns or not self.kind.column(measure) or taken & set(parts):
                continue
            heading = columns[weight].heading
            found.append((bound, Average(measure=measure, weight=heading), columns[weight]))
            taken.add(measure)
            self.used.add(bound.column)
        return found


def _without_digits(heading: str) -> str:
    return re.sub(r"\d+", "", folded(heading))


def bind(raw: RawTable, kind: Input, said: InputSettings) -> Binding:
    """Find out which column of a table is which."""
    stopping.check()
    binder = _Binder(raw, kind, said)
    amounts = binder.told(said.amounts)
    channels = binder.told(said.channels)
    held = binder.told(said.averages)
    columns = binder.columns()
    if _has_numbers_for_periods(raw, columns, said):
        # "10" beside a day says nothing that the day does not say: the day counts.
        binder.used.discard(columns.pop("period").column)
    averages = []
    for bound, average in held:
        weight = columns.get(average.weight) or binder.find(average.weight)
        if weight:
            averages.append((bound, average, weight))
    # A column of averages of all that is handled comes after those of its parts.
    averages += binder.averages(columns, held)
    rules = binder.told({rule.column: rule.column for rule in (*said.leave_out, *said.keep)})
    contact = binder.find(said.one_contact) if said.one_contact else None
    constants, unnamed = _constants(raw, kind, said)
    binding = Binding(
        kind,
        said,
        columns,
        amounts,
        tuple(averages),
        channels,
        {folded(heading): bound for bound, heading in rules},
        constants,
        tuple(b for b in binder.headings if binder.is_other(b)),
        (*binder.missing, *unnamed),
        contact,
    )
    return _with_required(_with_phone(binding))


def _constants(raw: RawTable, kind: Input, said: InputSettings) -> tuple[dict[str, str], list[str]]:
    """Return what holds for every row, by settings and names of files, and what has no name."""
    outside, unnamed = names_from.named(raw, kind, said)
    period = period_in(raw.name) if said.period_in_file_name else None
    if period or "period" in said.constants:
        unnamed = [one for one in unnamed if not one.startswith("period_from")]
    return outside | said.constants | ({"period": period} if period else {}), list(unnamed)


def _with_phone(binding: Binding) -> Binding:
    """Let counts of calls be those of the telephone, where nothing else says a channel."""
    if binding.input.name not in ("activity", "intervals") or binding.has("channel"):
        return binding
    headings = [b.heading for name, b in binding.columns.items() if is_number(binding, name)]
    if binding.channels or not contact_words.names_phone(headings):
        return binding
    return replace(binding, constants={**binding.constants, "channel": contact_words.PHONE})


def _has_numbers_for_periods(raw: RawTable, columns: dict[str, Bound], said: InputSettings) -> bool:
    """Tell whether a column of periods holds numbers without a year, and a day stands beside it."""
    dated = "date" in columns or "timestamp" in columns
    if "period" not in columns or not dated or "period" in said.columns:
        return False
    found = raw.first_texts(columns["period"].column, MOST_NUMBERS + 1)
    filled = [text.strip() for text in found if text.strip()]
    return bool(filled) and all(NUMBER_ONLY.fullmatch(text) for text in filled)


def repeated_headings(raw: RawTable, binding: Binding) -> list[Finding]:
    """Return a warning for each heading that stands over a column in use and over another one."""
    used = {bound.column: bound for bound in binding.columns.values()}
    used |= {bound.column: bound for bound, _ in (*binding.amounts, *binding.channels)}
    names = {folded(bound.heading) for bound in used.values()}
    where = Where(raw.name, raw.sheet)
    return [
        Finding(Severity.WARNING, Code.REPEATED_HEADING, where, bound.heading, rows=0)
        for bound in binding.others
        if folded(bound.heading) and folded(bound.heading) in names
    ]


def _with_required(binding: Binding) -> Binding:
    """Add the required columns that nothing stands for to what is missing."""
    given = _given(binding)
    missing = [c.name for c in binding.input.columns if c.required and c.name not in given]
    dated = not binding.input.when or binding.input.undated or given & set(binding.input.when)
    workforce = binding.input.name == "workforce"
    people = workforce and "start" in given
    if not (dated or people):
        missing.append("when")
    if workforce and not (people or _has_measure(binding)):
        missing.append(MEASURE)
    return replace(binding, missing=(*binding.missing, *missing))


def _given(binding: Binding) -> set[str]:
    """Return the canonical names for which something stands: a column, a constant, a heading."""
    given = set(binding.columns) | set(binding.constants)
    if binding.amounts:
        each = [what.model_dump() for _, what in binding.amounts]
        given |= {n for n in ("account", "period") if all(what[n] for what in each)} | {"amount"}
    if binding.channels and not _measured(binding):
        given.add("channel")
    return given


def _has_measure(binding: Binding) -> bool:
    """Tell whether a table of people counts anything; a row of activity counts as one contact."""
    own = set(WORKFORCE_MEASURES) & set(binding.columns)
    return bool(own or binding.averages or binding.channels)


def _measured(binding: Binding) -> bool:
    """Tell whether the table has measures beside the columns that are channels."""
    kinds = {n for k in NUMERIC for n in binding.input.of_kind(k)}
    return bool(kinds & set(binding.columns)) or bool(binding.averages)


def period_in(name: str) -> str | None:
    """Return the period that the name of a file says, if any."""
    found = PERIOD_IN_NAME.search(PurePath(name).name)
    if found is None:
        return None
    if found[4]:
        return found[4]
    return f"{found[1]}{'P' if found[2] else '-'}{found[3]}"


def column_findings(
    raw: RawTable, binding: Binding, word: Words, texts: Mapping[str, str] | None = None
) -> list[Finding]:
    """Return what is to be said about the columns that are missing.

    Args:
        raw: The table.
        binding: How it is understood.
        word: The words of the report language.
        texts: Canonical name → what is said of a column that is missing, where that is known.
    """
    where = Where(raw.name, raw.sheet)
    named = [heading for heading in raw.header if heading]
    got = ", ".join(named[:MOST_NAMED])
    if len(named) > MOST_NAMED:
        got += f", … (+{len(named) - MOST_NAMED:,})"
    usual = {"when": word.text("expected.when"), MEASURE: word.text("expected.measure")}
    texts = usual | dict(texts or {})
    sides = [next((h for h in raw.header if p.fullmatch(h)), "") for p in (DEBIT, CREDIT)]
    if all(sides):
        fields = dict(zip(("debit", "credit"), sides, strict=True))
        texts["amount"] = word.text("expected.two_sides", input=binding.input.name, **fields)
    return [
        Finding(Severity.ERROR, Code.MISSING_COLUMN, where, got, texts.get(name, name))
        for name in binding.missing
    ]


def is_number(binding: Binding, name: str) -> bool:
    """Tell whether a canonical column holds numbers."""
    column = binding.input.column(name)
    return column is not None and column.kind in NUMERIC


def texts(binding: Binding) -> tuple[str, ...]:
    """Return the canonical columns of text that the table has."""
    return tuple(n for n in binding.input.of_kind(Kind.CODE, Kind.TEXT) if n in binding.columns)
