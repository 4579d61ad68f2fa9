"""The parts of customer service: what lists and settings say of accounts, centres and others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlcost.dataset.findings import Code, Finding, Severity, Where, few_of
from xlcost.dataset.schema import DIMENSION, INPUTS, Kind, aliases, folded
from xlcost.dataset.service_settings import CustomerService
from xlcost.inputs.columns.rule_values import matcher
from xlcost.inputs.service_dimension import canonical, heading_of
from xlcost.inputs.service_scope import BY, ServiceScope
from xlcost.locales.refusals import saying, wrong_setting
from xlcost.locales.words import Words
from xlcost.system.late import pd

YES = frozenset({"yes", "y", "true", "1", "1.0", "ja", "j", "100%"})
NO = frozenset({"no", "n", "false", "0", "0.0", "nei", "nein", "0%"})
SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*(%?)")
FEW = 12  # codes of the ledger that are named in place of those that nothing has
OUTSIDE = ("balance", "financial")  # kinds that are no operating cost or income
OF_LISTS = {  # what lists say of accounts and cost centres, by which a part may be told, too
    **dict.fromkeys(("line", "category", "channel", "driver"), "account"),
    **dict.fromkeys(("site", "manager"), "cost_centre"),
}


@dataclass(frozen=True)
class Coded:
    """What is known of the codes in use.

    Attributes:
        used: Column of the amounts → its codes, "" among them.
        names: Column → code → name.
        accounts: One row an account.
        centres: One row a cost centre.
        dimension: The heading of the ledger's column by which customer service is told, or "".
        headings: The headings of the ledger.
    """

    used: Mapping[str, Collection[str]]
    names: Mapping[str, Mapping[str, str]]
    accounts: pd.DataFrame
    centres: pd.DataFrame
    dimension: str
    headings: Sequence[str]


def share_of(text: str) -> float | None:
    """Return what part "yes", "no", "0.25" or "25 %" means; None is what none of them is."""
    bare = text.strip().casefold()
    if not bare or bare.replace(" ", "") in YES:
        return 1.0
    if bare.replace(" ", "") in NO:
        return 0.0
    found = SHARE.fullmatch(bare)
    if found is None:
        return None
    share = float(found[1].replace(",", ".")) / (100 if found[2] else 1)
    return share if 0 <= share <= 1 else None


def is_answered(lists: Iterable[pd.DataFrame]) -> bool:
    """Tell whether lists say which part of a company is customer service.

    A share of one account or cost centre says nothing of those that are left blank.
    """
    for frame in lists:
        texts = [str(text or "") for text in frame["customer_service"]]
        shares = {share_of(text) for text in texts if text.strip()}
        if shares & {0.0, 1.0} or (shares and all(text.strip() for text in texts)):
            return True
    return False


def scope_of(
    accounts: pd.DataFrame,
    centres: pd.DataFrame | None,
    turned: Collection[str],
    used: Mapping[str, Collection[str]],
) -> ServiceScope:
    """Return what the lists of accounts and cost centres say of the scope.

    Where a list says yes of some codes, those of which it says nothing are not customer service.
    """
    rows = list(accounts.itertuples(index=False))
    names = {str(row.account): str(row.line or row.name or row.account) for row in rows}
    income = frozenset(str(row.account) for row in rows if str(row.kind) == "income")
    shares = {"account": _of_accounts(rows)}
    if centres is not None:
        pairs = zip(centres["customer_service"], centres["cost_centre"], strict=True)
        shares["cost_centre"] = _parts(pairs, used["cost_centre"])
    outside = frozenset(str(row.account) for row in rows if row.kind in OUTSIDE and row.chart)
    return ServiceScope(shares, income, frozenset(turned), names, outside)


def _of_accounts(rows: Sequence[Any]) -> dict[str, float]:
    """Return the accounts of which only a part counts; one that nobody knows does, and is told."""
    known = [row for row in rows if row.line or row.customer_service]
    found = _parts(((row.customer_service, row.account) for row in known), ())
    return found | {str(row.account): 0.0 for row in rows if row.kind in OUTSIDE}


def _parts(said: Iterable[tuple[object, object]], used: Collection[str]) -> dict[str, float]:
    """Return by their codes those of which only a part is customer service."""
    texts = {str(code): str(text or "").strip() for text, code in said}
    chosen = any(text and share_of(text) == 1 for text in texts.values())
    found = {}
    for code in {*texts, *used}:
        text = texts.get(code, "")
        share = 0.0 if chosen and not text else share_of(text)
        if share is not None and share < 1:
            found[code] = share
    return found


def with_settings(
    scope: ServiceScope, said: CustomerService, known: Coded
) -> tuple[ServiceScope, list[Finding]]:
    """Return a scope with what the settings say is customer service, and what they find nowhere.

    Args:
        scope: What the lists say.
        said: What the settings say.
        known: The codes in use.

    Raises:
        SettingsError: They name a dimension that nothing has, or a part that is none.
    """
    shares = dict(scope.shares)
    findings: list[Finding] = []
    for key, values in said.dimensions().items():
        column, texts = _codes(key, known)
        parts = values if isinstance(values, Mapping) else dict.fromkeys(values, "yes")
        own, met = _matched(key, parts, texts)
        before = shares.get(column, {})
        together = {code: own[code] * before.get(code, 1.0) for code in texts}
        shares[column] = {**before, **{code: one for code, one in together.items() if one < 1}}
        lost = [value for value in parts if value not in met]
        severity = Severity.WARNING if met else Severity.ERROR
        findings += _nowhere(key, lost, texts, severity)
    return replace(scope, shares=shares), findings


def _matched(
    key: str, parts: Mapping[str, str], texts: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, float], set[str]]:
    """Return the part of each code that the settings say, and which of their values has any."""
    rules = [(value, matcher([value]), _share(key, value, part)) for value, part in parts.items()]
    shares: dict[str, float] = {}
    met: set[str] = set()
    for code, called in texts.items():
        fitting = [rule for rule in rules if any(map(rule[1], called))]
        met |= {value for value, _, _ in fitting}
        shares[code] = fitting[0][2] if fitting else 0.0
    return shares, met


def _codes(key: str, known: Coded) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Return the column that a dimension is in the amounts, and code → what it is called.

    Raises:
        SettingsError: There is none.
    """
    column = DIMENSION if heading_of(key, [known.dimension]) else canonical(key)
    if column in BY:
        names = known.names.get(column, {})
        return column, {code: (code, names.get(code, "")) for code in sorted(known.used[column])}
    column = OF_LISTS.get(key, "")
    frame = known.accounts if column == "account" else known.centres
    if not column or not bool((frame[key] != "").any()):
        has = [*BY[:3], *(one for one in known.headings if _may_be(one)), *OF_LISTS]
        fields = {"key": key, "known": ", ".join(dict.fromkeys(has))}
        raise wrong_setting(saying("mistakes.service_dimension", **fields))
    texts = dict(zip(frame[column].map(str), frame[key].map(str), strict=True))
    return column, {code: (texts.get(code, ""),) for code in sorted(known.used[column])}


