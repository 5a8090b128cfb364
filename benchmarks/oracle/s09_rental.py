"""S9 Rental in one world: what does an hour of machine time cost, who gets it, who pays for it?

The rent is pulled to the owner's break-even and pushed by how far the machines for rent are used.
Parents and states lend to their labs; what clouds have room for is shared among their tenants.
"""

from __future__ import annotations

import math

from benchmarks.oracle.appetite import payback, usual_tariff, where_machines_stand
from benchmarks.oracle.arithmetic import clip, total
from benchmarks.oracle.hours import keep_hours, usable_h100e
from benchmarks.oracle.landlords import POOLS, filled, hand_over, room, tenants
from benchmarks.oracle.quarter import HOURS, Quarter
from benchmarks.oracle.s08_installed import kw


def run(x: Quarter) -> None:
    """Set the rent, lend to one's own, let what there is room for, and bill it."""
    lend(x)
    set_rent(x)
    for pool in POOLS:
        let(x, pool)


def set_rent(x: Quarter) -> None:
    """How full the clouds are, and the rent that follows.

    Users and bids for chips that grow faster than anybody builds fill the machines there are, and
    so do users turned away, and hours signed for beyond the usual part of those there are. Answers
    that people's own devices give leave room. What contracts hold is taken, whatever the rest of
    the market does.
    """
    w = x.w
    signed = total(w.rented_h100e[lab] + w.allotted_h100e[lab] for lab in x.places.labs)
    there = total(total(room(x, pool).values()) for pool in POOLS)
    tight = math.log(max(signed, 1.0) / (x.k("rental.target_use") * max(there, 1.0)))
    edge = total(w.share[lab] * w.small[lab] for lab in x.places.labs)
    use = (
        x.k("rental.target_use")
        + x.k("rental.surge") * (0.5 * (w.users_growth + w.rush) - x.k("rental.built_ahead"))
        + x.k("rental.queue") * w.unserved
        + x.k("rental.tightness") * tight
        - x.k("rental.relief") * (edge * x.k("inference.edge_share"))
    )
    w.cloud_use = clip(max(use, held(x)), x.k("rental.lowest_use"), 1.0)
    usd, drawn = machine(x)
    full = x.k("rental.bite") * (w.cloud_use - x.k("rental.target_use"))
    goal = usd / payback(x) * math.exp(full) + drawn * usual_tariff(x)
    w.rent_usd_per_hour *= (goal / w.rent_usd_per_hour) ** x.k("rental.speed")


def held(x: Quarter) -> float:
    """The part of its pool that contracts hold, of the mean hour that is asked for."""
    w = x.w
    hours, by_part = 0.0, 0.0
    for pool in POOLS:
        want = total(w.rented_h100e[lab] + w.allotted_h100e[lab] for lab in tenants(x, pool))
        hours += want
        by_part += want * min(want / max(total(room(x, pool).values()), 1.0), 1.0)
    return by_part / max(hours, 1.0)


def machine(x: Quarter) -> tuple[float, float]:
    """What an H100 equivalent costs installed, USD, and draws, kW, among the chips being made."""
    w, usd, drawn, h100e = x.w, 0.0, 0.0, 0.0
    customs = where_machines_stand(x, w.tariff)
    for name, chip in x.ruleset.chips.items():
        if chip.maker == "nvidia" and chip.respec_of is None:
            units = total(w.wip[name]) + (name == "h100")
            cost = w.chip_price_usd[name] * (1.0 + customs)
            cost += x.k("rental.beside_usd_per_watt") * chip.watts
            usd += units * cost
            drawn += units * kw(x, name)
            h100e += units * chip.h100e
    return usd / h100e, drawn / h100e


def lend(x: Quarter) -> None:
    """Machine time as fuel: a state opens a part of its own machines, a parent lends a share."""
    w, p = x.w, x.places
    state_of = {lab: p.owner_of[p.region_of[lab]] for lab in p.labs}
    w.let_h100e = dict.fromkeys(p.actors, 0.0)
    for state in p.states:
        children = [lab for lab in p.labs if state_of[lab] == state]
        if children:
            opened = usable_h100e(x, state) * w.public_share[state]
            w.let_h100e[state] = opened
            for lab in children:
                w.lent_h100e[lab] = opened / len(children)
    for lab in p.labs:
        parent = x.ruleset.actors[lab].parent
        if parent is not None:
            lent = usable_h100e(x, parent) * x.by("rental.parent_share", lab)
            w.let_h100e[parent] = lent
            w.lent_h100e[lab] += lent


def let(x: Quarter, pool: str) -> None:
    """Share what clouds have room for among their tenants; who cannot pay loses the contract."""
    w = x.w
    free = room(x, pool)
    due = {lab: w.rented_h100e[lab] + w.allotted_h100e[lab] for lab in tenants(x, pool)}
    part = filled(free, due)
    price = w.rent_usd_per_hour * x.k("rental.contract_discount") * HOURS
    hours, usd = {}, {}
    for lab in due:
        owed = w.rented_h100e[lab] * part * price
        usd[lab] = min(owed, max(w.cash_usd[lab], 0))
        keep_hours(x, lab, min((usd[lab] + 1.0) / max(owed, 1.0), 1.0))
        w.hours_filled[lab] = part
        hours[lab] = (w.rented_h100e[lab] + w.allotted_h100e[lab]) * part
    hand_over(x, free, hours, usd)
