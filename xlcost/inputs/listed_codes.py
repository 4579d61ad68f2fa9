"""Listed codes: the accounts and cost centres in use, as the lists of them say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlcost.dataset.facts import ACCOUNTS, COST_CENTRES
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.inputs.charted import ChartChoice, with_chart
from xlcost.inputs.columns.masters import Master
from xlcost.inputs.ledgers.own_names import OwnNames
from xlcost.locales.words import Words
from xlcost.system.late import pd

NO_CHART = ChartChoice()


def accounts_of(
    booked: Sequence[pd.DataFrame],
    master: Master | None,
    own: OwnNames,
    word: Words,
    choice: ChartChoice = NO_CHART,
) -> tuple[pd.DataFrame, list[Finding]]:
    """Return one row for each account in use, and a warning for each that has no line.

    Args:
        booked: The sums that have accounts.
        master: The list of accounts, if any: what it says counts.
        own: What the rows say of their own accounts.
        word: The words of the report language.
        choice: The chart of accounts, which speaks where nothing else does.
    """
    used = pd.concat(booked, ignore_index=True)
    used = used.groupby("account", as_index=False, sort=True)[["amount", "rows"]].sum()
    frame = used[["account"]]
    if master is not None:
        frame = frame.merge(master.frame, on="account", how="left").fillna("")
    frame = _completed(_with(frame, ACCOUNTS), "account", own.accounts)
    frame = with_chart(frame, choice, word)
    frame.loc[frame["kind"] == "", "kind"] = "cost"
    frame.loc[frame["recurring"] == "", "recurring"] = "yes"
    if master is None and not own.has_lines and choice.used is None:
        text = word.text("expected.no_map")
        note = [Finding(Severity.NOTE, Code.MISSING_INPUT, got=text)] if len(used) else []
        return frame, note
    findings = []
    # Where a chart tells costs from balances, an account of which it is silent may be either.
    either = choice.used is not None and bool((frame["kind"] == "balance").any())
    severity = Severity.ERROR if either else Severity.WARNING
    for account, amount, rows in used[frame["line"].to_numpy() == ""].itertuples(index=False):
        findings.append(
            Finding(
                severity,
                Code.UNMAPPED_ACCOUNT,
                got=str(account) or '""',
                rows=int(rows),
                amount=f"{amount:.2f}",
            )
        )
    return frame, findings


def cost_centres_of(
    booked: Sequence[pd.DataFrame], master: Master | None, own: OwnNames
) -> tuple[pd.DataFrame, list[Finding]]:
    """Return one row for each cost centre in use, and a warning for each that is not listed."""
    used = pd.concat(booked, ignore_index=True)
    used = used.groupby("cost_centre", as_index=False, sort=True)[["amount", "rows"]].sum()
    if master is None:
        frame = _with(used[["cost_centre"]], COST_CENTRES)
        return _completed(frame, "cost_centre", own.centres), []
    frame = used[["cost_centre"]].merge(master.frame, on="cost_centre", how="left").fillna("")
    findings = [
        Finding(
            Severity.WARNING,
            Code.UNMAPPED_COST_CENTRE,
            got=str(code),
            rows=int(rows),
            amount=f"{amount:.2f}",
        )
        for code, amount, rows in used.itertuples(index=False)
        if code and code not in set(master.frame["cost_centre"])
    ]
    return _completed(_with(frame, COST_CENTRES), "cost_centre", own.centres), findings


def _completed(frame: pd.DataFrame, key: str, own: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Return codes with what the rows say of them, where the list says nothing."""
    for name in {name for said in own.values() for name in said}:
        texts = [own.get(str(code), {}).get(name, "") for code in frame[key]]
        frame[name] = frame[name].where(frame[name] != "", texts)
    return frame


def _with(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a frame with all of these columns, the missing ones as empty texts."""
    return frame.reindex(columns=list(columns), fill_value="").astype(object)
