"""Workbooks of every kind before witnesses that know Excel: two engines, and Microsoft's validator.

LibreOffice takes TRUE for 1 and forgives a part that Excel repairs. These do not.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from shared_samples import Samples
from small_company import write_folder
from typed_inputs import places, typed, with_inputs
from witnesses.contents import Contents
from witnesses.opinions import (
    ENGINES,
    Accepted,
    Cells,
    Job,
    accepted,
    differences,
    left,
    recalculated,
    same,
    validated,
)

from tests.hand_made import company, made
from xlcost.addin import template
from xlcost.dataset.settings import BOOK_NAME
from xlcost.locales.words import LANGUAGES
from xlcost.report.model.evaluation import Address, cells, evaluate
from xlcost.report.model.expressions import NOT_AVAILABLE, ErrorValue, Literal, Ref, Value
from xlcost.report.model.spec import Report
from xlcost.report.plan_report import build_plan
from xlcost.report.planning.planner import planner
from xlcost.runs.batch import build_batch
from xlcost.runs.settings_exchange import to_workbook
from xlcost.samples.make import make_sample
from xlcost.workbook.layout import Layout
from xlcost.workbook.render import write_workbook

pytestmark = pytest.mark.timeout(1800)  # all witnesses are heard in one fixture
WHEN = "2026-11-05T08:00:00Z"
OLD_GUARD = "SUMPRODUCT(--((({0}+0&lt;0))&gt;0))&gt;0"
NEW_GUARD = re.compile(r"SUMPRODUCT\(\(([A-Z]+\d+:[A-Z]+\d+)\+0&lt;0\)\+0\)&gt;0")

WITH_OLD_GUARD = 14  # cells, at least
# Lists of drop-downs that end where their words end; no cell asks for them.
LISTED = re.compile(r"the name xlcost_\w+_listed =.*: a range ends with a function")

SEPARATOR = re.compile(rb"<((?:\w+:)?separator)>\n</(?:\w+:)?separator>")


@dataclass(frozen=True)
class Typed:
    """A workbook into whose input cells numbers were typed, and what Python makes of them."""

    report: Report
    file: Path
    numbers: Mapping[Address, float]


@dataclass(frozen=True)
class Heard:
    """The workbooks, what was said of them, and what of it is known."""

    files: dict[str, Path]
    seeded: dict[str, Path]  # copies with an old fault each
    typed: dict[str, Typed]
    answers: dict[tuple[str, str], Cells]
    valid: dict[Path, list[str]]
    known: list[Accepted]


def _workbooks(folder: Path, language: str, samples: Samples) -> dict[str, Path]:
    """Return a template, a pack, the plan of a company and the index of a batch."""
    small = write_folder(folder / "small")
    batch = build_batch(small, folder / "batch", "cost_centre", "2026-02", language)
    assert batch.index is not None
    return {
        f"template {language}": template.write(folder / "template.xlsm", language),
        f"pack {language}": samples.report(language).path,
        f"index {language}": batch.index,
    }


def _typed(folder: Path, language: str, samples: Samples) -> dict[str, Typed]:
    """Return a plan, the Planner, and a pack whose period was changed, with typed numbers."""
    plan = build_plan(samples.dataset(language), language=language, created=WHEN, version="0")
    pack = made(company(), language=language)
    period = next(at for at, cell in cells(pack) if cell.name == "key_period")
    files = {}
    for name, report in (("plan", plan), ("period", pack)):
        files[name] = folder / f"{name}.xlsx"
        write_workbook(report, evaluate(report), files[name])
    sheet = planner(language, WHEN, "0")
    return {
        f"plan {language}": Typed(plan, files["plan"], typed(plan, 3)),
        f"planner {language}": Typed(sheet, folder / "template.xlsm", typed(sheet, 4)),
        f"period {language}": Typed(pack, files["period"], {period: 2026_09.0}),
    }


@pytest.fixture(scope="module")
def heard(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """Return what every witness says; each is started once."""
    files: dict[str, Path] = {}
    changed: dict[str, Typed] = {}
    for language in LANGUAGES:
        folder = tmp_path_factory.mktemp(language)
        files |= _workbooks(folder, language, samples)
        changed |= _typed(folder, language, samples)
        files |= {
            f"{kind} {language}": changed[f"{kind} {language}"].file for kind in ("plan", "period")
        }
    seeded = {
        name: _changed(files[of], folder / f"{name}{files[of].suffix}", change)
        for name, (of, change) in SEEDED.items()
    }
    jobs: dict[tuple[str, str], Job] = {}
    for engine in ENGINES:
        jobs |= {(name, engine): Job(file, engine) for name, file in (files | seeded).items()}
        jobs |= {
            (f"typed {name}", engine): Job(one.file, engine, places(one.report, one.numbers))
            for name, one in changed.items()
        }
    answers = dict(zip(jobs, recalculated(list(jobs.values())), strict=True))
    settings = to_workbook(make_sample(tmp_path_factory.mktemp("settings"), "en"))
    valid = validated([*files.values(), seeded["old separator"], settings])
    return Heard(files, seeded, changed, answers, valid, accepted())


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_calculate_what_the_file_carries(heard: Heard, engine: str) -> None:
    """Without cached values, every formula comes to what was cached, by both engines."""
    told: dict[str, list[str]] = {}
    for name in heard.files:
        answered = heard.answers[name, engine]
        assert sum(map(len, answered.values())) > 10, name
        told[name] = left(engine, differences(answered), heard.known)
    assert {name: found[:10] for name, found in told.items() if found} == {}


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_follow_what_is_typed(heard: Heard, engine: str) -> None:
    """After other inputs are typed, and another period, every figure is what Python computes."""
    for name, one in heard.typed.items():
        answered = heard.answers[f"typed {name}", engine]
        wanted = evaluate(with_inputs(one.report, one.numbers))
        wrong = list(_wrong(one.report, wanted, answered))
        assert wrong[:10] == [], (name, len(wrong))


def _wrong(report: Report, wanted: Mapping[Address, Value], answered: Cells) -> Any:
    """Yield each figure that is not what Python computes."""
    layout = Layout(report)
    compared = 0
    for address, cell in cells(report):
        place = layout.place(Ref(*address))
        known = answered.get(place.sheet, {}).get(place.address)
        if known is None or isinstance(cell.expression, Literal):
            continue
        compared += 1
        value = _plain(wanted[address], report.not_available)
        if not same(value, known[2]):
            yield place, known[0], value, known[2]
    assert compared > 100


def _plain(value: Value, missing: str) -> Any:
    if value is NOT_AVAILABLE:
        return missing
    if isinstance(value, ErrorValue):
        return {"error": value.code}
    return 0 if value is None else value


def test_microsofts_validator_finds_nothing(heard: Heard) -> None:
    """The Open XML SDK has no finding, for any Office from 2010 to Microsoft 365."""
    told = {
        name: left("open xml sdk", heard.valid[file], heard.known)
        for name, file in heard.files.items()
    }
    assert {name: found for name, found in told.items() if found} == {}


def test_the_settings_workbook_is_valid(heard: Heard) -> None:
    """Microsoft's validator finds nothing in what `xlcost settings export` and `init` write."""
    found = {file.name: said for file, said in heard.valid.items() if file.name == BOOK_NAME}
    assert found == {BOOK_NAME: []}


