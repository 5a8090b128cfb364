"""Between which bounds can the value of an expression lie?

Interval arithmetic over the declared bounds of figures: finds conditions that are always or never
true. It may say less than the truth, and never more: `x - x` is not known to be 0.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from game.content.compiler import dotted_name
from game.content.expressions import Expression

INFINITE = float("inf")


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


def survey(expression: Expression, range_of: RangeOf) -> Survey:
    """What the bounds of its names say about an expression."""
    found = Survey()
    found.bounds = _bounds(expression.tree, range_of, found)
    return found


def _bounds(node: ast.expr, range_of: RangeOf, found: Survey) -> Bounds:
    if isinstance(node, ast.Constant):
        value = float(node.value)  # type: ignore[arg-type]
        return Bounds(value, value)
    if isinstance(node, ast.Name | ast.Attribute):
        return range_of(dotted_name(node))
    if isinstance(node, ast.Compare):
        return _comparison(node, range_of, found)
    if isinstance(node, ast.BoolOp):
        parts = [_truth(_bounds(each, range_of, found)) for each in node.values]
        if isinstance(node.op, ast.And):
            return Bounds(min(part.low for part in parts), min(part.high for part in parts))
        return Bounds(max(part.low for part in parts), max(part.high for part in parts))
    if isinstance(node, ast.UnaryOp):
        inner = _bounds(node.operand, range_of, found)
        if isinstance(node.op, ast.Not):
            truth = _truth(inner)
            return Bounds(1 - truth.high, 1 - truth.low)
        return Bounds(-inner.high, -inner.low) if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp):
        left = _bounds(node.left, range_of, found)
        return _arithmetic(node.op, left, _bounds(node.right, range_of, found))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _called(node.func.id, [_bounds(each, range_of, found) for each in node.args])
    return ANY


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


def _comparison(node: ast.Compare, range_of: RangeOf, found: Survey) -> Bounds:
    terms = [node.left, *node.comparators]
    sides = [_bounds(term, range_of, found) for term in terms]
    results = [
        _compared(sign, left, right)
        for sign, left, right in zip(node.ops, sides, sides[1:], strict=False)
    ]
    for position, result in enumerate(results):
        if result != UNDECIDED:
            pair = ast.Compare(terms[position], [node.ops[position]], [terms[position + 1]])
            found.decided.append((ast.unparse(pair), result.low == 1))
    return Bounds(min(each.low for each in results), min(each.high for each in results))


def _compared(sign: ast.cmpop, left: Bounds, right: Bounds) -> Bounds:
    if isinstance(sign, ast.Gt | ast.GtE):
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
