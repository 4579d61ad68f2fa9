"""Tables as formulas of Excel 365 and 2024: what no single native formula of 2010 fills.

They say what `metrics.variance` and `metrics.bridge` say.
"""

from __future__ import annotations

# Price, volume and mix of every product, by method, in columns.
_DEARER = "({prices_after}-{prices_before})"
_MORE = "({quantities_after}-{quantities_before})"
_AS_ALL = "{quantities_before}*(SUM({quantities_after})/SUM({quantities_before}))"
_SPLITS = {
    "old_volume": (
        f"{_DEARER}*{{quantities_before}}",
        f"{_MORE}*{{prices_before}}",
        f"{_DEARER}*{_MORE}",
    ),
    "new_volume": (
        f"{_DEARER}*{{quantities_after}}",
        f"{_MORE}*{{prices_before}}",
        "0*{prices_before}",
    ),
    "midpoint": (
        f"{_DEARER}*({{quantities_before}}+{{quantities_after}})/2",
        f"{_MORE}*({{prices_before}}+{{prices_after}})/2",
        "0*{prices_before}",
    ),
    "product_mix": (
        f"{_DEARER}*{{quantities_after}}",
        f"({_AS_ALL}-{{quantities_before}})*{{prices_before}}",
        f"({{quantities_after}}-{_AS_ALL})*{{prices_before}}",
    ),
}


def _split(price: str, volume: str, mix: str) -> str:
    """Return a table of the products and their total."""
    return (
        f"LET(price,TOCOL({price}),volume,TOCOL({volume}),mix,TOCOL({mix}),"
        "VSTACK(CHOOSE({1,2,3},price,volume,mix),CHOOSE({1,2,3},SUM(price),SUM(volume),SUM(mix))))"
    )


PRICE_VOLUME_MIX = {word: _split(*parts) for word, parts in _SPLITS.items()}
# The budget, a step a line with the running total after it, and the actual.
OPEX_BRIDGE = (
    "LET(steps,TOCOL({actual_amounts}-{budget_amounts}),start,SUM({budget_amounts}),"
    "finish,SUM({actual_amounts}),so_far,start+SCAN(0,steps,LAMBDA(before,step,before+step)),"
    "VSTACK(CHOOSE({1,2},start,start),CHOOSE({1,2},steps,so_far),"
    "CHOOSE({1,2},finish,finish)))"
)
