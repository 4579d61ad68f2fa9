"""The functions that Excel finds in Python: all of the catalogue, with help, light to import."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from declarations import declare

from xlcost.addin import udfs
from xlcost.addin.wizard import LONGEST, category
from xlcost.catalogue.families import catalogue
from xlcost.catalogue.metric import OMITTED
from xlcost.catalogue.registry import scratch

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("pandas", "numpy", "openpyxl", "ibis", "duckdb", "pyarrow", "pydantic", "lxml", "babel")
# xlwings' decorators as they are on Windows, with nothing behind them but their names.
_WINDOWS = """
import sys, types
for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
    sys.modules[name] = types.ModuleType(name)
sys.modules["win32com.client"].Dispatch = None
sys.modules["pythoncom"].CoInitialize = None
import xlwings, xlwings.udfs as real
xlwings.func, xlwings.arg, xlwings.ret = real.xlfunc, real.xlarg, real.xlret
import json
from xlcost.addin import udfs
found = {n: f.__xlfunc__ for n, f in vars(udfs).items() if hasattr(f, "__xlfunc__")}
print(json.dumps(found, default=repr))
"""
_STUB = """
import sys, types
stub = types.ModuleType("xlwings")
same = lambda *a, **k: lambda function: function
stub.arg, stub.ret, stub.func, stub.__version__ = same, same, same, "0"
sys.modules["xlwings"] = stub
"""


def _printed(code: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def known_to_xlwings() -> dict[str, Any]:
    """What xlwings knows of each function, by its own decorators for Windows."""
    found: dict[str, Any] = _printed(_WINDOWS)
    return found


def test_import_is_light() -> None:
    """Excel waits for this import: it loads no dataframe, workbook or database library."""
    code = f"""{_STUB}
import json
import xlcost.addin.udfs as udfs
assert udfs.cost_per_call(50_000.0, 12_500.0) == [[4.0]]
rooms = (
    "xlcost.report", "xlcost.workbook", "xlcost.inputs", "xlcost.dataset.facts", "xlcost.engine")
print(json.dumps([name for name in sys.modules if name in {HEAVY!r} or name in rooms]))
"""
    assert _printed(code) == []


def test_every_name_is_a_function(known_to_xlwings: dict[str, Any]) -> None:
    """Every metric is there under its name and its alias, with nothing but the status beside."""
    names = {name for metric in catalogue() for name in (metric.name, *metric.aliases)}
    assert set(known_to_xlwings) == names | {"xlcost_versions"}


def test_wizard_shows_category_description_and_help(known_to_xlwings: dict[str, Any]) -> None:
    """Xlwings has each function's category, description and help of arguments, values raw."""
    for metric in catalogue():
        for name in (metric.name, *metric.aliases):
            known = known_to_xlwings[name]
            assert known["name"] == name
            assert known["category"] == category(metric)
            assert known["ret"] == {"doc": metric.summary, "options": {"convert": "raw"}}
            assert len(metric.summary) <= LONGEST
            assert [one["name"] for one in known["args"]] == [one.name for one in metric.arguments]
            for argument, seen in zip(metric.arguments, known["args"], strict=True):
                assert seen["doc"] == argument.help
                assert len(argument.help) <= LONGEST
                assert seen["options"] == {"convert": "raw"}
                assert ("optional" in seen) != argument.required


def test_signatures_are_plain() -> None:
    """Positional parameters, optionals left out as `OMITTED`, no annotation for xlwings to read."""
    for metric in catalogue():
        function = getattr(udfs, metric.name)
        assert function.__annotations__ == {}
        for parameter in inspect.signature(function).parameters.values():
            assert parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
            assert parameter.annotation is inspect.Parameter.empty
            assert parameter.default in (inspect.Parameter.empty, OMITTED)


def test_every_answer_is_a_table() -> None:
    """Each answer is a list of rows: xlwings counts them, and COM would split a tuple."""
    assert udfs.functions(catalogue())["cost_per_call"](8.0, 2.0) == [[4.0]]
    assert udfs.functions(catalogue())["cost_per_call"]("text", 2.0) == [["#VALUE!"]]
    assert udfs.xlcost_versions()[0][0].startswith("xlcost ")


def test_new_metric_needs_no_edit_here() -> None:
    """A metric that is only declared is a function of Excel at once."""
    with scratch():
        declared = declare()
        exposed = udfs.functions([declared])["cost_per_parcel"]
        assert list(inspect.signature(exposed).parameters) == ["total_cost", "calls"]
        assert exposed(6.0, 3.0) == [[2.0]]
        assert exposed(((6.0,), (None,), ("text",)), 3.0) == [[2.0], [0.0], ["#VALUE!"]]
