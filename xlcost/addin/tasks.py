"""What each button of the sheet Report does: one public call, and what the sheet is told of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from xlcost.addin.answer import SheetAnswer, companies
from xlcost.addin.form import Form
from xlcost.errors import EnvironmentFault, FindingsError, UsageError

if TYPE_CHECKING:
    from xlcost.dataset.dataset import Dataset
    from xlcost.outputs.run_specs import Options, SignOff
    from xlcost.runs.pack import BuiltReport, Unfinished
    from xlcost.trust.requests import Permission

_CHOOSE = "POSIX path of (choose folder)"
_WAIT = 600.0  # seconds in which a person chooses a folder
_CENTRES = "cost_centre"


@dataclass(frozen=True)
class Ways:
    """How a task speaks while it works.

    Attributes:
        step: Called with the name of each step as it starts.
        part: Called with how many packs are done, how many there are, and the last one's name.
        permission: Tells whether a person allows what the folder asks for.
    """

    step: Callable[[str], None]
    part: Callable[[int, int, str], None]
    permission: Permission


def read_files(form: Form, ways: Ways) -> SheetAnswer:
    """Look at everything in the folder, write down how it is understood, and open that."""
    from xlcost.dataset.settings import BOOK_NAME
    from xlcost.inputs.configuration.settings_files import present
    from xlcost.runs.first_settings import first_settings
    from xlcost.runs.setup_questions import questions

    folder, text = form.data_folder, form.text
    if there := present(folder):
        dataset = _loaded(form, ways)
        said = text.text("button.read_again", count=len(questions(dataset)))
        opened = next((path for path in there if path.name == BOOK_NAME), None)
        return SheetAnswer(said, dataset, tuple(dataset.findings), folder, open=opened)
    try:
        made = first_settings(folder, form.language or text.language, on_progress=ways.step)
    except UsageError:
        if _has_tables(folder):
            raise
        raise UsageError(text.text("button.nothing_to_read", folder=folder)) from None
    findings = (*made.findings, *made.dataset.findings)
    said = text.text("button.read", count=len(made.questions))
    return SheetAnswer(said, made.dataset, findings, folder, open=made.path)


def check(form: Form, ways: Ways) -> SheetAnswer:
    """Read everything, and write nothing."""
    from xlcost.dataset.findings import Severity

    dataset = _loaded(form, ways)
    errors = dataset.findings.count(Severity.ERROR)
    key = "button.checked_errors" if errors else "button.checked_clean"
    said = form.text.text(key, count=dataset.findings.count(Severity.WARNING))
    return SheetAnswer(said, dataset, tuple(dataset.findings), form.data_folder)


def build(form: Form, ways: Ways) -> SheetAnswer:
    """Build the report of the period."""
    return _built(form, ways, "built")


def pdf(form: Form, ways: Ways) -> SheetAnswer:
    """Build the report of the period, also as PDF: by LibreOffice, or where none is by Excel."""
    from xlcost.outputs.pdf import office

    try:
        office()
    except EnvironmentFault:
        made = _built(form, ways, "built")
        return replace(made, pdf=made.path)
    return _built(form, ways, "built_pdf", with_pdf=True)


def final(form: Form, ways: Ways) -> SheetAnswer:
    """Build the final report: signed, and never in spite of errors."""
    from xlcost.outputs.run_specs import SignOff

    day = form.day("signed_on")
    roles = ("prepared_by", "reviewed_by", "approved_by")
    names = {role: form.read(role).strip("-–— ") for role in roles}  # a dash is nobody
    if not (names["prepared_by"] and names["approved_by"] and day):
        raise UsageError(form.text.text("button.unsigned"))
    return _built(form, ways, "built_final", signed=SignOff(**names, on=day))


def packs(form: Form, ways: Ways) -> SheetAnswer:
    """Build a pack of each cost centre, the company's, and an index of them all."""
    from xlcost.outputs.run_specs import Options
    from xlcost.runs.batch import build_batch
    from xlcost.system.processors import processors

    text, folder, out = form.text, form.data_folder, form.output_folder
    options = Options(form.choice("allow_errors"), formats=form.beside)
    try:
        many = build_batch(
            folder, out, _CENTRES, form.period, form.language, options=options,
            processes=processors(), on_progress=ways.step, on_part=ways.part,
            permission=ways.permission,
        )  # fmt: skip
    except FindingsError as fault:
        return _refused(form, fault)
    said = [text.text("button.packs", count=many.made, seconds=_seconds(many.seconds))]
    said += [text.text("button.packs_failed", count=many.faulty)] if many.faulty else []
    said += [] if many.adds_up else [text.text("cli.parts_differ")]
    path = many.index or many.company.path
    told, findings = " ".join((*said, *many.faults)), tuple(many.company.findings)
    return SheetAnswer(told, None, findings, folder, path, _opened(form, path))


