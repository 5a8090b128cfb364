"""How much machine time does somebody have, in one world?

In H100 equivalents: what is owned and lit, what is lent and let, what landlords had of what is due.
"""

from __future__ import annotations

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.quarter import Quarter
from game.world.axes import LAGS


def usable_h100e(x: Quarter, actor: str) -> float:
    """What an actor owns and lights, less what code for CUDA cannot use."""
    w, p = x.w, x.places
    own = total(p.h100e[chip] * w.installed[chip][actor] for chip in p.chips)
    foreign = total(
        p.h100e[chip] * w.installed[chip][actor] for chip in p.chips if chip in p.foreign
    )
    lost = foreign * w.lockin * (1.0 - w.ported[actor])
    return (own - lost) * (1.0 - w.dark[p.region_of[actor]])


def keep_hours(x: Quarter, lab: str, kept: float) -> None:
    """A lab keeps a part of its contracts, 0 to 1; what is gone does not end later."""
    w = x.w
    w.rented_h100e[lab] *= kept
    coming = w.pending.get(f"rented_h100e[{lab}]", [0.0] * LAGS)
    for quarters in range(1, LAGS):
        if coming[w.column(quarters)] < 0.0:
            coming[w.column(quarters)] *= kept


def lab_hours(x: Quarter, lab: str) -> float:
    """Machine time of a lab, counted once, where it is used; volunteers add to the commons."""
    w = x.w
    due = (w.rented_h100e[lab] + w.allotted_h100e[lab]) * w.hours_filled[lab]
    own = usable_h100e(x, lab) - w.let_h100e[lab]
    hours: float = max(own + w.lent_h100e[lab] + due, 0.0)
    if lab == "commons":
        hours += w.commons_h100e * (1.0 - x.k("open_weights.network_loss"))
    return hours
