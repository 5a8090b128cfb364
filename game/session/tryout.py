"""What would each order change, if it were given or left out?

Runs the next quarters once in a batch, a few worlds for each order: the plan as it stands, the plan
without one of its orders, the plan with one more. All have the same dice, and in later quarters the
seat orders nothing, or a purse that is fuller would be emptied by what comes next: what differs is
the order, and a sum can be checked. Nothing here touches the real world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.session.plan import Items
from game.session.rollout import Course, advance, lanes
from game.story.scenes import answer_defaults
from game.world.dice import Dice
from game.world.figures import gather
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.standing import Setup

QUARTERS, WORLDS = 4, 4
FIRST_WORLD = (1 << 24) + (2 << 20)  # beyond those of forecasts


@dataclass(frozen=True, eq=False)
class Tried:
    """How much each order moves each figure, (figures, worlds), within a year.

    `chance` says how far apart the worlds of the plan end of themselves, (figures,).
    """

    world: World
    items: Items
    offers: frozenset[str]
    names: tuple[str, ...]
    quarters: int
    changes: Mapping[str, Floats]
    chance: Floats

    def answers(self, world: World, items: Items, offers: frozenset[str]) -> bool:
        """Whether this is what is asked: of this morning, this plan, and these orders beside it."""
        return world is self.world and items == self.items and offers <= self.offers

    def change(self, order_id: str, name: str) -> Floats:
        """By how much an order moves a figure, in each world."""
        return self.changes[order_id][self.names.index(name)]

    def spread(self, name: str) -> float:
        """The standard deviation of a figure between worlds, as far as a few of them show it."""
        return float(self.chance[self.names.index(name)])


def try_out(
    ruleset: Ruleset,
    setup: Setup,
    world: World,
    items: Items,
    offers: Mapping[str, float],
    names: Sequence[str],
) -> Tried:
    """What each order of the plan does, and each of the `offers` (order → amount) beside it."""
    left = ruleset.scenarios[setup.scenario].turns - int(world.turn[0])
    quarters = max(0, min(QUARTERS, left))
    dice, seat = Dice(setup.seed), ruleset.index("seat", setup.seat)
    ready = answer_defaults(ruleset, world, dice, setup.seat)
    cases = (None, *(item.order_id for item in items), *offers)
    ids = [FIRST_WORLD + number for _ in cases for number in range(WORLDS)]
    many = lanes(ready, ids)
    sheet = np.zeros((len(ruleset.axis("order")), len(ruleset.axis("seat")), len(ids)))
    planned = {item.order_id: item.amount for item in items}
    for place, case in enumerate(cases):
        given = dict(planned)
        if case:
            given[case] = offers.get(case, 0.0)
        cut = slice(WORLDS * place, WORLDS * (place + 1))
        for order_id, amount in given.items():
            sheet[ruleset.index("order", order_id), seat, cut] = amount
    played = frozenset({setup.seat})
    course = Course(setup.scenario, sheet, played, lanewise=True, no_more=True)
    for then in advance(ruleset, many, quarters, dice, course):
        many = then
    values = np.empty((len(names), len(ids)))
    gather(ruleset, many, tuple(names), setup.seat, out=values)
    blocks = {case: values[:, WORLDS * n : WORLDS * (n + 1)] for n, case in enumerate(cases)}
    whole = blocks[None]
    changes = {
        case: whole - block if case in planned else block - whole
        for case, block in blocks.items()
        if case
    }
    return Tried(
        world, items, frozenset(offers), tuple(names), quarters, changes, whole.std(axis=1)
    )
