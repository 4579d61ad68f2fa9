"""Everything that can be wrong about a declaration is refused at import, with one sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from declarations import DECORATOR, DOCSTRING, TWIN, declare

from xlcost.catalogue.names import built_in, refuse_bad_name
from xlcost.catalogue.registry import OMITTED, all_metrics, scratch
from xlcost.errors import DeclarationError, UsageError, WrongValue

pytestmark = pytest.mark.fast


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Forget what a test declares."""
    with scratch():
        yield


def test_the_good_one_is_accepted() -> None:
    """The declaration that the refusals vary is itself a good one."""
    metric = declare()

    assert metric.excel_name == "COST_PER_PARCEL"
    assert metric.family == "temporary"
    assert metric.function(6, 3) == 2
    assert metric.label("nb") == "Kostnad per pakke"
    assert metric.summary == "Cost of one parcel."
    assert metric.source == "A textbook."
    assert [one.help for one in metric.arguments] == ["Total cost, in money.", "Parcels, a count."]


def without(part: str) -> str:
    """Return the docstring without one of its parts."""
    start = DOCSTRING.index(f"    {part}:")
    end = DOCSTRING.find("\n\n", start)
    return DOCSTRING[:start] + (DOCSTRING[end + 2 :] if end > 0 else '    """')


LONG = "x" * 256


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"arguments": "total_costs: float, calls: float",
          "docstring": DOCSTRING.replace("total_cost:", "total_costs:")},
         "'total_costs' is not in the vocabulary. Did you mean 'total_cost'?"),
        ({"docstring": "pass"}, "a metric needs a docstring"),
        *[({"docstring": without(part)}, f"no part {part}")
          for part in ("Args", "Returns", "Raises", "Example", "Source")],
        ({"docstring": DOCSTRING.replace("    Only parcels count.\n\n", "")},
         "a summary and a paragraph on what counts"),
        ({"docstring": without("Source").replace("    Args:", "    Source:\n     S.\n    Args:")},
         "stand in another order"),
        ({"docstring": DOCSTRING.replace("    Source:", "    Notes:\n        N.\n\n    Source:")},
         "unknown part Notes"),
        ({"docstring": DOCSTRING.replace("        Money per parcel.\n", "")},
         "the part Returns of the docstring is empty"),
        ({"docstring": DOCSTRING.replace(">>> ", "")}, "it has no >>> line"),
        ({"docstring": DOCSTRING.replace("Cost of one parcel", LONG)},
         "the summary has 257 characters; Excel shows 255"),
        ({"docstring": DOCSTRING.replace("Parcels, a count.", LONG)},
         "the help of calls has 256 characters"),
        ({"docstring": DOCSTRING.replace("        calls: Parcels, a count.\n", "")},
         "the part Args names total_cost; the signature has total_cost, calls"),
        ({"formula": "{total_cost}/{contacts}"}, "differ in calls, contacts"),
        ({"formula": "{total_cost}/2"}, "differ in calls"),
        ({"formula": {"average": TWIN}}, "a twin by method needs one text argument"),
        ({"name": "v2"}, "looks like a cell"),
        ({"name": "fcr1"}, "looks like a cell"),
        ({"name": "r1c1"}, "looks like a cell"),
        ({"name": "rc"}, "looks like a cell"),
        ({"name": "r"}, "looks like a cell"),
        ({"name": "npv"}, "NPV is already a function of Excel or Calc"),
        ({"name": "xlookup"}, "XLOOKUP is already a function"),
        ({"name": "kostnad_på"}, "letters, digits and _ only"),
        ({"name": "cost_per_call"}, "declared already"),
        ({"decorator": DECORATOR.replace('nb="Kostnad per pakke", ', "")},
         "the label in 'nb' is missing"),
        ({"decorator": DECORATOR.replace('en="Cost per parcel"', 'en=" "')},
         "the label in 'en' is missing"),
        ({"decorator": DECORATOR + ', alias="cost_per_lead"'}, "cost_per_lead: a metric of this"),
        ({"decorator": DECORATOR + ', alias="aa1"'}, "looks like a cell"),
        ({"decorator": DECORATOR + ', shape="row"'}, "returns one named tuple"),
        ({"decorator": DECORATOR + ', stands_in={{"calls": "total_cost"}}'}, "stands_in names"),
    ],
)  # fmt: skip
def test_refusals(change: dict[str, Any], sentence: str) -> None:
    """A wrong declaration is refused with one sentence that says what is wrong."""
    from xlcost.catalogue.families import catalogue

    catalogue()
    before = all_metrics()
    with pytest.raises(DeclarationError) as raised:
        declare(**change)

    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)
    assert all_metrics() == before


