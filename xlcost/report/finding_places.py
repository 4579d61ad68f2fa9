"""Where in the pack that stands which a finding speaks of: a posting, or a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlcost.dataset.findings import Finding
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Made
from xlcost.report.model.expressions import Literal, Ref
from xlcost.report.model.spec import Grid, Row

# The grid in which such things are listed, what names one there, and the cell to go to.
POSTING = ("postings", ("file", "row"), "date")
COMMENT = ("commentary", ("line",), "line")

Names = tuple[object, ...]


@dataclass(frozen=True)
class FindingPlaces:
    """The cells that findings may lead to.

    Attributes:
        postings: By file and row.
        comments: By line.
        commentary: What the sheet of comments is called.
    """

    postings: Mapping[Names, Ref]
    comments: Mapping[Names, Ref]
    commentary: str

    def of(self, finding: Finding) -> Ref | None:
        """Return the cell that speaks of what a finding does, where there is one."""
        where = finding.where
        if where.sheet == self.commentary and not where.row:
            return self.comments.get((where.column,))
        return self.postings.get((where.file, where.row)) if where.row else None


def places(ctx: Context, made: Made) -> FindingPlaces:
    """Return the cells of a report's postings and comments."""
    postings, comments = (dict(_listed(made, *what)) for what in (POSTING, COMMENT))
    return FindingPlaces(postings, comments, ctx.t("sheets.commentary"))


def _listed(
    made: Made, grid: str, named: tuple[str, ...], cell: str
) -> Iterator[tuple[Names, Ref]]:
    for block in (block for sheet in made.sheets for block in sheet.blocks):
        if isinstance(block, Grid) and block.id == grid:
            for row in block.rows:
                names = tuple(_said(row, column) for column in named)
                if all(names):
                    yield names, Ref(grid, row.key, cell)


def _said(row: Row, column: str) -> object:
    cell = row.cells.get(column)
    said = cell.expression if cell else None
    return said.value if isinstance(said, Literal) else None
