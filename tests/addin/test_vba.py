"""The VBA as text: committed as generated, complete, and nothing that Excel 2016 refuses."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from declarations import DOCSTRING, declare

from tests.regenerate import COMMAND
from xlcost.addin import vba
from xlcost.catalogue.families import catalogue
from xlcost.catalogue.registry import scratch
from xlcost.errors import DeclarationError

MODULES = {
    vba.FUNCTIONS: vba.function_module(),
    vba.RUNTIME: vba.runtime_module(),
    vba.MEMORY: vba.memory_module(),
    vba.OUTSIDE: vba.outside_module(),
    vba.RUN: vba.run_module(),
    vba.BUTTONS: vba.buttons_module(),
    vba.WORKBOOK: vba.workbook_module(),
}
# VBA takes 1023 characters a line and 24 continuations a statement.
_LONGEST_LINE = 1023
_MOST_CONTINUATIONS = 24
_PROCEDURE = re.compile(
    r"^(Public |Private )?(?:Sub|Function|Property Get) (\w+)\(", re.MULTILINE | re.IGNORECASE
)
# What a workbook would need a reference, an add-in, a newer Excel or a DLL for.
_FOREIGN = re.compile(
    r"\b(CreateObject|GetObject|Declare|LongPtr|LongLong|PtrSafe|VBProject|Application\.Run|"
    r"Formula2|XLookup|LET|LAMBDA)\b|^#If",
    re.MULTILINE,
)


def test_wrappers_are_committed_as_generated() -> None:
    """The committed wrappers are what `python -m tests.regenerate` writes of the catalogue."""
    committed = (vba.folder() / f"{vba.FUNCTIONS}.bas").read_bytes()
    assert committed == vba.function_module().encode("ascii"), COMMAND


@pytest.mark.parametrize("name", MODULES)
def test_source_is_what_every_excel_compiles(name: str) -> None:
    """ASCII, CRLF, Option Explicit, short lines, few continuations, and nothing from outside."""
    source = MODULES[name]
    source.encode("ascii")
    assert source.count("\n") == source.count("\r\n")
    assert not re.search(r"\r(?!\n)", source)
    assert "Option Explicit\r\n" in source
    assert not _FOREIGN.search(source)
    lines = source.split("\r\n")
    assert max(map(len, lines)) <= _LONGEST_LINE
    running = 0
    for line in lines:
        running = running + 1 if line.endswith(" _") else 0
        assert running <= _MOST_CONTINUATIONS
        assert line == line.rstrip()


def test_no_name_stands_in_two_modules() -> None:
    """No public procedure has the name of another, nor of one of xlwings' own module."""
    theirs = {name.upper() for _, name in _PROCEDURE.findall(_xlwings_module())}
    ours = [
        name.upper()
        for source in MODULES.values()
        for scope, name in _PROCEDURE.findall(source)
        if scope.strip().lower() != "private"
    ]
    assert len(ours) == len(set(ours))
    assert theirs
    assert not theirs & set(ours)
    assert {"XLPY", "RUNPYTHON"} <= theirs


def _xlwings_module() -> str:
    return files("xlwings").joinpath("xlwings.bas").read_text("utf-8")


def test_every_function_has_its_wrapper() -> None:
    """Each name has one function with all arguments, optionals as such, and its description."""
    source = MODULES[vba.FUNCTIONS].replace(" _\r\n        ", " ").replace(" _\r\n", " ")
    for metric in catalogue():
        for name in metric.excel_names:
            head = re.search(
                rf"^Public Function {name}\((.*)\) As Variant\r$", source, re.MULTILINE
            )
            assert head, name
            declared = [
                ("Optional " not in one, one.split("ByVal ")[1].split(" As ")[0].lower())
                for one in head[1].split(", ")
            ]
            assert declared == [(one.required, one.name) for one in metric.arguments]
            whole = metric.columns or any(one.is_range for one in metric.arguments)
            called = "XlcostCall" if whole else "XlcostCellCall"
            assert f'\r\n    {name} = {called}("{metric.name}", Array(' in source
            described = re.search(
                rf'^Attribute {name}\.VB_Description = "(.+)"\r$', source, re.MULTILINE
            )
            assert described, name
            assert len(described[1].replace('""', '"')) <= 255
    assert f"Public Function {vba.STATUS}() As Variant\r\n" in source


def test_wizard_is_told_everything_on_opening() -> None:
    """Opening tells category, description and help, and leaves the workbook as saved as it was."""
    source = MODULES[vba.FUNCTIONS]
    for metric in catalogue():
        for name in metric.excel_names:
            told = source.split(f'XlcostDescribe "{name}", ')[1].split("XlcostDescribe")[0]
            assert len(re.findall(r'^        "', told, re.MULTILINE)) == len(metric.arguments) + 1
    closing = MODULES[vba.WORKBOOK].split("Workbook_BeforeClose(Cancel As Boolean)")[1]
    assert "Application.StatusBar = False" in closing
    assert "XlcostStopAsking" in closing.split("End Sub")[0]
    opening = MODULES[vba.WORKBOOK].split("Workbook_Open()")[1].split("End Sub")[0]
    assert opening.split() == ["DescribeFunctions", "XlcostResume"]
    body = source.split("Public Sub DescribeFunctions()")[1].split("End Sub")[0]
    assert body.index("wasSaved = ThisWorkbook.Saved") < body.index("DescribeOpex")
    assert body.rstrip().endswith("ThisWorkbook.Saved = wasSaved")
    assert "".join(MODULES.values()).count("Application.MacroOptions") == 2


def test_names_keep_their_letters() -> None:
    """VBA writes a name in one way: an argument with a function's name has its capitals."""
    source = MODULES[vba.FUNCTIONS]
    names = {name for metric in catalogue() for name in metric.excel_names}
    for argument in re.findall(r"ByVal (\w+) As", source):
        if argument.upper() in names:
            assert argument == argument.upper()


def test_new_metric_needs_no_edit_here() -> None:
    """A metric that is only declared has its wrapper, description and help at once."""
    with scratch():
        source = vba.function_module([declare()])
    assert "Public Function COST_PER_PARCEL(ByVal total_cost As Variant" in source
    assert 'COST_PER_PARCEL.VB_Description = "Cost of one parcel."' in source
    assert '"xlcost temporary"' in source
    assert '"Parcels, a count."' in source


def test_what_vba_cannot_hold_is_refused() -> None:
    """Help in letters that a VBA project may not know is refused, not changed in silence."""
    with scratch():
        declared = declare(docstring=DOCSTRING.replace("one parcel", "én pakke"))
        with pytest.raises(DeclarationError, match="ASCII"):
            vba.function_module([declared])
