"""How full are the clouds that let a laboratory its machine time?

Lets the stage that lends (S9) say what the landlords of a pool have for tenants under contract, and
counts what those hold. Full clouds give all of them the same part of their
hours, and bill that part. Hours by the meter come after, and are left out.
"""

from __future__ import annotations

from typing import NamedTuple

from game.engine.landlords import market, room
from game.engine.policies import no_orders
from game.engine.quarter import Quarter
from game.engine.s09_rental import lend
from game.session.sight import Sight
from game.world.dice import Dice
from game.world.geography import places
from game.world.report import NoRecorder

FULL = 0.995  # of the hours due; what is less reads as less
LITTLE = 0.1  # of all machine time: less is not worth a word
NEAR = 0.9  # of what clouds let that is under contract: a few orders more and they are full


class Clouds(NamedTuple):
    """What is due to a seat, the part of it that ran, and how much of the pool is taken."""

    due_h100e: float
    filled: float
    taken: float
    lent: str  # the end of the words’ keys, where all of it is given and nothing rented


def clouds(sight: Sight) -> Clouds | None:
    """How it stands for a laboratory that lives by hours due to it; None for anybody else."""
    ruleset, world = sight.ruleset, sight.world
    me, p = ruleset.index("actor", sight.seat), places(ruleset)
    due_h100e = float(world.rented_h100e[me, 0] + world.allotted_h100e[me, 0])
    filled = float(world.hours_filled[me, 0])
    all_h100e = sight.value("me.machine_time") + due_h100e * (1.0 - filled)
    if me not in p.labs or due_h100e < max(LITTLE * all_h100e, 1.0):
        return None
    m = market(ruleset)
    pool = int(m.pool_of_lab[list(p.labs).index(me)])
    asked = (world.rented_h100e[p.labs, 0] + world.allotted_h100e[p.labs, 0])[m.pool_of_lab == pool]
    taken = float(asked.sum()) / max(_room_h100e(sight, pool), 1e-9)
    lent = "" if world.rented_h100e[me, 0] >= 1.0 else ".lent"
    return Clouds(due_h100e, filled, taken, lent)


def _room_h100e(sight: Sight, pool: int) -> float:
    """What the landlords of a pool have for tenants, less what they lend to labs of their own."""
    ruleset, world = sight.ruleset, sight.world.copy()
    x = Quarter(ruleset, world, no_orders(ruleset, world), Dice(0), NoRecorder())
    lend(x)
    return float(room(x)[1][pool, 0])


def standing(sight: Sight) -> str:
    """What stands under the bills: that the clouds are full, or nearly; else nothing."""
    found = clouds(sight)
    if found is None:
        return ""
    if found.filled < FULL:
        return _full(sight, found)
    if found.taken < NEAR:
        return ""
    taken = sight.words.percent(min(found.taken, 1.0))
    return sight.words.t(f"session.clouds.near{found.lent}", taken=taken)


def news(sight: Sight, before: float) -> str:
    """What is told once: the part of one's hours that clouds give has changed from `before`."""
    found = clouds(sight)
    if found is None:
        return ""
    if found.filled < FULL:
        fell = before >= FULL or before - found.filled >= 1.0 - NEAR
        return _full(sight, found) if fell else ""
    if before < FULL:
        due = sight.words.unit(found.due_h100e, "h100e")
        return sight.words.t(f"session.clouds.room{found.lent}", due=due)
    return standing(sight)


def _full(sight: Sight, found: Clouds) -> str:
    due = sight.words.unit(found.due_h100e, "h100e")
    part = sight.words.percent(found.filled)
    return sight.words.t(f"session.clouds.full{found.lent}", due=due, part=part)
