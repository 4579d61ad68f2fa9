"""The counter itself: how commands are registered, and what it answers to a call that is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from xlcost.console import streams
from xlcost.console.command_help import help_text
from xlcost.console.wrong_use import language_of, sentence
from xlcost.errors import COULD_NOT, UsageError, told_by_system

Registered = TypeVar("Registered", bound=Callable[..., Any])
_LANGUAGE = "xlcost.language"  # under which a context keeps the language that was asked for


def _unheard(_: object) -> None:
    """Say nothing of what a library could not close when it failed: that it failed is told."""


class Command(TyperCommand):
    """A command whose help is written for people who have never seen one."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        formatter.write(help_text(ctx, self))


class Group(TyperGroup):
    """Commands, the first of which may be mistyped: one sentence says what to write."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        formatter.write(help_text(ctx, self))

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **more: Any) -> Any:
        """Read what stands before the command."""
        language = language_of(args)
        ctx = _answered(
            lambda: super(Group, self).make_context(info_name, args, *rest, **more), language
        )
        ctx.meta.setdefault(_LANGUAGE, language)
        return ctx

    def invoke(self, ctx: Any) -> Any:
        """Read the command and its arguments, and run it."""
        return _answered(lambda: super(Group, self).invoke(ctx), ctx.meta[_LANGUAGE])


def _answered(call: Callable[[], Any], language: str) -> Any:
    """Make a call; where the command line is wrong, say so in one sentence and end with 2."""
    try:
        return call()
    except Exception as fault:
        if type(fault).__name__ == "NoArgsIsHelpError":
            typer.echo(str(fault))
            raise typer.Exit(UsageError.exit_code) from fault
        said = sentence(fault, language)
        if said is None:
            raise
        typer.echo(f"xlcost: {said}", err=True)
        raise typer.Exit(UsageError.exit_code) from fault


class Counter(typer.Typer):
    """The commands, at a terminal that may show little and go away at any moment."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=Group, no_args_is_help=True, **settings)

    def command(
        self, name: str | None = None, **settings: Any
    ) -> Callable[[Registered], Registered]:
        """Register a command."""
        return super().command(name, cls=Command, **settings)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command that the arguments name, and end the process with its exit code."""
        sys.unraisablehook = _unheard
        with streams.forgiving():
            try:
                return super().__call__(*args, **kwargs)
            finally:
                fault = streams.finish()
                if fault is not None:
                    typer.echo(f"xlcost: standard output: {told_by_system(fault)}", err=True)
                    raise SystemExit(COULD_NOT)
