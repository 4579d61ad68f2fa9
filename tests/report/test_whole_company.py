"""A whole company's pack: its title, its open question, and the key that answers it."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.incognito import incognito
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load
from xlcost.report.build import build
from xlcost.report.checks import failed
from xlcost.report.model.evaluation import Address, evaluate
from xlcost.report.model.expressions import Value
from xlcost.report.model.spec import Report

LEDGER = """date,account,account_name,cost_centre,amount
2026-10-01,1920,Bankinnskudd,,-5000
2026-10-01,5000,Lønn til ansatte,300,4000
2026-10-01,6300,Leie lokale,100,1000
"""
ACTIVITY = "date,channel,offered,handled,talk_seconds\n2026-10-05,phone,110,100,20000\n"


def _loaded(folder: Path, **settings: object) -> Dataset:
    (folder / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    (folder / "activity.csv").write_text(ACTIVITY, encoding="utf-8")
    return load(folder, parse_settings(settings))


def _built(dataset: Dataset, language: str = "en") -> tuple[Report, dict[Address, Value]]:
    report = build(dataset, language=language, created="2026-11-02T08:00:00Z", version="1")
    values = dict(evaluate(report))
    assert not failed(report, values)
    return report, values


@pytest.mark.parametrize(
    ("language", "title", "missing"),
    [("en", "whole company", "n/a"), ("nb", "hele selskapet", "i/t")],
)
def test_unit_costs_are_not_available(
    language: str, title: str, missing: str, tmp_path: Path
) -> None:
    """The title says whose costs these are, and no cost is divided by contacts."""
    dataset = _loaded(tmp_path)
    for one in (dataset, incognito(dataset)):
        report, values = _built(one, language)
        assert title in report.title
        assert values["key_figures", "unit_cost_call", "ac"] == missing
        assert values["unit_cost", "contact", "month_ac"] == missing
        assert not [key for key in values if key[0] == "unit_inputs"]


def test_one_key_answers_the_question(tmp_path: Path) -> None:
    """With its cost centre named, customer service has its cost per call."""
    said = {"cost_centre": ["300"]}
    report, values = _built(_loaded(tmp_path, customer_service=said))
    assert "whole company" not in report.title
    assert values["unit_cost", "call", "month_ac"] == pytest.approx(40)
