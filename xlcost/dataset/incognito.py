"""Incognito: a company that cannot be known again, with the same ratios, for screenshots.

Money is multiplied by one factor, the same in every pack of a run; volumes, hours and shares stay.
Names of companies, cost centres, sites, people and vendors become neutral ones, and texts from
files are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from xlcost.catalogue.families import catalogue
from xlcost.catalogue.measures import Unit
from xlcost.dataset.dataset import Dataset
from xlcost.dataset.facts import COUNTS, Facts, Source
from xlcost.dataset.findings import Code, Finding, Findings, Where
from xlcost.dataset.report_settings import Materiality, MaterialityRule, ReportSettings, Threshold
from xlcost.locales.words import Words, words
from xlcost.planning.levers_file import scaled
from xlcost.system.late import pd
from xlcost.values.numbers import SIX_PLACES

LOWEST, STEPS = 350, 1400  # thousandths: between 0.350 and 1.750
_MONEY = (Unit.MONEY, Unit.UNIT_COST, Unit.HOURLY_RATE)
HIDDEN = "…"  # what a finding quotes from a file, where it could tell whose file it is
# Findings that quote currencies, periods, accounts and lines alone: these stay.
_TELLING_NOTHING = frozenset(
    {
        Code.MIXED_CURRENCY,
        Code.MISSING_RATE,
        Code.NO_BUDGET_RATE,
        Code.NO_BUDGET,
        Code.NO_ACTUAL,
        Code.UNMAPPED_ACCOUNT,
        Code.OUTSIDE_PERIOD,
        Code.EMPTY_PERIOD,
        Code.FAR_PERIOD,
        Code.MISSING_PERIODS,
        Code.YEAR_AMONG_MONTHS,
        Code.PARTIAL_BUDGET,
        Code.PARTIAL_REVISION,
    }
)
AMOUNTS = ("ledger", "budget", "postings", "currency_effects", "adjustments", "trial_balance")


def factor(dataset: Dataset) -> Decimal:
    """Return what the company's money is multiplied by: the same for the same accounts.

    It looks random, has three decimals so that cents stay exact, and is never near 1.
    """
    report = dataset.settings.report
    accounts = sorted(dataset.facts.accounts["account"].map(str))
    seed = "\n".join((report.entity, report.currency, *accounts)).encode()
    number = int.from_bytes(hashlib.sha256(seed).digest()[:8], "big")
    share = Decimal(LOWEST + number % STEPS) / 1000
    return share + Decimal("0.137") if abs(share - 1) < Decimal("0.1") else share


def incognito(dataset: Dataset) -> Dataset:
    """Return a loaded company with other money and neutral names; `slices` then split it."""
    by = factor(dataset)
    word = words(dataset.settings.report.language)
    names = _Names(dataset.facts, word)
    facts = _renamed(dataset.facts, names)
    report = _settings(dataset.settings.report, by, names.company)
    return replace(
        dataset,
        facts=_scaled(facts, by, names),
        findings=Findings(tuple(_finding(one, names, by) for one in dataset.findings)),
        settings=dataset.settings.model_copy(update={"report": report}),
        levers=scaled(dataset.levers, by),
    )


class _Names:
    """Neutral names in place of those of the data, each the same wherever it stands.

    Args:
        facts: The company's.
        word: The words of the report language.
    """

    def __init__(self, facts: Facts, word: Words) -> None:
        self._word = word
        self.company = word.text("incognito.company")
        centres = facts.cost_centres
        every = [frame["cost_centre"] for frame in _frames(facts, "cost_centre")]
        self.codes = self._numbered("code", every)
        pairs = zip(centres["cost_centre"], centres["name"], strict=True)
        self.labels = {label: self.codes[code] for code, label in pairs if _is_name(label)}
        self.sites = self._numbered("site", [centres["site"]])
        self.managers = self._numbered("manager", [centres["manager"]])
        entities = [frame["entity"] for frame in _frames(facts, "entity")]
        self.entities = self._numbered("entity", entities)
        self.vendors = self._numbered("vendor", [facts.postings["vendor"]])
        self.files = self._numbered("file", [pd.Series([s.file for s in facts.sources])])
        teams = [frame["team"] for frame in _frames(facts, "team")]
        self.teams = self._numbered("team", teams) | self.codes | self.labels

    def _numbered(self, key: str, columns: Iterable[pd.Series]) -> dict[Any, str]:
        names = sorted({str(one) for column in columns for one in column if _is_name(one)})
        width = len(str(len(names)))
        return {
            name: self._word.text(f"incognito.{key}", number=f"{number:0{width}d}")
            for number, name in enumerate(names, start=1)
        }


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _frames(facts: Facts, column: str) -> list[pd.DataFrame]:
    """Return the frames that have a column."""
    every = [getattr(facts, name) for name in (*AMOUNTS, *COUNTS, "cost_centres")]
    return [frame for frame in every if column in frame.columns]


def _renamed(facts: Facts, names: _Names) -> Facts:
    """Return facts with neutral names; texts of rows and numbers of documents are left out."""
    known: dict[str, Mapping[Any, str]] = {
        "cost_centre": names.codes,
        "site": names.sites,
        "manager": names.managers,
        "entity": names.entities,
        "vendor": names.vendors,
        "team": names.teams,
        "file": names.files,
        "text": {},
        "document": {},
    }
    changed: dict[str, Any] = {}
    for name in (*AMOUNTS, *COUNTS, "cost_centres"):
        frame = getattr(facts, name).copy()
        for column in [column for column in frame.columns if column in known]:
            frame[column] = [known[column].get(one, "") for one in frame[column]]
        changed[name] = frame
    # A chart says all of its accounts, so that nothing hangs on what they are called.
    own = facts.accounts
    changed["accounts"] = own.assign(name=own["name"].mask(own["chart"].map(_is_name), ""))
    labels = changed["cost_centres"]
    labels["name"] = [names.labels.get(one, "") for one in facts.cost_centres["name"]]
    return replace(facts, **changed)


def _scaled(facts: Facts, by: Decimal, names: _Names) -> Facts:
    """Return facts with other money; the exact totals are the sums of the new amounts."""
    changed: dict[str, Any] = {}
    totals: dict[str, Decimal] = {}
    for name in AMOUNTS:
        exact = [_times(one, by) for one in getattr(facts, name)["amount"]]
        changed[name] = getattr(facts, name).assign(amount=[float(one) for one in exact])
        totals[name] = sum(exact, Decimal(0))
    prices = facts.workforce["licence_price"].astype(float) * float(by)
    return replace(
        facts,
        **changed,
        workforce=facts.workforce.assign(licence_price=prices),
        sources=tuple(_source(one, names, by) for one in facts.sources),
        own_balances=tuple(one.times(by, names.company) for one in facts.own_balances),
        ledger_total=totals["ledger"],
        ledger_outside=facts.ledger_outside * by,
        budget_total=totals["budget"],
    )


def _bounds(of: Materiality | MaterialityRule, by: Decimal) -> dict[str, Decimal | None]:
    """Return the amounts of bounds as other money; those that follow the size stay unsaid."""
    return {name: _money(getattr(of, name), by) for name in ("amount", "always_amount")}


def _money(amount: Decimal | None, by: Decimal) -> Decimal | None:
    return None if amount is None else amount * by


def _times(amount: float, by: Decimal) -> Decimal:
    return (Decimal(repr(float(amount))) * by).quantize(SIX_PLACES)


def _source(source: Source, names: _Names, by: Decimal) -> Source:
    """Return a source without its name, its hash and its size, by which it could be known."""
    return replace(
        source,
        file=names.files[source.file],
        sheet="",
        size=0,
        sha256="",
        total=_money(source.total, by),
        control_total=_money(source.control_total, by),
    )


def _finding(finding: Finding, names: _Names, by: Decimal) -> Finding:
    """Return a finding with its place; what stood there is hidden where it tells of the company."""
    where = Where(names.files.get(finding.where.file, ""), "", finding.where.row)
    amount = f"{_times(float(finding.amount), by):.2f}" if finding.amount else ""
    got, expected = _quoted(finding, names)
    return replace(finding, where=where, got=got, expected=expected, amount=amount)


def _quoted(finding: Finding, names: _Names) -> tuple[str, str]:
    """Return what a finding found and what it expected, with neutral names."""
    if finding.code in _TELLING_NOTHING:
        return finding.got, finding.expected
    if finding.code is Code.SEVERAL_ENTITIES:
        return ", ".join(sorted(names.entities.values())), names.company
    if finding.code is Code.UNMAPPED_COST_CENTRE:
        return names.codes.get(finding.got, HIDDEN), finding.expected
    return HIDDEN if finding.got else "", HIDDEN if finding.expected else ""


def _settings(report: ReportSettings, by: Decimal, company: str) -> ReportSettings:
    """Return the settings of the report with other money and without names."""
    money = {metric.name for metric in catalogue() if metric.unit in _MONEY}
    material = report.materiality
    rules = [rule.model_copy(update=_bounds(rule, by)) for rule in material.rules]
    return report.model_copy(
        update={
            "title": "",
            "entity": company,
            "prepared_by": "",
            "reviewed_by": "",
            "approved_by": "",
            "benchmark_low": _money(report.benchmark_low, by),
            "benchmark_high": _money(report.benchmark_high, by),
            "materiality": material.model_copy(update=_bounds(material, by) | {"rules": rules}),
            "staffing": report.staffing.model_copy(
                update={"loaded_rate": _money(report.staffing.loaded_rate, by)}
            ),
            "thresholds": {
                name: Threshold(green=light.green * by, amber=light.amber * by)
                if name in money
                else light
                for name, light in report.thresholds.items()
            },
        }
    )
