"""The counter: each command reads its arguments, makes one public call and ends with an exit code.

Exit codes: 0 clean or warnings only, 1 the data has errors, 2 wrong use, 3 something outside said
no (a locked file, a full disk), 70 a bug. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xlcost import __version__
from xlcost.console import excel, next_steps, terminal
from xlcost.console.counter import Counter
from xlcost.console.options import (
    AllowChanged,
    AllowErrors,
    Data,
    DataLang,
    DataOfReport,
    Dimension,
    Each,
    Formats,
    Incognito,
    Lang,
    Language,
    Levers,
    ManifestFile,
    Out,
    PagesOf,
    Pdf,
    Period,
    Previous,
    PrintedPages,
    Processes,
    Theme,
    Trust,
    flag,
    formats_of,
    taking,
)
from xlcost.errors import UsageError
from xlcost.locales.refusals import refusal

if TYPE_CHECKING:  # it loads pandas, which --help does not wait for
    from xlcost.outputs.run_specs import Options


BEGIN, MONTHLY, IN_EXCEL, LOOK_UP = "Begin", "Every month", "In Excel", "Look up"

app = Counter(
    name="xlcost",
    add_completion=False,
    pretty_exceptions_enable=False,  # an XlcostError is one line, a bug a whole traceback
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"xlcost {__version__}")
        raise typer.Exit


@app.callback()
def main(
    _version: Annotated[
        bool,
        flag("--version", "Print the version and stop.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """The cost of customer service: functions for Excel and a finished monthly OpEx report."""


@app.command(rich_help_panel=BEGIN)
@terminal.exit_on_error
def demo(
    out: Out = Path("out"),
    lang: DataLang = Language.en,
    keep_data: Annotated[
        Path | None, taking("FOLDER", "--keep-data", "Also keep the sample's files here.")
    ] = None,
) -> None:
    """Build the sample company's report for October 2026."""
    from xlcost.console import screens
    from xlcost.runs.pack import build_report
    from xlcost.samples.make import LAST_PERIOD, make_sample

    with terminal.folder(keep_data) as data, terminal.progress(lang) as step:
        step("sample")
        make_sample(data, lang)
        built = build_report(data, out, LAST_PERIOD, lang, on_progress=step)
    own = next_steps.command("init", terminal.own_folder(lang))
    after = next_steps.of_folder("check", keep_data) if keep_data else own
    raise typer.Exit(screens.show_report(built, lang, after))


@app.command(rich_help_panel=MONTHLY)
@terminal.exit_on_error
def report(
    data: DataOfReport = None,
    out: Out = Path("out"),
    period: Period = None,
    lang: Lang = None,
    each: Each = None,
    processes: Processes = None,
    pdf: Pdf = False,
    pages: PagesOf = PrintedPages.short,
    formats: Formats = None,
    incognito: Incognito = False,
    theme: Theme = None,
    previous: Previous = None,
    allow_errors: AllowErrors = False,
    manifest: ManifestFile = None,
    allow_changed: AllowChanged = False,
    trust: Trust = False,
) -> None:
    """Build the monthly report from a folder of data, or one per part of the company.

    The last line is the path of the workbook; with --each, the path of the index.
    """
    from xlcost.outputs.run_specs import Options

    if manifest:
        stated = {"--period": period, "--lang": lang, "--each": each, "--incognito": incognito}
        terminal.refuse_together("--manifest", stated)
        raise typer.Exit(_rebuild(manifest, out, data, theme, allow_changed, trust))
    folder = terminal.existing_folder(data or Path())
    language = terminal.spoken(folder, lang)
    asked = formats_of(formats)
    beside = tuple(one for one in asked if one not in ("pdf", "xlsx"))
    earlier = tuple(terminal.existing(path) for path in previous or ())
    printed: Literal["short", "full"] = "full" if pages is PrintedPages.full else "short"
    options = Options(
        allow_errors, incognito, pdf or "pdf" in asked, beside, theme, earlier, printed
    )
    raise typer.Exit(_build(folder, out, period, language, each, processes, options, trust))


