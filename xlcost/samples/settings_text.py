"""The sample company's `xlcost.toml`, with a comment on each choice."""

from __future__ import annotations

from xlcost.samples.budget_workbook import month_heading
from xlcost.samples.euros import BUDGET_RATE, CURRENCY, rates

_ENGLISH = """\
# Settings of the sample company. Every key is optional; docs/inputs.md lists them all.

[report]
title = "Operating expenses, customer service"
entity = "{company}"
currency = "NOK"
language = "en"
benchmark_low = 90      # kroner a call: the company's own band
benchmark_high = 140
holidays = "NO"         # public holidays: working days a month
budget_rates = {{ {currency} = {budget_rate} }}  # what the budget was made at

[report.rates.{currency}]      # kroner for one euro, mean of each month
{rates}

[report.materiality]    # a variance is material at the first two, or at the third alone
amount = 10000
pct = 0.05
always_amount = 100000

[ledger]
control_total = {total}  # the trial balance of the same accounts
"""

_NORWEGIAN = """\
# Innstillinger for eksempelselskapet. Ingen nøkkel er påkrevd; docs/inputs.md har alle.

[report]
title = "Driftskostnader, kundeservice"
entity = "{company}"
currency = "NOK"
language = "nb"
benchmark_low = 90      # kroner per samtale: selskapets eget spenn
benchmark_high = 140
holidays = "NO"         # helligdager: virkedager per måned
budget_rates = {{ {currency} = {budget_rate} }}  # kursen budsjettet er laget med

[report.rates.{currency}]      # kroner for én euro, snitt per måned
{rates}

[report.materiality]    # et avvik er vesentlig når de to første er nådd, eller den tredje alene
amount = 10000
pct = 0.05
always_amount = 100000

[ledger]
control_total = {total}  # saldobalansen for de samme kontoene

[budget]
ignore = ["Kontonavn"]

[budget.amounts]        # en kolonne per måned
{months}
"""


def settings_text(language: str, company: str, total: str) -> str:
    """Return the text of the settings file; `total` is the exact sum of the ledger."""
    lines = "\n".join(f'"{period}" = {rate}' for period, rate in rates().items())
    fields = {"company": company, "total": total, "currency": CURRENCY, "rates": lines}
    fields["budget_rate"] = str(BUDGET_RATE)
    if language != "nb":
        return _ENGLISH.format(**fields)
    months = "\n".join(
        f'"{month_heading(number)}" = {{ period = "2026-{number:02d}" }}' for number in range(1, 13)
    )
    return _NORWEGIAN.format(**fields, months=months)
