"""Answers: what a person has allowed which folder, kept in the person's own profile.

One file an answer, so that two runs at once lose none. Never in the folder that asks.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from xlcost.errors import EnvironmentFault, told_by_system
from xlcost.trust.places import final
from xlcost.trust.requests import Requests

FORMAT = 1
_OTHERS_MAY_WRITE = 0o022
_NAMED = "named"  # in place of a mark: the person has named the folder on this computer
_MOST_BYTES = 1_000_000


def place() -> Path:
    """Return the folder of the answers: in %APPDATA%, $XDG_CONFIG_HOME or ~/.config."""
    found = user_config_path("xlcost", appauthor=False, roaming=True)
    if not found.is_absolute():  # it would lie wherever a command is called
        found = Path.home() / ".config" / "xlcost"
    return found / "trust"


def remembered(wanted: Requests) -> bool:
    """Tell whether a person has allowed what a folder asks for: a `Permission`."""
    return answer(wanted) is True


def answer(wanted: Requests) -> bool | None:
    """Return what a person has said to these requests; None where nobody was asked."""
    found = _read(wanted.folder, wanted.mark)
    allowed = found.get("allowed") if found else None
    return allowed if isinstance(allowed, bool) else None


def remember(wanted: Requests, *, allowed: bool) -> None:
    """Keep an answer.

    Raises:
        EnvironmentFault: It could not be kept; the answer holds for this run alone.
    """
    asked = wanted.sentences("en")
    _write(wanted.folder, wanted.mark, {"allowed": allowed, "asked": asked})


def name(folder: Path) -> None:
    """Keep that a person has named a folder; where that cannot be kept, nothing happens."""
    folder = final(folder)
    if not is_named(folder):
        with contextlib.suppress(EnvironmentFault):
            _write(folder, _NAMED, {})


def is_named(folder: Path) -> bool:
    """Tell whether a person has named a folder on this computer before."""
    return _read(final(folder), _NAMED) is not None


def _file(folder: Path, mark: str) -> Path:
    key = hashlib.sha256(f"{folder}\0{mark}".encode("utf-8", "surrogateescape")).hexdigest()
    return place() / f"{key}.json"


def _read(folder: Path, mark: str) -> dict[str, Any] | None:
    """Return what was kept; None where nothing was, or others than the person could write it."""
    path = _file(folder, mark)
    try:
        with path.open("rb") as file:
            if not _is_own(os.fstat(file.fileno())) or not _is_own(path.parent.stat()):
                return None
            found = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    ours = isinstance(found, dict) and found.get("format") == FORMAT
    if not ours or (found.get("folder"), found.get("mark")) != (_text(folder), mark):
        return None
    return found if isinstance(found, dict) else None


def _is_own(found: os.stat_result) -> bool:
    """Tell whether a file is the person's, and nobody else may write to it."""
    if not hasattr(os, "getuid"):  # Windows keeps a profile to its user by itself
        return True
    return found.st_uid == os.getuid() and not found.st_mode & _OTHERS_MAY_WRITE


def _write(folder: Path, mark: str, said: dict[str, Any]) -> None:
    """Write an answer whole or not at all, for the person alone."""
    target = _file(folder, mark)
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    content = {"format": FORMAT, "folder": _text(folder), "mark": mark, "when": when, **said}
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(OSError):
            target.parent.chmod(0o700)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as fault:
        message = f"The answer could not be kept in your profile: {told_by_system(fault)}"
        raise EnvironmentFault(message) from fault
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _text(folder: Path) -> str:
    """Return a folder as JSON can hold it, be its name no UTF-8."""
    return str(folder).encode("utf-8", "backslashreplace").decode()