def _build(
    data: Path,
    out: Path,
    period: str | None,
    language: str,
    each: Dimension | None,
    processes: int | None,
    options: Options,
    trust: bool,
) -> int:
    """Build one report, or many, and show what was made."""
    from xlcost.console import screens

    permission = terminal.permission(language, trust=trust)
    with terminal.progress(language) as step:
        if each is None:
            from xlcost.runs.pack import build_report

            one = build_report(
                data, out, period, language, options=options, on_progress=step,
                permission=permission,
            )  # fmt: skip
        else:
            from xlcost.runs.batch import build_batch
            from xlcost.system.processors import processors as usable

            many = build_batch(
                data, out, each, period, language, options=options,
                processes=processes or usable(), on_progress=step, on_part=step.part,
                permission=permission,
            )  # fmt: skip
    return screens.show_batch(many, language) if each else screens.show_report(one, language)


def _rebuild(
    manifest: Path,
    out: Path,
    data: Path | None,
    theme: Path | None,
    allow_changed: bool,
    trust: bool,
) -> int:
    """Build a report again, and show whether it is the same."""
    from xlcost.console import screens
    from xlcost.outputs.manifest import read_manifest
    from xlcost.runs.rebuild import rebuild

    language = read_manifest(manifest).language
    with terminal.progress(language) as step:
        built = rebuild(
            manifest, out, data=data, theme=theme, allow_changed=allow_changed, on_progress=step,
            permission=terminal.permission(language, trust=trust),
        )  # fmt: skip
    return screens.show_report(built, language)


@app.command(rich_help_panel=MONTHLY)
@terminal.exit_on_error
def plan(
    data: Data = Path(),
    levers: Levers = None,
    out: Out = Path("out"),
    period: Period = None,
    lang: Lang = None,
    allow_errors: AllowErrors = False,
    trust: Trust = False,
) -> None:
    """Build a workbook of savings by lever, alone and together."""
    from xlcost.console import screens
    from xlcost.runs.planning import build_savings_plan

    language = terminal.spoken(terminal.existing_folder(data), lang)
    with terminal.progress(language) as step:
        built = build_savings_plan(
            data, out, levers, period, language, allow_errors=allow_errors, on_progress=step,
            permission=terminal.permission(language, trust=trust),
        )  # fmt: skip
    raise typer.Exit(screens.show_report(built, language))


@app.command(rich_help_panel=BEGIN)
@terminal.exit_on_error
def check(
    data: Data = Path(), period: Period = None, lang: Lang = None, trust: Trust = False
) -> None:
    """Check the data without a report: files found, how they were read, data issues."""
    from xlcost.console import screens
    from xlcost.inputs.loading import load

    language = terminal.spoken(terminal.existing_folder(data), lang)
    with terminal.progress(language) as step:
        dataset = load(
            data, None, period, on_progress=step, language=language, postings=False,
            permission=terminal.permission(language, trust=trust),
        )  # fmt: skip
    code = screens.show_dataset(dataset, language)
    terminal.show_next(language, next_steps.after_check(data, period, dataset.findings))
    raise typer.Exit(code)


