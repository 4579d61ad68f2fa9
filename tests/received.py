"""A folder as a stranger might send it, and what a run over it may leave behind: nothing."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner

from xlcost.console.cli import app

LEDGER = "period,account,amount\n2026-10,5000,10.50\n2026-10,6000,4.25\n"


@dataclass
class Listener:
    """A server on loopback that only counts who comes."""

    port: int
    connections: int = 0


@contextlib.contextmanager
def listening() -> Iterator[Listener]:
    """Listen, and count the connections of whoever was told to come here."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Listener(server.getsockname()[1])
        server.settimeout(0.05)
        stop = threading.Event()

        def count() -> None:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    server.accept()[0].close()
                    found.connections += 1

        thread = threading.Thread(target=count)
        thread.start()
        try:
            yield found
        finally:
            stop.set()
            thread.join()


@dataclass(frozen=True)
class Run:
    """How a command ended, and all that it said."""

    exit_code: int
    said: str


@dataclass
class Received:
    """A folder from a stranger beside things that are none of its business.

    Attributes:
        folder: The folder.
        root: The folder around it, of which everything is watched.
    """

    root: Path
    folder: Path = field(init=False)
    secret: Path = field(init=False)
    out: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder, self.out = self.root / "received", self.root / "out"
        self.folder.mkdir()
        (self.root / "private").mkdir()
        self.secret = self.root / "private" / "ledger.csv"
        self.secret.write_text(LEDGER.replace("5000", "9999"), encoding="utf-8")
        (self.folder / "ledger.csv").write_text(LEDGER, encoding="utf-8")

    def settings(self, text: str) -> None:
        """Write the stranger's settings."""
        (self.folder / "xlcost.toml").write_text(text, encoding="utf-8")

    def run(self, command: str, *more: str) -> Run:
        """Run a command on the folder, without a terminal."""
        arguments = [command, "--data", str(self.folder), *more]
        if command != "check":
            arguments += ["--out", str(self.out)]
        return run(*arguments)

    def tree(self) -> dict[str, tuple[int, int]]:
        """Return every file around, with its size and the time of its last change."""
        return {
            str(path.relative_to(self.root)): (path.lstat().st_size, path.lstat().st_mtime_ns)
            for path in sorted(self.root.rglob("*"))
            if not path.is_dir()
        }

    def texts(self) -> str:
        """Return all bytes that stand in the output folder, unpacked, as one text."""
        import zipfile

        found = []
        for path in self.out.rglob("*"):
            if not path.is_file():
                continue
            found.append(path.read_bytes())
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    found += [archive.read(name) for name in archive.namelist()]
        return b"\n".join(found).decode("utf-8", "replace")


def run(*arguments: str) -> Run:
    """Run a command, without a terminal."""
    result = CliRunner().invoke(app, list(arguments))
    return Run(result.exit_code, result.output + result.stderr)
