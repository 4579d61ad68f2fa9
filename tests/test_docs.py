"""The pages of docs/ say what the code says."""

from __future__ import annotations

import re
import runpy
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from tests.regenerate import COMMAND
from xlcost.catalogue.families import catalogue
from xlcost.dataset.findings import Code
from xlcost.dataset.report_settings import ReportSettings
from xlcost.dataset.schema import INPUTS
from xlcost.dataset.settings import InputSettings
from xlcost.planning.kinds import kinds
from xlcost.planning.levers_file import Baseline, parse_levers
from xlcost.planning.page import pages

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
# The project's own pages and pictures, wherever the project lives.
OWN = re.compile(r"^https://(?:raw\.githubusercontent|github)\.com/xlcost/xlcost/(?:blob/)?main/")
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


def test_generated_pages_are_in_step() -> None:
    """Every generated page is what `python -m tests.regenerate` writes today, none is left."""
    made: dict[str, str] = runpy.run_path(str(DOCS / "generate.py"))["pages"]()
    there = {f"levers/{page.name}" for page in (DOCS / "levers").iterdir()}
    assert there <= made.keys()
    old = [
        name
        for name, text in made.items()
        if not (DOCS / name).is_file() or (DOCS / name).read_text(encoding="utf-8") != text
    ]
    assert not old, COMMAND


@pytest.mark.parametrize("name", list(INPUTS))
def test_every_column_is_documented(name: str) -> None:
    """docs/inputs.md names every canonical column of every input."""
    section = _section(DOCS / "inputs.md", name)
    missing = [one.name for one in INPUTS[name].columns if f"`{one.name}`" not in section]
    assert not missing


def test_every_setting_is_documented() -> None:
    """docs/inputs.md names every key that xlcost.toml may hold, nested ones too."""
    text = (DOCS / "inputs.md").read_text(encoding="utf-8")
    keys = set(_keys(InputSettings)) | set(_keys(ReportSettings))
    assert not sorted(key for key in keys if f"`{key}`" not in text)


def test_every_finding_is_documented() -> None:
    """docs/inputs.md names every code that a finding may have."""
    text = (DOCS / "inputs.md").read_text(encoding="utf-8")
    assert not [code for code in Code if f"`{code}`" not in text]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link of a page to a file of the project finds that file."""
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        own = OWN.sub("", target)
        if "://" not in own:
            folder = page.parent if own == target else ROOT
            assert (folder / own).exists(), target


def test_what_pypi_shows_has_whole_links() -> None:
    """README is read on PyPI, too: no link and no picture of it is relative to this folder."""
    targets = re.findall(r"\]\(([^)\s]+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not target.startswith("https://")] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    home = project["urls"]["Homepage"]
    assert all(address.startswith(home) for address in project["urls"].values())
    assert home in targets[-1]


def test_examples_of_settings_are_valid() -> None:
    """Every TOML example of docs/inputs.md is a valid settings file."""
    from xlcost.dataset.settings import parse_settings

    text = (DOCS / "inputs.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    assert examples
    for example in examples:
        parse_settings(tomllib.loads(example))


def test_glossary_has_the_words_of_the_reports() -> None:
    """Every Norwegian word of the glossary is one that a Norwegian reader meets in xlcost."""
    with (ROOT / "xlcost" / "locales" / "nb.toml").open("rb") as file:
        texts = [*_texts(tomllib.load(file)), *(one.label("nb") for one in catalogue())]
    met = " ".join(texts).casefold()
    page = (DOCS / "glossary.md").read_text(encoding="utf-8").partition("## Abbreviations")[0]
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| ")][1:]
    told = [re.sub(r"\(.*\)", "", cells[2]).split(",") for cells in rows]
    strange = [word for words in told for word in words if word.strip().casefold() not in met]
    assert [word for word in strange if word.strip() != "–"] == []


def _texts(section: Mapping[str, Any]) -> Iterator[str]:
    """Yield every text of a locale but the titles that files may have."""
    for key, value in section.items():
        if isinstance(value, Mapping):
            yield from () if key == "aliases" else _texts(value)
        elif isinstance(value, str):
            yield value


def _section(page: Path, name: str) -> str:
    """Return the text under the heading that begins with this name."""
    text = page.read_text(encoding="utf-8")
    return re.split(rf"^### {name}\b", text, flags=re.MULTILINE)[1].split("\n### ")[0]


def _keys(model: type[BaseModel]) -> list[str]:
    found = []
    for name, field in model.model_fields.items():
        found.append(name)
        for inner in (field.annotation, *get_args(field.annotation)):
            found += _inner_keys(inner)
    return found


def _inner_keys(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _keys(annotation)
    return []


def test_every_lever_is_documented() -> None:
    """Each lever's page names functions that exist, and pitfalls; docs/levers.md leads there.

    The example of docs/levers.md is a valid plan.
    """
    index = (DOCS / "levers.md").read_text(encoding="utf-8")
    names = {one.excel_name for one in catalogue()}
    for name, page in pages().items():
        assert f"(levers/{name}.md)" in index
        wrong = page.partition("## What practitioners get wrong")[2].partition("## Source")[0]
        assert wrong.count("\n- **") > 1, name
        (line,) = re.findall(r"^\*\*Function:\*\* (.*)$", page, re.MULTILINE)
        called = set(re.findall(r"[A-Z]+(?:_[A-Z]+)+", line))
        assert called, name
        assert called <= names, name
        missing = [key for key in kinds()[name].model_fields if f"`{key}`" not in page + index]
        assert not missing, name
    assert not [key for key in Baseline.model_fields if f"`{key}`" not in index]
    (example,) = re.findall(r"```toml\n(.*?)```", index, re.DOTALL)
    assert len(parse_levers(tomllib.loads(example)).levers) == 2


def test_every_question_has_its_finding_and_its_setting() -> None:
    """Each question of docs/faq.md names findings that there are, and keys that settings take."""
    text = (DOCS / "faq.md").read_text(encoding="utf-8")
    questions = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    codes = [re.findall(r"`([A-Z_]+)`", one) for one in questions]
    assert len(questions) > 20
    assert sum(not one for one in codes) == 1  # building in spite of errors is about every code
    assert not [code for one in codes for code in one if code not in list(Code)]
    models: Mapping[str, type[BaseModel]] = {"report": ReportSettings} | dict.fromkeys(
        INPUTS, InputSettings
    )
    said = [re.findall(r"`(\w+)\.(\w+)[\w.-]*`", one) for one in questions]
    keys = [pair for pairs in said for pair in pairs if pair[1] not in {"toml", "csv", "xlsx"}]
    assert len(keys) > 12
    assert not [(name, key) for name, key in keys if key not in models[name].model_fields]
