"""What a metric is, and the decorator that declares one.

A metric is declared once, beside its formula; everything else (Excel functions, template,
report, reference, command line) reads what stands here. Everything that can be wrong about a
declaration is refused when its module is imported, with one sentence.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

from xlcost.catalogue.docstrings import Docstring, read
from xlcost.catalogue.measures import Unit, hint, measure
from xlcost.catalogue.metric import HEADERS, OMITTED, Argument, Metric, Shape
from xlcost.catalogue.names import refuse_bad_name
from xlcost.catalogue.twins import fields
from xlcost.errors import DeclarationError
from xlcost.locales.words import LANGUAGES

Formula = TypeVar("Formula", bound=Callable[..., Any])
Better = Literal["lower", "higher"]

_METRICS: dict[str, Metric] = {}
_state = [0]


def state() -> int:
    """Return a number that changes whenever the metrics do, for those who keep what they found."""
    return _state[0]


def all_metrics() -> tuple[Metric, ...]:
    """Return every metric declared so far, in the order of declaration."""
    return tuple(_METRICS.values())


@contextmanager
def scratch() -> Iterator[None]:
    """Forget, on leaving, every metric declared inside; for tests and experiments."""
    before = dict(_METRICS)
    try:
        yield
    finally:
        _METRICS.clear()
        _METRICS.update(before)
        _state[0] += 1


def metric(
    *,
    unit: Unit,
    en: str = "",
    nb: str = "",
    nb_summary: str = "",
    better: Better | None = None,
    formula: str | Mapping[str, str] | None = None,
    one_cell: str = "",
    modern: str | Mapping[str, str] | None = None,
    shape: Shape = "cell",
    stands_in: Mapping[str, str] | None = None,
    within: Mapping[str, tuple[str, ...]] | None = None,
    alias: str | None = None,
    methods: tuple[str, ...] = (),
) -> Callable[[Formula], Formula]:
    """Declare a formula as a metric; the function itself comes back unchanged.

    Args:
        unit: What the result is a number of.
        en: Its label in English.
        nb: Its label in Norwegian bokmål.
        nb_summary: The docstring's first sentence in Norwegian; a report without it shows the
            formula alone.
        better: Which direction is good; None where neither is.
        formula: The native Excel twin, one by method, or one by column of a row.
        one_cell: A shorter twin where each of its ranges is one cell.
        modern: The formula of the named LAMBDA where there is no twin, or a slow one.
        shape: "cell" works cell by cell, "range" takes whole ranges, "row" gives named values.
        stands_in: For an omitted argument, the argument that stands in for it.
        within: By argument, those that together are no larger: parts of a whole.
        alias: A second name, in Python and (in capitals) in Excel.
        methods: The words of the text argument, where no twin names them.

    Raises:
        DeclarationError: Something about the declaration is wrong; the sentence says what.
    """

    def declare(function: Formula) -> Formula:
        _register(
            _build(
                function,
                shape,
                labels={"en": en, "nb": nb},
                translated={"nb": nb_summary},
                unit=unit,
                better=better,
                formula=formula,
                one_cell=one_cell,
                modern=modern,
                stands_in=dict(stands_in or {}),
                within=dict(within or {}),
                aliases=(alias,) if alias else (),
                words=methods,
            )
        )
        return function

    return declare


def _register(declared: Metric) -> None:
    taken = {name for one in _METRICS.values() for name in (one.name, *one.aliases)}
    for name in (declared.name, *declared.aliases):
        refuse_bad_name(name.upper())
        if name in taken:
            message = f"{name}: a metric of this name is declared already."
            raise DeclarationError(message)
    _METRICS[declared.name] = declared
    _state[0] += 1


def _build(function: Callable[..., Any], shape: Shape, **said: Any) -> Metric:
    """Read a function into a metric, checking every part of its declaration.

    Args:
        function: The formula.
        shape: What it answers with.
        said: The rest of the declaration, by the names that `Metric` has for it.
    """
    name = function.__name__
    for language in LANGUAGES:
        if not said["labels"].get(language, "").strip():
            message = f"{name}: the label in {language!r} is missing."
            raise DeclarationError(message)
    docstring = read(name, function.__doc__)
    columns = _columns(function)
    if (shape == "row") != (bool(columns) and not _is_table(function)):
        message = f"{name}: shape 'row' belongs to a function that returns one named tuple."
        raise DeclarationError(message)
    arguments = _arguments(function, docstring, headers=bool(columns))
    _refuse_bad_stand_ins(name, arguments, said["stands_in"])
    _refuse_bad_parts(name, arguments, said["within"])
    declared = Metric(
        name=name,
        family=function.__module__.rpartition(".")[2],
        function=function,
        shape=shape,
        arguments=arguments,
        docstring=docstring,
        columns=columns,
        fills=shape == "range" and not columns and "tuple" in _returned(function),
        **said,
    )
    _refuse_bad_twin(declared)
    return declared


def _returned(function: Callable[..., Any]) -> str:
    return str(inspect.signature(function).return_annotation)


def _is_table(function: Callable[..., Any]) -> bool:
    return _returned(function).startswith("tuple[")


def _columns(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the column names of a function that returns a named tuple, or several."""
    found = re.fullmatch(r"(?:tuple\[)?(\w+)(?:, \.\.\.\])?", _returned(function))
    kind = function.__globals__.get(found[1]) if found else None
    return tuple(getattr(kind, "_fields", ()))


