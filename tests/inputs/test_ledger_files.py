"""SAF-T, SIE and FEC: read without settings, to the cent, and held to their own balances."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from ledger_makers import FRENCH, YEAR, Line, Voucher, fec, paid, saft, sie, sums
from lxml import etree

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.limits import Limits
from xlcost.engine import Engine
from xlcost.inputs.loading import load
from xlcost.inputs.standards.reading import read_standard
from xlcost.inputs.standards.recognition import standard_of
from xlcost.locales.words import words
from xlcost.values.calendar import Calendar

EXPECTED = {
    ("5000", 202601): "100000.00",
    ("6300", 202601): "25000.50",
    ("5000", 202602): "101500.00",
}


def told(dataset: Dataset, code: Code) -> list[Finding]:
    """Return the findings of a code."""
    return [finding for finding in dataset.findings if finding.code is code]


def costs(dataset: Dataset) -> dict[tuple[str, int], str]:
    """Return the sums of the accounts of costs that are not nothing."""
    ledger = dataset.facts.ledger
    found = ledger.groupby(["account", "period"])["amount"].sum().round(2)
    return {
        (str(account), int(period)): f"{amount:.2f}"
        for (account, period), amount in found.items()
        if str(account) >= "3" and abs(amount) > 0.005
    }


def posted(path: Path) -> dict[str, Decimal]:
    """Return the sum of each account of a file, those of the balance sheet among them."""
    with Engine() as engine:
        known = (engine, Limits(), Calendar(), words("en"))
        tables, _ = read_standard(path, path.name, standard_of(path, Limits()), *known)
        (ledger,) = [table.ledger for table in tables if table.ledger]
        return {code: account.posted for code, account in ledger.accounts.items()}


def read(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Dataset:
    """Read a folder that holds nothing but one file."""
    (folder / name).write_bytes(text.encode(encoding))
    return load(folder)


@pytest.mark.parametrize("version", ["1.10", "1.30"])
def test_made_saft_is_valid(shared_data: Path, version: str) -> None:
    """The samples of SAF-T that tests make are valid by the schema of the tax authority."""
    name = f"Norwegian_SAF-T_Financial_Schema_v_{version}.xsd"
    schema = etree.XMLSchema(etree.parse(shared_data / "standards" / "saft-no" / name))
    late = Voucher("9", "2026-12-31", (Line("5000", "7.00"), Line("2400", "-7.00")), 13)
    for text in (
        saft(version=version),  # dimensions, a foreign currency, a voucher that is taken back
        saft((*YEAR, late), version=version, selected=("2025-07-01", "2026-06-30")),
        saft(version=version, company="Datter AS", number="888888888"),
    ):
        schema.assertValid(etree.fromstring(text.encode()))


@pytest.mark.parametrize("version", ["1.10", "1.20", "1.30"])
def test_saft_needs_no_settings(tmp_path: Path, version: str) -> None:
    """A SAF-T file by any name is a ledger with its names, dimensions and entity, and it ties."""
    dataset = read(tmp_path, "eksport.dat", saft(version=version))
    assert costs(dataset) == EXPECTED
    accounts = dict(zip(*(dataset.facts.accounts[n] for n in ("account", "name")), strict=True))
    assert accounts["5000"] == "Lønn"
    centres = dataset.facts.cost_centres
    names = dict(zip(centres["cost_centre"], centres["name"], strict=True))
    assert names["100"] == "Kundeservice"
    assert set(dataset.facts.ledger["entity"]) == {"Fjordlys AS"}
    assert not told(dataset, Code.OWN_BALANCE)
    assert not told(dataset, Code.UNBALANCED_VOUCHER)
    assert not told(dataset, Code.TOTAL_MISMATCH)


def test_account_that_does_not_tie(tmp_path: Path) -> None:
    """An account that does not tie with the file's own balances is an error with both amounts."""
    dataset = read(tmp_path, "a.xml", saft(off={"6300": "0.01"}))
    (found,) = told(dataset, Code.OWN_BALANCE)
    assert found.severity is Severity.ERROR
    assert "6300 Leie lokale" in found.got
    assert (found.amount, found.expected) == ("25000.50", "25,000.51")


