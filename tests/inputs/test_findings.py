"""The sentences of findings, as people read them."""

from __future__ import annotations

import re

import pytest

from xlcost.dataset.findings import Code, Finding, Severity, Where

pytestmark = pytest.mark.fast


def said(code: Code, language: str = "en", **fields: object) -> str:
    """Return the sentence of a finding."""
    return Finding(Severity.WARNING, code, **fields).sentence(language)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", list(Code))
@pytest.mark.parametrize("language", ["en", "nb"])
def test_one_row_is_singular(code: Code, language: str) -> None:
    """No sentence speaks of "1 rows", ends in a stray mark or leaves a field or a choice open."""
    text = said(code, language, got="x", expected="y", rows=1, where=Where("f.csv"))
    assert "1 rows" not in text
    assert "1 rader" not in text
    assert "1 texts" not in text
    settings = text
    for _ in range(2):  # a table of TOML, as the settings have it, and a table in a table
        settings = re.sub(r"= \{\}|\{ [^{}|#]+ \}", "", settings)
    assert not set("{}|#") & set(settings)
    assert text.rstrip(" ;,:") == text


def test_rows_left_out_by_the_settings() -> None:
    """Rows, the rule and the sum stand there as a person writes them in each language."""
    fields = {"got": "A&F, …", "rows": 940, "amount": "8692708303.73"}
    where = Where("boston.csv", row=2, column="Program")
    assert said(Code.ROW_LEFT_OUT, where=where, **fields) == (
        "boston.csv, row 2: 940 rows left out by the settings (Program is A&F, …), "
        "sum 8,692,708,303.73"
    )
    assert "sum 8 692 708 303,73" in said(Code.ROW_LEFT_OUT, "nb", where=where, **fields).replace(
        "\u00a0", " "
    )


def test_many_rows_are_grouped() -> None:
    """Thousands of rows have a mark between their digits; one row has its own words."""
    many = said(Code.DUPLICATE_ROW, rows=10_482)
    one = said(Code.DUPLICATE_ROW, rows=1)
    assert many.startswith("possible duplicate: 10,482 rows repeat an earlier row")
    assert one.startswith("possible duplicate: 1 row repeats an earlier row")
