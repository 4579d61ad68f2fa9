"""What stands beside a workbook: its manifest, its tables for other tools, its PDF."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from pathlib import Path

from xlcost import __version__
from xlcost.dataset.levers import FILE_NAME as LEVERS_FILE
from xlcost.outputs.formats import write_tables
from xlcost.outputs.manifest import (
    FileEntry,
    Manifest,
    OptionsEntry,
    ScopeEntry,
    entries,
    file_entry,
    file_of,
    given,
    libraries,
    packed,
    seen_from,
    write_manifest,
)
from xlcost.outputs.pdf import write_pdf
from xlcost.outputs.run_specs import Pack, RunSpec
from xlcost.outputs.tables import controls, tables
from xlcost.report.about import used_calls
from xlcost.workbook.themes import logo_file


def write_others(pack: Pack, spec: RunSpec, say: Callable[[str], None]) -> Iterator[Path]:
    """Write what is wanted besides the workbook, and yield the path of each.

    Raises:
        EnvironmentFault: One could not be written; the workbook is finished.
    """
    options = spec.options
    if not options.incognito:  # a manifest would tell who it is
        yield write_manifest(manifest_of(pack, spec), pack.path)
    if options.formats:
        say("tables")
        found = tables(pack.dataset, pack.report, pack.values, pack.findings)
        stem = pack.path.with_name(pack.path.stem.replace("opex-report", "opex-data", 1))
        for format_ in options.formats:
            yield write_tables(found, stem, format_)
    if options.pdf:
        say("pdf")
        yield write_pdf(pack.path)


def manifest_of(pack: Pack, spec: RunSpec) -> Manifest:
    """Return everything that a pack was built from."""
    dataset, options = pack.dataset, spec.options
    sheets, scope = pack.report.sheets, dataset.scope
    return Manifest(
        xlcost=__version__,
        created=spec.created,
        period=str(dataset.period),
        period_label=pack.report.period_label,
        language=pack.report.language,
        scope=ScopeEntry(dimension=scope.dimension, code=scope.code, name=scope.name),
        options=OptionsEntry(
            allow_errors=options.allow_errors, pdf=options.pdf, formats=list(options.formats)
        ),
        data=seen_from(pack.path.parent, spec.data),
        settings=spec.settings.model_dump(mode="json"),
        settings_given=given(spec.settings),
        methods={name: sorted(used) for name, used in used_calls(sheets).items() if used},
        sources=entries(dataset.facts.sources),
        theme=_seen_entry(pack.path.parent, options.theme),
        logo=_seen_entry(pack.path.parent, options.theme and logo_file(options.theme)),
        levers=file_of(spec.data / LEVERS_FILE),
        earlier=packed(spec.earlier) if spec.earlier else None,
        earlier_findings=packed(spec.findings),
        libraries=libraries(),
        platform=platform.platform(),
        controls=list(controls(pack.report, pack.values)),
        workbook=file_entry(pack.path),
    )


def _seen_entry(folder: Path, path: Path | None) -> FileEntry | None:
    if path is None:
        return None
    return file_entry(path).model_copy(update={"file": seen_from(folder, path)})
