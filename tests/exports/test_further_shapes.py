"""Ledgers and budgets in further words and layouts: right to the cent, or refused by a code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from exports import cases
from openpyxl import Workbook

MONTHS = ("202601", "202602", "202603")
COSTS: dict[str, tuple[float, float, float]] = {
    "5000": (8000.0, 8120.5, 7990.25),
    "6300": (2000.0, 2000.0, 2000.0),
    "6540": (325.75, 325.75, 410.25),
    "7140": (90.0, -45.0, 1100.0),
}
RIGHT = {
    f"{account}|{month}": f"{x:.2f}"
    for account, amounts in COSTS.items()
    for month, x in zip(MONTHS, amounts, strict=True)
}
Row = tuple[str, str, float]
ROWS: list[Row] = [(m, a, COSTS[a][k]) for k, m in enumerate(MONTHS) for a in COSTS]
SUMS = [sum(amounts[k] for amounts in COSTS.values()) for k in range(3)]
Files = Mapping[str, str | list[list[object]]]


@dataclass(frozen=True)
class Shape:
    """Files, how they are read, and what comes of it.

    Attributes:
        files: By name; rows are those of a workbook.
        how: "bare", "init" or the text of settings.
        code: The error that refuses it, or "" where it is right.
        warns: A warning that goes with a right answer.
        input: Which input is compared.
    """

    files: Files
    how: str = "bare"
    code: str = ""
    warns: str = ""
    input: str = "ledger"


def number(x: float, decimal: str = ".", thousands: str = "") -> str:
    """Return an amount as it is written somewhere."""
    text = f"{abs(x):,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    return ("-" if x < 0 else "") + text


def long(heading: str, line: Callable[[str, str, float], str], end: str = "") -> Files:
    """Return a ledger of a line a posting, given year and month, account and amount."""
    return {"ledger.csv": f"{heading}\n" + "".join(line(*row) + "\n" for row in ROWS) + end}


def wide(heading: str, line: Callable[[Sequence[float]], str] | None = None, end: str = "") -> str:
    """Return a table of a line an account."""
    line = line or (lambda amounts: ";".join(f"{x:.2f}" for x in amounts))
    rows = "".join(f"{account};{line(amounts)}\n" for account, amounts in COSTS.items())
    return f"{heading}\n{rows}{end}"


def day(month: str, order: str = "{y}-{m}-15") -> str:
    """Return the fifteenth of a month."""
    return order.format(y=month[:4], m=month[4:])


def sheet(*above: list[object], rows: Sequence[list[object]] = (), below: str = "") -> Files:
    """Return a workbook of rows above, those of the ledger, and one below."""
    plain: list[list[object]] = [[a, m, x] for m, a, x in ROWS]
    return {"ledger.xlsx": [*above, *(rows or plain), *([[below]] if below else [])]}


def debit_credit(month: str, account: str, x: float) -> str:
    """Return a line whose value has no sign beside a debit or a credit."""
    return f"{account};{day(month)};{abs(x):.2f};{x if x > 0 else ''};{-x if x < 0 else ''}"


PLAIN = long("Account,Period,Amount", lambda m, a, x: f"{a},{m},{x}")["ledger.csv"]
assert isinstance(PLAIN, str)
EUROPEAN = "15/{m}/{y}"
ENDS: list[object] = [date(2026, k, d) for k, d in ((1, 31), (2, 28), (3, 31))]
STARTS: list[object] = [date(2026, k, 1) for k in (1, 2, 3)]
ACCOUNT_ROWS: list[list[object]] = [[a, *amounts] for a, amounts in COSTS.items()]
IN_THOUSANDS = ["Beløp i hele tusen"]
DOUBLED = "".join(f"{a},{m},{x},Budget\n" for m, a, x in ROWS)

SHAPES: dict[str, Shape] = {
    "swedish debit and credit": Shape(
        long(
            "Konto;Bokföringsdatum;Ver;Text;Debet;Kredit",
            lambda m, a, x: (
                f"{a};{day(m)};A1;x;{number(x, ',') if x > 0 else ''};"
                f"{number(-x, ',') if x < 0 else ''}"
            ),
        )
    ),
    "danish": Shape(
        long(
            "Kontonr.;Bogføringsdato;Beløb;Bilagsnr.",
            lambda m, a, x: f"{a};{day(m, '15-{m}-{y}')};{number(x, ',', '.')};B{a}{m}",
        )
    ),
    "dutch year and period": Shape(
        long(
            "Grootboekrekening;Boekjaar;Periode;Bedrag",
            lambda m, a, x: f"{a};{m[:4]};{int(m[4:])};{number(x, ',', '.')}",
        )
    ),
    "dutch Af and Bij": Shape(
        long(
            "Rekening;Datum;Bedrag;Af Bij",
            lambda m, a, x: (
                f"{a};{day(m, '15-{m}-{y}')};{number(abs(x), ',')};{'Af' if x > 0 else 'Bij'}"
            ),
        )
    ),
    "italian": Shape(
        long(
            "Conto;Data;Importo",
            lambda m, a, x: f"{a};{day(m, EUROPEAN)};{number(x, ',', '.')}",
        )
    ),
    "spanish debe and haber": Shape(
        long(
            "Cuenta;Fecha;Debe;Haber",
            lambda m, a, x: (
                f"{a};{day(m, EUROPEAN)};{number(max(x, 0), ',', '.')};"
                f"{number(max(-x, 0), ',', '.')}"
            ),
        )
    ),
    "polish Wn and Ma": Shape(
        long(
            "Konto;Data;Kwota Wn;Kwota Ma",
            lambda m, a, x: (
                f"{a};{day(m)};{number(x, ',') if x > 0 else ''};{number(-x, ',') if x < 0 else ''}"
            ),
        )
    ),
    "french montant and sens": Shape(
        long(
            "Compte;Date;Libellé;Montant;Sens",
            lambda m, a, x: (
                f"{a};{day(m, EUROPEAN)};x;{number(abs(x), ',', ' ')};{'D' if x > 0 else 'C'}"
            ),
        )
    ),
    "portuguese": Shape(
        long(
            "Conta;Data;Valor",
            lambda m, a, x: f"{a};{day(m, EUROPEAN)};{number(x, ',', '.')}",
        )
    ),
    "swiss thousands": Shape(
        long(
            "Konto;Datum;Betrag",
            lambda m, a, x: f"{a};{day(m, '15.{m}.{y}')};{number(x, '.', chr(39))}",
        )
    ),
    "a minus behind": Shape(
        long(
            "Account;Date;Amount",
            lambda m, a, x: f"{a};{day(m)};{number(abs(x), '.', ',')}{'-' if x < 0 else ''}",
        )
    ),
    "brackets and dollars": Shape(
        long(
            "Account;Date;Amount",
            lambda m, a, x: f"{a};{day(m)};{'($' if x < 0 else '$'}{abs(x):,.2f}{')' * (x < 0)}",
        )
    ),
    "Dr and Cr behind": Shape(
        long(
            "Account;Date;Amount",
            lambda m, a, x: f"{a};{day(m)};{abs(x):,.2f} {'Dr' if x > 0 else 'Cr'}",
        )
    ),
    "american days": Shape(
        long("Account,Date,Amount", lambda m, a, x: f"{a},{int(m[4:])}/15/26,{x}")
    ),
    "kroner behind": Shape(
        long(
            "Konto;Periode;Beløp",
            lambda m, a, x: f"{a};{m[4:]}.{m[:4]};{number(x, ',', ' ')} kr",
        )
    ),
    "a value beside debit and credit": Shape(long("Konto;Dato;Verdi;Debet;Kredit", debit_credit)),
    "a value named beside debit and credit": Shape(
        long("Konto;Dato;Verdi;Debet;Kredit", debit_credit),
        '[ledger]\ncolumns = { amount = "Verdi" }\n',
        "UNSIGNED_AMOUNT",
    ),
    "the year to date beside months": Shape(
        {
            "ledger.csv": wide(
                "Account;Jan 2026;Feb 2026;Mar 2026;YTD",
                lambda xs: ";".join(f"{x:.2f}" for x in (*xs, sum(xs))),
            )
        },
        "init",
    ),
    "a quarter beside months": Shape(
        {
            "ledger.csv": wide(
                "Account;Jan 2026;Feb 2026;Mar 2026;Q1 2026",
                lambda xs: ";".join(f"{x:.2f}" for x in (*xs, sum(xs))),
            )
        },
        "init",
    ),
    "spanish months and a total": Shape(
        {
            "ledger.csv": wide(
                "Cuenta;Enero 2026;Febrero 2026;Marzo 2026;Total",
                lambda xs: ";".join(number(x, ",", ".") for x in (*xs, sum(xs))),
            )
        },
        "init",
    ),
    "french months": Shape(
        {
            "ledger.csv": wide(
                "Compte;janv. 2026;févr. 2026;mars 2026",
                lambda xs: ";".join(number(x, ",", "\u202f") for x in xs),
            )
        },
        "init",
    ),
    "percent beside each month": Shape(
        {
            "ledger.csv": wide(
                "Account;Jan 2026;% of total;Feb 2026;% of total;Mar 2026;% of total",
                lambda xs: ";".join(f"{x};12%" for x in xs),
            )
        },
        "init",
    ),
    "a mean beside months": Shape(
        {
            "ledger.csv": wide(
                "Account;2026-01;2026-02;2026-03;Average",
                lambda xs: ";".join(f"{x:.2f}" for x in (*xs, sum(xs) / 3)),
            )
        },
        "init",
    ),
    "a row that is the sum, by another word": Shape(
        {
            "ledger.csv": wide(
                "Account;Jan 2026;Feb 2026;Mar 2026",
                end="OPEX;" + ";".join(f"{x:.2f}" for x in SUMS) + "\n",
            )
        },
        "init",
        "TOTAL_KEY",
    ),
    "an account that is the sum of those before it": Shape(
        long(
            "Account,Period,Amount",
            lambda m, a, x: f"{a},{m},{x}",
            "".join(
                f"69xx,{m},{COSTS['6300'][k] + COSTS['6540'][k]}\n" for k, m in enumerate(MONTHS)
            ),
        ),
        code="TOTAL_KEY",
    ),
    "months as days of Excel": Shape(sheet(["Account", *STARTS], rows=ACCOUNT_ROWS), "init"),
    "last days of months": Shape(sheet(["Account", *ENDS], rows=ACCOUNT_ROWS), "init"),
    "the year above the months": Shape(
        sheet(
            ["Income statement"],
            ["", "2026", "2026", "2026"],
            ["Account", "Jan", "Feb", "Mar"],
            rows=ACCOUNT_ROWS,
        ),
        "init",
    ),
    "thousands above": Shape(sheet(IN_THOUSANDS, ["Konto", "Periode", "Beløp"]), warns="UNIT_WORD"),
    "thousands below": Shape(
        sheet(["Konto", "Periode", "Beløp"], below="Alle beløp i tusen kroner"),
        warns="UNIT_WORD",
    ),
    "numbers as texts": Shape(
        sheet(
            ["Account", "Period", "Amount"],
            rows=[[a, m, number(x, ",", " ")] for m, a, x in ROWS],
        )
    ),
    "opening balances": Shape(
        long(
            "Account,Date,Text,Amount",
            lambda m, a, x: f"{a},{day(m)},x,{x}",
            "5000,2026-01-01,Opening balance,1000\n6300,2026-01-01,Inngående saldo,10\n",
        ),
        code="BALANCE_ROW",
    ),
    "opening balances left out": Shape(
        long(
            "Account,Date,Text,Amount",
            lambda m, a, x: f"{a},{day(m)},x,{x}",
            "5000,2026-01-01,Opening balance,1000\n",
        ),
        '[ledger]\nleave_out = [{ column = "Text", values = ["Opening balance"] }]\n',
    ),
    "the budget among the rows": Shape(
        long("Account,Period,Amount,Posting type", lambda m, a, x: f"{a},{m},{x},Actual", DOUBLED),
        code="SCENARIO_AMONG_ROWS",
    ),
    "the budget left out of the rows": Shape(
        long("Account,Period,Amount,Posting type", lambda m, a, x: f"{a},{m},{x},Actual", DOUBLED),
        '[ledger]\nleave_out = [{ column = "Posting type", values = ["Budget"] }]\n',
    ),
    "a draft of nothing": Shape(
        long(
            "Account,Period,Amount,Status",
            lambda m, a, x: f"{a},{m},{x},Posted",
            "5000,202601,10,Draft\n5000,202601,-10,Draft\n6300,202601,0,Draft\n",
        )
    ),
    "actual, budget and variance": Shape(
        long("Account,Period,Actual,Budget,Variance", lambda m, a, x: f"{a},{m},{x},{x + 10},-10"),
        "init",
        warns="PARTIAL_BUDGET",
    ),
    "rows of the year so far": Shape(
        {
            "ledger.csv": "Account,Period,Amount\n"
            + "".join(
                f"{a},{m},{sum(COSTS[a][: k + 1])}\n" for k, m in enumerate(MONTHS) for a in COSTS
            )
        },
        "[ledger]\ncumulative = true\n",
    ),
    "accounts in rows above theirs": Shape(
        {
            "ledger.csv": "Rekening;Datum;Omschrijving;Bedrag\n"
            + "".join(
                f"{a} Kosten;;;\n"
                + "".join(f";{day(m)};x;{xs[k]:.2f}\n" for k, m in enumerate(MONTHS))
                + f"Totaal {a};;;{sum(xs):.2f}\n"
                for a, xs in COSTS.items()
            )
        },
        '[ledger]\nheading_rows = { account = "A" }\n',
    ),
    "code and name in one cell": Shape(
        long("Account;Date;Amount", lambda m, a, x: f"{a} – Costs of {a};{day(m)};{x}"),
        '[ledger]\ncode_and_name = ["Account"]\n',
    ),
    "a budget of months beside a year": Shape(
        {
            "ledger.csv": PLAIN,
            "budget.csv": wide(
                "Konto;År;Januar;Februar;Mars", lambda xs: "2026;" + ";".join(map(str, xs))
            ),
        },
        "init",
        warns="PARTIAL_BUDGET",
        input="budget",
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_further_shapes(tmp_path: Path, name: str) -> None:
    """Each shape is right to the cent, or refused by the finding that names its cause."""
    shape, case, work = SHAPES[name], tmp_path / "case", tmp_path / "work"
    case.mkdir()
    work.mkdir()
    for file, content in shape.files.items():
        if isinstance(content, str):
            (case / file).write_text(content, encoding="utf-8")
            continue
        book = Workbook()
        assert book.active is not None
        for row in content:
            book.active.append(row)
        book.save(case / file)
    how = {"bare": "", "init": cases.init(case)}.get(shape.how, shape.how)
    outcome = cases.run(case, work, how)
    if shape.code:
        assert [str(one.code) for one in outcome.errors] == [shape.code], outcome.said
        return
    assert not outcome.errors, outcome.said
    assert outcome.amounts(shape.input) == RIGHT
    assert not shape.warns or shape.warns in outcome.codes


def test_drafts_are_told(tmp_path: Path) -> None:
    """Rows that say draft are told with their sum until the settings leave them out."""
    rows = "".join(f"{a},{m},{x},Posted\n" for m, a, x in ROWS)
    text = f"Account,Period,Amount,Status\n{rows}5000,202601,999,Draft\n"
    case = tmp_path / "case"
    case.mkdir()
    (case / "ledger.csv").write_text(text, encoding="utf-8")
    (tmp_path / "bare").mkdir()
    outcome = cases.run(case, tmp_path / "bare")
    assert "1 row is marked Draft and is included (sum 999.00)" in outcome.said
    rule = 'leave_out = [{ column = "Status", values = ["Draft"] }]'
    assert rule in outcome.said
    (tmp_path / "told").mkdir()
    outcome = cases.run(case, tmp_path / "told", f"[ledger]\n{rule}\n")
    assert outcome.amounts("ledger") == RIGHT
    assert "NOT_POSTED" not in outcome.codes
