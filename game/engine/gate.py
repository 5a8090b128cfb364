"""How near are the limits that do not bind to binding?

Reads what the last quarter has left: how full the designer's lines are, what is held back for want
of power, what goes without chips. What binds is named by S5 and S8, and nothing is changed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.engine.classes import by_rows, classes
from game.engine.halls import bought_mw
from game.engine.output import open_packages, open_wafers
from game.engine.policies import no_orders
from game.engine.quarter import Quarter
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

WAFERS, PACKAGES, MEMORY, POWER, DEMAND, TIME = 1, 2, 3, 4, 5, 6  # as S5 and S8 number them
LINES = (WAFERS, PACKAGES, MEMORY)


@dataclass(frozen=True, slots=True)
class Gate:
    """What binds in the first world, and all that the others are measured by; parts of one."""

    binds: int  # 0 before the first quarter
    used: dict[int, float]  # by line: what was begun, of what there is for it
    short: float  # of the money offered for chips, what found none
    held: float  # of the megawatts asked for, what was not ordered for want of power
    dark: float  # of the chips in the United States, what stands dark
    least: float  # of these three: less binds nobody

    @property
    def power_from(self) -> float:
        """What would have to be held back for power to bind."""
        return max(self.short, self.least)

    def near(self) -> list[int]:
        """The limits that do not bind, the nearest first."""
        near = dict(self.used)
        near[POWER] = max(self.held / self.power_from, self.dark / self.least)
        near[DEMAND] = self.least / self.power_from
        if self.binds == DEMAND:
            near.pop(DEMAND)
        return sorted((code for code in near if code != self.binds), key=lambda code: -near[code])


def gate(ruleset: Ruleset, world: World) -> Gate:
    """The gate as the last quarter left it."""
    w = world.copy()
    w.turn -= 1  # the lines as S5 had them, with those that it saw opening next
    x = Quarter(ruleset, w, no_orders(ruleset, w), Dice(0), NoRecorder())
    sold = bought_mw(x).sum(axis=0)
    held = w.held_back_mw.sum(axis=0)
    return Gate(
        binds=round(float(w.bottleneck[0])),
        used={code: min(float(part[0]), 1.0) for code, part in _used(x).items()},
        short=float(w.shortage[0]),
        held=float((held / np.maximum(held + sold, 1e-9))[0]),
        dark=float(w.dark[x.region("us"), 0]),
        least=x.k("installed.dark_limit"),
    )


def _used(x: Quarter) -> dict[int, np.ndarray]:
    """Of the designer's wafers, packages and memory, what the last starts take."""
    w, t, r = x.w, x.table(classes), x.table(by_rows)
    begun = w.wip[:, 1].astype(np.float64)
    packed, stacked = ((begun * takes)[t.designer].sum(axis=0) for takes in r.takes)
    packages = open_packages(x) * x.k("chips.designer_share")
    memory = w.hbm[x.actor("memory_makers")] - (begun * r.takes[1])[t.custom].sum(axis=0)
    room = open_wafers(x, t.leading)[0] * x.k("chips.accelerator_wafer_share")
    good = np.maximum(t.per_wafer * w.yield_rate, 1e-9)
    ours = np.concatenate([t.designer, t.custom])
    printed = np.zeros(room.shape)
    np.add.at(printed, t.node[ours], (begun / good)[ours])
    nodes = r.line_nodes
    return {
        WAFERS: (printed[nodes] / np.maximum(room[nodes], 1.0)).max(axis=0),
        PACKAGES: packed / np.maximum(packages, 1.0),
        MEMORY: stacked / np.maximum(memory, 1.0),
    }
