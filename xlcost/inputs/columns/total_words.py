"""Words for totals, in the languages of those who write them."""

from __future__ import annotations

TOTAL_WORDS = (
    "grand total|sub-?totals?|totals?|sum|summe|totalt|delsum|gesamt|gesamtsumme|zwischensumme|"
    "insgesamt|i alt"
)
# The word first and anything behind it ("Sum 5000-5001"), or codes first and the word at the end.
TOTALS = rf"(?i)^(?:[^0-9a-zæøåäöüß]*(?:{TOTAL_WORDS})\b.*|[^a-zæøåäöüß]*\b(?:{TOTAL_WORDS})\W*)$"
