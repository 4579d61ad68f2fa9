"""The outline of a settings file: what a look at the user's own files suggests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlcost.dataset.findings import Finding
from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import folded
from xlcost.dataset.settings import FILE_NAME, parse_settings
from xlcost.engine import Engine
from xlcost.errors import UsageError
from xlcost.inputs.columns.guesses import Guess, guess_of, without_actuals
from xlcost.inputs.columns.outline_lines import comment, section
from xlcost.inputs.files.faults import FileFault
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.inputs.files.readers import read_tables
from xlcost.inputs.files.watching import watched
from xlcost.inputs.standards.ledger_table import NAMES
from xlcost.inputs.standards.recognition import standard_of
from xlcost.locales.words import LANGUAGES, words
from xlcost.values.text_guard import parsed_text

_ANY_LANGUAGE = '# language = "en"  # or "nb"'
_HEAD = (
    "# A first xlcost.toml, made by `xlcost init`. Lines marked (guess) need a look;",
    "# `xlcost check --data DIR` then says how everything was understood.",
    "",
    "[report]",
    '# title = ""',
    '# currency = "NOK"',
    _ANY_LANGUAGE,
    "# fiscal_year_start = 1  # month in which the fiscal year begins",
)


@dataclass(frozen=True)
class Outline:
    """A first `xlcost.toml`, and what could not be read for it.

    Attributes:
        text: The text of the file.
        findings: What is wrong with the files.
    """

    text: str
    findings: tuple[Finding, ...]


def outline(files: list[Path], folder: Path | None = None) -> str:
    """Return the text of a first `xlcost.toml` for some files, with a comment on each guess."""
    return outlined(files, folder).text


def outlined(files: list[Path], folder: Path | None = None) -> Outline:
    """Return a first `xlcost.toml` for some files: settings that can be read, or a question.

    Args:
        files: The files.
        folder: Where the settings will stand: files are named as seen from there.
    """
    lines = list(_HEAD)
    found: list[Finding] = []
    with Engine() as engine:
        guesses: list[Guess] = []
        for path in files:
            if whole := _whole_ledger(path):
                lines += whole
                continue
            tables, findings = read_tables(path, ReadOptions(), engine, Limits())
            found += findings
            lines += [f"# {comment(finding.sentence())}" for finding in findings]
            alike = _alike(tables)
            rest = ", ".join(raw.sheet for raw in tables[1:] if raw.sheet not in alike)
            lines += [f"# {comment(path.name)}: not used: {comment(rest)}"] if rest else []
            for raw in tables[:1]:
                guess = _guess(raw, engine)
                if isinstance(guess, Guess):
                    guesses.append(replace(guess, alike=alike))
                else:
                    found.append(guess)
                    lines.append(f"# {comment(guess.sentence())}")
        guesses = [without_actuals(guess, guesses) for guess in guesses]
        if _language(guesses) == "nb":
            lines[lines.index(_ANY_LANGUAGE)] = 'language = "nb"  # (guess) by the headings'
        names = [guess.input for guess in guesses]
        for guess in guesses:
            name = guess.input
            body = section(guess, folder)
            heading = f"[[{name}]]" if names.count(name) > 1 else f"[{name}]"
            lines += ["", *_sure(lines, [heading, *body])]
    return Outline("\n".join(lines) + "\n", tuple(found))


def _guess(raw: RawTable, engine: Engine) -> Guess | Finding:
    """Return what a table may be, or why it cannot be read."""
    try:
        with watched(raw, engine, Limits()):
            return guess_of(raw)
    except FileFault as fault:
        return fault.finding(raw.name)


def _whole_ledger(path: Path) -> list[str]:
    """Return what to say of a ledger in a legal standard, which needs no settings."""
    standard = standard_of(path, Limits())
    if not standard:
        return []
    name = f"# {comment(path.name)} is a whole ledger ({NAMES[standard]}):"
    return ["", name, "# it is read without settings where nothing else is the ledger."]


def _sure(before: list[str], section: list[str]) -> list[str]:
    """Return a section as it is where it can be read, else as a comment with the question."""
    text = "\n".join([*before, "", *section])
    try:
        text.encode()  # the name of a file may be no text
        parse_settings(parsed_text(text, FILE_NAME))
    except (UsageError, UnicodeError) as fault:
        question = comment(str(fault))
        if isinstance(fault, UnicodeError):
            question = "the name of the file holds bytes that are no text; give it another name"
        return [f"# (question) {question}", *(f"# {comment(line)}" for line in section)]
    return section


def _alike(tables: Sequence[RawTable]) -> tuple[str, ...]:
    """Return the visible sheets with the headings of the first one, where there are several."""
    found = [raw.sheet for raw in tables if raw.header == tables[0].header]
    hidden = {raw.sheet for raw in tables if raw.detected.get("hidden")}
    found = [sheet for sheet in found if sheet not in hidden]
    return tuple(found) if len(found) > 1 else ()


def _language(guesses: Sequence[Guess]) -> str:
    """Return the language in which most headings are known that one language alone knows; or ""."""
    known = Counter(
        language
        for guess in guesses
        for canonical, bound in guess.binding.columns.items()
        for language in LANGUAGES
        if _says(language, guess.input, canonical, bound.heading)
    )
    ((first, most), *others) = (*known.most_common(2), ("", 0))
    return first if most > max((count for _, count in others), default=0) else ""


def _says(language: str, input_name: str, canonical: str, heading: str) -> bool:
    """Tell whether a language, and no other, calls a column so."""
    called = {
        one
        for one in LANGUAGES
        for section in (input_name, "any")
        for name in words(one).section("aliases").get(section, {}).get(canonical, [])
        if folded(name) == folded(heading)
    }
    return called == {language}
