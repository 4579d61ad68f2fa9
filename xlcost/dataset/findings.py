"""What was wrong with the data, as values: never raised, always counted and shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from xlcost.locales.words import Words, words
from xlcost.values.shown_numbers import format_decimal
from xlcost.values.text_guard import as_text

TOML = "xlcost.toml"  # what sentences call the settings


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # stops a report unless --allow-errors
    WARNING = "warning"  # the report is built and shows it
    NOTE = "note"  # how the data was understood; nothing is wrong


class Code(StrEnum):
    """The closed list of findings; texts in `locales/` under [findings]."""

    MISSING_COLUMN = "MISSING_COLUMN"
    UNKNOWN_COLUMN = "UNKNOWN_COLUMN"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    TOO_MANY_DECIMALS = "TOO_MANY_DECIMALS"
    AMBIGUOUS_DECIMAL = "AMBIGUOUS_DECIMAL"
    NOT_A_DATE = "NOT_A_DATE"
    AMBIGUOUS_DATE = "AMBIGUOUS_DATE"
    MISSING_VALUE = "MISSING_VALUE"
    ERROR_CELL = "ERROR_CELL"
    RAGGED_ROW = "RAGGED_ROW"
    DUPLICATE_ROW = "DUPLICATE_ROW"
    DUPLICATE_KEY = "DUPLICATE_KEY"
    UNMAPPED_ACCOUNT = "UNMAPPED_ACCOUNT"
    UNMAPPED_COST_CENTRE = "UNMAPPED_COST_CENTRE"
    INACTIVE_COST_CENTRE = "INACTIVE_COST_CENTRE"
    NO_BUDGET = "NO_BUDGET"
    NO_ACTUAL = "NO_ACTUAL"
    NEGATIVE_COUNT = "NEGATIVE_COUNT"
    COUNTS_DISAGREE = "COUNTS_DISAGREE"
    TOTALS_ROW_LEFT_OUT = "TOTALS_ROW_LEFT_OUT"
    ROW_LEFT_OUT = "ROW_LEFT_OUT"
    MIXED_CURRENCY = "MIXED_CURRENCY"
    MISSING_RATE = "MISSING_RATE"
    NO_BUDGET_RATE = "NO_BUDGET_RATE"
    OUTSIDE_PERIOD = "OUTSIDE_PERIOD"
    ENCODING_REPLACED = "ENCODING_REPLACED"
    FORMULA_TEXT = "FORMULA_TEXT"
    TOTAL_MISMATCH = "TOTAL_MISMATCH"
    OTHER_ACCOUNTS = "OTHER_ACCOUNTS"
    STALE_COMMENT = "STALE_COMMENT"
    COMMENT_WITHOUT_LINE = "COMMENT_WITHOUT_LINE"
    CHANGED_SINCE_FINAL = "CHANGED_SINCE_FINAL"
    FORECAST_FALLBACK = "FORECAST_FALLBACK"
    CLOSED_WITH_BUDGET = "CLOSED_WITH_BUDGET"
    OTHER_COMPANY = "OTHER_COMPANY"
    OTHER_CALENDAR = "OTHER_CALENDAR"
    UNREADABLE_FILE = "UNREADABLE_FILE"
    LIMIT_REACHED = "LIMIT_REACHED"
    EMPTY_FILE = "EMPTY_FILE"
    MISSING_INPUT = "MISSING_INPUT"
    DETECTED = "DETECTED"
    FILE_COPY = "FILE_COPY"
    UNREAD_FILE = "UNREAD_FILE"
    COUNTED_TWICE = "COUNTED_TWICE"
    SEVERAL_SHEETS = "SEVERAL_SHEETS"
    NOTHING_TO_REPORT = "NOTHING_TO_REPORT"
    NO_ROW_USED = "NO_ROW_USED"
    EMPTY_PERIOD = "EMPTY_PERIOD"
    FAR_PERIOD = "FAR_PERIOD"
    YEAR_AMONG_MONTHS = "YEAR_AMONG_MONTHS"
    MISSING_PERIODS = "MISSING_PERIODS"
    SEVERAL_ENTITIES = "SEVERAL_ENTITIES"
    COSTS_BELOW_ZERO = "COSTS_BELOW_ZERO"
    PARTIAL_REVISION = "PARTIAL_REVISION"
    PARTIAL_BUDGET = "PARTIAL_BUDGET"
    UNCOUNTED_PERIODS = "UNCOUNTED_PERIODS"
    UNKNOWN_WORD = "UNKNOWN_WORD"
    UNKNOWN_OUTCOME = "UNKNOWN_OUTCOME"
    UNKNOWN_DIRECTION = "UNKNOWN_DIRECTION"
    CHANNEL_WITHOUT_CONTACTS = "CHANNEL_WITHOUT_CONTACTS"
    NO_HANDLE_TIME = "NO_HANDLE_TIME"
    SHARE_ABOVE_ONE = "SHARE_ABOVE_ONE"
    MORE_THAN_ALL = "MORE_THAN_ALL"
    COUNT_IS_SHARE = "COUNT_IS_SHARE"
    ODD_HANDLE_TIME = "ODD_HANDLE_TIME"
    MORE_THAN_LOGGED_IN = "MORE_THAN_LOGGED_IN"
    MORE_PEOPLE_THAN_HEADS = "MORE_PEOPLE_THAN_HEADS"
    BLANK_CHANNEL = "BLANK_CHANNEL"
    TEXT_ROW_LEFT_OUT = "TEXT_ROW_LEFT_OUT"
    BLANK_GROUP = "BLANK_GROUP"
    UNREAD_COUNTS = "UNREAD_COUNTS"
    TOTAL_AMONG_PARTS = "TOTAL_AMONG_PARTS"
    TOTAL_TABLE = "TOTAL_TABLE"
    REPEATED_HEADING = "REPEATED_HEADING"
    TOTAL_COLUMN = "TOTAL_COLUMN"
    CREDIT_BELOW_ZERO = "CREDIT_BELOW_ZERO"
    CREDIT_ABOVE_ZERO = "CREDIT_ABOVE_ZERO"
    GROSS_AMOUNT = "GROSS_AMOUNT"
    UNSIGNED_AMOUNT = "UNSIGNED_AMOUNT"
    BALANCE_ROW = "BALANCE_ROW"
    SCENARIO_AMONG_ROWS = "SCENARIO_AMONG_ROWS"
    NOT_POSTED = "NOT_POSTED"
    RUNNING_TOTAL = "RUNNING_TOTAL"
    VARIANCE_COLUMN = "VARIANCE_COLUMN"
    TOTAL_KEY = "TOTAL_KEY"
    TOTAL_SHEET = "TOTAL_SHEET"
    BROKEN_CODE = "BROKEN_CODE"
    HEADING_DAYS = "HEADING_DAYS"
    UNIT_WORD = "UNIT_WORD"
    UNIT_DIFFERS = "UNIT_DIFFERS"
    DOUBLE_ENTRY = "DOUBLE_ENTRY"
    CREDIT_ACCOUNTS = "CREDIT_ACCOUNTS"
    INCOME_ABOVE_ZERO = "INCOME_ABOVE_ZERO"
    INCOME_AMONG_COSTS = "INCOME_AMONG_COSTS"
    BUDGET_OTHER_YEAR = "BUDGET_OTHER_YEAR"
    ACTUAL_TWICE = "ACTUAL_TWICE"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    UNSPLIT_LINE = "UNSPLIT_LINE"
    THIRTEEN_PERIODS = "THIRTEEN_PERIODS"
    SERVICE_COLUMN = "SERVICE_COLUMN"
    NOT_IN_LEDGER = "NOT_IN_LEDGER"
    SEVERAL_NAMES = "SEVERAL_NAMES"
    MAPPED_BY_CHART = "MAPPED_BY_CHART"
    CHART_PROPOSED = "CHART_PROPOSED"
    NOT_OPEX = "NOT_OPEX"
    WHOLE_COMPANY = "WHOLE_COMPANY"
    LABOUR_BY_NAME = "LABOUR_BY_NAME"
    NO_LABOUR = "NO_LABOUR"
    LITTLE_LABOUR = "LITTLE_LABOUR"
    NOT_READ = "NOT_READ"
    SHIFTED_ROW = "SHIFTED_ROW"
    STRAY_QUOTE = "STRAY_QUOTE"
    UNKNOWN_SIGN = "UNKNOWN_SIGN"
    SIGN_UNCLEAR = "SIGN_UNCLEAR"
    GROUP_ROW_LEFT_OUT = "GROUP_ROW_LEFT_OUT"
    OWN_BALANCE = "OWN_BALANCE"
    UNBALANCED_VOUCHER = "UNBALANCED_VOUCHER"
    OTHER_YEAR = "OTHER_YEAR"
    SAME_MONTHS = "SAME_MONTHS"
    SEVERAL_COMPANIES = "SEVERAL_COMPANIES"


@dataclass(frozen=True)
class Where:
    """The place of a finding, as a person sees it in Excel or an editor (rows count from 1)."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __post_init__(self) -> None:
        """Let the name of a file be text, whatever bytes the system has for it."""
        object.__setattr__(self, "file", as_text(self.file))


