"""What counts as the cost of people is told, with amounts, where no list says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.columns.outline import outline
from xlcost.inputs.loading import load
from xlcost.values.labour import LabourVerdict, labour_verdict

LEDGER = (
    "account,period,amount\n5000,2026-01,1000\n5000,2026-02,500\n5450,2026-01,300.5\n"
    "5400,2026-01,120\n6300,2026-01,80\n6900,2026-01,9\n"
)
ACCOUNTS = (
    "account,name,line,category,driver{more}\n5000,Wages,Pay,People,{yes}\n"
    "5450,Staff costs,Other,People,{none}\n5400,Seats,Licences,Technology,fte{none}\n"
    "6300,Wages of others,Rent,Premises,{no}\n6900,Lines,Lines,Technology,{none}\n"
)


CODES = {Code.LABOUR_BY_NAME, Code.NO_LABOUR, Code.LITTLE_LABOUR}
LABOUR = """Staff costs; Social charges; Payroll; Payroll tax; Annual bonus; Sick pay refunded;
Fastlønn; Arbeidsgiveravgift av påløpt ferielønn; Tjenestepensjon; Sosiale kostnader; Innleid
personell; Löner till tjänstemän; Arbetsgivaravgifter; Sociala avgifter; Inhyrd personal; Gager;
Sociale omkostninger; Löhne und Gehälter; Gesetzliche soziale Aufwendungen; Personalkosten;
Salaires et traitements; Charges sociales; Cotisations sociales; Congés payés; Lonen en salarissen;
Sueldos y salarios; Agency staff; Personnel expenses"""
OTHERS = """Payroll system, licences; Loyalty bonus to customers; Kundebonus; Belønning til kunder;
Lønnssystem; Lønnsomhetsanalyse; Personal computers; Sewage; Suspension repairs; Lohnbuchhaltung;
Lönesystem; Lönsamhet; Logiciel de paie; Pensjonat; Leverandørbonus; Kolonne; Köln office;
Sosiale medier; Primes d'assurance; Recruitment; Interest on pension debt; Customer compensation"""


def names(text: str) -> list[str]:
    """Return the names of a list as one writes it."""
    return [one.strip().replace("\n", " ") for one in text.split(";")]


def told(
    folder: Path, accounts: str, language: str = "en", *, ledger: str = LEDGER, hours: bool = False
) -> list[Finding]:
    """Return what is told about labour of a folder."""
    (folder / "ledger.csv").write_text(ledger, encoding="utf-8")
    (folder / "accounts.csv").write_text(accounts, encoding="utf-8")
    if hours:
        people = "period,team,paid_hours\n2026-01,Desk,10\n2026-02,Desk,10\n"
        (folder / "workforce.csv").write_text(people, encoding="utf-8")
    dataset = load(folder, parse_settings({"report": {"language": language}}))
    return [f for f in dataset.findings if f.code in CODES]


@pytest.mark.parametrize("name", names(LABOUR))
def test_pay_is_labour_in_every_language(name: str) -> None:
    """What pay and its charges are called is taken for labour where nobody says otherwise."""
    assert labour_verdict("", "", "", name) is LabourVerdict.ASSUMED
    assert labour_verdict("no", "fte", name, name) is LabourVerdict.DENIED


@pytest.mark.parametrize("name", names(OTHERS))
def test_words_of_pay_alone_are_no_labour(name: str) -> None:
    """A system, a customer's bonus or a word that only begins so is not taken for labour."""
    assert not labour_verdict("", "fte", "", name).counts
    assert labour_verdict("ja", "", "", name) is LabourVerdict.DECLARED


@pytest.mark.parametrize(
    ("language", "amounts"),
    [("en", "5000 Wages: 1,500.00; 5450 Staff costs: 300.50"),
     ("nb", "5000 Wages: 1\xa0500,00; 5450 Staff costs: 300,50")],
)  # fmt: skip
def test_labour_is_listed_with_its_amounts(tmp_path: Path, language: str, amounts: str) -> None:
    """Accounts that driver or name makes labour are a note; a "no" of the list keeps one out."""
    accounts = ACCOUNTS.format(more=",labour", yes=",yes", no=",no", none=",")
    (one,) = told(tmp_path, accounts, language)
    assert (one.severity, one.got, one.rows, one.amount) == (
        Severity.NOTE, amounts, 1, "1800.50"
    )  # fmt: skip
    assert amounts in one.sentence(language)


