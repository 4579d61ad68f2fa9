"""The queues behind staffing as formulas of Excel 365 and 2024, for the named LAMBDAs.

They say what `queues` and `crews` say, where no loop is: Erlang's recursion is a REDUCE, or a SCAN
where every crew is looked at; the sum of an impatient queue is added up from its far end in
logarithms, so that neither a large nor a small one leaves what a cell can hold; and a search halves
its steps. A field is one number, which its LAMBDA has checked.
"""

from __future__ import annotations

from xlcost.catalogue.crews import SLACK
from xlcost.catalogue.queues import LARGEST, LARGEST_PATIENCE

_SLACK = f"{SLACK:.9f}"
_SLICES = 4000
_WAITS = "staff*lost/(staff-{traffic}+{traffic}*lost)"


def _loss(traffic: str, trunks: str) -> str:
    """Return Erlang B."""
    step = f"LAMBDA(lost,busy,{traffic}*lost/(busy+{traffic}*lost))"
    return f"IF({trunks}<1,1,REDUCE(1,SEQUENCE({trunks}),{step}))"


def _losses(traffic: str, top: str) -> str:
    """Return Erlang B of 1, 2 … trunks."""
    return f"SCAN(1,SEQUENCE({top}),LAMBDA(lost,busy,{traffic}*lost/(busy+{traffic}*lost)))"


def _whole(number: str, then: str) -> str:
    """Return what comes of a whole number of agents or trunks, `staff`."""
    return f"IF({number}>{LARGEST},#NUM!,LET(staff,INT({number}),{then}))"


def _with_loss(then: str) -> str:
    return f"LET(lost,{_loss('{traffic}', 'staff')},{then})"


def _enough(small: str) -> str:
    """Return a crew that is surely enough where all but a part, `small`, is to be well.

    Chernoff's bound of the tail of a Poisson number, with a margin.
    """
    room = f"LET(far,12-LN({small}),far/3+SQRT(far*far/9+2*traffic*far))"
    return f"MIN({LARGEST},INT(traffic+{room})+3)"


def _scheduled(agents: str) -> str:
    return f"-INT({_SLACK}-{agents}/(1-{{shrinkage}}))"


ERLANG_B = _whole("{trunks}", _loss("{traffic}", "staff"))

TRUNKS = (
    "LET(traffic,{traffic},IF(traffic=0,0,IF({blocking}=0,#N/A,IF({blocking}=1,0,"
    f"IF(traffic*(1-{{blocking}})>{LARGEST},#NUM!,"
    f"LET(top,{_enough('{blocking}')},all,{_losses('traffic', 'top')},"
    "place,MATCH(TRUE,all<={blocking},0),IF(ISERROR(place),#NUM!,place)))))))"
)

ERLANG_C = _whole("{agents}", f"IF(staff<={{traffic}},1,{_with_loss(_WAITS)})")

ERLANG_C_SERVICE_LEVEL = _whole(
    "{agents}",
    "IF(staff<={traffic},0,"
    + _with_loss(f"1-{_WAITS}*EXP(({{traffic}}-staff)*({{threshold_seconds}}/{{aht}}))")
    + ")",
)

ERLANG_C_ASA = _whole(
    "{agents}", f"IF(staff<={{traffic}},#N/A,{_with_loss(f'{_WAITS}*{{aht}}/(staff-{{traffic}})')})"
)

ERLANG_C_ANSWER_TIME = _whole(
    "{agents}",
    "IF({traffic}=0,0,IF({target_service_level}=1,#N/A,IF(staff<={traffic},#N/A,"
    + _with_loss(
        f"LET(waits,{_WAITS},late,1-{{target_service_level}},"
        "IF(waits<=late,0,LN(waits/late)*{aht}/(staff-{traffic})))"
    )
    + ")))",
)

