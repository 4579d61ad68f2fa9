"""One bit of a file turned over, in every format there is: it is read, or told in one sentence."""

from __future__ import annotations

import gzip
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from faults.inside import HANGS, drawn, numbers, xlcost
from libreoffice import converted
from openpyxl import Workbook
from small_company import write_folder
from xlsb import write_xlsb

from xlcost.runs.pack import build_report

FLIPS = 30  # of each format
LINES = [["date", "account", "text", "amount"]] + [
    [f"2026-{1 + i % 3:02d}-{1 + i % 28:02d}", str(5000 + i % 9), f"text {i}", f"{i * 7 / 100}"]
    for i in range(120)
]


def _csv(path: Path) -> None:
    path.write_text("\n".join(",".join(line) for line in LINES) + "\n", "utf-8")


def _packed(path: Path) -> None:
    path.write_bytes(gzip.compress("\n".join(",".join(line) for line in LINES).encode(), mtime=0))


def _xlsx(path: Path) -> None:
    book = Workbook()
    for line in LINES:
        book.active.append([*line[:3], _number(line[3])])
    book.save(path)


def _parquet(path: Path) -> None:
    columns = list(zip(*LINES[1:], strict=True))
    amounts = pa.array([float(one) for one in columns[3]])
    pq.write_table(pa.table([*map(list, columns[:3]), amounts], names=LINES[0]), path)


def _xlsb(path: Path) -> None:
    write_xlsb(path, {"Ledger": [[*line[:3], _number(line[3])] for line in LINES]})


def _number(text: str) -> object:
    return text if text == "amount" else float(text)


FORMATS: dict[str, Callable[[Path], None]] = {
    "ledger.csv": _csv,
    "ledger.csv.gz": _packed,
    "ledger.xlsx": _xlsx,
    "ledger.xlsm": _xlsx,
    "ledger.xlsb": _xlsb,
    "ledger.parquet": _parquet,
}
CONVERTED = ("ledger.xls", "ledger.ods")  # as LibreOffice writes them


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a ledger of each format and a pack with all that stands beside it."""
    folder = tmp_path_factory.mktemp("whole")
    for name, make in FORMATS.items():
        make(folder / name)
    for name in CONVERTED:
        form = name.rpartition(".")[2]
        shutil.copyfile(converted(folder / "ledger.xlsx", form, folder / form), folder / name)
    data = write_folder(folder / "data")
    (data / "theme.toml").write_text('font = "Arial"\n[colours]\nink = "#101010"\n', "utf-8")
    (data / "levers.toml").write_text(LEVERS, "utf-8")
    build_report(data, folder / "out")
    return folder


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a DuckDB file with a ledger."""
    path = tmp_path_factory.mktemp("books") / "books.duckdb"
    with duckdb.connect(str(path)) as base:
        base.execute(
            "CREATE TABLE ledger AS SELECT '2026-01' AS period, '5000' AS account, 1 AS amount"
        )
    return path.read_bytes()


LEVERS = '[[lever]]\nkind = "attrition"\nleavers_cut = 0.2\nrecruiting_cost = 25000\n'


def _flipped(draw: random.Random, content: bytes) -> bytes:
    found = bytearray(content)
    found[draw.randrange(len(found))] ^= 1 << draw.randrange(8)
    return bytes(found)


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("number", numbers(FLIPS))
@pytest.mark.parametrize("name", [*FORMATS, *CONVERTED])
def test_a_flipped_ledger(whole: Path, tmp_path: Path, name: str, number: int) -> None:
    """A ledger with one wrong bit is read or refused in findings, whatever its format."""
    flipped = _flipped(drawn(name, number), (whole / name).read_bytes())
    (tmp_path / name).write_bytes(flipped)
    done = xlcost("check", "--data", tmp_path)
    assert done.code in (0, 1), done
    xlcost("init", tmp_path / name, "--out", tmp_path / "new.toml")


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("number", numbers(FLIPS))
@pytest.mark.parametrize("name", ["xlcost.toml", "theme.toml", "levers.toml"])
def test_flipped_settings(whole: Path, tmp_path: Path, name: str, number: int) -> None:
    """Settings, a look and a plan with one wrong bit are read, or refused in one sentence."""
    folder = tmp_path / "data"
    shutil.copytree(whole / "data", folder)
    (folder / name).write_bytes(_flipped(drawn(name, number), (folder / name).read_bytes()))
    if name == "theme.toml":
        xlcost("report", "--data", folder, "--out", tmp_path / "o", "--theme", folder / name)
    else:
        xlcost("check", "--data", folder)


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("number", numbers(FLIPS))
def test_a_flipped_manifest(whole: Path, tmp_path: Path, number: int) -> None:
    """A manifest with one wrong bit builds a report, or is refused in one sentence."""
    (path,) = (whole / "out").glob("*.manifest.json")
    shutil.copytree(whole / "out", tmp_path / "out")
    copy = tmp_path / "out" / path.name
    copy.write_bytes(_flipped(drawn("manifest", number), path.read_bytes()))
    out, data = tmp_path / "again", whole / "data"
    xlcost("report", "--manifest", copy, "--data", data, "--out", out, "--allow-changed")


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("number", numbers(FLIPS))
def test_a_flipped_earlier_pack(whole: Path, tmp_path: Path, number: int) -> None:
    """An earlier report with one wrong bit is gone on with or told; the new one stands."""
    (path,) = (whole / "out").glob("*.xlsx")
    out = tmp_path / "out"
    out.mkdir()
    (out / path.name).write_bytes(_flipped(drawn("pack", number), path.read_bytes()))
    done = xlcost("report", "--data", whole / "data", "--out", out)
    assert done.code in (0, 3), done
    assert len(list(out.glob("*.xlsx"))) in (1, 2)


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("number", numbers(FLIPS))
def test_a_flipped_database(books: bytes, tmp_path: Path, number: int) -> None:
    """A DuckDB file that a person allowed is read; with one wrong bit it is, or is refused."""
    settings = '[ledger]\ndatabase = "duckdb://books.duckdb"\ntable = "ledger"\n'
    (tmp_path / "xlcost.toml").write_text(settings, "utf-8")
    (tmp_path / "books.duckdb").write_bytes(books)
    asked = xlcost("check", "--data", tmp_path)
    assert asked.code == 2, asked
    assert "--trust" in asked.err, asked
    allowed = xlcost("check", "--data", tmp_path, "--trust")
    assert allowed.code == 0, allowed
    assert "1.00" in allowed.out, allowed
    (tmp_path / "books.duckdb").write_bytes(_flipped(drawn("duckdb", number), books))
    done = xlcost("check", "--data", tmp_path)  # the answer holds for the settings
    assert "--trust" not in done.err, done
