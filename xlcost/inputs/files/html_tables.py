"""HTML tables: what web systems export by the name .xls, and pages saved as one file (MHTML)."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from pathlib import Path, PurePosixPath

from lxml import etree

from xlcost.dataset.limits import MEBIBYTE, Limits
from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.cell_grid import CellGrid, plain
from xlcost.inputs.files.encodings import detect_encoding, known_encoding
from xlcost.inputs.files.faults import Deadline, FileFault, limit, unreadable
from xlcost.values.marks import MARK, NUMBER

LARGEST = 64 * MEBIBYTE  # of a page, which is held in memory as a tree
CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^<>]{0,200}?(?:charset|encoding)=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
DIGITS = re.compile(r"[\s\xa0(+\-−]*[0-9][0-9\s\xa0.,'’]*[)%\-−]?")
SPREADS = 10_000  # of a cell over others, at most


def read_html(path: Path, limits: Limits) -> list[CellGrid]:
    """Return the tables of a page that have no table inside them.

    Raises:
        FileFault: It has none, or is past a limit.
    """
    content = _content(path, limits)
    encoding = _encoding(path, content, limits)
    return _tables([("", content.decode(encoding, "replace"))], limits)


def read_mhtml(path: Path, limits: Limits) -> list[CellGrid]:
    """Return the tables of the pages in a file of several parts.

    Raises:
        FileFault: It has none, or is past a limit.
    """
    message = email.message_from_bytes(_content(path, limits), policy=policy.default)
    pages = []
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                name = PurePosixPath(str(part.get("Content-Location", ""))).stem
                found = CHARSET.search(content[:4096])
                charset = part.get_content_charset() or (found[1].decode() if found else "utf-8")
                pages.append((name, content.decode(_known(charset), "replace")))
    return _tables(pages, limits)


def _content(path: Path, limits: Limits) -> bytes:
    with open_bytes(path, limits.unpacked_bytes) as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise limit("unpacked", f"> {LARGEST:,}", LARGEST)
    return content


def _encoding(path: Path, content: bytes, limits: Limits) -> str:
    """Return the encoding that a page states where it can be, else the one that it is in."""
    with open_bytes(path, limits.unpacked_bytes) as stream:
        detected = detect_encoding(stream, limits, Deadline(limits.seconds)).name
    found = CHARSET.search(content[:4096])
    stated = _known(found[1].decode()) if found else ""
    # A page that is UTF-8 is: its statement may be of the program that wrote its head.
    return stated if stated and not detected.startswith("utf") else detected


def _known(charset: str) -> str:
    try:
        return known_encoding(charset).name
    except FileFault:
        return "cp1252"


def _tables(pages: list[tuple[str, str]], limits: Limits) -> list[CellGrid]:
    grids: list[CellGrid] = []
    deadline = Deadline(limits.seconds)
    for name, text in pages:
        for number, table in enumerate(_leaves(text), start=1):
            if len(grids) >= limits.sheets:
                raise limit("sheets", len(grids) + 1, limits.sheets)
            caption = table.find("caption")
            title = "" if caption is None else _text(caption)
            parts = [name, title or ("" if name and number == 1 else str(number))]
            grid = CellGrid(" ".join(filter(None, parts)), limits)
            for row in table.iter("tr"):
                _add_row(grid, row)
                deadline.check()
            if grid.size:
                grids.append(grid)
    if not grids:
        raise unreadable("markup")
    return grids


def _leaves(text: str) -> Iterator[etree._Element]:
    """Yield the tables of a page that hold no other one, which would only lay them out."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True, remove_comments=True)
    bare = text.lstrip("\ufeff").replace("\0", "\ufffd").replace(MARK, "\ufffd").strip()
    root = etree.fromstring(bare.encode("utf-8", "replace"), parser) if bare else None
    if root is None:
        return
    for table in root.iter("table"):
        if next(table.iterdescendants("table"), None) is None:
            yield table


def _add_row(grid: CellGrid, row: etree._Element) -> None:
    grid.next_row()
    for cell in row:
        if cell.tag in ("td", "th"):
            across, down = (_span(cell, side) for side in ("colspan", "rowspan"))
            grid.add(_value(cell), across - 1, down - 1)


def _span(cell: etree._Element, side: str) -> int:
    text = (cell.get(side) or "1").strip()
    plain_number = text.isascii() and text.isdecimal() and len(text) <= len(str(SPREADS))
    return max(1, min(int(text), SPREADS)) if plain_number else 1


def _value(cell: etree._Element) -> str:
    """Return a cell as text: a number as it is behind what is shown, where the file says it."""
    text = _text(cell)
    behind = cell.get("x:num") or cell.get("num") or cell.get("sdval") or ""
    number = plain(behind.strip()) if behind and DIGITS.fullmatch(text) else None
    return text if number is None else NUMBER + number


def _text(element: etree._Element) -> str:
    """Return the text of an element as a page shows it: one blank for any number of them."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    for part in element.iter():
        if part.tag in ("script", "style"):
            continue
        if part.tag in ("br", "p", "div"):
            yield " "
        if isinstance(part.tag, str):
            yield part.text or ""
        if part is not element:
            yield part.tail or ""
