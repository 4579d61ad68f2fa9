"""The query of a scan: rows in canonical columns where they lie, and their sums by keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlcost.dataset.findings import Code
from xlcost.engine import among, quoted
from xlcost.inputs.columns.binding import Binding, texts
from xlcost.inputs.columns.cleaning import DAY, WHEN
from xlcost.inputs.columns.row_findings import FORMULA
from xlcost.inputs.columns.rows import LEFT
from xlcost.inputs.columns.rules import BoundRule, rules_of
from xlcost.inputs.files.raw_table import ROW, RawTable, column_names
from xlcost.inputs.ledgers.groups import FINE_ROWS, KEYS, summed_amounts
from xlcost.inputs.ledgers.scan_columns import (
    Head,
    Key,
    Value,
    head_of,
    text_key,
    values_of,
    when_key,
)
from xlcost.values.calendar import Calendar

ALL, RULE, OK = "all_rows", "_rule", "_ok"
RULED = ("_first", "_last")  # the least and the greatest text that a rule speaks of


@dataclass(frozen=True)
class ScanQuery:
    """How a table is added up where it lies.

    Attributes:
        binding: How the table is understood.
        cells: Its columns as they are.
        keys: What its rows are added up by, the day or period first.
        days: The column of days beside one of periods, as a key.
        values: Its columns of amounts.
        shown: Its columns of text that are no keys, by their names.
        ruled: The rules, each with the texts of its column that it leaves out.
    """

    binding: Binding
    cells: tuple[str, ...]
    keys: tuple[Key, ...]
    days: Key
    values: tuple[Value, ...]
    shown: dict[str, Key]
    ruled: tuple[tuple[BoundRule, Key, tuple[str, ...]], ...]

    @property
    def names(self) -> list[str]:
        """The columns of amounts."""
        return [value.column for value in self.values]

    def inner(self, source: str) -> str:
        """Return the rows with keys and amounts, and whether a row can be used as it is."""
        used = [*self.keys, self.days, *self.shown.values(), *(key for _, key, _ in self.ruled)]
        keys = {key.column: key.value for key in used}
        columns = [f"{value} AS {column}" for column, value in keys.items()]
        columns += [f"{value.value} AS {value.column}" for value in self.values]
        first = f"SELECT *, {', '.join(columns)} FROM {source}"
        wrong = " OR ".join(f"({value.wrong})" for value in self.values)
        return f"SELECT *, NOT ({wrong}) AS {OK}, {self._rule()} AS {RULE} FROM ({first}) AS first"

    def _rule(self) -> str:
        cases = [
            f"WHEN {among(key.text, left)} THEN {place}"
            for place, (_, key, left) in enumerate(self.ruled, start=1)
        ]
        return f"CASE {' '.join(cases)} ELSE 0 END" if cases else "0"

    def grouped(self, source: str, *, looks: bool) -> str:
        """Return the rows by their keys.

        Args:
            source: Where the rows are.
            looks: Whether texts that are no keys are looked at, too.
        """
        by = [key.column for key in self.keys if not key.is_constant]
        by += [RULE] if self.ruled else []
        sums = [f"count(*) AS {ALL}", *self._sums()]
        sums += self._looked() if looks else []
        sums += self._told()
        columns = ", ".join([*by, *sums])
        inside = f"SELECT {columns} FROM ({self.inner(source)}) AS rows GROUP BY ALL"
        texts_of = [
            f"{key.value if key.is_constant else key.text} AS {key.name}" for key in self.keys
        ]
        rule = RULE if self.ruled else f"0 AS {RULE}"
        rest = [one.rpartition(" AS ")[2] for one in sums]
        if self._is_short:
            name = self.names[0]
            rest += [f"{name}_rows AS rows", f"{name}_rows AS {name}_once"]
        every = f"{rule}, {', '.join(texts_of)}, {', '.join(rest)}, 0 AS {FINE_ROWS}"
        return f"SELECT {every} FROM ({inside}) AS g"

    @property
    def _is_short(self) -> bool:
        """Whether there is one column of amounts, and only its blanks are wrong."""
        return len(self.values) == 1 and self.values[0].null_is_wrong

    def _sums(self) -> list[str]:
        """Return the sums of the rows that can be used as they are."""
        if self._is_short:  # one sum less to keep for each of millions of rows
            (name,) = self.names
            return [f"sum({name}) AS {name}", f"count({name}) AS {name}_rows"]
        found = [f"count(*) FILTER ({OK}) AS rows"]
        for one in summed_amounts(self.names, several=bool(self.binding.amounts)):
            aggregate, _, name = one.rpartition(" AS ")
            filtered = aggregate.replace("FILTER (", f"FILTER ({OK} AND ")
            whole = filtered if "FILTER" in aggregate else f"{aggregate} FILTER ({OK})"
            found.append(f"{whole} AS {name}")
        return found

    def _looked(self) -> list[str]:
        """Return how many texts begin as formulas do, and one of them."""
        found = []
        for name, key in self.shown.items():
            if not key.is_text:
                continue
            # Letters and digits are told by a comparison: a pattern costs more than adding up.
            column = key.column
            odd = f"({column} < '0' OR ({column} > '9' AND {column} < 'A')) AND {column} <> ''"
            flag = (
                f"CASE WHEN {odd} THEN regexp_matches({column}, {quoted(FORMULA)}) ELSE false END"
            )
            found.append(f"count(*) FILTER ({flag}) AS {name}_formulas")
            found.append(f"min({column}) FILTER ({flag}) AS {name}_shown")
        return found

    def _told(self) -> list[str]:
        """Return the texts by which rules leave rows out."""
        if not self.ruled:
            return []
        cases = " ".join(
            f"WHEN {place} THEN {key.text}" for place, (_, key, _) in enumerate(self.ruled, start=1)
        )
        text = f"CASE {RULE} {cases} END"
        return [f"min({text}) AS {RULED[0]}", f"max({text}) AS {RULED[1]}"]

    def typed(self, source: str, without: str) -> str:
        """Return the rows that are used, in canonical columns.

        Args:
            source: Where the rows are.
            without: The condition of rows that are not.
        """
        columns = [*self.cells, ROW, f"'' AS {LEFT}", self.keys[0].column]
        columns += [f"{key.text} AS {key.name}" for key in self.keys]
        columns.append(f"{self.days.text} AS {DAY}")
        columns += [f"{key.text} AS {name}" for name, key in self.shown.items()]
        columns += [f"CAST({name} AS DECIMAL(38, 6)) AS {name}" for name in self.names]
        used = f"{OK} AND {RULE} = 0 AND NOT ({without})"
        return f"SELECT {', '.join(columns)} FROM ({self.inner(source)}) AS rows WHERE {used}"

    def odd(self, source: str, without: str) -> str:
        """Return the cells and numbers of the rows that have to be looked at."""
        odd = f"{RULE} = 0 AND (NOT {OK} OR {without})"
        cells = ", ".join([*self.cells, ROW])
        return f"SELECT {cells} FROM ({self.inner(source)}) AS rows WHERE {odd} ORDER BY {ROW}"

    def having(self, odd: Mapping[str, Sequence[str]]) -> str:
        """Return the condition of rows of which a key is one of some texts."""
        texts_of = {key.name: key.text for key in self.keys}
        found = [among(texts_of[name], texts_in) for name, texts_in in odd.items() if texts_in]
        return " OR ".join(found) or "false"


def query_of(raw: RawTable, binding: Binding, calendar: Calendar) -> ScanQuery:
    """Find out how a table can be added up where it lies.

    Raises:
        NotCleanError: Its columns are not written as a scan can read them.
    """
    columns = binding.columns
    bounds = [*columns.values(), *(bound for bound, _ in binding.amounts)]
    head = head_of(raw, bounds)
    keys = [_when(raw, binding, calendar, head)]
    for name in KEYS:
        if name in columns:
            keys.append(text_key(raw, name, columns[name]))
        else:
            constant = binding.constants.get(name, "") if binding.input.column(name) else ""
            keys.append(
                Key(name, quoted(constant), f"_key_{name}", is_text=False, is_constant=True)
            )
    shown = [name for name in texts(binding) if name not in KEYS]
    return ScanQuery(
        binding,
        tuple(column_names(len(raw.header))),
        tuple(keys),
        _day(raw, binding),
        values_of(raw, binding, head),
        {name: text_key(raw, name, columns[name]) for name in shown},
        tuple(_ruled(raw, rule, place) for place, rule in enumerate(rules_of(binding))),
    )


def _when(raw: RawTable, binding: Binding, calendar: Calendar, head: Head) -> Key:
    if binding.when is None:
        return Key(WHEN, "''", f"_key_{WHEN}", is_text=False, is_constant=True)
    return when_key(raw, WHEN, binding.when, calendar, head)


def _day(raw: RawTable, binding: Binding) -> Key:
    """Return the day of a row: it stands beside its period, or is what says the period."""
    bound = next((binding.columns[n] for n in ("date",) if n in binding.columns), None)
    kind = raw.held.kinds[bound.column] if bound else ""
    if bound is None:
        return Key(DAY, "''", f"_key_{DAY}")
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        text = f"coalesce(strftime(_key_{DAY}, '%Y-%m-%d'), '')"
        return Key(DAY, bound.column, text, is_text=False)
    return text_key(raw, DAY, bound)


def _ruled(raw: RawTable, rule: BoundRule, place: int) -> tuple[BoundRule, Key, tuple[str, ...]]:
    """Return a rule with the texts that it leaves out; it is asked of each text once."""
    key = text_key(raw, f"rule_{place}", rule.bound)
    text = key.text.replace(key.column, key.value)
    found = raw.held.ask(f"SELECT DISTINCT {text} FROM {raw.held.source}")
    return rule, key, tuple(rule.left_out(str(one) for (one,) in found))


LEFT_OUT = f"CASE {RULE} WHEN 0 THEN '' ELSE {quoted(str(Code.ROW_LEFT_OUT))} END AS {LEFT}"
