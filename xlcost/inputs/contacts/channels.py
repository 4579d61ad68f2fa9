"""Channels: one word for each, whichever file speaks of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from xlcost.dataset.facts import ACTIVITY_MEASURES, ACTUAL
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.system.late import pd
from xlcost.values import contact_words

HANDLE = ("talk_seconds", "hold_seconds", "after_call_seconds")


def spellings(frames: Iterable[pd.DataFrame], own: Collection[str] = ()) -> dict[str, str]:
    """Return for each spelling of a channel in some tables the one that it goes by.

    Args:
        frames: The tables.
        own: Channels of which a person has said that each is one of its own.
    """
    names: dict[str, float] = {}
    for frame in frames:
        names |= dict.fromkeys(map(str, frame["channel"]), 0.0) if len(frame) else {}
    others = contact_words.one_word({name: 0.0 for name in names if name not in own})
    return others | {name: name for name in own}


def respelled(frame: pd.DataFrame, known: Mapping[str, str]) -> pd.DataFrame:
    """Return a frame in which each channel has the one spelling that it goes by."""
    if not len(frame):
        return frame
    return frame.assign(channel=frame["channel"].map(lambda name: known.get(str(name), name)))


def mapped(accounts: pd.DataFrame, active: Sequence[str]) -> pd.DataFrame:
    """Return accounts whose channels are those of the activity, whatever they are called there."""
    named = accounts["channel"].map(lambda name: str(name).strip())
    known = {name: contact_words.nearest(name, active) or name for name in set(named) if name}
    return accounts.assign(channel=named.map(lambda name: known.get(name, name)))


def without_contacts(
    ledger: pd.DataFrame, accounts: pd.DataFrame, activity: pd.DataFrame, year: int
) -> list[Finding]:
    """Return a warning for each channel that accounts are mapped to and that has no contacts.

    Its cost is in no unit cost of any other channel.
    """
    active = {str(name).casefold() for name in activity["channel"]}
    if not active:
        return []
    amounts = ledger[ledger["period"] // 100 == year].groupby("account")["amount"].sum()
    mine = accounts[(accounts["channel"] != "") & (accounts["kind"] == "cost")]
    found = []
    for name, rows in mine.groupby("channel", sort=True):
        if str(name).casefold() in active:
            continue
        total = float(amounts.reindex(rows["account"]).fillna(0.0).sum())
        got, there = str(name), ", ".join(sorted(set(map(str, activity["channel"]))))
        found.append(
            Finding(
                Severity.WARNING,
                Code.CHANNEL_WITHOUT_CONTACTS,
                got=got,
                expected=there,
                rows=0,
                amount=f"{total:.2f}",
            )
        )
    return found


def without_handle_time(
    activity: pd.DataFrame, accounts: pd.DataFrame, allocation: str, year: int
) -> list[Finding]:
    """Return a warning for each channel whose contacts would cost nothing at all.

    Shared cost follows handle time, of which it has none, and no account is its own.
    """
    mine = activity[(activity["version"] == ACTUAL) & (activity["period"] // 100 == year)]
    if allocation != "handle_seconds" or mine.empty:
        return []
    sums = mine.groupby("channel")[["handled", *HANDLE]].sum()
    timed = sums[list(HANDLE)].sum(axis=1) > 0
    if not timed.any():
        return []
    own = {str(name) for name in accounts.loc[accounts["kind"] == "cost", "channel"]}
    names = [str(n) for n in sums.index[~timed & (sums["handled"] > 0)] if str(n) not in own]
    return [
        Finding(Severity.WARNING, Code.NO_HANDLE_TIME, got=name or "–", rows=0) for name in names
    ]


def measured(frames: Iterable[pd.DataFrame]) -> frozenset[tuple[str, str, str]]:
    """Return which channel has which measure in which direction: a zero is a value, too."""
    found: set[tuple[str, str, str]] = set()
    for frame in frames:
        mine = frame[frame["version"] == ACTUAL] if len(frame) else frame
        if not len(mine):
            continue
        names = [name for name in ACTIVITY_MEASURES if name in mine]
        for name in names:
            pairs = mine.loc[mine[name].notna(), ["channel", "direction"]].drop_duplicates()
            found |= {(str(c), str(d), name) for c, d in pairs.itertuples(index=False, name=None)}
    return frozenset(found)


def named(names: Iterable[str], active: Sequence[str]) -> dict[str, str]:
    """Return what the settings call a channel → what the activity calls it."""
    return {name: contact_words.nearest(name, active) or name for name in names}