def test_voucher_that_does_not_balance(tmp_path: Path) -> None:
    """A voucher of which debit and credit differ is an error with its line and its difference."""
    odd = Voucher("9", "2026-03-01", (Line("5000", "10.00"), Line("2400", "-9.99")))
    for name, text in (("a.xml", saft((*YEAR, odd))), ("a.txt", fec((*YEAR, odd), mark="|"))):
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        (found,) = told(read(folder, name, text), Code.UNBALANCED_VOUCHER)
        assert found.got.endswith("9")
        assert found.where.row
        assert Decimal(found.amount) == Decimal("0.01")


def test_period_thirteen_is_of_its_day(tmp_path: Path) -> None:
    """A period beyond the twelfth closes a year: its postings are of the month of their day."""
    late = Voucher("9", "2026-12-31", (Line("5000", "7.00"), Line("2400", "-7.00")), 13)
    early = Voucher("8", "2026-03-02", (Line("5000", "5.00"), Line("2400", "-5.00")), 2)
    dataset = read(tmp_path, "a.xml", saft((*YEAR, early, late)))
    assert costs(dataset)["5000", 202612] == "7.00"
    assert costs(dataset)["5000", 202602] == "101505.00"


def test_files_of_a_year_are_one_ledger(tmp_path: Path) -> None:
    """Files of one company, each with a part of the year or of the vouchers, are one ledger."""
    halves = (YEAR[:2], YEAR[2:])
    (tmp_path / "1.xml").write_text(saft(halves[0], closing=sums(YEAR)), encoding="utf-8")
    (tmp_path / "2.xml").write_text(saft(halves[1], closing=sums(YEAR)), encoding="utf-8")
    dataset = load(tmp_path)
    assert costs(dataset) == EXPECTED
    for code in (Code.OWN_BALANCE, Code.SAME_MONTHS, Code.SEVERAL_COMPANIES):
        assert not told(dataset, code)


def test_the_same_months_twice(tmp_path: Path) -> None:
    """A month of one company in two files is an error, though the files differ."""
    (tmp_path / "1.xml").write_text(saft(YEAR[:2]), encoding="utf-8")
    (tmp_path / "2.xml").write_text(saft(YEAR), encoding="utf-8")
    (found,) = told(load(tmp_path), Code.SAME_MONTHS)
    assert found.severity is Severity.ERROR
    assert found.expected == "2026P01"


def test_half_a_month_in_the_whole(tmp_path: Path) -> None:
    """A month whose vouchers are in another file as well is an error, whatever its sums are."""
    half = (*YEAR[:2], paid("6", "2026-02-01", "5000", "9.00"))
    (tmp_path / "1.xml").write_text(saft(half), encoding="utf-8")
    later = (half[2], *YEAR[2:], paid("7", "2026-02-27", "5000", "70.00"))
    (tmp_path / "2.xml").write_text(saft(later), encoding="utf-8")
    (found,) = told(load(tmp_path), Code.SAME_MONTHS)
    assert found.expected == "2026P02"


@pytest.mark.parametrize(("name", "text"), [("a.xml", saft()), ("a.se", sie()), ("a.txt", fec())])
def test_the_same_file_twice(name: str, text: str, tmp_path: Path) -> None:
    """One file by two names is an error: its amounts would count twice."""
    for place in (name, f"copy of {name}"):
        (tmp_path / place).write_bytes(text.encode("cp865" if name == "a.se" else "utf-8"))
    codes = {one.code for one in load(tmp_path).findings if one.severity is Severity.ERROR}
    assert codes & {Code.SAME_MONTHS, Code.COUNTED_TWICE}


def test_two_companies_are_a_question(tmp_path: Path) -> None:
    """Ledgers of two companies that nobody named are added up by entity, and asked about."""
    (tmp_path / "1.xml").write_text(saft(), encoding="utf-8")
    other = saft(company="Datter AS", number="888888888")
    (tmp_path / "2.xml").write_text(other, encoding="utf-8")
    dataset = load(tmp_path)
    assert set(dataset.facts.ledger["entity"]) == {"Fjordlys AS", "Datter AS"}
    (found,) = told(dataset, Code.SEVERAL_COMPANIES)
    assert found.got == "Datter AS, Fjordlys AS"


