"""Customer service, as the settings say it: which cost centres, accounts or dimensions it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import ConfigDict, Field

from xlcost.values.setting_types import Constant, Model, Text, Texts

ServiceParts = Texts | dict[str, Constant]
LEAVE_OUT = "leave_out"  # what an outcome counts as whose rows are none


class CustomerService(Model):
    """What of a company is customer service; the rest is left out, and told.

    A list names codes, by the same words, ranges and beginnings as `leave_out`, or the names of
    codes; a table gives each a part: 1, 0.25, "25 %" or "yes". A key that is none of these is a
    column of the ledger, such as a project, or what the lists say of accounts and cost centres.
    """

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)
    __pydantic_extra__: dict[str, ServiceParts] = Field(init=False)

    cost_centre: ServiceParts = Field(default_factory=list)
    account: ServiceParts = Field(default_factory=list)
    entity: ServiceParts = Field(default_factory=list)

    def dimensions(self) -> Mapping[str, list[str] | dict[str, str]]:
        """Return each dimension that is named, with its codes or their parts."""
        own = {name: getattr(self, name) for name in type(self).model_fields}
        return {key: said for key, said in {**own, **self.__pydantic_extra__}.items() if said}


class ContactWords(Model):
    """What the words of all files of contacts count as, where the usual words do not say it.

    `channels` gives the name by which a channel goes in the report: one that is named here is a
    channel of its own, whatever it is a synonym of. `outcomes` gives the measures for which a
    contact counts beside being offered. What counts as `leave_out` is in no figure.
    """

    channels: dict[str, Text] = Field(default_factory=dict)
    directions: dict[str, Literal["inbound", "outbound", "leave_out"]] = Field(default_factory=dict)
    outcomes: dict[str, Texts] = Field(default_factory=dict)
