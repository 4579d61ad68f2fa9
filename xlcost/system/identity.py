"""The identity of a file: whether what was read is still what lies there.

A source is read by several readers, one of them in another process, while its hash is taken. All
of them read the same bytes when nothing about the file has changed from before the first of them
to after the last.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from xlcost.errors import EnvironmentFault

_COARSE = 2.5  # seconds that the time of a change may be off, on file systems that count in twos
_TRIES = 3  # to read a small file that somebody is saving


@dataclass(frozen=True)
class Identity:
    """What changes when a file does: its device, its number there, its size and two times."""

    device: int
    number: int
    size: int
    changed: int
    noted: int

    @property
    def is_fresh(self) -> bool:
        """Whether a change could have the very same time as this one."""
        return time.time() - max(self.changed, self.noted) / 1e9 < _COARSE


def identity_of(path: Path) -> Identity | None:
    """Return the identity of a file, None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    noted = found.st_mtime_ns if os.name == "nt" else found.st_ctime_ns
    return Identity(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, noted)


def sha256_of(path: Path) -> str:
    """Return the hash of a file in hexadecimal, "" where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


@dataclass(frozen=True)
class Stamp:
    """A file as it was read: where it lay, the hash of its bytes and how many there were."""

    path: Path
    sha256: str
    size: int


def stamp(path: Path, content: bytes) -> Stamp:
    """Return the stamp of the bytes that were read from a file."""
    return Stamp(path, hashlib.sha256(content).hexdigest(), len(content))


class Witness:
    """Takes the hash of each source once, while it is read, and tells afterwards what changed."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._before: dict[Path, Identity | None] = {}
        self._hashes: dict[Path, Future[str]] = {}
        self._fresh: dict[Path, str] = {}

    def start(self, path: Path) -> None:
        """Begin with a file before anybody reads it; a second call does nothing."""
        if path in self._before:
            return
        with contextlib.suppress(OSError), path.open("rb") as stream:
            stream.read(1)  # what lies in a cloud is fetched by the first byte
        identity = self._before[path] = identity_of(path)
        if identity and identity.is_fresh:
            self._fresh[path] = sha256_of(path)
        self._hashes[path] = self._pool.submit(sha256_of, path)

    def sha256(self, path: Path) -> str:
        """Return the hash of a file, "" where it could not be read."""
        return self._hashes[path].result() if path in self._hashes else ""

    def size(self, path: Path) -> int:
        """Return the size of a file as it was read."""
        identity = self._before.get(path)
        return identity.size if identity else 0

    def confirm(self) -> None:
        """Hold that every file is what it was when its reading began.

        Raises:
            EnvironmentFault: One of them changed, so what was read is of no one file.
        """
        changed = [path for path in self._before if self._is_other(path)]
        if changed:
            raise changed_meanwhile(changed)

    def _is_other(self, path: Path) -> bool:
        hashed = self.sha256(path)
        if identity_of(path) != self._before[path]:
            return True
        return path in self._fresh and not self._fresh[path] == hashed == sha256_of(path)

    def close(self) -> None:
        """Give up the thread."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def changed_meanwhile(paths: Iterable[Path]) -> EnvironmentFault:
    """Return the fault of files that others were writing to."""
    names = ", ".join(path.name for path in paths)
    return EnvironmentFault(
        f"{names} changed while it was being read, so nothing was built; run again when the "
        "program that writes it is done."
    )


def read_whole(path: Path, most: int = -1) -> bytes:
    """Return the bytes of a small file, all of one moment.

    Args:
        path: The file.
        most: How many bytes are read at most; all of them where it is below zero.

    Raises:
        EnvironmentFault: It changes whenever it is read.
        OSError: It cannot be read, or is a pipe or a device, for which one would wait for ever.
    """
    if not path.is_file() and not stat.S_ISDIR(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, and no file")
    for _ in range(_TRIES):
        before = identity_of(path)
        with path.open("rb") as stream:
            content = stream.read(most)
        whole = before is not None and len(content) in (before.size, most)
        if whole and before == identity_of(path):
            return content
    raise changed_meanwhile([path])
