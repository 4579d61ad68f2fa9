"""Sentences on variances: real grammar in both languages, and never "-5 % higher"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hand_made import company, grid, made, settings, values
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from xlcost.dataset.earlier import Comment, Earlier
from xlcost.dataset.findings import Code
from xlcost.dataset.scope import Scope
from xlcost.report.build import context
from xlcost.report.comments.commentary import in_words
from xlcost.report.model.context import Context
from xlcost.report.model.sentences import Driver, Told, sentence

pytestmark = pytest.mark.fast

DRIVERS = (Driver("volume", 210_000.0), Driver("rate", 95_000.0), Driver("mix", 7_000.0))
AGAINST = (*DRIVERS, Driver("handle time", -60_000.0))


@cache
def report(language: str = "en") -> Context:
    """Return a report under way."""
    return context(replace(company(), settings=settings()), language)


def said(language: str, **told: Any) -> str:
    """Return a sentence with plain spaces."""
    given_ = {"name": "Salaries"} | told
    return sentence(report(language), Told(**given_)).replace("\u00a0", " ").replace("\u202f", " ")


CASES = [
    (
        {"actual": 7_922_000.0, "budget": 7_610_000.0, "parts": DRIVERS},
        (
            "Salaries came in NOK 312,000 (4.1%) above budget (unfavourable), "
            "of which volume 210,000 and rate 95,000."
        ),
        (
            "Salaries ble 312 000 NOK (4,1 %) høyere enn budsjett (ugunstig), "
            "herav volume 210 000 og rate 95 000."
        ),
    ),
    (
        {"actual": 1_245_000.0, "budget": 1_000_000.0, "parts": AGAINST},
        (
            "Salaries came in NOK 245,000 (24.5%) above budget (unfavourable), "
            "driven by volume 210,000 and rate 95,000, partly offset by handle time 60,000."
        ),
        (
            "Salaries ble 245 000 NOK (24,5 %) høyere enn budsjett (ugunstig), "
            "drevet av volume 210 000 og rate 95 000, delvis motvirket av handle time 60 000."
        ),
    ),
    (
        {"actual": 90.0, "budget": 100.0, "parts": (Driver("volume", 5.0),)},
        "Salaries came in NOK 10 (10.0%) below budget (favourable), despite volume 5.",
        "Salaries ble 10 NOK (10,0 %) lavere enn budsjett (gunstig), til tross for volume 5.",
    ),
    (
        {"actual": 12_500.0, "budget": 10_000.0, "kind": "income", "name": "Fees"},
        "Fees came in NOK 2,500 (25.0%) above budget (favourable).",
        "Fees ble 2 500 NOK (25,0 %) høyere enn budsjett (gunstig).",
    ),
    (
        {"actual": 45_000.0, "budget": 0.0, "posting": "Vendor AS, Advice: 40,000"},
        ("Salaries came in at NOK 45,000, unbudgeted. Largest posting: Vendor AS, Advice: 40,000."),
        (
            "Salaries ble 45 000 NOK, ikke budsjettert. "
            "Største postering: Vendor AS, Advice: 40,000."
        ),
    ),
    (
        {"actual": -45_000.0, "budget": 0.0},
        "Salaries came in at minus NOK 45,000, unbudgeted.",
        "Salaries ble minus 45 000 NOK, ikke budsjettert.",
    ),
    (
        {"actual": 0.0, "budget": 20_000.0},
        "Salaries came in at zero against a budget of NOK 20,000 (favourable).",
        "Salaries ble null mot et budsjett på 20 000 NOK (gunstig).",
    ),
    (
        {"actual": 20_000.0, "budget": 20_000.0},
        "Salaries came in on budget, at NOK 20,000.",
        "Salaries ble som budsjettert: 20 000 NOK.",
    ),
    (
        {"actual": 0.0, "budget": 0.0},
        "Salaries came in on budget, at NOK 0.",
        "Salaries ble som budsjettert: 0 NOK.",
    ),
    (
        {"actual": 100_010.0, "budget": 100_000.0},
        "Salaries came in NOK 10 (less than 0.1%) above budget (unfavourable).",
        "Salaries ble 10 NOK (mindre enn 0,1 %) høyere enn budsjett (ugunstig).",
    ),
    (
        {"actual": 250_000.0, "budget": 2_000.0},
        "Salaries came in NOK 248,000 above a budget of NOK 2,000 (unfavourable).",
        "Salaries ble 248 000 NOK høyere enn budsjettet på 2 000 NOK (ugunstig).",
    ),
    (
        {"actual": 5_000.0, "budget": 0.0, "has_budget": False},
        "Salaries came in at NOK 5,000; there is no budget.",
        "Salaries ble 5 000 NOK; det finnes ikke budsjett.",
    ),
    (
        {"actual": 110.4, "budget": 110.0, "labour": AGAINST},
        (
            "Salaries came in NOK 0.40 (0.4%) above budget (unfavourable). "
            "All labour lines together +252,000, of which "
            "volume +210,000, rate +95,000 and handle time −60,000."
        ),
        (
            "Salaries ble 0,40 NOK (0,4 %) høyere enn budsjett (ugunstig). "
            "Alle lønnslinjer samlet +252 000, herav "
            "volume +210 000, rate +95 000 og handle time −60 000."
        ),
    ),
]


@pytest.mark.parametrize(("told", "english", "norwegian"), CASES)
def test_sentences(told: dict[str, Any], english: str, norwegian: str) -> None:
    """Every kind of variance has its own sentence, in each language's own numbers."""
    assert said("en", **told) == english
    assert said("nb", **told) == norwegian


