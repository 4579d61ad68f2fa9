"""A small report that uses every kind of expression, block, format and tone."""

from __future__ import annotations

from datetime import date

from xlcost.report.model.expressions import (
    Call,
    Criterion,
    Extreme,
    Literal,
    Lookup,
    Occurrences,
    Plus,
    Ref,
    Rounded,
    Times,
    Total,
    Translated,
    Verdict,
)
from xlcost.report.model.spec import (
    Block,
    Cell,
    Chart,
    Column,
    DataTable,
    Grid,
    Report,
    Row,
    Series,
    Sheet,
    Text,
)

LINES = ("Salaries", "Licences", "Telephony", "Rent", "Vacant", "Credit")
ACTUAL = (4_812_345.67, 310_000.0, 98_765.43, 250_000.0, 0.0, -12_000.0)
BUDGET = (4_600_000.0, 310_000.0, 110_000.0, 250_000.0, 0.0, 0.0)
SIDES = (("actual", ACTUAL, 1), ("budget", BUDGET, 2))
CURRENT = Ref("settings", "period", "value")


def _lookup(line: int, version: int) -> Lookup:
    where = (
        Criterion("line_no", "=", Literal(line)),
        Criterion("version_no", "=", Literal(version)),
        Criterion("period", "=", CURRENT),
    )
    return Lookup("opex_lines", "amount", where)


def _year(line: int, version: int) -> Lookup:
    where = (
        Criterion("line_no", "=", Literal(line)),
        Criterion("version_no", "=", Literal(version)),
        Criterion("period", ">=", Literal(202601)),
        Criterion("period", "<=", CURRENT),
    )
    return Lookup("opex_lines", "amount", where)


def _figures(row: str, actual: Cell, budget: Cell) -> dict[str, Cell]:
    here = {key: Ref("lines", row, key) for key in ("actual", "budget", "variance")}
    change = Call("opex_variance", {"actual": here["actual"], "budget": here["budget"]})
    percent = Call("opex_variance_pct", {"actual": here["actual"], "budget": here["budget"]})
    status = Call(
        "variance_status",
        {"actual": Rounded(here["variance"]), "budget": Literal(0)},
        method="cost",
    )
    material = Call(
        "is_material",
        {
            "actual": here["actual"],
            "budget": here["budget"],
            "amount_threshold": Ref("settings", "amount", "value"),
            "pct_threshold": Literal(0.02),
        },
        method="and",
    )
    return {
        "actual": actual,
        "budget": budget,
        "variance": Cell(change, "money", "variance", "lower"),
        "percent": Cell(percent, "share", "variance", "lower"),
        "status": Cell(Translated(status, {"F": "G"}), "word", "status"),
        "material": Cell(Translated(material, {True: "●", False: ""}), "word", "flag"),
    }


def _lines() -> Grid:
    columns = (
        Column("label", "Line"),
        Column("actual", "Actual", "October 2026"),
        Column("budget", "Budget", "October 2026"),
        Column("variance", "Variance (actual − budget)", "October 2026"),
        Column("percent", "Variance %", "October 2026"),
        Column("status", "F/U", "October 2026"),
        Column("material", "Material", "October 2026"),
        Column("ytd", "Actual", "Year to date"),
    )
    rows = []
    for number, line in enumerate(LINES, 1):
        cells = {"label": Cell(Literal(line), note=f"What counts as {line.lower()}.")}
        cells |= _figures(
            line, Cell(_lookup(number, 1), "money"), Cell(_lookup(number, 2), "money")
        )
        cells["ytd"] = Cell(_year(number, 1), "money")
        rows.append(Row(line, cells, level=1))
    totals = {
        key: Cell(Total(tuple(Ref("lines", line, key) for line in LINES)), "money")
        for key in ("actual", "budget", "ytd")
    }
    cells = {"label": Cell(Literal("Total OpEx"))}
    cells |= _figures("total", totals["actual"], totals["budget"])
    cells["ytd"] = totals["ytd"]
    cells["actual"] = Cell(totals["actual"].expression, "money", name="key_opex_month")
    rows.append(Row("total", cells, "total"))
    return Grid("lines", columns, tuple(rows))


