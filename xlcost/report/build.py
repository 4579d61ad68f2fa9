"""From a loaded folder to a frozen report: which sheets there are, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from xlcost.dataset.comment_keys import part_of
from xlcost.dataset.dataset import Dataset
from xlcost.dataset.earlier import Earlier
from xlcost.dataset.pack_format import (
    ACTUAL_NO,
    BUDGET_NO,
    CREATED,
    ENTITY,
    PERIOD,
    SCOPE,
    SPAN,
    STATUS,
)
from xlcost.dataset.pack_format import SHEETS as SHEET_COUNT
from xlcost.locales.words import Words, words
from xlcost.report import chosen, gaps
from xlcost.report.messages import with_messages
from xlcost.report.model import lives, places, reports, tables
from xlcost.report.model.chart_of_lines import (
    SHARED,
    Centre,
    Line,
    list_centres,
    list_channels,
    list_directions,
    list_lines,
    number_accounts,
)
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Made
from xlcost.report.model.places import Place
from xlcost.report.model.spec import Pages, Report
from xlcost.report.sheets import CLOSING, SHEETS

NOTHING_EARLIER = Earlier()


def build(
    dataset: Dataset,
    *,
    language: str | None = None,
    created: str,
    version: str,
    allow_errors: bool = False,
    earlier: Earlier = NOTHING_EARLIER,
    notice: str = "",
    remark: str = "",
    pages: Pages = "full",
) -> Report:
    """Build the report of a loaded folder.

    Args:
        dataset: Facts, findings, settings, calendar and the period to report.
        language: "en" or "nb"; without it, the settings' language.
        created: Run time as ISO text in UTC.
        version: xlcost's version.
        allow_errors: Build in spite of errors; every page then says so.
        earlier: What earlier packs hold that this one goes on with.
        notice: A sentence for the head of every page.
        remark: A sentence for About.
        pages: Whether all is printed ("full"), or the pages that everybody gets ("short").

    Returns:
        Sheets of cells that say what they are made of; nothing is formatted yet.

    Raises:
        UsageError: The language is not known.
    """
    ctx = context(dataset, language or dataset.settings.report.language, earlier)
    made = _made(ctx, created, version, remark)
    built = reports.report(
        ctx,
        chosen.arranged(ctx, made),
        title=ctx.title,
        stem="opex-report",
        created=created,
        version=version,
        notice=notice,
        allow_errors=allow_errors,
        properties=_properties(ctx, created) | {SHEET_COUNT: str(len(made.built))},
        noted=made.noted,
    )
    return with_messages(ctx, replace(built, pages=pages))


def _properties(ctx: Context, created: str) -> dict[str, str]:
    """Return what the workbook says about itself to programs, the next month's build among them."""
    settings = ctx.settings
    return {
        STATUS: settings.status,
        PERIOD: str(ctx.period.key),
        SPAN: ctx.data.calendar.span(ctx.period.key),
        SCOPE: part_of(ctx.data.scope),
        ENTITY: settings.entity,
        CREATED: created,
    }


def context(dataset: Dataset, language: str, earlier: Earlier = NOTHING_EARLIER) -> Context:
    """Number what there is, and sum the facts into the frames of the Data sheet."""
    facts, word = dataset.facts, words(language)
    accounts = number_accounts(facts, word)
    lines = list_lines(accounts)
    channels = list_channels(facts, accounts)
    chosen = _budget_version(dataset)
    numbers = tables.number_versions(facts, chosen)
    amounts = tables.amounts(facts, numbers, dataset.period.year)
    by_account = _by_account(accounts, lines, channels)
    centres = list_centres(facts, word)
    sites, entities = places.list_sites(centres), places.list_entities(facts)
    amounts = lives.in_frames(amounts, lives.by_centre(facts, dataset.calendar, dataset.period))
    amounts = _placed(amounts, by_account, centres, sites, entities)
    time = [*(name for name in lives.COLUMNS if name in amounts), "version_no", "period"]
    dimensions = ["line_no", "channel_no", "kind_no", "one_off", "labour", *time]
    of_centres = ["one_off"] if bool(amounts["one_off"].any()) else []
    frames = tables.Frames(
        opex=tables.summed(amounts, dimensions, ["amount"]),
        centres=tables.summed(amounts, [*tables.CENTRE_KEYS, *of_centres, *time], ["amount"]),
        activity=tables.activity_frame(facts, channels, numbers),
        workforce=tables.workforce_frame(facts, numbers),
        versions=_version_names(word, numbers, set(amounts["version_no"])),
        budget_version=chosen,
        currency=tables.currency_frame(facts, by_account),
    )
    return Context(
        dataset,
        word,
        frames,
        lines,
        centres,
        list_directions(facts, channels, word),
        MappingProxyType(channels),
        accounts,
        earlier=earlier,
        sites=sites,
        entities=entities,
    )


