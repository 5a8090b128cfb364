"""S15 Externalities: what do the machines draw, emit and cost?

kWh = chips * server watts * use * PUE * hours; CO2 by the intensity of each grid (`co2_*`),
water by litres a kilowatt-hour on site (`wue_onsite`); owners pay their region's tariff.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import HOURS, Quarter


def run(x: Quarter) -> None:
    """Energy, emissions, water, bills, droughts."""
    w = x.w
    watts = np.array([c.watts for c in x.ruleset.chips.values()])
    tariff = x.by("externalities.usd_per_kwh", "region")
    kwh = np.zeros(w.energy_twh.shape)
    per_watt = x.k("externalities.use") * x.k("installed.pue") * HOURS / 1000.0
    for actor, region in enumerate(x.places.region_of):
        running = 1.0 - w.dark[region]
        used = (w.installed[:, actor] * watts[:, None]).sum(axis=0) * running * per_watt
        kwh[region] += used
        x.pay(actor, x.actor("outside"), used * tariff[region])
    garage = x.k("externalities.garage_watts") * w.commons_h100e * per_watt
    kwh[x.region("fr")] += garage
    w.energy_twh[:] = kwh / 1e9
    w.co2_t[:] = kwh * x.by("externalities.g_per_kwh", "region") / 1e6
    w.water_m3[:] = kwh * x.k("externalities.litres_per_kwh") / 1000.0
    x.because("externalities.bills")
    dry_up(x)
    x.because("externalities.drought")


def dry_up(x: Quarter) -> None:
    """Now and then a region runs short of water; the memory of it fades (S8)."""
    w = x.w
    for region in range(w.drought.shape[0]):
        struck = x.dice.uniform(w, "grid", region) < x.k("externalities.drought_hazard")
        depth = 0.3 + 0.6 * x.dice.uniform(w, "grid", 100 + region)
        w.drought[region] = np.where(struck, np.maximum(w.drought[region], depth), w.drought[region])
