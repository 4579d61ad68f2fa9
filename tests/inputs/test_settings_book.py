"""The settings workbook: what TOML says can be said in cells, and comes back as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from pydantic import BaseModel

from xlcost.dataset.schema import INPUTS
from xlcost.dataset.setting_keys import Parts, flat, key_parts, key_text, kind_of
from xlcost.dataset.settings import InputSettings, Settings, parse_settings
from xlcost.errors import SettingsError, UsageError
from xlcost.inputs.configuration import settings_files
from xlcost.inputs.configuration.settings_files import load_settings
from xlcost.inputs.configuration.toml_files import read_toml
from xlcost.inputs.loading import load
from xlcost.runs.settings_exchange import to_toml, to_workbook
from xlcost.system.identity import Identity

WHOLE = """
[report]
title = "[draft] = 1"
entity = "Æ & Co"
currency = "NOK"
language = "nb"
rates = {EUR = 11.5, SEK = {"2026-01" = 1.02, "2026P2" = 1}}
budget_rates = {EUR = 12}
fiscal_year_start = 7
fiscal_year_named_by = "start"
methods = {service_level = "answered_of_answered", forecast_by_line = {"Rent, Oslo" = "run_rate"}}
benchmark_low = 5.0
benchmark_high = 123456789012.25
thresholds = {occupancy = {green = 0.8, amber = 0.7}}
budget_version = "2026"
channel_shares = {phone = 0.5, chat = 0.5}
show_people = true
prepared_by = "=HYPERLINK(1)"
prepared_on = 2026-11-03
time_zone = "Europe/Oslo"
unit = "K"
holidays = "NO"
working_days = {"2026-10" = 21}

[report.materiality]
amount = 10000
pct = 0.05
mode = "or"
always = ["Rent", "007"]
rules = [{lines = ["Rent"], amount = 5, pct = 0.5}]

[report.staffing]
shift_hours = 7.5
channels = ["phone"]

[[ledger]]
files = ["a*.csv", "b.csv"]
sheet = "true"
delimiter = "\\t"
quoting = false
header_row = 0
decimal = ","
thousands = ""
columns = {account = "B", amount = "Beløp (NOK)"}
fill_down = ["Konto"]
sign = {column = "D/K", debit = ["D"], credit = ["K"]}
amounts = {"2026-01 Total, net" = {version = "actual", period = "2026-01"}}
constants = {cost_centre = "0300"}
leave_out = [{column = "Konto", values = ["1000..2999", "4*"]}]
control_total = 0.1
amount_unit = 1000

[[ledger]]
files = "c.csv"
closing_periods = "last"

[activity]
files = "act.csv"
duration = {"Call minutes" = "min", "Avg talk" = "m:ss"}
averages = {"AHT" = {measure = "talk_seconds", weight = "Handled", duration = "s"}}
outcomes = {ok = ["handled"], gone = ["abandoned", "leave_out"]}
channels = {"Calls" = {channel = "phone"}}

[limits]
seconds = 900.5
cells = 900000
"""


def test_what_toml_says_a_workbook_says_and_the_other_way_round(tmp_path: Path) -> None:
    """From TOML to a workbook and back nothing is lost: quotes, days, lists, tables and zeros."""
    (tmp_path / "xlcost.toml").write_text(WHOLE, encoding="utf-8")
    meant = parse_settings(read_toml(tmp_path / "xlcost.toml"))
    to_workbook(tmp_path)
    assert load_settings(tmp_path) == meant  # both files say the same, and may stand together
    (tmp_path / "xlcost.toml").unlink()
    assert load_settings(tmp_path) == meant
    to_toml(tmp_path)
    assert parse_settings(read_toml(tmp_path / "xlcost.toml")) == meant
    with pytest.raises(UsageError, match="never replaced"):
        to_toml(tmp_path)
    with pytest.raises(UsageError, match="never replaced"):
        to_workbook(tmp_path)


def _keys(model: type[BaseModel], before: tuple[str, ...] = ()) -> Iterator[Parts]:
    """Yield every key of a table that is no table of its own."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _keys(inner, (*before, name))
        elif name in INPUTS and not before:
            yield from _keys(InputSettings, (name,))
        else:
            yield (*before, name)


