"""What was gathered: every table of every input, read, before anything is made of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from xlcost.dataset.facts import Source
from xlcost.dataset.findings import Finding, Where
from xlcost.dataset.schema import INPUTS
from xlcost.dataset.settings import Settings
from xlcost.engine import Engine
from xlcost.inputs.columns.masters import Master
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.contacts.counts import CountTable
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.ledgers.amounts import AmountTable
from xlcost.inputs.repeats import Summed
from xlcost.locales.words import Words
from xlcost.system.identity import Witness
from xlcost.system.late import pd
from xlcost.values.calendar import Calendar, Period

FILLED = ("name", "kind", "recurring", "labour")  # what a list to fill in has by itself
Tally = tuple[int, int, int]  # rows read, used and left out, each counted by itself


@dataclass(frozen=True)
class Gathered:
    """Every table that was read, and what holds for them.

    Attributes:
        settings: What the settings say.
        engine: Where the rows are.
        word: The words of the report language.
        witness: What knows the size and the hash of each file.
        asked: The period of the report, where one was asked for.
        amounts: The tables of amounts.
        counts: Input → its tables of contacts or people.
        masters: Input → its lists of accounts or cost centres.
        sources: A source for each table of counts and each list.
        summed: What each table of counts adds to its input.
        findings: What was wrong with the tables, one by one.
        unread: What of the folder was not used.
    """

    settings: Settings
    engine: Engine
    word: Words
    witness: Witness
    asked: Period | None
    amounts: tuple[AmountTable, ...]
    counts: Mapping[str, tuple[CountTable, ...]]
    masters: Mapping[str, tuple[Master, ...]]
    sources: tuple[Source, ...]
    summed: tuple[Summed, ...]
    findings: tuple[Finding, ...]
    unread: tuple[Finding, ...]

    @property
    def calendar(self) -> Calendar:
        """The fiscal calendar."""
        return self.settings.report.calendar

    def master(self, name: str) -> Master | None:
        """Return the list of an input: several are one, in which the first line of a code counts.

        Where that line gives no more than a list to fill in has by itself, what it leaves blank
        is taken from the next one.
        """
        masters = self.masters[name]
        if len(masters) < 2:  # noqa: PLR2004 - one list is the rule
            return masters[0] if masters else None
        frame = pd.concat([master.frame for master in masters], ignore_index=True)
        key = INPUTS[name].columns[0].name
        lines: dict[str, dict[str, str]] = {}
        for record in frame.to_dict("records"):
            line = {str(column): str(text) for column, text in record.items()}
            first = lines.setdefault(line[key], line)
            if first is not line and _is_silent(first, key):
                lines[line[key]] = {
                    column: line[column] if _is_usual(column, text) else text
                    for column, text in first.items()
                }
        found = pd.DataFrame(list(lines.values()), columns=list(frame.columns), dtype=object)
        return replace(masters[0], frame=found)


def _is_silent(line: Mapping[str, str], key: str) -> bool:
    """Tell whether a line of a list gives no more than a list to fill in has by itself."""
    return all(not text for name, text in line.items() if name not in (key, *FILLED))


def _is_usual(column: str, text: str) -> bool:
    """Tell whether a cell is blank, or what a blank one means."""
    return not text or (column, text) in (("recurring", "yes"), ("kind", "cost"))


def source_of(
    witness: Witness, name: str, raw: RawTable, tally: Tally, rows: Rows | None
) -> Source:
    """Return what the controls show of a table.

    Args:
        witness: What knows the size and the hash of its file.
        name: The input.
        raw: The table.
        tally: Rows read, used and left out: their sum is a control.
        rows: The rows, where numbers were read from them.
    """
    detected = dict(raw.detected)
    for number in rows.numbers if rows else ():
        if mark := number.dialect.decimal:
            detected.setdefault("decimal", mark)
    return Source(
        input=name,
        file=raw.name,
        sheet=raw.sheet,
        size=witness.size(raw.file),
        sha256=witness.sha256(raw.file),
        rows_read=tally[0],
        rows_used=tally[1],
        rows_left_out=tally[2],
        detected=detected,
    )


def summed_of(witness: Witness, name: str, raw: RawTable, sums: pd.DataFrame) -> Summed:
    """Return what a table adds to an input, to find what is added twice."""
    return Summed(name, Where(raw.name, raw.sheet), raw.file, witness.sha256(raw.file), sums)