def _may_be(heading: str) -> bool:
    """Tell whether a column of the ledger may tell one part of a company from another."""
    column = INPUTS["ledger"].column(aliases("ledger").get(folded(heading), ""))
    return column is None or column.kind is Kind.CODE


def _nowhere(
    key: str, values: Sequence[str], texts: Mapping[str, tuple[str, ...]], severity: Severity
) -> Iterator[Finding]:
    """Yield what the settings name and no amount has; where none has any, nothing is left."""
    has = [" ".join(filter(None, called)) for called in texts.values() if any(called)]
    shown = few_of(has, FEW)
    for value in values:
        where = Where(column=f"customer_service.{key}")
        yield Finding(severity, Code.NOT_IN_LEDGER, where, value, shown or "–", rows=0)


def _share(key: str, value: str, part: object) -> float:
    share = share_of(str(part))
    if share is None:
        fields = {"key": key, "value": value, "got": repr(part)}
        raise wrong_setting(saying("mistakes.service_share", **fields))
    return share


def unknown_shares(frames: Mapping[str, pd.DataFrame | None], word: Words) -> list[Finding]:
    """Return an error for each text under customer_service that is no part."""
    found = []
    for name, frame in frames.items():
        texts = [] if frame is None else sorted({str(t or "") for t in frame["customer_service"]})
        for text in texts:
            if share_of(text) is None:
                where = Where(word.text(f"report.inputs.{name}"), column="customer_service")
                expected = word.text("expected.share")
                found.append(Finding(Severity.ERROR, Code.UNKNOWN_WORD, where, text, expected))
    return found
