"""The sheet To do: what is open, the gravest and the most money first, and where to answer it."""

from __future__ import annotations

from collections.abc import Sequence

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Finding, Severity
from xlcost.dataset.setting_cells import Cell
from xlcost.locales.words import Words
from xlcost.workbook.settings_book import SetupColumn, SetupSheet

COLUMNS = {"severity": 12.0, "question": 104.0, "amount": 18.0, "place": 24.0}


def to_do_sheet(findings: Sequence[Finding], word: Words) -> SetupSheet:
    """Return what is open, the gravest and the most money first."""
    columns = [SetupColumn(word.text(f"setup.columns.{one}"), w) for one, w in COLUMNS.items()]
    rows: list[list[Cell]] = []
    for finding in findings:
        amount = float(finding.amount) if finding.amount else None
        severity = word.text(f"report.severity.{finding.severity}")
        rows.append([severity, finding.sentence(word.language), amount, finding.cell or None])
    return SetupSheet(
        word.text("setup.sheets.to_do"), columns, rows, links=list(COLUMNS).index("place")
    )


def questions(dataset: Dataset) -> list[Finding]:
    """Return the errors and warnings of a folder, the gravest and the most money first."""
    grave = [Severity.ERROR, Severity.WARNING]
    asked = [finding for finding in dataset.findings if finding.severity in grave]
    return sorted(
        asked,
        key=lambda one: (grave.index(one.severity), -abs(float(one.amount or 0)), -one.rows),
    )
