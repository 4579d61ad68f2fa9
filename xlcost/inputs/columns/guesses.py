"""A guess: which input a file seems to be, and which of its columns mean what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlcost.dataset.schema import AMOUNTS, INPUTS, NUMERIC, file_stems, folded_stem
from xlcost.dataset.settings import InputSettings
from xlcost.inputs.columns.amount_proposals import Columns, amount_columns_of, amounts_of
from xlcost.inputs.columns.binding import Binding, Bound, bind
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.profiles.applying import below
from xlcost.inputs.profiles.library import recognised
from xlcost.inputs.profiles.profile import Profile
from xlcost.inputs.shapes.two_sides import sides
from xlcost.values.scenarios import scenario_of, year_of
from xlcost.values.taxes import NET

LISTS = ("accounts", "cost_centres")
# Parts of headings that often stand for a column without being its name.
_NAMED = r"[ _-]*(?:tekst|text|bez|benevnelse|benämning|navn|namn|name|desc|beskriv)"
HINTS = {
    "account_name": rf"(?:konto|kostenart|account|\bart){_NAMED}",
    "cost_centre_name": rf"(?:ansvar|avdeling|kostenstelle|profit ?cent\w*|cost ?cent\w*){_NAMED}",
    "account": r"konto|account|kostenart|cost element|expense category|haushaltsstelle|\bart\b",
    # Where nothing is called so: what tells income and expense apart, or groups them.
    "account ": r"detail|(?:inntekt|ertrag|revenue).?(?:utgift|kostnad|aufwand|expense)|"
    r"(?:aufwand|expense).?(?:ertrag|revenue|income)|category|kategori",
    "cost_centre": r"ansvar|kostenstelle|profit ?cent|cost ?cent|avdeling|"
    r"prosjekt|program\b|dept|kostnadsst|kostnadsbär|omkostningsst|costcent|centre de co|"
    r"centro de co|kostenpl",
    "amount": r"betrag|beløp|beloep|amount|sum\b|total",
    "date": r"datum|date|dato",
    "vendor": r"vendor|supplier|leverandør|lieferant",
    "document": r"document|bilag|beleg|voucher",
}
BY_NAME = "by the name of the file"
MOST_CODES = 100_000  # rows of a list or ledger that are looked at
SINGLE = frozenset({"channel", "outcome", "direction"})
RARE = ("adjustments", "trial_balance", "intervals")


@dataclass(frozen=True)
class Guess:
    """What a file looks like.

    Attributes:
        input: The input it seems to be, "" where that is not understood.
        why: On what that is based.
        raw: The table.
        binding: The columns that are understood by their names.
        hints: Canonical name → column that may be meant.
        amounts: Columns of amounts that are scenarios, months or years, with what they say.
        refused: Columns of amounts that are none of their own: heading → why.
        cumulative: Whether the columns are amounts of the year so far.
        alike: The sheets of the file that have the same headings, where there are several.
        profile: The export that it is, where that is known.
        headless: Whether it is a list whose first row is no headings.
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
    headless: bool = False


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
    # Columns that nobody can tell apart yet still say that the table is one of amounts.
    name, why = _input_of(raw, bindings, amounts if len(amounts) > 1 else every)
    if not name:
        return Guess("", why, raw, bindings["accounts"], {}, ())
    binding = bindings[name]
    hints = _hints(raw, binding, amounts)
    keep = amounts if "amount" not in binding.columns and name in ("ledger", "budget") else ()
    left = refused if keep or every else {}
    return Guess(name, why, raw, binding, hints, keep, left, cumulative and bool(keep))


def _input_of(raw: RawTable, bindings: Mapping[str, Binding], amounts: Columns) -> tuple[str, str]:
    """Return the input that a table seems to be, and on what that is based."""
    stem = folded_stem(stem_of(raw))
    named = next((name for name in INPUTS if stem in file_stems(name)), None)
    if named:
        return named, BY_NAME
    if len(amounts) > 1:
        actual = any(said.scenario == "actual" for _, said in amounts)
        budget = spoken_scenario(raw) not in ("", "actual") and not actual
        budget = budget or _is_to_come(raw, amounts)
        why = "it has columns of amounts that are scenarios, months or years"
        return "budget" if budget else "ledger", why
    # Balances, corrections and intervals are called so: their columns are those of others.
    usual = [name for name in bindings if name not in RARE and _may_be(raw, bindings[name])]
    best = max(usual, key=lambda name: _fit(bindings[name]), default="")
    return best, "by the names of its columns" if best else "nothing in it says what it is"


