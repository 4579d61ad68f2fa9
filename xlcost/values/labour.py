"""Labour: which accounts are the cost of people, by their own word, their driver or their name."""

from __future__ import annotations

import re

NO_WORDS = frozenset({"no", "n", "nei", "false", "0", "0.0"})
DRIVERS = frozenset({"fte", "headcount", "paid_hours", "hours", "årsverk", "timer"})
NAME = re.compile(
    r"salar|wage|payroll|benefit|pension|bonus|overtime|holiday pay|vacation|social security|"
    r"staff costs?|social charges|overtid|"
    r"l[øo]nn|feriepenger|arbeidsgiveravgift|pensjon|sykepenger|sosiale (?:kostnader|ytelser)|"
    r"personal(?!e?\s*computer)|gehalt|gehälter",
    re.IGNORECASE,
)


def is_labour(said: str, driver: str, line: str, name: str) -> bool:
    """Tell whether an account is a cost of people; what the list of accounts says counts first."""
    if said.strip():
        return said.strip().lower() not in NO_WORDS
    return driver.lower() in DRIVERS or bool(NAME.search(f"{line} {name}"))
