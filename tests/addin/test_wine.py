"""The real Windows path: CPython for Windows, pywin32, xlwings' COM server, xlcost from its wheel.

One process serves xlwings' COM class as Excel's VBA starts it; another plays Excel and calls it.
"""

from __future__ import annotations

import json
import math
import re
import select
import statistics
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from example_calls import Call, calls
from windows.wire import MISSING, ErrorCell, line
from wine import ROOT, SCRIPTS, Windows

from xlcost.addin import broadcast
from xlcost.catalogue.families import catalogue, find
from xlcost.catalogue.metric import OMITTED, Metric
from xlcost.cells import ERROR_TEXTS

UDFS = "xlcost.addin.udfs"
BASELINE = "windows.baseline"


class Excel:
    """The process that plays Excel; every call goes through COM to the process that serves."""

    def __init__(self, machine: Windows, folder: Path) -> None:
        """Start both processes and wait until the server has registered itself."""
        class_id = f"{{{uuid.uuid4()}}}"
        self.log = folder / "excel.txt"
        served = folder / "server.txt"
        with ExitStack() as stack:
            start = machine.start(SCRIPTS / "serve.py", class_id, served)
            server = stack.enter_context(ended(start))
            told = heard(server, 120)
            assert b"server running" in told, told
            start = machine.start(SCRIPTS / "excel.py", class_id, self.log)
            self._excel = stack.enter_context(ended(start))
            self.close = stack.pop_all().close

    def answer(
        self,
        function: str,
        *arguments: object,
        module: str = UDFS,
        repeat: int = 1,
        errors: bool = False,
        by_reference: bool = False,
    ) -> dict[str, Any]:
        """Return the answer of one call: its value and how long it took, or its failure."""
        request = {
            "module": module,
            "function": function,
            "arguments": arguments,
            "repeat": repeat,
            "errors": errors,
            "by_reference": by_reference,
        }
        assert self._excel.stdin is not None
        packed = line([request["arguments"]])[1:-2]
        head = line({key: value for key, value in request.items() if key != "arguments"})[1:-2]
        self._excel.stdin.write(b'{"arguments": ' + packed + b", " + head + b"}\n")
        self._excel.stdin.flush()
        told = heard(self._excel, 120)
        assert told.startswith(b"{"), told + rest(self._excel)
        found: dict[str, Any] = json.loads(told)
        return found

    def value(self, function: str, *arguments: object, **more: Any) -> Any:
        """Return the value of one call that must not fail."""
        found = self.answer(function, *arguments, **more)
        assert "value" in found, found
        return found["value"]


