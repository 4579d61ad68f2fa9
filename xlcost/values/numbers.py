"""Numbers as people write them: one closed grammar, and the decision for a whole column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xlcost.values.marks import MARK, NUMBER

SPACE = " \t\u00a0\u2007\u2009\u202f\ufeff"
MINUS = "\u2212"
APOSTROPHE = "\u2019"
DASH = re.compile("[-\u2013\u2014]")
PLACES = 6
SIX_PLACES = Decimal("0.000001")
SIGNIFICANT = 15  # decimal digits that a binary float really holds

# Words that say "there is no value"; compared without regard to case.
MISSING = (
    *("", "#missing", "#mi", "n/a", "#n/a", "na", "n.a.", "nan", "null", "none", "missing"),
    *("mangler", "ikke tilgjengelig", "k.a.", "(blank)", "(blanks)", "(tom)"),
)
SYMBOLS = r"(?:US|NZ|CA|AU|HK|NT|A|C|S|R)?\$|€|£|¥|₹|₺|₴|₪|₩|฿|kr\.?|Fr\.?|RM|Rs\.?|zł|Kč|Ft"
ISO_CODES = (
    "NOK|SEK|DKK|ISK|EUR|USD|GBP|CHF|PLN|CZK|HUF|RON|BGN|TRY|UAH|CAD|AUD|NZD|JPY|CNY|HKD|SGD|INR|"
    "KRW|THB|MYR|PHP|IDR|ZAR|ILS|AED|SAR|BRL|MXN|ARS|CLP|COP|EGP|NGN|KES"
)
CURRENCY = (
    rf"^([-+(]?)[{SPACE}]*(?i:{SYMBOLS}|{ISO_CODES})[{SPACE}]*"
    rf"|[{SPACE}]*(?i:{SYMBOLS}|{ISO_CODES})([-)]?)$"
)
EDGES = rf"^[{SPACE}]+|[{SPACE}]+$"
# "1 000,-" has no cents; "500.00 Cr" is a credit, "500.00 Dr" a debit.
NO_CENTS = "([0-9][,.])[-\u2013\u2014]{1,2}$"
CREDIT = rf"^([0-9][0-9.,'{APOSTROPHE}{SPACE}]*?)[{SPACE}]?(?i:cr)\.?$"
CREDIT_FIRST = rf"^(?i:cr)\.?[{SPACE}]?([0-9].*)$"
DEBIT = rf"^([-(]?[0-9].*?)[{SPACE}]?(?i:dr|db)\.?$|^(?i:dr|db)\.?[{SPACE}]?([-(]?[0-9].*)$"
# What a value is written with → what it stands for, in this order, in every engine.
WRITTEN = (
    (NO_CENTS, r"\1", "00"),
    (CREDIT, r"-\1", ""),
    (CREDIT_FIRST, r"-\1", ""),
    (DEBIT, r"\1\2", ""),
)
LAKHS = "[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}"  # 1,01,500 as India writes it


@dataclass(frozen=True)
class Dialect:
    """How the numbers of one column are written.

    Attributes:
        decimal: "." or ","; "" where no value of the column has a mark, or none could be decided.
        thousands: The only grouping that is allowed (" " is every space); None allows all.
        ambiguous: Whether values stand there that can be read in two ways, so that none is read.
    """

    decimal: str = ""
    thousands: str | None = None
    ambiguous: bool = False

    @property
    def pattern(self) -> str:
        """The grammar of a whole value, once spaces and a currency around it are gone.

        The pattern is understood alike by Python and by RE2, which most engines have.
        """
        return self._whole(self._numbered("+"), percent=f"(?:[{SPACE}]?%)?")

    def _whole(self, number: str, *, percent: str) -> str:
        return (
            rf"^(?:[-+]?[{SPACE}]?(?:{number}){percent}|(?:{number})[{SPACE}]?-"
            rf"|\([{SPACE}]*(?:{number}){percent}[{SPACE}]*\))$"
        )

    @property
    def plain(self) -> str:
        """The grammar of the values that need no cleaning but for the decimal mark."""
        mark = re.escape(self.decimal)
        return rf"^-?[0-9]+(?:{mark}[0-9]{{1,6}})?$" if self.decimal else "^-?[0-9]+$"

    @property
    def written(self) -> str:
        """The grammar of whole values with groups and signs, but no percent and six decimals."""
        return self._whole(self._numbered("{1,6}"), percent="")

    @property
    def too_fine(self) -> str:
        """The pattern of a value with more decimals than six that are not zero."""
        return rf"{re.escape(self.decimal)}[0-9]{{6}}[0-9]*[1-9]" if self.decimal else "^$"

    def _numbered(self, decimals: str) -> str:
        """Return the grammar of a number without its sign, with so many decimals."""
        wholes = ["[0-9]+"]
        wholes += [rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+" for mark in self._groupings]
        wholes += [LAKHS] if "," in self._groupings else []
        whole = "|".join(wholes)
        if not self.decimal:
            return whole
        mark = re.escape(self.decimal)
        return rf"(?:{whole})(?:{mark}[0-9]{decimals})?|{mark}[0-9]{decimals}"

    @property
    def _groupings(self) -> list[str]:
        every = {" ": rf"[{SPACE}]", "'": "['\u2019]", ".": r"\.", ",": ","}
        if self.thousands is not None:
            return [every[self.thousands]] if self.thousands else []
        other = {".": ",", ",": "."}.get(self.decimal)
        return [every[" "], every["'"]] + ([every[other]] if other else [])


def bare(text: str) -> str:
    """Return a value without the spaces and the currency around it, with a plain minus."""
    text = re.sub(EDGES, "", text).replace(MINUS, "-")
    text = re.sub(EDGES, "", re.sub(CURRENCY, r"\1\2", text))
    for pattern, kept, more in WRITTEN:
        text = re.sub(pattern, kept.replace("\\1", r"\g<1>") + more, text)
    return text


def is_missing(text: str | None) -> bool:
    """Tell whether a cell says that there is no value."""
    return text is None or bare(text).casefold() in MISSING


def parse(text: str, dialect: Dialect) -> Decimal | None:
    """Return the exact value of a text, or None where it is not a number.

    This is the reference that the engine's expression is tested against.
    """
    if text.startswith(MARK):
        return _typed(text)
    core = bare(text)
    if DASH.fullmatch(core):
        return Decimal(0)
    if not re.match(dialect.pattern.replace("$", r"\Z"), core):
        return None
    digits = re.sub(rf"[^0-9{re.escape(dialect.decimal)}]", "", core)
    value = Decimal(digits.replace(dialect.decimal, ".") if dialect.decimal else digits)
    if "-" in core or "(" in core:
        value = -value
    return value / 100 if "%" in core else value


def _typed(text: str) -> Decimal | None:
    """Return the value of a cell that its file calls a number, without a binary float's noise."""
    if not text.startswith(NUMBER):
        return None
    digits = text[len(NUMBER) :]
    value = Decimal(digits)
    if re.search(r"\.[0-9]{7}", digits):
        value = Decimal(f"{float(digits):.{SIGNIFICANT}g}")
    return value


