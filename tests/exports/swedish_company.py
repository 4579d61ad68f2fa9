"""A Swedish company as its systems export it: made here, with what is true of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

ACCOUNTS = {  # BAS, with a usual month
    "5010": ("Lokalhyra", 62000),
    "5420": ("Programvaror", 18500),
    "6212": ("Mobiltelefon", 4100),
    "6540": ("IT-tjänster", 23800),
    "6800": ("Inhyrd personal", 41000),
    "7010": ("Löner till kollektivanställda", 412000),
    "7082": ("Sjuklöner", 9800),
    "7510": ("Arbetsgivaravgifter", 132500),
    "7610": ("Utbildning", 5200),
}
CENTRES = {"110": Decimal("0.45"), "120": Decimal("0.34"), "190": Decimal("0.21")}
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
LAST = 10  # month of the report


@dataclass
class Truth:
    """What is true of the company.

    Attributes:
        cost: Cost by month, from 1.
        centres: Cost by cost centre in the last month.
        budget: Budget by month.
        offered: Calls offered by month.
        handled: Calls answered by month.
        talk: Seconds of talk by month.
    """

    cost: dict[int, Decimal] = field(default_factory=dict)
    centres: dict[str, Decimal] = field(default_factory=dict)
    budget: dict[int, Decimal] = field(default_factory=dict)
    offered: dict[int, int] = field(default_factory=dict)
    handled: dict[int, int] = field(default_factory=dict)
    talk: dict[int, int] = field(default_factory=dict)


def make(folder: Path) -> Truth:
    """Write the files of the company: a ledger, a budget and its calls."""
    draw = random.Random(20261031)  # noqa: S311 - the same on every machine
    truth = Truth()
    _ledger(folder, draw, truth)
    _budget(folder, truth)
    _calls(folder, draw, truth)
    return truth


def _swedish(amount: Decimal) -> str:
    whole, cents = f"{abs(amount):.2f}".split(".")
    grouped = f"{int(whole):,}".replace(",", "\u00a0")
    return f"{'-' if amount < 0 else ''}{grouped},{cents}"


def _ledger(folder: Path, draw: random.Random, truth: Truth) -> None:
    """Write the ledger: title lines, debit and credit apart, decimal commas, a total at its end."""
    lines = ["Huvudbok;;;;;;;", "Kundtjänst AB;;;;;;;", ";;;;;;;"]
    lines.append("Ver;Bokföringsdatum;Konto;Kontonamn;Kostnadsställe;Text;Debet;Kredit")
    number, total = 1000, Decimal(0)
    for month in range(1, LAST + 1):
        for account, (name, usual) in ACCOUNTS.items():
            for centre, share in CENTRES.items():
                number += 1
                size = usual * share * Decimal(str(round(draw.uniform(0.93, 1.08), 4)))
                amount = size.quantize(Decimal("0.01"))
                back = number % 37 == 0
                amount = -(amount / 10).quantize(Decimal("0.01")) if back else amount
                sides = ("", _swedish(-amount)) if back else (_swedish(amount), "")
                day = f"2026-{month:02d}-{draw.randint(1, 28):02d}"
                lines.append(
                    f"A{number};{day};{account};{name};{centre};{name} {MONTHS[month - 1]};"
                    f"{sides[0]};{sides[1]}"
                )
                total += amount
                truth.cost[month] = truth.cost.get(month, Decimal(0)) + amount
                if month == LAST:
                    truth.centres[centre] = truth.centres.get(centre, Decimal(0)) + amount
    lines.append(f"Summa;;;;;;{_swedish(total)};")
    (folder / "Huvudbok 2026.csv").write_text("\n".join(lines) + "\n", encoding="cp1252")


def _budget(folder: Path, truth: Truth) -> None:
    """Write the budget: a month a column, with a total of each row and of all."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Budget"
    page.append(["Budget 2026 Kundtjänst"])
    page.append([])
    page.append(["Konto", "Benämning", "Kostnadsställe", *(f"{one} 26" for one in MONTHS), "Helår"])
    sums = [Decimal(0)] * 12
    for account, (name, usual) in ACCOUNTS.items():
        for centre, share in CENTRES.items():
            each = [(usual * share).quantize(Decimal(1))] * 12
            sums = [one + other for one, other in zip(sums, each, strict=True)]
            page.append([int(account), name, int(centre), *map(float, each), float(sum(each))])
    page.append(["Summa", None, None, *map(float, sums), float(sum(sums))])
    truth.budget = dict(enumerate(sums, start=1))
    book.save(folder / "Budget 2026.xlsx")


def _calls(folder: Path, draw: random.Random, truth: Truth) -> None:
    """Write the calls by day: mean times in seconds beside the counts they are weighted with."""
    lines = [
        "Datum;Kö;Inkommande samtal;Besvarade samtal;Tappade samtal;Genomsnittlig samtalstid (sek)"
    ]
    for month in range(1, LAST + 1):
        for day in range(1, 29):
            offered = draw.randint(300, 420)
            lost = draw.randint(8, 30)
            mean = draw.randint(180, 240)
            lines.append(
                f"2026-{month:02d}-{day:02d};Kundtjänst;{offered};{offered - lost};{lost};{mean}"
            )
            truth.talk[month] = truth.talk.get(month, 0) + mean * (offered - lost)
            truth.offered[month] = truth.offered.get(month, 0) + offered
            truth.handled[month] = truth.handled.get(month, 0) + offered - lost
    (folder / "Samtalsstatistik.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
