"""Met codes: every account and cost centre that the amounts speak of, with what each comes to.

Unlike the facts, which hold what the report speaks of, nothing is left out: not the balance sheet,
and no part of the company. It is what a person goes through to say what each code is.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.dataset.schema import LISTS
from xlcost.inputs import listed_codes
from xlcost.inputs.charted import ChartChoice
from xlcost.inputs.contacts.met_words import COLUMNS, MetWord
from xlcost.inputs.cost_facts import CostFacts
from xlcost.inputs.gathered import Gathered
from xlcost.inputs.ledgers.own_names import OwnNames
from xlcost.inputs.met_files import MetFile, met_files
from xlcost.system.late import pd

MONTHS = 12  # of which the sums are, to the last one of the ledger
BOOKED = ("ledger", "budget", "adjustments")


@dataclass(frozen=True)
class MetCodes:
    """What the files of a folder speak of.

    Attributes:
        accounts: One row an account, with the columns of the input, `amount` of the ledger in its
            last twelve periods, and `rows`, its postings in them.
        cost_centres: The same by cost centre.
        listed: The codes of each input that a list of the folder has, with the file of the list.
        words: The words of channels, directions and outcomes, the most frequent first.
        files: The tables.
        own: What the rows say of their own codes.
        choice: The chart of accounts that the ledger goes by, or that is proposed.
    """

    accounts: pd.DataFrame
    cost_centres: pd.DataFrame
    listed: dict[str, dict[str, str]]
    words: tuple[MetWord, ...]
    files: tuple[MetFile, ...]
    own: OwnNames
    choice: ChartChoice


def met_codes(gathered: Gathered, costs: CostFacts) -> MetCodes:
    """Return every code of what was gathered.

    Args:
        gathered: The tables.
        costs: What those of amounts come to.
    """
    booked = tuple(costs.every.sums[name] for name in BOOKED)
    own = costs.own
    masters = {name: gathered.master(name) for name in LISTS}
    accounts, _ = listed_codes.accounts_of(
        booked, masters["accounts"], own, gathered.word, costs.choice
    )
    centres, _ = listed_codes.cost_centres_of(booked, masters["cost_centres"], own)
    recent = _recent(costs.every.sums["ledger"])
    return MetCodes(
        _with_sums(accounts, "account", recent),
        _with_sums(centres, "cost_centre", recent),
        {name: _listed(gathered, name) for name in masters},
        _words(gathered),
        met_files(gathered),
        own,
        costs.choice,
    )


def _listed(gathered: Gathered, name: str) -> dict[str, str]:
    """Return the codes of the lists of an input, each with the first file that has it."""
    found: dict[str, str] = {}
    for master in gathered.masters[name]:
        for code in master.frame.iloc[:, 0]:
            found.setdefault(str(code), master.place.file)
    return found


def _words(gathered: Gathered) -> tuple[MetWord, ...]:
    """Return the words of all files of contacts, each once."""
    found: dict[tuple[str, str], MetWord] = {}
    for name in ("activity", "intervals"):
        for table in gathered.counts[name]:
            for one in table.met:
                known = found.get((one.column, one.text))
                rows = one.rows + (known.rows if known else 0)
                meant = (known.counts_as if known else "") or one.counts_as
                found[one.column, one.text] = MetWord(one.column, one.text, rows, meant)
    return tuple(
        sorted(found.values(), key=lambda one: (COLUMNS.index(one.column), -one.rows, one.text))
    )


def _recent(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last twelve periods that have any."""
    periods = sorted(ledger["period"].unique())[-MONTHS:]
    return ledger[ledger["period"].isin(periods)]


def _with_sums(codes: pd.DataFrame, key: str, recent: pd.DataFrame) -> pd.DataFrame:
    sums = recent.groupby(key, as_index=False)[["amount", "rows"]].sum()
    found = codes.merge(sums, on=key, how="left")
    return found.fillna({"amount": 0.0, "rows": 0})
