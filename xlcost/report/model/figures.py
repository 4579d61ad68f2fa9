"""The figures that each row of an OpEx table shows: actual, budget, variance, forecast, before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO
from xlcost.report.model import cells
from xlcost.report.model.context import Context, basis, equal
from xlcost.report.model.expressions import (
    Call,
    Criterion,
    Expression,
    Literal,
    Lookup,
    Plus,
    Ref,
    Total,
)
from xlcost.report.model.lazy_values import values
from xlcost.report.model.once import once
from xlcost.report.model.spec import Cell, Column


@dataclass(frozen=True)
class Part:
    """Who a row speaks of.

    Attributes:
        key: Row key in its grid.
        kind: "cost" or "income".
        criteria: What a lookup chooses, for a row of its own.
        children: Row keys that it adds up, for a total.
        minus: Row keys that it takes away.
        table: Data table that a lookup reads.
        has_forecast: Whether the row has a full-year forecast.
        names: What the settings may call it to give it a method of its own, the nearest first.
    """

    key: str
    kind: str = "cost"
    criteria: tuple[Criterion, ...] = ()
    children: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    table: str = "opex_lines"
    has_forecast: bool = True
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """Columns and cells of one OpEx table."""

    ctx: Context
    grid: str

    def columns(self) -> tuple[Column, ...]:
        """Return the columns, in bands: period, year to date, full year, prior year."""
        heads: list[Column] = []
        for span in self.ctx.shown:
            heads += self._span_columns(span)
        if not self.ctx.period.is_year:
            heads += self._year_columns()
        heads += self._prior_columns()
        return tuple(heads)

    def cells(self, part: Part) -> dict[str, Cell]:
        """Return the cells of one row."""
        return {**_cells(self.ctx, self.grid, part)}

    def make_cells(self, part: Part) -> dict[str, Cell]:
        """Make the cells of one row."""
        by_column: dict[str, Cell] = {}
        for span in self.ctx.shown:
            by_column[f"{span}_ac"] = self._amount(part, f"{span}_ac", span, ACTUAL_NO)
            if self.ctx.has_budget(span):
                by_column[f"{span}_bu"] = self._amount(part, f"{span}_bu", span, BUDGET_NO)
                by_column |= self._against(part, span, f"{span}_ac", f"{span}_bu", judged=True)
        if not self.ctx.period.is_year and part.has_forecast:
            by_column |= self._year_cells(part)
        for span in self.ctx.shown:
            if self.ctx.has_prior(span):
                by_column[f"{span}_py"] = self._amount(
                    part, f"{span}_py", self.ctx.prior_of(span), self.ctx.prior_version
                )
        if self.ctx.has_prior(self.ctx.long):
            long = self.ctx.long
            by_column |= self._against(part, "prior", f"{long}_ac", f"{long}_py")
        return by_column

    def fold(self) -> str:
        """Return the column from which on the table stands below: a page is too narrow for all.

        A whole year has half as many columns, and stands in one piece.
        """
        if self.ctx.period.is_year:
            return ""
        keys = {column.key for column in self.columns()}
        wanted = ("year_bu", "forecast", f"{self.ctx.main}_py")
        return next((key for key in wanted if key in keys), "")

    def methods(self, parts: Sequence[Part]) -> str:
        """Return a sentence that says what the codes of the forecast methods mean."""
        if self.ctx.period.is_year:
            return ""
        t = self.ctx.t
        used = dict.fromkeys(self.method(part) for part in parts)
        codes = ", ".join(f"{t(f'method_codes.{name}')} = {t(f'methods.{name}')}" for name in used)
        return t("notes.methods", methods=codes)

    def ref(self, row: str, column: str) -> Ref:
        """Return a cell of this table."""
        return Ref(self.grid, row, column)

    def _span_columns(self, span: str) -> list[Column]:
        t, band = self.ctx.t, self.ctx.band(span)
        heads = [Column(f"{span}_ac", t("columns.actual"), band)]
        if self.ctx.has_budget(span):
            heads += [
                Column(f"{span}_bu", t("columns.budget"), band),
                *cells.against_columns(self.ctx, band, f"{span}_"),
                Column(f"{span}_material", t("columns.material"), band, cells.WORD_WIDTH),
            ]
        return heads

    def _year_columns(self) -> list[Column]:
        t, band = self.ctx.t, self.ctx.t("bands.full_year", year=self.ctx.period.year)
        heads = [Column("forecast", t("columns.forecast"), band)]
        if self.ctx.has_budget("year"):
            heads = [
                Column("year_bu", t("columns.budget"), band),
                *heads,
                *cells.against_columns(self.ctx, band, "year_"),
            ]
        return [*heads, Column("method", t("columns.method_code"), band, cells.WORD_WIDTH)]

    def _prior_columns(self) -> list[Column]:
        t, band = self.ctx.t, self.ctx.t("bands.prior")
        heads = [
            Column(f"{span}_py", t(f"columns.prior_{span}"), band)
            for span in self.ctx.shown
            if self.ctx.has_prior(span)
        ]
        if self.ctx.has_prior(self.ctx.long):
            heads += [
                Column("prior_var", t("columns.change"), band),
                Column("prior_pct", t("columns.change_pct"), band),
                Column("prior_status", t("columns.status"), band, cells.WORD_WIDTH),
            ]
        return heads

    def _amount(self, part: Part, column: str, span: str, version: int) -> Cell:
        if part.children:
            return Cell(self._added(part, column), "money")
        income = part.kind == "income"
        amount = self.ctx.amount(span, version, *part.criteria, table=part.table, income=income)
        return Cell(amount, "money")

    def _added(self, part: Part, column: str) -> Expression:
        added = tuple(self.ref(row, column) for row in part.children)
        if not part.minus:
            return Total(added)
        taken = tuple(self.ref(row, column) for row in part.minus)
        return Plus((*((1, ref) for ref in added), *((-1, ref) for ref in taken)))

    def _against(
        self, part: Part, prefix: str, actual: str, budget: str, *, judged: bool = False
    ) -> dict[str, Cell]:
        """Return variance, percent and letter, and the material mark where it is judged."""
        ctx, a, b = self.ctx, self.ref(part.key, actual), self.ref(part.key, budget)
        by_column = cells.against(ctx, a, b, part.kind, f"{prefix}_")
        if judged:
            mark = self.ref(part.key, f"{prefix}_material")
            by_column = {key: replace(cell, judged=mark) for key, cell in by_column.items()}
            by_column[mark.column] = cells.material(ctx, a, b, part.key)
        return by_column

    # The full year

    def _year_cells(self, part: Part) -> dict[str, Cell]:
        has_budget = self.ctx.has_budget("year")
        by_column: dict[str, Cell] = {}
        if has_budget:
            by_column["year_bu"] = self._amount(part, "year_bu", "year", BUDGET_NO)
        if part.children:
            by_column["forecast"] = Cell(self._added(part, "forecast"), "money")
        else:
            by_column |= self._forecast(part)
        if has_budget:
            by_column |= self._against(part, "year", "forecast", "year_bu")
        return by_column

    def _forecast(self, part: Part) -> dict[str, Cell]:
        method = self.method(part)
        given: dict[str, Expression] = {
            "actual_ytd": self.ref(part.key, "ytd_ac"),
            "periods_elapsed": basis("periods_elapsed"),
        }
        if method == "run_rate":
            given |= {"periods_elapsed": self.ctx.elapsed, "periods_in_year": self.ctx.in_year}
        if method == "last_period":
            given["periods_in_year"] = basis("periods_in_year")
            given["last_period"] = self.ref(part.key, "month_ac")
        if method == "remaining_budget":
            given["budget_year"] = self.ref(part.key, "year_bu")
            given["budget_ytd"] = self.ref(part.key, "ytd_bu")
        if method == "seasonal":
            amount = self._amount(part, "", "prior_full", self.ctx.prior_version)
            given["prior_year"] = amount.expression
            given["prior_ytd"] = self.ref(part.key, "ytd_py")
        return {
            "forecast": Cell(Call("full_year_forecast", given, method=method), "money"),
            "method": Cell(Literal(self.ctx.t(f"method_codes.{method}")), "word", "muted"),
        }

    def method(self, part: Part) -> str:
        """Return the forecast method of a row: as set, where what it needs is there."""
        wanted = self._wanted(part)
        if wanted == "remaining_budget":
            lookup = Lookup(part.table, "amount", self._where(part, BUDGET_NO, "year"))
            there = self.ctx.has_budget("ytd") and any(values(self.ctx).rows(lookup))
            return wanted if there else "run_rate"
        if wanted == "seasonal":
            whole = self.ctx.has_prior("year") and self.ctx.has_prior("ytd")
            version = self.ctx.prior_version
            before = Lookup(part.table, "amount", self._where(part, version, "prior_ytd"))
            there = whole and round(values(self.ctx).number(before), 2) != 0
            return wanted if there else "run_rate"
        return wanted

    def value(self, part: Part, column: str) -> float:
        """Return what a cell of a row of its own comes to: the very cell that is shown."""
        known = values(self.ctx)
        known.know_row(self.grid, part.key, _cells(self.ctx, self.grid, part))
        return known.number(self.ref(part.key, column))

    def variance(self, part: Part) -> float:
        """Return how far a row is from its budget as it is shown; without one, what it is."""
        main = self.ctx.main
        return self.value(part, f"{main}_var" if self.ctx.has_budget(main) else f"{main}_ac")

    def _wanted(self, part: Part) -> str:
        """Return the method that the settings name: a line's own, its category's, else all's."""
        methods = self.ctx.settings.methods
        own = {name.casefold(): method for name, method in methods.forecast_by_line.items()}
        own_methods = (own.get(name.casefold()) for name in part.names)
        return next(filter(None, own_methods), None) or methods.forecast or "remaining_budget"

    def _where(self, part: Part, version: int, span: str) -> tuple[Criterion, ...]:
        return (*part.criteria, equal("version_no", version), *self.ctx.spans[span].where)


@once
def _cells(ctx: Context, grid: str, part: Part) -> dict[str, Cell]:
    """Return the cells of a row, which choices and the table itself ask for."""
    return Figures(ctx, grid).make_cells(part)
