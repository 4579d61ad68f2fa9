"""The texts of a workbook, each once, as the part that all sheets share."""

from __future__ import annotations

import re

from lxml import etree

from xlcost.workbook.texts import xml_text

PART = "xl/sharedStrings.xml"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


class Strings:
    """Collects texts and numbers them in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._used = 0

    def number(self, text: str) -> int:
        """Return the number of a text."""
        self._used += 1
        return self._numbers.setdefault(text, len(self._numbers))

    def part(self) -> bytes:
        """Return the part that holds every text; all sheets have to be done before."""
        texts = "".join(map(_item, self._numbers))
        counts = f'count="{self._used}" uniqueCount="{len(self._numbers)}"'
        return f'{_HEAD}<sst xmlns="{_SPREADSHEET}" {counts}>{texts}</sst>'.encode()


def _item(text: str) -> str:
    kept = text != text.strip() or "\n" in text or "\t" in text
    space = ' xml:space="preserve"' if kept else ""
    return f"<si><t{space}>{xml_text(escaped(text))}</t></si>"


def escaped(text: str) -> str:
    """Return a text that Excel does not take for one of its own escapes (`_x000D_`)."""
    return _ESCAPED.sub(lambda match: f"_x005F{match[0]}", text) if "_x" in text else text


def declare(types: etree._Element) -> None:
    """Name the part among the content types of a workbook."""
    namespace = etree.QName(types).namespace
    etree.SubElement(types, f"{{{namespace}}}Override", PartName=f"/{PART}", ContentType=TYPE)


def relate(relations: etree._Element) -> None:
    """Name the part among the relations of a workbook."""
    namespace = etree.QName(relations).namespace
    etree.SubElement(
        relations,
        f"{{{namespace}}}Relationship",
        Id="rIdStrings",
        Type=RELATION,
        Target="sharedStrings.xml",
    )
