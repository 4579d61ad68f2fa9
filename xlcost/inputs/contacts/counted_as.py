"""What the settings let the words of files of contacts count as, and how they are compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlcost.dataset.service_settings import LEAVE_OUT
from xlcost.system.late import ibis


def bare(text: str) -> str:
    """Return a word as it is compared: without regard to case and to blanks around it."""
    return text.strip().casefold()


def said(words: Mapping[str, Any], text: str) -> Any:
    """Return what the settings say of a word, None where they say nothing."""
    return {bare(word): meant for word, meant in words.items()}.get(bare(text))


def in_words(key: Any, words: Mapping[str, str]) -> Any:
    """Return a key of rows in which each word is what the settings let it count as."""
    named = [
        (key.strip().lower() == word.strip().lower(), ibis.literal(meant))
        for word, meant in words.items()
        if meant != LEAVE_OUT
    ]
    return ibis.cases(*named, else_=key) if named else key
