"""What a later month brings is added to `xlcost.xlsx`, and nothing that people wrote is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.dataset.dataset import Dataset
from xlcost.inputs.loading import load
from xlcost.inputs.met_codes import MetCodes
from xlcost.runs.first_settings import first_settings
from xlcost.runs.new_codes import AddedCodes, add_new_codes

HEAD = "Account,Account name,Cost centre,Date,Amount\n"


def month(folder: Path, number: int) -> None:
    """Write a month of a ledger: its rent, and an account and a cost centre of its own."""
    with (folder / "ledger.csv").open("a") as file:
        file.write(HEAD if number == 1 else "")
        file.write(f"6300,Rent,10,2026-{number:02d}-05,{100 + number}\n")
        file.write(f"65{number:02d},Licences {number},{20 + number},2026-{number:02d}-06,7.5\n")
    with (folder / "calls.csv").open("a") as file:
        file.write("Date,Channel,Outcome\n" if number == 1 else "")
        file.write(f"2026-{number:02d}-05,Queue {number},answered\n")


def look(folder: Path) -> AddedCodes:
    """Read a folder as a report does, and add what is new."""
    added: list[AddedCodes] = []

    def seen(codes: MetCodes, dataset: Dataset) -> None:
        added.append(add_new_codes(folder, codes, dataset.settings, str(dataset.period)))

    load(folder, postings=False, observe=seen)
    return added[0]


def rows(page: Worksheet) -> dict[str, dict[str, Any]]:
    """Return the rows of a sheet by the cell under its first heading that is a code."""
    titles = [str(cell.value) for cell in page[1]]
    key = next(one for one in ("Account", "Cost centre", "Word in the files") if one in titles)
    lines = [dict(zip(titles, row, strict=True)) for row in page.iter_rows(2, values_only=True)]
    return {str(line[key]): line for line in lines if line[key] is not None}


@pytest.mark.fast
def test_ten_months_with_new_codes_each(tmp_path: Path) -> None:
    """Sorted rows, renamed sheets, added columns, formats and notes survive; each code is there."""
    month(tmp_path, 1)
    first_settings(tmp_path)
    path = tmp_path / "xlcost.xlsx"
    book = load_workbook(path)
    page = book["Accounts"]
    page.title = "Our map"
    page.insert_cols(2)
    page["B1"], page["B2"] = "Ours", "=1+1"
    titles = [cell.value for cell in page[1]]
    line = titles.index("Line") + 1
    page.cell(2, line, "Premises of ours").fill = PatternFill("solid", fgColor="00FF00")
    page.cell(2, line).comment = Comment("asked Kari", "me")
    mapped = str(page.cell(2, titles.index("Account") + 1).value)
    book.create_sheet("Notes")["A1"] = "keep this"
    book.save(path)
    for number in range(2, 11):
        month(tmp_path, number)
        added = look(tmp_path)
        assert (added.count, added.in_place) == (3, True), added
    assert look(tmp_path).count == 0
    book = load_workbook(path)
    page = book["Our map"]
    found = rows(page)
    assert set(found) == {"6300", *(f"65{number:02d}" for number in range(1, 11))}
    assert found[mapped]["Line"] == "Premises of ours"
    assert page["B2"].value == "=1+1"
    assert page.cell(2, line).fill.fgColor.rgb == "0000FF00"
    assert page.cell(2, line).comment.text == "asked Kari"
    assert page.auto_filter.ref.endswith(str(page.max_row))
    assert found["6510"]["Source"] == "new in 2026P10; chart of accounts ns4102"
    assert set(rows(book["Cost centres"])) >= {"22", "30"}
    assert "Queue 10" in rows(book["Channels and outcomes"])
    assert book["Notes"]["A1"].value == "keep this"
    assert found["6510"]["Line"] == found["6502"]["Line"] != ""  # by the chart that names proved
    month(tmp_path, 11)
    with (tmp_path / "ledger.csv").open("a") as file:
        file.write("ZZZ,Qq,10,2026-11-06,9\n")
    assert look(tmp_path).count == 4
    (unmapped,) = [one for one in load(tmp_path).findings if one.code == "UNMAPPED_ACCOUNT"]
    assert (unmapped.got, unmapped.severity, unmapped.amount) == ("ZZZ", "warning", "9.00")
    assert f"(xlcost.xlsx, Our map!D{page.max_row + 1})" in unmapped.sentence()


def test_an_open_workbook_stays_as_it_is(tmp_path: Path) -> None:
    """Where Excel has it open, the new rows stand in a workbook beside it, and that is told."""
    month(tmp_path, 1)
    first_settings(tmp_path)
    before = (tmp_path / "xlcost.xlsx").read_bytes()
    month(tmp_path, 2)
    (tmp_path / "~$xlcost.xlsx").write_bytes(b"Kari")
    added = look(tmp_path)
    assert not added.in_place
    assert added.path.name == "xlcost (new).xlsx"
    assert "xlcost (new).xlsx" in added.remark
    assert (tmp_path / "xlcost.xlsx").read_bytes() == before
    assert "6502" in rows(load_workbook(added.path)["Accounts"])


def test_a_list_by_hand_gets_what_it_lacks(tmp_path: Path) -> None:
    """A sheet that a person made, with few columns, gets the code and its name."""
    month(tmp_path, 1)
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Accounts"
    for row in [("My list",), (), ("Name", "Account", "Line", "Category"),
                ("Rent", 6300, "Rent", "Premises")]:  # fmt: skip
        page.append(row)
    book.save(tmp_path / "xlcost.xlsx")
    assert look(tmp_path).count == 1
    page = load_workbook(tmp_path / "xlcost.xlsx")["Accounts"]
    assert [cell.value for cell in page[5]] == ["Licences 1", "6501", None, None]
