"""Charted accounts: which chart of accounts a ledger goes by, and what it says of its accounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlcost.dataset.findings import Code, Finding, Severity, amount_text
from xlcost.dataset.settings import Settings
from xlcost.inputs.charts.chart import NEUTRAL, AccountChart, chart, chart_names, code_length
from xlcost.inputs.charts.lines import ChartLine, chart_lines
from xlcost.inputs.files.ledger_file import LedgerFile
from xlcost.locales.refusals import saying, wrong_setting
from xlcost.locales.words import Words

if TYPE_CHECKING:
    import pandas as pd

AGREED = 0.9  # share of the money whose names must agree before codes are believed
NEAR = 0.5  # share from which on a chart is worth a proposal
CENT = 0.005
GRAVE = (
    0.1  # share of the money that is no cost from which on nothing is reported without an answer
)
SAFT = "saft"
BALANCE, RESULT = "balance", "result"
OTHER_BALANCE = "other_balance"
FEWEST = 3  # accounts from which on codes alone may propose a chart


@dataclass(frozen=True)
class ChartChoice:
    """The chart that a ledger goes by.

    Attributes:
        chart: The chart, or None.
        how: "settings", "format" or "names" where it enters figures, "proposed" where it does not.
        agreed: Share of the money of which the names agree with it.
        length: How many digits the ledger's codes have.
        standards: Account → what the file itself groups it under, in the numbers of the chart.
        kinds: Account → "balance" or "result", where the file itself says it.
        names: Account → its name.
        others: Other charts that the codes fit as well, where one is proposed.
    """

    chart: AccountChart | None = None
    how: str = ""
    agreed: float = 0.0
    length: int = 4
    standards: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def used(self) -> AccountChart | None:
        """The chart, where it enters figures."""
        return self.chart if self.how in ("settings", "format", "names") else None

    def line(self, account: str) -> ChartLine | None:
        """Return the line of an account, which is never of a kind that the file itself denies."""
        line, kind = self._line(account), self.kinds.get(account, "")
        if kind == BALANCE and (line is None or line.kind != BALANCE):
            return chart_lines()[OTHER_BALANCE]
        return None if kind == RESULT and line is not None and line.kind == BALANCE else line

    def _line(self, account: str) -> ChartLine | None:
        """Return the line of an account: by the file's own grouping, its code, or its name."""
        if self.chart is None:
            return None
        if not self.chart.ranges:
            return self.chart.of_name(self.names.get(account) or account)
        for code in (self.standards.get(account, ""), account):
            if found := self.chart.of_code(code, self.length):
                return found.line
        return None


def chart_choice(
    ledger: pd.DataFrame,
    names: Mapping[str, str],
    files: Collection[LedgerFile],
    settings: Settings,
    *,
    currency: str,
    mapped: bool,
) -> ChartChoice:
    """Return the chart of a ledger: the settings', the format's, or the one that its names prove.

    Args:
        ledger: The sums of the ledger, balance accounts included.
        names: Account → its name, as far as anything says it.
        files: What files in a legal standard say of themselves.
        settings: The settings, which may name the chart.
        currency: The currency of the report, by which codes alone propose the chart of a country.
        mapped: Whether a person's list, or the rows themselves, say the lines of accounts.

    Raises:
        SettingsError: The settings name a chart that there is not.
    """
    said = _said(settings)
    codes = [str(code) for code in ledger["account"].unique()]
    known = dict(names)
    standards: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for one in files:
        for code, account in one.accounts.items():
            known.setdefault(code, account.name)
            kinds[code] = account.kind
            if one.standard == SAFT:  # in SIE it is a field of a tax return
                standards[code] = account.standard
    length = code_length(codes)
    if said:
        return ChartChoice(chart(said), "settings", 1.0, length, standards, kinds, known)
    formats = {one.chart for one in files} - {""}
    if len(formats) == 1 and (only := formats.pop()) in chart_names():
        return ChartChoice(chart(only), "format", 1.0, length, standards, kinds, known)
    if mapped or ledger.empty:
        return ChartChoice()
    return _by_names(ledger, known, length, currency=currency)


def _said(settings: Settings) -> str:
    """Return the chart that the settings name."""
    named = {one.chart for one in settings.ledger if one.chart} or {settings.chart} - {None}
    for name in sorted(filter(None, named)):
        if name not in chart_names():
            known = ", ".join(chart_names())
            raise wrong_setting(saying("mistakes.chart_unknown", got=repr(name), known=known))
    if len(named) > 1:
        raise wrong_setting(saying("mistakes.charts"))
    return next(iter(filter(None, named)), "")


def _by_names(
    ledger: pd.DataFrame, names: Mapping[str, str], length: int, *, currency: str
) -> ChartChoice:
    """Return the chart with which the names of accounts agree, or the one to propose."""
    moved = ledger.groupby(["account", "period"])["amount"].sum().abs()
    money = {str(code): float(size) for code, size in moved.groupby(level=0).sum().items()}
    found = [
        ChartChoice(
            chart(key), "", _agreed(chart(key), money, names, length), length, {}, {}, names
        )
        for key in chart_names()
        if chart(key).ranges
    ]
    best = max(found, key=lambda one: (one.agreed, _speaks(one, currency)))
    how = ""
    if best.agreed >= AGREED:
        how = "names"
    elif best.agreed >= NEAR or _codes_alone(best, money, names, currency):
        how = "proposed"
        if best.agreed < NEAR:
            best = replace(best, others=_also(best, found, money, currency))
    elif _balances(ledger):
        best = ChartChoice(
            chart(NEUTRAL),
            "",
            _called(money, names),
            length,
            {},
            {},
            names or {c: c for c in money},
        )
        how = "names" if best.agreed >= 1 else "proposed" if best.agreed >= NEAR else ""
    return replace(best, how=how) if how else ChartChoice()


