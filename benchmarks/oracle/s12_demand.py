"""S12 Demand in one world: who uses which assistant, who is turned away, and what do they pay?

Users spread as in Bass (1969) in each region; they choose among the labs present by a logit in
capability and price, with habit; a lab without machine time turns users away, to others or to
nobody.
"""

from __future__ import annotations

import math

from benchmarks.oracle.answers import answer_hours
from benchmarks.oracle.arithmetic import clip, total
from benchmarks.oracle.quarter import HOURS, Quarter

ByLab = dict[str, float]


def run(x: Quarter) -> None:
    """Users, shares, revenue."""
    spread(x)
    serve(x, choose(x))
    for lab in x.places.labs:
        charge(x, lab)


def chinese(x: Quarter, lab: str) -> bool:
    """Chinese users choose among Chinese labs, all others among the rest."""
    return x.places.region_of[lab] == "cn"


def per_market(x: Quarter, values: ByLab) -> ByLab:
    """The sum over the labs of the market that each lab serves."""
    labs = x.places.labs
    return {
        lab: total(values[other] for other in labs if chinese(x, other) == chinese(x, lab))
        for lab in labs
    }


def best_in_reach(x: Quarter, region: str, values: ByLab) -> float:
    """The largest among the labs that serve a region."""
    return max(values[lab] for lab in x.places.labs if chinese(x, lab) == (region == "cn"))


def spread(x: Quarter) -> None:
    """dU = (p + q U / M) (M - U), slower for weak models, strict laws and full counters.

    M is the people whom a data centre can reach, and those whom a model on their own device can.
    """
    w = x.w
    few = x.k("demand.first_users")
    before = total(w.users.values()) + few
    small = {lab: w.small[lab] * (w.eci[lab] > 0) for lab in x.places.labs}
    for region in x.places.regions:
        best = best_in_reach(x, region, w.eci)
        useful = clip((best - x.k("demand.useful_from")) / x.k("demand.useful_span"), 0.0, 1.5)
        on_device = min(best_in_reach(x, region, small), 1.0)
        cut_off = x.by("demand.out_of_reach", region) * (1.0 - on_device)
        people = x.by("demand.people", region) * (1.0 - cut_off)
        reach = min(w.users[region] / people, 1.0)
        pull = x.k("demand.innovators") + x.k("demand.imitators") * reach
        new = pull * (people - w.users[region])
        law = 1.0 - x.k("demand.law_brake") * w.compute_rule[region]
        w.users[region] += max(new, 0.0) * useful * (law * (1.0 - w.unserved))
        w.users[region] = min(w.users[region], x.by("demand.people", region))
    w.users_growth = math.log((total(w.users.values()) + few) / before)


def choose(x: Quarter) -> ByLab:
    """sh ~ exp(alpha ECI - beta ln price + brand ...); four tenths stay out of habit.

    Returns the part of all users that each lab would have if it could answer.
    """
    w, labs = x.w, x.places.labs
    odds = {lab: math.exp(clip(taste(x, lab), -60.0, 60.0)) * (w.eci[lab] > 0) for lab in labs}
    at_home = w.users["cn"] / max(total(w.users.values()), 1.0)
    market = per_market(x, odds)
    kept = x.k("demand.habit") * (total(w.share[lab] for lab in labs) > 0)
    wanted = {}
    for lab in labs:
        size = at_home if chinese(x, lab) else 1.0 - at_home
        new = odds[lab] / max(market[lab], 1e-300) * size
        wanted[lab] = kept * w.share[lab] + (1.0 - kept) * new
    return wanted


def taste(x: Quarter, lab: str) -> float:
    """What speaks for a lab."""
    w = x.w
    liked: float = (
        x.k("demand.alpha") * (w.eci[lab] - x.k("inference.class_eci"))
        - x.k("demand.beta") * math.log(w.token_price_usd[lab] / x.k("demand.price_usd"))
        + x.by("demand.brand", lab) * x.k("demand.brand_kept") ** w.turn
        + x.k("demand.trust") * (w.trust[lab] - 50.0) / 50.0
        + x.k("demand.open_weights") * w.openness[lab]
        + x.k("demand.contract_only") * w.closed[lab]
        + x.k("demand.stack") * w.stack[lab]
    )
    return liked


