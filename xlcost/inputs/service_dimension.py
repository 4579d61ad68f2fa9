"""The service dimension: a column of the ledger that says what is customer service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlcost.dataset.schema import DIMENSION, aliases, folded
from xlcost.dataset.service_settings import CustomerService
from xlcost.dataset.settings import Settings
from xlcost.errors import SettingsError
from xlcost.inputs.columns.binding import Binding, Bound
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.standards.dimensions import PROJECT, meaning

CODES = ("account", "cost_centre", "entity")  # what every amount is added up by anyway


def canonical(key: str) -> str:
    """Return the canonical column that a dimension of the settings is called, else itself."""
    known = {heading: name for heading, name in aliases("ledger").items() if name in CODES}
    return known.get(folded(key)) or meaning("", key)


def heading_of(key: str, headings: Sequence[str]) -> str | None:
    """Return the heading of a table that a dimension of the settings means, if any."""
    by_name = {folded(heading): heading for heading in headings[::-1] if heading}
    if found := by_name.get(folded(key)):
        return found
    if meaning("", key) != PROJECT:
        return None
    return next((one for one in headings if one and meaning("", one) == PROJECT), None)


def keys_of(settings: Settings) -> tuple[str, ...]:
    """Return the dimensions by which the settings say what is customer service."""
    said = settings.customer_service
    return tuple(said.dimensions()) if isinstance(said, CustomerService) else ()


def with_dimension(raw: RawTable, binding: Binding, keys: Sequence[str]) -> Binding:
    """Return a binding with the column by which customer service is told, where the table has it.

    Raises:
        SettingsError: It has several: amounts are added up by one beside the canonical ones.
    """
    if binding.input.column(DIMENSION) is None:
        return binding
    found = {key: heading for key in keys if (heading := _own_column(raw, binding, key))}
    if len(set(found.values())) > 1:
        raise SettingsError(
            f"xlcost.toml: customer_service goes by {' and '.join(found)}; beside account, "
            "cost_centre and entity it can go by one column of the ledger."
        )
    for heading in found.values():
        bound = Bound(f"c{raw.place_of(heading)}", heading)
        others = tuple(one for one in binding.others if one.column != bound.column)
        return replace(binding, columns={**binding.columns, DIMENSION: bound}, others=others)
    return binding


def _own_column(raw: RawTable, binding: Binding, key: str) -> str | None:
    """Return the heading that a dimension means, where it is none of the canonical columns."""
    heading = heading_of(key, raw.header)
    if heading is None or folded(key) in map(folded, CODES):
        return None
    own = canonical(key)
    bound = binding.columns.get(own) if own in CODES else None
    return None if bound and folded(bound.heading) == folded(heading) else heading
