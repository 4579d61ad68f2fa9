"""The template workbook: what is in the file, and that it is the same each time."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from declarations import declare
from libreoffice import hard_recalculate
from lxml import etree
from olefile import OleFileIO
from oletools.olevba import VBA_Parser
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula
from openxml_audit import FileFormat, OpenXmlValidator
from pyopenvba import integrity
from witnesses.containers import container_faults
from xlsxwriter import Workbook as OtherWriter

from tests.regenerate import COMMAND
from xlcost.addin import settings_sheet, template, vba, vba_project
from xlcost.addin.report_sheet import BUTTONS, INPUTS, OUTPUTS
from xlcost.catalogue.families import catalogue
from xlcost.catalogue.registry import scratch
from xlcost.errors import UsageError
from xlcost.locales.words import LANGUAGES, words
from xlcost.planning.kinds import kinds

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "templates" / template.FILE
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Cells = dict[str, dict[str, Any]]  # by sheet and address
KINDS = ("AutoExec", "Suspicious")  # olevba's kinds of keywords; the rest is what it decodes


@pytest.fixture(scope="module", params=LANGUAGES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a template in one language, in a folder as people name them."""
    path = tmp_path_factory.mktemp("mal æøå") / f"{request.param}.xlsm"
    return template.write(path, request.param)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def _modules(path: Path) -> dict[str, str]:
    """Return every module's text, as olevba reads it."""
    parser = VBA_Parser(str(path))
    try:
        found = {name.rpartition(".")[0]: code for *_, name, code in parser.extract_macros()}
    finally:
        parser.close()
    return found


def _body(source: str) -> list[str]:
    """Return a module's lines without the attributes of the module itself and blank ends."""
    lines = source.replace("\r\n", "\n").strip("\n").split("\n")
    return [line.rstrip() for line in lines if not line.startswith("Attribute VB_")]


