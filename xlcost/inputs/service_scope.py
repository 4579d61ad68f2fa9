"""The scope of customer service: which part of a company's accounts and cost centres it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.service_settings import CustomerService
from xlcost.errors import SettingsError
from xlcost.inputs.columns.rule_values import matcher
from xlcost.inputs.ledgers.books import Books
from xlcost.locales.words import Words
from xlcost.system.late import pd

YES = frozenset({"", "yes", "y", "true", "1", "ja", "j", "100%"})
NO = frozenset({"no", "n", "false", "0", "nei", "nein", "0%"})
SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*(%?)")
CENT = 0.005
SERVICE = Code.OUT_OF_SCOPE
PLACES = 6
OUTSIDE = ("balance", "financial")  # kinds that are no operating cost or income
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
        outside: The accounts of which a chart says that they are no operating cost or income.
    """

    accounts: Mapping[str, float] = field(default_factory=dict)
    centres: Mapping[str, float] = field(default_factory=dict)
    income: frozenset[str] = frozenset()
    turned: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()

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
    lines = [("0" if row.kind in OUTSIDE else row.customer_service, row.account) for row in rows]
    parts = (
        []
        if centres is None
        else zip(centres["customer_service"], centres["cost_centre"], strict=True)
    )
    outside = frozenset(str(row.account) for row in rows if row.kind in OUTSIDE and row.chart)
    return ServiceScope(_parts(lines), _parts(parts), income, frozenset(turned), names, outside)


def with_settings(
    scope: ServiceScope, said: CustomerService, accounts: Iterable[str], centres: Iterable[str]
) -> ServiceScope:
    """Return a scope with what the settings say is customer service.

    Args:
        scope: What the lists say.
        said: What the settings say.
        accounts: The accounts in use.
        centres: The cost centres in use.
    """
    return replace(
        scope,
        accounts=_narrower(scope.accounts, said.account, accounts),
        centres=_narrower(scope.centres, said.cost_centre, centres),
    )


def _narrower(
    known: Mapping[str, float], said: Collection[str], codes: Iterable[str]
) -> dict[str, float]:
    """Return the parts of codes, of which those that the settings do not name are none."""
    if not said:
        return dict(known)
    every = said if isinstance(said, Mapping) else dict.fromkeys(said, "yes")
    rules = [
        (matcher([value]), _share("customer_service", value, part)) for value, part in every.items()
    ]
    shares = dict(known)
    for code in codes:
        own = next((share for fits, share in rules if fits(code)), 0.0)
        if (share := own * known.get(code, 1.0)) < 1:
            shares[code] = share
    return shares


def _share(key: str, value: str, part: object) -> float:
    share = share_of(str(part))
    if share is None:
        raise SettingsError(
            f"xlcost.toml: {key}: {value} is {part!r}, and it must be yes, no or a share such as "
            "0.25."
        )
    return share


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
