"""What the witnesses say of workbooks: engines typed as Excel is, and Microsoft's validator."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from witnesses import wheels

from xlcost.addin import vba
from xlcost.catalogue.families import catalogue

ENGINES = ("formulon", "ironcalc")
TOLERANCE = 1e-9
NOTHING = 1e-6  # below it, what sums of cents leave behind and what is 0 are the same
Cells = dict[str, dict[str, tuple[str, Any, Any]]]


@dataclass(frozen=True)
class Job:
    """A workbook to recalculate, without the values that it carries.

    Attributes:
        file: The workbook.
        engine: One of `ENGINES`.
        typed: Numbers typed into cells first, by sheet and address.
    """

    file: Path
    engine: str
    typed: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass
class Accepted:
    """A difference or finding that is known, and why it is none of ours.

    Attributes:
        witness: Who says it.
        pattern: What it says, as a regular expression.
        reason: Why it is accepted.
        met: How often it was met.
    """

    witness: str
    pattern: str
    reason: str
    met: int = 0


def accepted() -> list[Accepted]:
    """Return the committed list of what is accepted."""
    text = Path(__file__).with_name("accepted.toml").read_text(encoding="utf-8")
    names = {vba.STATUS, *(name for metric in catalogue() for name in metric.excel_names)}
    text = text.replace("FUNCTIONS)", "|".join(sorted(names)) + ")")
    return [Accepted(**one) for one in tomllib.loads(text)["accepted"]]


def recalculated(jobs: Sequence[Job]) -> list[Cells]:
    """Return the formula, the cached value and the engine's answer of every cell."""
    answers: list[Cells] = [{} for _ in jobs]
    for engine in dict.fromkeys(job.engine for job in jobs):  # each starts once
        places = [place for place, job in enumerate(jobs) if job.engine == engine]
        asked = [
            {"file": str(jobs[at].file), "engine": engine, "typed": jobs[at].typed} for at in places
        ]
        told = json.loads(wheels.run("recalculate.py", json.dumps(asked)))
        for at, cells in zip(places, told, strict=True):
            answers[at] = cells
    return answers


def differences(cells: Cells) -> list[str]:
    """Return each formula cell whose answer is not the value that the file carries."""
    return [
        f"{sheet}!{address} {formula}: {cached!r} in the file, {answer!r} by the engine"
        for sheet, found in cells.items()
        for address, (formula, cached, answer) in found.items()
        if not same(cached, answer)
    ]


def same(cached: Any, answer: Any) -> bool:
    """Tell whether two values of cells are the same."""
    if isinstance(cached, bool) or isinstance(answer, bool):
        return cached is answer
    if isinstance(cached, int | float) and isinstance(answer, int | float):
        if abs(cached) < NOTHING and abs(answer) < NOTHING:
            return True
        return math.isclose(cached, answer, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool((cached or "") == (answer or ""))


def left(witness: str, told: Sequence[str], known: Sequence[Accepted]) -> list[str]:
    """Return what a witness says that is not accepted."""
    found = []
    for sentence in told:
        one = next((a for a in known if a.witness == witness and _says(a, sentence)), None)
        if one is None:
            found.append(sentence)
        else:
            one.met += 1
    return found


def _says(known: Accepted, sentence: str) -> bool:
    return re.search(known.pattern, sentence) is not None


def validated(files: Sequence[Path]) -> dict[Path, list[str]]:
    """Return what Microsoft's Open XML SDK finds in each file."""
    told = json.loads(wheels.run("open_xml.py", json.dumps([str(file) for file in files])))
    return dict(zip(files, told, strict=True))
