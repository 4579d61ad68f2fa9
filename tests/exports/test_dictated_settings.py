"""What a message dictates works: in the settings it ends the finding and makes the figure right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from exports import cases

KEY = re.compile(
    r"\b([a-z_]+ = (?:\[\{.*?\}\]|\[[^\]]*\]|\{[^{}]*\}|\"[^\"]*\"|true|false|[0-9]+))"
)


@dataclass(frozen=True)
class Case:
    """A file that is told about, and what comes of what the message dictates.

    Attributes:
        code: The finding.
        key: Which of the settings in the sentence is taken; the others are its alternatives.
        right: The sum of the ledger (or of what was offered) that is right then.
        files: By name.
        said: Settings that stand there already.
        input: Where the dictated key belongs.
    """

    code: str
    key: str
    right: float
    files: dict[str, str]
    said: str = ""
    input: str = "ledger"


LEDGER = "Account,Period,Amount\n5000,2026-01,100\n5000,2026-02,110\n"


def _ledger(heading: str, rows: Sequence[str]) -> dict[str, str]:
    return {"ledger": "".join(f"{line}\n" for line in (heading, *rows))}


def _months(*rows: str) -> dict[str, str]:
    return _ledger("Account,Period,Amount", rows)


def _sorted_by(heading: str, rows: Sequence[str]) -> dict[str, str]:
    """Return a ledger with a column between period and amount; an account in front is kept."""
    whole = [row if row.count(",") > 1 else f"5000,2026-01,{row}" for row in rows]
    return _ledger(f"Account,Period,{heading},Amount", whole)


def _contacts(*rows: str, by: str = "team") -> dict[str, str]:
    head = f"date,channel,{by},offered,talk time\n"
    lines = (f"2026-01-0{place // 3 + 1},{row}\n" for place, row in enumerate(rows))
    return {"ledger": LEDGER, "activity": head + "".join(lines)}


KINDS = {"accounts": "account,line,category,kind\n3000,Sales,Income,income\n6000,Rent,Rent,cost\n"}
INCOME = ("3000,2026-01,100", "3000,2026-02,60", "6000,2026-01,100")
SUMMED = [
    f"{account},2026-0{month},{amount * factor}.5"
    for month, factor in ((1, 2), (2, 3), (3, 1))
    for account, amount in (("10", 30), ("20", 50), ("30", 20))
] + ["99,2026-01,201.5", "99,2026-02,301.5", "99,2026-03,101.5"]
GROWING = [
    f"{account},2026-0{month},{amount}"
    for account, amounts in (
        ("5000", (100, 210, 330, 440)),
        ("6000", (50, 100, 160, 210)),
        ("7000", (10, 30, 60, 80)),
    )
    for month, amount in enumerate(amounts, start=1)
]
DOUBLE = ["5000,2026-01,1,100", "1920,2026-01,1,-100", "6000,2026-02,2,200", "1920,2026-02,2,-200"]
NET = ["5000,2026-01,100,20,80"]
UNIT = ["5000,2026-01,1,100"]
NAMED = '[ledger]\ncolumns = { amount = "NOK 1000" }\n'
OPEN = ['5000;2026-01;"open;100', "5000;2026-01;b;200"]
GROUPED = [
    *("5000 Pay;;", "2026-01-01;a;100", "2026-01-02;b;50"),
    *("6000 Rent;;", "2026-01-03;c;150"),
]
TEAMS = ("phone,A,10", "phone,B,20", "phone,Region,30") * 3
WAYS = ("phone,Inbound,40", "phone,Outbound,20", "phone,To and fro,60") * 3
CASES = [
    Case("COSTS_BELOW_ZERO", "cost_is", 300, _months("5000,2026-01,-100", "6000,2026-01,-200")),
    Case("INCOME_ABOVE_ZERO", "income_is", -60, _months(*INCOME) | KINDS),
    Case("TOTAL_KEY", "accept", 1209, _months(*SUMMED)),
    Case("TOTAL_KEY", "leave_out", 604.5, _months(*SUMMED)),
    Case("RUNNING_TOTAL", "cumulative", 730, _months(*GROWING)),
    Case("DOUBLE_ENTRY", "leave_out", 300, _sorted_by("Document", DOUBLE)),
    Case("BALANCE_ROW", "leave_out", 100, _sorted_by("Text", ["x,100", "Opening balance,7"])),
    Case("SCENARIO_AMONG_ROWS", "leave_out", 100, _sorted_by("Type", ["Actual,100", "Budget,7"])),
    Case("NOT_POSTED", "leave_out", 100, _sorted_by("Status", ["Posted,100", "Draft,7"])),
    Case("CREDIT_ABOVE_ZERO", "sign", 93, _sorted_by("Type", ["Invoice,100", "Credit note,7"])),
    Case("SIGN_UNCLEAR", "sign", 75, _sorted_by("D/C", ["D,100", "C,20", "D,-5"])),
    Case("SIGN_UNCLEAR", "ignore", 60, _sorted_by("D/C", ["D,-20", "C,80"])),
    Case("GROSS_AMOUNT", "columns", 80, _ledger("Account,Period,Amount,VAT,Net", NET)),
    Case(
        "UNIT_WORD", "amount_unit", 100_000, _ledger("Account,Period,Amount,NOK 1000", UNIT), NAMED
    ),
    Case("UNREADABLE_FILE", "quoting", 300, _ledger("Account;Period;Text;Amount", OPEN)),
    Case("NOT_A_DATE", "quarters", 300, _months("5000,2026Q1,300")),
    Case("NOT_A_DATE", "constants", 300, _months("5000,1,100", "5000,2,200")),
    Case("AMBIGUOUS_DATE", "date_order", 300, _months("5000,1/2/2026,100", "5000,2/1/2026,200")),
    Case("MISSING_COLUMN", "heading_rows", 300, _ledger("Date;Text;Amount", GROUPED)),
    Case("BLANK_GROUP", "fill_down", 30, _contacts("phone,A,10", "phone,,20"), "", "activity"),
    Case("BLANK_CHANNEL", "fill_down", 30, _contacts("phone,A,10", ",B,20"), "", "activity"),
    Case("TOTAL_AMONG_PARTS", "leave_out", 90, _contacts(*TEAMS), "", "activity"),
    Case("TOTAL_AMONG_PARTS", "leave_out", 180, _contacts(*WAYS, by="direction"), "", "activity"),
    Case("NOT_A_NUMBER", "duration", 10, _contacts("phone,A,10,3:25", by="team"), "", "activity"),
]


def _read(folder: Path, case: Case, said: str) -> cases.Outcome:
    files, work = folder / "files", folder / "work"
    files.mkdir(parents=True)
    work.mkdir()
    for name, text in case.files.items():
        (files / f"{name}.csv").write_text(text, encoding="utf-8")
    return cases.run(files, work, said)


def _figure(outcome: cases.Outcome, case: Case) -> float:
    assert outcome.dataset is not None, outcome.refused
    if case.input == "activity":
        return float(outcome.dataset.facts.activity["offered"].sum())
    return float(outcome.dataset.facts.ledger["amount"].sum())


def dictated(sentence: str) -> list[str]:
    """Return the settings that a sentence dictates, each as a line of TOML."""
    return [found for found in KEY.findall(sentence) if _is_toml(found)]


def _is_toml(line: str) -> bool:
    try:
        found: dict[str, Any] = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return "…" not in str(found)


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.key}")
def test_what_a_message_dictates(tmp_path: Path, case: Case, language: str) -> None:
    """The setting is in the sentence of both languages, takes the finding away and is right."""
    report = f'[report]\nlanguage = "{language}"\n'
    outcome = _read(tmp_path / "bare", case, report + case.said)
    assert outcome.dataset is not None, outcome.refused
    found = [one for one in outcome.dataset.findings if str(one.code) == case.code]
    assert found, outcome.said
    lines = [x for one in found for x in dictated(one.sentence(language))]
    lines = [line for line in lines if line.startswith(f"{case.key} =")]
    assert lines, found[0].sentence(language)
    head = case.said or f"[{case.input}]\n"
    outcome = _read(tmp_path / "told", case, f"{report}{head}{lines[0]}\n")
    assert case.code not in outcome.codes, outcome.said
    assert not outcome.errors, outcome.said
    assert _figure(outcome, case) == case.right
