"""The sheet Start: five steps, whether it works on this computer, and what to do when not."""

from __future__ import annotations

from openpyxl.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font
from openpyxl.styles.differential import DifferentialStyle

from xlcost.addin import settings_sheet
from xlcost.addin.canvas import Canvas, Paper
from xlcost.addin.looks import SheetLook
from xlcost.addin.vba import STATUS
from xlcost.locales.words import Words
from xlcost.workbook.formulas.references import text_constant
from xlcost.workbook.theme import DEFAULT

_WIDTHS = (2.5, 6.0, 30.0, 74.0)
_SPAN = 3
_STEPS = (1, 2, 3, 4, 5)
_ADVICE = ("macros", "python", "module", "dll", "mac")
_PLACES = ("report", "calculator", "functions")
_SAMPLE = "COST_PER_CALL(50000,12500)"
_LABEL = SheetLook("label")


def paint(paper: Paper, text: Words, xlwings_version: str) -> None:
    """Paint the sheet."""
    canvas = Canvas(paper, text.text("template.sheets.start"), _WIDTHS)
    canvas.head(text.text("template.start.title"), text.text("template.start.subtitle"), _SPAN)
    _needs(canvas, text)
    _steps(canvas, text)
    _status(canvas, text, xlwings_version)
    _advice(canvas, text)
    _places(canvas, text)
    canvas.finish()
    canvas.sheet.sheet_view.tabSelected = True
    canvas.sheet.sheet_properties.tabColor = DEFAULT.accent


def _needs(canvas: Canvas, text: Words) -> None:
    cell = canvas.wrapped(2, text.text("template.start.needs"), SheetLook(), span=_SPAN)
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    canvas.shade(2, _SPAN, DEFAULT.input)
    canvas.height(42.0)
    canvas.row += 2


def _steps(canvas: Canvas, text: Words) -> None:
    canvas.heading(text.text("template.start.steps"), _SPAN)
    for number in _STEPS:
        cell = canvas.put(2, number, SheetLook(align="center", code="0"))
        cell.font = Font(name=DEFAULT.font, size=16, bold=True, color=DEFAULT.accent)
        cell.alignment = Alignment(horizontal="left", vertical="center")
        title = canvas.put(3, text.text(f"template.start.step_{number}_title"), SheetLook("strong"))
        title.alignment = Alignment(vertical="center")
        _middle(canvas.wrapped(4, text.text(f"template.start.step_{number}"), SheetLook()))
        canvas.height(36.0)
        canvas.row += 1
    _middle(canvas.wrapped(4, text.text("template.start.mac"), SheetLook("note")))
    canvas.height(32.0)
    canvas.row += 2


def _middle(cell: Cell) -> None:
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def _status(canvas: Canvas, text: Words, version: str) -> None:
    """Ask Python in live cells; nobody was asked before the person does it here."""
    canvas.heading(text.text("template.start.status"), _SPAN)
    canvas.buttons(2, {"CheckAgain": text.text("template.start.check_again")})
    verdict, python, test = range(canvas.row, canvas.row + 3)
    unasked = text_constant(text.text("template.start.unasked"))
    silent = text_constant(text.text("template.start.silent"))
    sentence = {
        key: text_constant(text.text(f"template.start.verdict_{key}"))
        for key in ("unasked", "ready", "macros", "not_ready")
    }
    made = text.text("template.start.versions_made", version=version)
    same, other = (
        text_constant(text.text(f"template.start.versions_{key}", version=version))
        for key in ("same", "other")
    )
    formulas = {
        "verdict": f"IF(D{python}={silent},{sentence['macros']},IF(D{python}={unasked},"
        f"{sentence['unasked']},IF(ISNUMBER(D{test}),{sentence['ready']},"
        f"{sentence['not_ready']})))",
        # Where macros are off, the function is a name that nobody knows.
        "python": f"IFERROR({STATUS}(),{silent})",
        "test": f'IFERROR({_SAMPLE},"–")',
        "versions": f'IF(ISNUMBER(SEARCH("xlwings {version},",D{python})),{same},'
        f'IF(LEFT(D{python},6)="xlcost",{other},{text_constant(made)}))',
    }
    values = {"verdict": text.text("template.start.verdict_unasked"), "versions": made, "test": "–"}
    for key, formula in formulas.items():
        canvas.put(2, text.text(f"template.start.{key}"), _LABEL)
        canvas.put(3, None, SheetLook())
        look = SheetLook("strong") if key == "verdict" else SheetLook(code="0.00;-0.00;0.00;@")
        value = values.get(key, text.text("template.start.unasked"))
        cell = canvas.formula(4, formula, value, look, dynamic=key in ("python", "test"))
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
        canvas.height(30.0 if key == "python" else 18.0)
        canvas.row += 1
    _colours(canvas, f"D{verdict}", f"D{test}", f"D{python}", unasked)
    canvas.row += 1


def _colours(canvas: Canvas, verdict: str, test: str, python: str, unasked: str) -> None:
    good = Font(bold=True, color=DEFAULT.good)
    bad = Font(bold=True, color=DEFAULT.bad)
    wrong = f"AND({python}<>{unasked},NOT(ISNUMBER({test})))"
    for condition, font in ((f"ISNUMBER({test})", good), (wrong, bad)):
        rule = Rule(type="expression", dxf=DifferentialStyle(font=font), formula=[condition])
        canvas.sheet.conditional_formatting.add(verdict, rule)


def _advice(canvas: Canvas, text: Words) -> None:
    canvas.heading(text.text("template.start.advice"), _SPAN)
    for key in _ADVICE:
        canvas.sheet.merge_cells(
            start_row=canvas.row, end_row=canvas.row, start_column=2, end_column=3
        )
        canvas.put(3, None, SheetLook())
        cell = canvas.put(2, text.text(f"template.start.says_{key}"), SheetLook())
        _middle(cell)
        _middle(canvas.wrapped(4, text.text(f"template.start.do_{key}"), SheetLook()))
        canvas.height(30.0)
        canvas.row += 1
    canvas.row += 1


def _places(canvas: Canvas, text: Words) -> None:
    canvas.heading(text.text("template.start.places"), _SPAN)
    titles = {key: text.text(f"template.sheets.{key}") for key in _PLACES}
    titles |= {"planner": text.text("plan.sheets.planner"), "settings": settings_sheet.TITLE}
    for key, title in titles.items():
        canvas.put(2, None, SheetLook())
        cell = canvas.put(2, title, SheetLook("link"))
        canvas.put(3, None, SheetLook())
        canvas.link(cell, title)
        canvas.put(4, text.text(f"template.start.place_{key}"), SheetLook())
        canvas.row += 1
