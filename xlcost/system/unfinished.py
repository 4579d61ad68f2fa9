"""Unfinished files and folders: hidden, claimed by the run that writes them, cleared when it died.

A claim is a lock that the system gives back when its process ends, however it ends. Who makes a new
one and claims it, and who looks for what dead runs left, take turns: so what nobody claims is dead.
Windows has no such locks: there a file that a process has open cannot be deleted.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
import tempfile
import threading
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
_NAME = re.compile(r"\.?xlcost-[0-9a-f]+\.tmp")
_LOCK, _INSIDE = "lock", "files"
_FRESH = 60.0  # seconds in which one may not be claimed yet, where runs cannot take turns
_WAIT = 10.0  # seconds for the turn of another run, which takes a moment
_TURNS = threading.local()  # the folders in which this thread has its turn


@contextlib.contextmanager
def unfinished_file(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Give a new hidden file; it is gone afterwards, unless it was moved to its place."""
    path = folder / f"{HIDDEN}{secrets.token_hex(8)}.tmp"
    try:
        with contextlib.ExitStack() as stack:
            with in_turn(folder):
                file = stack.enter_context(path.open("x+b"))
                _claim(file.fileno())
            yield path, file
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def unfinished_folder(parent: Path, beginning: str = HIDDEN) -> Iterator[Path]:
    """Give a new folder; it is gone afterwards, unless it was moved to its place."""
    path = parent / f"{beginning}{secrets.token_hex(8)}.tmp"
    handle = lock = None
    try:
        with in_turn(parent):
            path.mkdir(mode=0o700)
            if fcntl is not None:
                handle = os.open(path, os.O_RDONLY)
                _claim(handle)
            elif beginning == SHOWN:  # a folder that is moved to its place holds nothing else
                lock = (path / _LOCK).open("xb")
        yield path
    finally:
        if lock is not None:
            lock.close()
        shutil.rmtree(path, ignore_errors=True)
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
            # Its own folder is claimed, so turns are taken in one inside it: both are locks.
            folder = stack.enter_context(unfinished_folder(system, SHOWN)) / _INSIDE
            folder.mkdir(mode=0o700)
            tempfile.tempdir = str(folder)
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
    with contextlib.suppress(OSError), in_turn(folder) as is_mine, os.scandir(folder) as entries:
        for entry in entries if is_mine or fcntl is None else ():
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
    if fcntl is None:
        if time.time() - found.st_mtime > _FRESH:  # its lock may not be there yet
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
def in_turn(folder: Path) -> Iterator[bool]:
    """Let one run after the other make, exchange or clear files of a folder.

    Yields:
        Whether it is this run's turn; not so where the system or the file system knows no locks.
    """
    mine: set[str] = _TURNS.__dict__.setdefault("folders", set())
    name = os.path.realpath(folder)
    if name in mine:
        yield True
        return
    with contextlib.ExitStack() as stack:
        held = _locked(folder, stack)
        if held:
            mine.add(name)
        try:
            yield held
        finally:
            mine.discard(name)


def _locked(folder: Path, stack: contextlib.ExitStack) -> bool:
    """Lock a folder until a stack is closed; return whether that is possible."""
    if fcntl is None:
        return False
    end = time.monotonic() + _WAIT
    try:
        handle = os.open(folder, os.O_RDONLY)
        stack.callback(os.close, handle)
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    return False
                time.sleep(0.01)
            else:
                return True
    except OSError:
        return False
