"""The format of a pack: what the next pack reads of an earlier one, said once for both.

Packs of earlier versions stay readable: a name or number here may be added, never changed. Names
are the same in packs of every language.
"""

from __future__ import annotations

from types import MappingProxyType

# What the workbook says about itself: its own properties.
PROPERTY = "xlcost_"
PERIOD = f"{PROPERTY}period"  # period key
SPAN = f"{PROPERTY}span"  # the months that the key meant in the calendar of the build
SCOPE = f"{PROPERTY}scope"  # the part of the company, as `comment_keys.part_of` says it
ENTITY = f"{PROPERTY}entity"  # name of the company
CREATED = f"{PROPERTY}created"  # run time, ISO text in UTC
RUN = f"{PROPERTY}run"  # what a pack and its manifest know each other by
SHEETS = f"{PROPERTY}sheets"  # how many a pack was made with: people add theirs
STATUS = "status"  # "preliminary" or "final"; people see it

# Comments: an Excel table of the sheet Comments. Its headings are words of the report language.
COMMENTS = "commentary"
COMMENT_COLUMNS = (
    *("line", "period", "actual", "budget", "variance", "pct", "status", "draft"),
    *("text", "cause", "action", "owner", "due", "state", "written", "key"),
)
OF_BUDGET = ("budget", "variance", "pct", "status", "written")  # no pack without a budget has them
KEY = "xlcost-key "  # how the key of a comment begins: a pack is known by it whatever else is lost

# Amounts by line and period: a table of the sheet Data.
OPEX_LINES = "opex_lines"
LINE, CATEGORY, KIND_NO = "line", "category", "kind_no"
VERSION_NO, PERIOD_NO, AMOUNT = "version_no", "period", "amount"
ACTUAL_NO, BUDGET_NO, PRIOR_NO = 1, 2, 3  # in `VERSION_NO`; other versions are numbered from 4
COST, INCOME = 1, 2  # in `KIND_NO`; income is negative in `AMOUNT`
KINDS = MappingProxyType({COST: "cost", INCOME: "income"})

# The full-year forecast by line, and the methods by the name of their setting: tables of Data.
FORECAST = "pack_forecast"
NEXT_PERIOD, NEXT_AMOUNT = "next_period", "next_amount"  # of the first open period
# `LINE` holds `Line.identity`.
FORECAST_COLUMNS = (LINE, AMOUNT, "method", "difference", NEXT_PERIOD, NEXT_AMOUNT)
METHODS = "pack_methods"
SETTING, METHOD = METHODS_COLUMNS = ("setting", "method")