def serve(x: Quarter, wanted: ByLab) -> None:
    """Answer whom machine time can; of those turned away a part finds a place elsewhere."""
    w, labs = x.w, x.places.labs
    people = total(w.users.values())
    served, room = {}, {}
    for lab in labs:
        each = h100e_per_user(x, lab)
        w.load_h100e[lab] = wanted[lab] * people * each
        seats = w.answer_h100e[lab] / max(each * people, 1e-12)  # as a part of all users
        elsewhere = wanted[lab] * (x.k("demand.open_loss") * w.openness[lab])  # on others' machines
        served[lab] = max(min(wanted[lab], seats), elsewhere)
        room[lab] = max(seats - wanted[lab], 0.0)
    away = per_market(x, {lab: wanted[lab] - served[lab] for lab in labs})
    pull = {lab: wanted[lab] * (room[lab] > 0) for lab in labs}
    pulls = per_market(x, pull)
    for lab in labs:
        found = away[lab] * x.k("demand.try_elsewhere") * pull[lab] / max(pulls[lab], 1e-300)
        found *= min(w.price_stance[lab] ** -x.k("demand.beta"), 1.0)
        served[lab] += min(room[lab], found)
    asked, answered = total(wanted.values()), total(served.values())
    w.unserved = clip((asked - answered) / max(asked, 1e-300), 0.0, 1.0)
    share = served if answered > 0 else wanted
    whole = max(total(share.values()), 1e-300)
    for lab in labs:
        w.share[lab] = share[lab] / whole


def h100e_per_user(x: Quarter, lab: str) -> float:
    """Machine time that one user keeps busy in data centres.

    People write as much as they write; firms ask for more as tokens get cheaper. What runs on the
    user's own device, or on another host's machines, needs none of it.
    """
    w = x.w
    dear = w.token_price_usd[lab] / x.k("demand.price_usd")
    firms = x.k("demand.firm_share")
    tokens = 1.0 - firms + firms * dear ** -x.k("demand.token_elasticity")
    centre = 1.0 - x.k("inference.edge_share") * min(w.small[lab], 1.0)
    centre *= 1.0 - x.k("demand.open_loss") * w.openness[lab]
    per_user: float = x.k("demand.mtok_per_user") / HOURS * tokens * answer_hours(x, lab) * centre
    return per_user


def charge(x: Quarter, lab: str) -> None:
    """Users pay for what they get; who gives the weights away lets others sell its answers.

    Half the price is half of what each pays; where there are no rivals to take users from, those
    who are there buy more instead.
    """
    w = x.w
    lead = w.eci[lab] - x.k("inference.class_eci")
    worth = x.k("demand.usd_per_user") * math.exp(x.k("demand.worth_growth") * lead)
    dear = w.token_price_usd[lab] / x.k("demand.price_usd")
    firms = x.k("demand.firm_share")
    moat = clip((w.eci[lab] - w.open_eci) / x.k("demand.moat_eci"), 0.0, 1.0)
    common = x.k("demand.common_worth")
    own = 1.0 - x.k("demand.open_loss") * w.openness[lab]
    worth *= min(common + (1.0 - common) * moat, own)
    worth *= 1.0 + x.k("demand.contract_worth") * w.closed[lab]
    worth *= x.k("demand.china_worth") if chinese(x, lab) else 1.0
    alone = w.share[lab] / max(per_market(x, w.share)[lab], 1e-300)
    stance = w.price_stance[lab] ** (1.0 - x.k("demand.beta") * alone)
    tokens = dear ** (1.0 - x.k("demand.token_elasticity"))
    worth *= (1.0 - firms) * stance + firms * tokens
    users = total(w.users.values()) * (1.0 - w.unserved)
    target = w.share[lab] * users * worth
    w.arr_usd[lab] += x.k("demand.billing_speed") * (target - w.arr_usd[lab])
    w.revenue_usd[lab] = x.pay("outside", lab, w.arr_usd[lab] / 4.0)
