"""A year as a lever finds it: figures, and the few ways to make others of them.

A lever says its effect in these words alone, so it knows no cell and no number: a report answers
with the expressions that it shows, and a test may answer with numbers.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

V = TypeVar("V")


class Year(Protocol[V]):
    """What is left of a year when a lever's turn comes."""

    @property
    def contacts(self) -> V:
        """Contacts in its scope that are left."""

    @property
    def unit(self) -> V:
        """Cost of one of them."""

    @property
    def effect(self) -> V:
        """Its uncertain input, at the level that is looked at."""

    @property
    def seconds(self) -> V:
        """Seconds that it saves in one of them: no more than are left."""

    @property
    def share(self) -> V:
        """The share that it improves (`Lever.improves`), of its own channels where known."""

    def said(self, name: str) -> V:
        """Return another of its inputs."""

    def step(self, name: str) -> V:
        """Return one of its steps (`Lever.steps`)."""

    def figure(self, name: str) -> V:
        """Return a figure of the year: occupancy, shrinkage, loaded_rate."""

    def people(self, name: str) -> V:
        """Return paid hours or leavers; of a lever with a channel, that channel's part."""

    def abandoned(self) -> V:
        """Return the contacts abandoned in its channel, or in all."""

    def left(self, item: V) -> V:
        """Return what is left of something that follows the contacts."""

    def without_time_saved(self, money: V) -> V:
        """Return what is left of money for paid hours after the levers that shorten contacts."""

    def call(self, metric: str, **arguments: V | int) -> V:
        """Return a metric of the catalogue."""

    def times(self, *items: V) -> V:
        """Return a product."""

    def over(self, above: V | int, below: V) -> V:
        """Return a quotient."""

    def plus(self, *items: V | int) -> V:
        """Return a sum."""

    def less(self, first: V | int, *rest: V) -> V:
        """Return a difference."""

    def least(self, *items: V | int) -> V:
        """Return the smallest."""

    def most(self, *items: V | int) -> V:
        """Return the largest."""
