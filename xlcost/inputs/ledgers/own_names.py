"""Own names: what the rows of a ledger say of their account and cost centre, where no list does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.inputs.ledgers.amounts import AmountTable
from xlcost.locales.words import Words

# Column of the rows → the code that it speaks of, and what a list calls it.
COLUMNS = {
    "account_name": ("account", "name"),
    "line": ("account", "line"),
    "category": ("account", "category"),
    "cost_centre_name": ("cost_centre", "name"),
    "site": ("cost_centre", "site"),
}
SORTING = ("line", "category", "site")  # they say where an amount is shown, not only how
AGREED = 0.9  # share of rows from which on a column that nobody named is one of an account
MOST = 100_000  # codes with their texts; more are no names, but something of each row
SHOWN = 20  # codes with several texts that are told one by one
Counted = dict[str, dict[str, int]]  # code → text → rows


@dataclass(frozen=True)
class OwnNames:
    """What rows say of codes, where nearly all rows of a code say the same.

    Attributes:
        accounts: Account → "name", "line", "category" → text.
        centres: Cost centre → "name", "site" → text.
        findings: Codes of which rows say more than one thing.
    """

    accounts: dict[str, dict[str, str]] = field(default_factory=dict)
    centres: dict[str, dict[str, str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def has_lines(self) -> bool:
        """Whether the rows say into which report line an account goes."""
        return any("line" in said for said in self.accounts.values())


def own_names(tables: Sequence[AmountTable], word: Words) -> OwnNames:
    """Return what the rows of all ledgers and budgets say of their own codes."""
    found: dict[str, dict[str, dict[str, str]]] = {"account": {}, "cost_centre": {}}
    findings: list[Finding] = []
    for column, (key, name) in COLUMNS.items():
        every: Counted = defaultdict(lambda: defaultdict(int))
        for table, counted in _counted(tables, key, column):
            if not _told(table, column) and not _speaks_of_codes(counted, column):
                findings.append(_unused(table, column, key, word))
                continue
            for code, texts in counted.items():
                for text, rows in texts.items():
                    every[code][text] += rows
        for code, text in _of_files(tables, key) if name == "name" else ():
            every[code][text] += 1
        for code, texts in sorted(every.items()):
            found[key].setdefault(code, {})[name] = _most(texts)
        findings += _several(every, column)
    return OwnNames(found["account"], found["cost_centre"], tuple(findings))


def _of_files(tables: Sequence[AmountTable], key: str) -> Iterator[tuple[str, str]]:
    """Yield the codes that files in a legal standard list themselves, with their names."""
    for ledger in (table.raw.ledger for table in tables if table.raw.ledger is not None):
        names = ledger.dimensions.get(key, {})
        if key == "account":
            names = {code: account.name for code, account in ledger.accounts.items()}
        yield from ((code, name.strip()) for code, name in names.items() if name.strip())


def _counted(
    tables: Sequence[AmountTable], key: str, column: str
) -> Iterator[tuple[AmountTable, Counted]]:
    """Yield each table that has both columns, with the rows of each code and text."""
    for table in tables:
        binding = table.rows.binding
        if key not in binding.columns or column not in binding.columns:
            continue
        sql = (
            f"SELECT {key}, trim({column}), CAST(count(*) AS BIGINT) FROM {table.reading.source} "
            f"WHERE trim({column}) <> '' AND {key} <> '' GROUP BY 1, 2 LIMIT {MOST + 1}"
        )
        counted: Counted = defaultdict(dict)
        for code, text, rows in table.reading.ask(sql):
            counted[str(code)][str(text)] = int(rows)
        if counted:
            yield table, counted


def _told(table: AmountTable, column: str) -> bool:
    """Tell whether the settings, and not a heading alone, say what a column is."""
    return column in table.rows.binding.said.columns


def _speaks_of_codes(counted: Counted, column: str) -> bool:
    """Tell whether a column says the same in nearly all rows of a code: a "Line" may count rows."""
    texts = [text for one in counted.values() for text in one]
    if column not in SORTING:
        return len(texts) <= MOST
    rows = sum(sum(one.values()) for one in counted.values())
    same = sum(_alike(one)[_most(one).casefold()] for one in counted.values())
    numbered = all(text.replace(".", "").isdigit() for text in texts)
    return len(texts) <= MOST and same >= AGREED * rows and not numbered


def _alike(texts: dict[str, int]) -> dict[str, int]:
    """Return the rows of each text, whatever its case."""
    rows: dict[str, int] = defaultdict(int)
    for text, count in texts.items():
        rows[text.casefold()] += count
    return rows


def _most(texts: dict[str, int]) -> str:
    """Return the most frequent text; of two as frequent ones the first of the alphabet."""
    alike = _alike(texts)
    return min(texts, key=lambda text: (-alike[text.casefold()], -texts[text], text))


def _several(every: Counted, column: str) -> list[Finding]:
    """Return a finding for each code of which rows say more than one thing."""
    severity = Severity.WARNING if column in SORTING else Severity.NOTE
    found = []
    for code, texts in sorted(every.items()):
        alike, most = _alike(texts), _most(texts)
        others = sum(alike.values()) - alike[most.casefold()]
        if others:
            place = Where(column=column)
            found.append(Finding(severity, Code.SEVERAL_NAMES, place, code, most, rows=others))
    rest = found[SHOWN:]
    if rest:
        rows = sum(one.rows for one in rest)
        more = Finding(severity, Code.SEVERAL_NAMES, Where(column=column), "…", "…", rows=rows)
        return [*found[:SHOWN], more]
    return found


def _unused(table: AmountTable, column: str, key: str, word: Words) -> Finding:
    """Return a note that a column is none of codes."""
    heading = table.rows.binding.columns[column].heading
    fields = {"column": heading, "name": column, "code": key, "input": table.input}
    text = word.text("expected.not_of_codes", **fields)
    return Finding(
        Severity.NOTE, Code.DETECTED, Where(table.raw.name, table.raw.sheet), text, rows=0
    )
