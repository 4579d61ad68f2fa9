"""Two sides: amounts in a column of debits and one of credits are one amount together."""

from __future__ import annotations

import re

from xlcost.dataset.schema import AMOUNTS, folded
from xlcost.dataset.settings import AmountColumn
from xlcost.inputs.shapes.step import Shaped, Step

# What may stand beside the word, in a folded heading: the amount, the currency.
_BESIDE = re.compile(
    r"amount|beløp|beloep|belopp|betrag|montant|bedrag|importe|importo|kwota|local|lc|currency|in|"
    r"nok|sek|dkk|eur|usd|gbp|chf|kr"
)
DEBITS = ("debit", "debet", "débit", "soll", "debe", "dare", "dr", "debito", "débito", "wn")
CREDITS = (
    "credit",
    "kredit",
    "crédit",
    "haben",
    "haber",
    "avere",
    "cr",
    "credito",
    "crédito",
    "ma",
)


def side_of(heading: str) -> str:
    """Return "debit" or "credit" where a heading says no more than that, else ""."""
    key = folded(heading)
    bare = key if key in (*DEBITS, *CREDITS) else _BESIDE.sub("", key)
    return "debit" if bare in DEBITS else "credit" if bare in CREDITS else ""


def sides(header: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the headings of the debits and of the credits, where each has one column."""
    found = {side: [h for h in header if side_of(h) == side] for side in ("debit", "credit")}
    if any(len(headings) != 1 for headings in found.values()):
        return None
    return found["debit"][0], found["credit"][0]


def _applies(table: Shaped) -> bool:
    said = table.said
    if table.kind.name not in AMOUNTS or said.amounts or said.sign or "amount" in said.constants:
        return False
    both = sides(table.raw.header)
    ignored = {table.raw.place_of(heading) for heading in said.ignore}
    if both is None or ignored & {table.raw.place_of(heading) for heading in both}:
        return False
    place = table.place("amount")
    # One side alone, even where the settings name it, would lose the other one; and an amount that
    # nobody named, beside both, has no sign or says the same again, unless it is another currency.
    if place is None or side_of(table.raw.header[place]):
        return True
    named = "amount" in said.columns or table.place("currency") is not None
    return not named and table.place("account") is not None


def _change(table: Shaped) -> Shaped:
    both = sides(table.raw.header)
    if both is None:
        return table
    other = "negative" if table.said.cost_is == "positive" else "positive"
    columns = {name: of for name, of in table.said.columns.items() if name != "amount"}
    amounts = {both[0]: AmountColumn(), both[1]: AmountColumn(cost_is=other)}
    return table.saying(columns=columns, amounts=amounts)


TWO_SIDES = Step("two_sides", _applies, _change, in_memory=False)
