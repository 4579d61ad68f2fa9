"""Units: a table in thousands, by its own words or by its amounts beside the other ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.schema import AMOUNTS
from xlcost.inputs.evidence.rule import BooksCase, BooksRule, TableCase, TableRule
from xlcost.system.late import pd

WORD = re.compile(
    r"\bin thousands\b|\b(?:NOK|SEK|DKK|EUR|USD|GBP|CHF)?\s*'000\b|\b000s\b|\b1[ .,]?000 kr\b|"
    r"\bi (?:hele )?(?:1[ .]?000|tusen)\b|\bi tusental\b|\btkr\b|\bMNOK\b|\bTNOK\b|\bTEUR\b|T€|"
    r"\bin Tausend\b|\bTsd\b|\bk€|\bKEUR\b|\ben milliers\b|\bmillioner\b|\bin millions\b|"
    r"\bin duizenden\b|\b(?:en )?miles de\b|\ben miles\b|\bmigliaia\b|\bmilhares\b|\btys\.|"
    r"\btis\.|\b[x×] ?1[ .,]?000\b|\b(?:NOK|SEK|DKK|EUR|USD|GBP|CHF) ?1[ .,]?000\b|\bMio\b|"
    r"\b[TKM](?:NOK|SEK|DKK|EUR|USD|GBP|CHF|KR)\b|\bmiljoner\b|\bmilj\.",
    re.IGNORECASE,
)
LOWEST, HIGHEST = 400.0, 2500.0
ENOUGH = 2  # accounts
MOST_TEXT = 80
LAST_ROWS = 10


def _word(case: TableCase) -> Iterator[Finding]:
    if case.said.amount_unit != Decimal(1) or "amount_unit" in case.said.model_fields_set:
        return
    near = [*case.raw.above, case.raw.sheet, *_below(case)]
    near += [bound.heading for bound, _ in case.binding.amounts]
    near += [case.binding.columns["amount"].heading] if "amount" in case.binding.columns else []
    said = next((text for text in near if WORD.search(text)), "")
    if said:
        yield Finding(
            Severity.WARNING,
            Code.UNIT_WORD,
            case.where(),
            said[:MOST_TEXT],
            case.input,
            rows=0,
            amount=f"{case.total:.2f}",
        )


def _below(case: TableCase) -> list[str]:
    """Return the texts of the last rows that have no other cell: what stands below a table."""
    cells = case.raw.cells
    if cells is None:
        return []
    last = cells.slice(max(0, cells.num_rows - LAST_ROWS)).select(
        [name for name in cells.column_names if name.startswith("c")]
    )
    rows = [[cell for cell in row.values() if cell] for row in last.to_pylist()]
    return [str(row[0]) for row in rows if len(row) == 1]


UNIT_WORDS = TableRule(Code.UNIT_WORD, _word, AMOUNTS)


def _look(case: BooksCase) -> Iterator[Finding]:
    year = case.chosen.year
    sides = [_by_account(frame, year) for frame in (case.ledger, case.budget)]
    both = pd.concat(sides, axis=1, keys=["actual", "budget"]).dropna()
    both = both[(both["actual"].abs() > 0) & (both["budget"].abs() > 0)]
    if len(both) < ENOUGH:
        return
    for large, small, name in (("actual", "budget", "budget"), ("budget", "actual", "ledger")):
        ratio = both[large].abs() / both[small].abs()
        whole = both[large].abs().sum() / both[small].abs().sum()
        if LOWEST < float(ratio.median()) < HIGHEST and LOWEST < float(whole) < HIGHEST:
            yield Finding(
                Severity.WARNING,
                Code.UNIT_DIFFERS,
                Where(name),
                f"{float(whole):,.0f}",
                name,
                rows=0,
                amount=f"{both[small].sum():.2f}",
            )


def _by_account(frame: pd.DataFrame, year: int) -> pd.Series:
    """Return the mean amount of a period by account, so that years and months compare."""
    mine = frame[frame["period"] // 100 == year]
    periods = max(1, mine["period"].nunique())
    return mine.groupby("account")["amount"].sum() / periods


UNITS = BooksRule(Code.UNIT_DIFFERS, _look)
