"""Folders that nobody made on purpose: any inputs, columns, rows and sizes, to every command."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from faults.inside import HANGS, drawn, numbers, some, xlcost

COLUMNS = {
    "ledger": ["period", "date", "account", "amount", "cost_centre", "entity", "vendor", "text",
               "document", "currency"],
    "budget": ["version", "period", "account", "amount", "cost_centre", "entity"],
    "accounts": ["account", "name", "line", "category", "behaviour", "driver", "channel", "kind",
                 "recurring"],
    "cost_centres": ["cost_centre", "name", "site", "entity", "manager", "active_from"],
    "activity": ["period", "channel", "direction", "team", "version", "offered", "handled",
                 "abandoned", "talk_seconds", "resolved_first_contact", "csat_responses",
                 "csat_satisfied", "sales", "answered_in_threshold"],
    "workforce": ["period", "team", "version", "fte", "paid_hours", "logged_in_hours",
                  "handle_hours", "shrinkage_hours", "headcount_open", "headcount_close",
                  "leavers", "licences_paid", "licences_used", "licence_price"],
    "adjustments": ["period", "account", "amount", "text", "cost_centre"],
    "trial_balance": ["period", "account", "amount", "entity"],
    "intervals": ["timestamp", "channel", "direction", "team", "offered", "handled", "abandoned",
                  "talk_seconds"],
}  # fmt: skip
NEEDED = {
    "ledger": {"period", "account", "amount"},
    "budget": {"period", "account", "amount"},
    "accounts": {"account", "line", "category"},
    "cost_centres": {"cost_centre"},
    "activity": {"period", "channel", "handled"},
    "workforce": {"period", "fte"},
    "adjustments": {"period", "account", "amount"},
    "trial_balance": {"account", "amount"},
    "intervals": {"timestamp", "channel", "offered"},
}
ODD = ["", " ", "0", "-1", "1e9", "n/a", "#REF!", "=1+1", "æøå", "9" * 30, "Total", "2026-13", "\t"]
KINDS = ["attrition", "self_service", "automation", "licences", "absence", "handle_time", "odd"]
FOLDERS = 50


def _cell(draw: random.Random, name: str, sizes: dict[str, int]) -> str:
    """Return what stands in a cell of a column, now and then something odd."""
    if draw.random() < sizes["odd"] / 100:
        return draw.choice(ODD)
    month, many = draw.randint(1, 12), sizes["many"]
    texts = {
        "period": f"2026-{month:02d}",
        "date": f"2026-{month:02d}-{draw.randint(1, 28):02d}",
        "timestamp": f"2026-{month:02d}-{draw.randint(1, 28):02d} {draw.randint(0, 23):02d}:30",
        "account": str(5000 + draw.randrange(many)),
        "cost_centre": f"C{draw.randrange(many)}",
        "channel": f"channel {draw.randrange(many)}",
        "team": f"team {draw.randrange(many)}",
        "version": draw.choice(["actual", "budget", "original", "revised"]),
        "direction": draw.choice(["inbound", "outbound", ""]),
        "kind": draw.choice(["cost", "income", ""]),
        "currency": draw.choice(["NOK", "EUR", ""]),
        "recurring": draw.choice(["yes", "no", ""]),
        "behaviour": draw.choice(["fixed", "variable", "step", ""]),
        "driver": draw.choice(["handled", "fte", "licences", ""]),
        "amount": f"{draw.uniform(-1000, 9000):.2f}",
    }
    words = ("name", "line", "category", "site", "entity", "manager", "vendor", "text", "document")
    found = f"{name} {draw.randrange(many)}" if name in words else str(draw.randrange(1000))
    return texts.get(name, found)


def _table(draw: random.Random, name: str, sizes: dict[str, int]) -> str:
    needed = NEEDED[name]
    kept = [one for one in COLUMNS[name] if one in needed or draw.random() < 0.6]
    if draw.random() < 0.15:  # without a column that it needs, or with one twice
        kept = [*some(draw, kept, 1), *some(draw, kept[:1])]
    mark = draw.choice([",", ";", "\t"])
    rows = [[_cell(draw, one, sizes) for one in kept] for _ in range(sizes["rows"])]
    if draw.random() < 0.1:
        rows = []
    return "\n".join(mark.join(line) for line in [kept, *rows]) + "\n"


def _settings(draw: random.Random) -> str:
    lines = ["[report]"]
    lines += some(
        draw,
        ['entity = "E"', 'currency = "NOK"', 'language = "nb"', "fiscal_year_start = 4",
         'unit = "K"', "better_is_positive = true", 'allocation = "contacts"', 'status = "final"',
         "periods_in_year = 13", "rates = { EUR = 11.5 }", "benchmark_low = 20"],
    )  # fmt: skip
    return "\n".join(lines) + "\n"


def write(folder: Path, draw: random.Random) -> Path:
    """Write a folder with some of the inputs there are, some of them twice, some of them empty."""
    folder.mkdir()
    sizes = {
        "rows": draw.choice([0, 1, 3, 30, 300]),
        "many": draw.choice([1, 2, 5, 40, 220]),
        "odd": draw.choice([0, 0, 0, 5]),
    }
    inputs = ["ledger"] if draw.random() < 0.85 else []
    inputs += [one for one in some(draw, list(COLUMNS)) if one not in inputs]
    for name in inputs:
        text = _table(draw, name, sizes)
        (folder / f"{name}.csv").write_text(text, "utf-8")
        if draw.random() < 0.1:
            (folder / f"{name}-2.csv").write_text(text, "utf-8")
        if draw.random() < 0.05:
            (folder / f"{name}.csv").write_bytes(b"")
    if draw.random() < 0.5:
        (folder / "xlcost.toml").write_text(_settings(draw), "utf-8")
    if draw.random() < 0.3:
        levers = [f'[[lever]]\nkind = "{draw.choice(KINDS)}"\n' for _ in range(draw.randint(0, 3))]
        (folder / "levers.toml").write_text("\n".join(levers), "utf-8")
    return folder


@pytest.mark.timeout(HANGS)
@pytest.mark.parametrize("number", numbers(FOLDERS))
def test_every_folder_ends_in_a_code_of_its_own(tmp_path: Path, number: int) -> None:
    """Whatever a folder holds, init, check, report and plan end with 0 to 3 and no traceback."""
    draw = drawn("folder", number)
    folder = write(tmp_path / "data", draw)
    new = tmp_path / "new"
    shutil.copytree(folder, new, ignore=shutil.ignore_patterns("*.toml"))
    if files := sorted(new.glob("*.csv")):
        made = xlcost("init", *files, "--out", new / "xlcost.toml")
        assert made.code in (0, 1), made
        asked = xlcost("check", "--data", new)
        assert asked.code in (0, 1), asked  # the settings that init writes are never refused
    xlcost("check", "--data", folder)
    more = draw.choice([[], ["--allow-errors"], ["--allow-errors", "--lang", "nb"]])
    xlcost("report", "--data", folder, "--out", tmp_path / "out", *more)
    if draw.random() < 0.2:
        xlcost("plan", "--data", folder, "--out", tmp_path / "out", "--allow-errors")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("many", [195, pytest.param(700, marks=pytest.mark.long)])
def test_any_number_of_parts_builds(tmp_path: Path, many: int) -> None:
    """However many channels, accounts, centres and teams there are, the report is built."""
    folder = tmp_path / "data"
    folder.mkdir()
    channels = range(many)
    texts = {
        "ledger": ["period,account,cost_centre,amount"]
        + [f"2026-0{month},{5000 + i},{i},{100 + i}" for month in (1, 2) for i in channels],
        "budget": ["version,period,account,cost_centre,amount"]
        + [f"original,2026-02,{5000 + i},{i},{100 + i}" for i in channels],
        "accounts": ["account,name,line,category,behaviour,driver,channel"]
        + [f"{5000 + i},a{i},line {i},group {i // 2},variable,handled,c{i}" for i in channels],
        "activity": ["version,period,channel,team,offered,handled,talk_seconds"]
        + [
            f"{version},2026-0{month},c{i},t{i},{100 + i},{90 + i},{27000 + i}"
            for version in ("actual", "budget")
            for month in (1, 2)
            for i in channels
        ],
        "workforce": ["version,period,team,fte,paid_hours,logged_in_hours,handle_hours"]
        + [f"actual,2026-0{month},t{i},3,400,300,200" for month in (1, 2) for i in channels],
    }
    for name, lines in texts.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    done = xlcost("report", "--data", folder, "--out", tmp_path / "out", "--allow-errors")
    assert done.code in (0, 1), done
    assert list((tmp_path / "out").glob("*.xlsx")), done
