"""The catalogue, the public names, and that a metric is declared once."""

from __future__ import annotations

import subprocess
import sys

import pytest
from declarations import declare
from typer.testing import CliRunner

import xlcost
from xlcost.catalogue import reference
from xlcost.catalogue.families import FAMILY_ORDER, catalogue, families, find
from xlcost.catalogue.registry import scratch
from xlcost.console.cli import app
from xlcost.errors import UsageError

pytestmark = pytest.mark.fast


def test_families_in_reading_order() -> None:
    """Families come in the order of the catalogue page, each metric in its family."""
    known = [family for family in FAMILY_ORDER if family in families()]

    assert list(families()) == known
    places = [FAMILY_ORDER.index(one.family) for one in catalogue()]
    assert places == sorted(places)
    assert {"unit_cost", "opex", "variance", "forecast", "service", "workforce"} <= set(families())


def test_names_are_unique() -> None:
    """No two metrics, aliases included, share a name."""
    names = [name for one in catalogue() for name in one.excel_names]

    assert len(names) == len(set(names))


def test_every_metric_speaks_norwegian() -> None:
    """Every metric says in Norwegian what it is, and cites its source without a sentence."""
    assert [one.name for one in catalogue() if not one.definition("nb")] == []
    assert [one.name for one in catalogue() if not one.cited("nb")] == []
    assert find("cost_per_call").cited("nb") == 'LiveAgent, "Kostnad per kontakt"'
    assert find("erlang_b").cited("nb").startswith("A. K. Erlang, 1917; ")
    assert find("idle_licence_cost").cited("nb").endswith("FinOps Foundation")
    assert find("opex_variance").cited("nb").endswith("IBCS Standards 1.2")


def test_find() -> None:
    """A metric is found by its Python or Excel name or alias; a near miss gets a hint."""
    assert find("Cost_Per_Call") is find("COST_PER_CALL")
    assert find("COST_PER_INTERACTION") is find("cost_per_contact")
    with pytest.raises(UsageError, match="Did you mean 'cost_per_call'"):
        find("cost_per_cal")


def test_public_names() -> None:
    """Every formula is a public name of the package, the plain function itself, aliases too."""
    for metric in catalogue():
        for name in (metric.name, *metric.aliases):
            assert getattr(xlcost, name) is metric.function
            assert name in dir(xlcost)
    assert xlcost.cost_per_interaction(10, 4) == 2.5
    assert sorted(xlcost.__all__) == xlcost.__all__
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = xlcost.no_such_name


def test_nothing_heavy_is_imported() -> None:
    """The catalogue loads no dataframe, spreadsheet or database library, nor pydantic."""
    code = (
        "import sys, xlcost; from xlcost.catalogue.families import catalogue; catalogue();"
        "print([m for m in ('pandas','numpy','openpyxl','ibis','duckdb','pydantic','xlwings')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_declared_once_found_everywhere() -> None:
    """A throw-away metric needs no other edit to be in the catalogue, the docs and the counter."""
    with scratch():
        metric = declare()

        assert metric in catalogue()
        assert find("COST_PER_PARCEL") is metric
        assert "[COST_PER_PARCEL](#cost_per_parcel)" in reference.page()
        assert "### COST_PER_PARCEL" in reference.page()
        assert "COST_PER_PARCEL" in CliRunner().invoke(app, ["functions"]).output
    assert metric not in catalogue()
