"""Signs: an amount without a sign, and a column or a letter beside it that says debit or credit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.schema import AMOUNTS, folded
from xlcost.dataset.settings import AmountColumn
from xlcost.inputs.files.raw_table import with_faults
from xlcost.inputs.shapes.step import Column, Shaped, Step
from xlcost.values.marks import MARK
from xlcost.values.numbers import bare, is_missing

# Words of debits with the words of credits that stand beside them.
PAIRS = (
    ("d", "c"),
    ("d", "k"),
    ("s", "h"),
    ("dr", "cr"),
    ("db", "cr"),
    ("deb", "cred"),
    ("debit", "credit"),
    ("debet", "kredit"),
    ("debet", "credit"),
    ("debit", "kredit"),
    ("soll", "haben"),
    ("debe", "haber"),
    ("dare", "avere"),
    ("débit", "crédit"),
    ("wn", "ma"),
    ("+", "-"),
    ("plus", "minus"),
)
# Letters that may mean anything: signs only below a heading of signs.
NAMED_PAIRS = (("d", "h"), ("d", "a"), ("md", "d"), ("md", "dal"), ("t", "k"), ("af", "bij"))
DEBITS = frozenset(debit for debit, _ in PAIRS)
CREDITS = frozenset(credit for _, credit in PAIRS)
HEADINGS = frozenset(
    (
        *("dc", "dk", "sh", "cd", "kd", "drcr", "crdr", "debitcredit", "debetkredit", "debkred"),
        *("sollhaben", "sollhabenkennzeichen", "sollhabenkz", "shkz", "shkzg", "sens"),
        *("dcindicator", "debitcreditindicator", "debitcreditflag", "dcflag", "debitorcredit"),
        *("debetcredit", "debehaber", "dareavere", "drorcr", "sollhabenkennz"),
        *("dh", "da", "mdd", "mddal", "wnma", "sign", "signo", "segno", "signe", "fortegn"),
        *("tecken", "vorzeichen", "teken", "strona", "strana", "afbij", "kennzeichen", "tk"),
    )
)
_LETTER = re.compile(r"^(.*[0-9])\s?([A-Za-z])$")
MOST_KINDS = 6  # distinct words of a column of signs


@dataclass(frozen=True)
class Sign:
    """The column that says the sign, and its words in lower case."""

    place: int
    debit: frozenset[str]
    credit: frozenset[str]
    told: bool  # by the settings


def _words(table: Shaped, place: int) -> set[str]:
    """Return the distinct words of a column, at most a few more than signs have."""
    raw = table.raw
    if not raw.is_text(f"c{place}"):
        return set()
    if raw.cells is not None:
        found = raw.seen.counted(f"c{place}")[0][: MOST_KINDS + 2].to_pylist()
    else:
        found = raw.first_texts(f"c{place}", MOST_KINDS + 2)
    return {text.strip().casefold() for text in found if text and text.strip()}


def _taken(table: Shaped) -> set[int | None]:
    """Return the columns that the settings speak of already."""
    said = table.said
    rules = [rule.column for rule in (*said.leave_out, *said.keep)]
    given = [*said.columns.values(), *said.ignore, *rules, *said.averages, *said.channels]
    return {table.raw.place_of(name) for name in given}


def _sign(table: Shaped) -> Sign | None:
    """Return the column of signs: the settings', else one whose every word says debit or credit."""
    if table.said.sign is not None:
        told = table.said.sign
        place = table.raw.place_of(told.column)
        debit = frozenset(word.strip().casefold() for word in told.debit) or DEBITS
        credit = frozenset(word.strip().casefold() for word in told.credit) or CREDITS
        return None if place is None else Sign(place, debit, credit, told=True)
    taken = _taken(table)
    for place, heading in enumerate(table.raw.header):
        if place in taken:
            continue
        named = folded(heading) in HEADINGS
        words = _words(table, place)
        if not words or len(words) > MOST_KINDS:
            continue
        pair = _pair(words, named=named)
        if pair:
            return Sign(place, *pair, told=False)
    return None


