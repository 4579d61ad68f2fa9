"""The facts of costs: ledger, budget and trial balance of every table, held against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from xlcost.dataset.facts import Source
from xlcost.dataset.findings import Finding
from xlcost.dataset.one_sided import one_sided
from xlcost.dataset.own_balances import OwnBalances
from xlcost.dataset.settings import Settings
from xlcost.inputs import cautions, checks, listed_codes, period_cautions, settings_meant
from xlcost.inputs.charted import ChartChoice, chart_choice, told
from xlcost.inputs.company_scope import company_scope, ledger_files
from xlcost.inputs.evidence.own_balances import own_balances
from xlcost.inputs.evidence.rule import BooksCase, accepted
from xlcost.inputs.evidence.rules import of_books
from xlcost.inputs.evidence.total_tables import total_tables
from xlcost.inputs.gathered import Gathered, source_of, summed_of
from xlcost.inputs.labour_accounts import labour_of
from xlcost.inputs.ledgers import trial_balances
from xlcost.inputs.ledgers.books import Books, books
from xlcost.inputs.ledgers.own_names import OwnNames, own_names
from xlcost.inputs.repeats import repeated
from xlcost.inputs.service_parts import OUTSIDE
from xlcost.inputs.service_scope import ServiceScope
from xlcost.system.late import pd
from xlcost.values.calendar import Period


@dataclass(frozen=True)
class CostFacts:
    """What the tables of amounts come to.

    Attributes:
        settings: The settings, with the version of the budget as the budget calls it.
        chosen: The period of the report.
        books: The sums of what belongs to the report.
        accounts: One row an account.
        cost_centres: One row a cost centre.
        balance: The trial balance, held against the ledger.
        scope: What of the amounts belongs to the report.
        sources: A source for each table of amounts.
        findings: What was wrong.
        every: The sums of everything, whether or not it belongs to the report.
        own: What the rows say of their own codes.
        choice: The chart of accounts that the ledger goes by.
        whole_company: Whether the ledger is a whole company's, and nobody has said which part of
            it is customer service.
        own_balances: The controls that ledgers in a legal standard bring themselves.
    """

    settings: Settings
    chosen: Period
    books: Books
    accounts: pd.DataFrame
    cost_centres: pd.DataFrame
    balance: trial_balances.TrialBalance
    scope: ServiceScope
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]
    every: Books
    own: OwnNames
    choice: ChartChoice
    whole_company: bool = False
    own_balances: tuple[OwnBalances, ...] = ()

    @property
    def ledger(self) -> pd.DataFrame:
        """The sums of the ledger."""
        return self.books.sums["ledger"]

    @property
    def budget(self) -> pd.DataFrame:
        """The sums of the budget."""
        return self.books.sums["budget"]

    def total(self, name: str) -> Decimal:
        """Return the exact sum of all files of an input."""
        mine = [s.total for s in self.sources if s.input == name and s.total is not None]
        return sum(mine, Decimal(0))

    def within(self, name: str) -> Decimal:
        """Return the exact sum of an input, of which a part may be left out."""
        if self.scope.is_whole:
            return self.total(name)
        amounts = self.books.sums[name]["amount"]
        return sum((Decimal(repr(float(amount))) for amount in amounts), Decimal(0))


def cost_facts(gathered: Gathered) -> CostFacts:
    """Return what the tables of amounts come to.

    Raises:
        SettingsError: The settings name a version, a line or a category that there is not.
    """
    word, report = gathered.word, gathered.settings.report
    source = partial(source_of, gathered.witness)
    every = books(gathered.amounts, report, gathered.calendar, source)
    booked = tuple(every.sums[name] for name in ("ledger", "budget", "adjustments"))
    # What the rows say of their own codes, where they are in the figures.
    own = own_names([t for t in gathered.amounts if t.input != trial_balances.INPUT], word)
    choice = chart_of(gathered, every, own)
    accounts, unmapped = listed_codes.accounts_of(
        booked, gathered.master("accounts"), own, word, choice
    )
    centres, unlisted = listed_codes.cost_centres_of(booked, gathered.master("cost_centres"), own)
    balance, sources = _balanced(gathered, every)
    company = company_scope(gathered, every, accounts, centres, choice)
    inside = company.scope.books(every)
    costs = CostFacts(
        settings=_with_version(gathered.settings, inside.sums["budget"]["version"]),
        chosen=gathered.asked or _last(gathered, every, accounts),
        books=inside,
        accounts=company.scope.lines(accounts),
        cost_centres=centres,
        balance=balance,
        scope=company.scope,
        sources=tuple(sources),
        findings=(
            *every.findings,
            *own.findings,
            *unmapped,
            *unlisted,
            *balance.findings,
            *company.findings,
            *_of_chart(gathered, every, accounts, choice),
        ),
        every=every,
        own=own,
        choice=choice,
        whole_company=company.is_whole,
    )
    return _contradicted(gathered, costs)


def _contradicted(gathered: Gathered, costs: CostFacts) -> CostFacts:
    """Return facts with what speaks against them, and the controls of their own files."""
    case = _books_case(gathered, costs)
    return replace(
        costs,
        findings=(*costs.findings, *_contradictions(gathered, costs, case)),
        own_balances=own_balances(case),
    )


def _of_chart(
    gathered: Gathered, every: Books, accounts: pd.DataFrame, choice: ChartChoice
) -> list[Finding]:
    """Return what is told of the chart of accounts; a person may have said that it is right."""
    found = told(accounts, every.sums["ledger"], choice, gathered.word)
    return accepted(found, (c for said in gathered.settings.of("ledger") for c in said.accept))


def _with_version(settings: Settings, versions: Iterable[str]) -> Settings:
    """Return settings that call the version of the budget what the budget calls it."""
    said = settings.report.budget_version
    version = settings_meant.budget_version(said, versions)
    # What nobody said stays unsaid: the manifest tells the settings that were given.
    return settings if version == said else settings.with_report(budget_version=version)


def _last(gathered: Gathered, every: Books, accounts: pd.DataFrame) -> Period:
    """Return the last period of the ledger, or of the budget where there is no ledger.

    A month in which nothing but balance accounts moved is no month of costs.
    """
    sums = every.sums["ledger"] if len(every.sums["ledger"]) else every.sums["budget"]
    outside = set(accounts.loc[accounts["kind"].isin(OUTSIDE), "account"])
    costs = sums[~sums["account"].isin(outside)]
    sums = costs if len(costs) else sums
    return gathered.calendar.period(int(sums["period"].max()) if len(sums) else 0)


def _balanced(
    gathered: Gathered, every: Books
) -> tuple[trial_balances.TrialBalance, Sequence[Source]]:
    """Return the trial balance held against the ledger, and the sources of all tables of amounts.

    Its rows of accounts that neither the ledger nor the list knows are left out.
    """
    ledger, master = every.sums["ledger"], gathered.master("accounts")
    known = set(ledger["account"].unique()) | (set(master.frame["account"]) if master else set())
    balance = every.sums["trial_balance"]
    tables = [sums.frame() for table, sums in every.by_table if table.input == trial_balances.INPUT]
    lost = [int(sums.loc[~sums["account"].isin(known), "once"].sum()) for sums in tables]
    held = trial_balances.compared(balance, ledger, known, gathered.word)
    return held, trial_balances.without(every.sources, lost)


def chart_of(gathered: Gathered, every: Books, own: OwnNames) -> ChartChoice:
    """Return the chart of accounts that the ledger goes by.

    Raises:
        SettingsError: The settings name a chart that there is not.
    """
    master = gathered.master("accounts")
    names = {code: said["name"] for code, said in own.accounts.items() if said.get("name")}
    if master is not None:
        names |= {str(a): str(n) for a, n in master.frame[["account", "name"]].to_numpy() if n}
    listed = master is not None and bool((master.frame["line"] != "").any())
    mapped = listed or own.has_lines
    ledger = every.sums["ledger"]
    known = (ledger, names, ledger_files(gathered), gathered.settings)
    return chart_choice(*known, currency=every.converter.currency, mapped=mapped)


def _contradictions(gathered: Gathered, costs: CostFacts, case: BooksCase) -> list[Finding]:
    """Return what the sums say against each other, the lists, the settings and their reading."""
    word, calendar = gathered.word, gathered.calendar
    ledger, budget, year = costs.ledger, costs.budget, costs.chosen.year
    findings = [
        *checks.inactive(ledger, costs.cost_centres, calendar, word),
        *one_sided(ledger, budget, costs.accounts, year),
        *checks.outside(ledger, budget, year),
        *labour_of(ledger, costs.accounts, year, word, hours=_divides_by_hours(gathered, costs)),
        *checks.totals([*gathered.sources, *costs.sources], word),
    ]
    so_far = (*gathered.findings, *costs.findings, *findings)
    by_table = costs.books.by_table
    tables = Counter(table.input for table, _ in by_table)
    summed = [
        summed_of(gathered.witness, table.input, table.raw, sums.frame())
        for table, sums in by_table
        if tables[table.input] > 1  # one by itself repeats none
    ]
    return [
        *findings,
        *_cautions(gathered, costs, so_far),
        *of_books(case, costs.settings),
        *(
            f
            for table in gathered.amounts
            if not table.ties
            for f in table.reading.repeated_in(costs.chosen, word)
        ),
        *repeated([*gathered.summed, *summed]),
        *(f for tables in gathered.counts.values() for f in total_tables(tables, word)),
    ]


def _divides_by_hours(gathered: Gathered, costs: CostFacts) -> bool:
    """Tell whether the cost of people is divided by the hours of a workforce."""
    return bool(gathered.counts.get("workforce")) and not costs.whole_company


def _cautions(gathered: Gathered, costs: CostFacts, so_far: Sequence[Finding]) -> list[Finding]:
    """Return what the sums show, now that the budget is known by its right name.

    Raises:
        SettingsError: A line or category of the settings is in no list of accounts.
    """
    report, chosen = costs.settings.report, costs.chosen
    ledger, budget = costs.ledger, costs.budget
    master = gathered.master("accounts")
    lists = [costs.accounts, *([master.frame] if master else [])]
    settings_meant.forecast_lines(report.methods.forecast_by_line, lists)
    signed = {
        name: any("cost_is" in said.model_fields_set for said in costs.settings.of(name))
        for name in ("ledger", "budget")
    }
    return [
        *cautions.nothing(ledger, so_far),
        *period_cautions.periods(
            ledger,
            chosen,
            gathered.calendar,
            gathered.word.language,
            asked=gathered.asked is not None,
        ),
        *cautions.entities(ledger, report.entity),
        *cautions.sign("ledger", ledger, costs.accounts, chosen.year, said=signed["ledger"]),
        *cautions.sign("budget", budget, costs.accounts, chosen.year, said=signed["budget"]),
        *cautions.revision(budget, chosen.year, wanted=report.budget_version is not None),
        *cautions.budget_gaps(budget, ledger, chosen, report.budget_version),
    ]


def _books_case(gathered: Gathered, costs: CostFacts) -> BooksCase:
    """Return all amounts together, for the rules of evidence."""
    return BooksCase(
        costs.ledger,
        costs.budget,
        costs.accounts,
        costs.chosen,
        tuple(table for table, _ in costs.books.by_table),
        tuple(sums for _, sums in costs.books.by_table),
        gathered.word,
        bool(gathered.masters["accounts"]),
        gathered.engine,
    )
