"""Whether the tests of a room catch faults in that room: small faults, one at a time, in a copy.

Usage: `python tests/mutate.py FOLDER [--places 60] [--seed 14] [--near] [--again] [--limit 900]`

The folder holds a copy of the project and what came of each fault; a run that was ended goes on
where it was. `--near` runs the few tests that name the module of a fault or are called like it;
then `--again` runs all of its room for what survived, and takes the tests as they are now.
"""

from __future__ import annotations

import argparse
import ast
import json
import math
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NO_ANSWER = "no answer"
_FEW = 4  # tests near a module

# The tests of each room that need no other program; those that name a module come first for it.
ROOMS: dict[str, tuple[str, ...]] = {
    "addin": ("tests/addin/test_[!cw]*.py",),
    "catalogue": ("tests/metrics/test_*.py", "tests/test_[cmr]*.py", "xlcost/catalogue"),
    "console": ("tests/test_cli.py", "tests/test_planning.py"),
    "dataset": (
        *("tests/test_schema.py", "tests/test_incognito.py", "tests/test_pack_format.py"),
        *(
            "tests/inputs/test_settings*.py",
            "tests/inputs/test_levers.py",
            "tests/inputs/test_f*.py",
        ),
        *("tests/report/test_close.py", "tests/test_batch.py", "tests/test_commentary.py"),
    ),
    "inputs": ("tests/inputs/**/test_*.py", "tests/exports/test_*.py"),
    "outputs": ("tests/test_outputs.py", "tests/test_manifest.py", "tests/test_pack.py"),
    "planning": (
        "tests/test_planning.py",
        "tests/report/test_levers.py",
        "tests/inputs/test_levers.py",
    ),
    "report": ("tests/report/test_*.py", "tests/test_commentary.py", "tests/test_golden.py"),
    "runs": (
        "tests/test_pack.py",
        "tests/test_batch.py",
        "tests/test_manifest.py",
        "tests/test_workers.py",
    ),
    "samples": ("tests/samples/test_*.py",),
    "system": ("tests/faults/test_[!gfk]*.py", "tests/test_imports.py", "tests/test_workers.py"),
    "trust": ("tests/trust/test_*.py", "tests/attacks/test_*.py"),
    "values": ("tests/inputs/test_*.py", "tests/test_commentary.py"),
    "workbook": ("tests/test_golden.py", "tests/workbook/test_*.py"),
}

_SIGNS: dict[type, tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
}
_SKIPPED = ("annotation", "returns", "decorator_list", "type_params", "simple")


@dataclass(frozen=True)
class Fault:
    """One place where the code is made wrong: the bytes from `start` to `end` become `text`."""

    path: str
    line: int
    start: int
    end: int
    old: str
    text: str

    def in_place(self, right: bytes) -> bytes:
        """Return the module with this fault."""
        return right[: self.start] + self.text.encode() + right[self.end :]


class _Module:
    """One module's source, in which places are counted in bytes as the parser counts them."""

    def __init__(self, path: str, source: bytes) -> None:
        self._path, self._source = path, source
        self._starts = [0]
        for line in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def faults(self) -> list[Fault]:
        """Return every fault that it can be given."""
        return [one for node in _walked(ast.parse(self._source)) for one in self._of(node)]

    def _of(self, node: Any) -> Iterator[Fault]:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield from self._between(node.left, node.comparators[0], node.ops[0])
        elif isinstance(node, ast.BinOp):
            yield from self._between(node.left, node.right, node.op)
        elif isinstance(node, ast.BoolOp):
            yield from self._between(node.values[0], node.values[1], node.op)
        elif isinstance(node, ast.If | ast.IfExp):
            yield self._instead(node.test, "not ({})")
        elif isinstance(node, ast.Return):
            if node.value is not None and ast.unparse(node.value) != "None":
                yield self._instead(node.value, "None")
        elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            value = node.value
            yield self._instead(node, repr(not value if isinstance(value, bool) else value + 1))

    def _between(self, left: Any, right: Any, sign: ast.AST) -> Iterator[Fault]:
        """Yield another sign in place of the one between two operands."""
        words = _SIGNS.get(type(sign))
        start, _ = self._place(right)
        _, end = self._place(left)
        at = self._source.find(words[0].encode(), end, start) if words else -1
        if words and at >= 0:
            yield self._fault(at, at + len(words[0]), words[1])

    def _instead(self, node: Any, text: str) -> Fault:
        start, end = self._place(node)
        return self._fault(start, end, text.format(self._source[start:end].decode()))

    def _place(self, node: Any) -> tuple[int, int]:
        start = self._starts[node.lineno - 1] + node.col_offset
        return start, self._starts[node.end_lineno - 1] + node.end_col_offset

    def _fault(self, start: int, end: int, text: str) -> Fault:
        line = self._source.count(b"\n", 0, start) + 1
        return Fault(self._path, line, start, end, self._source[start:end].decode(), text)


