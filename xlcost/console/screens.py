"""What the commands print: tables and sentences that fit 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import (
    Console,
    ConsoleOptions,
    ConsoleRenderable,
    Group,
    RenderHook,
    RenderResult,
)
from rich.markup import escape
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from xlcost.console import terminal
from xlcost.dataset.understood import understood
from xlcost.errors import COULD_NOT
from xlcost.locales.words import Words, words
from xlcost.values.shown import line, visible, without_secrets

if TYPE_CHECKING:  # these load pandas and pydantic, which no list of functions needs
    from xlcost.addin.doctor import Answer
    from xlcost.catalogue.metric import Metric
    from xlcost.dataset.dataset import Dataset
    from xlcost.dataset.facts import Control, Source
    from xlcost.dataset.findings import Finding, Findings
    from xlcost.runs.batch import BuiltBatch
    from xlcost.runs.first_settings import FirstSettings
    from xlcost.runs.pack import BuiltReport

_RAW = frozenset(map(chr, range(0xDC80, 0xDD00)))  # bytes of a file's name that are no character
MOST_QUESTIONS = 3
_SHOWN = 5  # findings of one kind that are printed in full
_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def show_report(built: BuiltReport, language: str, following: str = "") -> int:
    """Print what a run made, its path last, and return the exit code.

    Args:
        built: What the run made.
        language: "en" or "nb".
        following: The next command, if one is to be said before the path.
    """
    console = _console()
    word = words(language)
    _findings(console, word, built.findings, notes=False)
    if built.failed:
        console.print(Text(word.text("cli.controls_failed", count=built.failed), style="bold red"))
    for remark in built.remarks:
        console.print(Text(line(remark)))
    console.print(word.text("cli.report_done", seconds=f"{built.seconds:.1f}"), highlight=False)
    if following:
        terminal.show_next(language, following, err=True)
    for path in (*built.more, built.path):
        show_written(str(path))
    return 1 if built.same is False else _exit_code(built.findings)


def show_batch(built: BuiltBatch, language: str) -> int:
    """Print what became of each pack of a run, the index's path last; return the exit code."""
    console = _console()
    word = words(language)
    _findings(console, word, built.company.findings, notes=False)
    table = Table(box=None, padding=(0, 1), title_justify="left")
    table.add_column(word.text("index.part"), overflow="fold")
    table.add_column(word.text("index.state"), overflow="fold")
    table.add_column(word.text("index.failed"), justify="right")
    for part in built.parts:
        entry = part.entry
        style = "bold red" if part.exit_code else ""
        state = Text(line(entry.reason or word.text("index.built")), style=style)
        table.add_row(Text(line(entry.label)), state, str(entry.failed) if entry.file else "")
    console.print(table)
    told = [word.text("cli.parts_failed", count=built.faulty)] if built.faulty else []
    told += built.faults if built.adds_up else (*built.faults, word.text("cli.parts_differ"))
    for fault in told:
        console.print(Text(line(fault), style="bold red"))
    console.print(word.text("cli.batch_done", made=built.made, seconds=f"{built.seconds:.1f}"))
    for path in filter(None, (built.company.path, built.index)):
        show_written(str(path))
    worst = max((part.exit_code for part in built.parts), default=0)
    return worst or (COULD_NOT if built.faults else _exit_code(built.company.findings))


def show_dataset(dataset: Dataset, language: str) -> int:
    """Print how everything was understood, what is wrong, and last what was read and is open."""
    console = _console()
    word = words(language)
    _understood(console, word, dataset.facts.sources)
    _findings(console, word, dataset.findings, notes=True)
    if dataset.facts.sources:
        console.print()
        _sources(console, word, dataset.facts.sources)
    from xlcost.runs.setup_questions import questions

    open_ones = questions(dataset)
    if len(dataset.findings) > MOST_QUESTIONS:  # else they stand just above
        _most_important(console, word, open_ones)
    return _exit_code(dataset.findings)


def _most_important(console: Console, word: Words, asked: Sequence[Finding]) -> None:
    """Print the questions that matter most, the gravest and the most money first."""
    if not asked:
        return
    console.print()
    console.print(word.text("cli.most_important"))
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    first = sorted(asked, key=lambda one: one.code != "MISSING_INPUT")  # nothing goes without it
    for number, finding in enumerate(first[:MOST_QUESTIONS], 1):
        text = Text(line(finding.sentence(word.language)), style=_STYLES[finding.severity])
        table.add_row(f" {number}.", text)
    console.print(table)


