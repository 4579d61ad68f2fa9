"""Child processes: waited for, and ended with all that they started when their time is over."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence

from xlcost.system import stopping

_TICK = 0.2  # seconds between two looks at whether the run was asked to end


def run(
    command: Sequence[str], seconds: float, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a program and return how it ended, with what it said of faults.

    It is the first of a process group of its own, and signals go to this process alone: so a
    Ctrl-C is never taken for a fault of the program.

    Args:
        command: The program and its arguments.
        seconds: How long it may take.
        environment: Its environment, in place of this process's.

    Raises:
        subprocess.TimeoutExpired: It took longer; it is ended.
        Stopped: The run was asked to end; the program is ended.
        OSError: It could not be started.
    """
    end = time.monotonic() + seconds
    with stopping.held():
        process = subprocess.Popen(  # noqa: S603 - callers give programs and words of their own
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=None if environment is None else dict(environment),
            start_new_session=os.name == "posix",
        )
    try:
        while True:
            left = end - time.monotonic()
            try:
                _, said = process.communicate(timeout=max(0.0, min(_TICK, left)))
            except subprocess.TimeoutExpired:
                stopping.check()
                if left <= 0:
                    raise
            else:
                return subprocess.CompletedProcess(command, process.returncode, b"", said)
    except BaseException:
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and whatever it started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=5)
