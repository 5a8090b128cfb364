"""How does a parsed expression become a function of arrays?

The nested tuples of an expression become the same expression of Python, part by part, as in
`numbers.py`, with the results of `evaluation.py` to the last bit and without its calls between
calls: what very many worlds ask every quarter is worth a function of its own. Where a name is found
is for the caller to say, and which names are the same in every world.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from game.content.evaluation import Code, build, divide, opposite, truth
from game.content.numbers import BARE, COMPARED, Named, function, joined, together

_BITWISE = {"and": "&", "or": "|"}
_LOGICAL = ("and", "or", "not")

_KNOWN = {
    **BARE,
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
    arguments: str,
    are_conditions: bool,
) -> Callable[..., Any]:
    """A function of `arguments` that gives the values of several expressions at once.

    `named` says how a name is found; what it finds must be float64. Names that are `shared` are one
    number for all worlds: where they alone decide a condition, nothing else is looked at, and the
    value may be one bool. No value is a view of what was read.
    """
    write = _Writer(named, shared)
    typed = write.test if are_conditions else write.number
    return function(together(map(typed, codes)), arguments, _KNOWN)


class _Writer:
    """Writes expressions as those of Python."""

    def __init__(self, named: Named, shared: Callable[[str], bool]) -> None:
        self._named, self._shared = named, shared

    def number(self, code: Code) -> str:
        """A value as a number: float64."""
        if code[0] == "name":
            return f"copied({self._text(code)})"
        return self._text(("count", code) if _is_test(code) else code)

    def test(self, code: Code) -> str:
        """A value as yes or no."""
        text = self._text(code)
        return text if _is_test(code) else f"truth({text})"

    def _text(self, code: Code) -> str:
        what, parts = code[0], code[1:]
        if what == "name":
            return self._named(parts[0])
        if is_constant(code):
            return f"({worth(code)!r})"
        if what in _BITWISE:
            return self._together(what, parts)
        if what == "not":
            return f"opposite({self.test(parts[0])})"
        text = self._text(parts[0])
        if what == "count":
            return f"({text} * 1.0)"
        if what == "neg":
            return f"(-{text})"
        if what == "abs":
            return f"abs({text})"
        return reduce(lambda left, part: joined(what, left, self._text(part)), parts[1:], text)

    def _together(self, what: str, parts: tuple[Code, ...]) -> str:
        """`and` and `or`: first what all worlds share, which may decide; then the rest, bit by bit.

        Python's own word stops at the first part that decides, and gives back the last one.
        """
        known = self._shared
        found = [f"bool({self._text(part)})" for part in parts if shared_by_all(part, known)]
        each = [self.test(part) for part in parts if not shared_by_all(part, known)]
        if each:
            found.append(f"({f' {_BITWISE[what]} '.join(each)})")
        return f"({f' {what} '.join(found)})"


def shared_by_all(code: Code, shared: Callable[[str], bool]) -> bool:
    """Whether an expression reads nothing but names that are `shared`."""
    if code[0] == "name":
        return shared(code[1])
    return code[0] == "number" or all(shared_by_all(part, shared) for part in code[1:])


def is_constant(code: Code) -> bool:
    """Whether an expression reads nothing."""
    return code[0] == "number" or (code[0] != "name" and all(map(is_constant, code[1:])))


def worth(code: Code) -> float | bool:
    """The value of an expression that reads nothing."""
    value = build(code)(lambda name: None)
    return bool(value) if _is_test(code) else float(value)


def _is_test(code: Code) -> bool:
    return code[0] in COMPARED or code[0] in _LOGICAL


def stored(array: str, at: tuple[int, ...], is_float: bool) -> str:
    """`w.ARRAY[AT]`: one figure of the state in every world, as float64."""
    place = f"w.{array}[{','.join(str(int(each)) for each in at)}]" if at else f"w.{array}"
    return place if is_float else f"{place}.astype(float64)"


def in_first(array: str) -> str:
    """`float(w.ARRAY[0])`: what all worlds share, read in the first."""
    return f"float(w.{array}[0])"