# Every crew up to one that is surely enough, at once; those who are too busy count as not enough.
ERLANG_C_AGENTS = (
    "LET(traffic,{contacts}*{aht}/{interval_seconds},IF(traffic=0,0,"
    "IF({target_service_level}=1,#N/A,IF({max_occupancy}=0,#DIV/0!,"
    f"LET(least,traffic/{{max_occupancy}}-{_SLACK},IF(least>{LARGEST},#NUM!,"
    f"IF({{target_service_level}}=0,{_scheduled('MAX(0,-INT(-least))')},"
    f"LET(top,MAX(INT(least)+1,{_enough('1-{target_service_level}')}),"
    f"crew,SEQUENCE(top),all,{_losses('traffic', 'top')},"
    "rest,IF(crew>traffic,crew-traffic,1),"
    "level,1-crew*all/(rest+traffic*all)*EXP(-rest*({threshold_seconds}/{aht})),"
    "place,MATCH(1,(crew>=least)*(crew>traffic)*(level>={target_service_level}),0),"
    f"IF(ISERROR(place),#NUM!,IF(place>{LARGEST},#NUM!,{_scheduled('place')}))))))))))"
)

_STEPS = "2^SEQUENCE(41,1,40,-1)"
ERLANG_C_CONTACTS = _whole(
    "{agents}",
    "LET(each,{aht}/{interval_seconds},late,{threshold_seconds}/{aht},"
    f"most,INT(staff*{{max_occupancy}}/each+{_SLACK}),IF(most>1E12,#NUM!,"
    f"REDUCE(0,{_STEPS},LAMBDA(low,step,LET(contacts,low+step,traffic,contacts*each,"
    "IF(contacts>most,low,IF(traffic>=staff,IF({target_service_level}>0,low,contacts),"
    f"LET(lost,{_loss('traffic', 'staff')},"
    "IF(staff*lost/(staff-traffic+traffic*lost)*EXP((traffic-staff)*late)"
    ">1-{target_service_level},low,contacts)))))))))",
)

# The logarithm of 1/start + load/(start(start+1)) + …, from its last term that counts to its first.
_LOG_SUM = (
    "LAMBDA(start,load,IF(load=0,0,LET("
    "top,MIN(1000000,INT(MAX(0,load-start)+9*SQRT(MAX(load,start))+60)),"
    "REDUCE(0,SEQUENCE(top,1,top,-1),LAMBDA(after,place,LET(term,LN(load/(start+place))+after,"
    "IF(term>0,term+LN(1+EXP(-term)),LN(1+EXP(term))))))))-LN(start))"
)
# Of a queue with `traffic`, `staff`, `patience` and its loss with one agent fewer, `before`.
_QUEUE = (
    "load,traffic*patience,start,staff*patience,wait,log_sum(start,load),"
    "served_wait,IF(load>start+1,(start-EXP(-wait))/load,EXP(log_sum(start+1,load)-wait)),"
    "at_once,EXP(-wait),odds,load*before,"
)
_LOST_AT_ALL = "traffic*before/(staff+traffic*before)"


def _share(part: str) -> str:
    """Return the part of all calls where a part of those who wait is meant."""
    return f"MIN(1,MAX(0,(at_once+odds*({part}))/(at_once+odds)))"


_IN_TIME = (
    "served_wait-EXP(-load*(EXP(-time)-1)-(start+1)*time+log_sum(start+1,load*EXP(-time))-wait)"
)


def _impatient(then: str, nobody: str) -> str:
    """Return what comes of an impatient queue, or of one in which nobody waits at all."""
    return (
        f"IF(MAX(traffic,staff)*patience>{LARGEST_PATIENCE:.0f},#NUM!,IF(staff*patience<1E-300,"
        f"{nobody},LET({_QUEUE}{then})))"
    )


ERLANG_A_SERVICE_LEVEL = _whole(
    "{agents}",
    "IF(staff=0,0,LET(traffic,{traffic},late,{threshold_seconds}/{aht},"
    "patience,{patience_seconds}/{aht},IF(ISERROR(late),late,IF(traffic=0,1,"
    f"LET(log_sum,{_LOG_SUM},before,{_loss('traffic', 'staff-1')},"
    + _impatient(f"time,late/patience,{_share(_IN_TIME)}", f"1-{_LOST_AT_ALL}")
    + ")))))",
)


