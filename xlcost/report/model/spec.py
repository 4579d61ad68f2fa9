"""The frozen description of a report: sheets of blocks, grids of cells, tables, charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal as OneOf

from xlcost.dataset import facts
from xlcost.dataset.findings import Finding
from xlcost.report.model.expressions import Expression, Ref

Format = OneOf[
    "text",
    "money",  # whole units with thousands marks
    "money_exact",  # two decimals, for controls
    "unit_cost",  # two decimals
    "share",  # percent with one decimal
    "seconds",
    "count",
    "hours",
    "fte",
    "factor",
    "points",  # a difference of shares times 100: percentage points
    "period",  # an integer key or a label
    "date",
    "word",  # centred text: F/U, flags
    "bytes",
]
_HALF_A_CENT = float(facts.HALF_A_CENT)
Pages = OneOf["short", "full"]
Tone = OneOf["", "variance", "status", "flag", "verdict", "muted", "input", "gap", "light"]
RowStyle = OneOf["line", "subtotal", "total", "heading", "note"]


@dataclass(frozen=True)
class ColourBound:
    """From when on a change is large enough to have a colour, where no mark says so.

    Attributes:
        change: The cell of the change.
        base: The cell of what it is a change from.
        share: Of the base, from which on it has a colour.
        amounts: The amount from which on it may have one, and that which is enough alone (0: none);
            nothing for what is no money.
        both: Whether share and amount must be reached.
    """

    change: Ref
    base: Ref
    share: float
    amounts: tuple[float, float] | None = None
    both: bool = True

    def reached(self, change: float, base: float) -> bool:
        """Whether a change is as large as it must be."""
        large = abs(change) >= self.share * abs(base)
        if self.amounts is None:
            return large
        least, always = (abs(change) >= amount - _HALF_A_CENT for amount in self.amounts)
        large = (least and large) if self.both else (least or large)
        return large or (always and self.amounts[1] > 0)


@dataclass(frozen=True)
class Cell:
    """One figure or text.

    Attributes:
        expression: What it says.
        format: How it is shown, by unit.
        tone: What colour may say; `variance` is coloured by `good` ("higher", "lower" or None).
        good: Which direction is favourable, for tones variance.
        name: A defined name (`key_…`) for key figures.
        link: Another sheet's key that a click leads to.
        to: The cell that a click leads to, where the report has it: it speaks of the same thing.
        target: A file beside the workbook that a click opens, by its name.
        judged: The cell that marks it as material, or how large it must be to have a colour.
        note: A sentence shown as the cell's input message or comment: definition or source.
        choices: The words that an input cell takes; without them, any that its format allows.
    """

    expression: Expression
    format: Format = "text"
    tone: Tone = ""
    good: OneOf["higher", "lower"] | None = None
    name: str = ""
    link: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()
    target: str = ""
    judged: Ref | ColourBound | None = None
    to: Ref | None = None


@dataclass(frozen=True)
class Column:
    """A column of a grid: its key, its title, the band above it, and its width in characters.

    One that is clipped keeps its width, whatever it holds: programs read it, not people.
    """

    key: str
    title: str
    band: str = ""
    width: float | None = None
    wrap: bool = False
    clip: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a grid; `level` is its outline level (0 is never folded)."""

    key: str
    cells: Mapping[str, Cell]
    style: RowStyle = "line"
    level: int = 0


@dataclass(frozen=True)
class Grid:
    """A table of cells.

    Attributes:
        id: Unique in a report.
        columns: From left to right.
        rows: From top to bottom.
        title: A heading above it.
        table: Whether it is a named Excel table (no subtotals); its name is the grid's id.
        show_header: Whether the titles of its columns are shown.
        folds: Keys of the columns from which on it goes on below, its first column once more: a
            page has no room for all of them at a size that can be read.
        short: Whether what is folded below is on none of the pages that everybody gets.
    """

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    table: bool = False
    show_header: bool = True
    folds: tuple[str, ...] = ()
    short: bool = False

    @property
    def parts(self) -> tuple[Grid, ...]:
        """Itself, or the parts of a folded one, each with the first column."""
        keys = [column.key for column in self.columns]
        folds = [keys.index(key) for key in self.folds if key in keys[1:]]
        bounds = pairwise((1, *folds, max(len(keys), 1)))
        heads = [(*self.columns[:1], *self.columns[start:end]) for start, end in bounds]
        return tuple(replace(self, columns=one, folds=()) for one in heads) if folds else (self,)


