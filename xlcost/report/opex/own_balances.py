"""The controls that a ledger file in a legal standard brings itself: balances and vouchers."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.own_balances import OwnBalances
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Literal


def checks(ctx: Context) -> Iterator[Check]:
    """Yield each company's own balances against its postings; nothing without such a file."""
    for number, own in enumerate(ctx.data.facts.own_balances):
        key = f"own{number}"
        if own.accounts:
            yield from _balances(ctx, key, own)
        for one in own.stated:
            label = ctx.t(f"checks.own_{one.side}", file=own.files)
            sides = Literal(float(one.summed)), Literal(float(one.stated))
            yield Check(f"{key}_{one.side}", label, *sides)
        label = ctx.t("checks.own_vouchers", file=own.files, count=own.vouchers)
        off = Literal(own.unbalanced)
        yield Check(f"{key}_vouchers", label, off, Literal(0), 0.0, "count")


def _balances(ctx: Context, key: str, own: OwnBalances) -> Iterator[Check]:
    label = ctx.t("checks.own_accounts", file=own.files, count=own.accounts)
    yield Check(f"{key}_accounts", label, Literal(own.off), Literal(0), 0.0, "count")
    label = ctx.t("checks.own_sum", file=own.files)
    sides = Literal(float(own.comes_to)), Literal(float(own.closing))
    yield Check(f"{key}_sum", label, *sides)
