"""Workbooks of 2003 in XML, HTML and MHTML by the name .xls, and ZIPs: read as what they hold."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code
from xlcost.inputs.loading import load

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
TABLE = "account,period,amount\n5000,2026-01,100\n5000,2026-02,200.50\n"


def cell(value: str, kind: str = "String", more: str = "") -> str:
    """Return a cell of a workbook of 2003."""
    return f'<Cell {more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def workbook(*sheets: tuple[str, str, str]) -> str:
    """Return a workbook of 2003: name, rows and options of each sheet."""
    inner = "".join(
        f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{options}</Worksheet>'
        for name, rows, options in sheets
    )
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}">{inner}</Workbook>'
    )


def sums(dataset: Dataset) -> dict[tuple[str, int], float]:
    """Return the sums of the ledger by account and period."""
    ledger = dataset.facts.ledger
    keys = zip(ledger["account"], ledger["period"], strict=True)
    return {(str(a), int(p)): v for (a, p), v in zip(keys, ledger["amount"], strict=True)}


HEAD = f"<Row>{cell('Account')}{cell('Date')}{cell('Amount')}</Row>"
MERGED = cell("5000", "Number", 'ss:MergeDown="1"')
DAY = cell("2026-01-15T00:00:00.000", "DateTime")


def test_workbook_of_2003(tmp_path: Path) -> None:
    """Numbers, days, values of formulas, gaps and merged cells of a workbook in XML are its own."""
    formula = '<Cell ss:Formula="=R[-1]C*2"><Data ss:Type="Number">2.5E1</Data></Cell>'
    rows = (
        f"{HEAD}<Row>{MERGED}{DAY}{cell('12.5', 'Number')}"
        f'</Row><Row><Cell ss:Index="2"><Data ss:Type="DateTime">2026-01-16T00:00:00.000</Data>'
        f'</Cell>{formula}</Row><Row ss:Index="9">{cell("6000")}{DAY}'
        f'<Cell><ss:Data ss:Type="String"><B>1</B>00,5</ss:Data></Cell></Row>'
    )
    hidden = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        "<Visible>SheetHidden</Visible></WorksheetOptions>"
    )
    text = workbook(("Notes", HEAD + "<Row/>", hidden), ("GL", rows, ""))
    (tmp_path / "ledger.xls").write_text(text, encoding="utf-8")
    dataset = load(tmp_path)
    assert sums(dataset) == {("5000", 202601): 37.5, ("6000", 202601): 100.5}


def test_error_in_a_workbook_of_2003(tmp_path: Path) -> None:
    """An error in a cell is told with its cell, and its row is left out."""
    rows = f"{HEAD}<Row>{cell('5000')}{DAY}{cell('#REF!', 'Error')}</Row>"
    rows += f"<Row>{cell('5000')}{DAY}{cell('1', 'Number')}</Row>"
    (tmp_path / "ledger.xml").write_text(workbook(("GL", rows, "")), encoding="utf-8")
    dataset = load(tmp_path)
    (found,) = [one for one in dataset.findings if one.got == "#REF!"]
    assert (found.where.sheet, found.where.row) == ("GL", 2)
    assert sums(dataset) == {("5000", 202601): 1.0}


PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset={charset}></head>'
    "<body><table><tr><td><table><tr><th>Konto</th><th>Dato</th><th>Beløp</th><th>Tekst</th></tr>"
    "<tr><td rowspan=2>5000</td><td>15.01.2026</td><td x:num='1234.567'>1 234,57</td>"
    "<td>Lønn<br>januar</td></tr><tr><td>16.01.2026</td><td>1&nbsp;000,00</td><td></td></tr>"
    "<tr><td>6300</td><td>17.01.2026</td><td>-50,00</td><td>Leie &amp; strøm</td></tr>"
    "</table></td></tr></table></body></html>"
)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_html_named_xls(tmp_path: Path, charset: str) -> None:
    """The inner table of a page is read: merged cells, numbers behind what is shown, entities."""
    page = PAGE.format(charset=charset).encode(charset)
    (tmp_path / "hovedbok.xls").write_bytes(page)
    assert sums(load(tmp_path)) == {("5000", 202601): 2234.567, ("6300", 202601): -50.0}


def test_mhtml_named_xls(tmp_path: Path) -> None:
    """A page saved as one file is read, whichever way its parts are encoded."""
    page = PAGE.format(charset="utf-8").replace("=", "=3D")
    text = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        "Content-Location: file:///C:/x/sheet001.htm\nContent-Transfer-Encoding: quoted-printable\n"
        f'Content-Type: text/html; charset="utf-8"\n\n{page}\n--b--\n'
    )
    (tmp_path / "hovedbok.xls").write_text(text, encoding="utf-8")
    dataset = load(tmp_path)
    assert sums(dataset) == {("5000", 202601): 2234.567, ("6300", 202601): -50.0}
    assert dataset.facts.sources[0].sheet.startswith("sheet001")


def test_page_without_a_table(tmp_path: Path) -> None:
    """A page that asks to log in, by the name of a ledger, is refused."""
    (tmp_path / "ledger.xls").write_text("<html><body>Log in</body></html>", encoding="utf-8")
    errors = [one for one in load(tmp_path).findings if one.code is Code.UNREADABLE_FILE]
    assert [one.reason for one in errors] == ["markup"]


def packed(path: Path, files: dict[str, str]) -> None:
    """Write a ZIP."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(name, text)


