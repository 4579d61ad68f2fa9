"""The pack with and without each optional input: live, agreed by LibreOffice, and silent on none.

Every case is a pack of its own; one office recalculates them all. Languages alternate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from libreoffice import all_differences
from openxml_audit import OpenXmlValidator
from whole_folder import CURRENCIES, FILES, write
from witnesses.contents import Contents
from witnesses.opinions import ENGINES, Job, differences, recalculated, validated

from xlcost.locales.words import LANGUAGES, words
from xlcost.runs.pack import BuiltReport, build_report

SHEETS = (
    "summary", "opex_lines", "cost_centres", "bridge", "unit_cost", "efficiency", "resources",
    "staffing", "forecast", "savings", "commentary", "postings", "checks", "findings", "data",
    "about",
)  # fmt: skip
ERRORS = r"#(?:N/A|NUM!|DIV/0!|VALUE!|REF!|NAME\?|NULL!)"
NONSENSE = re.compile(
    rf"^{ERRORS}$|\{{[a-z_]*\}}|\b(?:nan|NaN|inf|None)\b|(?<!\S)[-−]0(?:[.,]0+)?\b"
)
OMITTED = re.compile("left out|utelatt")


@dataclass(frozen=True)
class Case:
    """One pack: what the folder has, what is asked of it, and which sheets it cannot have."""

    name: str
    lacks: tuple[str, ...] = ()
    folder: dict[str, Any] = field(default_factory=dict)
    period: str = "2026P03"


def without(*files: str, lacks: tuple[str, ...] = ()) -> Case:
    """Return the case of a folder without some files."""
    return Case(f"without {', '.join(files)}", lacks, {"without": files})


CONTACTS = ("unit_cost", "efficiency", "savings")  # the levers are about channels
CASES = (
    Case("everything"),
    without("budget.csv", lacks=("postings",)),
    without("accounts.csv"),
    without("cost_centres.csv"),
    without("activity.csv", lacks=CONTACTS),
    without("workforce.csv", lacks=("resources",)),
    without("adjustments.csv"),
    without("trial_balance.csv"),
    without("intervals.csv", lacks=("staffing",)),
    without("levers.toml"),
    without("xlcost.toml"),
    without(
        *("activity.csv", "intervals.csv", "workforce.csv"),
        lacks=(*CONTACTS, "staffing", "resources"),
    ),
    Case(
        "only the ledger",
        (*CONTACTS[:2], "staffing", "resources", "commentary", "postings"),
        {"without": FILES[1:]},
    ),
    Case("a whole year that is not over", ("forecast",), period="2026"),
    Case(
        "a whole year, the first of all",
        ("forecast",),
        {"periods": (12, 0), "budget_year": 2025, "month": (2025, 12)},
        "2025",
    ),
    Case(
        "13 periods, in millions",
        folder={"more": 'periods_in_year = 13\nunit = "M"', "periods": (13, 3)},
    ),
    Case(
        "a fiscal year from April, better is positive, in thousands",
        ("postings",),
        {
            "more": 'fiscal_year_start = 4\nbetter_is_positive = true\nunit = "K"',
            "periods": (12, 9),
            "month": (2025, 12),
        },
        "2025-12",
    ),
    Case(
        "several currencies",
        folder={
            "more": CURRENCIES,
            "currencies": ("NOK", "EUR", "USD"),
            "without": ("trial_balance.csv",),
        },
    ),
    Case(
        "the first year, without its budget",
        ("bridge", "postings"),
        {"periods": (12, 0), "month": (2025, 12)},
        "2025P12",
    ),
)


@dataclass(frozen=True)
class Made:
    """A pack, its language, what it shows, and what LibreOffice did not agree with."""

    built: BuiltReport
    language: str
    shown: dict[str, dict[str, Any]]
    differences: list[str]


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """Return the pack of every case."""
    built = {}
    for number, case in enumerate(CASES):
        language = LANGUAGES[number % len(LANGUAGES)]
        folder = write(tmp_path_factory.mktemp("data"), **case.folder)
        built[case.name] = build_report(folder, folder / "out", case.period, language), language
    found = all_differences([one.path for one, _ in built.values()])
    return {
        name: Made(one, language, _shown(one.path), found[one.path])
        for name, (one, language) in built.items()
    }


def _shown(path: Path) -> dict[str, dict[str, Any]]:
    """Return the values of a pack's cells by sheet and address."""
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in openpyxl.load_workbook(path, data_only=True)
    }


@pytest.fixture(scope="module")
def heard(packs: dict[str, Made]) -> dict[str, list[str]]:
    """Return what engines typed as Excel is, and Microsoft's validator, say of every pack."""
    files = {name: made.built.path for name, made in packs.items()}
    jobs = [Job(file, engine) for file in files.values() for engine in ENGINES]
    told: dict[Path, list[str]] = validated(list(files.values()))
    for job, cells in zip(jobs, recalculated(jobs), strict=True):
        assert sum(map(len, cells.values())) > 100
        told[job.file] = told[job.file] + differences(cells)
    return {name: told[file] for name, file in files.items()}


every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@every_case
def test_libreoffice_calculates_what_was_cached(packs: dict[str, Made], case: Case) -> None:
    """Every cell of every sheet, recalculated hard, is what the pack carries."""
    assert packs[case.name].differences == []


@every_case
def test_witnesses_of_excel_say_nothing(heard: dict[str, list[str]], case: Case) -> None:
    """Engines typed as Excel is calculate what was cached; the Open XML SDK has no finding."""
    assert heard[case.name] == []


@pytest.mark.long
@every_case
def test_every_formula_obeys_the_rule(packs: dict[str, Made], case: Case) -> None:
    """Whatever is left out, no formula relies on one spreadsheet's types, and none is volatile."""
    assert Contents(packs[case.name].built.path).faults() == []


@every_case
def test_the_validator_finds_nothing(packs: dict[str, Made], case: Case) -> None:
    """openxml-audit has no finding, whatever the pack lacks."""
    result = OpenXmlValidator().validate(str(packs[case.name].built.path))
    assert [str(error) for error in result.errors] == []


@every_case
def test_no_control_fails(packs: dict[str, Made], case: Case) -> None:
    """A folder whose files agree has no failed control, whatever it lacks."""
    made = packs[case.name]
    word = words(made.language)
    cells = made.shown[word.text("report.sheets.checks")]
    failed = word.text("report.failed")
    assert word.text("report.passed") in cells.values()
    assert [address for address, value in cells.items() if value == failed] == []
    assert made.built.failed == 0


@every_case
def test_only_sheets_without_their_input_are_left_out(packs: dict[str, Made], case: Case) -> None:
    """A sheet is there unless its input is not, and About says of each why it is left out."""
    made = packs[case.name]
    titles = {key: words(made.language).text(f"report.sheets.{key}") for key in SHEETS}
    assert list(made.shown) == [titles[key] for key in SHEETS if key not in case.lacks]
    about = [str(value) for value in made.shown[titles["about"]].values()]
    for key in case.lacks:
        assert [text for text in about if titles[key] in text and OMITTED.search(text)], key


@every_case
def test_no_cell_is_an_error_or_nonsense(packs: dict[str, Made], case: Case) -> None:
    """No cell shows an error, an unfilled field, a number that is none, or minus zero."""
    found = [
        f"{sheet}!{address} {value}"
        for sheet, cells in packs[case.name].shown.items()
        for address, value in cells.items()
        if isinstance(value, str) and NONSENSE.search(value)
    ]
    assert found == []
