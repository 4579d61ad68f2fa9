"""Which report lines, cost centres and channels there are, each with a number for lookups."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import pandas as pd

from xlcost.dataset.earlier import identity
from xlcost.dataset.facts import Facts
from xlcost.dataset.pack_format import COST, INCOME, KINDS
from xlcost.locales.words import Words
from xlcost.values import contact_words
from xlcost.values.labour import NO_WORDS, is_labour

SHARED = 0
INBOUND = 1
OUTBOUND = 2
INCOME_WORDS = {"income", "revenue", "inntekt", "inntekter"}


@dataclass(frozen=True)
class Line:
    """A report line: cost or income, in its category."""

    number: int
    name: str
    category: str
    kind: int

    @property
    def word(self) -> str:
        """The word that VARIANCE_STATUS takes for this kind."""
        return KINDS[self.kind]

    @property
    def identity(self) -> str:
        """What the line is known by from one pack to the next: numbers change, names stay."""
        return identity(self.word, self.category, self.name)


@dataclass(frozen=True)
class Centre:
    """A cost centre with its site, where that is known."""

    number: int
    code: str
    name: str
    site: str


@dataclass(frozen=True)
class ChannelDirection:
    """A channel, or one direction of a channel that works in both."""

    key: str
    name: str
    channel_no: int
    direction_no: int | None = None

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a frame of activity that are its own."""
        selected: pd.DataFrame = frame[frame["channel_no"] == self.channel_no]
        return (
            selected
            if self.direction_no is None
            else selected[selected["direction_no"] == self.direction_no]
        )


def text(value: object) -> str:
    """Return a code or name as text; what is missing is the empty text."""
    return "" if value is None or (isinstance(value, float) and isnan(value)) else str(value)


def number_accounts(facts: Facts, word: Words) -> pd.DataFrame:
    """Return one row an account with what the Data sheet needs: line, category, kind, flags."""
    listed = facts.accounts
    known = {name: [text(value) for value in listed[name]] for name in listed.columns}
    frame = pd.DataFrame(known, index=listed.index, dtype=object)
    mapped = bool((frame["line"] != "").any())
    used = {
        text(code) for rows in (facts.ledger, facts.budget) for code in rows["account"].unique()
    }
    absent = sorted(used - set(frame["account"]))
    if absent:
        more = pd.DataFrame({"account": absent}).reindex(columns=frame.columns, fill_value="")
        frame = pd.concat([frame, more], ignore_index=True)
    frame["unmapped"] = (frame["line"] == "") & mapped
    if mapped:
        frame.loc[frame["unmapped"], ["line", "category"]] = word.text("report.lines.unmapped")
        frame.loc[frame["category"] == "", "category"] = frame["line"]
    else:
        frame["line"] = (frame["account"] + " " + frame["name"]).str.strip()
        frame.loc[frame["line"] == "", "line"] = word.text("report.lines.no_account")
        frame.loc[frame["category"] == "", "category"] = word.text("report.lines.all")
    frame["kind_no"] = [INCOME if kind.lower() in INCOME_WORDS else COST for kind in frame["kind"]]
    frame["one_off"] = [int(flag.lower() in NO_WORDS) for flag in frame["recurring"]]
    said = frame["labour"] if "labour" in frame else [""] * len(frame)
    parts = (said, frame["driver"], frame["line"], frame["name"])
    frame["labour"] = [int(is_labour(*map(str, row))) for row in zip(*parts, strict=True)]
    return frame.drop_duplicates("account")


def list_lines(accounts: pd.DataFrame) -> tuple[Line, ...]:
    """Number the lines in the order of the accounts, categories together, what is unmapped last."""
    ordered = accounts.sort_values("unmapped", kind="stable")
    identities = dict.fromkeys(
        zip(ordered["kind_no"], ordered["category"], ordered["line"], strict=True)
    )
    place = {key: n for n, key in enumerate(dict.fromkeys((k, c) for k, c, _ in identities))}
    keys = sorted(identities, key=lambda key: (key[0], place[key[:2]]))
    return tuple(
        Line(number, line, category, int(kind))
        for number, (kind, category, line) in enumerate(keys, start=1)
    )


def list_centres(facts: Facts, word: Words) -> tuple[Centre, ...]:
    """Number the cost centres that have an amount in ledger or budget."""
    frames = facts.ledger["cost_centre"], facts.budget["cost_centre"]
    used = sorted({text(code) for column in frames for code in column.unique()})
    known = {
        text(code): (text(name), text(site))
        for code, name, site in zip(
            facts.cost_centres["cost_centre"],
            facts.cost_centres["name"],
            facts.cost_centres["site"],
            strict=True,
        )
    }
    centres = []
    for number, code in enumerate(used, start=1):
        name, site = known.get(code, ("", ""))
        shown = f"{code} {name}".strip() if name != code else code
        centres.append(Centre(number, code, shown or word.text("report.centres.none"), site))
    return tuple(centres)


def list_channels(facts: Facts, accounts: pd.DataFrame) -> dict[str, int]:
    """Number the channels, the busiest first; those that only have cost come last."""
    activity = facts.activity.assign(channel=facts.activity["channel"].map(text))
    handled = activity.groupby("channel", sort=True)["handled"].sum()
    names = list(handled.sort_values(ascending=False, kind="stable").index)
    names += [name for name in dict.fromkeys(accounts["channel"]) if name and name not in names]
    return {name: number for number, name in enumerate(names, start=1)}


def list_directions(
    facts: Facts, channels: dict[str, int], word: Words
) -> tuple[ChannelDirection, ...]:
    """Return the channels that did something, split by direction where they work in both."""
    found: list[ChannelDirection] = []
    for name, number in channels.items():
        rows = facts.activity[facts.activity["channel"].map(text) == name]
        shown = name or word.text("report.channels.none")
        ways = {direction_number(text(value)) for value in rows["direction"]}
        if len(rows) and len(ways) == 1:
            only = ways.pop()
            found.append(
                ChannelDirection(f"c{number}", shown, number, only if only == OUTBOUND else None)
            )
        for way in sorted(ways) if len(ways) > 1 else ():
            name_of_way = word.text(f"report.channels.direction_{way}")
            found.append(
                ChannelDirection(f"c{number}d{way}", f"{shown}, {name_of_way}", number, way)
            )
    return tuple(found)


def direction_number(direction: str) -> int:
    """Return 2 for outbound work, 1 for everything else."""
    return OUTBOUND if contact_words.direction(direction) == contact_words.OUTBOUND else INBOUND
