"""TOML files that people write; one that cannot be read is told with the place in it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from xlcost.errors import SettingsError


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a file says; nothing where there is none.

    Raises:
        SettingsError: It is no TOML, or no UTF-8.
    """
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}.") from error
