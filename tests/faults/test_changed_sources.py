"""Sources that change while they are read: one sentence with the file's name, and nothing built."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow.csv
import pyarrow.parquet
import pytest
from small_company import write_folder

from xlcost.dataset.limits import Limits
from xlcost.errors import EnvironmentFault
from xlcost.inputs.loading import load
from xlcost.runs.pack import build_report
from xlcost.system import identity
from xlcost.system.identity import read_whole


def _as_it_is(ledger: Path) -> Path:
    return ledger


def _packed(ledger: Path) -> Path:
    path = ledger.with_name("ledger.csv.gz")
    path.write_bytes(gzip.compress(ledger.read_bytes()))
    ledger.unlink()
    return path


def _workbook(ledger: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in ledger.read_text(encoding="utf-8").splitlines():
        *texts, amount = line.split(",")
        book.active.append([*texts, amount if amount == "amount" else float(amount)])
    path = ledger.with_name("ledger.xlsx")
    book.save(path)
    ledger.unlink()
    return path


def _parquet(ledger: Path) -> Path:
    path = ledger.with_name("ledger.parquet")
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(ledger), path)
    ledger.unlink()
    return path


FORMS: dict[str, tuple[Callable[[Path], Path], Limits]] = {
    "careful CSV": (_as_it_is, Limits()),
    "scanned CSV": (_as_it_is, Limits(careful_bytes=0)),
    "packed CSV": (_packed, Limits()),
    "workbook": (_workbook, Limits()),
    "Parquet": (_parquet, Limits()),
}


def _longer(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n")


def _as_long(path: Path) -> None:
    """Change one byte and let nobody see it: size and time of change are as they were."""
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _another(path: Path) -> None:
    """Put a copy in its place, as a program that saves a file does."""
    copy = path.with_name("copy.tmp")
    shutil.copy2(path, copy)
    copy.replace(path)


def _gone(path: Path) -> None:
    path.unlink()


CHANGES = {"longer": _longer, "as long": _as_long, "another file": _another, "gone": _gone}


@pytest.mark.parametrize(
    ("form", "change"),
    [
        *(("careful CSV", change) for change in CHANGES),
        *((form, "as long") for form in FORMS if form != "careful CSV"),
    ],
)
def test_a_source_that_changes_is_told(form: str, change: str, tmp_path: Path) -> None:
    """Whatever reads a file and however it changes meanwhile, it is named and nothing is made."""
    make, limits = FORMS[form]
    data = write_folder(tmp_path / "data")
    ledger = make(data / "ledger.csv")
    load(data, limits=limits)

    def on_progress(step: str) -> None:
        if step == "budget":  # the ledger has been read, or is looked at again at the end
            CHANGES[change](ledger)

    with pytest.raises(EnvironmentFault, match=r"^ledger\.\S+ changed while it was being read"):
        load(data, limits=limits, on_progress=on_progress)


def test_a_change_within_the_same_moment_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file system gives two changes the same time, the hashes of a fresh file differ."""
    data = write_folder(tmp_path / "data")
    ledger = data / "ledger.csv"
    whole = identity.identity_of
    before = whole(ledger)

    def coarse(path: Path) -> identity.Identity | None:
        return before if path == ledger else whole(path)

    def on_progress(step: str) -> None:
        if step == "budget":
            content = ledger.read_bytes()
            ledger.write_bytes(content.replace(b"10000.11", b"90000.11"))

    monkeypatch.setattr(identity, "identity_of", coarse)
    with pytest.raises(EnvironmentFault, match=r"ledger\.csv changed"):
        load(data, on_progress=on_progress)


def test_no_manifest_speaks_of_a_changed_source(tmp_path: Path) -> None:
    """A report is not built, also where errors are allowed: no hash stands beside another total."""
    data, out = write_folder(tmp_path / "data"), tmp_path / "out"

    def on_progress(step: str) -> None:
        if step == "facts":
            _longer(data / "budget.csv")

    with pytest.raises(EnvironmentFault, match=r"budget\.csv changed"):
        build_report(data, out, "2026-02", allow_errors=True, on_progress=on_progress)
    assert not out.exists()


def test_a_fault_of_a_changing_source_is_the_change(tmp_path: Path) -> None:
    """A file that cannot be read because it is cut short meanwhile is told as changed."""
    data = write_folder(tmp_path / "data")
    ledger = _parquet(data / "ledger.csv")

    def on_progress(step: str) -> None:
        if step == "budget":
            ledger.write_bytes(ledger.read_bytes()[:100])

    with pytest.raises(EnvironmentFault, match=r"ledger\.parquet changed"):
        load(data, limits=Limits(careful_bytes=0), on_progress=on_progress)


def test_a_small_file_is_read_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings, plans and looks that are saved meanwhile are read again, and told in the end."""
    path = tmp_path / "xlcost.toml"
    path.write_text("[report]\n", encoding="utf-8")
    assert read_whole(path) == b"[report]\n"
    whole, times = identity.identity_of, iter(range(100))

    def busy(place: Path) -> identity.Identity | None:
        if next(times) < stop:
            _longer(place)
        return whole(place)

    monkeypatch.setattr(identity, "identity_of", busy)
    stop = 3
    assert read_whole(path).startswith(b"[report]\n")
    times, stop = iter(range(100)), 100
    with pytest.raises(EnvironmentFault, match=r"xlcost\.toml changed while it was being read"):
        read_whole(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A small file that is a pipe or a device is refused at once: nobody may ever write to it."""
    pipe = tmp_path / "logo.png"
    os.mkfifo(pipe)
    for odd in (pipe, Path("/dev/zero")):
        with pytest.raises(OSError, match="a pipe or a device"):
            read_whole(odd)