def spoken_scenario(raw: RawTable) -> str:
    """Return the scenario of which a sheet, the lines above its table, or its file speak, or ""."""
    texts = (raw.sheet, *raw.above, stem_of(raw))
    return next((found for text in texts if (found := scenario_of(text))), "")


def _is_to_come(raw: RawTable, amounts: Columns) -> bool:
    """Tell whether most columns are years after the one that the file is named after: a plan."""
    named = year_of(stem_of(raw))
    years = [said.period for _, said in amounts if not said.scenario]
    later = [year for year in years if named and year[:4] > named]
    return len(years) == len(amounts) and 2 * len(later) > len(years)


def _may_be(raw: RawTable, binding: Binding) -> bool:
    """Tell whether a table has what an input cannot be without.

    Amounts need a column of them, a list a code that it is of, contacts a day and something that
    is counted or that says what each row is.
    """
    name = binding.input.name
    if name in AMOUNTS:
        return _may_be_amounts(raw, binding)
    if name in LISTS:
        return binding.input.columns[0].name in binding.columns and len(binding.columns) > 1
    numbers = [one for kind in NUMERIC for one in binding.input.of_kind(kind)]
    counted = any(one in binding.columns for one in numbers) or bool(binding.averages)
    if name == "workforce":
        return "start" in binding.columns or (counted and binding.when is not None)
    # A list of single contacts counts nothing, and says what each of them was.
    return binding.when is not None and (counted or bool(SINGLE & set(binding.columns)))


def _may_be_amounts(raw: RawTable, binding: Binding) -> bool:
    """Tell whether a table has a column of amounts, and one that says what they are of."""
    hints = _hints(raw, binding, ())
    amount = "amount" in binding.columns or "amount" in hints or bool(sides(raw.header))
    known = set(binding.columns) & {"account", "cost_centre", "period", "date"}
    return amount and bool(known or hints)


def _hints(raw: RawTable, binding: Binding, amounts: Columns) -> dict[str, Bound]:
    """Return the columns that may be meant, by parts of their headings."""
    taken = {b.column for b in binding.columns.values()} | {b.column for b, _ in amounts}
    hints: dict[str, Bound] = {}
    for name, pattern in HINTS.items():
        canonical = name.strip()
        if canonical in {*hints, *binding.columns} or not binding.input.column(canonical):
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
    """Return how well a table fits an input that it may be."""
    return len(binding.columns) - len(binding.missing)


def stem_of(raw: RawTable) -> str:
    """Return the name of a table's file without its ending."""
    return raw.file.name.split(".")[0]


def with_lists(guesses: Sequence[Guess]) -> list[Guess]:
    """Return guesses in which what is not understood is a list, where its codes are a ledger's.

    A list of two columns without headings has a code in each row and a name beside it.
    """
    known = {name: _codes(guesses, name) for name in ("account", "cost_centre")}
    return [guess if guess.input else _as_list(guess, known) for guess in guesses]


def _codes(guesses: Sequence[Guess], name: str) -> frozenset[str]:
    """Return the codes of a column in the ledgers and budgets."""
    found: set[str] = set()
    for guess in guesses:
        bound = guess.binding.columns.get(name) or guess.hints.get(name)
        if guess.input in AMOUNTS and bound:
            found |= {text.strip() for text in guess.raw.first_texts(bound.column, MOST_CODES)}
    return frozenset(found - {""})


def _as_list(guess: Guess, known: Mapping[str, frozenset[str]]) -> Guess:
    raw = guess.raw
    if len(raw.header) != 2:  # noqa: PLR2004 - a code and its name
        return guess
    for place in range(2):
        texts = [raw.header[place], *raw.first_texts(f"c{place}", MOST_CODES)]
        mine = {text.strip() for text in texts} - {""}
        for name, codes in known.items():
            if len(mine & codes) * 2 < min(len(mine), len(codes)) or not mine & codes:
                continue
            headless = raw.header[place].strip() in codes
            columns = {name: place, "name": 1 - place}
            named = {
                key: Bound(f"c{at}", str(at + 1) if headless else raw.header[at])
                for key, at in columns.items()
            }
            of = f"{name}s"
            binding = bind(raw, INPUTS[of], InputSettings())
            why = "its codes are those of the ledger"
            return replace(
                guess, input=of, why=why, binding=binding, hints=named, headless=headless
            )
    return guess
