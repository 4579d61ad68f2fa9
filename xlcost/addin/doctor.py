"""Looks at everything between a cell and Python that can be seen from here.

Each answer is one sentence, and where something is wrong, one more that says what to do.
"""

from __future__ import annotations

import contextlib
import csv
import os
import platform
import shutil
import struct
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from itertools import takewhile
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from xlcost.addin import settings_sheet, template
from xlcost.addin.form import Form
from xlcost.addin.report_sheet import INPUTS
from xlcost.errors import UsageError
from xlcost.locales.words import Words, words
from xlcost.system.fonts import has_font, places

OLDEST_PYTHON = (3, 11)
_BITS = 64
_FONT = "Calibri"  # of a pack without a theme of its own
_WINDOWS, _MAC = "Windows", "Darwin"
_BESIDE = "xlwings.conf"  # which xlwings reads in the workbook's folder, before the user's
_ALL_MACROS_OFF = 4  # VBAWarnings: disable without notification
_POLICY = r"Software\Policies\Microsoft\office\16.0\excel\security"
_FROM_THE_WEB = 3  # ZoneId: the internet zone


@dataclass(frozen=True)
class Answer:
    """What one look found.

    Attributes:
        fine: Whether it is as it should be.
        sentence: What was found.
        advice: What to do; empty where nothing has to be done.
    """

    fine: bool
    sentence: str
    advice: str = ""


@dataclass(frozen=True)
class Machine:
    """What the doctor looks at; a test describes another machine than this one.

    Attributes:
        system: "Windows", "Darwin" (a Mac) or another.
        python: The path of this Python.
        version: Its version.
        bits: 64 or 32.
        xlwings: The version of xlwings in it.
        first_on_path: The Python that the PATH leads to, if it leads to one.
        home: The user's folder.
        macro_policy: What a policy says about macros, if there is one.
    """

    system: str
    python: Path
    version: tuple[int, int, int]
    bits: int
    xlwings: str
    home: Path
    first_on_path: Path | None = None
    macro_policy: int | None = None
    zones: Mapping[Path, int] = field(default_factory=dict)

    @classmethod
    def here(cls) -> Machine:
        """Return this machine."""
        found = shutil.which("python")
        return cls(
            system=platform.system(),
            python=Path(sys.executable),
            version=sys.version_info[:3],
            bits=struct.calcsize("P") * 8,
            xlwings=metadata.version("xlwings"),
            home=Path.home(),
            first_on_path=Path(found) if found else None,
            macro_policy=_macro_policy(),
        )

    @property
    def settings(self) -> Path:
        """Where xlwings keeps the user's settings."""
        if self.system == _MAC:
            inside = "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
            return self.home / inside
        return self.home / ".xlwings" / "xlwings.conf"

    def zone(self, file: Path) -> int | None:
        """Return the zone that Windows says a file came from."""
        if file in self.zones:
            return self.zones[file]
        if self.system == _WINDOWS:
            with contextlib.suppress(OSError, ValueError):
                text = Path(f"{file}:Zone.Identifier").read_text(encoding="ascii")
                return int(text.split("ZoneId=")[1].split()[0])
        return None


def _macro_policy() -> int | None:
    """Return what a policy of Windows says about macros in Excel, if there is one."""
    if sys.platform != "win32":
        return None
    import winreg  # noqa: PLC0415 - Windows alone has it

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        with contextlib.suppress(OSError), winreg.OpenKey(root, _POLICY) as key:
            return int(winreg.QueryValueEx(key, "VBAWarnings")[0])
    return None


def diagnose(
    workbook: Path | None = None, language: str = "en", machine: Machine | None = None
) -> tuple[Answer, ...]:
    """Return everything that was found.

    Args:
        workbook: The workbook that a person uses; the shipped template when omitted.
        language: "en" or "nb".
        machine: Another machine than this one.
    """
    return tuple(_Doctor(machine or Machine.here(), words(language)).answers(workbook))


