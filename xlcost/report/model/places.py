"""Sites and entities: each with a number for lookups, as cost centres have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlcost.dataset.facts import Facts
from xlcost.report.model.chart_of_lines import Centre, text


@dataclass(frozen=True)
class Place:
    """A site or an entity; one without a name is that of the rows that name none."""

    number: int
    name: str


def list_sites(centres: Iterable[Centre]) -> tuple[Place, ...]:
    """Number the sites of the cost centres."""
    return _numbered({centre.site for centre in centres})


def list_entities(facts: Facts) -> tuple[Place, ...]:
    """Number the entities that have an amount in ledger or budget."""
    frames = (facts.ledger, facts.budget)
    return _numbered({text(name) for frame in frames for name in frame["entity"].unique()})


def numbers(places: Iterable[Place]) -> dict[str, int]:
    """Return the number of each name."""
    return {place.name: place.number for place in places}


def managers(facts: Facts) -> dict[str, str]:
    """Return who answers for each cost centre, where that is known."""
    frame = facts.cost_centres
    pairs = zip(frame["cost_centre"].map(text), frame["manager"].map(text), strict=True)
    return {code: manager for code, manager in pairs if manager}


def manager_of(facts: Facts) -> str:
    """Return who answers for all cost centres of a part that have cost, where it is one person."""
    known = managers(facts)
    codes = {text(code) for code in facts.ledger["cost_centre"].unique()} - {""}
    names = {known.get(code, "") for code in codes}
    return names.pop() if len(names) == 1 else ""


def _numbered(names: set[str]) -> tuple[Place, ...]:
    return tuple(Place(number, name) for number, name in enumerate(sorted(names), start=1))
