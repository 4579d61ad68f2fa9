"""The guard of texts that people write for programs: settings, plans, looks and manifests.

Such a file may come from a stranger. It is looked over once, from its first character to its last,
before a parser takes it apart: parsers call themselves as deep as brackets stand in each other, and
a key of 50,000 parts is 50,000 tables.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlcost.errors import EnvironmentFault, UsageError
from xlcost.system.identity import Stamp, read_whole, stamp

MEBIBYTE = 1024**2
# A text whose quotes are never closed is one token to its end: each character is looked at once.
_TOML = r"""
    \'\'\'(?:[^']|'(?!''))*+(?:\'\'\')? | \"\"\"(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:\"\"\")?
    | '[^'\n]*+'? | \#[^\n]*+ |"""
_STRING = r'"(?:[^"\\\n]|\\[^\n])*+"? |'
_REST = r"""[\[{] | [\]}] | [,=:\n] | [^\s\[\]{},=:"'\#]++ | ['\#]"""
_NUMBER = re.compile(
    r"[+-]?(?:\d[\d_]*|0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+)(\.\d[\d_]*)?(?:[eE]([+-]?\d+))?"
)
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class TextGuard:
    """What a text may come to before it is parsed.

    Attributes:
        tokens: The words of its language, as one pattern.
        size: Bytes of the whole file.
        depth: How deep brackets may stand in each other.
        word: Characters of a key, or of anything else outside quotes; of a quoted key, too.
        parts: Names that a key may be made of, with dots between them.
        digits: Digits of a number.
        exponent: The largest power of ten.
    """

    tokens: re.Pattern[str]
    size: int
    depth: int = 32
    word: int = 1000
    parts: int = 16
    digits: int = 40
    exponent: int = 300

    def read(self, path: Path) -> tuple[str, Stamp]:
        """Return the text of a file, and the stamp of its bytes.

        Raises:
            UsageError: It is larger than the guard allows, no UTF-8, or no file.
            EnvironmentFault: The system does not give it.
        """
        if not path.is_file():  # reading a pipe or a device would wait for ever
            raise UsageError(f"There is no file {path}.")
        try:
            content = read_whole(path, self.size + 1)
        except OSError as fault:
            raise EnvironmentFault(f"{path} cannot be read: {fault.strerror}.") from fault
        if len(content) > self.size:
            raise UsageError(f"{path.name} has more than {self.size:,} bytes, which is too many.")
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
            return text, stamp(path, content)
        except UnicodeDecodeError as fault:
            line = content[: fault.start].count(b"\n") + 1
            raise UsageError(
                f"{path.name}, line {line}: a character is not UTF-8 (byte {fault.start + 1}); "
                "save the file as UTF-8."
            ) from fault

    def look_over(self, text: str, name: str) -> None:
        """Refuse a text that no parser should take apart.

        Args:
            text: The text.
            name: The file, as a person sees it.

        Raises:
            UsageError: It is past what the guard allows; the sentence has the line.
        """
        line, depth, dots, last = 1, 0, 0, ""
        for match in self.tokens.finditer(text):
            piece = match[0]
            reason = ""
            if piece in "[{":
                depth += 1
                reason = f"brackets stand more than {self.depth} deep in each other"
                reason = reason if depth > self.depth else ""
            elif piece in "]}":
                depth = max(0, depth - 1)
            elif piece == "=" and len(last) > self.word:
                reason = self._long(last)
            elif piece[0] not in "#\"'":
                dots += piece.count(".")
                reason = self._word(piece, dots)
            if piece in "[{,=:\n":
                dots = 0
            if reason:
                raise UsageError(f"{name}, line {line}: {reason}.")
            line += piece.count("\n")
            last = piece

    def _word(self, token: str, dots: int) -> str:
        """Return what is wrong with a key, a number or a date, or ""."""
        number = _NUMBER.fullmatch(token)
        if number and sum(map(str.isalnum, token)) > self.digits:
            return f"a number has more than {self.digits} digits"
        if number and number[2] and abs(int(number[2])) > self.exponent:
            return f"the number {token} is larger, or smaller, than any amount"
        if len(token) > self.word:
            return self._long(token)
        if dots >= self.parts and not number:
            return f"a key has more than {self.parts} parts"
        return ""

    def _long(self, token: str) -> str:
        return f"a key has {len(token):,} characters, and {self.word:,} are the most"


TOML = TextGuard(re.compile(_TOML + _STRING + _REST, re.VERBOSE), MEBIBYTE)
JSON = TextGuard(re.compile(_STRING + _REST, re.VERBOSE), 16 * MEBIBYTE)


def as_text(name: str) -> str:
    """Return the name of a file as text: Linux lets one hold bytes that are no characters."""
    return name if name.isprintable() else name.encode("utf-8", "replace").decode()


def stamped_toml(path: Path) -> tuple[dict[str, Any], Stamp]:
    """Return what a TOML file says, once it was looked over, and which bytes say so.

    Raises:
        UsageError: It is no TOML, no UTF-8, or past what the guard allows.
        EnvironmentFault: The system does not give it.
    """
    text, read = TOML.read(path)
    return parsed_text(text, path.name), read


def parsed_text(text: str, name: str) -> dict[str, Any]:
    """Return what the text of a TOML file says, once it was looked over.

    Raises:
        UsageError: It is no TOML, or past what the guard allows.
    """
    TOML.look_over(text, name)
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # a mistake in TOML, or a day that is none
        raise UsageError(f"{name} cannot be read: it is not valid TOML: {fault}.") from fault
    odd = odd_value(found)
    if odd:
        raise UsageError(f"{name}: {odd}.")
    return found


def odd_value(value: object, path: str = "") -> str:
    """Return what is wrong with a value that was parsed, or with one inside it, or "".

    Args:
        value: A text, a number, or a table or list of such.
        path: The keys on the way to it.
    """
    if isinstance(value, str):
        unseen = _CONTROL.search(value)
        return f"{path} holds a character that cannot be seen ({unseen[0]!r})" if unseen else ""
    if isinstance(value, float) and not math.isfinite(value):
        return f"{path} is {value}, which is no number to reckon with"
    if isinstance(value, dict):
        odd = next((key for key in value if isinstance(key, str) and _CONTROL.search(key)), None)
        if odd is not None:
            return f"the key {odd!r} holds a character that cannot be seen"
    return next((said for key, one in _inside(value, path) if (said := odd_value(one, key))), "")


def _inside(value: object, path: str) -> Iterator[tuple[str, object]]:
    """Yield what a table or a list holds, each with the keys on the way to it."""
    if isinstance(value, dict):
        yield from ((f"{path}.{key}" if path else str(key), one) for key, one in value.items())
    elif isinstance(value, list):
        yield from ((f"{path}[{place}]", one) for place, one in enumerate(value, start=1))
