"""What stands in the columns of a table: each distinct text once, so that questions are cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlcost.system.late import pa, pc
from xlcost.values import numbers
from xlcost.values.numbers import SPACE

if TYPE_CHECKING:
    import ibis.expr.types as ir

BLANK = f"^[{SPACE}]*$"


class Seen:
    """The distinct texts of each column, found when they are first asked for.

    An expression has only the branches that a column needs: compiling the others costs more than
    adding up the rows of an ordinary file.

    Args:
        cells: The rows, in memory or in the engine.
    """

    def __init__(self, cells: pa.Table | ir.Table) -> None:
        self._cells = cells
        self._counted: dict[str, tuple[Any, Any]] = {}
        self._answers: dict[tuple[str, str], bool] = {}

    def counted(self, column: str) -> tuple[Any, Any]:
        """Return the distinct texts of a column, NULL among them, and their rows."""
        if column not in self._counted:
            if isinstance(self._cells, pa.Table):
                found = self._cells[column].value_counts()
                pair = found.field("values"), found.field("counts")
            else:
                texts = self._cells.select(text=self._cells[column])
                found = texts.group_by("text").agg(rows=texts.count()).to_pyarrow()
                pair = found["text"].combine_chunks(), found["rows"].combine_chunks()
            self._counted[column] = pair
        return self._counted[column]

    def any(self, column: str, pattern: str) -> bool:
        """Tell whether a text of a column holds a pattern."""
        place = (column, pattern)
        if place not in self._answers:
            found = pc.match_substring_regex(self.counted(column)[0], pattern)
            self._answers[place] = bool(pc.any(found).as_py())
        return self._answers[place]

    def has_null(self, column: str) -> bool:
        """Tell whether a row has no such field."""
        return bool(self.counted(column)[0].null_count)

    def is_padded(self, column: str) -> bool:
        """Tell whether a text of a column has blanks at its ends."""
        return self.any(column, numbers.EDGES)

    def has_blank(self, column: str) -> bool:
        """Tell whether a row has nothing in a column."""
        return self.has_null(column) or self.any(column, BLANK)

    def shapes(self, column: str, most: int) -> dict[str, int]:
        """Return one text of each shape of a column, with its rows.

        Every digit of a shape is 0, and a leading zero stays apart as z.
        """
        texts, rows = self.counted(column)
        led = pc.replace_substring_regex(texts, r"^([^0-9]*)0", r"\1z")
        table = pa.table(
            {"s": pc.replace_substring_regex(led, "[0-9]", "0"), "t": texts, "n": rows}
        )
        grouped = table.filter(pc.is_valid(texts)).group_by("s", use_threads=False)
        found = grouped.aggregate([("t", "first"), ("n", "sum")]).slice(0, most)
        return dict(zip(found["t_first"].to_pylist(), found["n_sum"].to_pylist(), strict=True))
