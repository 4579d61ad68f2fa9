"""Places: whether what a folder names lies in it, judged without touching what lies elsewhere."""

from __future__ import annotations

import ntpath
import os
from pathlib import Path, PureWindowsPath

_MOST_LINKS = 40
_WINDOWS = os.name == "nt"
_LONG = "\\\\?\\"  # how Windows writes a path that may be long
_PATTERN = frozenset("*?[")


def outside(folder: Path, name: str) -> str:
    r"""Return where a name or a pattern of a folder's settings leads, or "" where that is inside.

    A name that is whole, or climbs out by `..`, is judged by its letters alone: on Windows
    the mere look at `\\server\share` sends the person's name and a hash to that server.

    Args:
        folder: The folder.
        name: What the settings say, seen from the folder.
    """
    if _is_foreign(name):
        return name
    base, rest = _parted(name)
    whole = Path(os.path.normpath(_absolute(folder) / base))
    if not any(whole.is_relative_to(home) for home in {_absolute(folder), final(folder)}):
        return str(whole / rest)
    found = final(_absolute(folder) / base)
    return "" if found.is_relative_to(final(folder)) else str(found / rest)


def leads_out(folder: Path, path: Path) -> str:
    """Return where a file that was found in a folder really lies, or "" where that is inside."""
    found = final(path)
    return "" if found.is_relative_to(final(folder)) else str(found)


def is_network(name: str) -> bool:
    """Tell whether a name is one of another computer, or of a device, as Windows writes them."""
    return ntpath.splitdrive(name.replace("/", "\\"))[0].startswith("\\\\")


def final(path: Path) -> Path:
    """Return where a path leads when every link on its way is followed.

    As `Path.resolve`, but what a link names on another computer is not looked at.
    """
    waiting = list(reversed(_absolute(path).parts))
    found = Path(waiting.pop())
    links = 0
    while waiting:
        part = waiting.pop()
        if part == "..":
            found = found.parent
            continue
        here = found / part
        target = _link(here)
        if target is None or links >= _MOST_LINKS:
            found = here
            continue
        links += 1
        if is_network(target) and not is_network(str(found)):
            return Path(target, *reversed(waiting))
        parts = Path(target).parts
        if Path(target).is_absolute():
            found, parts = Path(Path(target).anchor), parts[1:]
        waiting += reversed(parts)
    return found


def _absolute(path: Path) -> Path:
    """Return a whole path; `..` stays, as a link may stand before it."""
    return path if path.is_absolute() else Path.cwd() / path


def _link(path: Path) -> str | None:
    """Return what a link (on Windows a junction, too) names; None where it is none."""
    try:
        return os.readlink(path).removeprefix(_LONG)  # noqa: PTH115 - Path would tidy it up
    except (OSError, ValueError):
        return None


def _is_foreign(name: str) -> bool:
    """Tell whether Windows would take a name for one outside, though this system might not."""
    if is_network(name):
        return True
    if _WINDOWS:
        return False
    return bool(PureWindowsPath(name).drive) or ".." in name.split("\\")


def _parted(name: str) -> tuple[str, str]:
    """Return the part of a pattern before its first wildcard, and the rest."""
    parts = Path(name).parts
    plain = next((at for at, part in enumerate(parts) if _PATTERN & set(part)), len(parts))
    return str(Path(*parts[:plain])), str(Path(*parts[plain:])) if plain < len(parts) else ""
