"""The figures that each row of an OpEx table shows: actual, budget, variance, forecast, before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO
from xlcost.report.model import cells
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Expression, Literal, Plus, Ref, Total
from xlcost.report.model.full_year import Chosen, FullYear
from xlcost.report.model.lazy_values import values
from xlcost.report.model.once import once
from xlcost.report.model.part import Part
from xlcost.report.model.spec import Cell, Column

FALLBACK: Final = "*"  # behind the method that stands in for the one that was to be used


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

    def folds(self) -> tuple[str, ...]:
        """Return the column from which on the table stands below: a page is too narrow for all.

        A whole year has half as many columns, and stands in one piece.
        """
        if self.ctx.period.is_year:
            return ()
        keys = {column.key for column in self.columns()}
        wanted = ("year_bu", "forecast", f"{self.ctx.main}_py")
        return tuple(key for key in wanted if key in keys)[:1]

    def methods(self, parts: Sequence[Part]) -> str:
        """Return sentences that say what the codes of the forecast methods and their mark mean."""
        if self.ctx.period.is_year:
            return ""
        t = self.ctx.t
        chosen = [self.chosen(part) for part in parts]
        used = dict.fromkeys(one.method for one in chosen)
        codes = ", ".join(f"{t(f'method_codes.{name}')} = {t(f'methods.{name}')}" for name in used)
        told = t("notes.methods", methods=codes)
        return f"{told} {t('notes.fallback')}" if any(one.why for one in chosen) else told

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
        chosen = self.chosen(part)
        code = self.ctx.t(f"method_codes.{chosen.method}") + (FALLBACK if chosen.why else "")
        return {
            "forecast": Cell(self.full_year(part).by(chosen.method), "money"),
            "method": Cell(Literal(code), "word", "muted"),
        }

    def full_year(self, part: Part) -> FullYear:
        """Return the full-year forecast of a row, by whichever method."""
        return FullYear(self.ctx, self.grid, part)

    def chosen(self, part: Part) -> Chosen:
        """Return the forecast method of a row: as set, where what it needs is there."""
        return self.full_year(part).chosen

    def value(self, part: Part, column: str) -> float:
        """Return what a cell of a row of its own comes to: the very cell that is shown."""
        known = values(self.ctx)
        known.know_row(self.grid, part.key, _cells(self.ctx, self.grid, part))
        return known.number(self.ref(part.key, column))

    def variance(self, part: Part) -> float:
        """Return how far a row is from its budget as it is shown; without one, what it is."""
        main = self.ctx.main
        return self.value(part, f"{main}_var" if self.ctx.has_budget(main) else f"{main}_ac")


@once
def _cells(ctx: Context, grid: str, part: Part) -> dict[str, Cell]:
    """Return the cells of a row, which choices and the table itself ask for."""
    return Figures(ctx, grid).make_cells(part)