# Findings whose sentence speaks of the column itself.
_SAYS_COLUMN = frozenset(
    {Code.ROW_LEFT_OUT, Code.STALE_COMMENT, Code.COMMENT_WITHOUT_LINE, Code.SEVERAL_NAMES}
)


@dataclass(frozen=True)
class Finding:
    """One fault of the data.

    Attributes:
        severity: Whether it stops a report.
        code: What kind of fault it is.
        where: File, sheet, row and column.
        got: What was there.
        expected: What was expected, in words of the report language, or an empty text.
        rows: How many rows it speaks of; where they were left out, this is their number.
        left_out: Whether those rows are not in the figures.
        amount: Exact sum of the rows' amounts as plain text (-1234.5), where it is known.
        reason: Key under [reasons] of a sentence that says more, or an empty text.
        home: The settings file that it speaks of, where that is not `xlcost.toml`.
        cell: The cell of it in which a person answers, or an empty text.
    """

    severity: Severity
    code: Code
    where: Where = field(default_factory=Where)
    got: str = ""
    expected: str = ""
    rows: int = 1
    left_out: bool = False
    amount: str = ""
    reason: str = ""
    home: str = ""
    cell: str = ""

    def sentence(self, language: str = "en") -> str:
        """One sentence a person can act on, in the given language."""
        word = words(language)
        place = word.place(self.where.file, self.where.sheet, self.where.row, self._column_of_place)
        text = self.message(language)
        return f"{place}: {text}" if place else text

    def message(self, language: str = "en") -> str:
        """The same sentence without its place."""
        word = words(language)
        amount = amount_text(self.amount, language)
        reason = (
            word.text(f"reasons.{self.reason}", got=self.got, expected=self.expected)
            if self.reason
            else ""
        )
        told = word.text(
            f"findings.{self.code}",
            got=self.got or "–",
            expected=self.expected,
            rows=self.rows,
            amount=amount,
            sum=word.text("expected.sum", amount=amount) if amount else "",
            column=self.where.column,
            reason=reason,
        ).rstrip()
        if reason.strip() not in told:
            # A sentence that has no place for its reason: the reason says it all, or follows.
            told = reason if told == (self.got or "–") else f"{told} {reason}"
        return self._at_home(told, word) if self.home else told

    def _at_home(self, told: str, word: Words) -> str:
        """Return a sentence that speaks of the settings file that there is."""
        told = told.replace(word.text("setup.at_top"), word.text("setup.in_book"))
        told = told.replace(TOML, self.home)
        return f"{told} ({self.home}, {self.cell})" if self.cell else told

    @property
    def _column_of_place(self) -> str:
        """The column, but where the sentence itself speaks of it."""
        return "" if self.code in _SAYS_COLUMN else self.where.column


