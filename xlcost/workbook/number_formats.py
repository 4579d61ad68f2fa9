"""How each unit is shown: Excel's format codes (US syntax), and the text that comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


_FIRST_NUMBER = 600  # of the formats in rules; those of cells begin at 164


@dataclass(frozen=True)
class Unsigned:
    """How a format shows what rounds to nothing.

    Attributes:
        number: The format's number in the file, of its own among formats and scales.
        code: Its code: the same digits, whatever the sign.
        limit: The largest number that rounds to nothing.
    """

    number: int
    code: str
    limit: str


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
        self._codes: dict[tuple[Format, Tone], str] = {}
        self._unsigned: dict[Format, Unsigned | None] = {}

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
        key = format_, tone
        if key not in self._codes:
            self._codes[key] = self._code(format_, tone)
        return self._codes[key]

    def _code(self, format_: Format, tone: Tone) -> str:
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

    def unsigned(self, format_: Format) -> Unsigned | None:
        """Return how what rounds to nothing is shown; None where nothing is rounded."""
        if format_ not in self._unsigned:
            self._unsigned[format_] = self._made_unsigned(format_)
        return self._unsigned[format_]

    def _made_unsigned(self, format_: Format) -> Unsigned | None:
        if format_ not in _DECIMALS:
            return None
        digits, scale = self._decimals(format_), len(self._scale) if format_ == "money" else 0
        exponent = 3 * scale - digits - (2 if format_ == "share" else 0)
        number = self._number(format_)
        place = list(_DECIMALS).index(format_) * 10 + 3 * scale + digits
        # Half of the last digit is rounded away from zero, so it is a little less.
        limit = f"{0.5 * (1 - 1e-9) * 10.0**exponent:.12g}"
        return Unsigned(_FIRST_NUMBER + place, f"{number};{number};{number}", limit)

    def _decimals(self, format_: Format) -> int:
        return self._money_decimals() if format_ == "money" else _DECIMALS[format_]

    def _number(self, format_: Format) -> str:
        decimals = self._decimals(format_)
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
        plus = tone == "variance" and value > 0
        if not plus and not text.startswith("-"):
            return text
        if not any(digit in text for digit in "123456789"):
            return text.removeprefix("-")
        return f"+{text}" if plus else text


def alignment(format_: Format) -> str:
    """Return the side that a unit stands on: numbers to the right, so that decimals line up."""
    if format_ in _LEFT:
        return "left"
    return "center" if format_ in _CENTRED else "right"
