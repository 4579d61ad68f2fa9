"""Met codes: every account and cost centre that the amounts speak of, with what each comes to.

Unlike the facts, which hold what the report speaks of, nothing is left out: not the balance sheet,
and no part of the company. It is what a person goes through to say what each code is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from xlcost.inputs import listed_codes
from xlcost.inputs.cost_facts import chart_of
from xlcost.inputs.gathered import Gathered, source_of
from xlcost.inputs.ledgers.books import books
from xlcost.inputs.ledgers.own_names import own_names
from xlcost.inputs.ledgers.trial_balances import INPUT as TRIAL_BALANCE
from xlcost.system.late import pd

MONTHS = 12  # of which the sums are, to the last one of the ledger


@dataclass(frozen=True)
class MetCodes:
    """The codes of the ledger and the budget.

    Attributes:
        accounts: One row an account, with the columns of the input, `amount` of the ledger in its
            last twelve periods, and `rows`, its postings in them.
        cost_centres: The same by cost centre.
        listed: The codes of each input that a list of the folder has.
    """

    accounts: pd.DataFrame
    cost_centres: pd.DataFrame
    listed: dict[str, frozenset[str]]


def met_codes(gathered: Gathered) -> MetCodes:
    """Return every code of what was gathered."""
    source = partial(source_of, gathered.witness)
    every = books(gathered.amounts, gathered.settings.report, gathered.calendar, source)
    booked = tuple(every.sums[name] for name in ("ledger", "budget", "adjustments"))
    own = own_names([t for t in gathered.amounts if t.input != TRIAL_BALANCE], gathered.word)
    masters = {name: gathered.master(name) for name in ("accounts", "cost_centres")}
    choice = chart_of(gathered, every, own)
    accounts, _ = listed_codes.accounts_of(booked, masters["accounts"], own, gathered.word, choice)
    centres, _ = listed_codes.cost_centres_of(booked, masters["cost_centres"], own)
    recent = _recent(every.sums["ledger"])
    return MetCodes(
        _with_sums(accounts, "account", recent),
        _with_sums(centres, "cost_centre", recent),
        {
            name: frozenset(map(str, master.frame.iloc[:, 0])) if master else frozenset()
            for name, master in masters.items()
        },
    )


def _recent(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last twelve periods that have any."""
    periods = sorted(ledger["period"].unique())[-MONTHS:]
    return ledger[ledger["period"].isin(periods)]


def _with_sums(codes: pd.DataFrame, key: str, recent: pd.DataFrame) -> pd.DataFrame:
    sums = recent.groupby(key, as_index=False)[["amount", "rows"]].sum()
    found = codes.merge(sums, on=key, how="left")
    return found.fillna({"amount": 0.0, "rows": 0})
