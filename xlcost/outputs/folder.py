"""The output folder: proved before anything is read, made when the first file is written."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from xlcost.errors import EnvironmentFault
from xlcost.locales.refusals import refusal

_TRIES = 3  # another run takes the same folder away again when it has proved it


def proved(folder: Path) -> Path:
    """Return an output folder that takes files; where it was not there, it is not afterwards.

    Raises:
        EnvironmentFault: It cannot be made, or takes no file.
    """
    for _ in range(_TRIES - 1):
        with contextlib.suppress(FileNotFoundError):
            return _tried(folder)
    try:
        return _tried(folder)
    except OSError as fault:
        raise _takes_none(folder, fault) from fault


def made(folder: Path) -> Path:
    """Return an output folder that is there.

    Raises:
        EnvironmentFault: It cannot be made.
    """
    _make(folder, [])
    return folder


def _tried(folder: Path) -> Path:
    """Write a file that is gone at once, and take away the folders that were made for it.

    Raises:
        EnvironmentFault: It cannot be made, or takes no file.
        FileNotFoundError: The folder is gone again.
    """
    new: list[Path] = []
    try:
        _make(folder, new)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise _takes_none(folder, fault) from fault
    finally:
        for path in reversed(new):
            with contextlib.suppress(OSError):  # another run has written into it meanwhile
                path.rmdir()


def _make(folder: Path, new: list[Path]) -> None:
    """Make a folder and note, from the outermost inwards, which of its path were not there."""
    try:
        for path in (*reversed(folder.parents), folder):
            if not path.is_dir():
                with contextlib.suppress(FileExistsError):
                    path.mkdir()
                    new.append(path)
        folder.mkdir(exist_ok=True)
    except (FileExistsError, NotADirectoryError) as fault:
        raise refusal(EnvironmentFault, "out_is_file", folder=folder) from fault
    except OSError as fault:
        message = f"The output folder {folder} cannot be made: {fault.strerror}."
        raise EnvironmentFault(message) from fault


def _takes_none(folder: Path, fault: OSError) -> EnvironmentFault:
    return EnvironmentFault(f"The output folder {folder} takes no files: {fault.strerror}.")
