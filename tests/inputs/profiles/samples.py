"""Makes the sample file of a profile, in a folder with a ledger, and reads it."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import Workbook

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load
from xlcost.inputs.profiles.profile import Profile
from xlcost.values import contact_words

LEDGER = "period,account,amount\n2026-09,5000,9000\n2026-10,5000,12000\n"
ACCOUNTS = "account,line,category\n5000,Wages,People\n"
DELIMITERS = "\t;|,"
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def write(profile: Profile, folder: Path, name: str | None = None) -> Path:
    """Write the sample of a profile, as text or as a workbook."""
    sample = profile.sample
    path = folder / (name or sample.file)
    text = sample.text.lstrip("\n")
    if path.suffix != ".xlsx":
        path.write_text(text, encoding="utf-8")
        return path
    lines = text.rstrip("\n").split("\n")
    mark = next(mark for mark in DELIMITERS if any(mark in line for line in lines))
    book = Workbook()
    sheet = book.active
    for line in lines:
        sheet.append([_cell(text) for text in line.split(mark)])
    book.save(path)
    return path


def _cell(text: str) -> str | int | float | None:
    if NUMBER.fullmatch(text) and not (text.startswith("0") and text.isdigit() and len(text) > 1):
        return float(text) if "." in text else int(text)
    return text or None


def loaded(folder: Path, settings: dict[str, object] | None = None) -> Dataset:
    """Read a folder; where it has no ledger of its own, beside one."""
    if not (folder / "ledger.csv").exists():
        (folder / "ledger.csv").write_text(LEDGER, encoding="utf-8")
        (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    return load(folder, parse_settings(settings or {}), "2026-10")


def read(profile: Profile, folder: Path, settings: dict[str, object] | None = None) -> Dataset:
    """Read the sample of a profile in a folder with nothing else but what a report needs."""
    write(profile, folder)
    if profile.input == "ledger":
        return load(folder, parse_settings(settings or {}), "2026-10")
    return loaded(folder, settings)


def figures(dataset: Dataset, input_name: str, key: str) -> dict[str, float]:
    """Return what a key of a sample's right figures comes to."""
    if input_name in ("ledger", "budget"):
        frame = getattr(dataset.facts, input_name)
        account, _, period = key.partition("|")
        rows = frame[(frame["account"] == account) & (frame["period"] == int(period))]
        return {"amount": float(rows["amount"].sum())}
    period, _, channel = key.partition(" ")
    frame = getattr(dataset.facts, input_name)
    rows = frame[frame["period"] == int(period.replace("-", ""))]
    if channel:
        name, _, direction = channel.partition("/")
        rows = rows[
            [contact_words.channel_and_direction(one)[0] == name for one in rows["channel"]]
        ]
        rows = rows[rows["direction"] == direction] if direction else rows
    return {str(name): float(total) for name, total in rows.sum(numeric_only=True).items()}
