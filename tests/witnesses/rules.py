"""What no formula of ours may do, since spreadsheets differ in it or Excel suffers from it.

The rule follows the types: what each part of a formula can be (number, boolean, text, blank), and
whether it is one value or many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from witnesses.grammar import COMPARISONS, Node, is_many, parse

NUMBER, BOOLEAN, TEXT, BLANK = "number", "boolean", "text", "blank"
ANYTHING = frozenset((NUMBER, BOOLEAN, TEXT, BLANK))
VOLATILE = frozenset(
    ("OFFSET", "INDIRECT", "NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO")
)
# Functions that make one value of a range, and those of them that skip or refuse its booleans.
_SUMMED = frozenset(("SUM", "SUMPRODUCT", "MIN", "MAX", "AVERAGE", "NPV", "MMULT"))
_COLLAPSING = _SUMMED | {"AND", "OR", "COUNT", "COUNTA", "COUNTIF", "SUMIFS", "ROWS", "COLUMNS"}
_CHOOSING = frozenset(("IF", "IFERROR", "CHOOSE"))  # of elements only in an array formula
_RESULTS: dict[str, str] = {
    **dict.fromkeys(("AND", "OR", "NOT", "ISTEXT", "ISNUMBER", "ISERROR", "ISNA"), BOOLEAN),
    **dict.fromkeys(("ISBLANK", "ISERR", "ISLOGICAL"), BOOLEAN),
    **dict.fromkeys((*_SUMMED, "COUNT", "COUNTA", "COUNTIF", "SUMIFS", "ROWS", "COLUMNS"), NUMBER),
    **dict.fromkeys(
        ("ABS", "ROUND", "INT", "MOD", "N", "ROW", "COLUMN", "MATCH", "SEARCH"), NUMBER
    ),
    **dict.fromkeys(("DATE", "YEAR", "MONTH", "ROUNDUP"), NUMBER),
    **dict.fromkeys(("LEFT", "RIGHT", "MID", "TEXT", "_XLFN.FORMULATEXT"), TEXT),
}
_ALLOWED = frozenset((*_RESULTS, *_CHOOSING, "INDEX", "TRANSPOSE", "NA", "HYPERLINK"))

Kinds = frozenset[str]
Resolver = Callable[[str], Kinds]


def anything(_: str) -> Kinds:
    """Return what a cell holds that a person typed into: whatever it is."""
    return ANYTHING


def numbers(_: str) -> Kinds:
    """Return what a figure of a report holds."""
    return frozenset((NUMBER,))


@dataclass(frozen=True)
class _Value:
    """What a part can be, whether it is many, and whether it is a reference and no operation."""

    kinds: Kinds
    many: bool = False
    reference: bool = False


def faults(
    formula: str,
    holds: Resolver = anything,
    *,
    array: bool = False,
    own: Iterable[str] = (),
) -> list[str]:
    """Return what is wrong with a formula, one sentence each.

    Args:
        formula: With its equals sign.
        holds: What the cells of a reference hold.
        array: Whether it is an array formula.
        own: Functions that a macro adds.
    """
    judge = _Judge(holds, array=array, own=frozenset(own))
    try:
        tree = parse(formula)
    except ValueError as fault:
        return [str(fault)]
    found = judge.value(tree, elements=array)
    if found.many and not array:
        judge.say("a range stands where one value is meant")
    return judge.found


class _Judge:
    def __init__(self, holds: Resolver, *, array: bool, own: frozenset[str]) -> None:
        self.found: list[str] = []
        self._holds = holds
        self._array = array
        self._own = own
        self._whole: set[int] = set()  # what is all that SUMPRODUCT is given

    def say(self, sentence: str) -> None:
        if sentence not in self.found:
            self.found.append(sentence)

    def value(self, node: Node, *, elements: bool) -> _Value:
        """Return what a part can be; `elements`: whether ranges are worked through here."""
        if node.kind == "reference":
            return self._reference(node.text)
        if node.kind == "operator":
            return self._operator(node, elements=elements)
        if node.kind == "call":
            self._refuse(node.text)
            return self._call(node, elements=elements)
        parts = [self.value(part, elements=elements) for part in node.parts]
        if node.kind == "array":
            return _Value(frozenset().union(*(part.kinds for part in parts)), many=True)
        if node.kind == "sign":
            self._one(parts[0], elements=elements)
            return _Value(frozenset((NUMBER,)), parts[0].many)
        return _Value(frozenset((node.kind,)) & ANYTHING)  # an error is nothing of them

    def _reference(self, text: str) -> _Value:
        if text.startswith(":"):
            self.say("a range begins with a function, so Excel calculates it at each opening")
        return _Value(self._holds(text), is_many(text), reference=True)

    def _one(self, part: _Value, *, elements: bool) -> None:
        if part.many and not elements:
            self.say("a range stands where one value is meant")

    def _operator(self, node: Node, *, elements: bool) -> _Value:
        left, right = (self.value(part, elements=elements) for part in node.parts)
        for part in (left, right):
            self._one(part, elements=elements)
        many = left.many or right.many
        if node.text in COMPARISONS:
            for one, other in ((left, right), (right, left)):
                if BOOLEAN in one.kinds and NUMBER in other.kinds:
                    self.say("a boolean can be compared with a number")
            return _Value(frozenset((BOOLEAN,)), many)
        if node.text == "&":
            if frozenset((BOOLEAN,)) in (left.kinds, right.kinds):
                self.say("a boolean becomes a word of Excel's language")
            return _Value(frozenset((TEXT,)), many)
        return _Value(frozenset((NUMBER,)), many)

    def _refuse(self, name: str) -> None:
        """Refuse a function by its name."""
        before, colon, function = name.rpartition(":")
        if colon:
            self.say("a range ends with a function, so Excel calculates it at each opening")
        if function.removeprefix("_XLFN.") in VOLATILE:
            self.say(f"{function} is volatile")
        elif not before and function not in _ALLOWED | self._own:
            self.say(f"{name} is no function that this rule knows the type of; name it in _RESULTS")
        if name == "TRANSPOSE" and not self._array:
            self.say("TRANSPOSE stands in a formula that is no array formula")

    def _call(self, node: Node, *, elements: bool) -> _Value:
        name = node.text
        inside = elements or name in ("SUMPRODUCT", "MMULT")
        if name == "SUMPRODUCT" and len(node.parts) == 1:
            self._whole.add(id(node.parts[0]))
        parts = [self.value(part, elements=inside) for part in node.parts]
        if name in _COLLAPSING:
            return self._collapsed(node, parts, elements=elements)
        if name in _CHOOSING:
            return self._chosen(name, parts, elements=elements)
        if name in ("INDEX", "TRANSPOSE"):
            return _Value(parts[0].kinds, many=name == "TRANSPOSE")
        if name in self._own:
            return _Value(ANYTHING)
        taken = name in ("MATCH", "ROW", "COLUMN")  # which take a range as it is
        for part in () if taken else parts:
            self._one(part, elements=inside)
        many = name != "MATCH" and any(part.many for part in parts)
        kind = _RESULTS.get(name)
        return _Value(frozenset((kind,)) if kind else frozenset(), many)

    def _collapsed(self, node: Node, parts: list[_Value], *, elements: bool) -> _Value:
        name, many = node.text, any(part.many for part in parts)
        if name in ("AND", "OR") and many:
            self.say(f"{name} makes one value of a range")
        if name in ("MIN", "MAX") and many and not self._one_meant(node, elements=elements):
            self.say(f"{name} makes one value of a range")
        if name in _SUMMED:
            for part in parts:
                if (part.many or part.reference) and BOOLEAN in part.kinds:
                    self.say(f"{name} takes booleans of a range for nothing")
        if name in ("AND", "OR"):
            return _Value(frozenset((BOOLEAN,)))
        return _Value(frozenset((NUMBER,)), many=name == "MMULT")

    def _one_meant(self, node: Node, *, elements: bool) -> bool:
        """Tell whether MIN or MAX of a range is the one value that is meant."""
        if len(node.parts) != 1:
            return False
        part = node.parts[0]
        first = part.kind == "call" and part.text in ("ROW", "COLUMN")
        return first or not elements or id(node) in self._whole

    def _chosen(self, name: str, parts: list[_Value], *, elements: bool) -> _Value:
        conditions = parts if name == "IFERROR" else parts[:1]
        if any(part.many for part in conditions) and not self._array:
            self.say(f"{name} works through a range only in an array formula")
        for part in parts:
            self._one(part, elements=elements)
        chosen = parts if name == "IFERROR" else parts[1:]
        kinds = frozenset().union(*(part.kinds for part in chosen))
        if name == "IF" and len(parts) < 3:  # what is not so, is FALSE
            kinds |= {BOOLEAN}
        return _Value(kinds, any(part.many for part in parts))
