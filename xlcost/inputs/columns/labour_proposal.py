"""The proposal of labour: which accounts of a list would count as cost of people, to confirm."""

from __future__ import annotations

from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.cleaning import text_of
from xlcost.inputs.files.raw_table import RawTable
from xlcost.values.labour import is_labour

SHOWN = 40  # accounts that a comment names
LOOKED_AT = 5000  # rows of a list of accounts


def labour_proposal(raw: RawTable, binding: Binding) -> list[str]:
    """Return the accounts that would count as labour, where a list of accounts does not say it."""
    columns = binding.columns
    if binding.input.name != "accounts" or "labour" in columns or "account" not in columns:
        return []
    names = [name for name in ("account", "name", "driver", "line") if name in columns]
    cells = raw.table.select(**{name: text_of(raw.table[columns[name].column]) for name in names})
    counted = [
        f"{row['account']} {row.get('name', '')}".strip()
        for row in cells.limit(LOOKED_AT).to_pyarrow().to_pylist()
        if is_labour("", row.get("driver", ""), row.get("line", ""), row.get("name", ""))
    ]
    if not counted:
        return []
    shown = [*counted[:SHOWN], *(["…"] if len(counted) > SHOWN else [])]
    return [
        f"labour (guess), by driver or name: {', '.join(shown)}",
        "  a column labour with yes or no in this file says it for sure",
    ]
