"""Unfinished files and folders: hidden, claimed by the run that writes them, cleared when it died.

A claim is a lock that the system gives back when its process ends, however it ends. The name by
which others look for what dead runs left is given only once the claim holds.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from xlcost.errors import EnvironmentFault

try:
    import fcntl
except ImportError:  # Windows, where a file that another process has open cannot be deleted
    fcntl = None  # type: ignore[assignment]  # Windows has no fcntl

HIDDEN, SHOWN = ".xlcost-", "xlcost-"  # beside a target, and among the system's temporary files
_NAME = re.compile(r"\.?xlcost-[0-9a-f]+\.(tmp|new)")
_LOCK = "lock"
_FRESH = 60.0  # seconds in which an unclaimed one may be about to be claimed


@contextlib.contextmanager
def unfinished_file(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Give a new hidden file; it is gone afterwards, unless it was moved to its place."""
    token = secrets.token_hex(8)
    path = folder / f"{HIDDEN}{token}.tmp"
    first = path.with_suffix(".new")
    try:
        with first.open("x+b") as file:
            _claim(file.fileno())
            if fcntl is None:
                path = first  # an open file cannot get another name there
            else:
                first.rename(path)
            yield path, file
    finally:
        for left in (first, path):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


@contextlib.contextmanager
def unfinished_folder(parent: Path, beginning: str = HIDDEN) -> Iterator[Path]:
    """Give a new folder; it is gone afterwards, unless it was moved to its place."""
    token = secrets.token_hex(8)
    path = parent / f"{beginning}{token}.tmp"
    first = path.with_suffix(".new")
    first.mkdir(mode=0o700)
    handle = lock = None
    try:
        if fcntl is None:
            lock = (first / _LOCK).open("xb")
            path = first
        else:
            handle = os.open(first, os.O_RDONLY)
            _claim(handle)
            first.rename(path)
        yield path
    finally:
        if lock is not None:
            lock.close()
        for left in (first, path):
            shutil.rmtree(left, ignore_errors=True)
        if handle is not None:
            os.close(handle)


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder among the system's temporary files, which is gone afterwards.

    Raises:
        EnvironmentFault: There is no place for it.
    """
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(unfinished_folder(Path(tempfile.gettempdir()), SHOWN))
        except OSError as fault:
            raise no_room(fault) from fault
        yield folder


@contextlib.contextmanager
def own_temporary_files() -> Iterator[None]:
    """Let this process keep all temporary files, those of libraries too, in one folder of its own.

    What runs that were killed have left is cleared. Where there is no place for a folder, whoever
    needs one says so.
    """
    before = tempfile.tempdir
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            system = Path(tempfile.gettempdir())
            clear(system, SHOWN)
            tempfile.tempdir = str(stack.enter_context(unfinished_folder(system, SHOWN)))
        try:
            yield
        finally:
            tempfile.tempdir = before


def no_room(fault: OSError) -> EnvironmentFault:
    """Return the fault of a folder for temporary files that takes no more."""
    try:
        place = f"The folder for temporary files {tempfile.gettempdir()}"
    except OSError:  # it says itself which places it tried
        place = "The folder for temporary files"
    return EnvironmentFault(f"{place} takes no more: {fault.strerror or fault}.")


def clear(folder: Path, beginning: str = HIDDEN) -> None:
    """Remove what runs that were killed left in a folder; what a living one claims stays."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(beginning) and _NAME.fullmatch(entry.name):
                with contextlib.suppress(OSError):
                    _remove(Path(entry.path))


def _remove(path: Path) -> None:
    """Remove one unfinished file or folder, if nobody claims it and it is this user's own."""
    found = path.lstat()
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        return  # a link leads to somebody else's
    if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
        return
    if path.suffix == ".new" and time.time() - found.st_mtime < _FRESH:
        return
    if fcntl is None:
        _unlocked_by_system(path)
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), found):
            _delete(path)
    finally:
        os.close(handle)


def _unlocked_by_system(path: Path) -> None:
    """Remove what no process has open, as Windows knows."""
    lock = path / _LOCK
    if path.is_dir():
        lock.unlink(missing_ok=True)
    _delete(path)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink()


def _claim(handle: int) -> None:
    if fcntl is not None:
        with contextlib.suppress(OSError):  # a file system that knows no locks
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Let one run after the other exchange files of a folder, where the system knows locks."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
