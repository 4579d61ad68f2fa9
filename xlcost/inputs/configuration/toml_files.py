"""TOML files that people write; one that cannot be read is told with the place in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlcost.dataset.levers import Levers, parse_levers
from xlcost.dataset.settings import FILE_NAME, Settings, parse_settings
from xlcost.errors import SettingsError, UsageError
from xlcost.values.text_guard import parsed_toml


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a file says; nothing where there is none.

    Raises:
        SettingsError: It is no TOML, or past what its guard allows.
        EnvironmentFault: The system does not give it.
    """
    try:
        return parsed_toml(path) if path.exists() else {}
    except UsageError as fault:
        raise SettingsError(str(fault)) from fault


def load_settings(folder: Path) -> Settings:
    """Read `xlcost.toml` of a folder; without the file, everything has its default.

    Raises:
        SettingsError: The file is no TOML, or a key is unknown or cannot have its value.
    """
    return parse_settings(read_toml(folder / FILE_NAME))


def load_levers(path: Path) -> Levers:
    """Read a plan; without the file, one that changes nothing.

    Raises:
        SettingsError: The file is no TOML, or a key is unknown or cannot have its value.
    """
    return parse_levers(read_toml(path), path.name)