@pytest.mark.parametrize(
    "name", ["A1", "V2", "FCR1", "XFD1048576", "R", "C", "RC", "R1", "C12", "R1C1", "RC2", "R2C"]
)
def test_names_that_are_cells(name: str) -> None:
    """No name in A1 or R1C1 notation is accepted."""
    with pytest.raises(DeclarationError, match="looks like a cell"):
        refuse_bad_name(name)


def test_built_in_functions() -> None:
    """The data file knows the functions of old Excel, Microsoft 365 and LibreOffice Calc."""
    assert {"SUM", "NPV", "IRR", "XLOOKUP", "LAMBDA", "GROUPBY", "EASTERSUNDAY"} <= built_in()
    assert len(built_in()) > 550


def test_docstrings_must_not_be_stripped() -> None:
    """Python -OO strips docstrings; the refusal says so instead of complaining of their absence."""
    done = subprocess.run(
        [sys.executable, "-OO", "-c", "import xlcost.catalogue.metrics.unit_cost"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "Start it without -OO" in done.stderr.splitlines()[-1]


def test_row_columns_are_the_named_tuple() -> None:
    """The twins of a row are keyed by the columns of its named tuple."""
    extra = "class Pair(NamedTuple):\n    one: float\n    two: float\n"
    row = {"returns": "Pair", "extra": extra, "decorator": DECORATOR + ', shape="row"'}
    with pytest.raises(DeclarationError, match="the columns one, two"):
        declare(formula={"one": TWIN, "three": TWIN}, **row)

    metric = declare(formula={"one": TWIN, "two": TWIN}, body="Pair(1.0, 2.0)", **row)

    assert metric.arguments[-1].name == "headers"
    assert metric.from_cells(6, 3) == ((1.0, 2.0),)
    assert metric.from_cells(6, 3, True) == (("one", "two"), (1.0, 2.0))


def test_twin_text() -> None:
    """A twin parenthesises what is more than a reference, and guards what the unit forbids."""
    metric = declare()

    assert metric.twin({"total_cost": "B4", "calls": "C4"}, guarded=False) == "B4/C4"
    assert (
        metric.twin({"total_cost": "B4-B5", "calls": "Data!$C$4"})
        == "IF(Data!$C$4+0<0,#NUM!,(B4-B5)/Data!$C$4)"
    )
    assert metric.twin({"total_cost": "-3", "calls": "12.5"}, guarded=False) == "(-3)/12.5"
    assert metric.twin({"total_cost": "Ledger[amount]", "calls": "n_calls"}, guarded=False) == (
        "Ledger[amount]/n_calls"
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"total_cost": "A1"}, "needs the argument 'calls'"),
        ({"total_cost": "A1", "cals": "B1"}, "no argument 'cals'. Did you mean 'calls'?"),
    ],
)
def test_twin_refuses_wrong_fields(fields: dict[str, str], sentence: str) -> None:
    """A missing or unknown field of a twin is a wrong call."""
    with pytest.raises(UsageError) as raised:
        declare().twin(fields)
    assert sentence in str(raised.value)


