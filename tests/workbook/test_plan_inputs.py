"""A plan follows its input cells: what LibreOffice shows after typing is what Python computes."""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests import libreoffice
from tests.hand_made import HandMade, company
from tests.typed_inputs import places, typed, with_inputs
from xlcost.planning.levers_file import parse_levers
from xlcost.report.model.evaluation import cells, evaluate
from xlcost.report.model.expressions import NOT_AVAILABLE, ErrorValue, Literal, Ref, Value
from xlcost.report.model.spec import Cell, Report
from xlcost.report.plan_report import build_plan
from xlcost.report.planning.planner import planner
from xlcost.workbook.layout import Layout
from xlcost.workbook.render import write_workbook

WHEN = "2026-11-05T08:00:00Z"


def savings() -> Report:
    """Return the plan of the hand-made company, with two levers of one kind."""
    dataset: HandMade = company()
    kinds = ("self_service", "automation", "first_contact_resolution", "outsourcing", "callback")
    more = ("routing", "handle_time", "scheduling", "training", "attrition", "voip_cloud")
    tables: list[dict[str, object]] = [{"kind": kind} for kind in (*kinds, *more)]
    tables += [{"kind": "automation", "channel": "email"}, {"kind": "handle_time", "name": "Again"}]
    dataset.levers = parse_levers({"lever": tables})
    return build_plan(dataset, language="en", created=WHEN, version="0")


def after_typing(path: Path, numbers: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """Return what every formula cell shows after the numbers were typed."""
    program, python = libreoffice.installed()
    script = Path(libreoffice.__file__).with_name("uno_inputs.py")
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [python, str(script), program, profile, str(path.resolve())],
            check=False,
            capture_output=True,
            text=True,
            input=json.dumps(numbers),
            timeout=300,
            env=libreoffice._plain_environment(),
        )
    assert done.returncode == 0, done.stderr[-2000:]
    shown: dict[str, Any] = json.loads(done.stdout)
    return shown


def same(value: Value, shown: Any, missing: str) -> bool:
    """Tell whether a cell shows a value."""
    if isinstance(value, ErrorValue):
        return shown == {"error": value.code}
    if value is NOT_AVAILABLE:
        return bool(shown == missing)
    if isinstance(value, int | float) and isinstance(shown, int | float):
        return math.isclose(value, shown, rel_tol=1e-9, abs_tol=1e-6)
    return bool(value == shown)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("make", [savings, lambda: planner("en", WHEN, "0")])
def test_plan_follows_its_inputs(make: Any, seed: int, tmp_path: Path) -> None:
    """Every figure of Savings and Planner follows typed inputs exactly as Python computes it."""
    report: Report = make()
    path = tmp_path / "plan.xlsx"
    write_workbook(report, evaluate(report), path)
    numbers = typed(report, seed)
    layout = Layout(report)

    shown = after_typing(path, places(report, numbers))

    wanted = evaluate(with_inputs(report, numbers))
    wrong, compared = [], 0
    for address, cell in cells(report):
        place = layout.place(Ref(*address))
        if isinstance(cell.expression, Literal) or not address[0].startswith("plan_"):
            continue
        compared += 1
        found = shown[place.sheet].get(place.address, "nothing")
        if not same(wanted[address], found, report.not_available):
            wrong.append((address, wanted[address], found))
    assert compared > 300
    assert len(numbers) > 60
    assert not wrong, wrong[:10]
    assert wanted["plan_scenarios", "net", "base"] != 0


def test_only_inputs_are_unlocked(tmp_path: Path) -> None:
    """Savings is protected without a password; its input cells, and no others, can be changed."""
    report = savings()
    path = tmp_path / "plan.xlsx"
    write_workbook(report, evaluate(report), path)
    layout = Layout(report)
    inputs = {
        layout.place(Ref(*address)).address
        for address, cell in cells(report)
        if cell.tone == "input"
    }
    sheet = openpyxl.load_workbook(path)[report.sheets[0].title]
    free = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }

    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert free == inputs
    rules = [one for one in sheet.data_validations.dataValidation if one.showErrorMessage]
    assert all(any(address in rule.sqref for rule in rules) for address in inputs)
    fills: dict[bool, set[str]] = {True: set(), False: set()}
    for cell in (one for row in sheet.iter_rows() for one in row):
        fills[cell.coordinate in inputs].add(cell.fill.fgColor.rgb if cell.fill.fill_type else "")
    assert len(fills[True]) == 1
    assert not fills[True] & {"", *fills[False]}  # an input looks like nothing else


def test_cell_of_input_is_a_plain_number() -> None:
    """No input of a plan is a formula: what is typed over it is all that there was."""
    found: list[Cell] = [cell for _, cell in cells(savings()) if cell.tone == "input"]

    assert found
    assert all(isinstance(cell.expression, Literal) for cell in found)