def _speaks(choice: ChartChoice, currency: str) -> bool:
    return choice.chart is not None and bool(currency) and choice.chart.currency == currency


def _codes_alone(
    choice: ChartChoice, money: Mapping[str, float], names: Mapping[str, str], currency: str
) -> bool:
    """Tell whether codes without names are those of the chart of the ledger's own country."""
    if any(names.get(code) for code in money) or not _speaks(choice, currency):
        return False
    fits = [code for code in money if choice.line(code)]
    return len(fits) >= FEWEST and len(fits) == len(money)


def _also(
    best: ChartChoice, found: Sequence[ChartChoice], money: Mapping[str, float], currency: str
) -> tuple[str, ...]:
    """Return the other charts of the same currency that every code fits, too."""
    return tuple(
        one.chart.key
        for one in found
        if one.chart and one.chart is not best.chart and _codes_alone(one, money, {}, currency)
    )


def _balances(ledger: pd.DataFrame) -> bool:
    """Tell whether a ledger has both its sides."""
    return len(ledger["account"].unique()) > 1 and abs(float(ledger["amount"].sum())) <= CENT


def _called(money: Mapping[str, float], names: Mapping[str, str]) -> float:
    """Return the share of the money of which the accounts are called by a word that is known."""
    by_name = chart(NEUTRAL)
    total = sum(money.values())
    called = sum(size for code, size in money.items() if by_name.of_name(names.get(code) or code))
    return called / total if total else 0.0


def _agreed(
    asked: AccountChart, money: Mapping[str, float], names: Mapping[str, str], length: int
) -> float:
    """Return the share of the money whose accounts are called what the chart says they hold."""
    total = sum(money.values())
    same = 0.0
    for code, size in money.items():
        found, name = asked.of_code(code, length), names.get(code, "")
        if found is None or not name:
            continue
        bare = name.casefold()
        called = chart(NEUTRAL).of_name(name)
        alike = called is not None and (
            called.category == found.line.category
            if found.line.is_cost
            else called.kind == found.line.kind
        )
        same += size if alike or any(word in bare for word in found.words) else 0.0
    return same / total if total else 0.0


def with_chart(accounts: pd.DataFrame, choice: ChartChoice, word: Words) -> pd.DataFrame:
    """Return accounts with what the chart says of those that nothing else gives a line.

    Args:
        accounts: One row an account, with "" under `line` where nothing says it.
        choice: The chart.
        word: The words of the report language.
    """
    frame = accounts.assign(chart="")
    if choice.used is None:
        return frame
    language = word.language
    for place, account in zip(frame.index, frame["account"], strict=True):
        line = choice.line(str(account)) if frame.loc[place, "line"] == "" else None
        if line is None:
            continue
        said = {
            "line": line.names[language],
            "category": line.categories[language],
            "kind": line.kind,
            "behaviour": line.behaviour,
            "labour": "yes" if line.labour else "no",
            "name": choice.names.get(str(account), ""),
        }
        for column, text in said.items():
            if frame.loc[place, column] == "":
                frame.loc[place, column] = text
        frame.loc[place, "chart"] = choice.used.key
    return frame


def _severity(ledger: pd.DataFrame, choice: ChartChoice) -> Severity:
    """Return how grave a question is: by the money that the chart says is no cost at all."""
    moved = ledger.groupby("account")["amount"].sum().abs()
    lines = {code: choice.line(str(code)) for code in moved.index}
    other = sum(float(moved[code]) for code, line in lines.items() if line and not line.is_cost)
    if other <= CENT:
        return Severity.NOTE
    return Severity.ERROR if other >= GRAVE * float(moved.sum()) else Severity.WARNING


def told(
    accounts: pd.DataFrame, ledger: pd.DataFrame, choice: ChartChoice, word: Words
) -> list[Finding]:
    """Return what a person must know of the chart: what it maps, or that it is proposed."""
    if choice.chart is None:
        return []
    name, key = choice.chart.names[word.language], choice.chart.key
    if choice.used is None:
        return [
            Finding(
                _severity(ledger, choice),
                Code.CHART_PROPOSED,
                got=name,
                expected='", "'.join((key, *choice.others)),
                rows=0,
            )
        ]
    mine = set(accounts.loc[accounts["chart"] != "", "account"])
    if not mine:
        return []
    amounts = ledger[ledger["account"].isin(mine)].groupby("account")["amount"].sum()
    size = f"{float(amounts.abs().sum()):.2f}"
    why = word.text(f"expected.chart_{choice.how}", share=f"{choice.agreed:.0%}")
    expected = f"{why}; {amount_text(size, word.language)}"
    rows = len(mine)
    return [Finding(Severity.NOTE, Code.MAPPED_BY_CHART, got=name, expected=expected, rows=rows)]
