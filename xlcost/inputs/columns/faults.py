"""Faults of rows: the reasons to leave a row out, of which the first that applies counts."""

from __future__ import annotations

from typing import Any

from xlcost.dataset.findings import Code
from xlcost.inputs.columns.number_columns import Parsed, never
from xlcost.inputs.columns.number_reading import NumberColumn
from xlcost.system.late import ibis
from xlcost.values.marks import MARK


class Faults:
    """The reasons to leave a row out; the first that applies counts."""

    def __init__(self) -> None:
        self._found: list[tuple[Any, Code, str, Any]] = []

    @property
    def any(self) -> bool:
        """Whether any row can have a fault."""
        return bool(self._found)

    def add(self, applies: Any, code: Code, heading: str, got: Any) -> None:
        """Add a reason.

        Args:
            applies: Whether a row has the fault.
            code: The finding's.
            heading: The heading of the column at fault.
            got: What stands there.
        """
        if applies is never():
            return
        self._found.append((applies.fill_null(False), code, heading, got))

    def add_number(self, number: NumberColumn, read: Parsed, cell: Any) -> None:
        """Add what can be wrong with a number."""
        heading, got = number.bound.heading, shown(cell)
        if read.wrong is not never():
            if number.dialect.ambiguous:
                two_ways = read.wrong & got.re_search("[.,]")
                self.add(two_ways, Code.AMBIGUOUS_DECIMAL, heading, got)
            self.add(read.wrong, Code.NOT_A_NUMBER, heading, got)
        if number.required and number.blank:
            self.add(read.value.isnull(), Code.MISSING_VALUE, heading, ibis.literal(""))

    def code(self) -> Any:
        """Return the code of a row's fault, "" where it has none."""
        return self._cases([ibis.literal(str(code)) for _, code, _, _ in self._found])

    def heading(self) -> Any:
        """Return the heading of the column at fault."""
        return self._cases([ibis.literal(heading) for _, _, heading, _ in self._found])

    def got(self) -> Any:
        """Return what stands in the column at fault."""
        return self._cases([got for _, _, _, got in self._found])

    def _cases(self, results: list[Any]) -> Any:
        if not results:
            return ibis.literal("")
        pairs = [(f[0], result) for f, result in zip(self._found, results, strict=True)]
        return ibis.cases(*pairs, else_=ibis.literal(""))


def shown(cell: Any) -> Any:
    """Return a cell as a person sees it."""
    text = cell.cast("string")
    return ibis.cases((text.startswith(MARK), text.substr(2)), else_=text).fill_null("")
