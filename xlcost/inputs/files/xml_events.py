"""XML events: the elements of a large document one by one, with memory flat and nothing followed.

Expat reads the document as it comes. A document type is refused, so there is no entity but XML's
own five; nothing outside the document is ever opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from xlcost.dataset.limits import Limits
from xlcost.inputs.files.faults import Deadline, limit, unreadable

CHUNK = 256 * 1024
DEEPEST = 100
LONGEST = 64 * 1024  # characters of one text that is read
BETWEEN = " "  # stands between namespace and name


@dataclass
class Element:
    """An element that is wanted, and where it stands.

    Attributes:
        children: Name → element, of those that are wanted inside it.
        opened: Called when it begins.
        closed: Called when it ends, with its own text.
        is_text: Whether its text is wanted.
    """

    children: dict[str, Element] = field(default_factory=dict)
    opened: Callable[[], None] | None = None
    closed: Callable[[str], None] | None = None
    is_text: bool = False


def safe_parser() -> expat.XMLParserType:
    """Return a parser that follows nothing: a document type ends it."""
    parser = expat.ParserCreate(namespace_separator=BETWEEN)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: Any) -> None:
    raise unreadable("xml_document_type")


def walk(parser: expat.XMLParserType, stream: BinaryIO, limits: Limits, deadline: Deadline) -> None:
    """Feed a whole document to a parser.

    Raises:
        FileFault: It is no XML that can be read, or past a limit.
    """
    read = 0
    try:
        while data := stream.read(CHUNK):
            read += len(data)
            parser.Parse(data, False)
            if read - parser.CurrentByteIndex > limits.field_bytes:
                raise limit("field", f"> {limits.field_bytes:,}", limits.field_bytes)
            deadline.check()
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        words = expat.ErrorString(fault.code) or str(fault)
        raise unreadable("broken_xml", words, row=fault.lineno) from fault
    finally:
        # Bound methods and parser hold each other; what was read is given back at once.
        parser.StartElementHandler = parser.EndElementHandler = None
        parser.CharacterDataHandler = parser.StartDoctypeDeclHandler = None


class Events:
    """Walks through a document and calls the elements that are wanted; all others are passed by.

    Args:
        root: Returns the element of the root, given its namespace and name.
    """

    def __init__(self, root: Callable[[str, str], Element]) -> None:
        self._root = root
        self._parser = safe_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._path: list[Element] = []
        self._skipped = 0
        self._texts: list[str] = []
        self._length = 0

    @property
    def line(self) -> int:
        """The line on which the walk is."""
        return int(self._parser.CurrentLineNumber)

    def read(self, stream: BinaryIO, limits: Limits, deadline: Deadline) -> None:
        """Walk through a whole document.

        Raises:
            FileFault: It is no XML that can be read, or past a limit.
        """
        walk(self._parser, stream, limits, deadline)

    def _start(self, name: str, _: object) -> None:
        if self._skipped:
            self._skip()
            return
        path = self._path
        if path:
            element = path[-1].children.get(name)
        else:
            space, local = name.rpartition(BETWEEN)[::2]
            element = self._root(space, local)
        if element is None:
            self._skip()
            return
        path.append(element)
        if element.is_text:
            self._texts, self._length = [], 0
            self._parser.CharacterDataHandler = self._text
        elif element.opened is not None:
            element.opened()

    def _skip(self) -> None:
        self._skipped += 1
        if self._skipped > DEEPEST:
            raise unreadable("deep_xml", str(DEEPEST))
        # What stands inside is not wanted, nor is it part of the text around it.
        self._parser.CharacterDataHandler = None

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST:
            raise limit("field", f"> {LONGEST:,}", LONGEST)
        self._texts.append(text)

    def _end(self, _: str) -> None:
        if self._skipped:
            self._skipped -= 1
            if not self._skipped and self._path and self._path[-1].is_text:
                self._parser.CharacterDataHandler = self._text
            return
        element = self._path.pop()
        if element.is_text:
            self._parser.CharacterDataHandler = None
            if element.closed is not None:
                element.closed("".join(self._texts).strip())
        elif element.closed is not None:
            element.closed("")


def tree(namespace: str, wanted: dict[str, Any]) -> Element:
    """Return an element with its wanted children, by their local names in one namespace.

    A value is the element itself, or a mapping of its children; "" holds the element's own calls.
    """
    own = wanted.get("")
    element: Element = own if isinstance(own, Element) else Element()
    for name, what in wanted.items():
        if name:
            child = what if isinstance(what, Element) else tree(namespace, what)
            element.children[f"{namespace}{BETWEEN}{name}"] = child
    return element
