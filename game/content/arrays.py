"""How does a parsed expression become a function of arrays?

The nested tuples of an expression become the same expression of Python, built node by node (no text
of the content is ever run), with the results of `evaluation.py` to the last bit and without its
calls between calls: what very many worlds ask every quarter is worth a function of its own. Where a
name is found is for the caller to say, and which names are the same in every world.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from game.content.evaluation import Code, build, divide, opposite, truth
from game.content.numbers import COMPARED, JOINED, Named, call, function

_BITWISE = {"and": ast.BitAnd(), "or": ast.BitOr()}
_AT_ONCE = {"and": ast.And(), "or": ast.Or()}
_LOGICAL = ("and", "or", "not")

_KNOWN: dict[str, Any] = {
    "__builtins__": {},
    "float": float,
    "bool": bool,
    "abs": abs,
    "divide": divide,
    "opposite": opposite,
    "truth": truth,
    "lesser": np.minimum,
    "greater": np.maximum,
    "copied": np.array,
    "float64": np.float64,
}


def compile_arrays(
    codes: Sequence[Code],
    named: Named,
    shared: Callable[[str], bool],
    arguments: tuple[str, ...],
    are_conditions: bool,
) -> Callable[..., Any]:
    """A function of `arguments` that gives the values of several expressions at once.

    `named` writes how a name is found; what it finds must be float64. Names that are `shared` are
    one number for all worlds: where they alone decide a condition, nothing else is looked at, and
    the value may be one bool. No value is a view of what was read.
    """
    write = _Writer(named, shared)
    typed = write.test if are_conditions else write.number
    return function(ast.Tuple([typed(code) for code in codes], ast.Load()), arguments, _KNOWN)


class _Writer:
    """Writes expressions as syntax trees."""

    def __init__(self, named: Named, shared: Callable[[str], bool]) -> None:
        self._named, self._shared = named, shared

    def number(self, code: Code) -> ast.expr:
        """A value as a number: float64."""
        if code[0] == "name":
            return call("copied", self._node(code))
        return self._node(("count", code) if _is_test(code) else code)

    def test(self, code: Code) -> ast.expr:
        """A value as yes or no."""
        node = self._node(code)
        return node if _is_test(code) else call("truth", node)

    def _node(self, code: Code) -> ast.expr:
        what, parts = code[0], code[1:]
        if what == "name":
            return self._named(parts[0])
        if is_constant(code):
            return ast.Constant(worth(code))
        if what in _BITWISE:
            return self._together(what, parts)
        if what == "not":
            return call("opposite", self.test(parts[0]))
        if what == "count":
            return ast.BinOp(self._node(parts[0]), ast.Mult(), ast.Constant(1.0))
        nodes = [self._node(part) for part in parts]
        if what == "neg":
            return ast.UnaryOp(ast.USub(), nodes[0])
        if what == "abs":
            return call("abs", nodes[0])
        return reduce(lambda left, right: _joined(what, left, right), nodes)

    def _together(self, what: str, parts: tuple[Code, ...]) -> ast.expr:
        """`and` and `or`: first what all worlds share, which may decide; then the rest, bit by bit.

        Python's own word stops at the first part that decides, and gives back the last one.
        """
        alone = [self._decided(part) for part in parts if self._is_shared(part)]
        each = [self.test(part) for part in parts if not self._is_shared(part)]
        if each:
            alone.append(reduce(lambda a, b: ast.BinOp(a, _BITWISE[what], b), each))
        return alone[0] if len(alone) == 1 else ast.BoolOp(_AT_ONCE[what], alone)

    def _decided(self, code: Code) -> ast.expr:
        """One bool for all worlds."""
        return call("bool", self._node(code))

    def _is_shared(self, code: Code) -> bool:
        if code[0] == "name":
            return self._shared(code[1])
        return code[0] == "number" or all(self._is_shared(part) for part in code[1:])


def is_constant(code: Code) -> bool:
    """Whether an expression reads nothing."""
    return code[0] == "number" or (code[0] != "name" and all(map(is_constant, code[1:])))


def worth(code: Code) -> float | bool:
    """The value of an expression that reads nothing."""
    value = build(code)(lambda name: None)
    return bool(value) if _is_test(code) else float(value)


def _is_test(code: Code) -> bool:
    return code[0] in COMPARED or code[0] in _LOGICAL


def _joined(what: str, left: ast.expr, right: ast.expr) -> ast.expr:
    if what in JOINED:
        return ast.BinOp(left, JOINED[what], right)
    if what in COMPARED:
        return ast.Compare(left, [COMPARED[what]], [right])
    return call({"/": "divide", "min": "lesser", "max": "greater"}[what], left, right)


def stored(array: str, at: tuple[int, ...], is_float: bool) -> ast.expr:
    """`w.ARRAY[AT]`: one figure of the state in every world, as float64."""
    node: ast.expr = ast.Attribute(ast.Name("w", ast.Load()), array, ast.Load())
    if at:
        cells = ast.Tuple([ast.Constant(each) for each in at], ast.Load())
        node = ast.Subscript(node, cells, ast.Load())
    if is_float:
        return node
    return ast.Call(
        ast.Attribute(node, "astype", ast.Load()), [ast.Name("float64", ast.Load())], []
    )


def in_first(array: str) -> ast.expr:
    """`float(w.ARRAY[0])`: what all worlds share, read in the first."""
    place = ast.Attribute(ast.Name("w", ast.Load()), array, ast.Load())
    return call("float", ast.Subscript(place, ast.Constant(0), ast.Load()))
