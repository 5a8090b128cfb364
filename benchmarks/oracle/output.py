"""What can the foundries of one world start while the Strait is closed?

Most of what stands in Taiwan stops; what stands elsewhere goes on.
"""

from __future__ import annotations

from benchmarks.oracle.quarter import Quarter


def stopped(x: Quarter) -> float:
    """The part of the island's output that a blockade stops."""
    return x.k("fabs.blockade_stop") * (x.w.blockade_quarters > 0)


def open_wafers(x: Quarter, foundry: str, node: str) -> float:
    """Wafers a quarter that an actor can start."""
    w = x.w
    held = stopped(x) * (x.places.region_of[foundry] == "tw")
    everywhere: int = w.wafers[foundry][node]
    at_home = max(everywhere - w.wafers_abroad[foundry][node], 0)
    return everywhere - held * at_home


def open_packages(x: Quarter) -> float:
    """Packaging wafers of the leading foundry for what is started now.

    A chip is packed in the quarter after its wafer is started, on the lines that stand by then.
    """
    w = x.w
    ordered = w.pending["packaging[tsmc]"][w.column(1)]
    everywhere: float = w.packaging["tsmc"] + max(ordered, 0.0)
    at_home = max(everywhere - w.packaging_abroad["tsmc"], 0)
    return everywhere - stopped(x) * at_home
