"""What happens at End Turn, in order?

Seventeen stages, one a file, run once each over all worlds. No stage calls another; what one leaves
in the world the next finds there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.engine import (
    s00_budgets,
    s01_policy,
    s02_tools,
    s03_fabs,
    s04_yield,
    s05_chips,
    s06_market,
    s07_grey,
    s08_installed,
    s09_rental,
    s10_training,
    s11_inference,
    s12_demand,
    s13_open_weights,
    s14_valuation,
    s15_externalities,
    s16_opinion,
)
from game.engine.quarter import Quarter
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

STAGES: tuple[tuple[str, Callable[[Quarter], None]], ...] = (
    ("budgets", s00_budgets.run),
    ("policy", s01_policy.run),
    ("tools", s02_tools.run),
    ("fabs", s03_fabs.run),
    ("yield", s04_yield.run),
    ("chips", s05_chips.run),
    ("market", s06_market.run),
    ("grey", s07_grey.run),
    ("installed", s08_installed.run),
    ("rental", s09_rental.run),
    ("training", s10_training.run),
    ("inference", s11_inference.run),
    ("demand", s12_demand.run),
    ("open_weights", s13_open_weights.run),
    ("valuation", s14_valuation.run),
    ("externalities", s15_externalities.run),
    ("opinion", s16_opinion.run),
)


def tick(
    ruleset: Ruleset,
    world: World,
    orders: Floats,
    dice: Dice,
    recorder: NoRecorder | None = None,
    *,
    in_place: bool = False,
    alike: bool = False,
) -> World:
    """The world one quarter on; the one given is left as it was, unless it may be used up.

    `orders` has shape (order, seat, worlds) and holds how much of each order is given. At least two
    worlds wide: numpy adds a single column in another order than many. All worlds of a batch are at
    the same turn. `alike` says that all lanes are the same world, under the same orders: what is
    done in plain numbers is then done once, with the same result in less time.
    """
    if world.width < 2:
        raise ValueError("a tick needs at least two lanes; give it the same world twice")
    next_world = world if in_place else world.copy()
    quarter = Quarter(ruleset, next_world, orders, dice, recorder or NoRecorder(), alike)
    for _, run in STAGES:
        run(quarter)
    quarter.w.turn += 1
    quarter.because("calendar")
    return quarter.w
