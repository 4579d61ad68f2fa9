"""The pack with and without each optional input: live, agreed by LibreOffice, and silent on none.

Every case is a pack of its own; languages alternate. One office recalculates some of them on each
run, and all before a release (-m long).
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
    calculated: bool = False  # by LibreOffice and the witnesses on each run, not before a release

    def mark(self) -> Any:
        """Return the case as a parameter of the tests that calculate."""
        return pytest.param(self, marks=() if self.calculated else pytest.mark.long)


def without(*files: str, lacks: tuple[str, ...] = ()) -> Case:
    """Return the case of a folder without some files."""
    return Case(f"without {', '.join(files)}", lacks, {"without": files})


CONTACTS = ("unit_cost", "efficiency", "savings")  # the levers are about channels
CASES = (
    Case("everything", calculated=True),
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
        (*CONTACTS, "staffing", "resources", "commentary", "postings"),
        {"without": FILES[1:]},
        calculated=True,
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
        calculated=True,
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
        calculated=True,
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
    """A pack, its language, and what it shows."""

    built: BuiltReport
    language: str
    shown: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """Return the pack of every case."""
    made = {}
    for number, case in enumerate(CASES):
        language = LANGUAGES[number % len(LANGUAGES)]
        folder = write(tmp_path_factory.mktemp("data"), **case.folder)
        built = build_report(folder, folder / "out", case.period, language)
        made[case.name] = Made(built, language, _shown(built.path))
    return made


@pytest.fixture(scope="module")
def calculated(packs: dict[str, Made], request: pytest.FixtureRequest) -> dict[str, Path]:
    """Return the packs of the cases whose calculation was asked for in this run."""
    asked = [
        item.callspec.params["case"].name
        for item in request.session.items
        if item.path == request.path and {"office", "heard"} & set(item.fixturenames)
    ]
    return {name: packs[name].built.path for name in dict.fromkeys(asked)}


@pytest.fixture(scope="module")
def office(calculated: dict[str, Path]) -> dict[str, list[str]]:
    """Return what LibreOffice does not agree with."""
    found = all_differences(list(calculated.values()))
    return {name: found[path] for name, path in calculated.items()}


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
def heard(calculated: dict[str, Path]) -> dict[str, list[str]]:
    """Return what engines typed as Excel is, and Microsoft's validator, say of the packs."""
    jobs = [Job(file, engine) for file in calculated.values() for engine in ENGINES]
    told: dict[Path, list[str]] = validated(list(calculated.values()))
    for job, cells in zip(jobs, recalculated(jobs), strict=True):
        assert sum(map(len, cells.values())) > 100
        told[job.file] = told[job.file] + differences(cells)
    return {name: told[file] for name, file in calculated.items()}


every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
each_calculated = pytest.mark.parametrize(
    "case", [case.mark() for case in CASES], ids=lambda case: case.name
)


@each_calculated
def test_libreoffice_calculates_what_was_cached(office: dict[str, list[str]], case: Case) -> None:
    """Every cell of every sheet, recalculated hard, is what the pack carries."""
    assert office[case.name] == []


@each_calculated
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
