"""Small files that would keep a reader busy for ever: each is read, or told in one sentence."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from faults.inside import HANGS, xlcost
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.locales.words import words

TAG = 1_000_000  # bytes of a tag
TIRING = {
    "a tag of many places": b'<c t="e" ' + b'r="A1" ' * (TAG // 7),
    "a closed tag of many places": b'<c t="e" ' + b'r="A1" ' * (TAG // 7) + b">",
    "errors without an end": b'<c t="e" r="A1">' * (TAG // 16),
    "errors that hold nothing": b'<c t="e" r="A1"/>' * (TAG // 17),
    "a formula and blanks": b'<c r="A1"><f>x</f>' + b" " * TAG,
    "an error and tags": b'<c t="e" r="A1">' + b"<a" * (TAG // 2),
    "formulas without an end": b'<c r="A1"><f>' * (TAG // 13),
    "a long prefix": b"<" + b"w" * TAG,
}
USUAL = ("a tag of many places", "errors that hold nothing")  # the others when asked for
ROWS = 4_242  # that a small file of Parquet has
CLAIMED = 2_000_000_000


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=() if one in USUAL else pytest.mark.long) for one in TIRING]
)
def test_a_tag_that_tires_a_search(tmp_path: Path, name: str) -> None:
    """A sheet whose tags never end is told as damaged or over its seconds, and the run ends."""
    Workbook().save(tmp_path / "empty.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "empty.xlsx") as empty,
        zipfile.ZipFile(tmp_path / "ledger.xlsx", "w", zipfile.ZIP_DEFLATED) as book,
    ):
        for part in empty.namelist():
            sheet = b"<worksheet><sheetData><row>" + TIRING[name]
            book.writestr(part, sheet if "worksheets/" in part else empty.read(part))
    (tmp_path / "empty.xlsx").unlink()
    (tmp_path / "xlcost.toml").write_text("[limits]\nseconds = 5\n", "utf-8")
    done = xlcost("check", "--data", tmp_path)
    assert done.code == 1, done
    assert "ledger.xlsx" in done.out, done


@pytest.mark.timeout(HANGS)
def test_as_many_headings_as_excel_has(tmp_path: Path) -> None:
    """A sheet with all columns of Excel is read, and the sentence names some headings only."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ledger")
    sheet.append([f"h {get_column_letter(1 + place)}" for place in range(16_384)])
    for row in range(3):
        sheet.append([row] * 16_384)
    book.save(tmp_path / "ledger.xlsx")
    done = xlcost("check", "--data", tmp_path)
    assert done.code == 1, done.out[-2000:]
    assert "no column for account" in done.out
    assert len(done.out) < 10_000, len(done.out)


@pytest.mark.timeout(HANGS)
def test_a_million_headings(tmp_path: Path) -> None:
    """A line of a million headings is over the limit of columns, for check and for init."""
    names = ",".join(f"h{place}" for place in range(1_000_000))
    path = tmp_path / "ledger.csv"
    path.write_text(f"{names}\n" + "1," * 999_999 + "1\n", "utf-8")
    done = xlcost("check", "--data", tmp_path)
    assert done.code == 1, done.out[-2000:]
    assert "16,384" in done.out
    assert len(done.out) < 10_000, len(done.out)
    assert xlcost("init", path, "--out", tmp_path / "new.toml").code == 1


def _varint(number: int) -> bytes:
    """Return a number as Parquet's footer writes those of 64 bits."""
    left, found = number << 1, bytearray()
    while left > 0x7F:
        found.append(left & 0x7F | 0x80)
        left >>= 7
    return bytes([*found, left])


