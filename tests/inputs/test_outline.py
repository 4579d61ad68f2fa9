"""A first settings file from the user's own files."""

from __future__ import annotations

import tomllib
from pathlib import Path

from xlcost.inputs.outline import outline
from xlcost.inputs.settings import parse_settings


def test_outline_is_right_settings(shared_data: Path) -> None:
    """What `xlcost init` writes for real files can be read, and names their scenarios."""
    names = ("us-boston-operating-fy25.csv", "de-bremen-2016.xlsx", "de-kiel-2017.csv")
    text = outline([shared_data / "ledgers" / name for name in names])
    settings = parse_settings(tomllib.loads(text))
    boston, bremen, kiel = settings.ledger
    assert boston.amounts["FY23 Actual Expense"].period == "2023"
    assert boston.amounts["FY25 Budget"].version == "budget"
    assert bremen.amounts["IST 2016"].version == "actual"
    assert kiel.columns == {"account": "Sachkonto", "amount": "Betrag", "date": "Datum"}
    assert "(guess)" in text


def test_outline_of_canonical_file(tmp_path: Path) -> None:
    """A file with the canonical name and headings is known by them; hostile names stay texts."""
    path = tmp_path / "ledger-2026.csv"
    path.write_text('period,account,amount,"a""]\n[x"\n2026-10,5000,15.000,1\n', encoding="utf-8")
    text = outline([path])
    assert parse_settings(tomllib.loads(text)).ledger[0].files == ["ledger-2026.csv"]
    assert "can be read in two ways" in text
