"""TOML files that people write; one that cannot be read is told with the place in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlcost.errors import SettingsError, UsageError
from xlcost.planning.levers_file import Levers, parse_levers
from xlcost.system.identity import Stamp
from xlcost.values.text_guard import stamped_toml


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a file says; nothing where there is none.

    Raises:
        SettingsError: It is no TOML, or past what its guard allows.
        EnvironmentFault: The system does not give it.
    """
    return _stamped(path)[0]


def _stamped(path: Path) -> tuple[dict[str, Any], Stamp | None]:
    """Return what a file says and which bytes say so; nothing where there is none."""
    try:
        return stamped_toml(path) if path.exists() else ({}, None)
    except UsageError as fault:
        raise SettingsError(str(fault)) from fault


def load_levers(path: Path) -> Levers:
    """Read a plan; without the file, one that changes nothing.

    Raises:
        SettingsError: The file is no TOML, or a key is unknown or cannot have its value.
    """
    return read_levers(path)[0]


def read_levers(path: Path) -> tuple[Levers, Stamp | None]:
    """Read a plan, and say which bytes it was read from; None where there is no file.

    Raises:
        SettingsError: The file is no TOML, or a key is unknown or cannot have its value.
    """
    said, read = _stamped(path)
    return parse_levers(said, path.name), read
