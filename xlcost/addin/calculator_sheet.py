"""The sheet Calculator: every function with sample numbers, live, and its native twin with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter

from xlcost.addin import broadcast
from xlcost.addin.canvas import Canvas, Paper
from xlcost.addin.examples import Sample, samples
from xlcost.addin.looks import Align, SheetLook
from xlcost.catalogue.families import catalogue, families
from xlcost.catalogue.measures import Unit
from xlcost.catalogue.metric import OMITTED, Argument, Metric
from xlcost.catalogue.twins import is_array
from xlcost.cells import ERROR_TEXTS
from xlcost.errors import UsageError
from xlcost.locales.words import Words
from xlcost.report.model.expressions import ErrorValue, is_number
from xlcost.workbook import theme
from xlcost.workbook.book import Plain
from xlcost.workbook.text_width import width
from xlcost.workbook.theme import DEFAULT

Table = tuple[tuple[Plain, ...], ...]

# Numbers under a thousand show every decimal that they have, larger ones none.
_COUNT = "[<1000]General;#,##0"
CODES = {
    Unit.MONEY: "#,##0.00",
    Unit.UNIT_COST: "#,##0.00",
    Unit.HOURLY_RATE: "#,##0.00",
    Unit.SHARE: "0.0%",
    Unit.DATE: "yyyy-mm-dd",
    Unit.TEXT: "General",
    Unit.FLAG: "General",
}
_LABEL, _VALUES, _NOTE = 2, 3, 88.0
_INDENT, _NAME, _EDGE = 2.5, 30.0, 1.5
_VALUE_WIDTH = 14.0
_TICK, _TICK_ID = '@" ✓"', 190  # below 164 are Excel's own formats
_LONGEST = 330  # signs of a formula that is shown whole


def paint(paper: Paper, text: Words, *, python: bool = True) -> dict[str, int]:
    """Paint the sheet, and return the row where each function begins.

    Args:
        paper: What the sheets share.
        text: Words.
        python: Whether Python gives the functions; else they are named LAMBDAs.
    """
    count = max(4, *(_count(metric) for metric in catalogue()))
    names = [width(metric.name, bold=True) + _EDGE for metric in catalogue()]
    widths = (_INDENT, max(_NAME, *names), *([_VALUE_WIDTH] * count), _NOTE)
    canvas = Canvas(paper, text.text("template.sheets.calculator"), widths)
    canvas.head(
        text.text("template.calculator.title"),
        text.text(f"template.calculator.subtitle{'' if python else '_lambda'}"),
        count + 2,
    )
    index = canvas.row
    canvas.row += -(-len(families()) // count) + 1
    top = canvas.row
    found: dict[str, int] = {}
    tops: dict[str, int] = {}
    for family in families():
        tops[family] = canvas.row
        _family(canvas, family_label(text, family), count + 2)
        for metric in catalogue():
            if metric.family == family:
                found[metric.name] = canvas.row
                Card(canvas, metric, text, count, python=python).paint()
    canvas.finish(landscape=True, freeze=f"A{top}")
    _index(canvas, text, index, tops, count)
    return found


def family_label(text: Words, family: str) -> str:
    """Return a family's name; a new one has no words yet."""
    known = text.section("cli.families")
    return str(known.get(family, family.replace("_", " ").capitalize()))


def _count(metric: Metric) -> int:
    """Return how many columns the values of a function take."""
    ranges = [len(value) for value in samples(metric).values() if isinstance(value, tuple)]
    return max([1, len(metric.columns), *ranges])


def _family(canvas: Canvas, title: str, span: int) -> None:
    canvas.put(_LABEL, title, SheetLook("subtitle"))
    for column in range(_LABEL, _LABEL + span):
        cell = canvas.sheet.cell(canvas.row, column)
        cell.font = Font(
            name=DEFAULT.font, size=theme.SIZES["heading"], bold=True, color=DEFAULT.white
        )
    canvas.shade(_LABEL, span, DEFAULT.accent)
    canvas.height(22.0)
    canvas.row += 2


