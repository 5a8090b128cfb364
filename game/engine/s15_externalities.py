"""S15 Externalities: what do the machines draw, emit and cost?

kWh = chips * server watts * use * PUE * hours; CO2 by the intensity of each grid (`co2_*`),
water by litres a kilowatt-hour on site (`wue_onsite`); owners pay their region's tariff.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import HOURS, Quarter
from game.world.state import Floats


def run(x: Quarter) -> None:
    """Energy, emissions, water, bills, droughts."""
    measure(x)
    pay_bills(x)
    x.because("externalities.bills")
    dry_up(x)
    x.because("externalities.drought")


def use_kwh(x: Quarter) -> Floats:
    """(actor, worlds): electricity of what each actor runs."""
    w = x.w
    watts = np.array([c.watts for c in x.ruleset.chips.values()])
    per_watt = x.k("externalities.use") * x.k("installed.pue") * HOURS / 1000.0
    drawn = np.zeros(w.cash_usd.shape)
    for k in range(watts.size):
        drawn += w.installed[k] * (watts[k] * per_watt)
    return drawn * (1.0 - w.dark[x.places.region_of])


def measure(x: Quarter) -> None:
    """Energy of each region, what it emits, and the water that cools it."""
    w = x.w
    kwh = np.zeros(w.energy_twh.shape)
    for actor, used in enumerate(use_kwh(x)):
        kwh[x.places.region_of[actor]] += used
    per_watt = x.k("externalities.use") * x.k("installed.pue") * HOURS / 1000.0
    kwh[x.region("fr")] += x.k("externalities.garage_watts") * w.commons_h100e * per_watt
    w.energy_twh[:] = kwh / 1e9
    w.co2_t[:] = kwh * x.by("externalities.g_per_kwh", "region") / 1e6
    w.water_m3[:] = kwh * x.k("externalities.litres_per_kwh") / 1000.0


def pay_bills(x: Quarter) -> None:
    """Owners pay their region's tariff; volunteers pay at home."""
    tariff = x.by("externalities.usd_per_kwh", "region")
    for actor, used in enumerate(use_kwh(x)):
        x.pay(actor, x.actor("outside"), used * tariff[x.places.region_of[actor]])


def dry_up(x: Quarter) -> None:
    """Now and then a region runs short of water; the memory of it fades (S8)."""
    w = x.w
    for region in range(w.drought.shape[0]):
        struck = x.dice.uniform(w, "grid", region) < x.k("externalities.drought_hazard")
        depth = 0.3 + 0.6 * x.dice.uniform(w, "grid", 100 + region)
        w.drought[region] = np.where(
            struck, np.maximum(w.drought[region], depth), w.drought[region]
        )
