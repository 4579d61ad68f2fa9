"""The controls that a ledger in a legal standard brings itself, and the mark of its chart."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_makers import YEAR, Line, Voucher, fec, saft, sie, sums

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.incognito import factor, incognito
from xlcost.inputs.loading import load
from xlcost.outputs.tables import controls
from xlcost.report.build import build
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.spec import DataTable, Report

ODD = Voucher("9", "2026-02-25", (Line("5000", "10.00"), Line("2400", "-9.99")))


def _built(dataset: Dataset) -> tuple[Report, dict[str, tuple[object, object, object]]]:
    """Return the report, and the sides and the verdict of its own controls by their keys."""
    report = build(dataset, language="en", created="2026-03-02T08:00:00Z", version="1")
    values = dict(evaluate(report))
    keys = [key[1] for key in values if key[0] == "checks" and key[2] == "verdict"]
    return report, {
        key: tuple(values["checks", key, side] for side in ("this", "other", "verdict"))  # type: ignore[misc]  # three of them
        for key in keys
        if key.startswith("own")
    }


def test_saft_is_held_to_its_balances(tmp_path: Path) -> None:
    """Balances, totals and vouchers of SAF-T are controls that pass, and fail by one cent."""
    (tmp_path / "a.xml").write_text(saft(), encoding="utf-8")
    _, held = _built(load(tmp_path))
    assert held == {
        "own0_accounts": (0, 0, "passed"),
        "own0_sum": (226500.5, 226500.5, "passed"),
        "own0_debit": (227300.5, 227300.5, "passed"),
        "own0_credit": (227300.5, 227300.5, "passed"),
        "own0_vouchers": (0, 0, "passed"),
    }
    (tmp_path / "a.xml").write_text(saft(off={"6300": "0.01"}), encoding="utf-8")
    dataset = load(tmp_path)
    report, held = _built(dataset)
    assert held["own0_accounts"] == (1, 0, "failed")
    assert held["own0_sum"] == (226500.5, 226500.51, "failed")
    failed = {one["key"] for one in controls(report, dict(evaluate(report))) if not one["passed"]}
    assert failed == {"own0_accounts", "own0_sum"}
    _, hidden = _built(incognito(dataset))
    by = float(factor(dataset))
    assert hidden["own0_sum"][:2] == pytest.approx((226500.5 * by, 226500.51 * by))


def test_parts_of_a_year_are_held_together(tmp_path: Path) -> None:
    """Files that are parts of one are held once, over all of them; each account counts."""
    for number, part in enumerate((YEAR[:2], YEAR[2:])):
        text = saft(part, closing=sums(YEAR), off={"5000": "1"})
        (tmp_path / f"{number}.xml").write_text(text, encoding="utf-8")
    dataset = load(tmp_path)
    (own,) = dataset.facts.own_balances
    assert own.files == "0.xml, 1.xml"
    assert own.off == 2  # 5000 in both files: parts that do not tie are told of each
    assert own.vouchers == len(YEAR)


def test_sie_and_fec_are_held(tmp_path: Path) -> None:
    """SIE is held to its balances; FEC, which has none, to debit and credit of each voucher."""
    (tmp_path / "a.se").write_bytes(sie().encode("cp865"))
    _, held = _built(load(tmp_path))
    assert held["own0_accounts"] == held["own0_vouchers"] == (0, 0, "passed")
    (tmp_path / "a.se").unlink()
    (tmp_path / "a.txt").write_text(fec((*YEAR, ODD)), encoding="utf-8")
    dataset = load(tmp_path)
    _, held = _built(dataset)
    assert held == {"own0_vouchers": (1, 0, "failed")}
    assert dataset.facts.own_balances[0].vouchers == len(YEAR) + 1


def test_what_a_chart_maps_is_marked(tmp_path: Path) -> None:
    """The map of accounts says of each account whether a chart or a person gave its line."""
    (tmp_path / "a.xml").write_text(saft(), encoding="utf-8")
    (tmp_path / "accounts.csv").write_text(
        "account,name,line,category\n6300,Leie,House,Premises\n", encoding="utf-8"
    )
    dataset = load(tmp_path)
    assert dataset.facts.charted == {"ns4102": ["5000"]}  # 2400 is no cost
    report, _ = _built(dataset)
    blocks = [block for sheet in report.sheets for block in sheet.blocks]
    (table,) = [b for b in blocks if isinstance(b, DataTable) and b.name == "accounts"]
    assert [(row[0], row[2], row[-1]) for row in table.rows] == [
        ("5000", "Salaries", "chart of accounts ns4102"),
        ("6300", "House", "list, settings or ledger"),
    ]
