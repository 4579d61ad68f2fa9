"""The sample company once for all tests of a worker: files, what they hold, and their report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # many tests need none of it
    from xlcost.dataset.dataset import Dataset
    from xlcost.runs.pack import BuiltReport


class Samples:
    """The sample company's files, what they hold and their report: made once, changed by nobody.

    Args:
        place: Where they are made.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._datasets: dict[str, Any] = {}
        self._reports: dict[str, Any] = {}

    def folder(self, language: str) -> Path:
        """Return the files in one language."""
        from xlcost.samples.make import make_sample

        data = self._place / language
        return data if data.is_dir() else make_sample(data, language)

    def dataset(self, language: str) -> Dataset:
        """Return what they hold in October 2026."""
        from xlcost.inputs.loading import load
        from xlcost.samples.make import LAST_PERIOD

        if language not in self._datasets:
            data = self.folder(language)
            self._datasets[language] = load(data, period=LAST_PERIOD, language=language)
        return self._datasets[language]  # type: ignore[no-any-return]  # a dataset was put there

    def report(self, language: str) -> BuiltReport:
        """Return the report of October 2026, as `xlcost report` builds it."""
        from xlcost.runs.pack import build_report
        from xlcost.samples.make import LAST_PERIOD

        if language not in self._reports:
            out = self._place / f"out {language}"
            built = build_report(self.folder(language), out, LAST_PERIOD, language)
            self._reports[language] = built
        return self._reports[language]  # type: ignore[no-any-return]  # a report was put there
