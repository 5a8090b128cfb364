"""Which figures may somebody name as the reason for an order?

Those that the order says it moves, and those that its effects write. Through the whole economy an
order ends up touching nearly everything, a little: that is true, and no reason.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from game.world.figures import Place, place_of
from game.world.geography import places

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

DEBT, CASH = "me.debt_usd", "me.cash_usd"


@lru_cache(maxsize=8)
def _known(ruleset: Ruleset) -> dict[tuple[str, str], frozenset[Place]]:
    """What has been worked out so far, by seat and order."""
    return {}


def is_reason(ruleset: Ruleset, seat: str, order_id: str, name: str) -> bool:
    """Whether an order of a seat moves a figure by what it does itself."""
    known, me = _known(ruleset), ruleset.index("actor", seat)
    if (seat, order_id) not in known:
        known[seat, order_id] = _moved(ruleset, me, order_id)
    return place_of(ruleset, me, name) in known[seat, order_id]


def _moved(ruleset: Ruleset, me: int, order_id: str) -> frozenset[Place]:
    order = ruleset.orders[order_id]
    written = [name for each in order.effects for name in (*each.add, *each.set)]
    names = {*order.moves, *written}
    if DEBT in names:  # money that is owed is nobody’s gain, and paying it back nobody’s loss
        names.discard(CASH)
    found = {each for name in names if (each := place_of(ruleset, me, name))}
    home = int(places(ruleset).region_of[me])
    # What stands with the seat stands in its region.
    regional = {Place(f"{each.array}_region", (home,), True) for each in found if each.at == (me,)}
    return frozenset(found | regional)
