"""The grid on Data behind the message: each figure, its words, and the sentences made of them."""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter

from xlcost.report.message import numbers
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import (
    Call,
    Choice,
    Expression,
    Joined,
    Literal,
    Plus,
    Ref,
    Rounded,
    Said,
)
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row
from xlcost.report.model.spoken_money import Manner

GRID = "message"
NOTHING = Literal("")


def told(ctx: Context, key: str, **fields: Expression | str | int) -> Expression:
    """Return a text of [report.message] whose fields are live.

    Args:
        ctx: Its words.
        key: The text.
        fields: What stands in each of its fields; a whole number chooses its words.
    """
    parts: list[Expression] = []
    known = {name: one if isinstance(one, int) else f"{{{name}}}" for name, one in fields.items()}
    for text, name, _, _ in Formatter().parse(ctx.t(f"message.{key}", **known)):
        parts += [Literal(text)] if text else []
        if name:
            field = fields[name]
            parts.append(Literal(field) if isinstance(field, str | int) else field)
    return parts[0] if len(parts) == 1 else Joined(tuple(parts))


def listed(items: Sequence[Expression], between: str, last: str = "") -> Expression:
    """Return texts with others between them, and another one before the last."""
    parts = [part for item in items for part in (Literal(between), item)][1:]
    if last and len(items) > 1:
        parts[-2] = Literal(last)
    return parts[0] if len(parts) == 1 else Joined(tuple(parts))


class Notebook:
    """Collects the figures of the message, each once, and the sentences.

    Args:
        ctx: The report.
    """

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self._rows: dict[str, Row] = {}

    def grid(self) -> Grid:
        """Return the grid for Data."""
        t = self.ctx.t
        columns = (
            Column("label", t("columns.line"), width=34),
            Column("value", t("columns.value")),
            Column("words", t("message.words"), width=24, clip=True),
        )
        return Grid(GRID, columns, tuple(self._rows.values()), title=t("message.grid"))

    def figure(self, key: str, label: str, expression: Expression, shown: Format = "money") -> Ref:
        """Keep a figure, and return its cell."""
        if key not in self._rows:
            cells = {"label": Cell(Literal(label)), "value": Cell(expression, shown)}
            self._rows[key] = Row(key, cells)
        return Ref(GRID, key, "value")

    def words(self, figure: Ref, manner: Manner) -> Ref:
        """Return the cell that says a figure's size in words, beside the figure."""
        row = self._rows[figure.row]
        if "words" not in row.cells:
            spoken = Said(figure, manner.sizes, manner.decimal, manner.thousand)
            self._rows[figure.row] = Row(row.key, {**row.cells, "words": Cell(spoken)})
        return Ref(GRID, figure.row, "words")

    def sentence(self, key: str, expression: Expression) -> Ref:
        """Keep a sentence, and return its cell."""
        label = Cell(Literal(self.ctx.t("message.sentence", number=len(self.sentences) + 1)))
        self._rows[key] = Row(key, {"label": label, "words": Cell(expression)})
        return Ref(GRID, key, "words")

    @property
    def sentences(self) -> list[Ref]:
        """The cells of the sentences, in their order."""
        return [
            Ref(GRID, key, "words") for key, row in self._rows.items() if "value" not in row.cells
        ]

    # What sentences have in common

    def money(self, key: str, label: str, expression: Expression) -> tuple[Ref, Expression]:
        """Keep an amount, and return its cell and what it is called: minus where it is below 0."""
        figure = self.figure(key, label, Rounded(expression))
        size = self.words(figure, numbers.money(self.ctx))
        minus = told(self.ctx, "minus", amount=size)
        return figure, Choice(figure, size, minus, size)

    def size(self, figure: Ref) -> Ref:
        """Return what an amount is called, without its sign."""
        return self.words(figure, numbers.money(self.ctx))

    def label(self, figure: Ref) -> str:
        """Return the label of a figure."""
        text = self._rows[figure.row].cells["label"].expression
        return str(text.value) if isinstance(text, Literal) else ""

    def change(self, key: str, label: str, actual: Ref, base: Ref) -> Ref:
        """Keep actual less what it is compared with, to the cent, and return its cell."""
        apart = Plus(((1, actual), (-1, base)))
        return self.figure(key, label, Rounded(apart))

    def share(self, change: Ref, label: str, actual: Ref, base: Ref) -> Ref:
        """Keep a change as a share of its base, as it is shown: to a tenth of a percent."""
        call = Call("opex_variance_pct", {"actual": actual, "budget": base})
        return self.figure(f"{change.row}_pct", label, Rounded(call, 3), "share")

    def percent(
        self, change: Ref, label: str, actual: Ref, base: Ref, manner: Manner
    ) -> Expression:
        """Return a change in percent of its base; nothing where that says nothing."""
        figure = self.share(change, label, actual, base)
        size = self.words(figure, manner)
        return Choice(figure, size, size, NOTHING)
