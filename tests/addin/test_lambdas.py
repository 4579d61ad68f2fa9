"""The functions as named LAMBDAs: every one, stored as Excel stores it, equal to Python."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from example_calls import Call, calls
from lambda_host import Engine, by_python, same, skipped_places, workbook
from pyopenvba.formula._prefixes import in_file as spelled_by_excel

from xlcost.addin.lambda_book import build, named
from xlcost.catalogue.families import catalogue
from xlcost.catalogue.lambdas import LONGEST, has_lambda, saved, shown
from xlcost.catalogue.metric import Metric
from xlcost.workbook.named_formulas import LONGEST_COMMENT, MARK

SEED = 20261129


# Each of their cells is thousands of steps, which the engine takes one by one.
SLOW = frozenset(
    {
        "erlang_a_agents",
        "erlang_a_agents_for_abandonment",
        "erlang_a_asa",
        "erlang_c_agents",
        "erlang_c_contacts",
    }
)


def _calls(part: int) -> list[tuple[Metric, Call]]:
    """Return calls: all of them, or a part of them and the examples of slow functions."""
    every = [
        (metric, call)
        for metric in catalogue()
        for call in calls(metric)
        if not skipped_places(call)
    ]
    if part == 1:
        return every
    quick = [one for one in every if one[0].name not in SLOW]
    drawn = random.Random(SEED).sample(quick, len(quick) // part)  # noqa: S311 - a fixed draw
    examples = {one[0].name: one for one in reversed(every) if one[0].name in SLOW}
    return drawn + list(examples.values())


@pytest.mark.parametrize("part", [10, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.timeout(7200)
def test_every_call_of_a_lambda_gives_what_python_gives(tmp_path: Path, part: int) -> None:
    """Examples, every kind of cell, ranges, errors, words and omitted arguments: the same."""
    asked = workbook(_calls(part), tmp_path / "calls.xlsx")
    engine = Engine(tmp_path / "calls.xlsx")
    different = [
        f"{one.formula}, {one.call.what}: {answer}, not {expected}"
        for one in asked
        for answer, expected in [(engine.answer(one.formula), by_python(one.call, one.metric))]
        if not same(answer, expected)
    ]
    assert not different, "\n".join(different[:20])


@pytest.mark.parametrize("metric", catalogue(), ids=lambda metric: metric.name)
def test_a_lambda_is_stored_as_excel_stores_it(metric: Metric) -> None:
    """A formula fits, and its prefixes are those that were measured in Excel."""
    assert has_lambda(metric)
    text = saved(metric)
    assert len(text) < LONGEST
    assert spelled_by_excel(f"={shown(metric)}") == f"={text}"


@pytest.mark.parametrize("metric", catalogue(), ids=lambda metric: metric.name)
def test_no_bound_name_hides_a_function(metric: Metric) -> None:
    """A LET that binds `rows` would be called where ROWS( stands, and a cell is no name."""
    text = saved(metric)
    bound = {name.upper() for name in re.findall(r"_xl[po][mp]\.(\w+)", text)}
    assert not bound & set(re.findall(r"([A-Z.]+)\(", text))
    assert not [name for name in bound if re.fullmatch(r"[A-Z]{1,3}\d+|R\d*|C\d*|R\d*C\d*", name)]


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_name_says_what_it_is(language: str) -> None:
    """The Name Manager shows the description of every function, in a length that it can hold."""
    for name, one in named(language).items():
        assert len(one.comment) <= LONGEST_COMMENT, name
        assert one.comment.endswith(MARK)
        assert one.about[:40] in one.comment


def test_the_workbook_without_macros_calls_every_function(tmp_path: Path) -> None:
    """Its Calculator has a call of every function, and shows what the name comes to."""
    import openpyxl

    file = tmp_path / "template.xlsx"
    file.write_bytes(build(whole=True))
    engine = Engine(file)
    sheet = openpyxl.load_workbook(file)["Calculator"]
    values = openpyxl.load_workbook(file, data_only=True)["Calculator"]
    called = set()
    for (cell,) in sheet.iter_rows(min_col=3, max_col=3):
        call = re.match(r"=([A-Z_]+)\(", str(getattr(cell.value, "text", "")))
        if call and call[1] in {metric.excel_name for metric in catalogue()}:
            text = re.sub(r"(\b[A-Z]+\d+)", r"Calculator!\1", cell.value.text[1:], count=0)
            answer = engine.answer(re.sub(r":Calculator!", ":", text))
            assert same(((answer[0][0],),), ((values[cell.coordinate].value,),)), text
            called.add(call[1])
    assert called == {metric.excel_name for metric in catalogue()}


def test_the_same_catalogue_makes_the_same_bytes() -> None:
    """Two builds of the workbook differ in nothing."""
    assert build("nb") == build("nb")
