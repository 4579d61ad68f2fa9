"""Who may import whom, and what must not be loaded before it is needed."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

ROOT = Path(__file__).resolve().parents[1]
HEAVY = (
    "pandas",
    "numpy",
    "openpyxl",
    "ibis",
    "duckdb",
    "pyarrow",
    "pydantic",
    "xlwings",
    "lxml",
    "sqlglot",
)
ROOMS = sorted(path.parent for path in (ROOT / "xlcost").glob("*/**/__init__.py"))


def test_imports_go_down_only() -> None:
    """import-linter finds every contract of pyproject.toml kept."""
    program = shutil.which("lint-imports", path=sysconfig.get_path("scripts"))
    assert program, "import-linter is not installed; see the test extra"
    done = subprocess.run([program], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.relative_to(ROOT).as_posix())
def test_room_begins_with_one_sentence_and_no_code(room: Path) -> None:
    """A room's `__init__.py` is one docstring sentence: what it is for, what it may import."""
    tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    text = ast.get_docstring(tree) or ""
    assert len(tree.body) == 1
    assert text.endswith(".")
    assert "may import" in " ".join(text.split())


def _loaded_after(code: str) -> set[str]:
    """Return which heavy libraries a fresh Python has loaded after this code."""
    ending = f"\nimport sys\nprint([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code + ending],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(ast.literal_eval(done.stderr.splitlines()[-1]))


def test_heavy_imports_are_seen() -> None:
    """The probe of the tests below does see a library that is loaded."""
    assert "openpyxl" in _loaded_after("import openpyxl")


def _loaded_by(arguments: list[str]) -> set[str]:
    """Return which heavy libraries a command has loaded when it ends well."""
    return _loaded_after(f"""
import sys
sys.argv = ["xlcost", *{arguments!r}]
from xlcost.console.cli import app
try:
    app()
except SystemExit as stop:
    assert not stop.code, stop.code
""")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """Help and the version answer at once: no dataframe, workbook or settings library is loaded."""
    assert _loaded_by(arguments) == set()


@pytest.mark.parametrize("arguments", [["report", "--help"], ["functions"]], ids=" ".join)
def test_light_commands_load_little(arguments: list[str]) -> None:
    """A command's help and the list of functions load nothing but what Typer itself needs."""
    assert _loaded_by(arguments) <= {"pydantic"}  # Typer checks an option's value with it


def test_formulas_load_nothing_heavy() -> None:
    """`import xlcost` and a formula by name load none of them either."""
    code = "import xlcost\nassert xlcost.cost_per_call(50_000, 12_500) == 4"
    assert _loaded_after(code) == set()


def test_check_of_a_scanned_ledger_loads_no_expressions(tmp_path: Path) -> None:
    """A clean ledger is checked without Ibis and sqlglot: to load them takes longer."""
    lines = [f"2026-{n % 9 + 1:02d}-01,{5000 + n % 7},{n % 3},{n}.25" for n in range(500)]
    text = "\n".join(["date,account,cost_centre,amount", *lines])
    (tmp_path / "ledger.csv").write_text(text + "\n", encoding="utf-8")
    loaded = _loaded_after(f"""
from pathlib import Path
from xlcost.dataset.limits import Limits
from xlcost.inputs.loading import load
made = load(Path({str(tmp_path)!r}), limits=Limits(careful_bytes=1), postings=False)
assert made.facts.sources[0].rows_used == 500
""")
    assert "duckdb" in loaded
    assert not loaded & {"ibis", "sqlglot"}


def test_reading_is_imported_without_its_libraries() -> None:
    """What reads a folder loads a library when a file needs it, not before."""
    assert _loaded_after("import xlcost.inputs.loading") <= {"duckdb", "lxml", "pydantic"}
