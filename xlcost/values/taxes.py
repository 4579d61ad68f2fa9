"""Words of VAT: which heading speaks of it, and which of an amount without it."""

from __future__ import annotations

import re

_TAX = r"(?:vat|mva|moms|gst|btw|iva|i\.v\.a\.?|tva|ust|mwst|pvm|alv|dph|sales tax|tax|steuer)"
TAX = re.compile(rf"(?<![^\W_]){_TAX}(?![^\W_])", re.IGNORECASE)
NET = re.compile(
    rf"(?<![^\W_])(?:(?:ex|excl|exkl|eks|ekskl|uten|utan|uden|ohne|without|excluding|senza|sin|hors)"
    rf"\.? ?{_TAX}|net|net amount|netto(?:betrag|beløp|beloep|belopp|bedrag)?|"
    r"(?:montant )?h\.?t\.?|importe neto|imponibile|base imponible)(?![^\W_])",
    re.IGNORECASE,
)
