"""Columns of numbers in the engine: the same grammar as `numbers`, as one expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import cache
from typing import TYPE_CHECKING, Any

from xlcost.system.late import ibis, pa, pc
from xlcost.values import contact_words, durations, numbers
from xlcost.values.marks import BOOLEAN, DURATION, MARK, NUMBER
from xlcost.values.numbers import Dialect

if TYPE_CHECKING:
    import ibis.expr.types as ir

MONEY = "decimal(38, 6)"
FINER = "decimal(38, 15)"
MOST_SHAPES = 20_000
LONGEST_PLAIN = 30  # characters that always fit into the engine's decimals
SIMPLE_TYPED = r"^\x1fN-?[0-9]{1,20}(?:\.[0-9]{1,6})?\Z"
BIGGEST = Decimal(10) ** 32  # what the engine's decimals cannot hold
DIGITS = 400  # no digit of a text is lost before it is judged
MOST_LOOKED_UP = 50_000  # distinct texts that Python reads faster than a long expression compiles
NOISE, NOISE_SHARE = 1e-12, 1e-14  # what a binary float may be off


@cache
def never() -> Any:
    """Return the condition that no row fulfils: always the same one, known by its identity."""
    return ibis.literal(value=False)


@cache
def _format() -> Any:
    """Return the engine's own function that writes a number."""

    def written(pattern: str, value: float) -> str:  # type: ignore[empty-body]  # the engine's
        """Write a number by a pattern."""

    return ibis.udf.scalar.builtin(written, name="format")


@dataclass(frozen=True)
class Parsed:
    """A column of numbers as the engine will compute it.

    Attributes:
        value: The number at six decimals; NULL where it is missing or no number.
        wrong: Whether something stands there that is not a number.
        too_fine: Whether it had more than six decimals.

    What cannot be is `never()` itself, so that nobody has to ask the engine.
    """

    value: Any
    wrong: Any
    too_fine: Any


def shape(column: ir.StringValue) -> ir.StringValue:
    """Return the shape of a value: every digit is 0, and a leading zero stays apart as z."""
    led = column.re_replace(r"^([^0-9]*)0", r"\1z")
    return led.re_replace("[0-9]", "0")


def shapes(table: ir.Table, name: str, *, sample: int | None = None) -> dict[str, int]:
    """Return one value of each shape of a column, with the number of its rows."""
    column = table[name]
    if not column.type().is_string():
        return {}
    texts = table.select(value=column).filter(column.notnull())
    if sample is not None:
        texts = texts.limit(sample)
    counted = (
        texts.group_by(shape=shape(texts.value))
        .agg(value=texts.value.min(), rows=texts.count())
        .limit(MOST_SHAPES)
        .to_pyarrow()
    )
    return dict(zip(counted["value"].to_pylist(), counted["rows"].to_pylist(), strict=True))


def parsed(column: Any, dialect: Dialect, core: Any = None) -> Parsed:
    """Return the expressions that read a column, whatever its type in the engine.

    Args:
        column: The cells.
        dialect: How the numbers of the column are written.
        core: What `bare` made of the cells, where it is stored already: expressions stay short.
    """
    kind = column.type()
    if kind.is_string():
        return _from_text(column, dialect, bare(column) if core is None else core)
    if kind.is_floating():
        value = column.cast(MONEY)
        off = (column - value.cast("float64")).abs()
        too_fine = (off > NOISE) & (off > column.abs() * NOISE_SHARE)
        return Parsed(value, column.isnan() | column.isinf(), too_fine.fill_null(False))
    if kind.is_decimal() and (kind.scale or 0) > numbers.PLACES:
        value = column.cast(MONEY)
        return Parsed(value, never(), (column != value).fill_null(False))
    if kind.is_numeric():
        return Parsed(column.cast(MONEY), never(), never())
    return Parsed(ibis.null().cast(MONEY), column.notnull(), never())


def is_simple(samples: Iterable[str], dialect: Dialect) -> bool:
    """Tell whether every shape of a column needs no more than a cast; then expressions stay short.

    Args:
        samples: One value of each shape that occurs in the whole column.
        dialect: How the column is written.
    """
    return all(
        (re.match(dialect.plain.replace("$", r"\Z"), text) and len(text) <= LONGEST_PLAIN)
        or re.match(SIMPLE_TYPED, text)
        or numbers.is_missing(text)
        for text in samples
    )


