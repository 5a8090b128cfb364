"""What do chips draw in their halls, and for how many more will there be power?

Buyers postpone what could not be plugged in: clouds and other firms order for the power that is
there, less what their chips draw already, and for an equal part of what will be there in a year.
The market for chips asks before it adds up budgets; how much they held back, power planners read
afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.ahead import on_its_way, rows_of
from game.engine.quarter import Quarter, column
from game.engine.regions import by_region
from game.engine.shop import shop
from game.world.derived import all_classes
from game.world.geography import places
from game.world.state import Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


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


def bought_mw(x: Quarter) -> Floats:
    """(actor, worlds): what the chips that were sold and are not racked yet will draw."""
    if x.bought_mw is None:
        return all_classes(x.table(halls).mw[:, 0, 0], x.w.arriving)
    return x.bought_mw


def room_mw(x: Quarter) -> Floats:
    """(region, worlds): what chips bought this quarter may draw.

    All that stands and nobody has ordered for, and an equal part of what the year will bring.
    """
    w, t = x.w, x.table(halls)
    quarters = int(x.k("market.power_ahead"))
    dry = 1.0 - x.k("installed.drought_loss") * w.drought
    bought = by_region(x, bought_mw(x))
    standing = w.power_mw * dry + w.gas_mw - (w.load_mw + bought)
    coming = on_its_way(x, t.grid_rows, quarters) + on_its_way(x, t.gas_rows, quarters)
    return np.maximum(standing + coming / quarters, 0.0)


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
