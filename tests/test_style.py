"""The linters and the type checker find nothing."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("xlcost", "tests", "benchmarks", "docs")


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--no-cache", *FOLDERS],
        ["ruff", "format", "--no-cache", "--check", *FOLDERS],
        ["mypy"],
    ],
    ids=["lint", "format", "types"],
)
def test_tool_finds_nothing(command: list[str]) -> None:
    """Ruff's rules and format and mypy's strict types hold everywhere."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_what_is_run_before_a_commit_has_the_same_versions() -> None:
    """Ruff and mypy of .pre-commit-config.yaml are those that pyproject.toml pins."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tools = project["optional-dependencies"]["test"]
    pinned = dict(one.split("==") for one in tools if one.startswith(("mypy==", "ruff==")))
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    found = re.findall(r"(ruff)-pre-commit\s+rev: v(\S+)|name: (mypy) (\S+)", hooks)
    assert {one or other: here or there for one, here, other, there in found} == pinned


def test_every_ignored_rule_has_its_reason() -> None:
    """Every rule that pyproject.toml ignores is followed by a comment that says why."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lint = tomllib.loads(text)["tool"]["ruff"]["lint"]
    rules = [*lint["ignore"], *(r for rules in lint["per-file-ignores"].values() for r in rules)]
    lines = [line.strip() for line in text.splitlines()]
    for rule in rules:
        assert any(line.startswith(f'"{rule}",') and "# " in line for line in lines), rule


def test_every_exception_in_the_code_has_its_reason() -> None:
    """Where a line of xlcost is excused from a rule or a type, a few words say why."""
    bare = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])$")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "xlcost").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line.rstrip())
    ]
    assert not found


def _lines_of_code(path: Path) -> int:
    """Return the number of lines, without docstrings: those of the metrics are their reference."""
    text = path.read_text(encoding="utf-8")
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = (
        node.body[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, documented) and ast.get_docstring(node)
    )
    words = sum((one.end_lineno or one.lineno) - one.lineno + 1 for one in docstrings)
    return len(text.splitlines()) - words


def test_modules_stay_small() -> None:
    """No module has more than 400 lines, its docstrings apart."""
    sizes = {path: _lines_of_code(path) for path in (ROOT / "xlcost").rglob("*.py")}
    assert not {str(path.relative_to(ROOT)): size for path, size in sizes.items() if size > 400}


def test_fast_tests_need_no_office_and_no_wine() -> None:
    """A module of fast tests imports no helper that starts LibreOffice or Wine."""
    slow = {"libreoffice", "wine", "calc_host", "printed", "commented", "windows"}
    fast = 0
    for path in (ROOT / "tests").rglob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        if "pytest.mark.fast" not in text:
            continue
        fast += 1
        imported = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
            )
        }
        assert not imported & slow, path.name
    assert fast > 20


def test_a_public_name_means_one_class() -> None:
    """No two public classes of xlcost share a name: a reader need not ask which is meant."""
    places: dict[str, list[str]] = {}
    for path in (ROOT / "xlcost").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    twice = {name for name, where in places.items() if len(where) > 1}
    assert not twice


MOST_COMPLEX = 15
LONGEST = 40  # lines, without the docstring, and of a metric without the list of its arguments


def complexity(function: ast.FunctionDef) -> int:
    """Return how many ways lead through a function, as McCabe counts them, comprehensions too."""
    ways = 1
    for node in ast.walk(function):
        match node:
            case ast.If() | ast.IfExp() | ast.ExceptHandler() | ast.Assert() | ast.match_case():
                ways += 1
            case ast.For() | ast.While():
                ways += 1 + bool(node.orelse)
            case ast.comprehension():
                ways += 1 + len(node.ifs)
            case ast.BoolOp():
                ways += len(node.values) - 1
    return ways


def _lines_of(function: ast.FunctionDef, *, is_metric: bool = False) -> int:
    words = function.body[0] if ast.get_docstring(function) else None
    if is_metric and words:  # cells pass what a formula needs one by one
        return (function.end_lineno or 0) - (words.end_lineno or 0)
    size = (function.end_lineno or 0) - function.lineno + 1
    return size - ((words.end_lineno or 0) - words.lineno + 1 if words else 0)


def functions(room: str) -> dict[str, ast.FunctionDef]:
    """Return the functions of a room by their module and name."""
    return {
        f"{path.relative_to(ROOT / 'xlcost').as_posix()}:{node.name}": node
        for path in (ROOT / "xlcost" / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_functions_stay_small() -> None:
    """No function has more than 40 lines or a complexity over 15."""
    sizes = {
        name: (_lines_of(node, is_metric=name.startswith("catalogue/metrics/")), complexity(node))
        for name, node in functions(".").items()
    }
    assert len(sizes) > 3_000
    large = {
        f"{name}: {lines} lines, {ways} ways through"
        for name, (lines, ways) in sizes.items()
        if lines > LONGEST or ways > MOST_COMPLEX
    }
    assert not large, "take a noun of its own out of each; see One module, one noun"


@pytest.mark.parametrize("room", [".", "dataset", "inputs", "report", "runs", "workbook"])
def test_half_of_the_modules_are_short(room: str) -> None:
    """Half of all modules, and of those of each large room, have at most 130 lines."""
    sizes = [
        _lines_of_code(path)
        for path in (ROOT / "xlcost" / room).rglob("*.py")
        if path.name != "__init__.py"
    ]
    assert statistics.median(sizes) <= 130, "a module is one noun: take one out of it"


def test_complexity_is_counted_right() -> None:
    """A loop with a condition, a choice of two and an "or" are five ways."""
    text = "def f(x):\n for y in x:\n  if y or x:\n   return [z for z in y]\n"
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    assert complexity(node) == 5
