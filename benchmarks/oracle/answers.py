"""What does an answer take in one world, and what may one ask for it?

Hours of machine time for a million tokens, and the mark-up that competition leaves.
"""

from __future__ import annotations

import math

from benchmarks.oracle.arithmetic import clip
from benchmarks.oracle.quarter import Quarter


def hours_per_mtok(x: Quarter, quality: float, best: float, software: float) -> float:
    """H100e-hours for a million plain tokens of some quality, by whoever has a model of `best`.

    A model trained as well as arithmetic allows grows with its capability; one that a stronger
    model teaches is smaller, down to a point. Nothing useful is lighter than the lightest.
    """
    size = x.k("inference.size_per_eci") * (quality - x.k("inference.class_eci"))
    taught = x.k("inference.teaching") * (best - quality)
    taught = clip(taught, 0.0, x.k("inference.most_taught"))
    whole = x.k("inference.hours_per_mtok") * math.exp(size - taught)
    thrift: float = software ** x.k("inference.thrift_power")
    return max(whole / thrift, x.k("inference.least_hours"))


def own_hours(x: Quarter, lab: str, quality: float) -> float:
    """Hours for a million plain tokens of a quality, by a lab."""
    w = x.w
    lean = 1.0 + x.k("inference.small_gain") * w.small[lab]
    hours: float = hours_per_mtok(x, quality, w.eci[lab], w.software[lab]) / lean
    return max(hours, x.k("inference.least_hours"))


def answer_hours(x: Quarter, lab: str) -> float:
    """Hours for a million tokens of a lab's best model, thinking included.

    A lab that has released nothing is reckoned with the weakest model anybody would use.
    """
    quality = max(x.w.eci[lab], x.k("inference.least_eci"))
    hours: float = own_hours(x, lab, quality) * x.w.thinking_cost[lab]
    return hours


def markup(x: Quarter, quality: float) -> float:
    """Price over cost: competition's, more with a lead over the best open model."""
    lead = clip((quality - x.w.open_eci) / x.k("inference.lead_scale"), 0.0, 1.5)
    return x.k("inference.margin") + x.k("inference.rent_of_lead") * lead
