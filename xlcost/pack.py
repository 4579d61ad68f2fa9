"""The monthly run: one public call from a folder of files to a finished report."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from xlcost import __version__
from xlcost.errors import EnvironmentFault, FindingsError, UsageError
from xlcost.inputs.findings import Findings, Severity
from xlcost.inputs.loading import Dataset, load
from xlcost.report import checks
from xlcost.report.build import build
from xlcost.report.evaluation import evaluate
from xlcost.workbook.render import write_workbook

Progress = Callable[[str], None]


def _quietly(step: str) -> None:
    """Say nothing: nobody asked for progress."""
    del step


@dataclass(frozen=True)
class Options:
    """What a pack is, besides its data.

    Attributes:
        allow_errors: Build in spite of findings of severity error; every page then says so.
    """

    allow_errors: bool = False


@dataclass(frozen=True)
class Order:
    """What is wanted of one run; every pack of it is made alike.

    Attributes:
        language: "en" or "nb"; without it, the settings' language.
        created: The run time, ISO text in UTC.
        options: What each pack is.
    """

    language: str | None
    created: str
    options: Options = Options()


@dataclass(frozen=True)
class BuiltReport:
    """What a run made.

    Attributes:
        path: The finished workbook.
        findings: Everything that was noticed about the data.
        seconds: How long the run took.
        failed: How many controls of the sheet Checks failed.
    """

    path: Path
    findings: Findings
    seconds: float
    failed: int = 0


def build_report(
    data: Path | str,
    out: Path | str,
    period: str | None = None,
    language: str | None = None,
    *,
    allow_errors: bool = False,
    on_progress: Progress | None = None,
) -> BuiltReport:
    """Build the monthly OpEx report of a folder of files.

    Args:
        data: Folder with the ledger and, if there, `xlcost.toml` and the other inputs.
        out: Folder for the report; made if it is not there.
        period: `2026-10`, `2026P10` or `2026`; without it, the last period of the ledger.
        language: "en" or "nb"; without it, the settings' language.
        allow_errors: Build in spite of findings of severity error; every page then says so.
        on_progress: Called with the name of each step as it starts.

    Returns:
        The path of the workbook, the findings and the seconds it took.

    Raises:
        FindingsError: The data has errors and `allow_errors` is not set; nothing was written.
        UsageError: The folder, the period or the settings cannot mean anything.
        EnvironmentFault: The report could not be written; an older one is as it was.
    """
    started = time.monotonic()
    say = on_progress or _quietly
    folder, target = _folder(data), _made(Path(out))
    dataset = load(folder, period=period, on_progress=say, language=language)
    refuse_errors(dataset, allow_errors=allow_errors)
    order = Order(language, created(), Options(allow_errors=allow_errors))
    built = write_pack(dataset, target, order, on_progress=say)
    return replace(built, seconds=time.monotonic() - started)


def write_pack(
    dataset: Dataset, out: Path, order: Order, *, name: str = "", on_progress: Progress = _quietly
) -> BuiltReport:
    """Build and write the pack of a loaded folder, or of a part of it.

    Args:
        dataset: What it is built from.
        out: Folder for it, which is there.
        order: What is wanted.
        name: File name without its ending; without it, the report's own.
        on_progress: Called with the name of each step as it starts.

    Raises:
        EnvironmentFault: The report could not be written; an older one is as it was.
    """
    started = time.monotonic()
    on_progress("report")
    report = build(
        dataset,
        language=order.language,
        created=order.created,
        version=__version__,
        allow_errors=order.options.allow_errors,
    )
    values = evaluate(report)
    on_progress("workbook")
    path = out / f"{name or report.file_stem}.xlsx"
    write_workbook(report, values, path)
    failed = checks.failed(report, values)
    return BuiltReport(path, dataset.findings, time.monotonic() - started, failed)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        message = f"The output folder {folder} cannot be made: {fault.strerror}."
        raise EnvironmentFault(message) from fault
    return folder


def _folder(data: Path | str) -> Path:
    folder = Path(data)
    if not folder.is_dir():
        raise UsageError(f"The data folder {folder} is not there.")
    return folder


def refuse_errors(dataset: Dataset, *, allow_errors: bool) -> None:
    """Refuse data that no report can be made of.

    Raises:
        FindingsError: The data has errors that are not allowed, or there is nothing to report.
    """
    errors = [f for f in dataset.findings if f.severity is Severity.ERROR]
    if not len(dataset.facts.ledger) and not len(dataset.facts.budget):
        reason = f": {errors[0].sentence()}" if errors else ""
        message = f"There is nothing to report{reason}. See `xlcost check`."
        raise FindingsError(message, dataset.findings)
    if errors and not allow_errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise FindingsError(
            f"The data has errors, so no report was built: {errors[0].sentence()}{more}. "
            "See `xlcost check`, or build anyway with --allow-errors.",
            dataset.findings,
        )


def created() -> str:
    """Return the run time, fixed by SOURCE_DATE_EPOCH so that a build can be repeated exactly."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
