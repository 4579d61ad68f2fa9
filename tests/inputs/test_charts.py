"""Charts of accounts: what their files say, when they enter figures, and who overrules them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.errors import SettingsError
from xlcost.inputs.charts import chart as charts
from xlcost.inputs.charts.chart import NEUTRAL, chart, chart_names, read_chart
from xlcost.inputs.loading import load

CODED = [name for name in chart_names() if name != NEUTRAL]
# Account, name, amount of a small double-entry ledger; the sums of its costs by line.
SAMPLES: dict[str, tuple[str, dict[str, float]]] = {
    "ns4102": (
        (
            "1920,Bankinnskudd,-4570;1500,Kundefordringer,9000;2400,Leverandørgjeld,-500;"
            "3020,Salgsinntekt tjenester,-9000;5000,Lønn til ansatte,3000;"
            "5400,Arbeidsgiveravgift,500;6300,Leie lokale,1000;6420,Leie datasystemer,500;"
            "8150,Rentekostnad banklån,70"
        ),
        {
            "Salaries": 3000,
            "Social security and benefits": 500,
            "Rent": 1000,
            "Software and licences": 500,
        },
    ),
    "bas": (
        (
            "1930,Företagskonto,-4600;1510,Kundfordringar,9000;2440,Leverantörsskulder,-500;"
            "3041,Försäljning tjänster,-9000;7210,Löner till tjänstemän,3000;"
            "7510,Arbetsgivaravgifter,500;5010,Lokalhyra,1000;6540,IT-tjänster,500;"
            "8410,Räntekostnader,100"
        ),
        {"Salaries": 3000, "Social security and benefits": 500, "Rent": 1000, "IT services": 500},
    ),
    "dk": (
        (
            "6470,Bank,-4600;6190,Debitorer,9000;7440,Kreditorer,-500;"
            "1010,Salg af varer og ydelser,-9000;2850,Lønninger,3000;2910,Pensioner,500;"
            "2030,Husleje,1000;2410,Telefon og internet,500;3590,Renteudgifter,100"
        ),
        {"Salaries": 3000, "Pensions": 500, "Rent": 1000, "Telephony and data": 500},
    ),
    "skr03": (
        (
            "1200,Bank,-4600;1400,Forderungen aus Lieferungen und Leistungen,9000;"
            "1600,Verbindlichkeiten aus Lieferungen und Leistungen,-500;8400,Erlöse,-9000;"
            "4120,Gehälter,3000;4130,Gesetzliche soziale Aufwendungen,500;4210,Miete,1000;"
            "4920,Telefon,500;2110,Zinsaufwendungen,100"
        ),
        {
            "Salaries": 3000,
            "Social security and benefits": 500,
            "Rent": 1000,
            "Telephony and data": 500,
        },
    ),
    "skr04": (
        (
            "1800,Bank,-4600;1200,Forderungen aus Lieferungen und Leistungen,9000;"
            "3300,Verbindlichkeiten aus Lieferungen und Leistungen,-500;4400,Erlöse,-9000;"
            "6020,Gehälter,3000;6110,Gesetzliche soziale Aufwendungen,500;6310,Miete,1000;"
            "6805,Telefon,500;7310,Zinsaufwendungen,100"
        ),
        {
            "Salaries": 3000,
            "Social security and benefits": 500,
            "Rent": 1000,
            "Telephony and data": 500,
        },
    ),
    "pcg": (
        (
            "512000,Banque,-4600;411000,Clients,9000;401000,Fournisseurs,-500;"
            "706000,Prestations de services,-9000;641100,Salaires,3000;645100,Cotisations,500;"
            "613200,Locations immobilières,1000;626000,Frais de télécommunications,500;"
            "661000,Charges d'intérêts,100"
        ),
        {
            "Salaries": 3000,
            "Social security and benefits": 500,
            "Rent": 1000,
            "Telephony and data": 500,
        },
    ),
    NEUTRAL: (
        (
            "A,Bank,-4600;B,Accounts receivable,9000;C,Accounts payable,-500;D,Sales revenue,-9000;"
            "E,Salaries,3000;F,Payroll tax,500;G,Office rent,1000;H,Software,500;"
            "I,Interest expense,100"
        ),
        {
            "Salaries": 3000,
            "Social security and benefits": 500,
            "Rent": 1000,
            "Software and licences": 500,
        },
    ),
}


def _ledger(folder: Path, rows: str, *, named: bool = True) -> None:
    head = "date,account,account_name,amount,cost_centre\n"
    if not named:
        head = "date,account,amount,cost_centre\n"
    lines: list[str] = []
    for row in rows.split(";"):
        code, name, amount = row.split(",")
        centre = "300" if name in ("Lønn til ansatte", "Salaries") else "100"
        lines.append(f"2026-10-0{1 + len(lines) % 9},{code}," + (f'"{name}",' if named else ""))
        lines[-1] += f"{amount},{centre}\n"
    (folder / "ledger.csv").write_text(head + "".join(lines), encoding="utf-8")


def _by_line(dataset: Dataset, kind: str = "cost") -> dict[str, float]:
    accounts = dataset.facts.accounts[dataset.facts.accounts["kind"] == kind][["account", "line"]]
    summed = dataset.facts.ledger.merge(accounts, on="account").groupby("line")["amount"].sum()
    return {str(line): float(amount) for line, amount in summed.items()}


@pytest.mark.parametrize("name", CODED)
def test_every_code_has_an_answer_or_is_said_to_have_none(name: str) -> None:
    """Ranges do not overlap, and no code from 1000 to 9999 is forgotten."""
    asked = chart(name)
    for before, after in zip(asked.ranges, asked.ranges[1:], strict=False):
        assert before.low <= before.high < after.low, after
    for code in range(1000, 10_000):
        none = any(low <= code <= high for low, high in asked.none)
        assert (asked.at(code) is None) == none, code
    assert asked.source.startswith(("http", *"ABCDEFGHIJKLMNOPQRSTUVWXYZÅØ"))
    assert set(asked.names) == {"en", "nb"}


def test_the_norwegian_chart_knows_every_standard_account(shared_data: Path) -> None:
    """Each account of the tax authority's list has a line, and balance is told from result."""
    path = shared_data / "standards/saft-no/General_Ledger_Standard_Accounts_4_character_2020.csv"
    rows = list(csv.reader(path.read_text(encoding="cp1252").splitlines(), delimiter=";"))[1:]
    assert len(rows) > 700
    for code, *_ in rows:
        found = chart("ns4102").of_code(code)
        assert found is not None, code
        if code < "3000":
            assert found.line.kind == "balance", code
        elif code >= "8000":
            assert found.line.kind == "financial", code


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_whole_ledger_is_told_apart_without_settings(name: str, tmp_path: Path) -> None:
    """Names that agree prove the chart: costs by line, and nothing to leave out by hand."""
    rows, costs = SAMPLES[name]
    _ledger(tmp_path, rows)
    dataset = load(tmp_path)
    assert not dataset.findings.count(Severity.ERROR), list(dataset.findings)
    assert _by_line(dataset) == pytest.approx(costs)
    assert sum(_by_line(dataset, "income").values()) == pytest.approx(-9000)
    assert set(dataset.facts.accounts["chart"]) == {name}
    assert dataset.whole_company
    codes = [one.code for one in dataset.findings]
    assert codes[0] is Code.WHOLE_COMPANY
    assert Code.MAPPED_BY_CHART in codes
    out = [one for one in dataset.findings if one.code is Code.NOT_OPEX]
    assert sum(float(one.amount) for one in out) == pytest.approx(9000 - sum(costs.values()))


