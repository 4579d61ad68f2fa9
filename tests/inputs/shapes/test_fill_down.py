"""A value that is written once holds for the blank cells below it, where the settings say so."""

from __future__ import annotations

from pathlib import Path

from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load


def test_accounts_are_filled_down(tmp_path: Path) -> None:
    """Amounts below an account that is written once are of that account."""
    rows = "Account;Period;Amount\n100;2026-01;5\n;2026-01;7\n200;2026-01;1\n;2026-01;2\n"
    (tmp_path / "ledger.csv").write_text(rows, encoding="utf-8")
    facts = load(tmp_path, parse_settings({"ledger": {"fill_down": "Account"}})).facts
    assert facts.ledger.set_index("account")["amount"].to_dict() == {"100": 12, "200": 3}
