"""The dataset: what a report is built from, where reading ends and reporting begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlcost.dataset.facts import Facts
from xlcost.dataset.findings import Findings
from xlcost.dataset.scope import COMPANY, Scope
from xlcost.dataset.settings import Settings
from xlcost.planning.levers_file import Levers
from xlcost.system.identity import Stamp
from xlcost.values.calendar import Calendar, Period


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
        whole_company: Whether the ledger is a whole company's, of which nobody has said what is
            customer service: then there is no unit cost.
        plan: The file that says so, as it was read; None where there is none.
    """

    facts: Facts
    findings: Findings
    settings: Settings
    calendar: Calendar
    period: Period
    scope: Scope = COMPANY
    levers: Levers = field(default_factory=Levers)
    plan: Stamp | None = None
    whole_company: bool = False
