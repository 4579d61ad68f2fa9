"""A file with its accounts in rows of their own: the message dictates the setting that works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlcost.dataset.findings import Code
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load
from xlcost.values.text_guard import parsed_text

BODY = (
    "Konto 5010 Lønn;;;\n15.01.2026;1;Januar;100,00\n15.02.2026;2;Februar;50,00\n"
    "Sum konto 5010;;;150,00\n"
    "Konto 6300 Leie;;;\n20.01.2026;3;Husleie;25,00\nSum konto 6300;;;25,00\n"
)
NAMED = (
    "Wages;;;\n15.01.2026;1;January;100,00\n15.02.2026;2;February;50,00\nTotal for Wages;;;150,00\n"
    "Rent;;;\n20.01.2026;3;Rent;25,00\nTotal for Rent;;;25,00\n"
)


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize(
    ("text", "accounts"),
    [("Dato;Bilag;Tekst;Beløp\n" + BODY, {"5010": 150, "6300": 25}),
     ("Dato;Bilag;Tekst;Beløp\n" + NAMED, {"Wages": 150, "Rent": 25})],
    ids=["codes", "names"],
)  # fmt: skip
def test_the_message_names_the_column_of_heading_rows(
    tmp_path: Path, text: str, accounts: dict[str, float], language: str
) -> None:
    """The setting that the sentence dictates, applied as it stands, makes the folder right."""
    (tmp_path / "ledger.csv").write_text(text, encoding="utf-8")
    report = f'[report]\nlanguage = "{language}"\n'
    dataset = load(tmp_path, parse_settings(parsed_text(report, "xlcost.toml")))
    (said,) = (f.sentence(language) for f in dataset.findings if f.code is Code.MISSING_COLUMN)
    dictated = re.search(r"heading_rows = \{.*?\}", said)
    assert dictated, said
    settings = f"{report}[ledger]\n{dictated[0]}\n"
    read = load(tmp_path, parse_settings(parsed_text(settings, "xlcost.toml")))
    found = read.facts.ledger.groupby("account")["amount"].sum().to_dict()
    assert (found, read.facts.ledger_total) == (accounts, 175)


def test_a_table_without_heading_rows_gets_no_such_advice(tmp_path: Path) -> None:
    """Where no row names an account alone, the sentence asks for a column, as ever."""
    (tmp_path / "ledger.csv").write_text(
        "Dato;Bilag;Tekst;Beløp\n15.01.2026;1;Januar;100,00\n15.02.2026;2;Februar;50,00\n",
        encoding="utf-8",
    )
    dataset = load(tmp_path, parse_settings({}))
    (said,) = (f.sentence() for f in dataset.findings if f.code is Code.MISSING_COLUMN)
    assert "heading_rows" not in said
