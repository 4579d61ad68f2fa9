"""Builds the template workbook: sheets by openpyxl, VBA and buttons by pyOpenVBA, one last pass.

The same code, words and libraries give the same bytes: times are fixed, and the parts are stored
and not deflated, since compressors differ between machines. Run `python -m xlcost.addin.template`
to write `templates/xlcost.xlsm` after a change of the catalogue, the words or the VBA.
"""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import PyOpenVBAError

import xlcost
from xlcost.addin import (
    calculator_sheet,
    functions_sheet,
    planner_sheet,
    report_sheet,
    settings_sheet,
    start_sheet,
    vba,
    vba_project,
)
from xlcost.addin.canvas import Paper
from xlcost.addin.form import PREFIX
from xlcost.errors import EnvironmentFault, UsageError
from xlcost.locales.words import Words, words
from xlcost.system.unfinished import temporary_folder
from xlcost.workbook.atomic import replacing
from xlcost.workbook.cached_values import complete
from xlcost.workbook.formulas.references import text_constant
from xlcost.workbook.sheet_writer import xml
from xlcost.workbook.theme import DEFAULT

FILE = "xlcost.xlsm"
MADE_WITH = ("xlwings", "openpyxl", "pyopenvba")  # what the bytes depend on

MADE = datetime(2026, 1, 1, tzinfo=UTC)
_CALCULATION = 191029  # Excel 365's own: an older one would recalculate when it opens
_XLWINGS = "xlwings"
_DICTIONARY = "Dictionary"  # which xlwings' module needs on a Mac
_VERSION = re.compile(r'XLWINGS_VERSION As String = "([^"]+)"')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PROJECT = "xl/vbaProject.bin"
_METADATA = "xl/metadata.xml"
_METADATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
_METADATA_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sheetMetadata"
)
_RELATIONS_PREFIX = (
    b'<worksheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
)
# What Excel writes for formulas that spill: without it they would be shown as old array formulas.
_METADATA_TEXT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">'
    '<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" '
    'pasteAll="1" pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" '
    'clearComments="1" assign="1" coerce="1" cellMeta="1"/></metadataTypes>'
    '<futureMetadata name="XLDAPR" count="1"><bk><extLst>'
    '<ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}">'
    '<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk>'
    '</futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
)


def write(
    path: Path,
    language: str = "en",
    *,
    replace: bool = False,
    own: Mapping[str, str] | None = None,
) -> Path:
    """Write a template workbook for the installed xlwings.

    Args:
        path: The file; its ending is .xlsm.
        language: "en" or "nb".
        replace: Whether a file that is there may be replaced.
        own: Settings of this computer, which `own_settings` returns; none when omitted.

    Returns:
        The path.

    Raises:
        UsageError: The file is there already, or its name has another ending.
        EnvironmentFault: It could not be written.
    """
    if path.suffix.lower() != ".xlsm":
        message = f"{path} must end in .xlsm: it is a workbook with macros."
        raise UsageError(message)
    if path.exists() and not replace:
        message = f"{path} is already there; choose another name, or replace it with --force."
        raise UsageError(message)
    data = build(language, own=own)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(data)
    return path


def own_settings() -> dict[str, str]:
    """Return the settings with which a workbook finds this Python, and no other code.

    They stand in the workbook itself, which xlwings reads before any file. Folders of the user are
    written as the system's variables, so that a colleague's Python in the same place is found.
    """
    code = Path(xlcost.__file__).parents[1]
    if sys.platform == "win32":
        return {"INTERPRETER_WIN": portable(sys.executable), "PYTHONPATH": portable(str(code))}
    if sys.platform == "darwin":
        return {"INTERPRETER_MAC": sys.executable, "PYTHONPATH": str(code)}
    return {}


def portable(path: str) -> str:
    """Return a path of Windows with the variable of the folder that it begins with."""
    for name in ("LOCALAPPDATA", "APPDATA", "USERPROFILE", "PROGRAMFILES"):
        folder = os.environ.get(name, "").rstrip("\\/")
        if folder and path.casefold().startswith(folder.casefold() + "\\"):
            return f"%{name}%{path[len(folder) :]}"
    return path