@dataclass(frozen=True)
class DataTable:
    """A named Excel table of the Data sheet: plain values that every lookup points at.

    Attributes:
        name: The Excel table name, such as `opex_lines`.
        columns: Column names (English identifiers: formulas read them in every language).
        rows: Values, one tuple a row.
        formats: One format a column.
        title: A sentence above the table, in the report language.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[float | int | str | None, ...], ...]
    formats: tuple[Format, ...]
    title: str = ""


@dataclass(frozen=True)
class Text:
    """A line of text across the sheet: a lead ("title", "heading", "message", "note", "alert" …).

    A live one shows the cell `said`; its text is what that came to when the report was made.
    """

    text: str
    style: OneOf["title", "subtitle", "heading", "message", "note", "alert"] = "note"
    said: Ref | None = None


Role = OneOf[
    "AC",  # actual: solid and dark
    "PY",  # prior year: lighter
    "BU",  # budget: outlined, and behind the actual
    "FC",  # forecast: hatched
    "favourable",
    "unfavourable",
    "low",  # what a lower input does to a result: light
    "high",  # what a higher one does: dark
    "total",  # the ends of a waterfall
    "base",  # lifts the steps of a waterfall and is not seen
    "link",  # a thin line from one column of a waterfall to the next, blank where it pauses
    "label",  # not seen: stands at the height where the texts of `labels` are written
    "second",  # another measure
]


@dataclass(frozen=True)
class Series:
    """One series of a chart; its role decides the look (IBCS), its values are cells.

    Attributes:
        name: As a legend or a label says it.
        values: One cell a category.
        role: How it looks.
        secondary: Whether it is a line on an axis of its own.
        sign: Written before the labels of a waterfall's step.
        roles: The role of each point where they differ: AC for a closed month, FC for an open one.
        labels: One cell a category, whose texts are written in place of the values.
    """

    name: str
    values: tuple[Ref, ...]
    role: Role
    secondary: bool = False
    sign: str = ""
    roles: tuple[Role, ...] = ()
    labels: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A native chart beside or below the block before it.

    The kinds:
        waterfall: Stacked columns over an invisible base; series "link" join them, one of role
            "label" writes the amounts above them.
        line: Over time; first, last, highest and lowest point are labelled, and several series
            are named at their ends. What moves little is shown on an axis that begins above zero,
            and the chart says so.
        columns: Over time; budget and prior year stand behind actual and forecast.
        bars: A horizontal bar a category, the first at the top; budget behind actual. Of roles
            "favourable" and "unfavourable" alone it is a chart of variances around zero.
        tornado: Two series, "low" and "high": what the low and the high value of each input
            change in a result, as differences from its base, the largest span at the top.

    Attributes:
        kind: One of these.
        title: The message, not only the measure.
        categories: Cells that name the points.
        series: Drawn in this order.
        alt: Alternative text for a reader who does not see it.
        format: Format of the value axis and of the labels.
        second_format: The same for series on an axis of their own.
        height: Centimetres.
        width: Centimetres.
        beside: Whether it stands to the right of the chart before it, not below it; as many
            abreast as there is width for.
        names: Whether the categories are named: not where the chart to the left names them.
        scale: Charts with the same word here have one scale, so that their sizes can be compared.
    """

    kind: OneOf["waterfall", "line", "columns", "bars", "tornado"]
    title: str
    categories: tuple[Ref, ...]
    series: tuple[Series, ...]
    alt: str
    format: Format = "money"
    second_format: Format = "unit_cost"
    height: float = 7.5
    width: float = 17.0
    beside: bool = False
    names: bool = True
    scale: str = ""


Block = Text | Grid | DataTable | Chart


@dataclass(frozen=True)
class Sheet:
    """One sheet: a stable key, its title in the report language, its blocks from the top.

    `essential` is how many of its blocks are on the pages that everybody gets; 0 is all of them.
    Where it is not `printed`, it is on none of these pages; where it is hidden, only formulas
    point at it.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = True
    one_page: bool = False
    freeze: str = ""  # id of the grid whose header and first column stay in sight
    heading: str = ""
    subheading: str = ""
    protected: bool = False  # without a password; only its input cells can be changed
    essential: int = 0
    printed: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Report:
    """A whole report.

    Attributes:
        sheets: In the order of the workbook.
        language: "en" or "nb".
        title: Document title.
        entity: Who the report is about.
        period_label: Such as "October 2026".
        file_stem: File name without ending, such as `opex-report_2026-10_nb`.
        currency: Code of the report currency.
        not_available: The language's word for a figure without an answer.
        created: Run time (SOURCE_DATE_EPOCH where set), ISO text in UTC.
        version: xlcost's version.
        alert: A sentence for the head of every page ("built with errors"), or empty.
        properties: What the workbook says about itself to programs.
        findings: What was noticed while it was made, besides what was wrong with the data.
        pages: Whether the pages that everybody gets are printed ("short"), or all ("full").
        message: The sentences above the tables of Summary, as they are when it is made.
    """

    sheets: tuple[Sheet, ...]
    language: str
    title: str
    entity: str
    period_label: str
    file_stem: str
    currency: str
    not_available: str
    created: str
    version: str
    alert: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    pages: Pages = "full"
    message: tuple[str, ...] = ()
