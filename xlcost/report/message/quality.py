"""How far the report can be trusted, in one line: controls, and what was wrong with the data."""

from __future__ import annotations

import math
from collections.abc import Iterator

from xlcost.dataset.findings import Finding, Severity
from xlcost.report import checks
from xlcost.report.message.notebook import Notebook, told
from xlcost.report.message.numbers import plain
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Made
from xlcost.report.model.expressions import Expression, Literal, Plus
from xlcost.values.shown_numbers import format_decimal

_NAMED = 2  # kinds of findings that are named
_JUDGED = (Severity.ERROR, Severity.WARNING)


def sentence(ctx: Context, book: Notebook, made: Made) -> Expression:
    """Return how many controls passed, live, and how many findings there are."""
    count = checks.count(made)
    failed = checks.failed_count(made, ctx.t("failed"))
    passed = Plus(((1, Literal(count)), (-1, failed)))
    figure = book.figure("passed", ctx.t("message.passed"), passed, "count")
    words = book.words(figure, plain(ctx))
    listed = [one for one in ctx.data.findings + made.noted if one.severity in _JUDGED]
    told_of = ", ".join(_counts(ctx, listed)) or ctx.t("message.no_findings")
    kinds = "; ".join(list(dict.fromkeys(_kinds(ctx, listed)))[:_NAMED])
    told_of += f" ({kinds})" if kinds else ""
    return told(ctx, "quality", count=count, passed=words, findings=told_of)


def _counts(ctx: Context, listed: list[Finding]) -> Iterator[str]:
    for severity in _JUDGED:
        number = sum(one.severity is severity for one in listed)
        if number:
            yield ctx.t(f"message.{severity}s", count=number)


def _kinds(ctx: Context, listed: list[Finding]) -> Iterator[str]:
    """Yield what the findings are of, the gravest and the most money first."""
    names = ctx.word.section("report.message.kinds")
    ordered = sorted(listed, key=lambda one: (one.severity is not Severity.ERROR, -_size(one)))
    for one in ordered:
        if one.code not in names:
            continue
        name = str(names[one.code])
        size = round(_size(one))
        amount = format_decimal(size, format="#,##0", locale=ctx.word.language) if size else ""
        yield f"{name}, {amount}" if amount else name


def _size(finding: Finding) -> float:
    """Return the money that a finding speaks of, where it is known."""
    try:
        size = abs(float(finding.amount or 0))
    except ValueError:
        return 0.0
    return size if math.isfinite(size) else 0.0
