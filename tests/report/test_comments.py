"""Comments stand at the line that they are about, and those without one are told."""

from __future__ import annotations

from dataclasses import replace

from hand_made import company, made, values

from xlcost.dataset.earlier import Comment, Earlier
from xlcost.dataset.findings import Code
from xlcost.report.model.evaluation import Values

OCTOBER = 202610


def shown(*comments: Comment) -> dict[str, list[str]]:
    """Return the words of each line of a report that was made after some comments."""
    found = values(company(), earlier=Earlier(comments=comments))
    numbers = [row for grid, row, column in found if (grid, column) == ("commentary", "text")]
    said: dict[str, list[str]] = {}
    for row in numbers:
        if found["commentary", row, "text"]:
            line = str(found["commentary", row, "line"])
            said.setdefault(line, []).append(str(found["commentary", row, "text"]))
    return said


def said(line: str, text: str, *before: Comment) -> Comment:
    """Return a comment of October."""
    return Comment("", OCTOBER, line, 1.0, text, before=tuple(one.mark for one in before))


def test_words_under_an_old_category_are_the_same_words() -> None:
    """A line that moved has its comment once, and only the latest words of it."""
    old, new = said("cost | Staff | Salaries", "first"), said("cost | People | Salaries", "first")
    assert shown(old, new) == {"Salaries": ["first"]}
    later = said("cost | People | Salaries", "second", old)
    assert shown(old, later) == {"Salaries": ["second"]}


def test_words_do_not_go_to_one_of_several_lines() -> None:
    """Where two lines have the name of one that is gone, neither gets its words."""
    dataset = company()
    accounts = dataset.facts.accounts.copy()
    accounts["line"] = accounts["line"].replace("Agent licences", "Salaries")
    dataset = replace(dataset, facts=replace(dataset.facts, accounts=accounts))
    gone = said("cost | Staff | Salaries", "whose?")
    found = values(dataset, earlier=Earlier(comments=(gone,)))
    states = {
        found["commentary", row, "state"]
        for grid, row, column in found
        if (grid, column) == ("commentary", "text") and found[grid, row, column] == "whose?"
    }
    assert states == {"line gone"}


def test_a_category_does_not_take_the_words_of_a_line() -> None:
    """A line whose name is now that of a category is gone: its words were on less."""
    assert shown(said("cost | Other | People", "words")) == {"People": ["words"]}
    earlier = Earlier(comments=(said("cost | Other | People", "words"),))
    report = made(company(), earlier=earlier)
    codes = [finding.code for finding in report.findings]
    assert codes.count(Code.COMMENT_WITHOUT_LINE) == 1
    checks = Values(report)
    assert (checks["checks", "comments", "this"], checks["checks", "comments", "other"]) == (1, 1)
    label = next(
        row.cells["label"].expression
        for sheet in report.sheets
        for block in sheet.blocks
        for row in getattr(block, "rows", ())
        if row.key == "comments"
    )
    assert str(getattr(label, "value", "")).endswith("on removed lines: 1")
    own = said("note |  | people", "mine")
    assert Code.COMMENT_WITHOUT_LINE not in [
        finding.code for finding in made(company(), earlier=Earlier(comments=(own,))).findings
    ]


def test_the_name_of_a_total_that_is_gone() -> None:
    """A total or a line without a name of its own is shown by its name, not by its key."""
    dataset = company()
    accounts = dataset.facts.accounts
    facts = replace(dataset.facts, accounts=accounts[accounts["kind"] != "income"])
    earlier = Earlier(comments=(said("total |  | income", "a"), said("cost | x | (all)", "b")))
    found = values(replace(dataset, facts=facts), earlier=earlier)
    lines = {
        str(value)
        for (grid, _, name), value in found.items()
        if (grid, name) == ("commentary", "line")
    }
    assert lines >= {"Total income", "Operating expense"}
