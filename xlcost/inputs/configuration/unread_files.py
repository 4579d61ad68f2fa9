"""Unread files: what else lies in the folder, and why nobody read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.inputs.files.faults import FileFault
from xlcost.inputs.files.kinds import kind_of
from xlcost.locales.words import Words

# What xlcost writes itself, or what no system exports figures as.
OTHERS = frozenset(
    {".toml", ".json", ".md", ".pdf", ".png", ".jpg", ".log", ".duckdb", ".bas", ".pptx"}
)
OURS = ("opex-report", "opex-rapport", "xlcost")
MOST = 50
DATA = frozenset({"saft", "sie", "zip", "datev", "ofx", "xml"})


def unread_files(folder: Path, known: Collection[Path], word: Words) -> Iterator[Finding]:
    """Yield a note for each file that nobody read, with the reason; a warning where it has figures.

    Args:
        folder: Where the files are.
        known: What was read, or is told already.
        word: The words of the report language.
    """
    paths = sorted(path for path in folder.iterdir() if _counts(path, known))
    for path in paths[:MOST]:
        reason, got = _why(path)
        text = word.text(f"reasons.{reason}", got=got, expected="") if reason else ""
        severity = Severity.WARNING if reason in DATA else Severity.NOTE
        expected = text or word.text("expected.no_name")
        yield Finding(severity, Code.NOT_READ, Where(path.name), expected=expected, rows=0)


def _counts(path: Path, known: Collection[Path]) -> bool:
    """Tell whether a file is one that a person may wonder about."""
    name = path.name.lower()
    if name.startswith((".", "~$", *OURS)) or path.suffix.lower() in OTHERS:
        return False
    return path.is_file() and path.resolve() not in known


def _why(path: Path) -> tuple[str, str]:
    """Return why a file cannot be read as a table, as a key under [reasons]."""
    try:
        kind_of(path)
    except FileFault as fault:
        return (fault.reason, fault.got) if fault.code is Code.UNREADABLE_FILE else ("", "")
    except OSError:
        return "", ""
    return "", ""
