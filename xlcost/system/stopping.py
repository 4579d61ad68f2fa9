"""Stopping: a run that is asked to end does so between two steps and leaves nothing unfinished.

A signal that raised an exception wherever the program happens to be could be swallowed there, or
break what cleans up. So it only sets a flag, and whoever begins another step asks for it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator

SIGNALLED = 128  # plus the signal's number, as a shell reports Ctrl-C (130) and SIGTERM (143)
SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_IMPATIENT = 3  # who asks so often does not want to wait for what is cleared away


class Stopped(KeyboardInterrupt):
    """Somebody asked the run to end; no `except Exception` catches it.

    Attributes:
        number: The signal.
    """

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.number = number


class _Flag:
    """What this process was asked."""

    def __init__(self) -> None:
        self.number = 0
        self.times = 0
        self.listening = False
        self.breaks: list[Callable[[], object]] = []


_FLAG = _Flag()


def ask(number: int) -> None:
    """Ask this process to end; it does so with its next step."""
    _FLAG.number = _FLAG.number or number
    for interrupt in tuple(_FLAG.breaks):
        with contextlib.suppress(Exception):  # it may be over by now
            interrupt()


def asked() -> int:
    """Return the signal that this process was asked to end with, or 0."""
    return _FLAG.number


def check() -> None:
    """End here when this process was asked to.

    Raises:
        Stopped: It was.
    """
    if _FLAG.number:
        raise Stopped(_FLAG.number)


@contextlib.contextmanager
def interrupting(interrupt: Callable[[], object]) -> Iterator[None]:
    """Call something as soon as this process is asked to end: it ends a step that takes long."""
    _FLAG.breaks.append(interrupt)
    try:
        yield
    finally:
        _FLAG.breaks.remove(interrupt)


@contextlib.contextmanager
def listening(*, last: bool = False) -> Iterator[None]:
    """Hear Ctrl-C, and a scheduler or a terminal that ends the run, for the length of a block.

    Args:
        last: Whether nothing comes after the block: then a signal ends the process at once.
    """
    if _FLAG.listening or threading.current_thread() is not threading.main_thread():
        yield  # only the main thread takes signals
        return
    _FLAG.number = _FLAG.times = 0
    before = {number: signal.getsignal(number) for number in SIGNALS}
    _FLAG.listening = True
    try:
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:  # nohup and the background of a shell want it so
                signal.signal(number, _hear)
        yield
    finally:
        for number, handler in before.items():
            after = signal.SIG_DFL if handler is None else handler
            signal.signal(number, _end if last and handler is not signal.SIG_IGN else after)
        _FLAG.listening = False
        if not last:
            _FLAG.number = 0  # what was asked of this run is not asked of the next one


def _end(number: int, _frame: object) -> None:
    os._exit(SIGNALLED + number)


def _hear(number: int, _frame: object) -> None:
    _FLAG.times += 1
    if _FLAG.times >= _IMPATIENT:
        os._exit(SIGNALLED + number)
    ask(number)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Hold signals back; a process that is started meanwhile never gets them: its parent does."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
