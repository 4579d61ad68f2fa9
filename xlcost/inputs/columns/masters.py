"""Lists of accounts and cost centres: one row a code, the first one counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.engine import Engine, frame_of
from xlcost.inputs.columns import row_findings
from xlcost.inputs.columns.binding import Binding, texts
from xlcost.inputs.columns.rows import LEFT, rows_of
from xlcost.inputs.files.raw_table import ROW, RawTable
from xlcost.locales.words import Words
from xlcost.system.late import pd

COST_WORDS = (
    *("cost", "costs", "expense", "expenses", "kostnad", "kostnader", "utgift", "utgifter"),
    *("aufwand", ""),
)
BALANCE_WORDS = (
    *("balance", "balance sheet", "balanse", "bilanz", "bestand", "asset", "liability", "equity"),
    *("eiendel", "gjeld", "egenkapital"),
)
FINANCIAL_WORDS = ("financial", "finans", "finansiell", "finansposter", "finanziell")
INCOME_WORDS = ("income", "revenue", "revenues", "inntekt", "inntekter", "ertrag")
# Words of a list in either language → the word that the report knows.
MEANINGS: dict[str, dict[str, str]] = {
    "kind": {
        **dict.fromkeys(COST_WORDS, "cost"),
        **dict.fromkeys(INCOME_WORDS, "income"),
        **dict.fromkeys(BALANCE_WORDS, "balance"),
        **dict.fromkeys(FINANCIAL_WORDS, "financial"),
    },
    "behaviour": {
        **dict.fromkeys(("fixed", "fast"), "fixed"),
        **dict.fromkeys(("variable", "variabel"), "variable"),
        **dict.fromkeys(("step", "trinnvis", "sprangvis"), "step"),
    },
    "recurring": {
        **dict.fromkeys(("yes", "y", "true", "1", "ja", ""), "yes"),
        **dict.fromkeys(("no", "n", "false", "0", "nei"), "no"),
    },
    "labour": {
        "": "",
        **dict.fromkeys(("yes", "y", "true", "1", "ja", "x"), "yes"),
        **dict.fromkeys(("no", "n", "false", "0", "nei"), "no"),
    },
}


@dataclass(frozen=True)
class Master:
    """A list that was read.

    Attributes:
        frame: One row a code, columns by their canonical names.
        rows_read: Rows found.
        rows_left_out: Rows that repeat a code, or have none.
        findings: What was wrong.
        place: Its file and sheet.
        headings: Canonical name and heading of each of its columns.
    """

    frame: pd.DataFrame
    rows_read: int
    rows_left_out: int
    findings: tuple[Finding, ...]
    place: Where = field(default_factory=Where)
    headings: tuple[tuple[str, str], ...] = ()


def read_master(raw: RawTable, binding: Binding, engine: Engine, word: Words) -> Master:
    """Read a list of accounts or cost centres."""
    exact = raw.exact()
    rows = rows_of(exact, binding, (), engine)
    findings = row_findings.left_out(rows, word)
    findings += row_findings.formula_texts(rows, texts(binding))
    frame = frame_of(rows.table.order_by(ROW))
    total = len(frame)
    frame = frame[frame[LEFT] == ""]
    key = binding.input.columns[0].name
    findings += _keys(raw, binding, key, frame, word)
    kept = frame[(frame[key] != "") & ~frame.duplicated(key)]
    names = [column.name for column in binding.input.columns]
    tidy = pd.DataFrame({name: kept.get(name, "") for name in names}, dtype=object)
    for name, meanings in MEANINGS.items():
        if name in tidy:
            folded = tidy[name].str.strip().str.casefold()
            unknown = kept[~folded.isin([*meanings, ""])]
            findings += _unknown_words(raw, binding, name, unknown)
            tidy[name] = folded.map(meanings).fillna(folded)
    left = sum(finding.rows for finding in findings if finding.left_out)
    headings = tuple((name, bound.heading) for name, bound in binding.columns.items())
    place = Where(raw.name, raw.sheet)
    return Master(tidy.reset_index(drop=True), total, left, tuple(findings), place, headings)


def _keys(
    raw: RawTable, binding: Binding, key: str, frame: pd.DataFrame, word: Words
) -> list[Finding]:
    """Return an error for each code that stands there again, and a warning for rows without one."""
    heading = binding.columns[key].heading if key in binding.columns else key
    found = []
    repeated = frame[frame.duplicated(key) & (frame[key] != "")]
    for code, row in zip(repeated[key], repeated[ROW], strict=True):
        where = _where(raw, row, heading)
        expected = word.text("expected.unique")
        found.append(
            Finding(Severity.ERROR, Code.DUPLICATE_KEY, where, str(code), expected, left_out=True)
        )
    blank = frame[frame[key] == ""]
    if len(blank):
        where = _where(raw, blank[ROW].iloc[0], heading)
        expected = word.text("expected.value", column=heading)
        found.append(
            Finding(
                Severity.WARNING,
                Code.MISSING_VALUE,
                where,
                "",
                expected,
                rows=len(blank),
                left_out=True,
            )
        )
    return found


def _unknown_words(raw: RawTable, binding: Binding, name: str, rows: pd.DataFrame) -> list[Finding]:
    """Return a finding for each word that a column does not know; a wrong kind stops a report."""
    severity = Severity.ERROR if name == "kind" else Severity.WARNING
    heading = binding.columns[name].heading if name in binding.columns else name
    expected = ", ".join(dict.fromkeys(MEANINGS[name].values()))
    found = []
    for word, same in rows.groupby(name, sort=True) if len(rows) else ():
        where = _where(raw, same[ROW].iloc[0], heading)
        found.append(
            Finding(severity, Code.UNKNOWN_WORD, where, str(word), expected, rows=len(same))
        )
    return found


def _where(raw: RawTable, row: Any, heading: str) -> Where:
    """Return the place of a row; those of a database have no number."""
    return Where(raw.name, raw.sheet, None if pd.isna(row) else int(row), heading)
