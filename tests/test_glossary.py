"""Every text calls a thing by the one word that the glossary has for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xlcost.catalogue.families import catalogue
from xlcost.locales.words import LANGUAGES

pytestmark = pytest.mark.fast

ROOT = Path(__file__).resolve().parents[1]
# Words of people's own files are met in every spelling, and what is recognised is no word of ours.
THEIRS = ("aliases.",)


def _rows(title: str) -> list[list[str]]:
    """Return the rows of the table below a heading of the glossary."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    part = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, str) and not prefix.startswith(THEIRS):
            yield prefix + key, value


def _texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield every text that a person may read in a language, with where it stands."""
    path = ROOT / "xlcost" / "locales" / f"{language}.toml"
    yield from _flat(tomllib.loads(path.read_text(encoding="utf-8")))
    for metric in catalogue():
        yield f"label of {metric.name}", metric.label(language)
        yield f"definition of {metric.name}", metric.definition(language)


def _not_used(language: str) -> list[str]:
    place = {"en": 1, "nb": 3}[language]
    words = [word.strip() for row in _rows("Not used") for word in row[place].split(",")]
    return [word for word in words if word]


def _pattern(word: str) -> re.Pattern[str]:
    goes_on = word.endswith("-")
    end = "" if goes_on or not word[-1].isalpha() else r"(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(word.removesuffix('-'))}{end}", re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_for_one_thing(language: str) -> None:
    """No text of reports, findings, template and command line has a word that is not used."""
    words = _not_used(language)
    assert len(words) > 8
    texts = list(_texts(language))
    found = [
        (place, word) for word in words for place, text in texts if _pattern(word).search(text)
    ]
    assert found == []


def test_the_test_finds_a_word() -> None:
    """A word is found by itself and, where it has a hyphen, as the beginning of another."""
    assert _pattern("henvendelse-").search("Antall henvendelser")
    assert _pattern("konti").search("flere konti her")
    assert not _pattern("konti").search("kontinuerlig")


def test_terms_have_both_languages() -> None:
    """Every term of the glossary has its Norwegian word, or says that there is none."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    lines = [line for line in text.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]
    assert len(rows) > 60
    assert [row for row in rows if len(row) != 3 or not all(row)] == []
