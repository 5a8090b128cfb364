"""How does a seat read expressions in very many worlds at once?

Each becomes, once for each actor that reads it, a function that knows where its figures are stored;
what follows from other figures, and what a seat has lived, is asked of a Reader. For one world, see
`numbers.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from game.content.arrays import compile_arrays, in_first, shared_by_all, stored
from game.world.figures import CALENDAR, Place, place_of
from game.world.numbers import found
from game.world.state import FIELDS, World

if TYPE_CHECKING:
    from game.content.evaluation import Code
    from game.content.ruleset import Ruleset

Ask = Callable[[str], Any]
# The world, the amount of an order and how fresh it is, and whom to ask for the rest. What it gives
# has shape (worlds,), or is one number or bool where that is the same in all.
Arrays = Callable[[World, Any, Any, Ask], tuple[Any, ...]]

COMPARE: dict[str, Callable[..., Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
_ARGUMENTS = "w, amount, fresh, ask"


def arrays(ruleset: Ruleset, me: int, codes: Sequence[Code], conditions: bool = False) -> Arrays:
    """Several expressions, all of them conditions or none, as the actor `me` reads them at once."""
    named, shared = partial(found, ruleset, me, _in_all), partial(_is_shared, ruleset, me)
    return compile_arrays(codes, named, shared, _ARGUMENTS, conditions)


def is_shared(ruleset: Ruleset, me: int, code: Code) -> bool:
    """Whether an expression is the same in every world of a batch."""
    return shared_by_all(code, partial(_is_shared, ruleset, me))


def _is_shared(ruleset: Ruleset, me: int, name: str) -> bool:
    """Whether a name is the same in every world of a batch: the date is."""
    place = place_of(ruleset, me, name)
    return place is not None and place.array in CALENDAR


def _in_all(place: Place) -> str:
    if place.array in CALENDAR:
        return in_first(place.array)
    return stored(place.array, place.at, FIELDS[place.array]["kind"] is np.float64)
