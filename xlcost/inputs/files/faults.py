"""Faults of a whole file, raised and caught inside this room: they leave it as findings."""

from __future__ import annotations

import csv
import errno
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb
from lxml import etree

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.errors import EnvironmentFault, out_of_memory, translated
from xlcost.system import stopping
from xlcost.system.late import pa


class FileFault(Exception):
    """A file cannot be read any further.

    Args:
        code: UNREADABLE_FILE, LIMIT_REACHED or EMPTY_FILE.
        reason: Key of the sentence under [reasons] in the locales.
        got: What was there.
        expected: What was expected, such as the limit.
        row: The row a person would look at.
        sheet: The sheet of a workbook.
    """

    def __init__(
        self,
        code: Code,
        reason: str,
        got: str = "",
        expected: str = "",
        row: int | None = None,
        sheet: str = "",
    ) -> None:
        super().__init__(f"{code}: {reason} ({got} / {expected})")
        self.code = code
        self.reason = reason
        self.got = got
        self.expected = expected
        self.row = row
        self.sheet = sheet

    def finding(self, file: str) -> Finding:
        """Return the fault as the finding that leaves the room."""
        where = Where(file, self.sheet, self.row)
        return Finding(
            Severity.ERROR, self.code, where, self.got, self.expected, reason=self.reason
        )


def unreadable(reason: str, got: str = "", **place: int | str | None) -> FileFault:
    """Return the fault of a file that is damaged, locked or not what its name says."""
    row, sheet = place.get("row"), place.get("sheet")
    return FileFault(
        Code.UNREADABLE_FILE,
        reason,
        got,
        row=row if isinstance(row, int) else None,
        sheet=sheet if isinstance(sheet, str) else "",
    )


OF_DATA: tuple[type[Exception], ...] = (duckdb.Error,)  # and Arrow's, once it is loaded
# What libraries raise at bytes that nobody should have; a slip of our own is none of them.
_STUMBLES: tuple[type[Exception], ...] = (
    *OF_DATA,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,  # a recursion too deep is one
    ValueError,  # a character that is none is one
    csv.Error,
    etree.Error,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


SHOWN = 200  # characters of a library's own words
# The file has no part in these: no place for what is unpacked, too many files open.
_OF_SYSTEM = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE)


def _of_arrow() -> tuple[type[Exception], ...]:
    """Return what Arrow raises at data; it raises nothing where nobody has loaded it."""
    return (pa.ArrowException,) if "pyarrow" in sys.modules else ()


@contextmanager
def stumbling(name: str, kinds: tuple[type[Exception], ...] = _STUMBLES) -> Iterator[None]:
    """Turn what a library raises while it reads a file into the fault of that file.

    Args:
        name: The file, as a person sees it.
        kinds: What is the file's fault and not ours.

    Raises:
        FileFault: The file cannot be read.
        EnvironmentFault: There is not enough memory to read it, or no place for what is unpacked.
    """
    caught: tuple[type[Exception], ...] = (MemoryError, OSError, *kinds)
    try:
        yield
    except duckdb.InterruptException:
        raise  # who stopped it says why
    except Exception as fault:
        if not isinstance(fault, (*caught, *_of_arrow())):
            raise
        raise_of_system(name, fault)
        if isinstance(fault, OSError) and fault.errno:
            raise unreadable("closed", fault.strerror or type(fault).__name__) from fault
        raise unreadable("damaged", first_line(fault)) from fault


def raise_of_system(name: str, fault: BaseException) -> None:
    """Go on with a fault that the file has no part in.

    Args:
        name: The file, as a person sees it.
        fault: What was raised while it was read.

    Raises:
        EnvironmentFault: There is not enough memory, no place, or too many files are open.
    """
    if out_of_memory(fault) or getattr(fault, "errno", 0) in _OF_SYSTEM:
        raise EnvironmentFault(f"{name}: {translated(fault)}") from fault


def first_line(fault: BaseException) -> str:
    """Return what a library says, as much of it as a sentence can hold."""
    line = " ".join(str(fault).split("\n", 1)[0].split())
    return line[:SHOWN] or type(fault).__name__


def limit(reason: str, got: float | str, allowed: float, sheet: str = "") -> FileFault:
    """Return the fault of a file that is past one of the limits."""
    shown = got if isinstance(got, str) else f"{got:,}"
    most = f"{allowed:,}" if isinstance(allowed, int) else f"{allowed:g}"
    return FileFault(Code.LIMIT_REACHED, reason, shown, most, sheet=sheet)


@dataclass(frozen=True)
class Deadline:
    """The moment at which reading a file must be over.

    What a busy machine gives to other programs does not count: a ledger that is read at noon is
    read at night, too. Nor do two processors count twice.

    Attributes:
        seconds: The time allowed.
        started: When it began, on the monotonic clock.
        worked: What this process had worked then, on all processors.
    """

    seconds: float
    started: float = field(default_factory=time.monotonic)
    worked: float = field(default_factory=time.process_time)

    @property
    def left(self) -> float:
        """Seconds that are left, at least a little."""
        return max(0.1, self.seconds - self._used)

    @property
    def _used(self) -> float:
        return min(time.monotonic() - self.started, time.process_time() - self.worked)

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return self._used > self.seconds

    def check(self) -> None:
        """Stop reading when the time is over, or the run was asked to end.

        Raises:
            FileFault: The time is over.
            Stopped: The run was asked to end.
        """
        stopping.check()
        if self.is_over:
            raise self.fault()

    def fault(self) -> FileFault:
        """Return the fault of a file that takes longer."""
        return limit("seconds", f"> {self.seconds:g}", self.seconds)
