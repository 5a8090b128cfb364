"""Will what a player is told or offered come true?

When an order says that it works, orders of a first year that the seat cannot give, goals that come
due when all is over, amounts that no order takes, units without a word, news without weight.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.content.checks.warner import Content
from game.content.expressions import Expression
from game.content.models.conduct import Asked
from game.content.ranges import survey
from game.content.walking import names_in
from game.content.words import PLAIN_UNITS, said_units
from game.errors import Problem


def check(content: Content) -> list[Problem]:
    """Promises that are not kept."""
    return [
        *_leads(content),
        *_fresh(content),
        *_defaults(content),
        *_asked(content),
        *_first_orders(content),
        *_goals(content),
        *_units(content),
        *_news(content),
    ]


# ----------------------------------------------------------------------------------- orders


def _leads(content: Content) -> Iterator[Problem]:
    """Orders that tell another quarter than that of their main effect, which stands first."""
    for id_, order in content.ruleset.orders.items():
        written = [each for each in order.effects if each.add or each.set]
        if not written:
            continue
        main, told = max(written[0].after, 1), max(order.lead, 1)  # 0 and 1: the next morning
        moved = {name for each in written for name in (*each.add, *each.set)}
        # What follows from its effects may take longer than they do.
        is_later = told > main and not moved.issuperset(order.moves)
        if told != main and not is_later:
            warner = content.warner("orders", id_)
            message = f"the menu promises {_quarters(order.lead)}, the first effect {_comes(main)}"
            hint = f"write 'lead: {main if main > 1 else 0}', or put the main effect first"
            warner.warn("W336", ("lead",), message, hint)
            yield from warner.problems


def _fresh(content: Content) -> Iterator[Problem]:
    """Orders whose effects ask how fresh they are, and that never wear."""
    for id_, order in content.ruleset.orders.items():
        path = names_in(order).get("fresh")
        if path is not None and order.wears == 0:
            warner = content.warner("orders", id_)
            message = "'fresh' is always 1: this order does not wear"
            warner.warn("W624", path, message, "give it 'wears', such as 0.5")
            yield from warner.problems


def _quarters(lead: int) -> str:
    if lead < 2:
        return "the next morning"
    return f"{lead} quarters"


def _comes(after: int) -> str:
    return f"comes after {after} quarters" if after > 1 else "comes the next morning"


def _defaults(content: Content) -> Iterator[Problem]:
    """Orders whose usual amount is none that they take."""
    for id_, order in content.ruleset.orders.items():
        if order.amount is not None:
            warner = content.warner("orders", id_)
            if bound := _beyond(order.amount.default, order.amount):
                hint = "change the default, or the bound"
                warner.warn("W339", ("amount", "default"), f"the default is {bound}", hint)
            yield from warner.problems


def _asked(content: Content) -> Iterator[Problem]:
    """Policies that ask for an amount that the order does not take."""
    for id_, policy in content.ruleset.policies.items():
        warner = content.warner("policies", id_)
        for place, rule in enumerate(policy.rules):
            order = content.ruleset.orders[rule.order]
            path = ("rules", place, "amount")
            if order.amount is None or warner.definition.value_at(path) is None:
                continue  # whoever names no amount asks for 1, or for the nearest that is taken
            if bound := _beyond(rule.amount, order.amount):
                hint = f"the bound is given instead: '{rule.order}' takes no other"
                warner.warn("W339", path, f"the amount is {bound}", hint)
        yield from warner.problems


def _beyond(amount: Expression, asked: Asked) -> str:
    """Which bound of an order a number breaks."""
    value, low, high = amount.constant, asked.low.constant, asked.high.constant
    if value is not None and low is not None and value < low:
        return f"{value:g}, below its low, {low:g}"
    if value is not None and high is not None and value > high:
        return f"{value:g}, above its high, {high:g}"
    return ""


# ------------------------------------------------------------------------------------ seats


def _first_orders(content: Content) -> Iterator[Problem]:
    """Orders of the first year that are none of this seat."""
    for id_, seat in content.ruleset.seats.items():
        warner = content.warner("seats", id_)
        for place, name in enumerate(seat.first_orders):
            is_first = seat.first_orders.index(name) == place
            if is_first and id_ not in content.ruleset.orders[name].seats:
                owner = content.table["orders"][name].owner
                patch = f'{{patch: "{owner}:{name}", add: {{seats: [{id_}]}}}}'
                message = f"'{name}' is no order of this seat: it is never shown"
                warner.warn("W337", ("first_orders", place), message, f"add to orders/: {patch}")
        yield from warner.problems


def _goals(content: Content) -> Iterator[Problem]:
    """Goals that come due after the last quarter."""
    scenarios = content.ruleset.scenarios
    for id_, scenario in scenarios.items():
        warner = content.warner("scenarios", id_)
        for name, goals in scenario.goals.items():
            if name not in scenario.seats:
                hint = f"the seats of this scenario: {', '.join(scenario.seats)}"
                message = f"nobody reads these goals: '{name}' is not offered here"
                warner.warn("W624", ("goals", name), message, hint, key=True)
            for place, goal in enumerate(goals):
                if goal.until >= scenario.turns:
                    path = ("goals", name, place, "until")
                    warner.warn("W338", path, *_too_late(scenario.turns))
        yield from warner.problems
    for id_, seat in content.ruleset.seats.items():
        held = [e.turns for e in scenarios.values() if id_ in e.seats and id_ not in e.goals]
        warner = content.warner("seats", id_)
        for place, goal in enumerate(seat.goals):
            if held and goal.until >= max(held):
                warner.warn("W338", ("goals", place, "until"), *_too_late(max(held)))
        yield from warner.problems


def _too_late(turns: int) -> tuple[str, str]:
    message = f"the game is over before: its last quarter is turn {turns - 1}"
    return message, f"write {turns - 1} or less; the first quarter is turn 0"


# --------------------------------------------------------------------------- figures and news


def _units(content: Content) -> Iterator[Problem]:
    """Figures whose value would be told as a bare number."""
    known = {*PLAIN_UNITS, *said_units(content.ruleset.word_table)}
    for id_, definition in content.table["figures"].items():
        unit = definition.value_at(("unit",))
        if unit not in known:
            warner = content.warner("figures", id_)
            hint = f"one of the units of arrays.md, or a word 'unit.{unit}' of your own"
            warner.warn("W340", ("unit",), f"no word writes the unit '{unit}'", hint)
            yield from warner.problems


def _news(content: Content) -> Iterator[Problem]:
    """Items that are never drawn."""
    for id_, item in content.ruleset.news.items():
        if survey(item.weight, content.range_of).bounds.high <= 0:
            warner = content.warner("news", id_)
            message = "this item is never printed: it weighs nothing"
            warner.warn("W622", ("weight",), message, "give it a weight above 0")
            yield from warner.problems
