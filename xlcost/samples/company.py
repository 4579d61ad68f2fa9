"""Who the sample company is: Nordlys Kundeservice AS, its cost centres, channels and accounts.

Everything here is fictional. Texts come in English and Norwegian side by side, because a reader
of the sample should meet the words of an own ledger.
"""

from __future__ import annotations

from typing import NamedTuple

COMPANY = "Nordlys Kundeservice AS"
ENTITY = "NK"


class Name(NamedTuple):
    """One text in both languages."""

    en: str
    nb: str

    def text(self, language: str) -> str:
        """Return the text in this language."""
        return self.nb if language == "nb" else self.en


def same(text: str) -> Name:
    """Return a name that is the same in both languages."""
    return Name(text, text)


class CostCentre(NamedTuple):
    """One cost centre; the first six are teams of agents."""

    code: str
    name: Name
    site: str
    manager: str
    active_from: str
    positions: float
    hourly_wage: float


COST_CENTRES = (
    CostCentre(
        "2100",
        Name("Bergen phone", "Bergen telefon"),
        "Bergen",
        "Solveig Aas",
        "2018-01-01",
        26,
        243,
    ),
    CostCentre(
        "2110",
        Name("Bergen digital", "Bergen digital"),
        "Bergen",
        "Jonas Lie",
        "2019-01-01",
        20,
        247,
    ),
    CostCentre(
        "2200", Name("Oslo phone", "Oslo telefon"), "Oslo", "Amina Warsame", "2018-01-01", 16, 251
    ),
    CostCentre(
        "2210", Name("Oslo sales", "Oslo salg"), "Oslo", "Kristoffer Moe", "2021-01-01", 6, 255
    ),
    CostCentre(
        "2300",
        Name("Trondheim digital", "Trondheim digital"),
        "Trondheim",
        "Marte Hovde",
        "2020-01-01",
        15,
        244,
    ),
    CostCentre(
        "2310",
        Name("Trondheim phone", "Trondheim telefon"),
        "Trondheim",
        "Eirik Sand",
        "2022-01-01",
        12,
        241,
    ),
    CostCentre(
        "2800",
        Name("Planning and quality", "Planlegging og kvalitet"),
        "Bergen",
        "Ingrid Falk",
        "2018-01-01",
        12,
        322,
    ),
    CostCentre(
        "2900", Name("Technology", "Teknologi"), "Oslo", "Per-Anders Eide", "2018-01-01", 8, 371
    ),
)
TEAMS = COST_CENTRES[:6]

SITES = {"Bergen": "2800", "Oslo": "2900", "Trondheim": "2310"}  # the centre that pays for the site

PHONE = Name("phone", "telefon")
EMAIL = Name("email", "e-post")
CHAT = Name("chat", "chat")
SELF_SERVICE = Name("self-service", "selvbetjening")


class Account(NamedTuple):
    """One account and its place in the report."""

    code: str
    name: Name
    line: Name
    category: Name
    behaviour: str
    driver: str = ""
    channel: Name | None = None
    kind: str = "cost"
    recurring: bool = True


_PEOPLE = Name("People", "Personal")
_TECHNOLOGY = Name("Technology", "Teknologi")
_PREMISES = Name("Premises", "Lokaler")
_SERVICES = Name("Bought services and other", "Kjøpte tjenester og annet")
_INCOME = Name("Income", "Inntekter")

_SALARIES = Name("Salaries", "Lønn")
_BENEFITS = Name("Benefits", "Sosiale kostnader")
_SOFTWARE = Name("Software subscriptions", "Programvareabonnementer")
_HARDWARE = Name("Hardware", "Maskinvare")
_TELEPHONY = Name("Telephony", "Telefoni")
_UTILITIES = Name("Utilities", "Strøm, varme og renhold")
_OTHER = Name("Other overheads", "Andre driftskostnader")

