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
from xlcost.inputs.columns.alike_sections import alike_sections
from xlcost.inputs.columns.guesses import BY_NAME, Guess, guess_of, with_lists, without_actuals
from xlcost.inputs.columns.outline_lines import comment, missing, section
from xlcost.inputs.columns.whole_files import whole_file
from xlcost.inputs.files.faults import FileFault
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.inputs.files.readers import read_tables
from xlcost.inputs.files.watching import watched
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
class FileLook:
    """What a look at one table of a file suggests.

    Attributes:
        path: The file.
        sheet: The sheet, or "".
        input: What it seems to be, "" where that is not understood.
        sure: How sure that is: "standard", "profile", "name", "columns", "partly" or "no".
    """

    path: Path
    sheet: str
    input: str
    sure: str


@dataclass(frozen=True)
class Outline:
    """A first `xlcost.toml`, and what could not be read for it.

    Attributes:
        text: The text of the file.
        findings: What is wrong with the files.
        looks: What each table of the files seems to be.
    """

    text: str
    findings: tuple[Finding, ...]
    looks: tuple[FileLook, ...] = ()


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
    looks: list[FileLook] = []
    with Engine() as engine:
        guesses: list[Guess] = []
        for path in files:
            if whole := whole_file(path):
                lines += whole[0]
                known = whole[1] or {"": "no"}
                looks += [FileLook(path, "", name, sure) for name, sure in known.items()]
                continue
            more, own, told = _of_file(path, engine)
            guesses += more
            found += own
            lines += told
        guesses = with_lists([without_actuals(guess, guesses) for guess in guesses])
        if _language(guesses) == "nb":
            lines[lines.index(_ANY_LANGUAGE)] = 'language = "nb"  # (guess) by the headings'
        lines += _sections(guesses, folder, lines)
        looks += [_look(guess) for guess in guesses]
    return Outline("\n".join(lines) + "\n", tuple(found), tuple(looks))


def _of_file(path: Path, engine: Engine) -> tuple[list[Guess], list[Finding], list[str]]:
    """Return what a file may be, what is wrong with it, and the comments on it."""
    tables, findings = read_tables(path, ReadOptions(), engine, Limits())
    lines = [f"# {comment(finding.sentence())}" for finding in findings]
    alike = _alike(tables)
    guesses: list[Guess] = []
    for raw in _apart(tables, alike):
        guess = _guess(raw, engine)
        if isinstance(guess, Guess):
            guesses.append(replace(guess, alike=alike))
        else:
            findings = [*findings, guess]
            lines.append(f"# {comment(guess.sentence())}")
    meant = [guess for guess in guesses if guess.input]
    # A sheet beside the one that is understood may be notes; of a file, one answer is given.
    guesses = meant or guesses[:1]
    used = {*alike, *(guess.raw.sheet for guess in guesses)}
    rest = ", ".join(raw.sheet for raw in tables if raw.sheet not in used)
    lines += [f"# {comment(path.name)}: not used: {comment(rest)}"] if rest else []
    return guesses, findings, lines


def _apart(tables: Sequence[RawTable], alike: Sequence[str]) -> list[RawTable]:
    """Return the tables of a file that may be inputs of their own."""
    if alike:
        return list(tables[:1])
    return [raw for raw in tables if not raw.detected.get("hidden")] or list(tables[:1])


def _sections(guesses: Sequence[Guess], folder: Path | None, before: Sequence[str]) -> list[str]:
    """Return the tables of the inputs, those that say the same of several files as one."""
    lines: list[str] = []
    sections = alike_sections([(guess, section(guess, folder)) for guess in guesses], folder)
    names = [guess.input for guess, _ in sections]
    for guess, body in sections:
        name = guess.input
        heading = f"[[{name}]]" if names.count(name) > 1 else f"[{name}]"
        own = _sure([*before, *lines], [heading, *body]) if name else body
        lines += ["", *own]
    return lines


def _look(guess: Guess) -> FileLook:
    """Return what is said of a table for people: what it is, and how sure that is."""
    sure = "columns"
    if not guess.input:
        sure = "no"
    elif guess.profile:
        sure = "profile"
    elif missing(guess) or guess.hints:
        sure = "partly"
    elif guess.why == BY_NAME:
        sure = "name"
    return FileLook(guess.raw.file, guess.raw.sheet, guess.input, sure)


def _guess(raw: RawTable, engine: Engine) -> Guess | Finding:
    """Return what a table may be, or why it cannot be read."""
    try:
        with watched(raw, engine, Limits()):
            return guess_of(raw)
    except FileFault as fault:
        return fault.finding(raw.name)


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
    """Return the visible sheets, where there are several and all have the same headings."""
    seen = [raw for raw in tables if not raw.detected.get("hidden")]
    same = all(raw.header == seen[0].header for raw in seen)
    return tuple(raw.sheet for raw in seen) if same and len(seen) > 1 else ()


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