def test_the_shipped_template_is_what_is_built_today(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`python -m tests.regenerate` would change no byte; with other libraries, no content."""
    path = template.write(tmp_path / template.FILE)
    made_with = {one.name: one.value for one in load_workbook(SHIPPED).custom_doc_props.props}
    installed = {name: metadata.version(name) for name in template.MADE_WITH}
    if made_with == installed:
        assert path.read_bytes() == SHIPPED.read_bytes(), COMMAND
        return
    with capsys.disabled():
        print(  # noqa: T201 - the log says what was compared
            f"\nThe shipped template was made with {made_with}, but {installed} is here: "
            "its modules but xlwings' own, and its cells, are compared."
        )
    theirs, ours = _modules(SHIPPED), _modules(path)
    assert theirs.keys() == ours.keys()
    assert not [name for name in ours if name != "xlwings" and theirs[name] != ours[name]], COMMAND
    version = re.compile(r"\d+\.\d+\.\d+")
    for sheet, other in zip(load_workbook(path), load_workbook(SHIPPED), strict=True):
        cells = [[version.sub("", str(one)) for one in row] for row in sheet.values]
        assert cells == [[version.sub("", str(one)) for one in row] for row in other.values]


def test_the_same_words_give_the_same_bytes(built: Path) -> None:
    """Another build, later and elsewhere, has the same bytes, whatever compressor is installed."""
    assert template.build(built.stem) == built.read_bytes()
    with zipfile.ZipFile(built) as file:
        assert {entry.compress_type for entry in file.infolist()} == {zipfile.ZIP_STORED}
        assert {entry.date_time for entry in file.infolist()} == {(2026, 1, 1, 0, 0, 0)}


def test_olevba_reads_every_module_back(built: Path) -> None:
    """Every module is in the file as it stands in its source, xlwings' as its package has it."""
    found = _modules(built)
    sources = {
        vba.FUNCTIONS: vba.function_module(),
        vba.RUNTIME: vba.runtime_module(),
        vba.MEMORY: vba.memory_module(),
        vba.OUTSIDE: vba.outside_module(),
        vba.RUN: vba.run_module(),
        vba.BUTTONS: vba.buttons_module(),
        vba.WORKBOOK: vba.workbook_module(),
        "xlwings": template.xlwings_module(),
    }
    for name, source in sources.items():
        assert _body(found[name]) == _body(source), name
    sheets = {f"Sheet{number}" for number in range(1, 8)}
    assert found.keys() == {*sources, *sheets, "Dictionary"}
    assert not [name for name in sheets if any(_body(found[name]))]


def test_the_class_for_macs_is_there() -> None:
    """The module of xlwings cannot be compiled on a Mac without the class Dictionary."""
    assert "As Dictionary" in template.xlwings_module()
    assert "Function Exists" in _modules(SHIPPED)["Dictionary"]


def test_validators_find_nothing(built: Path) -> None:
    """The Open XML validator and pyOpenVBA's own check find no fault in the file."""
    for version in (FileFormat.OFFICE_2016, FileFormat.MICROSOFT_365):
        result = OpenXmlValidator(version).validate(str(built))
        assert not [str(error) for error in result.errors]
    report = integrity.check_file(built)
    assert report.complete
    assert not report.issues


def test_every_part_is_sound(built: Path) -> None:
    """Every part is well-formed, has a content type, and leads to parts that are there."""
    parts = _parts(built)
    types = etree.fromstring(parts["[Content_Types].xml"])
    known = {one.get("PartName") or f".{one.get('Extension')}" for one in types}
    for name, data in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(data)
        assert f"/{name}" in known or f".{name.rpartition('.')[2]}" in known
    for name in (name for name in parts if name.endswith(".rels")):
        folder = posixpath.dirname(posixpath.dirname(name))
        for one in etree.fromstring(parts[name]):
            target = str(one.get("Target"))
            place = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            assert posixpath.normpath(place) in parts, target


def test_excel_takes_it_for_a_macro_workbook(built: Path) -> None:
    """The main part has the content type without which Excel refuses a file named .xlsm."""
    types = etree.fromstring(_parts(built)["[Content_Types].xml"])
    (main,) = [one for one in types if one.get("PartName") == "/xl/workbook.xml"]
    assert main.get("ContentType") == "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def test_formulas_that_spill_are_marked_as_excel_marks_them(built: Path, tmp_path: Path) -> None:
    """The part about spilling is the one that XlsxWriter writes, and our functions use it."""
    with OtherWriter(tmp_path / "other.xlsx") as other:
        other.add_worksheet().write_dynamic_array_formula("A1:A3", "=SORT(B1:B3)")
    theirs = etree.fromstring(_parts(tmp_path / "other.xlsx")["xl/metadata.xml"])
    parts = _parts(built)
    ours = etree.fromstring(parts["xl/metadata.xml"])
    assert etree.tostring(ours, method="c14n") == etree.tostring(theirs, method="c14n")
    calculator = etree.fromstring(parts["xl/worksheets/sheet3.xml"])
    marked = [cell for cell in calculator.iter(f"{MAIN}c") if cell.get("cm") == "1"]
    assert len(marked) >= len(catalogue())
    for cell in marked:
        formula = cell.find(f"{MAIN}f")
        assert formula is not None
        assert formula.get("t") == "array"


def test_every_button_has_its_macro(built: Path) -> None:
    """Each button runs a public Sub without arguments that the workbook has, and has a text."""
    parts = _parts(built)
    drawn = "".join(data.decode() for name, data in parts.items() if name.endswith(".vml"))
    macros = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawn)
    assert sorted(macros) == sorted(["BrowseFolder", "CheckAgain", *BUTTONS])
    for macro in macros:
        assert f"Public Sub {macro}()" in vba.buttons_module()
    assert len(re.findall(r'<font face="Calibri"[^>]*>[^<]+</font>', drawn)) == len(macros)
    sheets = "".join(data.decode() for name, data in parts.items() if "worksheets/sheet" in name)
    assert set(re.findall(r'macro="\[0\]!(\w+)"', sheets)) == set(macros)


def test_names_and_functions_are_told_apart(built: Path) -> None:
    """No defined name is the name of a function, a macro or a module: Excel would mix them up."""
    book = load_workbook(built)
    assert {name for name in book.defined_names if "_text_" not in name} == {
        *INPUTS.values(),
        *OUTPUTS.values(),
        *(f"xlcost_{key}_listed" for key in ("periods", "companies")),
    }
    modules = _modules(built)
    taken = {name.casefold() for name in modules}
    for source in modules.values():
        taken |= {name.casefold() for name in re.findall(r"(?:Function|Sub) (\w+)", source)}
    tables = {name for sheet in book for name in sheet.tables}
    assert not {name.casefold() for name in {*book.defined_names, *tables}} & taken


