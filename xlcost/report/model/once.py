"""Once: what several sheets of one report need is worked out for the first of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from xlcost.report.model.context import Context

Given = ParamSpec("Given")
Found = TypeVar("Found")


def once(
    function: Callable[Concatenate[Context, Given], Found],
) -> Callable[Concatenate[Context, Given], Found]:
    """Let a function answer from memory where the same report asks it the same again.

    It must only look at the report: what it adds to it would be added once.
    """

    @wraps(function)
    def answers(ctx: Context, /, *args: Given.args, **kwargs: Given.kwargs) -> Found:
        key = (function, args, frozenset(kwargs.items()))
        if key not in ctx.answers:
            ctx.answers[key] = function(ctx, *args, **kwargs)
        return cast("Found", ctx.answers[key])

    return answers
