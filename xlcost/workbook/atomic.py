"""Files that are whole or not there: written beside their target, then moved into place."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from xlcost.errors import EnvironmentFault, LeftBeside

try:
    import fcntl
except ImportError:  # Windows, where a file that another process has open cannot be deleted
    fcntl = None  # type: ignore[assignment]  # Windows has no fcntl

_PREFIX = ".xlcost-"
_SUFFIX = ".tmp"
_FRESH = 2.0  # seconds in which a build may not have locked its new file yet


@contextlib.contextmanager
def replacing(target: Path, spare: Path | None = None) -> Iterator[BinaryIO]:
    """Give a file to write to, and move it to its target when the block ends well.

    Whatever happens before, the target stays as it was. What killed builds left in the folder
    is removed.

    Args:
        target: The file to replace or make.
        spare: Where the new file is left when the target is open elsewhere; without it, beside
            the target as `… (new)`.

    Raises:
        EnvironmentFault: The file could not be written.
        LeftBeside: The target is open elsewhere, and the new file is left beside it.
    """
    temporary = target.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")
    try:
        _clean(target.parent)
        with _opened(temporary) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if fcntl is not None:  # elsewhere an open file cannot be moved
                _move(temporary, target, spare)
        if fcntl is None:
            _move(temporary, target, spare)
        _sync_folder(target.parent)
    except EnvironmentFault:
        raise
    except OSError as fault:
        reason = fault.strerror or fault
        raise EnvironmentFault(f"{target} could not be written: {reason}.") from fault
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a new file, locked for as long as it is being written."""
    with path.open("x+b") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _move(temporary: Path, target: Path, spare: Path | None) -> None:
    try:
        temporary.replace(target)
    except PermissionError as fault:
        spare = spare or target.with_name(f"{target.stem} (new){target.suffix}")
        temporary.replace(spare)
        message = (
            f"{target} is open in another program, so the new report is {spare.name} beside it."
        )
        raise LeftBeside(message, spare) from fault


def _clean(folder: Path) -> None:
    """Remove unfinished files whose build no longer runs."""
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime < _FRESH:
                continue
            if fcntl is None:
                path.unlink()
                continue
            with path.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the move itself last through a power cut, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
