"""Named formulas in other people's workbooks: only the names change, and what cannot is refused."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from xlcost.errors import UsageError
from xlcost.workbook.named_formulas import MARK, Named, names_of, with_names

PART = "xl/workbook.xml"
TWO = {
    "COST_PER_CALL": Named(
        "_xlfn.LAMBDA(_xlpm.a,_xlpm.b,IF(_xlpm.b<>0,_xlpm.a/_xlpm.b))", "Cost & «æ»"
    ),
    "OCCUPANCY": Named("_xlfn.LAMBDA(_xlpm.a,_xlpm.a)", 'A "part"'),
}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def _book(change: Callable[[openpyxl.Workbook], None] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return made.getvalue()


def _with(workbook: bytes | str, base: bytes | None = None) -> bytes:
    """Return a workbook whose own part is another one."""
    data = workbook.encode() if isinstance(workbook, str) else workbook
    return _packed(_parts(base or _book()) | {PART: data})


def _edited(data: bytes, named: Mapping[str, Named] = TWO) -> bytes:
    made = io.BytesIO()
    with_names(io.BytesIO(data), made, named, "budget.xlsx")
    return made.getvalue()


def _texts(data: bytes) -> dict[str, str]:
    """Return the names of a workbook as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {name: str(one.attr_text) for name, one in book.defined_names.items()}


def _refused(data: bytes) -> str:
    with pytest.raises(UsageError) as refused:
        _edited(data)
    assert "budget.xlsx" in str(refused.value)
    return str(refused.value.said[0]) if refused.value.said else ""


def test_only_the_names_change_byte_for_byte() -> None:
    """Every other part is the same, and so is every byte around the names."""
    old = _book(lambda book: book.defined_names.add(DefinedName("Mine", attr_text="Sheet!$A$1")))
    new = _edited(old)
    before, after = _parts(old), _parts(new)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {PART}
    inserted = re.sub(rb'<definedName name="(?!Mine).*?</definedName>', b"", after[PART])
    assert inserted == before[PART]
    assert _texts(new) == {"Mine": "Sheet!$A$1"} | {name: one.formula for name, one in TWO.items()}


def test_names_are_taken_out_again() -> None:
    """After taking them out the workbook is what it was, with names of its own and without."""
    for old in (
        _book(),
        _book(lambda book: book.defined_names.add(DefinedName("Mine", attr_text="Sheet!$A$1"))),
    ):
        again = _edited(_edited(old), {})
        assert _parts(again) == _parts(old) or b"definedNames/" in _parts(old)[PART]
        assert not names_of(io.BytesIO(again), "budget.xlsx")


def test_an_earlier_version_is_replaced() -> None:
    """Names of ours take the place of older ones; one that is no longer a function goes."""
    old = _edited(_book(), TWO | {"GONE": Named("_xlfn.LAMBDA(_xlpm.a,1)", "Old")})
    new = _edited(old, {"OCCUPANCY": Named("_xlfn.LAMBDA(_xlpm.a,2)", "New")})
    assert _texts(new) == {"OCCUPANCY": "_xlfn.LAMBDA(_xlpm.a,2)"}
    assert names_of(io.BytesIO(old), "") == {"COST_PER_CALL", "OCCUPANCY", "GONE"}


@pytest.mark.parametrize(
    "mine",
    [
        DefinedName("occupancy", attr_text="Sheet!$A$1"),
        DefinedName("OCCUPANCY", attr_text="_xlfn.LAMBDA(_xlpm.a,_xlpm.a)"),
        DefinedName("OCCUPANCY", attr_text="Sheet!$A$1", comment=f"mine {MARK}"),
        DefinedName("Occupancy", attr_text="Sheet!$A$1", hidden=True),
    ],
)
def test_a_name_of_their_own_is_never_touched(mine: DefinedName) -> None:
    """Whatever the capitals, and whatever it says of itself: the sentence names it."""
    assert _refused(_book(lambda book: book.defined_names.add(mine))) == "names_taken"


