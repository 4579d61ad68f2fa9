"""The command line: what it prints, where, and how it exits."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command import Done, called
from openpyxl import load_workbook
from shared_samples import Samples
from small_company import write_folder
from typer.testing import CliRunner

from xlcost.console import terminal
from xlcost.console.cli import app
from xlcost.errors import EnvironmentFault, FindingsError, UsageError, XlcostError
from xlcost.outputs.run_specs import Options
from xlcost.system import stopping

ROOT = Path(__file__).resolve().parents[1]


def xlcost(*arguments: str | Path, width: int = 80) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    code = "from xlcost.console.cli import app; app(prog_name='xlcost')"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1", "COLUMNS": str(width)},
    )


@pytest.fixture(scope="module", params=["en", "nb"])
def sample(request: pytest.FixtureRequest, samples: Samples) -> Path:
    """Return the sample company's data in one language."""
    return samples.folder(request.param)


@pytest.fixture(scope="module")
def checked(sample: Path) -> Done:
    """Return what check says of the sample in a terminal of 120 columns."""
    before = {path.name: path.read_bytes() for path in sample.iterdir()}
    done = called("check", "--data", sample, width=120)
    assert {path.name: path.read_bytes() for path in sample.iterdir()} == before
    return done


def test_check_finds_the_sample_in_order(sample: Path, checked: Done) -> None:
    """The sample has warnings at most, agrees with its control total, and check exits with 0."""
    assert checked.returncode == 0, checked.stdout + checked.stderr
    agrees = {"en": "agrees with control total", "nb": "stemmer med kontrollsum"}
    assert agrees[sample.name] in checked.stdout
    assert not checked.stderr


def test_check_tells_of_the_invoice_posted_twice(sample: Path, checked: Done) -> None:
    """The double posting that the sample holds is a warning with its file."""
    told = {"en": "Warning ledger.csv", "nb": "Advarsel hovedbok.csv"}
    assert told[sample.name] in checked.stdout


def test_check_shows_every_file_with_its_rows(sample: Path, checked: Done) -> None:
    """Every file of the folder is in the table that check prints."""
    for path in sample.iterdir():
        if path.suffix != ".toml":  # settings and plan
            assert path.name in checked.stdout


def test_check_fits_the_terminal(sample: Path, checked: Done) -> None:
    """No line that check prints is wider than the terminal, wide or narrow."""
    assert max(len(line) for line in checked.stdout.splitlines()) <= 120
    narrow = called("check", "--data", sample)
    assert max(len(line) for line in narrow.stdout.splitlines()) <= 80


def test_check_exits_with_1_where_a_column_is_missing(tmp_path: Path) -> None:
    """A ledger without amounts is a finding of severity error: exit 1, and nothing raised."""
    (tmp_path / "ledger.csv").write_text("period,account\n2026-01,5000\n", encoding="utf-8")
    done = called("check", "--data", tmp_path)
    assert done.returncode == 1
    assert "Error" in done.stdout
    assert "Traceback" not in done.stderr


