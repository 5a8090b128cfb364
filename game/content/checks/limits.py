"""Does a number or a list keep to the limits that are known of it?

A coefficient between its own low and high, a share between 0 and 1; a chip between those that its
maker has lines for; the orders of a first year that a seat is shown; a prologue and its briefings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.content.bounds import values
from game.content.checks.warner import Content
from game.content.models.conduct import Coefficient
from game.content.ruleset import FIRST_ORDERS
from game.errors import Problem

_SHARE = re.compile(r"(share|part)\b|0-1$")  # units; those with "per" are slopes


def check(content: Content) -> list[Problem]:
    """What lies outside its limits."""
    return [*_coefficients(content), *_first_orders(content)]


def _coefficients(content: Content) -> Iterator[Problem]:
    """Values that their own file calls implausible, and shares that are none."""
    for id_, known in content.ruleset.coefficients.items():
        warner = content.warner("coefficients", id_)
        for path, value in values(known):
            if bound := _beyond(known, value):
                hint = "move 'low' or 'high' too, with its reason in 'note', or change the value"
                warner.warn("W330", path, f"{value:g} is {bound}", hint)
        yield from warner.problems


def _beyond(known: Coefficient, value: float) -> str:
    """Which bound a value breaks: its own, or, where it has none, that of a share."""
    low, high = known.low, known.high
    named = "its {end}, {bound:g}"
    if low is None and high is None and _SHARE.match(known.unit) and " per " not in known.unit:
        low, high, named = 0.0, 1.0, "what a share can be, {bound:g}"
    if low is not None and value < low:
        return "below " + named.format(end="low", bound=low)
    if high is not None and value > high:
        return "above " + named.format(end="high", bound=high)
    return ""


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
