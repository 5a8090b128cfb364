"""What does an answer take, and what may one ask for it?

Hours of machine time for a million tokens, and the mark-up that competition leaves: inference,
demand and open weights reckon with the same numbers. Nothing here changes the world.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter, between
from game.world.state import Array, Floats


def hours_per_mtok(x: Quarter, quality: Array | float, best: Array, software: Array) -> Floats:
    """H100e-hours for a million plain tokens of some quality, by whoever has a model of `best`.

    A model trained as well as arithmetic allows grows with its capability; one that a stronger
    model teaches is smaller, down to a point. Nothing useful is lighter than the lightest.
    """
    size = x.k("inference.size_per_eci") * (quality - x.k("inference.class_eci"))
    taught = between(
        x.k("inference.teaching") * (best - quality), 0.0, x.k("inference.most_taught")
    )
    whole = x.k("inference.hours_per_mtok") * np.exp(size - taught)
    hours: Floats = whole / software ** x.k("inference.thrift_power")
    return np.maximum(hours, x.k("inference.least_hours"))


def own_hours(x: Quarter, quality: Array | float) -> Floats:
    """(lab, worlds): hours for a million plain tokens of a quality, by each lab."""
    w, labs = x.w, x.places.lab_rows
    lean = 1.0 + x.k("inference.small_gain") * w.small[labs]
    hours = hours_per_mtok(x, quality, w.eci[labs], w.software[labs]) / lean
    return np.maximum(hours, x.k("inference.least_hours"))


def answer_hours(x: Quarter) -> Floats:
    """(lab, worlds): hours for a million tokens of each lab's best model, thinking included.

    A lab that has released nothing is reckoned with the weakest model anybody would use.
    """
    quality = np.maximum(x.w.eci[x.places.lab_rows], x.k("inference.least_eci"))
    return own_hours(x, quality) * x.w.thinking_cost[x.places.lab_rows]


def markup(x: Quarter, quality: Array | float) -> Floats:
    """Price over cost, more with a lead over the best open model; as `quality`, worlds last."""
    lead = between((quality - x.w.open_eci) / x.k("inference.lead_scale"), 0.0, 1.5)
    return x.k("inference.margin") + x.k("inference.rent_of_lead") * lead
