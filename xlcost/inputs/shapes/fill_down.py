"""Fill down: a value that is written once, or in a merged cell, holds for the cells below it."""

from __future__ import annotations

from xlcost.inputs.shapes.step import Column, Shaped, Step, filled


def _change(table: Shaped) -> Shaped:
    places = [table.raw.place_of(heading) for heading in table.said.fill_down]
    return table.with_columns({p: filled(table.column(p)) for p in places if p is not None})


FILL_DOWN = Step("fill_down", lambda table: bool(table.said.fill_down), _change)


def _spans(table: Shaped) -> list[tuple[int, int, int, int]]:
    """Return the merged cells of more than one row."""
    return [span for span in table.raw.merged if span[2] > span[0]]


def _fill_merged(table: Shaped) -> Shaped:
    """Let merged cells hold for all their rows, but for numbers: those would be added up twice."""
    numbers, measures = table.rows, table.measures()
    changed: dict[int, Column] = {}
    for top, left, bottom, right in _spans(table):
        for place in range(left, min(right, len(table.raw.header) - 1) + 1):
            if place in measures:
                continue
            cells = changed.setdefault(place, table.column(place))
            inside = [i for i, number in enumerate(numbers) if top <= number <= bottom]
            first = next((cells[i] for i in inside if cells[i]), None)
            for i in inside:
                cells[i] = cells[i] or first
    return table.with_columns(changed)


MERGED = Step("merged", lambda table: bool(_spans(table)), _fill_merged)