@app.command(rich_help_panel=BEGIN)
@terminal.exit_on_error
def init(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Your folder, or some of your own files. Default: this folder.",
            metavar="FOLDER|FILE...",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        taking("FILE", "--out", "Write an xlcost.toml, here."),
    ] = None,
    toml: Annotated[bool, flag("--toml", "Write xlcost.toml in place of xlcost.xlsx.")] = False,
    lang: Lang = None,
    force: Annotated[bool, flag("--force", "Replace an xlcost.toml that is there.")] = False,
) -> None:
    """Read your own files and list how they were read and what is open.

    It writes xlcost.xlsx, with your files, accounts and cost centres for review in Excel; with
    --toml or --out an xlcost.toml with a comment on each assumption.
    """
    from xlcost.console import screens

    places = [terminal.existing(path) for path in files or [Path()]]
    folders = [path for path in places if path.is_dir()]
    if folders and len(places) > 1:
        raise refusal(UsageError, "one_folder")
    if toml or out:
        raise typer.Exit(_outline(places, out or Path("xlcost.toml"), force=force))
    from xlcost.runs.first_settings import first_settings

    if folders:
        (folder,), named = folders, []
    else:
        named = [terminal.existing_file(path) for path in places]
        folder = places[0].parent
        if len({path.resolve().parent for path in named}) > 1:
            raise refusal(UsageError, "one_folder")
    with terminal.progress(lang) as step:
        made = first_settings(folder, lang, files=named, on_progress=step)
    code = screens.show_first_settings(made)
    spoken = made.dataset.settings.report.language
    terminal.show_next(spoken, next_steps.after_init(made.path, errors=code > 0))
    raise typer.Exit(code)


def _outline(places: list[Path], out: Path, *, force: bool) -> int:
    """Write a first xlcost.toml for files, or for all of a folder."""
    from xlcost.console import screens
    from xlcost.inputs.columns.outline import outlined
    from xlcost.runs.first_settings import outline_of

    if places[0].is_dir() and not out.is_absolute() and out.parent == Path():
        out = places[0] / out
    terminal.refuse_existing(out, force=force)
    if places[0].is_dir():
        made = outline_of(places[0])
    else:
        made = outlined([terminal.existing_file(file) for file in places], out.parent)
    written = terminal.write_new(out, lambda: made.text, force=force)
    code = screens.show_outline(str(written), made.findings)
    terminal.show_next("en", next_steps.of_folder("check", written.parent))
    return code


settings_app = Counter(help="Settings from xlcost.toml to a workbook, xlcost.xlsx, and back.")
app.add_typer(settings_app, name="settings", rich_help_panel=LOOK_UP)


@settings_app.command("export")
@terminal.exit_on_error
def export_settings(data: Data = Path(), lang: Lang = None) -> None:
    """Write the settings in xlcost.toml to xlcost.xlsx."""
    from xlcost.console import screens
    from xlcost.runs.settings_exchange import to_workbook

    screens.show_written(str(to_workbook(terminal.existing_folder(data), lang)))


@settings_app.command("import")
@terminal.exit_on_error
def import_settings(data: Data = Path()) -> None:
    """Write the settings in xlcost.xlsx to xlcost.toml."""
    from xlcost.console import screens
    from xlcost.runs.settings_exchange import to_toml

    screens.show_written(str(to_toml(terminal.existing_folder(data))))


@app.command(rich_help_panel=LOOK_UP)
@terminal.exit_on_error
def profiles(
    name: Annotated[
        str | None, typer.Argument(help="One export, for its whole page.", metavar="NAME")
    ] = None,
    lang: Annotated[Language, taking("en|nb", "--lang", "Language of the page.")] = Language.en,
) -> None:
    """List the system exports that are read without settings, or explain one."""
    from xlcost.console import exports
    from xlcost.inputs.profiles.library import named
    from xlcost.inputs.profiles.library import profiles as known

    if name:
        exports.show_profile(named(name), lang)
    else:
        exports.show_profiles(known(), lang)


@app.command(rich_help_panel=LOOK_UP)
@terminal.exit_on_error
def functions(
    name: Annotated[
        str | None, typer.Argument(help="One function, for its whole page.", metavar="NAME")
    ] = None,
    lang: Annotated[Language, taking("en|nb", "--lang", "Language of the labels.")] = Language.en,
) -> None:
    """List every function, or explain one."""
    from xlcost.catalogue.families import catalogue, find
    from xlcost.console import screens

    if name:
        screens.show_function(find(name), lang)
    else:
        screens.show_functions(catalogue(), lang)


for command in (excel.template, excel.lambdas, excel.doctor):
    app.command(rich_help_panel=IN_EXCEL)(terminal.exit_on_error(command))
