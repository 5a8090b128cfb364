"""How does a parsed expression become closures over numpy arrays?

`compiler.py` decides what may be written and leaves nested tuples, which a cache can keep; here
each tuple becomes one closure. What is the same in every world stays one number: it costs no array,
and `and` and `or` look no further when it decides them.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import lru_cache, reduce
from typing import Any

import numpy as np

from game.content.compiler import TINY as TINY
from game.content.compiler import Code as Code

Array = np.ndarray[Any, Any]
Read = Callable[[str], Any]
Step = Callable[[Read], Any]

_BOOL, _FLOAT = np.dtype(np.bool_), np.dtype(np.float64)


def divide(left: Any, right: Any) -> Any:
    """left / right, and 0 where the divisor is zero: a missing market must not stop a world."""
    if isinstance(right, float):
        return left / right if abs(right) >= TINY else operator.mul(left, 0.0)
    zero = np.abs(right) < TINY
    return np.where(zero, 0.0, np.asarray(left) / np.where(zero, 1.0, right))


_JOINED: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divide,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "min": np.minimum,
    "max": np.maximum,
}
_SINGLE: dict[str, Callable[[Any], Any]] = {
    "neg": operator.neg,
    "abs": abs,
    "count": lambda test: operator.mul(test, 1.0),  # numpy would add two tests with `or`
}


def everywhere(value: Step) -> Callable[[Read], Array]:
    """The closure that gives a value in every world, (worlds,), also where it is one number."""

    def evaluate(read: Read) -> Array:
        found = value(read)
        if isinstance(found, np.ndarray) and found.ndim:
            return found
        return _filled(found, np.shape(read("turn")))

    return evaluate


@lru_cache(maxsize=512, typed=True)
def _filled(value: float, shape: tuple[int, ...]) -> Array:
    """One number for every world; kept, hence read-only."""
    filled: Array = np.full(shape, value)
    filled.flags.writeable = False
    return filled


def asked(code: Code, is_condition: bool) -> Step:
    """The closure of a whole expression, whose value is bool or float64."""
    step = build(code)
    return (lambda read: truth(step(read))) if is_condition else (lambda read: _float(step(read)))


def _float(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value if value.dtype is _FLOAT else value.astype(np.float64)
    return float(value)


def build(code: Code) -> Step:
    """The closure of a parsed expression."""
    what = code[0]
    if what == "name":
        name = code[1]
        return lambda read: read(name)
    if what == "number":
        number = code[1]
        return lambda read: number
    if what in ("and", "or"):
        return reduce(_both if what == "and" else _either, map(build, code[1:]))
    if what == "not":
        inner = build(code[1])
        return lambda read: opposite(inner(read))
    if what in _SINGLE:
        return _alone(_SINGLE[what], code[1])
    return _join(_JOINED[what], code[1:])


def _alone(function: Callable[[Any], Any], part: Code) -> Step:
    inner = build(part)
    return lambda read: function(inner(read))


def _join(function: Callable[[Any, Any], Any], parts: Code) -> Step:
    """A function of two folded over its parts; a number on the right needs no call."""
    step = build(parts[0])
    for part in parts[1:]:
        if part[0] == "number":
            step = _join_number(function, step, part[1])
        else:
            step = _join_two(function, step, build(part))
    return step


def _join_number(function: Callable[[Any, Any], Any], left: Step, number: float) -> Step:
    return lambda read: function(left(read), number)


def _join_two(function: Callable[[Any, Any], Any], left: Step, right: Step) -> Step:
    return lambda read: function(left(read), right(read))


def _both(left: Step, right: Step) -> Step:
    def both(read: Read) -> Any:
        first = left(read)
        if not isinstance(first, np.ndarray):  # the same in every world
            return truth(right(read)) if first else False
        second = right(read)
        return np.logical_and(first, second)

    return both


def _either(left: Step, right: Step) -> Step:
    def either(read: Read) -> Any:
        first = left(read)
        if not isinstance(first, np.ndarray):
            return True if first else truth(right(read))
        second = right(read)
        return np.logical_or(first, second)

    return either


def opposite(value: Any) -> Any:
    """No for yes: a bool, or an array of them."""
    return np.logical_not(value) if isinstance(value, np.ndarray) else not value


def truth(value: Any) -> Any:
    """A value as yes or no: a bool, or an array of them."""
    if not isinstance(value, np.ndarray):
        return bool(value)
    return value if value.dtype is _BOOL else value != 0
