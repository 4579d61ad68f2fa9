"""One metric: its formula, its words, its native twin, and how it reads cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from xlcost import cells
from xlcost.catalogue import twins
from xlcost.catalogue.docstrings import Docstring, citations
from xlcost.catalogue.measures import Measure, Unit, choice, finite, hint, measure
from xlcost.errors import OutsideDomain, UsageError, WrongValue

Shape = Literal["cell", "range", "row"]


class _Omitted:
    """The type of `OMITTED`."""

    def __repr__(self) -> str:
        return "OMITTED"


# An argument that was not given at all; a blank cell is None, and means 0 or the default word.
OMITTED: Final = _Omitted()


@dataclass(frozen=True)
class Argument:
    """One argument of a metric.

    Attributes:
        name: Its name, the same in Python, Excel and the settings.
        measure: Its unit and domain.
        required: Whether it must be given.
        default: What an omitted one is; None where another argument or the method decides.
        is_range: Whether it takes a whole range.
        help: The wizard's text.
    """

    name: str
    measure: Measure
    required: bool
    default: Any
    is_range: bool
    help: str


# Every row and table has it last; names are given to people, formulas return named tuples.
HEADERS: Final = Argument(
    name="headers",
    measure=measure("headers"),
    required=False,
    default=False,
    is_range=False,
    help="TRUE adds a row of column names above the result; FALSE when omitted.",
)


@dataclass(frozen=True)
class Metric:
    """A declared formula and everything that is said about it.

    Attributes:
        name: The Python name.
        family: The module it stands in.
        function: The plain formula.
        labels: Its label by language.
        translated: Its summary in languages other than English, where there is one.
        unit: What the result is a number of.
        better: "lower", "higher" or None.
        shape: "cell", "range" or "row".
        formula: The twin template, one by method or by column, or None.
        one_cell: A shorter template where each of its ranges is one cell, or nothing.
        modern: The template of Excel 365 and 2024 where there is no twin, or a slow one: it may
            use LET, SCAN and their kind. Of a cell metric it is about one cell; of a table the
            table; by method where there are methods.
        arguments: In the order of the signature, `headers` last where there are columns.
        docstring: The parts of its docstring.
        stands_in: For an omitted argument, the one that stands in for it.
        within: By argument, those that together are no larger (see `measures.no_more_than`).
        aliases: Other Python names of the same metric.
        columns: The column names of a row or table.
        words: The methods of a metric that has no twin to name them.
        fills: Whether the result has the shape of its range (CHANNEL_COST_SHARE).
    """

    name: str
    family: str
    function: Callable[..., Any]
    labels: Mapping[str, str]
    translated: Mapping[str, str] = field(repr=False)
    unit: Unit
    better: str | None
    shape: Shape
    formula: str | Mapping[str, str] | None
    one_cell: str
    modern: str | Mapping[str, str] | None
    arguments: tuple[Argument, ...]
    docstring: Docstring = field(repr=False)
    stands_in: Mapping[str, str]
    within: Mapping[str, tuple[str, ...]]
    aliases: tuple[str, ...]
    columns: tuple[str, ...]
    words: tuple[str, ...]
    fills: bool

    @property
    def excel_name(self) -> str:
        """The name in Excel."""
        return self.name.upper()

    @property
    def excel_names(self) -> tuple[str, ...]:
        """Every name in Excel, the main one first."""
        return tuple(name.upper() for name in (self.name, *self.aliases))

    @property
    def syntax(self) -> str:
        """How it is written in a cell, optional arguments in brackets."""
        shown = (one.name if one.required else f"[{one.name}]" for one in self.arguments)
        return f"{self.excel_name}({', '.join(shown)})"

    @property
    def summary(self) -> str:
        """The wizard's text."""
        return self.docstring.summary

    def definition(self, language: str) -> str:
        """Return the summary in a language; nothing where it is not translated."""
        return self.summary if language == "en" else self.translated.get(language, "")

    def cited(self, language: str) -> str:
        """Return the source; what it says is in English, so elsewhere only where it says it."""
        whole = " ".join(self.source.split())
        return whole if language == "en" else "; ".join(citations(whole))

    @property
    def details(self) -> str:
        """What counts and what does not."""
        return self.docstring.details

    @property
    def returns(self) -> str:
        """What comes back, with unit and sign."""
        return self.docstring.returns

    @property
    def raises(self) -> Mapping[str, str]:
        """When there is no answer, by exception."""
        return self.docstring.raises

    @property
    def example(self) -> str:
        """The doctest."""
        return self.docstring.example

    @property
    def source(self) -> str:
        """Where the formula is published."""
        return self.docstring.source

    @property
    def spills(self) -> bool:
        """Whether the result is more than one cell."""
        return self.fills or bool(self.columns)

    @property
    def method_argument(self) -> Argument | None:
        """The text argument that chooses the method, if there is one."""
        words = [one for one in self.arguments if one.measure.unit is Unit.TEXT]
        return words[0] if words else None

    @property
    def methods(self) -> tuple[str, ...]:
        """The words that the text argument takes, the default first."""
        word = self.method_argument
        if word is not None and isinstance(self.formula, Mapping) and not self.columns:
            return tuple(self.formula)
        return self.words

    def label(self, language: str = "en") -> str:
        """Return its label in a language.

        Raises:
            UsageError: There is no label in that language.
        """
        if language not in self.labels:
            message = f"{self.name} has no label in {language!r}."
            raise UsageError(message)
        return self.labels[language]

    def used(self, method: str | None = None) -> tuple[Argument, ...]:
        """Return the arguments that a method reads; None is the default method."""
        word = self.method_argument
        if word is None or not isinstance(self.formula, Mapping) or self.columns:
            return self.arguments
        read = set(twins.fields(self.formula[self._method(method)]))
        return tuple(one for one in self.arguments if one is word or one.name in read)

    def _method(self, method: str | None) -> str:
        word = self.method_argument
        default = str(word.default) if word else ""
        try:
            return choice(method, self.methods, default)
        except WrongValue as fault:
            raise UsageError(f"{self.name}: {fault}") from None

    # The native twin

    def twin(
        self,
        fields: Mapping[str, str],
        *,
        method: str | None = None,
        column: str | None = None,
        guarded: bool = True,
        one_cell: bool = False,
    ) -> str:
        """Return the native Excel formula in US syntax, without its equals sign.

        Args:
            fields: Excel text by argument: references, names, numbers or expressions.
            method: The one branch to write; None writes all of them, chosen by the text
                argument's field, or the default's branch where that field is not given.
            column: The column of a row that is wanted.
            guarded: Whether to refuse what lies outside the domain, as where people type.
            one_cell: Whether each of its ranges is one cell: some twins are then shorter.

        Raises:
            UsageError: There is no twin, or a field, method or column is unknown or missing.
        """
        if self.formula is None:
            message = f"{self.excel_name} has no native twin."
            raise UsageError(message)
        self._refuse_unknown(fields)
        if isinstance(self.formula, str):
            template = (one_cell and self.one_cell) or self.formula
            return self._branch(template, fields, guarded=guarded)
        if self.columns:
            return self._column(self.formula, fields, column, guarded=guarded)
        word = self.method_argument
        if method is None and word is not None and word.name in fields:
            branches = {
                name: self._branch(template, fields, guarded=guarded)
                for name, template in self.formula.items()
            }
            return twins.nested(fields[word.name], branches, word.default)
        return self._branch(self.formula[self._method(method)], fields, guarded=guarded)

    def denominators(
        self, fields: Mapping[str, str], *, method: str | None = None
    ) -> tuple[str, ...]:
        """Return the Excel texts that the twin divides by, constants left out.

        With `method` None, the default's branch; of a row, the denominators of every column.
        """
        if self.formula is None:
            return ()
        self._refuse_unknown(fields)
        if isinstance(self.formula, str):
            templates = [self.formula]
        elif self.columns:
            templates = list(self.formula.values())
        else:
            templates = [self.formula[self._method(method)]]
        texts: list[str] = []
        for template in templates:
            filled = self._texts(twins.fields(template), fields)
            if filled is not None:
                texts += [twins.fill(part, filled) for part in twins.denominators(template)]
        return tuple(dict.fromkeys(texts))

    def _refuse_unknown(self, fields: Mapping[str, str]) -> None:
        names = [argument.name for argument in self.arguments]
        for name in fields:
            if name not in names:
                message = f"{self.excel_name} has no argument {name!r}.{hint(name, names)}"
                raise UsageError(message)

    def _texts(self, names: Sequence[str], fields: Mapping[str, str]) -> dict[str, str] | None:
        """Return Excel text for each argument; None when the method misses one that it needs."""
        texts = {}
        for argument in self.arguments:
            name = argument.name
            if name not in names:
                continue
            if name in fields:
                texts[name] = fields[name]
            elif argument.required:
                message = f"{self.excel_name} needs the argument {name!r}."
                raise UsageError(message)
            elif name in self.stands_in and self.stands_in[name] in fields:
                texts[name] = fields[self.stands_in[name]]
            elif argument.default is None:
                return None
            else:
                texts[name] = twins.literal(argument.default)
        return texts

    def _branch(self, template: str, fields: Mapping[str, str], *, guarded: bool) -> str:
        texts = self._texts(twins.fields(template), fields)
        if texts is None:
            return twins.NO_VALUE
        if not guarded:
            return twins.fill(template, texts)
        given = [one for one in self.arguments if one.name in texts and one.name in fields]
        return twins.guarded(
            template,
            [one.measure for one in given],
            [one.name for one in given if one.is_range],
            texts,
            {
                whole: parts
                for whole, parts in self.within.items()
                if {whole, *parts} <= texts.keys() and not fields.keys().isdisjoint(parts)
            },
        )

    def _column(
        self,
        formula: Mapping[str, str],
        fields: Mapping[str, str],
        column: str | None,
        *,
        guarded: bool,
    ) -> str:
        if column not in self.columns:
            known = ", ".join(self.columns)
            message = f"{self.excel_name} has the columns {known}, not {column!r}."
            raise UsageError(message)
        wanted = formula[str(column)]
        if not guarded:
            return self._branch(wanted, fields, guarded=False)
        # The guards stand once, before all columns: a formula has 8,192 characters at most.
        return self._branch(twins.together(wanted, formula.values()), fields, guarded=True)

    # Cells in, cells out

    def from_cells(self, *values: object) -> Any:
        """Return the result for what cells hold, as Excel's own operators would read them.

        Args:
            values: One value an argument, in order; None is a blank cell, `OMITTED` or a value
                that is left off at the end is not given. A range is rows of values.

        Returns:
            A number, a flag or a word; where the metric spills, a tuple of rows.

        Raises:
            MetricError: No answer; `excel_code` is what the cell shows.
        """
        if len(values) > len(self.arguments):
            message = f"{self.excel_name} takes {len(self.arguments)} arguments, not {len(values)}."
            raise WrongValue(message)
        given: dict[str, object] = {
            argument.name: value
            for argument, value in zip(self.arguments, values, strict=False)
            if value is not OMITTED
        }
        read, shapes = self._read(given)
        if len(set(shapes)) > 1:
            message = f"{self.excel_name} takes ranges of one shape."
            raise WrongValue(message)
        headers = bool(read.pop(HEADERS.name, False))
        try:
            result = self.function(**read)
        except OverflowError:
            message = "The result is too large for a cell."
            raise OutsideDomain(message) from None
        return self._result(result, headers=headers, width=shapes[0][1] if shapes else 1)

    def _read(self, given: Mapping[str, object]) -> tuple[dict[str, Any], list[tuple[int, int]]]:
        """Return the arguments as the formula takes them, and the shapes of the ranges."""
        method = None
        word = self.method_argument
        if word is not None and word.name in given:
            method = choice(cells.text(given[word.name]), self.methods, word.default)
        used = {argument.name for argument in self.used(method)}
        read: dict[str, Any] = {}
        shapes: list[tuple[int, int]] = []
        for argument in self.arguments:
            name = argument.name
            if argument is word:
                read[name] = method or word.default
            elif name not in used:
                # Neither read nor checked; 0 lies in every domain.
                read[name] = 0.0 if argument.required else argument.default
            elif name not in given:
                if argument.required:
                    message = f"{self.excel_name} needs the argument {name!r}."
                    raise WrongValue(message)
                read[name] = argument.default
            elif argument.is_range:
                numbers = cells.numbers(given[name])
                shapes.append(numbers.shape)
                read[name] = numbers.values
            elif argument.measure.unit is Unit.FLAG:
                read[name] = cells.flag(given[name])
            else:
                read[name] = cells.number(given[name])
        return read, shapes

    def _result(self, result: Any, *, headers: bool, width: int) -> Any:
        """Return a result in the shape that it spills in, each number one that a cell can hold."""
        if self.fills:
            values = [finite(value) for value in result]
            return tuple(tuple(values[at : at + width]) for at in range(0, len(values), width))
        if not self.columns:
            return finite(result) if isinstance(result, float) else result
        rows = (result,) if self.shape == "row" else tuple(result)
        for row in rows:
            for value in row:
                finite(value)
        return (self.columns, *rows) if headers else rows
