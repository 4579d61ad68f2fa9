"""Inputs that mislead: income above zero, and a whole double-entry ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import cases

from xlcost.inputs.files.number_formats import is_number_format


def test_income_above_zero(shared_data: Path, tmp_path: Path) -> None:
    """Income above zero is an error that says what to set; set, it is income."""
    folder = shared_data / "exports/faults/income-positive"
    for name in ("bare", "told"):
        (tmp_path / name).mkdir()
    outcome = cases.run(folder, tmp_path / "bare")
    assert [str(one.code) for one in outcome.errors] == ["INCOME_ABOVE_ZERO"] * 2
    assert 'income_is = "positive" under [budget]' in outcome.said
    told = '[ledger]\nincome_is = "positive"\n[budget]\nincome_is = "positive"\n'
    outcome = cases.run(folder, tmp_path / "told", told)
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == {"4000|202601": "-1000.00", "6000|202601": "400.00"}
    assert outcome.amounts("budget") == {"4000|202601": "-900.00", "6000|202601": "500.00"}


def test_a_whole_double_entry_ledger(shared_data: Path, tmp_path: Path) -> None:
    """Names prove the chart, and costs are told apart; without names the sentence says the way."""
    folder = shared_data / "exports/faults/double-entry-no-accounts"
    for name in ("bare", "named", "told"):
        (tmp_path / name).mkdir()
    costs = {"5000|202601": "1000.00", "6300|202601": "200.00"}
    outcome = cases.run(folder, tmp_path / "named")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == costs
    unnamed = '[ledger]\nfiles="hovedbok.csv"\nignore = ["Kontonavn"]\n'
    outcome = cases.run(folder, tmp_path / "bare", unnamed)
    assert [str(one.code) for one in outcome.errors] == ["DOUBLE_ENTRY"]
    rule = 'leave_out = [{ column = "Konto", values = ["1920", "2400"] }]'
    assert rule in outcome.said
    outcome = cases.run(folder, tmp_path / "told", f"{unnamed}{rule}\n")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == costs


@pytest.mark.parametrize("currency", ["rm", "usd"])
def test_amounts_with_letters_in_their_format(
    shared_data: Path, tmp_path: Path, currency: str
) -> None:
    """An amount shown as RM 1,180.50 is an amount and no day of 1903."""
    outcome = cases.run(shared_data / "exports/faults/numfmt" / currency, tmp_path)
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == {"4000|202601": "1180.50"}


@pytest.mark.parametrize(
    ("code", "number"),
    [("RM #,##0.00", True), ("DKK 0.00", True), ("yyyy-mm-dd", False), ("mm:ss.0", False)],
)
def test_formats_of_numbers(code: str, number: bool) -> None:
    """Letters of a currency make no date of a number, and a fraction of a second none of a time."""
    assert is_number_format(code) == number