def test_calculator_has_every_function_with_its_twin(built: Path) -> None:
    """Every function stands on the Calculator as a live formula, its twin in the row below."""
    text = words(built.stem)
    sheet = load_workbook(built)[text.text("template.sheets.calculator")]
    formulas = {
        str(cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value): cell
        for (cell,) in sheet.iter_rows(min_col=3, max_col=3)
        if cell.value is not None
    }
    for metric in catalogue():
        found = [one for one in formulas if one.startswith(f"={metric.excel_name}(")]
        assert len(found) == 1, metric.name
        own = formulas[found[0]]
        twin = sheet.cell(own.row + 1, 3).value
        if metric.formula is not None:
            shown = twin.text if isinstance(twin, ArrayFormula) else twin
            assert str(shown).startswith("=")
            assert metric.excel_name not in str(shown)


def test_it_does_not_open_empty(built: Path) -> None:
    """Every formula has a value in the file, none an error, and none is recalculated on opening."""
    values = load_workbook(built, data_only=True)
    count = 0
    for sheet in load_workbook(built):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    value = values[sheet.title][cell.coordinate]
                    assert value.value is not None, (sheet.title, cell.coordinate)
                    assert value.data_type != "e", (sheet.title, cell.coordinate)
    assert count > 3 * len(catalogue()) - 5
    assert not values.calculation.fullCalcOnLoad
    assert values.calculation.calcId == 191029


@pytest.fixture(scope="module")
def recalculated(built: Path) -> Cells:
    """Return what LibreOffice shows in every cell of the template, calculated hard."""
    return hard_recalculate([built])[built]


def test_libreoffice_loads_it_and_agrees(built: Path, recalculated: Cells) -> None:
    """LibreOffice opens the file, and each native twin comes to the value that the file has."""
    title = words(built.stem).text("template.sheets.calculator")
    shown = recalculated[title]
    formulas = load_workbook(built)[title]
    values = load_workbook(built, data_only=True)[title]
    names = {name for metric in catalogue() for name in metric.excel_names}
    compared, different = 0, []
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type != "f":
                continue
            value = cell.value
            text = str(value.text if isinstance(value, ArrayFormula) else value)
            if "FORMULATEXT" in text or text[1:].partition("(")[0] in names:
                continue
            compared += 1
            expected = values[cell.coordinate].value
            number = isinstance(expected, int | float)
            if shown[cell.coordinate] != (pytest.approx(float(expected)) if number else expected):
                different.append(f"{cell.coordinate} {text}: {expected!r}")
    assert compared >= sum(bool(metric.formula) for metric in catalogue())
    assert not different, "\n".join(different)


def test_planner_stands_in_the_template(built: Path, recalculated: Cells) -> None:
    """Planner has every lever, live, with input cells that are free and checked as one types."""
    word = words(built.stem)
    titles = [word.text(f"plan.sheets.{key}") for key in ("planner", "steps")]
    book, cached = load_workbook(built), load_workbook(built, data_only=True)
    sheet = book[titles[0]]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}
    assert {word.text(f"plan.kinds.{kind}") for kind in kinds()} <= texts
    free = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    rules = [one for one in sheet.data_validations.dataValidation if one.showErrorMessage]
    assert len(free) > 60
    assert all(any(cell.coordinate in rule.sqref for rule in rules) for cell in free)
    assert not [cell for cell in free if cell.data_type == "f"]
    formulas = 0
    for title in titles:
        assert book[title].protection.sheet
        assert not book[title].protection.password
        for cell in (one for row in book[title].iter_rows() for one in row):
            if cell.data_type == "f":
                formulas += 1
                expected = cached[title][cell.coordinate].value
                found = recalculated[title].get(cell.coordinate)
                if isinstance(expected, int | float):
                    assert found == pytest.approx(float(expected)), f"{title}!{cell.coordinate}"
                else:
                    assert (found or "") == (expected or ""), f"{title}!{cell.coordinate}"
    assert formulas > 300


def test_start_claims_nothing_before_it_was_checked(built: Path) -> None:
    """As saved, the status of Start says that nobody was asked, in formulas that then ask."""
    text = words(built.stem)
    title = text.text("template.sheets.start")
    cells = [one for row in load_workbook(built, data_only=True)[title].values for one in row]
    assert text.text("template.start.verdict_unasked") in cells
    assert text.text("template.start.verdict_ready") not in cells
    written = _parts(built)["xl/worksheets/sheet1.xml"].decode()
    assert f"{vba.STATUS}()" in written
    assert "COST_PER_CALL(50000,12500)" in written


