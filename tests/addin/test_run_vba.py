"""A run as the workbook sees it: its VBA in pyOpenVBA's interpreter, on a clock of the test.

The files and the start of Python are a double; the timer, the dialog and the questions are the
test's. In Calc and in Wine the real ones run.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter._objects import VBAObject, method
from pyopenvba.interpreter._values import EMPTY, VBADate, error

from xlcost.addin import template, vba
from xlcost.addin.report_sheet import INPUTS, OUTPUTS
from xlcost.addin.run_folder import END, decoded, encoded

_FILES = """
Public disk As Object
Public Sub UseDisk(ByVal given As Object)
    Set disk = given
End Sub
Public Function XlcostRunFolder(ByVal number As String) As String
    XlcostRunFolder = "runs/" & number & "/"
End Function
Public Sub XlcostMakeFolder(ByVal folder As String)
    disk.MakeFolder folder
End Sub
Public Function XlcostHasFolder(ByVal folder As String) As Boolean
    XlcostHasFolder = disk.HasFolder(folder)
End Function
Public Function XlcostHasFile(ByVal path As String) As Boolean
    XlcostHasFile = disk.HasFile(path)
End Function
Public Sub XlcostWriteLines(ByVal path As String, ByVal lines As Variant)
    disk.WriteText path, Join(lines, vbLf)
End Sub
Public Function XlcostReadLines(ByVal path As String) As Variant
    If disk.HasFile(path) Then XlcostReadLines = disk.ReadText(path)
End Function
Public Sub XlcostRemove(ByVal folder As String)
    disk.Remove folder
End Sub
Public Sub XlcostStartPython(ByVal number As String)
    disk.StartPython number
