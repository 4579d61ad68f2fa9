"""Every exception of xlcost, under one root.

XlcostError                     wrong use; the command line prints its sentence and its exit code
├── UsageError                  2: the call or the settings cannot mean anything
│   ├── SettingsError           2: a key of xlcost.toml is wrong
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

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

COULD_NOT = 3  # exit code: something outside xlcost said no
BUG = 70  # exit code: xlcost itself is wrong


class XlcostError(Exception):
    """Root of every exception that xlcost raises on purpose; its text is one clear sentence."""

    exit_code: ClassVar[int] = 2


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
