"""Quotients, ranks and picks are live formulas that LibreOffice calculates as the report does."""

from __future__ import annotations

from pathlib import Path

from tests.libreoffice import differences
from tests.workbook.example import example
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import (
    NOT_AVAILABLE,
    Answered,
    Call,
    ErrorValue,
    Expression,
    Literal,
    Over,
    Picked,
    Plus,
    Rank,
    Ref,
    Total,
)
from xlcost.report.model.spec import Cell, Column, Grid, Row
from xlcost.workbook.render import write_workbook

NUMBERS = (5.0, -2.0, 5.0, None, 80.25)
NAMES = ("five", "minus", "five again", "nothing", "most")


def grid() -> Grid:
    """Return numbers with their ranks, what is picked by rank, and quotients of them."""
    refs = tuple(Ref("plan", f"r{n}", "number") for n in range(len(NUMBERS)))
    ranks = tuple(Ref("plan", ref.row, "rank") for ref in refs)
    names = tuple(Ref("plan", ref.row, "name") for ref in refs)
    rows = []
    for place, (ref, number, name) in enumerate(zip(refs, NUMBERS, NAMES, strict=True), start=1):
        saving: dict[str, Expression] = {"investment": Literal(10.0), "savings": ref}
        cells: dict[str, Expression] = {
            "number": Literal(number),
            "name": Literal(name),
            "rank": Rank(ref, refs),
            "picked": Picked(names, ranks, Literal(place)),
            "none": Picked(refs, ranks, Literal(place + len(NUMBERS))),
            "over": Over(Literal(10.0), ref),
            "after": Plus(((1, Ref("plan", ref.row, "over")), (1, Literal(1.0)))),
            "of_error": Over(Ref("plan", ref.row, "none"), ref),
            "summed": Total((Ref("plan", ref.row, "over"),)),
            "payback": Answered(Call("payback_periods", saving), "never"),
            "asked": Answered(Call("payback_periods", saving), "never", ref),
            "of_none": Answered(Literal(1.0), "never", Ref("plan", ref.row, "none")),
            "of_over": Answered(Literal(1.0), "never", Ref("plan", ref.row, "over")),
        }
        rows.append(Row(ref.row, {key: Cell(item) for key, item in cells.items()}))
    return Grid("plan", tuple(Column(key, key) for key in rows[0].cells), tuple(rows))


def test_kinds_of_a_plan(tmp_path: Path) -> None:
    """Each says what it means, with equals, blanks, zeros and errors, in LibreOffice too."""
    report = example((grid(),))
    found = evaluate(report)
    path = tmp_path / "kinds.xlsx"
    write_workbook(report, found, path)

    def column(key: str) -> list[object]:
        return [found["plan", f"r{n}", key] for n in range(len(NUMBERS))]

    assert column("rank") == [2, 5, 3, 4, 1]
    assert column("picked") == ["most", "five", "five again", "nothing", "minus"]
    assert column("over")[:4] == [2.0, -5.0, 2.0, NOT_AVAILABLE]
    assert column("after")[:4] == [3.0, -4.0, 3.0, NOT_AVAILABLE]
    assert column("payback")[:4] == [2.0, "never", 2.0, "never"]
    assert column("asked")[:4] == [2.0, "never", 2.0, NOT_AVAILABLE]
    assert set(column("of_none")) == {ErrorValue("#N/A")}
    assert column("of_over")[:4] == [1.0, 1.0, 1.0, NOT_AVAILABLE]
    assert differences(path) == []
