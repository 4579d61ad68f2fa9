"""The two streams of a command: what is shown never stops a run, whoever reads at the other end.

A terminal of Windows knows 256 characters, a reader such as `head` goes away in the middle, and the
name of a file may be no text. What a stream cannot show is shown as near as it can be.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO, cast

NEAREST = "xlcost-nearest"  # the name under which codecs knows `_nearest`
_NEAR = {
    "→": "->", "−": "-", "–": "-", "—": "-", "…": "...", "·": "-", "•": "*", "×": "x",
    "≤": "<=", "≥": ">=", "≠": "<>", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"',
    "«": '"', "»": '"', "\u00a0": " ", "\u202f": " ", "Δ": "d", "Æ": "AE", "æ": "ae", "Ø": "O",
    "ø": "o", "Å": "A", "å": "a", "€": "EUR", "£": "GBP", "%": "%",
}  # fmt: skip
_RAW = range(0xDC80, 0xDD00)  # how Python holds a byte of a file's name that is no character


def _nearest(fault: UnicodeError) -> tuple[str | bytes, int]:
    """Return what is shown in place of characters that a stream does not have."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    lost = fault.object[fault.start : fault.end]
    if all(ord(one) in _RAW for one in lost) and fault.encoding.startswith("utf"):
        # Whoever reads a path from a pipe gets the path; a person sees that something is odd.
        piped = sys.stdout is None or not sys.stdout.isatty()
        return (lost.encode("ascii", "surrogateescape") if piped else "?" * len(lost)), fault.end
    return "".join(_near(one, fault.encoding) for one in lost), fault.end


def _near(one: str, encoding: str) -> str:
    near = _NEAR.get(one, "?")
    try:
        near.encode(encoding)
    except (UnicodeError, LookupError):
        return "?"
    return near


codecs.register_error(NEAREST, _nearest)


class Stream:
    """A stream of text that goes quiet when its reader has gone.

    Args:
        stream: What is written to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._gone = False

    def write(self, text: str) -> int:
        """Write a text, or nothing where nobody reads any more."""
        if not self._gone:
            with self._quiet():
                self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        if not self._gone:
            with self._quiet():
                self._stream.flush()

    @contextlib.contextmanager
    def _quiet(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self.give_up()

    def give_up(self) -> None:
        """Write to nowhere from now on; Python flushes its streams once more when it ends."""
        self._gone = True
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        """Return whatever else the stream has."""
        return getattr(self._stream, name)


@contextlib.contextmanager
def forgiving() -> Iterator[None]:
    """Let standard output and standard error take every text, for as long as a command runs."""
    before = sys.stdout, sys.stderr
    for stream in before:
        if reconfigure := getattr(stream, "reconfigure", None):
            with contextlib.suppress(OSError, ValueError):  # a stream that is already broken
                reconfigure(errors=NEAREST)
    out, err = (None if stream is None else Stream(stream) for stream in before)
    # Where there is no console at all Python has None, and who prints knows it.
    sys.stdout, sys.stderr = cast("TextIO", out), cast("TextIO", err)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def finish() -> OSError | None:
    """Hand on all that was printed; return why that cannot be done, once for all."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError) as fault:
            if isinstance(stream, Stream):
                stream.give_up()
            if isinstance(fault, OSError) and stream is sys.stdout:
                return fault
    return None