End Sub
"""
_XLWINGS = """
Public Function XLPy() As Object
End Function
Public Sub KillPy()
End Sub
"""


class Disk(VBAObject):
    """The folder of temporary files and the start of Python, in memory."""

    vba_type_name = "Disk"

    def __init__(self) -> None:
        """Start with nothing."""
        self.files: dict[str, str] = {}
        self.folders: set[str] = set()
        self.started: list[str] = []
        self.fault: tuple[int, str] | None = None

    @method
    def MakeFolder(self, Folder: Any) -> None:  # noqa: N802, N803 - names of VBA
        """Make a folder."""
        self.folders.add(Folder)

    @method
    def HasFolder(self, Folder: Any) -> bool:  # noqa: N802, N803
        """Tell whether a folder is there."""
        return Folder in self.folders

    @method
    def HasFile(self, Path: Any) -> bool:  # noqa: N802, N803
        """Tell whether a file is there."""
        return Path in self.files

    @method
    def WriteText(self, Path: Any, Text: Any) -> None:  # noqa: N802, N803
        """Write a file."""
        assert Path.rpartition("/")[0] + "/" in self.folders
        self.files[Path] = Text

    @method
    def ReadText(self, Path: Any) -> str:  # noqa: N802, N803
        """Read a file."""
        return self.files[Path]

    @method
    def Remove(self, Folder: Any) -> None:  # noqa: N802, N803
        """Remove a folder with its files."""
        self.folders.discard(Folder)
        self.files = {name: text for name, text in self.files.items() if Folder not in name}

    @method
    def StartPython(self, Number: Any) -> None:  # noqa: N802, N803
        """Start Python, or say why not."""
        if self.fault:
            raise error(*self.fault)
        self.started.append(Number)


class Dialog(VBAObject):
    """The dialog in which a person chooses a folder, or presses Cancel."""

    vba_type_name = "FileDialog"

    def __init__(self, chosen: str) -> None:
        """Choose a folder; "" is Cancel."""
        self.chosen = chosen

    def vba_get(self, name: str, args: Any = (), named: Any = None) -> object:
        """Answer what the VBA asks a dialog."""
        del named
        if name == "Show":
            return -1 if self.chosen else 0
        assert (name, list(map(int, args))) == ("SelectedItems", [1])
        return self.chosen

    def vba_set(self, name: str, value: object, *_: Any, **__: Any) -> None:
        """Take a title."""
        assert name in ("AllowMultiSelect", "Title"), (name, value)


class Excel:
    """Excel with the shipped modules and the cells of the sheet Report.

    Attributes:
        disk: What is outside of it.
        timer: The macros that it is to call, by time.
        app: The interpreter.
        system: What it runs on.
        dialog: What a person chooses in the dialog; None is a host that has none.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make a workbook with the names of the template, in the same places."""
        self.disk, self.timer = Disk(), dict[float, str]()
        self.system = "Windows (64-bit) NT 10.00"
        self.dialog: str | None = None
        self.app = ExcelApplication()
        self.app.add_workbook()
        modules = {
            "xlwings": _XLWINGS,
            vba.OUTSIDE: _FILES,
            vba.RUNTIME: vba.runtime_module(),
            vba.MEMORY: vba.memory_module(),
            vba.RUN: vba.run_module(),
            vba.BUTTONS: vba.buttons_module(),
            "naming": self._naming(),
        }
        for name, source in modules.items():
            self.app.add_module(source, name=name)
        self.app.run("UseDisk", self.disk)
        self.app.run("NameCells")
        self._extend(monkeypatch)

    def _naming(self) -> str:
        names = load_workbook(template.shipped()).defined_names
        sheet = self.app.sheet(1).name
        self.places: dict[str, tuple[int, int]] = {}
        lines = []
        for name in (*INPUTS.values(), *OUTPUTS.values()):
            address = names[name].attr_text.rpartition("!")[2]
            left, top, _, _ = range_boundaries(address)
            assert left
            assert top
            self.places[name] = (top, left)
            lines.append(f'ThisWorkbook.Names.Add "{name}", "={sheet}!{address}"\n')
        return "Public Sub NameCells()\n" + "".join(lines) + "End Sub\n"

    def _extend(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let Excel have what the interpreter does not know: a timer, a dialog and a system."""
        kind = type(self.app.application)
        original = kind.vba_get

        def known(application: Any, name: str, args: Any = (), named: Any = None) -> Any:
            if name == "OperatingSystem":
                return self.system
            if name == "OnTime":
                return self._on_time(*args)
            if name == "FileDialog":
                if self.dialog is None:
                    raise error(445, "Object doesn't support this action")
                return Dialog(self.dialog)
            return original(application, name, args, named)

        monkeypatch.setattr(kind, "vba_get", known)
        books = type(self.app.application.vba_get("Workbooks"))
        others = books.vba_get

        def no_file(listed: Any, name: str, args: Any = (), named: Any = None) -> Any:
            if name == "Open":
                raise error(1004, "Sorry, we couldn't find the file.")
            return others(listed, name, args, named)

        monkeypatch.setattr(books, "vba_get", no_file)

    def _on_time(self, when: Any, macro: str, _latest: Any = None, schedule: Any = True) -> Any:
        moment = float(when.serial if isinstance(when, VBADate) else when)
        if schedule:
            self.timer[moment] = macro
        elif self.timer.pop(moment, None) != macro:
            raise error(1004, "Method 'OnTime' of object '_Application' failed")
        return EMPTY

    def tick(self, times: int = 1) -> None:
        """Let a second pass: the timer calls its macro, and each call is only one."""
        for _ in range(times):
            assert len(self.timer) == 1, self.timer
            ((_, macro),) = self.timer.items()
            self.timer.clear()
            name = self.app.workbook.name.replace("'", "''")
            assert macro == f"'{name}'!xlcost_run.XlcostAsk"
            self.app.run("XlcostAsk")

    def __getitem__(self, key: str) -> Any:
        """Return what the first cell of a name shows; nothing is ""."""
        found = self.app.sheet(1).value(self._place(key))
        return "" if found is EMPTY or found is None else found

    def at(self, key: str, down: int, right: int) -> Any:
        """Return what a cell of a table holds."""
        return self.app.sheet(1).value(self._place(key, down, right))

    def __setitem__(self, key: str, value: Any) -> None:
        """Fill in a cell."""
        self.app.sheet(1).set_value(self._place(key), value)

    def _place(self, key: str, down: int = 0, right: int = 0) -> str:
        from openpyxl.utils import get_column_letter

        top, left = self.places[f"xlcost_{key}"]
        return f"{get_column_letter(left + right)}{top + down}"

    def put(self, name: str, *lines: tuple[str, ...]) -> None:
        """Let the run leave a file."""
        (number,) = self.disk.started[-1:]
        text = encoded(lines).decode("ascii").replace("\r\n", "\n")
        self.disk.files[f"runs/{number}/{name}"] = text

    @property
    def job(self) -> dict[str, str]:
        """What the last run was asked."""
        text = self.disk.files[f"runs/{self.disk.started[-1]}/job.txt"]
        lines = decoded(text.encode("ascii"))
        return {line[0]: line[1] for line in lines}

    @property
    def bar(self) -> Any:
        """What the status bar shows."""
        return self.app.application.vba_get("StatusBar")


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> Excel:
    """Return an Excel."""
    return Excel(monkeypatch)


