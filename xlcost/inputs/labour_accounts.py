"""Labour accounts: what the cost of people is made of, told where no list declares it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xlcost.dataset.findings import Code, Finding, Severity, amount_text, percent_text
from xlcost.locales.words import Words
from xlcost.system.late import pd
from xlcost.values.labour import LabourVerdict, labour_verdict

SHOWN = 20  # accounts that are named one by one, the largest first
SOME = 5  # of those that are not counted
USUAL = 1 / 3  # of its costs that a contact centre pays its people, at the least


@dataclass(frozen=True)
class LabourAccounts:
    """The accounts of cost by whether they are labour.

    Attributes:
        names: Account → code and name, as a person knows it.
        amounts: Account → its amount in the year of the report.
        verdicts: Account → whether it is labour, and who says so.
        charted: The accounts of which a chart of accounts says it.
    """

    names: Mapping[str, str]
    amounts: Mapping[str, float]
    verdicts: Mapping[str, LabourVerdict]
    charted: frozenset[str]

    @property
    def counted(self) -> list[str]:
        """The accounts that are labour, the largest first."""
        return self._ordered(lambda verdict: verdict.counts)

    @property
    def assumed(self) -> list[str]:
        """Those of the counted ones that no person has declared."""
        return [
            code
            for code in self.counted
            if self.verdicts[code] is LabourVerdict.ASSUMED or code in self.charted
        ]

    @property
    def doubtful(self) -> list[str]:
        """The accounts with a word of people in their name that are not counted."""
        return self._ordered(lambda verdict: verdict is LabourVerdict.DOUBTFUL)

    @property
    def open(self) -> list[str]:
        """The accounts that are not counted, and of which nobody has said that they are not."""
        found = self._ordered(lambda verdict: not verdict.counts)
        return [code for code in found if not self.verdicts[code].said or code in self.charted]

    @property
    def share(self) -> float:
        """Labour as a share of all costs; 1 where there are none."""
        total = sum(self.amounts.values())
        return self.total(self.counted) / total if total > 0 else 1.0

    def total(self, codes: list[str]) -> float:
        """Return the amount of some accounts."""
        return sum(self.amounts[code] for code in codes)

    def shown(self, codes: list[str], most: int, word: Words) -> str:
        """Return accounts with their amounts, and how many more there are."""
        texts = [
            f"{self.names[code]}: {amount_text(f'{self.amounts[code]:.2f}', word.language)}"
            for code in codes[:most]
        ]
        if rest := codes[most:]:
            amount = amount_text(f"{self.total(rest):.2f}", word.language)
            texts.append(word.text("expected.more_labour", count=len(rest), amount=amount))
        return "; ".join(texts)

    def _ordered(self, asked: Callable[[LabourVerdict], bool]) -> list[str]:
        chosen = [code for code, verdict in self.verdicts.items() if asked(verdict)]
        return sorted(chosen, key=lambda code: (-abs(self.amounts[code]), code))


def labour_of(
    ledger: pd.DataFrame, accounts: pd.DataFrame, year: int, word: Words, *, hours: bool = False
) -> list[Finding]:
    """Return what is assumed about the cost of people: its accounts, and what may be missing.

    There is nothing to tell where a list of accounts declares each of them.

    Args:
        ledger: Amounts by account and period.
        accounts: The accounts with line, name, driver and what was said of them.
        year: The year of the report, whose amounts are shown.
        word: The words of the report language.
        hours: Whether there is a workforce, whose hours the cost of people is divided by.
    """
    found = _accounts(ledger, accounts, year)
    if not found.verdicts:
        return []
    told = []
    if found.assumed or (found.doubtful and not found.counted):
        told.append(_assumed(found, word))
    if hours and found.open:
        told += _too_little(found, word)
    return told


def _accounts(ledger: pd.DataFrame, accounts: pd.DataFrame, year: int) -> LabourAccounts:
    """Return the accounts of cost that have amounts in the year, by whether they are labour."""
    mine = ledger[ledger["period"] // 100 == year]
    amounts = mine.groupby("account")["amount"].sum()
    costs = accounts[(accounts["kind"] == "cost") & accounts["account"].isin(amounts.index)]
    names = ("labour", "driver", "line", "name")
    rows = zip(costs["account"], *(costs[name] for name in names), strict=True)
    verdicts = {code: labour_verdict(*map(str, said)) for code, *said in rows}
    titles = zip(costs["account"], costs["name"], strict=True)
    return LabourAccounts(
        names={code: f"{code} {name}".strip() for code, name in titles},
        amounts={code: float(amounts[code]) for code in verdicts},
        verdicts=verdicts,
        charted=frozenset(costs.loc[costs["chart"] != "", "account"]),
    )


def _assumed(found: LabourAccounts, word: Words) -> Finding:
    """Return the note that lists what is taken for labour, and what is not."""
    doubtful = ""
    if found.doubtful:
        shown = found.shown(found.doubtful, SOME, word)
        doubtful = word.text("expected.labour_not_counted", accounts=shown)
    return Finding(
        Severity.NOTE,
        Code.LABOUR_BY_NAME,
        got=found.shown(found.counted, SHOWN, word) or word.text("expected.no_account"),
        expected=doubtful,
        rows=len(found.assumed),
        amount=f"{found.total(found.counted):.2f}",
    )


def _too_little(found: LabourAccounts, word: Words) -> list[Finding]:
    """Return the warning that the cost of an hour lacks accounts, where it does."""
    largest = found.shown(found.open, SOME, word)
    if not found.total(found.counted) > 0:
        return [Finding(Severity.WARNING, Code.NO_LABOUR, got=largest, rows=0)]
    if found.share >= USUAL:
        return []
    return [
        Finding(
            Severity.WARNING,
            Code.LITTLE_LABOUR,
            got=percent_text(found.share, word.language),
            expected=largest,
            rows=0,
            amount=f"{found.total(found.counted):.2f}",
        )
    ]
