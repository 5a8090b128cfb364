"""How does a seat read an expression in one lane, as a plain number?

A game is two lanes wide, and there plain numbers are many times faster than arrays. Each expression
becomes, once for each actor that reads it, a function that knows where its figures are stored; what
follows from other figures, and what a seat has lived, is asked of a Reader.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from game.content.numbers import compile_numbers, compile_together, stored
from game.world.figures import Place, place_of
from game.world.state import World

if TYPE_CHECKING:
    from game.content.evaluation import Code
    from game.content.expressions import Expression
    from game.content.ruleset import Ruleset

Ask = Callable[[str], float]
# The world, the lane, the amount of an order and how fresh it is, and whom to ask for the rest.
Number = Callable[[World, int, float, float, Ask], Any]
Numbers = Callable[[World, int, float, float, Ask], tuple[Any, ...]]

_ARGUMENTS = "w, lane, amount, fresh, ask"
GIVEN = ("amount", "fresh")  # what comes with an order


@lru_cache(maxsize=256)
def _made(ruleset: Ruleset, me: int) -> dict[Expression, Number]:
    """What has been made for an actor so far."""
    return {}


def number(ruleset: Ruleset, me: int, expression: Expression) -> Number:
    """The expression as the actor `me` reads it: a float, or a bool for a condition."""
    known = _made(ruleset, me)
    if expression not in known:
        named, condition = partial(found, ruleset, me, _in_lane), expression.is_condition
        known[expression] = compile_numbers(expression.code, named, _ARGUMENTS, condition)
    return known[expression]


def numbers(ruleset: Ruleset, me: int, expressions: Sequence[Expression]) -> Numbers:
    """Several expressions, all of them conditions or none, as the actor `me` reads them at once."""
    codes = [each.code for each in expressions]
    conditions = any(each.is_condition for each in expressions)
    return compile_together(codes, partial(found, ruleset, me, _in_lane), _ARGUMENTS, conditions)


def put_together(ruleset: Ruleset, me: int, code: Code, condition: bool = False) -> Number:
    """What the actor `me` reads in expressions that a caller has joined to one."""
    return compile_numbers(code, partial(found, ruleset, me, _in_lane), _ARGUMENTS, condition)


def is_stored(ruleset: Ruleset, me: int, name: str) -> bool:
    """Whether a name is read from an array of the state, or given with the order."""
    place = place_of(ruleset, me, name)
    return name in GIVEN if place is None else not place.derived


def found(ruleset: Ruleset, me: int, stored: Callable[[Place], str], name: str) -> str:
    """Where a name is found, as an expression of Python; `stored` says it of what is."""
    place = place_of(ruleset, me, name)
    if place is None and name in GIVEN:
        return name
    if place is None or place.derived:
        return f"ask({name!r})"
    return stored(place)


def _in_lane(place: Place) -> str:
    return stored(place.array, place.at)