BUTTONS = {
    "ReadFiles": "read_files",
    "CheckData": "check",
    "BuildReport": "build",
    "BuildPacks": "packs",
    "BuildPdf": "pdf",
    "BuildPlan": "plan",
}


@pytest.mark.parametrize(("macro", "task"), BUTTONS.items())
def test_button_starts_a_run_and_asks_for_it(excel: Excel, macro: str, task: str) -> None:
    """A press hands the cells over, starts Python, and comes back at once; the timer asks then."""
    excel["data_folder"] = r"\\server\Økonomi & co\50% 'x' \u0041"
    excel["period"] = VBADate(46296.0)
    excel["allow_errors"] = True
    excel.app.run(macro)
    assert excel["status"] == "Starting Python ..."
    assert excel.job["task"] == task
    assert excel.job["data_folder"] == r"\\server\Økonomi & co\50% 'x' \u0041"
    assert excel.job["period"] == "2026-10-01"
    assert excel.job["allow_errors"] == "true"
    assert excel.job["speaks"] == "en"
    assert excel.job.keys() == {"task", "allow", "speaks", *INPUTS}
    assert list(excel.disk.started) == [excel["run_number"]]
    excel.put("progress.txt", ("beat", "1"), ("step", "Leser æ …"), ("bar", "xlcost: Leser æ …"))
    excel.tick()
    assert excel["status"] == "Leser æ …"
    assert excel.bar == "xlcost: Leser æ …"
    excel.put(
        "outcome.txt",
        ("cell", "xlcost_status", "0", "0", "Ferdig: «ja»"),
        ("cell", "xlcost_list", "2", "1", "a\tb"),
        ("number", "xlcost_list", "2", "6", "-1234.5"),
        (END,),
    )
    excel.tick()
    assert excel["status"] == "Ferdig: «ja»"
    assert excel.at("list", 2, 1) == "a\tb"
    assert excel.at("list", 2, 6) == -1234.5
    assert excel.bar is False
    assert excel["run_number"] == ""
    assert not excel.timer
    assert not excel.disk.folders


def test_second_press_is_told(excel: Excel) -> None:
    """While a run is under way another press starts none, and says so."""
    excel.app.run("CheckData")
    excel.app.run("BuildReport")
    assert len(excel.disk.started) == 1
    assert "under way" in excel["status"]
    excel.tick()


def test_half_an_outcome_is_none(excel: Excel) -> None:
    """What does not end as an outcome does is read again later."""
    excel.app.run("CheckData")
    excel.put("outcome.txt", ("cell", "xlcost_status", "0", "0", "half"))
    excel.tick()
    assert excel["status"] != "half"
    assert excel["run_number"]


