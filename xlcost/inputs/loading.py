"""Loading: a folder of files to the facts of a report and the findings about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from xlcost.dataset.facts import Facts
from xlcost.dataset.findings import Findings
from xlcost.dataset.levers import FILE_NAME as LEVERS_FILE
from xlcost.dataset.levers import Levers, load_levers
from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import INPUTS
from xlcost.dataset.scope import COMPANY, Scope
from xlcost.dataset.settings import Settings, in_language, load_settings
from xlcost.engine import Engine
from xlcost.inputs.assembly import Assembly
from xlcost.values.calendar import Calendar, Period

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Dataset:
    """What a report is built from.

    Attributes:
        facts: The tidy frames.
        findings: Everything that was noticed about the data.
        settings: The settings that held.
        calendar: The fiscal calendar.
        period: The period of the report: the one asked for, else the last of the ledger.
        scope: Which part of the company this is; all of it, as it is loaded.
        levers: What the company plans to change.
    """

    facts: Facts
    findings: Findings
    settings: Settings
    calendar: Calendar
    period: Period
    scope: Scope = COMPANY
    levers: Levers = field(default_factory=Levers)


def load(
    folder: Path,
    settings: Settings | None = None,
    period: str | None = None,
    *,
    on_progress: Progress | None = None,
    limits: Limits | None = None,
    language: str | None = None,
    levers: Path | None = None,
) -> Dataset:
    """Read everything a folder holds.

    Args:
        folder: Where the files are, and `xlcost.toml` if there is one.
        settings: The settings to use in place of the folder's own.
        period: `2026-10`, `2026P10` or `2026`; without it the last period of the ledger.
        on_progress: Called with the name of each input as its reading starts.
        limits: What reading one file may cost.
        language: "en" or "nb" in place of the settings' language.
        levers: The file of the plan, in place of the folder's own `levers.toml`.

    Returns:
        Facts and findings; wrong data never raises.

    Raises:
        SettingsError: The settings are wrong.
        UsageError: The period is none.
        EnvironmentFault: A database does not answer.
    """
    settings = in_language(settings or load_settings(folder), language)
    calendar = settings.report.calendar
    plan = load_levers(levers or folder / LEVERS_FILE)
    asked = calendar.parse(period) if period else None
    say = on_progress or (lambda _: None)
    with Engine() as engine:
        assembly = Assembly(folder, settings, engine, limits or settings.limits.limits(), asked)
        try:
            for name in INPUTS:
                say(name)
                assembly.read(name)
            say("facts")
            facts, findings, chosen = assembly.finish()
        finally:
            assembly.close()
    return Dataset(facts, findings, assembly.settings, calendar, chosen, levers=plan)
