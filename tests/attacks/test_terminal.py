"""The terminal: what data holds is shown there, and never obeyed by it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from received import Received

from xlcost.values.shown import line, visible

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31mred\u202etxt\u2066\r\n\x7fxlcost: all is well"
OBEYED = {"Cc", "Cs", "Zl", "Zp"}


def obeyed(text: str) -> set[str]:
    """Return the characters of a text that a terminal obeys, but for the end of a line."""
    turns = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    return {
        one for one in text if one != "\n" and (unicodedata.category(one) in OBEYED or one in turns)
    }


@given(st.text())
def test_nothing_that_is_shown_is_obeyed(text: str) -> None:
    """Of any text, no control character, surrogate or turn of direction is left."""
    assert not obeyed(line(text))
    assert "\n" not in line(text)


def test_what_is_shown_can_be_told_apart() -> None:
    """Escape, DEL, C1 and overrides have marks of their own; words of any language stay."""
    assert visible("a\x1b[31m\x7f\x9b\u202e\udcff") == "a\u241b[31m\u2421\\x9b\\u202e\\xff"
    for text in ("Blåbær 10 %", "Ünïcode – “x”", "日本語", "نموذج", "क्‍ष", "👩‍💻"):
        assert visible(text) == text


@pytest.fixture
def received(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Received:
    """Return a folder whose every text is hostile."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "profile"))
    found = Received(tmp_path)
    quoted = f'"{EVIL}"'
    (found.folder / "ledger.csv").write_text(
        f"period,account,amount,cost_centre,{quoted}\n"
        f"2026-10,5000,10.50,{quoted},{quoted}\n2026-10,6000,{quoted},{quoted},x\n",
        encoding="utf-8",
        newline="",
    )
    name = "ledger \x1b[31m\u202e.csv"
    (found.folder / name).write_text("period,account\n2026-10,5000\n", encoding="utf-8")
    return found


@pytest.mark.parametrize(
    "settings", ["", f"[report]\nentity = {EVIL!r}\n", "[ledger]\n{evil} = 1\n"]
)
@pytest.mark.parametrize("command", [["check"], ["report", "--allow-errors"], ["plan"]])
def test_no_stream_carries_what_a_terminal_obeys(
    received: Received, command: list[str], settings: str
) -> None:
    """Cells, headings, file names and settings reach neither stream as they are."""
    import json

    text = settings.replace("{evil}", json.dumps("\x1b[31m\u202ekey"))
    received.settings(text.replace(repr(EVIL), json.dumps(EVIL)))
    ended = received.run(*command)
    assert not obeyed(ended.said), ended.said
    assert "Traceback" not in ended.said


def test_what_a_request_is_called_is_shown(received: Received) -> None:
    """A question about a path shows its control characters too."""
    (received.folder / "xlcost.toml").unlink(missing_ok=True)
    (received.folder / "ledger.csv").unlink()
    away = received.root / "private" / "\x1b[2J\u202e.csv"
    received.secret.rename(away)
    (received.folder / "ledger.csv").symlink_to(away)
    ended = received.run("check")
    assert ended.exit_code == 2
    assert not obeyed(ended.said)
    assert "\u241b[2J\\u202e.csv" in ended.said


@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 2)])
def test_a_person_at_a_terminal_is_asked_once(tmp_path: Path, answer: bytes, code: int) -> None:
    """At a terminal the question is asked, and its answer holds the next time, without one too."""
    received = Received(tmp_path)
    received.settings("[limits]\nseconds = 21\n")
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "profile"), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "xlcost", "check", "--data", str(received.folder)]
    mine, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, env=environment
        )
        os.close(theirs)
        asked = b""
        while b"[y/N]" not in asked:
            asked += os.read(mine, 1024)
        os.write(mine, answer)
        process.communicate(timeout=120)
        assert process.returncode == code, asked
    finally:
        os.close(mine)
    assert b"limits.seconds" in asked
    again = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert again.returncode == code, again.stderr
