"""The manifest of a pack: everything that it was built from, so that it can be built again."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from xlcost.dataset.earlier import Earlier
from xlcost.dataset.facts import Source, with_sheet
from xlcost.dataset.findings import Finding
from xlcost.dataset.settings import Settings, parse_settings
from xlcost.errors import UsageError, XlcostError
from xlcost.planning.levers_file import FILE_NAME as LEVERS_FILE
from xlcost.system.identity import Stamp, read_whole, stamp
from xlcost.values.text_guard import JSON, odd_value

FORMAT = 1
ENDING = ".manifest.json"
_NAME = 240  # characters of a file's name, with room for what is written beside it
LIBRARIES = (
    "babel", "duckdb", "holidays", "ibis-framework", "lxml", "openpyxl", "pandas", "pyarrow",
    "pydantic", "python-calamine",
)  # fmt: skip


class _Part(BaseModel):
    """A part of a manifest: what a later version adds is read over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ScopeEntry(_Part):
    """Which part of the company the pack speaks of."""

    dimension: Literal["", "cost_centre", "site", "entity", "manager"] = ""
    code: str = ""
    name: str = ""


class OptionsEntry(_Part):
    """What the pack was made as."""

    allow_errors: bool = False
    pdf: bool = False
    formats: list[Literal["json", "csv", "parquet", "html", "pptx"]] = Field(default_factory=list)
    pages: Literal["short", "full"] = "short"


class FileEntry(_Part):
    """A file by its name, its size and its hash."""

    file: Annotated[str, Field(max_length=_NAME)]
    sha256: str
    size: int = 0


class SourceEntry(FileEntry):
    """A source as it was read; a table of a database has no hash."""

    input: str
    sheet: str = ""
    rows_read: int = 0
    rows_used: int = 0
    rows_left_out: int = 0
    total: Decimal | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by."""
        return self.input, self.file, self.sheet

    @property
    def place(self) -> str:
        """The file as a person names it, its sheet in brackets."""
        return with_sheet(self.file, self.sheet)


class Manifest(_Part):
    """Everything that a pack was built from.

    Attributes:
        format: Version of this file's own form.
        xlcost: Version of xlcost.
        created: The run time, ISO text in UTC.
        period: Such as 2026P10.
        period_label: The same for people.
        language: "en" or "nb".
        scope: The part of the company.
        options: What the pack was made as.
        data: Folder of the data, seen from the manifest.
        settings: Every setting as it held.
        settings_given: The settings that were said; the others had their defaults.
        methods: The methods of each metric that has several.
        sources: What was read.
        charted: Chart of accounts → the accounts that it, and no person, gave their lines.
        theme: The file of the look, if there was one.
        logo: The picture that the look names, if it does.
        levers: The file of the plan, if there was one.
        earlier: What earlier packs held that this one went on with.
        earlier_findings: What was found about those earlier packs.
        libraries: Versions of Python and of the libraries.
        platform: The system.
        controls: Every control with its sides and its result.
        workbook: The finished workbook.
        run: What the workbook says of itself, too, also when people have saved it since.
    """

    format: int = FORMAT
    xlcost: str
    created: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    period: str
    period_label: str = ""
    language: Literal["en", "nb"]
    scope: ScopeEntry = Field(default_factory=ScopeEntry)
    options: OptionsEntry = Field(default_factory=OptionsEntry)
    data: str
    settings: dict[str, Any] = Field(default_factory=dict)
    settings_given: dict[str, Any]
    methods: dict[str, list[str]] = Field(default_factory=dict)
    sources: list[SourceEntry]
    charted: dict[str, list[str]] = Field(default_factory=dict)
    theme: FileEntry | None = None
    logo: FileEntry | None = None
    levers: FileEntry | None = None
    earlier: Any = None
    earlier_findings: Any = None
    libraries: dict[str, str] = Field(default_factory=dict)
    platform: str = ""
    controls: list[dict[str, Any]] = Field(default_factory=list)
    workbook: FileEntry
    run: str = ""

    def changed(self, sources: Iterable[Source], plan: Stamp | None) -> list[str]:
        """Return a sentence for each source that is not what it was, the plan included."""
        then, now = (one.sha256 if one else "none" for one in (self.levers, plan))
        if then == now:
            return self._changed(sources)
        said = f"{LEVERS_FILE} is not the one of then: its SHA-256 is {now} and was {then}"
        return [*self._changed(sources), said]

    def _changed(self, sources: Iterable[Source]) -> list[str]:
        now = {entry.key: entry for entry in entries(sources)}
        said = []
        for entry in self.sources:
            other = now.pop(entry.key, None)
            if other is None:
                said.append(f"{entry.place} was read then and is not there now")
            elif entry.sha256 != other.sha256:
                said.append(
                    f"{entry.place} is not the file that the report was built from: its SHA-256 "
                    f"is {other.sha256} and was {entry.sha256}"
                )
            elif (entry.rows_used, entry.total) != (other.rows_used, other.total):
                said.append(
                    f"{entry.place} has {other.rows_used} rows with a total of {other.total}, "
                    f"and had {entry.rows_used} with {entry.total}"
                )
        return said + [f"{entry.place} was not there then" for entry in now.values()]


def read_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Raises:
        UsageError: There is none at the path, or the file is something else.
    """
    text, _ = JSON.read(path)
    JSON.look_over(text, path.name)
    try:
        said = json.loads(text)
        odd = odd_value(said)
        manifest = Manifest.model_validate(said, strict=False)
        unpacked(manifest.earlier)
        unpacked_findings(manifest.earlier_findings)
        parse_settings(manifest.settings_given)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = f"{where}: {first['msg']}" if where else first["msg"]
        raise _no_manifest(path, reason) from fault
    except (XlcostError, ValueError, TypeError, KeyError, RecursionError) as fault:
        raise _no_manifest(path, str(fault).removesuffix(".")) from fault
    if odd:
        raise _no_manifest(path, odd)
    if manifest.format > FORMAT:
        raise UsageError(
            f"{path} was written by xlcost {manifest.xlcost}, which is newer than this."
        )
    return manifest


