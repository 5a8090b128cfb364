"""What do chips draw in their halls, what does that cost, and for how many more is there power?

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
from game.engine.shop import payback, shop
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
    tariff_usd: Floats  # (region, 1) for a kilowatt-hour
    site_usd: float  # what must be built for a megawatt
    current_usd: Floats  # (region, 1) what a megawatt draws while a machine pays itself back
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
    tariff_usd = column(ruleset, "externalities.usd_per_kwh", "region")
    per_kwh = tariff_usd[:, 0] + ruleset.k("installed.upkeep_usd")
    h100e = np.array([chip.h100e for chip in chips])
    pays_from_usd = ((kw / h100e)[:, None] * per_kwh)[..., None]
    per_mw = 1e6 / ruleset.k("installed.pue")  # watts at servers
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
        tariff_usd=tariff_usd,
        site_usd=ruleset.k("market.site_usd_per_watt") * per_mw,
        current_usd=tariff_usd * 1000.0 * payback(ruleset),
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


def plugged(x: Quarter, budget: Floats, mw: Floats) -> Floats:
    """(region, worlds): the part of budgets, (actor, worlds), for which there is power there.

    A dollar of them, but for customs, buys so many `mw`, (worlds,).
    """
    need = by_region(x, budget) * mw
    if np.count_nonzero(x.w.tariff):
        need /= 1.0 + x.w.tariff
    part = np.minimum(room_mw(x) / np.maximum(need, 1e-9), 1.0)
    x.w.held_back_mw[:] = need * (1.0 - part)
    return part


def mw_per_usd(x: Quarter) -> Floats:
    """(worlds,): the megawatts that a dollar bought of the chips that were wanted last quarter."""
    w = x.w
    paid = (w.wanted * w.chip_price_usd * x.table(shop).hung).sum(axis=0)
    drawn: Floats = (w.wanted * x.table(halls).mw[:, 0]).sum(axis=0) / np.maximum(paid, 1.0)
    return drawn


def but_for_current(x: Quarter, mw: Floats) -> Floats:
    """(region, worlds): chips and site, of all that a machine costs until it has paid itself back.

    The rest is current, at the tariff there. A dollar of chips draws so many `mw`, (worlds,).
    """
    t = x.table(halls)
    stands = 1.0 + t.site_usd * mw
    part: Floats = stands / (stands + t.current_usd * mw)
    return part


def built(x: Quarter) -> Floats:
    """The same as the market found it."""
    return but_for_current(x, mw_per_usd(x)) if x.built is None else x.built


def usual_tariff(x: Quarter) -> Floats:
    """(worlds,): what a kilowatt-hour costs where machines stand, USD."""
    return where_machines_stand(x, x.table(halls).tariff_usd)


def where_machines_stand(x: Quarter, by_place: Floats) -> Floats:
    """(worlds,): the mean of what is told by region, each weighed by what machines draw there."""
    load = x.w.load_mw
    mean: Floats = (load * by_place).sum(axis=0) / np.maximum(load.sum(axis=0), 1e-9)
    return mean
