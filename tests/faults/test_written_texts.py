"""Settings, plans, looks and manifests as no person writes them: told in one sentence, in time."""

from __future__ import annotations

import json
import random
import shutil
import string
from pathlib import Path
from typing import Any

import pytest
from faults.inside import HANGS, drawn, numbers, xlcost
from small_company import write_folder

from xlcost.runs.pack import build_report

TEXTS = 100
LEDGER = "period,account,amount\n2026-01,5000,100\n"
KEYS = (
    "report", "ledger", "budget", "files", "encoding", "delimiter", "decimal", "skip_rows",
    "header_row", "columns", "constants", "period", "amounts", "averages", "channels", "database",
    "table", "query", "sheet", "limits", "cells", "seconds", "memory_bytes", "entity", "currency",
    "language", "rates", "working_days", "holidays", "channel_shares", "thresholds", "methods",
    "materiality", "periods_in_year", "fiscal_year_start", "theme", "unit", "leave_out", "keep",
    "amount_unit", "control_total", "lever", "kind", "channel", "one_off", "field_bytes", "sheets",
)  # fmt: skip
VALUES = (
    "true", "-1", "0", "1", "99999999999999999999", "1e300", "-1e-300", "nan", "inf", "-inf", '""',
    '"idna"', '"punycode"', '"utf-16"', '"unicode_escape"', '"rot13"', '"hex"', '"\\u0000"', "1.5",
    '"ledger.csv"', '"../../../../etc/passwd"', '"/dev/zero"', '"*"', '"**/*"', '"["', "[]", "{}",
    "[[]]", "[{}]", "2026-01-31", "07:30:00", '"2026-13"', '"en"', '"NOK"', '"\\n"', '"%s{0}"',
    '"' + "x" * 400 + '"', '"' + "é" * 5000 + '"', '["a", 1, true]', "{ a = { b = { c = 1 } } }",
    "9" * 39, "0x7fffffffffffffff", '"Infinity"', '"\U0001f600"',
)  # fmt: skip
WRECKS = {
    "deep lists": "a = " + "[" * 5000,
    "closed deep lists": "a = " + "[" * 200 + "]" * 200,
    "deep tables": "a = " + "{a=" * 3000,
    "a key of many parts": ".".join(["a"] * 50_000) + " = 1",
    "a quoted key of many parts": ".".join(['"a"'] * 30_000) + " = 1",
    "a heading of many parts": "[" + ".".join(["a"] * 50_000) + "]",
    "a spaced key of many parts": " . ".join(["a"] * 30_000) + " = 1",
    "a long key": "a" * 100_000 + " = 1",
    "a long quoted key": '"' + "a" * 100_000 + '" = 1',
    "a number without end": "[report]\nfiscal_year_start = " + "9" * 100_000,
    "a large power": "[report]\nbenchmark_low = 1e99999999",
    "quotes": '"' * 200_000,
    "escaped quotes": '"\\' * 200_000,
    "an open text": "a = '''" + "'" * 200_000,
    "headings": "[a]\n" * 100_000,
    "different headings": "".join(f"[a{i}]\n" for i in range(60_000)),
    "nothing": "\n" * 900_000,
    "a large file": "# " + "x" * 2_000_000,
    "a control character": '[report]\nentity = "a\\u0007b"',
    "an unknown key": "[report]\n" + "".join(f"k{i} = {i}\n" for i in range(40_000)),
    "an unknown encoding": '[ledger]\nencoding = "idna"\n',
    "many tables": '[[ledger]]\nfiles = "ledger.csv"\n' * 3000,
}


def _text(draw: random.Random) -> str:
    """Return a TOML file of keys that may be there and values that may not, or of neither."""
    lines = []
    for _ in range(draw.randint(0, 6)):
        if draw.random() < 0.4:
            name = draw.choice(KEYS)
            lines.append(draw.choice([f"[{name}]", f"[[{name}]]", f"[{name}.{draw.choice(KEYS)}]"]))
        key = draw.choice([*KEYS, '"a b"', "a.b", "é", '""'])
        lines.append(f"{key} = {draw.choice(VALUES)}")
    if draw.random() < 0.1:
        lines.append("".join(draw.choices(string.printable, k=40)))
    return "\n".join(lines) + "\n"