def heard(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """Return the next line that a process says; nothing when it stays silent too long."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    return process.stdout.readline() if ready else b""


def rest(process: subprocess.Popen[bytes]) -> bytes:
    """Return all else that a process that has failed says."""
    process.kill()
    return process.communicate()[0]


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """End a process, and close its pipes, on leaving."""
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def excel(windows_python: Windows, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Excel]:
    """Return the process that plays Excel."""
    started = Excel(windows_python, tmp_path_factory.mktemp("excel"))
    yield started
    started.close()


def linux(call: Call) -> Any:
    """Return what the same call gives here, in the shape in which xlwings hands it to VBA."""
    given = [OMITTED if value is MISSING else value for value in call.arguments]
    answer = broadcast.call(find(call.function), given)
    if isinstance(answer, tuple) and len(answer) == 1:
        (row,) = answer
        answer = row[0] if len(row) == 1 else row
    return json.loads(line(answer))


def same(one: Any, other: Any) -> bool:
    """Say whether two answers are equal.

    The last digit of a float may differ: Windows' exp, log and pow are another library's.
    """
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, str):
        return type(one) is type(other) and bool(one == other)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-13, abs_tol=0)
    return bool(one == other)


@pytest.mark.parametrize("metric", catalogue(), ids=lambda metric: metric.name)
def test_a_call_from_another_process_answers_as_on_linux(metric: Metric, excel: Excel) -> None:
    """Cells of every kind, ranges, left out optionals and methods mean the same on Windows."""
    different = []
    count = 0
    for call in calls(metric):
        found = excel.answer(call.function, *call.arguments)
        expected = linux(call)
        count += 1
        if "value" not in found or not same(found["value"], expected):
            different.append(f"{call}\n  Windows {found}\n  Linux   {expected}")
    assert count > len(metric.arguments)
    assert not different, "\n".join(different[:5])


def test_an_error_cell_comes_back_as_the_text_of_its_error(excel: Excel) -> None:
    """Error variants as Excel sends them arrive as their numbers and leave as error texts."""
    for number, text in broadcast.ERROR_NUMBERS.items():
        error = ErrorCell(broadcast.ERROR_BASE + number)
        seen = excel.value("seen", error, module=BASELINE, errors=True)
        assert seen == repr(broadcast.ERROR_BASE + number)
        assert excel.value("cost_per_call", error, 4.0, errors=True) == text


def test_an_error_inside_a_range_is_one_cell(excel: Excel) -> None:
    """Error variants in a table of cells leave as error texts in their places, and only there."""
    error = ErrorCell(broadcast.ERROR_BASE + 2042)
    costs = ((8.0,), (error,), (6.0,))
    seen = excel.value("seen", costs, module=BASELINE, errors=True)
    assert str(broadcast.ERROR_BASE + 2042) in seen
    answer = excel.value("cost_per_call", costs, 2.0, errors=True)
    assert answer == [[4.0], ["#N/A"], [3.0]]


def test_arguments_by_reference_mean_the_same(excel: Excel) -> None:
    """A variable of VBA, which COM hands over by reference, is read as its value is."""
    costs = ((8.0,), (None,), (6.0,))
    for by_reference in (False, True):
        answer = excel.value("cost_per_call", costs, 2.0, by_reference=by_reference)
        assert answer == [[4.0], [0.0], [3.0]]


def test_every_error_text_that_reaches_vba_is_one_that_the_runtime_maps(excel: Excel) -> None:
    """Whatever text begins as an error does is in the runtime's list, letter for letter."""
    runtime = (ROOT / "templates" / "vba" / "xlcost_runtime.bas").read_text(encoding="utf-8")
    mapped = set(re.findall(r'"(#[^"]+)"', runtime))
    assert mapped >= ERROR_TEXTS
    faulty = {
        "#DIV/0!": ("cost_per_call", 1.0, 0.0),
        "#NUM!": ("cost_per_call", 1.0, -1.0),
        "#VALUE!": ("cost_per_call", 1.0, "abc"),
        "#REF!": ("cost_per_call", "#REF!", 1.0),
        "#N/A": ("cost_per_call", -2146826246, 1.0),
    }
    for text, (function, *arguments) in faulty.items():
        assert excel.value(function, *arguments) == text
        assert text in mapped


def test_the_sheet_is_told_which_python_answers(excel: Excel) -> None:
    """The function behind the status on the sheet Start answers a call without arguments."""
    assert "Python 3.13" in excel.value("xlcost_versions")


def test_what_costs_nothing_is_measured_beside_what_does(
    excel: Excel, capsys: pytest.CaptureFixture[str]
) -> None:
    """A scalar call costs about what an empty one does, a long range little beyond its passage."""
    many, long, some = 300, 100_000, 10_000
    column = tuple((float(row + 1),) for row in range(long))
    excel.value("cost_per_call", 1.0, 2.0)
    scalar: dict[str, list[float]] = {"xlcost": [], "empty": []}
    ranges: dict[str, list[float]] = {"xlcost": [], "echo": [], "block": []}
    for _ in range(3):  # by turns, so that both meet the same machine
        scalar["empty"] += excel.answer("empty", module=BASELINE, repeat=many)["seconds"]
        scalar["xlcost"] += excel.answer("cost_per_call", 8.0, 2.0, repeat=many)["seconds"]
        ranges["echo"] += excel.answer("echo", column, column, module=BASELINE)["seconds"]
        ranges["xlcost"] += excel.answer("cost_per_call", column, column)["seconds"]
        block = excel.answer("cost_per_call", column[:some], column[:some])
        ranges["block"] += block["seconds"]
    call, nothing = (statistics.median(scalar[name]) for name in ("xlcost", "empty"))
    full, passage = (statistics.median(ranges[name]) for name in ("xlcost", "echo"))
    alone, ahead = some * call, call + statistics.median(ranges["block"])  # see xlcost_memory.bas
    with capsys.disabled():
        print(  # noqa: T201 - the numbers belong into the log of the run
            f"\nWine, a scalar call: {call * 1e3:.2f} ms, {call / nothing:.2f} times an empty one;"
            f" {long:,} rows by two arguments: {full:.2f} s,"
            f" {full / passage:.2f} times an echoing one; {some:,} cells, each asked for alone:"
            f" {alone:.2f} s, as a block from the second on: {ahead:.3f} s, 1/{alone / ahead:.0f}"
        )
    assert call < 10 * nothing
    assert full < 20 * passage
