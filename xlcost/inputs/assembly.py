"""The assembly: what was gathered to the facts of a report, and the findings about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from xlcost.dataset.facts import POSTINGS, Facts, empty
from xlcost.dataset.findings import Code, Findings
from xlcost.dataset.settings import Settings
from xlcost.inputs import checks
from xlcost.inputs.consequences import consequences, without_consequences
from xlcost.inputs.contact_facts import contact_facts
from xlcost.inputs.cost_facts import CostFacts
from xlcost.inputs.gathered import Gathered
from xlcost.inputs.ledgers.postings import largest_postings
from xlcost.system.late import pd
from xlcost.values.calendar import Period


@dataclass(frozen=True)
class Assembled:
    """The facts of a report.

    Attributes:
        facts: The facts.
        findings: What was wrong with the files, in the order in which it was found.
        settings: The settings, in the words of the data.
        chosen: The period of the report.
        whole_company: Whether nobody has said which part of a company is customer service.
    """

    facts: Facts
    findings: Findings
    settings: Settings
    chosen: Period
    whole_company: bool = False


def assembled(gathered: Gathered, costs: CostFacts, *, postings: bool = True) -> Assembled:
    """Return the facts that the tables come to together.

    Args:
        gathered: The tables.
        costs: What the tables of amounts come to.
        postings: Whether the largest postings are wanted.
    """
    contacts = contact_facts(gathered, costs)
    facts = Facts(
        ledger=costs.ledger,
        budget=costs.budget,
        accounts=contacts.accounts,
        cost_centres=checks.dated(costs.cost_centres, gathered.calendar),
        activity=contacts.activity,
        workforce=contacts.workforce,
        postings=_postings(gathered, costs) if postings else empty(POSTINGS),
        currency_effects=costs.books.currency_effects,
        adjustments=costs.books.adjustments,
        trial_balance=costs.balance.frame,
        trial_balance_is_ytd=costs.balance.is_ytd,
        intervals=contacts.intervals,
        interval_seconds=contacts.interval_seconds,
        measured=contacts.measured,
        sources=(*gathered.sources, *costs.sources),
        own_balances=costs.own_balances,
        ledger_total=costs.within("ledger"),
        ledger_outside=costs.total("ledger") - costs.within("ledger"),
        budget_total=costs.within("budget"),
        first_posted=_first_posted(costs.ledger, costs.chosen.year),
    )
    no_ledger = not any(table.input == "ledger" for table in gathered.amounts)
    files, of_sums = gathered.findings, (*costs.findings, *contacts.findings)
    gone = consequences(of_sums, files, no_ledger=no_ledger)
    of_costs = [*without_consequences(costs.findings, gone)]
    first = [one for one in of_costs if one.code is Code.WHOLE_COMPANY]
    rest = [one for one in of_costs if one.code is not Code.WHOLE_COMPANY]
    later = without_consequences(contacts.findings, gone)
    findings = (*first, *files, *rest, *gathered.unread, *later)
    return Assembled(
        facts, Findings(findings), contacts.settings, costs.chosen, costs.whole_company
    )


def _postings(gathered: Gathered, costs: CostFacts) -> pd.DataFrame:
    """Return the largest postings of the period."""
    routed = [table for table in gathered.amounts if table.input in ("ledger", "budget")]
    converter = costs.books.converter
    narrowed = partial(costs.scope.narrowed, name="ledger")
    return largest_postings(routed, costs.chosen.key, gathered.calendar, converter, narrowed)


def _first_posted(ledger: pd.DataFrame, year: int) -> int:
    """Return the first period of a year that has a posting; costs of a whole year are in none."""
    return min(
        (int(key) for key in ledger["period"].unique() if key // 100 == year and key % 100),
        default=0,
    )
