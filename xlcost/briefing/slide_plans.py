"""What each slide says: its message, its chart and its tables, out of the parts of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from xlcost.briefing.parts import PagePart, parts
from xlcost.briefing.shown_cells import ShownCells
from xlcost.locales.words import Words
from xlcost.report.model.expressions import Ref
from xlcost.report.model.spec import Chart, Grid, Report, Row

KEYS = ("summary", "opex_lines", "bridge", "forecast", "unit_cost")
MOST_ROWS = 15  # of a slide's tables, at letters that can be read in a room
_LONGEST_TITLE = 130
_MOVED = ("month_var", "year_var", "prior_var")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ][a-zæøå])")  # no currency after "mill."
_AGAINST = ("ac", "bu", "var", "pct", "status")
_WITHOUT_BUDGET = (
    "ac",
    "py",
    "prior_var",
    "py_var",
    "prior_pct",
    "py_pct",
    "prior_status",
    "py_status",
)


@dataclass(frozen=True)
class SlidePlan:
    """One slide.

    Attributes:
        key: The sheet that it is made from.
        sheet: That sheet's title.
        title: The message, a sentence.
        texts: What stands below the title.
        tables: Grids with the rows and columns that there is room for.
        chart: The chart beside them; a wide one stands alone.
        is_wide: Whether the chart takes the width of the slide.
        left_out: How many rows of the tables are not on it.
    """

    key: str
    sheet: str
    title: str
    texts: tuple[str, ...] = ()
    tables: tuple[Grid, ...] = ()
    chart: Chart | None = None
    is_wide: bool = False
    left_out: int = 0


@dataclass
class SlidePlans:
    """Chooses what the slides of a report say.

    Args:
        shown: The cells of the report.
        word: The words of its language.
    """

    shown: ShownCells
    word: Words
    _parts: dict[str, PagePart] = field(init=False)

    def __post_init__(self) -> None:
        self._parts = {part.key: part for part in parts(self.report, KEYS)}

    @property
    def report(self) -> Report:
        """The report."""
        return self.shown.report

    def plans(self) -> list[SlidePlan]:
        """Return the slides in their order; one without figures in the report is left out."""
        makers = {
            "summary": self._summary,
            "opex_lines": self._lines,
            "bridge": self._bridge,
            "forecast": self._forecast,
            "unit_cost": self._unit_cost,
        }
        return [makers[key](part) for key, part in self._parts.items()]

    def _summary(self, part: PagePart) -> SlidePlan:
        title, *texts = _sentences([*self._said("position"), *self._said("year")]) or [
            self._headline()
        ]
        tables = [
            _against(
                replace(grid, rows=tuple(row for row in grid.rows if "recurring" not in row.key))
            )
            for grid in part.grids
            if grid.id in ("summary", "key_figures")
        ]
        trend = _first(part.charts, "line")
        return SlidePlan(part.key, part.title, title, tuple(texts), tuple(tables), trend)

    def _lines(self, part: PagePart) -> SlidePlan:
        table = next(grid for grid in part.grids if grid.id == "opex")
        bars = _first(part.charts, "bars")
        title = bars.title if bars else self._headline()
        rows = [row for row in table.rows if len(row.cells) > 1]
        kept = self._largest(table, rows)
        chosen = _against(replace(table, rows=kept), "month_", "year_")
        out = len(rows) - len(kept)
        return SlidePlan(part.key, part.title, title, (), (chosen,), bars, left_out=out)

    def _largest(self, table: Grid, rows: Sequence[Row]) -> tuple[Row, ...]:
        """Return the totals, and the lines that moved most of those that there is room for."""
        keys = {column.key for column in table.columns}
        judged = next(key for key in (*_MOVED, table.columns[1].key) if key in keys)
        sums = [row for row in rows if row.style in ("total", "subtotal")]
        lines = [row for row in rows if row.style == "line"]
        lines.sort(key=lambda row: -abs(self.shown.number(Ref(table.id, row.key, judged)) or 0.0))
        kept = {row.key for row in [*sums, *lines][:MOST_ROWS]}
        return tuple(row for row in rows if row.key in kept)

    def _bridge(self, part: PagePart) -> SlidePlan:
        chart = _first(part.charts, "waterfall")
        title = chart.title if chart else self._headline()
        driven = self._said("effects")
        return SlidePlan(part.key, part.title, title, driven, (), chart, is_wide=True)

    def _forecast(self, part: PagePart) -> SlidePlan:
        chart = _first(part.charts, "columns")
        totals = [grid for one in self._of("summary") for grid in one.grids if grid.id == "summary"]
        rows = [replace(grid, rows=grid.rows[-1:]) for grid in totals]
        title = chart.title if chart else self._headline()
        year = tuple(_against(grid) for grid in rows if grid.rows[0].key == "forecast")
        return SlidePlan(part.key, part.title, title, (), year, chart, is_wide=True)

    def _unit_cost(self, part: PagePart) -> SlidePlan:
        trends = [
            chart for one in self._of("summary") for chart in one.charts if chart.kind == "line"
        ]
        chart = next((one for one in trends if one.format == "unit_cost"), None)
        chart = chart or _first(part.charts, "waterfall")
        title, *texts = _sentences(self._said("service")) or [chart.title if chart else part.title]
        rows, quality = [*part.grids[:2], None, None][:2]
        rest = len(quality.rows[: MOST_ROWS // 2]) + 2 if quality else 0
        kept = [(rows, MOST_ROWS - rest), (quality, MOST_ROWS // 2)]
        shown = [(grid, grid.rows[:most]) for grid, most in kept if grid]
        tables = [_against(replace(grid, rows=some), "month_", "year_") for grid, some in shown]
        out = sum(len(grid.rows) - len(some) for grid, some in shown)
        return SlidePlan(
            part.key, part.title, title, tuple(texts), tuple(tables), chart, left_out=out
        )

    def _of(self, key: str) -> Iterator[PagePart]:
        if key in self._parts:
            yield self._parts[key]

    def _headline(self) -> str:
        """Return the total of the period as a sentence: the title where nothing is compared."""
        for part in self._of("summary"):
            chart = _first(part.charts, "waterfall")
            if chart:
                return chart.title
            for grid in part.grids:
                if grid.id == "summary":
                    amount = self.shown.text(Ref(grid.id, grid.rows[0].key, "ac"))
                    return self.word.text(
                        "briefing.headline",
                        period=self.report.period_label,
                        amount=amount,
                        currency=self.report.currency,
                    )
        return self.report.title

    def _said(self, key: str) -> tuple[str, ...]:
        """Return the sentences of the message on one thing."""
        texts = [
            one.text
            for part in self._of("summary")
            for one in part.texts
            if one.said is not None and one.said.row.endswith(key)
        ]
        return tuple(texts)


def _sentences(texts: Sequence[str]) -> list[str]:
    """Return texts, the first of them broken into sentences where it is too long for a title."""
    if not texts or len(texts[0]) <= _LONGEST_TITLE:
        return list(texts)
    first, *rest = _SENTENCE.split(texts[0], maxsplit=1)
    return [first, *rest, *texts[1:]]


def _first(charts: Sequence[Chart], kind: str) -> Chart | None:
    return next((chart for chart in charts if chart.kind == kind), None)


def _against(grid: Grid, *spans: str) -> Grid:
    """Return a table with the columns of one span: actual, budget and what is between them."""
    keys = {column.key for column in grid.columns}
    span = next((one for one in spans if f"{one}ac" in keys), "")
    wanted = [f"{span}{one}" for one in _AGAINST]
    if f"{span}bu" not in keys:
        wanted = [key for one in _WITHOUT_BUDGET for key in (f"{span}{one}", one)]
    kept = [column for column in grid.columns[1:] if column.key in wanted]
    band = next((column.band for column in kept if column.band), "")
    head = replace(grid.columns[0], title=" · ".join(filter(None, (grid.columns[0].title, band))))
    columns = (head, *(replace(column, band="") for column in kept))
    return replace(grid, columns=columns, folds=())
