"""What people did to a pack's table of comments is read whole, whichever program they used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commented import change, resave, rows, words_of, write, write_data
from openpyxl.comments import Comment as Note

from xlcost.dataset.findings import Code
from xlcost.dataset.limits import Limits
from xlcost.dataset.scope import Scope
from xlcost.errors import EnvironmentFault
from xlcost.inputs.packs import pack_files
from xlcost.inputs.packs.earlier_packs import Successor, read_earlier
from xlcost.runs.pack import build_report

OCTOBER = "2026-10"
Columns = dict[str, int]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a small company's folder."""
    return write_data(tmp_path / "data")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return where its packs are written."""
    return tmp_path / "out"


def build(data: Path, out: Path) -> Path:
    """Build the pack of October."""
    return build_report(data, out, OCTOBER).path


def row_of(sheet: Any, first: int, last: int, columns: Columns, line: str) -> int:
    """Return the number of the first row of a line."""
    place = columns["line"]
    return next(row for row in range(first, last + 1) if sheet.cell(row, place).value == line)


def test_a_copied_row_is_a_comment_of_its_own(data: Path, out: Path) -> None:
    """Who copies a row to write a second comment on its line keeps the first one."""
    path = build(data, out)
    write(path, "Salaries", text="Overtime")
    build(data, out)

    def copy(sheet: Any, first: int, last: int, columns: Columns) -> None:
        row = row_of(sheet, first, last, columns, "Salaries")
        for column in columns.values():
            sheet.cell(last + 1, column).value = sheet.cell(row, column).value
        sheet.cell(last + 1, columns["text"]).value = "New hires"

    change(path, copy)
    for _ in range(2):
        assert words_of(build(data, out)) == {"Salaries": ["Overtime", "New hires"]}


def test_a_renamed_heading_without_a_budget(data: Path, out: Path) -> None:
    """A pack without a budget has fewer columns: a renamed heading is still known by its place."""
    (data / "budget.csv").unlink()
    path = build(data, out)

    def rename(sheet: Any, first: int, last: int, columns: Columns) -> None:
        del last
        sheet.cell(first - 1, columns["text"]).value = "What the CFO hears"
        sheet.cell(first, columns["text"]).value = "Quiet month"
        head = sheet.tables["commentary"].tableColumns[columns["text"] - 1]
        head.name = "What the CFO hears"

    change(path, rename)
    assert words_of(build(data, out)) == {"Total OpEx": ["Quiet month"]}


def test_words_around_the_table_are_read(data: Path, out: Path) -> None:
    """What stands below the table under any heading, or beside it, goes on; figures do not."""
    path = build(data, out)

    def scribble(sheet: Any, first: int, last: int, columns: Columns) -> None:
        sheet.cell(last + 3, columns["line"]).value = "Reviewed with the floor managers"
        sheet.cell(last + 4, columns["variance"]).value = "Ask Kari"
        sheet.cell(last + 5, columns["variance"]).value = 17
        beside = max(columns.values()) + 2
        sheet.cell(first - 1, beside).value = "CFO"
        sheet.cell(row_of(sheet, first, last, columns, "Salaries"), beside).value = "Agreed"

    change(path, scribble)
    expected = {
        "": ["Reviewed with the floor managers", "Ask Kari"],
        "Salaries": ["CFO: Agreed"],
    }
    found = {row["line"] or "": [] for row in rows(build(data, out)) if row["text"]}
    for row in rows(path):
        if row["text"]:
            found[row["line"] or ""].append(row["text"])
    assert found == expected


def test_a_comment_that_became_a_formula(data: Path, out: Path) -> None:
    """A comment that begins with a minus is a formula with an error in Excel: its words stay."""
    path = build(data, out)
    write(path, "Salaries", text="=-lower volume", owner='=HYPERLINK("mailto:kari","Kari")')
    build(data, out)
    row = next(row for row in rows(path) if row["line"] == "Salaries")
    assert (row["text"], row["owner"]) == ("=-lower volume", '=HYPERLINK("mailto:kari","Kari")')


def test_words_that_are_too_many_for_a_cell(data: Path, out: Path) -> None:
    """A mended sentence before a comment as long as a cell can hold goes on beside it."""
    path = build(data, out)
    long = "å" * 32_767
    write(path, "Salaries", text=long, draft="My own sentence.")
    texts = words_of(build(data, out))["Salaries"]
    assert "".join(texts) == f"My own sentence.\n{long}"
    assert len(texts) == 2


def test_rows_say_whose_they_are(data: Path, out: Path) -> None:
    """Without its properties a pack is known by its rows: period, part and company."""
    path = build(data, out)
    write(path, "Salaries", text="Overtime")

    def own_row_first(sheet: Any, first: int, last: int, columns: Columns) -> None:
        sheet.insert_rows(first)
        sheet.cell(first, columns["text"]).value = "Mine"
        table = sheet.tables["commentary"]
        table.ref = table.autoFilter.ref = table.ref.replace(str(last), str(last + 1))

    change(path, own_row_first)
    book = openpyxl.load_workbook(path)
    for name in [one.name for one in book.custom_doc_props.props]:
        del book.custom_doc_props[name]
    book.save(path)
    found = rows(build(data, out))
    assert {row["text"] for row in found} == {None, "Overtime", "Mine"}

    book = openpyxl.load_workbook(path)
    for name in [one.name for one in book.custom_doc_props.props]:
        del book.custom_doc_props[name]
    book.save(path)
    text = (data / "xlcost.toml").read_text(encoding="utf-8")
    (data / "xlcost.toml").write_text(text.replace("Hand AS", "Foot AS"), encoding="utf-8")
    with pytest.raises(EnvironmentFault, match="left as it is"):
        build(data, out)
    assert words_of(path)["Salaries"] == ["Overtime"]


def add_sheet(book: Any) -> None:
    """Add a sheet, as somebody who analyses does."""
    book.create_sheet("My analysis")["A1"] = "Words"


def add_note(book: Any) -> None:
    """Put a note on a cell, as somebody who reviews does."""
    book["OpEx by line"]["B8"].comment = Note("Why?", "Kari")


@pytest.mark.parametrize("add", [add_sheet, add_note])
def test_what_people_added_is_not_replaced(
    data: Path, out: Path, add: Callable[[Any], None]
) -> None:
    """A pack with a sheet or a note of people stays; the new one stands beside it."""
    path = build(data, out)
    write(path, "Salaries", text="Overtime")
    book = openpyxl.load_workbook(path)
    add(book)
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(EnvironmentFault, match=r"\(new\)\.xlsx"):
        build(data, out)
    assert path.read_bytes() == before
    assert words_of(out / f"opex-report_{OCTOBER}_en (new).xlsx")["Salaries"] == ["Overtime"]


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_another_format_is_read(data: Path, out: Path, tmp_path: Path, ending: str) -> None:
    """A pack that somebody saved in another format keeps every word, its days and its amounts."""
    path = build(data, out)
    write(path, "Salaries", text="Overtime\n– og kveldsvakt 👍", due=date(2026, 12, 1))
    write(path, "Telephony", owner="Kari", cause="Timing")
    resave(path, tmp_path / "office", ending).rename(path.with_suffix(f".{ending}"))
    found = {row["line"]: row for row in rows(build(data, out))}
    assert found["Salaries"]["text"] == "Overtime\n– og kveldsvakt 👍"
    assert found["Salaries"]["due"].date() == date(2026, 12, 1)
    assert (found["Telephony"]["owner"], found["Telephony"]["cause"]) == ("Kari", "Timing")
    assert found["Salaries"]["written"] == 30_000
    write(path, "Salaries", text="Overtime, mended")
    assert words_of(build(data, out))["Salaries"] == ["Overtime, mended"]


def test_a_damaged_file_of_another_format_is_told(data: Path, out: Path) -> None:
    """What cannot be read may hold words, so it is in a finding; a stranger's file is not."""
    out.mkdir()
    (out / "old.ods").write_bytes(b"PK\x03\x04 broken")
    (out / "other.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    built = build_report(data, out, OCTOBER)
    files = [one.where.file for one in built.findings if one.code is Code.UNREADABLE_FILE]
    assert files == ["old.ods"]


def test_a_fiscal_year_that_begins_elsewhere(data: Path, out: Path) -> None:
    """Words stay with their month when the settings count periods otherwise, or are not taken."""
    path = build(data, out)
    write(path, "Salaries", text="October 2026")
    settings = data / "xlcost.toml"
    text = settings.read_text(encoding="utf-8")
    later = 'fiscal_year_start = 4\nfiscal_year_named_by = "start"\ncurrency ='
    settings.write_text(text.replace("currency =", later), encoding="utf-8")
    for name in ("ledger.csv", "budget.csv"):
        with (data / name).open("a", encoding="utf-8") as file:
            file.write("2027-01,5000,10,130000\n")

    assert words_of(build_report(data, out, "2027-01").path) == {}  # its key is October's old one
    assert words_of(build(data, out)) == {"Salaries": ["October 2026"]}

    write(path, "Salaries", text="October 2026, still")
    text = settings.read_text(encoding="utf-8").replace(
        "currency =", "periods_in_year = 13\ncurrency ="
    )
    settings.write_text(text, encoding="utf-8")
    before = path.read_bytes()
    built = build_report(data, out, OCTOBER)
    assert Code.OTHER_CALENDAR in [one.code for one in built.findings]
    assert words_of(built.path) == {}
    assert path.read_bytes() == before


def test_a_folder_of_many_packs_is_looked_at_once_a_run(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two years of packs of 200 parts are not opened again for each part of the next month."""
    opened: list[Path] = []

    def said(path: Path) -> str:
        opened.append(path)
        return "another part"

    monkeypatch.setattr(pack_files, "scope_said", said)
    out.mkdir()
    count = 4_800
    for number in range(count):
        (out / f"{number}.xlsx").touch()
    for code in ("2100", "2200"):
        wanted = Successor("Nordlys", Scope("cost_centre", code), 202610)
        read_earlier(out, wanted, Limits())
    assert len(opened) == count


def test_a_lost_column_of_keys(data: Path, out: Path) -> None:
    """Rows whose keys somebody deleted are known by their lines; drafts are nobody's words."""
    path = build(data, out)
    write(path, "Salaries", text="Overtime")
    book = openpyxl.load_workbook(path)
    sheet = next(one for one in book.worksheets if "commentary" in one.tables)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("xlcost-key "):
                cell.value = None
    book.save(path)
    assert words_of(build(data, out)) == {"Salaries": ["Overtime"]}


def test_an_own_row_above_the_others_without_a_table(data: Path, out: Path) -> None:
    """Where the table was made plain cells, a row of people above the first key is read too."""
    path = build(data, out)

    def plain(sheet: Any, first: int, last: int, columns: Columns) -> None:
        del last
        del sheet.tables["commentary"]
        sheet.insert_rows(first)
        sheet.cell(first, columns["text"]).value = "Mine"
        sheet.cell(first + 1, columns["text"]).value = "Theirs"
        sheet.cell(first - 1, columns["action"]).value = "What we do"
        sheet.cell(first + 1, columns["action"]).value = "Wait"

    change(path, plain)
    found = words_of(build(data, out))
    assert found == {"": ["Mine"], "Total OpEx": ["Theirs\nWhat we do: Wait"]}
