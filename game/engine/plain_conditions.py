"""Where may the rules of policies hold, as far as plain comparisons tell?

`me.cash_usd > 1000000000`: most of what a rule and the needs of its order ask is whether a figure
of the state is above or below a number. These comparisons of all policies are made together, in a
few operations on one array. What else a rule asks, `policies.py` works out where these hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from game.world.arrays import COMPARE, is_shared
from game.world.axes import shape_of
from game.world.figures import Place, place_of
from game.world.state import FIELDS, Array, Floats, Ints, World

if TYPE_CHECKING:
    from game.content.evaluation import Code
    from game.content.models.conduct import PolicyRule
    from game.content.ruleset import Ruleset

EVER: Code = ("==", ("number", 0.0), ("number", 0.0))


class Comparison(NamedTuple):
    """A figure of the state beside a number."""

    sign: str
    place: Place
    number: float


class Parts(NamedTuple):
    """The parts of a condition, all of which must hold."""

    date: Code  # the same in every world
    plain: tuple[Comparison, ...]
    rest: Code | None


@lru_cache(maxsize=256)
def parts(ruleset: Ruleset, policy_id: str) -> tuple[Parts, ...]:
    """The conditions of a policy's rules, with those needs of their orders that ask no amount."""
    policy = ruleset.policies[policy_id]
    me = ruleset.index("actor", policy.actor)
    return tuple(_parts(ruleset, me, rule) for rule in policy.rules)


def _parts(ruleset: Ruleset, me: int, rule: PolicyRule) -> Parts:
    needs = (need.when for need in ruleset.orders[rule.order].needs)
    dates: list[Code] = []
    plain: list[Comparison] = []
    rest: list[Code] = []
    asked = (rule.when, *(need for need in needs if "amount" not in need.names))
    for code in (part for each in asked for part in _conjuncts(each.code)):
        if is_shared(ruleset, me, code):
            dates.append(code)
        elif found := _comparison(ruleset, me, code):
            plain.append(found)
        else:
            rest.append(code)
    return Parts(("and", EVER, *dates), tuple(plain), ("and", *rest) if rest else None)


def _conjuncts(code: Code) -> Iterator[Code]:
    if code[0] != "and":
        yield code
        return
    for part in code[1:]:
        yield from _conjuncts(part)


def _comparison(ruleset: Ruleset, me: int, code: Code) -> Comparison | None:
    if code[0] not in COMPARE or code[1][0] != "name" or code[2][0] != "number":
        return None
    place = place_of(ruleset, me, code[1][1])
    return None if place is None or place.derived else Comparison(code[0], place, code[2][1])


@dataclass(frozen=True, eq=False)
class Conditions:
    """The plain comparisons of several policies, and the rules that ask them."""

    figures: list[tuple[str, slice, Ints]]  # array by array: rows of what is read, and its cells
    compared: list[tuple[Callable[..., Any], slice]]  # sign by sign: rows of the comparisons
    of_figure: Ints  # (comparison,)
    numbers: Floats  # (comparison, 1)
    of_rule: Ints  # (rule, most of them): its comparisons, then one past the last, which holds
    rules: list[slice]  # policy by policy

    def __call__(self, world: World) -> list[Array]:
        """Policy by policy, (rules, worlds): where all the comparisons of each rule hold."""
        width = world.width
        read = np.empty((self.figures[-1][1].stop if self.figures else 0, width))
        for array, rows, cells in self.figures:
            read[rows] = getattr(world, array).reshape(-1, width).take(cells, axis=0)
        held = np.ones((len(self.of_figure) + 1, width), np.bool_)
        for compare, rows in self.compared:
            figures = read.take(self.of_figure[rows], axis=0)
            compare(figures, self.numbers[rows], out=held[rows])
        found = held.take(self.of_rule[:, 0], axis=0)
        for others in self.of_rule.T[1:]:
            found &= held.take(others, axis=0)
        return [found[rows] for rows in self.rules]


@lru_cache(maxsize=64)
def conditions(ruleset: Ruleset, policy_ids: tuple[str, ...]) -> Conditions:
    """The plain comparisons of some policies, each made once."""
    by_policy = [parts(ruleset, policy_id) for policy_id in policy_ids]
    of_rules = [each.plain for policy in by_policy for each in policy]
    tests = sorted({test for plain in of_rules for test in plain})
    places = sorted({test.place for test in tests})
    most = max([1, *map(len, of_rules)])
    padded = [[*map(tests.index, plain), *[len(tests)] * (most - len(plain))] for plain in of_rules]
    ends = np.cumsum([0, *map(len, by_policy)]).tolist()
    return Conditions(
        figures=[
            (array, rows, np.array([_cell(ruleset, place) for place in places[rows]], np.int64))
            for array, rows in _runs([place.array for place in places])
        ],
        compared=[(COMPARE[sign], rows) for sign, rows in _runs([test.sign for test in tests])],
        of_figure=np.array([places.index(test.place) for test in tests], np.int64),
        numbers=np.array([[test.number] for test in tests]).reshape(-1, 1),
        of_rule=np.array(padded, np.int64).reshape(-1, most),
        rules=[slice(start, end) for start, end in pairwise(ends)],
    )


def _cell(ruleset: Ruleset, place: Place) -> int:
    """Where a figure stands in its array, the rows of which are laid end to end."""
    shape = shape_of(FIELDS[place.array]["axes"], ruleset)
    return int(np.ravel_multi_index(place.at, shape)) if shape else 0


def _runs(names: list[str]) -> Iterator[tuple[str, slice]]:
    """Each of some sorted names, and where it stands among them."""
    for name in dict.fromkeys(names):
        first = names.index(name)
        yield name, slice(first, first + names.count(name))
