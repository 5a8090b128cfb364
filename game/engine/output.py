"""What can the foundries start while the Strait is closed?

Most of what stands in Taiwan stops; what stands elsewhere goes on. Two stages need to know: the one
that sells wafers and the one that starts accelerators.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter
from game.world.state import Array, Floats
from game.world.targets import targets


def stopped(x: Quarter) -> Floats:
    """(worlds,): the part of the island's output that a blockade stops."""
    closed: Floats = (x.w.blockade_quarters > 0).astype(np.float64)
    return closed * x.k("fabs.blockade_stop")


def open_wafers(x: Quarter, foundries: Array) -> Floats:
    """(foundry, node, worlds): wafers a quarter that these actors can start."""
    w = x.w
    running: Floats = w.wafers[foundries].astype(np.float64)
    if np.count_nonzero(w.blockade_quarters):
        island = x.places.region_of[foundries] == x.region("tw")
        at_home = np.maximum(running - w.wafers_abroad[foundries], 0.0)
        running -= stopped(x) * island[:, None, None] * at_home
    return running


def open_packages(x: Quarter) -> Floats:
    """(worlds,): packaging wafers of the leading foundry for what is started now.

    A chip is packed in the quarter after its wafer is started, on the lines that stand by then.
    """
    w, tsmc = x.w, x.actor("tsmc")
    ordered = w.pending[targets(x.ruleset)["packaging[tsmc]"], w.column(1)]
    running: Floats = w.packaging[tsmc] + np.maximum(ordered, 0.0)
    if np.count_nonzero(w.blockade_quarters):
        at_home = np.maximum(running - w.packaging_abroad[tsmc], 0.0)
        running -= stopped(x) * at_home
    return running