@pytest.mark.parametrize("name", CODED)
def test_codes_alone_only_propose(name: str, tmp_path: Path) -> None:
    """Without names no chart enters figures, and by its name in the settings it does."""
    rows, costs = SAMPLES[name]
    _ledger(tmp_path, rows, named=False)
    settings = parse_settings({"report": {"currency": chart(name).currency}})
    alone = load(tmp_path, settings)
    assert set(alone.facts.accounts["chart"]) == {""}
    proposed = next(one for one in alone.findings if one.code is Code.CHART_PROPOSED)
    assert name in proposed.expected
    assert Code.DOUBLE_ENTRY in {one.code for one in alone.findings}
    for said in ({"chart": name}, {"ledger": {"chart": name}}):
        told = load(tmp_path, parse_settings(said))
        assert _by_line(told) == pytest.approx(costs)
        assert not told.findings.count(Severity.ERROR)


def test_a_persons_list_counts_before_the_chart(tmp_path: Path) -> None:
    """The list of accounts wins row by row; the chart speaks of the accounts that it lacks."""
    _ledger(tmp_path, SAMPLES["ns4102"][0])
    (tmp_path / "accounts.csv").write_text(
        "account,line,category\n6420,Agent licences,Technology\n", encoding="utf-8"
    )
    dataset = load(tmp_path, parse_settings({"chart": "ns4102"}))
    frame = dataset.facts.accounts.set_index("account")
    assert frame.loc["6420", "line"] == "Agent licences"
    assert frame.loc["6420", "chart"] == ""
    assert frame.loc["6300", "line"] == "Rent"
    assert frame.loc["6300", "chart"] == "ns4102"


