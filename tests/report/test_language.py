"""The Norwegian pack is Norwegian: no English word is left in it but names that stay."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from shared_samples import Samples

from xlcost import locales
from xlcost.catalogue.families import catalogue
from xlcost.dataset.report_settings import Methods, ReportSettings
from xlcost.locales.words import LANGUAGES
from xlcost.report.build import build
from xlcost.report.model.evaluation import evaluate

WORD = re.compile(r"[a-zæøå]{2,}")
TEXT = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
# What stays as it is in every language, each kind with its reason.
STAYS = {
    "formulas of definitions": r"^[A-Z]+\(.*",
    "formulas in names of arguments": r"[\w.(]+[-+*/]\(?\w[\w.()+*/<>=-]*",
    "names of functions, arguments, tables and columns: formulas read them": r"\b\w+_\w+\b",
    "codes: AC, PY, BU, FC, SHA-256, currencies, accounts": r"\b[A-ZÆØÅ0-9][A-ZÆØÅ0-9-]+\b",
    "titles of sources stand in quotes": r'"[^"]*"',
    "names of files": r"\b[\w.-]+\.(?:csv|xlsx|toml|json|parquet)\b",
    "names of spreadsheet functions and their references": r"\b[A-Z]+\(|\w+\[[^\]]*\]",
}
# The files of both languages have other sizes, hashes, rows and findings.
OF_FILES = {"sources", "checks", "summary_status", "findings"}
NAMES = {"xlcost", "opex", "excel", "libreoffice"}


def _texts_of(path: Path) -> Iterator[str]:
    """Yield every text of a workbook that a person can see, charts, pages and notes included."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.endswith(".xml"):
                continue
            root = etree.fromstring(archive.read(name))
            yield from (str(one.text) for one in root.iter(TEXT, DRAWN) if one.text)
            for one in root.iter("{*}oddHeader", "{*}oddFooter"):
                yield re.sub(r'&"[^"]*"|&K[0-9A-F]{6}|&\d+|&[A-Z]', " ", str(one.text))
            for one in root.iter("{*}dataValidation", "{*}cNvPr", "{*}sheet"):
                given = [
                    one.get(key) for key in ("prompt", "promptTitle", "error", "descr", "name")
                ]
                yield from (text for text in given if text)


def _words_in(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


def _leaves(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for child in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from _leaves(child)


def _vocabulary(language: str) -> set[str]:
    """Return every word that xlcost itself may say in a language."""
    path = Path(str(locales.__file__)).with_name(f"{language}.toml")
    found: set[str] = set()
    for text in _leaves(tomllib.loads(path.read_text(encoding="utf-8"))):
        found |= _words_in(re.sub(r"\{[^{}]*\}", " ", text))
    for metric in catalogue():
        found |= _words_in(f"{metric.label(language)} {metric.definition(language)}")
        if language == "en":
            found |= _words_in(f"{metric.source} {metric.details} {metric.returns}")
    return found


def _names(path: Path) -> set[str]:
    """Return texts that are names: columns of tables, sources cited, keys of the settings."""
    found = {one.cited("nb").replace("chapter", "kapittel") for one in catalogue()}
    found |= {*ReportSettings.model_fields, *Methods.model_fields, "original", "revised"}
    found |= {word for one in catalogue() for word in one.methods}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/tables/"):
                root = etree.fromstring(archive.read(name))
                found |= {str(one.get("name")) for one in root.iter("{*}tableColumn")}
    return found


def _english_only(folder: Path) -> set[str]:
    """Return the words of the English version that neither Norwegian nor the data has."""
    data: set[str] = set()
    for file in folder.iterdir():
        if file.suffix in {".csv", ".toml"}:
            for encoding in ("utf-8-sig", "cp1252"):
                try:
                    data |= _words_in(file.read_text(encoding=encoding))
                    break
                except UnicodeDecodeError:
                    continue
    return _vocabulary("en") - _vocabulary("nb") - data - NAMES


@pytest.fixture(scope="module")
def norwegian(samples: Samples) -> tuple[Path, Path]:
    """Return the folder of the Norwegian sample and its pack."""
    return samples.folder("nb"), samples.report("nb").path


def test_no_english_is_left_in_the_norwegian_pack(norwegian: tuple[Path, Path]) -> None:
    """No text of a cell, chart, page or note has a word that only the English version has."""
    data, path = norwegian
    english = _english_only(data)

    left = {}
    for text in set(_texts_of(path)) - _names(path):
        bare = text
        for pattern in STAYS.values():
            bare = re.sub(pattern, " ", bare)
        if found := _words_in(bare) & english:
            left[text] = found
    assert left == {}


def test_both_languages_show_the_same_figures(samples: Samples) -> None:
    """The sample's figures are the same in both languages but for what the files themselves are."""
    found = {}
    for language in LANGUAGES:
        report = build(samples.dataset(language), created="2026-11-03T07:00:00Z", version="0")
        found[language] = {
            address: value
            for address, value in evaluate(report).items()
            if isinstance(value, int | float) and address[0] not in OF_FILES
        }
    english, norwegian = found["en"], found["nb"]

    assert len(english) > 5000
    assert norwegian == pytest.approx(english, rel=1e-9, abs=1e-9)


def test_the_test_knows_english(norwegian: tuple[Path, Path], samples: Samples) -> None:
    """The same look at the English pack finds English in most of its sentences."""
    data, _ = norwegian
    english = _english_only(data)
    path = samples.report("en").path

    sentences = {text for text in _texts_of(path) if text.count(" ") > 3}
    assert len(sentences) > 50
    assert sum(bool(_words_in(text) & english) for text in sentences) > 0.8 * len(sentences)
