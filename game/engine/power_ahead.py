"""For how many more accelerators will there be power?

Buyers postpone what could not be plugged in: clouds and other firms order for the power that will
be there within a year, less what their chips draw already. The market for chips asks before it
adds up budgets; how much they held back, power planners read afterwards.
"""

from __future__ import annotations

import numpy as np

from game.engine.ahead import on_its_way
from game.engine.quarter import Quarter
from game.engine.regions import by_region
from game.engine.s08_installed import halls
from game.engine.shop import shop
from game.world.state import Floats


def room_mw(x: Quarter) -> Floats:
    """(region, worlds): what chips bought this quarter may draw; a part of the room of the year."""
    w, t = x.w, x.table(halls)
    quarters = int(x.k("market.power_ahead"))
    dry = 1.0 - x.k("installed.drought_loss") * w.drought
    grid = w.power_mw * dry + on_its_way(x, t.grid_rows, quarters)
    gas = w.gas_mw + on_its_way(x, t.gas_rows, quarters)
    bought = by_region(x, (w.arriving * t.mw).sum(axis=0))
    return np.maximum(grid + gas - (w.load_mw + bought), 0.0) / quarters


def plugged(x: Quarter, budget: Floats) -> Floats:
    """(region, worlds): the part of the budgets there, (actor, worlds), for which there is power.

    A dollar buys the megawatts that it bought of the chips that were wanted last quarter.
    """
    w = x.w
    paid = (w.wanted * w.chip_price_usd * x.table(shop).hung).sum(axis=0)
    mw_per_usd = (w.wanted * x.table(halls).mw[:, 0]).sum(axis=0) / np.maximum(paid, 1.0)
    need = by_region(x, budget) * mw_per_usd
    part = np.minimum(room_mw(x) / np.maximum(need, 1e-9), 1.0)
    w.held_back_mw[:] = need * (1.0 - part)
    return part