def build(
    language: str = "en",
    modules: dict[str, str] | None = None,
    own: Mapping[str, str] | None = None,
) -> bytes:
    """Return a template workbook as bytes.

    Args:
        language: "en" or "nb".
        modules: VBA modules in place of xlwings' own, by name.
        own: Settings of this computer.
    """
    text = words(language)
    paper = Paper(Workbook())
    assert paper.workbook.active is not None
    paper.workbook.remove(paper.workbook.active)
    start_sheet.paint(paper, text, version_of(xlwings_module()))
    report_sheet.paint(paper, text)
    places = calculator_sheet.paint(paper, text)
    planner_sheet.paint(paper, text, f"{MADE:%Y-%m-%dT%H:%M:%SZ}")
    functions_sheet.paint(paper, text, places)
    settings_sheet.paint(paper, text, own or {})
    _name_sentences(paper.workbook, text)
    set_properties(paper.workbook, language, text.text("template.title"))
    with temporary_folder() as folder:
        file = Path(folder) / FILE
        paper.workbook.save(file)
        _declare_relations(file)
        _add_vba(file, modules)
        _add_buttons(file, paper)
        finished = io.BytesIO()
        with file.open("rb") as written:
            complete(written, finished, paper.caches, MADE)
    return last_pass(finished, paper)


def _name_sentences(workbook: Workbook, text: Words) -> None:
    """Put what the VBA says into defined names: a VBA project knows no letters but ASCII's."""
    for key, sentence in text.section("template.vba").items():
        name = f"{PREFIX}text_{key}"
        constant = text_constant(str(sentence))
        workbook.defined_names[name] = DefinedName(name, attr_text=constant, hidden=True)


def xlwings_module() -> str:
    """Return xlwings' own VBA module, as the installed package has it."""
    return _lines((_xlwings_folder() / "xlwings.bas").read_bytes().decode("ascii"))


def version_of(module: str) -> str:
    """Return the version that a text of xlwings' VBA module is of; nothing where it is another."""
    found = _VERSION.search(module)
    return found[1] if found else ""


def xlwings_version(path: Path) -> str:
    """Return the version of xlwings that a workbook was made for.

    Raises:
        UsageError: It is no workbook with xlwings' module in it.
    """
    try:
        with ExcelFile(path) as host:
            return version_of(host.get_module(_XLWINGS))
    except (OSError, KeyError, ValueError, PyOpenVBAError, zipfile.BadZipFile) as fault:
        message = f"{path} is no xlcost workbook: {fault}."
        raise UsageError(message) from fault


def shipped() -> Path:
    """Return the template that came with the package or stands in the checkout."""
    return vba.folder().parent / FILE


def _xlwings_folder() -> Path:
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        message = "xlwings is not installed, and the template needs its VBA module."
        raise EnvironmentFault(message)
    return Path(found.origin).parent


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def _dictionary() -> str:
    """Return the class that xlwings' module needs on a Mac; its quickstart workbook has it."""
    with ExcelFile(_xlwings_folder() / "quickstart_standalone.xlsm") as quickstart:
        return str(quickstart.get_module(_DICTIONARY))


def _declare_relations(file: Path) -> None:
    """Declare on every sheet the prefix that pyOpenVBA writes buttons with."""
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(file, "w") as new:
        for name, data in parts.items():
            sheet = name.startswith("xl/worksheets/sheet")
            found = data.replace(b"<worksheet ", _RELATIONS_PREFIX, 1) if sheet else data
            new.writestr(name, found)


def _add_vba(file: Path, modules: dict[str, str] | None) -> None:
    with ExcelFile(file) as host:
        project = host.add_vba_project()
        project.add_module(vba.FUNCTIONS, vba.function_module())
        project.add_module(vba.RUNTIME, vba.runtime_module())
        project.add_module(vba.MEMORY, vba.memory_module())
        project.add_module(vba.OUTSIDE, vba.outside_module())
        project.add_module(vba.RUN, vba.run_module())
        project.add_module(vba.BUTTONS, vba.buttons_module())
        if modules is None:
            project.add_module(_XLWINGS, xlwings_module())
            project.add_module(_DICTIONARY, _dictionary(), kind=VBAModuleKind.other)
        for name, source in (modules or {}).items():
            kind = VBAModuleKind.other if "VB_Exposed" in source else VBAModuleKind.standard
            project.add_module(name, source, kind=kind)
        host.set_module(vba.WORKBOOK, vba.workbook_module())
        host.save()


