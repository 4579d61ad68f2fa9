"""The tidy frames that a report is made of: small, summed, documented, with no formula in them.

Conventions, stated once here:

- `period` is an integer key `year * 100 + number`: 202610 is period 10 of fiscal year 2026,
  202600 is "the whole year" of data that knows no months.
- Amounts follow the sign "cost is positive, income is negative", in the report currency; they were
  summed as DECIMAL(38,6) and are floats here, as Excel has them.
- A code (account, cost centre, entity, channel) is text; an unknown one is the empty text.
- Time is seconds (activity) or hours (workforce); counts are floats so that a missing one is 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from xlcost.dataset.own_balances import OwnBalances
from xlcost.dataset.schema import INPUTS, Role
from xlcost.system.late import pd

ACTUAL = "actual"
BUDGET = "budget"
ORIGINAL = "original"
REVISED = "revised"
PRIOR_YEAR = "prior_year"
HALF_A_CENT = Decimal("0.005")  # nearer amounts are the same to the cent
COUNTS = ("activity", "workforce", "intervals")  # frames without an amount

# Columns of each frame; every frame always has all of its columns, also when it has no row. What an
# input gives them is said in `schema` alone: a column that is declared there is in its frame.


def _of(name: str, role: Role) -> tuple[str, ...]:
    return INPUTS[name].of_role(role)


LEDGER = ("period", *_of("ledger", Role.KEY), "amount", "rows")
BUDGET_COLUMNS = ("version", "period", *_of("budget", Role.KEY), "amount", "rows")
# `chart` names the chart of accounts that says the line of an account; "" where a person does.
ACCOUNTS = (*(column.name for column in INPUTS["accounts"].columns), "chart")
COST_CENTRES = tuple(column.name for column in INPUTS["cost_centres"].columns)
ACTIVITY_KEYS = ("version", "period", *_of("activity", Role.KEY))
ACTIVITY_MEASURES = _of("activity", Role.MEASURE)
WORKFORCE_KEYS = ("version", "period", *_of("workforce", Role.KEY))
# `licence_price` is money for one licence: loaded frames hold the mean weighted by licences_paid.
WORKFORCE_MEASURES = _of("workforce", Role.MEASURE)
_PLACE = ("file", "row")  # where a row that is shown by itself stands
POSTINGS = (
    *("period", *_of("ledger", Role.KEY), "date"),
    *(*_of("ledger", Role.DETAIL), "amount", *_PLACE),
)
CURRENCY_EFFECTS = ("period", *_of("ledger", Role.KEY), "amount")
ADJUSTMENTS = (
    *("period", *_of("adjustments", Role.KEY), "amount"),
    *(*_of("adjustments", Role.DETAIL), *_PLACE),
)
TRIAL_BALANCE = ("period", *_of("trial_balance", Role.KEY), "amount")
INTERVALS = (
    *("date", "start_seconds", *_of("intervals", Role.KEY)),
    *("offered", "handled", "abandoned", "answered_in_threshold", "handle_seconds", "wait_seconds"),
)


def empty(columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a frame with these columns and no row."""
    return pd.DataFrame({column: [] for column in columns})


