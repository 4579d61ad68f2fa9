"""Runs that are killed: what stands belongs together, and the next run clears the rest."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from faults.runs import ROOT, environment, left_over, moments, start, xlcost
from small_company import write_folder

from xlcost.dataset.pack_format import RUN
from xlcost.errors import UsageError
from xlcost.inputs.packs.pack_tables import said_of_itself
from xlcost.outputs.formats import write_tables
from xlcost.runs.pack import build_report
from xlcost.runs.rebuild import rebuild
from xlcost.system import exchange

TABLES = "opex-data_2026-02_en_csv"

# Each child dies before another step that it would take in the output folder.
STEPS = """
import os, signal, sys
from pathlib import Path
from xlcost.outputs.run_specs import Options
from xlcost.inputs.loading import load
from xlcost.runs.pack import specified, write_pack

data, out = Path(sys.argv[1]), Path(sys.argv[2])
dataset, spec = specified(load(data), data, "en", Options(formats=("csv",)))
watched = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "ctypes.dlopen"}

def child(number):
    left = number
    def watch(event, args):
        nonlocal left
        if event in watched and (event == "ctypes.dlopen" or str(out) in str(args)):
            if event == "open" and not set(str(args[1])) & set("wxa+"):
                return
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)
    write_pack(dataset, out, spec)
    os._exit(0)

first, step = int(sys.argv[3]), int(sys.argv[4])
for number in range(first, 400, step):
    process = os.fork()
    if not process:
        child(number)
    _, status = os.waitpid(process, 0)
    print(number, os.WIFSIGNALED(status), flush=True)
    sys.stdin.readline()
    if not os.WIFSIGNALED(status):
        break
"""


def stands(out: Path) -> None:
    """Hold that everything in an output folder is whole and belongs together."""
    for workbook in out.glob("*.xlsx"):
        with zipfile.ZipFile(workbook) as package:
            assert package.testzip() is None
        manifest = workbook.with_name(f"{workbook.stem}.manifest.json")
        if manifest.exists():
            found = json.loads(manifest.read_text(encoding="utf-8"))
            assert found["workbook"]["sha256"] == hashlib.sha256(workbook.read_bytes()).hexdigest()
            assert found["run"] == said_of_itself(workbook, RUN)
    for manifest in out.glob("*.manifest.json"):
        assert manifest.with_name(manifest.name.replace(".manifest.json", ".xlsx")).exists()


def _kept(out: Path) -> set[str]:
    """Return the names of the tables that stand; once there, they are never gone."""
    return {path.name for path in (out / TABLES).iterdir()}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows forks no processes.")
@pytest.mark.parametrize(
    "step", [pytest.param(1, marks=pytest.mark.long, id="every"), pytest.param(5, id="every fifth")]
)
def test_a_kill_at_every_step_leaves_what_belongs_together(step: int, tmp_path: Path) -> None:
    """Before whichever step in the output folder a run dies, old and new are never mixed."""
    data, out = write_folder(tmp_path / "data"), tmp_path / "out"
    arguments = ("report", "--data", data, "--out", out, "--format", "csv")
    assert xlcost(*arguments, temporary=tmp_path / "tmp").code == 0
    tables = _kept(out)
    write_folder(data, extra=7.0)
    killed = 0
    with subprocess.Popen(
        [sys.executable, "-c", STEPS, str(data), str(out), "0", str(step)],
        cwd=ROOT,
        env=environment(tmp_path / "tmp"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        for line in run.stdout:
            killed += line.split()[1] == "True"
            stands(out)
            assert (out / TABLES).is_dir(), line
            assert _kept(out) == tables, line
            run.stdin.write("on\n")
            run.stdin.flush()
    assert run.returncode == 0
    assert killed >= 20 / step
    assert xlcost(*arguments, temporary=tmp_path / "tmp").code == 0
    stands(out)
    assert not left_over(out, tmp_path / "tmp")


@pytest.mark.parametrize("count", [pytest.param(200, marks=pytest.mark.long), 20])
def test_kills_at_random_moments_leave_nothing_torn(count: int, tmp_path: Path) -> None:
    """SIGKILL at any moment of a run leaves what was there or what is new; the next run clears."""
    data, out, temporary = write_folder(tmp_path / "data"), tmp_path / "out", tmp_path / "tmp"
    arguments = ("report", "--data", data, "--out", out, "--format", "csv")
    began = time.monotonic()
    assert xlcost(*arguments, temporary=temporary).code == 0
    longest = 1.1 * (time.monotonic() - began)
    tables = _kept(out)
    for number, moment in enumerate(moments(count, 200, longest)):
        write_folder(data, extra=number % 2)
        run = start(*arguments, temporary=temporary)
        time.sleep(moment)
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        stands(out)
        assert _kept(out) == tables
    assert xlcost(*arguments, temporary=temporary).code == 0
    stands(out)
    assert not left_over(out, temporary)


def test_a_manifest_of_another_workbook_is_told(tmp_path: Path) -> None:
    """A manifest beside a workbook of another run is refused; allowed, the pack is built."""
    data, out = write_folder(tmp_path / "data"), tmp_path / "out"
    first = build_report(data, out, "2026-02")
    (manifest,) = first.more
    old = manifest.read_bytes()
    write_folder(data, extra=7.0)
    build_report(data, out, "2026-02")
    write_folder(data)
    manifest.write_bytes(old)
    with pytest.raises(UsageError, match="which another run made"):
        rebuild(manifest, tmp_path / "again")
    built = rebuild(manifest, tmp_path / "again", allow_changed=True)
    assert "which another run made" in built.remarks[0]


def test_folders_change_places_or_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a step for it, a folder that a killed run moved aside is put back by the next."""
    import pandas as pd

    one, other = {"a": pd.DataFrame({"x": [1]})}, {"a": pd.DataFrame({"x": [2]})}
    stem = tmp_path / "opex-data"
    target = write_tables(one, stem, "csv")
    monkeypatch.setattr("xlcost.outputs.formats.exchange", lambda *_: False)
    assert write_tables(other, stem, "csv") == target
    assert "2" in (target / "a.csv").read_text(encoding="utf-8-sig")
    aside = tmp_path / f".xlcost-old-{target.name}"
    target.rename(aside)  # as a run leaves it that dies between two renames
    monkeypatch.setattr("xlcost.outputs.formats._take_place", _dies)
    with pytest.raises(KeyboardInterrupt):
        write_tables(one, stem, "csv")
    assert "2" in (target / "a.csv").read_text(encoding="utf-8-sig")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems have other steps.")
def test_two_folders_change_places_in_one_step(tmp_path: Path) -> None:
    """The system's own step leaves both folders, each in the place of the other."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert exchange.exchange(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "one" / "other").exists()
    assert (tmp_path / "other" / "one").exists()
    assert not exchange.exchange(tmp_path / "one", tmp_path / "nothing")