def _add_buttons(file: Path, paper: Paper) -> None:
    application = ExcelApplication.open(file, with_vba=False)
    titles = paper.workbook.sheetnames
    for button in paper.buttons:
        application.sheet(titles.index(button.sheet) + 1).add_button(
            name=button.name,
            left=button.left,
            top=button.top,
            width=button.width,
            height=button.height,
            text=button.text,
            macro=button.macro,
        )
    application.save()


def set_properties(workbook: Workbook, language: str, title: str) -> None:
    """Set what a workbook says of itself, with fixed times and the versions that made it."""
    properties = workbook.properties
    properties.creator = properties.lastModifiedBy = "xlcost"
    properties.title = title
    properties.language = language
    properties.created = properties.modified = MADE.replace(tzinfo=None)
    for library in MADE_WITH:
        version = metadata.version(library)
        workbook.custom_doc_props.append(  # type: ignore[attr-defined]  # the stubs lack custom properties
            StringProperty(name=library, value=version)
        )
    workbook.calculation.fullCalcOnLoad = False
    workbook.calculation.calcId = _CALCULATION
    workbook.active = 0


def last_pass(source: io.BytesIO, paper: Paper, *, macros: bool = True) -> bytes:
    """Return the workbook as one with formulas that spill, every part stored.

    Args:
        source: The workbook as openpyxl and pyOpenVBA wrote it.
        paper: What its sheets share.
        macros: Whether it has a VBA project.
    """
    target = io.BytesIO()
    dynamic = list(paper.dynamic.values())
    stamp = MADE.timetuple()[:6]
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        parts = {name: old.read(name) for name in old.namelist()}
        parts[_METADATA] = _METADATA_TEXT.encode()
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, stamp)
            entry.create_system = 0  # Windows, wherever it is made
            new.writestr(entry, _part(name, data, dynamic, macros=macros))
    return target.getvalue()


def _part(name: str, data: bytes, dynamic: list[set[str]], *, macros: bool) -> bytes:
    if name == _PROJECT:
        return vba_project.uncompiled(data)
    if name.endswith(".vml"):
        return _buttons(data.decode("utf-8")).encode("utf-8")
    sheet = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
    if sheet is None and name not in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        return data
    root = etree.fromstring(data)
    space = etree.QName(root).namespace
    if sheet is not None:
        wanted = dynamic[int(sheet[1]) - 1]
        for cell in root.iter(f"{_MAIN}c"):
            if cell.get("r") in wanted:
                cell.set("cm", "1")
    elif name.startswith("xl/"):
        etree.SubElement(
            root,
            f"{{{space}}}Relationship",
            Id="rIdMetadata",
            Type=_METADATA_RELATION,
            Target="metadata.xml",
        )
    else:
        for override in root:
            if macros and override.get("ContentType") == _WORKBOOK:
                override.set("ContentType", _MACRO_WORKBOOK)
        etree.SubElement(
            root,
            f"{{{space}}}Override",
            PartName=f"/{_METADATA}",
            ContentType=_METADATA_TYPE,
        )
    return xml(root)


def _buttons(drawing: str) -> str:
    """Return a drawing of buttons with their font, and their places in pixels, as Excel has them.

    pyOpenVBA writes the distances from the cells' corners in half points.
    """
    drawing = re.sub(
        r"(<div style='text-align:center'>)(.*?)(</div>)",
        rf'\1<font face="{DEFAULT.font}" size="220" color="#000000">\2</font>\3',
        drawing,
    )
    return re.sub(r"(?<=<x:Anchor>)[^<]+", lambda found: _pixels(found[0]), drawing)


def _pixels(anchor: str) -> str:
    numbers = [int(part) for part in anchor.split(",")]
    return ", ".join(
        str(round(number * 2 / 3) if place % 2 else number) for place, number in enumerate(numbers)
    )


if __name__ == "__main__":
    write(shipped(), replace=True)