def test_report_of_faulty_data_is_refused(tmp_path: Path) -> None:
    """A report of data with errors is not built: one line, exit 1, no file."""
    (tmp_path / "ledger.csv").write_text("period,account\n2026-01,5000\n", encoding="utf-8")
    done = called("report", "--data", tmp_path, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.startswith("xlcost: ")
    assert len(done.stderr.splitlines()) == 3  # and the next command
    assert done.stderr.splitlines()[1:] == ["Next:", f"  xlcost init {tmp_path}"]
    assert not list((tmp_path / "out").glob("*"))


def test_report_ends_with_the_path_of_a_workbook(samples: Samples, tmp_path: Path) -> None:
    """The last line is the path, on one line, of a report that opens."""
    done = xlcost(
        "report", "--data", samples.folder("nb"), "--period", "2026-10", "--out", tmp_path
    )
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.splitlines()[-1])
    assert path == tmp_path / "opex-report_2026-10_nb.xlsx"
    assert len(load_workbook(path, read_only=True).sheetnames) > 5


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "--data", "no-such-folder"],
        ["check", "--data", "no-such-folder"],
        ["init", "no-such-file.csv"],
        ["functions", "COST_PER_CAL"],
        ["report", "--each", "team"],
        ["demo", "--lang", "fr"],
        ["no-such-command"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_exit_2_without_a_traceback(arguments: list[str]) -> None:
    """Wrong use is told in words, on standard error, with exit 2."""
    done = called(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_wrong_settings_are_one_line(tmp_path: Path) -> None:
    """A key of xlcost.toml that does not exist is one line with its path and a proposal."""
    (tmp_path / "xlcost.toml").write_text("[report]\nlangauge = 'nb'\n", encoding="utf-8")
    done = called("check", "--data", tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "report.langauge" in done.stderr
    assert "language" in done.stderr


def test_settings_are_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk is full, the settings that a person wrote are as they were."""
    path = tmp_path / "xlcost.toml"
    path.write_text("mine", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFault, match="No space left"):
        terminal.write_new(path, lambda: "new", force=True)
    assert path.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_init_writes_settings_once(sample: Path, tmp_path: Path) -> None:
    """Init writes valid TOML with comments, and never over a file that is there."""
    target = tmp_path / "xlcost.toml"
    files = [path for path in sorted(sample.iterdir()) if path.suffix != ".toml"]
    done = called("init", *files, "--out", target)
    assert done.returncode == 0, done.stderr
    text = target.read_text(encoding="utf-8")
    assert "[ledger]" in text
    assert "#" in text
    tomllib.loads(text)
    again = called("init", *files, "--out", target)
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert target.read_text(encoding="utf-8") == text


def test_help_speaks_of_folders_and_files() -> None:
    """What stands behind an option is a word of a reader, not a type of Python."""
    page = called("report", "--help").stdout
    for part in ("FOLDER", "FILE", "PERIOD", "NUMBER"):
        assert part in page
    for part in ("<path>", "<str>", "list[", "int range"):
        assert part not in page


def test_function_page_tells_everything(tmp_path: Path) -> None:
    """One function's page has its syntax, arguments, errors, formula, example and source."""
    del tmp_path
    page = called("functions", "cost_per_call").stdout
    for part in (
        "=COST_PER_CALL(total_cost, calls)",
        "#DIV/0!",
        "=total_cost/calls",
        ">>>",
        "Source",
    ):
        assert part in page


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("No."), 2),
        (FindingsError("No."), 1),
        (EnvironmentFault("No."), 3),
        (OSError(28, "No space left on device"), 3),
        (PermissionError(13, "Permission denied", "report.xlsx"), 3),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_what_is_no_bug_is_one_line(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault that xlcost knows is one line on standard error, and its exit code."""
    import typer

    @terminal.exit_on_error
    def command() -> None:
        raise error

    with pytest.raises(typer.Exit) as stopped:
        command()
    assert stopped.value.exit_code == code
    told = capsys.readouterr()
    assert len(told.err.splitlines()) == 1
    assert told.err.startswith("xlcost: ")
    assert not told.out


def test_a_run_that_is_told_to_end_ends_as_with_ctrl_c(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """SIGTERM, a scheduler's limit of time, is one line and exit 143, and cleans up."""
    import typer

    done: list[str] = []

    @terminal.exit_on_error
    def command() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.2)
        finally:
            done.append("cleaned up")

    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(typer.Exit) as stopped:
        command()
    assert stopped.value.exit_code == 143
    assert capsys.readouterr().err == "xlcost: Stopped.\n"
    assert done
    assert signal.getsignal(signal.SIGTERM) == before
    assert not stopping.asked(), "the next run of this process would end at once"


def test_a_bug_shows_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    """A bug is exit 70 with the whole traceback."""
    import typer

    @terminal.exit_on_error
    def command() -> None:
        raise ZeroDivisionError

    with pytest.raises(typer.Exit) as stopped:
        command()
    assert stopped.value.exit_code == 70
    assert "Traceback" in capsys.readouterr().err
    assert not issubclass(ZeroDivisionError, XlcostError)


def test_plan_ends_with_the_path_of_a_workbook(tmp_path: Path) -> None:
    """`xlcost plan` writes the levers of a file as a workbook, with its scenarios side by side."""
    write_folder(tmp_path / "data")
    levers = tmp_path / "mine.toml"
    levers.write_text(
        '[[lever]]\nkind = "automation"\nname = "A bot"\n'
        "deflection_rate = { low = 0, base = 0.1, stretch = 0.3 }\n",
        encoding="utf-8",
    )
    done = called(
        "plan", "--data", tmp_path / "data", "--levers", levers, "--out", tmp_path / "out",
        "--period", "2026-02", "--lang", "nb",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.splitlines()[-1])
    assert path.parent == tmp_path / "out"
    assert path.name.startswith("savings-plan_2026-02_nb")
    book = load_workbook(path, data_only=True)
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    heads = next(row for row in cells if "Som i dag" in row)
    assert heads.index("Som i dag") < heads.index("Basis") < heads.index("Ambisiøs")
    assert any("A bot" in row for row in cells)


OUTSIDE = "nothing is built here"
PLAIN = Options(formats=())


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([], PLAIN),
        (["--pdf"], replace(PLAIN, pdf=True)),
        (["--incognito"], replace(PLAIN, incognito=True)),
        (["--allow-errors"], replace(PLAIN, allow_errors=True)),
        (["--theme", "pyproject.toml"], replace(PLAIN, theme=Path("pyproject.toml"))),
        (["--previous", "docs", "--previous", "tests"],
         replace(PLAIN, previous=(Path("docs"), Path("tests")))),
        (["--format", "json", "--format", "parquet", "--format", "json"],
         replace(PLAIN, formats=("json", "parquet"))),
        (["--format", "xlsx,HTML, pdf", "--format", "csv,html"],
         replace(PLAIN, pdf=True, formats=("html", "csv"))),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
@pytest.mark.parametrize("each", [[], ["--each", "manager"]], ids=["one", "each"])
def test_each_option_says_what_it_means(
    each: list[str], given: list[str], wanted: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked for on the command line is what the packs are made as, one or many."""
    asked: list[tuple[Any, ...]] = []

    def build(*places: Any, options: Options, **_: object) -> None:
        asked.append((*places, options))
        raise EnvironmentFault(OUTSIDE)

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("xlcost.runs.batch.build_batch", build)
    monkeypatch.setattr("xlcost.runs.pack.build_report", build)
    arguments = ["report", "--data", "docs", "--out", "out", "--period", "2026-02", "--lang", "nb"]
    done = CliRunner().invoke(app, [*arguments, *each, *given])
    assert done.exit_code == 3
    assert OUTSIDE in done.output
    places = [Path("docs"), Path("out"), *each[1:], "2026-02", "nb"]
    assert asked == [(*places, wanted)]


def test_whoever_watches_sees_a_bar_of_the_parts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At a terminal the step and the parts that are done are shown; elsewhere nothing is."""
    for shown in (True, False):
        monkeypatch.setenv("TTY_COMPATIBLE", "1" if shown else "0")
        monkeypatch.setenv("TTY_INTERACTIVE", "1" if shown else "0")
        with terminal.progress("nb") as step:
            step("report")
            step.part(2, 3, "Sted Bergen")
        told = capsys.readouterr()
        assert not told.out
        assert ("2 av 3: Sted Bergen" in told.err) is shown
        assert ("━" in told.err) is shown
