"""A chart of accounts: what its codes, or the names of accounts, say of their place in a report.

A chart is one data file beside this module. Its `accounts` are ranges of four-figure codes; its
`names` are words by which accounts are called. A file that is added is a chart that is known.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from xlcost.inputs.charts.lines import LINES, ROOM, ChartLine, chart_lines, table

NEUTRAL = "neutral"
ENDING = ".toml"
DIGITS = 4
CODE = re.compile(r"\s*(\d{2,})(?![.,]\d)")
PERSONAL = {True: "payables", False: "receivables"}  # suppliers from 7, customers below
FIRST_SUPPLIER = "7"
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
SHORTEST = 4  # letters of a word of `holds` that tells an account apart


@dataclass(frozen=True)
class CodeRange:
    """The accounts from one code to another.

    Attributes:
        low: The first code.
        high: The last code.
        line: What they are in a report.
        holds: What the chart says that they hold, in its own language.
    """

    low: int
    high: int
    line: ChartLine
    holds: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The beginnings of the words that say what the accounts hold."""
        found = [one.casefold() for one in WORD.findall(self.holds)]
        return tuple(dict.fromkeys(one for one in found if len(one) >= SHORTEST))


@dataclass(frozen=True)
class AccountChart:
    """One chart of accounts.

    Attributes:
        key: The name of its file, and in settings.
        names: Language → what people call it.
        currency: Of its country, or "".
        source: Where its facts are published.
        ranges: Its accounts in the order of their codes; none where it goes by names.
        none: First and last code of those that it has no use for.
        called: Word → line, where it goes by names.
        pads: Whether zeros are lost in front of a code, not behind it.
        personal: Whether codes with one digit more are customers and suppliers.
    """

    key: str
    names: dict[str, str]
    currency: str
    source: str
    ranges: tuple[CodeRange, ...]
    none: tuple[tuple[int, int], ...]
    called: dict[str, ChartLine]
    pads: bool = False
    personal: bool = False

    def at(self, code: int) -> CodeRange | None:
        """Return the range of a code of four figures; None where the chart has none."""
        return next((one for one in self.ranges if one.low <= code <= one.high), None)

    def of_code(self, account: str, length: int = DIGITS) -> CodeRange | None:
        """Return what the chart says of an account by its code.

        Args:
            account: The code as the ledger has it.
            length: How many digits the shortest codes of its ledger have.
        """
        found = CODE.match(account)
        if found is None or not self.ranges:
            return None
        digits = found[1]
        if self.personal and len(digits) > max(length, DIGITS):
            supplier = digits >= FIRST_SUPPLIER
            return CodeRange(0, 0, chart_lines()[PERSONAL[supplier]])
        padded = digits.rjust(DIGITS, "0") if self.pads else digits.ljust(DIGITS, "0")
        return self.at(int(padded[:DIGITS]))

    def of_name(self, name: str) -> ChartLine | None:
        """Return what the longest word that fits the name of an account says."""
        bare = name.casefold().strip()
        best = max((w for w in self.called if _fits(w, bare)), key=len, default="")
        return self.called.get(best)


def code_length(accounts: Collection[str]) -> int:
    """Return how many digits the shortest codes have, four at least."""
    lengths = [len(found[1]) for one in accounts if (found := CODE.match(one))]
    return max(min((one for one in lengths if one >= DIGITS), default=DIGITS), DIGITS)


def _fits(word: str, name: str) -> bool:
    """Tell whether a word of a chart is in a name: at the beginning of one of its words."""
    if word.startswith("*"):
        return word[1:] in name
    return _pattern(word).search(name) is not None


@cache
def _pattern(word: str) -> re.Pattern[str]:
    alone = word.startswith("=")
    return re.compile(rf"(?<!\w){re.escape(word.removeprefix('='))}" + (r"(?!\w)" if alone else ""))


@cache
def chart_names() -> tuple[str, ...]:
    """Return the name of every chart that has a file."""
    found = [one.name for one in files(ROOM).iterdir() if one.name.endswith(ENDING)]
    return tuple(sorted(name.removesuffix(ENDING) for name in found if name != LINES + ENDING))


@cache
def chart(key: str) -> AccountChart:
    """Return a chart by the name of its file."""
    return read_chart(key, table(key))


def read_chart(key: str, said: dict[str, Any]) -> AccountChart:
    """Return the chart that a parsed data file means."""
    lines = chart_lines()
    ranges = [
        CodeRange(*_bounds(one["codes"]), _line(lines[one["line"]], one), one.get("holds", ""))
        for one in said.get("accounts", ())
    ]
    called = {
        word: _line(lines[one["line"]], one)
        for one in said.get("names", ())
        for word in one["words"]
    }
    return AccountChart(
        key,
        said["name"],
        said.get("currency", ""),
        said["source"],
        tuple(sorted(ranges, key=lambda one: one.low)),
        tuple(_bounds(one) for one in said.get("none", ())),
        called,
        said.get("pad") == "left",
        said.get("personal", False),
    )


def _line(line: ChartLine, said: dict[str, Any]) -> ChartLine:
    """Return a line with what a row of a chart says otherwise of it."""
    own = {key: said[key] for key in ("labour", "behaviour") if key in said}
    return replace(line, **own)


def _bounds(codes: str) -> tuple[int, int]:
    low, _, high = codes.partition("..")
    return int(low), int(high or low)
