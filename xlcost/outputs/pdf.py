"""A pack as PDF, through LibreOffice where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Collection
from pathlib import Path

from lxml import etree

from xlcost.errors import EnvironmentFault
from xlcost.system import children
from xlcost.system.fonts import has_font, places
from xlcost.system.unfinished import no_room, temporary_folder
from xlcost.workbook.atomic import replacing
from xlcost.workbook.sheet_writer import xml

_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SECONDS = 300.0
_BEGINNING = b"%PDF-"
_JUMP = re.compile(rb"<hyperlink\b[^>]*\blocation=[^>]*/>")
_NO_LINKS = re.compile(rb"<hyperlinks>\s*</hyperlinks>")


def office() -> str:
    """Return the program that makes PDF.

    Raises:
        EnvironmentFault: LibreOffice is not installed.
    """
    programs = (shutil.which(name) for name in _PROGRAMS)
    here = (place for place in _PLACES if Path(place).is_file())
    program = next((path for path in (*programs, *here) if path), "")
    if not program:
        raise EnvironmentFault(
            "A PDF needs LibreOffice, and this computer has none; install it, or leave --pdf out."
        )
    return program


def stand_in(font: str) -> bool:
    """Whether LibreOffice writes with a font of other widths, as it has none like this one."""
    return not has_font(font, places(Path(office())))


def write_pdf(workbook: Path, left_out: Collection[str] = ()) -> Path:
    """Write a workbook as PDF beside it, whole or not at all.

    Args:
        workbook: The workbook.
        left_out: Titles of sheets that are not printed.

    Returns:
        The path of the PDF.

    Raises:
        EnvironmentFault: LibreOffice is not there or made no PDF; the workbook is as it was.
    """
    program = office()
    target = workbook.with_suffix(".pdf")
    with temporary_folder() as folder:
        try:
            # A plain name: its own may hold what a program takes for an option or a pattern.
            _copy(workbook, folder / "pack.xlsx", left_out)
        except OSError as fault:
            raise no_room(fault) from fault
        reason = _convert(program, folder)
        made = folder / "pack.pdf"
        content = made.read_bytes() if made.is_file() else b""
    if not content.startswith(_BEGINNING):
        raise EnvironmentFault(
            f"LibreOffice made no PDF of {workbook}{reason}; the workbook itself is finished."
        )
    with replacing(target) as file:
        file.write(content)
    return target


def _copy(workbook: Path, target: Path, left_out: Collection[str]) -> None:
    """Copy a workbook without the links from sheet to sheet, which lead nowhere in a PDF.

    LibreOffice writes the text of a link on one line and cuts what the cell has no room for. It
    prints no hidden sheet, so those that are left out are hidden in the copy.
    """
    with zipfile.ZipFile(workbook) as read, zipfile.ZipFile(target, "w") as written:
        for item in read.infolist():
            content = read.read(item)
            if item.filename.startswith("xl/worksheets/") and item.filename.endswith(".xml"):
                content = _NO_LINKS.sub(b"", _JUMP.sub(b"", content))
            if item.filename == "xl/workbook.xml" and left_out:
                content = _hiding(content, left_out)
            written.writestr(item, content)


def _hiding(content: bytes, titles: Collection[str]) -> bytes:
    """Return the list of sheets with some of them hidden, and without what of them is printed."""
    root = etree.fromstring(content)
    hidden = set()
    for number, sheet in enumerate(root.iter("{*}sheet")):
        if sheet.get("name") in titles:
            sheet.set("state", "hidden")
            hidden.add(str(number))
    for name in list(root.iter("{*}definedName")):  # a hidden sheet is printed where it says what
        parent = name.getparent()
        if parent is not None and name.get("localSheetId") in hidden:
            parent.remove(name)
    return xml(root)


def _convert(program: str, folder: Path) -> str:
    """Convert the pack in a folder; return why it failed, as far as LibreOffice says it."""
    command = [
        program,
        # A profile of its own, so that an open LibreOffice neither helps nor hinders.
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "pack.xlsx"),
    ]
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    plain |= dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(folder))
    try:
        done = children.run(command, _SECONDS, plain)
    except subprocess.TimeoutExpired:
        return f" within {_SECONDS:.0f} seconds"
    except OSError as fault:
        return f" ({fault.strerror})"
    said = " ".join(done.stderr.decode("utf-8", "replace").split())[:200]
    return f" ({said})" if said else ""
