"""Sheets are one list of contracts: declared once, documented, and controlled by two ways."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError, fields, is_dataclass
from pathlib import Path

import hand_made
import pandas as pd
import pytest
import whole_folder
from hand_made import company

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.inputs.loading import load
from xlcost.locales.words import LANGUAGES, words
from xlcost.report import build as building
from xlcost.report.build import build, context
from xlcost.report.model import cells, sums
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context, equal
from xlcost.report.model.contract import FIRST, Built, SheetContract
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Expression, Literal, Plus, Ref, Total
from xlcost.report.model.spec import Cell, Column, Grid, Report, Row, Sheet
from xlcost.report.model.sums import VIEWS, Slot
from xlcost.report.sheets import CLOSING, SHEETS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "report.md"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return a company with every input there is."""
    return load(whole_folder.write(tmp_path_factory.mktemp("whole")))


def _built(dataset: Dataset | hand_made.HandMade) -> Report:
    return build(dataset, language="en", created="2026-11-05T08:00:00Z", version="0")  # type: ignore[arg-type]  # a made company is read as a dataset


def test_each_sheet_is_declared_once_and_named_in_both_languages() -> None:
    """Keys are unique, and each has a title in every language."""
    keys = [one.key for one in (*SHEETS, *CLOSING)]
    assert len(set(keys)) == len(keys)
    for language in LANGUAGES:
        assert set(keys) <= set(words(language).section("report.sheets"))


def test_each_sheet_has_its_place_on_the_page(whole: Dataset) -> None:
    """docs/report.md has a section for every sheet, in the order of the workbook."""
    titles = words("en").section("report.sheets")
    keys = {one.key for one in (*SHEETS, *CLOSING)}
    heads = [line[3:] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("## ")]
    documented = [head for head in heads if head in {titles[key] for key in keys}]
    assert set(documented) == {titles[key] for key in keys}
    shown = [sheet.title for sheet in _built(whole).sheets]
    assert [head for head in documented if head in shown] == shown
    assert _built(whole).sheets[0].key == FIRST


def same_sides(report: Report, checks: tuple[Check, ...]) -> list[str]:
    """Return the controls that cannot fail: both sides lead to one expression."""
    at = {
        Ref(grid.id, row.key, column): cell.expression
        for sheet in report.sheets
        for grid in sheet.blocks
        if isinstance(grid, Grid)
        for row in grid.rows
        for column, cell in row.cells.items()
    }

    def ends(expression: Expression) -> list[Expression]:
        met = [expression]
        while True:
            last = met[-1]
            if isinstance(last, Ref):
                following = at[last]
            elif isinstance(last, Total) and len(last.items) == 1:
                following = last.items[0]
            elif isinstance(last, Plus) and len(last.items) == 1 and last.items[0][0] == 1:
                following = last.items[0][1]
            else:
                return met
            if isinstance(following, Literal):  # a number was found by a way of its own
                return met
            met.append(following)

    return [
        check.key
        for check in checks
        if not isinstance(check.this, Literal) or not isinstance(check.other, Literal)
        if any(side in ends(check.other) for side in ends(check.this))
    ]


def _checks(dataset: Dataset | hand_made.HandMade) -> tuple[Check, ...]:
    ctx = context(dataset, "en")  # type: ignore[arg-type]  # a made company is read as a dataset
    there = [one for one in SHEETS if not one.lacking(ctx)]
    return tuple(check for one in there for check in one.build(ctx).checks)


def test_a_control_has_two_sides(whole: Dataset) -> None:
    """No control of any sheet compares an expression with itself, however it is reached."""
    for dataset in (whole, company()):
        checks = _checks(dataset)
        assert len(checks) > 20
        assert same_sides(_built(dataset), checks) == []
    total, other = Ref("opex", "total", "month_ac"), Ref("bridge_bu", "end", "month_amount")
    beside = Plus(((1, total),))
    empty = (Check("a", "", total, beside), Check("b", "", total, other))
    assert same_sides(_built(company()), empty) == ["a", "b"]


