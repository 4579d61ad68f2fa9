"""A profiled table: the export that it is, and the settings that hold for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.settings import FILE_NAME, InputSettings
from xlcost.errors import SettingsError
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.profiles.applying import below, reading
from xlcost.inputs.profiles.events import with_events
from xlcost.inputs.profiles.library import NONE, SAME_AS, named, recognised
from xlcost.inputs.profiles.profile import Profile
from xlcost.locales.words import Words


@dataclass(frozen=True)
class Profiled:
    """A table with what is known of it.

    Attributes:
        raw: The table.
        said: The settings that hold for it: the profile's where the person's leave a key open.
        reading: The settings by which its file is read.
        profile: The export that it is; None where nothing is known.
    """

    raw: RawTable
    said: InputSettings
    reading: InputSettings
    profile: Profile | None = None

    def notes(self, word: Words) -> Iterator[Finding]:
        """Yield what is to be told of the profile."""
        if self.profile is None:
            return
        where = Where(self.raw.name, self.raw.sheet)
        told = {"title": self.profile.title, "name": self.profile.name}
        text = word.text("expected.read_as", **told, input=self.profile.input)
        yield Finding(Severity.NOTE, Code.DETECTED, where, text, rows=0)
        unit = self.said.duration
        if (
            unit not in (self.reading.duration, "s")
            and isinstance(unit, str)
            and self.profile.units
        ):
            text = word.text("expected.unit_of_times", unit=unit, input=self.profile.input)
            yield Finding(Severity.NOTE, Code.DETECTED, where, text, rows=0)


def profiled(tables: Sequence[RawTable], said: InputSettings, name: str) -> list[Profiled]:
    """Return the tables of a file with their profiles: the one that is said, else recognised.

    Args:
        tables: The tables as the settings have them read.
        said: What the settings say of the input.
        name: The input.

    Raises:
        SettingsError: The settings name a profile that there is not, or one of another input.
    """
    return [_profiled(raw, said, _profile(raw, said, name)) for raw in tables]


def read_again(one: Profiled, tables: Sequence[RawTable], said: InputSettings) -> Profiled:
    """Return a table as it stands among those that were read as its profile says."""
    place = (one.raw.name, one.raw.sheet)
    again = next((raw for raw in tables if (raw.name, raw.sheet) == place), one.raw)
    assert one.profile is not None
    raw = with_events(again, one.profile)
    return Profiled(raw, below(said, one.profile, raw), one.reading, one.profile)


def _profiled(raw: RawTable, said: InputSettings, profile: Profile | None) -> Profiled:
    if profile is None:
        return Profiled(raw, said, said)
    known = reading(profile, said)
    if profile.events and known == said:  # read as the profile says
        raw = with_events(raw, profile)
    return Profiled(raw, below(said, profile, raw), known, profile)


def _profile(raw: RawTable, said: InputSettings, name: str) -> Profile | None:
    if said.profile == NONE or raw.ledger is not None:
        return None  # a ledger in a legal standard says itself what it is
    if said.profile is None:
        return recognised(raw, name)
    wanted = named(said.profile)
    if wanted.input != SAME_AS.get(name, name):
        raise SettingsError(f"{FILE_NAME}: {name}.profile is one of [{wanted.input}].")
    return wanted
