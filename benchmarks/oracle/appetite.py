"""How much do the large clouds want to spend on chips, and what does current leave of it?

The market, the grey market and those who plan spending reckon with the same numbers.
"""

from __future__ import annotations

import math

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.quarter import Quarter
from benchmarks.oracle.s08_installed import kw


def share(x: Quarter) -> float:
    """What goes to machines, of the clouds' capital spending."""
    spread = 1.0 - math.exp(-total(x.w.users.values()) / x.k("market.users_scale"))
    part: float = x.k("market.first_share") + x.k("market.full_share") * spread
    return part


def system_price(x: Quarter, chip: str) -> float:
    """What a buyer pays for one chip with the network it hangs on, USD."""
    network = x.k("market.network_share") if x.places.maker[chip] == "nvidia" else 0.0
    price: float = x.w.chip_price_usd[chip] * (1.0 + network)
    return price


def mw_per_usd(x: Quarter) -> float:
    """The megawatts that a dollar bought of the chips that were wanted last quarter."""
    w, chips = x.w, x.places.chips
    paid = total(w.wanted[chip] * system_price(x, chip) for chip in chips)
    return total(w.wanted[chip] * (kw(x, chip) / 1000.0) for chip in chips) / max(paid, 1.0)


def payback(x: Quarter) -> float:
    """The hours of work in which a machine pays itself back."""
    hours: float = x.k("rental.installed_usd") / x.k("rental.breakeven")
    return hours


def built(x: Quarter, region: str) -> float:
    """Chips and site, of all that a machine costs until it has paid itself back.

    As things stood before the market day.
    """
    mw = x.mw_per_usd
    site = x.k("market.site_usd_per_watt") * 1e6 / x.k("installed.pue")
    current = payback(x) * 1000.0 * x.by("externalities.usd_per_kwh", region)
    return (1.0 + site * mw) / (1.0 + site * mw + current * mw)


def usual_tariff(x: Quarter) -> float:
    """What a kilowatt-hour costs where machines stand, by what they draw, USD."""
    by_place = {region: x.by("externalities.usd_per_kwh", region) for region in x.places.regions}
    return where_machines_stand(x, by_place)


def where_machines_stand(x: Quarter, by_place: dict[str, float]) -> float:
    """The mean of what is told by region, each weighed by what machines draw there."""
    load = x.w.load_mw
    whole = total(mw * by_place[region] for region, mw in load.items())
    return whole / max(total(load.values()), 1e-9)
