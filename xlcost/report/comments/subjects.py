"""What a comment may be about: lines, categories and totals, with their amounts while building."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlcost.dataset.earlier import identity
from xlcost.dataset.pack_format import COST
from xlcost.locales.words import LANGUAGES, words
from xlcost.report.bridges import labour_drivers
from xlcost.report.model.bounds import folded
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.context import Context
from xlcost.report.model.once import once
from xlcost.report.model.sentences import Driver, Told, sentence
from xlcost.report.opex import opex_lines, postings
from xlcost.report.opex.material import Variance, is_material, variances

TOTAL = "total"
CATEGORY = "category"
TOTALS = {"opex": "total_opex", "income": "total_income", "net": "net_cost"}
_ROWS = {
    opex_lines.TOTAL: TOTALS["opex"],
    opex_lines.INCOME_TOTAL: TOTALS["income"],
    opex_lines.NET: TOTALS["net"],
}


@dataclass(frozen=True)
class Subject:
    """A line, a category or a total of OpEx by line.

    Attributes:
        identity: What it is known by in packs of every month and language.
        name: What the report calls it.
        row: Its row in the grid of lines.
        kind: "cost" or "income".
        actual: Actual amount of the report's period.
        budget: Budgeted amount, 0 without a budget.
        parts: Names of what it adds up, each with its change.
        of: The line with its amounts, where it is one.
    """

    identity: str
    name: str
    row: str
    kind: str
    actual: float
    budget: float
    parts: tuple[Driver, ...] = ()
    of: Variance | None = None

    @property
    def line(self) -> Line | None:
        """The line, where it is one."""
        return self.of.line if self.of else None

    @property
    def variance(self) -> float:
        """Actual − budget."""
        return round(self.actual - self.budget, 2)


@once
def subjects(ctx: Context) -> tuple[Subject, ...]:
    """Return everything that a comment may be about, lines first."""
    lines = [_line(one) for one in _variances(ctx)]
    named = list(lines)
    for row, category, members in opex_lines.categories(ctx, COST):  # income has no subtotals
        inside = set(members)
        mine = [one for one in lines if one.line in inside]
        named.append(_sum(identity(CATEGORY, category, ""), category, row, "cost", mine))
    costs = [one for one in lines if one.kind == "cost"]
    incomes = [one for one in lines if one.kind == "income"]
    total = _sum(_total("opex"), ctx.t("rows.total_opex"), opex_lines.TOTAL, "cost", costs)
    named.append(total)
    if incomes:
        label, row = ctx.t("rows.total_income"), opex_lines.INCOME_TOTAL
        named.append(_sum(_total("income"), label, row, "income", incomes))
        net = _sum(_total("net"), ctx.t("rows.net_cost"), opex_lines.NET, "cost", costs)
        less = _sum("", "", "", "income", incomes)
        named.append(
            Subject(
                net.identity,
                net.name,
                net.row,
                "cost",
                net.actual - less.actual,
                net.budget - less.budget,
                (
                    Driver(total.name, total.variance),
                    Driver(ctx.t("rows.total_income"), -less.variance),
                ),
            )
        )
    return tuple(named)


def _total(name: str) -> str:
    return f"{TOTAL} |  | {name}"


def _variances(ctx: Context) -> Sequence[Variance]:
    judged = variances(ctx)
    if ctx.has_budget(ctx.main):
        return judged
    return [Variance(one.line, one.actual, 0.0) for one in judged]


def _line(one: Variance) -> Subject:
    line, row = one.line, opex_lines.line_part(one.line).key
    return Subject(line.identity, line.name, row, line.word, one.actual, one.budget, (), one)


def _sum(line: str, name: str, row: str, kind: str, members: Sequence[Subject]) -> Subject:
    return Subject(
        line,
        name,
        row,
        kind,
        round(sum(one.actual for one in members), 2),
        round(sum(one.budget for one in members), 2),
        tuple(Driver(one.name, one.variance) for one in members),
    )


def wanted(ctx: Context) -> list[Subject]:
    """Return what has to be explained, the largest first: what is material, and what always is."""
    always = folded(ctx.settings.materiality.always)
    chosen = []
    judged = ctx.has_budget(ctx.main)
    for subject in subjects(ctx):
        material = judged and subject.of is not None and is_material(ctx, subject.of.line)
        if material or always & called(subject):
            chosen.append(subject)
    return sorted(chosen, key=lambda subject: -abs(subject.variance))


def unknown_always(ctx: Context) -> list[str]:
    """Return what the settings want always commented and the report does not have."""
    known = {name for subject in subjects(ctx) for name in called(subject)}
    return [word for word in ctx.settings.materiality.always if not folded([word]) & known]


def called(subject: Subject) -> set[str]:
    """Return what people may call a line or total; a total in every language."""
    names = [subject.name]
    if key := _ROWS.get(subject.row):
        names += [words(language).text(f"report.rows.{key}") for language in LANGUAGES]
    return folded(names)


def drafted(ctx: Context, subject: Subject) -> str:
    """Return the sentence that a person begins with."""
    labour: tuple[Driver, ...] = ()
    parts = subject.parts
    posting = ""
    if subject.line is not None and subject.kind == "cost" and is_labour(ctx, subject.line):
        labour = _labour(ctx, subject)
        alone = [one for one in ctx.lines if one.kind == COST and is_labour(ctx, one)]
        if len(alone) == 1:  # then the drivers are the line's own
            parts, labour = labour, ()
    if subject.of is not None and not parts:
        posting = postings.in_words(ctx, subject.of)
    return sentence(
        ctx,
        Told(
            subject.name,
            subject.actual,
            subject.budget,
            subject.kind,
            ctx.has_budget(ctx.main),
            parts,
            labour,
            posting,
        ),
    )


def _labour(ctx: Context, subject: Subject) -> tuple[Driver, ...]:
    """Return the drivers of labour cost, for the labour line that moved most."""
    if not ctx.has_budget(ctx.main):
        return ()
    mine = [
        one
        for one in subjects(ctx)
        if one.line is not None and one.kind == "cost" and is_labour(ctx, one.line)
    ]
    if max(mine, key=lambda one: abs(one.variance)).identity != subject.identity:
        return ()
    moved = labour_drivers.moved(ctx, ctx.main)
    return tuple(Driver(label[:1].lower() + label[1:], amount) for _, label, amount in moved)


@once
def is_labour(ctx: Context, line: Line) -> bool:
    """Whether a line pays people."""
    return bool(ctx.accounts_of(line)["labour"].any())
