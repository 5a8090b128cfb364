"""What does a quarter come to in which nobody plays?

The script and the policies decide for every seat, what was promised is laid, and the tick runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from game.engine import script
from game.engine.policies import no_orders
from game.engine.tick import tick
from game.world.dice import Dice
from game.world.state import World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


def unattended(
    ruleset: Ruleset,
    scenario: str,
    world: World,
    dice: Dice,
    policies: Mapping[str, str] | None = None,
    *,
    in_place: bool = False,
) -> World:
    """The world one quarter on; seats that `policies` name follow those, and no script."""
    chosen = dict(policies or {})
    orders = no_orders(ruleset, world)
    script.decide(ruleset, scenario, world, dice, orders, policies=chosen)
    world = script.lay_effects(ruleset, scenario, world, frozenset(chosen))
    return tick(ruleset, world, orders, dice, in_place=in_place)