def plan(form: Form, ways: Ways) -> SheetAnswer:
    """Build the workbook that tries out what each lever would save."""
    from xlcost.runs.planning import build_savings_plan

    folder, out = form.data_folder, form.output_folder
    allow = form.choice("allow_errors")
    try:
        made = build_savings_plan(
            folder, out, None, form.period, form.language, allow_errors=allow,
            on_progress=ways.step, permission=ways.permission,
        )  # fmt: skip
    except FindingsError as fault:
        return _refused(form, fault)
    said = form.text.text("button.planned", seconds=_seconds(made.seconds))
    opened = _opened(form, made.path)
    return SheetAnswer(said, None, tuple(made.findings), folder, made.path, opened)


def browse(form: Form, ways: Ways) -> SheetAnswer:
    """Ask for the folder where Excel itself may not: on a Mac, outside of Excel's sandbox."""
    del ways
    text = form.text
    if sys.platform != "darwin":
        raise UsageError(text.text("template.vba.no_dialog"))
    asked = subprocess.run(  # noqa: S603 - a program of the system, and a constant
        ["/usr/bin/osascript", "-e", _CHOOSE],
        check=False,
        capture_output=True,
        timeout=_WAIT,
    )
    chosen = asked.stdout.decode("utf-8", "replace").strip()
    if not chosen:
        return SheetAnswer(text.text("button.no_folder_chosen"))
    emptied = tuple((key, "") for key in ("period", "company", "output_folder"))
    told = text.text("template.vba.chosen")
    return SheetAnswer(told, cells=(("data_folder", chosen), *emptied))


TASKS: Mapping[str, Callable[[Form, Ways], SheetAnswer]] = {
    task.__name__: task for task in (browse, read_files, check, build, packs, pdf, plan, final)
}


def _loaded(form: Form, ways: Ways) -> Dataset:
    from xlcost.inputs.loading import load

    return load(
        form.data_folder, None, form.period, on_progress=ways.step, language=form.language,
        permission=ways.permission, postings=False,
    )  # fmt: skip


def _built(
    form: Form,
    ways: Ways,
    said: str,
    *,
    with_pdf: bool = False,
    signed: SignOff | None = None,
) -> SheetAnswer:
    """Build a pack, of the company or of the one that the sheet names, and tell what came of it."""
    from xlcost.outputs.run_specs import Options
    from xlcost.runs.pack import Unfinished

    text, allow = form.text, form.choice("allow_errors") and signed is None
    wanted = form.choice("open_report", default=True)
    options = Options(allow, pdf=with_pdf, formats=form.beside, sign_off=signed)
    try:
        built = _pack(form, ways, options)
    except FindingsError as fault:
        return _refused(form, fault)
    except Unfinished as fault:
        built, told = fault.built, _unfinished(form, fault)
    else:
        told = text.text(f"button.{said}", seconds=_seconds(built.seconds))
    told = " ".join((told, *built.remarks))
    if built.failed:
        failed = text.text("cli.controls_failed", count=built.failed)
        told = f"{told} {failed}."
    opened = built.path if wanted else None
    findings = tuple(built.findings)
    return SheetAnswer(told, None, findings, form.data_folder, built.path, opened)


def _pack(form: Form, ways: Ways, options: Options) -> BuiltReport:
    from xlcost.runs.pack import build_report

    folder, out, company = form.data_folder, form.output_folder, form.read("company")
    if not company:
        return build_report(
            folder, out, form.period, form.language, options=options,
            on_progress=ways.step, permission=ways.permission,
        )  # fmt: skip
    from xlcost.runs.one_part import build_part

    def chosen(loaded: Dataset) -> str | None:
        if company.casefold() == loaded.settings.report.entity.casefold():
            return None
        known = companies(loaded)
        code = next((one for one in known if one.casefold() == company.casefold()), None)
        if code is None:
            listed = ", ".join(known or filter(None, [loaded.settings.report.entity])) or "–"
            raise UsageError(form.text.text("button.no_company", got=company, known=listed))
        return code

    return build_part(
        folder, out, "entity", chosen, form.period, form.language, options=options,
        on_progress=ways.step, permission=ways.permission,
    )  # fmt: skip


def _refused(form: Form, fault: FindingsError) -> SheetAnswer:
    findings = fault.findings
    key = "button.refused" if findings else "button.nothing"
    return SheetAnswer(form.text.text(key), None, findings, form.data_folder)


def _unfinished(form: Form, fault: Unfinished) -> str:
    """Say why a report is not as it was wanted; most often because the last one is open."""
    path, mark = fault.built.path, " (new)"
    if path.stem.endswith(mark):
        old = f"{path.stem.removesuffix(mark)}{path.suffix}"
        return form.text.text("button.left_beside", old=old, new=path.name)
    return form.text.text("button.unfinished", reason=str(fault))


def _has_tables(folder: Path) -> bool:
    from xlcost.inputs.configuration.sources import tables_in

    return any(True for _ in tables_in(folder))


def _opened(form: Form, path: Path) -> Path | None:
    return path if form.choice("open_report", default=True) else None


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f}"
