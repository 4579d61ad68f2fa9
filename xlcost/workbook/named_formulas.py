"""Named formulas in somebody's workbook: the names are edited, and not a byte of anything else.

Only the element `definedNames` of the workbook's own part is written anew, at the place that it has
in the bytes; every other part is handed on as it was. So charts, notes and whatever Excel adds next
stay as people made them. A name that is not ours is never touched.
"""

from __future__ import annotations

import codecs
import errno
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from xlcost.dataset.limits import Limits
from xlcost.errors import UsageError
from xlcost.locales.refusals import refusal

MARK = "(xlcost)"  # ends the comment of every name that is ours
LONGEST_COMMENT = 255
_LAMBDA = "_xlfn.LAMBDA("
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTENT_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TABLE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # "Strict Open XML Spreadsheet"
)
_BEFORE = ("sheets", "functionGroups", "externalReferences")  # what stands before the names
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_DECLARED = re.compile(r"""(<\?xml[^>]*?encoding\s*=\s*["'])[\w.-]+(["'])""")
_BREAK = re.compile(r"\s+")
# What libraries raise at bytes that are not what they say; what is not text is a ValueError.
_DAMAGE = (
    EOFError,
    LookupError,
    NotImplementedError,
    ValueError,
    etree.XMLSyntaxError,
    expat.ExpatError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class Named:
    """A formula and what is said of it.

    Attributes:
        formula: Its text as a workbook stores it, without an equals sign.
        about: What it is, in a sentence.
    """

    formula: str
    about: str

    @property
    def comment(self) -> str:
        """The comment of the name: cut to what a workbook holds, and marked as ours."""
        room = LONGEST_COMMENT - len(MARK) - 1
        about = _BREAK.sub(" ", self.about).strip()
        if len(about) > room:
            about = f"{about[: room - 1].rpartition(' ')[0]}…"
        return f"{about} {MARK}"


@dataclass
class _Found:
    """Where things stand in the bytes of a workbook's part."""

    tag: str = ""  # of the root, with its prefix
    inner: tuple[int, int, int] | None = None  # definedNames: its start, its end tag, its end
    after: int = -1  # where it belongs where it is not there
    names: list[_Name] = field(default_factory=list)


@dataclass
class _Name:
    """One defined name, and where it stands."""

    name: str
    comment: str
    start: int
    sheet: str | None
    text: str = ""
    end: int = -1

    @property
    def ours(self) -> bool:
        """Whether xlcost wrote it."""
        is_lambda = self.text.lstrip().startswith(_LAMBDA)
        return is_lambda and self.sheet is None and self.comment.endswith(MARK)


def with_names(source: BinaryIO, target: BinaryIO, named: Mapping[str, Named], shown: str) -> None:
    """Copy a workbook, with other named formulas of ours in it.

    Those that an earlier version wrote are taken out; where `named` is empty, no more is done.

    Args:
        source: An .xlsx file.
        target: What the copy is written to.
        named: The formulas by their names.
        shown: The file's name to people.

    Raises:
        UsageError: It is no such workbook, is protected or signed, or has such a name itself.
    """
    with _opened(source, shown) as old, _damage_told(shown):
        part = _workbook_part(old, shown)
        edited = _edited(old.read(part), named, _tables(old, shown), shown)
        _copy(old, target, part, edited)


def names_of(source: BinaryIO, shown: str) -> frozenset[str]:
    """Return the names of ours in a workbook.

    Raises:
        UsageError: It is no workbook that can have them.
    """
    with _opened(source, shown) as package, _damage_told(shown):
        data = _in_ascii(package.read(_workbook_part(package, shown)))
        found = _Reader(data, shown).found
    return frozenset(one.name for one in found.names if one.ours)


@contextmanager
def _damage_told(shown: str) -> Iterator[None]:
    """Turn what any library raises at a damaged workbook into one sentence.

    Raises:
        UsageError: It is damaged.
    """
    try:
        yield
    except (OSError, *_DAMAGE) as fault:
        if isinstance(fault, OSError) and fault.errno != errno.EINVAL:
            raise  # what a disk says; of a place that no file has it says EINVAL
        raise refusal(UsageError, "names_damaged", file=shown) from fault


def _opened(source: BinaryIO, shown: str) -> zipfile.ZipFile:
    head = source.read(len(_OLE))
    source.seek(0)
    if head == _OLE:
        raise refusal(UsageError, "names_password", file=shown)
    try:
        package = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise refusal(UsageError, "names_no_workbook", file=shown) from fault
    every = package.infolist()
    if any(one.flag_bits & 1 for one in every):
        raise refusal(UsageError, "names_password", file=shown)
    names = [one.filename.casefold() for one in every]
    if len(set(names)) != len(names):
        raise refusal(UsageError, "names_damaged", file=shown)
    limit = Limits().unpacked_bytes
    if sum(one.file_size for one in every) > limit:
        raise refusal(UsageError, "names_large", file=shown, most=limit // 1024**3)
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise refusal(UsageError, "names_signed", file=shown)
    return package


def _read(package: zipfile.ZipFile, part: str, shown: str) -> etree._Element:
    """Return a part that is parsed: a small one, without entities of its own."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(package.read(part), parser)
    except KeyError as fault:
        raise refusal(UsageError, "names_no_workbook", file=shown) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusal(UsageError, "names_damaged", file=shown)
    return root


def _workbook_part(package: zipfile.ZipFile, shown: str) -> str:
    """Return the name of the workbook's own part.

    Raises:
        UsageError: There is none, or it is one with macros, a template or an add-in.
    """
    for one in _read(package, _RELATIONS, shown):
        kind = str(one.get("Type"))
        if kind.endswith("/digital-signature/origin"):
            raise refusal(UsageError, "names_signed", file=shown)
        if kind.endswith("/officeDocument"):
            part = _named_as(package, str(one.get("Target")).replace("\\", "/").lstrip("/"))
            if part and _type_of(package, part, shown) == _WORKBOOK:
                return part
            if part and "macroenabled" in _type_of(package, part, shown).casefold():
                raise refusal(UsageError, "names_macros", file=shown)
    raise refusal(UsageError, "names_no_workbook", file=shown)


def _named_as(package: zipfile.ZipFile, part: str) -> str:
    """Return the name that a part has in the package, where capitals do not count."""
    wanted = str(PurePosixPath(part)).casefold()
    return next((name for name in package.namelist() if name.casefold() == wanted), "")


def _type_of(package: zipfile.ZipFile, part: str, shown: str) -> str:
    found = ""
    for one in _read(package, _CONTENT_TYPES, shown):
        if str(one.get("PartName", "")).casefold() == f"/{part}".casefold():
            return str(one.get("ContentType"))
        if part.casefold().endswith(f".{one.get('Extension', '?')}".casefold()):
            found = str(one.get("ContentType"))
    return found


def _tables(package: zipfile.ZipFile, shown: str) -> Iterator[str]:
    """Yield the names of tables: they share one list with the names of the workbook."""
    for one in _read(package, _CONTENT_TYPES, shown):
        part = _named_as(package, str(one.get("PartName", "")).lstrip("/"))
        if one.get("ContentType") == _TABLE and part:
            root = _read(package, part, shown)
            yield str(root.get("displayName") or root.get("name"))


class _Reader:
    """Reads where the names stand in the bytes of a workbook's part, which are in UTF-8 or ASCII.

    Args:
        data: The part.
        shown: The file's name to people.
    """

    def __init__(self, data: bytes, shown: str) -> None:
        self.found = _Found()
        self._data = data
        self._shown = shown
        self._tags: list[str] = []
        self._starts: list[int] = []
        self._parser = parser = expat.ParserCreate(namespace_separator="|")
        parser.namespace_prefixes = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)

    def _refuse(self, *_: object) -> None:
        raise refusal(UsageError, "names_damaged", file=self._shown)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, local, prefix = [*name.split("|"), "", ""][:3]
        known = space in _NAMESPACES
        if not self._tags:
            if local != "workbook" or not known:
                self._refuse()
            self.found.tag = prefix
        self._tags.append(local if known else "")
        self._starts.append(self._parser.CurrentByteIndex)
        if self._tags[1:] == ["definedNames", "definedName"]:
            comment, sheet = attributes.get("comment", ""), attributes.get("localSheetId")
            start = self._starts[-1]
            self.found.names.append(_Name(attributes.get("name", ""), comment, start, sheet))

    def _text(self, part: str) -> None:
        if self._tags[1:] == ["definedNames", "definedName"]:
            self.found.names[-1].text += part

    def _end(self, _: str) -> None:
        where = self._tags[1:]
        self._tags.pop()
        start = self._starts.pop()
        closing, end = self._closing(start)
        if where == ["definedNames", "definedName"]:
            self.found.names[-1].end = end
        elif where == ["definedNames"]:
            self.found.inner = (start, closing, end)
        elif len(where) == 1 and where[0] in _BEFORE:
            self.found.after = end

    def _closing(self, start: int) -> tuple[int, int]:
        """Return where the end tag of an element begins, and where the element ends."""
        opening = _TAG.match(self._data, start)
        if opening is not None and opening[0].endswith(b"/>"):
            return opening.end(), opening.end()
        place = self._parser.CurrentByteIndex
        return place, self._data.index(b">", place) + 1


def _edited(data: bytes, named: Mapping[str, Named], tables: Iterable[str], shown: str) -> bytes:
    """Return the workbook's part with our names in it.

    Raises:
        UsageError: A name is taken.
    """
    data = _in_ascii(data)
    found = _Reader(data, shown).found
    _refuse_taken(named, [*(one.name for one in found.names if not one.ours), *tables], shown)
    prefix = f"{found.tag}:" if found.tag else ""
    new = b"".join(_element(prefix, name, one) for name, one in named.items())
    if found.inner is None:
        if found.after < 0:
            raise refusal(UsageError, "names_damaged", file=shown)
        element = b"<%bdefinedNames>%b</%bdefinedNames>"
        names = element % (prefix.encode(), new, prefix.encode()) if new else b""
        return data[: found.after] + names + data[found.after :]
    start, closing, end = found.inner
    if not new and all(one.ours for one in found.names):
        return data[:start] + data[end:]
    first = found.names[0].start if found.names else closing
    kept = data[first:closing]
    for one in reversed(found.names):
        if one.ours:
            kept = kept[: one.start - first] + kept[one.end - first :]
    opening = data[start:first]
    if closing == end:  # an empty element
        opening = opening.rstrip()[:-2] + b">"
        return data[:start] + opening + new + b"</%bdefinedNames>" % prefix.encode() + data[end:]
    return data[:start] + opening + kept + new + data[closing:]


def _refuse_taken(named: Iterable[str], others: Iterable[str], shown: str) -> None:
    """Refuse names that others have, whatever their capitals, in the words of the others.

    Raises:
        UsageError: A name is taken.
    """
    known = {one.casefold(): one for one in others}
    if taken := [known[name.casefold()] for name in named if name.casefold() in known]:
        raise refusal(UsageError, "names_taken", file=shown, names=", ".join(sorted(taken)))


def _element(prefix: str, name: str, one: Named) -> bytes:
    comment = quoteattr(one.comment)
    text = f"<{prefix}definedName name={quoteattr(name)} comment={comment}>"
    text += f"{escape(one.formula)}</{prefix}definedName>"
    # In ASCII it is the same in every encoding that the part may have.
    return text.encode("ascii", "xmlcharrefreplace")


def _in_ascii(data: bytes) -> bytes:
    """Return a part in an encoding of which ASCII is a part, as it is where it is in one."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    text = _DECLARED.sub(r"\1UTF-8\2", data.decode("utf-16"), count=1)
    return text.encode("utf-8")


def _copy(old: zipfile.ZipFile, target: BinaryIO, part: str, edited: bytes) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            entry = copy(one)
            if one.filename == part:
                new.writestr(entry, edited, compress_type=one.compress_type)
                continue
            with old.open(one) as source, new.open(entry, "w") as written:
                shutil.copyfileobj(source, written)
