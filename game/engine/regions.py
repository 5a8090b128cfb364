"""How is what actors do added up by the region where they stand?"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.quarter import Quarter
from game.world.geography import places
from game.world.state import Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@lru_cache(maxsize=8)
def _sorted(ruleset: Ruleset) -> tuple[Ints, Ints, Ints]:
    """Actors by region, where each region begins among them, and which regions have any."""
    region_of = places(ruleset).region_of
    order = np.argsort(region_of, kind="stable")
    regions, starts = np.unique(region_of[order], return_index=True)
    return order, starts, regions


def by_region(x: Quarter, values: Floats) -> Floats:
    """(region, worlds): the sum over the actors that stand there; `values` are (actor, worlds)."""
    order, starts, regions = _sorted(x.ruleset)
    total = np.zeros((len(x.ruleset.axis("region")), values.shape[-1]))
    total[regions] = np.add.reduceat(values.take(order, axis=0), starts, axis=0)
    return total
