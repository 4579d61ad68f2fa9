"""Currencies: amounts of other currencies at the rates of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from xlcost.inputs.calendar import Calendar
from xlcost.inputs.findings import Code, Finding, Severity, Where
from xlcost.inputs.numbers import rounded
from xlcost.inputs.periods import constant_period
from xlcost.inputs.report_settings import ReportSettings


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

    def rate(self, currency: str, key: int) -> Decimal | None:
        """Return what one unit of a currency is worth in a period, or None."""
        if currency in ("", self.currency) or not self.currency:
            return Decimal(1)
        given = next(
            (rate for code, rate in self.report.rates.items() if code.upper() == currency), None
        )
        if not isinstance(given, dict):
            return given
        by_key = {constant_period(text, self.calendar).key: rate for text, rate in given.items()}
        return by_key.get(key, by_key.get(key // 100 * 100))

    def convert(self, sums: pd.DataFrame, where: Where) -> tuple[pd.DataFrame, list[Finding]]:
        """Convert the column `amount` (exact decimals) of sums; rows without a rate go.

        Rows are counted by the column `once`.

        Returns:
            The sums in the report currency, and a finding for each other currency.
        """
        codes = sums["currency"].fillna("").astype(str).str.strip().str.upper()
        foreign = ~codes.isin(["", self.currency]) if self.currency else codes.isna()
        if not foreign.any():
            return sums, []
        sums = sums.copy()
        findings = []
        for code in sorted(codes[foreign].unique()):
            mine = codes == code
            rates = [self.rate(code, int(key)) for key in sums.loc[mine, "period"]]
            amounts = [
                None if rate is None else rounded(amount * rate)
                for amount, rate in zip(sums.loc[mine, "amount"], rates, strict=True)
            ]
            lost = int(sums.loc[mine, "once"][[amount is None for amount in amounts]].sum())
            done = int(sums.loc[mine, "once"].sum()) - lost
            sums.loc[mine, "amount"] = pd.Series(amounts, index=sums.index[mine], dtype=object)
            if lost:
                findings.append(
                    Finding(
                        Severity.ERROR,
                        Code.MISSING_RATE,
                        where,
                        code,
                        self.currency,
                        rows=lost,
                        left_out=True,
                    )
                )
            if done:
                findings.append(
                    Finding(
                        Severity.NOTE, Code.MIXED_CURRENCY, where, code, self.currency, rows=done
                    )
                )
        return sums[sums["amount"].notna()], findings

    def in_report_currency(self, postings: pd.DataFrame) -> pd.DataFrame:
        """Return postings with their amounts as floats in the report currency."""
        codes = postings["currency"].fillna("").astype(str).str.strip().str.upper()
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
