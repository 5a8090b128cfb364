"""S8 Installed stock: what is racked, what fails or no longer pays, and what has no power?

Chips enter service a quarter after the sale, one in a hundred fails for good each quarter, and
those that cost more to run than they earn are scrapped. Grid connections are ordered ahead of the
load expected, and come late; what they and turbines cannot feed stays dark: owned, idle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.ahead import by_world, in_steps, on_its_way, rows_of
from game.engine.quarter import Quarter, across, between, column
from game.engine.regions import by_region
from game.world.geography import places
from game.world.state import Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

POWER, DEMAND = 4.0, 5.0


@dataclass(frozen=True, eq=False)
class Halls:
    """What never changes about chips in halls; arrays end in an axis for worlds."""

    mw: Floats  # (chip, 1, 1) drawn by one chip, the hall's own needs included
    even_usd: Floats  # (chip, actor, 1) rent of an H100 at which a chip just pays, USD/h
    pays_from_usd: Floats  # (chip, region, 1) the same by region
    highest_usd: float  # of them
    shell: Ints  # (region,) quarters to build a hall
    near: Ints  # (region,) quarters for a line where few have asked
    wait: Ints  # (region,) and where many have
    ahead: Floats  # (2, region, 1) quarters over which load is foreseen: for halls, for lines
    most: float  # growth that anybody believes in, ln
    grid_rows: Ints  # in `pending`, by region
    gas_rows: Ints
    gas_wait: Ints  # (region,) quarters for turbines


@lru_cache(maxsize=8)
def halls(ruleset: Ruleset) -> Halls:
    """The table of a ruleset."""
    chips = list(ruleset.chips.values())
    region_of = places(ruleset).region_of
    names = ruleset.axis("region")
    kw = np.array([chip.watts * ruleset.k("installed.pue") / 1000.0 for chip in chips])
    tariff = ruleset.table("externalities.usd_per_kwh")
    upkeep = ruleset.k("installed.upkeep_usd")
    per_kwh = np.array([float(tariff[name]) + upkeep for name in names])
    h100e = np.array([chip.h100e for chip in chips])
    pays_from_usd = ((kw / h100e)[:, None] * per_kwh)[..., None]
    even_usd = pays_from_usd[:, region_of]
    shell = ruleset.k("installed.shell_quarters")
    wait = column(ruleset, "installed.grid_quarters", "region")[:, 0]
    near = shell + (wait - shell) * ruleset.k("installed.away_wait")
    lines = np.rint(wait).astype(np.int64)
    return Halls(
        shell=np.full(wait.shape, int(shell)),
        near=np.rint(near).astype(np.int64),
        wait=lines,
        ahead=np.array([np.full(lines.shape, int(shell) + 1.0), lines])[:, :, None],
        most=float(np.log(ruleset.k("installed.believed"))),
        mw=(kw / 1000.0)[:, None, None],
        even_usd=even_usd,
        pays_from_usd=pays_from_usd,
        highest_usd=float(even_usd.max()),
        grid_rows=rows_of(ruleset, tuple(f"power_mw[{name}]" for name in names)),
        gas_wait=np.full(wait.shape, int(ruleset.k("installed.gas_quarters"))),
        gas_rows=rows_of(ruleset, tuple(f"gas_mw[{name}]" for name in names)),
    )


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
    owned = w.installed.astype(np.float64)
    due = owned * x.k("installed.failure")
    if w.rent_usd_per_hour.min() < t.highest_usd:
        scrap = (w.rent_usd_per_hour < t.pays_from_usd) * x.k("installed.scrap")
        due += owned * scrap.take(x.places.region_of, axis=1)
    due += w.wear
    gone = due.astype(np.int64)  # never more than there are: a rate below one, and a fraction
    np.subtract(due, gone, out=w.wear)
    w.installed -= gone
    w.lost += across(gone)


def measure_load(x: Quarter) -> None:
    """Load of each region, and its growth as planners see it: of load, or of bids for chips."""
    w, t = x.w, x.table(halls)
    w.draw_mw[:] = (w.installed * t.mw).sum(axis=0)
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
    w.drought *= x.k("installed.drought_kept")


def name_gate(x: Quarter) -> None:
    """What held chips back: a part of them where buyers went without, or power if more waited.

    What is dark, held back or short by less than a few in a hundred binds nobody.
    """
    w, t, few = x.w, x.table(halls), x.k("installed.dark_limit")
    sold = (w.arriving * t.mw).sum(axis=0).sum(axis=0)
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
