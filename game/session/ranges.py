"""How much of an order may be asked for: in whole numbers, of what has no parts?"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from game.engine.orders import amount_range

if TYPE_CHECKING:
    from game.session.sight import Sight

WHOLE = frozenset({"cards", "chips", "h100e", "mw", "people", "tools", "units"})


def limits(sight: Sight, order_id: str) -> tuple[float, float, float] | None:
    """The usual, the least and the most of an order that takes an amount; else None."""
    found = amount_range(sight.ruleset, sight.world, sight.seat, order_id)
    asked = sight.ruleset.orders[order_id].amount
    if found is None or asked is None or asked.unit not in WHOLE:
        return found
    usual, least = found[0], float(ceil(found[1] - 1e-9))
    return usual, least, max(float(floor(found[2] + 1e-9)), least)
