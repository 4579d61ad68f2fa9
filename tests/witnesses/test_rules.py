"""The rule over formulas: every twin obeys it, and what it forbids is seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from witnesses.rules import anything, faults, numbers

from xlcost.catalogue import twins
from xlcost.catalogue.families import catalogue, find
from xlcost.catalogue.measures import Measure, Unit
from xlcost.catalogue.metric import HEADERS, Metric
from xlcost.catalogue.twins import is_array

pytestmark = pytest.mark.fast
AREAS = ("C{0}:C{1}", "C{0}:F{0}", "C{0}:E{1}", "C{0}")
# The formula that PAYBACK_PERIODS had, of which this part made it volatile.
OFFSET = "COLUMN(OFFSET({savings},0,0,1,ROWS({savings})))"
FORBIDDEN = {
    "=SUMPRODUCT(--(((C1:C3+0<0))>0))>0": "compared with a number",
    "=(A1+0>5)>0": "compared with a number",
    "=0<NOT(A1+0>5)": "compared with a number",
    "=AND(A1+0>5,B1+0>5)=1": "compared with a number",
    "=IF(A1+0>5,A1+0>6,FALSE)<>0": "compared with a number",
    "=IF(A1+0>5,A1+0)>=2": "compared with a number",
    "=A1>5": "compared with a number",
    "=IFERROR(A1+0>5,0)=0": "compared with a number",
    "=SUM(C1:C3)": "booleans of a range",
    "=MAX(A1,0)": "booleans of a range",
    "=SUMPRODUCT(C1:C3+0>5)": "booleans of a range",
    "=SUMPRODUCT(MMULT(D1:F3+0,C1:C3+0>2))": "booleans of a range",
    "=OR(C1:C3+0<0)": "OR makes one value",
    "=SUMPRODUCT(--AND(C1:C3+0>0,D1:D3+0>0))": "AND makes one value",
    "=SUMPRODUCT(MIN(C1:C3+0,5))": "MIN makes one value",
    "=SUMPRODUCT(MAX(C1:C3+0)*(D1:D3+0))": "MAX makes one value",
    "=MAX(C1:C3+0,0)": "MAX makes one value",
    "=SUMPRODUCT(IF(C1:C3+0>5,1,0))": "only in an array formula",
    "=C1:C3*2": "where one value is meant",
    "=ABS(C1:C3)": "where one value is meant",
    "=SUMPRODUCT(TRANSPOSE(C1:C3)*1)": "no array formula",
    "=SUM(A1:OFFSET(A1,0,3))": "OFFSET is volatile",
    "=SUMPRODUCT(ROW(OFFSET(C1:C3,0,0,2,1))+0)": "OFFSET is volatile",
    '=INDIRECT("A1")': "INDIRECT is volatile",
    "=NOW()": "NOW is volatile",
    "=TODAY()-A1": "TODAY is volatile",
    "=RAND()*2": "RAND is volatile",
    "=_xlfn.RANDARRAY(3)": "RANDARRAY is volatile",
    '=CELL("row",A1)': "CELL is volatile",
    "=SUMPRODUCT(A1:INDEX(A1:A9,3)+0)": "ends with a function",
    "=INDEX(A1:A9,1):A9": "cannot stand there",
    '=(A1+0>5)&" is it"': "a word of Excel's language",
    "=FLUX(A1)": "no function that this rule knows",
    "=1+": "ends too early",
}
ALLOWED = (
    "=SUMPRODUCT((C1:C3+0<0)+0)>0",
    "=SUMPRODUCT((C1:C3+0<0)+(C1:C3+0>1)+0)>0",
    "=SUMPRODUCT(--ISTEXT(C1:C3))>0",
    "=IF(OR(A1+0<0,A1+0>1),#NUM!,A1*2)",
    '=IF(OR(A1="",A1="cost"),1,2)',
    "=SUMPRODUCT(MAX((C1:C3+0>2)*(ROW(C1:C3)-MIN(ROW(C1:C3)))))",
    "=(A1+0>5)=(B1+0>5)",
    "=-A1^2%",
    "=SUMIFS(t[a],t[b],\">\"&'My sheet'!A1)",
)


def texts(metric: Metric, area: str, *, word: bool) -> dict[str, str]:
    """Return a cell or a range for every argument; the method's cell where it is wanted."""
    found = {}
    for number, argument in enumerate(metric.arguments):
        row = 10 * number + 1
        if argument is HEADERS or (argument.measure.unit is Unit.TEXT and not word):
            continue
        found[argument.name] = area.format(row, row + 2) if argument.is_range else f"A{row}"
    return found


def written(metric: Metric, *, guarded: bool) -> Iterator[str]:
    """Yield every form of a metric's twin: by method, nested, by column, over every shape."""
    for column in metric.columns or (None,):
        for method in (None, *(metric.methods if metric.method_argument else ())):
            for area in AREAS:
                yield metric.twin(
                    texts(metric, area, word=method is None),
                    method=method,
                    column=column,
                    guarded=guarded,
                    one_cell=":" not in area,
                )


def of_twins(metric: Metric, *, guarded: bool) -> list[str]:
    """Return what the rule says of a metric's twins: guarded ones stand where people type."""
    holds = anything if guarded else numbers
    found = []
    for text in written(metric, guarded=guarded):
        array = is_array(text) or metric.fills
        found += [f"{one}: {text}" for one in faults(f"={text}", holds, array=array)]
    return found


@pytest.mark.parametrize("guarded", [True, False])
def test_every_twin_obeys_the_rule(guarded: bool) -> None:
    """No twin relies on one spreadsheet's types, whatever a person types, and none is volatile."""
    with_twin = [metric for metric in catalogue() if metric.formula is not None]
    assert len(with_twin) > 60
    told = [one for metric in with_twin for one in of_twins(metric, guarded=guarded)]
    assert told == [], "write each twin otherwise, or teach tests/witnesses/rules.py its function"


@pytest.mark.parametrize(("formula", "told"), FORBIDDEN.items())
def test_what_is_forbidden_is_seen(formula: str, told: str) -> None:
    """Each kind of fault is told in a sentence."""
    assert told in " ".join(faults(formula))


@pytest.mark.parametrize("formula", ALLOWED)
def test_what_is_right_is_left_alone(formula: str) -> None:
    """A formula that means the same everywhere has no fault."""
    assert faults(formula) == []


def test_the_old_guard_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard that showed #NUM! in Excel is a fault of each twin of a range with one bound."""

    def old(measure: Measure, text: str) -> str:
        counted = "+".join(f"({bound})" for bound in twins._bounds(measure, text))
        return f"SUMPRODUCT(--(({counted})>0))>0" if counted else ""

    def faulty() -> set[str]:
        with_twin = (metric for metric in catalogue() if metric.formula)
        return {metric.name for metric in with_twin if of_twins(metric, guarded=True)}

    before = faulty()
    monkeypatch.setattr(twins, "_range_domain", old)
    assert faulty() - before == {
        "blended_cost_per_contact",
        "channel_cost_share",
        "mix_variance",
        "quantity_variance",
        "labour_cost_bridge",
        "flexible_staffing_savings",
        "yield_variance",
    }


def test_the_old_offset_is_seen() -> None:
    """An OFFSET put back into the twin of PAYBACK_PERIODS is told, wherever it stands."""
    text = find("payback_periods").twin({"investment": "A1", "savings": "C1:E3"})
    old = text.replace("TRANSPOSE(ROW(C1:E3))", OFFSET.format(savings="C1:E3"), 1)
    assert old != text
    assert faults(f"={old}", array=True) == ["OFFSET is volatile"]
