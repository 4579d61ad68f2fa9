"""One part of a company: its pack alone, as the batch of all parts would build it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.slices import parts, slice_of
from xlcost.errors import UsageError
from xlcost.inputs.loading import Progress, load
from xlcost.outputs.run_specs import Options
from xlcost.runs.batch import file_names, pinned
from xlcost.runs.pack import BuiltReport, data_folder, output_folder, specified, write_pack
from xlcost.trust import answers
from xlcost.trust.answers import remembered
from xlcost.trust.requests import Permission


def build_part(
    data: Path | str,
    out: Path | str,
    dimension: str,
    chosen: Callable[[Dataset], str | None],
    period: str | None = None,
    language: str | None = None,
    *,
    options: Options | None = None,
    on_progress: Progress = lambda _: None,
    permission: Permission = remembered,
) -> BuiltReport:
    """Build the pack of one part of a company.

    Args:
        data: Folder of the data.
        out: Folder for the report; made if it is not there.
        dimension: "cost_centre", "site", "entity" or "manager".
        chosen: Returns the code of the part, when the data is read; None is all of the company.
        period: `2026-10`, `2026P10` or `2026`; without it, the last period of the ledger.
        language: "en" or "nb"; without it, the settings' language.
        options: What the pack is.
        on_progress: Called with the name of each step as it starts.
        permission: As in `load`.

    Raises:
        FindingsError: The data has errors and they are not allowed; nothing was written.
        UsageError: The folder, the period, the settings or the part cannot mean anything.
        EnvironmentFault: The pack could not be written.
    """
    started = time.monotonic()
    wanted = options or Options()
    folder, target = data_folder(data), output_folder(out, wanted, permission)
    loaded = load(
        folder, period=period, on_progress=on_progress, language=language, permission=permission
    )
    answers.name(folder)
    code = chosen(loaded)
    dataset, spec = specified(loaded, folder, language, wanted)
    name = ""
    if code is not None:
        scope = next((one for one in parts(dataset, dimension) if one.code == code), None)
        if scope is None:
            raise UsageError(f"The data has no {dimension} {code!r}.")
        (name,) = file_names(dataset, [scope], spec)
        dataset = slice_of(pinned(dataset), scope)
    built = write_pack(dataset, target, spec, name=name, on_progress=on_progress)
    return replace(built, seconds=time.monotonic() - started)
