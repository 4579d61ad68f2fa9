"""Reach: what a folder's settings, theme and links ask for beyond the folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import INPUTS
from xlcost.dataset.settings import BOOK_NAME, FILE_NAME, InputSettings, Settings
from xlcost.errors import SettingsError
from xlcost.inputs.configuration.databases import query_of
from xlcost.inputs.configuration.sources import matches, named
from xlcost.inputs.configuration.toml_files import read_toml
from xlcost.planning.levers_file import FILE_NAME as LEVERS_FILE
from xlcost.trust import places
from xlcost.trust.requests import Request, RequestKind, Requests, requests


def reach(folder: Path, settings: Settings, *, levers: bool = True) -> Requests:
    """Return what a folder asks for.

    Args:
        folder: The folder.
        settings: The settings that hold for it, its own or those of a manifest.
        levers: Whether its own plan is read.
    """
    files = (FILE_NAME, BOOK_NAME, *((LEVERS_FILE,) if levers else ()))
    items = [
        *(one for name in files for one in _linked(folder, name, folder / name)),
        *_inputs(folder, settings),
        *_look(folder, settings.report.theme),
        *_limits(settings),
    ]
    return requests(folder, items, settings.model_dump(mode="json", exclude_unset=True))


def reach_of_theme(theme: Path) -> Requests:
    """Return what a theme that a person has named asks for: its logo may lie elsewhere."""
    return requests(theme.parent, _logo(theme.parent, theme, theme.name), {})


def reach_of_manifest(manifest: Path, data: str) -> Requests:
    """Return what a manifest asks for by the folder of its data."""
    where = data if places.is_network(data) else str(places.final(manifest.parent / data))
    item = Request(RequestKind.FOLDER, manifest.name, where)
    return requests(manifest.parent, [item], {})


def _inputs(folder: Path, settings: Settings) -> Iterator[Request]:
    for name in INPUTS:
        for place, said in enumerate(settings.of(name)):
            key = f"{name}[{place + 1}]" if len(settings.of(name)) > 1 else name
            if said.database:
                yield from _database(f"{key}.database", said)
                continue
            for pattern in said.files:
                yield from _files(folder, f"{key}.files", pattern)
            if not said.files:
                for path in named(folder, name):
                    yield from _linked(folder, path.name, path)


def _database(key: str, said: InputSettings) -> Iterator[Request]:
    address = said.address
    if address is None:
        return
    query = query_of(said, key.removesuffix(".database"))
    asks = query.text if query else said.table or ""
    yield Request(RequestKind.DATABASE, key, str(address), " ".join(asks.split()))
    for variable in address.variables:
        yield Request(RequestKind.SECRET, key, variable, address.host or address.scheme)


def _files(folder: Path, key: str, pattern: str) -> Iterator[Request]:
    """Ask for a pattern that leads out, unseen; of one that does not, look at what it finds."""
    where = places.outside(folder, pattern)
    if where:
        yield Request(RequestKind.OUTSIDE, key, pattern, where)
        return
    for path in matches(folder, pattern):
        yield from _linked(folder, key, path)


def _linked(folder: Path, key: str, path: Path) -> Iterator[Request]:
    where = places.leads_out(folder, path)
    if where:
        yield Request(RequestKind.OUTSIDE, key, path.name, where)


def _look(folder: Path, theme: str) -> Iterator[Request]:
    """Ask for a look outside the folder, and for the logo of one that is inside."""
    if not theme:
        return
    where = places.outside(folder, theme)
    if where:
        yield Request(RequestKind.OUTSIDE, "report.theme", theme, where)
        return
    yield from _logo(folder, folder / theme, theme)


def _logo(folder: Path, theme: Path, key: str) -> Iterator[Request]:
    try:
        logo = read_toml(theme).get("logo")
    except (SettingsError, OSError):
        return  # told where the look is read
    if not isinstance(logo, str) or not logo:
        return
    home = theme.parent
    where = places.outside(home, logo)
    inside = where and not places.is_network(where) and not places.leads_out(folder, Path(where))
    if where and not inside:
        yield Request(RequestKind.OUTSIDE, f"{key}: logo", logo, where)


def _limits(settings: Settings) -> Iterator[Request]:
    usual = Limits()
    said: Mapping[str, Any] = settings.limits.model_dump(exclude_none=True)
    for key, value in said.items():
        if not value <= getattr(usual, key):
            yield Request(RequestKind.LIMIT, f"limits.{key}", str(value), str(getattr(usual, key)))
