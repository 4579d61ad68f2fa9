"""The kind of a file: what it is by its first bytes, whatever its name says."""

from __future__ import annotations

import codecs
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from xlcost.dataset.findings import Code
from xlcost.inputs.files.byte_streams import GZIP
from xlcost.inputs.files.faults import FileFault, unreadable

HEAD = 4096
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET = b"PAR1"
OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods"})
MARKUP = (b"<html", b"<!doctype", b"<table", b"<head", b"<body", b"<?xml", b"<meta", b"<style")
# Formats of whole ledgers and of other systems: reason, how they begin, what stands near the top.
FORMATS = (
    ("saft", b"<", (b"AuditFile",)),
    ("sie5", b"<", (b"http://www.sie.se/sie5",)),
    ("spreadsheetml", b"<", (b"urn:schemas-microsoft-com:office:spreadsheet", b"Excel.Sheet")),
    ("markup", b"<", (b"<table", b"<TABLE", b"<html", b"<HTML", b"<div", b"<DIV", b"<td", b"<TD")),
    ("ofx", (b"ofxheader", b"<ofx", b"<?ofx"), (b"OFX",)),
    ("xml", b"<?xml", (b"<",)),
    ("sie", b"#", (b"#SIETYP", b"#FLAGGA", b"#KONTO", b"#VER ")),
    ("datev", (b'"extf"', b"extf;", b'"dtvf"', b"dtvf;"), (b";",)),
    ("mhtml", b"mime-version:", (b"multipart", b"text/html")),
    ("mhtml", b"from:", (b"multipart/related",)),
)
SIE_FLAG = re.compile(rb"^[ \t]*#FLAGGA[ \t]", re.MULTILINE)
SHOWN, LONGEST = 3, 120
SPACE = 0x20
TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b\x1f\0")


class FileKind(StrEnum):
    """What reads a file."""

    TEXT = "text"
    ZIPPED_WORKBOOK = "zipped workbook"
    OLD_WORKBOOK = "old workbook"
    PARQUET = "parquet"
    SPREADSHEET_XML = "spreadsheet of 2003"
    HTML = "HTML"
    MHTML = "MHTML"


READ = {
    "spreadsheetml": FileKind.SPREADSHEET_XML,
    "markup": FileKind.HTML,
    "mhtml": FileKind.MHTML,
}


def kind_of(path: Path) -> FileKind:
    """Return the kind of a file by its first bytes.

    Raises:
        FileFault: It is a web page, or nothing that holds a table.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        raise FileFault(Code.EMPTY_FILE, "")
    if head.startswith(ZIP):
        _refuse_other_zips(path)
        return FileKind.ZIPPED_WORKBOOK
    if head.startswith((OLE, *OLD_EXCEL)):
        return FileKind.OLD_WORKBOOK
    if head.startswith(PARQUET):
        return FileKind.PARQUET
    if head.startswith(GZIP):
        return FileKind.TEXT
    if kind := READ.get(format_of(head)):
        return kind
    _refuse_others(head)
    return FileKind.TEXT


def format_of(head: bytes) -> str:
    """Return the format of another system in which a file begins, or ""."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    start = bare[:64].lower()
    for name, begins, holds in FORMATS:
        if start.startswith(begins) and any(mark in bare for mark in holds):
            return name
    return "sie" if SIE_FLAG.search(bare) else ""  # comments may stand before it


def _refuse_others(head: bytes) -> None:
    """Stop at web pages and at bytes that are not text."""
    if name := format_of(head):
        raise unreadable(name)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if start.startswith(MARKUP):
        raise unreadable("markup", start[:16].decode("ascii", "replace"))
    if start.startswith(b"%pdf"):
        raise unreadable("not_a_table", "PDF")
    wide = head[1::2].count(0) * 3 > len(head[1::2]) or head[0::2].count(0) * 3 > len(head[0::2])
    controls = sum(byte < SPACE and byte not in TEXT_CONTROLS for byte in head)
    if not wide and controls * 20 > len(head):
        raise unreadable("not_a_table", head[:8].hex(" "))


def _refuse_other_zips(path: Path) -> None:
    """Stop at a ZIP that is no workbook; what is in it is only listed, never unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return  # the reader says what is wrong with it
    parts = ("[Content_Types].xml", "mimetype", "content.xml")
    if names and not any(name in parts or name.startswith("xl/") for name in names):
        raise unreadable("zip", ", ".join(names[:SHOWN])[:LONGEST])


def is_misnamed(path: Path, kind: FileKind) -> bool:
    """Whether a text file has the name of a workbook."""
    return kind is FileKind.TEXT and path.suffix.lower() in WORKBOOK_SUFFIXES