def test_a_name_of_one_sheet_or_a_table_collides_as_well() -> None:
    """A sheet's own name would hide the function there, and tables share the list of names."""

    def of_sheet(book: openpyxl.Workbook) -> None:
        book.worksheets[0].defined_names.add(DefinedName("OCCUPANCY", attr_text="Sheet!$A$1"))

    assert _refused(_book(of_sheet)) == "names_taken"
    assert _refused(_book(_with_table)) == "names_taken"


def _with_table(book: openpyxl.Workbook) -> None:
    book.worksheets[0].append(["a", "b"])
    book.worksheets[0].append([1, 2])
    book.worksheets[0].add_table(Table(displayName="Occupancy", ref="A1:B2"))


def _plain(names: str = "", *, space: str = MAIN, head: str = "", tail: str = "") -> str:
    """Return a workbook's part as text."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<workbook xmlns="{space}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets>{names}{tail}</workbook>'
    )


PREFIXED = (
    f"<x:workbook xmlns:x='{MAIN}' xmlns:r='http://schemas.openxmlformats.org/officeDocument/"
    "2006/relationships'><x:sheets><x:sheet name='S>' sheetId='1' r:id='rId1'/></x:sheets>"
    "<x:definedNames ><x:definedName name='Mine'>1</x:definedName></x:definedNames></x:workbook>"
)


@pytest.mark.parametrize(
    "part",
    [
        _plain(),
        _plain("<definedNames/>"),
        _plain("<definedNames />"),
        _plain("<definedNames></definedNames>"),
        _plain(
            '<!-- <definedNames> --><definedNames> <definedName name="A_">1</definedName>\n'
            "</definedNames>"
        ),
        _plain(
            tail='<calcPr calcId="1"/><extLst><ext uri="x" xmlns:y="y"><y:definedNames/></ext>'
            "</extLst>"
        ),
        _plain('<externalReferences><externalReference r:id="rId1"/></externalReferences>'),
        _plain('<functionGroups><functionGroup name="x"/></functionGroups>'),
        PREFIXED,
        "\ufeff" + _plain(),
        _plain().replace("UTF-8", "utf-16").encode("utf-16"),  # type: ignore[list-item]
        _plain().replace("UTF-8", "ISO-8859-1").replace('"Sheet"', '"Blå"').encode("latin-1"),  # type: ignore[list-item]
    ],
)
def test_names_stand_where_the_schema_has_them(part: str | bytes) -> None:
    """With any prefix, encoding, spaces and order, and where no names are: before what follows."""
    new = _parts(_edited(_with(part)))[PART]
    from lxml import etree

    root = etree.fromstring(new)
    order = [etree.QName(one).localname for one in root if isinstance(one.tag, str)]
    assert order.count("definedNames") == 1
    before = {"sheets", "functionGroups", "externalReferences"}
    assert set(order[: order.index("definedNames")]) <= before
    names = {one.get("name"): one.text for one in root.iter(f"{{{MAIN}}}definedName")}
    assert {name: names[name] for name in TWO} == {name: one.formula for name, one in TWO.items()}
    comments = [str(one.get("comment")) for one in root.iter(f"{{{MAIN}}}definedName")]
    assert f"Cost & «æ» {MARK}" in comments
    assert _parts(_edited(_edited(_with(part))))[PART] == new


def test_strict_workbooks_keep_their_namespace() -> None:
    """A Strict Open XML Spreadsheet gets the names in its own namespace."""
    new = _parts(_edited(_with(_plain(space=STRICT))))[PART]
    assert new.count(b"<definedName ") == len(TWO)
    assert MAIN.encode() not in new


@pytest.mark.parametrize(
    ("part", "key"),
    [
        (_plain(head='<!DOCTYPE workbook [<!ENTITY a "b">]>'), "names_damaged"),
        (_plain()[:-5], "names_damaged"),
        ("", "names_damaged"),
        (_plain(space="urn:other"), "names_damaged"),
        (f'<workbook xmlns="{MAIN}"/>', "names_damaged"),
        (_plain().replace("UTF-8", "x-unknown"), "names_damaged"),
    ],
)
def test_a_damaged_part_is_refused(part: str, key: str) -> None:
    """What cannot be read as a workbook is refused with a sentence, and nothing is written."""
    assert _refused(_with(part)) == key


def _without(name: str) -> bytes:
    return _packed({key: data for key, data in _parts(_book()).items() if key != name})


def _kind(new: str) -> bytes:
    parts = _parts(_book())
    types = parts["[Content_Types].xml"]
    old = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return _packed(parts | {"[Content_Types].xml": types.replace(old, new.encode())})


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "names_no_workbook"),
        (b"a;b\n1;2\n", "names_no_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "names_password"),
        (_packed({"a.txt": b"x"}), "names_no_workbook"),
        (_without(PART), "names_no_workbook"),
        (_without("_rels/.rels"), "names_no_workbook"),
        (_without("[Content_Types].xml"), "names_no_workbook"),
        (_kind("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "names_macros"),
        (_kind("application/vnd.ms-excel.addin.macroEnabled.main+xml"), "names_macros"),
        (_kind("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "names_macros"),
        (_packed(_parts(_book()) | {"_xmlsignatures/sig1.xml": b"<a/>"}), "names_signed"),
        (_book()[:-40], "names_no_workbook"),
    ],
)
def test_a_file_that_cannot_have_them_is_refused(data: bytes, key: str) -> None:
    """No workbook, one with a password, macros or a signature: a sentence each."""
    assert _refused(data) == key


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be larger than a limit when unpacked is not copied."""
    monkeypatch.setattr("xlcost.workbook.named_formulas.Limits.unpacked_bytes", 1000, raising=False)
    from xlcost.dataset.limits import Limits

    monkeypatch.setattr(
        "xlcost.workbook.named_formulas.Limits", lambda: Limits(unpacked_bytes=1000)
    )
    assert _refused(_book()) == "names_large"


