"""A column that is the sum of others is told, and is an error beside its parts."""

from __future__ import annotations

from pathlib import Path

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load

PERIODS = {"A": "2026-01", "B": "2026-02", "C": "2026-03", "All": "2026"}
ROWS = "Account;A;B;C;All\n100;1,00;2,00;3,50;6,50\n200;10,00;-4,00;;6,00\n300;5;0;0;5\n"


def _told(folder: Path, versions: dict[str, str], accept: list[str] | None = None) -> list[Finding]:
    (folder / "budget.csv").write_text(ROWS, encoding="utf-8")
    (folder / "ledger.csv").write_text("account,period,amount\n100,2026-01,5\n", encoding="utf-8")
    amounts = {
        name: {"period": period, "version": versions.get(name, "original")}
        for name, period in PERIODS.items()
    }
    settings = {"budget": {"amounts": amounts, "accept": accept or []}}
    findings = load(folder, parse_settings(settings)).findings
    return [finding for finding in findings if finding.code is Code.TOTAL_COLUMN]


def test_a_total_beside_its_parts_is_an_error(tmp_path: Path) -> None:
    """The column All is A + B + C in every row: beside them it is an error that says so."""
    (found,) = _told(tmp_path, {})
    assert found.severity is Severity.ERROR
    assert (found.where.column, found.expected) == ("All", "A, B, C")
    assert "counted twice" in found.sentence()


def test_a_total_of_another_version_is_a_note(tmp_path: Path) -> None:
    """A sum of another version is told and stops nothing: nothing is counted twice."""
    (found,) = _told(tmp_path, {"All": "revised"})
    assert found.severity is Severity.NOTE


def test_what_a_person_accepts_is_a_note(tmp_path: Path) -> None:
    """`accept` keeps the finding, as a note."""
    (found,) = _told(tmp_path, {}, ["TOTAL_COLUMN"])
    assert found.severity is Severity.NOTE
