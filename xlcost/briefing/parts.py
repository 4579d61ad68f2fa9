"""Which parts of a report stand on a page or a slide: the pages that everybody gets, or all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from xlcost.report.model.spec import Block, Chart, Grid, Report, Sheet, Text

PAGE = ("summary", "opex_lines", "bridge", "forecast")


@dataclass(frozen=True)
class PagePart:
    """A sheet as a part of a page.

    Attributes:
        key: The sheet's.
        title: Its title.
        blocks: What is shown of it, from the top.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def charts(self) -> list[Chart]:
        """Its charts."""
        return [block for block in self.blocks if isinstance(block, Chart)]

    @property
    def grids(self) -> list[Grid]:
        """Its tables."""
        return [block for block in self.blocks if isinstance(block, Grid)]

    @property
    def texts(self) -> list[Text]:
        """Its lines of text."""
        return [block for block in self.blocks if isinstance(block, Text)]


def parts(report: Report, keys: Sequence[str] = PAGE) -> list[PagePart]:
    """Return the parts that a report has, in an order; what its settings hide is none of them."""
    sheets = {sheet.key: sheet for sheet in report.sheets if not sheet.hidden}
    return [
        PagePart(key, sheets[key].title, tuple(_shown(sheets[key], report)))
        for key in keys
        if key in sheets
    ]


def _shown(sheet: Sheet, report: Report) -> Iterator[Block]:
    """Yield the blocks of a sheet that are printed, and the charts that follow them at once."""
    ends = sheet.essential if report.pages == "short" and sheet.essential else len(sheet.blocks)
    more = takewhile(lambda block: isinstance(block, Chart), sheet.blocks[ends:])
    for block in (*sheet.blocks[:ends], *more):
        if isinstance(block, Grid):
            folded = block.parts
            yield from folded[:1] if block.short and report.pages == "short" else folded
        else:
            yield block