def show_outline(path: str, findings: Sequence[Finding]) -> int:
    """Print what could not be read for the first settings, and their path; return the exit code."""
    from xlcost.dataset.findings import Findings

    if findings:
        _findings(_console(), words("en"), Findings(tuple(findings)), notes=False)
    show_written(path)
    return _exit_code(Findings(tuple(findings)))


def show_first_settings(made: FirstSettings) -> int:
    """Print what a folder holds, what is open and what to do next; return the exit code."""
    from xlcost.dataset.findings import Findings

    console = _console()
    language = made.dataset.settings.report.language
    word = words(language)
    _sources(console, word, made.dataset.facts.sources)
    if made.findings:
        _findings(console, word, Findings(made.findings), notes=False)
    _most_important(console, word, made.questions)
    more = len(made.questions) - MOST_QUESTIONS
    key = "more_open" if more > 0 else "open" if made.questions else "nothing_open"
    console.print(word.text(f"cli.init.{key}", count=more), highlight=False)
    console.print()
    console.print(word.text("cli.init.written"))
    show_written(str(made.path))
    return _exit_code(made.dataset.findings)


def show_written(text: str) -> None:
    """Print the path of a file that was written: for copying, so never wrapped, never coloured."""
    raw = "".join(one for one in text if one in _RAW)  # of a name that is no text: whoever reads
    console = Console(highlight=False)  # the path from a pipe gets it; see `streams`
    console.print(
        visible(without_secrets(text), keep=raw), soft_wrap=True, highlight=False, markup=False
    )


def show_answers(answers: Sequence[Answer], language: str) -> int:
    """Print what the doctor found, and return the exit code: 3 where something says no."""
    console = _console()
    word = words(language)
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for answer in answers:
        mark = Text("ok", style="green") if answer.fine else Text("!!", style="bold red")
        table.add_row(mark, Text(line(answer.sentence)))
        if answer.advice:
            table.add_row("", Text(line(f"→ {answer.advice}"), style="bold"))
    console.print(table)
    faults = sum(not answer.fine for answer in answers)
    console.print(word.text("doctor.faults", count=faults) if faults else word.text("doctor.fine"))
    return COULD_NOT if faults else 0


def show_functions(metrics: Sequence[Metric], language: str) -> None:
    """Print every function, family by family."""
    console = _console()
    word = words(language)
    for family in dict.fromkeys(metric.family for metric in metrics):
        table = Table(title=_family(word, family), title_justify="left", box=None, padding=(0, 2))
        table.add_column(no_wrap=True, style="bold")
        table.add_column()
        table.show_header = False
        for metric in metrics:
            if metric.family == family:
                table.add_row(" ".join(metric.excel_names), escape(metric.label(language)))
        console.print(table)
        console.print()
    count = sum(len(metric.excel_names) for metric in metrics)
    console.print(word.text("cli.functions_end", count=count), highlight=False)


def show_function(metric: Metric, language: str) -> None:
    """Print one function's page: what it is, its arguments, its errors, its formula."""
    console = _console()
    word = words(language)
    console.print(Text(f"={metric.syntax}", style="bold"))
    console.print(Text(metric.label(language)))
    console.print()
    console.print(Text(metric.definition(language) or metric.summary))
    if metric.details:
        console.print(Text(metric.details))
    parts: list[tuple[str, Iterable[tuple[str, str]]]] = [
        ("arguments", ((one.name, one.help) for one in metric.arguments)),
        ("returns", (("", metric.returns),)),
        ("errors", ((code, text) for code, text in metric.raises.items())),
        ("formula", _formulas(metric)),
        ("example", (("", metric.example),)),
        ("source", (("", metric.source),)),
    ]
    for key, rows in parts:
        _part(console, word.text(f"cli.function.{key}"), rows)


def _console() -> Console:
    """Return a console for results; width 80 where the output is no terminal and says nothing."""
    console = Console(highlight=False)
    console.push_render_hook(_Seen())
    return console


