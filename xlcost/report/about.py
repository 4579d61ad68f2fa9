"""The sheet About: period, sign, methods, definitions, sources, what is missing, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from babel.dates import format_date

from xlcost.catalogue.families import find
from xlcost.dataset.pack_format import BUDGET_NO
from xlcost.report.contacts import service
from xlcost.report.forecasts import methods
from xlcost.report.model import cells
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Built, ClosingContract, Made
from xlcost.report.model.expressions import Literal
from xlcost.report.model.labels import moment
from xlcost.report.model.materiality import amounts
from xlcost.report.model.spec import Block, Cell, Column, Grid, Row, Sheet, Text
from xlcost.report.model.uses import Uses
from xlcost.values.shown_numbers import format_decimal

LONGEST_FORMULA = 240  # characters that a person reads


def build(ctx: Context, made: Made) -> Built:
    """Build the sheet, which defines the figures of those before it."""
    blocks: list[Block] = [
        _general(ctx, made.created, made.version),
        *filter(None, [methods.changes(ctx)]),
        _signatures(ctx),
        Text(ctx.t("about.missing_title"), "heading"),
    ]
    missing = made.omissions or [ctx.t("about.nothing_missing")]
    blocks += [Text(sentence) for sentence in missing]
    blocks += [_definitions(ctx, made), _sources(ctx)]
    title = ctx.t("sheets.about")
    signed = next(n for n, one in enumerate(blocks, 1) if isinstance(one, Text)) - 1
    return Built(Sheet("about", title, tuple(blocks), heading=title, essential=signed))


SHEET = ClosingContract("about", build, printed=True)


def _pairs(ctx: Context, key: str, title: str, pairs: Iterable[tuple[str, str]]) -> Grid:
    columns = (
        Column("label", ctx.t("columns.what"), width=34),
        Column("value", ctx.t("columns.value"), width=26, wrap=True),
    )
    rows = tuple(
        Row(f"{key}{number}", cells.texts(label=label, value=value))
        for number, (label, value) in enumerate(pairs, start=1)
    )
    return Grid(key, columns, rows, title=title, show_header=False)


def _general(ctx: Context, created: str, version: str) -> Grid:
    settings, t = ctx.settings, ctx.t
    turned = "notes.sign_turned" if settings.better_is_positive else "notes.sign"
    pairs = [
        (t("about.entity"), settings.entity),
        (t("about.scope"), ctx.part),
        (t("about.period"), f"{ctx.period_name()} ({ctx.period})"),
        (t("about.currency"), settings.currency),
        (t("about.status"), t(f"about.status_{settings.status}")),
        (t("about.created"), moment(created)),
        (t("about.version"), f"xlcost {version}"),
        (t("about.sign"), t(turned)),
        (t("about.material_title"), _materiality(ctx)),
        (t("about.budget_version"), _budget_name(ctx)),
        (t("about.prior"), t(f"about.prior_{ctx.prior_version}")),
        (t("about.rounding_title"), t("about.rounding")),
        (t("about.open_title"), t("about.open")),
    ]
    if charted := _charted(ctx):
        pairs.append((t("about.charted"), charted))
    if ctx.directions and not ctx.whole_company:
        pairs.append((t("about.allocation"), t(f"allocation.{settings.allocation}")))
    return _pairs(ctx, "about", "", [(label, value) for label, value in pairs if value])


def _materiality(ctx: Context) -> str:
    """Return from when on a variance is material, and where the amounts are from."""
    held, bounds = ctx.settings.materiality, amounts(ctx)

    def number(value: float | Decimal, code: str) -> str:
        return str(format_decimal(value, format=code, locale=ctx.word.language))

    sentences = [
        ctx.t(
            "about.materiality",
            amount=number(bounds.least, "#,##0.##"),
            pct=number(held.pct * 100, "0.##"),
            mode=ctx.t(f"about.mode_{held.mode}"),
        )
    ]
    if bounds.always:
        sentences.append(ctx.t("about.always", amount=number(bounds.always, "#,##0.##")))
    sentences += [ctx.t("about.by_size")] if bounds.by_size else []
    return " ".join(sentences)


def _charted(ctx: Context) -> str:
    """Return which accounts a chart of accounts, and no person, gave their lines."""
    named = ctx.data.facts.charted.items()
    return "; ".join(f"{chart}: {', '.join(codes)}" for chart, codes in named)


def _budget_name(ctx: Context) -> str:
    has_budget = bool((ctx.frames.opex["version_no"] == BUDGET_NO).any())
    return ctx.frames.versions[BUDGET_NO] if has_budget else ctx.t("about.none")


def _signatures(ctx: Context) -> Grid:
    """Return who signed off and when, with lines to sign on where nobody has."""
    settings, line = ctx.settings, "_" * 40
    columns = (
        Column("label", ctx.t("columns.what"), width=34),
        Column("value", ctx.t("columns.value"), width=26),
        Column("date", ctx.t("close.signed_on"), width=44),
    )
    rows = []
    for role in ("prepared", "reviewed", "approved"):
        name, day = getattr(settings, f"{role}_by"), getattr(settings, f"{role}_on")
        by_column = cells.texts(label=ctx.t(f"about.{role}"), value=name or line)
        shown = format_date(day, format="long", locale=ctx.word.language) if day else "_" * 20
        by_column["date"] = cells.words(f"{ctx.t('close.signed_on')}: {shown}")
        rows.append(Row(role, by_column))
    title = ctx.t("about.signatures")
    return Grid("signatures", columns, tuple(rows), title=title, show_header=False)


def used_calls(uses: Iterable[Uses]) -> dict[str, set[str]]:
    """Return the methods used of each metric used, in the order in which the report uses them."""
    calls: dict[str, set[str]] = {}
    for name, method in (call for one in uses for call in one.calls):
        calls.setdefault(name, set()).update({method} if method else ())
    return calls


def _definitions(ctx: Context, made: Made) -> Grid:
    """Return label, Excel name, formula, definition and source of every metric used."""
    language = ctx.word.language
    columns = [
        Column("label", ctx.t("columns.figure"), width=34, wrap=True),
        Column("name", ctx.t("columns.function"), width=28),
        Column("formula", ctx.t("columns.formula"), width=44, wrap=True),
        Column("summary", ctx.t("columns.definition"), width=38, wrap=True),
        Column("source", ctx.t("columns.source"), width=12, wrap=True),
    ]
    rows = []
    for name, chosen in used_calls(one.uses for one in made.in_order).items():
        metric = find(name)
        label = metric.label(language)
        words = ", ".join(_method(ctx, word) for word in sorted(chosen) if _method(ctx, word))
        by_column = cells.texts(
            label=f"{label} ({words})" if words else label,
            name=metric.excel_name,
            formula=_formula(ctx, metric.formula, chosen),
            summary=metric.definition(language),
            source=metric.cited(language).replace("chapter", ctx.t("about.chapter")),
        )
        rows.append(Row(name, by_column))
    return Grid("definitions", tuple(columns), tuple(rows), title=ctx.t("about.definitions"))


def _method(ctx: Context, word: str) -> str:
    """Return a method in the report language, or nothing."""
    known = ctx.word.section("report.methods")
    return service.method_text(ctx, word) if word in known else ""


def _formula(ctx: Context, formula: object, methods: set[str]) -> str:
    """Return the formula in names of its arguments, only the branches that are used.

    One that nobody would read in a cell is cut; the template's Functions sheet has all of it.
    """
    text = _whole_formula(ctx, formula, methods).replace("{", "").replace("}", "")
    return text if len(text) <= LONGEST_FORMULA else f"{text[:LONGEST_FORMULA]} …"


def _whole_formula(ctx: Context, formula: object, methods: set[str]) -> str:
    if not isinstance(formula, dict):
        return str(formula or "")
    used = {name: text for name, text in formula.items() if name in methods or not methods}
    if len(used) == 1:
        parts = [str(text) for text in used.values()]
    else:
        known = {**ctx.word.section("report.methods"), **ctx.word.section("report.branches")}
        parts = [f"{known.get(name, name)}: {text}" for name, text in used.items()]
    return "; ".join(parts)


def _sources(ctx: Context) -> Grid:
    """Return each file with its size, rows, total and hash."""
    columns = (
        Column("input", ctx.t("columns.source_input"), width=34),
        Column("file", ctx.t("columns.file"), width=28, wrap=True),
        Column("detected", ctx.t("columns.detected"), width=44, wrap=True),
        Column("sha256", "SHA-256", width=38, wrap=True),
        Column("size", ctx.t("columns.size")),
        Column("read", ctx.t("columns.rows_read")),
        Column("used", ctx.t("columns.rows_used")),
        Column("left_out", ctx.t("columns.rows_left_out")),
        Column("total", ctx.t("columns.total"), width=18),
    )
    rows = []
    for number, source in enumerate(ctx.data.facts.sources, start=1):
        by_column = cells.texts(
            input=ctx.t(f"inputs.{source.input}"),
            file=source.place,
            sha256=source.sha256,
            detected=_understood(ctx, source.detected),
        )
        by_column["size"] = Cell(Literal(source.size), "bytes")
        by_column["read"] = Cell(Literal(source.rows_read), "count")
        by_column["used"] = Cell(Literal(source.rows_used), "count")
        by_column["left_out"] = Cell(Literal(source.rows_left_out), "count")
        if source.total is not None:
            by_column["total"] = Cell(Literal(float(source.total)), "money_exact")
        rows.append(Row(f"source{number}", by_column))
    return Grid("sources", columns, tuple(rows), title=ctx.t("about.sources"))


def _understood(ctx: Context, detected: Mapping[str, str]) -> str:
    """Return in the report language how a file was understood."""
    known = ctx.word.section("dialect")
    return ", ".join(
        f"{known.get(name, name)} {known.get(f'value_{value}', value)}"
        for name, value in detected.items()
    )
