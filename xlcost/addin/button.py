"""The buttons of the template: read the sheet, make the one public call, write one sentence back.

VBA starts a Python of its own for each press and calls `build_report` or `check_data`. Whatever
happens is told in the sheet, in one plain sentence; an older report stays as it is until the new
one is finished.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlcost.addin.form import Form
from xlcost.errors import FindingsError, NotAllowed, UsageError, translated
from xlcost.locales.words import LANGUAGES, Words, words
from xlcost.values.shown import without_secrets

if TYPE_CHECKING:  # pandas and what it brings load after the sheet says that work began
    from xlcost.dataset.findings import Finding

_LOG = "xlcost-button.txt"
_SEVERITIES = ("error", "warning", "note")
_BLANK = ""


def build_report(book: Any = None) -> None:
    """Build the report that the sheet asks for.

    Args:
        book: The workbook, an `xlwings.Book`; the one whose button was pressed when omitted.
    """
    _told(book, "building", _build)


def check_data(book: Any = None) -> None:
    """Read everything that the sheet names, and write nothing but the findings.

    Args:
        book: The workbook, an `xlwings.Book`; the one whose button was pressed when omitted.
    """
    _told(book, "checking", _check)


def _told(book: Any, begin: str, task: Callable[[Form], str]) -> None:
    """Run a task, and tell in the sheet how it ended, whatever happened."""
    started = time.monotonic()
    form: Form | None = None
    try:
        form = Form(_caller() if book is None else book)
        form.write("status", form.text.text(f"button.{begin}"))
        form.write("findings", _BLANK)
        form.write_list(())
        sentence = task(form)
    except Exception as fault:  # noqa: BLE001 - nobody but the sheet could tell the person
        sentence = _sentence(fault, form.text if form else words(LANGUAGES[0]))
    sentence = " ".join(sentence.split())
    if form is None:
        raise SystemExit(sentence)  # which xlwings shows in a window of its own
    form.status_bar(None)
    moment = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    try:
        form.write("status", sentence)
        form.write("time", form.text.text("button.when", moment=moment, seconds=_seconds(started)))
    except UsageError:
        raise SystemExit(sentence) from None


def _sentence(fault: Exception, text: Words) -> str:
    """Say what went wrong."""
    if isinstance(fault, NotAllowed) and fault.wanted is not None:
        asked = "; ".join(fault.wanted.sentences(text.language))
        fields = {"folder": fault.wanted.folder, "asked": asked}
        return without_secrets(text.text("trust.refused_button", **fields))
    if isinstance(fault, ModuleNotFoundError):
        return text.text("button.missing", fault=fault.name or fault)
    if told := translated(fault):
        return without_secrets(str(told))
    return text.text("button.bug", fault=type(fault).__name__, log=_log(fault))


def _caller() -> Any:
    import xlwings

    return xlwings.Book.caller()


def _build(form: Form) -> str:
    wanted = form.wanted()
    out = form.output_folder()
    from xlcost.runs.pack import build_report as build

    started = time.monotonic()
    try:
        built = build(
            wanted.data,
            out,
            wanted.period,
            wanted.language,
            allow_errors=form.choice("allow_errors"),
            on_progress=_progress(form),
        )
    except FindingsError as fault:
        _show(form, fault.findings)
        return form.text.text("button.refused")
    _show(form, tuple(built.findings))
    form.write("path", str(built.path))
    opened = not form.choice("open_report", default=True) or form.open(built.path)
    return form.text.text(
        "button.built" if opened else "button.not_opened", seconds=_seconds(started)
    )


def _check(form: Form) -> str:
    wanted = form.wanted()
    from xlcost.inputs.loading import load

    dataset = load(wanted.data, period=wanted.period, on_progress=_progress(form))
    findings = tuple(dataset.findings)
    _show(form, findings)
    wrong = any(finding.severity == "error" for finding in findings)
    return form.text.text("button.checked_errors" if wrong else "button.checked_clean")


def _progress(form: Form) -> Callable[[str], None]:
    """Return what shows each step in the status bar; a step that is a file stays its name."""
    steps = form.text.section("cli.steps")
    return lambda step: form.status_bar(f"xlcost: {steps.get(step, step)} …")


def _show(form: Form, findings: Sequence[Finding]) -> None:
    """Write how many findings there are, and the gravest of them."""
    text = form.text
    counts = {one: sum(f.severity == one for f in findings) for one in _SEVERITIES}
    form.write("findings", _counts(text, counts))
    ordered = sorted(findings, key=lambda one: _SEVERITIES.index(one.severity))
    sentences = [
        f"{text.text(f'cli.severities.{one.severity}')}: {one.sentence(text.language)}"
        for one in ordered
        if one.severity != "note"
    ]
    form.write_list(sentences)


def _counts(text: Words, counts: dict[str, int]) -> str:
    parts = (text.text(f"cli.counts.{one}", count=count) for one, count in counts.items())
    return " · ".join(parts)


def _seconds(started: float) -> str:
    return f"{time.monotonic() - started:.1f}"


def _log(fault: Exception) -> Path:
    """Keep the traceback for whoever is asked for help, and return where."""
    path = Path(tempfile.gettempdir()) / _LOG
    with contextlib.suppress(OSError):
        text = without_secrets("".join(traceback.format_exception(fault)))
        path.write_text(text, encoding="utf-8")
    return path
