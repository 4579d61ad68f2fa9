"""What people write on the sheets of `xlcost.xlsx` has its effect, or is refused with its cell."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.errors import SettingsError
from xlcost.inputs.configuration.settings_files import load_settings
from xlcost.inputs.loading import load
from xlcost.runs.first_settings import first_settings
from xlcost.runs.settings_exchange import to_toml

LEDGER = (
    "Account,Account name,Cost centre,Date,Amount\n"
    "6300,Rent,10,2026-10-05,100.50\n5000,Salaries,10,2026-10-06,200\n"
)
WAYS, WORDS, OUTCOMES = ("In", "Sideways"), ("Kundechat", "Voice"), ("answered", "Parked")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger, a list of contacts and two files that are something else."""
    folder = tmp_path_factory.mktemp("sheets")
    (folder / "gl.csv").write_text(LEDGER)
    lines = [
        f"2026-10-{day + 1:02d},{WORDS[day % 2]},{WAYS[day % 3 == 0]},{OUTCOMES[day % 4 == 0]}"
        for day in range(20)
    ]
    (folder / "calls.csv").write_text("\n".join(["Date,Channel,Direction,Outcome", *lines]) + "\n")
    (folder / "notes.csv").write_text("hello,world\nfoo,bar\n")
    (folder / "photo.jpg").write_bytes(b"JFIF")
    first_settings(folder)
    return folder


def copied(made: Path, folder: Path) -> Path:
    """Copy a folder, to write in its workbook."""
    for path in made.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder / "xlcost.xlsx"


def write(page: Worksheet, key: str, text: str, heading: str, value: object) -> str:
    """Write into the row of a sheet that has a text under a heading; return the cell."""
    titles = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        if str(row[titles.index(key)].value) == text:
            row[titles.index(heading)].value = value  # type: ignore[assignment]  # any value
            return f"{page.title}!{row[titles.index(heading)].coordinate}"
    raise AssertionError(text)


def test_every_sheet_prints_at_a_size_that_can_be_read(made: Path) -> None:
    """No sheet prints below 7 points: a wide one goes on to the right, its heads and keys again."""
    book = load_workbook(made / "xlcost.xlsx")
    across = 0
    for page in book.worksheets:
        wide = sum(page.column_dimensions[cell.column_letter].width for cell in page[1])
        fits = page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows == "$1:$1"
        assert page.page_setup.orientation == "landscape"
        size = 10 * (min(1.0, 143 / wide) if fits else page.page_setup.scale / 100)
        assert size >= 7, (page.title, size)
        assert fits or page.print_title_cols
        across += not fits
    assert across


def test_words_count_as_people_say(made: Path, tmp_path: Path) -> None:
    """Channels, directions and outcomes are what the sheet lets them count as, renamed or not."""
    path = copied(made, tmp_path)
    book = load_workbook(path)
    page = book["Channels and outcomes"]
    for text, value in (("Kundechat", "Chat"), ("Sideways", "outbound"), ("Parked", "left out")):
        write(page, "Word in the files", text, "Counts as", value)
    page.title, book["Accounts"].title = "My words", "My map"
    book.save(path)
    found = load(tmp_path)
    activity = found.facts.activity.groupby(["channel", "direction"])["offered"].sum()
    assert activity.to_dict() == {
        ("Chat", "inbound"): 3, ("Chat", "outbound"): 2,
        ("Voice", "inbound"): 7, ("Voice", "outbound"): 3,
    }  # fmt: skip
    assert not [one for one in found.findings if one.code.startswith("UNKNOWN")]
    settings = load_settings(tmp_path)
    to_toml(tmp_path)
    path.rename(tmp_path / "away.xlsx")  # the lists are in it, and no setting else
    again = load_settings(tmp_path)
    assert again.words == settings.words
    assert again.unused == settings.unused


def test_a_file_is_what_people_say(made: Path, tmp_path: Path) -> None:
    """A ledger that is called a budget is one, and a file that is not used is not missed."""
    path = copied(made, tmp_path)
    book = load_workbook(path)
    page = book["Files"]
    write(page, "File", "gl.csv", "Read it as", "Budget")
    write(page, "File", "notes.csv", "Read it as", "not used")
    book.save(path)
    found = load(tmp_path)
    assert float(found.facts.budget["amount"].sum()) == pytest.approx(300.50)
    assert found.facts.ledger.empty
    assert not [one for one in found.findings if one.where.file == "notes.csv"]


WRONG: list[tuple[str, str, str, str, object, str]] = [
    ("Files", "File", "gl.csv", "Read it as", "Legder", "did you mean Ledger?"),
    ("Channels and outcomes", "Word in the files", "Sideways", "Counts as", "north", "inbound"),
    ("Channels and outcomes", "Word in the files", "Parked", "Counts as", "handeld", "handled?"),
    ("Settings", "Key", "report.status", "Value", "finale", "did you mean final?"),
    ("Settings", "Key", "ledger.columns.account", "Value", 7, ""),
]


@pytest.mark.parametrize(("sheet", "key", "text", "heading", "value", "told"), WRONG)
def test_what_is_wrong_names_its_cell(
    made: Path,
    tmp_path: Path,
    sheet: str,
    key: str,
    text: str,
    heading: str,
    value: object,
    told: str,
) -> None:
    """An unknown word is refused, or told, with sheet and cell and the nearest known one."""
    path = copied(made, tmp_path)
    book = load_workbook(path)
    cell = write(book[sheet], key, text, heading, value)
    book.save(path)
    if sheet == "Settings" and not told:
        findings: Iterable[str] = (one.sentence() for one in load(tmp_path).findings)
        assert [one for one in findings if f"(xlcost.xlsx, {cell})" in one and "7" in one]
        return
    with pytest.raises(SettingsError) as wrong:
        load(tmp_path)
    assert cell in str(wrong.value)
    assert told in str(wrong.value)


def test_what_is_open_has_the_cell_to_answer_in(made: Path) -> None:
    """Each question that the workbook can answer names its cell, and leads to it."""
    book = load_workbook(made / "xlcost.xlsx")
    rows = list(book["To do"].iter_rows(min_row=2))
    places = [row[3].value for row in rows]
    assert "Channels and outcomes!C5" in places
    assert all(row[3].hyperlink for row in rows if row[3].value)
    assert not [row[1].value for row in rows if "xlcost.toml" in str(row[1].value)]
