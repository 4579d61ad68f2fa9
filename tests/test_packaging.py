"""The wheel works where the checkout is not: what is missing from it is seen here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the project's own build backend."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=_plain_environment())
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def run(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Install the wheel into an empty environment; return what runs a program of it elsewhere.

    The libraries come from the environment of the tests: a path in a .pth file is added as it is,
    without the .pth files in it, so an editable install of the checkout does not come along.
    """
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "env", symlinks=os.name != "nt")
    folder = home / "env" / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "python")]
    install = [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, env=_plain_environment())
    inside = next((home / "env").rglob("site-packages"))
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (inside / "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")

    def start(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(folder / program), *arguments],
            cwd=home,
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=_plain_environment(),
        )

    return start


def _plain_environment() -> dict[str, str]:
    """Return the environment without a path that would lead back to the checkout."""
    left_out = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    kept = {key: value for key, value in os.environ.items() if key not in left_out}
    return kept | {"PYTHONUTF8": "1"}


def test_wheel_carries_what_is_no_code(wheel: Path) -> None:
    """Words, the list of built-in functions, the templates and the licence are in the wheel."""
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"{target}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, target in (("xlcost", "xlcost"), ("templates", "xlcost/templates"))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert not sorted(expected - names)
    assert any(name.endswith("/LICENSE") for name in names)
    assert "xlcost/docs/excel.md" in names  # which the workbook tells people to show to IT


def test_wheel_carries_nothing_else(wheel: Path) -> None:
    """Tests, benchmarks and pages stay out of the wheel."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"xlcost"}


def test_installed_package_is_not_the_checkout(run: Run) -> None:
    """The environment of these tests imports the installed package."""
    done = run("python", "-c", "import xlcost; print(xlcost.__file__)")
    assert done.returncode == 0, done.stderr
    assert str(ROOT) not in done.stdout
    assert "site-packages" in done.stdout


def test_installed_command_prints_its_version(run: Run) -> None:
    """`xlcost --version` prints the version that the package has."""
    version = run("python", "-c", "import xlcost; print(xlcost.__version__)").stdout
    assert run("xlcost", "--version").stdout == f"xlcost {version}"


def test_installed_command_lists_functions(run: Run) -> None:
    """`xlcost functions` lists the catalogue from the installed package, in both languages."""
    assert "COST_PER_CALL" in run("xlcost", "functions").stdout
    assert "Kostnad per samtale" in run("xlcost", "functions", "--lang", "nb").stdout


TYPED = """\
from typing import assert_type

import xlcost
from xlcost import build_report, cost_per_call
from xlcost.runs.pack import BuiltReport

assert_type(cost_per_call(50_000, 12_500), float)
assert_type(xlcost.abandonment_rate(5, 100), float)
assert_type(build_report("data", "out"), BuiltReport)
build_report(1)  # type: ignore[call-arg, arg-type]
"""


def test_installed_package_is_typed(run: Run, tmp_path: Path) -> None:
    """Who imports the installed package gets the types of its functions from a type checker."""
    path = tmp_path / "use.py"
    path.write_text(TYPED, encoding="utf-8")
    done = run("python", "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_type_checker_sees_every_family() -> None:
    """Each file of metrics is named where a type checker looks for the package's functions."""
    text = (ROOT / "xlcost" / "__init__.py").read_text(encoding="utf-8")
    named = re.findall(r"from xlcost\.catalogue\.metrics\.(\w+) import \*", text)
    files = (ROOT / "xlcost" / "catalogue" / "metrics").glob("*.py")
    assert named == sorted(path.stem for path in files if path.stem != "__init__")
    # Import-linter looks past the imports of this file: they must be for type checkers alone.
    assert not re.search(r"^(?:from|import) xlcost", text, re.MULTILINE)


def test_source_distribution_is_whole(tmp_path: Path) -> None:
    """Who has the source distribution alone can contribute: it holds all that git does."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=_plain_environment())
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    listed = ["git", "ls-files", "-z"]  # names between zeros, since some have spaces
    tracked = (
        subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        if (ROOT / ".git").exists()  # which a source distribution does not have
        else ""
    )
    assert {"README.md", "LICENSE", "CONTRIBUTING.md", "pyproject.toml", "PKG-INFO"} <= names
    assert not sorted({*tracked.split("\0")} - {""} - names)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_installed_command_makes_the_demo(run: Run, tmp_path: Path, language: str) -> None:
    """`xlcost demo` ends with exit 0 and, last, the path of a report that is there."""
    data = tmp_path / "data"
    done = run(
        "xlcost", "demo", "--out", str(tmp_path), "--lang", language, "--keep-data", str(data)
    )
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.splitlines()[-1])
    assert path.name == f"opex-report_2026-10_{language}.xlsx"
    assert zipfile.is_zipfile(path)
    assert len(list(data.iterdir())) == 11
