"""Examples of each command, for its help and the page of the command line; each is a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

# Command → arguments and what they do. The empty command is xlcost itself.
EXAMPLES: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "": (
        ("demo", "a finished report of a fictional company"),
        ("init", "reads the exports in this folder and lists open items"),
        ("report --period 2026-10", "the report for October from this folder"),
    ),
    "demo": (
        ("demo", "the workbook is in the folder out"),
        ("demo --lang nb --keep-data sample", "in Norwegian; the input files are kept"),
    ),
    "report": (
        ("report", "the last month of the data in this folder"),
        ('report --data "C:\\Finance\\October" --period 2026-10', "another folder, one month"),
        ("report --each cost_centre --pdf", "also a report per cost centre, and PDFs"),
        ("report --format html,pptx", "also as a web page and as slides"),
        ("report --manifest out/report.manifest.json", "an earlier report, rebuilt"),
    ),
    "plan": (
        ("plan", "savings by lever from levers.toml in this folder"),
        ("plan --levers plan.toml --out plans", "another plan, another folder"),
    ),
    "check": (
        ("check", "the data in this folder"),
        ("check --data exports --period 2026-10 --lang nb", "one month, in Norwegian"),
    ),
    "init": (
        ("init", "this folder"),
        ('init "C:\\Finance\\October"', "another folder"),
        ("init ledger.csv budget.xlsx --out xlcost.toml", "two files; settings as text"),
    ),
    "profiles": (
        ("profiles", "all of them"),
        ("profiles zendesk-tickets", "one, with the columns read"),
    ),
    "functions": (
        ("functions", "all of them"),
        ("functions COST_PER_CALL", "one, with its formula"),
    ),
    "lambdas": (
        ("lambdas functions.xlsx", "a new workbook with every function"),
        ("lambdas budget.xlsx", "a copy of your workbook, with the functions"),
        ("lambdas budget.xlsx --in-place", "in the workbook itself"),
    ),
    "template": (
        ("template", "xlcost.xlsm in this folder"),
        ("template Kundeservice.xlsm --lang nb", "another name, in Norwegian"),
        ("template --lambdas", "xlcost.xlsx, for people without Python"),
    ),
    "doctor": (("doctor xlcost.xlsm", "what keeps the workbook from working"),),
    "settings": (
        ("settings export", "xlcost.toml of this folder becomes xlcost.xlsx"),
        ("settings import", "and back"),
    ),
    "settings export": (("settings export --data exports", "of another folder"),),
    "settings import": (("settings import --data exports", "of another folder"),),
}
