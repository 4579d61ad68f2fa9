"""Files that are whole or not there: written beside their target, then moved into place."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from xlcost.errors import EnvironmentFault, LeftBeside
from xlcost.system import stopping
from xlcost.system.unfinished import HIDDEN, clear, in_turn, unfinished_file


@dataclass(frozen=True)
class Written:
    """What was written: where it is going to stand, its hash and its size."""

    path: Path
    sha256: str
    size: int


Companion = Callable[[Written], tuple[Path, bytes]]


@contextlib.contextmanager
def replacing(
    target: Path,
    spare: Path | None = None,
    *,
    confirm: Callable[[], None] = lambda: None,
    companion: Companion | None = None,
) -> Iterator[BinaryIO]:
    """Give a file to write to, and move it to its target when the block ends well.

    Whatever happens before, the target stays as it was. What killed builds left in the folder
    is removed.

    Args:
        target: The file to replace or make.
        spare: Where the new file is left when the target is open elsewhere; without it, beside
            the target as `… (new)`.
        confirm: Called when all is written and nothing is replaced yet; what it raises stops that.
        companion: Says which file belongs beside the new one, and what is in it. The companion of
            the old file is taken away before it: at no moment does it stand beside the new one.

    Raises:
        EnvironmentFault: The file could not be written.
        LeftBeside: The target is open elsewhere, and the new file is left beside it.
        Stopped: The run was asked to end; nothing was replaced.
    """
    try:
        clear(target.parent)
        with unfinished_file(target.parent) as (unfinished, file):
            yield file
            file.flush()
            os.fsync(file.fileno())
            written = _written(target, file) if companion else Written(target, "", 0)
            if os.name == "nt":  # where an open file cannot be moved
                file.close()
            stopping.check()
            with in_turn(target.parent):
                confirm()
                _move(unfinished, written, spare, companion)
        _sync_folder(target.parent)
    except EnvironmentFault:
        raise
    except OSError as fault:
        reason = fault.strerror or fault
        raise EnvironmentFault(f"{target} could not be written: {reason}.") from fault


def _written(target: Path, file: BinaryIO) -> Written:
    file.seek(0)
    content = file.read()
    return Written(target, hashlib.sha256(content).hexdigest(), len(content))


def _move(
    unfinished: Path, written: Written, spare: Path | None, companion: Companion | None
) -> None:
    target = written.path
    try:
        _take_place(unfinished, written, companion)
    except PermissionError as fault:
        spare = spare or target.with_name(f"{target.stem} (new){target.suffix}")
        _take_place(unfinished, Written(spare, written.sha256, written.size), companion)
        message = (
            f"{target} is open in another program, so the new report is {spare.name} beside it."
        )
        raise LeftBeside(message, spare) from fault


def _take_place(unfinished: Path, written: Written, companion: Companion | None) -> None:
    """Move a file into its place, and its companion after it."""
    if companion is None:
        unfinished.replace(written.path)
        return
    path, content = companion(written)
    with unfinished_file(path.parent) as (beside, file):
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        if os.name == "nt":
            file.close()
        old = path.with_name(f"{HIDDEN}{secrets.token_hex(8)}.tmp")
        with contextlib.suppress(FileNotFoundError):
            path.replace(old)
        try:
            unfinished.replace(written.path)
        except OSError:
            with contextlib.suppress(FileNotFoundError):
                old.replace(path)
            raise
        beside.replace(path)
        old.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the move itself last through a power cut, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
