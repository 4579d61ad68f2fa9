"""Attacks by ledgers in XML and by ZIPs: refused in one sentence, soon, and nothing is followed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from ledger_makers import SPACE, fec, saft, sie

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.inputs.loading import load

BODY = saft().split("?>", 1)[1].strip()
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
TOLD = "5000123"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
WORKBOOK = (
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="GL"><Table>'
    '<Row><Cell><Data ss:Type="String">{cell}</Data></Cell></Row></Table></Worksheet></Workbook>'
)


def refused(dataset: Dataset) -> Finding:
    """Return the one error that says why a file is not read, in both languages."""
    errors = [one for one in dataset.findings if one.severity is Severity.ERROR]
    (found,) = [one for one in errors if one.code in (Code.UNREADABLE_FILE, Code.LIMIT_REACHED)]
    assert dataset.facts.ledger.empty
    assert all(found.sentence(language) for language in ("en", "nb"))
    return found


def read(folder: Path, content: bytes | str, name: str = "ledger.xml") -> Dataset:
    """Read a folder with one file."""
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    return load(folder)


def test_entities_do_not_expand(tmp_path: Path) -> None:
    """A ledger that defines entities within entities is refused before one of them grows."""
    text = f'{DECLARED}<!DOCTYPE AuditFile [<!ENTITY l0 "ha">{LAUGHS}]>\n'
    text += BODY.replace("Fjordlys AS", "&l9;")
    assert refused(read(tmp_path, text)).reason == "xml_document_type"


@pytest.mark.parametrize("kind", ["SYSTEM", "parameter"])
def test_no_entity_leads_outside(tmp_path: Path, kind: str) -> None:
    """A ledger that names a file outside itself is refused, and nothing of that file is read."""
    outside = tmp_path / "secret.txt"
    outside.write_text(TOLD, encoding="utf-8")
    folder = tmp_path / "data"
    folder.mkdir()
    entity = f'<!ENTITY x SYSTEM "{outside.as_uri()}">'
    if kind == "parameter":
        entity = f'<!ENTITY % x SYSTEM "{outside.as_uri()}"> %x;'
    text = f"{DECLARED}<!DOCTYPE AuditFile [{entity}]>\n{BODY.replace('Fjordlys AS', '&x;')}"
    dataset = read(folder, text)
    assert refused(dataset).reason == "xml_document_type"
    assert not [one for one in dataset.findings if TOLD in one.sentence()]


def test_an_undefined_entity(tmp_path: Path) -> None:
    """An entity that nobody defined is damage, told with its line."""
    found = refused(read(tmp_path, DECLARED + BODY.replace("Fjordlys AS", "&x;")))
    assert found.reason == "broken_xml"
    assert found.where.row


def test_deep_nesting(tmp_path: Path) -> None:
    """Elements within elements without end are refused."""
    deep = "<a>" * 200_000 + "</a>" * 200_000
    text = DECLARED + BODY.replace("<Header>", f"<Header>{deep}", 1)
    assert refused(read(tmp_path, text)).reason == "deep_xml"


def test_huge_text(tmp_path: Path) -> None:
    """A text that no voucher has is refused, wherever it stands."""
    text = DECLARED + BODY.replace("Fjordlys AS", "x" * 1_000_000)
    assert refused(read(tmp_path, text)).code is Code.LIMIT_REACHED


def test_huge_attribute(tmp_path: Path) -> None:
    """An attribute longer than any field is refused while it is read."""
    text = DECLARED + BODY.replace("<Header>", f'<Header a="{"x" * 20_000_000}">', 1)
    assert refused(read(tmp_path, text)).code is Code.LIMIT_REACHED


def test_broken_encoding(tmp_path: Path) -> None:
    """Bytes that are no text in the encoding that a file states are damage, told with the line."""
    data = (DECLARED + BODY).encode("cp1252")
    assert refused(read(tmp_path, data)).reason == "broken_xml"


@pytest.mark.parametrize("share", [0.2, 0.6, 0.999])
def test_a_file_that_is_cut_off(tmp_path: Path, share: float) -> None:
    """A ledger that ends before its end is refused as a whole: half of a year is no ledger."""
    text = DECLARED + BODY
    assert refused(read(tmp_path, text[: int(len(text) * share)])).reason == "broken_xml"


def test_another_country(tmp_path: Path) -> None:
    """SAF-T of another country is refused with its name."""
    found = refused(read(tmp_path, saft().replace(SPACE, SPACE[:-2] + "PT")))
    assert (found.reason, found.got) == ("saft_country", SPACE[:-2] + "PT")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xml", saft(())),
        ("a.se", sie(()).replace("#SIETYP 4", "#SIETYP 1")),
        ("a.txt", fec(())),
    ],
)
def test_no_postings(tmp_path: Path, name: str, text: str) -> None:
    """A ledger without postings is told, and is no ledger of nothing."""
    assert refused(read(tmp_path, text, name)).reason in ("no_postings", "sie_balances")


def test_entities_in_a_workbook_of_2003(tmp_path: Path) -> None:
    """A workbook in XML that defines entities is refused."""
    text = f'{DECLARED}<!DOCTYPE Workbook [<!ENTITY x "1">]>{WORKBOOK.format(cell="&x;")}'
    assert refused(read(tmp_path, text, "ledger.xls")).reason == "xml_document_type"


def test_far_cells_of_a_workbook_of_2003(tmp_path: Path) -> None:
    """A cell a million rows and columns away takes no memory."""
    text = DECLARED + WORKBOOK.format(cell="1").replace("<Row>", '<Row ss:Index="9000000">')
    text = text.replace("<Cell>", '<Cell ss:Index="9000">')
    assert refused(read(tmp_path, text, "ledger.xls")).code is Code.LIMIT_REACHED


def test_a_page_names_no_file(tmp_path: Path) -> None:
    """What a page leads to is never opened; cells that reach over millions take no memory."""
    page = (
        '<!DOCTYPE html SYSTEM "file:///etc/passwd"><html><link href="file:///etc/passwd">'
        '<table><tr><td colspan="99999999" rowspan="9999">account</td><td>period</td>'
        "<td>amount</td></tr></table></html>"
    )
    dataset = read(tmp_path, page, "ledger.xls")
    assert dataset.facts.ledger.empty
    assert [one for one in dataset.findings if one.severity is Severity.ERROR]


def packed(path: Path, files: dict[str, bytes]) -> None:
    """Write a ZIP."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)


