"""What the design promises of each sheet: columns, rows, charts, controls and definitions."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, Samples
from hand_made import grid, sheet

from xlcost import __version__
from xlcost.catalogue.families import find
from xlcost.report.build import build
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Value
from xlcost.report.model.spec import Chart, Report, Text

CREATED = "2026-11-05T08:00:00Z"
REPORT = ROOT / "xlcost" / "report"
Pack = tuple[Report, dict[tuple[str, str, str], Value], Path]


@pytest.fixture(scope="module")
def pack(samples: Samples) -> Pack:
    """Return the sample's report, which has every input, with its values and its folder."""
    folder, dataset = samples.folder("en"), samples.dataset("en")
    report = build(dataset, language="en", created=CREATED, version=__version__)
    return report, dict(evaluate(report)), folder


def in_order(wanted: tuple[str, ...], found: list[str]) -> bool:
    """Tell whether all that is wanted is found, in its order."""
    places = [found.index(one) if one in found else -1 for one in wanted]
    return -1 not in places and places == sorted(places)


BY_SPAN = [
    f"{span}_{name}"
    for span in ("month", "ytd")
    for name in ("ac", "bu", "var", "pct", "status", "material")
]
TO_YEAR = (*BY_SPAN, "year_bu", "forecast", "year_var", "method", "month_py", "ytd_py")
AGAINST = ("ac", "bu", "var", "pct", "status", "py", "py_var", "py_pct", "py_status")
TREND = (*(f"p{number}" for number in range(1, 14)), "ytd")
MONTHS = tuple(f"m{number}" for number in range(1, 13))


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("summary", AGAINST),
        ("key_figures", AGAINST),
        ("top_variances", ("ac", "bu", "var", "pct", "status", "why")),
        ("opex", TO_YEAR),
        ("centres", ("manager", *TO_YEAR)),
        ("sites", TO_YEAR),
        ("bridge_bu", ("month_amount", "month_status", "month_share", "month_after")),
        ("unit_cost", ("month_ac", "month_bu", "last_month_ac", "month_py", "ytd_ac", "benchmark")),
        ("unit_quality", ("month_ac", "month_bu", "last_month_ac", "month_py", "ytd_ac")),
        ("unit_bridge", ("before", "cost_effect", "volume_effect", "total", "status", "after")),
        ("efficiency", TREND),
        ("resources", TREND),
        ("staffing_day", ("contacts", "aht", "traffic", "required", "occupancy", "expected")),
        ("staffing_cost", ("hours", "above", "paid", "cost", "idle", "saving")),
        ("forecast", ("ytd", "forecast", "year_bu", "used", "method", "required", *MONTHS, "year")),
        (
            "plan_levers",
            (
                *(
                    "gross",
                    "running",
                    "net",
                    "cash",
                    "avoidance",
                    "one_off",
                    "payback",
                    "npv",
                    "rank",
                ),
                *("watch",),
            ),
        ),
        ("plan_scenarios", ("as_is", "base", "stretch")),
        (
            "commentary",
            (
                *(
                    "line",
                    "period",
                    "actual",
                    "budget",
                    "variance",
                    "draft",
                    "text",
                    "cause",
                    "action",
                ),
                *("owner", "due", "state"),
            ),
        ),
        ("postings", ("date", "document", "vendor", "text", "amount", "file", "row")),
        ("checks", ("this", "other", "difference", "tolerance", "verdict")),
        ("findings", ("severity", "file", "sheet", "row", "column", "got", "expected")),
        ("definitions", ("label", "name", "formula", "summary", "source")),
        ("sources", ("file", "sha256", "size", "read", "used", "left_out", "total")),
    ],
)
def test_promised_columns(pack: Pack, name: str, columns: tuple[str, ...]) -> None:
    """Each table has the columns that the design names, in its order."""
    assert in_order(columns, [column.key for column in grid(pack[0], name).columns])


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("summary", ("month", "month_recurring", "ytd", "ytd_recurring", "forecast")),
        ("top_variances", ("top1", "top2", "top3")),
        ("summary_status", ("failed", "error", "warning", "sign_off")),
        ("opex", ("line1", "category1", "total", "one_offs", "recurring", "income", "net")),
        (
            "bridge_bu",
            (
                *(
                    "start",
                    "volume",
                    "mix",
                    "aht",
                    "occupancy",
                    "shrinkage",
                    "rate",
                    "rest",
                    "currency",
                ),
                *("other", "end"),
            ),
        ),
        ("unit_cost", ("contact", "call", "resolution", "minute", "sale", "lead")),
        ("unit_quality", ("first_contact_resolution", "csat_score", "service_level")),
        (
            "efficiency",
            (
                *("average_handle_time", "first_contact_resolution", "csat_score", "service_level"),
                *("abandonment_rate", "average_speed_of_answer"),
            ),
        ),
        (
            "resources",
            (
                *("fte", "paid_hours", "handle_hours", "occupancy", "utilisation", "shrinkage"),
                *("attrition_rate", "loaded_rate", "productive_rate", "licences_paid"),
                *("licences_used", "idle_licence_cost"),
            ),
        ),
        ("staffing_cost", ("flat", "full_time", "mixed", "required")),
        (
            "plan_scenarios",
            (
                *("contacts", "opex_cash", "opex", "unit", "gross", "running", "net", "cash"),
                *("avoidance", "one_off", "payback", "payback_cash", "npv", "npv_cash"),
            ),
        ),
        ("signatures", ("prepared", "reviewed", "approved")),
    ],
)
def test_promised_rows(pack: Pack, name: str, rows: tuple[str, ...]) -> None:
    """Each table has the rows that the design names, in its order."""
    assert in_order(rows, [str(row.key) for row in grid(pack[0], name).rows])


