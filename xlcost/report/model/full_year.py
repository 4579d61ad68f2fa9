"""The full year of a row: what it has cost to date, and what is left of it by a method."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO
from xlcost.report.model import lives
from xlcost.report.model.context import Context, basis, equal
from xlcost.report.model.expressions import (
    Call,
    Criterion,
    Expression,
    Literal,
    Lookup,
    Plus,
    Ref,
)
from xlcost.report.model.lazy_values import values
from xlcost.report.model.lives import WHOLE, Life
from xlcost.report.model.once import once
from xlcost.report.model.part import Part

METHODS: Final = ("run_rate", "remaining_budget", "seasonal", "last_period")
RUN_RATE, BUDGET, SEASONAL, LAST = METHODS


@dataclass(frozen=True)
class Chosen:
    """The method of a row.

    Attributes:
        method: The one that is used.
        wanted: The one that was to be used.
        said: Whether the settings name it.
        why: Key of the reason for another one; empty where the wanted one is used.
    """

    method: str
    wanted: str
    said: bool
    why: str = ""


@dataclass(frozen=True)
class FullYear:
    """The full-year forecast of one row of a table.

    What does not come back (`recurring = no`) is never carried on: it stands at what it has cost,
    and at what the budget still has for it. A closed cost centre has no more cost.

    Attributes:
        ctx: The report.
        grid: The table.
        part: The row, with criteria of its own.
    """

    ctx: Context
    grid: str
    part: Part

    def by(self, method: str) -> Expression:
        """Return the forecast by a method that has what it needs."""
        if method == BUDGET or not self.has_one_offs:
            return _sum([*self._recurring(method)])
        return _sum([*self._recurring(method), *self._one_offs()])

    def can(self, method: str) -> bool:
        """Whether there is what a method needs: a budget by period, or a prior year."""
        return not _why_not(self.ctx, self.part, method)

    @property
    def chosen(self) -> Chosen:
        """The method that the settings name, or the run rate where it lacks what it needs."""
        return _chosen(self.ctx, self.part)

    @property
    def has_one_offs(self) -> bool:
        """Whether some of its amounts do not come back."""
        return _has_one_offs(self.ctx, self.part)

    @property
    def lives(self) -> tuple[Life, ...]:
        """The lives of its cost centres; only `WHOLE` where they are open all the time."""
        return _lives(self.ctx, self.part)

    @property
    def seasonal_lives(self) -> tuple[Life, ...]:
        """The lives that a prior year speaks of: what has cost nothing yet has no course of it."""
        if self.lives == (WHOLE,):
            return self.lives
        return tuple(life for life in self.lives if _begun(self.ctx, self.part, life))

    @property
    def recurring(self) -> tuple[Criterion, ...]:
        """The criteria of its amounts that come back."""
        return (*self.part.criteria, *((equal("one_off", 0),) if self.has_one_offs else ()))

    @property
    def once(self) -> tuple[Criterion, ...]:
        """The criteria of its amounts that do not."""
        return (*self.part.criteria, equal("one_off", 1))

    def amount(
        self, version: int, criteria: tuple[Criterion, ...], when: tuple[Criterion, ...]
    ) -> Expression:
        """Return a sum of its table; income is positive."""
        where = (*criteria, equal("version_no", version), *when)
        lookup = Lookup(self.part.table, "amount", where)
        return Plus(((-1, lookup),)) if self.part.kind == "income" else lookup

    def _span(self, span: str) -> tuple[Criterion, ...]:
        return self.ctx.spans[span].where

    @property
    def is_plain(self) -> bool:
        """Whether all of it comes back and stays: the figures of its row are then what it needs."""
        return not self.has_one_offs and self.lives == (WHOLE,)

    def _recurring(self, method: str) -> Iterator[Expression]:
        for life in self.seasonal_lives if method == SEASONAL else self.lives:
            of_life = () if self.lives == (WHOLE,) else life.where
            given = self._given(method, life, (*self.recurring, *of_life))
            yield Call("full_year_forecast", given, method=method)

    def _given(
        self, method: str, life: Life, criteria: tuple[Criterion, ...]
    ) -> dict[str, Expression]:
        ctx, plain = self.ctx, self.is_plain or (method == BUDGET and self.lives == (WHOLE,))
        if method == BUDGET:
            criteria = tuple(one for one in criteria if one.column != "one_off")
        to_date = self.amount(ACTUAL_NO, criteria, self._span("ytd"))
        given: dict[str, Expression] = {
            "actual_ytd": self._ref("ytd_ac") if plain else to_date,
            "periods_elapsed": basis("periods_elapsed"),
        }
        if method == RUN_RATE:
            given["periods_elapsed"] = ctx.elapsed
        if method in (RUN_RATE, LAST):
            whole = ctx.in_year if method == RUN_RATE else basis("periods_in_year")
            left = Plus(((1, given["periods_elapsed"]), (1, life.ref(lives.LEFT))))
            given["periods_in_year"] = whole if life.is_whole else left
        if method == LAST:
            of_month = self.amount(ACTUAL_NO, criteria, self._span("month"))
            given["last_period"] = self._ref("month_ac") if plain else of_month
        if method == BUDGET:
            given |= self._budget(life, criteria, plain=plain)
        if method == SEASONAL:
            given |= self._prior(life, criteria, plain=plain)
        return given

    def _budget(
        self, life: Life, criteria: tuple[Criterion, ...], *, plain: bool
    ) -> dict[str, Expression]:
        to_date = self.amount(BUDGET_NO, criteria, self._span("ytd"))
        if plain:
            return {"budget_year": self._ref("year_bu"), "budget_ytd": self._ref("ytd_bu")}
        if life.is_whole:
            year = self.amount(BUDGET_NO, criteria, self._span("year"))
        else:
            year = Plus(((1, to_date), (1, self.amount(BUDGET_NO, criteria, life.rest))))
        return {"budget_year": year, "budget_ytd": to_date}

    def _prior(
        self, life: Life, criteria: tuple[Criterion, ...], *, plain: bool
    ) -> dict[str, Expression]:
        version = self.ctx.prior_version
        to_date = self.amount(version, criteria, self._span("prior_ytd"))
        if life.is_whole:
            year = self.amount(version, criteria, self._span("prior_full"))
        else:
            year = Plus(((1, to_date), (1, self.amount(version, criteria, life.rest_before))))
        return {"prior_year": year, "prior_ytd": self._ref("ytd_py") if plain else to_date}

    def _one_offs(self) -> Iterator[Expression]:
        """Yield what one-offs have cost to date, and what the budget still has for them."""
        yield self.amount(ACTUAL_NO, self.once, self._span("ytd"))
        if not self.ctx.has_budget("ytd"):
            return
        for life in self.lives:
            if life.is_whole:
                criteria = self.once if self.lives == (WHOLE,) else (*self.once, *life.where)
                year, to_date = (
                    self.amount(BUDGET_NO, criteria, self._span(span)) for span in ("year", "ytd")
                )
                yield Plus(((1, year), (-1, to_date)))
            else:
                yield self.amount(BUDGET_NO, (*self.once, *life.where), life.rest)

    def _ref(self, column: str) -> Ref:
        return Ref(self.grid, self.part.key, column)


def _sum(items: list[Expression]) -> Expression:
    if len(items) == 1:
        return items[0]
    return Plus(tuple((1, item) for item in items)) if items else Literal(0.0)


def default_method(ctx: Context) -> str:
    """Return the method where the settings name none: by the budget, where it has periods."""
    return BUDGET if ctx.has_budget(ctx.long) else RUN_RATE


# What a row has


@once
def _rows(ctx: Context, part: Part) -> set[tuple[int, ...]]:
    """Return one-off, beginning and end of a row's amounts, and of what they are not of."""
    frame = ctx.frames.opex if part.table == "opex_lines" else ctx.frames.centres
    years = frame["period"] // 100
    chosen = years.between(ctx.period.year - 1, ctx.period.year)
    for one in part.criteria:
        if isinstance(one.value, Literal):
            chosen &= frame[one.column] == one.value.value
    mine, known = frame[chosen], [name for name in ("one_off", *lives.COLUMNS) if name in frame]
    pairs = mine[known].drop_duplicates().itertuples(index=False, name=None)
    blank = {"one_off": 0, lives.FROM: WHOLE.first, lives.TO: WHOLE.last}
    return {tuple((blank | dict(zip(known, row, strict=True))).values()) for row in pairs}


