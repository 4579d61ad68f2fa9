"""The full year of a row: what it has cost to date, and what is left of it by a method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO
from xlcost.report.model import forecast_bases, lives
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
# What forecasts start from: the version and the span of a sum.
_SUMS: Final[Mapping[str, tuple[str, str]]] = {
    "actual_ytd": ("actual", "ytd"),
    "actual_month": ("actual", "month"),
    "budget_ytd": ("budget", "ytd"),
    "budget_year": ("budget", "year"),
    "prior_ytd": ("prior", "prior_ytd"),
    "prior_year": ("prior", "prior_full"),
}


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

    def kept(self, what: str, expression: Expression, when: str = "") -> Ref:
        """Return the cell of Data with a sum or a term that a forecast is made of."""
        name = self.part.names[0] if self.part.names else ""
        said = self.ctx.t(f"lives.bases.{what}")
        shown = ", ".join(filter(None, (said, when)))
        return forecast_bases.kept(expression, f"{name}: {shown}" if name else shown)

    def sum_of(self, what: str, life: Life = WHOLE, *, every: bool = False) -> Ref:
        """Return the cell with a sum that forecasts start from.

        Args:
            what: One of `_SUMS`.
            life: Of which cost centres.
            every: Whether one-offs are in it, as they are in a budget.
        """
        version, span = _SUMS[what]
        number = {"actual": ACTUAL_NO, "budget": BUDGET_NO}.get(version, self.ctx.prior_version)
        criteria = self.part.criteria if every else self.recurring
        where = self.ctx.spans[span].where
        of_life = self.of_life(life)
        return self.kept(what, self.amount(number, (*criteria, *of_life), where), self.said(life))

    def of_life(self, life: Life) -> tuple[Criterion, ...]:
        """Return the criteria of some of its cost centres; none where they are all alike."""
        return () if self.lives == (WHOLE,) else life.where

    def said(self, life: Life) -> str:
        """Return which cost centres a sum is of, where they are not all alike."""
        return "" if self.lives == (WHOLE,) else lives.label(self.ctx, life)

    @property
    def is_plain(self) -> bool:
        """Whether all of it comes back and stays: the figures of its row are then what it needs."""
        return not self.has_one_offs and self.lives == (WHOLE,)

    def _recurring(self, method: str) -> Iterator[Expression]:
        if self.is_plain or (method == BUDGET and self.lives == (WHOLE,)):
            yield Call("full_year_forecast", self._of_row(method), method=method)
            return
        for life in self.seasonal_lives if method == SEASONAL else self.lives:
            call = Call("full_year_forecast", self._of_sums(method, life), method=method)
            yield self.kept(f"by_{method}", call, self.said(life))

    def _of_row(self, method: str) -> dict[str, Expression]:
        """Return what a method needs, from the row itself."""
        given = self._periods(method, WHOLE) | {"actual_ytd": self._ref("ytd_ac")}
        if method == LAST:
            given["last_period"] = self._ref("month_ac")
        if method == BUDGET:
            given |= {"budget_year": self._ref("year_bu"), "budget_ytd": self._ref("ytd_bu")}
        if method == SEASONAL:
            before = self.ctx.spans["prior_full"].where
            year = self.amount(self.ctx.prior_version, self.part.criteria, before)
            given |= {"prior_year": year, "prior_ytd": self._ref("ytd_py")}
        return given

    def _of_sums(self, method: str, life: Life) -> dict[str, Expression]:
        """Return what a method needs, from sums of what comes back in some cost centres."""
        every = method == BUDGET
        to_date = self.sum_of("actual_ytd", life, every=every)
        given = self._periods(method, life) | {"actual_ytd": to_date}
        if method == LAST:
            given["last_period"] = self.sum_of("actual_month", life)
        if method in (BUDGET, SEASONAL):
            name = "budget" if every else "prior"
            before = self.sum_of(f"{name}_ytd", life, every=every)
            given |= {f"{name}_ytd": before, f"{name}_year": self._whole(name, life, before, every)}
        return given

    def _whole(self, name: str, life: Life, to_date: Ref, every: bool) -> Expression:
        """Return a whole year of budget or prior year, without what lies beyond a closing."""
        if life.is_whole:
            return self.sum_of(f"{name}_year", life, every=every)
        version = BUDGET_NO if name == "budget" else self.ctx.prior_version
        when = life.rest if name == "budget" else life.rest_before
        criteria = (*(self.part.criteria if every else self.recurring), *life.where)
        rest = self.kept(f"{name}_rest", self.amount(version, criteria, when), self.said(life))
        return Plus(((1, to_date), (1, rest)))

    def _periods(self, method: str, life: Life) -> dict[str, Expression]:
        """Return how many periods have passed, and to how many a method goes on."""
        elapsed = self.ctx.elapsed if method == RUN_RATE else basis("periods_elapsed")
        given: dict[str, Expression] = {"periods_elapsed": elapsed}
        if method in (RUN_RATE, LAST):
            whole = self.ctx.in_year if method == RUN_RATE else basis("periods_in_year")
            left = Plus(((1, elapsed), (1, life.ref(lives.LEFT))))
            given["periods_in_year"] = whole if life.is_whole else left
        return given

    def _one_offs(self) -> Iterator[Expression]:
        """Yield what one-offs have cost to date, and what the budget still has for them."""
        spent = self.amount(ACTUAL_NO, self.once, self.ctx.spans["ytd"].where)
        yield self.kept("once_ytd", spent)
        if not self.ctx.has_budget("ytd"):
            return
        for life in self.lives:
            criteria = (*self.once, *self.of_life(life))
            if life.is_whole:
                year, to_date = (
                    self.amount(BUDGET_NO, criteria, self.ctx.spans[span].where)
                    for span in ("year", "ytd")
                )
                rest: Expression = Plus(((1, year), (-1, to_date)))
            else:
                rest = self.amount(BUDGET_NO, criteria, life.rest)
            yield self.kept("once_rest", rest, self.said(life))

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
