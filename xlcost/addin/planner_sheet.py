"""The sheets Planner and its steps: the levers of a plan, native formulas, no data needed."""

from __future__ import annotations

from xlcost import __version__
from xlcost.addin.canvas import Paper
from xlcost.locales.words import Words
from xlcost.report.model.evaluation import evaluate
from xlcost.report.planning.planner import planner
from xlcost.workbook.book import Book
from xlcost.workbook.render import paint as paint_sheets


def paint(paper: Paper, text: Words, created: str) -> None:
    """Paint the sheets as a report's are, into the template."""
    report = planner(text.language, created, __version__)
    book = Book(report, evaluate(report))
    book.workbook, book.caches = paper.workbook, paper.caches
    for plan in book.layout.plans:
        paper.dynamic.setdefault(plan.title, set())  # in the order of the sheets
    paint_sheets(book)