def simple(column: ir.StringValue, dialect: Dialect, *, typed: bool = True) -> Parsed:
    """Return the expressions that read a column of which `is_simple` is true.

    Args:
        column: The cells.
        dialect: How they are written.
        typed: Whether cells stand there of which their file says that they are numbers.
    """
    value = _pointed(column, dialect).try_cast(MONEY)
    if typed:
        marked = column.substr(len(NUMBER)).try_cast(MONEY)
        value = ibis.cases((column.startswith(NUMBER), marked), else_=value)
    return Parsed(value, never(), never())


@dataclass(frozen=True)
class NumberLookup:
    """What Python read from each distinct text of a column.

    Attributes:
        texts: The distinct texts, as an Arrow array.
        value: Their numbers at six decimals.
        wrong: Which of them are no numbers.
        too_fine: Which of them had more than six decimals.
    """

    texts: Any
    value: list[Decimal | None]
    wrong: list[bool]
    too_fine: list[bool]

    def in_hours(self) -> NumberLookup:
        """Return the same in hours, where the numbers are seconds."""
        with localcontext(prec=DIGITS):
            hours = [None if v is None else numbers.rounded(v / 3600) for v in self.value]
        return replace(self, value=hours, too_fine=[False] * len(hours))

    def columns(self, cells: Any) -> dict[str, Any]:
        """Return what a whole column of cells means, as Arrow arrays."""
        places = pc.index_in(cells, self.texts)
        found = {"value": pa.array(self.value, pa.decimal128(38, numbers.PLACES)).take(places)}
        for name, flags in (("wrong", self.wrong), ("fine", self.too_fine)):
            if any(flags):
                found[name] = pa.array(flags, pa.bool_()).take(places)
        return found


def looked_up(texts: Any, dialect: Dialect) -> NumberLookup:
    """Read the distinct texts of a column by the reference in `numbers`."""
    return _read_each(texts, lambda text: numbers.parse(text, dialect))


def durations_of(texts: Any, unit: str, dialect: Dialect) -> NumberLookup:
    """Read the distinct texts of a column of durations, in seconds."""
    minutes = unit == "m:ss" and durations.are_minutes(texts.to_pylist())
    return _read_each(
        texts, lambda text: durations.parse(text, unit, dialect), 60 if minutes else 1
    )


def counts_of(texts: Any, dialect: Dialect) -> NumberLookup:
    """Read the distinct texts of a column of counts: yes is 1 and no is 0."""

    def read(text: str) -> Decimal | None:
        said = answer(text)
        return numbers.parse(text, dialect) if said is None else Decimal(int(said))

    return _read_each(texts, read)


def answer(text: str) -> bool | None:
    """Return what yes or no says, or a cell of which its file says that it is TRUE or FALSE."""
    if text.startswith(BOOLEAN):
        return text == f"{BOOLEAN}1"
    return contact_words.answer(text) if text.strip().isalpha() else None


def _read_each(texts: Any, read: Callable[[str], Decimal | None], divisor: int = 1) -> NumberLookup:
    """Return what a function reads from each distinct text, at six decimals."""
    found = NumberLookup(texts, [], [], [])
    with localcontext(prec=DIGITS):
        for text in texts.to_pylist():
            missing = numbers.is_missing(text)
            exact = None if missing else read(text)
            if exact is not None:
                exact = exact / divisor if divisor > 1 else exact
            if exact is not None and abs(exact) >= BIGGEST:
                exact = None
            value = None if exact is None else numbers.rounded(exact)
            found.value.append(value)
            found.wrong.append(value is None and not missing)
            found.too_fine.append(value != exact)
    return found


def bare(column: ir.StringValue) -> ir.StringValue:
    """Return cells without the spaces and the currency around them, with a plain minus."""
    text = column.re_replace(numbers.EDGES, "").replace(numbers.MINUS, "-")
    text = text.re_replace(numbers.CURRENCY, r"\1\2").re_replace(numbers.EDGES, "")
    for pattern, kept, more in numbers.WRITTEN:
        text = text.re_replace(pattern, kept + more)
    return text


