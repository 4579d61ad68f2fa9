"""Grammar of Summary's message where amounts and what is missing are drawn at random."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Any

import pytest
from hand_made import HandMade, activity, budget, company, ledger, settings
from situations import people, told

LANGUAGES = ("en", "nb")
BROKEN = re.compile(
    r"  | [.,;)]|\( |\(\)|-0\b|−0\b|\b0[.,]0 ?%|nan|None|inf\b|n/a|[{}]|\.\.|;\.|,\.|#\w+!"
    r"|:\.|above[^.;(]*below|over[^.;(]*under",
    re.IGNORECASE,
)


def drawn(seed: int) -> HandMade:
    """Return a company of random amounts, which lacks random parts."""
    rng = random.Random(seed)  # noqa: S311 - made data, no secret
    sizes = [0.0, 1.0, -1.0, 0.001, 0.3, 0.99, 1.0001, 1.2, 3.0, 40.0, 1e5]
    book, plan, contacts = ledger(), budget(), activity()
    for frame in (book, plan):
        for account in sorted(set(frame["account"])):
            mine = frame["account"] == account
            frame.loc[mine, "amount"] *= rng.choice(sizes)
            frame.loc[mine & (frame["period"] == 202610), "amount"] *= rng.choice(sizes)
    now = (contacts["period"] == 202610) & (contacts["version"] == "actual")
    contacts.loc[now, "answered_in_threshold"] *= rng.choice([0.0, 0.5, 0.999, 1.0])
    parts: dict[str, Any] = {"ledger": book, "budget": plan, "activity": contacts}
    if rng.random() < 0.2:
        parts["budget"] = plan.head(0)
    if rng.random() < 0.2:
        parts["ledger"] = book[book["period"] > 202600]
    if rng.random() < 0.2:
        parts["activity"] = contacts[contacts["period"] != 202610]
    if rng.random() < 0.5:
        factors = {name: rng.choice([0.7, 1.0, 1.1]) for name in ("paid_hours", "logged_in_hours")}
        parts["workforce"] = people(**factors)
    known_as = rng.choice(["NOK", "", "EUR"])
    dataset = replace(
        company(**parts),
        settings=settings(currency=known_as, better_is_positive=rng.random() < 0.3),
    )
    dataset.period = type(dataset.period)(2026, rng.choice([1, 10, 10, 10, 9]))
    return dataset


def looked_at(seeds: range) -> list[str]:
    """Return every sentence with broken grammar, of random companies."""
    found = []
    for seed in seeds:
        dataset = drawn(seed)
        for language in LANGUAGES:
            found += [f"{seed}: {one}" for one in told(dataset, language) if BROKEN.search(one)]
            assert all(one[0].isupper() or one[0].isdigit() for one in told(dataset, language))
    return found


def test_grammar_of_random_companies() -> None:
    """No sentence has a hole, a double space, a zero with a sign, or two ways at once."""
    assert looked_at(range(4)) == []


@pytest.mark.long
def test_grammar_of_many_random_companies() -> None:
    """The same of two hundred."""
    assert looked_at(range(4, 204)) == []


def test_words_that_are_looked_for() -> None:
    """What the grammar is looked at for would be found."""
    for broken in ("a  b", "a .", "-0%", "0.0%", "0,0 %", "nan", "None", "()", "{x}", "#NUM!"):
        assert BROKEN.search(broken)
    assert not BROKEN.search("OpEx was NOK 10.0m, NOK 20k (10.0%) below budget (favourable).")
