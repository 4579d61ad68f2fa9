"""From a loaded folder to a frozen report: which sheets there are, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    SHEETS,
    SPAN,
    STATUS,
)
from xlcost.locales.words import words
from xlcost.report import about, checks, data, findings_sheet, summary
from xlcost.report.bridges import bridge, waterfall
from xlcost.report.comments import commentary
from xlcost.report.contacts import efficiency, resources, unit_cost
from xlcost.report.forecasts import forecast, forecast_changes, methods
from xlcost.report.messages import with_messages
from xlcost.report.model import places, reports, tables
from xlcost.report.model.chart_of_lines import (
    SHARED,
    Centre,
    Line,
    list_centres,
    list_channels,
    list_lanes,
    list_lines,
    number_accounts,
)
from xlcost.report.model.context import Context
from xlcost.report.model.places import Place
from xlcost.report.model.spec import Grid, Report, Sheet
from xlcost.report.opex import adjustments, cost_centres, line_bars, opex_lines, per_day, postings
from xlcost.report.planning import savings, staffing

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

    Returns:
        Sheets of cells that say what they are made of; nothing is formatted yet.

    Raises:
        UsageError: The language is not known.
    """
    ctx = context(dataset, language or dataset.settings.report.language, earlier)
    if remark:
        ctx.omissions.append(remark)
    _note_gaps(ctx)
    ctx.noted.extend((*commentary.findings(ctx), *forecast_changes.findings(ctx)))
    sheets = _sheets(ctx, created, version)
    built = reports.report(
        ctx,
        sheets,
        title=ctx.title,
        stem="opex-report",
        created=created,
        version=version,
        notice=notice,
        allow_errors=allow_errors,
        properties=_properties(ctx, created) | {SHEETS: str(len(sheets))},
    )
    return with_messages(ctx, built)


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
    wanted = dataset.settings.report.budget_version
    # A part is compared with the company's budget, also where it has no row of it.
    of_company = wanted if dataset.scope.dimension else None
    chosen = tables.choose_budget(facts, wanted) if of_company is None else of_company
    numbers = tables.number_versions(facts, chosen)
    amounts = tables.amounts(facts, numbers, dataset.period.year)
    by_account = _by_account(accounts, lines, channels)
    centres = list_centres(facts, word)
    sites, entities = places.list_sites(centres), places.list_entities(facts)
    amounts = amounts.merge(by_account, on="account", how="left")
    amounts = _placed(amounts, centres, sites, entities)
    time = ["version_no", "period"]
    dimensions = ["line_no", "channel_no", "kind_no", "one_off", "labour", *time]
    frames = tables.Frames(
        opex=tables.summed(amounts, dimensions, ["amount"]),
        centres=tables.summed(amounts, [*tables.CENTRE_KEYS, *time], ["amount"]),
        activity=tables.activity_frame(facts, channels, numbers),
        workforce=tables.workforce_frame(facts, numbers),
        versions=_version_names(
            word.section("report.versions"), numbers, set(amounts["version_no"])
        ),
        budget_version=chosen,
        currency=tables.currency_frame(facts, by_account),
    )
    lanes = list_lanes(facts, channels, word)
    return Context(
        dataset,
        word,
        frames,
        lines,
        centres,
        lanes,
        channels,
        accounts,
        earlier=earlier,
        sites=sites,
        entities=entities,
    )


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
    centres: Sequence[Centre],
    sites: Iterable[Place],
    entities: Iterable[Place],
) -> pd.DataFrame:
    """Return amounts with their cost centre, site and entity, by number."""
    of_sites, of_entities = places.numbers(sites), places.numbers(entities)
    site_of = {centre.code: of_sites[centre.site] for centre in centres}
    return amounts.assign(
        centre_no=amounts["cost_centre"].map({one.code: one.number for one in centres}),
        site_no=amounts["cost_centre"].map(site_of),
        entity_no=amounts["entity"].map(of_entities),
    )


def _version_names(
    known: dict[str, str], numbers: dict[str, int], used: set[int]
) -> dict[int, str]:
    """Return a name for each version number; versions of the user's own keep their name."""
    names = {ACTUAL_NO: known["actual"], BUDGET_NO: known["budget"]}
    for version, number in numbers.items():
        if version and number in used:
            names[number] = known.get(version, version)
    return names


def _note_gaps(ctx: Context) -> None:
    """Say what the report cannot show, and why."""
    if ctx.whole_company:
        ctx.leave_out("whole_company")
    if ctx.data.scope.dimension:
        _note_scope(ctx)
    if not len(ctx.data.facts.budget):
        ctx.leave_out("budget")
    else:
        for span in dict.fromkeys((*ctx.shown, "year")):
            if not ctx.has_budget(span):
                ctx.leave_out("budget_span", span=ctx.span_word(span))
    if not ctx.has_prior(ctx.long):
        ctx.leave_out("prior")
    if not bool((ctx.accounts["line"] != "").any()) or not len(ctx.data.facts.accounts):
        ctx.leave_out("accounts")
    elapsed = 0 if ctx.period.is_year else ctx.period.number
    closed = len(ctx.periods_with("opex", ACTUAL_NO, ctx.long))
    if closed < elapsed:
        ctx.leave_out("periods", found=closed, wanted=elapsed)


def _note_scope(ctx: Context) -> None:
    """Say what the company's data has and this part of it cannot have."""
    facts = ctx.data.facts
    for name in ("activity", "workforce"):
        read = any(source.input == name and source.rows_used for source in facts.sources)
        if read and not len(getattr(facts, name)):
            ctx.leave_out(f"scope_{name}")


def _opex_lines(ctx: Context) -> Sheet:
    return opex_lines.sheet(
        ctx, (*line_bars.charts(ctx), *adjustments.blocks(ctx), *per_day.blocks(ctx))
    )


def _sheets(ctx: Context, created: str, version: str) -> tuple[Sheet, ...]:
    """Return the sheets in the order of the workbook; one without its input is left out."""
    makers = (
        _opex_lines,
        cost_centres.sheet,
        bridge.sheet,
        unit_cost.sheet,
        efficiency.sheet,
        resources.sheet,
        staffing.sheet,
        forecast.sheet,
        savings.sheet,
        commentary.sheet,
        postings.sheet,
    )
    detail = [made for made in (make(ctx) for make in makers) if made is not None]
    keys = {made.key for made in detail}
    control = checks.sheet(ctx, keys)
    grid = next(block for block in control.blocks if isinstance(block, Grid))
    drawn = waterfall.bridge(ctx)
    first = summary.sheet(ctx, grid, drawn, keys)
    findings = findings_sheet.sheet(ctx)
    helpers = (
        *((drawn.grid,) if drawn else ()),
        *line_bars.helpers(ctx),
        *bridge.helpers(ctx),
        *unit_cost.helpers(ctx),
        *forecast.helpers(ctx),
        *savings.helpers(ctx),
        methods.record(ctx),
    )
    last = data.sheet(ctx, helpers)
    shown = [first, *detail, control, findings, last]
    return (*shown, about.sheet(ctx, shown, created, version))
