"""Excel formulas as trees, from openpyxl's tokens: what a rule over formulas looks at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

# How strongly operators bind, after Microsoft's table; a sign before a value binds above `^`.
_BINDS = {
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 1),
    "&": 2,
    **dict.fromkeys("+-", 3),
    **dict.fromkeys("*/", 4),
    "^": 5,
}
COMPARISONS = frozenset(("=", "<>", "<", ">", "<=", ">="))


@dataclass(frozen=True)
class Node:
    """A part of a formula.

    Attributes:
        kind: "number", "text", "boolean", "error", "reference", "array", "missing", "call",
            "operator" or "sign" (`%` too).
        text: The constant, reference, name of the function, or operator.
        parts: Arguments or operands.
    """

    kind: str
    text: str
    parts: tuple[Node, ...] = field(default=())


def parse(formula: str) -> Node:
    """Return the tree of a formula that begins with its equals sign.

    Raises:
        ValueError: It is no formula, or has a kind of operator that we never write.
    """
    reader = _Reader(formula)
    tree = reader.expression(0)
    if reader.tokens:
        raise ValueError(f"{reader.tokens[0].value!r} cannot stand there in {formula}")
    return tree


class _Reader:
    def __init__(self, formula: str) -> None:
        self.formula = formula
        items = Tokenizer(formula).items
        if not items or items[0].type == Token.LITERAL:
            raise ValueError(f"{formula!r} is no formula")
        self.tokens = [item for item in items if item.type != Token.WSPACE]

    def take(self) -> Token:
        if not self.tokens:
            raise ValueError(f"{self.formula} ends too early")
        return self.tokens.pop(0)

    def next_is(self, kind: str, *subtypes: str) -> bool:
        token = self.tokens[0] if self.tokens else None
        return bool(token and token.type == kind and (not subtypes or token.subtype in subtypes))

    def expression(self, above: int) -> Node:
        left = self.operand()
        while self.next_is(Token.OP_POST):
            left = Node("sign", self.take().value, (left,))
        while self.next_is(Token.OP_IN):
            operator = self.tokens[0].value.strip()
            binds = _BINDS.get(operator)
            if binds is None:
                raise ValueError(f"The operator {operator!r} makes a range in {self.formula}")
            if binds <= above:
                break
            self.take()
            left = Node("operator", operator, (left, self.expression(binds)))
        return left

    def operand(self) -> Node:
        token = self.take()
        if token.type == Token.OP_PRE:
            part = self.operand()
            while self.next_is(Token.OP_POST):
                part = Node("sign", self.take().value, (part,))
            return Node("sign", token.value, (part,))
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            inner = self.expression(0)
            self.take()
            return inner
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self.call(token.value[:-1])
        if token.type == Token.ARRAY:
            return self.array()
        if token.type == Token.OPERAND:
            return Node(_constant(token), token.value)
        raise ValueError(f"{token.value!r} cannot begin an operand in {self.formula}")

    def call(self, name: str) -> Node:
        parts: list[Node] = []
        if self.next_is(Token.FUNC, Token.CLOSE):
            self.take()
            return Node("call", name.upper())
        while True:
            empty = self.next_is(Token.SEP) or self.next_is(Token.FUNC, Token.CLOSE)
            parts.append(Node("missing", "") if empty else self.expression(0))
            if self.take().subtype == Token.CLOSE:
                return Node("call", name.upper(), tuple(parts))

    def array(self) -> Node:
        parts = []
        while not self.next_is(Token.ARRAY, Token.CLOSE):
            if self.next_is(Token.SEP):
                self.take()
            else:
                parts.append(self.operand())
        self.take()
        return Node("array", "{}", tuple(parts))


def _constant(token: Token) -> str:
    kinds = {
        Token.NUMBER: "number",
        Token.TEXT: "text",
        Token.LOGICAL: "boolean",
        Token.ERROR: "error",
    }
    return kinds.get(token.subtype, "reference")


def is_many(reference: str) -> bool:
    """Tell whether a reference is more than one cell: a range, or a column of a table."""
    bare = re.sub(r"'[^']*'!|\"[^\"]*\"", "", reference)
    return (":" in bare or "[" in bare) and "[@" not in bare and "#This Row" not in bare
