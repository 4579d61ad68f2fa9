r"""The folder in which the workbook and a run leave each other word: lines of fields, never half.

The fields of a line have tabs between them and are ASCII: any other character is written as `\u`
and four hexadecimal digits, twice where it takes two units of UTF-16. VBA reads that in a few
lines, whatever the code page of the computer is. The workbook writes `job.txt`, and `cancel.txt`
to stop the run; the run writes `progress.txt` again and again, and `outcome.txt` once, whose last
line is `end`. `missing.txt` says that the Python which was started has no xlcost.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

PREFIX = "xlcost-run-"
JOB, PROGRESS, OUTCOME = "job.txt", "progress.txt", "outcome.txt"
CANCEL, MISSING = "cancel.txt", "missing.txt"
END = "end"

Line = Sequence[str]

_NUMBER = re.compile(r"[0-9]{1,40}")
_NAME = re.compile(rf"{PREFIX}[0-9]{{1,40}}")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_AS_IT_IS = frozenset(range(0x20, 0x7F)) - {ord("\\")}
_OLD = 86_400.0  # seconds after which nobody asks for a run any more
_TRIES = 40  # to replace a file that VBA has open for a moment
_PAUSE = 0.05
_LONGEST = 32_000  # characters of a cell, with room for what stands before it
# Where a sandboxed Excel for Mac may write; Python, which is in no sandbox, finds it from outside.
_MAC = "Library/Containers/com.microsoft.Excel/Data"


def encoded(lines: Iterable[Line]) -> bytes:
    """Return lines as a file holds them."""
    return "".join("\t".join(map(_escaped, line)) + "\r\n" for line in lines).encode("ascii")


def decoded(content: bytes) -> list[list[str]]:
    """Return the lines of a file; what is no ASCII is not ours and becomes a question mark."""
    text = content.decode("ascii", "replace").replace("�", "?")
    return [[_plain(field) for field in line.split("\t")] for line in text.splitlines() if line]


def _escaped(field: str) -> str:
    if field.isascii() and field.isprintable() and "\\" not in field:
        return field[:_LONGEST]
    content = field[:_LONGEST].encode("utf-16-le", "surrogatepass")
    units = (content[at] + 256 * content[at + 1] for at in range(0, len(content), 2))
    return "".join(chr(unit) if unit in _AS_IT_IS else f"\\u{unit:04X}" for unit in units)


def _plain(field: str) -> str:
    units = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), field)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def place() -> Path:
    """Return where the folders of runs stand: the one place that Excel's VBA names as well."""
    if sys.platform == "darwin":
        return Path.home() / _MAC
    return Path(os.environ.get("TEMP") or tempfile.gettempdir())


class RunFolder:
    """The folder of one run.

    Args:
        path: The folder, which the workbook has made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def numbered(cls, number: str) -> RunFolder:
        """Return the folder of a run by its number.

        Raises:
            ValueError: It is no number, so it may be a path to anywhere.
        """
        if not _NUMBER.fullmatch(number):
            message = f"A run is known by its number, and this is none: {number!r}."
            raise ValueError(message)
        return cls(place() / f"{PREFIX}{number}")

    def job(self) -> dict[str, str]:
        """Return what the workbook wants: the task, and what its cells hold, by key."""
        lines = decoded((self.path / JOB).read_bytes())
        return {line[0]: line[1] if len(line) > 1 else "" for line in lines}

    def tell(self, lines: Iterable[Line]) -> None:
        """Say how far the run is; where that fails, the next word of it is said soon."""
        with contextlib.suppress(OSError):
            self._replace(PROGRESS, lines, tries=1)

    def finish(self, lines: Iterable[Line]) -> None:
        """Say how the run ended; a workbook that has closed meanwhile is not told."""
        with contextlib.suppress(OSError):
            self._replace(OUTCOME, [*lines, (END,)], tries=_TRIES)

    @property
    def is_cancelled(self) -> bool:
        """Whether the workbook wants the run to stop."""
        return (self.path / CANCEL).exists()

    def _replace(self, name: str, lines: Iterable[Line], *, tries: int) -> None:
        new = self.path / f"{name}.new"
        new.write_bytes(encoded(lines))
        for left in reversed(range(tries)):
            try:
                new.replace(self.path / name)
            except PermissionError:  # VBA reads it at this moment
                if not left:
                    raise
                time.sleep(_PAUSE)
            else:
                return


def clear_old(now: float | None = None) -> None:
    """Remove the folders of runs that nobody asked for again, because Excel had ended."""
    moment = time.time() if now is None else now
    for path in _runs():
        with contextlib.suppress(OSError):
            if moment - path.lstat().st_mtime > _OLD:
                shutil.rmtree(path, ignore_errors=True)


def _runs() -> Iterator[Path]:
    with contextlib.suppress(OSError), os.scandir(place()) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)
