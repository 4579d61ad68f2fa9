"""Garbage: looked for after the work, and whatever becomes of the work."""

from __future__ import annotations

import gc
import weakref

import pytest

from xlcost.system.garbage import collected_after

pytestmark = pytest.mark.fast


class _Circle:
    def __init__(self) -> None:
        self.itself = self


def test_circles_are_freed_when_the_work_is_done() -> None:
    """Nothing is looked for during the work; what names itself is gone after it, faults or not."""
    seen: list[weakref.ref[_Circle]] = []

    @collected_after()
    def work() -> None:
        assert not gc.isenabled()
        with collected_after():
            seen.append(weakref.ref(_Circle()))
        assert not gc.isenabled()
        assert seen[0]() is not None
        message = "it went wrong"
        raise ValueError(message)

    assert gc.isenabled()
    with pytest.raises(ValueError, match="went wrong"):
        work()
    assert gc.isenabled()
    assert seen[0]() is None