def test_every_formula_obeys_the_rule(heard: Heard) -> None:
    """No formula of a cell, colour, input or name relies on types, collapses or is volatile."""
    for name, file in heard.files.items():
        contents = Contents(file)
        assert contents.count() > 10, name
        assert [one for one in contents.faults() if not LISTED.match(one)] == [], name


def test_what_is_accepted_is_still_said(heard: Heard) -> None:
    """Each entry of the list has its reason and is needed; one that is not has to go."""
    for engine in ENGINES:
        for name in heard.files:
            left(engine, differences(heard.answers[name, engine]), heard.known)
    for file in heard.files.values():
        left("open xml sdk", heard.valid[file], heard.known)
    assert [one.pattern for one in heard.known if not one.met] == []
    assert [one.pattern for one in heard.known if len(one.reason) < 30] == []


def _changed(file: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Return a copy with changed parts."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    assert target.read_bytes() != file.read_bytes()
    return target


def _old_guard(name: str, data: bytes) -> bytes:
    """Return a sheet with the guard that showed #NUM! in Excel."""
    if not name.startswith("xl/worksheets/"):
        return data
    return NEW_GUARD.sub(lambda found: OLD_GUARD.format(found[1]), data.decode()).encode()


def _poisoned(name: str, data: bytes) -> bytes:
    """Return the first sheet with a wrong number behind its first formula."""
    if name != "xl/worksheets/sheet1.xml":
        return data
    return re.sub(rb"(</f><v>)\d+", rb"\g<1>987654321", data, count=1)


def _volatile(name: str, data: bytes) -> bytes:
    """Return the first sheet with an OFFSET in its first formula."""
    if name != "xl/worksheets/sheet1.xml":
        return data
    return re.sub(rb"<f>([^<]+)</f>", rb"<f>\1+0*ROWS(OFFSET(A1,0,0))</f>", data, count=1)


def _old_separator(name: str, data: bytes) -> bytes:
    """Return a chart whose separator is an attribute, as openpyxl writes it."""
    return SEPARATOR.sub(rb'<\1 val="&#10;"/>', data) if name.startswith("xl/charts/") else data


def test_the_old_guard_is_seen(heard: Heard) -> None:
    """With the guard that showed #NUM! in Excel, both engines say #NUM!, and the rule says why."""
    for engine in ENGINES:
        told = left(engine, differences(heard.answers["old guard", engine]), accepted())
        assert len([one for one in told if "'#NUM!'" in one]) >= WITH_OLD_GUARD, engine
    faults = Contents(heard.seeded["old guard"]).faults()
    assert len([one for one in faults if "compared with a number" in one]) >= WITH_OLD_GUARD


def test_an_offset_is_seen(heard: Heard) -> None:
    """An OFFSET in one formula of a workbook is told with its cell."""
    (told,) = Contents(heard.seeded["volatile"]).faults()
    assert told.endswith("OFFSET is volatile")
    assert re.match(r"\w+![A-Z]+\d+ ", told)


def test_the_old_separator_is_seen(heard: Heard) -> None:
    """A chart's separator as an attribute, which openpyxl writes, is found by the validator."""
    told = "\n".join(heard.valid[heard.seeded["old separator"]])
    assert "The 'val' attribute is not declared" in told
    assert "/xl/charts/chart" in told


def test_a_cached_value_is_not_handed_back(heard: Heard) -> None:
    """A wrong number in the file is told: the engines see formulas alone."""
    for engine in ENGINES:
        told = differences(heard.answers["poisoned", engine])
        assert [one for one in told if "987654321" in one], engine


SEEDED: dict[str, tuple[str, Callable[[str, bytes], bytes]]] = {
    "old guard": ("template en", _old_guard),
    "poisoned": ("index nb", _poisoned),
    "volatile": ("index nb", _volatile),
    "old separator": ("pack en", _old_separator),
}
