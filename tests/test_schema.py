"""A column of an input is declared in one place, and everything that reads inputs knows it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from xlcost.dataset import facts
from xlcost.dataset.schema import INPUTS, Role

pytestmark = pytest.mark.fast

# Declares a column before anything has read the schema; then a folder is loaded and reported.
SCRIPT = """
import json, sys
from dataclasses import replace
from pathlib import Path
from xlcost.dataset import schema

for name, kind, column in (
    ("activity", schema.Kind.COUNT, "callbacks_kept"),
    ("workforce", schema.Kind.HOURS, "training_hours"),
    ("cost_centres", schema.Kind.TEXT, "region"),
):
    one = schema.INPUTS[name]
    more = schema._columns(kind, column)
    schema.INPUTS[name] = replace(one, columns=one.columns + more)

from tests import hand_made
from xlcost.inputs.loading import load
from xlcost.report.build import build
from xlcost.report.model.spec import DataTable

dataset = load(Path(sys.argv[1]))
report = build(dataset, created="2026-11-05T08:00:00Z", version="0.0")
tables = {
    block.name: block
    for sheet in report.sheets
    for block in sheet.blocks
    if isinstance(block, DataTable)
}
print(json.dumps({
    "activity": dataset.facts.activity["callbacks_kept"].tolist(),
    "workforce": dataset.facts.workforce["training_hours"].tolist(),
    "cost_centres": sorted(dataset.facts.cost_centres["region"]),
    "told": [str(finding.code) for finding in dataset.findings if finding.severity == "error"],
    "data": [
        "callbacks_kept" in tables["activity"].columns,
        "training_hours" in tables["workforce"].columns,
        tables["workforce"].formats[tables["workforce"].columns.index("training_hours")],
    ],
    "by_hand": ["region" in hand_made.cost_centres(), "callbacks_kept" in hand_made.activity()],
}))
"""
FILES = {
    "ledger.csv": "period,account,cost_centre,amount\n2026-10,5000,10,100\n2026-10,5000,20,50\n",
    "accounts.csv": "account,name,line,category\n5000,Wages,Salaries,People\n",
    "cost_centres.csv": "cost_centre,name,region\n10,Desk,West\n20,Lines,East\n",
    "activity.csv": (
        "date,channel,offered,handled,callbacks_kept\n"
        "2026-10-01,phone,100,90,7\n2026-10-02,phone,100,95,5\n"
    ),
    "workforce.csv": "period,team,fte,training_hours\n2026-10,Desk,10,12.5\n",
}


def test_a_column_is_declared_once(tmp_path: Path) -> None:
    """A throw-away column that only the schema names is read, added up, shown and made by hand."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {
        "activity": [12.0],
        "workforce": [12.5],
        "cost_centres": ["East", "West"],
        "told": [],
        "data": [True, True, "hours"],
        "by_hand": [True, True],
    }


def test_the_frames_follow_the_schema() -> None:
    """Each key and measure of an input is a column of its frame, and nothing else of it is."""
    frames = {
        "ledger": facts.LEDGER,
        "budget": facts.BUDGET_COLUMNS,
        "activity": facts.ACTIVITY_KEYS + facts.ACTIVITY_MEASURES,
        "workforce": facts.WORKFORCE_KEYS + facts.WORKFORCE_MEASURES,
        "trial_balance": facts.TRIAL_BALANCE,
    }
    for name, columns in frames.items():
        one = INPUTS[name]
        assert {*one.of_role(Role.KEY), *one.of_role(Role.MEASURE)} <= {*columns}, name
        assert {*columns} & {*one.of_role(Role.READING)} <= {"version", "period"}, name
