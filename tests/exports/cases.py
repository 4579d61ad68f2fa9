"""Runs a case of the shared exports: a folder of files, the settings to use, what came of it."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Finding, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.errors import XlcostError
from xlcost.inputs.columns.outline import outline
from xlcost.inputs.loading import load

NOT_DATA = ("expected.json", "settings.toml", "README.md", "truth.json")


@dataclass(frozen=True)
class Outcome:
    """What became of a case.

    Attributes:
        dataset: What was read; None where the settings were refused.
        refused: Why the settings were refused, or "".
        settings: The text of the settings that were used, "" where there were none.
    """

    dataset: Dataset | None
    refused: str = ""
    settings: str = ""

    @property
    def errors(self) -> list[Finding]:
        """The findings that stop a report."""
        found = self.dataset.findings if self.dataset else ()
        return [one for one in found if one.severity is Severity.ERROR]

    @property
    def codes(self) -> set[str]:
        """The codes of everything that was said, notes left out."""
        found = self.dataset.findings if self.dataset else ()
        return {str(one.code) for one in found if one.severity is not Severity.NOTE}

    @property
    def said(self) -> str:
        """Every sentence, errors first."""
        found = self.dataset.findings if self.dataset else ()
        order = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
        shown = sorted(found, key=lambda one: order.index(one.severity))
        return "\n".join([self.refused, *(f"{one.severity} {one.sentence()}" for one in shown)])

    def amounts(self, name: str) -> dict[str, str]:
        """Return account|period → amount to the cent of a ledger or budget."""
        if self.dataset is None:
            return {}
        frame = getattr(self.dataset.facts, name)
        summed = frame.groupby(["account", "period"])["amount"].sum()
        return {f"{a}|{p}": f"{x:.2f}" for (a, p), x in summed.items() if round(x, 2)}


def run(
    folder: Path,
    work: Path,
    settings: str | Mapping[str, Any] | None = None,
    *,
    period: str | None = None,
) -> Outcome:
    """Read the files of a case in a folder of their own.

    Args:
        folder: The case.
        work: An empty folder.
        settings: The text of `xlcost.toml`, or what it means; None leaves the case as it is, its
            own `xlcost.toml` included.
        period: The period of the report.
    """
    for path in folder.iterdir():
        if path.name not in NOT_DATA and path.is_file():
            shutil.copy(path, work / path.name)
    if settings is None:
        own = work / "xlcost.toml"
        settings = own.read_text(encoding="utf-8") if own.is_file() else ""
    text = settings if isinstance(settings, str) else ""
    try:
        found = tomllib.loads(settings) if isinstance(settings, str) else dict(settings)
        dataset = load(work, parse_settings(found), period)
    except XlcostError as error:
        return Outcome(None, str(error), text)
    for source in dataset.facts.sources:
        assert source.rows_read == source.rows_used + source.rows_left_out, source
    return Outcome(dataset, "", text)


def init(folder: Path, names: Sequence[str] = ()) -> str:
    """Return the settings that `xlcost init` writes for the files of a case, all by default."""
    files = [folder / name for name in names]
    if not names:
        files = sorted(p for p in folder.iterdir() if p.name not in NOT_DATA and p.suffix)
    return outline(files, folder)


def expected(folder: Path) -> dict[str, Any]:
    """Return the right answer of a case."""
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return found


def money(amounts: Mapping[str, str]) -> dict[str, str]:
    """Return amounts to the cent, those of nothing left out."""
    return {key: f"{Decimal(x):.2f}" for key, x in amounts.items() if Decimal(x)}
