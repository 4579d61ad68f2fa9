"""The settings file: what it may say, and one sentence for each mistake."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hand_made import HandMade, made, settings, whole_facts

from xlcost.catalogue.families import find
from xlcost.dataset.settings import LIGHTS, Settings, parse_settings
from xlcost.errors import SettingsError
from xlcost.inputs.configuration.settings_files import load_settings
from xlcost.locales.refusals import told
from xlcost.report.model.evaluation import evaluate

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[ledgr]", "the key ledgr is not known; did you mean ledger?"),
        ("[ledger.colums]", "ledger.colums is not known; did you mean columns?"),
        ("[ledger]\ncolumns = {acount = 'x'}", "ledger.columns.acount .* mean account?"),
        ("[report.materialty]", "report.materialty is not known; did you mean materiality?"),
        ("[report]\nlanguage = 'de'", "report.language is not right: it must be 'en' or 'nb'"),
        ("[ledger]\ndecimal = ';'", "ledger.decimal is not right"),
        ("[ledger]\ndelimiter = ''", "delimiter is not right: its length must be 1 or more"),
        ("[ledger]\ndelimiter = ';;'", "delimiter is not right: its length must be 1 or less"),
        ("[budget.amounts]\nFY25 = {versio = 'a'}", "budget.amounts.FY25.versio .* version?"),
        ("[activity.averages]\nA = {measure = 'talk', weight = 'b'}", "averages.A.measure"),
        ("[ledger]\ndatabase = 'sqlite://x'", "ledger.database needs ledger.table or .query"),
        ("[report]\nchannel_shares = {phone = 0.5}", "channel_shares add up to 0.5"),
        ("[report]\nchannel_shares = {a = 2, b = -1}", "has a share below zero"),
        ("[report.thresholds]\nfrc = {green = 1, amber = 0}", "report.thresholds.frc is not known"),
        (
            "[report.thresholds]\nabandonment_rate = {green = 0.03, amber = 0.05}",
            "thresholds.abandonment_rate would show nowhere",
        ),
        (
            "[report.materiality]\npct = 5",
            "report.materiality.pct is not right: it must be 1 or less",
        ),
        ("[report.materiality]\namount = -1", "amount is not right: it must be 0 or more"),
        ("[report.materiality]\namount = 'ten'", "amount is not right: it must be a number"),
        ("[report]\nprepared_on = 'May'", "prepared_on is not right: it must be a day such as"),
        (
            "[report.thresholds]\nservice_level = 1",
            "service_level is not right: it must be a table",
        ),
        (
            "[report.thresholds.csat_score]\ngreen = 0.8",
            "csat_score.amber is not right: it is missing",
        ),
        (
            "[report.thresholds.service_level]\ngreen = 0.7\namber = 0.8",
            "more is better, so green must not be below amber",
        ),
        (
            "[report.thresholds.cost_per_call]\ngreen = 100\namber = 90",
            "less is better, so green must not be above amber",
        ),
        ("[ledger]\namount_unit = 0", "ledger.amount_unit is not right"),
        ("[report]\nrates = {EUR = 0}", "report.rates.EUR is not right"),
        ("[report.rates]\nEUR = {octember = 9.1}", "report.rates.EUR.octember is 'octember'"),
        ("[ledger.constants]\nperiod = 'soon'", "ledger.constants.period is 'soon'"),
        ("[budget.amounts]\nA = {period = 'soon'}", "budget.amounts.A.period is 'soon'"),
        ("[limits]\nseconds = 0", "limits.seconds is not right"),
        ("[ledger", "xlcost.toml cannot be read"),
    ],
)
def test_mistake_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    """A mistake is told with the path of its key and the word that was probably meant."""
    (tmp_path / "xlcost.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=sentence) as caught:
        load_settings(tmp_path)
    assert "\n" not in str(caught.value)


def test_defaults_without_a_file(tmp_path: Path) -> None:
    """Without a file everything has its default."""
    assert load_settings(tmp_path) == Settings()
    assert Settings().report.materiality.pct == Decimal("0.05")


def test_rates_are_exact() -> None:
    """A rate is the decimal number that was written, flat or by period."""
    text = "[report.rates]\nEUR = 11.4\nUSD = {'2026-01' = 9.1}"
    rates = parse_settings(tomllib.loads(text)).report.rates
    assert rates == {"EUR": Decimal("11.4"), "USD": {"2026-01": Decimal("9.1")}}


def test_several_tables_for_one_input() -> None:
    """Files of different layout may be one input."""
    text = "[[ledger]]\nfiles = 'a.csv'\n[[ledger]]\nfiles = ['b.csv']\nskip_rows = 2"
    found = parse_settings(tomllib.loads(text))
    assert [said.files for said in found.of("ledger")] == [["a.csv"], ["b.csv"]]


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "settings").glob("*.toml")), ids=lambda p: p.stem
)
def test_settings_of_real_files(path: Path) -> None:
    """The settings that the tests of real files use are right."""
    parse_settings(tomllib.loads(path.read_text(encoding="utf-8")))


def test_every_key_figure_may_have_a_light() -> None:
    """With bounds for all of `LIGHTS`, every key figure of a whole company has a light."""
    low_is_good = {name: find(name).better == "lower" for name in LIGHTS}
    bounds = {name: {"green": 2 - low, "amber": 1 + low} for name, low in low_is_good.items()}
    dataset = HandMade(whole_facts(), settings=settings(thresholds=bounds))
    figures = [key for key in evaluate(made(dataset)) if key[0] == "key_figures"]
    rows = {row for _, row, _ in figures}
    assert len(rows) > 4
    assert rows == {row for _, row, column in figures if column == "light"}


def test_mistakes_are_told_in_both_languages() -> None:
    """What is wrong with a key is said in the person's language, down to its last word."""
    cases = {
        "[report]\nchannel_shares = {phone = 0.5}": "summerer til 0.5, men må summere til 1.",
        "[report]\nfoo = 1": "nøkkelen report.foo er ukjent; gyldige er ",
        "[report]\nentiti = 'x'": "nøkkelen report.entiti er ukjent; mente du entity?",
        "[report.materiality]\npct = 'ten'": "er ikke riktig: den må være et tall (den er 'ten').",
        "[report]\nallocation = 'fixt'": " eller 'fixed' (den er 'fixt'); mente du fixed?",
        "[ledger]\nconstants = {period = 'May'}": "er 'May', men må være en måned som 2026-10",
        "[ledger]\ndatabase = 'mysql://a/b'\ntable = 't'": "mysql er ikke en database som xlcost",
        "[ledger]\ndatabase = 'postgres://a/b?x=1'\ntable = 't'": "parameteren x er ikke blant dem",
        "[report]\nholidays = 'Norwy'": 'er ikke kjent; mente du "NO"?',
    }
    for text, told_in_norwegian in cases.items():
        with pytest.raises(SettingsError) as caught:
            parse_settings(tomllib.loads(text))
        assert told_in_norwegian in told(caught.value, "nb"), text
        assert told(caught.value, "en") == str(caught.value)
        assert not {"must", "known", "mean", "it is"} & set(told(caught.value, "nb").split())