def _budget_version(dataset: Dataset) -> str:
    wanted = dataset.settings.report.budget_version
    # A part is compared with the company's budget, also where it has no row of it.
    if dataset.scope.dimension and wanted is not None:
        return wanted
    return tables.choose_budget(dataset.facts, wanted)


def _by_account(
    accounts: pd.DataFrame, lines: Sequence[Line], channels: Mapping[str, int]
) -> pd.DataFrame:
    """Return the line and the channel of each account, by number."""
    numbers = {(line.kind, line.category, line.name): line.number for line in lines}
    keys = zip(accounts["kind_no"], accounts["category"], accounts["line"], strict=True)
    numbered = accounts.assign(
        line_no=[numbers[key] for key in keys],
        channel_no=accounts["channel"].map(lambda name: channels.get(name, SHARED)),
    )
    return numbered[["account", "line_no", "channel_no", "kind_no", "one_off", "labour"]]


def _placed(
    amounts: pd.DataFrame,
    by_account: pd.DataFrame,
    centres: Sequence[Centre],
    sites: Iterable[Place],
    entities: Iterable[Place],
) -> pd.DataFrame:
    """Return amounts with what they belong to, by number: a line, a cost centre, an entity."""
    rows = {code: row for row, code in enumerate(by_account["account"])}
    account = tables.numbered(amounts["account"], rows)
    of_sites = places.numbers(sites)
    centre = tables.numbered(
        amounts["cost_centre"], {one.code: place for place, one in enumerate(centres)}
    )
    numbers = {
        str(name): by_account[name].to_numpy()[account]
        for name in by_account.columns.drop("account")
    }
    return amounts.drop(columns=["account", "cost_centre", "entity"]).assign(
        **numbers,
        centre_no=np.array([one.number for one in centres], dtype="int64")[centre],
        site_no=np.array([of_sites[one.site] for one in centres], dtype="int64")[centre],
        entity_no=tables.numbered(amounts["entity"], places.numbers(entities)),
    )


def _version_names(word: Words, numbers: dict[str, int], used: set[int]) -> dict[int, str]:
    """Return a name for each version number; versions of the user's own keep their name."""
    known = word.section("report.versions")
    names = {ACTUAL_NO: known["actual"], BUDGET_NO: known["budget"]}
    for version, number in numbers.items():
        if version and number in used:
            names[number] = known.get(version, version)
    return names


def _made(ctx: Context, created: str, version: str, remark: str) -> Made:
    """Return every sheet whose input is there, then those that speak of the others."""
    omissions = [remark, *gaps.sentences(ctx)]
    noted = [finding for one in SHEETS for finding in one.findings(ctx)]
    built = []
    for contract in SHEETS:
        reasons = contract.lacking(ctx)
        omissions += reasons
        if not reasons:
            built.append(contract.build(ctx))
            omissions += built[-1].omissions
    omissions += chosen.omissions(ctx, [one.sheet.key for one in built])
    told = tuple(dict.fromkeys(filter(None, omissions)))
    made = Made(tuple(built), told, tuple(noted), created, version)
    for closing in CLOSING:
        made = replace(made, built=(*made.built, closing.build(ctx, made)))
    return made
