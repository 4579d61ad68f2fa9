"""The message above Summary's tables: live sentences, and the grid on Data they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from xlcost.report.message import effects, position, quality, service
from xlcost.report.message.notebook import Notebook
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Made
from xlcost.report.model.evaluation import Address
from xlcost.report.model.expressions import ErrorValue, Value
from xlcost.report.model.spec import Block, Grid, Sheet, Text


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


def filled(block: Block, values: Mapping[Address, Value]) -> Block:
    """Return a sentence with its text, once the figures are known; other blocks as they are."""
    if not isinstance(block, Text) or block.said is None:
        return block
    ref = block.said
    value = values[ref.grid, ref.row, ref.column]
    return replace(block, text=value.code if isinstance(value, ErrorValue) else str(value))


def said_in(sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """Return the sentences of finished sheets."""
    blocks = (block for sheet in sheets for block in sheet.blocks)
    return tuple(one.text for one in blocks if isinstance(one, Text) and one.said is not None)
