"""S2 Tools in one world: how many lithography machines reach the fabs?

One firm ships what is ordered and licensed; older machines wear when nobody may service them; the
Chinese programme advances by itself.
"""

from __future__ import annotations

import math

from benchmarks.oracle.quarter import Quarter


def run(x: Quarter) -> None:
    """Ship machines, wear the old ones, then move the Chinese programme."""
    ship_euv(x)
    ship_duv(x)
    advance_programme(x)


def ship_euv(x: Quarter) -> None:
    """Shipped = min(the buyer's part of what is built, what it ordered) * licence, whole."""
    w = x.w
    growth = (1.0 + x.k("tools.euv_growth")) ** w.turn
    built = math.floor(x.k("tools.euv_per_quarter") * growth)
    for buyer, share in (("tsmc", "tools.leading_share"), ("smic", "tools.china_share")):
        licence = w.item_licence["euv"][x.places.region_of[buyer]]
        offered = math.floor(built * x.k(share))
        shipped = math.floor(min(offered, w.euv_backlog[buyer]) * licence)
        w.euv_backlog[buyer] -= shipped
        x.pay(buyer, "asml", shipped * x.k("tools.euv_price_usd"))
        arrive = float(shipped)
        if buyer == "smic" and w.litho_china >= 1.0:
            arrive += x.k("tools.china_own_per_quarter")
        x.later(f"euv_tools[{buyer}]", int(x.k("tools.delivery_quarters")), arrive)


def ship_duv(x: Quarter) -> None:
    """Older machines for China's fine layers: bought by licence, later built at home; they wear."""
    w = x.w
    licence = w.item_licence["duv"]["cn"]
    w.duv_tools["smic"] *= 1.0 - x.k("tools.duv_wear") * (1.0 - licence)
    part = x.k("tools.duv_china_share") * x.k("tools.duv_fine_share")
    bought = x.k("tools.duv_per_quarter") * part * licence
    x.pay("smic", "asml", bought * x.k("tools.duv_price_usd"))
    halfway = max(2.0 * w.litho_china - 1.0, 0.0)
    arrive = bought + x.k("tools.duv_own_per_quarter") * halfway
    x.later("duv_tools[smic]", int(x.k("tools.delivery_quarters")), arrive)


def advance_programme(x: Quarter) -> None:
    """A year's ordinary work is worth about an eighth of the way (median 2030)."""
    luck = 2.0 * x.roll("programme")
    x.w.litho_china = min(x.w.litho_china + x.k("tools.programme_pace") * luck, 1.0)
