"""Slices: the parts of a company by cost centre, site, entity or manager, and the data of each.

Every row of the amounts is in exactly one part, so that the parts add up to the company. Rows
without a value make a part of their own, whose code is empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.facts import COUNTS, Facts
from xlcost.dataset.findings import Code, Findings, Severity
from xlcost.dataset.one_sided import one_sided
from xlcost.dataset.scope import Scope
from xlcost.dataset.settings import Settings
from xlcost.errors import UsageError
from xlcost.planning.levers_file import Levers
from xlcost.system.late import pd
from xlcost.values.numbers import SIX_PLACES

DIMENSIONS = ("cost_centre", "site", "entity", "manager")
AMOUNTS = ("ledger", "budget", "postings", "currency_effects", "adjustments")
# Findings that speak of one account or one cost centre; others speak of the data as a whole.
_SPEAK_OF = {Code.UNMAPPED_ACCOUNT: "account", Code.UNMAPPED_COST_CENTRE: "cost_centre"}


def parts(dataset: Dataset, dimension: str) -> list[Scope]:
    """Return the parts of a company, in the order of their codes; "none of these" comes last.

    Args:
        dataset: The company.
        dimension: One of `DIMENSIONS`.

    Raises:
        UsageError: There is no such dimension.
    """
    if dimension not in DIMENSIONS:
        known = ", ".join(DIMENSIONS)
        raise UsageError(f"A report cannot be split by {dimension!r}; choose one of {known}.")
    slicer = _Slicer(dataset.facts, dimension)
    codes = slicer.codes()
    names = slicer.names()
    ordered = sorted(code for code in codes if code)
    scopes = [Scope(dimension, code, names.get(code) or code) for code in ordered]
    return [*scopes, Scope(dimension)] if "" in codes else scopes


def slices(dataset: Dataset, scopes: Sequence[Scope]) -> Iterator[Dataset]:
    """Yield what of a company belongs to each of its `parts`, one after the other.

    Files and control totals stay those of the company: sources are kept, sums are the part's own.
    """
    slicers: dict[str, _Slicer] = {}
    for scope in scopes:
        if scope.dimension not in slicers:
            slicers[scope.dimension] = _Slicer(dataset.facts, scope.dimension)
        facts = slicers[scope.dimension].facts(scope.code)
        yield replace(
            dataset,
            facts=facts,
            findings=_concerning(dataset.findings, facts, dataset.period.year),
            settings=_with_own_shares(dataset.settings, facts),
            scope=scope,
            levers=Levers(),  # a plan speaks of the company: its channels, its money
        )


def slice_of(dataset: Dataset, scope: Scope) -> Dataset:
    """Return what of a company belongs to one of its `parts`."""
    return next(slices(dataset, [scope]))


def exact_total(amounts: Iterable[float]) -> Decimal:
    """Return the sum of amounts that were exact before they became floats, to six decimals."""
    return sum((Decimal(repr(float(one))).quantize(SIX_PLACES) for one in amounts), Decimal(0))


class _Slicer:
    """Which part each row of each frame belongs to; found once for all parts.

    Args:
        facts: The company's.
        dimension: What it is split by.
    """

    def __init__(self, facts: Facts, dimension: str) -> None:
        self._facts = facts
        self._dimension = dimension
        centres = facts.cost_centres
        codes, labels = centres["cost_centre"].map(_text), centres["name"].map(_text)
        values = codes if dimension == "cost_centre" else centres[dimension].map(_text)
        self._part_of = dict(zip(codes, values, strict=True))
        self._labels = dict(zip(codes, labels, strict=True))
        self._teams = _teams(self._labels)
        self._parts: dict[str, Mapping[Hashable, Any]] = {}
        for name in (*AMOUNTS, *COUNTS):
            part = self._rows(name, getattr(facts, name))
            # Counts that name no part at all are left out of every part.
            if name in AMOUNTS or bool((part != "").any()):
                self._parts[name] = part.groupby(part, sort=False).indices

    def codes(self) -> set[str]:
        """Return the code of every part that has a row."""
        return {str(code) for part in self._parts.values() for code in part}

    def names(self) -> dict[str, str]:
        """Return the name of each part that has one besides its code."""
        return self._labels if self._dimension == "cost_centre" else {}

    def facts(self, code: str) -> Facts:
        """Return the facts of one part."""
        frames: dict[str, Any] = {name: self._of(name, code) for name in (*AMOUNTS, *COUNTS)}
        used = [frames[name] for name in ("ledger", "budget")]
        return replace(
            self._facts,
            **frames,
            accounts=_with_values(self._facts.accounts, "account", used),
            cost_centres=_with_values(self._facts.cost_centres, "cost_centre", used),
            trial_balance=self._trial_balance(code),
            ledger_total=exact_total(frames["ledger"]["amount"]),
            budget_total=exact_total(frames["budget"]["amount"]),
        )

    def _of(self, name: str, code: str) -> pd.DataFrame:
        frame: pd.DataFrame = getattr(self._facts, name)
        rows = self._parts[name].get(code) if name in self._parts else None
        chosen = frame.iloc[:0] if rows is None else frame.take(rows)
        return chosen.reset_index(drop=True)

    def _rows(self, name: str, frame: pd.DataFrame) -> pd.Series:
        """Return the part of each row."""
        if name in COUNTS and self._dimension != "entity":
            teams = frame["team"].map(lambda team: self._teams.get(_text(team).casefold(), ""))
            return teams.map(self._part_of).fillna("").astype(object)
        own = frame["entity"].map(_text).astype(object)
        if name in COUNTS:
            return own
        centres = frame["cost_centre"].map(_text).astype(object)
        if self._dimension == "cost_centre":
            return centres
        listed = centres.map(self._part_of).fillna("").astype(object)
        return own.where(own != "", listed) if self._dimension == "entity" else listed

    def _trial_balance(self, code: str) -> pd.DataFrame:
        """Return the balances of one part: a trial balance knows entities and nothing finer."""
        frame = self._facts.trial_balance
        own = frame["entity"].map(_text)
        known = self._dimension == "entity" and bool((own != "").any())
        return (frame[own == code] if known else frame.iloc[:0]).reset_index(drop=True)


def _teams(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the cost centre of each team that is one, by its code or by a name of one centre."""
    named = Counter(label.casefold() for label in labels.values())
    by_name = {
        label.casefold(): code
        for code, label in labels.items()
        if label and named[label.casefold()] == 1
    }
    return by_name | {code.casefold(): code for code in labels if code}


