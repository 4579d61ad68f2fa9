"""What a report's cell says, before it has an address: one small closed algebra.

Every figure of a report is an expression. `report.evaluation` gives its value, `workbook.formulas`
its native Excel formula; both follow the same rules, and LibreOffice proves that they agree:

- A `Lookup` is a SUMIFS over a table of the Data sheet.
- A `Call` is a metric of the catalogue, through its Excel twin.
- Where a call has nothing to divide by, or one of its arguments is not available, the result is
  `NOT_AVAILABLE`, shown as the word of the language ("n/a"); errors pass it and stay errors.
- `Total` skips what is not available, as SUM skips text. Every other operation passes it on.
- `Said`, `Choice` and `Joined` make sentences. No host's own number formats are in them: TEXT reads
  its codes by the reader's settings, so digits are put together one part at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TypeGuard


class NotAvailable(Enum):
    """The one value of a figure that has no answer for want of a denominator."""

    NOT_AVAILABLE = "n/a"


NOT_AVAILABLE = NotAvailable.NOT_AVAILABLE


@dataclass(frozen=True)
class ErrorValue:
    """An Excel error that a figure came to, such as `#NUM!`."""

    code: str


Value = float | int | str | bool | date | None | NotAvailable | ErrorValue


def is_number(value: object) -> TypeGuard[float | int]:
    """Tell whether a value is a number: TRUE and FALSE are none, whatever Python says."""
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True)
class Literal:
    """A number, a text, a date or nothing, written as it is; texts are never formulas."""

    value: float | int | str | bool | date | None


@dataclass(frozen=True)
class Placed:
    """What a cell of Data holds that is there because somebody points at it."""

    expression: Expression


@dataclass(frozen=True)
class Ref:
    """Another cell of the report: grid, row key and column key (grids are unique in a report).

    Attributes:
        grid: The grid's id.
        row: Key of the row.
        column: Key of the column.
        placed: What stands there, where the cell is on Data because somebody points at it.
    """

    grid: str
    row: str
    column: str
    placed: Placed | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Criterion:
    """One condition of a lookup on a *numeric* column: texts as criteria have wildcards.

    Attributes:
        column: A numeric column of the table (period, line_no, centre_no …).
        operator: "=", ">=", "<=", "<" or ">".
        value: What it is compared with.
    """

    column: str
    operator: str
    value: Expression


@dataclass(frozen=True)
class Lookup:
    """The sum of a measure over the rows of a Data table that meet all criteria."""

    table: str
    measure: str
    where: tuple[Criterion, ...] = ()


@dataclass(frozen=True)
class Total:
    """The sum of cells, skipping those that are not available."""

    items: tuple[Ref, ...]


@dataclass(frozen=True)
class CellRange:
    """Cells that stand below each other, as a metric takes them that wants a range (`A1:A5`).

    Attributes:
        items: Every cell of the range, from the top; nothing stands between them.
    """

    items: tuple[Ref, ...]


@dataclass(frozen=True)
class Call:
    """A metric of the catalogue on other expressions.

    Attributes:
        metric: Its Python name.
        arguments: Argument name to expression, a `CellRange` only where the metric takes a range;
            omitted optionals take their default.
        method: The word of its text argument, where it has one.
        column: The named value wanted, for row metrics.
    """

    metric: str
    arguments: Mapping[str, Expression]
    method: str | None = None
    column: str | None = None


@dataclass(frozen=True)
class Plus:
    """A signed sum: each item is (+1 or -1, expression)."""

    items: tuple[tuple[int, Expression], ...]


@dataclass(frozen=True)
class Times:
    """A product of two expressions."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Over:
    """A quotient of two expressions, not available where there is nothing to divide by."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Rank:
    """The place of a cell among cells below each other: 1 is the largest, the first of equals."""

    item: Ref
    among: tuple[Ref, ...]


@dataclass(frozen=True)
class Picked:
    """The cell whose place is wanted: INDEX and MATCH over two columns of equal length.

    Attributes:
        items: Cells below each other, one of which is picked.
        places: The place of each of them, cells below each other too.
        wanted: The place that is wanted.
    """

    items: tuple[Ref, ...]
    places: tuple[Ref, ...]
    wanted: Expression


@dataclass(frozen=True)
class Answered:
    """A figure, or a word where it has no answer (#N/A), such as a payback that never comes.

    Attributes:
        item: The figure.
        word: What is said in place of #N/A.
        asked: Where this is 0 nothing is asked, and the figure is not available.
    """

    item: Expression
    word: str
    asked: Expression | None = None


@dataclass(frozen=True)
class Rounded:
    """An expression rounded half away from zero, as Excel's ROUND does; for flags only."""

    item: Expression
    digits: int = 2


@dataclass(frozen=True)
class Extreme:
    """The smallest ("MIN") or largest ("MAX") of some expressions."""

    function: str
    items: tuple[Expression, ...]


@dataclass(frozen=True)
class Translated:
    """A word in place of a word or flag: IF(x = key, text, …); other values stay as they are."""

    item: Expression
    texts: Mapping[str | bool, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """`passed` when the item's size is at most the tolerance, else `failed`; an error is failed."""

    item: Expression
    tolerance: float
    passed: str
    failed: str


@dataclass(frozen=True)
class Occurrences:
    """How many of some cells hold a word (COUNTIF)."""

    items: tuple[Ref, ...]
    word: str


@dataclass(frozen=True)
class Gap:
    """A chart's point: what is not available is #N/A, which no line draws; text would be a 0."""

    item: Expression


@dataclass(frozen=True)
class Light:
    """A traffic light: the first of three words at `green` or better, then at `amber`, else red.

    Attributes:
        item: What is judged; what is no number keeps its own value.
        green: From here on it is green.
        amber: From here on it is amber.
        higher: Whether more is better.
        words: What is said for green, amber and red.
    """

    item: Expression
    green: Expression
    amber: Expression
    higher: bool
    words: tuple[str, str, str]


@dataclass(frozen=True)
class Size:
    """How numbers up to a bound are said, without their sign: 1,234 or 147k or 8.93m.

    Attributes:
        below: It holds for what is smaller; infinite for the last one.
        times: What a number is multiplied by before it is rounded to a whole one.
        over: What it is divided by before that.
        decimals: How many of the whole number's digits stand behind the decimal mark.
        before: Words before the number.
        after: Words after it.
        words: Said in place of any number, where it is a text.
    """

    below: float
    times: int = 1
    over: int = 1
    decimals: int = 0
    before: str = ""
    after: str = ""
    words: str | None = None


@dataclass(frozen=True)
class Said:
    """A number in words, by its size alone; the same letters in a spreadsheet of any language.

    Attributes:
        item: The number.
        sizes: How it is said, the smallest first.
        decimal: The decimal mark.
        thousand: What stands between thousands.
    """

    item: Expression
    sizes: tuple[Size, ...]
    decimal: str
    thousand: str


@dataclass(frozen=True)
class Choice:
    """One of several texts: where a number is above zero, below it, zero, or not available.

    Attributes:
        item: The number.
        above: Where it is above zero.
        below: Where it is below zero.
        level: Where it is zero.
        missing: Where it is not available.
        failed: Where it is an error; without it the error is passed on.
    """

    item: Expression
    above: Expression
    below: Expression
    level: Expression
    missing: Expression = field(default_factory=lambda: Literal(""))
    failed: Expression | None = None


@dataclass(frozen=True)
class Joined:
    """Texts one after the other, as a sentence has them."""

    parts: tuple[Expression, ...]


Expression = (
    Literal
    | Ref
    | Lookup
    | Total
    | CellRange
    | Call
    | Plus
    | Times
    | Over
    | Rank
    | Picked
    | Answered
    | Rounded
    | Extreme
    | Translated
    | Verdict
    | Occurrences
    | Gap
    | Light
    | Said
    | Choice
    | Joined
)


def passing_parts(expression: Expression) -> Sequence[Expression]:
    """Return the parts whose "n/a" an operation passes on."""
    if isinstance(expression, Plus):
        return [item for _, item in expression.items]
    if isinstance(expression, Times | Over):
        return [expression.left, expression.right]
    if isinstance(expression, Answered) and expression.asked is not None:
        return [expression.asked, expression.item]
    if isinstance(expression, Rounded | Translated | Answered | Said):
        return [expression.item]
    if isinstance(expression, Extreme | CellRange | Picked):
        return expression.items
    return []
