"""The inputs: their canonical columns, and which heading means which column."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from xlcost.locales.words import LANGUAGES, words
from xlcost.values import contact_words


class Kind(StrEnum):
    """What the cells of a column hold."""

    CODE = "code"  # text that is never a number: leading zeros stay
    TEXT = "text"
    PERIOD = "period"
    DATE = "date"
    AMOUNT = "amount"
    COUNT = "count"
    HOURS = "hours"
    DURATION = "duration"  # seconds, or h:mm:ss
    LEVEL = "level"  # a number of people, at a moment


class Role(StrEnum):
    """What becomes of a column in the facts."""

    KEY = "key"  # figures are added up by it
    MEASURE = "measure"  # a figure
    DETAIL = "detail"  # shown beside a row that is shown by itself
    READING = "reading"  # it says how a row is read, and goes no further


_ROLES = {
    Kind.CODE: Role.KEY,
    Kind.TEXT: Role.DETAIL,
    Kind.PERIOD: Role.READING,
    Kind.DATE: Role.READING,
}


@dataclass(frozen=True)
class InputColumn:
    """One canonical column of an input.

    Attributes:
        name: Its canonical name.
        kind: What its cells hold.
        required: Whether an input without it cannot be used.
        role: What becomes of it in the facts; numbers are measures where nothing else is said.
    """

    name: str
    kind: Kind
    required: bool = False
    role: Role = Role.MEASURE


@dataclass(frozen=True)
class Input:
    """One of the inputs.

    Attributes:
        name: Its name in the settings.
        columns: Its canonical columns, the required ones first.
        when: Columns of which one must say when a row happened; empty where nothing does.
        undated: Whether rows without any of these columns are right, too.
    """

    name: str
    columns: tuple[InputColumn, ...]
    when: tuple[str, ...] = ()
    undated: bool = False

    def column(self, name: str) -> InputColumn | None:
        """Return the column with this canonical name."""
        return next((column for column in self.columns if column.name == name), None)

    def of_kind(self, *kinds: Kind) -> tuple[str, ...]:
        """Return the names of the columns of these kinds."""
        return tuple(column.name for column in self.columns if column.kind in kinds)

    def of_role(self, role: Role) -> tuple[str, ...]:
        """Return the names of the columns with this role."""
        return tuple(column.name for column in self.columns if column.role is role)


def _columns(
    kind: Kind, names: str, *, required: bool = False, role: Role | None = None
) -> tuple[InputColumn, ...]:
    role = role or _ROLES.get(kind, Role.MEASURE)
    return tuple(InputColumn(name, kind, required, role) for name in names.split())


def _reading(kind: Kind, names: str) -> tuple[InputColumn, ...]:
    return _columns(kind, names, role=Role.READING)


# A year makes a whole period of a part of one beside it.
_PERIOD = _columns(Kind.PERIOD, "period year")
_WHEN = _PERIOD + _columns(Kind.DATE, "date timestamp")
# What rows say of their own account and cost centre, where no list does.
_OWN_NAMES = _reading(Kind.TEXT, "account_name line category cost_centre_name site")
# What the settings say customer service goes by, where it is none of the other columns.
DIMENSION = "service_dimension"
_SERVICE = _reading(Kind.CODE, DIMENSION)

# How long agents were logged in in an interval, added up over them.
LOGGED_IN = "logged_in_seconds"

INPUTS: dict[str, Input] = {
    "ledger": Input(
        "ledger",
        _columns(Kind.CODE, "account", required=True)
        + _columns(Kind.AMOUNT, "amount", required=True)
        + _PERIOD
        + _columns(Kind.DATE, "date")
        + _columns(Kind.CODE, "cost_centre entity")
        + _reading(Kind.CODE, "currency")
        + _columns(Kind.CODE, "document", role=Role.DETAIL)
        + _columns(Kind.TEXT, "text vendor")
        + _OWN_NAMES
        + _SERVICE,
        when=("period", "date"),
    ),
    "budget": Input(
        "budget",
        _columns(Kind.CODE, "account", required=True)
        + _columns(Kind.AMOUNT, "amount", required=True)
        + _PERIOD
        + _columns(Kind.DATE, "date")
        + _columns(Kind.CODE, "cost_centre entity")
        + _reading(Kind.CODE, "version currency")
        + _OWN_NAMES
        + _SERVICE,
        when=("period", "date"),
    ),
    "accounts": Input(
        "accounts",
        _columns(Kind.CODE, "account", required=True)
        + _columns(Kind.TEXT, "line category", required=True)
        + _columns(
            Kind.TEXT, "name behaviour driver channel kind recurring customer_service labour"
        ),
    ),
    "cost_centres": Input(
        "cost_centres",
        _columns(Kind.CODE, "cost_centre", required=True)
        + _columns(Kind.TEXT, "name site entity manager active_from active_to customer_service"),
    ),
    "activity": Input(
        "activity",
        _columns(Kind.CODE, "channel", required=True)
        + _WHEN
        + _columns(Kind.TEXT, "time")
        + _columns(Kind.DATE, "solved")
        + _reading(Kind.CODE, "version")
        + _columns(Kind.CODE, "direction team entity")
        + _reading(Kind.CODE, "outcome")
        + _columns(
            Kind.COUNT,
            "offered handled abandoned abandoned_in_threshold transferred repeated customers "
            "answered_in_threshold",
        )
        + _columns(Kind.DURATION, "talk_seconds hold_seconds after_call_seconds wait_seconds")
        + _columns(
            Kind.COUNT,
            "resolved_first_contact resolved csat_responses csat_satisfied sales leads",
        ),
        when=("period", "date", "timestamp"),
    ),
    "workforce": Input(
        "workforce",
        _WHEN
        + _columns(Kind.TEXT, "time")
        + _reading(Kind.CODE, "version")
        + _columns(Kind.CODE, "team entity")
        + _reading(Kind.CODE, "person")
        + _columns(Kind.DATE, "start end")
        + _reading(Kind.LEVEL, "position_pct")
        + _columns(Kind.LEVEL, "fte")
        + _columns(
            Kind.HOURS, "paid_hours logged_in_hours handle_hours shrinkage_hours overtime_hours"
        )
        + _columns(Kind.COUNT, "headcount_open headcount_close leavers")
        + _columns(Kind.COUNT, "licences_paid licences_used")
        + _columns(Kind.AMOUNT, "licence_price"),
        when=("period", "date", "timestamp"),
    ),
}

_DAY = _PERIOD + _columns(Kind.DATE, "date")
INPUTS |= {
    "adjustments": Input(
        "adjustments",
        _columns(Kind.CODE, "account", required=True)
        + _columns(Kind.AMOUNT, "amount", required=True)
        + _DAY
        + _columns(Kind.CODE, "cost_centre entity")
        + _reading(Kind.CODE, "currency document")
        + _columns(Kind.TEXT, "text")
        + _reading(Kind.TEXT, "vendor")
        + _SERVICE,
        when=("period", "date"),
    ),
    "trial_balance": Input(
        "trial_balance",
        _columns(Kind.CODE, "account", required=True)
        + _columns(Kind.AMOUNT, "amount", required=True)
        + _DAY
        + _columns(Kind.CODE, "entity")
        + _reading(Kind.CODE, "currency"),
        when=("period", "date"),
        undated=True,
    ),
    "intervals": Input(
        "intervals",
        INPUTS["activity"].columns + _columns(Kind.DURATION, LOGGED_IN),
        INPUTS["activity"].when,
    ),
}

AMOUNTS = ("ledger", "budget", "adjustments", "trial_balance")
LISTS = ("accounts", "cost_centres")  # what codes are called, and where they belong
# Nothing is said where there is none: `checks` tells of accounts, the report of the others.
SILENT = ("accounts", "adjustments", "trial_balance", "intervals")
NUMERIC = (Kind.AMOUNT, Kind.COUNT, Kind.HOURS, Kind.DURATION, Kind.LEVEL)
CONTACTS = ("activity", "workforce")  # and intervals, which have the headings of activity
TIMES = (Kind.DURATION, Kind.HOURS)  # what may be written as a duration


def folded(heading: str) -> str:
    """Return a heading without what does not matter: case, spaces, punctuation; accents stay."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\W_]+", "", text)


def folded_stem(name: str) -> str:
    """Return a name without an ending as those of inputs are compared: ledger-2026 is a ledger."""
    return folded(name).rstrip("0123456789")


@cache
def aliases(input_name: str) -> dict[str, str]:
    """Return folded heading → canonical column of an input, in every language at once."""
    canonical: dict[str, str] = {}
    names = [column.name for column in INPUTS[input_name].columns]
    own = "activity" if input_name == "intervals" else input_name
    for language in LANGUAGES:
        sections = words(language).section("aliases")
        for section in ("any", own):
            for name, headings in sections.get(section, {}).items():
                if name in names:
                    canonical.update({folded(heading): name for heading in headings})
    if own in CONTACTS:
        for name, headings in contact_words.headings().items():
            if name in names:
                for heading in headings:
                    canonical.setdefault(folded(heading), name)
    # The canonical names win over every alias.
    canonical.update({folded(name): name for name in names})
    return canonical


@cache
def file_stems(input_name: str) -> tuple[str, ...]:
    """Return the names, without an ending, by which a file of this input is found."""
    stems = [input_name]
    for language in LANGUAGES:
        stems += words(language).section("aliases")["files"][input_name]
    return tuple(dict.fromkeys(folded(stem) for stem in stems))
