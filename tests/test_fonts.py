"""Fonts: a PDF set in another one than its pages are made for is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlcost.system.fonts import has_font


@pytest.mark.parametrize(
    ("file", "font", "there"),
    [
        ("calibri.ttf", "Calibri", True),
        ("Carlito-Regular.ttf", "Calibri", True),
        ("LiberationSans-Bold.ttf", "Arial", True),
        ("Open Sans.otf", "Open Sans", True),
        ("DejaVuSans.ttf", "Calibri", False),
        ("Carlito-Regular.ttf", "Arial", False),
    ],
)
def test_a_font_or_one_as_wide_is_found(
    file: str, font: str, *, there: bool, tmp_path: Path
) -> None:
    """A font counts as installed where it is, or one with letters of the same widths."""
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / file).write_bytes(b"")
    assert has_font(font, [tmp_path / "absent", tmp_path]) is there
