"""Tables as files for other tools: JSON as one document, CSV and Parquet as a folder of tables."""

from __future__ import annotations

import contextlib
import io
import json
import math
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from xlcost.errors import EnvironmentFault, UsageError
from xlcost.system import stopping
from xlcost.system.exchange import exchange
from xlcost.system.unfinished import clear, in_turn, unfinished_folder
from xlcost.workbook.atomic import replacing
from xlcost.workbook.texts import looks_like_formula

FORMATS = ("json", "csv", "parquet")


def write_tables(tables: Mapping[str, pd.DataFrame], stem: Path, format_: str) -> Path:
    """Write tables in one format, whole or not at all.

    Args:
        tables: By name.
        stem: Path without an ending: `stem.json`, or the folder `stem_csv` or `stem_parquet`.
        format_: One of `FORMATS`.

    Returns:
        The file or the folder.

    Raises:
        UsageError: There is no such format.
        EnvironmentFault: It could not be written; what was there is as it was.
    """
    if format_ not in FORMATS:
        raise UsageError(f"There is no format {format_!r}; choose one of {', '.join(FORMATS)}.")
    if format_ == "json":
        target = stem.with_name(f"{stem.name}.json")
        with replacing(target) as file:
            file.write(_json(tables))
        return target
    target = stem.with_name(f"{stem.name}_{format_}")
    write: Callable[[pd.DataFrame], bytes] = _csv if format_ == "csv" else _parquet
    with _folder(target, format_) as folder:
        for name, frame in tables.items():
            (folder / f"{name}.{format_}").write_bytes(write(frame))
    return target


def _json(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return one document: each table is a list of rows; what is missing is null."""
    columns = {
        name: [
            {column: _plain(value) for column, value in row.items()}
            for row in frame.to_dict("records")
        ]
        for name, frame in tables.items()
    }
    return (json.dumps(columns, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _plain(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    if value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _csv(frame: pd.DataFrame) -> bytes:
    """Return UTF-8 with a mark that Excel knows it by; no text of it can act as a formula."""
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(_harmless)
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig", errors="replace")


def _harmless(value: object) -> object:
    """Return a text that a spreadsheet shows and does not calculate: with an apostrophe before."""
    return f"'{value}" if isinstance(value, str) and looks_like_formula(value) else value


def _parquet(frame: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    typed = frame.copy()
    for column in typed.columns:
        if typed[column].dtype == object:
            known = typed[column].map(lambda one: None if one is None or one != one else str(one))  # noqa: PLR0124  # NaN alone
            typed[column] = known.astype("string")
    typed.to_parquet(stream, index=False)
    return stream.getvalue()


@contextlib.contextmanager
def _folder(target: Path, format_: str) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the place of the target when all went well."""
    old = target.with_name(f".xlcost-old-{target.name}")  # where folders cannot change places
    strange = [path.name for path in target.glob("*") if path.suffix != f".{format_}"]
    if strange:
        raise EnvironmentFault(
            f"{target} holds {strange[0]}, which is none of its tables; move it, so that the "
            "folder can be replaced."
        )
    try:
        _recover(old, target)
        clear(target.parent)
        with unfinished_folder(target.parent) as fresh:
            yield fresh
            stopping.check()
            with in_turn(target.parent):
                _take_place(fresh, target, old)
    except OSError as fault:
        raise EnvironmentFault(f"{target} could not be written: {fault.strerror}.") from fault


def _take_place(fresh: Path, target: Path, old: Path) -> None:
    """Put a folder in the place of another, in one step where the system can."""
    if not target.exists():
        fresh.rename(target)
    elif not exchange(fresh, target):
        target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _recover(old: Path, target: Path) -> None:
    """Put a folder back that a killed run had moved aside, or remove it where it was replaced."""
    if old.is_dir():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)