def _data(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "ledger.csv").write_text(LEDGER, "utf-8")
    return folder


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("number", numbers(TEXTS))
@pytest.mark.parametrize("name", ["xlcost.toml", "levers.toml", "theme.toml"])
def test_generated_toml(tmp_path: Path, name: str, number: int) -> None:
    """Whatever stands in settings, a plan or a look, it holds or is refused in one sentence."""
    folder = _data(tmp_path / "data")
    (folder / name).write_text(_text(drawn(name, number)), "utf-8")
    if name == "theme.toml":
        xlcost("report", "--data", folder, "--out", tmp_path / "o", "--theme", folder / name)
    else:
        xlcost("check", "--data", folder)


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("wreck", WRECKS)
@pytest.mark.parametrize("name", ["xlcost.toml", "levers.toml"])
def test_wrecked_toml(tmp_path: Path, name: str, wreck: str) -> None:
    """A text that would take a parser for ever is refused in one sentence, before it is parsed."""
    folder = _data(tmp_path / "data")
    (folder / name).write_text(WRECKS[wreck], "utf-8")
    done = xlcost("check", "--data", folder)
    assert len(done.err) < 3000, done.err


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize(
    "content", [b"\xff\xfe[report]", b"a = '\xe6'", b"\xef\xbb\xbf[report]\r\n"]
)
def test_settings_in_another_encoding(tmp_path: Path, content: bytes) -> None:
    """Settings that are no UTF-8 are refused with the line; with a mark of UTF-8 they are read."""
    folder = _data(tmp_path / "data")
    (folder / "xlcost.toml").write_bytes(content)
    done = xlcost("check", "--data", folder)
    assert done.code == (0 if content.startswith(b"\xef") else 2), done
    if done.code:
        assert "xlcost.toml, line 1: a character is not UTF-8" in done.err


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the manifest of a report; its data lie beside it."""
    folder = tmp_path_factory.mktemp("pack")
    build_report(write_folder(folder / "data"), folder / "out")
    build_report(folder / "data", folder / "out")  # the second one goes on with the first
    (found,) = (folder / "out").glob("*.manifest.json")
    return found


ODD_JSON: tuple[Any, ...] = (
    None, True, -1, 0, 1.5, 10**25, float("inf"), float("nan"), "", "x" * 400, "../../up", "a\0b",
    "\ud800", [], {}, [[]], {"pairs": 3}, {"pairs": [[[], 1]]}, "2026P99", "0000-00-00T00:00:00Z",
)  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to every value of a manifest."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = [path] if path else []
    if isinstance(value, dict | list):
        for key, one in inside:
            found += _places(one, (*path, key)) if isinstance(one, dict | list) else [(*path, key)]
    return found


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("number", numbers(TEXTS // 2))
def test_edited_manifests(pack: Path, tmp_path: Path, number: int) -> None:
    """A manifest in which anything stands in the place of anything builds, or is refused."""
    draw = drawn("edited manifest", number)
    shutil.copytree(pack.parent, tmp_path / "out")
    said = json.loads(pack.read_text("utf-8"))
    for place in draw.sample(_places(said), draw.randint(1, 3)):
        here = said
        try:
            for key in place[:-1]:
                here = here[key]
            here[place[-1]] = draw.choice(ODD_JSON)
        except (KeyError, IndexError, TypeError):
            continue  # what was there has gone
    copy = tmp_path / "out" / pack.name
    copy.write_text(json.dumps(said), "utf-8")
    out, data = tmp_path / "again", pack.parent.parent / "data"
    xlcost("report", "--manifest", copy, "--data", data, "--out", out, "--allow-changed")


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 50_000, "9" * 100_000, '"' * 100_000, "null", "[]", "{}", ""]
)
def test_wrecked_manifests(tmp_path: Path, text: str) -> None:
    """What is no manifest at all is refused in one sentence, in time."""
    path = tmp_path / "a.manifest.json"
    path.write_text(text, "utf-8")
    xlcost("report", "--manifest", path, "--out", tmp_path / "out").in_one_sentence(2)


def test_a_manifest_of_a_name_that_no_system_has(pack: Path, tmp_path: Path) -> None:
    """A manifest that names its workbook with 400 characters is refused, and ends."""
    said = json.loads(pack.read_text("utf-8"))
    said["workbook"]["file"] = "x" * 400 + ".xlsx"
    copy = tmp_path / pack.name
    copy.write_text(json.dumps(said), "utf-8")
    data = pack.parent.parent / "data"
    done = xlcost("report", "--manifest", copy, "--data", data, "--out", tmp_path / "out")
    done.in_one_sentence(2)
    assert "workbook.file" in done.err
