"""What earlier packs hold that a new one goes on with: people's words, and what was reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Comment:
    """What people wrote about one line in one period.

    Attributes:
        entity: Whose pack it is: the code of its part of the company, or empty.
        period: Period key, `year * 100 + number`.
        line: `Line.identity` of the line.
        amount: The variance that the words were written about; None where that is not known.
        text: The words.
        cause: "timing", "permanent" or empty.
        action: What is done about it.
        owner: Who does it.
        due: Until when, as people wrote it.
        file: Name of the workbook that it was read from.
    """

    entity: str
    period: int
    line: str
    amount: float | None
    text: str = ""
    cause: str = ""
    action: str = ""
    owner: str = ""
    due: str = ""
    file: str = ""


@dataclass(frozen=True)
class EarlierPack:
    """What an earlier pack reported.

    Attributes:
        path: Where it is.
        entity: Whose it is, as in `Comment.entity`.
        period: Period key of its month.
        created: Its run time, ISO text.
        status: "preliminary" or "final".
        amounts: Actual amounts by line and period key, as it showed them.
        forecast: Full-year forecast by line.
        methods: Method by the name of its setting, such as "forecast" or "service_level".
    """

    path: Path
    entity: str
    period: int
    created: str = ""
    status: str = ""
    amounts: Mapping[tuple[str, int], float] = field(default_factory=dict)
    forecast: Mapping[str, float] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Earlier:
    """Everything that earlier packs hold for one new pack.

    Attributes:
        comments: Every comment of this entity, of this period and of others.
        last: The pack of the nearest period before this one, or None.
        same: The newest pack of this very period, or None.
    """

    comments: tuple[Comment, ...] = ()
    last: EarlierPack | None = None
    same: EarlierPack | None = None
