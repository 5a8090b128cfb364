"""What is ordered and not yet there?

Read from what waits in `pending`, whoever pays for it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.world.geography import Rows
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


def wafers_coming(ruleset: Ruleset, w: World) -> Floats:
    """(actor, node, worlds): lines ordered and not yet open, whoever pays for them."""
    rows_, places_ = _lines_coming(ruleset)
    coming = np.zeros(w.wafers.shape)
    coming[places_] = w.pending[rows_].sum(axis=1)
    return coming


@lru_cache(maxsize=8)
def _lines_coming(ruleset: Ruleset) -> tuple[Rows, tuple[Rows, Rows]]:
    """In which rows of `pending` lines wait, and of which foundry and node they are."""
    from game.world.targets import targets  # which reads the figures that are worked out here

    found = [
        (targets(ruleset)[name], a, n)
        for a, actor in enumerate(ruleset.axis("actor"))
        for n, node in enumerate(ruleset.axis("node"))
        if (name := f"wafers[{actor},{node}]") in targets(ruleset)
    ]
    row, actors, nodes = np.array(found).T
    return row, (actors, nodes)
