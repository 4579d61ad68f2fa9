"""What the command line prints of findings."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from xlcost.console import screens
from xlcost.dataset.findings import Code, Finding, Findings, Severity, Where
from xlcost.locales.words import words

pytestmark = pytest.mark.fast


@pytest.mark.parametrize("notes", [True, False])
def test_notes_are_told_where_they_are_asked_for(*, notes: bool) -> None:
    """A check tells notes too, the gravest first; a report only counts them."""
    found = [
        Finding(severity, Code.UNKNOWN_WORD, Where(f"{severity}.csv"), "this", "that")
        for severity in (Severity.NOTE, Severity.ERROR)
    ]
    printed = io.StringIO()
    console = Console(file=printed, width=200)
    screens._findings(console, words("en"), Findings(tuple(found)), notes=notes)
    told = printed.getvalue()
    assert ("note.csv" in told) is notes
    assert "errors: 1 · warnings: 0 · notes: 1" in told
    assert told.find("error.csv") < told.find("note.csv") or not notes
