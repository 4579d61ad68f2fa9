"""How well `xlcost init` reads the published ledgers: `python tests/exports/init_score.py FOLDER`.

FOLDER holds the ledgers of shared/data. Of each is known what it is and which of its columns mean
what; the score is how many files have the right role, how many columns are right, and whether a
total that is not the known one goes without a question.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook

from xlcost.runs.first_settings import FirstSettings, first_settings

MOERS = {"Ist 2015": "actual 2015", "Ist 2016": "actual 2016", "Plan 2016": "budget 2016",
         "Plan 2017": "budget 2017", "Profitcenter": "cost_centre"}  # fmt: skip
MOERS_TOTALS = {"ledger": "27713090.65", "budget": "10226280.82"}


@dataclass(frozen=True)
class Known:
    """What is known of a ledger.

    Attributes:
        path: A file, or a folder of files of one company.
        roles: What the tables of it may be read as.
        columns: Heading → what it means; a heading with ! means nothing that is used.
        totals: Input → the exact total, where it is known.
    """

    path: str
    roles: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    totals: Mapping[str, str] = field(default_factory=dict)


KNOWN = (
    Known("us-boston-operating-fy25.csv", ("ledger", "budget"), {
        "Expense Category": "account", "Dept": "cost_centre", "FY22 Actual Expense": "actual 2022",
        "FY23 Actual Expense": "actual 2023", "FY24 Appropriation": "budget 2024",
        "FY25 Budget": "budget 2025", "_id": "!",
    }, {"ledger": "7898321153.26", "budget": "8929088773.33"}),
    Known("no-stavanger-drift-2016.original.csv", ("ledger",), {
        "art": "account", "art_tekst": "account_name", "ansvar": "cost_centre",
        "ansvar_tekst": "cost_centre_name", "beloep": "amount", "virksomhetsomraade": "!",
    }, {"ledger": "0.00"}),
    Known("no-bergen-drift-2013.original.csv", ("ledger", "budget"), {
        "2013": "original 2013", "2014": "original 2014", "2015": "original 2015",
        "2016": "original 2016",
        "avdeling": "cost_centre", "inntekt-utgift": "account",
    }),
    Known("no-forde-invest-2013.original.csv", ("ledger", "budget"), {
        "konto": "account", "konto_tekst": "account_name", "prosjekt": "cost_centre",
        "rekneskap_2011": "actual 2011", "budsjett_2012": "budget 2012",
        "budsjett_2013": "budget 2013",
    }),
    Known("de-moers-haushalt.csv", ("ledger", "budget"), MOERS, MOERS_TOTALS),
    Known("moers-dialects/moers-multirow-merged-totals.xlsx", ("ledger", "budget"), {
        "2015 / Ist": "actual 2015", "2016 / Ist": "actual 2016", "2016 / Plan": "budget 2016",
        "2017 / Plan": "budget 2017", "Profitcenter / Nr.": "cost_centre",
    }, MOERS_TOTALS),
    *(Known(f"moers-dialects/moers-{name}", ("ledger", "budget"), MOERS, MOERS_TOTALS) for name in (
        "all-quoted-pipe.csv", "ch-apostrophe.csv", "cr-only.csv", "fr-nnbsp.csv",
        "no-nbsp-thousands.csv", "sap-trailing-minus.csv", "sep-line.csv", "text-numbers.xlsx",
        "us-dollar-parens-dashzero.csv", "us-parentheses.csv", "utf16le-tab.txt",
    )),
    Known("de-kiel-2017.csv", ("ledger",), {
        "Sachkonto": "account", "Sachkonto-Bez": "account_name", "Betrag": "amount",
        "Datum": "date", "Produkt": "cost_centre",
    }, {"ledger": "-17303400.00"}),
    Known("de-freiburg-ergebnishaushalt-2017-2018.csv", ("ledger", "budget"), {
        "Ergebnis 2015 (Erträge)": "actual 2015", "Ergebnis 2015 (Aufwendungen)": "actual 2015",
        "Ansatz 2016 (Erträge)": "budget 2016", "Ansatz 2016 (Aufwendungen)": "budget 2016",
        "Ergebnis 2015 (Saldo/Zuschussbedarf/Erträge - Aufwendungen)": "!",
    }),
    Known("de-bremen-2016.xlsx", ("ledger", "budget"), {
        "Haushaltsstelle": "account", "Anschlag 2016": "budget 2016",
        "Haushaltssoll 14. Mt. 2016": "revised 2016", "IST 2016": "actual 2016", "FKZ": "!",
    }, {"ledger": "18785521638.40", "budget": "42224011454.39"}),
    Known("us-okc-fy14-budget-parens.csv", ("budget",), {
        "Account": "account", "Account Description": "account_name",
        "FY2014 Adopted Budget": "original 2014", "FY2014 Amended Budget": "revised 2014",
        "Amendments": "!", "OperatingUnit": "cost_centre",
    }),
    Known("us-okc-fy17-revenue-CRonly.csv", ("ledger",), {
        "SumOfCurrentTotal": "amount", "RevDetailNode": "account", "FundCode": "!",
    }),
    Known("uk-gla-2014-periods", ("ledger",), {
        "Cost Element": "account", "Expenditure Account Code Description": "account_name",
        "Document No": "document", "Amount": "amount", "Clearing Date": "date",
        "Vendor Name": "vendor", "Vendor ID": "!",
    }, {"ledger": "828376720.59"}),
)  # fmt: skip


@dataclass(frozen=True)
class Score:
    """How one ledger was read.

    Attributes:
        path: The ledger.
        role: Whether every file has its role.
        wrong: The columns that are not what they are.
        columns: How many columns are known.
        silent: Totals that are wrong without a question.
    """

    path: str
    role: bool
    wrong: tuple[str, ...]
    columns: int
    silent: tuple[str, ...]


def scores(ledgers: Path) -> Iterator[Score]:
    """Yield the score of each ledger, read by itself in a folder of its own."""
    for known in KNOWN:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            source = ledgers / known.path
            for path in sorted(source.iterdir()) if source.is_dir() else [source]:
                shutil.copy(path, folder / path.name)
            yield _score(known, first_settings(folder, "en"))


def _score(known: Known, made: FirstSettings) -> Score:
    book = load_workbook(made.path)
    lines = [row for row in book["Files"].iter_rows(min_row=2, values_only=True) if row[2]]
    found = {str(row[0]).lower() for row in lines}
    seen: dict[str, str] = {}
    for row in lines:
        pairs = (pair.partition(": ") for pair in str(row[11] or "").split("; "))
        seen |= {heading: name for name, _, heading in pairs}
    wrong = [
        f"{heading} ({meaning}): {seen.get(heading, 'not used')}"
        for heading, meaning in known.columns.items()
        if seen.get(heading, "!") != meaning
    ]
    totals: dict[str, float] = {}
    for source in made.dataset.facts.sources:
        totals[source.input] = totals.get(source.input, 0.0) + float(source.total or 0)
    asked = bool([one for one in made.questions if one.severity == "error"])
    silent = [
        f"{name}: {totals.get(name, 0.0):.2f}, not {total}"
        for name, total in known.totals.items()
        if abs(totals.get(name, 0.0) - float(total)) > 0.005 and not asked
    ]
    role = bool(found) and found <= set(known.roles)
    return Score(known.path, role, tuple(wrong), len(known.columns), tuple(silent))


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(ledgers: Path) -> None:
    """Print the score of each ledger, and of all."""
    every = []
    for one in scores(ledgers):
        every.append(one)
        right = one.columns - len(one.wrong)
        say(f"{one.path}: role {'right' if one.role else 'WRONG'}, columns {right}/{one.columns}")
        for text in (*one.wrong, *one.silent):
            say(f"    {text}")
    total, wrong = sum(one.columns for one in every), sum(len(one.wrong) for one in every)
    roles = sum(one.role for one in every)
    say(f"roles {roles}/{len(every)}, columns {total - wrong}/{total} ({1 - wrong / total:.0%})")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
