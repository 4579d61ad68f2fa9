"""Summary's message: what it says of made months, in grammar and in figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hand_made import activity, company, made, sheet, values
from situations import SITUATIONS, booked, told, without_counts

from xlcost.dataset.earlier import Comment, Earlier
from xlcost.report.build import context
from xlcost.report.message import numbers
from xlcost.report.model.evaluation import evaluate, spoken
from xlcost.report.model.expressions import Literal, Said
from xlcost.report.model.spec import Text

pytestmark = pytest.mark.fast

KNOWN = Path(__file__).with_name("messages.txt")
LANGUAGES = ("en", "nb")


def known() -> dict[tuple[str, str], list[str]]:
    """Return the message of each situation as it was read and found right."""
    found: dict[tuple[str, str], list[str]] = {}
    for block in KNOWN.read_text(encoding="utf-8").strip().split("\n\n"):
        heading, *lines = block.split("\n")
        name, language = heading.split(" ")
        found[name, language] = lines
    return found


@pytest.mark.parametrize("name", SITUATIONS)
def test_situations(name: str) -> None:
    """What the message says of a made month, word for word, in both languages."""
    dataset, right = SITUATIONS[name](), known()
    for language in LANGUAGES:
        assert without_counts(told(dataset, language)) == right[name, language]


def test_no_situation_is_forgotten() -> None:
    """Every made month has its message in both languages, and no message is of another one."""
    assert set(known()) == {(name, language) for name in SITUATIONS for language in LANGUAGES}


def test_the_sentences_are_live_and_first() -> None:
    """Each sentence shows a cell of Data, and its text is what that cell comes to."""
    report = made(company())
    found, blocks = evaluate(report), sheet(report, "summary").blocks
    said = [one for one in blocks if isinstance(one, Text) and one.said]
    assert list(blocks[: len(said)]) == said
    for one in said:
        assert one.said is not None
        assert found[one.said.grid, one.said.row, one.said.column] == one.text
    assert report.message == tuple(one.text for one in said)


def test_a_saving_is_bought_with_service_only_where_both_matter() -> None:
    """Neither a small saving nor a small loss of service, nor the one without the other, is."""
    poorer, same = activity(), activity()
    now = (poorer["period"] == 202610) & (poorer["version"] == "actual")
    poorer.loc[now, "answered_in_threshold"] *= 0.9
    cheap, nearly, dear = booked(a010=90_000.0), booked(a010=90_000.01), booked(a010=120_000.0)
    cases = [(cheap, poorer, True), (nearly, poorer, False), (cheap, same, False)]
    cases.append((dear, poorer, False))
    for book, contacts, bought in cases:
        text = " ".join(told(company(ledger=book, activity=contacts)))
        assert ("bought with service" in text) is bought


def test_what_people_agreed_stands_beside_the_variance() -> None:
    """Action, owner and due date of a large variance are on Summary, as they are on Commentary."""
    comment = Comment(
        "",
        202610,
        "cost | People | Salaries",
        35_000.0,
        "Overtime in week 41.",
        action="Hire two",
        owner="Kari",
        due="2026-12-15",
    )
    report = made(company(), earlier=Earlier(comments=(comment,)))
    text = str(evaluate(report)["top_variances", "top1", "why"])
    assert text == "Overtime in week 41. Action: Hire two; owner: Kari; due: 15 December 2026."


def test_labels_are_distinct() -> None:
    """No two rows of the first table have the same label."""
    found = values(company())
    labels = [v for (grid, _, column), v in found.items() if (grid, column) == ("summary", "label")]
    assert len(labels) == len(set(labels)) == 5


MONEY = [
    (0.0, "NOK 0", "0 NOK"),
    (0.004, "NOK 0", "0 NOK"),
    (0.4, "NOK 0.40", "0,40 NOK"),
    (0.995, "NOK 1", "1 NOK"),
    (-942.4, "NOK 942", "942 NOK"),
    (999.5, "NOK 1.0k", "1,0 tusen NOK"),
    (9_949.0, "NOK 9.9k", "9,9 tusen NOK"),
    (9_950.0, "NOK 10k", "10 tusen NOK"),
    (146_886.0, "NOK 147k", "147 tusen NOK"),
    (999_499.0, "NOK 999k", "999 tusen NOK"),
    (999_500.0, "NOK 1.00m", "1,00 mill. NOK"),
    (8_930_775.26, "NOK 8.93m", "8,93 mill. NOK"),
    (9_995_000.0, "NOK 10.0m", "10,0 mill. NOK"),
    (107_000_000.0, "NOK 107m", "107 mill. NOK"),
    (999_500_000.0, "NOK 1.00bn", "1,00 mrd. NOK"),
    (1.5e13, "NOK 15,000bn", "15 000 mrd. NOK"),
    (1e300, "more than NOK 999,999bn", "mer enn 999 999 mrd. NOK"),
]


@pytest.mark.parametrize(("amount", "english", "norwegian"), MONEY)
def test_money_is_shortened(amount: float, english: str, norwegian: str) -> None:
    """Three digits or so, the unit that people say, and no sign."""
    for language, expected in (("en", english), ("nb", norwegian)):
        manner = numbers.money(context(company(), language))
        said = Said(Literal(amount), manner.sizes, manner.decimal, manner.thousand)
        assert re.sub("[\u00a0\u202f]", " ", spoken(said, amount)) == expected


if __name__ == "__main__":
    texts = [
        "\n".join([f"{name} {language}", *without_counts(told(make(), language))])
        for name, make in SITUATIONS.items()
        for language in LANGUAGES
    ]
    KNOWN.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