def test_dead_run_is_told(excel: Excel) -> None:
    """A process that says nothing new for long is given up, and stops if it wakes up again."""
    excel.app.run("CheckData")
    excel.put("progress.txt", ("beat", "1"), ("step", "Reading"))
    excel.tick(40)
    excel.put("progress.txt", ("beat", "2"), ("step", "Reading"))
    excel.tick(45)
    assert excel["status"] == "Reading"
    while excel.timer:
        excel.tick()
    assert "stopped with an error" in excel["status"]
    assert "xlcost doctor" in excel["status"]
    assert f"runs/{excel.disk.started[0]}/cancel.txt" in excel.disk.files
    excel.app.run("CheckData")
    assert len(excel.disk.started) == 2


def test_cold_start_has_patience(excel: Excel) -> None:
    """Before the first word a cold computer has two minutes; then it is told."""
    excel.app.run("CheckData")
    excel.tick(120)
    assert excel["status"] == "Starting Python ..."
    excel.tick()
    assert "did not start" in excel["status"]
    assert not excel.timer


def test_python_without_xlcost_is_told(excel: Excel) -> None:
    """A Python that says that it has no xlcost is told at once, with where to look."""
    excel.app.run("CheckData")
    excel.put("missing.txt")
    excel.tick()
    assert "xlcost is not installed in it" in excel["status"]
    assert excel["run_number"] == ""


def test_no_python_is_told(excel: Excel) -> None:
    """Where nothing can be started, the sheet says so at once, and the next press may try again."""
    excel.disk.fault = (-2147024894, "The system cannot find the file specified.")
    excel.app.run("CheckData")
    assert "Python could not be started" in excel["status"]
    assert "The system cannot find the file specified." in excel["status"]
    assert excel["run_number"] == ""
    assert not excel.timer
    assert not excel.disk.folders
    excel.disk.fault = None
    excel.app.run("CheckData")
    assert excel.disk.started


def test_cancel_asks_the_run_to_stop(excel: Excel) -> None:
    """Cancel leaves word for the run, which says itself how it ended; with no run it says so."""
    excel.app.run("CancelRun")
    assert excel["status"] == "Nothing is running."
    excel.app.run("BuildReport")
    excel.app.run("CancelRun")
    assert f"runs/{excel['run_number']}/cancel.txt" in excel.disk.files
    assert excel["status"] == "The run is being stopped ..."
    excel.put("outcome.txt", ("cell", "xlcost_status", "0", "0", "Stopped."), (END,))
    excel.tick()
    assert excel["status"] == "Stopped."


def test_closing_ends_the_timer_and_opening_asks_again(excel: Excel) -> None:
    """No timer is left that would open the workbook again; the run is found when it is opened."""
    excel.app.run("BuildReport")
    excel.app.run("XlcostStopAsking")
    assert not excel.timer
    excel.app.run("XlcostStopAsking")
    excel.app.run("XlcostResume")
    excel.app.run("XlcostResume")
    excel.put("outcome.txt", ("cell", "xlcost_status", "0", "0", "Built."), (END,))
    excel.tick()
    assert excel["status"] == "Built."
    excel.app.run("XlcostResume")
    assert not excel.timer


def test_lost_timer_is_no_lost_run(excel: Excel) -> None:
    """Where the host does not call, the next cell that a person chooses asks, once a while."""
    start = datetime(2026, 11, 2, 9)  # noqa: DTZ001 - VBA's clock has no zone
    excel.app.freeze_clock(start)
    excel.app.run("BuildReport")
    excel.timer.clear()
    excel.put("outcome.txt", ("cell", "xlcost_status", "0", "0", "Built."), (END,))
    excel.app.run("XlcostResume")
    assert excel["status"] == "Starting Python ..."
    excel.app.freeze_clock(start + timedelta(seconds=10))
    excel.app.run("XlcostResume")
    assert excel["status"] == "Built."
    assert not excel.timer


def test_late_timer_is_one_timer(excel: Excel) -> None:
    """A timer that Excel holds back, since a cell is edited, is not doubled by asking before it."""
    start = datetime(2026, 11, 2, 9)  # noqa: DTZ001 - as above
    excel.app.freeze_clock(start)
    excel.app.run("BuildReport")
    excel.app.freeze_clock(start + timedelta(seconds=60))
    excel.app.run("XlcostResume")
    assert len(excel.timer) == 1