def rounded(value: Decimal) -> Decimal:
    """Return a value at the six decimals that sums are made of."""
    return value.quantize(SIX_PLACES, rounding=ROUND_HALF_UP)


DOT = Dialect(".")
COMMA = Dialect(",")
NEUTRAL = Dialect("")


def decide(
    shapes: Mapping[str, int], decimal: str | None = None, thousands: str | None = None
) -> Dialect:
    """Decide how the numbers of a column are written.

    Args:
        shapes: One value of each shape that occurs in the column, with the number of its rows.
        decimal: The mark that the settings give.
        thousands: The grouping that the settings give.

    Returns:
        The dialect; its `ambiguous` says that the column cannot tell, and nobody else did.
    """
    if decimal is None and thousands in (".", ","):
        decimal = "," if thousands == "." else "."
    if decimal is not None:
        return Dialect(decimal, thousands)
    votes, open_question = votes_of(shapes)
    if votes["."] == votes[","]:
        return Dialect("", thousands, ambiguous=open_question or votes["."] > 0)
    return Dialect("." if votes["."] > votes[","] else ",", thousands)


def votes_of(shapes: Mapping[str, int]) -> tuple[dict[str, int], bool]:
    """Return how many rows can have but one decimal mark, and whether any can have either."""
    votes = {".": 0, ",": 0}
    open_question = False
    for text, rows in shapes.items():
        if text.startswith(MARK) or is_missing(text):
            continue
        fits = [dialect.decimal for dialect in (DOT, COMMA) if parse(text, dialect) is not None]
        if len(fits) == 1:
            votes[fits[0]] += rows
        elif fits and parse(text, NEUTRAL) is None:
            open_question = True
    return votes, open_question


_ZEROS = str.maketrans("123456789", "0" * 9)


def shapes_of(texts: Mapping[str, int]) -> dict[str, int]:
    """Return one text of each shape of a column, with its rows.

    Every digit of a shape is 0, and a leading zero stays apart.
    """
    first: dict[tuple[str, bool], str] = {}
    rows: dict[str, int] = {}
    for text, count in texts.items():
        led = re.match("[^0-9]*0", text) is not None
        one = first.setdefault((text.translate(_ZEROS), led), text)
        rows[one] = rows.get(one, 0) + count
    return rows