def test_labour_that_is_said_is_not_asked_about(tmp_path: Path) -> None:
    """Where the list says it of each account that counts, there is no note."""
    accounts = ACCOUNTS.format(more=",labour", yes=",yes", no=",no", none=",no")
    assert told(tmp_path, accounts) == []


def test_init_proposes_labour(tmp_path: Path) -> None:
    """`xlcost init` lists the accounts that would count as labour, for a person to confirm."""
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNTS.format(more="", yes="", no="", none=""), encoding="utf-8")
    text = outline([path], tmp_path)
    assert "# labour (guess), by driver or name: 5000 Wages, 5450 Staff costs\n" in text
    path.write_text(
        ACCOUNTS.format(more=",labour", yes=",yes", no=",no", none=",no"), encoding="utf-8"
    )
    assert "# labour (guess)" not in outline([path], tmp_path)


def test_a_name_with_a_word_of_people_that_does_not_count_is_told(tmp_path: Path) -> None:
    """What is not taken for labour although its name speaks of pay stands in the note, too."""
    accounts = ACCOUNTS.format(more="", yes="", no="", none="")
    (one,) = told(tmp_path, accounts)
    assert (one.got, one.rows) == ("5000 Wages: 1,500.00; 5450 Staff costs: 300.50", 2)
    assert one.expected == "; not included: 6300 Wages of others: 80.00"


def test_an_hour_without_labour_is_told(tmp_path: Path) -> None:
    """With hours and no account of labour, the cost of an hour is a warning and never 0."""
    accounts = "account,name,line,category\n5000,Desk,Desk,People\n5450,Seats,Seats,Technology\n"
    (one,) = told(tmp_path, accounts, hours=True)
    assert (one.severity, one.code) == (Severity.WARNING, Code.NO_LABOUR)
    assert one.got.startswith("5000 Desk: 1,500.00; 5450 Seats: 300.50")


def test_an_hour_that_lacks_accounts_is_told(tmp_path: Path) -> None:
    """An hour made of a small part of the costs is a warning that names the largest other ones."""
    rows = ("5000,Desk 1", "5450,Wages", "5400,C", "6300,D", "6900,E")
    accounts = "account,name,line,category\n" + "".join(f"{row},X,Y\n" for row in rows)
    note, warning = told(tmp_path, accounts, hours=True)
    assert (note.code, note.got) == (Code.LABOUR_BY_NAME, "5450 Wages: 300.50")
    assert (warning.code, warning.severity) == (Code.LITTLE_LABOUR, Severity.WARNING)
    assert (warning.got, warning.amount) == ("15%", "300.50")
    assert warning.expected.startswith("5000 Desk 1: 1,500.00; ")
    assert "bare 15\xa0% av alle kostnader" in told(tmp_path, accounts, "nb", hours=True)[
        1
    ].sentence("nb")


def test_labour_that_a_chart_of_accounts_says_is_listed(tmp_path: Path) -> None:
    """Where a chart of accounts decides what is labour, the note lists it as well."""
    ledger = "account,period,amount\n5000,2026-01,1000\n5400,2026-01,141\n6300,2026-01,80\n"
    (tmp_path / "xlcost.toml").write_text('chart = "ns4102"\n', encoding="utf-8")
    (tmp_path / "ledger.csv").write_text(ledger, encoding="utf-8")
    dataset = load(tmp_path, parse_settings({"chart": "ns4102"}))
    (one,) = [f for f in dataset.findings if f.code in CODES]
    assert (one.rows, one.amount) == (2, "1141.00")
    assert one.got == "5000: 1,000.00; 5400: 141.00"
