"""Customer service, as the settings say it: which cost centres and accounts it is."""

from __future__ import annotations

from pydantic import Field

from xlcost.values.setting_types import Constant, Model, Texts


class CustomerService(Model):
    """Which cost centres and accounts are customer service; the others are left out, and told.

    A list names them, by the same words, ranges and beginnings as `leave_out`; a table gives each
    a part: 1, 0.25, "25 %" or "yes".
    """

    cost_centre: Texts | dict[str, Constant] = Field(default_factory=list)
    account: Texts | dict[str, Constant] = Field(default_factory=list)
