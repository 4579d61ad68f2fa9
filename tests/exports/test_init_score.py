"""`xlcost init` on published ledgers: roles, columns, and no wrong total without a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import init_score

ENOUGH = 0.9  # of the columns
# Ledgers that are quick to read; with `-m long` all of them.
QUICK = ("us-boston", "no-stavanger", "no-forde", "moers-us-parentheses", "de-freiburg", "fy17")


def _held(every: list[init_score.Score], enough: float) -> None:
    assert [one.path for one in every if not one.role] == []
    assert [text for one in every for text in one.silent] == []
    columns = sum(one.columns for one in every)
    wrong = [text for one in every for text in one.wrong]
    assert len(wrong) <= (1 - enough) * columns, wrong


def test_some_published_ledgers(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file has its role, most columns are right, and a wrong total is a question."""
    some = [one for one in init_score.KNOWN if any(name in one.path for name in QUICK)]
    monkeypatch.setattr(init_score, "KNOWN", some)
    _held(list(init_score.scores(shared_data / "ledgers")), 0.8)  # the odd ones are among them


@pytest.mark.long
def test_every_published_ledger(shared_data: Path) -> None:
    """Of all ledgers, each by itself, nine columns in ten mean what they are said to mean."""
    _held(list(init_score.scores(shared_data / "ledgers")), ENOUGH)
