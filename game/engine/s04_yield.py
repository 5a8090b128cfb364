"""S4 Yield: what part of the dies on a wafer can be sold?

Murphy's model with harvesting, Y = ((1 - exp(-x)) / x)^2 with x = area * defects * h. Defects fall
towards a floor with the wafers a foundry has run and a third of those of others (Irwin and Klenow
1994; Nagy et al. 2013); without machines of extreme ultraviolet the floor is higher.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from game.engine.ahead import on_its_way
from game.engine.quarter import Quarter
from game.world.geography import Rows, rows
from game.world.state import Floats, Ints
from game.world.targets import targets

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Block = tuple[Any, ...]  # an index on two axes
LEARNERS = ("tsmc", "smic")
LEAST = 1e-3  # defects a square centimetre: no line is perfect


@dataclass(frozen=True, eq=False)
class Dies:
    """Where each class is printed, and which lines learn; arrays end in an axis for worlds."""

    area_cm2: Floats  # (chip, 1)
    foundry: Ints  # (chip,)
    node: Ints  # (chip,)
    learners: Rows  # the two foundries with fine nodes
    layers: Floats  # (node, 1)
    fine: Ints  # the nodes with layers
    lines: Block  # the fine nodes of the learners: one foundry's before the other's
    lessons: Ints  # in `pending`, what is promised of experience: engineers who come, or leave ...
    lessons_at: tuple[Ints, Ints]  # ... and to which of the lines


@lru_cache(maxsize=8)
def dies(ruleset: Ruleset) -> Dies:
    """The table of a ruleset."""
    chips = list(ruleset.chips.values())
    layers = np.array([[float(node.layers_euv)] for node in ruleset.nodes.values()])
    foundry = ["smic" if chip.maker == "huawei" else "tsmc" for chip in chips]
    learners = np.array([ruleset.index("actor", name) for name in LEARNERS])
    fine = np.flatnonzero(layers)
    names, promised = ruleset.axis("node"), targets(ruleset)
    lessons = [
        (promised[place], row, column)
        for row, foundry_name in enumerate(LEARNERS)
        for column, name in enumerate(names[k] for k in fine)
        if (place := f"wafers_learned[{foundry_name},{name}]") in promised
    ]
    return Dies(
        area_cm2=np.array([[chip.area_mm2 / 100.0] for chip in chips]),
        foundry=np.array([ruleset.index("actor", name) for name in foundry]),
        node=np.array([ruleset.index("node", chip.node) for chip in chips]),
        learners=rows(learners),
        layers=layers,
        fine=fine,
        lines=block(learners, fine),
        lessons=np.array([row for row, _, _ in lessons], np.int64),
        lessons_at=(
            np.array([row for _, row, _ in lessons], np.int64),
            np.array([column for _, _, column in lessons], np.int64),
        ),
    )


def block(first: Ints, second: Ints) -> Block:
    """Where places on two axes cross; seen in place if they stand at equal steps."""
    both = rows(first), rows(second)
    seen = all(isinstance(each, slice) for each in both)
    return both if seen else np.ix_(first, second)


def run(x: Quarter) -> None:
    """Learn from the wafers of the quarter, then work out the yield of each class."""
    learn(x)
    x.because("yield.learning")
    rate_classes(x)
    x.because("yield.rates")


def learn(x: Quarter) -> None:
    """D - floor falls by (wafers before / wafers now)^b, which is the power law quarter by quarter.

    The floor lies between that of many passes and that of the best machines, by the part of a
    foundry's layers that such machines print; and one learns from others as far as they print
    alike. Experience that will have come, or gone, by the next quarter counts as run in this one.
    """
    w, t = x.w, x.table(dies)
    share = w.euv_share[t.learners]
    heard = x.k("yield.spillover") * (1.0 - np.abs(share[0] - share[1]))
    wafers = w.wafers[t.lines].astype(np.float64)
    taught = wafers + heard * wafers[::-1]
    before = w.wafers_learned[t.lines] + x.k("yield.reference_wafers")
    w.wafers_learned[t.lines] += taught
    if t.lessons.size:
        taught[t.lessons_at] += on_its_way(x, t.lessons, 1)
    kept = (before / np.maximum(before + taught, 1.0)) ** x.k("yield.exponent")
    layers = (w.wafers[t.learners].astype(np.float64) * t.layers).sum(axis=1)
    printed = w.euv_tools[t.learners] * x.k("fabs.layers_per_euv")
    now = np.minimum(printed / np.maximum(layers, 1.0), 1.0)
    old = w.defects[t.lines]
    new = floor(x, now)[:, None] + (old - floor(x, share)[:, None]) * kept
    w.defects[t.lines] = np.where(old > 0, np.maximum(new, LEAST), 0.0)
    w.euv_share[t.learners] = now  # last, since `share` is a view of it


def floor(x: Quarter, share: Floats) -> Floats:
    """(foundry, worlds): the defects that no practice removes, by who prints with what."""
    without = x.k("yield.floor_no_euv")
    lowest: Floats = without + (x.k("yield.floor") - without) * share
    return lowest


def murphy(area_cm2: Floats | float, defects: Floats, harvest: float) -> Floats:
    """The share of good dies; `harvest` is the share of a die that must be perfect."""
    load = np.maximum(area_cm2 * defects * harvest, 1e-9)
    share: Floats = ((1.0 - np.exp(-load)) / load) ** 2
    return share


def rate_classes(x: Quarter) -> None:
    """The yield of each chip class at the foundry that prints it."""
    w, t = x.w, x.table(dies)
    defects = w.defects[t.foundry, t.node]
    w.yield_rate[:] = murphy(t.area_cm2, defects, x.k("yield.harvest"))