def page() -> Path:
    """Return the page about Excel: in the installed package, or in the checkout."""
    return template.shipped().parents[1] / "docs" / "excel.md"


class _Doctor:
    """One visit.

    Args:
        machine: What is looked at.
        text: Words.
    """

    def __init__(self, machine: Machine, text: Words) -> None:
        self._machine = machine
        self._text = text

    def answers(self, workbook: Path | None) -> Iterator[Answer]:
        yield from self._python()
        yield self._fine("xlwings", version=self._machine.xlwings)
        told = _sheet_settings(workbook) if workbook else {}
        beside = workbook.parent / _BESIDE if workbook else None
        if beside and beside.is_file():
            told = {**_settings(beside), **told}
            yield self._wrong("conf_beside", file=beside)
        if self._machine.system == _WINDOWS:
            yield self._interpreter(told)
            yield self._dll()
            if self._machine.macro_policy == _ALL_MACROS_OFF:
                yield self._wrong("macros_off")
        elif self._machine.system == _MAC:
            yield self._interpreter(told)
            yield self._script()
        else:
            yield self._fine("other_system", system=self._machine.system)
        yield from self._workbook(workbook)
        if not has_font(_FONT, places()):
            yield self._fine("font", font=_FONT)
        yield self._writable(self._text.text("doctor.temporary"), Path(tempfile.gettempdir()))
        yield self._fine("page", path=page())

    def _fine(self, key: str, **fields: object) -> Answer:
        return Answer(fine=True, sentence=self._text.text(f"doctor.{key}", **fields))

    def _wrong(self, key: str, **fields: object) -> Answer:
        return Answer(
            fine=False,
            sentence=self._text.text(f"doctor.{key}", **fields),
            advice=self._text.text(f"doctor.{key}_do", **fields),
        )

    def _python(self) -> Iterator[Answer]:
        machine = self._machine
        version = ".".join(map(str, machine.version))
        if machine.version[:2] < OLDEST_PYTHON:
            yield self._wrong("python_old", version=version)
            return
        yield self._fine("python", version=version, bits=machine.bits, path=machine.python)
        if machine.bits != _BITS:
            yield self._wrong("python_bits", bits=machine.bits)
        if machine.system == _WINDOWS and "WindowsApps" in machine.python.parts:
            yield self._wrong("python_store", path=machine.python)

    def _interpreter(self, sheet: Mapping[str, str]) -> Answer:
        """Tell whether Excel would start this Python: by the settings, or by the PATH.

        Args:
            sheet: The settings of the workbook and of the file beside it; they come first.
        """
        machine = self._machine
        key = "INTERPRETER_MAC" if machine.system == _MAC else "INTERPRETER_WIN"
        settings = {**_settings(machine.settings), **sheet}
        told = settings.get(key) or _conda_python(settings)
        if told:
            if _same_place(Path(os.path.expandvars(told)), machine.python):
                return self._fine("interpreter", path=told)
            return self._wrong("interpreter_other", path=told)
        first = machine.first_on_path
        if first is not None and _same_place(first, machine.python):
            return self._fine("interpreter_path")
        return self._wrong("interpreter_none")

    def _dll(self) -> Answer:
        """Look for the DLLs where xlwings' VBA looks: beside Python, or in the folder above.

        Which of them is loaded depends on Excel, not on Python, and 64-bit Excel is the common one.
        """
        machine = self._machine
        name, other = (f"xlwings{bits}-{machine.xlwings}.dll" for bits in (64, 32))
        for folder in (machine.python.parent, machine.python.parent.parent):
            if (folder / name).is_file():
                both = (folder / other).is_file()
                return self._fine("dll_both" if both else "dll", path=folder / name)
        return self._wrong("dll_none", name=name, python=machine.python, version=machine.xlwings)

    def _script(self) -> Answer:
        folder = self._machine.home / "Library/Application Scripts/com.microsoft.Excel"
        there = (folder / f"xlwings-{self._machine.xlwings}.applescript").is_file()
        return self._fine("script") if there else self._wrong("script_none")

    def _workbook(self, workbook: Path | None) -> Iterator[Answer]:
        file = workbook or template.shipped()
        shown = workbook or self._text.text("doctor.workbook_shipped")
        try:
            got = template.xlwings_version(file)
        except UsageError:
            yield self._wrong("workbook_none", file=shown)
            return
        version = self._machine.xlwings
        if got == version:
            yield self._fine("workbook", file=shown, version=version)
        else:
            yield self._wrong("workbook_other", file=shown, version=version, got=got)
        if (self._machine.zone(file) or 0) >= _FROM_THE_WEB:
            yield self._wrong("web_mark", file=shown)
        if workbook:
            yield from self._folders(workbook)

    def _folders(self, workbook: Path) -> Iterator[Answer]:
        """Look at the folders that the workbook names."""
        form = Form(_saved(workbook), self._text.language)
        for key in ("data_folder", "output_folder"):
            name = self._text.text(f"template.report.{key}")
            try:
                folder = form.folder(key)
            except UsageError as fault:
                yield Answer(False, f"{name}: {fault}", self._text.text("doctor.folder_none_do"))
                continue
            if folder is None:
                continue
            yield (
                self._writable(name, folder)
                if key == "output_folder"
                else self._readable(name, folder)
            )

    def _readable(self, name: str, folder: Path) -> Answer:
        try:
            with os.scandir(folder) as entries:
                next(entries, None)
        except FileNotFoundError:
            return self._wrong("folder_none", name=name, folder=folder)
        except OSError:
            return self._wrong("folder_read", name=name, folder=folder)
        return self._fine("folder", name=name, folder=folder)

    def _writable(self, name: str, folder: Path) -> Answer:
        """Try to write; a folder that is not there yet is made, so its parent is tried."""
        place = folder
        while not place.exists() and place != place.parent:
            place = place.parent
        try:
            with tempfile.TemporaryFile(dir=place):
                pass
        except OSError:
            return self._wrong("folder_write", name=name, folder=folder)
        return self._fine("folder", name=name, folder=folder)


