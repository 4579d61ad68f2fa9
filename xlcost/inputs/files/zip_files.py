"""ZIP files: what is packed in one, and each member unpacked by itself within limits."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import folded_stem
from xlcost.inputs.files.faults import Deadline, limit, raise_of_system, unreadable
from xlcost.inputs.files.guard import CHUNK, SMALL
from xlcost.inputs.files.kinds import ZIP

MOST = 1_000  # files of one ZIP
WORKBOOK_PARTS = ("[Content_Types].xml", "mimetype", "content.xml")
SYSTEMS = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
HEAD = 64 * 1024
PAPERS = frozenset((*(".pdf", ".png", ".jpg", ".md", ".toml"), *(".json", ".log", ".xsd", ".docx")))


def is_archive(path: Path) -> bool:
    """Tell whether a file is a ZIP of files, and no workbook."""
    try:
        with path.open("rb") as stream:
            if stream.read(len(ZIP)) != ZIP:
                return False
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False  # whoever reads it says what is wrong with it
    return bool(names) and not _is_workbook(names)


def _is_workbook(names: list[str]) -> bool:
    return any(name in WORKBOOK_PARTS or name.startswith("xl/") for name in names)


def members(path: Path) -> list[str]:
    """Return the names of the files in a ZIP, without what systems add by themselves.

    Raises:
        FileFault: It is damaged, has a password, or too many files.
    """
    with _opened(path) as package:
        every = package.infolist()
        if len(every) > MOST:
            raise limit("parts", len(every), MOST)
        found = [member for member in every if not member.is_dir() and not _is_helper(member)]
        if any(member.flag_bits & 1 for member in found):
            raise unreadable("password")
        return [member.filename for member in found]


def _is_helper(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    hidden = path.name.startswith((".", "~$"))
    return hidden or any(part.casefold() in SYSTEMS for part in path.parts)


def head_of(path: Path, member: str) -> bytes:
    """Return the first bytes of a file in a ZIP.

    Raises:
        FileFault: It is damaged, or is a ZIP itself.
    """
    with _opened(path) as package, package.open(member) as stream:
        return stream.read(HEAD)


@contextmanager
def member_stream(path: Path, member: str) -> Iterator[BinaryIO]:
    """Open a file in a ZIP; whoever reads it decides how much of it is enough.

    Raises:
        FileFault: It is damaged.
    """
    with _opened(path) as package, package.open(member) as stream:
        yield cast("BinaryIO", stream)


def unpacked(path: Path, member: str, target: Path, limits: Limits, room: int) -> int:
    """Unpack one file of a ZIP to a place of our own; its name there is never the ZIP's.

    Args:
        path: The ZIP.
        member: The file in it.
        target: Where it goes.
        limits: What reading one file may cost.
        room: How many bytes may come out of it.

    Returns:
        How many bytes came out of it.

    Raises:
        FileFault: It is damaged, or past a limit.
    """
    deadline = Deadline(limits.seconds * 10)
    size = 0
    with _opened(path) as package:
        packed = max(1, package.getinfo(member).compress_size)
        with package.open(member) as stream, target.open("xb") as file:
            while data := stream.read(CHUNK):
                size += len(data)
                if size > room:
                    raise limit("unpacked", f"> {room:,}", limits.unpacked_bytes)
                if size > SMALL and size > limits.ratio * packed:
                    raise limit("ratio", size // packed, limits.ratio)
                file.write(data)
                deadline.check()
    with target.open("rb") as file:
        if file.read(len(ZIP)) == ZIP and is_archive(target):
            raise unreadable("nested_zip", member)
    return size


def ending_of(member: str) -> str:
    """Return the ending of a file in a ZIP where it is a plain one."""
    suffix = PurePosixPath(member.replace("\\", "/")).suffix
    return suffix.lower() if ENDING.fullmatch(suffix) else ""


def is_paper(member: str) -> bool:
    """Tell whether a file in a ZIP lies beside its tables, such as a PDF: nobody reads it."""
    return ending_of(member) in PAPERS


def stem_of(member: str) -> str:
    """Return the name of a file without its folder and endings, as names of inputs are compared."""
    name = PurePosixPath(member.replace("\\", "/")).name
    return folded_stem(name.lower().removesuffix(".gz").rsplit(".", 1)[0])


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP; what is wrong with it is a fault of that file."""
    try:
        with zipfile.ZipFile(path) as package:
            yield package
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise unreadable("damaged", str(fault)) from fault
    except OSError as fault:
        raise_of_system(path.name, fault)
        raise unreadable("damaged", str(fault)) from fault
