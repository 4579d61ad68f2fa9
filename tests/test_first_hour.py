"""The first hour on the command line: what a newcomer types, and what the answer says to do."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from xlcost.console import next_steps
from xlcost.console.cli import app
from xlcost.console.examples import EXAMPLES
from xlcost.dataset.findings import Code
from xlcost.errors import UsageError
from xlcost.inputs.loading import load
from xlcost.locales.refusals import told
from xlcost.locales.words import words
from xlcost.values.asked_period import asked_period, spelled
from xlcost.values.calendar import Calendar

LEDGER = (
    "Account,Account name,Date,Amount\n5000,Salaries,2026-09-05,100\n5000,Salaries,2026-10-05,200\n"
)
BUDGET = "Account,Period,Amount\n5000,2026-09,110\n5000,2026-10,190\n"
# What a person in finance has no use for.
JARGON = re.compile(
    r"value error|<\w+>|pydantic|polars|duckdb|traceback|input should|valid integer|none\b"
    r"|unexpected extra|no such|\[x>=|╭|str\b|errno",
    re.IGNORECASE,
)


def said(*arguments: str | Path) -> tuple[int, str]:
    """Return the exit code of a call, and everything that it printed."""
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["chek"], "xlcost check"),
        (["settings", "exprt"], "xlcost settings export"),
        (["xyz"], "demo, report"),
        (["report", "--perid", "2026-10"], "--period"),
        (["report", "--nothing-like-it"], "--nothing-like-it"),
        (["report", "--each", "team"], "cost_centre, site, entity, manager"),
        (["report", "--format", "xml"], "html, pptx, pdf, json, csv, parquet"),
        (["report", "--format", "html,xml"], "html, pptx, pdf, json, csv, parquet"),
        (["report", "--processes", "two"], "--processes"),
        (["report", "--processes", "0"], "1"),
        (["check", "October data"], 'xlcost check --data "October data"'),
        (["demo", "October"], "October"),
        (["report", "--data"], "--data"),
        (["check", "--data", "no-such-folder"], "no-such-folder"),
        (["check", "--data", __file__], __file__),
        (["init", "no-such-folder"], "no-such-folder"),
    ],
    ids=str,
)
def test_wrong_use_is_one_plain_sentence(arguments: list[str], named: str, language: str) -> None:
    """A mistyped command, option, value or path is told in a sentence of either language."""
    code, output = said(*arguments[:1], "--lang", language, *arguments[1:]) if (
        arguments[0] in ("report", "check", "demo", "init")
    ) else said(*arguments, "--lang", language)  # fmt: skip
    assert code == 2
    assert len(output.splitlines()) == 1
    assert output.startswith("xlcost: ")
    assert named in output
    assert not JARGON.search(output.replace(__file__, "")), output


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["demo", "--keep-data", "{file}"], 2, "{file} er en fil; oppgi mappen den ligger i."),
        (["report", "--out", "{file}"], 3, "Mappen {file} kan ikke lages"),
        (["init"], 2, "ingen fil som kan være en hovedbok"),
        (["settings", "export"], 2, "xlcost.toml finnes ikke."),
        (["check", "--period", "Q3"], 2, "«Q3» er et kvartal"),
    ],
    ids=str,
)
def test_what_a_newcomer_runs_into_is_told_in_norwegian(
    arguments: list[str], code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file where a folder goes, an empty folder, no settings: one sentence of the language."""
    (tmp_path / "here").mkdir()
    file = tmp_path / "file.txt"
    file.write_text("")
    monkeypatch.chdir(tmp_path / "here")
    words_of = [one.replace("{file}", str(file)) for one in arguments]
    ended, output = said(*words_of, "--lang", "nb")
    assert ended == code, output
    assert len(output.splitlines()) == 1
    assert sentence.replace("{file}", str(file)) in output


def test_a_language_that_there_is_not_is_told_with_those_there_are() -> None:
    """A language of neither is answered with both."""
    sentence = "--lang cannot be “no”; choose one of: en, nb. Options: xlcost report --help"
    assert said("report", "--lang", "no") == (2, f"xlcost: {sentence}\n")


def commands() -> list[str]:
    """Return every command, groups and the counter itself included."""
    return list(EXAMPLES)


