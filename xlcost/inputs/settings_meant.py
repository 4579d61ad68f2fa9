"""What the settings mean of the data: a version of the budget, lines and categories."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from xlcost.dataset.settings import FILE_NAME
from xlcost.errors import SettingsError
from xlcost.inputs.ledgers.versions import version_name
from xlcost.system.late import pd


def budget_version(wanted: str | None, versions: Iterable[str]) -> str | None:
    """Return the version of the budget that the settings mean.

    Raises:
        SettingsError: The budget has no such version.
    """
    known = sorted({str(version) for version in versions})
    if wanted is None or not known:
        return wanted
    name = version_name(wanted)
    folded = {version.casefold(): version for version in known}
    if name.casefold() in folded:
        return folded[name.casefold()]
    raise SettingsError(
        f"{FILE_NAME}: report.budget_version is {wanted!r}, and the budget has no such version; "
        f"{_hint(name, known)}"
    )


def forecast_lines(wanted: Iterable[str], accounts: Iterable[pd.DataFrame]) -> None:
    """Refuse a forecast method for a line or category that no list of accounts has.

    Args:
        wanted: The names of the settings.
        accounts: Accounts with their lines: those that are used, and the whole list.

    Raises:
        SettingsError: There is no such line or category.
    """
    known: set[str] = set()
    for frame in accounts:
        parts = (
            frame[name].fillna("").astype(str) for name in ("account", "name", "line", "category")
        )
        for account, name, line, category in zip(*parts, strict=True):
            # Without any line, each account is one: the report calls it by code and name.
            known |= {line, category} if line else {f"{account} {name}".strip()}
    known -= {""}
    folded = {name.casefold() for name in known}
    for name in wanted:
        if name.casefold() in folded or not known:
            continue
        raise SettingsError(
            f"{FILE_NAME}: report.methods.forecast_by_line has {name!r}, and there is no such line "
            f"or category; {_hint(name, sorted(known))}"
        )


def _hint(name: str, known: Sequence[str]) -> str:
    """Return what a person may have meant, or all that there is."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else f"there is {', '.join(known)}."
