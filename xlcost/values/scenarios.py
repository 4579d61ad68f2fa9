"""Scenarios: what the heading of a column of amounts, or the name of a file, says that it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlcost.values import dates

YEAR = re.compile(
    r"(?<!\d)(?:FY ?)?((?:19|20)\d{2})(?!\d)|(?<![A-Za-z])FY ?(\d{2})(?!\d)", re.IGNORECASE
)
YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/. ]?(0[1-9]|1[0-2])(?![\d])")
MONTH_YEAR = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])[-/.]((?:19|20)\d{2})(?!\d)")
FISCAL = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/. ]?[PpMm] ?(0?[1-9]|1[0-3])(?!\d)")
FISCAL_BACKWARDS = re.compile(r"\b[PpMm] ?(0?[1-9]|1[0-3])[-/. ]((?:19|20)\d{2})(?!\d)")
NUMBERED = re.compile(r"(?:period|periode|måned|month|[pm])[-_. ]?(0?[1-9]|1[0-3])", re.IGNORECASE)
QUARTER = re.compile(
    r"(?:Q|K|KV|kvartal|quarter|quartal) ?([1-4])|([1-4])\.? ?(?:Q|kvartal|quarter|quartal)",
    re.IGNORECASE,
)
VARIANCE = re.compile(
    r"(?<![^\W_])(?:avvik\w*|variance|var\.?|diff(?:erence|erens|eranse|erenz)?\.?|abweichung\w*|"
    r"avvikelse\w*|afvigelse\w*|afwijking\w*|écart\w*|ecart\w*|desviaci[oó]n\w*|scostament\w*|"
    r"erotus|delta|over/under|\+/-)(?![^\W_])|Δ|%",
    re.IGNORECASE,
)
RUNNING = re.compile(
    r"(?<![^\W_])(?:ytd|year to date|y-t-d|hittil|akkumulert|akk\.?|cumul\w*|cum\.?|kumul\w*|"
    r"ackumulera\w*|ack\.?|hidtil|år til dato|å\.t\.d|aufgelaufen\w*|acumulado|progressivo|"
    r"t/m|to date|kumulatiivinen|running total)(?![^\W_])",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+")
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
SCENARIOS = (
    ("revised", _BEFORE + "(revised|amended|revidert|justert|haushaltssoll|nachtrag)"),
    ("forecast", _BEFORE + "(forecast|prognose|estimate)"),
    (
        "budget",
        f"{_BEFORE}(budgets?|budsjett|plan|appropriation|adopted|ansatz|anschlag|soll){_AFTER}",
    ),
    (
        "actual",
        f"{_BEFORE}(actuals?|regnskap|rekneskap|ist|ergebnis|faktisk|virkelig|rechnung){_AFTER}",
    ),
)


@dataclass(frozen=True)
class Meaning:
    """What a heading says.

    Attributes:
        scenario: One of `SCENARIOS`, or "".
        period: A month, fiscal period or year as the settings write it; "" where there is none.
        without_year: The month or number of a period of which the year is not said, or "".
    """

    scenario: str = ""
    period: str = ""
    without_year: str = ""

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.scenario or self.period or self.without_year)

    def in_year(self, year: str) -> str:
        """Return the period, in a year where the heading says none."""
        return self.period or (f"{year}{self.without_year}" if self.without_year else "")


def meaning(heading: str) -> Meaning:
    """Return what the heading of a column of amounts says."""
    scenario = scenario_of(heading)
    if period := _month_of(heading):
        return Meaning(scenario, period)
    if year := year_of(heading):
        return Meaning(scenario, year)
    return Meaning(scenario, without_year=_part_of_year(heading))


def quarter_in(heading: str) -> str:
    """Return the quarter that a heading names, such as "2026Q1" or "Q1", or ""."""
    rest = heading
    for _, pattern in SCENARIOS:
        rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
    found = dates.quarter(rest.strip(" ._-/:"))
    if found:
        return f"{found[0]}Q{found[1]}"
    bare = QUARTER.fullmatch(rest.strip(" ._-/:"))
    return f"Q{bare[1] or bare[2]}" if bare else ""


def is_month(period: str) -> bool:
    """Tell whether a period of the settings is a part of a year."""
    return len(period) > len("2026")


def scenario_of(text: str) -> str:
    """Return the scenario that a text speaks of, or ""."""
    folded = text.casefold()
    return next((name for name, pattern in SCENARIOS if re.search(pattern, folded)), "")


def year_of(text: str) -> str:
    """Return the year that a text speaks of, or ""."""
    found = YEAR.search(text)
    return "" if found is None else found[1] or f"20{found[2]}"


def _month_of(heading: str) -> str:
    """Return the month or fiscal period with its year, or ""."""
    if found := FISCAL.search(heading):
        return f"{found[1]}P{int(found[2]):02d}"
    if found := FISCAL_BACKWARDS.search(heading):
        return f"{found[2]}P{int(found[1]):02d}"
    if found := YEAR_MONTH.search(heading):
        return f"{found[1]}-{found[2]}"
    if found := MONTH_YEAR.search(heading):
        return f"{found[2]}-{int(found[1]):02d}"
    # Only beside a year: "des" is December in Norwegian, and a small word in German.
    for word in WORD.finditer(heading):
        month = dates.month_numbers().get(word[0].casefold())
        behind = re.match(r"[-_. /']*((?:19|20)?\d{2})(?!\d)", heading[word.end() :])
        before = re.search(r"(?<!\d)((?:19|20)\d{2})[-_. /]*$", heading[: word.start()])
        year = behind or before
        if month and year:
            return f"{year[1] if len(year[1]) > 2 else '20' + year[1]}-{month:02d}"  # noqa: PLR2004 - two digits of a year
    return ""


def _part_of_year(heading: str) -> str:
    """Return "-01" for Januar or "P03" for P3, where the heading says nothing else than that."""
    rest = heading
    for _, pattern in SCENARIOS:
        rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
    rest = rest.strip(" ._-/:")
    if found := NUMBERED.fullmatch(rest):
        return f"P{int(found[1]):02d}"
    month = dates.month_numbers().get(rest.casefold())
    return f"-{month:02d}" if month else ""
