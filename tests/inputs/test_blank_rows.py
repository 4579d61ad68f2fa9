"""Rows of nothing but blanks are no rows."""

from __future__ import annotations

import pyarrow as pa
import pytest

from xlcost.inputs.files.line_files import without_blank_rows

pytestmark = pytest.mark.fast


def test_rows_of_blanks_are_left_out_with_their_numbers() -> None:
    """A row is blank with blanks, tabs or nothing in every column but the last, its number."""
    table = pa.table({"c0": ["a", " ", None, ""], "c1": ["", "\t", "", "b"], "_row": [2, 3, 4, 5]})
    assert without_blank_rows(table)["_row"].to_pylist() == [2, 5]


def test_a_table_without_blank_rows_stays_as_it_is() -> None:
    """Where one column has something in every row, nothing is left out, nor of no columns."""
    table = pa.table({"c0": ["a", "b"], "c1": ["", None], "_row": [2, 3]})
    assert without_blank_rows(table) is table
    numbers = pa.table({"_row": [2, 3]})
    assert without_blank_rows(numbers) is numbers
