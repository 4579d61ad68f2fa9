"""The tables of a pack for other tools: its facts, its figures, its controls and its findings.

Column names are English in every language, codes and names are those of the data. docs/outputs.md
lists every column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.facts import ACTIVITY_KEYS, ACTUAL, WORKFORCE_KEYS, Facts
from xlcost.dataset.findings import Findings
from xlcost.report.model.evaluation import Address, cells
from xlcost.report.model.expressions import (
    NOT_AVAILABLE,
    Call,
    ErrorValue,
    Expression,
    Literal,
    Plus,
    Ref,
    Times,
    Translated,
    Value,
    Verdict,
    is_number,
)
from xlcost.report.model.spec import Cell, Grid, Report
from xlcost.report.model.tables import present_measures

CONTROLS = "checks"
# Sheets that have no figures of their own: what they say stands in tables of their own.
WITHOUT_FIGURES = ("checks", "findings", "about", "postings")
OPEX = (
    "version", "period", "entity", "account", "account_name", "kind", "category", "line",
    "cost_centre", "cost_centre_name", "site", "manager", "amount",
)  # fmt: skip

Tables = dict[str, pd.DataFrame]


def tables(
    dataset: Dataset, report: Report, values: Mapping[Address, Value], findings: Findings
) -> Tables:
    """Return every table of a pack by name; one without a row is left out."""
    facts = dataset.facts
    figures = _figures(report, values)
    frames = {
        "pack": _pack(dataset, report),
        "opex": _opex(facts),
        "activity": _counts(facts, "activity", ACTIVITY_KEYS),
        "workforce": _counts(facts, "workforce", WORKFORCE_KEYS),
        "adjustments": facts.adjustments,
        "currency_effects": facts.currency_effects,
        "intervals": facts.intervals,
        "key_figures": figures[figures["name"] != ""].reset_index(drop=True),
        "figures": figures.drop(columns=["name"]),
        "controls": _controls(report, values),
        "findings": _findings(findings, report.language),
        "sources": _sources(facts),
    }
    return {name: frame for name, frame in frames.items() if len(frame)}


def _pack(dataset: Dataset, report: Report) -> pd.DataFrame:
    """Return one row on the pack itself."""
    row = {
        "entity": report.entity,
        "dimension": dataset.scope.dimension,
        "part": dataset.scope.code,
        "period": dataset.period.key,
        "period_label": report.period_label,
        "currency": report.currency,
        "language": report.language,
        "status": dataset.settings.report.status,
        "created": report.created,
        "version": report.version,
        "alert": report.alert,
    }
    return pd.DataFrame([row])


def _opex(facts: Facts) -> pd.DataFrame:
    """Return ledger and budget under each other, with the names of their codes."""
    both = [facts.ledger.assign(version=ACTUAL), facts.budget]
    amounts = pd.concat([frame for frame in both if len(frame)] or both, ignore_index=True)
    accounts = facts.accounts[["account", "name", "kind", "category", "line"]]
    centres = facts.cost_centres[["cost_centre", "name", "site", "manager"]]
    named = amounts.merge(
        accounts.rename(columns={"name": "account_name"}), on="account", how="left"
    ).merge(centres.rename(columns={"name": "cost_centre_name"}), on="cost_centre", how="left")
    return named[list(OPEX)]


def _counts(facts: Facts, name: str, keys: tuple[str, ...]) -> pd.DataFrame:
    """Return counts with the measures that files really have: an absent one is no zero."""
    frame: pd.DataFrame = getattr(facts, name)
    return frame[[*keys, *present_measures(facts, name)]]


def _figures(report: Report, values: Mapping[Address, Value]) -> pd.DataFrame:
    """Return every figure of the report with its value, its unit, its metric and its method."""
    known = dict(cells(report))
    rows = []
    for sheet in report.sheets:
        grids = [block for block in sheet.blocks if isinstance(block, Grid)]
        for grid in grids if sheet.key not in WITHOUT_FIGURES else ():
            for figure in _figures_of(grid, values, report.not_available):
                metric, method = _made_by(known[grid.id, figure["row"], figure["column"]], known)
                rows.append({"sheet": sheet.key, **figure, "metric": metric, "method": method})
    return pd.DataFrame(rows)


def _figures_of(
    grid: Grid, values: Mapping[Address, Value], not_available: str
) -> Iterator[dict[str, Any]]:
    """Yield every figure of one grid."""
    titles = {column.key: column for column in grid.columns}
    for row in grid.rows:
        label = values.get((grid.id, row.key, grid.columns[0].key))
        for key, cell in row.cells.items():
            value = values[grid.id, row.key, key]
            if key in titles and _is_figure(cell, value):
                yield {
                    "grid": grid.id,
                    "row": row.key,
                    "column": key,
                    "name": cell.name.removeprefix("key_"),
                    "row_label": label if isinstance(label, str) else "",
                    "column_label": titles[key].title,
                    "band": titles[key].band,
                    **_value(value, not_available),
                    "unit": cell.format,
                }


def _is_figure(cell: Cell, value: Value) -> bool:
    """Tell whether a cell is a figure, and no label."""
    return (
        is_number(value)
        or value is NOT_AVAILABLE
        or isinstance(value, ErrorValue)
        or (isinstance(value, str) and not isinstance(cell.expression, Literal))
    )


def _value(value: Value, not_available: str) -> dict[str, Any]:
    """Return a value as a number, or the word or error that stands in its place."""
    if is_number(value):
        return {"value": float(value), "text": ""}
    if value is NOT_AVAILABLE:
        return {"value": None, "text": not_available}
    text = value.code if isinstance(value, ErrorValue) else str(value)
    return {"value": None, "text": text}


def _made_by(cell: Cell, known: Mapping[Address, Cell]) -> tuple[str, str]:
    """Return the metric and the method that a figure comes of, through references and signs."""
    expression: Expression = cell.expression
    for _ in range(16):
        match expression:
            case Call(metric=metric, method=method):
                return metric, method or ""
            case Ref(grid=grid, row=row, column=column) if (grid, row, column) in known:
                expression = known[grid, row, column].expression
            case Translated(item=item):
                expression = item
            case Times(left=Literal(), right=item):
                expression = item
            case Plus(items=((_, item),)):
                expression = item
            case _:
                break
    return "", ""


def _controls(report: Report, values: Mapping[Address, Value]) -> pd.DataFrame:
    """Return every control of the sheet Checks with both its sides and whether it passed."""
    return pd.DataFrame(list(controls(report, values)))


def controls(report: Report, values: Mapping[Address, Value]) -> Iterator[dict[str, Any]]:
    """Yield every control of a report."""
    for grid in (block for sheet in report.sheets for block in sheet.blocks):
        if not isinstance(grid, Grid) or grid.id != CONTROLS:
            continue
        for row in grid.rows:
            verdict = row.cells["verdict"].expression
            given = {name: values[grid.id, row.key, name] for name in row.cells}
            numbers = ("this", "other", "difference", "tolerance")
            yield {
                "key": row.key,
                "label": str(given["label"]),
                **{name: _value(given[name], report.not_available)["value"] for name in numbers},
                "passed": isinstance(verdict, Verdict) and given["verdict"] == verdict.passed,
            }


def _findings(findings: Findings, language: str) -> pd.DataFrame:
    table = pd.DataFrame(
        [
            {
                "severity": finding.severity.value,
                "code": finding.code.value,
                "file": finding.where.file,
                "sheet": finding.where.sheet,
                "row": finding.where.row,
                "column": finding.where.column,
                "message": finding.message(language),
                "rows": finding.rows,
                "left_out": finding.left_out,
                "amount": float(finding.amount) if finding.amount else float("nan"),
            }
            for finding in findings
        ]
    )
    # A row has a whole number, also where another finding has none.
    return table.astype({"row": "Int64"}) if len(table) else table


def _sources(facts: Facts) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "input": source.input,
                "file": source.file,
                "sheet": source.sheet,
                "size": source.size,
                "sha256": source.sha256,
                "rows_read": source.rows_read,
                "rows_used": source.rows_used,
                "rows_left_out": source.rows_left_out,
                "total": float("nan") if source.total is None else float(source.total),
            }
            for source in facts.sources
        ]
    )
