"""The sample company's pack as XlsxWriter writes it: the same cells, looks, tables and charts.

What is written is read from a finished pack beforehand, so that only the writing is measured. What
either of them wrote is counted afterwards, and both must have written the same.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.chart import BarChart

_BORDERS = {None: 0, "thin": 1, "medium": 2, "hair": 7}
_COUNTED = {
    r"xl/worksheets/sheet\d+\.xml": ("c", "f", "v", "mergeCell", "cfRule", "hyperlink"),
    r"xl/tables/table\d+\.xml": ("table", "tableColumn"),
    r"xl/charts/chart\d+\.xml": ("ser",),
    r"xl/workbook\.xml": ("sheet",),
}
_Write = Callable[[Any, Any, Any], None]  # of a worksheet, the formats and the workbook


@dataclass
class Copied:
    """What a pack's sheets hold, as the calls that write them by XlsxWriter."""

    looks: list[dict[str, Any]] = field(default_factory=list)
    sheets: list[tuple[str, list[_Write]]] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)


def copied(file: Path) -> Copied:
    """Read a finished pack: formulas and values, looks, sizes, tables, rules and charts."""
    pack, values = load_workbook(file), load_workbook(file, data_only=True)
    copy = Copied(names=[(name, f"={one.attr_text}") for name, one in pack.defined_names.items()])
    numbers: dict[Any, int] = {}
    for sheet in pack.worksheets:
        writes: list[_Write] = [
            *_sizes(sheet),
            *_merges(sheet),
            *_cells(sheet, values[sheet.title], copy.looks, numbers),
            *_links(sheet),
            *_tables(sheet),
            *_rules(sheet),
            *_charts(sheet),
        ]
        copy.sheets.append((sheet.title, writes))
    return copy


def write(copy: Copied, path: Path) -> None:
    """Write a copied pack by XlsxWriter: the work that is measured."""
    workbook = xlsxwriter.Workbook(str(path))
    formats = [workbook.add_format(look) for look in copy.looks]
    for title, writes in copy.sheets:
        sheet = workbook.add_worksheet(title)
        for one in writes:
            one(sheet, formats, workbook)
    for name, formula in copy.names:
        workbook.define_name(name, formula)
    workbook.close()


