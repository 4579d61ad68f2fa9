"""Discovery: files of a folder whose name says nothing, and whose headings say what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from xlcost.dataset.findings import Finding
from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import INPUTS, file_stems, folded_stem
from xlcost.dataset.settings import Settings
from xlcost.engine import Engine
from xlcost.inputs.configuration.sources import files_in, matches, tables_in, wanted
from xlcost.inputs.configuration.unread_files import OURS
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.inputs.files.readers import read_tables
from xlcost.inputs.profiles.library import NONE, recognised
from xlcost.inputs.profiles.profile import Profile
from xlcost.inputs.standards.recognition import standard_of
from xlcost.system import stopping

Read = tuple[list[RawTable], list[Finding]]
Known = Mapping[str, Profile]  # name of a file as a person sees it → the export that it is


class Discovery:
    """Looks into the files that no settings name and that have no input's name, each once.

    Args:
        folder: Where the files are.
        settings: What names files of its own.
        engine: Where their rows go.
        limits: What reading one file may cost.
        packed: Returns the exports in a ZIP by the names of its files; None of another file.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        engine: Engine,
        limits: Limits,
        packed: Callable[[Path], Known | None],
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.engine = engine
        self.limits = limits
        self._packed = packed
        self._read: dict[Path, Read] = {}
        self._exports: dict[Path, Known] | None = None

    def files(self, input_name: str) -> dict[Path, Known]:
        """Return the files that are exports of an input, or ZIPs of some, with what tells so.

        Files are looked for where no table of the settings says where this input comes from.
        """
        tables = self.settings.of(input_name)
        if any(said.files or said.database or said.profile == NONE for said in tables):
            return {}
        if self._exports is None:
            self._exports = {path: self._known(path) for path in self._unnamed()}
        found = {
            path: {name: one for name, one in known.items() if one.input == input_name}
            for path, known in self._exports.items()
        }
        return {path: known for path, known in found.items() if known}

    def known(self, path: Path) -> Read | None:
        """Return what was read of a file, where it was looked into."""
        return self._read.get(path.resolve())

    def _known(self, path: Path) -> Known:
        """Return the exports that a file is, or holds."""
        packed = self._packed(path)
        if packed is not None:
            return packed
        found = self.profile(path)
        return {} if found is None else {path.name: found}

    def profile(self, path: Path) -> Profile | None:
        """Return the export that a file is by its headings."""
        stopping.check()
        if standard_of(path, self.limits):
            return None  # it says itself what it is
        read = read_tables(path, ReadOptions(), self.engine, self.limits)
        fits = (recognised(raw) for raw in read[0] if not raw.detected.get("hidden"))
        found = next((one for one in fits if one is not None), None)
        if found is not None:
            self._read[path.resolve()] = read
        return found

    def _unnamed(self) -> list[Path]:
        """Return the files that may hold a table and that nothing names."""
        stems = {stem for name in INPUTS for stem in file_stems(name)}
        said = [one for name in INPUTS for one in self.settings.of(name)]
        told = {
            path.resolve()
            for one in said
            for pattern in one.files
            for path in matches(self.folder, pattern)
        }
        found = (
            path
            for path, stem in (*tables_in(self.folder, links=False), *self._without_ending())
            if folded_stem(stem) not in stems
            and path.resolve() not in told
            and not path.name.lower().startswith(OURS)
        )
        return wanted(found, self.settings.unused)

    def _without_ending(self) -> Iterator[tuple[Path, str]]:
        """Yield the files that have no ending, or the number of a log: queue_log, queue_log.1."""
        for path in files_in(self.folder):
            if re.fullmatch(r"[^.]+(\.[0-9]{1,8})?", path.name):
                yield path, path.name
