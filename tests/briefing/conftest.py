"""The hand-made company's report beside its workbook, once for all tests of the room."""

from __future__ import annotations

import pytest
from hand_made import company
from told import Told, told_of


@pytest.fixture(scope="session", params=["en", "nb"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Return the hand-made company's report in each language."""
    path = tmp_path_factory.mktemp("told") / "pack.xlsx"
    return told_of(company(), path, request.param, pages="short")
