"""The report as one page of HTML: no script, nothing from elsewhere, for a phone and a letter."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from html import escape

from xlcost.briefing.chart_figures import ChartFigures, axis_note
from xlcost.briefing.drawings import drawing
from xlcost.briefing.html_tables import HtmlTables, plain_table
from xlcost.briefing.look import colours, rules
from xlcost.briefing.parts import PagePart, parts
from xlcost.briefing.plain_text import plain_text
from xlcost.briefing.shown_cells import ShownCells
from xlcost.locales.words import words
from xlcost.report.model.evaluation import Address
from xlcost.report.model.expressions import Value
from xlcost.report.model.spec import Chart, Grid, Report, Text
from xlcost.workbook.theme import Theme

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_HATCH = (
    '<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs><pattern '
    'id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" y2="5"/></pattern></defs></svg>'
)
_FONTS = "Calibri,Carlito,'Segoe UI',Helvetica,Arial,sans-serif"
_LOGO = "max-height:44px;max-width:200px"


def html_page(
    report: Report, values: Mapping[Address, Value], theme: Theme, workbook: str
) -> bytes:
    """Return a report as one page.

    Args:
        report: The report.
        values: The value of every cell, as the workbook holds it.
        theme: Its look.
        workbook: The file name of the workbook.
    """
    return _Page(report, values, theme, workbook).written().encode("utf-8", "replace")


class _Page:
    """One page while it is written."""

    def __init__(
        self, report: Report, values: Mapping[Address, Value], theme: Theme, workbook: str
    ) -> None:
        self._report = report
        self._theme = theme
        self._workbook = workbook
        self._word = words(report.language)
        self._shown = ShownCells(report, values)
        self._parts = parts(report)
        keys = {part.key for part in self._parts}
        self._tables = HtmlTables(self._shown, keys, colours(theme)[0])
        self._charts = 0
        self._names: dict[str, int] = {}

    def written(self) -> str:
        """Return the page."""
        report = self._report
        title = _said(f"{report.title} {report.period_label} – {report.entity}".strip(" –"))
        font = f"font-family:{escape(self._theme.font, quote=False)},{_FONTS}"
        body = f"{font};font-size:16px;line-height:1.4"
        return (
            f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f'<meta name="generator" content="xlcost {escape(report.version)}">\n'
            f"<title>{title}</title>\n<style>{rules(self._theme)}</style>\n</head>\n"
            f'<body style="{body}">\n<div class="page">\n{_HATCH}\n{self._head()}\n<main>\n'
            + "\n".join(map(self._part, self._parts))
            + f"\n</main>\n{self._foot()}\n</div>\n</body>\n</html>\n"
        )

    def _head(self) -> str:
        report = self._report
        first = next((one for one in report.sheets if not one.hidden), report.sheets[0])
        below = _said(first.subheading or f"{report.entity} · {report.period_label}")
        alert = f'<p class="alert">{_said(report.alert)}</p>\n' if report.alert else ""
        links = "".join(
            f'<li><a href="#{part.key}">{_said(part.title)}</a></li>' for part in self._parts
        )
        return (
            f"<header>{self._logo()}<h1>{_said(report.title)}</h1>\n<p>{below}</p>\n{alert}"
            f'<nav aria-label="{escape(self._word.text("briefing.contents"))}">'
            f'<ul class="parts">{links}</ul></nav></header>'
        )

    def _logo(self) -> str:
        logo = self._theme.logo
        if not logo:
            return ""
        data = base64.b64encode(logo.data).decode("ascii")
        name = _said(self._report.entity or self._report.title)
        return f'<img src="data:image/{logo.kind};base64,{data}" alt="{name}" style="{_LOGO}">'

    def _part(self, part: PagePart) -> str:
        blocks = "\n".join(self._blocks(part))
        return (
            f'<section id="{part.key}" aria-labelledby="h-{part.key}">\n'
            f'<h2 id="h-{part.key}">{_said(part.title)}</h2>\n{blocks}\n</section>'
        )

    def _blocks(self, part: PagePart) -> Iterator[str]:
        for block in part.blocks:
            if isinstance(block, Text):
                yield self._text(block)
            elif isinstance(block, Grid):
                yield self._tables.table(block, self._name(block.id), self._caption(part, block))
            elif isinstance(block, Chart):
                yield self._figure(block)

    def _text(self, text: Text) -> str:
        if text.style in ("heading", "title"):
            return f"<h3>{_said(text.text)}</h3>"
        return f'<p class="{text.style}">{_said(text.text)}</p>'

    def _caption(self, part: PagePart, grid: Grid) -> str:
        """Return what a table is called: by its title, its first head or its part, and bands."""
        name = grid.title or (grid.columns[0].title if part.key == "summary" else part.title)
        bands = dict.fromkeys(column.band for column in grid.columns if column.band)
        return plain_text(": ".join(filter(None, (name or part.title, ", ".join(bands)))))

    def _figure(self, chart: Chart) -> str:
        self._charts += 1
        name = f"chart{self._charts}"
        figures = ChartFigures(self._shown, chart)
        title = plain_text(chart.title)
        said = axis_note(figures, self._word)
        note = f' <span class="note">{escape(said)}</span>' if said else ""
        caption = self._word.text("briefing.figures_of", title=title)
        heads = [self._word.text("briefing.point"), *map(plain_text, figures.heads)]
        table = plain_table(f"{name}-figures", caption, heads, figures.rows)
        more = escape(self._word.text("briefing.show_figures"))
        return (
            f"<figure><figcaption>{escape(title)}{note}</figcaption>{drawing(figures, name)}"
            f"<details><summary>{more}</summary>{table}</details></figure>"
        )

    def _foot(self) -> str:
        report = self._report
        said = self._word.text(
            "briefing.made_with",
            workbook=plain_text(self._workbook),
            created=report.created.replace("T", " ").removesuffix("Z")[:16],
            version=report.version,
        )
        return f'<footer><p class="foot">{escape(said)}</p></footer>'

    def _name(self, grid: str) -> str:
        """Return a name for a table that no other on the page has."""
        self._names[grid] = count = self._names.get(grid, 0) + 1
        return f"t-{grid}" if count == 1 else f"t-{grid}-{count}"


def _said(text: str) -> str:
    return escape(plain_text(text))
