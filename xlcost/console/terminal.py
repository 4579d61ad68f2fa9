"""What the commands share at a terminal: one-line errors, progress, folders and files.

Results go to standard output; progress and errors go to standard error, progress only when that is
a terminal.
"""

from __future__ import annotations

import contextlib
import functools
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import typer

from xlcost.console import memory, next_steps
from xlcost.errors import (
    BUG,
    EnvironmentFault,
    FindingsError,
    UsageError,
    XlcostError,
    translated,
)
from xlcost.locales.refusals import refusal, told
from xlcost.locales.words import LANGUAGES, words
from xlcost.system import stopping
from xlcost.system.stopping import SIGNALLED
from xlcost.system.unfinished import own_temporary_files, temporary_folder
from xlcost.values.shown import line, visible, without_secrets
from xlcost.workbook.atomic import replacing

if TYPE_CHECKING:  # --help waits for none of it
    from xlcost.trust.requests import Permission, Requests

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

STOPPED = "Stopped."


def exit_on_error(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Turn what a command raises into one line and its exit code, and a bug into a traceback."""

    @functools.wraps(command)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            with stopping.listening(), own_temporary_files():
                memory.respect_limit()
                return _unless_asked(command, *args, **kwargs)
        except (typer.Exit, typer.Abort):
            raise
        except KeyboardInterrupt as error:
            number = next(iter(error.args), signal.SIGINT)
            raise _stop(STOPPED, SIGNALLED + number) from error
        except Exception as error:
            known = translated(error)
            raise (_told(known, kwargs) if known else _bug()) from error

    return guarded


def _unless_asked(
    command: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs
) -> Result:
    """Make a call; where the run was asked to end meanwhile, that is how it ends, whatever else.

    Raises:
        Stopped: It was asked to end.
    """
    try:
        stopping.check()
        result = command(*args, **kwargs)
    except BaseException as fault:
        if number := stopping.asked():
            raise stopping.Stopped(number) from fault
        raise
    stopping.check()
    return result


def _stop(sentence: str, exit_code: int) -> typer.Exit:
    typer.echo(f"xlcost: {line(' '.join(sentence.split()))}", err=True)
    return typer.Exit(exit_code)


def _told(fault: XlcostError, asked: Mapping[str, Any]) -> typer.Exit:
    """Say what is wrong in the person's language, and what to do next where that is a command."""
    language = str(asked.get("lang") or _language_of(asked.get("data")))
    ended = _stop(told(fault, language), fault.exit_code)
    folder = asked.get("data") or Path()
    if isinstance(fault, FindingsError) and fault.findings and isinstance(folder, Path):
        show_next(language, next_steps.after_refusal(fault, folder), err=True)
    return ended


def show_next(language: str, command: str, *, err: bool = False) -> None:
    """Print the next command on a line of its own, for copying."""
    typer.echo(f"{words(language).text('cli.next')}\n  {line(command)}", err=err)


def own_folder(language: str) -> Path:
    """Return what stands for a person's own folder in an example."""
    return Path(words(language).text("cli.own_folder"))


def spoken(folder: Path, asked: str | None = None) -> str:
    """Return the language that a person asks for, else that of a folder's settings.

    Raises:
        SettingsError: They cannot be read.
    """
    from xlcost.inputs.configuration.settings_files import load_settings

    return asked or load_settings(folder).report.language


def _language_of(folder: object) -> str:
    """Return the language that a folder's settings say, also where a key of theirs is wrong."""
    from xlcost.inputs.configuration.settings_files import read_settings

    with contextlib.suppress(Exception):
        said = read_settings(folder if isinstance(folder, Path) else Path()).raw["report"]
        return str(said["language"]) if said["language"] in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def _bug() -> typer.Exit:
    typer.echo(visible(without_secrets(traceback.format_exc()), keep="\n"), err=True, nl=False)
    typer.echo("xlcost: This is a bug in xlcost; please report it with the lines above.", err=True)
    return typer.Exit(BUG)


def permission(language: str, *, trust: bool) -> Permission:
    """Return who tells whether a folder may have what it asks for beyond its own files.

    `--trust` allows it. Else what a person has said before holds; else a person at a terminal is
    asked, once. Without one, nothing is allowed.

    Args:
        language: "en" or "nb".
        trust: Whether the command was called with --trust.
    """
    from xlcost.trust import answers

    said: dict[str, bool] = {}

    def allows(wanted: Requests) -> bool:
        if wanted.mark not in said:
            known = None if trust else answers.answer(wanted)
            asked = trust or (known is None and _somebody_watches())
            if asked:
                known = trust or _asked(wanted, language)
                _remember(wanted, language, allowed=known)
            said[wanted.mark] = bool(known)
        return said[wanted.mark]

    return allows


def _somebody_watches() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked(wanted: Requests, language: str) -> bool:
    """Ask a person; what the folder says is shown, and never obeyed."""
    word = words(language)
    with _paused():
        typer.echo(line(word.text("trust.asks", folder=wanted.folder)), err=True)
        for sentence in wanted.sentences(language):
            typer.echo(f"  - {line(sentence)}", err=True)
        return typer.confirm(word.text("trust.question"), default=False, err=True)


def _remember(wanted: Requests, language: str, *, allowed: bool) -> None:
    """Keep an answer; where that fails, it holds for this run and the person is told."""
    from xlcost.trust import answers

    word = words(language)
    try:
        answers.remember(wanted, allowed=allowed)
    except EnvironmentFault as fault:
        text = word.text("trust.unkept", reason=fault) if allowed else ""
    else:
        text = word.text("trust.allowed", place=answers.place()) if allowed else ""
    if text:
        with _paused():
            typer.echo(line(text), err=True)


_live: list[Any] = []  # the progress that is shown, if any


@contextmanager
def _paused() -> Iterator[None]:
    """Take the progress away while something else is said."""
    shown = _live[-1] if _live else None
    if shown:
        shown.stop()
    try:
        yield
    finally:
        if shown:
            shown.start()


class Steps:
    """What a command says of its progress: each step as it starts, then each part that is done.

    Args:
        show: Called with a text, and how much of how much is done where that is known.
        language: "en" or "nb".
    """

    def __init__(self, show: Callable[[str, int | None, int | None], None], language: str) -> None:
        self._show = show
        self._language = language

    def __call__(self, step: str) -> None:
        """Say that a step begins."""
        self._show(line(step_text(step, self._language)), None, None)

    def part(self, done: int, count: int, label: str) -> None:
        """Say that one more of several packs is finished."""
        text = words(self._language).text("cli.part_done", done=done, count=count, label=label)
        self._show(line(text), done, count)


@contextmanager
def progress(language: str | None = None) -> Iterator[Steps]:
    """Show each step as it starts, with the seconds so far; silent where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    terminal = Console(stderr=True)
    if not terminal.is_terminal:
        yield Steps(lambda *_: None, language or "en")
        return
    text = TextColumn("{task.description}", markup=False)
    bar = BarColumn(bar_width=24)
    columns = (SpinnerColumn(), text, bar, TimeElapsedColumn())
    with Progress(*columns, console=terminal, transient=True) as shown:
        task = shown.add_task("", total=None)

        def show(text: str, done: int | None, count: int | None) -> None:
            shown.update(task, description=text, completed=done, total=count)

        _live.append(shown)
        try:
            yield Steps(show, language or "en")
        finally:
            _live.remove(shown)


def step_text(step: str, language: str) -> str:
    """Return the words for a step; a step that is a file's name stays as it is."""
    try:
        return words(language).text(f"cli.steps.{step}")
    except KeyError:
        return step


@contextmanager
def folder(keep: Path | None) -> Iterator[Path]:
    """Yield the folder to keep things in, or one that is gone afterwards."""
    if keep is not None:
        if keep.is_file():
            raise refusal(UsageError, "is_file", path=keep)
        yield keep
        return
    with temporary_folder() as found:
        yield found


def refuse_together(option: str, others: Mapping[str, object]) -> None:
    """Refuse options that another one already answers.

    Raises:
        UsageError: One of them was given.
    """
    given = [name for name, value in others.items() if value]
    if given:
        message = f"{option} already says what {given[0]} would; leave {given[0]} out."
        raise UsageError(message)


def existing(path: Path) -> Path:
    """Return the path.

    Raises:
        UsageError: There is nothing at it.
    """
    if not path.exists():
        raise refusal(UsageError, "nothing_there", path=path)
    return path


def existing_folder(path: Path) -> Path:
    """Return the path of a folder.

    Raises:
        UsageError: There is nothing at it, or a file.
    """
    if not existing(path).is_dir():
        raise refusal(UsageError, "is_file", path=path)
    return path


def existing_file(path: Path) -> Path:
    """Return the path of a file that can be read from its start to its end.

    Raises:
        UsageError: There is nothing at it, a folder, or a pipe or device that may never end.
    """
    if not existing(path).is_file():
        what = "a folder; name the files in it" if path.is_dir() else "no file that can be read"
        raise UsageError(f"{path} is {what}.")
    return path


def refuse_existing(path: Path, *, force: bool) -> None:
    """Refuse to replace what nobody said may be replaced.

    Raises:
        UsageError: Something is there, and `force` is not set.
    """
    if path.exists() and not force:
        raise refusal(UsageError, "already_there", path=path)


def write_new(path: Path, build: Callable[[], str], *, force: bool) -> Path:
    """Write a text that `build` makes to a file that is not there yet, whole or not at all.

    Raises:
        UsageError: The file is there, and `force` is not set.
        EnvironmentFault: It could not be written; an older one is as it was.
    """
    refuse_existing(path, force=force)
    text = build()
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(text.encode())
    return path