@limits(deadline=None)
@given(
    st.floats(-1e9, 1e9),
    st.floats(-1e9, 1e9),
    st.sampled_from(["cost", "income"]),
    st.sampled_from(["en", "nb"]),
)
def test_directions_are_words(actual: float, budget: float, kind: str, language: str) -> None:
    """No sentence has a sign beside "above" or "below", and favourable is what it says."""
    text = said(language, actual=actual, budget=budget, kind=kind)
    above = {"en": "above", "nb": "høyere"}[language] in text
    below = {"en": "below", "nb": "lavere"}[language] in text
    assert "-" not in text
    assert "−" not in text
    if above or below:
        # The word says the way; only a budget below zero has a sign of its own.
        assert "minus" not in re.split("above|below|høyere|lavere", text)[0]
        good = above == (kind == "income")
        bad = {"en": "(unfavourable)", "nb": "(ugunstig)"}[language]
        assert (bad in text) != good
        assert above == (actual > budget)


def test_drivers_of_the_only_labour_line_are_its_own() -> None:
    """Where one line pays all people, its sentence names what drove it."""
    found = values(company())
    text = str(found["commentary", "comment1", "draft"]).replace("\u00a0", " ")
    assert text.startswith("Salaries came in NOK 35,000 (35.0%) above budget (unfavourable)")


def test_a_total_names_its_lines() -> None:
    """The sentence of a total says which lines it is made of."""
    dataset = replace(company(), settings=settings(materiality={"always": ["total opex"]}))
    found = values(dataset)
    assert found["commentary", "comment2", "line"] == "Total OpEx"
    assert str(found["commentary", "comment2", "draft"]).replace("\u00a0", " ") == (
        "Total OpEx came in NOK 23,000 (15.3%) above budget (unfavourable), driven by "
        "Salaries 35,000, partly offset by Agent licences 12,000."
    )


def test_summary_says_the_largest_in_words() -> None:
    """Each of the largest variances on Summary has its sentence."""
    ctx = report()
    dataset = company()
    found = values(dataset)
    assert found["top_variances", "top1", "why"] == in_words(ctx, ctx.lines[0])
    assert {sheet.key for sheet in made(dataset).sheets} >= {"summary", "commentary"}


def test_summary_has_what_people_wrote_while_it_holds() -> None:
    """Words of a person stand on Summary in place of the draft, until their variance moves."""

    def why(amount: float, text: str) -> str:
        comment = Comment("", 202610, "cost | People | Salaries", amount, text=text)
        found = values(company(), earlier=Earlier(comments=(comment,)))
        return str(found["top_variances", "top1", "why"])

    assert why(35_000.0, "Two hires began early.") == "Two hires began early."
    assert why(34_000.0, "Two hires began early.").startswith("Salaries came in NOK")
    long = why(35_000.0, "Two hires began early. " * 20)
    assert long.startswith("Two hires began early. Two")
    assert long.endswith(" …")
    assert len(long) <= 180


def test_a_cause_is_timing_or_permanent() -> None:
    """The cell of the cause offers both words in the report's language."""
    for language, words in (("en", ("Timing", "Permanent")), ("nb", ("Periodisering", "Varig"))):
        rows = grid(made(company(), language=language), "commentary").rows
        assert rows
        assert {row.cells["cause"].choices for row in rows} == {words}
        free = {name for name, cell in rows[0].cells.items() if cell.tone == "input"}
        assert free == {"text", "cause", "action", "owner", "due", "written"}


def test_words_of_the_rules_that_no_line_has() -> None:
    """A line that a rule or the list of what is always explained names, and nobody has, is told."""
    rules = [{"lines": ["Salaries", "Wagez"], "amount": 1}, {"categories": ["Peeple"], "pct": 0}]
    known = settings(materiality={"rules": rules, "always": ["Total OpEx", "Telephonie"]})
    found = made(replace(company(), settings=known)).findings
    told = [(one.got, one.where.column) for one in found if one.code is Code.UNKNOWN_WORD]
    assert told == [(word, "report.materiality") for word in ("Wagez", "Peeple", "Telephonie")]


def test_a_part_does_not_tell_of_the_companys_lines() -> None:
    """A line that only other parts have is no mistake; the company's report tells of those."""
    known = settings(materiality={"always": ["Total OpEx", "Telephonie"]})
    part = replace(company(), settings=known, scope=Scope("site", "Oslo", "Oslo"))
    assert Code.UNKNOWN_WORD not in {one.code for one in made(part).findings}


def test_a_posting_of_income_is_positive() -> None:
    """Income is positive in a sentence, and so is the posting behind it."""
    always = settings(materiality={"always": ["service fees"]})
    found = values(replace(company(), settings=always))
    drafts = [str(found[place]) for place in found if place[::2] == ("commentary", "draft")]
    text = next(text for text in drafts if text.startswith("Service fees"))
    assert text.endswith("(favourable). Largest posting: =cmd(), Kari Nordmann: 12,500.")


def test_no_posting_explains_what_did_not_move() -> None:
    """A line on budget names no posting."""
    dataset = company()
    ledger, budget = dataset.facts.ledger, dataset.facts.budget.copy()
    mine = (ledger["account"] == "3000") & (ledger["period"] == 202610)
    same = (budget["account"] == "3000") & (budget["period"] == 202610)
    budget.loc[same, "amount"] = ledger.loc[mine, "amount"].iloc[0]
    facts = replace(dataset.facts, budget=budget)
    always = settings(materiality={"always": ["service fees"]})
    found = values(replace(dataset, facts=facts, settings=always))
    drafts = [str(found[place]) for place in found if place[::2] == ("commentary", "draft")]
    text = next(text for text in drafts if text.startswith("Service fees"))
    assert text.replace("\u00a0", " ") == "Service fees came in on budget, at NOK 12,500."
