"""Cells of workbooks that hold an error such as #REF!; python-calamine hands them on as empty."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from lxml import etree

from xlcost.dataset.limits import Limits
from xlcost.inputs.files import ods_errors, xlsb_errors
from xlcost.inputs.files.cell_errors import Errors
from xlcost.inputs.files.faults import Deadline, unreadable
from xlcost.inputs.files.guard import look_over
from xlcost.inputs.files.kinds import FileKind
from xlcost.inputs.files.xls_errors import find_xls_errors

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_WORKBOOK = "xl/workbook.xml"
_MANIFEST = "META-INF/manifest.xml"  # of an ODS file
_ENCRYPTED = b"encryption-data"  # stands there for each part that a password protects


def find_errors(
    path: Path, kind: FileKind, limits: Limits, deadline: Deadline
) -> Mapping[int, Mapping[tuple[int, int], str]]:
    """Look a workbook over and return its cells with errors, by the index of the sheet.

    Raises:
        FileFault: The workbook is damaged or past a limit.
    """
    if kind is not FileKind.ZIPPED_WORKBOOK:
        return find_xls_errors(path, deadline)
    seen = look_over(path, limits, deadline)
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if xlsb_errors.WORKBOOK in names:
                return _of_xlsb(package, names, deadline)
            if ods_errors.CONTENT in names and _WORKBOOK not in names:
                if _MANIFEST in names and _ENCRYPTED in package.read(_MANIFEST):
                    raise unreadable("password")
                return ods_errors.find_ods_errors(package, limits, deadline)
            order = sheet_parts(package) if seen.errors else {}
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, KeyError) as fault:
        raise unreadable("damaged", str(fault)) from fault
    return {order[part]: cells for part, cells in seen.errors.items() if part in order}


def _of_xlsb(package: zipfile.ZipFile, names: set[str], deadline: Deadline) -> dict[int, Errors]:
    """Return the cells with errors of a binary workbook."""
    return {
        index: xlsb_errors.find_xlsb_errors(package, part, deadline)
        for part, index in binary_parts(package).items()
        if part in names
    }


def binary_parts(package: zipfile.ZipFile) -> dict[str, int]:
    """Return the parts of the sheets of a binary workbook with their place in it."""
    targets = _targets(package, "xl/_rels/workbook.bin.rels")
    relations = xlsb_errors.sheet_relations(package)
    found = {targets.get(relation, ""): index for index, relation in enumerate(relations)}
    return {part: index for part, index in found.items() if "worksheets/" in part}


def sheet_parts(package: zipfile.ZipFile) -> dict[str, int]:
    """Return the parts of the sheets with their place in the workbook."""
    targets = _targets(package, "xl/_rels/workbook.xml.rels")
    parts: dict[str, int] = {}
    for index, sheet in enumerate(parsed_part(package, _WORKBOOK).iter("{*}sheet")):
        part = targets.get(sheet.get(RELATION) or sheet.get(STRICT_RELATION) or "")
        if part:
            parts[part] = index
    return parts


def _targets(package: zipfile.ZipFile, relations: str) -> dict[str, str]:
    """Return the parts that a workbook's relations lead to."""
    found = {}
    for item in parsed_part(package, relations):
        target = str(item.get("Target"))
        absolute = target if target.startswith("/") else "/xl/" + target
        found[str(item.get("Id"))] = str(PurePosixPath(absolute)).lstrip("/")
    return found


def parsed_part(package: zipfile.ZipFile, part: str) -> etree._Element:
    """Return a part of a package, empty where it is not there or no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(package.read(part), parser)
    except (KeyError, etree.XMLSyntaxError):
        return etree.Element("nothing")
