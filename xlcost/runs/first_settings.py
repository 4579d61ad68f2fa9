"""First settings: from a folder of files as they are to `xlcost.xlsx`, and what is still open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Finding
from xlcost.dataset.limits import Limits
from xlcost.dataset.settings import BOOK_NAME, FILE_NAME, parse_settings
from xlcost.errors import UsageError
from xlcost.inputs.columns.outline import Outline, outlined
from xlcost.inputs.configuration.settings_files import present
from xlcost.inputs.configuration.sources import files_in, tables_in
from xlcost.inputs.configuration.unread_files import OURS
from xlcost.inputs.loading import load, look_at
from xlcost.inputs.standards.recognition import standard_of
from xlcost.locales.refusals import refusal
from xlcost.locales.words import words
from xlcost.runs.setup_questions import questions
from xlcost.runs.setup_sheets import first_sheets
from xlcost.values.text_guard import parsed_text
from xlcost.workbook.settings_book import write_book


@dataclass(frozen=True)
class FirstSettings:
    """What became of a folder.

    Attributes:
        path: The settings workbook.
        dataset: What the folder says by these settings, read again from the workbook.
        findings: What could not be read while the files were looked at.
        questions: What is open, the gravest and the most money first.
    """

    path: Path
    dataset: Dataset
    findings: tuple[Finding, ...]
    questions: tuple[Finding, ...]


def outline_of(folder: Path, files: Sequence[Path] = ()) -> Outline:
    """Return what a look at every table of a folder, or at some files of it, suggests.

    Raises:
        UsageError: There is no file in it that may hold a table.
    """
    found = [path for path, _ in tables_in(folder, links=False)]
    # A ledger in a standard is known by what it holds, whatever its name ends in: bok.se.
    found += [
        path for path in files_in(folder) if path not in found and standard_of(path, Limits())
    ]
    named = list(files) or [path for path in found if not path.name.lower().startswith(OURS)]
    if not named:
        raise refusal(UsageError, "nothing_to_look_at", folder=folder)
    return outlined(named, folder)


def first_settings(
    folder: Path,
    language: str | None = None,
    *,
    files: Sequence[Path] = (),
    on_progress: Callable[[str], None] | None = None,
) -> FirstSettings:
    """Look at everything in a folder, and write down in a workbook how it is understood.

    The button *Read my files* of the template calls it: its arguments and result are a promise.

    Args:
        folder: The folder; the workbook is written into it.
        language: "en" or "nb"; the settings say it, too.
        files: Some files, where not all of the folder are meant.
        on_progress: Called with the name of each input as its reading starts.

    Raises:
        UsageError: The folder has settings already, or no file that may hold a table.
        EnvironmentFault: The workbook could not be written.
    """
    for path in present(folder):
        raise refusal(UsageError, "already_settings", path=path)
    outline = outline_of(folder, files)
    raw = proposed(outline, language)
    settings = parse_settings(raw)
    word = words(settings.report.language)
    seen, codes = look_at(folder, settings, on_progress=on_progress)
    if codes.choice.how == "names" and codes.choice.chart:
        # What names have proved holds for the accounts of later months, too.
        raw["chart"] = codes.choice.chart.key
    sheets = first_sheets(raw, seen, codes, outline.looks, word, questions(seen))
    path = write_book(folder / BOOK_NAME, sheets)
    dataset = load(folder, postings=False, on_progress=on_progress)
    asked = questions(dataset)
    # What is open is what a check of the workbook itself finds, with the cells to answer in.
    sheets = first_sheets(raw, seen, codes, outline.looks, word, asked)
    write_book(path, sheets, own=True)
    return FirstSettings(path, dataset, outline.findings, tuple(asked))


def proposed(outline: Outline, language: str | None) -> dict[str, Any]:
    """Return the settings that an outline proposes, in a language if one is asked for."""
    raw = parsed_text(outline.text, FILE_NAME)
    if language:
        raw.setdefault("report", {})["language"] = language
    return raw
