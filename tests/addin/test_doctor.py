"""What `xlcost doctor` sees, on machines that are only described."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pyopenvba import ExcelFile

from xlcost.addin import doctor, template
from xlcost.addin.doctor import Answer, Machine, diagnose
from xlcost.addin.report_sheet import INPUTS
from xlcost.console.screens import show_answers
from xlcost.locales.words import LANGUAGES, words


@pytest.fixture
def windows(tmp_path: Path) -> Machine:
    """Return a Windows on which everything is as it should be."""
    python = tmp_path / "Programs" / "Python æøå" / "python.exe"
    python.parent.mkdir(parents=True)
    version = Machine.here().xlwings
    (python.parent / f"xlwings64-{version}.dll").write_bytes(b"")
    return Machine(
        system="Windows",
        python=python,
        version=(3, 13, 1),
        bits=64,
        xlwings=version,
        home=tmp_path / "home",
        first_on_path=python,
    )


@pytest.fixture
def mac(tmp_path: Path) -> Machine:
    """Return a Mac on which everything is as it should be."""
    version = Machine.here().xlwings
    folder = tmp_path / "Library/Application Scripts/com.microsoft.Excel"
    folder.mkdir(parents=True)
    (folder / f"xlwings-{version}.applescript").write_bytes(b"")
    python = tmp_path / "bin" / "python"
    return Machine("Darwin", python, (3, 12, 0), 64, version, tmp_path, first_on_path=python)


def wrong(machine: Machine, workbook: Path | None = None, language: str = "en") -> list[str]:
    """Return what is wrong, each with what to do."""
    answers = diagnose(workbook, language, machine)
    assert all(bool(answer.advice) != answer.fine for answer in answers)
    return [f"{answer.sentence} {answer.advice}" for answer in answers if not answer.fine]


def told(machine: Machine, setting: str, value: str) -> None:
    """Write a setting of the user's as `xlwings config create` does."""
    machine.settings.parent.mkdir(parents=True, exist_ok=True)
    machine.settings.write_text(f'"{setting}","{value}"\n', encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_where_nothing_is(windows: Machine, mac: Machine, language: str) -> None:
    """A Windows and a Mac that are in order get no advice, in either language."""
    assert wrong(windows, language=language) == []
    assert wrong(mac, language=language) == []


def test_this_machine_is_looked_at() -> None:
    """The doctor describes the machine that it runs on."""
    answers = diagnose()
    assert any(str(Machine.here().python) in answer.sentence for answer in answers)
    assert any(Machine.here().xlwings in answer.sentence for answer in answers)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"version": (3, 10, 4)}, "too old"),
        ({"bits": 32}, "32-bit"),
        ({"macro_policy": 4}, "policy"),
        ({"first_on_path": None}, "xlwings config create"),
        ({"first_on_path": Path("/other/python.exe")}, "xlwings config create"),
        ({"xlwings": "0.0.1"}, "xlwings64-0.0.1.dll"),
    ],
)
def test_what_is_wrong_with_python_is_told(
    windows: Machine, change: dict[str, object], sentence: str
) -> None:
    """Each fault of Python, of its place or of its DLL is a sentence with what to do."""
    assert any(sentence in one for one in wrong(replace(windows, **change)))  # type: ignore[arg-type]


def test_python_of_the_store_is_told(windows: Machine, tmp_path: Path) -> None:
    """The Python of the Microsoft Store is named as the reason, since Excel finds no DLL in it."""
    python = tmp_path / "WindowsApps" / "python.exe"
    found = wrong(replace(windows, python=python, first_on_path=python))
    assert any("Microsoft Store" in one for one in found)


def test_dll_of_a_virtual_environment_is_found(windows: Machine) -> None:
    """As xlwings' VBA does, the doctor looks in the folder above Python's, too."""
    inner = windows.python.parent / "Scripts" / "python.exe"
    assert wrong(replace(windows, python=inner, first_on_path=inner)) == []


def test_dll_of_32_bit_excel_is_told(windows: Machine) -> None:
    """The doctor says whether 32-bit Excel has its DLL, too, and asks for nothing where not."""
    for there in (False, True):
        told = [answer.sentence for answer in diagnose(None, "en", windows) if answer.fine]
        assert any("32-bit Excel has its own" in one for one in told) is there
        (windows.python.parent / f"xlwings32-{windows.xlwings}.dll").write_bytes(b"")


def test_settings_of_the_user_come_before_the_path(windows: Machine) -> None:
    """What xlwings' settings name is what Excel starts, whatever the PATH says."""
    told(windows, "INTERPRETER_WIN", str(windows.python.with_name("pythonw.exe")))
    assert wrong(replace(windows, first_on_path=None)) == []
    told(windows, "INTERPRETER_WIN", r"C:\other\python.exe")
    (found,) = wrong(windows)
    assert r"C:\other\python.exe" in found
    assert "--force" in found


