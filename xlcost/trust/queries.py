"""Queries: one SELECT over tables of the database, parsed before anything is sent.

What may stand in a query is a list; what is not on it is refused, so that a function nobody thought
of is refused, too. What was parsed is what is sent: the text itself never is.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xlcost.errors import SettingsError
from xlcost.locales import refusals
from xlcost.locales.refusals import saying
from xlcost.system.late import exp, sqlglot

MOST_CHARACTERS: Final = 100_000
_LARGEST: Final = 5_000  # nodes

# The parts of a SELECT.
_PARTS: Final = """
Alias Aliases All And Any Array Between Boolean Bracket Column CTE Cube DataType DataTypeParam
Distinct Div Dot DPipe EQ Escape Except Exists Fetch Filter From Group GroupingSets GT GTE Having
Identifier ILike In IntDiv Intersect Interval IntervalSpan Is Join Lambda Like Limit
Literal LT LTE Mod Mul National NEQ Neg Not Null NullSafeEQ NullSafeNEQ Offset Or Order Ordered
Paren PropertyEQ Qualify Rollup Select SimilarTo Slice Star Sub Subquery Table TableAlias Tuple
Union Unnest Values Var Where Window WindowSpec With WithinGroup Add AtTimeZone BitwiseAnd BitwiseOr
Collate IgnoreNulls RespectNulls Xor
"""
# Functions as sqlglot knows them.
_FUNCTIONS: Final = """
Abs AddMonths AnyValue ArgMax ArgMin ArrayAgg Avg Case Cast Ceil Chr Coalesce Concat ConcatWs
Contains Corr Count CountIf CumeDist CurrentDate CurrentTime CurrentTimestamp Date DateAdd DateDiff
DateFromParts DateStrToDate DateSub DateTrunc Datetime Day DayOfMonth DayOfWeek DayOfWeekIso
DayOfYear Dayname DenseRank EndsWith Exp Extract First FirstValue Floor Greatest GroupConcat
Grouping GroupingId Hour If Initcap Lag Last LastDay LastValue Lead Least Left Length Ln Log
LogicalAnd LogicalOr Lower MakeInterval Max Median Min Minute Mode Month Monthname MonthsBetween
Nanvl NthValue Ntile Nullif NumberToStr Nvl2 Pad ParseDatetime PercentRank PercentileCont
PercentileDisc Pow Quantile Quarter Rank RegexpExtract RegexpFullMatch RegexpILike RegexpLike
RegexpReplace Replace Reverse Right Round RowNumber Second Sign Split SplitPart Sqrt StartsWith
Stddev StddevPop StddevSamp StrPosition StrToDate StrToTime Substring Sum Time TimeStrToDate
TimeStrToTime TimeToStr Timestamp TimestampAdd TimestampDiff TimestampFromParts TimestampSub
TimestampTrunc ToChar ToDays ToNumber Translate Trim Trunc TryCast TsOrDsAdd TsOrDsDiff TsOrDsToDate
TsOrDsToDateStr TsOrDsToTime TsOrDsToTimestamp UnixToTime Upper Variance VariancePop Week
WeekOfYear WidthBucket Year YearOfWeek YearOfWeekIso GenerateSeries Localtime Localtimestamp
"""
# Functions that sqlglot knows by their names only.
_NAMED: Final = frozenset(
    """
    age bool_and bool_or date date_part datepart datesub every format format_number instr isfinite
    julianday justify_days last_day list_value log10 log2 ltrim make_date make_timestamp mod
    monthname nullif now octet_length printf rtrim sum_no_overflow fsum favg kahan_sum strftime
    strptime strpos time timezone to_date to_months to_timestamp to_years total try_strptime
    unixepoch weekday yearweek year_of_week isodow isoyear left_pad right_pad position char_length
    character_length btrim div power trunc ceiling substr iif ifnull round_even
    """.split()  # noqa: SIM905 - read as words
)
_ALLOWED: Final = frozenset((_PARTS + _FUNCTIONS).split())
_SYSTEM_SCHEMAS: Final = ("information_schema", "pg_catalog", "pg_toast", "sys", "system")
_SYSTEM_NAMES: Final = ("pg_", "sqlite_", "duckdb_", "pragma_")
_FILE: Final = re.compile(
    r"[/\\*?]|\.(csv|tsv|txt|gz|zst|parquet|json|ndjson|jsonl|db|duckdb|sqlite|xlsx?|arrow|avro|orc)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Query:
    """A query that may be sent.

    Attributes:
        text: What is sent.
        tables: The names of the tables that it reads, without schemas.
    """

    text: str
    tables: tuple[str, ...]


def checked(text: str, dialect: str, key: str) -> Query:
    """Return a query that reads tables of the database and does nothing else.

    Args:
        text: What the settings say.
        dialect: "duckdb", "sqlite" or "postgres".
        key: The key of the settings, for the sentence.

    Raises:
        SettingsError: It is something else.
    """
    tree = _parsed(text, dialect, key)
    reason = refusal(tree)
    if reason:
        raise _wrong("query", key, reason=reason)
    told = {table.name for table in tree.find_all(exp.Table) if table.name}
    return Query(tree.sql(dialect=dialect, comments=False), tuple(sorted(told)))


def reads_files(text: str, dialect: str) -> str | None:
    """Return what a view of a database file reads outside it; None where it reads tables only."""
    try:
        tree = _parsed(text, dialect, "")
    except SettingsError:
        return None
    body = tree.expression if isinstance(tree, exp.Create) else tree
    for node in body.walk() if body is not None else ():
        if isinstance(node, exp.Table):
            source = node.this
            name = _function(source) if isinstance(source, exp.Func) else ""
            if name and _ALLOWED.isdisjoint({type(source).__name__}) and name not in _NAMED:
                return name
            if isinstance(source, exp.Identifier) and _FILE.search(source.name):
                return source.name
    return None


def tables_of(text: str, dialect: str) -> tuple[str, ...]:
    """Return the names of the tables that a view reads."""
    try:
        tree = _parsed(text, dialect, "")
    except SettingsError:
        return ()
    return tuple(sorted({table.name for table in tree.find_all(exp.Table) if table.name}))


def _parsed(text: str, dialect: str, key: str) -> exp.Expr:
    """Return the one statement of a text."""
    if len(text) > MOST_CHARACTERS:
        raise _wrong("query_long", key, most=MOST_CHARACTERS)
    log = logging.getLogger("sqlglot")
    before, log.disabled = log.disabled, True  # it would say on standard error what is refused here
    try:
        found = [one for one in sqlglot.parse(text, read=dialect) if one is not None]
    except (
        sqlglot.errors.SqlglotError,
        RecursionError,
        ValueError,
        AttributeError,
        TypeError,
    ) as fault:
        raise _wrong("query_no_sql", key, dialect=dialect) from fault
    finally:
        log.disabled = before
    if len(found) != 1:
        raise _wrong("query_many" if found else "query_empty", key, count=len(found))
    return found[0]


def _wrong(kind: str, key: str, **fields: object) -> SettingsError:
    """Return the refusal of a query, in the words of every language."""
    mistake = saying(f"mistakes.{kind}", key=key, **fields)
    return refusals.wrong_setting(mistake)


def refusal(tree: exp.Expr) -> str:
    """Return why a statement is no plain SELECT, or ""."""
    if not isinstance(tree, exp.Select | exp.SetOperation | exp.Subquery):
        return saying("mistakes.query_statement", name=_statement(tree))
    reasons = (_reason(node) for node in _nodes(tree))
    return next((reason for reason in reasons if reason), "")


def _nodes(tree: exp.Expr) -> Iterator[exp.Expr]:
    for count, node in enumerate(tree.walk()):
        if count > _LARGEST:
            raise refusals.refusal(SettingsError, "query_large")
        yield node


def _reason(node: exp.Expr) -> str:
    kind = type(node).__name__
    if isinstance(node, exp.Anonymous | exp.AnonymousAggFunc):
        name = _function(node)
        return "" if name in _NAMED else saying("mistakes.query_calls", name=name)
    if isinstance(node, exp.Table):
        return _table(node)
    own = isinstance(node, exp.DataType) and node.this is exp.DataType.Type.USERDEFINED
    if (isinstance(node, exp.Dot) and isinstance(node.expression, exp.Func)) or own:
        return saying("mistakes.query_uses", name=node.sql()[:60])
    if kind in _ALLOWED:
        return ""
    if isinstance(node, exp.Func):
        return saying("mistakes.query_calls", name=_function(node))
    return saying("mistakes.query_uses", name=_statement(node))


def _table(node: exp.Table) -> str:
    source = node.this
    if isinstance(source, exp.Func):
        known = type(source).__name__ in _ALLOWED or _function(source) in _NAMED
        return "" if known else saying("mistakes.query_reads", name=_function(source))
    if not isinstance(source, exp.Identifier):
        return saying("mistakes.query_reads", name=_statement(source)) if source else ""
    name, schema = source.name, node.db.lower()
    if _FILE.search(name):
        return saying("mistakes.query_file", name=name)
    if schema in _SYSTEM_SCHEMAS or name.lower().startswith(_SYSTEM_NAMES):
        return saying("mistakes.query_system", name=name)
    return ""


def _function(node: exp.Expr) -> str:
    """Return the name of a function as people write it."""
    if isinstance(node, exp.Anonymous | exp.AnonymousAggFunc):
        return str(node.name).lower()
    return node.sql_name().lower() if isinstance(node, exp.Func) else str(node.key)


def _statement(node: object) -> str:
    """Return what a node is, as people say it."""
    if isinstance(node, exp.Command):
        return str(node.this).upper()[:20]
    key = str(getattr(node, "key", type(node).__name__))
    return {"into": "SELECT INTO", "lock": "FOR UPDATE", "columns": "COLUMNS"}.get(key, key.upper())
