"""What stands along an axis of the state, and how many?

Most axes are lists of the content; some follow from it, and lags and slots are only numbered.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from game.content.quarters import AHEAD

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

SCENE_SLOTS = 3
LAGS = AHEAD
CYCLE = 2  # quarters from wafer start to finished accelerator
NUMBERED = {"lag": LAGS, "slot": SCENE_SLOTS, "cycle": CYCLE}


def shape_of(axes: Sequence[str], ruleset: Ruleset) -> tuple[int, ...]:
    """The lengths of the named axes under a ruleset."""
    return tuple(axis_length(axis, ruleset) for axis in axes)


@lru_cache(maxsize=100)  # a dozen axes of some rulesets; there are thousands of choices
def axis_ids(axis: str, ruleset: Ruleset) -> tuple[str, ...]:
    """What stands along an axis, by id; lags and scene slots are numbered."""
    if axis in NUMBERED:
        return tuple(map(str, range(NUMBERED[axis])))
    if axis == "target":
        from game.world.targets import targets

        return tuple(targets(ruleset))
    if axis == "choice":
        return tuple(f"{storylet}.{choice}" for storylet, choice in ruleset.choices)
    if axis == "habit":
        return tuple(id_ for id_, order in ruleset.orders.items() if order.wears)
    return tuple(ruleset.axis(axis))


def axis_length(axis: str, ruleset: Ruleset) -> int:
    """How many things an axis holds."""
    return len(axis_ids(axis, ruleset))
