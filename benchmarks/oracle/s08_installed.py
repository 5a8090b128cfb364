"""S8 Installed stock in one world: what is racked, what fails, and what has no power?

Chips enter service a quarter after the sale, some fail each quarter, and those that cost more to
run than they earn are scrapped. Connections are ordered ahead of the load and come late; what they
and turbines cannot feed stays dark: owned, idle.
"""

from __future__ import annotations

import math

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.quarter import Quarter

POWER, DEMAND = 4.0, 5.0


def run(x: Quarter) -> None:
    """Rack, wear and scrap, light what there is power for, order more."""
    rack(x)
    wear_out(x)
    measure_load(x)
    connect(x)
    name_gate(x)
    for region in x.places.regions:
        order_power(x, region)


def rack(x: Quarter) -> None:
    """What was sold a quarter ago enters service, what was sold now is on its way."""
    w = x.w
    for chip in x.places.chips:
        for actor in x.places.actors:
            w.installed[chip][actor] += w.arriving[chip][actor]
            w.arriving[chip][actor] = w.transit[chip][actor]
            w.transit[chip][actor] = 0


def kw(x: Quarter, chip: str) -> float:
    """What a chip draws, the hall's own needs included."""
    return x.ruleset.chips[chip].watts * x.k("installed.pue") / 1000.0


def wear_out(x: Quarter) -> None:
    """Failures, and scrap of what does not pay, in whole chips; the fraction is carried over."""
    w = x.w
    for chip in x.places.chips:
        kw_per_h100e = kw(x, chip) / x.places.h100e[chip]
        for actor, region in x.places.region_of.items():
            usd_per_kwh = x.by("externalities.usd_per_kwh", region) + x.k("installed.upkeep_usd")
            pays = w.rent_usd_per_hour >= kw_per_h100e * usd_per_kwh
            worn = w.installed[chip][actor] * x.k("installed.failure")
            if not pays:
                worn += w.installed[chip][actor] * x.k("installed.scrap")
            worn += w.wear[chip][actor]
            gone = math.floor(worn)
            w.wear[chip][actor] = worn - gone
            whole = min(gone, w.installed[chip][actor])
            w.installed[chip][actor] -= whole
            w.lost[chip] += whole


def measure_load(x: Quarter) -> None:
    """Load of each region, and the growth that planners see: that of load, or of bids for chips."""
    w, chips = x.w, x.places.chips
    mw = {chip: kw(x, chip) / 1000.0 for chip in chips}
    for actor in x.places.actors:
        w.draw_mw[actor] = total(w.installed[chip][actor] * mw[chip] for chip in chips)
    for region, actors in x.places.actors_in.items():
        load = total(w.draw_mw[actor] for actor in actors)
        seen = math.log(max(load, 1.0) / max(w.load_mw[region], 1.0))
        w.load_mw[region] = load
        seen = max(seen, w.rush)
        w.load_growth[region] += x.k("installed.growth_seen") * (seen - w.load_growth[region])


def connect(x: Quarter) -> None:
    """Light what the grid, short of water or not, and turbines can feed."""
    w = x.w
    for region in x.places.regions:
        dry = 1.0 - x.k("installed.drought_loss") * w.drought[region]
        usable = w.power_mw[region] * dry + w.gas_mw[region]
        w.dark[region] = max(1.0 - usable / max(w.load_mw[region], 1e-9), 0.0)


def name_gate(x: Quarter) -> None:
    """What held chips back: a part of them where buyers went without, or power if more waited.

    What is dark, held back or short by less than a few in a hundred binds nobody.
    """
    w, few = x.w, x.k("installed.dark_limit")
    sold = total(
        total(w.arriving[chip][actor] * kw(x, chip) / 1000.0 for chip in x.places.chips)
        for actor in x.places.actors
    )
    held = total(w.held_back_mw.values())
    if w.shortage <= few:
        w.bottleneck = DEMAND
    if held > max(w.shortage, few) * (held + sold) or w.dark["us"] > few:
        w.bottleneck = POWER


def order_power(x: Quarter, region: str) -> None:
    """Connections for the load expected when they are ready; turbines for what has no power now.

    Halls take over what others can spare in the time it takes to build them. What is new waits for
    lines and transformers, less so where few have asked before. Permits lengthen both, and
    neighbours who worry slow the pace of orders.
    """
    w, grid = x.w, f"power_mw[{region}]"
    wait, shell = x.by("installed.grid_quarters", region), x.k("installed.shell_quarters")
    brake = x.k("installed.concern_brake") * max(w.concern[region] - 50.0, 0.0) / 50.0
    industry = (1.0 + x.k("installed.pace_growth")) ** w.turn
    pace = x.by("installed.grid_pace_mw", region) * industry * max(1.0 - brake, 0.0)
    ready = w.power_mw[region] + x.on_its_way(grid, int(shell) + 1)
    coming = w.power_mw[region] + x.on_its_way(grid)
    most = math.log(x.k("installed.believed"))
    growth = min(max(w.load_growth[region], 0.0), most)
    margin = w.load_mw[region] * x.k("installed.margin")
    soon = margin * math.exp(min(growth * (shell + 1.0), most))
    later = margin * math.exp(min(growth * wait, most))
    taken = math.floor(min(max(soon - ready, 0.0), pace, w.grid_spare_mw[region]))
    w.grid_spare_mw[region] -= taken
    ceiling = min(later, x.by("installed.grid_limit_mw", region))
    new = math.floor(min(max(ceiling - coming - taken, 0.0), pace))
    away = math.floor(new * x.k("installed.away_share"))
    near = shell + (wait - shell) * x.k("installed.away_wait")
    for quarters, mw in ((shell, taken), (near, away), (wait, new - away)):
        x.later(grid, max(round(w.permit_delay[region]) + round(quarters), 1), mw)
    order_gas(x, region, industry)


def order_gas(x: Quarter, region: str, industry: float) -> None:
    """Turbines for what is dark, or was not ordered and would be, less those on their way."""
    w = x.w
    turbines = f"gas_mw[{region}]"
    dry = 1.0 - x.k("installed.drought_loss") * w.drought[region]
    idle = max(w.power_mw[region] * dry + w.gas_mw[region] - w.load_mw[region], 0.0)
    short = w.load_mw[region] * w.dark[region] + max(w.held_back_mw[region] - idle, 0.0)
    short -= x.on_its_way(turbines)
    gas = min(max(short, 0.0), x.by("installed.gas_pace_mw", region) * industry)
    x.later(turbines, int(x.k("installed.gas_quarters")), math.floor(gas))
