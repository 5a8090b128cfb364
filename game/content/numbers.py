"""How does a parsed expression become a function of plain numbers?

For one world, a numpy call on an array of two lanes costs as much as ten operations on plain
numbers. The nested tuples of an expression become the same expression of Python here, built node by
node (no text of the content is ever run), with the results of `evaluation.py` to the last bit: both
reckon with IEEE doubles, in the same order. Where a name is found is for the caller to say.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from game.content.evaluation import TINY, Code

Named = Callable[[str], ast.expr]

JOINED: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult()}
COMPARED: dict[str, ast.cmpop] = {
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
    "==": ast.Eq(),
    "!=": ast.NotEq(),
}
_CALLED = {"/": "divide", "min": "lesser", "max": "greater"}


def divide(left: float, right: float) -> float:
    """left / right, and 0 where the divisor is zero, as `evaluation.divide` has it."""
    return left / right if abs(right) >= TINY else 0.0


def divide_by(left: float, number: float) -> float:
    """The same by a number of the content, whose zero keeps the sign of what is divided."""
    return left / number if abs(number) >= TINY else left * 0.0


def lesser(left: float, right: float) -> float:
    """The lesser of two; of two that are equal, numpy takes the second."""
    return left if left < right else right


def greater(left: float, right: float) -> float:
    """The greater of two; of two that are equal, numpy takes the second."""
    return left if left > right else right


_KNOWN: dict[str, Any] = {
    "__builtins__": {},
    "float": float,
    "bool": bool,
    "abs": abs,
    "divide": divide,
    "divide_by": divide_by,
    "lesser": lesser,
    "greater": greater,
}


def compile_numbers(
    code: Code, named: Named, arguments: tuple[str, ...], is_condition: bool
) -> Callable[..., Any]:
    """A function of `arguments`; `named` writes how a name is found with them."""
    return function(_typed(_node(code, named), is_condition), arguments, _KNOWN)


def compile_together(
    codes: Sequence[Code], named: Named, arguments: tuple[str, ...], are_conditions: bool
) -> Callable[..., Any]:
    """A function of `arguments` that gives the values of several expressions at once."""
    nodes = [_typed(_node(code, named), are_conditions) for code in codes]
    return function(ast.Tuple(nodes, ast.Load()), arguments, _KNOWN)


def _typed(node: ast.expr, is_condition: bool) -> ast.expr:
    return _test(node) if is_condition else call("float", node)


def function(
    body: ast.expr, arguments: tuple[str, ...], known: dict[str, Any]
) -> Callable[..., Any]:
    """A function of `arguments` that gives `body`, in which only the names `known` are there."""
    takes = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(name) for name in arguments],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    whole = ast.fix_missing_locations(ast.Expression(ast.Lambda(takes, body)))
    made: Callable[..., Any] = eval(compile(whole, "<expression>", "eval"), known)
    return made


def _node(code: Code, named: Named) -> ast.expr:
    """The syntax tree of a parsed expression."""
    what, parts = code[0], code[1:]
    if what == "name":
        return named(parts[0])
    if what == "number":
        return ast.Constant(parts[0])
    nodes = [_node(part, named) for part in parts]
    if what in ("and", "or"):
        tests = [_test(node) for node in nodes]
        if len(tests) == 1:
            return tests[0]
        return ast.BoolOp(ast.And() if what == "and" else ast.Or(), tests)
    if what == "not":
        return ast.UnaryOp(ast.Not(), nodes[0])
    if what == "neg":
        return ast.UnaryOp(ast.USub(), nodes[0])
    if what == "abs":
        return call("abs", nodes[0])
    if what == "count":
        return ast.BinOp(nodes[0], ast.Mult(), ast.Constant(1.0))
    return reduce(lambda left, right: _joined(what, left, right), nodes)


def _test(node: ast.expr) -> ast.expr:
    """Yes or no: comparisons are so by themselves."""
    return node if isinstance(node, ast.Compare | ast.BoolOp) else call("bool", node)


def _joined(what: str, left: ast.expr, right: ast.expr) -> ast.expr:
    if what in JOINED:
        return ast.BinOp(left, JOINED[what], right)
    if what in COMPARED:
        return ast.Compare(left, [COMPARED[what]], [right])
    if what == "/" and isinstance(right, ast.Constant):
        return call("divide_by", left, right)
    return call(_CALLED[what], left, right)


def call(name: str, *parts: ast.expr) -> ast.expr:
    """`NAME(PARTS)`."""
    return ast.Call(ast.Name(name, ast.Load()), list(parts), [])


def stored(array: str, at: tuple[int, ...]) -> ast.expr:
    """`float(w.ARRAY[AT, lane])`: one number of the state in one lane."""
    cells = ast.Tuple([*map(ast.Constant, at), ast.Name("lane", ast.Load())], ast.Load())
    place = ast.Attribute(ast.Name("w", ast.Load()), array, ast.Load())
    return call("float", ast.Subscript(place, cells, ast.Load()))