def test_zip_bomb(tmp_path: Path) -> None:
    """A file of zeros in a ZIP is refused long before it is unpacked."""
    packed(tmp_path / "ledger.zip", {"a.csv": bytes(200_000_000)})
    assert refused(load(tmp_path)).reason == "ratio"


def test_zip_in_a_zip(tmp_path: Path) -> None:
    """A ZIP in a ZIP is refused."""
    packed(tmp_path / "inner.bin", {"a.csv": b"account,period,amount\n5000,2026-01,1\n"})
    inner = (tmp_path / "inner.bin").read_bytes()
    (tmp_path / "inner.bin").unlink()
    packed(tmp_path / "ledger.zip", {"inner.zip": inner})
    assert refused(load(tmp_path)).reason == "nested_zip"


def test_no_path_leads_out_of_a_zip(tmp_path: Path) -> None:
    """Names in a ZIP are never paths: nothing is written outside our own temporary files."""
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    table = b"account,period,amount\n5000,2026-01,1\n"
    names = ["../ledger.csv", "..\\..\\ledger2.csv", f"{tmp_path}/ledger3.csv"]
    packed(folder / "x.zip", dict.fromkeys(names, table))
    dataset = load(folder)
    assert dataset.facts.ledger["amount"].sum() == 3
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["x.zip"]


def test_zip_with_a_password(tmp_path: Path) -> None:
    """A ZIP whose files have a password is told so."""
    packed(tmp_path / "ledger.zip", {"a.csv": b"account,period,amount\n5000,2026-01,1\n"})
    data = bytearray((tmp_path / "ledger.zip").read_bytes())
    data[6] |= 1
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    (tmp_path / "ledger.zip").write_bytes(bytes(data))
    assert refused(load(tmp_path)).reason == "password"


def test_zip_cut_off(tmp_path: Path) -> None:
    """A ZIP that ends before its end is damage."""
    packed(tmp_path / "ledger.zip", {"a.csv": b"account,period,amount\n5000,2026-01,1\n" * 100})
    data = (tmp_path / "ledger.zip").read_bytes()
    (tmp_path / "ledger.zip").write_bytes(data[: len(data) // 2])
    assert refused(load(tmp_path)).reason == "damaged"
