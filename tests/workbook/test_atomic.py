"""A report is whole or not there, whatever happens to the build."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workbook.example import example
from xlcost.errors import EnvironmentFault
from xlcost.report.model.evaluation import evaluate
from xlcost.workbook.atomic import replacing
from xlcost.workbook.render import write_workbook

pytestmark = pytest.mark.fast

ROOT = Path(__file__).resolve().parents[2]

# Builds in forked children are killed after random times; what is on disk must be one of two.
KILLER = """
import os, random, signal, sys, time
from pathlib import Path
from tests.workbook.example import example
from xlcost.report.model.evaluation import evaluate
from xlcost.workbook.render import write_workbook

target = Path(sys.argv[1])
reports = [example(), example(alert="the other one")]
values = [evaluate(report) for report in reports]
whole = []
for number in (0, 1):
    started = time.monotonic()
    write_workbook(reports[number], values[number], target)
    seconds = time.monotonic() - started
    whole.append(target.read_bytes())
killed = finished = 0
random.seed(7)
for number in range(36):
    child = os.fork()
    if child == 0:
        write_workbook(reports[number % 2], values[number % 2], target)
        os._exit(0)
    time.sleep(random.uniform(0.3, 1.15) * seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    killed += os.WIFSIGNALED(status)
    finished += not os.WIFSIGNALED(status)
    if target.read_bytes() not in whole:
        sys.exit("torn")
print(killed, finished)
"""


def test_a_killed_build_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    """SIGKILL at a random moment of three dozen builds never leaves a torn report."""
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(tmp_path / "report.xlsx")],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    killed, _ = map(int, done.stdout.split())
    assert killed > 10


def test_what_killed_builds_left_is_removed(tmp_path: Path) -> None:
    """The next build removes an unfinished file that nobody writes any more, and no other."""
    left = tmp_path / ".xlcost-0123.tmp"
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    mine = tmp_path / "mine.tmp"
    mine.write_bytes(b"whole")
    with replacing(tmp_path / "report.xlsx") as file:
        file.write(b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.tmp", "report.xlsx"]


def test_a_build_beside_this_one_is_left_alone(tmp_path: Path) -> None:
    """Two builds in one folder do not take each other's unfinished files for dead ones."""
    with replacing(tmp_path / "slow.xlsx") as slow:
        slow.write(b"slow")
        (unfinished,) = tmp_path.glob(".xlcost-*.tmp")
        os.utime(unfinished, (1, 1))
        with replacing(tmp_path / "quick.xlsx") as quick:
            quick.write(b"quick")
    assert (tmp_path / "slow.xlsx").read_bytes() == b"slow"
    assert (tmp_path / "quick.xlsx").read_bytes() == b"quick"


def test_a_report_open_in_excel_gets_the_new_one_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open target stays as it was, the new report stands beside it, and the exit is 3."""
    target = tmp_path / "report.xlsx"
    target.write_bytes(b"old")
    replace = Path.replace

    def locked(self: Path, other: Path) -> Path:
        if Path(other) == target:
            raise PermissionError(13, "used by another process")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", locked)
    report = example()
    with pytest.raises(EnvironmentFault, match=r"report \(new\)\.xlsx") as caught:
        write_workbook(report, evaluate(report), target)
    assert caught.value.exit_code == 3
    assert target.read_bytes() == b"old"
    assert (tmp_path / "report (new).xlsx").read_bytes()[:2] == b"PK"
    assert len(list(tmp_path.iterdir())) == 2


FULL = """
import resource, signal, sys
from pathlib import Path
from tests.workbook.example import example
from xlcost.errors import EnvironmentFault
from xlcost.report.model.evaluation import evaluate
from xlcost.workbook.atomic import replacing
from xlcost.workbook.render import write_workbook

report = example()
values = evaluate(report)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    if sys.argv[2] == "temporary files":
        write_workbook(report, values, Path(sys.argv[1]))
    else:
        with replacing(Path(sys.argv[1])) as file:
            file.write(bytes(100_000))
except EnvironmentFault as fault:
    sys.exit(fault.exit_code)
"""


@pytest.mark.parametrize("where", ["temporary files", "the report"])
def test_a_full_disk_leaves_the_old_report(where: str, tmp_path: Path) -> None:
    """When the system takes no more bytes the old report stays, alone, and the exit is 3."""
    target = tmp_path / "report.xlsx"
    target.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(target), where],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 3, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]
    assert target.read_bytes() == b"old"


def test_a_folder_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    """A target that cannot be made is an EnvironmentFault that names it."""
    with (
        pytest.raises(EnvironmentFault, match=r"report\.xlsx could not be written"),
        replacing(tmp_path / "nowhere" / "report.xlsx") as file,
    ):
        file.write(b"never")
