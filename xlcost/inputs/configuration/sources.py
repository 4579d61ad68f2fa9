"""Sources: which files, tables of a database and sheets an input is read from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import file_stems, folded_stem
from xlcost.dataset.settings import InputSettings
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.locales.words import Words
from xlcost.trust.places import leads_out

FEW = 8  # names of files that are enough to recognise a folder by
ENDINGS = (
    ".csv",
    ".txt",
    ".tsv",
    ".csv.gz",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".ods",
    ".parquet",
    ".zip",
    ".xml",
    ".html",
    ".htm",
    ".mht",
    ".mhtml",
)


@dataclass(frozen=True)
class Found:
    """What belongs to one table of the settings: files or a database, and what was missing."""

    input: str
    said: InputSettings
    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()


def options_of(said: InputSettings) -> ReadOptions:
    """Return what the settings say about reading a file."""
    return ReadOptions(
        sheet=said.sheet,
        encoding=said.encoding,
        delimiter=said.delimiter,
        skip_rows=said.skip_rows,
        header_row=said.header_row,
        header_rows=said.header_rows,
        quoting=said.quoting,
    )


def find(
    folder: Path, name: str, said: InputSettings, word: Words, unused: Collection[str] = ()
) -> Found:
    """Find the files of an input: those that the settings name, else those with its name.

    Args:
        folder: Where the files are.
        name: The input.
        said: What the settings say of it.
        word: The words of the report language.
        unused: Names of files that nobody reads, whatever pattern they fit.
    """
    if said.database:
        return Found(name, said, ())
    if not said.files:
        return Found(name, said, tuple(wanted(named(folder, name), unused)))
    files: list[Path] = []
    findings = []
    for pattern in said.files:
        fitting = wanted(matches(folder, pattern), unused)
        if not fitting:
            shown = word.text(f"report.inputs.{name}")
            text = word.text("expected.no_files", input=shown, pattern=pattern)
            if lying := shown_names(folder):
                text += word.text("expected.holds", files=", ".join(lying))
            findings.append(Finding(Severity.ERROR, Code.MISSING_INPUT, got=text))
        files += [path for path in fitting if path not in files]
    return Found(name, said, tuple(files), tuple(findings))


def wanted(paths: Iterable[Path], unused: Collection[str]) -> list[Path]:
    """Return files without those that the settings call unused."""
    names = {name.casefold() for name in unused}
    return [path for path in paths if path.name.casefold() not in names]


def shown_names(folder: Path) -> list[str]:
    """Return the names of some files in a folder that may hold a table: enough to know it by."""
    names = [path.name for path, _ in tables_in(folder)] if folder.is_dir() else []
    return [*names[:FEW], "…"] if len(names) > FEW else names


def matches(folder: Path, pattern: str) -> list[Path]:
    """Return the files that a name or a pattern means, in the order of their names."""
    direct = folder / pattern
    if direct.is_file():
        return [direct]
    path = Path(pattern)
    if path.is_absolute():
        found = Path(path.anchor).glob(str(path.relative_to(path.anchor)))
        return sorted(p for p in found if p.is_file() and not _is_helper(p))
    parent = folder
    parts = list(path.parts)
    while parts and parts[0] == "..":
        parent, parts = parent / "..", parts[1:]
    if not parts:
        return []
    found = parent.glob("/".join(parts))
    return sorted(p for p in found if p.is_file() and not _is_helper(p))


def _is_helper(path: Path) -> bool:
    """Tell whether a file is a lock of Excel or LibreOffice, or hidden: none is anybody's data."""
    return path.name.startswith(("~$", "."))


def named(folder: Path, name: str) -> Iterator[Path]:
    """Yield the files that have an input's name: ledger.csv, ledger-2026.xlsx, hovedbok.csv."""
    stems = file_stems(name)
    for path, stem in tables_in(folder):
        if folded_stem(stem) in stems:
            yield path


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder, whatever they are.

    Links out of the folder are none of its own: who wants one read names it, and is asked.
    """
    found = (path for path in sorted(folder.iterdir()) if not leads_out(folder, path))
    return [path for path in found if path.is_file() and not _is_helper(path)]


def tables_in(folder: Path, *, links: bool = True) -> Iterator[tuple[Path, str]]:
    """Yield the files of a folder that may hold a table, with their names without an ending.

    Args:
        folder: The folder.
        links: Whether links out of it count: not where files are read that nobody has named.
    """
    for path in sorted(folder.iterdir()) if links else files_in(folder):
        ending = next((e for e in sorted(ENDINGS, key=len)[::-1] if _ends(path, e)), None)
        if ending is not None and path.is_file() and not _is_helper(path):
            yield path, path.name[: -len(ending)]


def _ends(path: Path, ending: str) -> bool:
    return path.name.lower().endswith(ending)
