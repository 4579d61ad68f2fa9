"""The value of a figure follows the rules that its formula follows."""

from __future__ import annotations

import pytest

from xlcost.errors import UsageError
from xlcost.report.model.evaluation import evaluate, rounded
from xlcost.report.model.expressions import (
    NOT_AVAILABLE,
    Call,
    CellRange,
    Criterion,
    ErrorValue,
    Expression,
    Extreme,
    Literal,
    Lookup,
    Occurrences,
    Plus,
    Ref,
    Rounded,
    Times,
    Total,
    Translated,
    Value,
    Verdict,
)
from xlcost.report.model.spec import Cell, Column, DataTable, Grid, Report, Row, Sheet

pytestmark = pytest.mark.fast

TABLE = DataTable(
    name="opex_lines",
    columns=("line_no", "period", "amount"),
    rows=((1, 202609, 100.0), (1, 202610, 40.5), (2, 202610, 7.25), (1, 202610, None)),
    formats=("count", "period", "money"),
)


def values(**expressions: Expression) -> dict[str, Value]:
    """Evaluate some expressions as the cells of one row."""
    row = Row("r", {key: Cell(expression) for key, expression in expressions.items()})
    grid = Grid("g", tuple(Column(key, key) for key in expressions), (row,))
    report = Report(
        sheets=(Sheet("s", "S", (TABLE, grid)),),
        language="en",
        title="",
        entity="",
        period_label="",
        file_stem="x",
        currency="NOK",
        not_available="n/a",
        created="2026-01-01T00:00:00Z",
        version="0",
    )
    return {address[2]: value for address, value in evaluate(report).items()}


def ref(column: str) -> Ref:
    """Point at another cell of the same row."""
    return Ref("g", "r", column)


def test_lookup_sums_the_rows_that_meet_every_criterion() -> None:
    """A lookup adds up a measure by numeric criteria; a blank measure counts as 0."""
    found = values(
        month=Lookup(
            "opex_lines",
            "amount",
            (Criterion("line_no", "=", Literal(1)), Criterion("period", "=", Literal(202610))),
        ),
        to_date=Lookup("opex_lines", "amount", (Criterion("period", "<=", Literal(202610)),)),
    )

    assert found == {"month": 40.5, "to_date": 147.75}


def test_call_without_a_denominator_is_not_available() -> None:
    """Nothing to divide by gives n/a, which passes through every operation but a total."""
    call = Call("cost_per_call", {"total_cost": Literal(5.0), "calls": Literal(0)})
    found = values(
        a=call,
        plus=Plus(((1, ref("a")), (1, Literal(1)))),
        times=Times(ref("a"), Literal(2)),
        rounded=Rounded(ref("a")),
        largest=Extreme("MAX", (ref("a"), Literal(3))),
        again=Call("opex_variance", {"actual": ref("a"), "budget": Literal(1)}),
        total=Total((ref("a"), ref("b"))),
        b=Literal(2.5),
    )

    assert found.pop("total") == 2.5
    assert found.pop("b") == 2.5
    assert set(found.values()) == {NOT_AVAILABLE}


def test_errors_pass_what_is_not_available() -> None:
    """A figure outside its domain is an error, and stays one through everything that uses it."""
    found = values(
        bad=Call("cost_per_call", {"total_cost": Literal(5.0), "calls": Literal(-1)}),
        none=Call("cost_per_call", {"total_cost": Literal(5.0), "calls": Literal(0)}),
        both=Plus(((1, ref("none")), (1, ref("bad")))),
        total=Total((ref("bad"), ref("none"))),
        verdict=Verdict(ref("bad"), 0.01, "pass", "fail"),
    )

    assert found["both"] == found["bad"] == found["total"] == ErrorValue("#NUM!")
    assert found["verdict"] == "fail"


def test_words_flags_and_verdicts() -> None:
    """Letters are translated, flags become marks, verdicts and their count follow the tolerance."""
    found = values(
        status=Translated(
            Call("variance_status", {"actual": Literal(1), "budget": Literal(2)}, method="cost"),
            {"F": "G"},
        ),
        flag=Translated(Literal(value=True), {True: "x", False: ""}),
        close=Verdict(Literal(0.004), 0.005, "pass", "fail"),
        far=Verdict(Literal(-0.006), 0.005, "pass", "fail"),
        failed=Occurrences((ref("close"), ref("far")), "fail"),
    )

    assert found == {"status": "G", "flag": "x", "close": "pass", "far": "fail", "failed": 1}


def test_a_tiny_difference_is_zero() -> None:
    """0.1 + 0.2 - 0.3 is 0, as spreadsheets have it."""
    found = values(x=Plus(((1, Literal(0.1)), (1, Literal(0.2)), (-1, Literal(0.3)))))

    assert found["x"] == 0.0


@pytest.mark.parametrize(
    ("value", "digits", "expected"), [(2.675, 2, 2.68), (-0.125, 2, -0.13), (1e15, 2, 1e15)]
)
def test_rounding_is_away_from_zero(value: float, digits: int, expected: float) -> None:
    """Rounding follows Excel's ROUND, on the decimal text of the number."""
    assert rounded(value, digits) == expected


def test_a_figure_that_refers_to_itself_is_refused() -> None:
    """A circle of references is wrong use, said in one sentence."""
    with pytest.raises(UsageError, match="refers to itself"):
        values(a=ref("b"), b=ref("a"))


def test_a_reference_to_nothing_is_refused() -> None:
    """A reference to a cell that is not in the report is wrong use."""
    with pytest.raises(UsageError, match="not in the report"):
        values(a=ref("z"))


def down(column: str, *expressions: Expression) -> dict[str, Value]:
    """Evaluate cells below each other, and the sum of them by a metric that takes a range."""
    rows = [Row(f"r{n}", {column: Cell(item)}) for n, item in enumerate(expressions)]
    refs = tuple(Ref("g", row.key, column) for row in rows)
    total = Call("total_opex", {"amounts": CellRange(refs)})
    rows.append(Row("total", {column: Cell(total)}))
    grid = Grid("g", (Column(column, column),), tuple(rows))
    report = Report(
        (Sheet("s", "S", (grid,)),),
        "en",
        "",
        "",
        "",
        "x",
        "NOK",
        "n/a",
        "2026-01-01T00:00:00Z",
        "0",
    )
    return {address[1]: value for address, value in evaluate(report).items()}


def test_range_is_what_a_metric_takes_whole() -> None:
    """A metric reads the cells of a range at once: a blank is 0, n/a and errors pass on."""
    missing = Call("cost_per_call", {"total_cost": Literal(5.0), "calls": Literal(0)})
    outside = Call("cost_per_call", {"total_cost": Literal(5.0), "calls": Literal(-1)})

    assert down("a", Literal(2.5), Literal(None), Literal(4))["total"] == 6.5
    assert down("a", Literal(2.5), missing)["total"] is NOT_AVAILABLE
    assert down("a", missing, outside)["total"] == ErrorValue("#NUM!")


def test_range_is_no_figure() -> None:
    """A range that stands in a cell by itself is a fault of the report, not a number."""
    with pytest.raises(TypeError, match="Range"):
        values(a=CellRange((ref("b"),)), b=Literal(1))
