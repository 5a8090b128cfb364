"""Who lets machine time to whom, how much room is left, and where does the rent go?

A pool is a group of clouds with the laboratories they serve: China's, to which machines abroad may
be added while cloud hours are licensed, and everybody else's. Contracts (S9) and hours bought by
the meter (S11) come out of the same room. Nothing here sets a price.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from game.engine.quarter import Quarter, column
from game.world.geography import Rows, places, rows
from game.world.state import Array, Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@dataclass(frozen=True, eq=False)
class Market:
    """Landlords, labs and the two pools they meet in; labs in the order of `places.labs`."""

    landlords: Rows
    share: Floats  # (landlord, 1) of its machines that it lets at most
    abroad: NDArray[np.bool_]  # (landlord, 1) across the line: only while the cloud is licensed
    pool_of: NDArray[np.int64]  # (landlord,)
    pool_of_lab: NDArray[np.int64]  # (lab,)
    members: Ints  # (pool, landlord, 1) 1 where it belongs
    tenants: Ints  # (pool, lab, 1)
    counted: Floats  # members, to count hours with
    asking: Floats  # tenants, the same
    first: NDArray[np.int64]  # (pool,) the landlord who keeps the odd dollars


@lru_cache(maxsize=8)
def market(ruleset: Ruleset) -> Market:
    """The landlords of a ruleset, from the shares that content gives them."""
    p = places(ruleset)
    home = (p.region_of == ruleset.index("region", "cn")).astype(np.int64)
    usual, crossing = (
        column(ruleset, f"rental.{name}", "actor") for name in ("room", "loophole_room")
    )
    share = np.where(crossing > 0, crossing, usual)
    lets = np.flatnonzero(share[:, 0] > 0)
    landlords = np.arange(lets[0], lets[-1] + 1)  # whoever stands between lets nothing
    pool_of = np.where(crossing[:, 0] > 0, 1, home)[landlords]
    letting = share[landlords, 0] > 0
    return Market(
        landlords=rows(landlords),
        share=share[landlords],
        abroad=crossing[landlords] > 0,
        pool_of=pool_of,
        pool_of_lab=home[p.labs],
        members=_belongs(pool_of),
        tenants=_belongs(home[p.labs]),
        counted=_belongs(pool_of).astype(np.float64),
        asking=_belongs(home[p.labs]).astype(np.float64),
        first=np.array([int(np.argmax((pool_of == pool) & letting)) for pool in (0, 1)]),
    )


def _belongs(pool_of: NDArray[np.int64]) -> Ints:
    return (np.arange(2)[:, None] == pool_of).astype(np.int64)[:, :, None]


def room(x: Quarter) -> tuple[Floats, Floats]:
    """What each may still let, (landlord, worlds), and all in a pool, (pool, worlds), H100e."""
    w, m = x.w, x.table(market)
    most = m.share * x.usable(m.landlords) - w.let_h100e[m.landlords]
    licensed = w.item_licence[x.item("cloud"), x.region("cn")]
    free = np.maximum(most, 0.0) * np.where(m.abroad, licensed, 1.0)
    return free, (m.counted * free).sum(axis=1)


def filled(x: Quarter, total: Floats, asked: Floats) -> Floats:
    """(lab, worlds): the part that each gets of the hours it asks for, equal within a pool."""
    m = x.table(market)
    want = (m.asking * asked).sum(axis=1)
    return np.minimum(total / np.maximum(want, 1e-9), 1.0).take(m.pool_of_lab, axis=0)


def held(x: Quarter, total: Floats, asked: Floats) -> Floats:
    """(worlds,): the part of its pool that contracts hold, of the mean hour that is asked for."""
    want = (x.table(market).asking * asked).sum(axis=1)
    full = np.minimum(want / np.maximum(total, 1.0), 1.0)
    mean: Floats = (want * full).sum(axis=0) / np.maximum(want.sum(axis=0), 1.0)
    return mean


def hand_over(x: Quarter, free: Floats, total: Floats, hours: Floats, usd: Array) -> Ints:
    """Take the hours that labs have got off their landlords, and their money to them.

    Both are split by room, in whole dollars; `usd`, (lab, worlds), may not exceed what labs have.
    Returns what each has paid.
    """
    w, m = x.w, x.table(market)
    part = free / np.maximum(total, 1e-9).take(m.pool_of, axis=0)
    taken = (m.asking * hours).sum(axis=1)
    w.let_h100e[m.landlords] += part * taken.take(m.pool_of, axis=0)
    paid: Ints = np.floor(usd).astype(np.int64)
    due = (m.tenants * paid).sum(axis=1)
    got = np.floor(due.take(m.pool_of, axis=0) * part).astype(np.int64)
    got[m.first] += due - (m.members * got).sum(axis=1)
    w.cash_usd[x.places.lab_rows] -= paid
    w.cash_usd[m.landlords] += got
    w.income_usd[m.landlords] += got
    return paid
