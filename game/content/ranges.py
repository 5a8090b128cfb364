"""Between which bounds can the value of an expression lie?

Interval arithmetic over the declared bounds of figures: finds conditions that are always or never
true, clauses that the clauses before them decide, and divisors that can be zero. It may say less
than the truth, and never more: `x - x` is not known to be 0.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from game.content.compiler import NAMES, TINY, dotted_name
from game.content.expressions import Expression

INFINITE = float("inf")
_GREATER, _EQUAL = (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq)


class Bounds(NamedTuple):
    """The least and the greatest value."""

    low: float
    high: float


ANY = Bounds(-INFINITE, INFINITE)
UNDECIDED = Bounds(0.0, 1.0)
RangeOf = Callable[[str], Bounds]


@dataclass
class Survey:
    """The bounds of a whole expression and the comparisons in it that are decided beforehand."""

    bounds: Bounds = ANY
    decided: list[tuple[str, bool]] = field(default_factory=list)
    beside: list[tuple[str, bool]] = field(default_factory=list)  # by the clauses before them
    divisors: list[tuple[str, Bounds]] = field(default_factory=list)  # those that can be zero
    equal: list[tuple[str, float]] = field(default_factory=list)  # name == number


def survey(expression: Expression, range_of: RangeOf) -> Survey:
    """What the bounds of its names say about an expression."""
    if expression.constant is not None and "/" not in expression.source:
        return Survey(Bounds(expression.constant, expression.constant))
    found = Survey()
    found.bounds = _bounds(_tree(expression), _Known(range_of), found)
    return found


@lru_cache(maxsize=4096)
def _tree(expression: Expression) -> ast.expr:
    """The syntax tree of an expression: many are asked for again and again."""
    return expression.tree


def assumed(expression: Expression, range_of: RangeOf) -> RangeOf:
    """The bounds of names where a condition is known to hold."""
    known = _Known(range_of)
    known.assume(_tree(expression), True)
    return known.range_of


class _Known:
    """The bounds of names, narrowed by the clauses that have been read."""

    def __init__(self, declared: RangeOf) -> None:
        self.declared = declared
        self.narrowed: dict[str, Bounds] = {}

    def range_of(self, name: str) -> Bounds:
        """The bounds of a name, as far as the clauses before say more than its declaration."""
        return self.narrowed.get(name) or self.declared(name)

    def inside(self) -> _Known:
        """The same, for clauses that hold only within a part of the expression."""
        inner = _Known(self.declared)
        inner.narrowed.update(self.narrowed)
        return inner

    def assume(self, node: ast.expr, truth: bool) -> None:
        """Take a clause for true, or for false."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.assume(node.operand, not truth)
        elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) is truth:
            for each in node.values:
                self.assume(each, truth)
        elif isinstance(node, ast.Compare) and (truth or len(node.ops) == 1):
            terms = [node.left, *node.comparators]
            for sign, left, right in zip(node.ops, terms, terms[1:], strict=False):
                kind = type(sign) if truth else _OPPOSITE[type(sign)]
                self._narrow(left, kind, right)
                self._narrow(right, _MIRROR[kind], left)

    def _narrow(self, left: ast.expr, kind: type[ast.cmpop], right: ast.expr) -> None:
        name = dotted_name(left)
        if not name:
            return
        low, high = self.range_of(name)
        other = _bounds(right, self, Survey())
        if kind in (ast.Lt, ast.LtE, ast.Eq):
            high = min(
                high, math.nextafter(other.high, -INFINITE) if kind is ast.Lt else other.high
            )
        if kind in (ast.Gt, ast.GtE, ast.Eq):
            low = max(low, math.nextafter(other.low, INFINITE) if kind is ast.Gt else other.low)
        if low <= high:  # otherwise the clause is never true, which is said of the clause itself
            self.narrowed[name] = Bounds(low, high)


_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_MIRROR: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
    ast.Eq: ast.Eq,
    ast.NotEq: ast.NotEq,
}


