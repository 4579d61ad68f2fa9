"""Ledgers in legal standards, made for tests: valid SAF-T, SIE 4 and FEC with invented values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

TAX_FIELDS = {"5000": "7513", "6300": "7301", "2400": "7365", "1920": "7281"}  # #SRU of SIE
SPACE = "urn:StandardAuditFile-Taxation-Financial:NO"
FRENCH = {"5000": "641000", "6300": "613200", "2400": "401000", "1920": "512000"}
NAMES = {"5000": "Lønn", "6300": "Leie lokale", "2400": "Leverandørgjeld", "1920": "Bank"}


@dataclass(frozen=True)
class Line:
    """One line of a voucher: account, amount, department, project, and its amount abroad."""

    account: str
    amount: str
    department: str = ""
    project: str = ""
    foreign: str = ""


@dataclass(frozen=True)
class Voucher:
    """One voucher, with the period that it says beside its day."""

    number: str
    day: str
    lines: tuple[Line, ...]
    period: int | None = None
    year: int | None = None


def paid(number: str, day: str, account: str, amount: str, **more: str) -> Voucher:
    """Return a voucher that books a cost to a supplier."""
    back = f"{-Decimal(amount):.2f}"
    return Voucher(number, day, (Line(account, amount, **more), Line("2400", back)))


YEAR = (
    paid("1", "2026-01-15", "5000", "100000.00", department="100"),
    paid("2", "2026-01-20", "6300", "25000.50", department="200", project="P1"),
    paid("3", "2026-02-15", "5000", "101500.00", department="100"),
    paid("4", "2026-02-20", "6300", "400.00", foreign="40.00"),
    paid("5", "2026-02-21", "6300", "-400.00", foreign="-40.00"),
)


def sums(vouchers: Sequence[Voucher]) -> dict[str, Decimal]:
    """Return the sum of each account."""
    found: dict[str, Decimal] = {}
    for voucher in vouchers:
        for line in voucher.lines:
            found[line.account] = found.get(line.account, Decimal(0)) + Decimal(line.amount)
    return found


def saft(
    vouchers: Sequence[Voucher] = YEAR,
    *,
    version: str = "1.10",
    company: str = "Fjordlys AS",
    number: str = "999999999",
    off: Mapping[str, str] | None = None,
    closing: Mapping[str, Decimal] | None = None,
    opening: Mapping[str, Decimal] | None = None,
    selected: tuple[str, str] | None = None,
) -> str:
    """Return a SAF-T file whose accounts tie; those in `off` close so much higher.

    It says the months that were exported, or, where they are given, the first and the last day.
    """
    opening = opening or {}
    closing = closing or sums(vouchers)
    accounts = "".join(
        _account(code, version, opening.get(code, Decimal(0)), closing.get(code, Decimal(0)), off)
        for code in NAMES
    )
    lines = [line for voucher in vouchers for line in voucher.lines]
    debit = sum((max(Decimal(line.amount), Decimal(0)) for line in lines), Decimal(0))
    credit = sum((max(-Decimal(line.amount), Decimal(0)) for line in lines), Decimal(0))
    entries = "".join(map(_transaction, vouchers))
    dates = "<SelectionCriteria><PeriodStart>1</PeriodStart><PeriodStartYear>2026</PeriodStartYear>"
    dates += "<PeriodEnd>12</PeriodEnd><PeriodEndYear>2026</PeriodEndYear></SelectionCriteria>"
    if selected:
        dates = f"<SelectionCriteria><SelectionStartDate>{selected[0]}</SelectionStartDate>"
        dates += f"<SelectionEndDate>{selected[1]}</SelectionEndDate></SelectionCriteria>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<AuditFile xmlns="{SPACE}"><Header>'
        f"<AuditFileVersion>{version}</AuditFileVersion><AuditFileCountry>NO</AuditFileCountry>"
        "<AuditFileDateCreated>2026-12-31</AuditFileDateCreated><SoftwareCompanyName>Egen"
        "</SoftwareCompanyName><SoftwareID>E</SoftwareID><SoftwareVersion>1</SoftwareVersion>"
        f"<Company><RegistrationNumber>{number}</RegistrationNumber><Name>{company}</Name>"
        "<Address><City>Oslo</City></Address><Contact><ContactPerson><FirstName>A</FirstName>"
        "<LastName>B</LastName></ContactPerson></Contact></Company>"
        f"<DefaultCurrencyCode>NOK</DefaultCurrencyCode>{dates}"
        "<TaxAccountingBasis>A</TaxAccountingBasis></Header><MasterFiles>"
        f"<GeneralLedgerAccounts>{accounts}</GeneralLedgerAccounts><AnalysisTypeTable>"
        f"{_analysis('A', 'Avdeling', '100', 'Kundeservice')}"
        f"{_analysis('A', 'Avdeling', '200', 'Salg')}"
        f"{_analysis('P', 'Prosjekt', 'P1', 'Flytting')}"
        "</AnalysisTypeTable></MasterFiles><GeneralLedgerEntries>"
        f"<NumberOfEntries>{len(vouchers)}</NumberOfEntries><TotalDebit>{debit}</TotalDebit>"
        f"<TotalCredit>{credit}</TotalCredit><Journal><JournalID>GL</JournalID>"
        f"<Description>Hovedbok</Description><Type>GL</Type>{entries}</Journal>"
        "</GeneralLedgerEntries></AuditFile>\n"
    )


def _analysis(kind: str, called: str, code: str, name: str) -> str:
    return (
        f"<AnalysisTypeTableEntry><AnalysisType>{kind}</AnalysisType>"
        f"<AnalysisTypeDescription>{called}</AnalysisTypeDescription><AnalysisID>{code}"
        f"</AnalysisID><AnalysisIDDescription>{name}</AnalysisIDDescription>"
        "</AnalysisTypeTableEntry>"
    )


def _account(
    code: str, version: str, opening: Decimal, closing: Decimal, off: Mapping[str, str] | None
) -> str:
    closing += Decimal((off or {}).get(code, "0"))
    group = (
        f"<GroupingCategory>Resultat</GroupingCategory><GroupingCode>{code}</GroupingCode>"
        if version == "1.30"
        else f"<StandardAccountID>{code[:2]}</StandardAccountID>"
    )
    balances = "".join(
        f"<{side}{'Credit' if amount < 0 else 'Debit'}Balance>{abs(amount)}"
        f"</{side}{'Credit' if amount < 0 else 'Debit'}Balance>"
        for side, amount in (("Opening", opening), ("Closing", closing))
    )
    return (
        f"<Account><AccountID>{code}</AccountID><AccountDescription>{NAMES[code]}"
        f"</AccountDescription>{group}<AccountType>GL</AccountType>{balances}</Account>\n"
    )


def _transaction(voucher: Voucher) -> str:
    year, month, _ = map(int, voucher.day.split("-"))
    lines = "".join(_line(place, line) for place, line in enumerate(voucher.lines, 1))
    return (
        f"<Transaction><TransactionID>{voucher.number}</TransactionID>"
        f"<Period>{voucher.period or month}</Period><PeriodYear>{voucher.year or year}</PeriodYear>"
        f"<TransactionDate>{voucher.day}</TransactionDate>"
        f"<Description>Bilag {voucher.number}</Description>"
        f"<SystemEntryDate>{voucher.day}</SystemEntryDate>"
        f"<GLPostingDate>{voucher.day}</GLPostingDate>\n{lines}</Transaction>\n"
    )


def _line(place: int, line: Line) -> str:
    marks = "".join(
        f"<Analysis><AnalysisType>{kind}</AnalysisType><AnalysisID>{code}</AnalysisID></Analysis>"
        for kind, code in (("A", line.department), ("P", line.project))
        if code
    )
    amount = Decimal(line.amount)
    side = "Credit" if amount < 0 else "Debit"
    foreign = ""
    if line.foreign:
        foreign = "<CurrencyCode>EUR</CurrencyCode><CurrencyAmount>"
        foreign += f"{abs(Decimal(line.foreign))}</CurrencyAmount>"
    return (
        f"<Line><RecordID>{place}</RecordID><AccountID>{line.account}</AccountID>{marks}"
        f"<Description>Linje {place}</Description><{side}Amount><Amount>{abs(amount)}</Amount>"
        f"{foreign}</{side}Amount></Line>\n"
    )


def sie(vouchers: Sequence[Voucher] = YEAR, *, closing: Mapping[str, Decimal] | None = None) -> str:
    """Return a SIE 4 file, with lines that were taken back and put in (#BTRANS, #RTRANS)."""
    closing = closing or sums(vouchers)
    text = [
        *("#FLAGGA 0", "#FORMAT PC8", "#SIETYP 4", '#PROGRAM "Egen" 1', "#GEN 20261231"),
        *('#FNAMN "Fjällservice AB"', "#ORGNR 556000-0000", "#RAR 0 20260101 20261231"),
        *("#KPTYP EUBAS97", '#DIM 1 "Kostnadsställe"', '#OBJEKT 1 "100" "Kundtjänst"'),
        *(f'#KONTO {code} "{name}"' for code, name in NAMES.items()),
        *(f"#SRU {code} {field}" for code, field in TAX_FIELDS.items()),
        *(f"#{'RES' if code > '3' else 'UB'} 0 {code} {sum_}" for code, sum_ in closing.items()),
    ]
    for voucher in vouchers:
        day = voucher.day.replace("-", "")
        text += [f'#VER A {voucher.number} {day} "Bilag \\"{voucher.number}\\""', "{"]
        text += ["#BTRANS 5000 {} 7777.00", "#RTRANS 5000 {} 8888.00"]
        for line in voucher.lines:
            marks = f'1 "{line.department}"' if line.department else ""
            text.append(f"   #TRANS {line.account} {{{marks}}} {line.amount}")
        text.append("}")
    return "\r\n".join(text) + "\r\n"


HEADINGS = "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib"
MORE = "CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib"
LAST = "EcritureLet DateLet ValidDate Montantdevise Idevise"


def fec(
    vouchers: Sequence[Voucher] = YEAR,
    *,
    mark: str = "\t",
    signed: bool = False,
    own: Sequence[str] = (),
) -> str:
    """Return a FEC, in one of the two layouts of amounts.

    Args:
        vouchers: The vouchers.
        mark: What separates the columns.
        signed: Whether an amount and its side stand in two columns.
        own: The headings of columns beside those of the law: the department, then the project.
    """
    amounts = "Montant Sens" if signed else "Debit Credit"
    rows = [mark.join([*f"{HEADINGS} {MORE} {amounts} {LAST}".split(), *own])]
    for voucher in vouchers:
        day = voucher.day.replace("-", "")
        for line in voucher.lines:
            amount = Decimal(line.amount)
            size = f"{abs(amount):.2f}".replace(".", ",")
            two = [size, "C" if amount < 0 else "D"]
            if not signed:
                two = ["0,00", size] if amount < 0 else [size, "0,00"]
            head = ["AC", "Achats", voucher.number, day, FRENCH[line.account]]
            head += [NAMES[line.account], "", ""]
            cells = [*head, "P1", day, 'Facture "A', *two, "", "", day, "", ""]
            rows.append(mark.join([*cells, *(line.department, line.project)[: len(own)]]))
    return "\r\n".join(rows) + "\r\n"