def counted(path: Path) -> str:
    """Return what a workbook holds, in numbers."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            for pattern, tags in _COUNTED.items():
                if re.fullmatch(pattern, name):
                    text = re.sub(r"<(/?)\w+:", r"<\1", file.read(name).decode())
                    found.update({tag: len(re.findall(rf"<{tag}[ />]", text)) for tag in tags})
    return ", ".join(f"{number:,} {tag}" for tag, number in sorted(found.items()))


def _sizes(sheet: Any) -> Iterator[_Write]:
    for letters, size in sheet.column_dimensions.items():
        yield lambda to, _, __, at=f"{letters}:{letters}", wide=size.width: to.set_column(at, wide)
    for row, size in sheet.row_dimensions.items():
        level = {"level": size.outlineLevel} if size.outlineLevel else {}
        yield lambda to, _, __, at=row - 1, high=size.height, more=level: to.set_row(
            at, high, None, more
        )


def _merges(sheet: Any) -> Iterator[_Write]:
    for area in sheet.merged_cells.ranges:
        yield lambda to, _, __, at=str(area): to.merge_range(at, "")


def _cells(sheet: Any, values: Any, looks: list[dict[str, Any]], numbers: Any) -> Iterator[_Write]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None and not cell.has_style:
                continue
            key = cell._style  # noqa: SLF001  # the looks that the pack itself tells apart
            if key not in numbers:
                numbers[key] = len(looks)
                looks.append(_look(cell))
            value = values.cell(cell.row, cell.column).value if cell.data_type == "f" else None
            value = "" if value is None and cell.data_type == "f" else value
            yield _one(cell.row - 1, cell.column - 1, cell.value, value, numbers[key])


def _one(row: int, column: int, value: Any, cached: Any, look: int) -> _Write:
    if value is None:
        return lambda to, formats, _: to.write_blank(row, column, None, formats[look])
    if cached is not None:
        return lambda to, formats, _: to.write_formula(row, column, value, formats[look], cached)
    if isinstance(value, bool):
        return lambda to, formats, _: to.write_boolean(row, column, value, formats[look])
    if isinstance(value, str):
        return lambda to, formats, _: to.write_string(row, column, value, formats[look])
    if isinstance(value, int | float):
        return lambda to, formats, _: to.write_number(row, column, value, formats[look])
    return lambda to, formats, _: to.write_datetime(row, column, value, formats[look])


def _look(cell: Any) -> dict[str, Any]:
    """Return a cell's look in XlsxWriter's words."""
    look: dict[str, Any] = {
        "font_name": cell.font.name,
        "font_size": cell.font.sz,
        "bold": bool(cell.font.b),
        "font_color": _colour(cell.font.color),
        "num_format": cell.number_format,
        "text_wrap": bool(cell.alignment.wrap_text),
        "indent": int(cell.alignment.indent),
        "locked": cell.protection.locked,
        "quote_prefix": bool(cell.quotePrefix),
    }
    if cell.alignment.horizontal:
        look["align"] = cell.alignment.horizontal
    if cell.fill.fill_type == "solid":
        look["bg_color"] = _colour(cell.fill.start_color)
    for side in ("top", "bottom", "left", "right"):
        line = getattr(cell.border, side)
        if line is not None and line.style:
            look[side], look[f"{side}_color"] = _BORDERS[line.style], _colour(line.color)
    return look


def _colour(colour: Any) -> str:
    known = colour is not None and isinstance(colour.rgb, str)
    return f"#{colour.rgb[-6:]}" if known else "#000000"


def _links(sheet: Any) -> Iterator[_Write]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.hyperlink is not None and cell.hyperlink.location:
                # By its own method, since the cell keeps its look and its formula.
                url = f"internal:{cell.hyperlink.location}"
                yield lambda to, _, __, at=(cell.row - 1, cell.column - 1), link=url: to.hyperlinks[
                    at[0]
                ].__setitem__(at[1], _link(link))


def _link(url: str) -> Any:
    from xlsxwriter.url import Url

    return Url(url)


def _tables(sheet: Any) -> Iterator[_Write]:
    for table in sheet.tables.values():
        more = {
            "name": table.displayName,
            "columns": [{"header": one.name} for one in table.tableColumns],
            "style": "Table Style Light 1",
            "banded_rows": False,
            "autofilter": table.autoFilter is not None,
        }
        yield lambda to, _, __, at=table.ref, how=more: to.add_table(at, how)


def _rules(sheet: Any) -> Iterator[_Write]:
    for rules in sheet.conditional_formatting:
        areas = str(rules.sqref).split()
        for rule in rules.rules:
            how: dict[str, Any] = {"type": "formula", "criteria": f"={rule.formula[0]}"}
            if rule.type == "cellIs":
                low, high = (float(bound) for bound in rule.formula)
                how = {"type": "cell", "criteria": "between", "minimum": low, "maximum": high}
            look: dict[str, Any] = {}
            if rule.dxf.font is not None:
                look["font_color"] = _colour(rule.dxf.font.color)
            if rule.dxf.numFmt is not None:
                look["num_format"] = rule.dxf.numFmt.formatCode
            yield lambda to, _, book, at=areas, how=how, look=look: to.conditional_format(
                at[0], {**how, "format": book.add_format(look), "multi_range": " ".join(at)}
            )


def _charts(sheet: Any) -> Iterator[_Write]:
    for chart in sheet._charts:  # noqa: SLF001  # openpyxl has no public list of them
        plots = [_plot(one) for one in [chart, *chart._charts[1:]]]  # noqa: SLF001  # as above
        corner = chart.anchor._from  # noqa: SLF001  # as above
        yield lambda to, _, book, at=(corner.row, corner.col), plots=plots: to.insert_chart(
            *at, _made(book, plots)
        )


def _plot(chart: Any) -> dict[str, Any]:
    kind = "line"
    if isinstance(chart, BarChart):
        kind = "bar" if chart.type == "bar" else "column"
    series = [
        {
            "name": one.tx.v,
            "categories": f"={one.cat.strRef.f}",
            "values": f"={one.val.numRef.f}",
            "data_labels": {"value": True},
        }
        for one in chart.series
    ]
    stacked = {"subtype": "stacked"} if chart.grouping == "stacked" else {}
    return {"options": {"type": kind, **stacked}, "series": series}


def _made(workbook: Any, plots: list[dict[str, Any]]) -> Any:
    charts = []
    for plot in plots:
        chart = workbook.add_chart(plot["options"])
        for series in plot["series"]:
            chart.add_series(series)
        charts.append(chart)
    charts[0].set_title({"name": "Chart", "overlay": False})
    if len(charts) > 1:
        charts[0].combine(charts[1])
    return charts[0]


def make_pack(settings: Path, pack: Path) -> None:
    """Build the pack that is copied."""
    from benchmarks.contender import sample_report
    from xlcost.workbook.render import write_workbook

    report, values = sample_report(settings)
    write_workbook(report, values, pack)


if __name__ == "__main__":
    make_pack(Path(sys.argv[1]), Path(sys.argv[2]))