def _with_values(frame: pd.DataFrame, column: str, used: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of a list whose code one of the frames has."""
    codes = {_text(code) for one in used for code in one[column].unique()}
    return frame[frame[column].map(_text).isin(codes)].reset_index(drop=True)


def _concerning(findings: Findings, facts: Facts, year: int) -> Findings:
    """Return what concerns a part: every error, and what speaks of its accounts and centres."""
    used = pd.concat([facts.ledger, facts.budget], ignore_index=True)
    told = [finding for finding in findings if finding.severity is Severity.ERROR]
    codes: dict[str, pd.Series] = {}
    for finding in findings:
        column = _SPEAK_OF.get(finding.code)
        if column and finding.severity is not Severity.ERROR:
            if column not in codes:
                codes[column] = used[column].map(_text)
            mine = used[codes[column] == finding.got]
            rows, amount = int(mine["rows"].sum()), f"{mine['amount'].sum():.2f}"
            told += [replace(finding, rows=rows, amount=amount)] if len(mine) else []
    return Findings((*told, *one_sided(facts.ledger, facts.budget, facts.accounts, year)))


def _with_own_shares(settings: Settings, facts: Facts) -> Settings:
    """Return settings whose fixed shares of channels are those of the part's channels alone."""
    shares = settings.report.channel_shares
    if not shares or not len(facts.activity):
        return settings
    channels = set(facts.activity["channel"].map(_text))
    own = {name: share for name, share in shares.items() if name in channels}
    whole = sum(own.values(), Decimal(0))
    if not whole or len(own) == len(shares):
        return settings
    update = {"channel_shares": {name: share / whole for name, share in own.items()}}
    report = settings.report.model_copy(update=update)
    return settings.model_copy(update={"report": report})


def _text(value: object) -> str:
    """Return a code as text; what is missing is the empty text."""
    return "" if value is None or value != value else str(value)  # noqa: PLR0124  # NaN alone
