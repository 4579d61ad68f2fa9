"""The counter: each command reads its arguments, makes one public call and ends with an exit code.

Exit codes: 0 clean or warnings only, 1 the data has errors, 2 wrong use, 3 something outside said
no (a locked file, a full disk), 70 a bug. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xlcost import __version__, console

app = typer.Typer(
    name="xlcost",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # an XlcostError is one line, a bug a whole traceback
    context_settings={"help_option_names": ["--help", "-h"]},
)


class Language(StrEnum):
    """Languages of reports, findings and samples."""

    en = "en"
    nb = "nb"


Data = Annotated[
    Path, typer.Option("--data", help="Folder with ledger, budget, … and, if there, xlcost.toml.")
]
Out = Annotated[Path, typer.Option("--out", help="Folder for the report; made if not there.")]
Period = Annotated[
    str | None,
    typer.Option(help="2026-10, 2026P10 or 2026. Default: the last period of the ledger."),
]
Lang = Annotated[
    Language | None, typer.Option("--lang", help="Language. Default: as the settings say.")
]
DataLang = Annotated[Language, typer.Option("--lang", help="Language of the data and the report.")]
AllowErrors = Annotated[
    bool, typer.Option("--allow-errors", help="Build in spite of errors; every page says so.")
]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"xlcost {__version__}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """The cost of customer service: functions for Excel and a finished monthly OpEx report."""


@app.command()
@console.told
def demo(
    out: Out = Path("out"),
    lang: DataLang = Language.en,
    keep_data: Annotated[
        Path | None, typer.Option("--keep-data", help="Also keep the sample's files here.")
    ] = None,
) -> None:
    """Make the sample company's data and its report for October 2026."""
    from xlcost import screens
    from xlcost.pack import build_report
    from xlcost.samples.make import LAST_PERIOD, make_sample

    with console.folder(keep_data) as data, console.progress(lang) as step:
        step("sample")
        make_sample(data, lang)
        built = build_report(data, out, LAST_PERIOD, lang, on_progress=step)
    raise typer.Exit(screens.show_report(built, lang))


@app.command()
@console.told
def report(
    data: Data,
    out: Out = Path("out"),
    period: Period = None,
    lang: Lang = None,
    allow_errors: AllowErrors = False,
) -> None:
    """Build the monthly report of a folder of data."""
    from xlcost import screens
    from xlcost.inputs.settings import load_settings
    from xlcost.pack import build_report

    language = lang or load_settings(console.existing_folder(data)).report.language
    with console.progress(language) as step:
        built = build_report(
            data, out, period, language, allow_errors=allow_errors, on_progress=step
        )
    raise typer.Exit(screens.show_report(built, language))


@app.command()
@console.told
def check(data: Data, period: Period = None, lang: Lang = None) -> None:
    """Read everything, write nothing: what was found, how it was understood, what is wrong."""
    from xlcost import screens
    from xlcost.inputs.loading import load
    from xlcost.inputs.settings import load_settings

    settings = load_settings(console.existing_folder(data))
    language = lang or settings.report.language
    with console.progress(language) as step:
        dataset = load(data, settings, period, on_progress=step, language=language)
    raise typer.Exit(screens.show_dataset(dataset, language))


@app.command()
@console.told
def init(
    files: Annotated[list[Path], typer.Argument(help="Your own files.", metavar="FILE...")],
    out: Annotated[Path, typer.Option(help="Where to write the settings.")] = Path("xlcost.toml"),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Look at your own files and write a first xlcost.toml with a comment on each guess."""
    from xlcost.inputs.outline import outline

    found = [console.existing(file) for file in files]
    typer.echo(console.write_new(out, lambda: outline(found, out.parent), force=force))


@app.command()
@console.told
def functions(
    name: Annotated[str | None, typer.Argument(help="One function, for its whole page.")] = None,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the labels.")] = Language.en,
) -> None:
    """List every function, or explain one."""
    from xlcost import screens
    from xlcost.catalogue import catalogue, find

    if name:
        screens.show_function(find(name), lang)
    else:
        screens.show_functions(catalogue(), lang)


@app.command()
@console.told
def template(
    file: Annotated[Path, typer.Argument(help="The workbook to write.", metavar="FILE")] = Path(
        "xlcost.xlsm"
    ),
    lang: Annotated[Language, typer.Option("--lang", help="Language of the sheets.")] = Language.en,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    anywhere: Annotated[
        bool, typer.Option("--anywhere", help="Do not write this computer's Python into it.")
    ] = False,
) -> None:
    """Write the Excel workbook with the functions and the report button."""
    from xlcost import screens
    from xlcost.addin.template import own_settings, write

    own = {} if anywhere else own_settings()
    screens.show_written(str(write(file, lang, replace=force, own=own)))


@app.command()
@console.told
def doctor(
    file: Annotated[
        Path | None, typer.Argument(help="The workbook that you use.", metavar="FILE")
    ] = None,
    lang: Annotated[
        Language, typer.Option("--lang", help="Language of the answers.")
    ] = Language.en,
) -> None:
    """Look at Python, xlwings, the workbook and its folders, and say what to do."""
    from xlcost import screens
    from xlcost.addin.doctor import diagnose

    workbook = file and console.existing(file)
    raise typer.Exit(screens.show_answers(diagnose(workbook, lang), lang))