def _bounds(node: ast.expr, known: _Known, found: Survey) -> Bounds:
    if isinstance(node, ast.Constant):
        value = float(node.value)  # type: ignore[arg-type]
        return Bounds(value, value)
    if isinstance(node, NAMES):
        return known.range_of(dotted_name(node))
    if isinstance(node, ast.Compare):
        return _comparison(node, known, found)
    if isinstance(node, ast.BoolOp):
        return _joined(node, known.inside(), found)
    if isinstance(node, ast.UnaryOp):
        inner = _bounds(node.operand, known, found)
        if isinstance(node.op, ast.Not):
            truth = _truth(inner)
            return Bounds(1 - truth.high, 1 - truth.low)
        return Bounds(-inner.high, -inner.low) if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp):
        left = _bounds(node.left, known, found)
        right = _bounds(node.right, known, found)
        if isinstance(node.op, ast.Div) and right.low <= 0 <= right.high:
            found.divisors.append((ast.unparse(node.right), right))
        return _arithmetic(node.op, left, right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _called(node.func.id, [_bounds(each, known, found) for each in node.args])
    return ANY


def _joined(node: ast.BoolOp, known: _Known, found: Survey) -> Bounds:
    """Clauses joined by `and` or `or`: each is read where those before it leave it open."""
    is_and = isinstance(node.op, ast.And)
    parts = []
    for each in node.values:
        parts.append(_truth(_bounds(each, known, found)))
        known.assume(each, is_and)
    if is_and:
        return Bounds(min(part.low for part in parts), min(part.high for part in parts))
    return Bounds(max(part.low for part in parts), max(part.high for part in parts))


def _truth(bounds: Bounds) -> Bounds:
    if bounds == (0.0, 0.0):
        return bounds
    if bounds.low > 0 or bounds.high < 0:
        return Bounds(1.0, 1.0)
    return UNDECIDED


def _times(left: float, right: float) -> float:
    return 0.0 if left == 0 or right == 0 else left * right  # 0 × infinity is 0 here


def _arithmetic(sign: ast.operator, left: Bounds, right: Bounds) -> Bounds:
    if isinstance(sign, ast.Add):
        return Bounds(left.low + right.low, left.high + right.high)
    if isinstance(sign, ast.Sub):
        return Bounds(left.low - right.high, left.high - right.low)
    if isinstance(sign, ast.Mult):
        corners = [_times(a, b) for a in left for b in right]
        return Bounds(min(corners), max(corners))
    if isinstance(sign, ast.Div) and (right.low > 0 or right.high < 0):
        inverse = [0.0 if abs(b) == INFINITE else 1 / b for b in right]
        corners = [_times(a, b) for a in left for b in inverse]
        if min(abs(right.low), abs(right.high)) < TINY:
            corners.append(0.0)  # such a divisor counts as zero, and so does what it divides
        return Bounds(min(corners), max(corners))
    return ANY


def _called(name: str, inner: list[Bounds]) -> Bounds:
    if name == "min":
        return Bounds(min(each.low for each in inner), min(each.high for each in inner))
    if name == "max":
        return Bounds(max(each.low for each in inner), max(each.high for each in inner))
    low, high = inner[0]
    if low >= 0:
        return inner[0]
    return Bounds(-high, -low) if high <= 0 else Bounds(0.0, max(-low, high))


def _comparison(node: ast.Compare, known: _Known, found: Survey) -> Bounds:
    terms = [node.left, *node.comparators]
    sides = [_bounds(term, known, found) for term in terms]
    results = [
        _compared(sign, left, right)
        for sign, left, right in zip(node.ops, sides, sides[1:], strict=False)
    ]
    for position, result in enumerate(results):
        sign, (left, right) = node.ops[position], terms[position : position + 2]
        if result != UNDECIDED:
            pair = ast.unparse(ast.Compare(left, [sign], [right]))
            plain = _Known(known.declared)
            declared = _compared(sign, *(_bounds(term, plain, Survey()) for term in (left, right)))
            where = found.decided if declared == result else found.beside
            where.append((pair, result.low == 1))
        elif isinstance(sign, _EQUAL) and isinstance(right, ast.Constant):
            found.equal += [(name, sides[position + 1].low)] if (name := dotted_name(left)) else []
    return Bounds(min(each.low for each in results), min(each.high for each in results))


def _compared(sign: ast.cmpop, left: Bounds, right: Bounds) -> Bounds:
    if isinstance(sign, _GREATER):
        left, right = right, left
        sign = ast.Lt() if isinstance(sign, ast.Gt) else ast.LtE()
    always = Bounds(1.0, 1.0)
    never = Bounds(0.0, 0.0)
    if isinstance(sign, ast.Lt):
        return always if left.high < right.low else never if left.low >= right.high else UNDECIDED
    if isinstance(sign, ast.LtE):
        return always if left.high <= right.low else never if left.low > right.high else UNDECIDED
    apart = left.high < right.low or left.low > right.high
    same = left.low == left.high == right.low == right.high
    if isinstance(sign, ast.NotEq):
        return always if apart else never if same else UNDECIDED
    return never if apart else always if same else UNDECIDED
