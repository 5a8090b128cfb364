"""S2 Tools: how many lithography machines reach the fabs?

One firm builds the machines of extreme ultraviolet: it ships what is ordered and licensed, and they
print two quarters later. Without them fine layers take older machines and many passes; those the
Chinese foundry may buy by licence, and they wear when nobody may service them. The Chinese
programme advances by itself, faster with money, and some quarters hardly at all.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.ahead import in_steps, rows_of
from game.engine.money import pay_from
from game.engine.quarter import Quarter
from game.world.geography import Rows, places, rows
from game.world.state import Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@lru_cache(maxsize=8)
def buyers(ruleset: Ruleset) -> tuple[Rows, Ints]:
    """Who orders such machines among those this game follows, and in which regions."""
    found = np.array([ruleset.index("actor", name) for name in ("tsmc", "smic")])
    return rows(found), places(ruleset).region_of[found]


@lru_cache(maxsize=512)
def offered(ruleset: Ruleset, turn: float, lanes: int = 1) -> Floats:
    """(buyer, lanes): how many machines each may have of those built in a turn."""
    k = ruleset.k
    built = math.floor(k("tools.euv_per_quarter") * (1.0 + k("tools.euv_growth")) ** turn)
    parts = [[built * k("tools.leading_share")], [built * k("tools.china_share")]]
    return np.repeat(np.floor(parts), lanes, axis=1)


@lru_cache(maxsize=64)
def delivered(ruleset: Ruleset) -> tuple[Ints, Ints]:
    """Where machines arrive that are shipped to these buyers, and after how many quarters."""
    found = rows_of(ruleset, ("euv_tools[tsmc]", "euv_tools[smic]", "duv_tools[smic]"))
    return found, np.full(found.shape, int(ruleset.k("tools.delivery_quarters")))


def run(x: Quarter) -> None:
    """Ship machines, wear the old ones, then move the Chinese programme."""
    arrive = np.concatenate([ship_euv(x), ship_duv(x)])
    in_steps(x, *delivered(x.ruleset), 1, arrive, "tools.shipments")
    x.because("tools.shipments")
    advance_programme(x)
    x.because("tools.programme")


def ship_euv(x: Quarter) -> Floats:
    """Shipped = min(the buyer's part of what is built, what it ordered) * licence, whole.

    Returns what will arrive, (buyer, worlds), with the machines that China builds itself.
    """
    w = x.w
    firms, regions = buyers(x.ruleset)
    licence = w.item_licence[x.item("euv")].take(regions, axis=0)
    part = offered(x.ruleset, float(w.turn[0]), x.lanes)
    shipped = np.floor(np.minimum(part, w.euv_backlog[firms]) * licence)
    w.euv_backlog[firms] -= shipped.astype(np.int64)
    pay_from(w, firms, x.actor("asml"), shipped * x.k("tools.euv_price_usd"))
    shipped[1] += x.k("tools.china_own_per_quarter") * (w.litho_china >= 1.0)
    return shipped


def ship_duv(x: Quarter) -> Floats:
    """Older machines for China's fine layers: bought by licence, later built at home; they wear.

    Returns what will arrive, (1, worlds).
    """
    w, smic = x.w, x.actor("smic")
    licence = w.item_licence[x.item("duv"), x.region("cn")]
    w.duv_tools[smic] *= 1.0 - x.k("tools.duv_wear") * (1.0 - licence)
    part = x.k("tools.duv_china_share") * x.k("tools.duv_fine_share")
    bought = licence * (x.k("tools.duv_per_quarter") * part)
    x.pay(smic, x.actor("asml"), bought * x.k("tools.duv_price_usd"))
    halfway = np.maximum(2.0 * w.litho_china - 1.0, 0.0)
    arrive: Floats = (bought + x.k("tools.duv_own_per_quarter") * halfway)[None]
    return arrive


def advance_programme(x: Quarter) -> None:
    """A year's ordinary work is worth about an eleventh of the way; orders add to it."""
    luck = 2.0 * x.roll("programme")[0]
    x.w.litho_china = np.minimum(x.w.litho_china + x.k("tools.programme_pace") * luck, 1.0)
