"""The scope of customer service: which part of a company's accounts and cost centres it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.inputs.ledgers.books import Books
from xlcost.locales.words import Words
from xlcost.system.late import pd

YES = frozenset({"", "yes", "y", "true", "1", "ja", "j", "100%"})
NO = frozenset({"no", "n", "false", "0", "nei", "nein", "0%"})
SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*(%?)")
CENT = 0.005
PLACES = 6
SCOPED = ("ledger", "budget", "adjustments")  # the inputs of which a part may be left out


def share_of(text: str) -> float | None:
    """Return what part "yes", "no", "0.25" or "25 %" means; None is what none of them is."""
    bare = text.strip().casefold()
    if bare.replace(" ", "") in YES:
        return 1.0
    if bare.replace(" ", "") in NO:
        return 0.0
    found = SHARE.fullmatch(bare)
    if found is None:
        return None
    share = float(found[1].replace(",", ".")) / (100 if found[2] else 1)
    return share if 0 <= share <= 1 else None


@dataclass(frozen=True)
class ServiceScope:
    """What of each account and cost centre belongs to the report.

    Attributes:
        accounts: Account → its part; 0 for accounts of the balance sheet.
        centres: Cost centre → its part.
        income: The accounts of income.
        turned: The inputs whose income is written above zero.
        names: Account → its line, as a finding names it.
    """

    accounts: Mapping[str, float] = field(default_factory=dict)
    centres: Mapping[str, float] = field(default_factory=dict)
    income: frozenset[str] = frozenset()
    turned: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether everything belongs to the report as it stands."""
        return not (self.accounts or self.centres or (self.turned and self.income))

    def narrowed(self, frame: pd.DataFrame, name: str) -> pd.DataFrame:
        """Return the rows of an input with what of their amounts belongs to the report."""
        if self.is_whole or frame.empty:
            return frame
        share = self._shares(frame)
        sign = frame["account"].isin(self.income).map({True: -1.0, False: 1.0})
        factor = share * sign if name in self.turned else share
        if bool((factor == 1).all()):
            return frame
        amounts = (frame["amount"].astype(float) * factor.astype(float)).round(PLACES)
        found = frame.assign(amount=amounts)
        return found[share > 0].reset_index(drop=True)

    def books(self, every: Books) -> Books:
        """Return books with what of their amounts belongs to the report."""
        return replace(
            every,
            sums=every.sums | {name: self.narrowed(every.sums[name], name) for name in SCOPED},
            adjustments=self.narrowed(every.adjustments, "adjustments"),
            currency_effects=self.narrowed(every.currency_effects, "ledger"),
        )

    def lines(self, accounts: pd.DataFrame) -> pd.DataFrame:
        """Return the accounts of which any part belongs to the report."""
        outside = [code for code, share in self.accounts.items() if not share]
        return accounts[~accounts["account"].isin(outside)].reset_index(drop=True)

    def left_out(self, frame: pd.DataFrame, name: str, word: Words) -> list[Finding]:
        """Return a note for each line and cost centre of which a part is left out, with amounts."""
        if frame.empty or not (self.accounts or self.centres):
            return []
        share = self._shares(frame)
        amount = frame["amount"].astype(float)
        part = frame.assign(gone=amount * (1 - share))[share < 1]
        labels = [
            self._label(str(account), str(centre))
            for account, centre in zip(part["account"], part["cost_centre"], strict=True)
        ]
        said = word.text(f"report.inputs.{name}")
        found = []
        for label, mine in part.assign(label=labels).groupby("label", sort=True):
            gone = float(mine["gone"].sum())
            found.append(
                Finding(
                    Severity.NOTE,
                    Code.OUT_OF_SCOPE,
                    Where(said),
                    str(label),
                    said,
                    rows=int(mine["rows"].sum()) if "rows" in mine else len(mine),
                    amount=f"{gone:.2f}",
                )
            )
        return found

    def _shares(self, frame: pd.DataFrame) -> pd.Series:
        by_account = frame["account"].map(self.accounts).fillna(1.0)
        return (by_account * frame["cost_centre"].map(self.centres).fillna(1.0)).astype(float)

    def _label(self, account: str, centre: str) -> str:
        line = self.names.get(account) or account
        return f"{line} ({centre})" if self.centres.get(centre, 1.0) < 1 and centre else line


def scope_of(
    accounts: pd.DataFrame | None, centres: pd.DataFrame | None, turned: Collection[str]
) -> ServiceScope:
    """Return what the lists of accounts and cost centres say of the scope."""
    rows = [] if accounts is None else list(accounts.itertuples(index=False))
    names = {str(row.account): str(row.line or row.name or row.account) for row in rows}
    income = frozenset(str(row.account) for row in rows if str(row.kind) == "income")
    lines = [("0" if row.kind == "balance" else row.customer_service, row.account) for row in rows]
    parts = (
        []
        if centres is None
        else zip(centres["customer_service"], centres["cost_centre"], strict=True)
    )
    return ServiceScope(_parts(lines), _parts(parts), income, frozenset(turned), names)


def _parts(said: Iterable[tuple[object, object]]) -> dict[str, float]:
    """Return by their codes the lines of which only a part is customer service."""
    shares = {str(code): share_of(str(text or "")) for text, code in said}
    return {code: share for code, share in shares.items() if share is not None and share < 1}


def unknown_shares(frames: Mapping[str, pd.DataFrame | None], word: Words) -> list[Finding]:
    """Return an error for each text under customer_service that is no part."""
    found = []
    for name, frame in frames.items():
        texts = [] if frame is None else sorted({str(t or "") for t in frame["customer_service"]})
        for text in texts:
            if share_of(text) is None:
                where = Where(word.text(f"report.inputs.{name}"), column="customer_service")
                expected = word.text("expected.share")
                found.append(Finding(Severity.ERROR, Code.UNKNOWN_WORD, where, text, expected))
    return found
