"""One language's words: every user-visible text that is not a metric's own label."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Self

from xlcost.errors import UsageError

LANGUAGES = ("en", "nb")


class Count(int):
    """A whole number in a text, which chooses its words.

    `{rows:# row was|# rows were}` writes "1 row was" and "1,250 rows were".

    Args:
        value: The number.
        group: What stands between its thousands.
    """

    group: str

    def __new__(cls, value: int, group: str) -> Self:
        """Return the number; without a choice in the text it is written as any other."""
        self = super().__new__(cls, value)
        self.group = group
        return self

    def __format__(self, choice: str) -> str:
        """Return the half of the choice that fits, with the number in place of `#`."""
        if "|" not in choice:
            return super().__format__(choice)
        one, many = choice.split("|")
        return (one if self == 1 else many).replace("#", f"{int(self):,}".replace(",", self.group))


class Words:
    """Texts of one language, looked up by dotted key.

    Args:
        language: "en" or "nb".
        texts: The parsed TOML file: sections of keys and texts.
    """

    def __init__(self, language: str, texts: dict[str, Any]) -> None:
        self.language = language
        self._texts = texts

    def text(self, key: str, /, **fields: object) -> str:
        """Return the text of a key such as `findings.NOT_A_NUMBER`, with its fields filled in.

        Raises:
            KeyError: The key is in no section: a bug, never a user's fault.
        """
        value: Any = self._texts
        for part in key.split("."):
            value = value[part]
        if not isinstance(value, str):
            raise KeyError(key)
        return value.format(**{k: self._field(v) for k, v in fields.items()}) if fields else value

    def _field(self, value: object) -> object:
        """Let a whole number choose between singular and plural where a text asks for it."""
        return Count(value, self._texts["place"]["thousand"][1]) if type(value) is int else value

    def section(self, name: str) -> dict[str, Any]:
        """Return a whole section, such as `aliases`, as it stands in the file."""
        value: Any = self._texts
        for part in name.split("."):
            value = value[part]
        return dict(value)

    def place(self, file: str, sheet: str = "", row: int | None = None, column: str = "") -> str:
        """Return "ledger.csv, row 12, column amount", leaving out what is not known."""
        parts = [file] if file else []
        if sheet:
            parts.append(self.text("place.sheet", sheet=sheet))
        if row is not None:
            parts.append(self.text("place.row", row=row))
        if column:
            parts.append(self.text("place.column", column=column))
        return ", ".join(parts)


@cache
def words(language: str = "en") -> Words:
    """Return the words of a language.

    Raises:
        UsageError: The language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise UsageError(
            f"Language {language!r} is not known; choose one of {', '.join(LANGUAGES)}."
        )
    source = files("xlcost.locales").joinpath(f"{language}.toml")
    return Words(language, tomllib.loads(source.read_text(encoding="utf-8")))