def _kinds() -> Grid:
    """One row an expression; n/a and errors pass through as their docstrings say."""
    missing = Ref("kinds", "nothing_to_divide_by", "value")
    error = Ref("kinds", "outside", "value")
    number = Ref("kinds", "number", "value")
    expressions = {
        "number": Literal(1234.5),
        "text": Literal("plain text"),
        "flag": Literal(True),
        "date": Literal(date(2026, 10, 31)),
        "blank": Literal(None),
        "zero": Literal(0),
        "minus": Literal(-3.25),
        "divided": Call("cost_per_call", {"total_cost": number, "calls": Literal(7)}),
        "nothing_to_divide_by": Call(
            "cost_per_call", {"total_cost": number, "calls": Ref("kinds", "zero", "value")}
        ),
        "blank_to_divide_by": Call(
            "cost_per_call", {"total_cost": number, "calls": Ref("kinds", "blank", "value")}
        ),
        "outside": Call(
            "cost_per_call", {"total_cost": number, "calls": Ref("kinds", "minus", "value")}
        ),
        "call_of_missing": Call("opex_variance", {"actual": missing, "budget": number}),
        "call_of_error": Call("cost_per_call", {"total_cost": error, "calls": number}),
        "error_over_zero": Call(
            "cost_per_call", {"total_cost": error, "calls": Ref("kinds", "zero", "value")}
        ),
        "missing_and_error": Call("opex_variance", {"actual": missing, "budget": error}),
        "sum_of_missing": Plus(((1, missing), (-1, number))),
        "sum_of_error": Plus(((1, error), (-1, missing))),
        "sum": Plus(((-1, number), (1, Literal(0.5)), (-1, Plus(((1, number), (-1, number)))))),
        "snapped": Plus(((1, Plus(((1, Literal(0.1)), (1, Literal(0.2))))), (-1, Literal(0.3)))),
        "product": Times(Plus(((1, number), (1, Literal(1)))), Ref("kinds", "minus", "value")),
        "product_of_missing": Times(missing, number),
        "rounded": Rounded(Literal(2.675)),
        "rounded_missing": Rounded(missing),
        "rounded_minus": Rounded(Times(number, Literal(-0.001)), 1),
        "smallest": Extreme("MIN", (number, Ref("kinds", "blank", "value"), Literal(3))),
        "largest": Extreme("MAX", (Ref("kinds", "minus", "value"), Literal(-5))),
        "largest_of_missing": Extreme("MAX", (missing, number)),
        "total_skips": Total((number, missing, Ref("kinds", "minus", "value"))),
        "total_of_error": Total((number, error)),
        "translated_missing": Translated(missing, {"F": "G"}),
        "translated_flag": Translated(Ref("kinds", "flag", "value"), {True: "yes", False: "no"}),
        "translated_text": Translated(
            Ref("kinds", "text", "value"), {"a": "b", "plain text": 'says "so"'}
        ),
        "translated_number": Translated(number, {"F": "G"}),
        "position": Translated(
            Call("benchmark_position", {"unit_cost": Ref("kinds", "divided", "value")}),
            {"below": "under", "within": "innenfor", "above": "over"},
        ),
        "level": Call(
            "service_level",
            {"answered_in_threshold": Literal(80), "handled": Literal(90), "abandoned": missing},
            method="answered_of_offered",
        ),
        "effect": Call(
            "unit_cost_bridge",
            {
                "cost_before": number,
                "volume_before": Literal(10),
                "cost_after": Literal(1500),
                "volume_after": Literal(12),
            },
            column="cost_effect",
        ),
        "forecast": Call(
            "full_year_forecast",
            {
                "actual_ytd": number,
                "periods_elapsed": Literal(10),
                "budget_year": Literal(2000),
                "budget_ytd": Literal(1500.25),
            },
            method="remaining_budget",
        ),
        "all": Lookup("opex_lines", "amount"),
        "some": Lookup(
            "opex_lines",
            "amount",
            (Criterion("period", "<", Plus(((1, CURRENT), (-1, Literal(1))))),),
        ),
        "passed": Verdict(Plus(((1, number), (-1, number))), 0.005, "OK", "FAILED"),
        "failed": Verdict(Plus(((1, number), (-1, Literal(1)))), 0.005, "OK", "FAILED"),
        "failed_error": Verdict(error, 0.005, "OK", "FAILED"),
        "failed_missing": Verdict(Plus(((1, missing), (-1, number))), 1e9, "OK", "FAILED"),
        "copy_of_text": Ref("kinds", "text", "value"),
        "copy_of_blank": Ref("kinds", "blank", "value"),
    }
    words = tuple(Ref("kinds", key, "value") for key in expressions if key.startswith("failed"))
    expressions["how_many"] = Occurrences((*words, Ref("kinds", "passed", "value")), "FAILED")
    rows = tuple(
        Row(
            key,
            {
                "label": Cell(Literal(key)),
                "value": Cell(
                    expression,
                    "date" if key == "date" else "factor",
                    "verdict" if isinstance(expression, Verdict) else "",
                ),
            },
        )
        for key, expression in expressions.items()
    )
    return Grid("kinds", (Column("label", "Kind"), Column("value", "Value")), rows)


STEPS = (("Budget", 40.0), ("Volume", -70.0), ("Rate", 55.0), ("Mix", -12.0))


