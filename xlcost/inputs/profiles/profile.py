"""A profile: one export of one system, how it is recognised and which settings it is read with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from xlcost.dataset.schema import folded
from xlcost.dataset.settings import InputSettings, parse_settings
from xlcost.values.durations import Unit

Names = tuple[str, ...]  # headings that mean the same, such as one in each language


@dataclass(frozen=True)
class Recognition:
    """How an export is told from others.

    Attributes:
        required: Headings that must all be there, each by any of its names.
        optional: Headings that may be there: the more of them, the surer.
        never: Headings that another export has, and this one has not.
        lines: Patterns, each of which a line of the title, or that of the headings, must fit.
    """

    required: tuple[Names, ...] = ()
    optional: tuple[Names, ...] = ()
    never: Names = ()
    lines: tuple[re.Pattern[str], ...] = ()

    def fit(self, header: Sequence[str], above: Sequence[str]) -> int:
        """Return by how many marks a table is this export; 0 where it is not."""
        known = {name for heading in header if (name := folded(heading))}
        if known & {folded(name) for name in self.never}:
            return 0
        texts = [*above, "|".join(header)]
        if not all(any(line.search(text) for text in texts) for line in self.lines):
            return 0
        if not all(_has(names, known) for names in self.required):
            return 0
        sure = len(self.required) + len(self.lines)
        return sure + sum(_has(names, known) for names in self.optional)


def _has(names: Names, known: set[str]) -> bool:
    return any(folded(name) in known for name in names)


@dataclass(frozen=True)
class Sample:
    """A made file in the layout of an export, with what it comes to.

    Attributes:
        file: Its name; one of a workbook is made of the same cells.
        text: Its text; the first tab, semicolon or comma between its cells is that of all.
        right: Figures by key: "2026-10 phone" for counts, "6300|202610" for amounts.
    """

    file: str
    text: str
    right: Mapping[str, Any]


@dataclass(frozen=True)
class Profile:
    """One export of one system.

    Attributes:
        name: The name of its data file, by which settings may name it.
        system: What the system is called.
        export: What the system calls the export.
        input: The input that it is.
        take: Where it is in the menus of the system, in the words of its documentation.
        sources: Addresses of the public documentation that its facts are from.
        remark: What a person must know of it, by language.
        recognition: How it is recognised.
        said: The keys it is read with, as in xlcost.toml; a heading may have several names.
        sample: A made file in its layout.
        months: The scenario of the columns whose headings are months, or "".
        units: The units in which plain numbers of its times may be, where the export does not say.
        events: Of a log whose fields mean something else for each event: event → column to make →
            the field that it is, from 1.
    """

    name: str
    system: str
    export: str
    input: str
    take: str
    sources: tuple[str, ...]
    recognition: Recognition
    said: Mapping[str, Any]
    sample: Sample
    remark: Mapping[str, str] = field(default_factory=dict)
    months: str = ""
    units: tuple[Unit, ...] = ()
    events: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What a person calls it: Amazon Connect, historical metrics."""
        return f"{self.system}, {self.export}"

    @cached_property
    def settings(self) -> InputSettings:
        """The settings with the first name of every heading."""
        return checked(self.input, chosen(self.said, lambda names: names[0]))


def chosen(said: Mapping[str, Any], choose: Any) -> dict[str, Any]:
    """Return settings in which each column has one of its names; None leaves the column out."""
    columns = {key: choose(_names(names)) for key, names in said.get("columns", {}).items()}
    found = {key: name for key, name in columns.items() if name is not None}
    return {**said, "columns": found} if "columns" in said else dict(said)


def checked(name: str, said: Mapping[str, Any]) -> InputSettings:
    """Return the settings of an input that some keys mean.

    Raises:
        SettingsError: A key is unknown, or cannot have its value.
    """
    return parse_settings({name: dict(said)}).of(name)[0]


def _names(value: Any) -> Names:
    return (value,) if isinstance(value, str) else tuple(value)


def parsed(name: str, data: Mapping[str, Any]) -> Profile:
    """Return the profile that a data file means."""
    marks = data["recognise"]
    recognition = Recognition(
        required=tuple(_names(one) for one in marks.get("required", ())),
        optional=tuple(_names(one) for one in marks.get("optional", ())),
        never=tuple(marks.get("never", ())),
        lines=tuple(re.compile(one, re.IGNORECASE) for one in marks.get("lines", ())),
    )
    return Profile(
        name=name,
        system=data["system"],
        export=data["export"],
        input=data["input"],
        take=data["take"],
        sources=tuple(data["sources"]),
        recognition=recognition,
        said=data.get("settings", {}),
        sample=Sample(**data["sample"]),
        remark=data.get("remark", {}),
        months=data.get("months", ""),
        units=tuple(data.get("units", ())),
        events=data.get("events", {}),
    )
