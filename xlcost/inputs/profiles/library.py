"""The library: every profile, read from the data files beside this module."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources import files

from xlcost.errors import SettingsError
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.profiles.profile import Profile, parsed

NONE = "none"  # what settings say where no profile is wanted
ENDING = ".toml"
SAME_AS = {"intervals": "activity"}  # an input whose files are those of another one


@cache
def profiles() -> tuple[Profile, ...]:
    """Return every profile, in the order of their systems."""
    folder = files("xlcost.inputs.profiles").joinpath("systems")
    found = [
        parsed(one.name.removesuffix(ENDING), tomllib.loads(one.read_text(encoding="utf-8")))
        for one in folder.iterdir()
        if one.name.endswith(ENDING)
    ]
    return tuple(sorted(found, key=lambda one: (one.system.casefold(), one.name)))


@dataclass(frozen=True)
class WithoutLayout:
    """A system of which no public layout of an export was found.

    Attributes:
        system: What it is called.
        name: The name that a profile of it would have.
        looked_through: Addresses of the documentation that was looked through.
        why: Why there is none.
        take: What to take instead.
    """

    system: str
    name: str
    looked_through: tuple[str, ...]
    why: str
    take: str


@cache
def without_layout() -> tuple[WithoutLayout, ...]:
    """Return the systems without a profile, each with what to take instead."""
    folder = resources.files("xlcost.inputs.profiles")
    text = folder.joinpath("without_layout.toml").read_text("utf-8")
    return tuple(
        WithoutLayout(**{**one, "looked_through": tuple(one["looked_through"])})
        for one in tomllib.loads(text)["system"]
    )


def named(name: str) -> Profile:
    """Return the profile with a name.

    Raises:
        SettingsError: There is none.
    """
    known = {one.name: one for one in profiles()}
    if name in known:
        return known[name]
    if told := next((one for one in without_layout() if name.startswith(one.name)), None):
        raise SettingsError(
            f"There is no profile of {told.system}, of which no layout is published: take "
            f"{told.take}."
        )
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]}?" if close else "`xlcost profiles` lists them all."
    raise SettingsError(f"There is no profile {name!r}; {hint}")


def recognised(raw: RawTable, input_name: str | None = None) -> Profile | None:
    """Return the profile that a table is an export of; None where there is none, or two alike.

    Args:
        raw: The table as it was read without settings.
        input_name: The input that it is read for; None where that is not known.
    """
    wanted = SAME_AS.get(input_name or "", input_name)
    fits = [
        (fit, one)
        for one in profiles()
        if wanted in (None, one.input) and (fit := one.recognition.fit(raw.header, raw.above))
    ]
    best = max((fit for fit, _ in fits), default=0)
    found = [one for fit, one in fits if fit == best]
    return found[0] if len(found) == 1 else None
