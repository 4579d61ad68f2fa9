"""The first line of a plan: what it saves on paper, and what of that is cash; it is live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xlcost.locales.words import Words
from xlcost.report.model import cells, spoken_money
from xlcost.report.model.expressions import Choice, Expression, Literal, Ref, Rounded, Said
from xlcost.report.model.live_texts import joined
from xlcost.report.model.spec import Cell, Column, Grid, Row, Text
from xlcost.report.planning.plan import SUMMARY, Plan

GRID: Final = "plan_opening"
_FIGURES: Final[Mapping[str, str]] = {"paper": "net", "cash": "cash"}


def line() -> Text:
    """Return the line."""
    return Text("", "message", said=Ref(GRID, "sentence", "words"))


def grid(plan: Plan) -> Grid:
    """Return what the line is made of: two amounts, how each is said, and the sentence."""
    manner = spoken_money.money(plan.word, plan.currency)
    rows = []
    for key, row in _FIGURES.items():
        figure = Ref(GRID, key, "value")
        by_column = {
            "label": cells.words(plan.t(f"rows.{row}")),
            "value": Cell(Rounded(Ref(SUMMARY, row, "base")), "money"),
            "words": Cell(Said(figure, manner.sizes, manner.decimal, manner.thousand)),
        }
        rows.append(Row(key, by_column))
    by_column = {"label": cells.words(plan.t("opening.label")), "words": Cell(_sentence(plan.word))}
    columns = (
        Column("label", plan.t("columns.scenario"), width=38.0),
        Column("value", plan.t("columns.value")),
        Column("words", plan.t("opening.words"), width=24, clip=True),
    )
    return Grid(GRID, columns, (*rows, Row("sentence", by_column)), title=plan.t("opening.title"))


def _sentence(word: Words) -> Expression:
    """Return the sentence for every sign: a plan may save on paper what it costs in cash."""
    known = {key: Ref(GRID, key, "words") for key in _FIGURES}

    def said(key: str) -> Expression:
        return joined(word.text(f"plan.opening.{key}"), **known)

    def by_cash(paper: str) -> Expression:
        saves, costs, nothing = (said(f"{paper}_{way}") for way in ("saves", "costs", "nothing"))
        return Choice(Ref(GRID, "cash", "value"), saves, costs, nothing)

    saves, costs, nothing = (by_cash(way) for way in ("saves", "costs", "nothing"))
    missing = Literal(word.text("plan.opening.unknown"))
    return Choice(Ref(GRID, "paper", "value"), saves, costs, nothing, missing)
