"""The scope of customer service: which part of a company's amounts the report speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from xlcost.dataset.facts import ADJUSTMENTS, CURRENCY_EFFECTS
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.schema import DIMENSION
from xlcost.inputs.ledgers.books import Books
from xlcost.locales.words import Words
from xlcost.system.late import pd

SERVICE = Code.OUT_OF_SCOPE
PLACES = 6
SCOPED = ("ledger", "budget", "adjustments")  # the inputs of which a part may be left out
BY = ("account", "cost_centre", "entity", DIMENSION)  # what a part is told by

Shares = Mapping[str, Mapping[str, float]]  # column → code → its part; a code that it lacks is all


@dataclass(frozen=True)
class ServiceScope:
    """What of each account, cost centre, entity or dimension belongs to the report.

    Attributes:
        shares: The codes of which only a part does; 0 for accounts of the balance sheet.
        income: The accounts of income.
        turned: The inputs whose income is written above zero.
        names: Account → its line, as a finding names it.
        outside: The accounts of which a chart says that they are no operating cost or income.
    """

    shares: Shares = field(default_factory=dict)
    income: frozenset[str] = frozenset()
    turned: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether everything belongs to the report as it stands."""
        return not (any(self.shares.values()) or (self.turned and self.income))

    def narrowed(self, frame: pd.DataFrame, name: str) -> pd.DataFrame:
        """Return the rows of an input with what of their amounts belongs to the report."""
        if self.is_whole or frame.empty:
            return frame
        share = self._share(frame)
        sign = frame["account"].isin(self.income).map({True: -1.0, False: 1.0})
        factor = share * sign if name in self.turned else share
        if bool((factor == 1).all()):
            return frame
        amounts = (frame["amount"].astype(float) * factor.astype(float)).round(PLACES)
        found = frame.assign(amount=amounts)
        return found[share > 0].reset_index(drop=True)

    def books(self, every: Books) -> Books:
        """Return books with what of their amounts belongs to the report, without its dimension."""
        sums = {name: _plain(self.narrowed(every.sums[name], name)) for name in SCOPED}
        adjustments = self.narrowed(every.adjustments, "adjustments")
        effects = _plain(self.narrowed(every.currency_effects, "ledger"))
        return replace(
            every,
            sums=every.sums | sums,
            adjustments=adjustments[list(ADJUSTMENTS)],
            currency_effects=effects[list(CURRENCY_EFFECTS)],
        )

    def lines(self, accounts: pd.DataFrame) -> pd.DataFrame:
        """Return the accounts of which any part belongs to the report."""
        outside = [code for code, share in self.shares.get("account", {}).items() if not share]
        return accounts[~accounts["account"].isin(outside)].reset_index(drop=True)

    def left_out(self, frame: pd.DataFrame, name: str, word: Words) -> list[Finding]:
        """Return a note for each line and cost centre of which a part is left out, with amounts."""
        if frame.empty or not any(self.shares.values()):
            return []
        share = self._share(frame)
        part = frame.assign(gone=frame["amount"].astype(float) * (1 - share))[share < 1]
        labels = [self._label(row) for row in part[_by(part)].astype(str).to_dict("records")]
        said = word.text(f"report.inputs.{name}")
        found = []
        code = part["account"].isin(self.outside).map({True: Code.NOT_OPEX, False: SERVICE})
        grouped = part.assign(label=labels, code=code).groupby(["code", "label"], sort=True)
        for (why, label), mine in grouped:
            gone = float(mine["gone"].sum())
            found.append(
                Finding(
                    Severity.NOTE,
                    Code(str(why)),
                    Where(said),
                    str(label),
                    said,
                    rows=int(mine["rows"].sum()) if "rows" in mine else len(mine),
                    amount=f"{gone:.2f}",
                )
            )
        return found

    def _share(self, frame: pd.DataFrame) -> pd.Series:
        """Return what part of each row belongs to the report: the parts of its codes together."""
        whole = pd.Series(1.0, index=frame.index)
        for column, shares in self.shares.items():
            if shares and column in frame.columns:
                whole = whole * frame[column].map(shares).fillna(1.0).astype(float)
        return whole

    def _label(self, row: Mapping[Any, str]) -> str:
        """Return the line of a row, with the codes by which it is left out."""
        account = row["account"]
        line = self.names.get(account) or account
        by = [
            row[column]
            for column in BY[1:]
            if row.get(column) and self.shares.get(column, {}).get(row[column], 1.0) < 1
        ]
        return f"{line} ({', '.join(by)})" if by else line


def _by(frame: pd.DataFrame) -> list[str]:
    return [column for column in BY if column in frame.columns]


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return sums without the dimension by which they were narrowed."""
    if DIMENSION not in frame.columns:
        return frame
    bare = frame.drop(columns=DIMENSION)
    if not bool((frame[DIMENSION] != "").any()):
        return bare
    keys = [column for column in bare.columns if column not in ("amount", "rows")]
    summed = bare.groupby(keys, as_index=False, sort=True, dropna=False).sum()
    summed["amount"] = summed["amount"].round(PLACES)
    return summed[list(bare.columns)]
