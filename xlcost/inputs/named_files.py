"""Files whose names say what they are, though they are called otherwise than an input."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path

from xlcost.dataset.findings import Code, Finding, Severity, Where, few_of
from xlcost.dataset.schema import INPUTS
from xlcost.dataset.settings import InputSettings, Settings
from xlcost.inputs.configuration.sources import FEW, matches
from xlcost.inputs.configuration.speaking_names import SpeakingName, believed, speaking
from xlcost.inputs.profiles.discovery import Discovery
from xlcost.locales.words import Words


class NamedFiles:
    """Finds the one file whose name says what it is, and tells of names that say too little.

    Args:
        folder: Where the files are.
        settings: What names files of its own.
        discovery: What knows files by their headings.
        word: The words of the report language.
    """

    def __init__(self, folder: Path, settings: Settings, discovery: Discovery, word: Words) -> None:
        self._folder = folder
        self._settings = settings
        self._discovery = discovery
        self._word = word
        self._asked: set[str] = set()  # files that a question names already
        self._unfitting: set[Path] = set()  # the name says what it is, and the columns do not

    @cached_property
    def _speaking(self) -> list[SpeakingName]:
        return speaking(self._folder)

    def of(self, name: str, said: InputSettings, read: Collection[Path]) -> tuple[Path, ...]:
        """Return the one file that is an input by its name, where nothing else is.

        Args:
            name: The input.
            said: What the settings say of it.
            read: Files that were read as something else.
        """
        if said.files or said.database:
            return ()
        patterns = [
            pattern for other in INPUTS for one in self._settings.of(other) for pattern in one.files
        ]
        told = [path for pattern in patterns for path in matches(self._folder, pattern)]
        told += [self._folder / unused for unused in self._settings.unused]
        told += [path for other in INPUTS if other != name for path in self._discovery.files(other)]
        taken = {*read, *(path.resolve() for path in told)}
        return believed(self._speaking, name, taken)

    def note(self, path: Path, name: str) -> Finding:
        """Return what is told of a file that was believed."""
        text = self._word.text("expected.by_name", input=self._word.text(f"report.inputs.{name}"))
        return Finding(Severity.NOTE, Code.DETECTED, Where(path.name), text, name, rows=0)

    def doubt(self, path: Path) -> None:
        """Remember that a file has not the columns of what its name says."""
        self._unfitting.add(path.resolve())

    def ask(self, name: str) -> str:
        """Return the names that speak of an input which nothing is known to be: one question."""
        found = [one.path.name for one in self._speaking if name in one.inputs]
        self._asked.update(found)
        return few_of(found, FEW)

    def told(self) -> set[Path]:
        """Return the files that a question names."""
        return {(self._folder / name).resolve() for name in self._asked}

    def unread(self, read: Collection[Path]) -> Iterator[Finding]:
        """Yield a warning for each file that nothing reads, and whose name speaks of an input."""
        open_ones = {
            one for one in INPUTS if not any(said.files for said in self._settings.of(one))
        }
        known = {*(set(read) - self._unfitting), *self.told()}
        for one in self._speaking:
            mine = [name for name in one.inputs if name in open_ones]
            if mine and one.path.resolve() not in known:
                where = Where(one.path.name)
                name = self._word.text(f"report.inputs.{mine[0]}")
                yield Finding(Severity.WARNING, Code.UNREAD_FILE, where, name, mine[0], rows=0)
