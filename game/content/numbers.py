"""How does a parsed expression become a function of plain numbers?

For one world, a numpy call on an array of two lanes costs as much as ten operations on plain
numbers. The nested tuples of an expression become the same expression of Python here, part by part:
no text of the content is ever run, only signs, numbers and places that are written here. The
results are those of `evaluation.py` to the last bit: both reckon with IEEE doubles, in the same
order. Where a name is found is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from game.content.evaluation import TINY, Code

Named = Callable[[str], str]  # where a name is found, as an expression of Python

JOINED = frozenset("+-*")
COMPARED = frozenset(("<", "<=", ">", ">=", "==", "!="))
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


BARE: dict[str, Any] = {"__builtins__": {}, "float": float, "bool": bool, "abs": abs}
_KNOWN = {
    **BARE,
    "divide": divide,
    "divide_by": divide_by,
    "lesser": lesser,
    "greater": greater,
}


def compile_numbers(
    code: Code, named: Named, arguments: str, is_condition: bool
) -> Callable[..., Any]:
    """A function of `arguments`; `named` says how a name is found with them."""
    return function(_typed(code, named, is_condition), arguments, _KNOWN)


def compile_together(
    codes: Sequence[Code], named: Named, arguments: str, are_conditions: bool
) -> Callable[..., Any]:
    """A function of `arguments` that gives the values of several expressions at once."""
    return function(
        together(_typed(code, named, are_conditions) for code in codes), arguments, _KNOWN
    )


def function(body: str, arguments: str, known: dict[str, Any]) -> Callable[..., Any]:
    """A function of `arguments` that gives `body`, in which only the names `known` are there."""
    made: Callable[..., Any] = eval(f"lambda {arguments}: {body}", known)
    return made


def together(parts: Iterable[str]) -> str:
    """A tuple of expressions."""
    return f"({''.join(f'{part},' for part in parts)})"


def stored(array: str, at: tuple[int, ...]) -> str:
    """`float(w.ARRAY[AT, lane])`: one number of the state in one lane."""
    return f"float(w.{array}[{''.join(f'{int(each)},' for each in at)}lane])"


def _typed(code: Code, named: Named, is_condition: bool) -> str:
    return _test(code, named) if is_condition else f"float({_text(code, named)})"


def _test(code: Code, named: Named) -> str:
    """Yes or no: comparisons are so by themselves."""
    text = _text(code, named)
    return text if code[0] in COMPARED or code[0] in ("and", "or") else f"bool({text})"


def _text(code: Code, named: Named) -> str:
    """A parsed expression as one of Python."""
    what, parts = code[0], code[1:]
    if what == "name":
        return named(parts[0])
    if what == "number":
        return f"({float(parts[0])!r})"
    if what in ("and", "or"):
        return f"({f' {what} '.join(_test(part, named) for part in parts)})"
    text = _text(parts[0], named)
    if what == "not":
        return f"(not {text})"
    if what == "neg":
        return f"(-{text})"
    if what == "abs":
        return f"abs({text})"
    if what == "count":
        return f"({text} * 1.0)"
    for part in parts[1:]:
        by_number = what == "/" and part[0] == "number"
        text = joined(what, text, _text(part, named), "divide_by" if by_number else "")
    return text


def joined(what: str, left: str, right: str, called: str = "") -> str:
    """Two expressions joined by a sign, or by a function."""
    if what in JOINED or what in COMPARED:
        return f"({left} {what} {right})"
    return f"{called or _CALLED[what]}({left}, {right})"
