"""What stands beside a workbook: its manifest, its tables for other tools, its page, its PDF."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from xlcost import __version__
from xlcost.briefing.html_page import html_page
from xlcost.dataset.dataset import Dataset
from xlcost.dataset.pack_format import RUN
from xlcost.outputs.formats import FORMATS, write_tables
from xlcost.outputs.manifest import (
    FileEntry,
    Manifest,
    OptionsEntry,
    ScopeEntry,
    entries,
    entry_of,
    given,
    libraries,
    packed,
    seen_from,
)
from xlcost.outputs.pdf import write_pdf
from xlcost.outputs.run_specs import Pack, RunSpec
from xlcost.outputs.tables import controls, tables
from xlcost.report.about import used_calls
from xlcost.report.model.uses import uses_of
from xlcost.system import stopping
from xlcost.system.identity import Stamp
from xlcost.workbook.atomic import Written, replacing
from xlcost.workbook.layout import sheet_titles


def _slides(*told: Any) -> bytes:
    from xlcost.briefing.slides import slides

    return slides(*told)


_PAGES = {"html": html_page, "pptx": _slides}


def write_others(pack: Pack, spec: RunSpec, say: Callable[[str], None]) -> Iterator[Path]:
    """Write what is wanted besides the workbook, and yield the path of each.

    Raises:
        EnvironmentFault: One could not be written; the workbook is finished.
    """
    options = spec.options
    asked = [one for one in options.formats if one in FORMATS]
    if asked:
        stopping.check()
        say("tables")
        frames = tables(pack.dataset, pack.report, pack.values, pack.findings)
        stem = pack.path.with_name(pack.path.stem.replace("opex-report", "opex-data", 1))
        for format_ in asked:
            yield write_tables(frames, stem, format_)
    for format_, make in _PAGES.items():
        if format_ in options.formats:
            stopping.check()
            say(format_)
            target = pack.path.with_suffix(f".{format_}")
            with replacing(target) as file:
                file.write(make(pack.report, pack.values, spec.theme, pack.path.name))
            yield target
    if options.pdf:
        stopping.check()
        say("pdf")
        yield write_pdf(pack.path, _not_printed(pack))


def _not_printed(pack: Pack) -> list[str]:
    """Return the titles of the sheets that are on none of the pages that everybody gets."""
    report = pack.report
    titles = sheet_titles([sheet.title for sheet in report.sheets])
    pairs = zip(report.sheets, titles, strict=True)
    return [title for one, title in pairs if report.pages == "short" and not one.printed]


def run_of(dataset: Dataset, spec: RunSpec) -> str:
    """Return what a pack and its manifest know each other by.

    It is made from all that the pack is made from: the same pack, built again, has the same.
    """
    scope = dataset.scope
    said = [
        spec.created,
        spec.language,
        str(dataset.period),
        [scope.dimension, scope.code],
        given(spec.settings),
        [entry.model_dump(mode="json") for entry in entries(dataset.facts.sources)],
        [read.sha256 for read in (*spec.look, dataset.plan) if read],
        packed(spec.earlier) if spec.earlier else None,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2s(text.encode(), digest_size=16).hexdigest()


def manifest_of(pack: Pack, spec: RunSpec, written: Written) -> Manifest:
    """Return everything that a pack was built from."""
    dataset, options = pack.dataset, spec.options
    scope = dataset.scope
    uses = (uses_of(sheet.blocks) for sheet in pack.report.sheets)
    looks = [_seen_entry(pack.path.parent, read) for read in spec.look]
    look, logo = [*looks, None, None][:2]
    return Manifest(
        xlcost=__version__,
        created=spec.created,
        period=str(dataset.period),
        period_label=pack.report.period_label,
        language=pack.report.language,
        scope=ScopeEntry(dimension=scope.dimension, code=scope.code, name=scope.name),
        options=OptionsEntry(
            allow_errors=options.allow_errors,
            pdf=options.pdf,
            formats=list(options.formats),
            pages=options.pages,
        ),
        data=seen_from(pack.path.parent, spec.data),
        settings=spec.settings.model_dump(mode="json"),
        settings_given=given(spec.settings),
        methods={name: sorted(used) for name, used in used_calls(uses).items() if used},
        sources=entries(dataset.facts.sources),
        charted=dataset.facts.charted,
        theme=look,
        logo=logo,
        levers=entry_of(dataset.plan) if dataset.plan else None,
        earlier=packed(spec.earlier) if spec.earlier else None,
        earlier_findings=packed(spec.findings),
        libraries=libraries(),
        platform=platform.platform(),
        controls=list(controls(pack.report, pack.values)),
        workbook=FileEntry(file=written.path.name, sha256=written.sha256, size=written.size),
        run=str(pack.report.properties.get(RUN, "")),
    )


def _seen_entry(folder: Path, read: Stamp) -> FileEntry:
    return entry_of(read).model_copy(update={"file": seen_from(folder, read.path)})
