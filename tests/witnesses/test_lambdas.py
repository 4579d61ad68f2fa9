"""The named LAMBDAs in an engine that reads files: whole calls, cell by cell, equal to Python."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from example_calls import Call, calls
from lambda_host import places, same_cell, workbook
from windows.wire import MISSING
from witnesses.opinions import Job, recalculated

from xlcost.catalogue.families import catalogue
from xlcost.catalogue.measures import Unit
from xlcost.catalogue.metric import Argument, Metric

SEED = 20261129
NAMES = {name for metric in catalogue() for name in (metric.name, *metric.aliases)}


def _whole(metric: Metric, call: Call) -> bool:
    """Tell whether every argument is there: the engines know none that may be left out."""
    given = [one for one in call.arguments if one is not MISSING]
    return len(given) == len(metric.arguments)


def _known_to_ironcalc(metric: Metric, call: Call) -> bool:
    """Tell whether a call is one that IronCalc 0.9 can make.

    It takes a parameter for the workbook's name that is called the same (`shrinkage`), where Excel,
    pyOpenVBA and formulon take the nearer one; reads text of digits as a number in a range, where
    they do not; works out both branches of IF; and has neither SORT, UNIQUE nor VSTACK of texts.
    """
    if any(one.name in NAMES for one in metric.arguments) or metric.columns:
        return False
    if metric.name.startswith("erlang_a") or metric.name.endswith("_irr"):
        return False
    several = isinstance(call.arguments[0], tuple) or "row" in call.what or "column" in call.what
    is_text = "number as text" in call.what
    return not is_text and not (several and not any(one.is_range for one in metric.arguments))


@pytest.mark.parametrize("engine", ["formulon", "ironcalc"])
@pytest.mark.parametrize("part", [10, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.timeout(7200)
def test_whole_calls_give_what_python_gives(tmp_path: Path, part: int, engine: str) -> None:
    """Engines that type as Excel does come to the same values and errors, cell by cell."""
    every = [
        (metric, call)
        for metric in catalogue()
        for call in calls(metric)
        if _whole(metric, call) and (engine == "formulon" or _known_to_ironcalc(metric, call))
    ]
    drawn = random.Random(SEED).sample(every, len(every) // part)  # noqa: S311 - a fixed draw
    file = tmp_path / "calls.xlsx"
    asked = workbook(drawn, file, live=True)
    (sheets,) = recalculated([Job(file, engine)])
    (cells,) = sheets.values()
    answers = {where: _shown(answer) for where, (_, _, answer) in cells.items()}
    different = [
        f"{one.formula}, {one.call.what}, {where}: {answers[where]!r}, not {expected!r}"
        for one in asked
        for where, expected in places(one).items()
        if not same_cell(answers[where], expected)
    ]
    assert not different, "\n".join(different[:40])


# Numbers of a size that a centre has: by name, else by unit.
_BY_NAME: dict[str, tuple[float, ...]] = {
    "contacts": (3, 40, 117),
    "traffic": (0.3, 4.5, 17.0, 43.7),
    "agents": (1, 5, 18, 50),
    "trunks": (0, 1, 20, 51),
    "cash_flows": (-700, -55, 0, 120, 480),
    "savings": (-30, 0, 45, 300),
    "dates": tuple(range(45_000, 46_500, 97)),
    "interval_seconds": (900, 1800),
}
_BY_UNIT: dict[Unit, tuple[float, ...]] = {
    Unit.SHARE: (0.01, 0.2, 0.5, 0.8, 0.95),
    Unit.SECONDS: (10, 20, 45, 180, 333),
    Unit.FLAG: (0, 1),
}
_USUAL = (0.5, 1.0, 3.0, 12.0, 75.25, 1200.0)


def _number(argument: Argument, draw: random.Random) -> float:
    """Draw a number that an argument may be."""
    by_unit = _BY_UNIT.get(argument.measure.unit, _USUAL)
    return float(draw.choice(_BY_NAME.get(argument.name, by_unit)))


def _dated(metric: Metric) -> bool:
    return any(one.name == "dates" for one in metric.arguments)


def _drawn(metric: Metric, draw: random.Random) -> Call:
    count = draw.randrange(1, 7)
    values: list[Any] = []
    for argument in metric.arguments:
        if argument is metric.method_argument:
            values.append(draw.choice(metric.methods))
        elif argument.is_range:
            values.append(tuple((_number(argument, draw),) for _ in range(count)))
        else:
            values.append(_number(argument, draw))
    in_order = [one.name for one in metric.arguments].index("dates") if _dated(metric) else None
    if in_order is not None:
        values[in_order] = tuple(sorted(values[in_order]))
    return Call(metric.name, "drawn", tuple(values))


@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.long)])
@pytest.mark.timeout(3600)
def test_drawn_calls_give_what_python_gives(tmp_path: Path, times: int) -> None:
    """Numbers that nobody chose, several roots and small crews among them, come out the same."""
    draw = random.Random(SEED)  # noqa: S311 - a fixed draw
    every = [(metric, _drawn(metric, draw)) for metric in catalogue() for _ in range(times)]
    file = tmp_path / "calls.xlsx"
    asked = workbook(every, file, live=True)
    (sheets,) = recalculated([Job(file, "formulon")])
    (cells,) = sheets.values()
    answers = {where: _shown(answer) for where, (_, _, answer) in cells.items()}
    different = [
        f"{one.call}, {where}: {answers[where]!r}, not {expected!r}"
        for one in asked
        for where, expected in places(one).items()
        if not same_cell(answers[where], expected)
    ]
    assert not different, "\n".join(different[:40])


def _shown(value: Any) -> Any:
    return value["error"] if isinstance(value, dict) else value
