"""Fetches the witnesses' packages once: pinned, by hash, and apart from the packages under test."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_SECONDS = 900


@lru_cache(maxsize=1)
def packages() -> Path:
    """Return the folder with the packages, which it fills where it is not there.

    It lies in the environment that runs the tests, so that nothing is fetched twice, and its name
    says what was asked for, so that other pins are fetched anew.

    Raises:
        RuntimeError: They could not be fetched: no test passes without them.
    """
    asked = f"{sys.version_info[:2]} {REQUIREMENTS.read_text(encoding='utf-8')}"
    home = Path(sys.prefix) / "witnesses"
    home.mkdir(exist_ok=True)
    found = home / hashlib.sha256(asked.encode()).hexdigest()[:16]
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # workers of one run wait for the first
        if not found.is_dir():
            _fetch(found)
    return found


def _fetch(found: Path) -> None:
    unfinished = found.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary", ":all:", "--no-deps"]
    command += ["--target", str(unfinished), "--requirement", str(REQUIREMENTS)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_SECONDS)
    if done.returncode != 0:
        message = f"The witnesses could not be fetched: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    unfinished.rename(found)


def environment() -> dict[str, str]:
    """Return the environment of a process that finds the packages."""
    return os.environ | {"PYTHONPATH": str(packages())}


def run(script: str, asked: str) -> str:
    """Run one of the scripts beside this module, and return what it prints.

    Args:
        script: Its name.
        asked: What it reads from standard input.
    """
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(script))],
        check=False,
        capture_output=True,
        text=True,
        input=asked,
        timeout=_SECONDS,
        env=environment(),
    )
    if done.returncode != 0:
        message = f"{script} could not judge: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    return done.stdout