def _arguments(
    function: Callable[..., Any], docstring: Docstring, *, headers: bool
) -> tuple[Argument, ...]:
    name = function.__name__
    parameters = inspect.signature(function).parameters
    if tuple(docstring.arguments) != tuple(parameters):
        message = (
            f"{name}: the part Args names {', '.join(docstring.arguments)}; "
            f"the signature has {', '.join(parameters)}."
        )
        raise DeclarationError(message)
    arguments = []
    for parameter in parameters.values():
        required = parameter.default is inspect.Parameter.empty
        try:
            known = measure(parameter.name)
        except DeclarationError as fault:
            message = f"{name}: {fault}"
            raise DeclarationError(message) from None
        arguments.append(
            Argument(
                name=parameter.name,
                measure=known,
                required=required,
                default=None if required else parameter.default,
                is_range="Sequence" in str(parameter.annotation),
                help=docstring.arguments[parameter.name],
            )
        )
    return (*arguments, HEADERS) if headers else tuple(arguments)


def _refuse_bad_parts(
    name: str, arguments: tuple[Argument, ...], within: Mapping[str, tuple[str, ...]]
) -> None:
    """Refuse wholes and parts that are no arguments, or are ranges."""
    cells = {one.name for one in arguments if not one.is_range}
    for whole, parts in within.items():
        if not {whole, *parts} <= cells or not parts:
            message = f"{name}: within is about {whole!r} and {parts}; all must be its arguments."
            raise DeclarationError(message)


def _refuse_bad_stand_ins(
    name: str, arguments: tuple[Argument, ...], stands_in: Mapping[str, str]
) -> None:
    by_name = {argument.name: argument for argument in arguments}
    for omitted, other in stands_in.items():
        if omitted not in by_name or other not in by_name or by_name[omitted].required:
            message = f"{name}: stands_in names {omitted!r} and {other!r}; both must be arguments."
            raise DeclarationError(message)


def _refuse_bad_twin(declared: Metric) -> None:
    """Refuse a twin whose fields are not the arguments, or whose keys are not the choices."""
    if declared.formula is None:
        return
    name = declared.name
    wanted = {one.name for one in declared.arguments if one is not HEADERS}
    found: set[str] = set()
    if isinstance(declared.formula, str):
        if declared.columns:
            message = f"{name}: a row or table needs one twin a column."
            raise DeclarationError(message)
        found.update(fields(declared.formula))
        if declared.one_cell and set(fields(declared.one_cell)) != found:
            message = f"{name}: the twin of one cell has other arguments than the twin."
            raise DeclarationError(message)
    else:
        for template in declared.formula.values():
            found.update(fields(template))
        if declared.columns:
            _refuse_other_keys(name, tuple(declared.formula), declared.columns)
        else:
            wanted -= {_method_argument(declared).name}
    if found != wanted:
        odd = sorted(found ^ wanted)
        guess = hint(odd[0], wanted) if odd[0] not in wanted else ""
        message = f"{name}: the twin and the arguments differ in {', '.join(odd)}.{guess}"
        raise DeclarationError(message)


def _method_argument(declared: Metric) -> Argument:
    words = [one for one in declared.arguments if one.measure.unit is Unit.TEXT]
    if len(words) != 1 or words[0].default not in declared.methods:
        message = (
            f"{declared.name}: a twin by method needs one text argument, "
            "and its default among the methods."
        )
        raise DeclarationError(message)
    return words[0]


def _refuse_other_keys(name: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> None:
    if keys != columns:
        message = f"{name}: the twins are {', '.join(keys)}; the columns {', '.join(columns)}."
        raise DeclarationError(message)


__all__ = [
    "HEADERS",
    "OMITTED",
    "Argument",
    "Metric",
    "Shape",
    "all_metrics",
    "metric",
    "scratch",
    "state",
]
