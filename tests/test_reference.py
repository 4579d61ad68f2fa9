"""The function reference and the catalogue say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlcost.catalogue import reference
from xlcost.catalogue.families import catalogue
from xlcost.catalogue.registry import Metric

pytestmark = pytest.mark.fast

PAGE = Path(__file__).resolve().parents[1] / "docs" / "functions.md"


def test_page_is_written_from_the_catalogue() -> None:
    """docs/functions.md is what `python -m xlcost.catalogue.reference` writes."""
    assert PAGE.read_text(encoding="utf-8") == reference.page()


@pytest.mark.parametrize("metric", catalogue(), ids=lambda one: one.name)
def test_a_section_says_everything(metric: Metric) -> None:
    """A section has every part, and names every argument with its unit and each of its names."""
    section = reference.section(metric)

    for part in ("Overview", "Syntax", "Arguments", "Returned value", "Error", "Formula", "Source"):
        assert f"**{part}" in section
    for argument in metric.arguments:
        assert f"| {argument.name} | " in section
        assert argument.measure.unit in section
    for name in metric.excel_names:
        assert name in section


def test_main_writes_the_file(tmp_path: Path) -> None:
    """The module writes the page to the file that it is given."""
    target = tmp_path / "functions.md"

    reference.main(target)

    assert target.read_text(encoding="utf-8") == reference.page()
