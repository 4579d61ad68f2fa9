"""A large SAF-T file: how long a run takes to read it, and how much memory.

    python benchmarks/saft.py 1024      # MiB; writes the file among the temporary files, once

What it comes to is written down in docs/inputs.md.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

MEBIBYTE = 1024**2
SPACE = 'xmlns="urn:StandardAuditFile-Taxation-Financial:NO"'
ACCOUNTS = {"5000": "Lønn", "6300": "Leie lokale", "6553": "Programvare", "2400": "Leverandørgjeld"}


def voucher(number: int) -> tuple[str, int]:
    """Return a voucher of two lines, and its amount in hundredths."""
    month, account = number % 12 + 1, list(ACCOUNTS)[number % 3]
    cents = 10_000 + number * 37 % 900_000
    amount, day = f"{cents // 100}.{cents % 100:02d}", f"2026-{month:02d}-15"
    text = f"<Description>Bilag {number} fra leverandør med et navn av vanlig lengde</Description>"
    head = (
        f"<Transaction><TransactionID>{number}</TransactionID><Period>{month}</Period>"
        f"<PeriodYear>2026</PeriodYear><TransactionDate>{day}</TransactionDate>"
        f"{text}<SystemEntryDate>{day}</SystemEntryDate><GLPostingDate>{day}</GLPostingDate>\n"
    )
    debit = (
        f"<Line><RecordID>1</RecordID><AccountID>{account}</AccountID>"
        "<Analysis><AnalysisType>A</AnalysisType>"
        f"<AnalysisID>{100 + number % 40}</AnalysisID></Analysis>"
        f"<ValueDate>{day}</ValueDate><SourceDocumentID>{number}</SourceDocumentID>{text}"
        f"<DebitAmount><Amount>{amount}</Amount></DebitAmount>"
        f"<TaxInformation><TaxType>MVA</TaxType><TaxCode>1</TaxCode><TaxBase>{amount}</TaxBase>"
        "<TaxAmount><Amount>0</Amount></TaxAmount></TaxInformation></Line>\n"
    )
    credit = (
        "<Line><RecordID>2</RecordID><AccountID>2400</AccountID>"
        f"<ValueDate>{day}</ValueDate><SourceDocumentID>{number}</SourceDocumentID>{text}"
        f"<CreditAmount><Amount>{amount}</Amount></CreditAmount></Line></Transaction>\n"
    )
    return head + debit + credit, cents


def parts(size: int) -> Iterator[str]:
    """Yield the text of a file of a size."""
    accounts = "".join(
        f"<Account><AccountID>{code}</AccountID><AccountDescription>{name}</AccountDescription>"
        f"<StandardAccountID>{code[:2]}</StandardAccountID><AccountType>GL</AccountType></Account>"
        for code, name in ACCOUNTS.items()
    )
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<AuditFile {SPACE}><Header>'
        "<AuditFileVersion>1.20</AuditFileVersion><Company><RegistrationNumber>999999999"
        "</RegistrationNumber><Name>Stor AS</Name></Company>"
        "<DefaultCurrencyCode>NOK</DefaultCurrencyCode></Header>"
        f"<MasterFiles><GeneralLedgerAccounts>{accounts}</GeneralLedgerAccounts></MasterFiles>"
        "<GeneralLedgerEntries><Journal><JournalID>GL</JournalID>\n"
    )
    written, number = 0, 0
    while written < size:
        number += 1
        text, _ = voucher(number)
        written += len(text.encode())
        yield text
    yield "</Journal></GeneralLedgerEntries></AuditFile>\n"


def read(folder: Path) -> None:
    """Read the folder, and say how long it took and how much memory."""
    from xlcost.inputs.loading import load

    started = time.perf_counter()
    dataset = load(folder)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = sum(source.rows_read for source in dataset.facts.sources)
    print(f"{rows:,} postings, {seconds:.1f} s, {peak:,.0f} MiB at most")


def main() -> None:
    """Make the file and read it in a process of its own."""
    if len(sys.argv) > 2:
        read(Path(sys.argv[2]))
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 64
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "saft.xml"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(parts(size * MEBIBYTE))
        print(f"{path.stat().st_size / MEBIBYTE:,.0f} MiB")
        subprocess.run([sys.executable, __file__, str(size), folder], check=True)


if __name__ == "__main__":
    main()