@pytest.mark.timeout(HANGS)
def test_a_file_that_claims_two_billion_rows(tmp_path: Path) -> None:
    """A file of Parquet whose footer claims rows that are not there is told as damaged."""
    path = tmp_path / "ledger.parquet"
    columns = {"period": ["2026-01"], "account": ["5000"], "amount": ["1"]}
    pq.write_table(pa.table({name: one * ROWS for name, one in columns.items()}), path)
    content = path.read_bytes()
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    wide = b"\x16"  # a field of 64 bits, next to the one before
    footer = content[start:-8]
    assert footer.count(wide + _varint(ROWS)) > 1
    footer = footer.replace(wide + _varint(ROWS), wide + _varint(CLAIMED))
    path.write_bytes(content[:start] + footer + len(footer).to_bytes(4, "little") + b"PAR1")
    done = xlcost("check", "--data", tmp_path)
    assert done.code == 1, done
    assert "ledger.parquet" in done.out, done


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("trial_balance", "period,account,amount\n2026-01,5000,100\n"),
        ("workforce", "period,team\n2026-01,a\n"),
    ],
)
def test_an_input_alone(tmp_path: Path, name: str, text: str) -> None:
    """Balances without a ledger, and people whom nothing measures, end in findings."""
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    (data / f"{name}.csv").write_text(text, "utf-8")
    done = xlcost("check", "--data", data)
    assert done.code == 1, done
    assert "ledger" in done.out, done
    for more in ((), ("--allow-errors",)):
        assert xlcost("report", "--data", data, "--out", out, *more).code in (0, 1, 2)
    if name == "workforce":
        assert "workforce.csv" in done.out, done
        (data / "ledger.csv").write_text("period,account,amount\n2026-01,5000,100\n", "utf-8")
        assert xlcost("check", "--data", data).code == 1
        assert xlcost("report", "--data", data, "--out", out, "--allow-errors").code in (0, 1)


@pytest.mark.timeout(HANGS)
def test_an_amount_that_no_ledger_has(tmp_path: Path) -> None:
    """Amounts of thirty digits are reported or refused, and never a bug."""
    lines = ["period,account,amount"]
    lines += [f"2026-{month:02d},5000,{'9' * 30}" for month in range(1, 13)]
    data = tmp_path / "data"
    data.mkdir()
    (data / "ledger.csv").write_text("\n".join(lines) + "\n", "utf-8")
    for more in ((), ("--lang", "nb", "--allow-errors")):
        assert xlcost("report", "--data", data, "--out", tmp_path / "out", *more).code in (0, 1)


@pytest.mark.parametrize("name", ["ledger.xlsx", "ledger.xls", "ledger.ods"])
def test_a_password_is_told(tmp_path: Path, name: str) -> None:
    """A workbook with a password is told as such and not as damaged, whatever its name."""
    if name.endswith("ods"):
        with zipfile.ZipFile(tmp_path / name, "w") as book:
            book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            book.writestr("content.xml", b"\x93table:formula=\x01#DIV/0!" + bytes(range(256)))
            book.writestr("META-INF/manifest.xml", ODS_MANIFEST)
    else:
        (tmp_path / name).write_bytes(_compound("EncryptedPackage", bytes(4096)))
    done = xlcost("check", "--data", tmp_path)
    assert done.code == 1, done
    assert "protected by a password" in " ".join(done.out.split()), done.out
    assert "damaged" not in done.out


ODS_MANIFEST = """<manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry
 manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data/>
 </manifest:file-entry></manifest:manifest>"""
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD  # marks of sectors in a compound file
SECTOR = 512


def _compound(name: str, content: bytes) -> bytes:
    """Return a compound file, as of old workbooks, with one stream of whole sectors."""
    count = len(content) // SECTOR
    head = struct.pack(
        "<8s16x5H6x9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, END, 0, END, 0),
    ) + struct.pack("<109I", 0, *[FREE] * 108)
    chain = [TABLE, END, *range(3, 2 + count), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    root = _entry("Root Entry", 5, END, 0, child=1)
    stream = _entry(name, 2, 2, len(content))
    return head + table + root + stream + bytes(SECTOR - len(root + stream)) + content


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    parts = (text, len(text), kind, 1, FREE, FREE, child, start, size)
    return struct.pack("<64sHBB3I36xIQ", *parts)


def test_a_text_with_the_name_of_a_workbook(tmp_path: Path) -> None:
    """A text that is called a workbook is read, and a whole sentence says so, in both languages."""
    (tmp_path / "ledger.xls").write_text("period,account,amount\n2026-01,5000,100\n", "utf-8")
    done = xlcost("check", "--data", tmp_path)
    assert done.code == 0, done
    assert "The file is CSV with the name of another kind (.xls)" in " ".join(done.out.split())


def test_every_reason_is_told() -> None:
    """Whatever finding has a reason says it, where its sentence has no place for one, too."""
    for language in ("en", "nb"):
        for code in Code:
            found = Finding(
                Severity.WARNING, code, Where("a.csv"), "CSV", ".xls", reason="misnamed"
            )
            assert "CSV" in found.sentence(language)
            assert words(language).text("reasons.misnamed", got="CSV", expected=".xls") in (
                found.sentence(language)
            ), code
