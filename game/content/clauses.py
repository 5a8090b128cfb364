"""Which part of a storylet's condition keeps it out?

Cuts a `when` at its outer `and`s and tells of every clause whether it holds, what its figures are
and what they would have to be.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from game.content.expressions import compile_condition, compile_expression

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from game.content.evaluation import Read
    from game.content.expressions import Expression

_SIGNS = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True)
class Clause:
    """One of the things that must all be true."""

    text: str
    condition: Expression
    sides: tuple[Expression, ...]  # what it compares, when it is one comparison
    signs: tuple[str, ...]

    def holds(self, read: Read, width: int) -> NDArray[np.bool_]:
        """Where it is true; shape (worlds,)."""
        return np.broadcast_to(np.asarray(self.condition.value(read), np.bool_), (width,))

    def needs(self) -> str:
        """What the figure must be, when it is compared with plain numbers; else the clause."""
        if len(self.sides) == 2 and self.sides[1].constant is not None:
            return f"{self.signs[0]} {self.sides[1].source}"
        if len(self.sides) == 2 and self.sides[0].constant is not None:
            return f"{_TURNED[self.signs[0]]} {self.sides[0].source}"
        return self.text

    def now(self, read: Read) -> dict[str, float]:
        """Each side of the comparison in the first world, or each figure that is named."""
        told = [each for each in self.sides if each.constant is None]
        named = {each.source: each for each in told}
        for name in sorted(self.condition.names):
            named.setdefault(name, compile_expression(name))
        return {text: _first(each.value(read)) for text, each in named.items()}


def _first(value: Any) -> float:
    return float(value if np.ndim(value) == 0 else value[0])


@lru_cache(maxsize=4096)
def clauses(when: Expression) -> tuple[Clause, ...]:
    """The clauses of a condition, in their order."""
    text = when.source.replace("\n", " ").strip()  # as long as what the parser read
    found = []
    for node in _parts(when.tree):
        said = ast.get_source_segment(text, node) or when.source
        sides: tuple[Expression, ...] = ()
        signs: tuple[str, ...] = ()
        if isinstance(node, ast.Compare):
            parts = [ast.get_source_segment(text, each) for each in (node.left, *node.comparators)]
            sides = tuple(compile_expression(each) for each in parts if each)
            signs = tuple(_SIGNS[type(each)] for each in node.ops)
        found.append(Clause(said, compile_condition(said), sides, signs))
    return tuple(found)


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """The operands of nested `and`s."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        for each in node.values:
            yield from _parts(each)
    else:
        yield node
