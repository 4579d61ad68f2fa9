"""The function reference, written from the catalogue: `python -m xlcost.catalogue.reference`.

Nothing in docs/functions.md is kept by hand; a test compares the file with `page()`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from xlcost.catalogue.families import catalogue, families
from xlcost.catalogue.registry import HEADERS, Argument, Metric
from xlcost.catalogue.twins import is_array, literal

_INTRODUCTION = """\
# Functions

Written by `python -m xlcost.catalogue.reference`: change the formulas, not this page.

Every function stands in a cell (`=COST_PER_CALL(B4,C4)`) and in Python
(`xlcost.cost_per_call(50_000, 12_500)`).
What a cell holds means the same everywhere: nothing is 0, TRUE is 1 and FALSE 0, text is
`#VALUE!`, an error stays the error that it is.
`[argument]` is optional. A share is 0 to 1, so 25 % is 0.25.
Functions of *cells* work cell by cell and spill over ranges; functions of a *range* take whole
ranges of one shape; a *row* gives several named values side by side.
A variance is always actual − budget."""

_ENTERED = "\nIn Excel before 2021, end it with Ctrl+Shift+Enter."

_SHAPES = {
    "cell": "Works cell by cell; given ranges, it spills.",
    "range": "Takes whole ranges; all of them have one shape.",
    "row": "Gives several named values side by side.",
}


def page() -> str:
    """Return the whole reference as Markdown."""
    parts = [_INTRODUCTION, _contents()]
    for family in families():
        parts.append(f"## {family.replace('_', ' ').capitalize()}")
        parts += [section(metric) for metric in catalogue() if metric.family == family]
    return "\n\n".join(parts) + "\n"


def _contents() -> str:
    """Return one row a function, so that every function is a click away."""
    rows = ["| Function | English | Norsk | Result |", "|---|---|---|---|"]
    rows += [
        f"| [{one.excel_name}](#{one.name}) | {one.label('en')} | {one.label('nb')} | {one.unit} |"
        for one in catalogue()
    ]
    return "\n".join(rows)


def section(metric: Metric) -> str:
    """Return the section of one function."""
    parts = [
        f"### {metric.excel_name}",
        f"*{metric.label('en')}* · *{metric.label('nb')}*",
        f"**Overview.** {metric.summary}",
        metric.details,
        _aliases(metric),
        f"**Syntax.** `{metric.syntax}`\n{_SHAPES[metric.shape]}",
        _arguments(metric),
        f"**Returned value** ({metric.unit}{_better(metric)}). {metric.returns}",
        _columns(metric),
        "**Error conditions.**\n\n" + "\n".join(f"- {one}" for one in metric.raises.values()),
        _formula(metric),
        f"**Example.**\n\n```python\n{metric.example}\n```",
        f"**Source.** {metric.source}",
    ]
    return "\n\n".join(part for part in parts if part)


def _aliases(metric: Metric) -> str:
    names = ", ".join(f"`{name}`" for name in metric.excel_names[1:])
    return f"**Other name.** {names}" if names else ""


def _better(metric: Metric) -> str:
    return f", {metric.better} is better" if metric.better else ""


def _arguments(metric: Metric) -> str:
    rows = ["| Argument | Unit | Required | What it is |", "|---|---|---|---|"]
    for one in metric.arguments:
        unit = f"{one.measure.unit}{f', {one.measure.domain}' if one.measure.domain else ''}"
        rows.append(f"| {one.name} | {_kind(one)}{unit} | {_required(metric, one)} | {one.help} |")
    return "**Arguments.**\n\n" + "\n".join(rows)


def _kind(argument: Argument) -> str:
    return "range of " if argument.is_range else ""


def _required(metric: Metric, argument: Argument) -> str:
    if argument.required:
        return "yes"
    if argument.name in metric.stands_in:
        return f"no, {metric.stands_in[argument.name]}"
    return "by method" if argument.default is None else f"no, {literal(argument.default)}"


def _columns(metric: Metric) -> str:
    names = ", ".join(f"`{name}`" for name in metric.columns)
    return f"**Columns.** {names}" if names else ""


def _formula(metric: Metric) -> str:
    """Return the native Excel twin, or that there is none."""
    if metric.formula is None:
        return "**Formula.** No native Excel formula gives this; it is calculated in Python."
    names = {one.name: one.name for one in metric.arguments if one is not HEADERS}
    if isinstance(metric.formula, str):
        text = metric.twin(names, guarded=False)
        return f"**Formula.** `={text}`{_ENTERED if is_array(text) else ''}"
    if metric.columns:
        texts = {one: metric.twin(names, column=one, guarded=False) for one in metric.columns}
    else:
        texts = {one: metric.twin(names, method=one, guarded=False) for one in metric.methods}
    return "**Formula.**\n\n" + "\n".join(f"- {one}: `={text}`" for one, text in texts.items())


def main(target: Path | None = None) -> None:
    """Write the reference to a file, or to standard output where no file is named."""
    if target is None:
        sys.stdout.write(page())
    else:
        target.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