EXPECTED = {("5000", 202601): 100.0, ("5000", 202602): 200.5}


def test_zip_with_one_table(tmp_path: Path) -> None:
    """A ZIP with one table is that table, by its own name or by the settings."""
    packed(tmp_path / "ledger.zip", {"export/any name.csv": TABLE, "export/.DS_Store": "x"})
    assert sums(load(tmp_path)) == EXPECTED
    (tmp_path / "ledger.zip").rename(tmp_path / "x.zip")
    (tmp_path / "xlcost.toml").write_text('[ledger]\nfiles = "x.zip"\n', encoding="utf-8")
    assert sums(load(tmp_path)) == EXPECTED


def test_zip_with_several_inputs(tmp_path: Path) -> None:
    """A ZIP with several inputs is each of them by its name, and what nobody read is told."""
    budget = TABLE.replace("100", "90")
    packed(
        tmp_path / "x.zip", {"ledger.csv": TABLE, "budget.csv": budget, "notes.csv": "a,b\n1,2\n"}
    )
    dataset = load(tmp_path)
    assert sums(dataset) == EXPECTED
    assert sorted(dataset.facts.budget["amount"]) == [90.0, 200.5]
    told = [one.got for one in dataset.findings if one.where.file == "x.zip"]
    assert any("notes.csv" in text for text in told)


def test_findings_name_zip_and_file(tmp_path: Path) -> None:
    """A fault in a file of a ZIP is told with both names and its row."""
    packed(tmp_path / "x.zip", {"ledger.csv": TABLE + "5000,2026-02,abc\n"})
    (found,) = [one for one in load(tmp_path).findings if one.code is Code.NOT_A_NUMBER]
    assert (found.where.file, found.where.row) == ("x.zip/ledger.csv", 4)


def test_big_table_in_a_zip(tmp_path: Path) -> None:
    """A table that is added up where it lies may lie in a ZIP."""
    rows = "".join(f"5000,2026-{n % 12 + 1:02d},1.25\n" for n in range(400_000))
    packed(tmp_path / "ledger.zip", {"ledger.csv": "account,period,amount\n" + rows})
    dataset = load(tmp_path)
    assert dataset.facts.ledger["amount"].sum() == 500_000
    assert dataset.facts.sources[0].file == "ledger.zip/ledger.csv"