def _index(canvas: Canvas, text: Words, row: int, tops: dict[str, int], count: int) -> None:
    """Write links to the families into the frozen part."""
    look = SheetLook("link")
    canvas.put(_LABEL, text.text("template.calculator.families"), SheetLook("note"), row)
    for place, (family, top) in enumerate(tops.items()):
        title = family_label(text, family)
        down, right = divmod(place, count)
        cell = canvas.put(_VALUES + right, title, look, row + down)
        cell.alignment = Alignment(shrink_to_fit=True)
        canvas.link(cell, canvas.title, f"B{top}")


class Card:
    """One function: its inputs, its formula and its twin.

    Args:
        canvas: The sheet.
        metric: The function.
        text: Words.
        count: How many columns of values the sheet has.
        python: Whether Python gives the function; else it is a named LAMBDA.
    """

    def __init__(
        self, canvas: Canvas, metric: Metric, text: Words, count: int, *, python: bool
    ) -> None:
        self._with = "with" if python else "with_lambda"
        self._none = "no_twin" if python else "no_twin_lambda"
        self.canvas = canvas
        self.metric = metric
        self.text = text
        self.note = _VALUES + count
        self.samples = samples(metric)
        self.fields: dict[str, str] = {}
        self.result = _result(metric, self.samples)

    def paint(self) -> None:
        """Paint the card, and leave a row free."""
        self._head()
        for argument in self.metric.arguments:
            if argument.name in self.samples:
                self._input(argument, self.samples[argument.name])
        self._names()
        call = f"{self.metric.excel_name}({','.join(self.fields.values())})"
        asked = self.canvas.row
        self._answers(self._with, [call], spills=self.metric.spills, dynamic=True)
        twins = self._twins()
        if twins:
            self._tick(asked)
            self._answers("without", twins, spills=self.metric.fills, dynamic=False)
        else:
            self._label("without")
            note = self.text.text(f"template.calculator.{self._none}")
            self.canvas.put(_VALUES, note, SheetLook("note"))
            self.canvas.row += 1
        self.canvas.row += 1

    def _head(self) -> None:
        canvas = self.canvas
        canvas.put(_LABEL, self.metric.excel_name, SheetLook("strong"))
        label = self.metric.label(self.text.language)
        for column in range(_VALUES, self.note + 1):
            canvas.put(column, None, SheetLook("strong"))
        canvas.put(_VALUES, label, SheetLook("strong"))
        meaning = self.metric.definition(self.text.language) or self.metric.summary
        cell = canvas.put(self.note, meaning, SheetLook("strong"))
        cell.font = Font(name=DEFAULT.font, size=theme.BODY, color=DEFAULT.grey)
        cell.alignment = Alignment(vertical="center", indent=1)
        canvas.shade(_LABEL, self.note - _LABEL + 1, DEFAULT.paper)
        canvas.height(18.0)
        canvas.row += 1

    def _names(self) -> None:
        """Write the names of the values that stand side by side."""
        for column, name in enumerate(self.metric.columns, _VALUES):
            self.canvas.put(column, name, SheetLook("note", align="right"))
        self.canvas.row += bool(self.metric.columns)

    def _tick(self, asked: int) -> None:
        """Tick the twin's label while it comes to what the function says."""
        canvas = self.canvas
        column = get_column_letter(_VALUES)
        one, other = f"${column}${asked}", f"${column}${canvas.row}"
        close = f"ABS({one}-{other})<=0.000000001*MAX(1,ABS({other}))"
        same = f"IFERROR(IF(ISNUMBER({one}),{close},{one}={other}),FALSE)"
        style = DifferentialStyle(
            font=Font(bold=True, color=DEFAULT.good), numFmt=NumberFormat(_TICK_ID, _TICK)
        )
        rule = Rule(type="expression", dxf=style, formula=[same])
        label = f"{get_column_letter(_LABEL)}{canvas.row}"
        canvas.sheet.conditional_formatting.add(label, rule)

    def _label(self, key: str) -> None:
        label = self.text.text(f"template.calculator.{key}")
        self.canvas.put(_LABEL, label, SheetLook("strong"))

    def _input(self, argument: Argument, value: Sample) -> None:
        canvas = self.canvas
        unit = argument.measure.unit
        align: Align = "center" if unit is Unit.TEXT else "right"
        look = SheetLook("input", code=CODES.get(unit, _COUNT), align=align)
        values = value if isinstance(value, tuple) else (value,)
        for column, one in enumerate(values, _VALUES):
            cell = canvas.put(column, one, look)
            if unit is Unit.TEXT:
                cell.alignment = Alignment(horizontal="center", shrink_to_fit=True)
                canvas.choices(cell, self.metric.methods, "")
        first = f"{get_column_letter(_VALUES)}{canvas.row}"
        last = f"{get_column_letter(_VALUES + len(values) - 1)}{canvas.row}"
        is_range = isinstance(value, tuple)
        self.fields[argument.name] = f"{first}:{last}" if is_range else first
        canvas.put(_LABEL, argument.name, SheetLook("label"))
        optional = "" if argument.required else self.text.text("template.calculator.defaulted")
        note = f"{optional} {argument.help}".strip()
        shown = canvas.wrapped(self.note, note, SheetLook("note"))
        shown.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        canvas.row += 1

    def _twins(self) -> list[str]:
        """Return the twin of every column, or none."""
        if self.metric.formula is None:
            return []
        try:
            if self.metric.columns:
                return [self.metric.twin(self.fields, column=name) for name in self.metric.columns]
            return [self.metric.twin(self.fields)]
        except UsageError:
            return []

    def _answers(self, key: str, formulas: Sequence[str], *, spills: bool, dynamic: bool) -> None:
        """Write formulas side by side, or one that spills, and the first one's text."""
        canvas = self.canvas
        self._label(key)
        unit = self.metric.unit
        align: Align = "center" if unit in (Unit.TEXT, Unit.FLAG) else "right"
        look = SheetLook(code=CODES.get(unit, _COUNT), align=align, kind="strong")
        if spills:
            canvas.spill(_VALUES, formulas[0], self.result, look)
        else:
            for place, formula in enumerate(formulas):
                value = self.result[0][place]
                array = dynamic or is_array(formula)
                canvas.formula(_VALUES + place, formula, value, look, dynamic=array)
        where = f"{get_column_letter(_VALUES)}{canvas.row}"
        cell = canvas.formula(
            self.note, f"_xlfn.FORMULATEXT({where})", f"={formulas[0]}", SheetLook("note")
        )
        # A longer text would push the next function off the screen; it is read in its own cell.
        short = len(formulas[0]) <= _LONGEST
        if short:
            canvas.fit(self.note, f"={formulas[0]}", theme.SIZES["note"])
        cell.alignment = Alignment(
            horizontal="left" if short else "fill",
            vertical="center",
            wrap_text=short,
            indent=int(short),
        )
        if spills:
            canvas.row += len(self.result) - 1
        canvas.row += 1


def _result(metric: Metric, given: dict[str, Sample]) -> Table:
    """Return what the function shows for its samples: rows of values."""
    values = [(value,) if isinstance(value, tuple) else value for value in given.values()]
    answer = broadcast.call(metric, [*values, *[OMITTED] * (len(metric.arguments) - len(values))])
    rows = answer if isinstance(answer, tuple) else ((answer,),)
    return tuple(_shown(rows))


def _shown(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[Plain, ...]]:
    for row in rows:
        yield tuple(
            ErrorValue(one) if one in ERROR_TEXTS else float(one) if is_number(one) else one
            for one in row
        )
