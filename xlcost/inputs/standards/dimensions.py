"""Dimensions: what a posting is marked with beside its account: cost centre, project and others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlcost.dataset.schema import folded

COST_CENTRE, PROJECT = "cost_centre", "project"
MOST = 10  # dimensions of one file that are read
# Codes and names by which systems call the two that xlcost knows.
CODES = {
    COST_CENTRE: frozenset(("a", "avd", "avdeling", "d", "dep", "dept", "department", "k", "kst")),
    PROJECT: frozenset(("p", "prj", "proj", "project", "prosjekt", "pr", "projekt")),
}
WORDS = {
    COST_CENTRE: (
        *("avdeling", "kostsenter", "koststed", "kostnadssted", "kostnadsställe", "kostnadsbærer"),
        *(
            "department",
            "costcentre",
            "costcenter",
            "kostenstelle",
            "centredecoût",
            "centredecout",
            "ansvar",
            "enhet",
            "resultate",
        ),
    ),
    PROJECT: ("prosjekt", "project", "projekt", "projet"),
}
WEAK = ("kostnadsbærer",)  # a cost centre where the file has no better one


@dataclass
class Dimensions:
    """The dimensions of one file.

    Attributes:
        headings: The columns of the table that they become, in the order of `objects`.
        unread: Dimensions of postings for which there is no column.
    """

    headings: list[str] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    _called: dict[str, str] = field(default_factory=dict)  # code of a dimension → its name
    _names: dict[str, dict[str, str]] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    def declare(self, kind: str, called: str) -> None:
        """Take a dimension by its code, with what the file calls it."""
        if kind and called and not self._called.get(kind):
            self._called[kind] = called

    def name(self, kind: str, code: str, name: str) -> None:
        """Take the name of one of its codes."""
        self._names.setdefault(kind, {})[code] = name

    def objects(self, found: Mapping[str, str]) -> tuple[str, ...]:
        """Return the codes of a posting, in the order of `headings`."""
        objects = [""] * len(self.headings)
        for kind, code in found.items():
            place = self._places.get(kind, -1)
            if place < 0:
                place = self._place(kind)
                if place < 0:
                    continue
                objects += [""] * (len(self.headings) - len(objects))
            objects[place] = code
        return tuple(objects)

    def _place(self, kind: str) -> int:
        """Return the column of a dimension, a new one where there is room."""
        if not kind or len(self.headings) >= MOST:
            self.unread.add(kind)
            return -1
        heading = meaning(kind, self._called.get(kind, ""))
        if heading in self.headings:
            heading = self._called.get(kind) or kind
        if heading in self.headings:
            heading = f"{heading} ({kind})"
        self._places[kind] = len(self.headings)
        self.headings.append(heading)
        return self._places[kind]

    def names(self) -> dict[str, dict[str, str]]:
        """Return heading → code → name, of the dimensions that are in use."""
        return {
            self.headings[place]: dict(self._names.get(kind, {}))
            for kind, place in self._places.items()
        }


def meaning(kind: str, called: str) -> str:
    """Return what a dimension is: a cost centre, a project, else what the file calls it."""
    name = folded(called)
    for meant, words in WORDS.items():
        if any(word in name for word in words):
            return meant
    if not name:
        for meant, codes in CODES.items():
            if folded(kind) in codes:
                return meant
    return called or kind
