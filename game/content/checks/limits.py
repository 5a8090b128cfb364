"""Does a number or a list keep to the limits that are known of it?

A coefficient between its own low and high, a share between 0 and 1; a chip between those that its
maker has lines for; the orders of a first year that a seat is shown; a prologue and its briefings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from game.content.beginnings import FIRST_QUARTER
from game.content.bounds import values
from game.content.checks.warner import Content
from game.content.definitions import BASE
from game.content.models import Chip, Coefficient, Opening
from game.content.ruleset import FIRST_ORDERS, Ruleset
from game.errors import Problem

MAKERS = ("nvidia", "huawei", "alphabet")  # whose lines the engine fills: `engine/s05_chips.py`
_LIFE = "chips.life_quarters"  # that a class is still made after a better one has come out
_SHARE = re.compile(r"(share|part)\b|0-1$")  # units; those with "per" are slopes


def check(content: Content) -> list[Problem]:
    """What lies outside its limits."""
    return [
        *_coefficients(content),
        *_chips(content),
        *_first_orders(content),
        *_prologues(content),
    ]


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
    elif high is None and known.unit == "1/quarter":
        high, named = 1.0, "what a quarter can do, {bound:g}"
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


def _chips(content: Content) -> Iterator[Problem]:
    """Classes of a mod that will never be made."""
    rules = content.ruleset
    laid_by = {str(key) for each in rules.openings.values() for key in _laid_by(each)}
    for id_, chip in rules.chips.items():
        if content.table["chips"][id_].owner == BASE or id_ in laid_by:
            continue
        warner = content.warner("chips", id_)
        if chip.maker not in MAKERS:
            message = f"nobody makes it: '{chip.maker}' has no lines"
            warner.warn("W332", ("maker",), message, f"of the makers {', '.join(MAKERS)} have some")
        elif chip.from_turn >= max((each.turns for each in rules.scenarios.values()), default=0):
            message = "it comes out when every scenario is over"
            warner.warn("W332", ("from_turn",), message, "0 is 2022Q4, and 4 a year later")
        elif better := _better(rules, chip):
            message = f"nobody makes it: '{better.id}' of the same maker is better, and comes first"
            hint = "give it more h100e, an earlier from_turn, or a respec_of"
            warner.warn("W332", ("h100e",), message, hint)
        yield from warner.problems


def _laid_by(opening: Opening) -> Iterable[str]:
    """The classes of which there are some on the first morning."""
    is_stock = opening.field in ("inventory", "installed", "wip")
    return opening.values if is_stock and isinstance(opening.values, dict) else ()


def _better(rules: Ruleset, chip: Chip) -> Chip | None:
    """The class that has replaced another before that one comes out."""
    life = rules.coefficients.get(_LIFE)
    quarters = life.value if life is not None and isinstance(life.value, float | int) else 0
    for each in rules.chips.values() if not chip.respec_of else ():
        is_rival = each.maker == chip.maker and not each.respec_of and each.h100e > chip.h100e
        if is_rival and each.from_turn + quarters <= chip.from_turn:
            return each
    return None


def _prologues(content: Content) -> Iterator[Problem]:
    """Seats that are told on the first morning what was so years before."""
    for id_, scenario in content.ruleset.scenarios.items():
        lacking = [seat for seat in scenario.seats if seat not in scenario.briefings]
        if scenario.prologue is not None and lacking:
            warner = content.warner("scenarios", id_)
            message = f"no briefing for {', '.join(lacking)}: they read that of {FIRST_QUARTER}"
            hint = f"add 'briefings' that say how things stand in {scenario.begins}"
            warner.warn("W333", ("prologue",), message, hint)
            yield from warner.problems