ACCOUNTS = (
    Account(
        "3600",
        Name("Services re-invoiced to the group", "Viderefakturerte tjenester, konsern"),
        Name("Re-invoiced services", "Viderefakturerte tjenester"),
        _INCOME,
        "fixed",
        kind="income",
    ),
    Account("5000", Name("Salaries", "Lønn fast ansatte"), _SALARIES, _PEOPLE, "step", "fte"),
    Account(
        "5020", Name("Holiday deduction", "Trekk for ferie"), _SALARIES, _PEOPLE, "step", "fte"
    ),
    Account(
        "5030",
        Name("Evening and weekend supplements", "Kvelds- og helgetillegg"),
        _SALARIES,
        _PEOPLE,
        "variable",
        "logged_in_hours",
    ),
    Account("5040", Name("Overtime", "Overtid"), _SALARIES, _PEOPLE, "variable", "overtime_hours"),
    Account(
        "5180",
        Name("Holiday pay earned", "Opptjente feriepenger"),
        _BENEFITS,
        _PEOPLE,
        "step",
        "fte",
    ),
    Account(
        "5400",
        Name("Employer's contributions", "Arbeidsgiveravgift"),
        _BENEFITS,
        _PEOPLE,
        "step",
        "fte",
    ),
    Account(
        "5420", Name("Occupational pension", "Tjenestepensjon"), _BENEFITS, _PEOPLE, "step", "fte"
    ),
    Account("5910", Name("Canteen", "Kantine"), _BENEFITS, _PEOPLE, "variable", "fte"),
    Account(
        "5800",
        Name("Sick pay refunded", "Refusjon av sykepenger"),
        _BENEFITS,
        _PEOPLE,
        "variable",
        "shrinkage_hours",
    ),
    Account(
        "6860",
        Name("Courses and training", "Kurs og opplæring"),
        Name("Training", "Opplæring"),
        _PEOPLE,
        "fixed",
    ),
    Account(
        "6420",
        Name("Agent licences", "Agentlisenser"),
        Name("Agent licences", "Agentlisenser"),
        _TECHNOLOGY,
        "step",
        "licences_paid",
    ),
    Account(
        "6430",
        Name("Software subscriptions", "Programvareabonnementer"),
        _SOFTWARE,
        _TECHNOLOGY,
        "fixed",
    ),
    Account(
        "6435",
        Name("Self-service platform", "Selvbetjeningsløsning"),
        _SOFTWARE,
        _TECHNOLOGY,
        "fixed",
        channel=SELF_SERVICE,
    ),
    Account(
        "6540", Name("Headsets and equipment", "Headset og utstyr"), _HARDWARE, _TECHNOLOGY, "fixed"
    ),
    Account("6550", Name("Computers", "Datautstyr"), _HARDWARE, _TECHNOLOGY, "fixed"),
    Account(
        "6900",
        Name("Telephone lines", "Telefonlinjer"),
        _TELEPHONY,
        _TECHNOLOGY,
        "fixed",
        channel=PHONE,
    ),
    Account(
        "6910",
        Name("Telephone traffic", "Telefontrafikk"),
        _TELEPHONY,
        _TECHNOLOGY,
        "variable",
        "talk_seconds",
        PHONE,
    ),
    Account(
        "6920", Name("Text messages", "SMS"), _TELEPHONY, _TECHNOLOGY, "variable", "handled", CHAT
    ),
    Account(
        "6300", Name("Rent", "Husleie"), Name("Facilities rent", "Husleie"), _PREMISES, "fixed"
    ),
    Account(
        "6340", Name("Electricity and heating", "Strøm og varme"), _UTILITIES, _PREMISES, "fixed"
    ),
    Account("6360", Name("Cleaning", "Renhold"), _UTILITIES, _PREMISES, "fixed"),
    Account(
        "6790",
        Name("Overflow partner", "Svartjeneste, overløp"),
        Name("Outsourcing", "Kjøpt svartjeneste"),
        _SERVICES,
        "variable",
        "handled",
        PHONE,
    ),
    Account(
        "6720",
        Name("Consultants, one-off projects", "Konsulenter, engangsprosjekter"),
        _OTHER,
        _SERVICES,
        "fixed",
        recurring=False,
    ),
    Account("6800", Name("Office supplies", "Kontorrekvisita"), _OTHER, _SERVICES, "fixed"),
    Account("7140", Name("Travel", "Reisekostnader"), _OTHER, _SERVICES, "fixed"),
    Account("7320", Name("Recruiting", "Rekruttering"), _OTHER, _SERVICES, "variable", "leavers"),
    Account("7500", Name("Insurance", "Forsikring"), _OTHER, _SERVICES, "fixed"),
)