@pytest.mark.parametrize("encoding", ["cp865", "cp1252", "utf-8", "utf-8-sig"])
def test_sie_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    """SIE is read by its letters, whichever code page its system wrote; only #TRANS counts."""
    dataset = read(tmp_path, "bok.si", sie(YEAR), encoding)
    assert costs(dataset) == EXPECTED
    centres = dataset.facts.cost_centres
    names = dict(zip(centres["cost_centre"], centres["name"], strict=True))
    assert names["100"] == "Kundtjänst"
    assert not told(dataset, Code.OWN_BALANCE)


@pytest.mark.parametrize("mark", ["\t", "|"])
@pytest.mark.parametrize("signed", [False, True])
def test_fec_in_both_layouts(tmp_path: Path, mark: str, signed: bool) -> None:
    """FEC is read in both layouts of amounts; a quotation mark quotes nothing."""
    dataset = read(tmp_path, "export.txt", fec(YEAR, mark=mark, signed=signed), "cp1252")
    found = {key: amount for key, amount in costs(dataset).items() if key[0][0] == "6"}
    assert found == {(FRENCH[account], month): v for (account, month), v in EXPECTED.items()}
    assert not told(dataset, Code.UNBALANCED_VOUCHER)


def test_fec_of_another_year(tmp_path: Path) -> None:
    """A FEC whose name says another year than its rows is told."""
    dataset = read(tmp_path, "123456789FEC20251231.txt", fec())
    (found,) = told(dataset, Code.OTHER_YEAR)
    assert found.expected == "2025-01-01 – 2025-12-31"


def test_fec_with_a_mark_in_a_text(tmp_path: Path) -> None:
    """A separator inside a text moves the fields of its row, which is left out with an error."""
    text = fec(mark="|").replace('Facture "A', "Facture | A", 1)
    (found,) = told(read(tmp_path, "export.txt", text), Code.SHIFTED_ROW)
    assert found.where.row == 2
    assert found.left_out


@pytest.mark.parametrize(("name", "text"), [("a.xml", saft()), ("a.se", sie()), ("a.txt", fec())])
def test_many_postings_read_as_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    """A ledger that is added up where it lies tells the same sums as one in memory."""
    few = read(tmp_path, name, text)
    monkeypatch.setattr("xlcost.inputs.standards.posting.IN_MEMORY", 1)
    monkeypatch.setattr("xlcost.inputs.standards.posting.BATCH", 2)
    many = load(tmp_path)
    keys = ["period", "account", "cost_centre", "amount", "rows"]
    rows = [frame.facts.ledger[keys].values.tolist() for frame in (few, many)]
    assert rows[0] == rows[1]
    assert few.findings == many.findings


