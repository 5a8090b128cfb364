"""S15 Externalities: what do the machines draw, emit and cost?

kWh = chips * server watts * use * PUE * hours; CO2 by the intensity of each grid, and of gas
where turbines on site do what the grid cannot; water by litres on site for a kilowatt-hour of the
machines themselves; owners pay their region's tariff. Some years are dry.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.money import pay_from
from game.engine.quarter import HOURS, Quarter, between
from game.engine.regions import by_region
from game.world.geography import places
from game.world.state import Floats

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


ALL = slice(None)


@dataclass(frozen=True, eq=False)
class Meters:
    """What never changes about meters; arrays end in an axis for worlds."""

    tariff_usd: Floats  # (actor, 1)
    dearer_usd: Floats  # (actor, 1) what a kilowatt-hour out of gas costs beyond that


@lru_cache(maxsize=8)
def meters(ruleset: Ruleset) -> Meters:
    """The table of a ruleset."""
    region_of = places(ruleset).region_of
    names = ruleset.axis("region")
    tariff = ruleset.table("externalities.usd_per_kwh")
    tariff_usd = np.array([[float(tariff[names[region]])] for region in region_of])
    gas_usd = ruleset.k("externalities.gas_usd_per_kwh")
    return Meters(tariff_usd=tariff_usd, dearer_usd=np.maximum(gas_usd - tariff_usd, 0.0))


def run(x: Quarter) -> None:
    """Energy, emissions, water, bills, droughts."""
    mw = turbines_mw(x)
    pay_bills(x, measure(x, mw), mw)
    x.because("externalities.bills")
    dry_up(x)
    x.because("externalities.drought")


def measure(x: Quarter, turbines: Floats) -> Floats:
    """Energy of each region, what it emits, the water that cools it; returns kWh by owner."""
    w = x.w
    hours = x.k("externalities.use") * HOURS
    used: Floats = w.draw_mw * (1000.0 * hours) * (1.0 - w.dark.take(x.places.region_of, axis=0))
    kwh = by_region(x, used)
    garage = x.k("externalities.garage_watts") * x.k("installed.pue") / 1000.0
    kwh[x.region("fr")] += garage * w.commons_h100e * hours
    w.energy_twh[:] = kwh / 1e9
    w.water_m3[:] = kwh / x.k("installed.pue") * (x.k("externalities.litres_per_kwh") / 1000.0)
    burnt = turbines * (1000.0 * hours)
    grid = x.by("externalities.g_per_kwh", "region")
    w.gas_co2_t[:] = burnt * (x.k("externalities.gas_g_per_kwh") - grid) / 1e6
    w.co2_t[:] = kwh * grid / 1e6 + w.gas_co2_t
    return used


def turbines_mw(x: Quarter) -> Floats:
    """(region, worlds): of what is lit, what the cheaper grid cannot bear."""
    w = x.w
    grid = w.power_mw * (1.0 - x.k("installed.drought_loss") * w.drought)
    return between(w.load_mw * (1.0 - w.dark) - grid, 0.0, w.gas_mw)


def pay_bills(x: Quarter, used: Floats, turbines: Floats) -> None:
    """Owners pay their region's tariff, and more for what turbines make; volunteers pay at home."""
    w, t = x.w, x.table(meters)
    lit = np.maximum(w.load_mw * (1.0 - w.dark), 1e-9)
    gas = (turbines / lit).take(x.places.region_of, axis=0)
    pay_from(w, ALL, x.actor("outside"), used * (t.tariff_usd + gas * t.dearer_usd))


def dry_up(x: Quarter) -> None:
    """Now and then a region runs short of water; the last time it did fades."""
    w = x.w
    w.drought *= x.k("installed.drought_kept")
    struck = x.roll("drought") < x.k("externalities.drought_hazard")
    if np.count_nonzero(struck):
        depth = 0.3 + 0.6 * x.roll("drought_depth")
        np.copyto(w.drought, np.maximum(w.drought, depth), where=struck)
