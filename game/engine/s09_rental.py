"""S9 Rental: what does an hour of machine time cost, who gets it, and who pays for it?

The rent is pulled to the break-even of whoever installs what is made today (50 k$ for an H100, four
years, 70 % use) and pushed by how far the machines for rent are used above or below three quarters,
which hours wanted raise and hours there are lower. Parents and states lend to their labs; what
clouds have room for is shared among all their tenants.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from game.engine.effects import shorten
from game.engine.halls import halls, usual_tariff, where_machines_stand
from game.engine.landlords import filled, hand_over, held, room
from game.engine.quarter import HOURS, Quarter, between
from game.engine.shop import shop
from game.world.derived import usable_h100e
from game.world.geography import places
from game.world.state import Floats

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@dataclass(frozen=True, eq=False)
class Lending:
    """Who lends to whom without a bill: to each lab its state, and to some a parent."""

    lenders: NDArray[np.int64]  # among the actors: states with labs on their soil, then parents
    states: int  # how many of them are states
    state_of: NDArray[np.int64]  # (lab,) its state, among those states
    among: Floats  # (lab, 1) how many labs share its state's machines
    parent_share: Floats  # (parent, 1) what each lends of what it owns
    children: NDArray[np.int64]  # labs with a parent, among the labs, in the order of the parents


@lru_cache(maxsize=8)
def lending(ruleset: Ruleset) -> Lending:
    """Parents and states, worked out once for a ruleset."""
    p, actors = places(ruleset), list(ruleset.actors.values())
    ids, share = ruleset.axis("actor"), ruleset.table("rental.parent_share")
    owner = p.owner_of[p.region_of[p.labs]]
    states, place, many = np.unique(owner, return_inverse=True, return_counts=True)
    named = [(row, actors[lab].parent) for row, lab in enumerate(p.labs)]
    parents = [(row, ruleset.index("actor", name)) for row, name in named if name is not None]
    return Lending(
        lenders=np.concatenate((states, np.array([at for _, at in parents], dtype=np.int64))),
        states=states.size,
        state_of=place,
        among=many[place][:, None].astype(np.float64),
        parent_share=np.array([[share.get(ids[p.labs[row]], 0.0)] for row, _ in parents]),
        children=np.array([row for row, _ in parents], dtype=np.int64),
    )


def run(x: Quarter) -> None:
    """Set the rent, lend to one's own, let what there is room for, and bill it."""
    x.usable_h100e = usable_h100e(x.ruleset, x.w, slice(None))
    lend(x)
    x.because("rental.allotments")
    free, total = room(x)
    set_rent(x, total)
    x.because("rental.rent")
    let(x, free, total)
    x.because("rental.bills")


def set_rent(x: Quarter, total: Floats) -> None:
    """How full the clouds are, and the rent that follows; `total` is what a pool can let, H100e.

    Users and bids for chips that grow faster than anybody builds fill the machines there are, and
    so do users turned away, and hours signed for beyond the usual part of those there are. Answers
    that people's own devices give leave room. What contracts hold is taken, whatever the rest of
    the market does.
    """
    w, labs = x.w, x.places.lab_rows
    asked = w.rented_h100e[labs] + w.allotted_h100e[labs]
    tight = np.log(np.maximum(asked.sum(axis=0), 1.0) / np.maximum(total.sum(axis=0), 1.0))
    target, slope = x.k("rental.target_use"), x.k("rental.tightness")
    edge = (w.share[labs] * w.small[labs]).sum(axis=0) * x.k("inference.edge_share")
    use = (
        target
        - slope * math.log(target)
        + x.k("rental.surge") * (0.5 * (w.users_growth + w.rush) - x.k("rental.built_ahead"))
        + x.k("rental.queue") * w.unserved
        + slope * tight
        - x.k("rental.relief") * edge
    )
    use = np.maximum(use, held(x, total, asked))
    w.cloud_use = between(use, x.k("rental.lowest_use"), 1.0)
    usd, kw = machine(x)
    even = x.k("rental.breakeven") / x.k("rental.installed_usd") * usd
    goal = even * np.exp(x.k("rental.bite") * (w.cloud_use - target)) + kw * usual_tariff(x)
    w.rent_usd_per_hour *= (goal / w.rent_usd_per_hour) ** x.k("rental.speed")


def machine(x: Quarter) -> tuple[Floats, Floats]:
    """What an H100 equivalent costs installed, USD, and draws, kW, among the chips being made.

    Those of the designer; one H100 is counted among them, so that there is a cost where nothing is
    made.
    """
    w, s = x.w, x.table(shop)
    units = w.wip.sum(axis=1) * s.open_line
    units[x.chip("h100")] += 1.0
    price = w.chip_price_usd
    if np.count_nonzero(w.tariff):
        price = price * (1.0 + where_machines_stand(x, w.tariff))  # customs are paid on top
    cost = price + x.k("rental.beside_usd_per_watt") * s.watts
    h100e = (units * x.places.h100e[:, None]).sum(axis=0)
    kw = (units * x.table(halls).mw[:, 0]).sum(axis=0) * 1000.0
    return (units * cost).sum(axis=0) / h100e, kw / h100e


def lend(x: Quarter) -> None:
    """Machine time as fuel: a state opens a part of its own machines, a parent lends a share."""
    w, b = x.w, x.table(lending)
    owned = x.usable(b.lenders)
    owned[: b.states] *= w.public_share.take(b.lenders[: b.states], axis=0)
    owned[b.states :] *= b.parent_share
    lent = owned.take(b.state_of, axis=0) / b.among
    lent[b.children] += owned[b.states :]
    w.lent_h100e[x.places.lab_rows] = lent
    w.let_h100e[:] = 0.0
    w.let_h100e[b.lenders] = owned


def let(x: Quarter, free: Floats, total: Floats) -> None:
    """Share what clouds have room for among their tenants; who cannot pay loses the contract."""
    w, labs = x.w, x.places.lab_rows
    got = filled(x, total, w.rented_h100e[labs] + w.allotted_h100e[labs])
    price = w.rent_usd_per_hour * x.k("rental.contract_discount") * HOURS
    owed = w.rented_h100e[labs] * got * price
    usd = np.minimum(owed, np.maximum(w.cash_usd[labs], 0))
    kept = np.minimum((usd + 1.0) / np.maximum(owed, 1.0), 1.0)
    if np.count_nonzero(kept < 1.0):
        before = w.rented_h100e[labs].copy()
        w.rented_h100e[labs] *= kept
        for lab, hours in zip(x.places.labs, before, strict=True):
            shorten(x.ruleset, w, lab, hours)
    w.hours_filled[labs] = got
    hand_over(x, free, total, (w.rented_h100e[labs] + w.allotted_h100e[labs]) * got, usd)
