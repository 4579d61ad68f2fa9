"""A PostgreSQL of the tests' own, on loopback, from Debian's package."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

PASSWORD = "Zaphod-42!"  # noqa: S105 - of a server that lives for a test
USER = "finance"


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Attributes:
        port: Where it listens, on 127.0.0.1.
    """

    port: int

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        """Return a connection of its owner."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, password=PASSWORD, dbname="postgres"
        )


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, of the newest version; None without any."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """Yield a server with a password; it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="xlcost-postgres-"))
    own = {"user": pwd.getpwnam("postgres").pw_uid} if os.getuid() == 0 else {}
    bin_folder = programs()
    assert bin_folder is not None
    process = None
    try:
        secret = folder / "password"
        secret.write_text(f"{PASSWORD}\n", encoding="ascii")
        for path in (folder, secret):
            path.chmod(0o777)
        subprocess.run(
            [bin_folder / "initdb", "-D", folder / "data", "-U", USER, "-A", "scram-sha-256",
             f"--pwfile={secret}", "--no-sync", "-E", "UTF8", "--locale=C"],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **own,
        )  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [bin_folder / "postgres", "-D", folder / "data", "-p", str(port), "-c", "fsync=off",
             "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
            stderr=subprocess.DEVNULL, cwd="/", **own,
        )  # fmt: skip
        found = Server(port)
        for attempt in range(300):
            try:
                found.connect().close()
            except psycopg.OperationalError:
                if attempt == 299:
                    raise
                time.sleep(0.1)
            else:
                break
        yield found
    finally:
        if process is not None:
            process.send_signal(signal.SIGINT)  # at once, whoever is still connected
            process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)
