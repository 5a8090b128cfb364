"""How is what actors do added up by the region where they stand?"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter
from game.world.state import Floats


def by_region(x: Quarter, values: Floats) -> Floats:
    """(region, worlds): the sum over the actors that stand there; `values` are (actor, worlds)."""
    p = x.places
    total = np.zeros((len(x.ruleset.axis("region")), values.shape[-1]))
    total[p.inhabited] = np.add.reduceat(values.take(p.by_region, axis=0), p.starts, axis=0)
    return total
