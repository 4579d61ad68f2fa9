"""The commands about Excel: the workbooks that functions live in, and what they need."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xlcost.console import next_steps, terminal
from xlcost.console.options import Language, flag, taking
from xlcost.errors import UsageError
from xlcost.locales.refusals import refusal

_NAMED = ("xlcost.xlsm", "xlcost.xlsx")  # the template, with macros and without


def template(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="The workbook to write. Default: xlcost.xlsm, or xlcost.xlsx.", metavar="FILE"
        ),
    ] = None,
    lang: Annotated[Language, taking("en|nb", "--lang", "Language of the sheets.")] = Language.en,
    force: Annotated[bool, flag("--force", "Replace a file that is there.")] = False,
    anywhere: Annotated[
        bool, flag("--anywhere", "Do not write this computer's Python into it.")
    ] = False,
    lambdas: Annotated[
        bool,
        flag("--lambdas", "Without macros and Python: for Excel 365 and 2024, Mac and web too."),
    ] = False,
) -> None:
    """Write the Excel workbook with the functions and the report button.

    With --lambdas, one whose functions need neither macros nor Python; it has no button.
    """
    from xlcost.console import screens

    target = file or Path(_NAMED[lambdas])
    if lambdas:
        from xlcost.addin import lambda_book

        if anywhere:
            raise refusal(UsageError, "names_together", one="--lambdas", other="--anywhere")
        screens.show_written(str(lambda_book.write(target, lang, whole=True, replace=force)))
        return
    from xlcost.addin.template import own_settings, write

    own = {} if anywhere else own_settings()
    screens.show_written(str(write(target, lang, replace=force, own=own)))


def lambdas(
    file: Annotated[
        Path,
        typer.Argument(help="Your workbook, or a new one to write (.xlsx).", metavar="FILE"),
    ] = Path("xlcost-functions.xlsx"),
    out: Annotated[
        Path | None,
        taking("FILE", "--out", "The copy. Default: in the same folder, NAME (functions).xlsx."),
    ] = None,
    in_place: Annotated[bool, flag("--in-place", "Change the workbook itself.")] = False,
    remove: Annotated[bool, flag("--remove", "Remove the functions again.")] = False,
    lang: Annotated[
        Language, taking("en|nb", "--lang", "Language of the descriptions.")
    ] = Language.en,
    force: Annotated[bool, flag("--force", "Replace a file that is there.")] = False,
) -> None:
    """Put the functions into a workbook as named formulas: no macros, no Python.

    They need Excel 365 or 2024, on Windows, Mac or the web. An existing workbook is copied, and
    only the defined names of the copy change; your own names are never changed.
    """
    from xlcost.addin import lambda_book
    from xlcost.console import screens
    from xlcost.locales.words import words

    if in_place and out:
        raise refusal(UsageError, "names_together", one="--in-place", other="--out")
    if not file.exists() and not in_place and not remove and not out:
        written = lambda_book.write(file, lang)
    else:
        source = terminal.existing_file(file)
        target = source if in_place else out or lambda_book.beside(source, words(lang))
        written = lambda_book.write_copy(
            source, target, lang, remove=remove, replace=force or in_place
        )
    screens.show_written(str(written))
    if not remove:
        terminal.show_next(lang, next_steps.command("functions", "--lang", lang), err=True)


def doctor(
    file: Annotated[
        Path | None, typer.Argument(help="The workbook that you use.", metavar="FILE")
    ] = None,
    lang: Annotated[Language, taking("en|nb", "--lang", "Language of the answers.")] = Language.en,
) -> None:
    """Check Python, xlwings, the workbook and its folders, and say what to do."""
    from xlcost.addin.doctor import diagnose
    from xlcost.console import screens

    workbook = file and terminal.existing(file)
    raise typer.Exit(screens.show_answers(diagnose(workbook, lang), lang))