def test_a_damaged_part_elsewhere_is_refused() -> None:
    """A part whose bytes are not what the package says stops the copy."""
    data = bytearray(_packed(_parts(_book())))
    place = bytes(data).index(b"<worksheet")
    data[place + 12] ^= 0xFF
    assert _refused(bytes(data)) == "names_damaged"


@pytest.mark.parametrize("mark", [b"<workbook", b"<Types", b"<table "])
def test_a_damaged_part_that_is_read_is_refused(mark: bytes) -> None:
    """A part that the names depend on, the one of a table among them: the same sentence."""
    data = bytearray(_packed(_parts(_book(_with_table))))
    place = bytes(data).index(mark)
    data[place + len(mark) + 2] ^= 0xFF
    assert _refused(bytes(data)) == "names_damaged"


@pytest.mark.parametrize("end", [0, 900], ids=["anywhere", "in the list of its parts"])
def test_whatever_byte_is_another_there_is_a_sentence(tmp_path: Path, end: int) -> None:
    """Bytes that are others, or missing: the copy is written, or what is wrong is told."""
    whole = _book(_with_table)
    file = tmp_path / "budget.xlsx"
    draw = random.Random(20261129)  # noqa: S311 - a fixed draw
    told = []
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(draw.choice([1, 2, 8])):
            data[draw.randrange(len(data) - end if end else 0, len(data))] ^= draw.randrange(1, 256)
        cut = draw.randrange(len(data)) if draw.random() < 0.1 else None
        file.write_bytes(data[:cut])
        with file.open("rb") as source:
            try:
                with_names(source, io.BytesIO(), {"MINE": TWO["OCCUPANCY"]}, file.name)
            except UsageError as refused:
                told.append(refused)
    assert all(file.name in str(one) for one in told)
    assert {"names_damaged", "names_no_workbook"} <= {one.said[0] for one in told if one.said}
