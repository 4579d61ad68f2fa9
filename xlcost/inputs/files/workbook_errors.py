"""Cells of workbooks that hold an error such as #REF!; python-calamine hands them on as empty."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from lxml import etree

from xlcost.dataset.limits import Limits
from xlcost.inputs.files.faults import Deadline
from xlcost.inputs.files.guard import look_over
from xlcost.inputs.files.kinds import Kind

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
Errors = Mapping[tuple[int, int], str]


def find_errors(path: Path, kind: Kind, limits: Limits, deadline: Deadline) -> dict[int, Errors]:
    """Look a workbook over and return its cells with errors, by the index of the sheet.

    Raises:
        FileFault: The workbook is damaged or past a limit.
    """
    if kind is not Kind.ZIPPED_WORKBOOK:
        return {}
    seen = look_over(path, limits, deadline)
    if not seen.errors:
        return {}
    with zipfile.ZipFile(path) as package:
        order = _sheet_parts(package)
    return {order[part]: cells for part, cells in seen.errors.items() if part in order}


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, int]:
    """Return the parts of the sheets with their place in the workbook."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        workbook = etree.fromstring(package.read("xl/workbook.xml"), parser)
        relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), parser)
    except (KeyError, etree.XMLSyntaxError):
        return {}
    targets = {item.get("Id"): str(item.get("Target")) for item in relations}
    sheets = list(workbook.iter("{*}sheet"))
    parts: dict[str, int] = {}
    for index, sheet in enumerate(sheets):
        target = targets.get(sheet.get(RELATION) or sheet.get(STRICT_RELATION))
        if target:
            absolute = target if target.startswith("/") else "/xl/" + target
            parts[str(PurePosixPath(absolute)).lstrip("/")] = index
    return parts
