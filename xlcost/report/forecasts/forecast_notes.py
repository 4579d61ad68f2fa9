"""What stands above the forecast: how it comes about, what it leaves out, how far it may be off."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.report.forecasts import accuracy, fallbacks, method_range
from xlcost.report.model.context import Context
from xlcost.report.model.figures import Figures
from xlcost.report.model.full_year import BUDGET, Chosen
from xlcost.report.model.labels import capital
from xlcost.report.model.lives import ALWAYS, NEVER
from xlcost.report.model.sentences import money
from xlcost.report.opex import opex_lines

SHOWN = 4  # lines or cost centres that a sentence names


def notes(ctx: Context) -> list[str]:
    """Return the notes, a paragraph each."""
    made = " ".join([ctx.t("outlook.note"), _how(ctx), *_left_out(ctx)])
    parts = (
        method_range.sentence(ctx),
        _same_variance(ctx),
        _over(ctx),
        accuracy.sentence(ctx),
    )
    told = " ".join(filter(None, parts))
    return [note for note in (told, made) if note]


def _chosen(ctx: Context) -> list[Chosen]:
    figures = Figures(ctx, opex_lines.GRID)
    return [figures.chosen(opex_lines.line_part(line)) for line in ctx.lines]


def _how(ctx: Context) -> str:
    """Return how each method that is used makes an open period, and what its mark means."""
    chosen = _chosen(ctx)
    said = {"run_rate": "run_rate_begun"} if ctx.unbegun else {}
    texts = [
        ctx.t(f"outlook.how_{said.get(name, name)}", name=ctx.t(f"outlook.{name}"))
        for name in dict.fromkeys(one.method for one in chosen)
    ]
    texts += [ctx.t("notes.fallback")] if any(one.why for one in chosen) else []
    return " ".join(map(capital, texts))


def _left_out(ctx: Context) -> Iterator[str]:
    """Yield what is not carried on: cost that does not come back, and cost centres that close."""
    if opex_lines.has_one_offs(ctx):
        yield ctx.t("outlook.one_offs")
    found = fallbacks.closing(ctx)
    for key, chosen in (
        ("closes", [(one.name, life.last) for one, life in found if life.last != NEVER]),
        ("opens", [(one.name, life.first) for one, life in found if life.first != ALWAYS]),
    ):
        named = [f"{name} ({ctx.short_name(period)})" for name, period in chosen]
        if named:
            shown = ", ".join([*named[:SHOWN], *(["…"] if named[SHOWN:] else [])])
            yield ctx.t(f"outlook.{key}", centres=shown)


def _same_variance(ctx: Context) -> str:
    """Return that what remains of a budget adds no variance to that of the year to date."""
    if not ctx.has_budget("ytd") or {one.method for one in _chosen(ctx)} != {BUDGET}:
        return ""
    year, to_date = (
        opex_lines.number(ctx, opex_lines.TOTAL, column) for column in ("year_var", "ytd_var")
    )
    if abs(year - to_date) >= 0.5 or abs(year) < 0.5:  # noqa: PLR2004 - less than what is shown
        return ""
    return ctx.t("outlook.same_variance", amount=money(ctx, abs(year)))


def _over(ctx: Context) -> str:
    """Return which lines have used more than the budget of their year."""
    if not ctx.has_budget("year"):
        return ""
    over = []
    for line in ctx.lines:
        row = opex_lines.line_part(line).key
        budget = max(0.0, opex_lines.number(ctx, row, "year_bu"))
        beyond = round(opex_lines.number(ctx, row, "ytd_ac") - budget, 2)
        if line.word == "cost" and beyond > 0:
            over.append((beyond, line.name))
    if not over:
        return ""
    over.sort(key=lambda item: (-item[0], item[1]))
    shown = ", ".join(f"{name} ({money(ctx, beyond)})" for beyond, name in over[:SHOWN])
    more = f" {ctx.t('outlook.over_more', count=len(over) - SHOWN)}" if over[SHOWN:] else ""
    return ctx.t("outlook.over_said", lines=shown + more)
