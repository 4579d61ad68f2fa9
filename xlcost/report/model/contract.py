"""The contract of a sheet: what it is called, what it needs, and what it gives the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlcost.dataset.findings import Finding
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Placed
from xlcost.report.model.spec import DataTable, Grid, Sheet
from xlcost.report.model.uses import Uses, uses_of

FIRST = "summary"


@dataclass(frozen=True)
class Built:
    """What a sheet gives the report.

    Attributes:
        sheet: The sheet.
        helpers: Grids and tables for the Data sheet, which its charts or later packs read.
        checks: Its controls, for the sheet Checks.
        omissions: Sentences on what it could not show, for About.
    """

    sheet: Sheet
    helpers: tuple[Grid | DataTable, ...] = ()
    checks: tuple[Check, ...] = ()
    omissions: tuple[str, ...] = ()

    @cached_property
    def uses(self) -> Uses:
        """The metrics that the sheet calls, and the cells on Data that it points at."""
        return uses_of(self.sheet.blocks)

    @property
    def placed(self) -> Iterator[Placed]:
        """What has to stand on Data because the sheet, or what it brings there, points at it."""
        for ref in (*self.uses.placed, *uses_of(self.helpers).placed):
            if ref.placed is not None:
                yield ref.placed


def nothing_missing(ctx: Context) -> Sequence[str]:
    """Say that a sheet needs no more than every report has."""
    del ctx
    return ()


def nothing_noticed(ctx: Context) -> Sequence[Finding]:
    """Say that a sheet finds nothing that the data's findings do not say."""
    del ctx
    return ()


@dataclass(frozen=True)
class SheetContract:
    """One sheet of the report, declared where it is made; `report.sheets` lists them all.

    Attributes:
        key: Stable in every language: of its words in [report.sheets], of links, of settings.
        build: Makes it, where it lacks nothing.
        lacking: Why it cannot be made, as sentences for About; nothing where it can.
        findings: What is noticed while it is made, whether or not there is anything to show.
        printed: Whether it is among the pages that everybody gets.
    """

    key: str
    build: Callable[[Context], Built]
    lacking: Callable[[Context], Sequence[str]] = nothing_missing
    findings: Callable[[Context], Sequence[Finding]] = nothing_noticed
    printed: bool = False


@dataclass(frozen=True)
class Made:
    """The sheets that are made, for those that speak of the others: Checks, Summary, Data, About.

    Attributes:
        built: In the order in which they were made.
        omissions: Sentences on what the report leaves out and why.
        noted: What was noticed besides what was wrong with the data.
        created: Run time as ISO text in UTC.
        version: xlcost's version.
    """

    built: tuple[Built, ...]
    omissions: tuple[str, ...] = ()
    noted: tuple[Finding, ...] = ()
    created: str = ""
    version: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the sheets."""
        return frozenset(one.sheet.key for one in self.built)

    @property
    def in_order(self) -> tuple[Built, ...]:
        """The sheets in the order of the workbook: Summary, which speaks of the others, first."""
        return tuple(sorted(self.built, key=lambda one: one.sheet.key != FIRST))

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets in the order of the workbook."""
        return tuple(one.sheet for one in self.in_order)


@dataclass(frozen=True)
class ClosingContract:
    """A sheet that speaks of the sheets before it; `report.sheets` lists these, too."""

    key: str
    build: Callable[[Context, Made], Built]
    printed: bool = False
