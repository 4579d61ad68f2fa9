"""Numbers as people of a language write them, however many digits they have."""

from __future__ import annotations

from decimal import Decimal, localcontext

from babel import numbers

_DIGITS = 400  # more than any number of a cell: Decimal stops at 28 where nobody says otherwise


def format_decimal(number: float | Decimal | str, format: str | None = None, *, locale: str) -> str:  # noqa: A002 - as Babel names it
    """Return a number in a pattern of Unicode, such as `#,##0.00`."""
    with localcontext(prec=_DIGITS):
        return str(numbers.format_decimal(number, format, locale=locale))
