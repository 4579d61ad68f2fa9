"""The native Excel twin of a formula: its text, its guards, and what it divides by.

A template is Excel text in US syntax with `{argument}` fields. A guarded twin stands where
people type: it refuses numbers outside the domain and text in ranges, in the order of the
signature. Over the Data sheet the guards are left out, and the bare formula reads well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from xlcost.catalogue.measures import Measure

FIELD = re.compile(r"\{(\w+)\}")
NO_VALUE = "#VALUE!"
NO_NUMBER = "#NUM!"
# A reference, a name, a number or a quoted text stays as it is; anything more gets parentheses.
_ATOM = re.compile(
    r"""
    (?:'[^']+'!|[\w.]+!)?               # Data!
    (?: \$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?  # A1, $B$2:$B$9
      | [^\W\d][\w.]*(?:\[[^\[\]]*\])?                     # a name, Table[column]
    )
    | \d+(?:\.\d+)?(?:[eE][+-]?\d+)?   # 12.5
    | "[^"]*"                           # "average"
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_OPERAND = re.compile(r"\{\w+\}|\d+(?:\.\d+)?|[A-Z]*")
_RANGE_SUM = re.compile(r"(?<![A-Z])SUM\((\{\w+\})\)")


def fields(template: str) -> tuple[str, ...]:
    """Return the argument names of a template, each once, in the order they stand in."""
    return tuple(dict.fromkeys(FIELD.findall(template)))


def is_array(text: str) -> bool:
    """Tell whether a twin is an array formula: one that Excel before 2021 wants marked as such."""
    return "TRANSPOSE(" in text


def fill(template: str, texts: Mapping[str, str]) -> str:
    """Return a template with its fields written in."""
    return FIELD.sub(lambda found: operand(texts[found[1]]), template)


def operand(text: str) -> str:
    """Return Excel text that can stand beside any operator."""
    return text if _ATOM.fullmatch(text) else f"({text})"


def literal(value: object) -> str:
    """Return a default value as Excel text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return f"{value:.15g}"
    return f'"{value}"' if value else '""'


def guarded(
    template: str,
    checked: Sequence[Measure],
    ranges: Sequence[str],
    texts: Mapping[str, str],
    within: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str:
    """Return the filled template behind its guards.

    Args:
        template: The bare formula.
        checked: The measures of the given arguments, in the order of the signature.
        ranges: Which of the arguments are ranges.
        texts: Excel text by argument.
        within: By argument, those that together are no larger.
    """
    # SUM skips TRUE and text in a range; a person's range must count the one, refuse the other.
    inner = fill(_RANGE_SUM.sub(r"SUMPRODUCT(\1+0)", template), texts)
    guards = [_range_text(operand(texts[name])) for name in ranges]
    guards += [_same_shape(operand(texts[ranges[0]]), operand(texts[one])) for one in ranges[1:]]
    for measure in checked:
        text = operand(texts[measure.name])
        condition = (
            _range_domain(measure, text) if measure.name in ranges else _domain(measure, text)
        )
        if condition:
            guards.append((condition, NO_NUMBER))
    guards += [(_larger(whole, parts, texts), NO_NUMBER) for whole, parts in within.items()]
    for condition, error in reversed(guards):
        inner = f"IF({condition},{error},{inner})"
    return inner


def _bounds(measure: Measure, text: str) -> list[str]:
    """Return the comparisons that are true outside the domain."""
    bounds = []
    if measure.lowest is not None:
        bounds.append(f"{text}+0<{'=' if measure.lowest_open else ''}{literal(measure.lowest)}")
    if measure.highest is not None:
        bounds.append(f"{text}+0>{literal(measure.highest)}")
    return bounds


def _domain(measure: Measure, text: str) -> str:
    bounds = _bounds(measure, text)
    return f"OR({','.join(bounds)})" if len(bounds) > 1 else "".join(bounds)


def _range_domain(measure: Measure, text: str) -> str:
    # Added up, as TRUE is above every number in Excel and SUMPRODUCT alone takes it for 0.
    counted = "+".join(f"({bound})" for bound in _bounds(measure, text))
    return f"SUMPRODUCT({counted}+0)>0" if counted else ""


def _larger(whole: str, parts: Sequence[str], texts: Mapping[str, str]) -> str:
    """Return what is true where parts are larger than a whole that is not 0."""
    added = "+".join(operand(texts[part]) for part in parts)
    limit = operand(texts[whole])
    return f"AND({limit}+0<>0,{added}+0>{limit}+0)"


def _range_text(text: str) -> tuple[str, str]:
    return f"SUMPRODUCT(--ISTEXT({text}))>0", NO_VALUE


def _same_shape(first: str, other: str) -> tuple[str, str]:
    return f"OR(ROWS({first})<>ROWS({other}),COLUMNS({first})<>COLUMNS({other}))", NO_VALUE


def nested(word: str, branches: Mapping[str, str], default: str) -> str:
    """Return the twin that chooses its branch by the word in a cell; blank is the default."""
    text = operand(word)
    rest = NO_VALUE
    for method, branch in reversed(tuple(branches.items())):
        if method != default:
            rest = f'IF({text}="{method}",{branch},{rest})'
    return f'IF(OR({text}="",{text}="{default}"),{branches[default]},{rest})'


def together(column: str, row: Iterable[str]) -> str:
    """Return a column of a row that has no answer where the row has none in any column."""
    for one in reversed(tuple(row)):
        column = f"IF(ISERROR({one}),{one},{column})"
    return column


def denominators(template: str) -> tuple[str, ...]:
    """Return the parts of a template that it divides by, without constants."""
    found: list[str] = []
    position = template.find("/")
    while position >= 0:
        if template.count('"', 0, position) % 2 == 0:
            part = _operand_after(template, position + 1)
            if not _NUMBER.fullmatch(part):
                found.append(part)
        position = template.find("/", position + 1)
    return tuple(dict.fromkeys(found))


def _operand_after(template: str, start: int) -> str:
    """Return the operand that begins at `start`: a field, a number, (…) or NAME(…)."""
    simple = _OPERAND.match(template, start)
    end = simple.end() if simple else start
    if not template.startswith("(", end):
        return template[start:end]
    depth = 0
    for closing in range(end, len(template)):
        depth += {"(": 1, ")": -1}.get(template[closing], 0)
        if depth == 0:
            return template[start : closing + 1]
    return template[start:]
