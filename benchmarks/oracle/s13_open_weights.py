"""S13 Open weights in one world: what is released, and what does a gift do to everybody else?

A gift caps the price of every model no better than it, lets everybody read its efficiency, and
brings standing and people, not cash. What many use or may change, others build on; what they build
runs where it was built; and members of a commons pool their machines.
"""

from __future__ import annotations

import math

from benchmarks.oracle.answers import hours_per_mtok
from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.quarter import Quarter


def run(x: Quarter) -> None:
    """Carry out the releases of the quarter, then let prices, code and the commons follow."""
    publish(x)
    teach(x)
    build(x)
    port(x)
    gather(x)
    remember(x)


def publish(x: Quarter) -> None:
    """1: the best trained model is served; 2: its weights are given away."""
    w = x.w
    gifts = [lab for lab in x.places.labs if w.release[lab] >= 2]
    known = w.open_eci
    for lab in x.places.labs:
        if w.release[lab] > 0:
            w.eci[lab] = max(w.trained_eci[lab], w.eci[lab])
            w.openness[lab] = 0.0
        w.release[lab] = 0.0
    for lab in gifts:
        w.openness[lab] = 1.0
        w.trust[lab] = min(w.trust[lab] + x.k("open_weights.trust"), 100.0)
        if w.eci[lab] > known:
            w.staff[lab] *= 1.0 + x.k("open_weights.talent")
        told = w.software[lab] * x.k("open_weights.readable")
        w.open_software = max(w.open_software, told)
        w.open_eci = max(w.open_eci, w.eci[lab])


def teach(x: Quarter) -> None:
    """The usual price of what is no better than a gift is not above hosting, and a margin."""
    w = x.w
    for lab in x.places.labs:
        quality = max(w.eci[lab], x.k("inference.least_eci"))
        if quality <= w.open_eci:
            capped = hosting_usd(x, quality, w.thinking_cost[lab])
            w.token_price_usd[lab] = min(w.token_price_usd[lab], capped * w.price_stance[lab])
    if w.open_eci >= x.k("inference.class_eci"):
        capped = hosting_usd(x, x.k("inference.class_eci"), 1.0)
        w.class_price_usd = min(w.class_price_usd, capped)


def hosting_usd(x: Quarter, quality: float, thinking_cost: float) -> float:
    """What hosts ask for a million tokens of a quality once the weights are open."""
    w = x.w
    hours = hours_per_mtok(x, quality, w.open_eci, w.open_software) * thinking_cost
    usd: float = hours * w.rent_usd_per_hour * x.k("inference.margin")
    return usd


def build(x: Quarter) -> None:
    """Others build on what many use and on the best that may be changed; people follow."""
    w = x.w
    pull = {}
    for lab in x.places.labs:
        behind = max(w.open_eci - w.eci[lab], 0.0) / x.k("open_weights.stack_span")
        changed = x.k("open_weights.stack_pull") * w.openness[lab] * math.exp(-behind)
        pull[lab] = w.share[lab] + changed
    whole = max(total(pull.values()), 1e-12)
    for lab in x.places.labs:
        gap = pull[lab] / whole - w.stack[lab]
        w.stack[lab] += x.k("open_weights.stack_speed") * gap
        w.staff[lab] *= 1.0 + x.k("open_weights.stack_talent") * w.stack[lab]


def port(x: Quarter) -> None:
    """Porting is research: the state's pressure drives it, open code helps, lock-in wears off."""
    w, labs = x.w, x.places.labs
    free = total(w.stack[lab] * w.openness[lab] for lab in labs)
    help_ = 1.0 + x.k("open_weights.port_open") * free
    for actor, region in x.places.region_of.items():
        pressure = w.home_share[region]
        speed = x.k("open_weights.port_speed") * pressure * help_
        w.ported[actor] += speed * (1.0 - w.ported[actor])
    elsewhere = total(w.stack[lab] * w.ported[lab] for lab in labs)
    w.lockin = w.lockin * (1.0 - x.k("open_weights.lockin_wear") * elsewhere)


def gather(x: Quarter) -> None:
    """Members come to a commons that stands well and whose model is near the best; others leave."""
    w, home = x.w, "commons"
    near = math.exp((w.eci[home] - max(w.eci.values())) / x.k("open_weights.stack_span"))
    join = x.k("open_weights.join") * near * w.trust[home] / 50.0
    w.commons_h100e = w.commons_h100e * (1.0 + join - x.k("open_weights.leave"))


def remember(x: Quarter) -> None:
    """Keep the best US model of each past quarter, by which the lag is measured."""
    w = x.w
    best = max(w.eci[lab] for lab in x.places.labs if x.places.region_of[lab] == "us")
    w.best_us_by_turn = [best, *w.best_us_by_turn[:-1]]