@dataclass(frozen=True)
class Source:
    """One file or table that was read, for the controls and the About sheet.

    Attributes:
        input: Which of the inputs it is ("ledger", "budget", …).
        file: Its name, as a person sees it (never a whole path).
        sheet: The sheet or table inside it, or an empty text.
        size: Bytes.
        sha256: Hash of the file's bytes in hexadecimal, or an empty text for a database.
        rows_read: Data rows found.
        rows_used: Rows that are in the figures.
        rows_left_out: Rows that are not, each of them in a finding.
        total: Exact sum of the amounts used, for ledger and budget; None elsewhere.
        control_total: The total from outside that it must reconcile to, where one is set: together
            with the other sources of its input and group.
        group: Which table of the settings speaks of it; a control total holds for all its files.
        shared: Whether these rows are counted in another source already, as where one file is
            ledger and budget at once.
        measures: Canonical measure columns that the file really has (an absent one is no zero).
        detected: How it was understood: encoding, delimiter, decimal mark, sheet, date order.
    """

    input: str
    file: str
    sheet: str = ""
    size: int = 0
    sha256: str = ""
    rows_read: int = 0
    rows_used: int = 0
    rows_left_out: int = 0
    total: Decimal | None = None
    control_total: Decimal | None = None
    group: int = 0
    shared: bool = False
    measures: tuple[str, ...] = ()
    detected: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The file as a person names it, its sheet in brackets."""
        return with_sheet(self.file, self.sheet)


def with_sheet(file: str, sheet: str) -> str:
    """Return "budget.xlsx [FY26]", or the file alone where it has no sheets."""
    return f"{file} [{sheet}]" if sheet else file


@dataclass(frozen=True)
class Control:
    """A total from outside and the files that must add up to it.

    Attributes:
        input: The input.
        files: The files, with their sheets, as one text.
        total: Their exact sum.
        expected: The total from outside.
    """

    input: str
    files: str
    total: Decimal
    expected: Decimal

    @property
    def agrees(self) -> bool:
        """Whether both are the same to the cent."""
        return abs(self.total - self.expected) < HALF_A_CENT


def controls(sources: Iterable[Source]) -> list[Control]:
    """Return the control totals of sources, one for all files of a table of the settings."""
    groups: dict[tuple[str, int], list[Source]] = {}
    for source in sources:
        if source.control_total is not None and source.total is not None:
            groups.setdefault((source.input, source.group), []).append(source)
    totals = []
    for (name, _), mine in groups.items():
        total = sum((one.total or Decimal(0) for one in mine), Decimal(0))
        expected = mine[0].control_total or Decimal(0)
        totals.append(
            Control(name, ", ".join(dict.fromkeys(one.place for one in mine)), total, expected)
        )
    return totals


@dataclass(frozen=True)
class Facts:
    """Everything a report is made of.

    Attributes:
        ledger: Actual postings summed by the columns `LEDGER`.
        budget: Budgets of every version ("original", "revised", "forecast", "prior_year").
        accounts: One row for each account in ledger or budget; unmapped ones have `line` "".
        cost_centres: One row for each cost centre in ledger or budget.
        activity: Contact-centre measures by `ACTIVITY_KEYS`.
        workforce: People and licences by `WORKFORCE_KEYS`.
        postings: The largest postings in the report period by absolute amount, of each account in
            each cost centre and entity.
        currency_effects: What of the amounts comes of rates other than the budget's:
            amount at the actual rate less amount at the budget's.
        adjustments: Management's corrections to the ledger, each row by itself; in no other frame.
        trial_balance: The trial balance to reconcile the ledger to; its period is 0 where it is one
            of the whole ledger. Accounts that no ledger and no list knows are not in it.
        trial_balance_is_ytd: Whether its amounts are those of the year so far, not of the period.
        intervals: What came in a day and an interval of it, in the report's period; the intervals
            are equally long and their length is `interval_seconds`. Where a file says how long
            agents were logged in, there is a column `schema.LOGGED_IN`, too.
        interval_seconds: Length of an interval; 0 where there are none.
        measured: Channel, direction and measure of which the activity has a value, be it zero.
        sources: Every file read.
        own_balances: The controls that ledgers in a legal standard bring themselves.
        ledger_total: Exact sum of every ledger amount used, all periods.
        ledger_outside: What of the ledger's files is not in the report: other parts of the company,
            balance accounts, and what income is turned by.
        budget_total: Exact sum of every budget amount used, all versions and periods.
        first_posted: The first period of the report's year that the company's ledger, of which
            this may be a part, has a posting in; 0 where no period has one.
    """

    ledger: pd.DataFrame = field(default_factory=lambda: empty(LEDGER))
    budget: pd.DataFrame = field(default_factory=lambda: empty(BUDGET_COLUMNS))
    accounts: pd.DataFrame = field(default_factory=lambda: empty(ACCOUNTS))
    cost_centres: pd.DataFrame = field(default_factory=lambda: empty(COST_CENTRES))
    activity: pd.DataFrame = field(default_factory=lambda: empty(ACTIVITY_KEYS + ACTIVITY_MEASURES))
    workforce: pd.DataFrame = field(
        default_factory=lambda: empty(WORKFORCE_KEYS + WORKFORCE_MEASURES)
    )
    postings: pd.DataFrame = field(default_factory=lambda: empty(POSTINGS))
    currency_effects: pd.DataFrame = field(default_factory=lambda: empty(CURRENCY_EFFECTS))
    adjustments: pd.DataFrame = field(default_factory=lambda: empty(ADJUSTMENTS))
    trial_balance: pd.DataFrame = field(default_factory=lambda: empty(TRIAL_BALANCE))
    trial_balance_is_ytd: bool = False
    intervals: pd.DataFrame = field(default_factory=lambda: empty(INTERVALS))
    interval_seconds: int = 0
    measured: frozenset[tuple[str, str, str]] = frozenset()
    sources: tuple[Source, ...] = ()
    own_balances: tuple[OwnBalances, ...] = ()
    ledger_total: Decimal = Decimal(0)
    ledger_outside: Decimal = Decimal(0)
    budget_total: Decimal = Decimal(0)
    first_posted: int = 0

    @property
    def charted(self) -> dict[str, list[str]]:
        """Chart of accounts → the accounts that it, and no person, gave their lines."""
        found: dict[str, list[str]] = {}
        if "chart" in self.accounts:
            pairs = zip(self.accounts["chart"], self.accounts["account"], strict=True)
            for chart, account in pairs:
                if isinstance(chart, str) and chart:
                    found.setdefault(chart, []).append(str(account))
        return found