def _bridge() -> Grid:
    """A waterfall whose running total falls below zero and comes back."""
    columns = ("base", "below", "up", "up_below", "down", "down_below")
    rows, before = [], 0.0
    for key, step in STEPS:
        after = before + step
        low, high = min(before, after), max(before, after)
        bars = {
            "base": max(low, 0.0),
            "below": min(high, 0.0),
            "up": max(high, 0.0) - max(low, 0.0),
            "up_below": min(low, 0.0) - min(high, 0.0),
        }
        good = step > 0
        cells = {"label": Cell(Literal(key)), "step": Cell(Literal(step), "money")}
        cells["running"] = Cell(
            Plus(tuple((1, Ref("bridge", name, "step")) for name, _ in STEPS[: len(rows) + 1])),
            "money",
        )
        cells["base"] = Cell(Literal(bars["base"]), "money", "muted")
        cells["below"] = Cell(Literal(bars["below"]), "money", "muted")
        for name, value in (("up", bars["up"]), ("up_below", bars["up_below"])):
            cells[name] = Cell(Literal(value if good else 0.0), "money", "muted")
            wrong = name.replace("up", "down")
            cells[wrong] = Cell(Literal(0.0 if good else value), "money", "muted")
        rows.append(Row(key, cells))
        before = after
    titles = (Column("label", "Step"), Column("step", "Step"), Column("running", "Running"))
    return Grid("bridge", (*titles, *(Column(key, key) for key in columns)), tuple(rows))


def _charts() -> tuple[Chart, Chart, Chart]:
    def column(key: str) -> tuple[Ref, ...]:
        return tuple(Ref("bridge", name, key) for name, _ in STEPS)

    waterfall = Chart(
        "waterfall",
        "Volume took the bridge below zero",
        column("label"),
        (
            Series("base", column("base"), "base"),
            Series("below", column("below"), "base"),
            Series("better", column("up"), "favourable"),
            Series("better below", column("up_below"), "favourable"),
            Series("worse", column("down"), "unfavourable"),
            Series("worse below", column("down_below"), "unfavourable"),
        ),
        "A bridge in four steps that crosses zero twice.",
    )
    line = Chart(
        "line",
        "The running total recovered",
        column("label"),
        (
            Series("Actual", column("running"), "AC"),
            Series("Budget", column("step"), "BU"),
            Series("Ratio", column("up"), "second", secondary=True),
        ),
        "Two lines and one on a second axis.",
        beside=True,
    )
    columns = Chart(
        "columns",
        "Actual against prior year, budget and forecast",
        column("label"),
        tuple(
            Series(role, column(key), role)
            for role, key in (("AC", "step"), ("PY", "running"), ("BU", "up"), ("FC", "down"))
        ),
        "Columns in all four looks.",
    )
    return waterfall, line, columns


def _settings() -> Grid:
    rows = (
        Row(
            "period",
            {
                "label": Cell(Literal("Period")),
                "value": Cell(Literal(202610), "period", name="key_period"),
            },
        ),
        Row(
            "amount",
            {
                "label": Cell(Literal("Material from")),
                "value": Cell(Literal(50_000), "money", "input", note="Amounts from here on."),
            },
        ),
    )
    return Grid("settings", (Column("label", ""), Column("value", "")), rows, show_header=False)


def data_table() -> DataTable:
    """Return the table that the figures add up: three periods, two versions."""
    rows = [
        (number, name, version, 202600 + month, value * (1 + (month - 10) / 100))
        for number, name in enumerate(LINES, 1)
        for _, side, version in SIDES
        for month in (8, 9, 10)
        for value in (side[number - 1],)
    ]
    return DataTable(
        "opex_lines",
        ("line_no", "line", "version_no", "period", "amount"),
        tuple(rows),
        ("count", "text", "count", "period", "money_exact"),
        "Amounts by line, version and period",
    )


def example(extra: tuple[Block, ...] = (), alert: str = "") -> Report:
    """Return the report; `extra` blocks stand on a sheet of their own."""
    note = Text("A note that is long enough to need more than one line. " * 6)
    sheets = [
        Sheet(
            "lines",
            "OpEx by line",
            (_lines(), note),
            freeze="lines",
            heading="OpEx by line",
            subheading="Nordlys Kundeservice AS · October 2026 · NOK",
        ),
        Sheet("bridge", "Bridge", (_bridge(), *_charts())),
        Sheet("kinds", "Every kind", (_kinds(), _settings())),
    ]
    if extra:
        sheets.append(Sheet("extra", "Extra", extra))
    sheets.append(Sheet("data", "Data", (data_table(),)))
    return Report(
        sheets=tuple(sheets),
        language="en",
        title="OpEx report",
        entity="Nordlys & Co",
        period_label="October 2026",
        file_stem="opex-report_2026-10_en",
        currency="NOK",
        not_available="n/a",
        created="2026-11-05T08:30:00Z",
        version="0.1.0",
        alert=alert,
    )
