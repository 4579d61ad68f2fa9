"""A finished pack as other programs left it: its properties, its Excel tables and their rows."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from xlcost.dataset.findings import Code
from xlcost.dataset.limits import MEBIBYTE, Limits
from xlcost.dataset.pack_format import COMMENTS, KEY, PROPERTY, SCOPE, SHEETS
from xlcost.inputs.files.faults import Deadline, FileFault, unreadable
from xlcost.inputs.files.guard import look_over
from xlcost.inputs.files.kinds import OLE
from xlcost.inputs.packs.pack_parts import (
    CUSTOM,
    PackTable,
    properties_of,
    root_of,
    sheets_in,
    table_of,
    targets_of,
)

MOST = 256 * MEBIBYTE  # no pack unpacks to as much
_SMALL = 4 * MEBIBYTE
_NOTES = re.compile(r"xl/(threadedComments/|comments/?)[^/]*\.xml$")


@dataclass(frozen=True)
class PackBook:
    """A workbook of which the parts that say what it is have been read.

    Attributes:
        path: Where it is.
        properties: Its own properties, `xlcost_…` and others.
        creator: What program made it, as it says.
        tables: Its Excel tables by name.
        has_keys: Whether it holds keys of comments outside the table of them.
        parts: The part of the package that holds each sheet.
        has_notes: Whether people have put notes on its cells.
    """

    path: Path
    properties: Mapping[str, str] = field(default_factory=dict)
    creator: str = ""
    tables: Mapping[str, PackTable] = field(default_factory=dict)
    has_keys: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)
    has_notes: bool = False

    @property
    def is_pack(self) -> bool:
        """Whether xlcost made it, whatever it was saved with since."""
        named = any(name.startswith(PROPERTY) for name in self.properties)
        known = named or self.has_keys or COMMENTS in self.tables
        return known or self.creator.startswith("xlcost ")

    @property
    def has_more(self) -> bool:
        """Whether people have added sheets or notes on cells, which no new pack would have."""
        made = self.properties.get(SHEETS, "")
        return self.has_notes or (made.isdigit() and len(self.parts) > int(made))


def open_pack(path: Path, limits: Limits) -> PackBook:
    """Read what a workbook says about itself.

    Raises:
        FileFault: It is damaged, locked, protected, or past a limit.
    """
    limits = replace(limits, unpacked_bytes=min(limits.unpacked_bytes, MOST))
    try:
        with path.open("rb") as stream:
            head = stream.read(len(OLE))
        if head == OLE:
            raise unreadable("password")
        if not head:
            raise FileFault(Code.EMPTY_FILE, "")
        look_over(path, limits, Deadline(limits.seconds))
        with zipfile.ZipFile(path) as package:
            return _described(path, package)
    except OSError as fault:
        raise unreadable("closed", fault.strerror or str(fault)) from fault
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError) as fault:
        raise unreadable("damaged", str(fault)[:200]) from fault
    except (etree.XMLSyntaxError, NotImplementedError, RuntimeError) as fault:
        raise unreadable("damaged", str(fault)[:200]) from fault


def scope_said(path: Path) -> str | None:
    """Return which part of the company a pack is of, at a glance; None where it does not say."""
    return said_of_itself(path, SCOPE)


def said_of_itself(path: Path, name: str) -> str | None:
    """Return what a pack says of itself, at a glance; None where it does not say."""
    try:
        with zipfile.ZipFile(path) as package:
            if CUSTOM in package.NameToInfo and package.getinfo(CUSTOM).file_size <= _SMALL:
                return properties_of(package).get(name)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        return None
    except (etree.XMLSyntaxError, RuntimeError):  # the latter where a part is encrypted
        return None
    return None


def _described(path: Path, package: zipfile.ZipFile) -> PackBook:
    names = set(package.namelist())
    properties = properties_of(package) if CUSTOM in names else {}
    creator = ""
    if "docProps/core.xml" in names:
        found = root_of(package, "docProps/core.xml").find("{*}creator")
        creator = (found.text or "") if found is not None else ""
    tables = {}
    sheets = sheets_in(package)
    for sheet, part in sheets.items():
        for target in targets_of(package, part, "/table").values():
            name, table = table_of(root_of(package, target), sheet)
            tables[name] = table
    texts = [name for name in ("xl/sharedStrings.xml", *sheets.values()) if name in names]
    keys = COMMENTS not in tables and any(KEY.encode() in package.read(name) for name in texts)
    notes = any(_NOTES.match(name) for name in names)
    return PackBook(path, properties, creator, tables, has_keys=keys, parts=sheets, has_notes=notes)
