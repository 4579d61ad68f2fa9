"""Every exception of xlcost, under one root.

XlcostError                     wrong use; the command line prints its sentence and its exit code
├── UsageError                  2: the call or the settings cannot mean anything
│   ├── SettingsError           2: a key of xlcost.toml is wrong
│   ├── NotAllowed              2: a folder asks for more than its own files
│   └── DeclarationError        2: a metric is declared wrongly (raised at import)
├── FindingsError               1: the data has findings of severity error
├── EnvironmentFault            3: file locked, disk full, server gone
│   └── LeftBeside              3: a file is whole, and stands beside the one that is open
└── MetricError                 a formula has no answer; knows its Excel error code
    ├── DivisionByZero          #DIV/0!
    ├── OutsideDomain           #NUM!
    ├── WrongValue              #VALUE!
    ├── NoAnswer                #N/A
    └── CellError               an error that came in and goes out again (#REF! …)

Wrong *data* is never raised: it is a `Finding` (`xlcost.dataset.findings`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

COULD_NOT = 3  # exit code: something outside xlcost said no
BUG = 70  # exit code: xlcost itself is wrong


class XlcostError(Exception):
    """Root of every exception that xlcost raises on purpose; its text is one clear sentence.

    Attributes:
        said: Its key under [refusals] and the fields of that text, where it has words in every
            language; see `xlcost.locales.refusals`.
    """

    exit_code: ClassVar[int] = 2
    said: tuple[str, dict[str, object]] | None = None


class UsageError(XlcostError):
    """The call cannot mean anything: an unknown period, a folder that is not there."""


class SettingsError(UsageError):
    """A key of the settings file is unknown or has a value that it cannot take."""


class NotAllowed(UsageError):
    """A folder asks for more than its own files, and no person has allowed it.

    Attributes:
        wanted: What it asks for, as `xlcost.trust.requests.Requests`.
    """

    def __init__(self, message: str, wanted: Any = None) -> None:
        super().__init__(message)
        self.wanted = wanted


class DeclarationError(UsageError):
    """A metric is declared wrongly; raised when its module is imported."""


class FindingsError(XlcostError):
    """The data has findings of severity error, so nothing was built.

    Attributes:
        findings: Everything that was found about the data, where it is known.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, findings: Iterable[Any] = ()) -> None:
        super().__init__(message)
        self.findings: tuple[Any, ...] = tuple(findings)


class EnvironmentFault(XlcostError):
    """Something outside xlcost said no: a locked file, a full disk, a server that is gone."""

    exit_code: ClassVar[int] = COULD_NOT


class LeftBeside(EnvironmentFault):
    """A file could not take its place, because the old one is open; it stands beside it.

    Attributes:
        path: Where it stands.
    """

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


class MetricError(XlcostError):
    """A formula has no answer for these arguments."""

    excel_code: str = "#VALUE!"


class DivisionByZero(MetricError):
    """There is nothing to divide by."""

    excel_code = "#DIV/0!"


class OutsideDomain(MetricError):
    """A number lies outside what its unit allows, or the result is too large for a cell."""

    excel_code = "#NUM!"


class WrongValue(MetricError):
    """Text where a number belongs, an unknown word, or ranges of different shapes."""

    excel_code = "#VALUE!"


class NoAnswer(MetricError):
    """No answer exists, however long one looks (an investment that never pays back)."""

    excel_code = "#N/A"


class CellError(MetricError):
    """An error value that a cell held; it goes out as it came in.

    Attributes:
        excel_code: The error text as Excel writes it, such as `#REF!`.
    """

    def __init__(self, excel_code: str) -> None:
        super().__init__(f"The cell holds the error {excel_code}.")
        self.excel_code = excel_code


def told_by_system(fault: OSError) -> str:
    """Return what the system says of a file, as one sentence without its number."""
    where = f"{fault.filename}: " if fault.filename else ""
    return f"{where}{fault.strerror or fault}."


# What libraries say where the system gives no more memory, none of which is a MemoryError.
_NO_MEMORY = re.compile(
    r"can't start new thread|cannot allocate memory|failed to map segment|out of memory"
    r"|bad_alloc|unable to allocate|could not allocate|failed to allocate",
    re.IGNORECASE,
)
_TOO_LITTLE = (
    "There is not enough memory for this. Close other programs, raise the limit that the system "
    "sets, or read less data at once."
)
_SHOWN = 300  # characters of a library's own words
_OF_DATA = ("duckdb", "pyarrow")  # libraries that stop at data, and are not loaded here


def out_of_memory(fault: BaseException) -> bool:
    """Tell whether something failed because the system gave no more memory."""
    speaks = isinstance(fault, OSError | RuntimeError | ImportError) or _library(fault) in _OF_DATA
    return isinstance(fault, MemoryError) or bool(speaks and _NO_MEMORY.search(str(fault)))


def _library(fault: BaseException) -> str:
    """Return the library that an exception is of."""
    return type(fault).__module__.partition(".")[0].removeprefix("_")


def translated(fault: BaseException) -> XlcostError | None:
    """Return what a library or the system raised as an exception of ours; None for a bug.

    It is asked at the end of a run only: a file that cannot be read is a finding, long before.
    """
    if isinstance(fault, XlcostError):
        return fault
    reason = " ".join(str(fault).split("\n", 1)[0].split())[:_SHOWN] or type(fault).__name__
    if out_of_memory(fault):
        return EnvironmentFault(_TOO_LITTLE)
    found: XlcostError | None = None
    if isinstance(fault, OSError):
        found = EnvironmentFault(told_by_system(fault))
    elif isinstance(fault, RecursionError):
        found = UsageError("Something that was to be read is nested too deeply.")
    elif isinstance(fault, UnicodeError):
        found = UsageError(f"A text holds characters that cannot be: {reason}.")
    elif _library(fault) in _OF_DATA:
        found = EnvironmentFault(f"The rows could not be read or added up: {reason}.")
    return found
