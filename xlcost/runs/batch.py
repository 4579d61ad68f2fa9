"""The batch: a pack of the company, one of each of its parts, and an index of them all.

The data is read once. Each part is built by itself, in other processes where that pays; a pack
that cannot be made is told in the index, and the others are built all the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xlcost import __version__
from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Severity
from xlcost.dataset.scope import Scope
from xlcost.dataset.slices import parts, slices
from xlcost.errors import BUG, COULD_NOT, EnvironmentFault, LeftBeside, XlcostError, told_by_system
from xlcost.inputs.loading import Progress, load
from xlcost.locales.words import words
from xlcost.outputs.file_names import FileNames
from xlcost.outputs.run_specs import Options, RunSpec
from xlcost.report.build import context
from xlcost.report.index import GRID, VERDICT, IndexEntry, index
from xlcost.report.model.labels import period_code, scope_label
from xlcost.report.model.places import manager_of
from xlcost.report.model.tables import choose_budget
from xlcost.runs.pack import (
    BuiltReport,
    Unfinished,
    data_folder,
    output_folder,
    specified,
    write_pack,
    written_as,
)
from xlcost.runs.workers import side_by_side
from xlcost.trust import answers
from xlcost.trust.answers import remembered
from xlcost.trust.requests import Permission
from xlcost.workbook.render import write_workbook

Counted = Callable[[int, int, str], None]
_PAYS = 6  # packs for each process: starting one takes as long as two or three packs


@dataclass(frozen=True)
class BuiltPart:
    """What became of one part.

    Attributes:
        scope: Which part it is.
        entry: Its row of the index.
        exit_code: 0, or what a command that made this pack alone would have ended with.
    """

    scope: Scope
    entry: IndexEntry
    exit_code: int = 0


@dataclass(frozen=True)
class BuiltBatch:
    """What a run made.

    Attributes:
        company: The company's pack.
        index: The index workbook; None where it could not be written.
        parts: What became of each part, in order.
        adds_up: Whether the parts add up to the company, to the cent.
        seconds: How long the run took.
        faults: What of the company's pack or of the index is not as it should be.
    """

    company: BuiltReport
    index: Path | None
    parts: tuple[BuiltPart, ...]
    adds_up: bool
    seconds: float
    faults: tuple[str, ...] = ()

    @property
    def made(self) -> int:
        """How many packs of parts stand."""
        return sum(bool(part.entry.file) for part in self.parts)

    @property
    def faulty(self) -> int:
        """How many parts are not as they should be."""
        return sum(bool(part.exit_code) for part in self.parts)


@dataclass(frozen=True)
class _Task:
    """One pack to make; what travels to another process."""

    number: int
    dataset: Dataset
    out: Path
    spec: RunSpec
    name: str


def build_batch(
    data: Path | str,
    out: Path | str,
    dimension: str,
    period: str | None = None,
    language: str | None = None,
    *,
    options: Options | None = None,
    processes: int = 1,
    on_progress: Progress = lambda _: None,
    on_part: Counted = lambda *_: None,
    permission: Permission = remembered,
) -> BuiltBatch:
    """Build the pack of a company and of each of its parts, and an index of them.

    Args:
        data: Folder of the data.
        out: Folder for everything; made if it is not there.
        dimension: "cost_centre", "site", "entity" or "manager".
        period: `2026-10`, `2026P10` or `2026`; without it, the last period of the ledger.
        language: "en" or "nb"; without it, the settings' language.
        options: What each pack is.
        processes: How many may work at once. With more than one, a script that calls this needs
            `if __name__ == "__main__":` around it.
        on_progress: Called with the name of each step until the parts begin.
        on_part: Called with how many parts are done, how many there are, and the last one's name.
        permission: As in `load`.

    Raises:
        FindingsError: The data has errors and they are not allowed; nothing was written.
        UsageError: The folder, the period, the settings or the dimension cannot mean anything.
        EnvironmentFault: The company's pack could not be written.
    """
    started = time.monotonic()
    wanted = options or Options()
    folder, target = data_folder(data), output_folder(out, wanted, permission)
    loaded = load(
        folder, period=period, on_progress=on_progress, language=language, permission=permission
    )
    answers.name(folder)
    dataset, spec = specified(loaded, folder, language, wanted)
    scopes = parts(dataset, dimension)
    company, fault = _stood(dataset, target, spec, on_progress=on_progress)
    built = _parts(dataset, scopes, target, spec, processes, on_part)
    whole = _entry(words(spec.language).text("index.company"), company, fault)
    path, adds_up, reason = _write_index(dataset, dimension, whole, built, target, spec)
    faults = tuple(filter(None, (fault, reason)))
    return BuiltBatch(company, path, built, adds_up, time.monotonic() - started, faults)


def pinned(dataset: Dataset) -> Dataset:
    """Return a company whose parts are all compared with the budget that it is compared with."""
    report = dataset.settings.report
    chosen = choose_budget(dataset.facts, report.budget_version)
    report = report.model_copy(update={"budget_version": chosen})
    settings = dataset.settings.model_copy(update={"report": report})
    return replace(dataset, settings=settings)


def _parts(
    dataset: Dataset,
    scopes: Sequence[Scope],
    out: Path,
    spec: RunSpec,
    processes: int,
    on_part: Counted,
) -> tuple[BuiltPart, ...]:
    """Build every part; the order is that of the scopes, whoever was first."""
    names = file_names(dataset, scopes, spec)
    tasks = (
        _Task(number, mine, out, spec, name)
        for number, (mine, name) in enumerate(
            zip(slices(pinned(dataset), scopes), names, strict=True)
        )
    )
    built: dict[int, BuiltPart] = {}
    useful = min(processes, len(scopes) // _PAYS)
    for number, part in side_by_side(_made, tasks, useful) if useful > 1 else map(_made, tasks):
        built[number] = part
        on_part(len(built), len(scopes), part.entry.label)
    return tuple(built[number] for number in range(len(scopes)))


def file_names(dataset: Dataset, scopes: Sequence[Scope], spec: RunSpec) -> list[str]:
    """Return the name of the pack of each part, without its ending, no two of them alike."""
    code = period_code(dataset.calendar, dataset.period.key)
    names = FileNames()
    return [
        f"opex-report_{code}_{spec.language}_"
        f"{_split(scope.dimension)}-{names.of(scope.code or 'none')}"
        for scope in scopes
    ]


def _split(dimension: str) -> str:
    """Return what a company is split by, as file names have it."""
    return dimension.replace("_", "-")


def _made(task: _Task) -> tuple[int, BuiltPart]:
    """Build one pack; whatever is wrong with it is told, and nothing is raised."""
    dataset, spec = task.dataset, task.spec
    word = words(spec.language)
    label = scope_label(dataset.scope, word)
    if not len(dataset.facts.ledger) and not len(dataset.facts.budget):
        return task.number, BuiltPart(
            dataset.scope, IndexEntry(label, reason=word.text("index.nothing"))
        )
    try:
        built, reason = _stood(dataset, task.out, spec, name=task.name)
    except XlcostError as fault:
        return task.number, _failed(dataset.scope, label, str(fault), fault.exit_code)
    except OSError as fault:
        return task.number, _failed(dataset.scope, label, told_by_system(fault), COULD_NOT)
    except Exception as fault:  # noqa: BLE001  # the other packs are built all the same
        reason = f"{type(fault).__name__}: {fault}"
        return task.number, _failed(dataset.scope, label, reason, BUG)
    code = COULD_NOT if reason else 0
    manager = manager_of(dataset.facts) if dataset.scope.dimension != "manager" else ""
    return task.number, BuiltPart(dataset.scope, _entry(label, built, reason, manager), code)


def _stood(dataset: Dataset, out: Path, spec: RunSpec, **more: Any) -> tuple[BuiltReport, str]:
    """Build and write one pack; return it, and what of it is not as it should be."""
    try:
        return write_pack(dataset, out, spec, **more), ""
    except Unfinished as fault:
        return fault.built, str(fault)


def _failed(scope: Scope, label: str, reason: str, exit_code: int) -> BuiltPart:
    return BuiltPart(scope, IndexEntry(label, reason=" ".join(reason.split())), exit_code)


def _entry(label: str, built: BuiltReport, reason: str, manager: str = "") -> IndexEntry:
    written, wanted = built.comments
    return IndexEntry(
        label,
        built.path.name,
        " ".join(reason.split()),
        amounts=built.amounts,
        failed=built.failed,
        errors=built.findings.count(Severity.ERROR),
        warnings=built.findings.count(Severity.WARNING),
        manager=manager,
        written=written,
        wanted=wanted,
    )


def _write_index(
    dataset: Dataset,
    dimension: str,
    company: IndexEntry,
    built: Sequence[BuiltPart],
    out: Path,
    spec: RunSpec,
) -> tuple[Path | None, bool, str]:
    """Write the index; return its path, whether the parts add up, and what is wrong with it."""
    report = index(
        context(dataset, spec.language),
        company,
        [part.entry for part in built],
        split=_split(dimension),
        created=spec.created,
        version=__version__,
        notice=spec.notice,
    )
    report, values = written_as(report)
    failed = words(spec.language).text("report.failed")
    verdicts = [value for (grid, row, _), value in values.items() if (grid, row) == (GRID, VERDICT)]
    adds_up = failed not in verdicts
    path = out / f"{spec.stem(report.file_stem)}.xlsx"
    try:
        write_workbook(report, values, path, spec.theme)
    except LeftBeside as fault:
        return fault.path, adds_up, str(fault)
    except EnvironmentFault as fault:  # the packs are built, and what became of each is told
        return None, adds_up, str(fault)
    return path, adds_up, ""
