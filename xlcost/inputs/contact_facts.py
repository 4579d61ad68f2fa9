"""The facts of contacts: activity, workforce and intervals, and what they say against the costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlcost.dataset.findings import Finding
from xlcost.dataset.settings import Settings
from xlcost.inputs import cautions
from xlcost.inputs.contacts import channels
from xlcost.inputs.contacts.intervals import disagreements, intervals
from xlcost.inputs.contacts.levels import combined
from xlcost.inputs.cost_facts import CostFacts
from xlcost.inputs.gathered import Gathered
from xlcost.system.late import pd

Measured = frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class ContactFacts:
    """What the tables of contacts and people come to.

    Attributes:
        settings: The settings, with the channels as the activity calls them.
        accounts: The accounts, with the channels as the activity calls them.
        activity: Contacts by period and channel.
        workforce: People by period and team.
        intervals: Contacts by interval of the report's period.
        interval_seconds: How long an interval is.
        measured: Channel, direction and measure that a table really has.
        findings: What was wrong.
    """

    settings: Settings
    accounts: pd.DataFrame
    activity: pd.DataFrame
    workforce: pd.DataFrame
    intervals: pd.DataFrame
    interval_seconds: int
    measured: Measured
    findings: tuple[Finding, ...]


def contact_facts(gathered: Gathered, costs: CostFacts) -> ContactFacts:
    """Return what the tables of contacts and people come to, beside the costs."""
    days = {name: [table.daily for table in tables] for name, tables in gathered.counts.items()}
    own_channels = frozenset(gathered.settings.words.channels.values())
    spelled = channels.spellings([*days["activity"], *days["intervals"]], own_channels)
    each_day = [channels.respelled(frame, spelled) for frame in days["activity"]]
    activity = combined(each_day, "activity")
    workforce = combined(days["workforce"], "workforce")
    own = gathered.counts["intervals"]
    by_interval, seconds = intervals(own or gathered.counts["activity"], costs.chosen)
    by_interval = channels.respelled(by_interval, spelled)
    active = list(dict.fromkeys(map(str, activity["channel"])))
    accounts = channels.mapped(costs.accounts, active)
    findings = _against_costs(gathered, costs, accounts, activity, workforce)
    if own:
        word = gathered.word
        findings += disagreements(activity, own, by_interval, gathered.calendar, word)
    return ContactFacts(
        _in_one_word(costs.settings, active),
        accounts,
        activity,
        workforce,
        by_interval,
        seconds,
        channels.measured(each_day),
        tuple(findings),
    )


def _in_one_word(settings: Settings, active: Sequence[str]) -> Settings:
    """Return settings that call each channel what the activity calls it."""
    report = settings.report
    known = channels.named([*report.channel_shares, *report.staffing.channels], active)
    shares = {known[name]: share for name, share in report.channel_shares.items()}
    if len(shares) < len(report.channel_shares):
        return settings  # two channels of the settings are one of the activity
    staffed = [known[name] for name in report.staffing.channels]
    staffing = report.staffing.model_copy(update={"channels": staffed})
    return settings.with_report(channel_shares=shares, staffing=staffing)


def _against_costs(
    gathered: Gathered,
    costs: CostFacts,
    accounts: pd.DataFrame,
    activity: pd.DataFrame,
    workforce: pd.DataFrame,
) -> list[Finding]:
    """Return costs without contacts, contacts without time, and periods that nothing counts."""
    ledger, chosen = costs.ledger, costs.chosen
    allocation = costs.settings.report.allocation
    findings = [
        *channels.without_contacts(ledger, accounts, activity, chosen.year),
        *channels.without_handle_time(activity, accounts, allocation, chosen.year),
    ]
    for name, counts in (("activity", activity), ("workforce", workforce)):
        said = gathered.word.text(f"report.inputs.{name}")
        findings += cautions.uncounted(counts, ledger, chosen, said)
    return findings
