"""Measures: what each row of activity or workforce counts, and in which period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlcost.dataset.schema import Kind
from xlcost.dataset.service_settings import LEAVE_OUT
from xlcost.inputs.columns import number_columns
from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.clocks import START
from xlcost.inputs.columns.periods import ISO, KEY
from xlcost.inputs.columns.rows import CONTACT, Rows
from xlcost.inputs.contacts.counted_as import bare, in_words, said
from xlcost.inputs.contacts.levels import LEVELS, ROWS
from xlcost.inputs.files.raw_table import ROW
from xlcost.system.late import ibis
from xlcost.values import contact_words

if TYPE_CHECKING:
    import ibis.expr.types as ir

SOLVED_KEY, SOLVED_ISO = "_solved_key", "_solved_iso"
# What a ticket counts on the day on which it was opened; all else is known when it was solved.
OPENED = frozenset({"offered", "abandoned", "abandoned_in_threshold", "repeated", "customers"})
DONE = ("handled", "resolved")  # what a ticket that was solved counts, where nothing else is said
WAIT = "wait_seconds"


@dataclass(frozen=True)
class Measured:
    """Rows with their measures.

    Attributes:
        parts: One table for the measures of the row, and one for each column of a channel.
        derived: Whether offered was computed.
        rules: What each outcome counts for, by its folded word; empty where there are none.
        lone: Whether a row without any measure counts as one contact.
        answers: The headings of counts that hold yes and no, so that each row is one contact.
    """

    parts: list[ir.Table]
    derived: bool = False
    rules: dict[str, tuple[str, ...]] | None = None
    lone: bool = False
    answers: tuple[str, ...] = ()


def measured(rows: Rows, joined: ir.Table, outcomes: list[str]) -> Measured:
    """Return what the rows of a table count.

    Args:
        rows: The rows.
        joined: Those that are used, with period and day.
        outcomes: The distinct outcomes that stand there.
    """
    binding = rows.binding
    rules = rules_of(binding, outcomes)
    answers = () if rules else _answers(rows)
    values, derived, lone = _values(binding, joined, rules, answers)
    keys = {name: _key(binding, joined, name) for name in _key_names(binding)}
    if "channel" in keys and "direction" in keys:
        keys["direction"] = _direction(keys["channel"], keys["direction"], joined)
        if "outcome" in joined.columns:
            keys["direction"] = _direction_of_outcome(
                joined["outcome"], keys["direction"], outcomes
            )
    keys = _meant(binding, keys)
    when = {name: joined[name] for name in (KEY, ISO, START) if name in joined.columns}
    parts = []
    if values:
        parts += _own(joined, keys, values, when)
    parts += _of_channels(binding, joined, keys, when)
    parts = parts or [joined.filter(ibis.literal(value=False)).select(**keys, **when)]
    headings = tuple(binding.columns[name].heading for name in answers)
    return Measured(parts, derived, rules, lone, headings)


def _of_channels(
    binding: Binding, joined: ir.Table, keys: dict[str, Any], when: dict[str, Any]
) -> list[ir.Table]:
    """Return the rows once for each column that counts a channel."""
    parts = []
    for place, (_, what) in enumerate(binding.channels):
        meant = said(binding.words.channels, what.channel) or what.channel
        if meant == LEAVE_OUT:
            continue
        own = dict(keys)
        own["channel"] = ibis.literal(meant)
        own |= {n: ibis.literal(v) for n in ("direction", "version") if (v := getattr(what, n))}
        measure = {what.measure: joined[f"channel_{place}"]}
        parts.append(joined.select(**own, **measure, **when))
    return parts


def _meant(binding: Binding, keys: dict[str, Any]) -> dict[str, Any]:
    """Return keys in which channel and direction are what the settings let them count as."""
    said: dict[str, Mapping[str, str]] = {
        "channel": binding.words.channels,
        "direction": binding.words.directions,
    }
    return {name: in_words(key, said.get(name, {})) for name, key in keys.items()}


def _answers(rows: Rows) -> tuple[str, ...]:
    """Return the counts whose cells are all yes or no, where nothing else counts contacts."""
    columns = rows.binding.columns
    if "offered" in rows.binding.constants or "offered" in columns or rows.binding.channels:
        return ()
    counts = [n for n in rows.binding.input.of_kind(Kind.COUNT) if n in columns]
    return tuple(name for name in counts if _are_answers(rows, columns[name].column))


def _are_answers(rows: Rows, column: str) -> bool:
    if not rows.raw.is_text(column):
        return False
    texts = [t for t in rows.raw.seen.counted(column)[0].to_pylist() if t and t.strip()]
    return bool(texts) and all(number_columns.answer(text) is not None for text in texts)


def _of_answers(
    values: dict[str, Any], answers: tuple[str, ...], joined: ir.Table, binding: Binding
) -> dict[str, Any]:
    """Return what one contact a row counts, where yes and no say what came of it."""
    one, found = ibis.literal(1), {"offered": ibis.literal(1)}
    if "handled" not in values:
        found["handled"] = one - values["abandoned"] if "abandoned" in answers else one
    elif "handled" in answers and "abandoned" not in values:
        missed = one - values["handled"]
        out = ibis.literal(value=False)
        if "direction" in joined.columns:
            texts = joined.select("direction").distinct().to_pyarrow()["direction"].to_pylist()
            ways = [t for t in texts if way_of(binding, t or "") == contact_words.OUTBOUND]
            out = joined["direction"].isin(ways) if ways else out
        found["abandoned"] = ibis.cases((out, 0), else_=missed)
    return {**values, **found}


def _values(
    binding: Binding,
    joined: ir.Table,
    rules: dict[str, tuple[str, ...]],
    answers: tuple[str, ...] = (),
) -> tuple[dict[str, Any], bool, bool]:
    """Return the measures of each row, whether offered was computed, and whether a row is one."""
    values = _said(binding, joined, rules)
    values = _of_answers(values, answers, joined, binding) if answers else values
    lone = not values and not binding.channels and binding.input.name != "workforce"
    if lone:
        # A row without any measure is one contact that somebody handled.
        values = {"offered": ibis.literal(1), "handled": ibis.literal(1)}
    if SOLVED_KEY in joined.columns and (lone or not {"offered", "handled"} & set(values)):
        values = {"offered": ibis.literal(1), **dict.fromkeys(DONE, ibis.literal(1)), **values}
    derived = "offered" not in values and {"handled", "abandoned"} <= set(values)
    if derived:
        values["offered"] = values["handled"].fill_null(0) + values["abandoned"].fill_null(0)
    if WAIT in values and "handled" in values and CONTACT not in joined.columns:
        values[WAIT] = _waited(values["handled"], values[WAIT])
    return values, derived, lone


def _said(binding: Binding, joined: ir.Table, rules: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the measures that columns, averages with their weights, and outcomes say."""
    known = LEVELS[binding.input.name][1]
    values: dict[str, Any] = {name: joined[name] for name in known if name in joined.columns}
    for place, (_, average, _) in enumerate(binding.averages):
        mean, weight = (joined[f"{n}_{place}"].cast("float64") for n in ("average", "weight"))
        values[average.measure] = mean * weight
    return values | {n: v for n, v in _from_outcomes(joined, rules).items() if n not in values}