def test_every_key_is_known_by_what_it_takes() -> None:
    """No key is of an unknown kind: a cell is read as the key wants it."""
    tables = {  # of a person's own names
        "columns", "amounts", "averages", "channels", "outcomes", "constants", "heading_rows",
        "rates", "budget_rates", "thresholds", "channel_shares", "working_days", "sign",
        "forecast_by_line", "database", "directions",
    }  # fmt: skip
    unknown = {key_text(key) for key in _keys(Settings) if kind_of(key).kind == "any"}
    assert {key for key in unknown if key.rsplit(".", 1)[-1] not in tables} == set()


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("report.show_people", "ja", True),
        ("report.show_people", "no", False),
        ("report.materiality.pct", "0,05", 0.05),
        ("report.title", 2026, "2026"),
        ("report.prepared_on", dt.date(2026, 11, 3), dt.date(2026, 11, 3)),
        ("ledger.constants.date", dt.date(2026, 10, 31), "2026-10-31"),
        ("ledger.fill_down", "Konto\n Navn ", ["Konto", "Navn"]),
        ("ledger.files", "a.csv", ["a.csv"]),
        ("ledger.header_row", 3.0, 3),
        ('ledger.columns."account"', "B", "B"),
    ],
)
def test_a_cell_is_read_as_its_key_wants_it(
    tmp_path: Path, key: str, cell: object, value: object
) -> None:
    """Yes and no in either language, a decimal comma, a number as a text, a line an item."""
    write(tmp_path, [("Key", "Value"), (key, cell)])
    said = load_settings(tmp_path).model_dump(exclude_unset=True)
    found: Any = said
    for part in key_parts(key):
        found = found[0] if isinstance(found, list) else found
        found = found[part]
    assert float(found) == value if isinstance(value, float) else found == value