def test_start_shows_no_error_without_macros(built: Path, recalculated: Cells) -> None:
    """Where macros are off and everything is calculated, Start says so, and shows no error."""
    text = words(built.stem)
    cells = recalculated[text.text("template.sheets.start")]
    shown = [str(one) for one in cells.values()]
    assert text.text("template.start.verdict_macros") in shown
    assert text.text("template.start.silent") in shown
    advice = text.text("template.start.says_macros")
    assert not [one for one in shown if one.startswith(("#", "Err:")) and one != advice]


def test_steps_of_start_are_those_of_the_docs() -> None:
    """The steps have the titles of the steps in docs/excel.md, as many and in their order."""
    page = (ROOT / "docs" / "excel.md").read_text(encoding="utf-8")
    steps = page.split("## Install on Windows")[1].split("\n## ")[0]
    titles = re.findall(r"^\d\. \*\*(.+?)[.,]?\*\*", steps, re.MULTILINE)
    text = words("en")
    listed = [text.text(f"template.start.step_{number}_title") for number in range(1, 6)]
    assert titles == listed


def test_functions_sheet_is_the_catalogue(built: Path) -> None:
    """The sheet Functions has one row for every name of every metric, leading to its numbers."""
    text = words(built.stem)
    book = load_workbook(built)
    sheet = book[text.text("template.sheets.functions")]
    (table,) = sheet.tables.values()
    names = [row[0].value for row in sheet[table.ref]]
    labels = {row[2].value for row in sheet[table.ref]}
    assert labels >= {metric.label(built.stem) for metric in catalogue()}
    assert names[1:] == [name for metric in catalogue() for name in metric.excel_names]


def test_twin_is_ticked_while_it_agrees(built: Path) -> None:
    """Each twin's label is ticked as long as its value and the function's are the same."""
    text = words(built.stem)
    sheet = load_workbook(built)[text.text("template.sheets.calculator")]
    ticked = {}
    for area in sheet.conditional_formatting:
        (rule,) = area.rules
        assert rule.dxf.numFmt.formatCode == '@" ✓"'
        assert sheet[str(area.sqref)].value == text.text("template.calculator.without")
        ticked[str(area.sqref)] = re.findall(r"[$]C[$](\d+)", rule.formula[0])
    for label, rows in ticked.items():
        asked, twin = sorted({int(row) for row in rows})
        assert label == f"B{twin}"
        assert sheet[f"B{asked}"].value == text.text("template.calculator.with")
    assert len(ticked) == sum(one.formula is not None for one in catalogue())


def test_settings_are_as_xlwings_reads_them(built: Path) -> None:
    """The settings begin in A1, have no gap, and none is there twice."""
    sheet = load_workbook(built)[settings_sheet.TITLE]
    rows = []
    for row in sheet.iter_rows(max_col=2, values_only=True):
        if row[0] is None:
            break
        rows.append(row)
    keys = [str(key).upper() for key, _ in rows]
    assert len(keys) == len(set(keys)) > 3
    settings = dict(rows)
    assert settings["ADD_WORKBOOK_TO_PYTHONPATH"] == "false"
    assert settings["USE UDF SERVER"] == "False"
    module = template.xlwings_module()
    assert all(f'"{key}"' in module for key in keys[1:])


def test_own_python_is_written_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook made for this computer names its Python and where code is, and has no gap."""
    monkeypatch.setenv("LOCALAPPDATA", r"C:\Users\Kåre\AppData\Local")
    python = template.portable(r"c:\users\kåre\appdata\local\Programs\Python\python.exe")
    assert python == r"%LOCALAPPDATA%\Programs\Python\python.exe"
    assert template.portable(r"D:\Python\python.exe") == r"D:\Python\python.exe"
    monkeypatch.setattr("sys.platform", "win32")
    own = template.own_settings()
    assert own.keys() == {"INTERPRETER_WIN", "PYTHONPATH"}
    assert all(own.values())
    monkeypatch.undo()
    path = template.write(tmp_path / "own.xlsm", "nb", own={**own, "INTERPRETER_WIN": python})
    sheet = load_workbook(path)[settings_sheet.TITLE]
    cells = dict(sheet.iter_rows(max_row=6, max_col=2, values_only=True))
    assert cells["INTERPRETER_WIN"] == python
    assert cells["PYTHONPATH"] == own["PYTHONPATH"]
    assert sheet["A7"].value is None


def test_vba_has_its_sentences_from_the_workbook(built: Path) -> None:
    """Every sentence of the VBA stands in a defined name, in the workbook's language."""
    text = words(built.stem).section("template.vba")
    names = load_workbook(built).defined_names
    sources = vba.runtime_module() + vba.run_module() + vba.buttons_module()
    keys = set(re.findall(r'XlcostText\("(\w+)"', sources))
    assert keys == set(text)
    for key, sentence in text.items():
        name = names[f"xlcost_text_{key}"]
        assert name.attr_text == '"' + sentence.replace('"', '""') + '"'
        assert len(sentence) <= 255  # which Excel takes of a text in a formula
        assert name.hidden
    english = words("en").section("template.vba")
    said = re.sub(r'"\s*_?\s*&\s*"|"\s+_\s+& "', "", sources.replace("\r\n", " "))
    assert not [one for one in english.values() if one not in said]