def _from_text(column: ir.StringValue, dialect: Dialect, core: ir.StringValue) -> Parsed:
    plain = column.re_search(dialect.plain)
    typed = column.startswith(MARK)
    missing = (column.isnull() | core.lower().isin(numbers.MISSING)).fill_null(True)
    number = _typed(column)
    value = ibis.cases(
        (plain, _pointed(column, dialect).try_cast(MONEY)),
        (missing, ibis.null().cast(MONEY)),
        (typed, number.try_cast(MONEY)),
        (core.re_search(dialect.pattern), _signed(core, dialect)),
        (core.re_search(f"^{numbers.DASH.pattern}$"), ibis.literal(0).cast(MONEY)),
        else_=ibis.null().cast(MONEY),
    )
    too_fine = ibis.cases(
        (plain | missing, ibis.literal(value=False)),
        (typed, number.try_cast(FINER) != number.try_cast(MONEY).cast(FINER)),
        else_=_too_fine(core, dialect),
    ).fill_null(False)
    return Parsed(value, value.isnull() & ~missing, too_fine & value.notnull())


def _pointed(text: ir.StringValue, dialect: Dialect) -> ir.StringValue:
    return text.replace(",", ".") if dialect.decimal == "," else text


def _signed(core: ir.StringValue, dialect: Dialect) -> Any:
    digits = _pointed(core.re_replace(rf"[^0-9{dialect.decimal}]", ""), dialect)
    percent = (digits.try_cast("float64") / 100).round(10).cast(MONEY)
    amount = ibis.cases((core.contains("%"), percent), else_=digits.try_cast(MONEY))
    return ibis.cases((core.re_search("[-(]"), -amount), else_=amount).cast(MONEY)


def _too_fine(core: ir.StringValue, dialect: Dialect) -> Any:
    percent = core.contains("%") & core.re_search(dialect.too_fine.replace("{6}", "{4}"))
    return core.re_search(dialect.too_fine) | percent


def _typed(column: ir.StringValue) -> Any:
    """Return the number inside a typed cell as text, without a binary float's noise."""
    number = column.startswith(NUMBER)
    text = column.substr(len(NUMBER))
    noisy = text.re_search(r"\.[0-9]{7}")
    clean = _format()(f"{{:.{numbers.SIGNIFICANT}g}}", text.try_cast("float64"))
    return ibis.cases((number & noisy, clean), (number, text), else_=ibis.null().cast("string"))


def in_hours(read: Parsed) -> Parsed:
    """Return a column of seconds in hours."""
    return Parsed((read.value / 3600).cast(MONEY), read.wrong, never())


def seconds(column: Any, dialect: Dialect, core: Any = None, unit: str = "s") -> Parsed:
    """Return the expressions that read a column of durations: numbers, h:mm:ss or typed cells.

    Args:
        column: The cells.
        dialect: How the numbers of the column are written.
        core: What `bare` made of the cells, where it is stored already.
        unit: What a plain number counts.
    """
    factor = durations.SECONDS[unit]
    if not column.type().is_string():
        read = parsed(column, dialect)
        return read if factor == 1 else replace(read, value=(read.value * factor).cast(MONEY))
    plain = parsed(column, dialect, core)
    if factor != 1:
        plain = replace(plain, value=(plain.value * factor).cast(MONEY))
    text = column.re_replace(numbers.EDGES, "")
    clock = text.re_search(r"^-?[0-9]+:[0-5]?[0-9]:[0-5]?[0-9](?:[.,][0-9]+)?$")
    parts = text.re_replace("^-", "").replace(",", ".").split(":")
    # Hours, minutes and seconds; "1:30" could be either and is refused.
    size = (
        parts[0].try_cast(MONEY) * 3600 + parts[1].try_cast(MONEY) * 60 + parts[2].try_cast(MONEY)
    ).cast(MONEY)
    timed = column.startswith(DURATION)
    value = ibis.cases(
        (clock, ibis.cases((text.startswith("-"), -size), else_=size).cast(MONEY)),
        (timed, column.substr(len(DURATION)).try_cast("float64").cast(MONEY)),
        else_=plain.value,
    )
    wrong = plain.wrong & ~(clock | timed).fill_null(False)
    return Parsed(value, wrong, plain.too_fine & ~(clock | timed).fill_null(False))
