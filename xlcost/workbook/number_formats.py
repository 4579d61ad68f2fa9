"""How each unit is shown: Excel's format codes (US syntax), and the text that comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xlcost.report.model.expressions import NOT_AVAILABLE, ErrorValue, Value
from xlcost.report.model.spec import Format, Tone

_DECIMALS: Mapping[str, int] = {
    "money": 0,
    "money_exact": 2,
    "unit_cost": 2,
    "share": 1,
    "seconds": 0,
    "count": 0,
    "hours": 0,
    "fte": 1,
    "factor": 3,
    "points": 1,
    "bytes": 0,
}
_SCALES: Mapping[str, str] = {"": "", "K": ",", "M": ",,"}
_MILLIONS_FROM = 1e8  # longer amounts run into each other on a chart
_WHOLE_FROM = 1e10  # and from here on a tenth of a million is one sign too many
_LEFT = ("text",)
_CENTRED = ("word",)


class NumberFormats:
    """The format codes of one report.

    Args:
        language: Norwegian puts a space before the percent sign.
        scale: "K" or "M" shows money in thousands or millions; the values stay as they are.
        mark: A letter behind money, where nothing else on the page tells the scale.
        whole: Whether money in a scale has no decimal.
    """

    def __init__(
        self, language: str, scale: str = "", mark: str = "", *, whole: bool = False
    ) -> None:
        self._language = language
        self._percent = " %" if language == "nb" else "%"
        self._scale = _SCALES.get(scale.upper(), "")
        self._letter = mark
        self._whole = whole or mark == "K"
        self._mark = f'"{mark}"' if mark else ""

    def for_chart(self, largest: float) -> NumberFormats:
        """Return the formats of a chart: amounts too long for its labels are told in millions."""
        if self._scale or largest < _MILLIONS_FROM:
            return self
        return NumberFormats(self._language, "M", "M", whole=largest >= _WHOLE_FROM)

    def shorter(self) -> tuple[NumberFormats, ...]:
        """Return these formats, then those that tell money in ever fewer signs."""
        if self._scale:
            return (self,)
        return self, *(NumberFormats(self._language, unit, unit) for unit in ("K", "M"))

    def code(self, format_: Format, tone: Tone = "") -> str:
        """Return the format code of a unit; a variance shows its plus sign."""
        if format_ in ("text", "word"):
            return "General"
        if format_ == "period":
            return "0"
        if format_ == "date":
            return "yyyy-mm-dd"
        number = self._number(format_)
        plus = "+" if tone == "variance" else ""
        return f"{plus}{number};-{number};{number}"

    def quiet_code(self, format_: Format, sign: str = "") -> str:
        """Return the code for a chart's labels: a zero says nothing, a step says its direction."""
        number = self._number(format_)
        return f"{sign}{number};{sign or '-'}{number};;"

    def _number(self, format_: Format) -> str:
        decimals = _DECIMALS[format_]
        if format_ == "money":
            decimals = self._money_decimals()
        digits = "0" if format_ in ("share", "points") else "#,##0"
        if decimals:
            digits += "." + "0" * decimals
        if format_ == "share":
            return digits + self._percent
        if format_ == "points":
            return digits + '" pp"'
        return digits + (self._scale + self._mark if format_ == "money" else "")

    def _money_decimals(self) -> int:
        """Return one decimal of what is told in a scale; of thousands on a chart, none."""
        return 0 if not self._scale or self._whole else 1

    def shown(self, value: Value, format_: Format, tone: Tone, not_available: str) -> str:
        """Return about the text that a person sees, to find out how wide it is."""
        if value is None:
            return ""
        if value is NOT_AVAILABLE:
            return not_available
        if isinstance(value, ErrorValue):
            return value.code
        if isinstance(value, date):
            return value.isoformat()[:10]
        if isinstance(value, bool | str):
            return str(value)
        return self._shown_number(float(value), format_, tone)

    def _shown_number(self, value: float, format_: Format, tone: Tone) -> str:
        if format_ in ("text", "word"):
            return f"{value:.10g}"
        if format_ == "period":
            return f"{value:.0f}"
        decimals = _DECIMALS.get(format_, 0)
        if format_ == "share":
            text = f"{value * 100:.{decimals}f}{self._percent}"
        elif format_ == "points":
            text = f"{value:.{decimals}f} pp"
        elif format_ == "money" and self._scale:
            decimals = self._money_decimals()
            text = f"{value / 1000 ** len(self._scale):,.{decimals}f}{self._letter}"
        else:
            text = f"{value:,.{decimals}f}"
        return f"+{text}" if tone == "variance" and value > 0 else text


def alignment(format_: Format) -> str:
    """Return the side that a unit stands on: numbers to the right, so that decimals line up."""
    if format_ in _LEFT:
        return "left"
    return "center" if format_ in _CENTRED else "right"