def _pair(words: set[str], *, named: bool) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the words of debits and of credits, where a column holds those and no others."""
    pairs = (*PAIRS, *NAMED_PAIRS) if named else PAIRS
    both = next((pair for pair in pairs if words == set(pair)), None)
    if both:
        return frozenset(both[:1]), frozenset(both[1:])
    return (DEBITS, CREDITS) if named and words <= DEBITS | CREDITS else None


def _applies(table: Shaped) -> bool:
    if table.kind.name not in AMOUNTS or (table.said.amounts and not table.said.sign):
        return False
    return table.place("amount") is not None and _sign(table) is not None


def _below(cell: str | None) -> bool:
    """Tell whether an amount is written below zero."""
    text = bare((cell or "").removeprefix(MARK + "N"))
    return text.startswith(("-", "(")) or text.endswith("-")


def _signed_already(amounts: Column, words: list[str], sign: Sign) -> bool:
    """Tell whether every credit and nothing else is below zero: the amounts have their signs."""
    below = [word for word, amount in zip(words, amounts, strict=True) if _below(amount)]
    turned = _of(amounts, words, sign.credit)
    return set(below) <= sign.credit and all(_below(a) or is_missing(a) for a in turned)


def _change(table: Shaped) -> Shaped:
    sign, place = _sign(table), table.place("amount")
    if sign is None or place is None:
        return table
    words = [(cell or "").strip().casefold() for cell in table.column(sign.place)]
    amounts = table.column(place)
    if not sign.told and any(map(_below, amounts)):
        signed = _signed_already(amounts, words, sign)
        return table if signed else _unclear(table, sign, place)
    unknown = {
        number: (str(Code.UNKNOWN_SIGN), word or '""')
        for number, word, amount in zip(table.rows, words, amounts, strict=True)
        if word not in sign.debit | sign.credit and not is_missing(amount)
    }
    marked = replace(table, raw=replace(table.raw, cells=with_faults(table.cells, unknown)))
    return split(marked, place, [word in sign.credit for word in words])


def _of(amounts: Column, words: list[str], wanted: frozenset[str]) -> Column:
    return [amount for amount, word in zip(amounts, words, strict=True) if word in wanted]


def _unclear(table: Shaped, sign: Sign, place: int) -> Shaped:
    """Tell that amounts have a sign of their own beside the column of signs."""
    raw = table.raw
    where = Where(raw.name, raw.sheet, None, raw.heading(sign.place))
    expected = raw.heading(place)
    found = Finding(Severity.ERROR, Code.SIGN_UNCLEAR, where, where.column, expected, rows=0)
    return replace(table, raw=replace(raw, findings=(*raw.findings, found)))


def split(table: Shaped, place: int, is_credit: list[bool]) -> Shaped:
    """Return a table whose credits stand in a column of their own, with the other sign."""
    amounts = table.column(place)
    pairs = list(zip(amounts, is_credit, strict=True))
    heading = table.raw.heading(place)
    new = table.new_heading(f"{heading} (credit)")
    shaped = table.with_columns({place: [None if credit else cell for cell, credit in pairs]})
    shaped = shaped.with_new_columns({new: [cell if credit else None for cell, credit in pairs]})
    other = "negative" if table.said.cost_is == "positive" else "positive"
    columns = {name: of for name, of in table.said.columns.items() if name != "amount"}
    amount_columns = {heading: AmountColumn(), new: AmountColumn(cost_is=other)}
    return shaped.saying(columns=columns, amounts=amount_columns)


SIGNS = Step("signs", _applies, _change)


def _letters(table: Shaped) -> tuple[int, list[tuple[str, str]]] | None:
    """Return the column of amounts that end in a letter for debit or credit, each cut in two."""
    place = table.place("amount")
    if place is None or table.said.amounts or table.said.sign or table.raw.cells is None:
        return None
    if place not in table.strings:
        return None
    found = [_LETTER.match((cell or "").strip()) for cell in table.column(place)]
    cut = [(m[1], m[2].casefold()) if m else ("", "") for m in found]
    filled = [not is_missing(cell) for cell in table.column(place)]
    letters = {letter for (_, letter), full in zip(cut, filled, strict=True) if full}
    pairs = (("s", "h"), ("d", "k"), ("d", "c"))
    return (place, cut) if any(letters == set(pair) for pair in pairs) else None


def _ends_in_letter(table: Shaped) -> bool:
    """Tell whether an amount may end in a letter; a pattern over distinct texts is cheap."""
    place = table.place("amount") if table.kind.name in AMOUNTS else None
    if place is None or table.raw.cells is None or place not in table.strings:
        return False
    return table.raw.seen.any(f"c{place}", r"[0-9] ?[SHDKCshdkc]$") and _letters(table) is not None


def _cut_letters(table: Shaped) -> Shaped:
    found = _letters(table)
    if found is None:
        return table
    place, cut = found
    bare_amounts: Column = [number for number, _ in cut]
    shaped = table.with_columns({place: bare_amounts})
    return split(shaped, place, [letter in CREDITS for _, letter in cut])


LETTERS = Step("letters", _ends_in_letter, _cut_letters)
