"""Sample numbers for every argument, read from the examples of the docstrings: no second list."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from doctest import DocTestParser
from functools import lru_cache
from typing import Any

from xlcost.catalogue.families import catalogue
from xlcost.catalogue.metric import HEADERS, Metric
from xlcost.errors import DeclarationError

Sample = float | str | bool | tuple[float, ...] | None


def samples(metric: Metric) -> dict[str, Sample]:
    """Return a value for each argument: from its examples, its defaults, or another metric's.

    Ranges are tuples. An optional argument that nothing tells of is None, a blank cell; `headers`
    is left out.
    """
    given = _given(metric)
    found: dict[str, Sample] = {}
    for argument in metric.arguments:
        name = argument.name
        if argument is HEADERS:
            continue
        if name in given:
            found[name] = given[name]
        elif argument.default is not None:
            found[name] = _plain(argument.default)
        elif name in metric.stands_in:
            found[name] = found[metric.stands_in[name]]
        else:
            found[name] = _elsewhere().get(name)
    return found


def _given(metric: Metric) -> dict[str, Sample]:
    """Return what the examples give; the first that names an argument holds.

    A method is the first example's, so that its result is the one that the reference shows.
    """
    given: dict[str, Sample] = {}
    for number, call in enumerate(_calls(metric)):
        values = dict(zip((one.name for one in metric.arguments), call.args, strict=False))
        values |= {one.arg: one.value for one in call.keywords if one.arg}
        for name, node in values.items():
            is_word = metric.method_argument is not None and name == metric.method_argument.name
            if not (number and is_word):
                given.setdefault(name, _plain(_literal(metric, name, node)))
    return given


def _literal(metric: Metric, name: str, node: ast.expr) -> Any:
    """Return a value as the example writes it.

    Raises:
        DeclarationError: It is an expression: a cell of the Calculator could not hold it.
    """
    try:
        return ast.literal_eval(node)
    except ValueError:
        message = (
            f"{metric.name}: its example gives {name} as {ast.unparse(node)!r}; write the number."
        )
        raise DeclarationError(message) from None


def _calls(metric: Metric) -> Iterator[ast.Call]:
    for example in DocTestParser().get_examples(metric.example):
        for node in ast.walk(ast.parse(example.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == metric.name:
                yield node


def _plain(value: Any) -> Sample:
    if isinstance(value, list | tuple):
        return tuple(float(one) for one in value)
    return value if isinstance(value, str | bool) else float(value)


@lru_cache(maxsize=1)
def _elsewhere() -> Mapping[str, Sample]:
    """Return the first sample of each argument name in the catalogue: a name means one thing."""
    found: dict[str, Sample] = {}
    for metric in catalogue():
        for name, value in _given(metric).items():
            found.setdefault(name, value)
    return found
