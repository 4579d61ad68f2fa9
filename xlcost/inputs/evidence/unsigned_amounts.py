"""Unsigned amounts: a column named as the amount has no sign, and debit and credit stand beside."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import AMOUNTS
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.inputs.shapes.two_sides import sides
from xlcost.values import numbers

SOME = 2000


def _look(case: TableCase) -> Iterator[Finding]:
    bound = case.binding.columns.get("amount")
    both = sides(case.raw.header)
    if bound is None or both is None or case.amounts is None or case.said.sign:
        return
    credit = case.raw.place_of(both[1])
    if credit is None or bound.heading in both:
        return
    amounts = case.raw.first_texts(bound.column, SOME)
    credits_ = case.raw.first_texts(f"c{credit}", SOME)
    if not any(map(_below, amounts)) and any(map(_is_amount, credits_)):
        where = case.where(bound.heading)
        got, expected = bound.heading, f"{both[0]}, {both[1]}"
        yield Finding(
            Severity.ERROR,
            Code.UNSIGNED_AMOUNT,
            where,
            got,
            expected,
            rows=0,
            amount=f"{case.total:.2f}",
        )


def _is_amount(text: str) -> bool:
    return not numbers.is_missing(text) and any(digit in text for digit in "123456789")


def _below(text: str) -> bool:
    bare = numbers.bare(text.removeprefix("\x1fN"))
    return bare.startswith(("-", "(")) or bare.endswith("-")


UNSIGNED_AMOUNTS = TableRule(Code.UNSIGNED_AMOUNT, _look, AMOUNTS)
