"""A metric as a named LAMBDA: its formula for Excel 365 and 2024, where no macro and no Python is.

The formula is made of what the metric declares: its twin, or its `modern` formula where a twin of
Excel 2010 cannot be or is slow. Around it stands what `cells` and `broadcast` do for the functions
in Python: every argument is read once, as a number or an error; text, also text of digits, is
#VALUE!; what is left out takes its default; and a range meets a cell as in Excel's own operators.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from xlcost.catalogue import twins
from xlcost.catalogue.measures import Measure, Unit
from xlcost.catalogue.metric import HEADERS, Argument, Metric
from xlcost.catalogue.spelling import stored

LONGEST = 8192  # characters of a formula
_CALL = re.compile(r"\b(AND|OR|MAX|MIN|ROW|COLUMN)\(")


def has_lambda(metric: Metric) -> bool:
    """Tell whether a metric can be a named LAMBDA."""
    return metric.formula is not None or metric.modern is not None


def shown(metric: Metric) -> str:
    """Return the LAMBDA as Excel shows it, without its equals sign."""
    parameters = (one.name if one.required else f"[{one.name}]" for one in metric.arguments)
    return f"LAMBDA({','.join(parameters)},{_Body(metric).text()})"


def saved(metric: Metric) -> str:
    """Return the LAMBDA as a workbook stores it."""
    return stored(shown(metric))


class _Body:
    """The body of one metric's LAMBDA.

    Args:
        metric: The metric.
    """

    def __init__(self, metric: Metric) -> None:
        self.metric = metric
        self.ranges = any(one.is_range for one in metric.arguments)
        self.word = metric.method_argument
        self.read = [one for one in metric.arguments if one is not self.word]
        self.plain = [one for one in self.read if one is not HEADERS]
        formula = metric.formula if metric.modern is None else metric.modern
        assert formula is not None
        self.formula: str | Mapping[str, str] = formula

    def text(self) -> str:
        """Return the whole body."""
        lets = [f"{_local(one)},{self._reading(one)}" for one in self.read]
        return f"LET({','.join(lets)},{self._answer()})"

    # What an argument is

    def _reading(self, argument: Argument) -> str:
        name = argument.name
        value = _checked(argument.measure, name)
        if (self.ranges and not argument.is_range) or argument is HEADERS:
            value = f"IF(ROWS({name})*COLUMNS({name})>1,#VALUE!,{value})"
        return f"IF(ISOMITTED({name}),{self._omitted(argument)},{value})"

    def _omitted(self, argument: Argument) -> str:
        other = self.metric.stands_in.get(argument.name)
        if other:
            return f"{other}_"
        if argument.required or argument.default is None:
            return twins.NO_VALUE
        # FALSE is above every number in Excel, and not 0.
        return twins.literal(float(argument.default))

    def _problem(self, used: Sequence[Argument]) -> str:
        """Return what is 0, or the first error of the arguments, in the shape that they have."""
        total = "SUM(0*{})" if self.ranges else "0*{}"
        return "+".join(total.format(_local(one)) for one in used)

    # What the function answers

    def _answer(self) -> str:
        if self.metric.columns:
            return self._table()
        if isinstance(self.formula, str):
            return self._one(self.formula, self.plain)
        branches = {word: self._one(text, self._used(text)) for word, text in self.formula.items()}
        return self._chosen(branches)

    def _used(self, template: str) -> list[Argument]:
        read = twins.fields(template)
        return [one for one in self.plain if one.name in read]

    def _chosen(self, branches: Mapping[str, str]) -> str:
        """Return the branch that a word names; nothing is the default."""
        word = self.word
        assert word is not None
        rest = twins.NO_VALUE
        for method, branch in reversed(tuple(branches.items())):
            if method != word.default:
                rest = f'IF({word.name}="{method}",{branch},{rest})'
        default = f'ISOMITTED({word.name})+({word.name}="")+({word.name}="{word.default}")>0'
        chosen = f"IF({default},{branches[word.default]},{rest})"
        if self.ranges:
            chosen = f"IF(ROWS({word.name})*COLUMNS({word.name})>1,#VALUE!,{chosen})"
        return chosen

    def _one(self, template: str, used: Sequence[Argument]) -> str:
        """Return the formula behind its guards."""
        metric = self.metric
        if metric.modern is not None and not self.ranges:
            return self._each(template, used)
        text = self._filled(template)
        given = {one.name for one in used}
        for whole, parts in metric.within.items():
            if {whole, *parts} <= given:
                added = "+".join(f"{part}_" for part in parts)
                text = f"IF(({whole}_<>0)*({added}>{whole}_)>0,#NUM!,{text})"
        if metric.fills:
            text = f"LET(all,{text},IF(ISERROR(SUM(all)),SUM(all),all))"
        if self.ranges or "IF(" in text:
            text = f"IF({self._problem(used)}=0,{text})"
        return self._same_shapes(text)

    def _same_shapes(self, text: str) -> str:
        first, *others = [f"{one.name}_" for one in self.plain if one.is_range] or [""]
        for other in others:
            same = f"(ROWS({first})=ROWS({other}))*(COLUMNS({first})=COLUMNS({other}))"
            text = f"IF({same},{text},#VALUE!)"
        return text

    def _each(self, template: str, used: Sequence[Argument]) -> str:
        """Return the formula of one cell, worked out for each cell of the answer."""
        names = [f"one_{one.name}" for one in used]
        text = twins.fill(template, {one.name: f"one_{one.name}" for one in used})
        whole = ",".join(f"shape+{_local(one)}" for one in used)
        call = f"LAMBDA({','.join(names)},IF(ISERROR({names[0]}),{names[0]},{text}))"
        return f"LET(shape,{self._problem(used)},MAP({whole},{call}))"

    def _filled(self, template: str) -> str:
        text = twins.fill(template, {one.name: _local(one) for one in self.plain})
        return _rewritten(text, _ARRAYS if self.ranges else _ELEMENTS)

    def _table(self) -> str:
        """Return a table with the names of its columns above it where they are wanted."""
        names = ",".join(f'"{name}"' for name in self.metric.columns)
        headed = f"IF(headers_<>0,VSTACK({{{names}}},table),table)"
        if self.metric.modern is not None:
            return self._modern_table(headed)
        assert isinstance(self.formula, Mapping)
        texts = [self._filled(text) for text in self.formula.values()]
        names_of = [f"column_{place}" for place in range(1, len(texts) + 1)]
        lets = ",".join(f"{name},{text}" for name, text in zip(names_of, texts, strict=True))
        places = ",".join(str(place) for place in range(1, len(texts) + 1))
        row = f"CHOOSE({{{places}}},{','.join(names_of)})"
        problem = "+".join([self._problem(self.plain), *(f"0*{name}" for name in names_of)])
        if self.ranges:
            inner = f"LET(table,{row},{headed})"
            return self._same_shapes(f"LET({lets},IF({problem}=0,{inner}))")
        zeros = ",".join("0" * len(texts))  # an error fills the row
        inner = f"LET(table,IF(problem+{{{zeros}}}=0,{row}),{headed})"
        # The shape is that of the arguments; an error in a cell of them has a shape as well.
        width = "+".join(f"ISERROR({_local(one)})" for one in self.plain)
        return (
            f"IF(COLUMNS({width})>1,#VALUE!,IF(ISERROR(headers_),headers_,"
            f"LET({lets},problem,{problem},{inner})))"
        )

    def _modern_table(self, headed: str) -> str:
        checked = f"{self._problem(self.read)}=0"
        done = f"LET(table,{{}},IF(ISERROR(SUM(0*table)),SUM(0*table),{headed}))"
        if isinstance(self.formula, str):
            answer = done.replace("{}", self._filled(self.formula))
        else:
            texts = {word: self._filled(text) for word, text in self.formula.items()}
            answer = done.replace("{}", self._chosen(texts))
        return self._same_shapes(f"IF({checked},{answer})")


def _local(argument: Argument) -> str:
    return f"{argument.name}_"


def _checked(measure: Measure, name: str) -> str:
    """Return a number, or the error that a cell is where it is none or outside the domain."""
    bounds = []
    if measure.lowest is not None:
        bounds.append(f"{name}+0<{'=' * measure.lowest_open}{twins.literal(measure.lowest)}")
    if measure.highest is not None:
        bounds.append(f"{name}+0>{twins.literal(measure.highest)}")
    number = f"{name}+0"
    if bounds and measure.unit is not Unit.FLAG:
        outside = f"({')+('.join(bounds)})>0" if len(bounds) > 1 else bounds[0]
        number = f"IF({outside},#NUM!,{number})"
    return f"IF(ISTEXT({name}),#VALUE!,{number})"


# Functions that make one value of an array, in words that keep it. In a metric of ranges they make
# one of what is one already; there it is ROW and COLUMN, which know cells only, that are said anew.
_ELEMENTS: Mapping[str, Callable[..., str]] = {
    "AND": lambda *parts: f"(({')*('.join(parts)})>0)",
    "OR": lambda *parts: f"(({')+('.join(parts)})>0)",
    "MAX": lambda one, other: f"IF({one}>{other},{one},{other})",
    "MIN": lambda one, other: f"IF({one}<{other},{one},{other})",
}
_ARRAYS: Mapping[str, Callable[..., str]] = {
    "ROW": lambda name: f"SEQUENCE(ROWS({name}))",
    "COLUMN": lambda name: f"SEQUENCE(1,COLUMNS({name}))",
}


def _rewritten(text: str, words: Mapping[str, Callable[..., str]]) -> str:
    """Return a formula with some calls in other words, inner ones too."""
    for found in _CALL.finditer(text):
        if found[1] in words:
            parts, end = _parts(text, found.end())
            inner = (_rewritten(part, words) for part in parts)
            before, after = text[: found.start()], _rewritten(text[end:], words)
            return f"{before}{words[found[1]](*inner)}{after}"
    return text


def _parts(text: str, start: int) -> tuple[list[str], int]:
    """Return the arguments of the call whose first one begins at `start`, and where it ends."""
    parts, depth, quoted, begun = [], 0, False, start
    for place in range(start, len(text)):
        sign = text[place]
        if sign == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "({":
            depth += 1
        elif sign in ")}" and depth:
            depth -= 1
        elif sign in ",)" and not depth:
            parts.append(text[begun:place])
            begun = place + 1
            if sign == ")":
                return parts, begun
    message = f"A call does not end: {text[start:]}"
    raise ValueError(message)


def named(metrics: Sequence[Metric]) -> Iterator[tuple[str, Metric]]:
    """Yield the name and the metric of every LAMBDA, other names too."""
    for metric in metrics:
        if has_lambda(metric):
            for name in metric.excel_names:
                yield name, metric
