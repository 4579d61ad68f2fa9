"""The report as five slides: a message each, native tables and charts, the source at the foot."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.util import Emu, Inches, Pt

from xlcost.briefing.chart_figures import ChartFigures
from xlcost.briefing.plain_text import plain_text
from xlcost.briefing.same_bytes import same_bytes
from xlcost.briefing.shown_cells import ShownCells
from xlcost.briefing.slide_charts import SlideChart
from xlcost.briefing.slide_plans import SlidePlan, SlidePlans
from xlcost.briefing.slide_tables import SlideTable
from xlcost.locales.words import words
from xlcost.report.model.evaluation import Address
from xlcost.report.model.expressions import Value
from xlcost.report.model.spec import Report
from xlcost.workbook.theme import Theme

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_EDGE, _GAP = Inches(0.5), Inches(0.25)
_TITLE_TOP, _TITLE_HIGH = Inches(0.3), Inches(1.0)
_FOOT_TOP, _FOOT_HIGH = Inches(6.95), Inches(0.35)
_TABLES = 0.56  # of the width, beside a chart
_TITLE_ONLY = 5  # the layout of the library's own template that has a title and no more
_TITLE, _SMALLER, _TEXT, _FOOT = 26, 20, 15, 12  # points
_LONG_TITLE = 90  # signs
_LINE = 1.25 / 72  # inches of a line of one point
_SIGNS = 150  # of a line of text across a slide
_LANGUAGES = {
    "en": MSO_LANGUAGE_ID.ENGLISH_UK,
    "nb": MSO_LANGUAGE_ID.NORWEGIAN_BOKMOL,
}


def slides(report: Report, values: Mapping[Address, Value], theme: Theme, workbook: str) -> bytes:
    """Return a report as slides.

    Args:
        report: The report.
        values: The value of every cell, as the workbook holds it.
        theme: Its colours and font.
        workbook: The file name of the workbook.
    """
    deck = _Deck(report, values, theme, workbook)
    deck.write()
    stream = io.BytesIO()
    deck.made.save(stream)
    return same_bytes(stream.getvalue(), deck.moment)


class _Deck:
    """The slides while they are made."""

    def __init__(
        self, report: Report, values: Mapping[Address, Value], theme: Theme, workbook: str
    ) -> None:
        self._report = report
        self._theme = theme
        self._workbook = workbook
        self._word = words(report.language)
        self._shown = ShownCells(report, values)
        self.moment = datetime.fromisoformat(report.created).astimezone(UTC)
        self.made: Any = Presentation()

    def write(self) -> None:
        """Make every slide."""
        self.made.slide_width, self.made.slide_height = _WIDE, _HIGH
        self._describe()
        plans = SlidePlans(self._shown, self._word).plans()
        for number, plan in enumerate(plans, 1):
            self._slide(plan, f"{number} / {len(plans)}")

    def _describe(self) -> None:
        report, said = self._report, self.made.core_properties
        said.author = said.last_modified_by = f"xlcost {report.version}"
        said.title = plain_text(f"{report.title} {report.period_label}".strip())[:255]
        said.subject = plain_text(report.entity)[:255]
        said.language = report.language
        said.created = said.modified = self.moment.replace(tzinfo=None)
        said.revision = 1

    def _slide(self, plan: SlidePlan, number: str) -> None:
        slide = self.made.slides.add_slide(self.made.slide_layouts[_TITLE_ONLY])
        self._title(slide, plan.title)
        top = self._texts(slide, plan.texts, int(_TITLE_TOP) + int(_TITLE_HIGH))
        bottom = int(_FOOT_TOP) - int(_GAP)
        room = int(_WIDE) - 2 * int(_EDGE)
        if plan.is_wide:
            for grid in reversed(plan.tables):
                table = SlideTable(self._shown, grid, self._theme)
                bottom -= table.height
                table.on(slide, int(_EDGE), bottom, room)
                bottom -= int(_GAP)
        else:
            wide = int(room * _TABLES) if plan.chart else room
            at = top
            for grid in plan.tables:
                table = SlideTable(self._shown, grid, self._theme)
                if at + table.height <= bottom:
                    at = table.on(slide, int(_EDGE), at, wide) + int(_GAP)
        if plan.chart:
            left = int(_EDGE) if plan.is_wide or not plan.tables else int(_EDGE) + wide + int(_GAP)
            figures = ChartFigures(self._shown, plan.chart)
            size = int(_WIDE) - int(_EDGE) - left, bottom - top
            SlideChart(figures, self._theme).on(slide, Emu(left), Emu(top), *map(Emu, size))
        self._foot(slide, plan, number)

    def _title(self, slide: Any, text: str) -> None:
        shape = slide.shapes.title
        shape.left, shape.top = _EDGE, _TITLE_TOP
        shape.width, shape.height = Emu(int(_WIDE) - 2 * int(_EDGE)), _TITLE_HIGH
        shape.text_frame.word_wrap = True
        size = _TITLE if len(text) <= _LONG_TITLE else _SMALLER
        self._say(shape.text_frame.paragraphs[0], text, size, self._theme.ink, bold=True)

    def _texts(self, slide: Any, texts: tuple[str, ...], top: int) -> int:
        """Write sentences across a slide; return where they end."""
        if not texts:
            return top
        lines = sum(1 + len(text) // _SIGNS for text in texts)
        high = int(Inches(lines * _TEXT * _LINE)) + int(_GAP)
        box = slide.shapes.add_textbox(_EDGE, top, int(_WIDE) - 2 * int(_EDGE), high)
        box.text_frame.word_wrap = True
        for number, text in enumerate(texts):
            frame = box.text_frame
            paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
            self._say(paragraph, text, _TEXT, self._theme.ink)
        return top + high

    def _foot(self, slide: Any, plan: SlidePlan, number: str) -> None:
        report = self._report
        text = self._word.text(
            "briefing.source",
            workbook=self._workbook,
            sheet=plan.sheet,
            who=" · ".join(filter(None, (report.entity, report.period_label, report.currency))),
        )
        said = " ".join(filter(None, (text, report.alert)))
        wide = int(_WIDE) - 2 * int(_EDGE)
        box = slide.shapes.add_textbox(_EDGE, _FOOT_TOP, wide - int(Inches(0.8)), _FOOT_HIGH)
        box.text_frame.word_wrap = True
        ink = self._theme.bad if report.alert else self._theme.grey
        self._say(box.text_frame.paragraphs[0], said, _FOOT, ink)
        page = slide.shapes.add_textbox(
            int(_WIDE) - int(_EDGE) - int(Inches(0.8)), _FOOT_TOP, Inches(0.8), _FOOT_HIGH
        )
        self._say(page.text_frame.paragraphs[0], number, _FOOT, self._theme.grey)

    def _say(self, paragraph: Any, text: str, size: int, ink: str, *, bold: bool = False) -> None:
        run = paragraph.add_run()
        run.text = plain_text(text)
        font = run.font
        font.size, font.bold, font.name = Pt(size), bold, self._theme.font
        font.color.rgb = RGBColor.from_string(ink)
        font.language_id = _LANGUAGES[self._report.language]
