"""S8 Installed stock: what is racked, what fails or no longer pays, and what has no power?

Chips enter service a quarter after the sale, one in a hundred fails for good each quarter, and
those that cost more to run than they earn are scrapped. Grid connections are ordered ahead of the
load expected, and come late; what they and turbines cannot feed stays dark: owned, idle.
"""

from __future__ import annotations

import numpy as np

from game.engine.ahead import by_world, in_steps, on_its_way
from game.engine.halls import bought_mw, halls
from game.engine.quarter import Quarter, between
from game.engine.regions import by_region
from game.world.derived import all_classes

POWER, DEMAND = 4.0, 5.0


def run(x: Quarter) -> None:
    """Rack, wear and scrap, light what there is power for, order more."""
    w = x.w
    w.installed += w.arriving
    w.arriving[:] = 0
    w.arriving, w.transit = w.transit, w.arriving
    x.because("installed.arrivals")
    wear_out(x)
    x.because("installed.failures")
    measure_load(x)
    connect(x)
    name_gate(x)
    order_power(x)
    x.because("installed.power")


def wear_out(x: Quarter) -> None:
    """Failures, and scrap of what does not pay, in whole chips; the fraction is carried over."""
    w, t = x.w, x.table(halls)
    held = np.nonzero(w.installed.any(axis=-1))  # the class and the actor; most have none
    owned, (chips, actors) = w.installed[held], held
    due = owned * x.k("installed.failure")
    if w.rent_usd_per_hour.min() < t.highest_usd:
        scrap = (w.rent_usd_per_hour < t.pays_from_usd) * x.k("installed.scrap")
        due += owned * scrap[chips, x.places.region_of[actors]]
    due += w.wear[held]
    whole = np.floor(due)  # never more than there are: a rate below one, and a fraction
    w.wear[held] = due - whole
    gone = whole.astype(np.int64)
    w.installed[held] = owned - gone
    classes, first = np.unique(chips, return_index=True)
    w.lost[classes] += np.add.reduceat(gone, first, axis=0)


def measure_load(x: Quarter) -> None:
    """Load of each region, and its growth as planners see it: of load, or of bids for chips."""
    w, t = x.w, x.table(halls)
    w.draw_mw[:] = all_classes(t.mw[:, 0, 0], w.installed)
    load = by_region(x, w.draw_mw)
    seen = np.log(np.maximum(load, 1.0) / np.maximum(w.load_mw, 1.0))
    seen = np.maximum(seen, w.rush)
    w.load_mw[:] = load
    w.load_growth += x.k("installed.growth_seen") * (seen - w.load_growth)


def connect(x: Quarter) -> None:
    """Light what the grid, short of water or not, and turbines can feed."""
    w = x.w
    dry = 1.0 - x.k("installed.drought_loss") * w.drought
    usable = w.power_mw * dry + w.gas_mw
    w.dark[:] = np.maximum(1.0 - usable / np.maximum(w.load_mw, 1e-9), 0.0)


def name_gate(x: Quarter) -> None:
    """What held chips back: a part of them where buyers went without, or power if more waited.

    Where buyers go without and all that is planned is begun, it is the time that a chip takes.
    What is dark, held back or short by less than a few in a hundred binds nobody.
    """
    w, few = x.w, x.k("installed.dark_limit")
    x.bought_mw = bought_mw(x)
    sold = x.bought_mw.sum(axis=0)
    held = w.held_back_mw.sum(axis=0)
    waits = held > np.maximum(w.shortage, few) * (held + sold)
    waits |= w.dark[x.region("us")] > few
    w.bottleneck = np.where(waits, POWER, np.where(w.shortage > few, w.bottleneck, DEMAND))


def order_power(x: Quarter) -> None:
    """Connections for the load expected when they are ready; turbines for what has no power now.

    Halls take over what others can spare in the time it takes to build them. What is new waits for
    lines and transformers, less so where few have asked before. Permits lengthen both, and
    neighbours who worry slow the pace of orders.
    """
    w, t = x.w, x.table(halls)
    calm = 1.0 - x.k("installed.concern_brake") * np.maximum(w.concern - 50.0, 0.0) / 50.0
    industry = (1.0 + x.k("installed.pace_growth")) ** float(w.turn[0])
    pace = x.by("installed.grid_pace_mw", "region") * industry * np.maximum(calm, 0.0)
    ready = w.power_mw + on_its_way(x, t.grid_rows, int(t.shell[0]) + 1)
    coming = w.power_mw + on_its_way(x, t.grid_rows)
    growth = between(w.load_growth, 0.0, t.most)
    margin = w.load_mw * x.k("installed.margin")
    soon, later = margin * np.exp(np.minimum(growth * t.ahead, t.most))
    lacking = np.maximum(soon - ready, 0.0)
    taken = np.floor(np.minimum(lacking, np.minimum(pace, w.grid_spare_mw)))
    w.grid_spare_mw -= taken
    ceiling = np.minimum(later, x.by("installed.grid_limit_mw", "region"))
    new = np.floor(between(ceiling - coming - taken, 0.0, pace))
    away = np.floor(new * x.k("installed.away_share"))
    permits = np.rint(np.maximum(w.permit_delay, 0.0)).astype(np.int64)
    lots = ((t.shell, taken), (t.near, away), (t.wait, new - away))
    by_world(x, t.grid_rows, permits, lots, "installed.power")
    if np.count_nonzero(w.dark) or np.count_nonzero(w.held_back_mw):
        order_gas(x, industry)


def order_gas(x: Quarter, industry: float) -> None:
    """Turbines for what is dark, or was not ordered and would be, less those on their way."""
    w, t = x.w, x.table(halls)
    dry = 1.0 - x.k("installed.drought_loss") * w.drought
    idle = np.maximum(w.power_mw * dry + w.gas_mw - w.load_mw, 0.0)
    short = w.load_mw * w.dark + np.maximum(w.held_back_mw - idle, 0.0)
    short -= on_its_way(x, t.gas_rows)
    gas = np.minimum(np.maximum(short, 0.0), x.by("installed.gas_pace_mw", "region") * industry)
    in_steps(x, t.gas_rows, t.gas_wait, 1, np.floor(gas), "installed.power")
