"""Both languages say the same things."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xlcost.dataset.findings import Code
from xlcost.errors import UsageError
from xlcost.locales.words import LANGUAGES, words

pytestmark = pytest.mark.fast

FOLDER = Path(__file__).resolve().parents[1] / "xlcost" / "locales"


def _texts(language: str) -> dict[str, str | list[str]]:
    parsed = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_flat(parsed, ""))


def _flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_languages_have_the_same_keys() -> None:
    """A text that one language has, the other has."""
    english, norwegian = _texts("en"), _texts("nb")
    assert english.keys() == norwegian.keys()


def test_texts_have_the_same_fields() -> None:
    """A text has the same fields to fill in, in both languages."""
    english, norwegian = _texts("en"), _texts("nb")
    different = [
        key
        for key, text in english.items()
        if isinstance(text, str) and _fields(text) != _fields(str(norwegian[key]))
    ]
    assert not different


def test_texts_are_empty_or_padded_in_both_languages_or_none() -> None:
    """A text that is empty, or has blanks at its ends to join others, is so in both languages."""
    english, norwegian = _texts("en"), _texts("nb")
    assert [key for key in english if _shape(english[key]) != _shape(norwegian[key])] == []


def _shape(text: object) -> tuple[bool, bool, bool]:
    shown = str(text)
    return bool(text), shown[:1].isspace(), shown[-1:].isspace()


def test_every_finding_has_its_sentence() -> None:
    """Every code of the closed list has a text in every language, and no other code has one."""
    for language in LANGUAGES:
        assert set(words(language).section("findings")) == set(Code)


def test_unknown_language_is_refused() -> None:
    """A language without words is one clear sentence."""
    with pytest.raises(UsageError, match="'de'"):
        words("de")
