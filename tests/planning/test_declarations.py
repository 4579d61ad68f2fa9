"""A lever is declared once: what is asked of its declaration, and who reads it."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import xlcost.planning.levers
from tests.report.test_savings import CALLS, figure, planned
from xlcost.catalogue.families import find
from xlcost.locales.words import LANGUAGES, words
from xlcost.planning import page
from xlcost.planning.kinds import kinds
from xlcost.planning.lever import COMMON
from xlcost.planning.levers_file import parse_levers, scaled
from xlcost.report.model.evaluation import evaluate
from xlcost.report.planning.planner import planner
from xlcost.samples.levers_text import levers_text

pytestmark = pytest.mark.fast

OVERFLOW = '''
from typing import ClassVar

from xlcost.planning.amounts import UncertainShare, UnitCost
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class Overflow(Lever):
    """Overflow: who answers at the peaks.

    A partner answers at the peaks.

    Formula:
        contacts · part · (cost_per_contact − partner_price)

    Pitfalls:
        - **Peaks move.** They do.

    Source:
        A test.
    """

    kind: str = "overflow"
    part_sent: UncertainShare
    partner_price: UnitCost

    order = 45
    metric = "automation_savings"
    takes = "vendor"
    price = "partner_price"
    watched = ("csat_score",)
    example: ClassVar[Numbers] = {"part_sent": (0, 0.1, 0.2), "partner_price": 3}
    sample: ClassVar[Numbers] = {"part_sent": ("0.1", "0.2", "0.3"), "partner_price": 70}

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving."""
        saved = year.less(year.unit, year.said("partner_price"))
        return year.times(year.contacts, year.effect, saved)
'''
WORDS = {
    "kinds": {"overflow": "Overflow partner"},
    "inputs": {"part_sent": "Part sent to the partner", "partner_price": "The partner's price"},
    "meanings": {"part_sent": "At the peaks.", "partner_price": "A contact."},
    "sample": {"overflow": {"name": "Partner in Riga", "part_sent": "as last year"}},
}


@pytest.fixture
def overflow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add a lever: one module, and words in both languages."""
    (tmp_path / "overflow.py").write_text(OVERFLOW, encoding="utf-8")
    monkeypatch.setattr(
        xlcost.planning.levers, "__path__", [*xlcost.planning.levers.__path__, str(tmp_path)]
    )
    for language in LANGUAGES:
        section = words(language)._texts["plan"]
        for name, texts in WORDS.items():
            for key, text in texts.items():
                monkeypatch.setitem(section[name], key, text)
    kinds.cache_clear()
    yield
    sys.modules.pop("xlcost.planning.levers.overflow", None)
    kinds.cache_clear()


@pytest.mark.usefixtures("overflow")
def test_a_lever_is_its_module_and_its_words() -> None:
    """A new lever is in the settings, a report, the Planner, the sample and the docs at once."""
    found = planned({"kind": "overflow", "channel": "phone", "part_sent": 0.25})
    unit = figure(found, "channels", "c1", "unit")
    assert figure(found, "levers", "l1", "gross") == pytest.approx(CALLS * 0.25 * unit)
    assert figure(found, "scenarios", "moved", "base") == pytest.approx(CALLS * 0.25)
    assert found["plan_inputs", "l1_partner_price", "label"] == "The partner's price"
    assert found["plan_levers", "l1", "watch"] == find("csat_score").label("en")

    shown = evaluate(planner("nb", "2026-10-31T00:00:00Z", "0"))
    place = list(kinds()).index("overflow") + 1
    assert shown["plan_inputs", f"l{place}_head", "label"] == "Overflow partner"
    assert figure(shown, "levers", f"l{place}", "gross") > 0

    sample = parse_levers(tomllib.loads(levers_text("nb")))
    assert sample.levers[place - 1].name == "Partner in Riga"
    assert scaled(sample, Decimal(2)).levers[place - 1].model_dump()["partner_price"] == 140

    assert "[Overflow partner](levers/overflow.md) | who answers at the peaks |" in page.listed()
    assert (
        "| `part_sent` | Part sent to the partner (low, base, stretch) |"
        in (page.pages()["overflow"])
    )


@pytest.mark.usefixtures("overflow")
def test_a_docstring_without_a_section_is_refused() -> None:
    """A lever that does not say its source gets no page, and whoever adds it is told why."""
    kind = kinds()["overflow"]
    kind.__doc__ = (kind.__doc__ or "").partition("Source:")[0]

    with pytest.raises(ValueError, match=r"Overflow: its docstring .*'Source'"):
        page.pages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lever_has_its_words(language: str) -> None:
    """Each kind and input of a lever is told in both languages, and what watches it exists."""
    said = words(language)
    for name, kind in kinds().items():
        assert kind.model_fields["kind"].default == name
        assert said.text(f"plan.kinds.{name}")
        for key, how in (COMMON | kind.inputs()).items():
            assert said.text(f"plan.inputs.{key}")
            assert said.text(f"plan.meanings.{how.meaning or key}")
        assert all(find(metric) for metric in kind.watched)
        assert kind.sample.keys() | kind.example.keys() <= kind.model_fields.keys()
