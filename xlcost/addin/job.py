"""A run that the workbook has started: a process of its own, which the workbook asks how it goes.

Nothing heavy is imported before the workbook has been told that the run has begun. The run never
speaks to Excel: it reads its job, and leaves progress and outcome in the folder of the run. So
it goes on when Excel is busy, and ends by itself when Excel has ended.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from xlcost.addin.form import Form
from xlcost.addin.run_folder import Line, RunFolder, clear_old, place

if TYPE_CHECKING:
    from xlcost.addin.answer import SheetAnswer
    from xlcost.trust.requests import Requests

BEAT = 1.0  # seconds between two words of progress
PATIENCE = 20.0  # seconds that a cancelled run has to end by itself
CANCELLED = 130
_LOG = "xlcost-button.txt"
_ASKED = 600  # characters of what a folder asks for: a message box shows a thousand


def start(number: str) -> None:
    """Start a run and return at once, where whoever calls waits for this process."""
    command = [sys.executable, "-B", "-P", "-c"]
    command += ["import sys, xlcost.addin.job as job; job.main(sys.argv[1])", number]
    code = str(Path(__file__).parents[2])
    paths = [code, *filter(None, [os.environ.get("PYTHONPATH")])]
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    subprocess.Popen(  # noqa: S603 - this Python, and a number
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        creationflags=hidden,
        start_new_session=not hidden,
    )


def main(number: str) -> None:
    """Do what the job of a run wants, and leave the outcome; whatever happens, one is left."""
    folder = RunFolder.numbered(number)
    try:
        cells = folder.job()
    except OSError:
        return  # the workbook has taken it back
    form = Form(cells, cells.get("speaks", ""))
    with Beats(folder, form) as beats:
        clear_old()
        lines = _outcome(form, beats)
    folder.finish(lines)


class Beats:
    """Says once a second that the run lives and what it does, and hears when it is to stop.

    Args:
        folder: The folder of the run.
        form: What the sheet holds.

    Attributes:
        is_asked_to_stop: Whether the workbook wants it to stop.
    """

    def __init__(self, folder: RunFolder, form: Form) -> None:
        self._folder, self._form = folder, form
        self._step = form.text.text(f"button.begins.{form.read('task') or 'check'}")
        self._since = time.monotonic()
        self._count = 0
        self.is_asked_to_stop = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._say()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End; nothing is said any more."""
        self._ended.set()
        self._thread.join()

    def step(self, name: str) -> None:
        """Say that a step begins; a step that is a file stays its name."""
        steps = self._form.text.section("cli.steps")
        self._step = f"{steps.get(name, name)} …"

    def part(self, done: int, count: int, label: str) -> None:
        """Say that one more of several packs is finished."""
        self._step = self._form.text.text("cli.part_done", done=done, count=count, label=label)

    @property
    def seconds(self) -> str:
        """How long the run has taken."""
        return f"{time.monotonic() - self._since:.0f}"

    def _say(self) -> None:
        self._count += 1
        bar = f"xlcost: {self._step} ({self.seconds} s)"
        self._folder.tell([("beat", str(self._count)), ("step", self._step), ("bar", bar)])

    def _beat(self) -> None:
        asked = 0.0
        while not self._ended.wait(BEAT):
            self._say()
            if not asked and self._folder.is_cancelled:
                asked = time.monotonic()
                self.is_asked_to_stop = True
                self._step = self._form.text.text("button.stopping")
                _ask_to_stop()
            if asked and time.monotonic() - asked > PATIENCE:
                self._folder.finish(_stopped(self._form, self.seconds))
                os._exit(CANCELLED)  # files that it was writing are whole or not there


def _ask_to_stop() -> None:
    import signal

    from xlcost.system import stopping

    stopping.ask(signal.SIGINT)


def _outcome(form: Form, beats: Beats) -> Sequence[Line]:
    """Do the task, and return what the sheet is told."""
    try:
        from xlcost.system import stopping
        from xlcost.system.unfinished import own_temporary_files

        with stopping.listening(), own_temporary_files():
            answer = _answered(form, beats)
    except KeyboardInterrupt:
        return _stopped(form, beats.seconds)
    except Exception as fault:  # noqa: BLE001 - nobody but the sheet could tell the person
        if beats.is_asked_to_stop:  # what was interrupted fails in a way of its own
            return _stopped(form, beats.seconds)
        return _failed(form, fault, beats.seconds)
    try:
        return list(answer.lines(form.text, _when(form, beats.seconds)))
    except Exception as fault:  # noqa: BLE001 - as above
        return _failed(form, fault, beats.seconds)


def _answered(form: Form, beats: Beats) -> SheetAnswer:
    from xlcost.addin.tasks import TASKS, Ways
    from xlcost.errors import NotAllowed
    from xlcost.system import stopping

    task = TASKS[form.read("task")]
    stopping.check()
    try:
        return task(form, Ways(beats.step, beats.part, _permission(form)))
    except NotAllowed as fault:
        if fault.wanted is None:
            raise
        return _asks(form, fault.wanted)


def _permission(form: Form) -> Callable[[Requests], bool]:
    """Return who tells what a folder may: what was allowed before, and what the sheet says now."""
    from xlcost.errors import EnvironmentFault
    from xlcost.trust import answers

    def allows(wanted: Requests) -> bool:
        if answers.remembered(wanted):
            return True
        if wanted.mark != form.read("allow"):
            return False
        with contextlib.suppress(EnvironmentFault):  # it holds for this run alone
            answers.remember(wanted, allowed=True)
        return True

    return allows


def _asks(form: Form, wanted: Requests) -> SheetAnswer:
    from xlcost.addin.answer import SheetAnswer

    asked = "; ".join(wanted.sentences(form.text.language))[:_ASKED]
    fields = {"folder": wanted.folder, "asked": asked}
    said = form.text.text("button.asks", **fields)
    question = form.text.text("button.asks_question", **fields)
    return SheetAnswer(said, ask=(form.read("task"), wanted.mark, question))


def _stopped(form: Form, seconds: str) -> list[Line]:
    from xlcost.addin.answer import SheetAnswer

    said = form.text.text("button.cancelled")
    return list(SheetAnswer(said).lines(form.text, _when(form, seconds)))


def _failed(form: Form, fault: Exception, seconds: str) -> list[Line]:
    from xlcost.addin.answer import SheetAnswer

    said = _sentence(form, fault)
    return list(SheetAnswer(said).lines(form.text, _when(form, seconds)))


def _sentence(form: Form, fault: Exception) -> str:
    """Say what went wrong."""
    from xlcost.errors import translated
    from xlcost.locales.refusals import told

    text = form.text
    if isinstance(fault, ModuleNotFoundError):
        return text.text("button.missing", fault=fault.name or fault)
    if known := translated(fault):
        if known.said is not None:  # it has words in the language of the sheet
            return told(known, text.language)
        return text.text("button.said", reason=known)
    return text.text("button.bug", fault=type(fault).__name__, log=_log(fault))


def _log(fault: Exception) -> Path:
    """Keep the traceback for whoever is asked for help, and return where."""
    from xlcost.values.shown import without_secrets

    path = place() / _LOG
    with contextlib.suppress(OSError):
        text = without_secrets("".join(traceback.format_exception(fault)))
        path.write_text(text, encoding="utf-8")
    return path


def _when(form: Form, seconds: str) -> str:
    moment = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    return form.text.text("button.when", moment=moment, seconds=seconds)
