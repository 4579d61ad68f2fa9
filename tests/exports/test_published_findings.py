"""What is said of each published file is held: a rule that fires falsely on a real file is seen."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from xlcost.dataset.findings import Severity
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load

SETTINGS = Path(__file__).parents[1] / "inputs" / "settings"
HELD: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("published_findings.toml").read_text(encoding="utf-8")
)


def said(shared_data: Path, name: str) -> dict[str, int]:
    """Return how many errors and warnings of each code published data bring, as it is set up."""
    settings = tomllib.loads((SETTINGS / f"{name}.toml").read_text(encoding="utf-8"))
    found = load(shared_data, parse_settings(settings)).findings
    told = [one for one in found if one.severity is not Severity.NOTE]
    return dict(sorted(Counter(f"{one.severity} {one.code}" for one in told).items()))


def test_every_published_file_is_held() -> None:
    """Settings that are added for published data are held here, too."""
    assert set(HELD) == {path.stem for path in SETTINGS.glob("*.toml")}


@pytest.mark.parametrize("name", HELD)
def test_what_is_said_of_a_published_file(shared_data: Path, name: str) -> None:
    """No published file brings another error or warning than those that were looked at."""
    assert said(shared_data, name) == HELD[name]
