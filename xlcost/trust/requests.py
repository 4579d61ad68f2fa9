"""Requests: what a folder asks for beyond its own files; allowed by a person, or nothing is read.

Every kind of settings, facts or cache that a folder may bring states its requests and calls
`require` before it does what they say.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from xlcost.errors import NotAllowed
from xlcost.locales.words import words
from xlcost.trust.places import final


class RequestKind(StrEnum):
    """What may be asked for; the sentences stand in `locales/` under [trust]."""

    DATABASE = "database"
    SECRET = "secret"  # noqa: S105 - a word, not a password
    OUTSIDE = "outside"
    LIMIT = "limit"
    FOLDER = "folder"


@dataclass(frozen=True, order=True)
class Request:
    """One thing that is asked for.

    Attributes:
        kind: What sort of thing.
        key: The key of the settings, or the file, that asks.
        what: What it asks for.
        usual: What holds where nobody is asked, or who gets it.
    """

    kind: RequestKind
    key: str
    what: str
    usual: str = ""

    def sentence(self, language: str) -> str:
        """Return what is asked for, in words."""
        word = words(language)
        return word.text(f"trust.{self.kind}", asker=self.key, what=self.what, usual=self.usual)


@dataclass(frozen=True)
class Requests:
    """Everything that one folder asks for.

    Attributes:
        folder: The folder.
        items: What it asks for; nothing where it keeps to itself.
        mark: Hash of the settings and of the requests: an answer holds for it alone.
    """

    folder: Path
    items: tuple[Request, ...]
    mark: str

    def sentences(self, language: str) -> list[str]:
        """Return everything that is asked for, in words."""
        return [one.sentence(language) for one in self.items]


Permission = Callable[[Requests], bool]


def requests(folder: Path, items: Iterable[Request], settings: Mapping[str, Any]) -> Requests:
    """Return what a folder asks for, with the mark of it.

    Args:
        folder: The folder.
        items: What it asks for.
        settings: The settings that were given, without their defaults.
    """
    found = tuple(sorted(set(items)))
    told = [(one.kind, one.key, one.what, one.usual) for one in found]
    text = json.dumps([told, settings], sort_keys=True, ensure_ascii=True, default=str)
    return Requests(final(folder), found, hashlib.sha256(text.encode()).hexdigest())


def require(wanted: Requests, permission: Permission, language: str) -> None:
    """Go on only where nothing is asked for, or a person has allowed it.

    Raises:
        NotAllowed: Nobody has.
    """
    if wanted.items and not permission(wanted):
        asked = "; ".join(wanted.sentences(language))
        text = words(language).text("trust.refused", folder=wanted.folder, asked=asked)
        raise NotAllowed(text, wanted)
