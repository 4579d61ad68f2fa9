"""Customer service, as the settings say it: which cost centres and accounts it is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from xlcost.dataset.setting_types import Constant, Model, Text, Texts

LEAVE_OUT = "leave_out"  # what an outcome counts as whose rows are none


class CustomerService(Model):
    """Which cost centres and accounts are customer service; the others are left out, and told.

    A list names them, by the same words, ranges and beginnings as `leave_out`; a table gives each
    a part: 1, 0.25, "25 %" or "yes".
    """

    cost_centre: Texts | dict[str, Constant] = Field(default_factory=list)
    account: Texts | dict[str, Constant] = Field(default_factory=list)


class ContactWords(Model):
    """What the words of all files of contacts count as, where the usual words do not say it.

    `channels` gives the name by which a channel goes in the report: one that is named here is a
    channel of its own, whatever it is a synonym of. `outcomes` gives the measures for which a
    contact counts beside being offered. What counts as `leave_out` is in no figure.
    """

    channels: dict[str, Text] = Field(default_factory=dict)
    directions: dict[str, Literal["inbound", "outbound", "leave_out"]] = Field(default_factory=dict)
    outcomes: dict[str, Texts] = Field(default_factory=dict)