def _no_manifest(path: Path, reason: str) -> UsageError:
    return UsageError(f"{path} is no manifest of a report: {reason}.")


def manifest_path(workbook: Path) -> Path:
    """Return where the manifest of a workbook stands."""
    return workbook.with_name(f"{workbook.stem}{ENDING}")


def encoded(manifest: Manifest) -> bytes:
    """Return a manifest as its file holds it."""
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def given(settings: Settings) -> dict[str, Any]:
    """Return what settings say that is not merely a default; `Settings` reads it again."""
    return settings.model_dump(mode="json", exclude_unset=True)


def entries(sources: Iterable[Source]) -> list[SourceEntry]:
    """Return what a manifest keeps of sources."""
    return [
        SourceEntry(
            input=source.input,
            file=source.file,
            sheet=source.sheet,
            size=source.size,
            sha256=source.sha256,
            rows_read=source.rows_read,
            rows_used=source.rows_used,
            rows_left_out=source.rows_left_out,
            total=source.total,
        )
        for source in sources
    ]


def file_entry(path: Path) -> FileEntry:
    """Return a file as a manifest keeps it."""
    return entry_of(stamp(path, read_whole(path)))


def entry_of(read: Stamp) -> FileEntry:
    """Return a file that was read as a manifest keeps it."""
    return FileEntry(file=read.path.name, sha256=read.sha256, size=read.size)


def file_of(path: Path) -> FileEntry | None:
    """Return a file that may be there as a manifest keeps it."""
    return file_entry(path) if path.is_file() else None


def libraries() -> dict[str, str]:
    """Return the versions of Python and of the libraries that a pack depends on."""
    return dict(_installed())


@cache
def _installed() -> Mapping[str, str]:
    """Return the same, looked up once: no process changes its own libraries."""
    versions = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


def seen_from(folder: Path, data: Path) -> str:
    """Return the path of the data as seen from a folder; a whole path from another drive."""
    try:
        return Path(os.path.relpath(data.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return str(data.resolve())


def packed(value: object) -> Any:
    """Return earlier packs as JSON can hold them; mappings become lists of pairs."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: packed(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {"pairs": [[packed(key), packed(one)] for key, one in value.items()]}
    if isinstance(value, Path):
        return value.name
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [packed(one) for one in value]
    return value


def unpacked(value: object) -> Earlier:
    """Return earlier packs from what a manifest holds."""
    return TypeAdapter(Earlier).validate_python(_unpacked(value)) if value else Earlier()


def unpacked_findings(value: object) -> tuple[Finding, ...]:
    """Return findings from what a manifest holds."""
    return TypeAdapter(tuple[Finding, ...]).validate_python(_unpacked(value or []))


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"pairs"}:
        return {_hashable(key): _unpacked(one) for key, one in value["pairs"]}
    if isinstance(value, dict):
        return {key: _unpacked(one) for key, one in value.items()}
    return [_unpacked(one) for one in value] if isinstance(value, list) else value


def _hashable(key: Any) -> Any:
    return tuple(key) if isinstance(key, list) else key
