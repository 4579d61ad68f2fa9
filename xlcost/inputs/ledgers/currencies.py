"""Currencies: amounts of other currencies at the rates of the settings, and at the budget's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from xlcost.dataset.facts import ACTUAL, CURRENCY_EFFECTS, PRIOR_YEAR, empty
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.report_settings import ReportSettings
from xlcost.dataset.schema import DIMENSION
from xlcost.system.late import pd
from xlcost.values.calendar import Calendar
from xlcost.values.dates import constant_period
from xlcost.values.numbers import rounded
from xlcost.values.setting_types import Rates

Rate = Decimal | dict[int, Decimal]


@dataclass(frozen=True)
class _Rated:
    """An amount in another currency, with the rate of its month and that of the budget."""

    currency: str
    amount: Decimal
    rows: int
    rate: Decimal | None
    planned: Decimal | None


@dataclass(frozen=True)
class Converter:
    """Turns amounts into the report currency.

    Attributes:
        currency: The report currency; "" where the settings name none and no file does.
        report: The settings with the rates.
        calendar: The fiscal calendar, for rates by period.
    """

    currency: str
    report: ReportSettings
    calendar: Calendar

    @cached_property
    def _actual(self) -> dict[str, Rate]:
        """The rates of the months, their periods read once."""
        return _by_key(self.report.rates, self.calendar)

    @cached_property
    def _budget(self) -> dict[str, Rate]:
        """The rates of the budget."""
        return _by_key(self.report.budget_rates, self.calendar)

    def is_foreign(self, codes: Iterable[str]) -> bool:
        """Tell whether a currency, as a table has it, is another than the report's."""
        return bool(self.currency) and any(plain_code(c) not in ("", self.currency) for c in codes)

    def rate(self, currency: str, key: int, version: str = ACTUAL) -> Decimal | None:
        """Return what one unit of a currency is worth in a period, or None.

        A budget was made at the rates of the budget, where these are said. At the month's own it
        would move with the currency, and what the currency did would be told of nothing.
        """
        if currency in ("", self.currency) or not self.currency:
            return Decimal(1)
        planned = None
        if version not in (ACTUAL, PRIOR_YEAR):
            planned = _rate(self._budget, currency, key)
        return _rate(self._actual, currency, key) if planned is None else planned

    def convert(self, sums: pd.DataFrame, where: Where) -> tuple[pd.DataFrame, list[Finding]]:
        """Convert the column `amount` (exact decimals) of sums; rows without a rate go.

        Rows are counted by the column `once`; `version` says at which rates.

        Returns:
            The sums in the report currency, and a finding for each other currency.
        """
        codes = codes_of(sums)
        foreign = ~codes.isin(["", self.currency]) if self.currency else codes.isna()
        if not foreign.any():
            return sums, []
        sums = sums.copy()
        findings = []
        for code in sorted(codes[foreign].unique()):
            mine = codes == code
            rates = [
                self.rate(code, int(key), version)
                for key, version in zip(
                    sums.loc[mine, "period"], sums.loc[mine, "version"], strict=True
                )
            ]
            amounts = [
                None if rate is None else rounded(amount * rate)
                for amount, rate in zip(sums.loc[mine, "amount"], rates, strict=True)
            ]
            lost = int(sums.loc[mine, "once"][[amount is None for amount in amounts]].sum())
            done = int(sums.loc[mine, "once"].sum()) - lost
            sums.loc[mine, "amount"] = pd.Series(amounts, index=sums.index[mine], dtype=object)
            findings += self._told(where, code, lost, done)
        return sums[sums["amount"].notna()], findings

    def _told(self, where: Where, code: str, lost: int, done: int) -> list[Finding]:
        """Return an error for the rows of a currency without a rate, a note for those with one."""
        place = (where, code, self.currency)
        without = Finding(Severity.ERROR, Code.MISSING_RATE, *place, rows=lost, left_out=True)
        with_rate = Finding(Severity.NOTE, Code.MIXED_CURRENCY, *place, rows=done)
        return [*([without] if lost else []), *([with_rate] if done else [])]

    def effects(self, sums: pd.DataFrame) -> pd.DataFrame:
        """Return what of sums, as they stand in a file, comes of rates other than the budget's.

        Currencies without a budget rate have no effect; `without_budget_rate` tells of them.
        """
        foreign = self._foreign(sums)
        amounts = [
            None
            if one.rate is None or one.planned is None
            else rounded(one.amount * one.rate) - rounded(one.amount * one.planned)
            for one in self._rated(foreign)
        ]
        if not amounts:
            return empty((DIMENSION, *CURRENCY_EFFECTS))
        found = foreign.assign(amount=pd.Series(amounts, index=foreign.index, dtype=object))
        return found.loc[found["amount"].notna(), [DIMENSION, *CURRENCY_EFFECTS]]

    def without_budget_rate(self, tables: Iterable[pd.DataFrame]) -> list[Finding]:
        """Return a note for each currency of some tables of which the effect is not known."""
        unknown: Counter[str] = Counter()
        for sums in tables:
            for one in self._rated(self._foreign(sums)):
                if one.rate is not None and one.planned is None:
                    unknown[one.currency] += one.rows
        return [
            Finding(Severity.NOTE, Code.NO_BUDGET_RATE, got=code, expected=self.currency, rows=rows)
            for code, rows in sorted(unknown.items())
        ]

    def _foreign(self, sums: pd.DataFrame) -> pd.DataFrame:
        """Return the sums in currencies other than the report's."""
        return sums[~codes_of(sums).isin(["", self.currency])] if self.currency else sums.iloc[:0]

    def _rated(self, sums: pd.DataFrame) -> Iterator[_Rated]:
        """Yield sums with the rate of their month and that of the budget."""
        for code, line in zip(codes_of(sums), sums.to_dict("records"), strict=True):
            key = int(line["period"])
            rates = self.rate(code, key), _rate(self._budget, code, key)
            yield _Rated(code, line["amount"], int(line["once"]), *rates)

    def in_report_currency(self, postings: pd.DataFrame) -> pd.DataFrame:
        """Return postings with their amounts as floats in the report currency."""
        codes = codes_of(postings)
        rates = [
            self.rate(code, int(key)) for code, key in zip(codes, postings["period"], strict=True)
        ]
        amounts = [
            None if rate is None else float(amount * rate)
            for amount, rate in zip(postings["amount"], rates, strict=True)
        ]
        converted = postings.assign(amount=pd.array(amounts, dtype="Float64"))
        converted = converted[converted["amount"].notna()]
        return converted.assign(amount=converted["amount"].astype(float))


def plain_code(text: str) -> str:
    """Return a currency as it is compared: NOK, whether " nok" stood there or "NOK"."""
    return str(text or "").strip().upper()


def codes_of(frame: pd.DataFrame) -> pd.Series[str]:
    """Return the currency of each row in capitals, "" where it names none."""
    return frame["currency"].fillna("").astype(str).str.strip().str.upper()


def _by_key(rates: Rates, calendar: Calendar) -> dict[str, Rate]:
    """Return the rates of the settings by currency, those by period with the period's key."""
    found: dict[str, Rate] = {}
    for code, given in rates.items():
        if isinstance(given, dict):
            keys = {constant_period(text, calendar).key: rate for text, rate in given.items()}
            found[code.upper()] = keys
        else:
            found[code.upper()] = given
    return found


def _rate(rates: Mapping[str, Rate], currency: str, key: int) -> Decimal | None:
    """Return the rate of a period, else that of its year."""
    given = rates.get(currency)
    if isinstance(given, dict):
        return given.get(key, given.get(key // 100 * 100))
    return given
