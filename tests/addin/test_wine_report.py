"""The command line, the button and the template's VBA project on Windows, in Wine."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from olefile import OleFileIO
from openpyxl import load_workbook
from wine import ROOT, SCRIPTS, Windows, windows_path

from xlcost.addin import vba
from xlcost.addin.run_folder import OUTCOME, decoded
from xlcost.runs.pack import build_report
from xlcost.samples.make import LAST_PERIOD, make_sample

MOMENT = "1793491200"
COMMAND = SCRIPTS / "command.py"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as people name them, with the sample company's Norwegian files."""
    return make_sample(tmp_path_factory.mktemp("data") / "Regnskap æøå 2026", "nb")


def test_help_answers(windows_python: Windows) -> None:
    """`xlcost --help` runs on Windows and lists the commands, in a code page of old too."""
    done = windows_python.run(COMMAND, "--help")
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    for command in (b"report", b"check", b"demo", b"functions"):
        assert command in done.stdout


def test_the_report_is_the_same_on_windows(
    windows_python: Windows, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sample company's report has the same parts, byte for byte, and is the same file."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    here = build_report(data, tmp_path / "her", LAST_PERIOD, "nb").path
    there = tmp_path / "Rapporter på Windows"
    words = ("--data", data, "--period", LAST_PERIOD, "--out", there, "--lang", "nb")
    done = windows_python.run(COMMAND, "report", *words)
    told = done.stdout.decode("cp1252", "replace") + done.stderr.decode("cp1252", "replace")
    assert done.returncode == 0, told
    (built,) = there.glob("*.xlsx")
    assert built.name == here.name
    with zipfile.ZipFile(built) as theirs, zipfile.ZipFile(here) as ours:
        assert theirs.namelist() == ours.namelist()
        assert [name for name in ours.namelist() if ours.read(name) != theirs.read(name)] == []
    assert built.read_bytes() == here.read_bytes()


def test_the_run_of_a_button_works_on_windows(
    windows_python: Windows, data: Path, tmp_path: Path
) -> None:
    """The program that VBA starts does the job that VBA has written, and leaves the sheet's lines.

    The command is the one of the VBA, the cells hold paths of Windows, and what comes back are
    paths of Windows with their letters.
    """
    code = code_of_run()
    out = tmp_path / "Rapporter fra knappen & co"
    cells = {
        "speaks": "nb",
        "period": LAST_PERIOD,
        "data_folder": windows_path(data),
        "output_folder": windows_path(out),
    }
    nowhere = {**cells, "task": "check", "data_folder": r"Z:\finnes ikke\æøå"}
    answers = []
    for number, job in enumerate((nowhere, {**cells, "task": "build"}), 1):
        done = windows_python.run(SCRIPTS / "run_job.py", str(number), json.dumps(job))
        assert done.returncode == 0, done.stderr.decode("cp1252", "replace")
        folder = windows_python.path(done.stdout.decode())
        done = windows_python.run("-B", "-P", "-c", code, str(number), "")
        assert done.returncode == 0, done.stderr.decode("cp1252", "replace")
        answers.append(decoded((folder / OUTCOME).read_bytes()))
        shutil.rmtree(folder)
    refused, built = answers
    assert all(lines[-1] == ["end"] for lines in answers)
    assert r"Z:\finnes ikke\æøå" in refused[0][-1]
    assert out.is_dir(), [line[4] for line in built if line[1] == "xlcost_list"]
    (report,) = out.glob("*.xlsx")
    assert ["cell", "xlcost_path", "0", "0", windows_path(report)] in built
    assert ["open", windows_path(report)] in built
    linked = [line for line in built if line[0] == "link"]
    assert any(line[4] == windows_path(data / "hovedbok.csv") for line in linked)


def code_of_run() -> str:
    """Return the program that the VBA gives to Python, as VBA puts it together."""
    source = vba.outside_module()
    text = source.split("Const PROGRAM As String = ")[1].split("\r\n\r\n")[0]
    return "".join(re.findall(r'"((?:[^"]|"")*)"', text))


def test_template_made_on_windows_names_its_python(windows_python: Windows, tmp_path: Path) -> None:
    """`xlcost template` writes this Python and where code is; with --anywhere neither."""
    for options, expected in (((), {"INTERPRETER_WIN", "PYTHONPATH"}), (("--anywhere",), set())):
        path = tmp_path / f"mal æøå {len(options)}.xlsm"
        done = windows_python.run(COMMAND, "template", path, *options)
        assert done.returncode == 0, done.stderr.decode("cp1252", "replace")
        sheet = load_workbook(path)["xlwings.conf"]
        told = dict(sheet.iter_rows(max_row=6, max_col=2, values_only=True))
        assert {"INTERPRETER_WIN", "PYTHONPATH"} & told.keys() == expected
        assert all(told[name] for name in expected)
        if expected:
            assert str(told["INTERPRETER_WIN"]).endswith("python.exe")


def test_windows_opens_every_stream_of_the_vba_project(
    windows_python: Windows, tmp_path: Path
) -> None:
    """Windows' storage API reads each stream of the template's VBA project to its end."""
    project = tmp_path / "vbaProject.bin"
    with zipfile.ZipFile(ROOT / "templates" / "xlcost.xlsm") as template:
        project.write_bytes(template.read("xl/vbaProject.bin"))
    done = windows_python.run(SCRIPTS / "storage.py", project)
    assert done.returncode == 0, done.stderr.decode("cp1252", "replace")
    streams = json.loads(done.stdout)
    with OleFileIO(project) as other:
        assert streams == {"/".join(path): other.get_size(path) for path in other.listdir()}
        described = other.openstream("PROJECT").read().decode("cp1252")
    modules = re.findall(r"^(?:Module|Document|Class)=(\w+)", described, re.MULTILINE)
    assert {"xlcost_functions", "xlcost_runtime", "xlcost_buttons"} <= set(modules)
    assert all(streams[f"VBA/{module}"] for module in modules)
