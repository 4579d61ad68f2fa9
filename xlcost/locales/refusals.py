"""Refusals: exceptions with words in every language, chosen where somebody is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self, TypeVar

from xlcost.errors import SettingsError, XlcostError
from xlcost.locales.words import LANGUAGES, words

Refusal = TypeVar("Refusal", bound=XlcostError)


class Saying(str):
    """A text with words in every language; as a plain text it is the English one.

    Attributes:
        key: The text, such as `mistakes.missing`.
        fields: What is filled in; sayings among them are in the same language.
    """

    __slots__ = ("fields", "key")
    key: str
    fields: Mapping[str, object]

    def __new__(cls, key: str, fields: Mapping[str, object]) -> Self:
        """Return a saying; `saying` is how it is written."""
        made = super().__new__(cls, words(LANGUAGES[0]).text(key, **fields))
        made.key, made.fields = key, fields
        return made


def saying(key: str, /, **fields: object) -> Saying:
    """Return a text that knows its words in every language."""
    return Saying(key, fields)


def refusal(kind: type[Refusal], key: str, **fields: object) -> Refusal:
    """Return an exception whose sentence is a text under [refusals].

    Args:
        kind: What it is.
        key: The text.
        fields: What is filled in.
    """
    made = kind(words(LANGUAGES[0]).text(f"refusals.{key}", **fields))
    made.said = (key, fields)
    return made


def wrong_setting(mistake: Saying, place: str = "xlcost.toml") -> SettingsError:
    """Return the refusal of a mistake in the settings.

    Args:
        mistake: What is wrong, a text under [mistakes].
        place: The file, and where it is a workbook the cell.
    """
    return refusal(SettingsError, "settings", file=place, mistake=mistake)


def told(fault: XlcostError, language: str) -> str:
    """Return the sentence of an exception, in a language where it has words in it."""
    if fault.said is None or language not in LANGUAGES:
        return str(fault)
    key, fields = fault.said
    return _filled(f"refusals.{key}", fields, language)


def _filled(key: str, fields: Mapping[str, object], language: str) -> str:
    inner = {
        name: _filled(value.key, value.fields, language) if isinstance(value, Saying) else value
        for name, value in fields.items()
    }
    return words(language).text(key, **inner)
