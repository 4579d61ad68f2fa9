"""Numbers as a spreadsheet shows them under a format code, with the marks of a language."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

_DIGITS = 400  # more than any number of a cell has
_SIGNIFICANT = 15  # what a spreadsheet keeps of a number before it rounds it
_QUOTED = re.compile(r'"([^"]*)"')
_PATTERN = re.compile(r"[#0][#0,]*(?:\.0+)?,*")
_GROUP = "\u00a0"
_NORWEGIAN = str.maketrans({",": _GROUP, ".": ","})


def shown_by(code: str, value: float, language: str) -> str:
    """Return a number as its format code shows it, without a sign where nothing is left of it.

    Args:
        code: Excel's format code in US syntax, with up to three sections.
        value: The number, which is finite.
        language: "en" or "nb": its marks of thousands and decimals.
    """
    if code == "General":
        plain = f"{value:.10g}"
        return plain.translate(_NORWEGIAN) if language == "nb" else plain
    positive, negative, zero = _sections(code)
    text, is_zero = _filled(positive if value >= 0 else negative, value, language)
    return _filled(zero, 0.0, language)[0] if is_zero else text


@cache
def _sections(code: str) -> tuple[str, str, str]:
    """Return the sections for numbers above, below and at zero."""
    parts = code.split(";")
    positive = parts[0]
    negative = parts[1] if len(parts) > 1 else f"-{positive}"
    return positive, negative, parts[2] if len(parts) > 2 else positive  # noqa: PLR2004 - the third


def _filled(section: str, value: float, language: str) -> tuple[str, bool]:
    """Return a section with the size of a number in it, and whether all of its digits are 0."""
    held = _QUOTED.findall(section)
    bare = _QUOTED.sub("\0", section)
    found = _PATTERN.search(bare)
    if not found:
        return bare, False
    pattern = found[0]
    scaled = len(pattern) - len(pattern.rstrip(","))
    whole, _, decimals = pattern.rstrip(",").partition(".")
    with localcontext(prec=_DIGITS):
        number = abs(Decimal(f"{value:.{_SIGNIFICANT}g}")).scaleb(-3 * scaled)
        number = number.scaleb(2) if "%" in bare else number
        number = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
        digits = f"{number:,f}" if "," in whole else f"{number:f}"
    text = digits.translate(_NORWEGIAN) if language == "nb" else digits
    shown = bare[: found.start()] + text + bare[found.end() :].replace(" ", _GROUP)
    for words in held:
        shown = shown.replace("\0", words.replace(" ", _GROUP), 1)
    return shown, not number