def _waited(handled: Any, wait: Any) -> Any:
    """Return a wait; who gave up was answered by nobody, and is in no speed of answer."""
    return ibis.cases((handled.fill_null(1) != 0, wait))


def _own(
    joined: ir.Table,
    keys: dict[str, Any],
    values: dict[str, Any],
    when: dict[str, Any],
) -> list[ir.Table]:
    """Return the rows with their own measures: contacts once, tickets in two periods."""
    if CONTACT in joined.columns:
        held = joined.select(
            **keys, **values, **when, **{CONTACT: joined[CONTACT], ROW: joined[ROW]}
        )
        return [_one_a_contact(held, [*keys, *when], list(values))]
    if SOLVED_KEY not in joined.columns:
        return [joined.select(**keys, **values, **when)]
    opened = {name: value for name, value in values.items() if name in OPENED}
    solved = {name: value for name, value in values.items() if name not in OPENED}
    later = {KEY: joined[SOLVED_KEY], ISO: joined[SOLVED_ISO].fill_null("")}
    if START in when:
        later[START] = ibis.null().cast("int64")
    count = {ROWS: ibis.literal(1)}
    first = joined.select(**keys, **opened, **when, **count)
    there = joined.filter(joined[SOLVED_KEY].notnull())
    second = there.select(
        **keys,
        **solved,
        **later,
        **{ROWS: ibis.literal(0)},
    )
    return [first, second]


