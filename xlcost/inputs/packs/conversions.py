"""Packs that a program saved in another format: they have no Excel tables, but their rows' keys."""

from __future__ import annotations

import contextlib
import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from xlcost.dataset.limits import Limits
from xlcost.dataset.pack_format import KEY
from xlcost.inputs.files.faults import Deadline, unreadable
from xlcost.inputs.files.guard import look_over
from xlcost.inputs.files.kinds import FileKind, kind_of
from xlcost.inputs.files.spreadsheets import read_cells
from xlcost.inputs.packs.pack_tables import MOST, PackBook
from xlcost.inputs.packs.sheet_rows import CellRow, CellValue, SheetRows
from xlcost.values.marks import BOOLEAN, DATE, MARK, NUMBER

SUFFIXES = frozenset({".ods", ".xls", ".xlsb"})
_TEXTS = ("content.xml", ".bin")  # the parts of ODS and XLSB that hold words
_KEYS = (KEY.strip().encode(), KEY.strip().encode("utf-16-le"))


def open_converted(path: Path, limits: Limits) -> PackBook:
    """Look whether a workbook holds the keys of comments.

    Raises:
        FileFault: It is damaged, locked, or past a limit.
    """
    limits = replace(limits, unpacked_bytes=min(limits.unpacked_bytes, MOST))
    try:
        if kind_of(path) is FileKind.ZIPPED_WORKBOOK:
            look_over(path, limits, Deadline(limits.seconds))
            with zipfile.ZipFile(path) as package:
                texts = [name for name in package.namelist() if name.endswith(_TEXTS)]
                known = any(_has_key(package.read(name)) for name in texts)
        else:
            known = path.stat().st_size <= MOST and _has_key(path.read_bytes())
    except OSError as fault:
        raise unreadable("closed", fault.strerror or str(fault)) from fault
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise unreadable("damaged", str(fault)[:200]) from fault
    return PackBook(path, has_keys=known)


def _has_key(content: bytes) -> bool:
    return any(key in content for key in _KEYS)


@contextlib.contextmanager
def converted_rows(book: PackBook, limits: Limits) -> Iterator[SheetRows]:
    """Open the cells of such a workbook, as `pack_tables.sheets_of` does those of a pack.

    Raises:
        FileFault: It is damaged, locked, or past a limit.
    """
    yield _ConvertedRows(book, limits)


class _ConvertedRows(SheetRows):
    """The rows of a workbook that another library has read whole."""

    def __init__(self, book: PackBook, limits: Limits) -> None:
        super().__init__(None, book)
        self._sheets = read_cells(book.path, limits)

    @property
    def titles(self) -> list[str]:
        return list(self._sheets)

    def rows(
        self, sheet: str, top: int = 1, bottom: int | None = None, left: int = 1, right: int = 60
    ) -> Iterator[CellRow]:
        part = self._sheets[sheet].slice(top - 1, None if bottom is None else bottom - top + 1)
        columns = [column.to_pylist() for column in part.columns[left - 1 : right]]
        for row in zip(*columns, strict=True):
            yield tuple(_value(text) for text in row)

    def typed(self, sheet: str, top: int = 1, right: int = 60) -> Iterator[CellRow]:
        return self.rows(sheet, top, right=right)


def _value(text: str | None) -> CellValue:
    """Return a cell as a pack holds it."""
    if text is None or not text.startswith(MARK):
        return text
    plain = text[len(NUMBER) :]
    if text.startswith(NUMBER):
        return float(plain)
    if text.startswith(DATE):
        return dt.datetime.fromisoformat(plain)
    return plain == "1" if text.startswith(BOOLEAN) else plain
