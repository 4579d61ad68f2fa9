"""What is meant: the settings of a ledger in a legal standard, which says most of it itself."""

from __future__ import annotations

from xlcost.dataset.settings import InputSettings
from xlcost.inputs.files.ledger_file import LedgerFile


def as_meant(said: InputSettings, ledger: LedgerFile) -> InputSettings:
    """Return the settings that hold for the table of a standard ledger.

    Its numbers have a point and its days stand as 2026-10-31; a debit is above zero. What a person
    says of its columns and rows counts.

    Args:
        said: What the settings say.
        ledger: What the file says.
    """
    own = {"currency": ledger.currency, "entity": ledger.company or ledger.number}
    constants = {name: text for name, text in own.items() if text} | said.constants
    constants = {name: text for name, text in constants.items() if name not in said.columns}
    changes = {"constants": constants, "decimal": ".", "thousands": "", "date_order": None}
    return said.model_copy(update=changes)
