"""Does a number or a list keep to the limits that are known of it?

A coefficient between its own low and high; the orders of a first year that a seat is shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.content.checks.warner import Content
from game.content.document import Path
from game.content.models.conduct import Coefficient
from game.content.ruleset import FIRST_ORDERS
from game.errors import Problem


def check(content: Content) -> list[Problem]:
    """What lies outside its limits."""
    return [*_coefficients(content), *_first_orders(content)]


def _coefficients(content: Content) -> Iterator[Problem]:
    """Values that their own file calls implausible."""
    for id_, known in content.ruleset.coefficients.items():
        warner = content.warner("coefficients", id_)
        for path, value in _values(known):
            low = known.low is not None and value < known.low
            if low or (known.high is not None and value > known.high):
                bound = f"below its low, {known.low}" if low else f"above its high, {known.high}"
                hint = "move 'low' or 'high' too, with its reason in 'note', or change the value"
                warner.warn("W330", path, f"{value:g} is {bound}", hint)
        yield from warner.problems


def _values(known: Coefficient) -> list[tuple[Path, float]]:
    if isinstance(known.value, dict):
        return [(("value", key), value) for key, value in known.value.items()]
    return [(("value",), known.value)]


def _first_orders(content: Content) -> Iterator[Problem]:
    """Orders of the first year that are never shown, because six stand before them."""
    for id_, seat in content.ruleset.seats.items():
        warner = content.warner("seats", id_)
        for place in range(FIRST_ORDERS, len(seat.first_orders)):
            late = seat.first_orders[place]
            message = f"only the first {FIRST_ORDERS} are shown: '{late}' is not"
            hint = f"take one away as well: remove: [first_orders.{FIRST_ORDERS - 1}]"
            warner.warn("W331", ("first_orders", place), message, hint)
        yield from warner.problems