def test_a_unit_cost_for_each_channel(pack: Pack) -> None:
    """Every channel has its own cost per contact; that of inbound calls has another name."""
    directions = {row.key for row in grid(pack[0], "price_volume_mix").rows} - {"total"}
    shown = {row.key for row in grid(pack[0], "unit_cost").rows}
    calls = {direction for direction in directions if f"contact_{direction}" not in shown}
    assert len(directions) > 3
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("summary", ["waterfall", "line", "line"]),
        ("opex_lines", ["bars", "bars"]),
        ("bridge", ["waterfall"] * 2),
        ("unit_cost", ["waterfall"] * 5),
        ("efficiency", ["line"] * 6),
        ("resources", ["line"] * 6),
        ("staffing", ["columns"]),
        ("forecast", ["columns"]),
        ("savings", ["tornado"]),
    ],
)
def test_promised_charts(pack: Pack, key: str, kinds: list[str]) -> None:
    """Each sheet is drawn as the design says, and the lines have thirteen months."""
    charts = [block for block in sheet(pack[0], key).blocks if isinstance(block, Chart)]
    assert [chart.kind for chart in charts] == kinds
    assert {len(chart.categories) for chart in charts if chart.kind == "line"} <= {13}


def test_quality_is_drawn_on_one_scale(pack: Pack) -> None:
    """Resolution, satisfaction and service level can be compared by eye; the others have theirs."""
    charts = [b for b in sheet(pack[0], "efficiency").blocks if isinstance(b, Chart)]
    scales = [chart.scale for chart in charts]
    assert scales == ["", "quality", "quality", "quality", "", ""]
    assert {chart.format for chart in charts if chart.scale} == {"share"}


def test_only_what_has_inputs_is_protected(pack: Pack) -> None:
    """Staffing and Savings are protected; no other sheet is, so that its outline can fold."""
    protected = [one.key for one in pack[0].sheets if one.protected]
    assert protected == ["staffing", "savings"]


def test_every_chart_says_its_message(pack: Pack) -> None:
    """Each title tells how much, but where readers change the figures or a neighbour tells it."""
    charts = [b for one in pack[0].sheets for b in one.blocks if isinstance(b, Chart)]
    silent = [one.title for one in charts if not any(map(str.isdigit, one.title))]
    assert len(charts) > 20
    assert silent == [
        "Variance",
        "Sensitivity: net saving a year at low and stretch against base",
    ], "let a chart's title tell a figure (report/model/sentences.py)"


def test_titles_tell_the_first_and_the_last_point(pack: Pack) -> None:
    """A line's title goes from its first month to its last; so does that of a cost per contact."""
    report, found, _ = pack
    titles = [b.title for b in sheet(report, "unit_cost").blocks if isinstance(b, Chart)]
    titles += [b.title for b in sheet(report, "efficiency").blocks if isinstance(b, Chart)]

    def shown(*address: str, code: str, scale: float = 1.0) -> str:
        value = found[address[0], address[1], address[2]]
        assert isinstance(value, int | float)
        return format(value * scale, code)

    cost = [
        shown("unit_cost", "contact", column, code=".2f") for column in ("month_bu", "month_ac")
    ]
    time = [shown("efficiency", "average_handle_time", p, code=".0f") for p in ("p1", "p13")]
    calls = [
        shown("efficiency", "service_level", p, code=".1f", scale=100.0) for p in ("p1", "p13")
    ]
    for text in (
        f"Cost per contact against budget: {cost[0]} → {cost[1]} (",
        f"Average handle time: {time[0]} → {time[1]} s",
        f"Service level: {calls[0]} → {calls[1]}%",
    ):
        assert any(title.replace("\u00a0", " ").startswith(text) for title in titles), titles


