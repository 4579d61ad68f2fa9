"""The scope of a company: what of it is customer service, and the question where nobody says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlcost.dataset.findings import Code, Finding, Severity, Where, few_of
from xlcost.dataset.schema import DIMENSION, LISTS
from xlcost.dataset.service_settings import CustomerService
from xlcost.dataset.settings import BOOK_NAME
from xlcost.inputs.charted import ChartChoice
from xlcost.inputs.files.ledger_file import LedgerFile
from xlcost.inputs.gathered import Gathered
from xlcost.inputs.ledgers.books import Books
from xlcost.inputs.listed_codes import NO_CHART
from xlcost.inputs.service_parts import (
    Coded,
    is_answered,
    scope_of,
    unknown_shares,
    with_settings,
)
from xlcost.inputs.service_scope import BY, SCOPED, ServiceScope
from xlcost.system.late import pd

CENT = 0.005
FEW = 6  # codes of a dimension that the question names


@dataclass(frozen=True)
class CompanyScope:
    """What of a company the report speaks of.

    Attributes:
        scope: What belongs to customer service.
        findings: What is left out, with amounts; and the question, where nobody has said it.
        is_whole: Whether the ledger is a whole company's, and nobody has.
    """

    scope: ServiceScope
    findings: tuple[Finding, ...]
    is_whole: bool


def ledger_files(gathered: Gathered) -> list[LedgerFile]:
    """Return what the files of the ledger in a legal standard say of themselves."""
    tables = [table.raw.ledger for table in gathered.amounts if table.input == "ledger"]
    return [said for said in tables if said is not None]


def _is_whole(
    gathered: Gathered, every: Books, accounts: pd.DataFrame, choice: ChartChoice
) -> bool:
    """Tell whether a ledger is a company's, and nobody has said what is customer service."""
    lists = (*gathered.masters["accounts"], *gathered.masters["cost_centres"])
    said = is_answered(one.frame for one in lists)
    if said or gathered.settings.customer_service is not None:
        return False
    if ledger_files(gathered) or bool((accounts["chart"] != "").any()):
        return True
    # The settings workbook has written down what the chart says of accounts.
    if choice.used is not None and any(one.place.file == BOOK_NAME for one in lists):
        return True
    ledger = every.sums["ledger"]
    balanced = bool((accounts["kind"] == "balance").any())
    return balanced and not ledger.empty and abs(float(ledger["amount"].sum())) < CENT


def company_scope(
    gathered: Gathered,
    every: Books,
    accounts: pd.DataFrame,
    centres: pd.DataFrame,
    choice: ChartChoice = NO_CHART,
) -> CompanyScope:
    """Return what belongs to customer service, and what is told of the rest, with its amounts."""
    masters = {name: gathered.master(name) for name in LISTS}
    frames = {name: found.frame if found else None for name, found in masters.items()}
    turned = [name for name in SCOPED if _income_is_positive(gathered, name)]
    used = _used(every)
    known = _coded(gathered, used, accounts, centres)
    scope = scope_of(accounts, frames["cost_centres"], turned, used)
    said = gathered.settings.customer_service
    nowhere: list[Finding] = []
    if isinstance(said, CustomerService):
        scope, nowhere = with_settings(scope, said, known)
    left = [
        finding
        for name in ("ledger", "budget")
        for finding in scope.left_out(every.sums[name], name, gathered.word)
    ]
    whole = _is_whole(gathered, every, accounts, choice)
    asked = [_question(gathered, known)] if whole else []
    lost = _without_column(gathered, scope, known)
    findings = [*asked, *unknown_shares(frames, gathered.word), *nowhere, *lost, *left]
    return CompanyScope(scope, tuple(findings), whole)


def _without_column(gathered: Gathered, scope: ServiceScope, known: Coded) -> Iterator[Finding]:
    """Yield a warning for each table without what customer service goes by: none of it counts."""
    for table in gathered.amounts:
        for column in BY[1:] if table.input in SCOPED else ():
            empty = scope.shares.get(column, {}).get("", 1.0)
            if empty < 1 and not table.rows.binding.has(column):
                got = ", ".join(list(filter(None, table.raw.header))[:FEW])
                name = known.dimension if column == DIMENSION else column
                where = Where(table.raw.name, table.raw.sheet)
                yield Finding(Severity.WARNING, Code.SERVICE_COLUMN, where, got, name, rows=0)


def _coded(
    gathered: Gathered,
    used: Mapping[str, Sequence[str]],
    accounts: pd.DataFrame,
    centres: pd.DataFrame,
) -> Coded:
    """Return what is known of the codes in use, by which customer service may be told."""
    tables = [table for table in gathered.amounts if table.input == "ledger"]
    columns = [table.rows.binding.columns.get(DIMENSION) for table in tables]
    dimension = next((bound.heading for bound in columns if bound), "")
    names = {
        "account": dict(zip(accounts["account"], accounts["name"], strict=True)),
        "cost_centre": dict(zip(centres["cost_centre"], centres["name"], strict=True)),
        DIMENSION: {
            c: n
            for one in ledger_files(gathered)
            for c, n in one.dimensions.get(dimension, {}).items()
        },
    }
    headings = dict.fromkeys(heading for table in tables for heading in table.raw.header if heading)
    return Coded(used, names, accounts, centres, dimension, tuple(headings))


def _used(every: Books) -> dict[str, list[str]]:
    """Return the codes in use of each column by which a part is told."""
    rows = pd.concat([every.sums[name] for name in SCOPED], ignore_index=True)
    return {column: sorted({str(code) for code in rows[column].unique()}) for column in BY}


def _question(gathered: Gathered, known: Coded) -> Finding:
    """Return the question which part of a company is customer service, with what it may go by."""
    names: dict[str, Mapping[str, str]] = {}
    if used := [code for code in known.used["cost_centre"] if code]:
        names["cost_centre"] = {code: known.names["cost_centre"].get(code, "") for code in used}
    for one in ledger_files(gathered):
        for heading, codes in one.dimensions.items():
            names[heading] = {**codes, **names.get(heading, {})}
    shown = [f"{key}: {_few(codes)}" for key, codes in names.items() if codes]
    key = next((key for key, codes in names.items() if codes), "account")
    code = min(names.get(key) or known.used["account"], default="")
    got = "; ".join(shown) or gathered.word.text("expected.no_dimension")
    expected = f'{key} = ["{code}"]'
    return Finding(Severity.WARNING, Code.WHOLE_COMPANY, got=got, expected=expected, rows=0)


def _few(codes: Mapping[str, str]) -> str:
    shown = [f"{code} {name}".strip() for code, name in sorted(codes.items())]
    return few_of(shown, FEW)


def _income_is_positive(gathered: Gathered, name: str) -> bool:
    """Tell whether income is above zero: the settings say so, or what is known of every export."""
    if any(said.income_is == "positive" for said in gathered.settings.of(name)):
        return True
    tables = [table.rows.binding.said for table in gathered.amounts if table.input == name]
    return bool(tables) and all(said.income_is == "positive" for said in tables)
