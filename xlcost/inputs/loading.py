"""Loading: a folder of files to the facts of a report and the findings about them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Findings
from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import INPUTS
from xlcost.dataset.settings import Settings, in_language, parse_settings
from xlcost.engine import Engine
from xlcost.inputs.assembly import assembled
from xlcost.inputs.configuration import sources
from xlcost.inputs.configuration.reach import reach
from xlcost.inputs.configuration.settings_files import SettingsFiles, read_settings
from xlcost.inputs.configuration.toml_files import read_levers
from xlcost.inputs.cost_facts import cost_facts
from xlcost.inputs.gathered import Gathered
from xlcost.inputs.gathering import Gathering
from xlcost.inputs.met_codes import MetCodes, met_codes
from xlcost.inputs.settings_places import placed
from xlcost.inputs.standards.fiscal_year import with_fiscal_year
from xlcost.planning.levers_file import FILE_NAME as LEVERS_FILE
from xlcost.system import stopping
from xlcost.trust.answers import remembered
from xlcost.trust.requests import Permission, require
from xlcost.values.asked_period import asked_period
from xlcost.values.calendar import Period

Progress = Callable[[str], None]


def load(
    folder: Path,
    settings: Settings | None = None,
    period: str | None = None,
    *,
    on_progress: Progress | None = None,
    limits: Limits | None = None,
    language: str | None = None,
    levers: Path | None = None,
    permission: Permission = remembered,
    postings: bool = True,
    observe: Callable[[MetCodes, Dataset], None] | None = None,
) -> Dataset:
    """Read everything a folder holds.

    Args:
        folder: Where the files are, and `xlcost.toml` or `xlcost.xlsx` if there is one.
        settings: The settings to use in place of the folder's own.
        period: `2026-10`, `2026P10` or `2026`; without it the last period of the ledger.
        on_progress: Called with the name of each input as its reading starts.
        limits: What reading one file may cost.
        language: "en" or "nb" in place of the settings' language.
        levers: The file of the plan, in place of the folder's own `levers.toml`.
        permission: Tells whether a person allows what the folder asks for beyond its own files;
            without it, what was allowed on this computer before.
        postings: Whether the largest postings are wanted, for which a big file is read again: a
            check shows none.
        observe: Called with every code that was met, and what the folder says.

    Returns:
        Facts and findings; wrong data never raises.

    Raises:
        NotAllowed: The folder asks for more than its own files, and no person has allowed it.
        SettingsError: The settings are wrong.
        UsageError: The period is none.
        EnvironmentFault: A database does not answer, or a file changed while it was being read.
    """
    files = read_settings(folder) if settings is None else SettingsFiles({})
    with files.told():
        settings = in_language(settings or parse_settings(files.raw), language)
        wanted = reach(folder, settings, levers=levers is None)
        require(wanted, permission, settings.report.language)
        allowed = limits or settings.limits.limits()
        settings = _with_year(folder, settings, allowed)
        calendar = settings.report.calendar
        changes, plan = read_levers(levers or folder / LEVERS_FILE)
        asked = asked_period(period, calendar) if period else None
        with _gathered(folder, settings, allowed, on_progress, asked) as gathered:
            costs = cost_facts(gathered)
            made = assembled(gathered, costs, postings=postings)
            codes = met_codes(gathered, costs) if observe else None
        findings = _placed(made.findings, folder, files, settings)
    facts, whole = made.facts, made.whole_company
    dataset = Dataset(facts, findings, made.settings, calendar, made.chosen, levers=changes,
                      plan=plan, whole_company=whole)  # fmt: skip
    if observe and codes:
        observe(codes, dataset)
    return dataset


def _placed(findings: Findings, folder: Path, files: SettingsFiles, settings: Settings) -> Findings:
    """Return findings that name the settings workbook, where the settings are in it alone."""
    if not files.book.rows or files.has_toml:
        return findings
    return placed(findings, folder, files.book, settings)


def look_at(
    folder: Path, settings: Settings, *, on_progress: Progress | None = None
) -> tuple[Dataset, MetCodes]:
    """Read everything a folder holds, as `load` does, and every code that its amounts speak of.

    The settings are a proposal about the folder's own files and ask for nothing else.

    Args:
        folder: Where the files are.
        settings: How they are to be understood.
        on_progress: Called with the name of each input as its reading starts.

    Raises:
        SettingsError: The settings are wrong.
        EnvironmentFault: A file changed while it was being read.
    """
    require(reach(folder, settings), remembered, settings.report.language)
    allowed = settings.limits.limits()
    settings = _with_year(folder, settings, allowed)
    with _gathered(folder, settings, allowed, on_progress) as gathered:
        costs = cost_facts(gathered)  # once for the facts and for the codes
        made = assembled(gathered, costs, postings=False)
        codes = met_codes(gathered, costs)
    calendar = settings.report.calendar
    return Dataset(made.facts, made.findings, made.settings, calendar, made.chosen), codes


def _with_year(folder: Path, settings: Settings, limits: Limits) -> Settings:
    """Return settings with the fiscal year of the folder's ledgers, where nobody has said it."""
    said = [pattern for table in settings.ledger for pattern in table.files]
    if any(table.database for table in settings.ledger) or not folder.is_dir():
        return settings
    named = said or any(True for _ in sources.named(folder, "ledger"))
    files = [path for one in said for path in sources.matches(folder, one)]
    files = sources.wanted(files if named else sources.files_in(folder), settings.unused)
    return with_fiscal_year(settings, files, limits)


@contextlib.contextmanager
def _gathered(
    folder: Path,
    settings: Settings,
    limits: Limits,
    on_progress: Progress | None,
    asked: Period | None = None,
) -> Iterator[Gathered]:
    """Read every input, one after the other, for as long as facts are made of them.

    Raises:
        EnvironmentFault: A file changed while it was being read.
        Stopped: The run was asked to end.
    """
    say = on_progress or (lambda _: None)
    with Engine() as engine, stopping.interrupting(engine.interrupt):
        gathering = Gathering(folder, settings, engine, limits, asked)
        try:
            with gathering.tables.witnessed():
                for name in INPUTS:
                    say(name)
                    stopping.check()
                    gathering.read(name)
                say("facts")
                stopping.check()
                yield gathering.done()
        finally:
            gathering.close()