def write(folder: Path, rows: list[tuple[object, ...]], title: str = "Settings") -> None:
    """Write a settings workbook as a person might."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = title
    for row in rows:
        page.append(list(row))
    book.save(folder / "xlcost.xlsx")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("report.curency", "NOK")], "Ark!C4: the key report.curency is not known; did you mean"),
        ([("report.status", "done")], "Ark!C4: the key report.status is not right"),
        ([("report.title", "x"), ("report.title", "y")], "Ark!C4 and in Ark!C5; keep one"),
        ([("a b", "x")], "Ark!B4: 'a b' is no key"),
        ([("report.status", "[final")], "Ark!C4: the value begins as a list"),
        ([("report.title", "x"), ("report.title.y", "x")], "Ark!C5: report.title.y cannot stand"),
        ([("ledger.columns.accunt", "x")], "Ark!C4: the key ledger.columns.accunt is not known"),
        ([("ledger[2].columns.accunt", "x")], "Ark!C4: the key ledger[2].columns.accunt"),
        ([("report.working_days.never", 3)], "Ark!C4: report.working_days.never"),
    ],
)
def test_a_mistake_names_its_cell(
    tmp_path: Path, rows: list[tuple[object, object]], told: str
) -> None:
    """Whatever is wrong with a setting, the sentence has the cell in which it stands."""
    head = [("Our notes", None, None), (), ("What", "Nøkkel", "Verdi")]
    write(tmp_path, [*head, *(("x", *row) for row in rows)], title="Ark")
    with pytest.raises(SettingsError) as wrong:
        load_settings(tmp_path)
    assert told in str(wrong.value)
    assert str(wrong.value).startswith("xlcost.xlsx")


def test_two_files_that_disagree_are_told(tmp_path: Path) -> None:
    """A key with two values is an error that names both places; what agrees may stand twice."""
    (tmp_path / "xlcost.toml").write_text('report = {currency = "SEK", title = "T"}\n')
    write(tmp_path, [("Key", "Value"), ("report.title", "T"), ("report.currency", "NOK")])
    with pytest.raises(SettingsError) as wrong:
        load_settings(tmp_path)
    assert "'SEK' in xlcost.toml and 'NOK' in xlcost.xlsx, Settings!B3" in str(wrong.value)


def test_a_table_of_inputs_is_made_of_both_files(tmp_path: Path) -> None:
    """What one file says of a ledger and what the other says of it are one ledger."""
    (tmp_path / "xlcost.toml").write_text('[[ledger]]\nfiles = "a.csv"\n')
    write(tmp_path, [("Key", "Value"), ("ledger.columns.account", "K"), ("ledger.quoting", False)])
    found = load_settings(tmp_path).ledger
    assert [(one.files, one.columns, one.quoting) for one in found] == [
        (["a.csv"], {"account": "K"}, False)
    ]


def test_settings_are_read_once_until_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that asks for the language and loads reads them once, and anew when one changes."""
    read: list[Path] = []
    read_book = settings_files.read_book
    monkeypatch.setattr(
        settings_files, "read_book", lambda path: read.append(path) or read_book(path)
    )

    def languages(text: str, *, fresh: bool) -> list[str]:
        (tmp_path / "xlcost.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(Identity, "is_fresh", fresh)
        return [load_settings(tmp_path).report.language for _ in "12"]

    assert languages('[report]\nlanguage = "nb"\n', fresh=False) == ["nb", "nb"]
    assert len(read) == 1
    settings_files.read_settings(tmp_path).raw["report"]["language"] = "en"
    assert load_settings(tmp_path).report.language == "nb"
    assert languages('[report]\nlanguage =  "en"\n', fresh=False) == ["en", "en"]
    assert len(read) == 2
    # What was written this moment could change within one tick of the clock.
    assert languages('[report]\nlanguage = "nb"\n', fresh=True) == ["nb", "nb"]
    assert len(read) == 4


def test_a_workbook_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A damaged or protected workbook is a sentence, never a traceback."""
    (tmp_path / "xlcost.xlsx").write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(SettingsError, match=r"xlcost\.xlsx cannot be read"):
        load_settings(tmp_path)


def test_the_map_of_accounts_is_a_sheet_of_it(tmp_path: Path) -> None:
    """Accounts on their sheet map the ledger; people may sort its rows and add columns."""
    (tmp_path / "ledger.csv").write_text(
        "Account,Cost centre,Date,Amount\n6300,10,2026-10-05,100.50\n5000,10,2026-10-06,200\n"
    )
    write(tmp_path, [("Key", "Value"), ("report.currency", "NOK")])
    book = load_workbook(tmp_path / "xlcost.xlsx")
    page = book.create_sheet("Kontoer")
    for row in [
        ("My note", "Account", "Name", "Line", "Category"),
        ("x", "6300", "Leie", "Rent", "Premises"),
        (None, 5000, "Lønn", "Salaries", "People"),
    ]:
        page.append(row)
    book.save(tmp_path / "xlcost.xlsx")
    found = load(tmp_path)
    lines = found.facts.accounts[["line", "category"]].to_records(index=False).tolist()
    assert set(lines) == {("Rent", "Premises"), ("Salaries", "People")}
    assert not [one for one in found.findings if one.severity == "error"]


def test_keys_are_written_and_read_alike() -> None:
    """A key with dots, quotes or spaces in a person's own name comes back as it was."""
    raw = {"ledger": [{"columns": {"account": "x"}}, {"amounts": {'a."b" c': {"version": "v"}}}]}
    for parts, _ in flat(raw):
        assert key_parts(key_text(parts)) == parts
