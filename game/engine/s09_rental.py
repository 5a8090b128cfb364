"""S9 Rental: what does an hour of machine time cost, and who pays for it?

The rent moves towards the owner's break-even (`rent_breakeven`: 50 k$ installed, four years, 70 %
use), raised while chips are short; it starts high in a scarcity and falls by itself.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import HOURS, Quarter, afford


def run(x: Quarter) -> None:
    """Set the rent, lend to one's own, bill the contracts."""
    set_rent(x)
    x.because("rental.rent")
    allot(x)
    x.because("rental.allotments")
    bill(x)
    x.because("rental.bills")


def set_rent(x: Quarter) -> None:
    """ln rent closes part of its distance to break-even, raised by shortage and by a rush."""
    w = x.w
    even = x.k("rental.breakeven") * w.chip_price_usd[x.chip("h100")] / x.k("rental.at_price_usd")
    scarce = x.k("rental.scarcity") * w.shortage + x.k("rental.surge") * w.rush
    target = even * np.exp(scarce)
    w.rent_usd_per_hour *= (target / w.rent_usd_per_hour) ** x.k("rental.speed")


def allot(x: Quarter) -> None:
    """A parent company lends its lab a share of its machines: machine time as allotted fuel."""
    w = x.w
    for lab, share in x.ruleset.table("rental.parent_share").items():
        parent = x.actor(str(x.ruleset.actors[lab].parent))
        lent = share * _owned(x, parent) * (1.0 - w.dark[x.places.region_of[parent]])
        w.allotted_h100e[x.actor(lab)] = np.maximum(w.allotted_h100e[x.actor(lab)], lent)


def bill(x: Quarter) -> None:
    """Labs pay a contract price below the hourly one; who cannot pay loses the hours."""
    w = x.w
    cloud = {"us": "microsoft", "fr": "amazon", "cn": "cn_clouds"}
    for lab in x.places.labs:
        region = x.ruleset.axis("region")[x.places.region_of[lab]]
        landlord = x.actor(cloud[region])
        room = x.k("rental.room") * _owned(x, landlord)
        if region == "cn":
            abroad = w.item_licence[x.item("cloud"), x.region("cn")]
            room = room + abroad * x.k("rental.loophole_room") * _owned(x, x.actor("traders"))
        w.rented_h100e[lab] = np.minimum(w.rented_h100e[lab], room)
        price = w.rent_usd_per_hour * x.k("rental.contract_discount") * HOURS
        due = w.rented_h100e[lab] * price
        paid = x.pay(lab, landlord, afford(w, lab, due))
        kept = np.divide(paid, due, out=np.ones_like(due), where=due > 0)
        w.rented_h100e[lab] *= np.minimum(kept, 1.0)


def _owned(x: Quarter, owner: int) -> np.ndarray:
    """H100 equivalents that an owner has racked."""
    return (x.w.installed[:, owner] * x.places.h100e[:, None]).sum(axis=0)