def test_lines_are_in_the_language_of_the_report(tmp_path: Path) -> None:
    """A Norwegian report has Norwegian lines and categories."""
    _ledger(tmp_path, SAMPLES["ns4102"][0])
    frame = load(tmp_path, language="nb").facts.accounts.set_index("account")
    assert list(frame.loc["5000", ["line", "category"]]) == ["Lønn", "Personal"]


def test_a_chart_that_there_is_not_is_refused(tmp_path: Path) -> None:
    """A name without a file is wrong use, and the known ones are told."""
    _ledger(tmp_path, SAMPLES["ns4102"][0])
    with pytest.raises(SettingsError, match="ns4102"):
        load(tmp_path, parse_settings({"chart": "ns9999"}))


@pytest.mark.parametrize("name", ["budget", "accounts", "activity", "trial_balance"])
def test_a_chart_of_another_input_is_refused(name: str) -> None:
    """A chart under an input that goes by none would be read over: it is wrong use."""
    with pytest.raises(SettingsError, match=rf"{name}\.chart.*\[ledger\]"):
        parse_settings({name: {"chart": "ns4102"}})


def test_a_chart_is_one_file() -> None:
    """A file that is added is a chart with its lines, and one of its rows may say more."""
    said = {
        "name": {"en": "Here", "nb": "Her"},
        "source": "Invented",
        "accounts": [
            {"codes": "1000..4999", "line": "cash"},
            {"codes": "5000..9999", "line": "rent", "behaviour": "step", "labour": True},
        ],
    }
    added = read_chart("here", said)
    found = added.of_code("7000")
    assert found is not None
    assert (found.line.names["nb"], found.line.behaviour, found.line.labour) == (
        "Husleie",
        "step",
        True,
    )
    room = Path(charts.__file__).parent
    assert {p.stem for p in room.glob("*.toml")} == {*chart_names(), "lines"}


def test_customers_and_suppliers_are_one_digit_longer() -> None:
    """In a German ledger five digits beside four are customers and suppliers."""
    for name in ("skr03", "skr04"):
        for code, line in (("10001", "receivables"), ("70001", "payables")):
            found = chart(name).of_code(code, 4)
            assert found is not None
            assert found.line.key == line
    four = chart("skr03").of_code("420", 4)
    assert four is not None
    assert four.line.key == "fixed_assets"


def test_one_key_says_what_customer_service_is(tmp_path: Path) -> None:
    """With the cost centre named, only its costs count, a share of it too, and the rest is told."""
    _ledger(tmp_path, SAMPLES["ns4102"][0])
    for said, amount in (
        ({"cost_centre": ["300"]}, 3000),
        ({"cost_centre": {"300": "50 %"}}, 1500),
        ({"account": ["63*", "5000..5099"]}, 4000),
    ):
        dataset = load(tmp_path, parse_settings({"customer_service": said}))
        assert not dataset.whole_company
        assert sum(_by_line(dataset).values()) == pytest.approx(amount)
        assert Code.OUT_OF_SCOPE in {one.code for one in dataset.findings}
    everything = load(tmp_path, parse_settings({"customer_service": "all"}))
    assert not everything.whole_company
    assert sum(_by_line(everything).values()) == pytest.approx(5000)