class _Seen(RenderHook):
    """Shows control characters of what is printed; those of Rich itself are added afterwards."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Plain(one) for one in renderables]


class _Plain:
    """What is printed, with every character that a terminal would obey seen instead."""

    def __init__(self, inner: ConsoleRenderable) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for part in console.render(self._inner, options):
            if part.control:
                yield part
            else:
                text = visible(without_secrets(part.text), keep="\n")
                yield Segment(text, part.style)


def _part(console: Console, title: str, rows: Iterable[tuple[str, str]]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for left, right in rows:
        if right:
            table.add_row(Text(left, style="bold"), Text(right))
    if table.row_count:
        console.print(Group("", Text(title, style="underline"), Padding(table, (0, 0, 0, 2))))


def _formulas(metric: Metric) -> Iterable[tuple[str, str]]:
    """Return the twin's text, one by method or column, with plain names for arguments."""
    formulas = {"": metric.formula} if isinstance(metric.formula, str) else metric.formula or {}
    return tuple(
        (name, "=" + text.replace("{", "").replace("}", "")) for name, text in formulas.items()
    )


def _family(word: Words, family: str) -> str:
    try:
        return word.text(f"cli.families.{family}")
    except KeyError:
        return family


def _sources(console: Console, word: Words, sources: Sequence[Source]) -> None:
    table = Table(title=word.text("cli.found"), title_justify="left", box=None, padding=(0, 1))
    for key in ("input", "file"):
        table.add_column(word.text(f"cli.columns.{key}"), overflow="fold")
    for key in ("rows", "used", "left_out", "total"):
        table.add_column(word.text(f"cli.columns.{key}"), justify="right")
    for source in sources:
        table.add_row(
            word.text(f"cli.inputs.{source.input}"),
            escape(line(source.place)),
            _count(word, source.rows_read),
            _count(word, source.rows_used),
            _count(word, source.rows_left_out),
            _amount(word, source.total),
        )
    console.print(table)
    from xlcost.dataset.facts import controls

    for control in controls(sources):
        console.print(f"  {_control(word, control)}")


def _control(word: Words, control: Control) -> str:
    key = "cli.control_agrees" if control.agrees else "cli.control_differs"
    fields = {"file": escape(line(control.files)), "control": _amount(word, control.expected)}
    return word.text(key, **fields, difference=_amount(word, control.total - control.expected))


def _understood(console: Console, word: Words, sources: Sequence[Source]) -> None:
    table = Table(title=word.text("cli.understood"), title_justify="left", box=None, padding=(0, 1))
    table.add_column(overflow="fold")
    table.add_column()
    table.show_header = False
    for source in sources:
        table.add_row(escape(line(source.file)), Text(line(understood(word, source.detected))))
    if any(source.detected for source in sources):
        console.print()
        console.print(table)


def _findings(console: Console, word: Words, findings: Findings, *, notes: bool) -> None:
    """Print the findings, the gravest first, those of one kind together."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.severity, finding.code), []).append(finding)
    wanted = ("error", "warning", "note") if notes else ("error", "warning")
    console.print()
    for severity in wanted:
        for (level, _), same in kinds.items():
            if level == severity:
                _kind(console, word, severity, same)
    counts = {level: sum(f.severity == level for f in findings) for level in _STYLES}
    texts = [word.text(f"cli.counts.{level}", count=count) for level, count in counts.items()]
    console.print(" · ".join(texts))


def _kind(console: Console, word: Words, severity: str, same: Sequence[Finding]) -> None:
    label = word.text(f"cli.severities.{severity}")
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in same[:_SHOWN]:
        sentence = finding.sentence(word.language)
        table.add_row(Text(label, style=_STYLES[severity]), Text(line(sentence)))
    if len(same) > _SHOWN:
        table.add_row("", Text(word.text("cli.more", count=len(same) - _SHOWN)))
    console.print(table)


def _exit_code(findings: Findings) -> int:
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def _count(word: Words, number: int) -> str:
    from xlcost.values.shown_numbers import format_decimal

    return format_decimal(number, locale=word.language)


def _amount(word: Words, number: Decimal | None) -> str:
    from xlcost.values.shown_numbers import format_decimal

    return "" if number is None else format_decimal(number, "#,##0.00", locale=word.language)