@pytest.mark.parametrize("name", commands())
def test_help_is_short_and_has_examples(name: str) -> None:
    """The help of each command fits 80 columns, has no word of Python, and ends with examples."""
    code, output = said(*name.split(), "--help")
    assert code == 0
    assert max(len(line) for line in output.splitlines()) <= 80
    assert "Examples" in output
    assert not JARGON.search(output), output
    assert output.count("\n") < 60


@pytest.mark.parametrize("name", commands())
def test_every_example_can_be_called(name: str) -> None:
    """Each example of the help is a call that the command line understands."""
    group = typer.main.get_command(app)
    for call, _ in EXAMPLES[name]:
        first, *rest = shlex.split(call.replace("\\", "/"))
        command = group.commands[first]  # type: ignore[attr-defined]  # a group has them
        if first == "settings":
            command = command.commands[rest.pop(0)]
        command.make_context(first, rest)


def test_every_command_has_examples() -> None:
    """No command is forgotten."""
    group = typer.main.get_command(app)
    assert set(group.commands) <= set(EXAMPLES)  # type: ignore[attr-defined]  # a group has them


def test_the_folder_in_which_one_stands_needs_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --data the data are those of this folder, and the next command names none."""
    (tmp_path / "ledger.csv").write_text(LEDGER)
    monkeypatch.chdir(tmp_path)
    code, output = said("check")
    assert code == 0, output
    assert "ledger.csv" in output
    assert output.rstrip().splitlines()[-2:] == ["Next:", "  xlcost report"]


@pytest.mark.parametrize(
    ("file", "name", "text"),
    [
        ("GL_export_2026.csv", "ledger", LEDGER),
        ("Hovedbok_okt.csv", "ledger", LEDGER),
        ("General ledger Oct 2026.csv", "ledger", LEDGER),
        ("LedgerExport2026.csv", "ledger", LEDGER),
        ("Budget 2026 rev2.csv", "budget", BUDGET),
        ("Budsjett avd 100.csv", "budget", BUDGET),
        (
            "Chart of accounts Oct.csv",
            "accounts",
            "Account,Name,Line,Category\n5000,Pay,Pay,People\n",
        ),
        ("Kontoplan 2026 v2.csv", "accounts", "Konto,Navn,Linje,Kategori\n5000,L,L,P\n"),
        ("Kostnadssteder okt.csv", "cost_centres", "Kode,Navn\n100,Kundeservice\n"),
    ],
)
def test_a_name_that_says_what_the_file_is_is_believed(
    file: str, name: str, text: str, tmp_path: Path
) -> None:
    """One file whose name speaks of an input, with its columns, is read as that, with a note."""
    (tmp_path / file).write_text(text, encoding="utf-8")
    if name != "ledger":
        (tmp_path / "ledger.csv").write_text(LEDGER)
    dataset = load(tmp_path)
    assert (name, file) in {(one.input, one.file) for one in dataset.facts.sources}
    notes = [one for one in dataset.findings if one.code is Code.DETECTED and one.expected == name]
    assert [one.where.file for one in notes] == [file]


@pytest.mark.parametrize(
    "names",
    [
        ("Budget draft.csv",), ("Budget old.csv",), ("Budget vs actual.csv",),
        ("Budget North.csv", "Budget South.csv"), ("Ledger of budget changes.csv",),
    ],
    ids=", ".join,
)  # fmt: skip
def test_a_name_that_says_too_little_is_asked_about(names: tuple[str, ...], tmp_path: Path) -> None:
    """A draft, a comparison, or two files of one name are in no figure, and each is told."""
    (tmp_path / "ledger.csv").write_text(LEDGER)
    for name in names:
        (tmp_path / name).write_text(BUDGET)
    dataset = load(tmp_path)
    assert dataset.facts.budget.empty
    told_of = {one.where.file for one in dataset.findings if one.code is Code.UNREAD_FILE}
    assert told_of == set(names)


def test_the_budget_beside_its_draft_is_read(tmp_path: Path) -> None:
    """A draft beside the budget is no second budget: it is told and not read."""
    (tmp_path / "ledger.csv").write_text(LEDGER)
    (tmp_path / "Budget FY26.csv").write_text(BUDGET)
    (tmp_path / "Budget FY26 draft.csv").write_text(BUDGET.replace("190", "999"))
    dataset = load(tmp_path)
    assert dataset.facts.budget["amount"].sum() == 300
    assert [f.where.file for f in dataset.findings if f.code is Code.UNREAD_FILE] == [
        "Budget FY26 draft.csv"
    ]


def test_a_name_without_the_columns_is_told_and_stops_nothing(tmp_path: Path) -> None:
    """A file that only sounds like an input is a warning; the report goes on without it."""
    (tmp_path / "ledger.csv").write_text(LEDGER)
    (tmp_path / "Staff birthdays.csv").write_text("Name,Day\nAda,10 December\n")
    found = {one.code: one for one in load(tmp_path).findings}
    assert found[Code.UNREAD_FILE].where.file == "Staff birthdays.csv"
    assert Code.MISSING_COLUMN not in found


def test_a_file_that_the_settings_use_is_not_read_again_by_its_name(tmp_path: Path) -> None:
    """What the settings call the ledger is no budget, whatever else its name says."""
    (tmp_path / "Budget system GL.csv").write_text(LEDGER)
    (tmp_path / "xlcost.toml").write_text('[ledger]\nfiles = ["Budget system GL.csv"]\n')
    dataset = load(tmp_path)
    assert dataset.facts.budget.empty
    assert dataset.facts.ledger["amount"].sum() == 300


@pytest.mark.parametrize("language", ["en", "nb"])
def test_without_a_ledger_one_question_is_left(language: str, tmp_path: Path) -> None:
    """The files that lie there are named, what follows from it is folded away, init is next."""
    (tmp_path / "export.csv").write_text(LEDGER)
    (tmp_path / "trial_balance.csv").write_text("Account,Period,Balance\n5000,2026-10,300\n")
    (tmp_path / "budget.csv").write_text(BUDGET)
    code, output = said("check", "--data", tmp_path, "--lang", language)
    assert code == 1
    word = words(language)
    assert output.count(word.text("cli.severities.error") + " ") == 1
    assert "export.csv" in output
    assert word.text("cli.counts.error", count=1) in output
    assert output.rstrip().splitlines()[-1] == f"  xlcost init {tmp_path}"
    code, output = said("report", "--data", tmp_path, "--lang", language, "--out", tmp_path / "o")
    assert code == 1
    assert "export.csv" in output
    assert output.rstrip().splitlines()[-1] == f"  xlcost init {tmp_path}"


def test_two_files_that_may_be_the_ledger_are_one_question(tmp_path: Path) -> None:
    """Which of them it is is asked once: neither is in a figure, and neither is told again."""
    for name in ("Hovedbok sept.csv", "Hovedbok okt.csv"):
        (tmp_path / name).write_text(LEDGER)
    dataset = load(tmp_path)
    assert dataset.facts.ledger.empty
    asked = [one for one in dataset.findings if one.severity != "note"]
    assert [one.code for one in asked] == [Code.MISSING_INPUT]
    assert all(name in asked[0].got for name in ("Hovedbok sept.csv", "Hovedbok okt.csv"))


def test_a_file_of_the_settings_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    """The name that fits nothing is told with the files that lie there, and nothing else asked."""
    (tmp_path / "ledger 2026 rev.csv").write_text(LEDGER)
    (tmp_path / "xlcost.toml").write_text('[ledger]\nfiles = ["ledgr.csv"]\n')
    errors = [one for one in load(tmp_path).findings if one.severity == "error"]
    assert [one.got for one in errors] == [
        "Ledger: no file matches ledgr.csv; the folder holds ledger 2026 rev.csv"
    ]


@pytest.mark.parametrize(
    "text",
    ["2026-10", "10/2026", "10.2026", "2026/10", "oct 2026", "okt 2026", "Oktober 2026",
     "2026 October", "2026P10", "202610", " 2026-10 "],
)  # fmt: skip
def test_a_period_is_read_as_people_write_it(text: str) -> None:
    """October 2026, however a person writes it, is October 2026."""
    assert asked_period(text, Calendar()).key == 202610


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize(
    "text", ["2026-13", "2026P13", "13/2026", "Q3", "Q3 2026", "2026-10-31", "31.10.2026", "10",
             "P10", "last", "okt", "1/26", "2026.1", ""],
)  # fmt: skip
def test_what_is_no_period_is_said_in_words(text: str, language: str) -> None:
    """A quarter, a day, a thirteenth month are none, and the sentence says so of what was typed."""
    with pytest.raises(UsageError) as refused:
        asked_period(text, Calendar())
    sentence = told(refused.value, language)
    assert text in sentence
    assert "20" in sentence
    assert not JARGON.search(sentence)


@pytest.mark.parametrize(
    ("like", "shown"),
    [("2027-10", "2026-10"), ("10/2027", "10/2026"), ("10.2027", "10.2026"), ("202710", "202610"),
     ("2027P10", "2026P10"), ("okt 2027", "oktober 2026"), ("2027", "2026-10"), ("", "2026P10")],
)  # fmt: skip
def test_periods_are_shown_as_the_person_wrote(like: str, shown: str) -> None:
    """The periods that there are stand in the spelling of the one that was asked for."""
    assert spelled(202610, Calendar(), like, "nb") == shown


def test_a_period_of_a_broken_fiscal_year_is_shown_as_the_person_wrote() -> None:
    """Months are calendar months, whatever the fiscal year."""
    calendar = Calendar(fiscal_year_start=7)
    assert spelled(calendar.from_month(2026, 10) or 0, calendar, "2027-10", "en") == "2026-10"


@pytest.mark.parametrize("asked", ["2027-10", "10/2027"])
def test_a_period_outside_the_data_is_told_with_those_there_are(asked: str, tmp_path: Path) -> None:
    """No report, and no advice to build anyway: the periods that there are, the last to copy."""
    (tmp_path / "ledger.csv").write_text(LEDGER)
    (tmp_path / "budget.csv").write_text(BUDGET)
    last = asked.replace("2027", "2026")
    code, output = said("report", "--data", tmp_path, "--period", asked, "--out", tmp_path / "o")
    assert code == 1
    assert asked in output
    assert last in output
    assert "allow-errors" not in output
    assert output.rstrip().splitlines()[-1] == f"  xlcost report --data {tmp_path} --period {last}"
    code, output = said("check", "--data", tmp_path, "--period", asked)
    assert code == 1
    assert "errors: 1" in output
    assert "budget" not in output.partition("errors: 1")[0].partition("Error")[2]


@pytest.mark.parametrize(
    ("folder", "posix", "windows"),
    [
        ("exports", "exports", "exports"),
        ("Finance data/Oct", "'Finance data/Oct'", '"Finance data/Oct"'),
        ("it's", "'it'\"'\"'s'", '"it\'s"'),
        ("a&b", "'a&b'", '"a&b"'),
        ("C:\\Users\\Kåre Å\\", "'C:\\Users\\Kåre Å\\'", '"C:\\Users\\Kåre Å\\\\"'),
        ("C:\\Økonomi", "'C:\\Økonomi'", "C:\\Økonomi"),
    ],
)
def test_paths_of_the_next_command_are_quoted_for_the_shell(
    folder: str, posix: str, windows: str
) -> None:
    """A path with spaces or marks arrives whole in the shell of this computer, Windows' too."""
    assert next_steps.command("init", folder, windows=False) == f"xlcost init {posix}"
    assert next_steps.command("init", folder, windows=True) == f"xlcost init {windows}"
    assert shlex.split(next_steps.command("init", folder, windows=False))[-1] == folder


def test_the_next_command_calls_the_program_that_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that is on no PATH is named with the way to it; one that is, by its name."""
    program = tmp_path / "my env/bin/xlcost"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [str(program)])
    monkeypatch.setenv("PATH", "/usr/bin")
    assert next_steps.command("init") == "'my env/bin/xlcost' init"
    monkeypatch.setenv("PATH", str(program.parent))
    assert next_steps.command("init") == "xlcost init"


def test_a_mistake_of_the_settings_is_told_in_their_language(tmp_path: Path) -> None:
    """Settings that say Norwegian and hold a wrong key are answered in Norwegian."""
    text = '[report]\nlanguage = "nb"\nentiti = "x"\n'
    (tmp_path / "xlcost.toml").write_text(text, encoding="utf-8")
    code, output = said("check", "--data", tmp_path)
    assert code == 2
    assert "nøkkelen report.entiti er ukjent; mente du entity?" in output