def _of_patience(zero: str, nobody: str, then: str, without: str) -> str:
    return _whole(
        "{agents}",
        "LET(traffic,{traffic},patience,{patience_seconds}/{aht},"
        f"IF(ISERROR(patience),patience,IF(traffic=0,{zero},IF(staff=0,{nobody},"
        f"LET(log_sum,{_LOG_SUM},before,{_loss('traffic', 'staff-1')},"
        f"{_impatient(then, without)})))))",
    )


ERLANG_A_ABANDONMENT = _of_patience(
    "0", "1", f"MAX(0,1-{_share('served_wait')})", f"MAX(0,{_LOST_AT_ALL})"
)

# The mean wait by Simpson's rule over the span in which the density counts, as in `queues`.
_MEAN = (
    "LET(first,start+1,peak,IF(load>first,LN(load/first),0),"
    "height,LAMBDA(time,load*(EXP(-peak)-EXP(-time))-first*(time-peak)),"
    "steps,1E-12*1.1^SEQUENCE(700,1,0),earlier,IF(steps<peak,peak-steps,0),"
    "high,peak+MIN(IF(height(peak+steps)>-40,1E300,steps)),"
    "low,MAX(0,peak-MIN(IF((earlier>0)*(height(earlier)>-40)>0,1E300,steps))),"
    f"places,SEQUENCE({_SLICES + 1},1,0),times,low+places*((high-low)/{_SLICES}),"
    f"weights,EXP(height(times))*IF((places=0)+(places={_SLICES})>0,1,2+2*MOD(places,2)),"
    "SUM(weights*times)/SUM(weights))"
)
ERLANG_A_ASA = _of_patience(
    "0",
    "#N/A",
    f"waits,odds*served_wait,waits/(at_once+waits)*{_MEAN}*{{patience_seconds}}",
    "0",
)


def _fewest(target: str, small: str, good: str, nobody: str) -> str:
    """Return the fewest agents of an impatient queue; a crew beyond `top` is surely enough."""
    served = f"served,{_share('served_wait')}"
    busy = f"traffic*served<=staff*{{max_occupancy}}+{_SLACK}"
    idle = f"traffic*(1-{_LOST_AT_ALL})<=staff*{{max_occupancy}}+{_SLACK}"
    # Where both are 1 the crew is enough; the search goes on from the largest that is not.
    queue = _impatient(f"{served},({busy})*({good})", f"({idle})*({nobody})")
    return (
        "LET(traffic,{contacts}*{aht}/{interval_seconds},IF(traffic=0,0,"
        f"LET(patience,{{patience_seconds}}/{{aht}},IF({target}=1,#N/A,"
        f"IF({{max_occupancy}}=0,#DIV/0!,LET(log_sum,{_LOG_SUM},"
        f"enough,LAMBDA(staff,LET(before,{_loss('traffic', 'staff-1')},{queue})),"
        f"top,MIN({LARGEST},MAX(INT(traffic/{{max_occupancy}})+2,{_enough(small)})),"
        "most,REDUCE(0,2^SEQUENCE(INT(LN(top)/LN(2))+1,1,INT(LN(top)/LN(2)),-1),"
        "LAMBDA(low,step,LET(staff,low+step,"
        "IF(staff>top,low,IF(enough(staff)=1,low,staff))))),"
        f"IF(most>={LARGEST},#NUM!,{_scheduled('(most+1)')})))))))"
    )


_TIME = "({threshold_seconds}/{aht})/patience"
ERLANG_A_AGENTS = _fewest(
    "{target_service_level}",
    "1-{target_service_level}",
    f"LET(time,{_TIME},{_share(_IN_TIME)})>={{target_service_level}}",
    f"1-{_LOST_AT_ALL}>={{target_service_level}}",
)
ERLANG_A_AGENTS_FOR_ABANDONMENT = _fewest(
    "(1-{target_abandonment})",
    "{target_abandonment}",
    f"1-served<={{target_abandonment}}+{_SLACK}",
    f"{_LOST_AT_ALL}<={{target_abandonment}}+{_SLACK}",
)