def few_of(texts: Sequence[str], most: int) -> str:
    """Return the first of some texts, and that there are more where there are."""
    return ", ".join([*texts[:most], "…"] if len(texts) > most else texts)


def amount_text(amount: Decimal | str, language: str) -> str:
    """Return an exact amount as people of a language write it; "" stays as it is."""
    if amount == "":
        return ""
    return format_decimal(Decimal(amount), "#,##0.00####", locale=language)


def percent_text(share: float, language: str) -> str:
    """Return a share as people of a language write it: 12.5% or 12,5 %."""
    number = format_decimal(Decimal(str(round(100 * share, 1))), "#,##0.#", locale=language)
    return f"{number}%" if language == "en" else f"{number}\u00a0%"


@dataclass(frozen=True)
class Findings:
    """An immutable list of findings with the counts that reports and exit codes need."""

    items: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        """Iterate over the findings in the order in which they were made."""
        return iter(self.items)

    def __len__(self) -> int:
        """Return the number of findings, notes included."""
        return len(self.items)

    def __add__(self, more: Iterable[Finding]) -> Findings:
        """Return a new list with more findings at its end."""
        return Findings(self.items + tuple(more))

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity is severity for finding in self.items)

    @property
    def rows_left_out(self) -> int:
        """How many rows are not in the figures."""
        return sum(finding.rows for finding in self.items if finding.left_out)
