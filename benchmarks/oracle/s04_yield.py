"""S4 Yield in one world: what part of the dies on a wafer can be sold?

Murphy's model with harvesting; defects fall towards a floor with the wafers that a foundry has run
and a part of those of others.
"""

from __future__ import annotations

import math

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.quarter import Quarter

LEAST = 1e-3  # defects a square centimetre: no line is perfect
LEARNERS = ("tsmc", "smic")  # the foundries with fine nodes


def run(x: Quarter) -> None:
    """Learn from the wafers of the quarter, then work out the yield of each class."""
    learn(x)
    rate_classes(x)


def learn(x: Quarter) -> None:
    """D - floor falls by (wafers before / wafers now)^b, which is the power law quarter by quarter.

    The floor lies between that of many passes and that of the best machines, by the part of a
    foundry's layers that such machines print; and one learns from others as far as they print
    alike.
    """
    w = x.w
    layers = {node: spec.layers_euv for node, spec in x.ruleset.nodes.items() if spec.layers_euv}
    share = {foundry: w.euv_share[foundry] for foundry in LEARNERS}
    alike = 1.0 - abs(share["tsmc"] - share["smic"])
    for foundry, other in zip(LEARNERS, reversed(LEARNERS), strict=True):
        to_print = total(w.wafers[foundry][node] * layers[node] for node in layers)
        printed = w.euv_tools[foundry] * x.k("fabs.layers_per_euv")
        w.euv_share[foundry] = min(printed / max(to_print, 1.0), 1.0)
        old_floor = lowest_defects(x, share[foundry])
        floor = lowest_defects(x, w.euv_share[foundry])
        for node in layers:
            heard = x.k("yield.spillover") * alike * w.wafers[other][node]
            taught = w.wafers[foundry][node] + heard
            before = w.wafers_learned[foundry][node] + x.k("yield.reference_wafers")
            w.wafers_learned[foundry][node] += taught
            lessons = f"wafers_learned[{foundry},{node}]"
            if lessons in w.pending:
                taught += x.on_its_way(lessons, 1)
            kept = (before / max(before + taught, 1.0)) ** x.k("yield.exponent")
            old = w.defects[foundry][node]
            if old > 0:
                w.defects[foundry][node] = max(floor + (old - old_floor) * kept, LEAST)


def lowest_defects(x: Quarter, euv_share: float) -> float:
    """The defects that no practice removes, by who prints with what."""
    without = x.k("yield.floor_no_euv")
    return without + (x.k("yield.floor") - without) * euv_share


def murphy(area_cm2: float, defects: float, harvest: float) -> float:
    """The share of good dies; `harvest` is the share of a die that must be perfect."""
    load = max(area_cm2 * defects * harvest, 1e-9)
    share: float = ((1.0 - math.exp(-load)) / load) ** 2
    return share


def rate_classes(x: Quarter) -> None:
    """The yield of each chip class at the foundry that prints it."""
    for chip, spec in x.ruleset.chips.items():
        foundry = "smic" if spec.maker == "huawei" else "tsmc"
        defects = x.w.defects[foundry][spec.node]
        x.w.yield_rate[chip] = murphy(spec.area_mm2 / 100.0, defects, x.k("yield.harvest"))
