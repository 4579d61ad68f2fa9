"""What is meant: the settings of a ledger in a legal standard, which says most of it itself."""

from __future__ import annotations

from xlcost.dataset.schema import folded
from xlcost.dataset.settings import InputSettings
from xlcost.inputs.files.ledger_file import LedgerFile
from xlcost.inputs.standards.fec import NEEDED, SIDES, SIGNED
from xlcost.inputs.standards.recognition import FEC

FEC_COLUMNS = frozenset((*NEEDED, *SIDES, *SIGNED, "pieceref", "ecriturelib", "journallib"))


def is_own_table(standard: str, said: InputSettings) -> bool:
    """Tell whether a person says what the columns of a FEC are, and means it as a table."""
    rules = [*said.leave_out, *said.keep]
    named = [*said.columns.values(), *said.amounts, *(rule.column for rule in rules)]
    own = any(folded(name) in FEC_COLUMNS for name in named)
    return standard == FEC and (own or said.sign is not None)


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