def test_nothing_of_a_report_changes_while_it_is_made() -> None:
    """A report's context is frozen: no attribute can be set, no collection of it can be changed."""
    ctx = context(company(), "en")  # type: ignore[arg-type]  # a made company is read as a dataset
    with pytest.raises(FrozenInstanceError):
        ctx.lines = ()  # type: ignore[misc]
    held = {field.name: getattr(ctx, field.name) for field in fields(ctx)}
    mutable = (list, dict, set)
    assert [name for name, value in held.items() if isinstance(value, mutable)] == []
    with pytest.raises(TypeError):
        ctx.channels["more"] = 1  # type: ignore[index]
    before = pickle.dumps(list(_frames(ctx)))
    for contract in SHEETS:
        if not contract.lacking(ctx):
            contract.build(ctx)
    assert pickle.dumps(list(_frames(ctx))) == before


def _frames(ctx: Context) -> Iterator[object]:
    yield ctx.accounts
    for held in (ctx.frames, ctx.data.facts):
        assert is_dataclass(held)
        values = [getattr(held, field.name) for field in fields(held)]
        yield [one for one in values if isinstance(one, pd.DataFrame)]


def test_sheets_are_made_in_any_order(whole: Dataset) -> None:
    """A sheet gives the same whichever sheets were made before it: none leaves anything behind."""
    first, last = context(whole, "en"), context(whole, "en")
    made = {one.key: one.build(first) for one in SHEETS}
    other = {one.key: one.build(last) for one in reversed(SHEETS)}
    assert made == other


def _lean(ctx: Context) -> Built:
    where = (equal("version_no", 1), *ctx.spans[ctx.main].where)
    slot = Slot(VIEWS, "extra", "Extra", "", where, 99)
    fte = sums.workforce("fte", slot)
    row = Row("one", {"label": cells.words("FTE"), "value": Cell(fte, "fte")})
    columns = (Column("label", "What"), Column("value", "Value"))
    helper = Grid("extra_helper", columns, (row,), title="Beside it")
    grid = Grid("extra", columns, (row,))
    return Built(
        Sheet("extra", "Extra", (grid,)),
        helpers=(helper,),
        checks=(Check("extra", "Extra control", Ref("extra", "one", "value"), Literal(1.0)),),
        omissions=("Extra is not all there.",),
    )


def _noticed(ctx: Context) -> list[Finding]:
    del ctx
    return [Finding(Severity.NOTE, Code.UNKNOWN_WORD, Where("extra.csv"), "this", "that")]


def _grids(report: Report) -> Mapping[str, tuple[str, Grid]]:
    return {
        block.id: (sheet.key, block)
        for sheet in report.sheets
        for block in sheet.blocks
        if isinstance(block, Grid)
    }


@pytest.mark.parametrize("reason", ["", "Extra has no input."])
def test_one_declaration_is_a_sheet(monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    """A throw-away contract alone brings sheet, helper, sums, control, omission and finding.

    Where it lacks something, its reason stands on About and nothing else of it is anywhere but
    what was noticed.
    """
    extra = SheetContract("extra", _lean, lambda _: [reason] if reason else [], _noticed)
    monkeypatch.setattr(building, "SHEETS", (*SHEETS, extra))
    report = _built(company())
    grids = _grids(report)
    about = next(sheet for sheet in report.sheets if sheet.key == "about")
    said = {block.text for block in about.blocks if hasattr(block, "text")}
    assert report.findings[-1].where.file == "extra.csv"
    assert "extra.csv" in str(grids["findings"][1].rows)
    evaluate(report)
    keys = [sheet.key for sheet in report.sheets]
    if reason:
        assert reason in said
        assert "extra" not in keys
        return
    assert keys[-5:] == ["extra", "checks", "findings", "data", "about"]
    assert grids["extra_helper"][0] == "data"
    assert "extra" in [row.key for row in grids["checks"][1].rows]
    assert "extra" in [column.key for column in grids[VIEWS][1].columns]
    assert "Extra is not all there." in said