def _walked(node: ast.AST) -> Iterator[ast.AST]:
    """Yield every node that runs: no annotation, no decorator, no assert.

    Python 3.11 does not know where in its file a part of an f-string stands.
    """
    yield node
    if isinstance(node, ast.JoinedStr) and sys.version_info < (3, 12):
        return
    for name, value in ast.iter_fields(node):
        if name in _SKIPPED:
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST) and not isinstance(one, ast.Assert):
                yield from _walked(one)


def chosen(root: Path, places: int, seed: int) -> list[Fault]:
    """Return faults at random places over all rooms: large rooms have more, small ones some."""
    every = {
        room: [
            one
            for path in sorted((root / "xlcost" / room).rglob("*.py"))
            for one in _Module(path.relative_to(root).as_posix(), path.read_bytes()).faults()
        ]
        for room in ROOMS
    }
    draw = random.Random(seed)  # noqa: S311  # a choice that can be repeated
    weights = [math.sqrt(len(every[room])) for room in ROOMS]
    found: dict[Fault, None] = {}
    while len(found) < places:
        fault = draw.choice(every[draw.choices(list(ROOMS), weights)[0]])
        if _parsed(fault.in_place((root / fault.path).read_bytes())):
            found[fault] = None
    return list(found)


def _parsed(source: bytes) -> bool:
    """Return whether it is Python: what cannot be imported is no fault that a test must catch."""
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def near_tests(root: Path, path: str, *, near: bool) -> list[str]:
    """Return the tests of a module's room, those that name the module first, or they alone."""
    room, module = path.split("/")[1], path.removesuffix(".py").replace("/", ".")
    files = [
        file for pattern in ROOMS[room] for file in sorted(root.glob(pattern)) if file.exists()
    ]
    stem, package = module.rpartition(".")[2], module.rpartition(".")[0]

    def rank(file: Path) -> tuple[bool, int]:
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        imported = module in text or f"from {package} import {stem}" in text
        return not imported, -len(_words(module) & _words(str(file.relative_to(root))))

    ordered = sorted(dict.fromkeys(files), key=rank)
    return [str(file.relative_to(root)) for file in (ordered[:_FEW] if near else ordered)]


def _words(path: str) -> set[str]:
    return {word.rstrip("s") for word in re.split(r"[^a-z]+", path)} - {"", "test", "xlco", "py"}


def tried(root: Path, fault: Fault, limit: float, *, near: bool) -> str:
    """Make one fault, run its room's tests, mend it: "caught", "survived" or "no answer".

    A test that fails without the fault, too, caught nothing: the others go on without it.
    """
    file = root / fault.path
    right = file.read_bytes()
    wrong = fault.in_place(right)
    left_out: list[str] = []
    while True:
        file.write_bytes(wrong)
        try:
            failed = _failed(root, [*near_tests(root, fault.path, near=near), *left_out], limit)
        finally:
            file.write_bytes(right)
        if failed in ("", NO_ANSWER):
            return failed or "survived"
        alone = [failed] if "::" in failed else [failed, "--collect-only"]
        if not _failed(root, alone, limit):
            return "caught"
        left_out.append(f"--deselect={failed}" if "::" in failed else f"--ignore={failed}")


def _failed(root: Path, tests: list[str], limit: float) -> str:
    """Return the first test that fails, or its file where that cannot be imported."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        return NO_ANSWER
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode == 0:
        return ""
    found = re.search(r"^(?:FAILED|ERROR) ([^ \n\[]+(?:\[.*?\])?)(?: - |$)", output, re.MULTILINE)
    return found[1] if found else "tests"


def main() -> None:
    """Try every fault that has no result yet, and tell the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--places", type=int, default=60)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--near", action="store_true")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--limit", type=float, default=900)
    given = parser.parse_args()
    os.nice(10)
    folder = given.folder.resolve()
    root, right, record = folder / "copy", folder / "right", folder / "results.jsonl"
    if not right.exists():
        unwanted = shutil.ignore_patterns(".*", "__pycache__")
        shutil.copytree(ROOT, root, ignore=unwanted, symlinks=True)
        shutil.copytree(root / "xlcost", right)
    shutil.rmtree(root / "xlcost")  # where a run was ended, a fault is left
    shutil.copytree(right, root / "xlcost")
    if given.again:
        shutil.copytree(ROOT / "tests", root / "tests", dirs_exist_ok=True)
    results: dict[Fault, str] = {}
    if record.exists():
        lines = map(json.loads, record.read_text(encoding="utf-8").splitlines())
        results = {Fault(**line["fault"]): line["result"] for line in lines}
    for fault in chosen(root, given.places, given.seed):
        if results.get(fault) == "caught" or (fault in results and not given.again):
            continue
        results[fault] = tried(root, fault, given.limit, near=given.near)
        with record.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"fault": asdict(fault), "result": results[fault]}) + "\n")
        said = f"{results[fault]} {fault.path}:{fault.line} {fault.old!r} -> {fault.text!r}"
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()
    caught = sum(result == "caught" for result in results.values())
    sys.stdout.write(f"{caught} of {len(results)} caught\n")


if __name__ == "__main__":
    main()