def test_methods_have_their_own_twins() -> None:
    """A named method writes its branch only; the text argument's field writes all of them."""
    from xlcost.catalogue.families import find

    metric = find("ATTRITION_RATE")
    fields = {"leavers": "A1", "headcount_open": "B1"}

    assert metric.twin(fields, method="opening", guarded=False) == "A1/B1"
    assert metric.twin(fields, guarded=False) == "A1/((B1+B1)/2)"
    nested = metric.twin({**fields, "method": "D1"}, guarded=False)
    assert nested == 'IF(OR(D1="",D1="average"),A1/((B1+B1)/2),IF(D1="opening",A1/B1,#VALUE!))'
    assert [one.name for one in metric.used("opening")] == ["leavers", "headcount_open", "method"]
    with pytest.raises(UsageError, match="Did you mean 'opening'"):
        metric.twin(fields, method="openin")


def test_a_method_without_its_arguments_is_an_error() -> None:
    """Where the method needs an argument that is not given, the twin is #VALUE!, as Python is."""
    from xlcost.catalogue.families import find

    metric = find("FULL_YEAR_FORECAST")
    fields = {"actual_ytd": "A1", "periods_elapsed": "B1"}

    assert metric.twin(fields, method="seasonal") == "#VALUE!"
    with pytest.raises(WrongValue, match="needs prior_year"):
        metric.from_cells(1, 2, "seasonal")


@pytest.mark.parametrize(
    ("name", "fields", "texts"),
    [
        ("COST_PER_CALL", {"total_cost": "A1", "calls": "B1"}, ("B1",)),
        ("COST_PER_CALL", {"total_cost": "A1", "calls": "B1+C1"}, ("(B1+C1)",)),
        ("OPEX_VARIANCE_PCT", {"actual": "A1", "budget": "B1"}, ("ABS(B1)",)),
        ("COST_PER_MINUTE", {"total_cost": "A1", "handle_seconds": "B1"}, ("(B1/60)",)),
        (
            "BLENDED_COST_PER_CONTACT",
            {"costs": "A1:A3", "contact_counts": "B1:B3"},
            ("SUM(B1:B3)",),
        ),
        ("OPEX_VARIANCE", {"actual": "A1", "budget": "B1"}, ()),
        (
            "SERVICE_LEVEL",
            {"answered_in_threshold": "A1", "handled": "B1", "abandoned": "C1"},
            ("(B1+C1)",),
        ),
        (
            "UNIT_COST_BRIDGE",
            {"cost_before": "A1", "volume_before": "B1", "cost_after": "C1", "volume_after": "D1"},
            ("D1", "B1"),
        ),
    ],
)  # fmt: skip
def test_denominators(name: str, fields: dict[str, str], texts: tuple[str, ...]) -> None:
    """What a twin divides by is known, without constants, so that a report can write n/a."""
    from xlcost.catalogue.families import find

    assert find(name).denominators(fields) == texts


def test_what_a_method_does_not_use_is_not_read() -> None:
    """An argument that the method does not use may hold an error or a number outside its domain."""
    from xlcost.catalogue.families import find

    metric = find("FULL_YEAR_FORECAST")

    assert metric.from_cells(100, "#REF!", "Seasonal", -5, "x", None, 240, 120) == 200
    assert find("ATTRITION_RATE").from_cells(5, 100, "#N/A", "opening") == 0.05


def test_blank_and_omitted_differ() -> None:
    """A blank cell given for a number is 0; only an omitted one takes the default."""
    from xlcost.catalogue.families import find

    metric = find("RUN_RATE")

    assert metric.from_cells(100, 5, None) == 0
    assert metric.from_cells(100, 5, OMITTED) == metric.from_cells(100, 5) == 240
    assert find("ATTRITION_RATE").from_cells(5, 100, OMITTED, None) == 0.05
    with pytest.raises(WrongValue, match="needs the argument 'periods_elapsed'"):
        metric.from_cells(100)
