"""The pages of docs/levers, and their list: written from the levers themselves."""

from __future__ import annotations

import inspect
import re
from typing import Final

from xlcost.locales.words import words
from xlcost.planning.kinds import kinds
from xlcost.planning.lever import Lever

# What a docstring says, in this order; a function and how the plan differs are said where needed.
SECTIONS: Final = ("Function", "Formula", "In the plan", "Pitfalls", "Source")
_OPTIONAL: Final = ("Function", "In the plan")
_HEAD: Final = re.compile(rf"^({'|'.join(SECTIONS)}):$", re.MULTILINE)
_SAY: Final = """\
In `levers.toml`: `kind = "{name}"`. Besides `name`, `channel`, `cash_share`, `running_cost`,
`variable_share` and `one_off` (see [Levers](../levers.md)):"""
_WORDS: Final = words("en")


def pages() -> dict[str, str]:
    """Return the text of each lever's page by the lever."""
    return {name: _page(name, kind) for name, kind in kinds().items()}


def listed() -> str:
    """Return the table of docs/levers.md: each lever in its turn, and what it changes."""
    rows = []
    for name, kind in kinds().items():
        change = told(kind)[""].partition("\n")[0].rpartition(": ")[2].rstrip(".")
        rows.append(f"| [{_t(f'kinds.{name}')}](levers/{name}.md) | {change} |\n")
    return "| Lever | What it changes |\n|---|---|\n" + "".join(rows)


def told(kind: type[Lever]) -> dict[str, str]:
    """Return the sections of a lever's docstring; "" is what stands before them.

    Raises:
        ValueError: One is missing, or they are in another order; or no function is named.
    """
    first, *rest = _HEAD.split(inspect.getdoc(kind) or "")
    found = dict(zip(rest[::2], (inspect.cleandoc(one) for one in rest[1::2]), strict=True))
    expected = [one for one in SECTIONS if one in found or one not in _OPTIONAL]
    if list(found) != expected or ": " not in first.partition("\n")[0]:
        message = f"{kind.__name__}: its docstring is 'Title: what it changes.', then {expected}"
        raise ValueError(message)
    if not kind.metric and "Function" not in found:
        message = f"{kind.__name__}: say in `metric` which function gives its saving"
        raise ValueError(message)
    return {"": first.strip(), **found}


def _page(name: str, kind: type[Lever]) -> str:
    said = told(kind)
    function = _joined(said["Function"]) if "Function" in said else kind.metric.upper()
    parts = [
        f"# {_t(f'kinds.{name}')}",
        _joined(said[""].partition("\n")[2]),
        f"**Function:** {function}",
        f"**Formula:** {_joined(said['Formula'])}",
    ]
    if "In the plan" in said:
        parts.append(f"**In the plan:** {_joined(said['In the plan'])}")
    watched = ", ".join(f"`{one.upper()}`" for one in kind.watched)
    parts += [
        "## What to say",
        _SAY.format(name=name),
        "\n".join(("| Key | What it is | What it means |", "|---|---|---|", *_keys(kind))),
        f"**Service that could suffer:** {watched}",
        "## What practitioners get wrong",
        "\n".join(f"- {_joined(one)}" for one in re.split(r"(?:^|\n)- ", said["Pitfalls"])[1:]),
        f"## Source\n\n{_joined(said['Source'])}",
    ]
    return "\n\n".join(parts) + "\n"


def _keys(kind: type[Lever]) -> list[str]:
    """Return a row of the table for each of a lever's own inputs, the uncertain one first."""
    effect, own = kind.effect_name(), kind.inputs()
    rows = []
    for name in sorted(own, key=lambda one: one != effect):
        levels = " (low, base, stretch)" if name == effect else ""
        meaning = _t(f"meanings.{own[name].meaning or name}")
        rows.append(f"| `{name}` | {_t(f'inputs.{name}')}{levels} | {meaning} |")
    return rows


def _t(key: str) -> str:
    return _WORDS.text(f"plan.{key}")


def _joined(text: str) -> str:
    return " ".join(text.split())
