"""One period of one line: its actual where it is closed, else what its method expects there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO
from xlcost.report.forecasts import year_months
from xlcost.report.forecasts.year_months import Month
from xlcost.report.model import lives
from xlcost.report.model.context import Context, basis
from xlcost.report.model.expressions import (
    Call,
    Criterion,
    Expression,
    Literal,
    Plus,
    Ref,
)
from xlcost.report.model.full_year import BUDGET, LAST, SEASONAL, FullYear
from xlcost.report.model.lives import WHOLE, Life


def mean(ctx: Context, to_date: Expression) -> Expression:
    """Return the mean of the periods so far: the run rate of one period."""
    given: dict[str, Expression] = {
        "actual_ytd": to_date,
        "periods_elapsed": ctx.elapsed,
        "periods_in_year": Literal(1),
    }
    return Call("run_rate", given)


@dataclass(frozen=True)
class LinePeriods:
    """The periods of one line.

    Attributes:
        year: Its full-year forecast, whose parts these are.
        to_date: The cell with its actual to date.
        last: The cell with its last closed period.
        prior_to_date: The cell with its prior year to date.
    """

    year: FullYear
    to_date: Ref
    last: Ref
    prior_to_date: Ref

    @property
    def ctx(self) -> Context:
        """The report."""
        return self.year.ctx

    @property
    def pace(self) -> Expression:
        """What a period has come to on average, without what does not come back."""
        return mean(self.ctx, self._so_far())

    def _so_far(self, *there: Criterion) -> Expression:
        """Return what comes back of the year to date, in some cost centres or all."""
        if self.year.is_plain or not (there or self.year.has_one_offs):
            return self.to_date
        when = self.ctx.spans["ytd"].where
        amount = self.year.amount(ACTUAL_NO, (*self.year.recurring, *there), when)
        return self.year.kept("actual_ytd", amount)

    def closed(self, month: Month) -> Expression:
        """Return what a closed period came to."""
        return self._amount(month, ACTUAL_NO, self.year.part.criteria)

    def open(self, month: Month, method: str) -> Expression:
        """Return one open period; what belongs to no period follows the methods that know it."""
        if method == BUDGET:
            return self._amount(month, BUDGET_NO, (*self.year.part.criteria, *self._there(month)))
        items = [*self._recurring(month, method), *self._one_offs(month)]
        if not items:
            return Literal(0.0 if month.key != year_months.WHOLE else None)
        return items[0] if len(items) == 1 else Plus(tuple((1, item) for item in items))

    def _recurring(self, month: Month, method: str) -> Iterator[Expression]:
        if method == SEASONAL:
            yield from (self._seasonal(month, life) for life in self._seasons(month))
            return
        if month.key == year_months.WHOLE:
            return
        if method != LAST:
            yield mean(self.ctx, self._so_far(*self._there(month)))
            return
        if self.year.is_plain:
            yield self.last
            return
        criteria = (*self.year.recurring, *self._there(month))
        yield self.year.amount(ACTUAL_NO, criteria, self.ctx.spans["month"].where)

    def _one_offs(self, month: Month) -> Iterator[Expression]:
        """Yield what the budget has for what does not come back: it is expected, not carried on."""
        if self.year.has_one_offs and self.ctx.has_budget("ytd"):
            yield self._amount(month, BUDGET_NO, (*self.year.once, *self._there(month)))

    def _seasons(self, month: Month) -> list[Life]:
        """Return the lives that a period has, and that a prior year speaks of."""
        if month.key == year_months.WHOLE:
            return [life for life in self.year.seasonal_lives if life.is_whole]
        return [life for life in self.year.seasonal_lives if life.has(month.period)]

    def _seasonal(self, month: Month, life: Life) -> Expression:
        year, plain = self.year, self.year.is_plain
        criteria = (*year.recurring, *year.of_life(life))
        before = self._amount(month, self.ctx.prior_version, criteria, prior=True)
        given: dict[str, Expression] = {
            "actual_ytd": self.to_date if plain else year.sum_of("actual_ytd", life),
            "periods_elapsed": basis("periods_elapsed"),
            "prior_year": before if plain else year.kept("prior_month", before, month.label),
            "prior_ytd": self.prior_to_date if plain else year.sum_of("prior_ytd", life),
        }
        call = Call("full_year_forecast", given, method="seasonal")
        return call if plain else year.kept("by_seasonal", call, month.label)

    def _there(self, month: Month) -> tuple[Criterion, ...]:
        """Return the criteria of the cost centres that are open in a period, where some close."""
        if self.year.lives == (WHOLE,):
            return ()
        return WHOLE.where if month.key == year_months.WHOLE else lives.open_in(month.now)

    def _amount(
        self, month: Month, version: int, criteria: tuple[Criterion, ...], *, prior: bool = False
    ) -> Expression:
        income = self.year.part.kind == "income"
        return year_months.amount(month, version, *criteria, income=income, prior=prior)
