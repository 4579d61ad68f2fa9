"""What the proofs of the add-in share."""

from __future__ import annotations

import pytest
from pyopenvba.apps.excel import ExcelApplication
from vba_excel import DOUBLE, Python, run_on, without_descriptions
from wine import CannotRun, Windows, windows

from xlcost.addin import vba

PROBE = """
Public Function SumOf(ParamArray given() As Variant) As Variant
    SumOf = XlcostCall("total_opex", Array(given(0)))
End Function
Public Function ShowBar() As Variant
    ShowBar = Application.StatusBar
End Function
"""


@pytest.fixture(scope="session")
def windows_python(tmp_path_factory: pytest.TempPathFactory) -> Windows:
    """Return CPython for Windows, in Wine, with xlcost installed from its wheel."""
    try:
        return windows(tmp_path_factory.mktemp("windows"))
    except CannotRun as reason:
        pytest.fail(str(reason))


@pytest.fixture
def python() -> Python:
    """The double of Python."""
    return Python()


@pytest.fixture
def excel(python: Python, monkeypatch: pytest.MonkeyPatch) -> ExcelApplication:
    """The interpreter with the shipped modules and an empty workbook of two sheets, on Windows."""
    app = ExcelApplication()
    app.add_workbook()
    app.add_module(DOUBLE, name="xlwings")
    app.add_module(vba.runtime_module(), name=vba.RUNTIME)
    app.add_module(vba.memory_module(), name=vba.MEMORY)
    app.add_module(without_descriptions(vba.function_module()), name=vba.FUNCTIONS)
    app.add_module(vba.buttons_module(), name=vba.BUTTONS)
    app.add_module(PROBE, name="probe")
    app.run("UsePython", python)
    app.add_module("Public Sub AddSheet()\nWorksheets.Add\nEnd Sub\n", name="setting")
    app.run("AddSheet")
    run_on("Windows (64-bit) NT 10.00", app, monkeypatch)
    return app
