"""The message above Summary's tables: live sentences, and the grid on Data they are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlcost.report.message import effects, position, quality, service
from xlcost.report.message.notebook import Notebook
from xlcost.report.model.context import Context
from xlcost.report.model.contract import FIRST, Made
from xlcost.report.model.spec import Grid, Sheet, Text


@dataclass(frozen=True)
class Message:
    """Sentences for Summary, and the grid that holds their figures.

    Attributes:
        blocks: The sentences, each a cell that points at Data.
        grid: For the sheet Data.
    """

    blocks: tuple[Text, ...]
    grid: Grid


def message(ctx: Context, made: Made) -> Message:
    """Return what Summary says first.

    Args:
        ctx: The report.
        made: The sheets that are made, Checks among them.
    """
    book = Notebook(ctx)
    for key, expression in position.sentences(ctx, book):
        book.sentence(key, expression)
    driven = effects.sentence(ctx, book)
    if driven is not None:
        book.sentence("effects", driven)
    served = service.sentence(ctx, book, made.keys)
    if served is not None:
        book.sentence("service", served)
    book.sentence("quality", quality.sentence(ctx, book, made))
    blocks = tuple(Text("", "message", said=ref) for ref in book.sentences)
    return Message(blocks, book.grid())


def said_in(sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """Return the sentences of the finished Summary; other sheets may have live ones, too."""
    blocks = (block for sheet in sheets if sheet.key == FIRST for block in sheet.blocks)
    return tuple(one.text for one in blocks if isinstance(one, Text) and one.said is not None)
