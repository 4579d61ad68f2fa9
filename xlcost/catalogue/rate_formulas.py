"""The one rate at which flows are worth nothing, as a formula of Excel 365 and 2024.

It says what `metrics.investment` says of roots, without recursion. A sum of powers has no more
roots than its flows change sign, and between two of them its slope has one. So the sum, its slope,
the slope of that and so on stand below each other in a table, each with one change of sign fewer;
from the last, which has no root, up to the first, roots are sought between those of the one below.
A root is log(1/(1+rate)). `at` are the exponents in ascending order, `sums` what belongs to each,
none of them 0; both are rows.
"""

from __future__ import annotations

_CLOSE = "1E-12"
# Value and size of a row of sums at places in a column: both without the largest power, which would
# leave what a cell can hold.
_PARTS = (
    "parts,LAMBDA(sums,places,"
    "EXP(places*at-IF(places>0,places*last_at,places*first_at))*sums),"
    "added,LAMBDA(table,MMULT(table,SEQUENCE(many,1,1,0))),"
)
_SIGNS = (
    "signs,LAMBDA(sums,places,LET(table,parts(sums,places),value,added(table),"
    f"IF(ABS(value)<={_CLOSE}*added(ABS(table)),0,SIGN(value)))),"
)
# The places at which a row of sums is 0, between limits and at them; what is none is the lowest.
_HALVED = (
    "REDUCE(low,SEQUENCE(90),LAMBDA(from_low,turn,LET(middle,from_low+(high-low)/2^turn,"
    "IF(SIGN(added(parts(sums,middle)))=at_low,middle,from_low))))"
)
_ROOTS = (
    "roots,LAMBDA(sums,limits,LET(count_of,ROWS(limits),low,INDEX(limits,SEQUENCE(count_of-1)),"
    "high,INDEX(limits,SEQUENCE(count_of-1,1,2)),at_low,signs(sums,low),at_high,signs(sums,high),"
    f"found,IF(at_low*at_high<0,{_HALVED},-far),touched,IF((at_low=0)*(low>-far)>0,low,-far),"
    "UNIQUE(SORT(VSTACK(-far,found,touched,far))))),"
)
# The table of slopes: each row is the one above times the distance of its exponent from the turn.
_SLOPES = (
    "slopes,REDUCE(sums_1,SEQUENCE(changes),LAMBDA(table,step,LET(sums,INDEX(table,ROWS(table),0),"
    "flips,INDEX(sums,SEQUENCE(1,many-1))*INDEX(sums,SEQUENCE(1,many-1,2))<0,"
    "turn,MATCH(TRUE,flips,0),"
    "VSTACK(table,sums*(at-(INDEX(at,turn)+INDEX(at,turn+1))/2))))),"
)


def one_rate(places: str, flows: str) -> str:
    """Return the one rate.

    Args:
        places: Years or periods of each flow, in a column, ascending, each once.
        flows: What they come to, in a column.
    """
    return (
        f"LET(every_flow,{flows},largest,MAX(ABS(every_flow)),IF(largest=0,#N/A,"
        "LET(is_flow,every_flow<>0,"
        f"at,TRANSPOSE(FILTER({places},is_flow)),"
        "sums_1,TRANSPOSE(FILTER(every_flow/largest,is_flow)),many,COLUMNS(at),"
        "changes,IF(many=1,0,SUM(--(INDEX(sums_1,SEQUENCE(1,MAX(1,many-1)))"
        "*INDEX(sums_1,SEQUENCE(1,MAX(1,many-1),MIN(2,many)))<0))),"
        "IF(changes=0,#N/A,LET(first_at,INDEX(at,1),last_at,INDEX(at,many),"
        f"{_SLOPES}"
        # Beyond it the first or the last power alone is larger than all others.
        "gaps,INDEX(at,SEQUENCE(1,many-1,2))-INDEX(at,SEQUENCE(1,many-1)),"
        "spread,MAX(ABS(slopes))/MIN(ABS(slopes)),"
        "far,LN(1+many*spread)/MIN(INDEX(gaps,1),INDEX(gaps,many-1))+1,"
        f"{_PARTS}{_SIGNS}{_ROOTS}"
        "all_roots,REDUCE(VSTACK(-far,far),SEQUENCE(changes+1,1,changes+1,-1),"
        "LAMBDA(limits,step,roots(INDEX(slopes,step,0),limits))),"
        "IF(ROWS(all_roots)=3,LET(root,-INDEX(all_roots,2),grown,EXP(root),"
        # EXP(root)-1 without the digits that it would lose near 0.
        "IF(grown=1,root,IF(ABS(root)>1,grown-1,(grown-1)*root/LN(grown)))),#N/A))))))"
    )


PERIODIC = one_rate("SEQUENCE(ROWS(every_flow),1,0)", "TOCOL({cash_flows})")
DATED = (
    "LET(day,INT(TOCOL({dates})),first_day,INDEX(day,1),IF(MIN(day)<first_day,#NUM!,"
    "LET(days_1,SORT(UNIQUE(day)),"
    + one_rate("(days_1-first_day)/365", "MMULT(--(days_1=TRANSPOSE(day)),TOCOL({cash_flows}))")
    + ")))"
)