def _has_one_offs(ctx: Context, part: Part) -> bool:
    return any(row[0] for row in _rows(ctx, part))


@once
def _lives(ctx: Context, part: Part) -> tuple[Life, ...]:
    found = {Life(int(first), int(last)) for _, first, last in _rows(ctx, part)}
    return tuple(sorted(found)) or (WHOLE,)


def _number(ctx: Context, item: Expression) -> float:
    return round(values(ctx).number(item), 2)


@once
def _begun(ctx: Context, part: Part, life: Life) -> bool:
    """Whether the cost centres of a life have a prior year to date."""
    year = FullYear(ctx, "", part)
    criteria = (*year.recurring, *life.where)
    return _number(ctx, year.amount(ctx.prior_version, criteria, ctx.spans["prior_ytd"].where)) != 0


@once
def _why_not(ctx: Context, part: Part, method: str) -> str:
    """Return the key of why a method cannot be used; empty where it can."""
    if method == BUDGET:
        if not ctx.has_budget("ytd"):
            return "yearly_budget" if ctx.has_budget("year") else "no_budget"
        criteria = (*part.criteria, equal("version_no", BUDGET_NO), *ctx.spans["year"].where)
        there = any(values(ctx).rows(Lookup(part.table, "amount", criteria)))
        return "" if there else "no_budget_of_line"
    if method == SEASONAL:
        if not (ctx.has_prior("year") and ctx.has_prior("ytd")):
            return "no_prior"
        return "" if _has_prior(ctx, part) else "no_prior_of_line"
    return ""


def _has_prior(ctx: Context, part: Part) -> bool:
    """Whether the prior year to date is no zero, for all that has cost something this year."""
    year = FullYear(ctx, "", part)
    spans, held = ctx.spans, []
    for life in year.lives:
        criteria = (*year.recurring, *(() if year.lives == (WHOLE,) else life.where))
        before = year.amount(ctx.prior_version, criteria, spans["prior_ytd"].where)
        now = year.amount(ACTUAL_NO, criteria, spans["ytd"].where)
        held.append((_number(ctx, before) != 0, _number(ctx, now) != 0))
    return any(before for before, _ in held) and all(before or not now for before, now in held)


@once
def _chosen(ctx: Context, part: Part) -> Chosen:
    said = _said(ctx, part)
    wanted = said or default_method(ctx)
    why = _why_not(ctx, part, wanted)
    return Chosen(RUN_RATE if why else wanted, wanted, bool(said), why)


def _said(ctx: Context, part: Part) -> str:
    """Return the method that the settings name: a line's own, its category's, else all's."""
    methods = ctx.settings.methods
    own = {name.casefold(): method for name, method in methods.forecast_by_line.items()}
    own_methods = (own.get(name.casefold()) for name in part.names)
    return next(filter(None, own_methods), None) or methods.forecast or ""
