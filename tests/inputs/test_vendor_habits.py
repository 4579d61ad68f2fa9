"""What vendors really write into SIE, FEC and SAF-T is read as what it means, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_makers import fec, saft, sie

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Severity
from xlcost.inputs.loading import load

COST = 226500.5
Change = Callable[[str], str]


def _read(folder: Path, name: str, data: bytes) -> Dataset:
    (folder / name).write_bytes(data)
    return load(folder, postings=False)


def _is_right(dataset: Dataset) -> bool:
    wrong = [one for one in dataset.findings if one.severity is Severity.ERROR]
    return not wrong and round(float(dataset.facts.ledger["amount"].sum()), 2) == COST


SIE: dict[str, Change] = {
    "quoted amounts": lambda t: re.sub(r"(#TRANS \d+ \{.*?\}) (\S+)", r'\1 "\2"', t),
    "decimal commas": lambda t: re.sub(r"(#TRANS \d+ \{.*?\} -?\d+)\.", r"\1,", t),
    "lower case": lambda t: t.replace("#TRANS", "#trans").replace("#VER", "#ver"),
    "tabs": lambda t: t.replace("   #TRANS ", "\t#TRANS\t"),
    "line feeds": lambda t: t.replace("\r\n", "\n"),
    "carriage returns": lambda t: t.replace("\r\n", "\r"),
    "quoted accounts": lambda t: re.sub(r"#TRANS (\d+)", r'#TRANS "\1"', t),
    "no list of objects": lambda t: t.replace("{} ", ""),
    "brace on the voucher's line": lambda t: re.sub(r"(#VER [^\r]*)\r\n\{", r"\1 {", t),
    "a comment first": lambda t: f"; export of 2026\r\n{t}",
    "blank lines first": lambda t: f"\r\n\r\n{t}",
    "no type": lambda t: t.replace("#SIETYP 4\r\n", ""),
    "the chart of small firms": lambda t: t.replace("EUBAS97", "NE2007"),
    "balances of last year": lambda t: f"{t}#UB -1 1920 777.00\r\n#RES -1 5000 9.00\r\n",
    "kinds of accounts": lambda t: f"{t}#KTYP 2400 S\r\n#KTYP 5000 K\r\n#KTYP 9999 T\r\n",
}


@pytest.mark.parametrize("habit", SIE)
def test_habits_of_sie(habit: str, tmp_path: Path) -> None:
    """Each way in which systems write SIE comes to the same costs, to the cent."""
    assert _is_right(_read(tmp_path, "bok.se", SIE[habit](sie()).encode("cp437", "replace")))


def test_sie_in_utf_16(tmp_path: Path) -> None:
    """SIE that an editor saved as Unicode is read, too."""
    assert _is_right(_read(tmp_path, "bok.se", sie().encode("utf-16")))


FEC: dict[str, Change] = {
    "points": lambda t: t.replace(",", "."),
    "spaces in thousands": lambda t: re.sub(r"(\d)(\d{3}),(\d\d)\b", r"\1 \2,\3", t),
    "quotes": lambda t: re.sub(r"[^\t\r\n]+", lambda found: f'"{found[0]}"', t),
    "days by slashes": lambda t: re.sub(r"(?<=\t)(2026)(\d\d)(\d\d)(?=\t)", r"\3/\2/\1", t),
    "a separator at each end": lambda t: t.replace("\r\n", "\t\r\n"),
    "a credit as a debit below zero": lambda t: t.replace("\t0,00\t400,00", "\t-400,00\t0,00", 1),
    "carriage returns": lambda t: t.replace("\r\n", "\r"),
}


@pytest.mark.parametrize("habit", FEC)
def test_habits_of_fec(habit: str, tmp_path: Path) -> None:
    """Each way in which systems write FEC comes to the same costs, to the cent."""
    text = FEC[habit](fec().replace('Facture "A', "Facture A"))
    assert _is_right(_read(tmp_path, "export.txt", text.encode("utf-8")))


def test_fec_in_words_and_in_the_law_s_own_letters(tmp_path: Path) -> None:
    """Sens may be a word, and the euro of ISO 8859-15 is one."""
    text = fec(signed=True).replace("\tD\t", "\tDébit\t").replace("\tC\t", "\tCrédit\t")
    dataset = _read(tmp_path, "a.txt", text.replace("Lønn", "Salaires €").encode("iso8859-15"))
    assert _is_right(dataset)
    assert "Salaires €" in set(dataset.facts.accounts["name"])


SAFT: dict[str, Callable[[str], bytes]] = {
    "UTF-16": lambda t: t.replace("UTF-8", "UTF-16").encode("utf-16"),
    "ISO 8859-1": lambda t: t.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "a prefix": lambda t: (
        re.sub(r"<(/?)(?=[A-Z])", r"<\1n1:", t).replace("xmlns=", "xmlns:n1=").encode()
    ),
}


@pytest.mark.parametrize("habit", SAFT)
def test_habits_of_saft(habit: str, tmp_path: Path) -> None:
    """SAF-T is read in every encoding that XML knows, and whatever prefix its names have."""
    assert _is_right(_read(tmp_path, "ledger.xml", SAFT[habit](saft())))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<?xml version="1.0"?><Sie xmlns="http://www.sie.se/sie5"></Sie>', "sie5"),
        (
            '<AuditFile xmlns="urn:OECD:StandardAuditFile-Tax:PT_1.04_01"></AuditFile>',
            "saft_country",
        ),
        ('<AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:DK"/>', "saft_country"),
    ],
)
def test_other_standards_are_refused(text: str, reason: str, tmp_path: Path) -> None:
    """What is no standard that is read is refused with what to export in its place."""
    found = _read(tmp_path, "ledger.xml", text.encode()).findings
    assert reason in [one.reason for one in found if one.code is Code.UNREADABLE_FILE]
