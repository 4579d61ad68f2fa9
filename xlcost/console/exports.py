"""What `xlcost profiles` prints: the known exports, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from xlcost.inputs.profiles.page import marks, reads
from xlcost.inputs.profiles.profile import Profile
from xlcost.locales.words import words


def show_profiles(known: Sequence[Profile], language: str) -> None:
    """Print every known export by the name that settings may say."""
    console = Console(highlight=False)
    word = words(language)
    table = Table(box=None, padding=(0, 2), show_header=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    table.add_column(style="dim")
    for one in known:
        table.add_row(one.name, escape(one.title), word.text(f"report.inputs.{one.input}"))
    console.print(table)
    console.print()
    console.print(word.text("cli.profiles_end", count=len(known)))


def show_profile(one: Profile, language: str) -> None:
    """Print one export: where it is taken, how it is recognised, what is read, its source."""
    console = Console(highlight=False)
    word = words(language)
    console.print(Text(one.title, style="bold"))
    console.print(Text(word.text(f"report.inputs.{one.input}")))
    parts: dict[str, Iterable[str]] = {
        "take": [one.take],
        "recognised": [mark.replace("*", "") for mark in marks(one)],
        "reads": [f"{canonical}: {' | '.join(names)}" for canonical, names in reads(one)],
        "remark": [one.remark[language]] if language in one.remark else [],
        "source": one.sources,
    }
    for key, lines in parts.items():
        shown = list(lines)
        if shown:
            console.print()
            console.print(Text(word.text(f"cli.profile.{key}"), style="bold"))
            for text in shown:
                console.print(Text(f"  {text}"))
