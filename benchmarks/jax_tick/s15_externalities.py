"""S15 Externalities, compiled: the rules of game/engine/s15_externalities.py."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from benchmarks.jax_tick.arrays import add, at
from benchmarks.jax_tick.common import by_region
from benchmarks.jax_tick.quarter import HOURS, Quarter
from game.engine.s15_externalities import meters


def run(x: Quarter) -> None:
    """Energy, emissions, water, bills, droughts."""
    pay_bills(x, measure(x))
    struck = x.roll("drought") < x.k("externalities.drought_hazard")
    depth = 0.3 + 0.6 * x.roll("drought_depth")
    w = x.w
    w.drought = w.drought * x.k("installed.drought_kept")
    w.drought = jnp.where(struck, jnp.maximum(w.drought, depth), w.drought)


def measure(x: Quarter) -> Array:
    """Energy of each region, what it emits, the water that cools it; returns kWh by owner."""
    w = x.w
    hours = x.k("externalities.use") * HOURS
    used = w.draw_mw * (1000.0 * hours) * (1.0 - at(w.dark, x.places.region_of))
    garage = x.k("externalities.garage_watts") * x.k("installed.pue") / 1000.0
    kwh = add(by_region(x, used), x.at("region", "fr"), garage * w.commons_h100e * hours)
    w.energy_twh = kwh / 1e9
    w.water_m3 = kwh / x.k("installed.pue") * (x.k("externalities.litres_per_kwh") / 1000.0)
    burnt = turbines_mw(x) * (1000.0 * hours)
    grid = x.by("externalities.g_per_kwh", "region")
    w.gas_co2_t = burnt * (x.k("externalities.gas_g_per_kwh") - grid) / 1e6
    w.co2_t = kwh * grid / 1e6 + w.gas_co2_t
    return used


def turbines_mw(x: Quarter) -> Array:
    """Of what is lit in each region, what the cheaper grid cannot bear."""
    w = x.w
    grid = w.power_mw * (1.0 - x.k("installed.drought_loss") * w.drought)
    return jnp.minimum(jnp.maximum(w.load_mw * (1.0 - w.dark) - grid, 0.0), w.gas_mw)


def pay_bills(x: Quarter, used: Array) -> None:
    """Owners pay their region's tariff, and more for what turbines make; volunteers pay at home."""
    w, tariff = x.w, meters(x.ruleset).tariff_usd
    lit = jnp.maximum(w.load_mw * (1.0 - w.dark), 1e-9)
    gas = at(turbines_mw(x) / lit, x.places.region_of)
    dearer = jnp.maximum(x.k("externalities.gas_usd_per_kwh") - tariff, 0.0)
    x.pay_from(slice(None), x.actor("outside"), used * (tariff + gas * dearer))