def test_zipped(tmp_path: Path) -> None:
    """SAF-T files in a ZIP by any name are the ledger; findings name the ZIP and the file."""
    with zipfile.ZipFile(tmp_path / "alt.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("2026/SAF-T_1.xml", saft(YEAR[:2]))
        package.writestr("2026/SAF-T_2.xml", saft(YEAR[2:], off={"6300": "1"}))
        package.writestr("__MACOSX/._SAF-T_1.xml", b"\0")
    dataset = load(tmp_path)
    assert costs(dataset) == EXPECTED
    (found,) = told(dataset, Code.OWN_BALANCE)
    assert found.where.file == "alt.zip/2026/SAF-T_2.xml"


def test_name_counts_more_than_content(tmp_path: Path) -> None:
    """Where a file has the name of the ledger, a SAF-T file beside it is told and not read."""
    text = "account,period,amount\n5000,2026-01,1\n"
    (tmp_path / "ledger.csv").write_text(text, encoding="utf-8")
    dataset = read(tmp_path, "a.xml", saft())
    assert costs(dataset) == {("5000", 202601): "1.00"}
    (found,) = told(dataset, Code.NOT_READ)
    assert found.where.file == "a.xml"
    assert found.severity is Severity.WARNING


def test_published_files(shared_data: Path, tmp_path: Path) -> None:
    """The totals of every published file are its own balances, or a finding says which is not."""
    standards = shared_data / "standards"
    off, shown = {}, {}
    for path in sorted([*(standards / "sie").iterdir(), *(standards / "saft-no").glob("*.xml")]):
        folder = tmp_path / str(len(off))
        folder.mkdir()
        (folder / path.name).write_bytes(path.read_bytes())
        dataset = load(folder)
        off[path.name] = [one.got[:4] for one in told(dataset, Code.OWN_BALANCE)]
        if told(dataset, Code.UNREADABLE_FILE):
            off[path.name] = [one.reason for one in told(dataset, Code.UNREADABLE_FILE)]
        else:
            assert sum(posted(path).values()) == 0
            kinds = dict(
                zip(*(dataset.facts.accounts[n] for n in ("account", "kind")), strict=True)
            )
            frame = dataset.facts.ledger
            by_kind = frame.groupby(frame["account"].map(kinds))["amount"].sum()
            shown[path.name] = {kind: f"{amount:.2f}" for kind, amount in by_kind.items()}
    names = sorted(name for name in off if name.startswith("SIE-fil"))
    assert off == {
        "BL0001_typ4.SE": [],
        "MAMUT_SIE4_EXPORT.SE": [],
        names[0]: ["sie_balances"],
        "SIE_exempelfil.se": [],
        "SAF-T Financial_888888888_20180228235959.xml": ["1920", "2711", "2740"],
        "SAF-T_1.30_example.xml": ["saft_namespace"],
    }
    assert shown == {
        "BL0001_typ4.SE": {"cost": "76744.70", "income": "-289328.17"},
        "MAMUT_SIE4_EXPORT.SE": {"cost": "260946.19", "income": "-10480594.09"},
        "SIE_exempelfil.se": {"cost": "9588.40", "income": "-1044118.47"},
        "SAF-T Financial_888888888_20180228235959.xml": {
            "cost": "2001501.00",
            "income": "-2316338.00",
        },
    }


def test_published_fec(shared_data: Path, tmp_path: Path) -> None:
    """The classes of the published FEC come to what is known of it, and its year is told."""
    (path,) = (shared_data / "standards" / "fec").iterdir()
    (tmp_path / path.name).write_bytes(path.read_bytes())
    dataset = load(tmp_path)
    found = posted(path)
    classes = {one: str(sum(v for k, v in found.items() if k[0] == one)) for one in "67"}
    assert classes == {"6": "37758.40", "7": "-36477.31"}
    assert told(dataset, Code.OTHER_YEAR)
    assert not told(dataset, Code.UNBALANCED_VOUCHER)


def test_a_zip_of_saft_is_a_pack(tmp_path: Path) -> None:
    """A folder that holds nothing but SAF-T in a ZIP makes a pack from the command line."""
    with zipfile.ZipFile(tmp_path / "alt.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("SAF-T_1.xml", saft())
    out = tmp_path / "out"
    command = ["report", "--data", str(tmp_path), "--out", str(out), "--allow-errors"]
    done = subprocess.run(
        [sys.executable, "-m", "xlcost", *command], capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    assert [path for path in out.iterdir() if path.suffix == ".xlsx"]


def _mark(code: str, amount: str = "") -> str:
    part = f"<AnalysisAmount><Amount>{amount}</Amount></AnalysisAmount>" if amount else ""
    return (
        f"<Analysis><AnalysisType>A</AnalysisType><AnalysisID>{code}</AnalysisID>{part}</Analysis>"
    )


@pytest.mark.parametrize(
    ("marks", "parts", "unsplit"),
    [
        (_mark("100", "60000") + _mark("200", "40000"), {"100": 60000, "200": 40000}, 0),
        (_mark("100", "60000"), {"100": 60000, "": 40000}, 0),
        (_mark("100", "100000"), {"100": 100000}, 0),
        (_mark("100") + _mark("100"), {"100": 100000}, 0),
        (_mark("100") + _mark("200"), {"": 100000}, 1),
        (_mark("100", "90000") + _mark("200", "40000"), {"": 100000}, 1),
    ],
)
def test_a_line_of_several_cost_centres(
    marks: str, parts: dict[str, float], unsplit: int, tmp_path: Path
) -> None:
    """A line is split by the amounts of its marks; where they say no parts, it has no mark."""
    text = saft(YEAR[:1]).replace(_mark("100"), marks)
    dataset = read(tmp_path, "a.xml", text)
    frame = dataset.facts.ledger
    assert frame.set_index("cost_centre")["amount"].to_dict() == parts
    assert [one.rows for one in told(dataset, Code.UNSPLIT_LINE)] == [1] * unsplit
    assert not told(dataset, Code.OWN_BALANCE)
    assert not told(dataset, Code.UNBALANCED_VOUCHER)
