"""Functions without macros and without Python: named LAMBDAs, in a new workbook or a person's own.

One catalogue serves both kinds of workbook. A workbook has either these names or the functions that
Python answers: a macro and a name that are called the same would be in each other's way.
"""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook

from xlcost.addin import calculator_sheet, functions_sheet, planner_sheet, template
from xlcost.addin.canvas import Paper
from xlcost.catalogue import lambdas
from xlcost.catalogue.families import catalogue
from xlcost.errors import EnvironmentFault, UsageError
from xlcost.locales.refusals import refusal
from xlcost.locales.words import Words, words
from xlcost.workbook.atomic import replacing
from xlcost.workbook.cached_values import complete
from xlcost.workbook.named_formulas import Named, with_names

FILE = "xlcost.xlsx"  # the template's name where it has no macros
ENDING = ".xlsx"


def named(language: str = "en") -> dict[str, Named]:
    """Return the formula of every function by its name, described in a language."""
    return {
        name: Named(lambdas.saved(metric), metric.definition(language) or metric.summary)
        for name, metric in sorted(lambdas.named(catalogue()), key=lambda one: one[0])
    }


def write(path: Path, language: str = "en", *, whole: bool = False, replace: bool = False) -> Path:
    """Write a new workbook in which every function is a named LAMBDA.

    Args:
        path: The file; its ending is .xlsx.
        language: "en" or "nb".
        whole: Whether it has the Calculator and the Planner too, as the template has.
        replace: Whether a file that is there may be replaced.

    Raises:
        UsageError: The file is there already, or its name has another ending.
        EnvironmentFault: It could not be written.
    """
    _refuse_bad_target(path, replace=replace)
    data = build(language, whole=whole)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(data)
    return path


def build(language: str = "en", *, whole: bool = False) -> bytes:
    """Return a workbook in which every function is a named LAMBDA, as bytes."""
    text = words(language)
    paper = Paper(Workbook())
    assert paper.workbook.active is not None
    paper.workbook.remove(paper.workbook.active)
    places = {}
    if whole:
        places = calculator_sheet.paint(paper, text, python=False)
        planner_sheet.paint(paper, text, f"{template.MADE:%Y-%m-%dT%H:%M:%SZ}")
    functions_sheet.paint(paper, text, places, python=False)
    template.set_properties(paper.workbook, language, text.text("template.lambdas.title"))
    painted, finished, filled = io.BytesIO(), io.BytesIO(), io.BytesIO()
    paper.workbook.save(painted)
    painted.seek(0)
    complete(painted, finished, paper.caches, template.MADE)
    with_names(finished, filled, named(language), FILE)
    return template.last_pass(filled, paper, macros=False)


def add(source: Path, target: Path, language: str = "en", *, remove: bool = False) -> Path:
    """Write a person's workbook with the functions in it, or without them.

    Args:
        source: The workbook.
        target: The file to write; it may be the workbook itself.
        language: Of the descriptions.
        remove: Whether the functions are taken out of it.

    Raises:
        UsageError: It is no .xlsx, is protected or signed, or has such names of its own.
        EnvironmentFault: It could not be read or written.
    """
    made = io.BytesIO()
    try:
        with source.open("rb") as file:
            with_names(file, made, {} if remove else named(language), source.name)
    except OSError as fault:
        message = f"{source} could not be read: {fault.strerror or fault}."
        raise EnvironmentFault(message) from fault
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as written:
        written.write(made.getvalue())
    return target


def beside(source: Path, text: Words) -> Path:
    """Return where the copy of a person's workbook goes."""
    return source.with_name(f"{source.stem} ({text.text('template.lambdas.copy')}){ENDING}")


def _refuse_bad_target(path: Path, *, replace: bool) -> None:
    if path.suffix.lower() != ENDING:
        raise refusal(UsageError, "names_ending", file=path)
    if path.exists() and not replace:
        raise refusal(UsageError, "names_there", file=path)


def write_copy(
    source: Path, target: Path, language: str = "en", *, remove: bool = False, replace: bool
) -> Path:
    """Write a copy of a person's workbook with the functions in it, where nothing is yet.

    Raises:
        UsageError: A file is there already, or the workbook cannot have them.
        EnvironmentFault: It could not be written.
    """
    _refuse_bad_target(target, replace=replace)
    return add(source, target, language, remove=remove)