CONTROLS = (
    *("ledger_lines", "ledger_centres", "ledger_month", "ledger_ytd", "ledger_files", "control0"),
    *("trial_accounts", "trial_sum", "rows0", "rows_in_findings", "budget_lines"),
    *("budget_centres", "lines_month_ac", "lines_ytd_bu", "mapping", "centres_month_ac"),
    *("sites_ytd_bu", "bridge_bu_month", "bridge_bu_ytd", "channels_month", "channels_ytd"),
    *("unit_month", "unit_ytd", "unit_bridge_month_bu_contact", "forecast_lines"),
    *("forecast_total", "price_volume_mix_month", "staffing_contacts", "staffing_activity"),
    *("plan_contacts_base", "plan_most_stretch", "plan_cash_base"),
)


@pytest.mark.parametrize("control", CONTROLS)
def test_promised_controls(pack: Pack, control: str) -> None:
    """Every control that the design names is on Checks, with its verdict."""
    _, found, _ = pack
    assert found["checks", control, "verdict"] == "passed"


def test_the_order_of_the_bridge_is_printed(pack: Pack) -> None:
    """The note names the drivers in the order in which they move, which is that of the steps."""
    report, found, _ = pack
    drivers = ("volume", "mix", "aht", "occupancy", "shrinkage", "rate")
    names = [str(found["bridge_bu", key, "label"]).lower() for key in drivers]
    notes = [b.text.lower() for b in sheet(report, "bridge").blocks if isinstance(b, Text)]
    (note,) = [text for text in notes if "one driver changes at a time" in text]
    places = [note.find(name) for name in names]
    assert -1 not in places
    assert all(before < after for before, after in pairwise(places))
    assert any("exchange-rate effect: actual cost" in text for text in notes)


def test_a_dearer_step_of_the_bridge_is_unfavourable(pack: Pack) -> None:
    """A step that adds to OpEx is U, one that takes from it F."""
    report, found, _ = pack
    judged = set()
    for row in grid(report, "bridge_bu").rows[1:-1]:
        amount = found["bridge_bu", row.key, "month_amount"]
        assert isinstance(amount, int | float)
        if round(amount, 2):
            letter = found["bridge_bu", row.key, "month_status"]
            assert letter == ("U" if amount > 0 else "F"), row.key
            judged.add(letter)
    assert judged == {"F", "U"}


def test_about_defines_every_figure(pack: Pack) -> None:
    """Each metric that a sheet uses has its formula, its meaning and its source."""
    report, found, _ = pack
    rows = [row.key for row in grid(report, "definitions").rows]
    assert len(rows) > 35
    for name in rows:
        metric = find(name)
        assert found["definitions", name, "name"] == metric.excel_name
        assert bool(found["definitions", name, "formula"]) is bool(metric.formula)
        assert found["definitions", name, "summary"]
        assert found["definitions", name, "source"]


def test_about_says_how_the_report_was_made(pack: Pack) -> None:
    """Period, run time, version, sign and standing are on About, and each file with its hash."""
    report, found, folder = pack
    said = {
        str(value)
        for (name, _, column), value in found.items()
        if (name, column) == ("about", "value")
    }
    assert {"October 2026 (2026P10)", "2026-11-05 08:00:00", f"xlcost {__version__}"} <= said
    assert any(text.startswith("Variance is actual less budget") for text in said)
    assert any("reliminary" in text for text in said)
    sources = grid(report, "sources").rows
    assert len(sources) > 6
    for row in sources:
        path = folder / str(found["sources", row.key, "file"]).partition(" [")[0]
        content = path.read_bytes()
        assert found["sources", row.key, "sha256"] == hashlib.sha256(content).hexdigest()
        assert found["sources", row.key, "size"] == len(content)
        read, used = (found["sources", row.key, name] for name in ("read", "used"))
        assert isinstance(read, int)
        assert isinstance(used, int)
        assert read >= used > 0


def test_figures_that_may_not_add_up_say_why(pack: Pack) -> None:
    """Summary has the note on rounding, since nothing is rounded but what is shown."""
    texts = [block.text for block in sheet(pack[0], "summary").blocks if isinstance(block, Text)]
    assert any("may not add up exactly" in text for text in texts)


@pytest.mark.parametrize("part", ["SHEET", "helpers", "checks", "blocks"])
def test_whatever_a_sheet_brings_is_asked_for(part: str) -> None:
    """A sheet, its grids for Data and its controls are in the pack: a module is not forgotten."""
    modules = {path: path.read_text(encoding="utf-8") for path in REPORT.rglob("*.py")}
    begins = re.compile(rf"^(?:def {part}\(|{part} = SheetContract\()", re.MULTILINE)
    brought = [path for path, text in modules.items() if begins.search(text)]
    forgotten = [
        path.stem
        for path in brought
        if path.stem != part  # the sheet Checks collects the others' itself
        and not any(
            re.search(rf"\b{path.stem}\.{part}\b", text)
            for other, text in modules.items()
            if other != path
        )
    ]
    assert brought
    assert not forgotten
