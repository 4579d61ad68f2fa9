"""Rebuilding: the same pack once more, from its manifest and the files that it names."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PureWindowsPath

from xlcost import __version__
from xlcost.dataset.dataset import Dataset
from xlcost.dataset.pack_format import RUN
from xlcost.dataset.scope import Scope
from xlcost.dataset.settings import parse_settings
from xlcost.dataset.slices import slice_of
from xlcost.errors import UsageError
from xlcost.inputs.configuration.reach import reach_of_manifest, reach_of_theme
from xlcost.inputs.loading import Progress, load
from xlcost.inputs.packs.pack_tables import said_of_itself
from xlcost.locales.words import words
from xlcost.outputs.manifest import (
    Manifest,
    file_entry,
    file_of,
    read_manifest,
    unpacked,
    unpacked_findings,
)
from xlcost.outputs.run_specs import Options, RunSpec
from xlcost.runs.batch import pinned
from xlcost.runs.pack import BuiltReport, data_folder, output_folder, specified, write_pack
from xlcost.trust import answers
from xlcost.trust.answers import remembered
from xlcost.trust.places import final, is_network
from xlcost.trust.requests import Permission, require
from xlcost.workbook.themes import logo_file

_SHOWN = 4  # parts of a workbook that are named where it differs


def rebuild(
    manifest: Path,
    out: Path | str,
    *,
    data: Path | None = None,
    theme: Path | None = None,
    allow_changed: bool = False,
    on_progress: Progress = lambda _: None,
    permission: Permission = remembered,
) -> BuiltReport:
    """Build a pack again from its manifest: the same, part by part.

    Args:
        manifest: The file beside the pack.
        out: Folder for the new pack; made if it is not there.
        data: Folder of the data, where it is not the one that the manifest names.
        theme: File of the look, where it is not where it was.
        allow_changed: Build also where a source, or the look, is not what it was.
        on_progress: Called with the name of each step as it starts.
        permission: As in `load`; the settings of a manifest ask as those of a folder do.

    Raises:
        UsageError: A source is not what it was, or the manifest is none.
        FindingsError: The data has errors, and the pack was not built in spite of them.
        EnvironmentFault: It could not be written.
    """
    started = time.monotonic()
    then = read_manifest(manifest)
    options = _options(then, manifest, theme, permission)
    restyled = [*_of_another(then, manifest), *_restyled(then, options.theme)]
    _refuse(restyled, allowed=allow_changed)
    if data is None:
        _require_folder(then, manifest, permission)
    folder = data_folder(data or manifest.parent / then.data)
    target = output_folder(out, options, permission)
    dataset = load(
        folder,
        parse_settings(then.settings_given),
        then.period,
        on_progress=on_progress,
        language=then.language,
        permission=permission,
    )
    changed = [*restyled, *then.changed(dataset.facts.sources, dataset.plan)]
    _refuse(changed, allowed=allow_changed)
    dataset, spec = _as_it_was(then, *specified(dataset, folder, then.language, options))
    name = PureWindowsPath(then.workbook.file).stem  # a name and never a path
    built = write_pack(dataset, target, spec, name=name, on_progress=on_progress)
    same = file_entry(built.path).sha256 == then.workbook.sha256
    return replace(
        built,
        seconds=time.monotonic() - started,
        remarks=(*changed, *_compared(then, manifest, built.path, same=same)),
        same=None if changed else same,
    )


def _as_it_was(then: Manifest, dataset: Dataset, spec: RunSpec) -> tuple[Dataset, RunSpec]:
    """Return the part that the pack was of, and a run that knows what it knew then."""
    spec = replace(
        spec,
        created=then.created,
        earlier=unpacked(then.earlier),
        findings=unpacked_findings(then.earlier_findings),
    )
    if then.scope.dimension:
        dataset = slice_of(pinned(dataset), Scope(**then.scope.model_dump()))
    return dataset, spec


def _require_folder(then: Manifest, manifest: Path, permission: Permission) -> None:
    """Ask about the folder that a manifest names, unless it lies beside it or was named before.

    Raises:
        NotAllowed: It lies elsewhere, and no person has allowed it.
    """
    if not is_network(then.data):
        folder = manifest.parent / then.data
        home = final(manifest.parent).parent
        if final(folder).is_relative_to(home) or answers.is_named(folder):
            return
    require(reach_of_manifest(manifest, then.data), permission, then.language)


def _options(then: Manifest, manifest: Path, theme: Path | None, permission: Permission) -> Options:
    """Return what the pack was made as.

    Raises:
        UsageError: The file of the look is not there any more.
        NotAllowed: No person has allowed what it asks for.
    """
    path = None
    if then.theme:
        if theme is None and is_network(then.theme.file):
            message = f"The manifest names a theme on another computer ({then.theme.file}); "
            raise UsageError(f"{message}name one with --theme.")
        path = theme or manifest.parent / then.theme.file
        if not path.is_file():
            raise UsageError(f"The theme {path} is not there; name it with --theme.")
        require(reach_of_theme(path), permission, then.language)
    said = then.options
    formats = tuple(said.formats)
    return Options(said.allow_errors, pdf=said.pdf, formats=formats, theme=path, pages=said.pages)


def _of_another(described: Manifest, manifest: Path) -> list[str]:
    """Return a sentence where the workbook beside a manifest is not the one that it describes."""
    beside = manifest.parent / described.workbook.file
    said = said_of_itself(beside, RUN) if described.run else None
    if said is None or said == described.run:
        return []
    return [
        f"{manifest.name} does not describe the {beside.name} beside it, which another run made"
    ]


def _restyled(was: Manifest, theme: Path | None) -> list[str]:
    """Return a sentence for the look, and for its logo, where it is not what it was."""
    if theme is None:
        return []
    logo = logo_file(theme)
    pairs = (("theme", theme, was.theme), ("logo", logo, was.logo))
    said = []
    for name, path, then in pairs:
        now = file_of(path) if path else None
        hashes = [one.sha256 if one else "none" for one in (now, then)]
        if hashes[0] != hashes[1]:
            said.append(
                f"The {name} {path or (then and then.file)} is not the one that the report was "
                f"built with: its SHA-256 is {hashes[0]} and was {hashes[1]}"
            )
    return said


def _refuse(changed: Sequence[str], *, allowed: bool) -> None:
    """Refuse files that are not what they were: each is named with what was and what is.

    Raises:
        UsageError: Something changed, and it is not allowed to.
    """
    if changed and not allowed:
        raise UsageError(f"{'; '.join(changed)}. Build anyway with --allow-changed.")


def _compared(described: Manifest, manifest: Path, path: Path, *, same: bool) -> list[str]:
    """Return a sentence on whether the new workbook is the old one, and what may be why not."""
    word = words(described.language)
    if same:
        return [word.text("cli.rebuilt_same")]
    old = manifest.parent / PureWindowsPath(described.workbook.file).name
    parts = _different(old, path) if old.resolve() != path.resolve() else []
    shown = ", ".join(parts[:_SHOWN])
    said = [word.text("cli.rebuilt_differs", count=len(parts), parts=shown or "?")]
    if described.xlcost != __version__:
        said.append(word.text("cli.rebuilt_version", then=described.xlcost, now=__version__))
    return said


def _different(old: Path, new: Path) -> list[str]:
    """Return the names of the parts of two workbooks that differ."""
    try:
        with zipfile.ZipFile(old) as one, zipfile.ZipFile(new) as other:
            names = sorted({*one.namelist(), *other.namelist()})
            both = [[_content(archive, name) for archive in (one, other)] for name in names]
    except (OSError, zipfile.BadZipFile):
        return []
    return [name for name, (mine, theirs) in zip(names, both, strict=True) if mine != theirs]


def _content(archive: zipfile.ZipFile, name: str) -> bytes | None:
    return archive.read(name) if name in archive.namelist() else None