def test_run_is_given_every_cell() -> None:
    """The VBA hands over the cells that the sheet has to fill in, each of them."""
    said = re.search(r"INPUT_KEYS As String = (.+?)\r\n\'", vba.run_module(), re.DOTALL)
    assert said
    assert " ".join(re.findall(r'"([^"]+)"', said[1])).split() == list(INPUTS)


def test_period_stays_a_text() -> None:
    """Excel would make a date of 2026-10, so the cells of the sheet Report hold text."""
    book = load_workbook(SHIPPED)
    for name in INPUTS.values():
        ((title, address),) = book.defined_names[name].destinations
        assert book[title][address].number_format == "@"


def test_a_new_metric_needs_no_edit_here() -> None:
    """A metric that is only declared stands on the Calculator and among the Functions at once."""
    with scratch():
        declare()
        data = template.build()
    book = load_workbook(io.BytesIO(data))
    found = [
        sheet.title
        for sheet in book
        if any("COST_PER_PARCEL" in map(str, row) for row in sheet.values)
    ]
    assert found == ["Calculator", "Functions"]


def test_what_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    """An existing file, and a name that Excel would refuse, are one sentence each."""
    path = tmp_path / "mine.xlsm"
    path.write_bytes(b"mine")
    with pytest.raises(UsageError, match="is already there"):
        template.write(path)
    assert path.read_bytes() == b"mine"
    with pytest.raises(UsageError, match=r"must end in \.xlsm"):
        template.write(tmp_path / "mine.xlsx")
    template.write(path, replace=True)
    assert template.xlwings_version(path) == metadata.version("xlwings")


def test_version_of_another_file_is_refused(tmp_path: Path) -> None:
    """A workbook without our VBA, and a file that is no workbook, are one sentence each."""
    path = tmp_path / "plain.xlsx"
    Workbook().save(path)
    text = tmp_path / "text.xlsm"
    text.write_text("no workbook", encoding="utf-8")
    for one in (path, text, tmp_path / "none.xlsm"):
        with pytest.raises(UsageError, match="no xlcost workbook"):
            template.xlwings_version(one)


def test_the_project_is_a_sound_compound_file() -> None:
    """Every stream of the VBA project can be read, and none is empty."""
    project = io.BytesIO(_parts(SHIPPED)["xl/vbaProject.bin"])
    with OleFileIO(project) as file:
        for stream in file.listdir():
            assert len(file.openstream(stream).read()) == file.get_size(stream) > 0


def test_the_project_has_source_and_no_compiled_code(built: Path) -> None:
    """As [MS-OVBA] has a writer do it: no cache, no version of one, in each stream source alone."""
    assert container_faults(_parts(built)["xl/vbaProject.bin"]) == []


def test_a_project_with_compiled_code_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What pyOpenVBA writes by itself, an old version with zeros after it, is seen by the test."""
    monkeypatch.setattr(vba_project, "uncompiled", lambda data: data)
    path = template.write(tmp_path / "as_it_was.xlsm")
    told = "\n".join(container_faults(_parts(path)["xl/vbaProject.bin"]))
    assert "the version is 00B5" in told
    assert "2537 bytes of cache" in told
    assert "Sheet1 begins with 819 bytes that are no source" in told


def test_findings_of_olevba_are_explained() -> None:
    """docs/excel.md tells IT security the reason for each keyword that olevba reports."""
    parser = VBA_Parser(str(SHIPPED))
    try:
        found = {keyword for kind, keyword, _ in parser.analyze_macros() if kind in KINDS}
    finally:
        parser.close()
    page = (ROOT / "docs" / "excel.md").read_text(encoding="utf-8")
    table = page.split("## For IT security")[1].split("\n## ")[0]
    listed = {
        word
        for line in table.splitlines()
        if line.startswith("| `")
        for word in re.findall(r"`([^`]+)`", line.split("|")[1])
    }
    assert found
    assert found == listed
