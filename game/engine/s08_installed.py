"""S8 Installed stock: what is racked, what fails, and what has no power?

Chips enter service a quarter after the sale, one in a hundred fails each quarter (`gpu_failure`,
many are repaired), and a region whose load exceeds its grid leaves the rest dark: owned, idle.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter

POWER = 4.0


def run(x: Quarter) -> None:
    """Rack, wear, connect."""
    w = x.w
    w.installed += w.arriving
    w.arriving[:] = w.transit
    w.transit[:] = 0
    x.because("installed.arrivals")
    wear_out(x)
    x.because("installed.failures")
    connect(x)
    x.because("installed.power")


def wear_out(x: Quarter) -> None:
    """Failures in whole chips; the fraction is carried to the next quarter."""
    w = x.w
    due = w.wear + w.installed * x.k("installed.failure")
    failed = np.minimum(np.floor(due).astype(np.int64), w.installed)
    w.installed -= failed
    w.wear[:] = due - np.floor(due)
    w.lost += failed.sum(axis=1)


def connect(x: Quarter) -> None:
    """Grids grow as fast as law and neighbours let them; what they cannot feed stays dark."""
    w = x.w
    growth = x.by("installed.grid_growth", "region")
    calm = 1.0 - x.k("installed.concern_brake") * np.maximum(w.concern - 50.0, 0.0) / 50.0
    room = np.maximum(1.0 - w.power_mw / x.by("installed.grid_limit_mw", "region"), 0.0)
    w.power_mw *= 1.0 + growth * np.maximum(calm, 0.0) * room
    watts = np.array([c.watts for c in x.ruleset.chips.values()])
    load = np.zeros(w.power_mw.shape)
    for actor, region in enumerate(x.places.region_of):
        for k in range(watts.size):
            load[region] += w.installed[k, actor] * (watts[k] * x.k("installed.pue") / 1e6)
    usable = w.power_mw * (1.0 - x.k("installed.drought_loss") * w.drought)
    w.dark = np.where(load > usable, 1.0 - usable / np.maximum(load, 1e-9), 0.0)
    w.drought *= x.k("installed.drought_kept")
    us = x.region("us")
    w.bottleneck = np.where(w.dark[us] > x.k("installed.dark_limit"), POWER, w.bottleneck)
