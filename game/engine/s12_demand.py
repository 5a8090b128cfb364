"""S12 Demand: who uses which assistant, and what do they pay?

Users spread as in Bass (1969) in each region, up to the people it has; they choose among the labs
present by a logit in capability and price, with habit; a lab without machine time turns them away.
Chinese users choose among Chinese labs, all others among the rest.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter
from game.world.derived import machine_time
from game.world.state import Array, Floats


def run(x: Quarter) -> None:
    """Users, shares, revenue."""
    spread(x)
    x.because("demand.users")
    choose(x)
    x.because("demand.shares")
    charge(x)
    x.because("demand.revenue")


def spread(x: Quarter) -> None:
    """dU = (p + q U / M) (M - U), slower for weak models and under strict laws."""
    w = x.w
    people = x.by("demand.people", "region")
    cn = x.region("cn")
    for region in range(w.users.shape[0]):
        there = x.places.labs_in["cn"] if region == cn else _elsewhere(x)
        best = w.eci[there].max(axis=0)
        useful = np.clip((best - x.k("demand.useful_from")) / x.k("demand.useful_span"), 0.0, 1.5)
        law = 1.0 - x.k("demand.law_brake") * w.compute_rule[region]
        total = people[region]
        reach = w.users[region] / total
        new = (x.k("demand.innovators") + x.k("demand.imitators") * reach) * (
            total - w.users[region]
        )
        w.users[region] = np.minimum(w.users[region] + np.maximum(new, 0.0) * useful * law, total)


def _elsewhere(x: Quarter) -> Array:
    """Labs that serve every region but China."""
    return np.array([lab for lab in x.places.labs if lab not in x.places.labs_in["cn"]])


def choose(x: Quarter) -> None:
    """sh ~ exp(alpha ECI - beta ln price + brand); four tenths stay out of habit."""
    w = x.w
    brand = x.by("demand.brand", "actor")
    cn = x.region("cn")
    world = np.maximum(w.users.sum(axis=0), 1.0)
    at_home = w.users[cn] / world
    for labs, weight in ((x.places.labs_in["cn"], at_home), (_elsewhere(x), 1.0 - at_home)):
        taste = (
            x.k("demand.alpha") * (w.eci[labs] - 120.0)
            - x.k("demand.beta") * np.log(np.maximum(w.token_price_usd[labs], 1e-3))
            + brand[labs]
            + x.k("demand.trust") * (w.trust[labs] - 50.0) / 50.0
        )
        taste = np.where(w.eci[labs] > 0, taste, -np.inf)
        odds = np.where(w.eci[labs] > 0, np.exp(taste - np.maximum(taste.max(axis=0), -1e9)), 0.0)
        new = odds / np.maximum(odds.sum(axis=0), 1e-300) * weight
        served = np.minimum(capacity(x, labs) / np.maximum(new * world, 1.0), 1.0)
        new = new * served
        old = w.share[labs]
        kept = x.k("demand.habit")
        started = old.sum(axis=0) > 0
        mixed = np.where(started, kept * old + (1.0 - kept) * new, new)
        w.share[labs] = mixed
    w.share[x.places.labs] /= np.maximum(w.share[x.places.labs].sum(axis=0), 1e-12)


def capacity(x: Quarter, labs: Array) -> Floats:
    """Users whom each lab's machine time can answer."""
    w = x.w
    free = machine_time(x.ruleset, w)[labs] * (1.0 - w.train_share[labs])
    each = x.k("demand.h100e_per_user") / w.software[labs] ** x.k("demand.serving_power")
    return free / each * (1.0 + x.k("inference.small_gain") * w.small[labs])


def charge(x: Quarter) -> None:
    """Users pay for what they get; who gives the weights away lets others sell its answers."""
    w, labs = x.w, x.places.labs
    worth = x.k("demand.usd_per_user") * np.exp(x.k("demand.worth_growth") * (w.eci[labs] - 126.0))
    open_loss = 1.0 - x.k("demand.open_loss") * w.openness[labs]
    cn = np.isin(labs, x.places.labs_in["cn"])[:, None]
    local = np.where(cn, x.k("demand.china_worth"), 1.0)
    users = w.users.sum(axis=0)
    target = w.share[labs] * users * worth * open_loss * local
    w.arr_usd[labs] += x.k("demand.billing_speed") * (target - w.arr_usd[labs])
    for lab in labs:
        w.revenue_usd[lab] = x.pay(x.actor("outside"), lab, w.arr_usd[lab] / 4.0)
