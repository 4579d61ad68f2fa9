"""The sheet Forecast: every period of the year, actual where closed and forecast where open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlcost.dataset.findings import Finding
from xlcost.dataset.pack_format import (
    AMOUNT,
    BUDGET_NO,
    COST,
    FORECAST,
    FORECAST_COLUMNS,
    INCOME,
    LINE,
    NEXT_AMOUNT,
    NEXT_PERIOD,
)
from xlcost.report.forecasts import (
    accuracy,
    accuracy_points,
    fallbacks,
    forecast_changes,
    forecast_notes,
    method_range,
    year_months,
)
from xlcost.report.forecasts.open_periods import LinePeriods
from xlcost.report.forecasts.year_months import Month, months, whole
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context, basis
from xlcost.report.model.contract import Built, SheetContract
from xlcost.report.model.expressions import (
    Call,
    Expression,
    Extreme,
    Literal,
    Plus,
    Ref,
    Rounded,
    Total,
    Translated,
)
from xlcost.report.model.figures import FALLBACK, Figures
from xlcost.report.model.full_year import RUN_RATE
from xlcost.report.model.part import Part
from xlcost.report.model.sentences import money
from xlcost.report.model.spec import (
    Block,
    Cell,
    Chart,
    Column,
    Grid,
    Role,
    Row,
    RowStyle,
    Series,
    Sheet,
    Text,
)
from xlcost.report.opex import opex_lines

GRID = "forecast"
TOTAL = opex_lines.TOTAL
CHART_WIDTH, CHART_HEIGHT = 27.0, 4.7
METHOD_WIDTH = 20.0
PACE_WIDTH = 11.0
OVER = "▲"  # beside a line that has used more than the budget of its year


def lacking(ctx: Context) -> list[str]:
    """Return that a whole year has nothing left to forecast, where the report is of one."""
    return [ctx.missing("forecast")] if ctx.period.is_year else []


def build(ctx: Context) -> Built:
    """Build the sheet."""
    table = _Table(ctx)
    grid = Grid(GRID, table.columns(), tuple(table.rows()), folds=table.folds(), short=True)
    notes = [Text(note) for note in forecast_notes.notes(ctx)]
    apart = [method_range.grid(ctx), *filter(None, (accuracy.grid(ctx),))]
    blocks: list[Block] = [*notes, _chart(ctx), grid, *apart, *forecast_changes.blocks(ctx)]
    title = ctx.t("sheets.forecast")
    return Built(
        Sheet(
            "forecast", title, tuple(blocks), freeze=GRID, heading=title, essential=len(notes) + 2
        ),
        helpers=_helpers(ctx),
        checks=tuple(_checks(ctx)),
    )


def _findings(ctx: Context) -> Sequence[Finding]:
    """Return what the forecast does otherwise than it was told to, and what changed since."""
    return (*fallbacks.findings(ctx), *forecast_changes.findings(ctx))


SHEET = SheetContract("forecast", build, lacking, _findings, printed=True)


def _helpers(ctx: Context) -> tuple[Grid, ...]:
    """Return what the sheet needs on Data, and what the next pack reads there."""
    total: dict[str, Expression] = {month.key: Ref(GRID, TOTAL, month.key) for month in months(ctx)}
    points = accuracy_points.grid(ctx)
    return year_months.grid(ctx, total), *filter(None, (points,)), _record(ctx)


def _checks(ctx: Context) -> Iterator[Check]:
    """Yield the controls: the periods add up to the full-year forecast of OpEx by line."""
    differences = tuple(Ref(FORECAST, _part(line).key, "difference") for line in ctx.lines)
    label = ctx.t("outlook.check_lines")
    yield Check("forecast_lines", label, Total(differences), Literal(0.0))
    label = ctx.t("outlook.check_total")
    other = Ref(opex_lines.GRID, TOTAL, "forecast")
    yield Check("forecast_total", label, Ref(GRID, TOTAL, "year"), other)
    yield from method_range.checks(ctx)
    closed = {m.period: Ref(GRID, TOTAL, m.key) for m in months(ctx) if m.closed}
    yield from accuracy.checks(ctx, closed)
    yield from forecast_changes.checks(ctx)


def _part(line: Line) -> Part:
    return opex_lines.line_part(line)


def _record(ctx: Context) -> Grid:
    """Return the forecast by line as the next pack reads it, and its distance to the function."""
    figures = Figures(ctx, opex_lines.GRID)
    ahead = next((month for month in months(ctx) if not month.closed), None)
    rows = []
    for line in ctx.lines:
        part = _part(line)
        year, other = Ref(GRID, part.key, "year"), figures.ref(part.key, "forecast")
        apart = Extreme("MAX", (Plus(((1, year), (-1, other))), Plus(((1, other), (-1, year)))))
        by_column = {
            LINE: cells.words(line.identity),
            AMOUNT: Cell(year, "money_exact"),
            "method": cells.words(figures.chosen(part).method),
            "difference": Cell(apart, "money_exact"),
        }
        if ahead:
            by_column[NEXT_PERIOD] = Cell(Literal(ahead.period), "period")
            by_column[NEXT_AMOUNT] = Cell(Ref(GRID, part.key, ahead.key), "money_exact")
        rows.append(Row(part.key, by_column))
    columns = tuple(Column(name, name) for name in FORECAST_COLUMNS)
    return Grid(FORECAST, columns, tuple(rows), title=ctx.t("outlook.record"), table=True)


@dataclass(frozen=True)
class _Table:
    """The rows and columns of the table of periods."""

    ctx: Context

    @property
    def figures(self) -> Figures:
        """The table of OpEx by line, whose methods and figures this one follows."""
        return Figures(self.ctx, opex_lines.GRID)

    @property
    def has_budget(self) -> bool:
        """Whether a forecast has a budget to stand beside."""
        return self.ctx.has_budget("year")

    @property
    def left(self) -> int:
        """How many periods are open."""
        return self.ctx.period.periods_in_year - self.ctx.period.number

    def _periods(self) -> list[Month]:
        return [*months(self.ctx), *filter(None, [whole(self.ctx)])]

    def columns(self) -> tuple[Column, ...]:
        """Return the columns: how the year compares, how it comes about, and its periods."""
        t, bands = self.ctx.t, {True: "outlook.closed", False: "outlook.open"}
        year = t("bands.full_year", year=self.ctx.period.year)
        months = [Column(m.key, m.label, t(bands[m.closed])) for m in self._periods()]
        return (
            Column("label", t("columns.line"), width=30, wrap=True),
            *self._compared(year),
            *self._explained(year),
            *months,
            Column("year", t("outlook.year"), year),
        )

    def _compared(self, year: str) -> list[Column]:
        """Return the columns of the page that everybody gets."""
        t, pace = self.ctx.t, self.ctx.t("outlook.pace_band")
        heads = [
            Column("ytd", t("outlook.to_date"), year),
            Column("forecast", t("columns.forecast"), year),
        ]
        if self.has_budget:
            heads += [
                Column("year_bu", t("columns.budget"), year),
                *cells.against_columns(self.ctx, year, "year_"),
                Column("used", t("outlook.used"), pace),
                Column("over", t("outlook.over"), pace, cells.WORD_WIDTH),
            ]
        heads += method_range.columns(self.ctx, method_range.ENDS)
        pack = forecast_changes.comparable(self.ctx)
        if pack:
            band = t("outlook.since", period=self.ctx.short_name(pack.period))
            heads.append(Column("moved", t("columns.change"), band))
        return heads

    def _explained(self, year: str) -> list[Column]:
        """Return the columns that say how the year comes about."""
        t, pace = self.ctx.t, self.ctx.t("outlook.pace_band")
        heads = [
            Column("method", t("outlook.method"), year, METHOD_WIDTH),
            Column("open", t("outlook.rest"), year),
        ]
        if self.has_budget and self.left:
            heads.append(Column("required", t("outlook.required"), pace, PACE_WIDTH))
        heads.append(Column("pace", t("outlook.pace"), pace, PACE_WIDTH))
        heads += method_range.columns(self.ctx, (RUN_RATE,))
        pack = forecast_changes.comparable(self.ctx)
        if pack:
            band = t("outlook.since", period=self.ctx.short_name(pack.period))
            heads.append(Column("last", t("outlook.last"), band))
        return heads

    def folds(self) -> tuple[str, str]:
        """Return where how the year comes about begins, and where its periods do."""
        return "method", self._periods()[0].key

    def rows(self) -> list[Row]:
        """Return cost by category and line, its total, then income and what remains."""
        made, subtotals = [], []
        for key, category, lines in opex_lines.categories(self.ctx, COST):
            made += [self._line(line) for line in lines]
            children = tuple(_part(line).key for line in lines)
            made.append(self._sum(key, category, "subtotal", children))
            subtotals.append(key)
        made += self._gone("cost")
        label = self.ctx.t("rows.total_opex")
        made.append(self._sum(TOTAL, label, "total", tuple(subtotals), gone="cost"))
        income = [line for line in self.ctx.lines if line.kind == INCOME]
        if not income:
            return made
        made.append(Row("income_heading", cells.texts(label=self.ctx.t("rows.income")), "heading"))
        made += [self._line(line) for line in income]
        made += self._gone("income")
        children = tuple(_part(line).key for line in income)
        label, key = self.ctx.t("rows.total_income"), opex_lines.INCOME_TOTAL
        made.append(self._sum(key, label, "subtotal", children, kind="income", gone="income"))
        label = self.ctx.t("rows.net_cost")
        made.append(self._sum(opex_lines.NET, label, "total", (TOTAL,), minus=(key,)))
        return made

    def _ref(self, row: str, column: str) -> Ref:
        return Ref(GRID, row, column)

    def _line(self, line: Line) -> Row:
        part, ctx = _part(line), self.ctx
        chosen, periods = self.figures.chosen(part), self._periods_of(part)
        by_column = {"label": cells.words(line.name, to=opex_lines.where(part.key))}
        for month in self._periods():
            made = periods.closed(month) if month.closed else periods.open(month, chosen.method)
            by_column[month.key] = Cell(made, "money", "" if month.closed else "muted")
        keys = [month.key for month in self._periods()]
        by_column["year"] = Cell(Total(tuple(self._ref(part.key, key) for key in keys)), "money")
        named = ctx.t(f"outlook.{chosen.method}")
        by_column["method"] = cells.words(f"{named} {FALLBACK}" if chosen.why else named)
        by_column["pace"] = Cell(periods.pace, "money")
        by_column |= self._whole_year(part.key, part.kind)
        budget = ctx.amount("year", BUDGET_NO, *part.criteria, income=part.kind == "income")
        if self.has_budget:
            by_column["year_bu"] = Cell(budget, "money")
        pack = forecast_changes.comparable(ctx)
        if pack:
            by_column["last"] = Cell(Literal(pack.forecast.get(line.identity, 0.0)), "money")
        return Row(part.key, by_column, "line", 1)

    def _sum(
        self,
        key: str,
        label: str,
        style: RowStyle,
        children: Sequence[str],
        minus: Sequence[str] = (),
        *,
        kind: str = "cost",
        gone: str = "",
    ) -> Row:
        """Return a row of sums; `gone` takes in lines that only the earlier pack has."""
        columns = [month.key for month in self._periods()] + ["year", "pace"]
        columns += ["year_bu"] if self.has_budget else []
        pack = forecast_changes.comparable(self.ctx)
        columns += ["last"] if pack else []
        by_column = {"label": cells.words(label)}
        for column in columns:
            by_column[column] = Cell(self._added(column, children, minus), "money")
        if pack and gone and forecast_changes.lost(self.ctx, pack, gone):
            by_column["last"] = Cell(
                self._added("last", (*children, f"gone_{gone}"), minus), "money"
            )
        return Row(key, by_column | self._whole_year(key, kind, pace=not minus), style)

    def _gone(self, kind: str) -> list[Row]:
        """Return a row for lines that only the earlier pack has, so that its total holds."""
        pack, key = forecast_changes.comparable(self.ctx), f"gone_{kind}"
        lost = forecast_changes.lost(self.ctx, pack, kind) if pack else 0.0
        if not lost:
            return []
        forecast, last = self._ref(key, "forecast"), self._ref(key, "last")
        by_column = {
            "label": cells.words(self.ctx.t("outlook.gone")),
            "forecast": Cell(Literal(0.0), "money"),
            "last": Cell(Literal(lost), "money"),
            "moved": cells.variance(self.ctx, forecast, last, kind),
        }
        return [Row(key, by_column)]

    def _added(self, column: str, children: Sequence[str], minus: Sequence[str]) -> Expression:
        added = tuple(self._ref(row, column) for row in children)
        if not minus:
            return Total(added)
        return Plus(
            (*((1, one) for one in added), *((-1, self._ref(row, column)) for row in minus))
        )

    def _periods_of(self, part: Part) -> LinePeriods:
        last = self._ref(part.key, f"m{self.ctx.period.number}")
        prior = self.figures.ref(part.key, "ytd_py")
        return LinePeriods(self.figures.full_year(part), self._ref(part.key, "ytd"), last, prior)

    def _whole_year(self, row: str, kind: str, *, pace: bool = True) -> dict[str, Cell]:
        """Return how the year comes about and how it compares."""
        closed = tuple(self._ref(row, month.key) for month in months(self.ctx) if month.closed)
        year, ytd = self._ref(row, "year"), self._ref(row, "ytd")
        by_column = {
            "ytd": Cell(Total(closed), "money"),
            "open": Cell(Plus(((1, year), (-1, ytd))), "money"),
            "forecast": Cell(year, "money"),
            **method_range.beside(row),
        }
        if self.has_budget:
            by_column |= self._against_budget(row, kind, pace=pace)
        if forecast_changes.comparable(self.ctx):
            last, forecast = self._ref(row, "last"), self._ref(row, "forecast")
            by_column["moved"] = cells.variance(self.ctx, forecast, last, kind)
        return by_column

    def _against_budget(self, row: str, kind: str, *, pace: bool) -> dict[str, Cell]:
        ctx, forecast, budget = self.ctx, self._ref(row, "forecast"), self._ref(row, "year_bu")
        ytd = self._ref(row, "ytd")
        by_column = cells.against(ctx, forecast, budget, kind, "year_")
        if pace:
            given: dict[str, Expression] = {"actual_ytd": ytd, "budget_year": budget}
            by_column["used"] = Cell(Call("budget_used", given), "share")
            if kind == "cost":
                by_column["over"] = _over(ytd, budget)
            if self.left:
                left = Plus(((1, basis("periods_in_year")), (-1, basis("periods_elapsed"))))
                given = {**given, "periods_left": left}
                by_column["required"] = Cell(Call("required_run_rate", given), "money")
        return by_column


def _over(to_date: Ref, budget: Ref) -> Cell:
    """Return a mark where more than the budget of the whole year is spent; a credit is none."""
    given: dict[str, Expression] = {
        "actual": Rounded(to_date),
        "budget": Rounded(Extreme("MAX", (Literal(0), budget))),
    }
    status = Call("variance_status", given, method="cost")
    return Cell(Translated(status, {"U": OVER, "F": ""}), "word", "flag")


def _chart(ctx: Context) -> Chart:
    """Return the months of the year: what was spent, what is expected, and the budget."""
    points, has_budget = months(ctx), ctx.has_budget("year")

    def refs(column: str) -> tuple[Ref, ...]:
        return tuple(Ref(year_months.GRID, month.key, column) for month in points)

    roles: tuple[Role, ...] = tuple("AC" if month.closed else "FC" for month in points)
    name = ctx.t("columns.actual_fc")
    series = [Series(name, refs("total"), "AC", roles=roles)]
    if has_budget:
        series.insert(0, Series(ctx.t("columns.budget"), refs("bu"), "BU"))
    title = _message(ctx, has_budget=has_budget)
    alt = ctx.t("outlook.alt", title=title, count=len(points), closed=ctx.period.number)
    return Chart(
        "columns", title, refs("label"), tuple(series), alt, height=CHART_HEIGHT, width=CHART_WIDTH
    )


def _message(ctx: Context, *, has_budget: bool) -> str:
    forecast = opex_lines.number(ctx, TOTAL, "forecast")
    total = money(ctx, forecast)
    values: Mapping[str, object] = {"year": str(ctx.period.year), "total": total}
    if not has_budget:
        return ctx.t("outlook.lands", **values)
    apart = round(forecast - opex_lines.number(ctx, TOTAL, "year_bu"), 2)
    way = "above" if apart > 0 else "below" if apart < 0 else "on"
    return ctx.t(f"outlook.lands_{way}", amount=money(ctx, abs(apart)), **values)
