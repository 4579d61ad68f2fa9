"""The report as five slides: a message each, native tables and charts, the source at the foot."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from xlcost.briefing.chart_figures import ChartFigures, axis_note
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
from xlcost.workbook.text_width import lines
from xlcost.workbook.theme import Theme

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_EDGE, _GAP = Inches(0.5), Inches(0.25)
_TITLE_TOP = Inches(0.3)
_FOOT_TOP, _FOOT_HIGH = Inches(6.95), Inches(0.5)
_LAST_TABLE = Inches(1.0)  # that the last table of a slide has at least
_TABLES, _MOST_TABLES = 0.58, 0.76  # of the width, beside a chart
_TITLE_ONLY = 5  # the layout of the library's own template that has a title and no more
_TITLES = ((80, 26), (125, 20))  # at most so many signs, in letters of so many points
_SMALLEST_TITLE, _TEXT, _FOOT = 16, 15, 12  # points
_LINE = 1.25 / 72  # inches of a line of one point
_DIGIT, _SPARE = 7 / 96, 1.4  # inches of a digit at 11 points; the reader's font may be wider
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
        top = self._texts(slide, plan.texts, self._title(slide, plan.title))
        bottom = int(_FOOT_TOP) - int(_GAP) // 2
        room = int(_WIDE) - 2 * int(_EDGE)
        left = int(_EDGE)
        if plan.is_wide:
            out, bottom = self._below(slide, plan, room, (top, bottom))
        else:
            most = int(room * _MOST_TABLES) if plan.chart else room
            out, wide = self._beside(slide, plan, (int(room * _TABLES), most), (top, bottom))
            left += wide + int(_GAP) if plan.tables else 0
        if plan.chart:
            self._chart(slide, plan, left, (top, bottom))
        self._foot(slide, plan, number, out + plan.left_out)

    def _below(
        self, slide: Any, plan: SlidePlan, wide: int, ends: tuple[int, int]
    ) -> tuple[int, int]:
        """Put tables at the foot; return how many rows are left out, and where the rest ends."""
        top, bottom = ends
        out = 0
        for grid in reversed(plan.tables):
            table = SlideTable(self._shown, grid, self._theme, (wide, wide))
            out += table.cut((bottom - top) // 2)
            bottom -= table.height
            table.on(slide, int(_EDGE), bottom)
            bottom -= int(_GAP)
        return out, bottom

    def _beside(
        self, slide: Any, plan: SlidePlan, widths: tuple[int, int], ends: tuple[int, int]
    ) -> tuple[int, int]:
        """Put tables below each other; return how many rows had no room, and how wide they are."""
        top, bottom = ends
        tables = [SlideTable(self._shown, grid, self._theme, widths) for grid in plan.tables]
        out = 0
        for number, table in enumerate(tables, 1):
            rest = len(tables) - number
            room = bottom - top - rest * int(_LAST_TABLE)
            out += table.cut(room)
            if number > 1 and table.height > room:  # not even one row stands above the foot
                out += table.count
                continue
            top = table.on(slide, int(_EDGE), top) + int(_GAP)
        return out, max((table.width for table in tables), default=0)

    def _chart(self, slide: Any, plan: SlidePlan, left: int, ends: tuple[int, int]) -> None:
        if plan.chart is None:
            return
        figures = ChartFigures(self._shown, plan.chart)
        said = "" if plan.title == plan.chart.title else plan.chart.title
        head = " · ".join(filter(None, (said, axis_note(figures, self._word))))
        wide, high = int(_WIDE) - int(_EDGE) - left, ends[1] - ends[0]
        chart = SlideChart(figures, self._theme, head)
        chart.on(slide, Emu(left), Emu(ends[0]), Emu(wide), Emu(high))

    def _title(self, slide: Any, text: str) -> int:
        """Write the message; return where it ends."""
        size = next((size for most, size in _TITLES if len(text) <= most), _SMALLEST_TITLE)
        wide = int(_WIDE) - 2 * int(_EDGE)
        high = self._high(text, size, wide, bold=True) + int(_GAP) // 2
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = _EDGE, _TITLE_TOP, Emu(wide), Emu(high)
        shape.text_frame.word_wrap = True
        shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        paragraph = shape.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        self._say(paragraph, text, size, self._theme.ink, bold=True)
        return int(_TITLE_TOP) + high

    def _high(self, text: str, size: int, wide: int, *, bold: bool = False) -> int:
        """Return the height of a text that is broken at a width."""
        digits = wide / int(Inches(1)) / (_DIGIT * self._theme.breadth * _SPARE)
        return int(Inches(lines(text, digits, size, bold=bold) * size * _LINE))

    def _texts(self, slide: Any, texts: tuple[str, ...], top: int) -> int:
        """Write sentences across a slide; return where they end."""
        if not texts:
            return top
        wide = int(_WIDE) - 2 * int(_EDGE)
        high = sum(self._high(text, _TEXT, wide) for text in texts) + int(_GAP)
        box = slide.shapes.add_textbox(_EDGE, top, wide, high)
        box.text_frame.word_wrap = True
        for number, text in enumerate(texts):
            frame = box.text_frame
            paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
            self._say(paragraph, text, _TEXT, self._theme.ink)
        return top + high

    def _foot(self, slide: Any, plan: SlidePlan, number: str, out: int) -> None:
        report = self._report
        text = self._word.text(
            "briefing.source",
            workbook=self._workbook,
            sheet=plan.sheet,
            who=" · ".join(filter(None, (report.entity, report.period_label, report.currency))),
        )
        more = self._word.text("briefing.more_rows", count=out) if out else ""
        said = " ".join(filter(None, (text, more, report.alert)))
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
