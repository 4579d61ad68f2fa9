"""A guess: which input a file seems to be, and which of its columns mean what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlcost.dataset.schema import INPUTS, NUMERIC, file_stems, folded
from xlcost.dataset.settings import InputSettings
from xlcost.inputs.columns.amount_proposals import Columns, amount_columns_of, amounts_of
from xlcost.inputs.columns.binding import Binding, Bound, bind
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.profiles.applying import below
from xlcost.inputs.profiles.library import recognised
from xlcost.inputs.profiles.profile import Profile
from xlcost.inputs.shapes.two_sides import sides
from xlcost.values.scenarios import scenario_of
from xlcost.values.taxes import NET

LEVELS = ("activity", "workforce", "intervals")
# Parts of headings that often stand for a column without being its name.
HINTS = {
    "account": r"konto|account|kostenart|cost element|expense category|haushaltsstelle|\bart\b",
    "cost_centre": r"ansvar|kostenstelle|profit ?cent|cost ?cent|avdeling|prosjekt|program\b|dept",
    "amount": r"betrag|beløp|beloep|amount|sum\b|total",
    "date": r"datum|date|dato",
    "vendor": r"vendor|supplier|leverandør|lieferant",
    "document": r"document|bilag|beleg|voucher",
}
BY_NAME = "by the name of the file"
RARE = ("adjustments", "trial_balance", "intervals")


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
        profile: The export that it is, where that is known.
    """

    input: str
    why: str
    raw: RawTable
    binding: Binding
    hints: dict[str, Bound]
    amounts: Columns
    refused: dict[str, str] = field(default_factory=dict)
    cumulative: bool = False
    alike: tuple[str, ...] = ()
    profile: Profile | None = None


def guess_of(raw: RawTable) -> Guess:
    """Return what a table looks like: a known export, else what its name and columns say."""
    profile = recognised(raw)
    if profile is not None:
        binding = bind(raw, INPUTS[profile.input], below(InputSettings(), profile, raw))
        if "amount" not in binding.missing or sides(raw.header):
            why = f"read as {profile.title}"
            return Guess(profile.input, why, raw, binding, {}, (), profile=profile)
    return _guessed(raw)


def _guessed(raw: RawTable) -> Guess:
    """Return what a table looks like, by the name of its file, its columns and their values."""
    every = amounts_of(raw)
    amounts, refused, cumulative = amount_columns_of(raw, every)
    bindings = {name: bind(raw, INPUTS[name], InputSettings()) for name in INPUTS}
    name, why = _input_of(raw, bindings, amounts)
    binding = bindings[name]
    hints = _hints(raw, binding, amounts)
    keep = amounts if "amount" not in binding.columns and name in ("ledger", "budget") else ()
    left = refused if keep or every else {}
    return Guess(name, why, raw, binding, hints, keep, left, cumulative and bool(keep))


def _input_of(raw: RawTable, bindings: Mapping[str, Binding], amounts: Columns) -> tuple[str, str]:
    """Return the input that a table seems to be, and on what that is based."""
    stem = folded(stem_of(raw)).rstrip("0123456789")
    named = next((name for name in INPUTS if stem in file_stems(name)), None)
    if named:
        return named, BY_NAME
    if len(amounts) > 1:
        actual = any(said.scenario == "actual" for _, said in amounts)
        budget = scenario_of(stem_of(raw)) not in ("", "actual") and not actual
        why = "it has columns of amounts that are scenarios, months or years"
        return "budget" if budget else "ledger", why
    # Balances, corrections and intervals are called so: their columns are those of others.
    usual = [name for name in bindings if name not in RARE]
    best = max(usual, key=lambda name: _fit(bindings[name]))
    return best if bindings[best].columns else "ledger", "by the names of its columns"


def _hints(raw: RawTable, binding: Binding, amounts: Columns) -> dict[str, Bound]:
    """Return the columns that may be meant, by parts of their headings."""
    taken = {b.column for b in binding.columns.values()} | {b.column for b, _ in amounts}
    hints: dict[str, Bound] = {}
    for canonical, pattern in HINTS.items():
        if canonical in binding.columns or binding.input.column(canonical) is None:
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
    return hints


def without_actuals(guess: Guess, guesses: list[Guess]) -> Guess:
    """Return a guess at a budget without its columns of actual costs, where a ledger has those."""
    ledgers = [other for other in guesses if other.input == "ledger"]
    if not any(other is not guess for other in ledgers):
        return guess
    if _is_budget_after_all(guess, ledgers):
        binding = bind(guess.raw, INPUTS["budget"], InputSettings())
        guess = replace(guess, input="budget", binding=binding)
    if guess.input != "budget":
        return guess
    actual = [bound.heading for bound, said in guess.amounts if said.scenario == "actual"]
    keep = tuple(pair for pair in guess.amounts if pair[1].scenario != "actual")
    more = dict.fromkeys(actual, "actual costs, which the ledger has")
    return replace(guess, amounts=keep, refused=guess.refused | more)


def _is_budget_after_all(guess: Guess, ledgers: Sequence[Guess]) -> bool:
    """Tell whether a ledger by its columns has plans, and another is the ledger by its name."""
    if guess.input != "ledger" or guess.why == BY_NAME:
        return False
    planned = any(said.scenario not in ("", "actual") for _, said in guess.amounts)
    return planned and any(other.why == BY_NAME for other in ledgers)


def _fit(binding: Binding) -> int:
    """Return how well a table fits an input; one of counts that counts nothing fits none."""
    counts = binding.input.name in LEVELS
    numbers = [name for kind in NUMERIC for name in binding.input.of_kind(kind)]
    if counts and not any(name in binding.columns for name in numbers):
        return -len(binding.input.columns)
    return len(binding.columns) - len(binding.missing)


def stem_of(raw: RawTable) -> str:
    """Return the name of a table's file without its ending."""
    return raw.file.name.split(".")[0]