def test_run_of_another_day_is_gone(excel: Excel) -> None:
    """A workbook that was saved in the middle of a run and opened elsewhere says what it knows."""
    excel["run_number"] = "123"
    excel.app.run("XlcostResume")
    excel.tick()
    assert "outcome is unknown" in excel["status"]
    assert excel["run_number"] == ""


def test_what_is_being_copied_stays(excel: Excel) -> None:
    """While a person copies cells, progress stands in the status bar alone."""
    excel.app.run("CheckData")
    excel.put("progress.txt", ("beat", "1"), ("step", "Reading"), ("bar", "xlcost: Reading"))
    excel.app.add_module('Public Sub CopyIt()\nRange("A1").Copy\nEnd Sub\n', name="copying")
    excel.app.run("CopyIt")
    excel.tick()
    assert excel["status"] == "Starting Python ..."
    assert excel.bar == "xlcost: Reading"


def test_links_lead_to_file_and_row(excel: Excel) -> None:
    """A cell of the table leads to the file, and to the row in it; a new table has no old link."""
    excel.app.run("CheckData")
    place = "'hovedbok'!A12"
    excel.put(
        "outcome.txt",
        ("clear", "xlcost_list"),
        ("cell", "xlcost_list", "0", "1", "hovedbok.csv, rad 12"),
        ("link", "xlcost_list", "0", "1", r"C:\Økonomi & co\hovedbok.csv", place),
        ("fit", "xlcost_list"),
        (END,),
    )
    excel.tick()
    probe = (
        "Public Function Links() As Variant\n"
        "Links = ActiveSheet.Hyperlinks.Count\n"
        'If Links > 0 Then Links = ActiveSheet.Hyperlinks(1).Address & "|" & '
        "ActiveSheet.Hyperlinks(1).SubAddress\nEnd Function\n"
    )
    excel.app.add_module(probe, name="probe")
    assert excel.app.evaluate("Links()") == rf"C:\Økonomi & co\hovedbok.csv|{place}"
    assert excel.at("list", 0, 1) == "hovedbok.csv, rad 12"
    excel.app.run("CheckData")
    excel.put("outcome.txt", ("clear", "xlcost_list"), (END,))
    excel.tick()
    assert excel.app.evaluate("Links()") == 0
    assert excel.at("list", 0, 1) in (EMPTY, None, "")


@pytest.mark.parametrize("yes", [True, False])
def test_what_a_folder_asks_for_is_a_question(excel: Excel, *, yes: bool) -> None:
    """Yes runs the same task again with the mark of what was asked; no, the usual answer, none."""
    excel.app.run("BuildReport")
    ask = ("ask", "build", "abc", "Mappen ber om «mer»")
    excel.put("outcome.txt", ("cell", "xlcost_status", "0", "0", "Asked."), ask, (END,))
    excel.app.answer_dialogs(6 if yes else 7)
    excel.tick()
    (kind, prompt, _, style) = excel.app.dialogs[0]
    assert (kind, prompt) == ("MsgBox", "Mappen ber om «mer»")
    assert style & 256  # No is the button that Enter presses
    assert len(excel.disk.started) == 1 + yes
    if yes:
        assert (excel.job["task"], excel.job["allow"]) == ("build", "abc")


def test_folder_is_chosen_in_a_dialog(excel: Excel) -> None:
    """The folder goes into its cell, and what belonged to another folder is emptied."""
    excel["period"], excel["company"] = "2026-09", "A"
    excel.dialog = r"\\server\Økonomi 50% & 'co'"
    excel.app.run("BrowseFolder")
    assert excel["data_folder"] == r"\\server\Økonomi 50% & 'co'"
    assert (excel["period"], excel["company"]) == ("", "")
    assert "Read my files" in excel["status"]
    for chosen in ("", "https://firma.sharepoint.com/sites/okonomi"):
        excel.dialog = chosen
        excel.app.run("BrowseFolder")
        assert excel["data_folder"] == r"\\server\Økonomi 50% & 'co'"
    assert "a web address" in excel["status"]
    excel.dialog = None
    excel.app.run("BrowseFolder")
    assert "paste the path" in excel["status"]
    assert not excel.disk.started


