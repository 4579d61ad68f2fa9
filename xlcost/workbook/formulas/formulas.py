"""Native Excel formulas of a report's figures, in US syntax, with functions of Excel 2010."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from xlcost.catalogue.families import find
from xlcost.catalogue.measures import Unit
from xlcost.errors import UsageError
from xlcost.report.model.expressions import (
    Answered,
    Call,
    CellRange,
    Choice,
    Criterion,
    ErrorValue,
    Expression,
    Extreme,
    Gap,
    Joined,
    Light,
    Literal,
    Lookup,
    Occurrences,
    Over,
    Picked,
    Plus,
    Rank,
    Ref,
    Rounded,
    Said,
    Times,
    Total,
    Translated,
    Value,
    Verdict,
)
from xlcost.workbook.formulas.metric_calls import NoTwin, divisors, twin
from xlcost.workbook.formulas.missing_values import MissingValues, may_fail
from xlcost.workbook.formulas.numbers_in_words import said
from xlcost.workbook.formulas.references import (
    areas,
    closed,
    constant,
    criterion_text,
    table_column,
    text_constant,
)
from xlcost.workbook.layout import Layout, Position, quoted

MAX_LENGTH = 8191  # with its equals sign, 8,192
_SHOWN = 300  # characters of a formula that is told as a bug
_MANY = 8  # cells that a sum names one by one
_MOST = 250  # ranges in one SUM; Excel takes 255
_CONSTANT = re.compile(r'"((?:[^"]|"")*)"')


class FormulaTooLong(RuntimeError):
    """A formula has more characters than Excel takes."""


class Formulas:
    """Writes the formula of each cell of a report.

    Args:
        layout: Where the cells stand.
        not_available: The language's word for a figure without an answer.
    """

    def __init__(self, layout: Layout, not_available: str) -> None:
        self.layout = layout
        self.missing = text_constant(not_available)
        self.missing_values = MissingValues(layout)

    def text(
        self, expression: Expression, sheet: str, value: Value = None, *, sorted_: bool = False
    ) -> str | None:
        """Return a formula without its equals sign; None where a figure has no native form.

        Args:
            expression: What the cell says.
            sheet: The title of the sheet that the cell stands on.
            value: What the figure came to; where it is `#NUM!`, bad data lie outside a domain, and
                the guarded twins say so in Excel too.
            sorted_: Whether people sort the cell's row: then other sheets are addressed absolutely,
                since Excel moves relative addresses along with the row.

        Raises:
            FormulaTooLong: The formula is longer than Excel takes: a bug, never a plain value.
        """
        writer = _Writer(self, sheet, guarded=value == ErrorValue("#NUM!"), sorted_=sorted_)
        try:
            text = writer.write(expression)
        except NoTwin:
            return None
        if len(text) > MAX_LENGTH:
            message = f"A formula of {len(text)} characters is longer than Excel's: {text[:_SHOWN]}"
            raise FormulaTooLong(message)
        return text


class _Writer:
    """Writes expressions as they stand on one sheet."""

    def __init__(
        self, formulas: Formulas, sheet: str, *, guarded: bool, sorted_: bool = False
    ) -> None:
        self._formulas = formulas
        self._layout = formulas.layout
        self._missing_values = formulas.missing_values
        self._sheet = sheet
        self._guarded = guarded
        self._sorted = sorted_
        # A part stands in a formula and in its tests. By identity: parts that are made on the way
        # are kept here, so that no other one can take their place in memory.
        self._written: dict[int, tuple[Expression, str]] = {}

    def write(self, expression: Expression) -> str:
        """Return the text of an expression."""
        known = self._written.get(id(expression))
        if known is not None:
            return known[1]
        rule = _RULES.get(type(expression))
        if rule is None:
            raise TypeError(f"No rule for {type(expression).__name__}.")
        text = rule(self, expression)
        self._written[id(expression)] = expression, text
        return text

    def literal(self, item: Literal) -> str:
        return constant(item.value)

    def ref(self, item: Ref) -> str:
        place = self._layout.place(item)
        name = self._layout.cell(item).name
        if name and place.sheet != self._sheet:
            return name  # reads better than another sheet's address
        fixed = self._sorted and place.sheet != self._sheet
        return self._on(place.sheet, place.absolute if fixed else place.address)

    def lookup(self, item: Lookup) -> str:
        measure = table_column(item.table, item.measure)
        if not item.where:
            return f"SUM({measure})"
        parts = [measure]
        for criterion in item.where:
            parts += [table_column(item.table, criterion.column), self._criterion(criterion)]
        return f"SUMIFS({','.join(parts)})"

    def total(self, item: Total) -> str:
        return self._sum(item.items)

    def range(self, item: CellRange) -> str:
        written = self._areas(item.items)
        if len(written) != 1:
            raise UsageError(f"A range has cells that do not stand below each other: {written}")
        return written[0]

    def call(self, item: Call) -> str:
        return self._call(item, lambda core: core)

    def plus(self, item: Plus) -> str:
        if len(item.items) > _MANY and all(
            sign > 0 and isinstance(part, Ref) for sign, part in item.items
        ):
            return self._long_plus([part for _, part in item.items if isinstance(part, Ref)])
        return self._passing([part for _, part in item.items], self._plus(item, self.write))

    def times(self, item: Times) -> str:
        return self._passing([item.left, item.right], self._times(item, self.write))

    def over(self, item: Over) -> str:
        left, right = self.write(item.left), self.write(item.right)
        quotient = f"{closed(left)}/{closed(right)}"
        core = f"IF({right}=0,{self._missing([item.left])},{quotient})"
        return self._passing([item.left, item.right], core)

    def rank(self, item: Rank) -> str:
        mine = self.write(item.item)
        before = item.among[: item.among.index(item.item) + 1]
        among, so_far = self.write(CellRange(item.among)), self.write(CellRange(before))
        return f"SUMPRODUCT(--({among}>{mine}))+SUMPRODUCT(--({so_far}={mine}))"

    def picked(self, item: Picked) -> str:
        items, places = self.write(CellRange(item.items)), self.write(CellRange(item.places))
        return f"INDEX({items},MATCH({self.write(item.wanted)},{places},0))"

    def answered(self, item: Answered) -> str:
        written = self.write(item.item)
        core = f"IF(ISNA({written}),{text_constant(item.word)},{written})"
        if item.asked is None:
            return core
        core = f"IF({self.write(item.asked)}=0,{self._formulas.missing},{core})"
        return self._passing([item.asked], core)

    def rounded(self, item: Rounded) -> str:
        return self._passing([item.item], f"ROUND({self.write(item.item)},{item.digits})")

    def extreme(self, item: Extreme) -> str:
        texts = [self._counted(part) for part in item.items]
        return self._passing(item.items, f"{item.function}({','.join(texts)})")

    def translated(self, item: Translated) -> str:
        inner = item.item
        if isinstance(inner, Call) and (text := self._translated_call(inner, item.texts)):
            return text
        written = self.write(inner)
        text = written
        for key, word in reversed(list(item.texts.items())):
            text = f"IF({closed(written)}={constant(key)},{text_constant(word)},{text})"
        return text

    def verdict(self, item: Verdict) -> str:
        # Where a part is an error or "n/a" the bare sum is an error, and no number either.
        written = self._bare(item.item)
        passed, failed = text_constant(item.passed), text_constant(item.failed)
        return (
            f"IF(ISNUMBER({written}),IF(ABS({written})<={constant(item.tolerance)},"
            f"{passed},{failed}),{failed})"
        )

    def occurrences(self, item: Occurrences) -> str:
        word = criterion_text(item.word)
        return "+".join(f"COUNTIF({area},{word})" for area in self._areas(item.items)) or "0"

    def light(self, item: Light) -> str:
        written, sign = self.write(item.item), ">=" if item.higher else "<="
        green, amber, red = map(text_constant, item.words)
        judged = (
            f"IF({written}{sign}{self.write(item.green)},{green},"
            f"IF({written}{sign}{self.write(item.amber)},{amber},{red}))"
        )
        return f"IF(ISNUMBER({written}),{judged},{written})"

    def gap(self, item: Gap) -> str:
        written = self.write(item.item)
        return (
            f"IF(ISTEXT({written}),NA(),{written})"
            if self._missing_values.may_miss(item.item)
            else written
        )

    def said(self, item: Said) -> str:
        return self._passing([item.item], said(item, self.write(item.item)))

    def choice(self, item: Choice) -> str:
        asked = tested = closed(self.write(item.item))
        if isinstance(item.item, Rounded):  # whose own care for "n/a" is taken here
            tested = closed(self.write(item.item.item))
            asked = f"ROUND({tested},{item.item.digits})"
        above, below, level = map(self.write, (item.above, item.below, item.level))
        core = f"IF({asked}>0,{above},IF({asked}<0,{below},{level}))"
        if item.above is item.below:
            core = f"IF({asked}<>0,{above},{level})"
        if self._missing_values.may_miss(item.item):
            core = f"IF(ISTEXT({tested}),{self.write(item.missing)},{core})"
        if item.failed is None:
            return core
        return f"IF(ISERROR({asked}),{self.write(item.failed)},{core})"

    def joined(self, item: Joined) -> str:
        return "&".join(closed(self.write(part)) for part in item.parts)

    def _on(self, sheet: str, address: str) -> str:
        return address if sheet == self._sheet else f"{quoted(sheet)}!{address}"

    def _areas(self, items: Iterable[Ref]) -> list[str]:
        places: dict[str, list[Position]] = {}
        for ref in items:
            place = self._layout.place(ref)
            places.setdefault(place.sheet, []).append(place)
        return [
            self._on(sheet, area)
            for sheet, cells in places.items()
            for area in areas([(place.row, place.column) for place in cells])
        ]

    def _sum(self, items: Sequence[Ref]) -> str:
        """Return SUMs of as many ranges as the function takes."""
        written = self._areas(items) or ["0"]
        parts = [written[start : start + _MOST] for start in range(0, len(written), _MOST)]
        return "+".join(f"SUM({','.join(part)})" for part in parts)

    def _long_plus(self, items: Sequence[Ref]) -> str:
        """Return a sum of many cells over their ranges: it would be too long cell by cell."""
        sum_of = self._sum(items)
        if not any(self._missing_values.may_miss(item) for item in items):
            return sum_of
        texts = "+".join(f"COUNTIF({area},{self._formulas.missing})" for area in self._areas(items))
        return f"IF({texts}>0,IF(ISERROR({sum_of}),{sum_of},{self._formulas.missing}),{sum_of})"

    def _criterion(self, criterion: Criterion) -> str:
        value = criterion.value
        text = self.write(value)
        if criterion.operator == "=":
            return text
        if isinstance(value, Literal):
            return f'"{criterion.operator}{text}"'
        return f'"{criterion.operator}"&{closed(text)}'

    def _counted(self, item: Expression) -> str:
        """Return an argument of MIN or MAX, which skip blank cells and flags that are 0 here."""
        text = self.write(item)
        if isinstance(item, Ref):
            target = self._layout.cell(item).expression
            if isinstance(target, Literal) and not isinstance(target.value, int | float):
                return f"{text}+0"
        return text

    def _plus(self, item: Plus, write: Callable[[Expression], str]) -> str:
        text = ""
        for sign, part in item.items:
            mark = "-" if sign < 0 else "+" if text else ""
            text += mark + closed(write(part))
        return text or "0"

    def _times(self, item: Times, write: Callable[[Expression], str]) -> str:
        return f"{closed(write(item.left))}*{closed(write(item.right))}"

    def _bare(self, item: Expression) -> str:
        """Return a sum or product without its care for "n/a"."""
        if isinstance(item, Plus):
            return self._plus(item, self._bare)
        if isinstance(item, Times):
            return self._times(item, self._bare)
        return self.write(item)

    def _call(self, call: Call, shape: Callable[[str], str]) -> str:
        """Return a metric's twin; where it has nothing to divide by, "n/a" unless an error came."""
        fields = {name: self.write(argument) for name, argument in call.arguments.items()}
        core = shape(twin(call, fields, guarded=self._guarded))
        divided = [] if self._guarded else divisors(call, fields)
        if divided:
            tests = [f"{text}=0" for text in divided]
            test = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
            # The condition itself passes on the errors of what it reads.
            others = [
                argument
                for name, argument in call.arguments.items()
                if fields[name] not in divided or isinstance(argument, CellRange)
            ]
            core = f"IF({test},{self._missing(others)},{core})"
        return self._passing(list(call.arguments.values()), core)

    def _translated_call(self, call: Call, texts: Mapping[str | bool, str]) -> str:
        """Return a call that answers in other words at once; "" where it has to be asked twice."""
        unit = find(call.metric).unit
        if unit is Unit.FLAG and set(texts) <= {True, False}:
            yes, no = (
                text_constant(texts[flag]) if flag in texts else constant(flag)
                for flag in (True, False)
            )
            return self._call(call, lambda core: f"IF({core},{yes},{no})")
        keys = {f'"{key}"' for key in texts}
        arguments = "".join(self.write(argument) for argument in call.arguments.values())
        if unit is not Unit.TEXT or any(key in arguments for key in keys):
            return ""
        return self._call(
            call,
            lambda core: _CONSTANT.sub(
                lambda match: text_constant(texts.get(match[1], match[1])), core
            ),
        )

    def _passing(self, items: Sequence[Expression], core: str) -> str:
        """Return an operation that answers "n/a" where a part is, unless an error came."""
        missing = [item for item in items if self._missing_values.may_miss(item)]
        if not missing:
            return core
        tested, areas_ = self._texts(items, missing)
        tests = [f"ISTEXT({text})" for text in tested]
        tests += [f"COUNTIF({area},{self._formulas.missing})>0" for area in areas_]
        test = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
        others = [item for item in items if len(tests) > 1 or self.write(item) not in tested]
        return f"IF({test},{self._missing(others)},{core})"

    def _texts(
        self, items: Sequence[Expression], chosen: Sequence[Expression]
    ) -> tuple[list[str], list[str]]:
        """Return some of the items one by one, and beside a range the areas of their cells."""
        if not any(isinstance(item, CellRange) for item in items):
            return list(dict.fromkeys(self.write(item) for item in chosen)), []
        alone = [item for item in chosen if not isinstance(item, Ref | CellRange)]
        parts = (item.items if isinstance(item, CellRange) else (item,) for item in chosen)
        refs = dict.fromkeys(ref for part in parts for ref in part if isinstance(ref, Ref))
        return list(dict.fromkeys(map(self.write, alone))), self._areas(refs)

    def _missing(self, others: Sequence[Expression]) -> str:
        """Return "n/a", or the error that one of the others holds."""
        failing = [item for item in others if may_fail(item)]
        texts, areas_ = self._texts(failing, failing)
        texts += [f"SUM({','.join(areas_)})"] if areas_ else []
        if not texts:
            return self._formulas.missing
        joined = "&".join(texts if len(texts) == 1 else map(closed, texts))
        return f"IF(ISERROR({joined}),{joined},{self._formulas.missing})"


_RULES: Mapping[type[Expression], Callable[[_Writer, Any], str]] = {
    Literal: _Writer.literal,
    Ref: _Writer.ref,
    Lookup: _Writer.lookup,
    Total: _Writer.total,
    CellRange: _Writer.range,
    Call: _Writer.call,
    Plus: _Writer.plus,
    Times: _Writer.times,
    Over: _Writer.over,
    Rank: _Writer.rank,
    Picked: _Writer.picked,
    Answered: _Writer.answered,
    Rounded: _Writer.rounded,
    Extreme: _Writer.extreme,
    Translated: _Writer.translated,
    Verdict: _Writer.verdict,
    Occurrences: _Writer.occurrences,
    Light: _Writer.light,
    Gap: _Writer.gap,
    Said: _Writer.said,
    Choice: _Writer.choice,
    Joined: _Writer.joined,
}
