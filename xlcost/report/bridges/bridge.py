"""The sheet Bridge: from budget or prior year to actual, by driver and by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO, COST
from xlcost.report.bridges import drivers, price_volume_mix
from xlcost.report.bridges.driver_tables import LABEL_WIDTH, DriverTables, currency, heads
from xlcost.report.bridges.drivers import BUDGET, PRIOR, Pair
from xlcost.report.bridges.labour_drivers import driven
from xlcost.report.bridges.waterfall import change_title
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context, equal
from xlcost.report.model.contract import Built, SheetContract
from xlcost.report.model.expressions import Call, Criterion, Expression, Plus, Ref, Total
from xlcost.report.model.lazy_values import values
from xlcost.report.model.once import once
from xlcost.report.model.spec import Block, Cell, Chart, Column, Grid, Row, RowStyle, Sheet, Text
from xlcost.report.model.stacked_steps import StackedStep, StackedSteps
from xlcost.report.opex import opex_lines

MOST = 14  # columns of a chart that can still be read
CHART_WIDE = 27.2  # a page on its side


def lacking(ctx: Context) -> list[str]:
    """Return that there is nothing to compare with, where there is nothing."""
    return [] if _bridges(ctx) else [ctx.missing("bridge")]


def build(ctx: Context) -> Built:
    """Build the sheet."""
    bridges = _bridges(ctx)
    with_drivers = any(one.pairs for one in bridges)
    blocks: list[Block] = [Text(ctx.t("bridge.note" if with_drivers else "bridge.note_lines"))]
    for one in bridges:
        blocks += one.blocks(titled=len(bridges) > 1)
    blocks += price_volume_mix.blocks(ctx)
    title = ctx.t("sheets.bridge")
    return Built(
        Sheet("bridge", title, tuple(blocks), heading=title, essential=_essential(blocks)),
        helpers=_helpers(ctx),
        checks=tuple(_checks(ctx)),
        omissions=tuple(ctx.missing(f"drivers_{one.other}") for one in bridges if not one.pairs),
    )


SHEET = SheetContract("bridge", build, lacking, printed=True)


def _essential(blocks: Sequence[Block]) -> int:
    """Return the blocks down to the first chart: the table of steps, and its waterfall."""
    return next(number for number, one in enumerate(blocks, 1) if isinstance(one, Chart))


def _helpers(ctx: Context) -> tuple[Grid, ...]:
    """Return the grids for the Data sheet that the charts draw from."""
    return tuple(
        one.drawn(span).table(ctx.t("bridge.drawn", title=change_title(ctx, span, one.other)))
        for one in _bridges(ctx)
        for span in one.spans
    )


def _checks(ctx: Context) -> Iterator[Check]:
    """Each bridge leads to the actual OpEx, to the cent."""
    for one in _bridges(ctx):
        for span in one.spans:
            label = ctx.t(f"checks.bridge_{one.other}", span=ctx.span_word(span))
            this = Ref(one.grid, one.step_keys[-1], f"{span}_after")
            other = Ref(opex_lines.GRID, opex_lines.TOTAL, f"{span}_ac")
            yield Check(f"{one.grid}_{span}", label, this, other)
    yield from price_volume_mix.checks(ctx)


@once
def _bridges(ctx: Context) -> tuple[Bridge, ...]:
    """Return the bridge from the budget, and that from the prior year where it says more."""
    spans = ctx.shown
    budgeted = tuple(span for span in spans if ctx.has_budget(span))
    before = tuple(span for span in spans if ctx.has_prior(span))
    bridges = []
    if budgeted:
        bridges.append(Bridge(ctx, BUDGET, budgeted, driven(ctx, budgeted, BUDGET)))
    if before and not any(one.pairs for one in bridges):
        prior = Bridge(ctx, PRIOR, before, driven(ctx, before, PRIOR))
        bridges += [prior] if prior.pairs or not bridges else []
    return tuple(bridges)


@dataclass(frozen=True)
class Bridge:
    """One bridge in all its spans.

    Attributes:
        ctx: The report.
        other: What it starts at: "bu" for the budget, "py" for the prior year.
        spans: Its spans.
        pairs: The drivers of each span; empty where it goes by lines only.
    """

    ctx: Context
    other: str
    spans: tuple[str, ...]
    pairs: tuple[Pair, ...]

    @property
    def grid(self) -> str:
        """Id of its table."""
        return f"bridge_{self.other}"

    @property
    def _small_grid(self) -> str:
        """Id of the table of its small lines."""
        return f"{self.grid}_small"

    @cached_property
    def _tables(self) -> DriverTables | None:
        return DriverTables(self.ctx, self.pairs) if self.pairs else None

    def blocks(self, *, titled: bool) -> list[Block]:
        """Return its table, its charts and its drivers."""
        t = self.ctx.t
        parts: list[Block] = [Text(t(f"bridge.title_{self.other}"), "heading")] if titled else []
        parts.append(self._table(title="" if titled else t(f"bridge.title_{self.other}")))
        for span in self.spans:
            title = change_title(self.ctx, span, self.other)
            parts.append(self.drawn(span).chart(title, width=CHART_WIDE, height=7.2))
        if self._small:
            parts.append(self._small_lines())
        if self._tables:
            parts += [Text(t("bridge.order", before=self._tables.before().lower()))]
        if self._has_currency:
            parts.append(Text(t("bridge.currency_note")))
        if self._tables:
            parts += [Text(t("bridge.model")), self._tables.channels(), self._tables.rates()]
        return parts

    # Which steps there are

    @property
    def step_keys(self) -> list[str]:
        """Keys of the steps between start and end, in their order."""
        keys = [*drivers.STEPS] if self.pairs else []
        keys += [opex_lines.line_part(line).key for line in self._kept]
        keys += ["rest"] if self._small else []
        keys += ["currency"] if self._has_currency else []
        return [*keys, *(["other"] if self.pairs else [])]

    @cached_property
    def _has_currency(self) -> bool:
        frame = self.ctx.frames.currency
        if self.other != BUDGET or not len(frame):
            return False
        costs = frame[frame["kind_no"] == COST]
        return any(len(self.ctx.spans[span].rows(costs)) for span in self.spans)

    def _versions(self, span: str) -> tuple[tuple[int, str], tuple[int, str]]:
        """Return version and span of both sides."""
        if self.other == BUDGET:
            return (BUDGET_NO, span), (ACTUAL_NO, span)
        return (self.ctx.prior_version, self.ctx.prior_of(span)), (ACTUAL_NO, span)

    def _change(self, line: Line, span: str) -> float:
        """Return by how much a line changed, without what drivers explain of it."""
        known = values(self.ctx)
        known.know(opex_lines.table(self.ctx))
        return known.number(Plus(self._sides(span, line)))

    @property
    def _labours(self) -> tuple[int, ...]:
        """Which accounts the lines are shown without drivers for: all, or those of no labour."""
        return (0,) if self.pairs else (0, 1)

    @cached_property
    def _shown(self) -> list[Line]:
        """Lines that have an amount of their own in any period, in the order of the report."""
        return [x for x in self.ctx.lines if x.kind == COST and self._has(x, self._labours)]

    def _has(self, line: Line, labours: tuple[int, ...]) -> bool:
        return any((line.number, labour) in self._known for labour in labours)

    @cached_property
    def _known(self) -> set[tuple[int, int]]:
        """Lines that have an amount, of labour or not."""
        frame = self.ctx.frames.opex
        return set(zip(frame["line_no"].tolist(), frame["labour"].tolist(), strict=True))

    @cached_property
    def _by_key(self) -> dict[str, Line]:
        """The lines by their row: a ledger without an account map may have ten thousand."""
        return {opex_lines.line_part(line).key: line for line in self._shown}

    def _moved(self, line: Line, span: str) -> bool:
        """Whether a line is a step; the table has it anyway."""
        return self._touched(line) or round(self._change(line, span), 2) != 0

    def _touched(self, line: Line) -> bool:
        """Whether a rate moved in a line."""
        return self._has_currency and line.number in self._rated

    @cached_property
    def _rated(self) -> set[int]:
        """Numbers of the lines in which a rate moved."""
        return set(self.ctx.frames.currency["line_no"])

    @cached_property
    def _kept(self) -> list[Line]:
        """Lines with a step of their own: the largest, by their part in each span's changes."""
        fixed = 3 + (len(drivers.STEPS) + 1 if self.pairs else 0) + self._has_currency
        room = MOST - fixed
        if len(self._shown) <= room + 1:
            return self._shown
        sizes = dict.fromkeys(self._shown, 0.0)
        for span in self.spans:
            changes = {line: abs(self._change(line, span)) for line in self._shown}
            whole = sum(changes.values()) or 1.0
            for line, change in changes.items():
                sizes[line] += change / whole
        largest = sorted(self._shown, key=lambda line: -sizes[line])[:room]
        return [line for line in self._shown if line in largest]

    @cached_property
    def _small(self) -> list[Line]:
        return [line for line in self._shown if line not in self._kept]

    # What they come to

    def _amount(self, span: str, key: str) -> Expression:
        if key == "rest":
            small = (opex_lines.line_part(line).key for line in self._small)
            return Total(tuple(Ref(self._small_grid, one, f"{span}_amount") for one in small))
        if key == "currency":
            return currency(self.ctx.spans[span])
        if key in (*drivers.STEPS, "other") and self._tables:
            return self._tables.step(next(p for p in self.pairs if p.span == span), key)
        return self._line_amount(span, self._by_key[key])

    def _line_amount(self, span: str, line: Line) -> Expression:
        """Return the change of a line, without what drivers and currency explain of it."""
        sides = self._sides(span, line)
        if not self._touched(line):
            return Plus(sides)
        return Plus((*sides, (-1, currency(self.ctx.spans[span], *self._own(line)))))

    def _own(self, line: Line) -> tuple[Criterion, ...]:
        """Return what chooses a line, or what of it no driver explains."""
        without = (equal("labour", 0),) if self.pairs else ()
        return (equal("line_no", line.number), *without)

    def _sides(self, span: str, line: Line) -> tuple[tuple[int, Expression], ...]:
        """Return the actual of a line less what it is compared with."""
        mixed = bool(self.pairs) and self._has(line, (1,))
        before, actual = (
            self.ctx.amount(key, version, *self._own(line))
            if mixed
            else Ref(opex_lines.GRID, opex_lines.line_part(line).key, f"{span}_{name}")
            for name, (version, key) in zip((self.other, "ac"), self._versions(span), strict=True)
        )
        return (1, actual), (-1, before)

    def label(self, key: str) -> str:
        """Return the short name of a step."""
        if key == "rest":
            return self.ctx.t("bridge.rest", count=len(self._small))
        line = self._by_key.get(key)
        return line.name if line else self.ctx.t(f"bridge.{key}")

    # How they are shown

    def _table(self, title: str) -> Grid:
        t = self.ctx.t
        before = drivers.head_before(self.ctx, self.other)
        columns = self._columns({"after": t("waterfall.after")})
        rows = [self._end("start", before, self.other, "subtotal")]
        last = "start"
        for key in self.step_keys:
            rows.append(self._step_row(key, last))
            last = key
        rows.append(self._end("end", t("columns.actual"), "ac", "total"))
        return Grid(self.grid, columns, tuple(rows), title=title)

    def _columns(self, more: Mapping[str, str]) -> tuple[Column, ...]:
        """Return the columns that the steps and the small lines have in common, and more."""
        t = self.ctx.t
        before = drivers.head_before(self.ctx, self.other).lower()
        titles = {
            "amount": t("bridge.amount"),
            "status": t("columns.status"),
            "share": t("bridge.share", before=before),
            **more,
        }
        columns = [Column("label", t("columns.step"), width=LABEL_WIDTH)]
        for span in self.spans:
            columns += heads(self.ctx, span, titles)
        return tuple(columns)

    def _small_lines(self) -> Grid:
        """Return the lines that the step of the small ones adds up."""
        rows = [self._small_row(line) for line in self._small]
        columns = self._columns({"after": ""})  # they stand below those of the steps
        return Grid(self._small_grid, columns, tuple(rows), title=self.label("rest"))

    def _end(self, key: str, label: str, version: str, style: RowStyle) -> Row:
        by_column = cells.texts(label=label)
        for span in self.spans:
            total = Ref(opex_lines.GRID, opex_lines.TOTAL, f"{span}_{version}")
            by_column[f"{span}_amount"] = Cell(total, "money")
            by_column[f"{span}_after"] = Cell(Ref(self.grid, key, f"{span}_amount"), "money")
        return Row(key, by_column, style)

    def _step_row(self, key: str, before: str) -> Row:
        known = (*drivers.STEPS, "currency", "other")
        note = self.ctx.t(f"bridge.{key}_note") if key in known else ""
        line = opex_lines.where(key) if key in self._by_key else None
        by_column = {"label": replace(cells.words(self.label(key), to=line), note=note)}
        for span in self.spans:
            by_column |= self._shared(span, key)
            parts = ((1, Ref(self.grid, before, f"{span}_after")), (1, self._ref(span, key)))
            by_column[f"{span}_after"] = Cell(Plus(parts), "money", "muted")
        return Row(key, by_column)

    def _small_row(self, line: Line) -> Row:
        key = opex_lines.line_part(line).key
        by_column = {"label": cells.words(line.name, to=opex_lines.where(key))}
        for span in self.spans:
            by_column |= self._shared(span, key, self._small_grid)
        return Row(key, by_column)

    def _shared(self, span: str, key: str, grid: str = "") -> dict[str, Cell]:
        here = Ref(grid or self.grid, key, f"{span}_amount")
        amount = Cell(self._amount(span, key), "money", "variance", "lower")
        start = Ref(self.grid, "start", f"{span}_amount")
        share = Call("opex_share", {"amount": here, "total": start})
        by_column = {
            f"{span}_amount": amount,
            f"{span}_status": cells.letter(self.ctx, here, "cost"),
            f"{span}_share": Cell(share, "share"),
        }
        return cells.coloured(self.ctx, by_column, here, start)

    def _ref(self, span: str, key: str) -> Ref:
        return Ref(self.grid, key, f"{span}_amount")

    def drawn(self, span: str) -> StackedSteps:
        """Return the waterfall of a span."""
        start = self.ctx.t(f"waterfall.start_{self.other}")
        steps = [StackedStep("start", start, self._ref(span, "start"), is_end=True)]
        still = {
            opex_lines.line_part(line).key for line in self._kept if not self._moved(line, span)
        }
        if not any(self._moved(line, span) for line in self._small):
            still.add("rest")
        for key in self.step_keys:
            if key not in still:
                name = self.ctx.t("bridge.aht_short") if key == "aht" else self.label(key)
                steps.append(StackedStep(key, name, self._ref(span, key)))
        steps.append(
            StackedStep("end", self.ctx.t("waterfall.end"), self._ref(span, "end"), is_end=True)
        )
        return StackedSteps(self.ctx, f"steps_{self.other}_{span}", tuple(steps))