def _settings(file: Path) -> dict[str, str]:
    """Return the user's settings: lines of two texts in quotes."""
    with contextlib.suppress(OSError, UnicodeDecodeError), file.open(encoding="utf-8") as lines:
        return {row[0].upper(): row[1] for row in csv.reader(lines) if len(row) > 1}
    return {}


def _sheet_settings(workbook: Path) -> dict[str, str]:
    """Return the settings on the workbook's own sheet; none where it cannot be read."""
    with contextlib.suppress(OSError, KeyError, ValueError, BadZipFile, InvalidFileException):
        book = load_workbook(workbook, read_only=True, data_only=True)
        with contextlib.closing(book):  # or Windows keeps the file locked
            rows = book[settings_sheet.TITLE].iter_rows(max_col=2, values_only=True)
            listed = takewhile(lambda row: row[0] is not None, rows)  # as far as xlwings' VBA reads
            return {str(name).upper(): str(value or "") for name, value in listed}
    return {}


def _conda_python(settings: Mapping[str, str]) -> str:
    """Return the Python of a Conda environment that the settings name."""
    path, name = settings.get("CONDA PATH", ""), settings.get("CONDA ENV", "")
    if not path or not name:
        return ""
    if name == "base":
        return str(Path(path) / "python.exe")
    return str(Path(path) / "envs" / name / "python.exe")


def _same_place(one: Path, other: Path) -> bool:
    """Tell whether two Pythons stand in one folder: python.exe and pythonw.exe are one."""
    return os.path.normcase(one.parent) == os.path.normcase(other.parent)


def _saved(path: Path) -> dict[str, str]:
    """Return the texts of the cells that a workbook gives to the buttons, as it was saved."""
    workbook = load_workbook(path, data_only=True)
    found = {}
    for key, name in INPUTS.items():
        if name in workbook.defined_names:
            ((title, address),) = workbook.defined_names[name].destinations
            value = workbook[title][address.replace("$", "")].value
            found[key] = "" if value is None else str(value)
    return found
