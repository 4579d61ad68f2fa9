"""One public call from a folder of files and a plan of levers to a workbook to try out."""

from __future__ import annotations

import time
from pathlib import Path

from xlcost import __version__
from xlcost.errors import UsageError
from xlcost.inputs.loading import Progress, load
from xlcost.outputs.folder import made
from xlcost.outputs.run_specs import Options
from xlcost.report.plan_report import build_plan
from xlcost.runs.pack import BuiltReport, data_folder, output_folder, specified, written_as
from xlcost.trust.answers import remembered
from xlcost.trust.requests import Permission
from xlcost.workbook.render import write_workbook


def build_savings_plan(
    data: Path | str,
    out: Path | str,
    levers: Path | str | None = None,
    period: str | None = None,
    language: str | None = None,
    *,
    allow_errors: bool = False,
    on_progress: Progress = lambda _: None,
    permission: Permission = remembered,
) -> BuiltReport:
    """Build the plan of a folder of files: the levers alone, together, and what matters most.

    Args:
        data: Folder with the ledger and, if there, `xlcost.toml`, `levers.toml` and the rest.
        out: Folder for the plan; made if it is not there.
        levers: The file of the plan, in place of the folder's own `levers.toml`.
        period: `2026-10`, `2026P10` or `2026`; without it, the last period of the ledger.
        language: "en" or "nb"; without it, the settings' language.
        allow_errors: Build in spite of findings of severity error; every page then says so.
        on_progress: Called with the name of each step as it starts.
        permission: As in `load`.

    Raises:
        FindingsError: The data has errors and `allow_errors` is not set; nothing was written.
        UsageError: A folder, the plan, the period or the settings cannot mean anything.
        EnvironmentFault: The plan could not be written; an older one is as it was.
    """
    started = time.monotonic()
    folder, file = data_folder(data), Path(levers) if levers else None
    if file and not file.is_file():
        raise UsageError(f"The plan {file} is not there.")
    options = Options(allow_errors=allow_errors)
    target = output_folder(out, options)
    loaded = load(
        folder,
        period=period,
        language=language,
        levers=file,
        on_progress=on_progress,
        permission=permission,
    )
    dataset, spec = specified(loaded, folder, language, options)
    on_progress("report")
    report = build_plan(
        dataset,
        language=spec.language,
        created=spec.created,
        version=__version__,
        allow_errors=allow_errors,
    )
    report, values = written_as(report)
    on_progress("workbook")
    path = made(target) / f"{report.file_stem}.xlsx"
    write_workbook(report, values, path, spec.theme)
    return BuiltReport(path, dataset.findings, time.monotonic() - started)
