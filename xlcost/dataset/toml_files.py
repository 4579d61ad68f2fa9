"""TOML files that people write; one that cannot be read is told with the place in it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from xlcost.dataset.text_guard import TOML, odd_value
from xlcost.errors import SettingsError, UsageError


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a file says; nothing where there is none.

    Raises:
        SettingsError: It is no TOML, or no UTF-8, or past what its guard allows.
        EnvironmentFault: The system does not give it.
    """
    if not path.exists():
        return {}
    try:
        text = TOML.read(path)
        TOML.look_over(text, path.name)
        found = tomllib.loads(text)
    except UsageError as fault:
        raise SettingsError(str(fault)) from fault
    except (ValueError, RecursionError) as fault:  # a mistake in TOML, or a day that is none
        raise SettingsError(f"{path.name} cannot be read: it is not valid TOML: {fault}.") from fault
    odd = odd_value(found)
    if odd:
        raise SettingsError(f"{path.name}: {odd}.")
    return found