def test_settings_of_the_workbook_come_first(windows: Machine, tmp_path: Path) -> None:
    """An interpreter on the sheet xlwings.conf is what this workbook starts."""
    path = template.write(tmp_path / "mine.xlsm")
    assert wrong(windows, path) == []
    book = load_workbook(path, keep_vba=True)
    book["xlwings.conf"]["A5"] = "INTERPRETER_WIN"
    book["xlwings.conf"]["B5"] = r"D:\elsewhere\python.exe"
    book.save(path)
    assert any("elsewhere" in one for one in wrong(windows, path))


def test_settings_beside_the_workbook_are_told(windows: Machine, tmp_path: Path) -> None:
    """A file of settings that lies beside the workbook is told, since it may have come with it."""
    path = template.write(tmp_path / "mine.xlsm")
    (tmp_path / "xlwings.conf").write_text('"INTERPRETER_WIN","D:\\evil\\python.exe"\n', "utf-8")
    beside, interpreter = wrong(windows, path)
    assert str(tmp_path / "xlwings.conf") in beside
    assert "evil" in interpreter
    own = {"INTERPRETER_WIN": str(windows.python)}
    template.write(path, replace=True, own=own)
    (beside,) = wrong(windows, path)
    assert "xlwings.conf" in beside


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_for_it_security_is_named(windows: Machine, language: str) -> None:
    """The doctor names the page about Excel, and the page is there."""
    sentences = " ".join(answer.sentence for answer in diagnose(None, language, windows))
    assert str(doctor.page()) in sentences
    assert "## For IT security" in doctor.page().read_text(encoding="utf-8")


def test_environment_of_conda_is_understood(windows: Machine) -> None:
    """Settings that name an environment of Conda lead to its Python."""
    windows.settings.parent.mkdir(parents=True)
    windows.settings.write_text('"CONDA PATH","C:/conda"\n"CONDA ENV","other"\n', encoding="utf-8")
    assert any("other" in one for one in wrong(windows))


def test_script_of_a_mac_is_looked_for(mac: Machine) -> None:
    """Without the script that starts Python on a Mac, the doctor says how to get it."""
    (found,) = wrong(replace(mac, home=mac.home / "another"))
    assert "xlwings runpython install" in found


def test_workbook_of_another_xlwings_is_told(windows: Machine, tmp_path: Path) -> None:
    """A workbook made for another xlwings is told with both versions."""
    path = template.write(tmp_path / "old.xlsm")
    with ExcelFile(path) as host:
        module = host.get_module("xlwings").replace(windows.xlwings, "0.30.1")
        host.set_module("xlwings", module)
        host.save()
    (found,) = wrong(windows, path)
    assert "0.30.1" in found
    assert windows.xlwings in found
    assert "xlcost template" in found


def test_file_that_is_no_workbook_of_ours_is_told(windows: Machine, tmp_path: Path) -> None:
    """Any other file is a sentence and no failure."""
    path = tmp_path / "text.xlsm"
    path.write_text("text", encoding="utf-8")
    (found,) = wrong(windows, path)
    assert "is not an xlcost workbook" in found


def test_mark_of_the_web_is_told(windows: Machine, tmp_path: Path) -> None:
    """A workbook that Windows has marked is told how to be unblocked."""
    path = template.write(tmp_path / "mailed.xlsm")
    assert wrong(replace(windows, zones={path: 2}), path) == []
    (found,) = wrong(replace(windows, zones={path: 3}), path)
    assert "Unblock" in found


def test_folders_of_the_workbook_are_tried(windows: Machine, tmp_path: Path) -> None:
    """The folders that the sheet names are read and written to; what fails is told by its name."""
    path = template.write(tmp_path / "mine.xlsm")
    _fill(path, data_folder=str(tmp_path), output_folder=str(tmp_path / "new"))
    assert wrong(windows, path) == []
    assert not (tmp_path / "new").exists()
    (tmp_path / "a file").write_text("x", encoding="utf-8")
    _fill(path, data_folder=str(tmp_path / "none"), output_folder=str(tmp_path / "a file"))
    found = wrong(windows, path)
    assert found[0].startswith("Data folder: ")
    assert found[1].startswith("Folder for reports: ")
    _fill(path, data_folder="https://firma.sharepoint.com/x", output_folder="relative")
    assert len(wrong(windows, path)) == 2


def _fill(path: Path, **inputs: str) -> None:
    book = load_workbook(path, keep_vba=True)
    for key, value in inputs.items():
        ((title, address),) = book.defined_names[INPUTS[key]].destinations
        book[title][address].value = value
    book.save(path)


def test_every_answer_has_words_in_both_languages() -> None:
    """Every sentence that says what is wrong has one beside it that says what to do."""
    for language in LANGUAGES:
        section = words(language).section("doctor")
        advised = {key.removesuffix("_do") for key in section if key.endswith("_do")}
        assert advised <= section.keys()
    assert doctor.OLDEST_PYTHON == (3, 11)


@pytest.mark.parametrize(("fine", "code"), [(True, 0), (False, 3)])
def test_the_exit_code_says_whether_something_is_wrong(
    fine: bool, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """`xlcost doctor` exits with 3 where one answer of many is no, and with 0 where none is."""
    answers = [Answer(fine=True, sentence="Python 3.11"), Answer(fine=fine, sentence="xlwings")]
    assert show_answers(answers, "en") == code
    assert ("!!" in capsys.readouterr().out) is not fine
