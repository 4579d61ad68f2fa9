"""Names from outside a table: the day, queue or channel that its file, sheet or title says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePath

from xlcost.dataset.schema import Input, file_stems, folded
from xlcost.dataset.settings import InputSettings
from xlcost.inputs.files.raw_table import RawTable
from xlcost.values import contact_words, dates
from xlcost.values.calendar import Calendar
from xlcost.values.scenarios import meaning

DAYS = re.compile(
    r"(?<!\d)(?:\d{4}[-._ ]\d{1,2}[-._ ]\d{1,2}|(?:19|20)\d{6}|\d{1,2}([-./])\d{1,2}\1\d{4})(?!\d)"
    r"|[^\W\d_]+\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|(?<!\d)\d{1,2}\.? [^\W\d_]+\.? \d{4}"
)
# What a report is of, and when somebody made it.
OF = re.compile(
    r"\W*(?:date|day|dato|dag|datum|interval|period|periode|report(?:ing)?\b|from|fra)",
    re.IGNORECASE,
)
MADE = re.compile(
    r"\W*(?:made|printed|print|run|created|generated|exported|downloaded|laget|utskrift|skrevet ut|"
    r"kjørt|opprettet|eksportert|lastet ned|utskriven|skapad|erstellt|gedruckt|stand|gemaakt)\b",
    re.IGNORECASE,
)
# "Reporting period 10 to 10 2026" of SAP: periods of the fiscal year.
PERIODS = re.compile(
    r"period\w*\W{0,3}\s*(\d{1,2})(?:\s*(?:to|until|through|bis|til|t\.?o\.?m\.?)\s*|\s+[-–]\s+)"
    r"(\d{1,2})(?:\D{0,20}\s|\s?/\s?)(\d{4})\b",
    re.IGNORECASE,
)
LABELS = {
    "team": ("queue", "team", "group", "skill", "csq", "kø", "kö", "warteschlange", "split/skill"),
    "channel": ("channel", "media type", "medium", "kanal", "canal"),
}
CALENDAR = Calendar()  # a day is the same in every one


def named(raw: RawTable, kind: Input, said: InputSettings) -> tuple[dict[str, str], list[str]]:
    """Return canonical name → the one value of every row, and the settings that found nothing.

    Args:
        raw: The table.
        kind: The input it is read for.
        said: What the settings say.
    """
    found: dict[str, str] = {}
    missing: list[str] = []
    if said.period_from:
        texts = _of_the_report(list(_texts(raw, said.period_from)))
        fiscal = _fiscal_period(texts)
        when = _when(texts, said.date_order) if fiscal is None else fiscal
        found |= when
        missing += [] if when else [f'period_from = "{said.period_from}"']
    for name, place in (("team", said.team_from), ("channel", said.channel_from)):
        if place is None:
            continue
        value = _name(raw, kind, name, place)
        found |= {name: value} if value else {}
        missing += [] if value else [f'{name}_from = "{place}"']
    return found, missing


def _texts(raw: RawTable, place: str) -> Iterator[str]:
    if place == "file":
        own = PurePath(raw.name)  # of a file in a ZIP its own name, not the ZIP's
        yield own.name.split(".")[0] if own.name.count(".") == 1 else own.stem
    elif place == "sheet":
        yield raw.sheet
    else:
        yield from raw.above


def _of_the_report(texts: list[str]) -> list[str]:
    """Return the lines that say what a report is of, where some do; never when it was made."""
    rest = [text for text in texts if not MADE.match(text)]
    return [text for text in rest if OF.match(text) and re.search(r"\d", text)] or rest


def _fiscal_period(texts: list[str]) -> dict[str, str] | None:
    """Return the fiscal period that a report is from and to; None where none says from and to.

    One of several periods is of no month.
    """
    spans = {(one[1], one[2], one[3]) for text in texts for one in PERIODS.finditer(text)}
    if not spans:
        return None
    first, last, year = spans.pop()
    alone = not spans and int(first) == int(last)
    return {"period": f"{year}P{int(first):02d}"} if alone else {}


def _when(texts: list[str], order: str | None) -> dict[str, str]:
    """Return the day, or the month, that texts speak of; nothing where they speak of several."""
    known = _days_in(texts, order)
    if known is None:
        return {}
    if len(known) == 1:
        return {"date": known[0].isoformat()}
    # "01.10.2026 – 31.10.2026" is a month; what spans two of them is none.
    found = {day.isoformat()[:7] for day in known}
    found = found or {p for text in texts if (p := meaning(text.replace("_", " ")).period)}
    return {"period": found.pop()} if len(found) == 1 else {}


def _days_in(texts: list[str], order: str | None) -> list[date] | None:
    """Return the days that texts speak of; None where one of them can be two, as 10/05/2026."""
    days = [found[0] for text in texts for found in DAYS.finditer(text)]
    spelled = [re.sub(r"^(\d{4})[._ ](\d+)[._ ](\d+)$", r"\1-\2-\3", day) for day in days]
    dialect = dates.decide(dict.fromkeys(spelled, 1), order=order, prefer_day=True)
    if dialect.ambiguous and any(dates.DAY_FIRST.fullmatch(day) for day in spelled):
        return None
    read = dates.reader(dialect, CALENDAR)
    return sorted({when.day for day in spelled if (when := read(day)) and when.day})


def _name(raw: RawTable, kind: Input, name: str, place: str) -> str:
    """Return the queue or channel that a file, a sheet or a title names."""
    texts = list(_texts(raw, place))
    if place == "sheet":
        return texts[0].strip()
    return _name_in_title(texts, name) if place == "title" else _name_of_file(texts[0], kind, name)


def _name_in_title(texts: list[str], name: str) -> str:
    """Return what stands behind a label such as "Queue:", else the first line without one."""
    labelled = (re.match(r"\s*([^:]+):\s*(\S.*)", text) for text in texts)
    pairs = [(found[1].casefold().strip(), found[2].strip()) for found in labelled if found]
    own = [value for label, value in pairs if any(word in label for word in LABELS[name])]
    plain = [text.strip() for text in texts if text.strip() and ":" not in text]
    return own[0] if own else (plain[0] if plain and not pairs else "")


def _name_of_file(stem: str, kind: Input, name: str) -> str:
    """Return what a file's name says besides its days and the name of its input."""
    bare = DAYS.sub(" ", stem)
    bare = re.sub(r"(?<!\d)(?:19|20)\d{2}(?:[-_. ]?[PpMm]?\d{2})?(?!\d)", " ", bare)
    stems = set(file_stems(kind.name))
    stems |= {folded(label) for label in LABELS[name]}
    words = [word for word in re.split(r"[\s_\-.]+", bare) if word and folded(word) not in stems]
    if name == "channel":
        known = [word for word in words if contact_words.channel(word) or contact_words.kin(word)]
        return known[0] if known else " ".join(words)
    return " ".join(words)
