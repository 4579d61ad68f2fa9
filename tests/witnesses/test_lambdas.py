"""The named LAMBDAs in an engine that reads files: whole calls, cell by cell, equal to Python."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from example_calls import Call, calls
from lambda_host import ANSWERS, places, same_cell, workbook
from windows.wire import MISSING
from witnesses.opinions import Job, recalculated

from xlcost.catalogue.families import catalogue
from xlcost.catalogue.metric import Metric

SEED = 20261129
# What the engine shows otherwise, and who is right.
ACCEPTED: tuple[tuple[str, str], ...] = ()


def _whole(metric: Metric, call: Call) -> bool:
    """Tell whether every argument is there: the engine knows no parameter that may be left out."""
    given = [one for one in call.arguments if one is not MISSING]
    return len(given) == len(metric.arguments)


def _accepted(what: str) -> bool:
    return any(re.search(pattern, what) for pattern, _ in ACCEPTED)


@pytest.mark.parametrize("part", [10, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.timeout(3600)
def test_whole_calls_give_what_python_gives(tmp_path: Path, part: int) -> None:
    """formulon, which types as Excel does, comes to the same values and errors."""
    every = [
        (metric, call) for metric in catalogue() for call in calls(metric) if _whole(metric, call)
    ]
    drawn = random.Random(SEED).sample(every, len(every) // part)  # noqa: S311 - a fixed draw
    file = tmp_path / "calls.xlsx"
    asked = workbook(drawn, file, live=True)
    (sheets,) = recalculated([Job(file, "formulon")])
    answers = {where: answer for where, (_, _, answer) in next(iter(sheets.values())).items()}
    different = [
        f"{one.formula}, {one.call.what}, {where}: {_shown(answers[where])!r}, not {expected!r}"
        for one in asked
        for where, expected in places(one).items()
        if not same_cell(_shown(answers[where]), expected)
    ]
    assert len(answers) > len(asked) // 2
    assert ANSWERS
    assert not [one for one in different if not _accepted(one)], "\n".join(different[:40])


def _shown(value: Any) -> Any:
    return value["error"] if isinstance(value, dict) else value
