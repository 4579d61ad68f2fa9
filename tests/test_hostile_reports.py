"""Hostile data through the command line to a finished workbook."""

from __future__ import annotations

import csv
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import called
from openpyxl import load_workbook
from small_company import write_folder

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-c", "from xlcost.console.cli import app; app(prog_name='xlcost')"]
LEDGER = "period,account,amount\n2026-09,5000,100\n2026-10,5000,120\n2026-10,6000,50.5\n"
REFUSED = (
    "html-renamed.xls",
    "huge-dimension-1cell.xlsx",
    "truncated-inside-sheet.xlsx",
    "unclosed-quote.csv",
    "zipbomb-300MB-whitespace.xlsx",
)


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_ledger_is_refused_in_one_line(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    """A ledger that cannot be read is exit 1 and one line, and no report is written."""
    source = shared_data / "hostile" / "derived" / name
    shutil.copy(source, tmp_path / f"ledger{source.suffix}")
    done = called("report", "--data", tmp_path, "--out", tmp_path / "out")
    done.refused(1)
    assert f"ledger{source.suffix}" in done.stderr
    assert not list((tmp_path / "out").glob("*"))


def vectors(shared_data: Path) -> list[str]:
    """Return texts that spreadsheets would run, as published lists of them have them."""
    found = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", '=HYPERLINK("x")', "=cmd|' '!A"]
    for path in sorted((shared_data / "hostile" / "csv-injection").iterdir()):
        if path.suffix in (".txt", ".csv"):
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            found += [line for line in lines if line[:1] in tuple("=+-@")]
    return list(dict.fromkeys(found))[:60]


def test_injected_formulas_stay_text(shared_data: Path, tmp_path: Path) -> None:
    """Texts of a ledger that look like formulas are in the report as texts, and run nowhere."""
    texts = vectors(shared_data)
    with (tmp_path / "ledger.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["period", "account", "amount", "cost_centre", "vendor", "text"])
        for number, text in enumerate(texts):
            writer.writerow(["2026-10", text, 1000 + number, text, text, text])
    done = called("report", "--data", tmp_path, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    book = load_workbook(next((tmp_path / "out").glob("*.xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    plain = {text.strip() for text in texts}
    assert not [formula for formula in formulas if formula in plain]
    assert not [formula for formula in formulas if "HYPERLINK" in formula or "cmd|" in formula]
    shown = {str(cell.value).strip() for cell in cells if cell.data_type == "s"}
    assert len(plain & shown) > len(plain) / 2


def test_a_wrong_total_reaches_the_sheet_checks(tmp_path: Path) -> None:
    """A trial balance that is off by a cent stops a report, and is a failed control of it."""
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    settings = "[ledger]\ncontrol_total = 270.51\n"
    (tmp_path / "xlcost.toml").write_text(settings, encoding="utf-8")
    out = tmp_path / "out"
    assert called("report", "--data", tmp_path, "--out", out).returncode == 1
    assert not list(out.glob("*"))
    done = called("report", "--data", tmp_path, "--out", out, "--allow-errors")
    assert done.returncode == 1
    assert "1 control failed; see the sheet Checks" in done.stdout
    sheet = load_workbook(next(out.glob("*.xlsx")), data_only=True)["Checks"]
    rows = [row for row in sheet.iter_rows(values_only=True) if 270.51 in row]
    assert len(rows) == 1
    assert 270.5 in rows[0]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_a_killed_report_leaves_the_old_one(tmp_path: Path) -> None:
    """SIGKILL of the command at any moment leaves the old report as it was, or the new one."""
    data, out = write_folder(tmp_path / "data"), tmp_path / "out"
    command = [*COMMAND, "report", "--data", str(data), "--out", str(out)]
    started = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    seconds = time.monotonic() - started
    (report,) = out.glob("*.xlsx")
    old = report.read_bytes()
    killed = 0
    for share in (0.6, 0.85, 0.95):
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as running:
            time.sleep(share * seconds)
            running.kill()
        killed += running.returncode == -signal.SIGKILL
        now = report.read_bytes()
        if now != old:
            assert len(load_workbook(report, read_only=True).sheetnames) > 5
            old = now
        assert [path.name for path in out.glob("*.xlsx")] == [report.name]
    assert killed
