"""S4 Yield: what part of the dies on a wafer can be sold?

Murphy's model with harvesting, Y = ((1 - exp(-x)) / x)^2 with x = area * defects * h; defects fall
with a foundry's own cumulative output (Irwin and Klenow 1994; Nagy et al. 2013).
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter
from game.world.state import Floats


def run(x: Quarter) -> None:
    """Learn from the wafers of last quarter, then work out the yield of each class."""
    learn(x)
    x.because("yield.learning")
    rate_classes(x)
    x.because("yield.rates")


def learn(x: Quarter) -> None:
    """D = floor + (start - floor) * (cumulative / reference)^-b, where there is no EUV."""
    w = x.w
    start, reference = x.k("yield.start"), x.k("yield.reference_wafers")
    floor, floor_euv = x.k("yield.floor_no_euv"), x.k("yield.floor")
    smic, n7 = x.actor("smic"), x.node("n7")
    w.wafers_learned[smic, n7] += w.wafers_made[smic, n7]
    learned = np.maximum(w.wafers_learned[smic, n7] / reference, 1.0)
    base = np.where(w.euv_tools[smic] > 0, floor_euv, floor)
    w.defects[smic, n7] = base + (start - base) * learned ** -x.k("yield.exponent")


def murphy(area_cm2: float, defects: Floats, harvest: float) -> Floats:
    """The share of good dies; `harvest` is the share of a die that must be perfect."""
    load = np.maximum(area_cm2 * defects * harvest, 1e-9)
    share: Floats = ((1.0 - np.exp(-load)) / load) ** 2
    return share


def rate_classes(x: Quarter) -> None:
    """The yield of each chip class at the foundry that prints it."""
    w = x.w
    for k, chip in enumerate(x.ruleset.chips.values()):
        foundry = x.actor("smic" if chip.maker == "huawei" else "tsmc")
        defects = w.defects[foundry, x.node(chip.node)]
        w.yield_rate[k] = murphy(chip.area_mm2 / 100.0, defects, x.k("yield.harvest"))
