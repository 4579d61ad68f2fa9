"""The docstring of a metric: fixed parts in a fixed order, read once at import.

Summary, details, Args, Returns, Raises, Example, Source: the wizard, the template and the
function reference show these texts, so a metric without one of them is refused.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from xlcost.errors import DeclarationError

# The longest text that Excel's function wizard shows.
LONGEST_HELP = 255
PARTS = ("Args", "Returns", "Raises", "Example", "Source")
_HEADING = re.compile(r"^([A-Z][a-z]+):[ ]*$")
_ITEM = re.compile(r"^(\w+): (.+)$")
# The parts of a source: `Author, "Title", chapter 7: what it says; Author, 1917, what it says.`
_PARTS = re.compile(r'(?:"[^"]*"|[^;"])+')
_NAME = r"[A-Z][\w.\-]*"
_TITLE = re.compile(
    rf'(?:{_NAME}(?:,? {_NAME}| of the)*,? )?"[A-Z\d][^"]*"(?:, chapter \d+|,? \(?\d{{4}}\)?)*'
)
_NAMED = re.compile(rf"{_NAME}(?:,? {_NAME})*(?: \d\.\d)?(?:, \d{{4}})?")
_STANDARD = re.compile(rf"{_NAME} (?:Standards|framework)(?: \d\.\d)?")


@dataclass(frozen=True)
class Docstring:
    """The parts of a metric's docstring.

    Attributes:
        summary: One sentence; the wizard's text.
        details: What counts and what does not.
        arguments: Help by argument name, in order.
        returns: What comes back, with unit and sign.
        raises: Sentences by the name of the exception.
        example: The doctest, as it stands.
        source: Where the formula is published.
    """

    summary: str
    details: str
    arguments: Mapping[str, str]
    returns: str
    raises: Mapping[str, str]
    example: str
    source: str


def read(name: str, text: str | None) -> Docstring:
    """Take a docstring apart.

    Raises:
        DeclarationError: A part is missing, empty, out of order or too long.
    """
    if not text:
        raise DeclarationError(_without_docstring(name))
    head, parts = _split(inspect.cleandoc(text))
    if tuple(parts) != PARTS:
        raise DeclarationError(_wrong_parts(name, tuple(parts)))
    paragraphs = head.split("\n\n", 1)
    if not paragraphs[0].strip() or len(paragraphs) == 1:
        message = f"{name}: the docstring needs a summary and a paragraph on what counts."
        raise DeclarationError(message)
    for part, content in parts.items():
        if not content.strip():
            message = f"{name}: the part {part} of the docstring is empty."
            raise DeclarationError(message)
    docstring = Docstring(
        summary=_flow(paragraphs[0]),
        details="\n\n".join(_flow(one) for one in paragraphs[1].split("\n\n")),
        arguments=_items(name, "Args", parts["Args"]),
        returns=_flow(parts["Returns"]),
        raises=_items(name, "Raises", parts["Raises"]),
        example=inspect.cleandoc(parts["Example"]),
        source=_flow(parts["Source"]),
    )
    if ">>>" not in docstring.example:
        message = f"{name}: the Example of the docstring must run; it has no >>> line."
        raise DeclarationError(message)
    _refuse_long(name, "the summary", docstring.summary)
    for argument, help_text in docstring.arguments.items():
        _refuse_long(name, f"the help of {argument}", help_text)
    return docstring


def _split(text: str) -> tuple[str, dict[str, str]]:
    """Return the head and the parts of a cleaned docstring, in the order they stand in."""
    head: list[str] = []
    parts: dict[str, list[str]] = {}
    current = head
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading:
            current = parts.setdefault(heading[1], [])
        else:
            current.append(line)
    return "\n".join(head).strip(), {part: "\n".join(lines) for part, lines in parts.items()}


def _items(name: str, part: str, content: str) -> dict[str, str]:
    """Return "word: text" items, joining the lines that go on with deeper indentation."""
    items: dict[str, str] = {}
    for line in inspect.cleandoc("\n" + content).splitlines():
        item = _ITEM.match(line)
        if item:
            items[item[1]] = item[2].strip()
        elif line.startswith(" ") and items:
            last = next(reversed(items))
            items[last] += " " + line.strip()
        elif line.strip():
            message = f"{name}: cannot read the line {line.strip()!r} in the part {part}."
            raise DeclarationError(message)
    return items


def _flow(text: str) -> str:
    return " ".join(text.split())


def _refuse_long(name: str, what: str, text: str) -> None:
    if len(text) > LONGEST_HELP:
        message = f"{name}: {what} has {len(text)} characters; Excel shows {LONGEST_HELP}."
        raise DeclarationError(message)


def _without_docstring(name: str) -> str:
    if sys.flags.optimize > 1:
        return (
            f"{name}: Python runs with -OO, which strips docstrings, and the help of the Excel "
            "functions is made of them. Start it without -OO (and without PYTHONOPTIMIZE=2)."
        )
    return f"{name}: a metric needs a docstring."


def _wrong_parts(name: str, found: tuple[str, ...]) -> str:
    missing = [part for part in PARTS if part not in found]
    unknown = [part for part in found if part not in PARTS]
    if missing:
        return f"{name}: the docstring has no part {', '.join(missing)}."
    if unknown:
        return f"{name}: the docstring has an unknown part {', '.join(unknown)}."
    return f"{name}: the parts of the docstring stand in another order than {', '.join(PARTS)}."


def citations(source: str) -> list[str]:
    """Return who wrote what, without what it says: names, titles, chapters, years."""
    found: list[str] = []
    for part in map(str.strip, _PARTS.findall(source)):
        titles = [match[0].strip(" ,.") for match in _TITLE.finditer(part)]
        if not titles:
            named = _STANDARD.search(part)
            if named is None and part[:1].isupper():
                named = _NAMED.search(part)
            titles = [named[0].strip(" ,.")] if named else []
        found += titles
    return list(dict.fromkeys(found))