def test_dialog_of_a_mac_is_pythons(excel: Excel) -> None:
    """A sandboxed Excel for Mac has no dialog for folders: a run of its own asks."""
    excel.system = "Macintosh (Intel) 14.5"
    excel.app.run("BrowseFolder")
    assert excel.job["task"] == "browse"
    excel.put("outcome.txt", ("cell", "xlcost_data_folder", "0", "0", "/Users/kari/Ø"), (END,))
    excel.tick()
    assert excel["data_folder"] == "/Users/kari/Ø"


def test_final_asks_for_names_and_date(excel: Excel) -> None:
    """Names are asked each time and the last ones proposed; today's date is proposed."""
    excel.app.answer_dialogs("Kari", "-", "Per", "2026-11-05")
    excel.app.run("BuildFinal")
    assert [kind for kind, *_ in excel.app.dialogs] == ["InputBox"] * 4
    assert excel.job["task"] == "final"
    given = {key: excel.job[key] for key in ("prepared_by", "reviewed_by", "approved_by")}
    assert given == {"prepared_by": "Kari", "reviewed_by": "-", "approved_by": "Per"}
    assert excel.job["signed_on"] == "2026-11-05"


def test_final_that_nobody_signs_is_not_built(excel: Excel) -> None:
    """Cancel at any question starts nothing."""
    for answers in (("",), ("Kari", ""), ("Kari", "-", "Per", "")):
        excel.app.answer_dialogs(*answers)
        excel.app.run("BuildFinal")
        assert "not signed" in excel["status"]
    assert not excel.disk.started


@pytest.mark.parametrize("press", ["OpenLastReport", "open", "pdf"])
def test_what_cannot_be_opened_is_told(excel: Excel, press: str) -> None:
    """The sentence of the run stays, and where the report lies stands beside it."""
    path = r"C:\gone\report.xlsx"
    if press == "OpenLastReport":
        excel.app.run(press)
        assert excel["status"] == "There is no report yet: press Build report."
        excel["path"] = path
        excel.app.run(press)
        assert excel["status"].startswith("The last report could not be opened")
    else:
        excel.app.run("BuildReport")
        said = ("cell", "xlcost_status", "0", "0", "Built.")
        files = (path, path.replace("xlsx", "pdf"))[: 1 + (press == "pdf")]
        excel.put("outcome.txt", said, (press, *files), (END,))
        excel.tick()
        assert excel["status"].startswith("Built. Excel could not")
    assert "gone" in excel["status"]


def test_status_without_a_cell_is_in_the_status_bar(excel: Excel) -> None:
    """Where the cell of the status has lost its name, the status bar has the sentence."""
    excel.app.add_module(
        'Public Sub Lose()\nThisWorkbook.Names("xlcost_status").Delete\nEnd Sub\n', name="losing"
    )
    excel.app.run("Lose")
    excel.app.run("CancelRun")
    assert excel.bar == "xlcost: Nothing is running."


def _say(sentence: str) -> Callable[[Excel], None]:
    def name(excel: Excel) -> None:
        excel.app.add_module(
            "Public Sub NameText()\n"
            f'ThisWorkbook.Names.Add "xlcost_text_nothing_runs", "=""{sentence}"""\nEnd Sub\n',
            name="wording",
        )
        excel.app.run("NameText")

    return name


def test_sentences_are_in_the_language_of_the_workbook(excel: Excel) -> None:
    """A defined name that holds a text is said in the place of the English sentence."""
    _say('Ingenting: «nå»""""')(excel)
    excel.app.run("CancelRun")
    assert excel["status"] == 'Ingenting: «nå»"'