def _one_a_contact(held: ir.Table, keys: list[str], values: list[str]) -> ir.Table:
    """Return one row a contact: times are added, everything else counts once.

    Period, channel and team are those of the first row; a contact that somebody handled in one of
    its rows was not abandoned.
    """
    order = held[ROW].fill_null(0)
    sums: dict[str, Any] = {name: held[name].argmin(order) for name in keys}
    for name in values:
        timed = name.endswith("_seconds")
        sums[name] = held[name].sum() if timed else held[name].max()
    sums[ROWS] = held.count()
    found = held.group_by(CONTACT).agg(**sums).drop(CONTACT)
    if {"handled", "abandoned"} <= set(values):
        handled = found["handled"].fill_null(0) > 0
        found = found.mutate(abandoned=ibis.cases((handled, 0), else_=found["abandoned"]))
    if {"handled", WAIT} <= set(values):
        found = found.mutate(**{WAIT: _waited(found["handled"], found[WAIT])})
    return found


def rules_of(binding: Binding, outcomes: list[str]) -> dict[str, tuple[str, ...]]:
    """Return what each outcome counts for: the settings' rules, else the usual words.

    Args:
        binding: How the table is understood.
        outcomes: The outcomes that stand there.
    """
    own = binding.said.outcomes
    if own:
        return {bare(value): tuple(names) for value, names in own.items()}
    if "outcome" not in binding.columns:
        return {}
    named = {bare(text): contact_words.outcome(text) for text in outcomes}
    found = {}
    for text, measure in named.items():
        if measure:
            beside = ("abandoned",) if measure == "abandoned_in_threshold" else ()
            found[text] = (measure, *beside)
    told = {bare(value): tuple(names) for value, names in binding.words.outcomes.items()}
    return found | {text: told[text] for text in named if text in told}


def way_of(binding: Binding, text: str) -> str:
    """Return the direction that a word means: as the settings say, else by the usual words."""
    return said(binding.words.directions, text) or contact_words.direction(text)


def _from_outcomes(table: ir.Table, rules: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the measures of a file with one row a contact: each row counts as one."""
    if not rules or "outcome" not in table.columns:
        return {}
    outcome = table["outcome"].strip().lower()
    found: dict[str, Any] = {"offered": ibis.literal(1)}
    for measure in dict.fromkeys(m for names in rules.values() for m in names):
        if measure != LEAVE_OUT:
            among = [value for value, names in rules.items() if measure in names]
            found[measure] = outcome.isin(among).cast("int64")
    return found


def _key_names(binding: Binding) -> list[str]:
    return [name for name in LEVELS[binding.input.name][0] if name != KEY]


def _key(binding: Binding, table: ir.Table, name: str) -> Any:
    if name in table.columns:
        return table[name]
    return ibis.literal(binding.constants.get(name, ""))


def _direction_of_outcome(outcome: Any, direction: Any, outcomes: list[str]) -> Any:
    """Return the direction; where nothing says one, that of a kind of call such as outbound."""
    out = [text for text in outcomes if contact_words.direction(text) == contact_words.OUTBOUND]
    if not out:
        return direction
    meant = (direction == "") & outcome.isin(out)
    return ibis.cases((meant, ibis.literal(contact_words.OUTBOUND)), else_=direction)


def _direction(channel: Any, direction: Any, table: ir.Table) -> Any:
    """Return the direction; where its column says none, that of a channel such as Inbound voice."""
    texts = table.select(_c=channel).distinct().to_pyarrow()["_c"].to_pylist()
    said = {text: contact_words.split_channel(text)[1] for text in texts if text}
    known = [(channel == text, ibis.literal(way)) for text, way in said.items() if way]
    if not known:
        return direction
    own = ibis.cases(*known, else_=direction)
    return ibis.cases((direction == "", own), else_=direction)
