"""The command line in this very process: as a person would call it, a hundred times as often."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.runs import SEED, Ended
from typer.testing import CliRunner

from xlcost.console.cli import app

HANGS = 900  # seconds: a guard against what never ends, no measure of speed
TENTH = 10


def xlcost(*arguments: str | Path) -> Ended:
    """Run the command line and hold that it ended as a run may, without a traceback."""
    found = CliRunner().invoke(app, [str(one) for one in arguments])
    told = Ended(found.exit_code, found.stdout, found.stderr)
    told.not_a_bug()
    if told.code in (2, 3) and not told.out:
        told.in_one_sentence(2, 3)
    return told


def numbers(count: int) -> list[object]:
    """Return the numbers of cases as parameters: each tenth in CI, all of them where asked for."""
    marks = pytest.mark.long
    return [one if one % TENTH == 0 else pytest.param(one, marks=marks) for one in range(count)]


def drawn(name: str, number: int) -> random.Random:
    """Return what draws one case: always the same for the same number."""
    return random.Random(f"{SEED} {name} {number}")  # noqa: S311 - a seed, so that each run is the same


def some(draw: random.Random, items: list[str], least: int = 0) -> Iterator[str]:
    """Yield some of the items, in an order of their own."""
    yield from draw.sample(items, draw.randint(least, len(items)))
