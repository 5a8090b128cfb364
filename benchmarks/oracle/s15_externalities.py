"""S15 Externalities in one world: what do the machines draw, emit and cost?

Energy by what is installed and lit, CO2 by the intensity of each grid and of gas, water by litres a
kilowatt-hour; owners pay their region's tariff. Some years are dry.
"""

from __future__ import annotations

from benchmarks.oracle.arithmetic import clip, total
from benchmarks.oracle.quarter import HOURS, Quarter


def run(x: Quarter) -> None:
    """Energy, emissions, water, bills, droughts."""
    used = {actor: drawn_kwh(x, actor) for actor in x.places.actors}
    for region in x.places.regions:
        measure(x, region, used)
        pay_bills(x, region, used)
        dry_up(x, region)


def hours(x: Quarter) -> float:
    """Hours of full use in a quarter."""
    return x.k("externalities.use") * HOURS


def drawn_kwh(x: Quarter, actor: str) -> float:
    """What an owner's machines draw in a quarter."""
    w = x.w
    lit = 1.0 - w.dark[x.places.region_of[actor]]
    kwh: float = w.draw_mw[actor] * (1000.0 * hours(x)) * lit
    return kwh


def measure(x: Quarter, region: str, used: dict[str, float]) -> None:
    """Energy of a region, what it emits, the water that cools it."""
    w = x.w
    kwh = total(used[actor] for actor in x.places.actors_in[region])
    if region == "fr":
        garage = x.k("externalities.garage_watts") * x.k("installed.pue") / 1000.0
        kwh += garage * w.commons_h100e * hours(x)
    w.energy_twh[region] = kwh / 1e9
    w.water_m3[region] = kwh / x.k("installed.pue") * (x.k("externalities.litres_per_kwh") / 1000.0)
    burnt = turbines_mw(x, region) * (1000.0 * hours(x))
    grid = x.by("externalities.g_per_kwh", region)
    w.gas_co2_t[region] = burnt * (x.k("externalities.gas_g_per_kwh") - grid) / 1e6
    w.co2_t[region] = kwh * grid / 1e6 + w.gas_co2_t[region]


def turbines_mw(x: Quarter, region: str) -> float:
    """Of what is lit, what the cheaper grid cannot bear."""
    w = x.w
    grid = w.power_mw[region] * (1.0 - x.k("installed.drought_loss") * w.drought[region])
    return clip(w.load_mw[region] * (1.0 - w.dark[region]) - grid, 0.0, w.gas_mw[region])


def pay_bills(x: Quarter, region: str, used: dict[str, float]) -> None:
    """Owners pay their region's tariff, and more for what turbines make; volunteers pay at home."""
    w = x.w
    lit = max(w.load_mw[region] * (1.0 - w.dark[region]), 1e-9)
    gas = turbines_mw(x, region) / lit
    tariff = x.by("externalities.usd_per_kwh", region)
    price = tariff + gas * max(x.k("externalities.gas_usd_per_kwh") - tariff, 0.0)
    for actor in x.places.actors_in[region]:
        x.pay(actor, "outside", used[actor] * price)


def dry_up(x: Quarter, region: str) -> None:
    """Now and then a region runs short of water; the memory of it fades (S8)."""
    w = x.w
    w.drought[region] *= x.k("installed.drought_kept")
    if x.roll("drought", region) < x.k("externalities.drought_hazard"):
        depth = 0.3 + 0.6 * x.roll("drought_depth", region)
        w.drought[region] = max(w.drought[region], depth)
