"""Refusals: exceptions with words in every language, chosen where somebody is told."""

from __future__ import annotations

from typing import TypeVar

from xlcost.errors import XlcostError
from xlcost.locales.words import LANGUAGES, words

Refusal = TypeVar("Refusal", bound=XlcostError)


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


def told(fault: XlcostError, language: str) -> str:
    """Return the sentence of an exception, in a language where it has words in it."""
    if fault.said is None or language not in LANGUAGES:
        return str(fault)
    key, fields = fault.said
    return words(language).text(f"refusals.{key}", **fields)
