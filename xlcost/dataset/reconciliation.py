"""The reconciliation of the ledger to a trial balance: what each says of the same accounts."""

from __future__ import annotations

from xlcost.dataset.facts import HALF_A_CENT
from xlcost.system.late import pd

GOT, EXPECTED = "got", "expected"


def both_sides(balance: pd.DataFrame, ledger: pd.DataFrame, *, ytd: bool) -> pd.DataFrame:
    """Return each period and account with what the ledger and the trial balance say of it.

    Entities are told apart where both tell them apart.

    Args:
        balance: Columns `TRIAL_BALANCE`.
        ledger: The sums of the ledger.
        ytd: Whether a period of the trial balance speaks of the year up to it.

    Returns:
        The ledger's amounts as `GOT`, the trial balance's as `EXPECTED`.
    """
    keys = ["period", "account"]
    if all((frame["entity"] != "").all() and len(frame) for frame in (balance, ledger)):
        keys.append("entity")
    said = balance.groupby(keys, sort=True)["amount"].sum().rename(EXPECTED)
    parts = [
        _inside(ledger, int(key), ytd=ytd).assign(period=key)
        for key in sorted(set(balance["period"]))
    ]
    spoken_of = pd.concat(parts, ignore_index=True) if parts else ledger
    booked = spoken_of.groupby(keys, sort=True)["amount"].sum()
    return pd.concat([booked.rename(GOT), said], axis=1).fillna(0.0).reset_index()


def differ(both: pd.DataFrame) -> pd.Series:
    """Tell which rows of `both_sides` are not the same to the cent."""
    return (both[GOT] - both[EXPECTED]).abs().round(6) >= float(HALF_A_CENT)


def _inside(ledger: pd.DataFrame, key: int, *, ytd: bool) -> pd.DataFrame:
    """Return the rows of the ledger that a period of a trial balance speaks of."""
    periods = ledger["period"]
    if key == 0:
        return ledger
    if key % 100 == 0:
        return ledger[periods // 100 == key // 100]
    if ytd:
        return ledger[(periods // 100 == key // 100) & (periods <= key)]
    return ledger[periods == key]
