"""Paybacks as formulas of Excel 365 and 2024: what comes back is added up, period after period.

They say what `metrics.investment` says.
"""

from __future__ import annotations

_CLOSE = 1 - 1e-12  # as there: cents add up
_WALK = (
    "LET(so_far,SCAN(0,flows,LAMBDA(before,flow,before+flow)),"
    f"place,MATCH(TRUE,so_far>={{investment}}*{_CLOSE},0),IF(ISERROR(place),#N/A,"
    "LET(left,IF(place=1,{investment},{investment}-INDEX(so_far,MAX(1,place-1))),"
    "share,left/INDEX(flows,place),place-1+IF(share<1,share,1))))"
)
_ONE_SAVING = "IF(SUM({savings})<=0,#N/A,{investment}/SUM({savings}))"
# Where one saving comes every period: what all periods ever bring is saving / rate.
_EVEN = (
    "IF(SUM({savings})<=0,#N/A,LET(rate,{discount_rate},saving,SUM({savings}),"
    "part,{investment}*rate/saving,IF(part>=1,#N/A,"
    # Logarithm and power without the digits that they would lose near 1.
    "LET(precise_log,LAMBDA(little,IF(1+little=1,little,LN(1+little)*little/(1+little-1))),"
    "precise_exp,LAMBDA(little,LET(grown,EXP(little),"
    "IF(grown=1,little,IF(ABS(little)>1,grown-1,(grown-1)*little/LN(grown))))),"
    "growth,precise_log(rate),"
    f"whole,INT(-precise_log(-part*{_CLOSE})/growth),"
    "share,({investment}+saving*precise_exp(-whole*growth)/rate)*(1+rate)^(whole+1)/saving,"
    "whole+IF(share<0,0,IF(share<1,share,1))))))"
)
_ONE = "ROWS({savings})*COLUMNS({savings})=1"

PAYBACK = f"IF({{investment}}<=0,0,IF({_ONE},{_ONE_SAVING},LET(flows,TOCOL({{savings}}),{_WALK})))"
DISCOUNTED = (
    f"IF({{investment}}<=0,0,IF({_ONE},IF({{discount_rate}}=0,{_ONE_SAVING},{_EVEN}),"
    "LET(plain,TOCOL({savings}),"
    f"flows,plain/(1+{{discount_rate}})^SEQUENCE(ROWS(plain)),{_WALK})))"
)
