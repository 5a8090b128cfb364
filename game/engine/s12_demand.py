"""S12 Demand: who uses which assistant, who is turned away, and what do they pay?

Users spread as in Bass (1969) in each region, up to the people whom lines and trust let reach a
model; they choose among the labs present by a logit in capability and price, with habit. What they
ask for is counted in hours; a lab without machine time turns users away, to others or to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.answers import answer_hours
from game.engine.money import pay_to
from game.engine.quarter import HOURS, Quarter, between
from game.world.geography import places
from game.world.state import Array, Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@lru_cache(maxsize=8)
def chinese(ruleset: Ruleset) -> Array:
    """(lab, 1): the labs among which Chinese users choose; all others choose among the rest."""
    p = places(ruleset)
    return (p.region_of[p.labs] == ruleset.index("region", "cn"))[:, None]


def run(x: Quarter) -> None:
    """Users, shares, revenue."""
    spread(x)
    x.because("demand.users")
    wanted = choose(x)
    serve(x, wanted)
    x.answer_hours = None  # nobody asks any more
    x.because("demand.shares")
    charge(x)
    x.because("demand.revenue")


@dataclass(frozen=True, eq=False)
class Markets:
    """China, and everybody else: who serves them and who lives there."""

    sellers: Floats  # (market, lab, 1) 1 where a lab serves it
    of_lab: Ints  # (lab,) the market it serves
    of_region: Ints  # (region,) the market it is part of
    worth: Floats  # (lab, 1) what a user there pays, for a dollar elsewhere


@lru_cache(maxsize=8)
def markets(ruleset: Ruleset) -> Markets:
    """The two markets of a ruleset: 0 is everybody else, 1 China."""
    at_home = chinese(ruleset)[:, 0]
    of_lab = at_home.astype(np.int64)
    in_china = np.array([name == "cn" for name in ruleset.axis("region")])
    return Markets(
        sellers=np.array([~at_home, at_home]).astype(np.float64)[:, :, None],
        of_lab=of_lab,
        of_region=in_china.astype(np.int64),
        worth=np.where(at_home, ruleset.k("demand.china_worth"), 1.0)[:, None],
    )


def per_market(x: Quarter, values: Floats) -> Floats:
    """(lab, worlds): the sum over the labs of the market that each lab serves."""
    m = x.table(markets)
    total: Floats = (m.sellers * values).sum(axis=1).take(m.of_lab, axis=0)
    return total


def best_in_reach(x: Quarter, values: Floats) -> Floats:
    """(…, region, worlds): the largest among the labs that serve a region; … before labs too.

    `values` are not below 0.
    """
    m = x.table(markets)
    most: Floats = (m.sellers * values[..., None, :, :]).max(axis=-2)
    return most.take(m.of_region, axis=-2)


def spread(x: Quarter) -> None:
    """dU = (p + q U / M) (M - U), slower for weak models, strict laws and full counters.

    M is the people whom a data centre can reach, and those whom a model on their own device can.
    """
    w, labs = x.w, x.places.lab_rows
    eci = w.eci[labs]
    best, small = best_in_reach(x, np.array([eci, w.small[labs] * (eci > 0)]))
    useful = between((best - x.k("demand.useful_from")) / x.k("demand.useful_span"), 0.0, 1.5)
    cut_off = x.by("demand.out_of_reach", "region") * (1.0 - np.minimum(small, 1.0))
    people = x.by("demand.people", "region") * (1.0 - cut_off)
    reach = np.minimum(w.users / people, 1.0)
    new = (x.k("demand.innovators") + x.k("demand.imitators") * reach) * (people - w.users)
    calm = (1.0 - x.k("demand.law_brake") * w.compute_rule) * (1.0 - w.unserved)
    few = x.k("demand.first_users")
    before = w.users.sum(axis=0) + few
    w.users += np.maximum(new, 0.0) * useful * calm
    np.minimum(w.users, x.by("demand.people", "region"), out=w.users)
    w.users_growth = np.log((w.users.sum(axis=0) + few) / before)


def choose(x: Quarter) -> Floats:
    """sh ~ exp(alpha ECI - beta ln price + brand ...); four tenths stay out of habit.

    A brand fades: a part of what sets it apart is forgotten every quarter.

    Returns the part of all users that each lab would have if it could answer, (lab, worlds).
    """
    w, labs = x.w, x.places.lab_rows
    taste = (
        x.k("demand.alpha") * (w.eci[labs] - x.k("inference.class_eci"))
        - x.k("demand.beta") * np.log(w.token_price_usd[labs] / x.k("demand.price_usd"))
        + x.by("demand.brand", "actor")[labs] * x.k("demand.brand_kept") ** float(w.turn[0])
        + x.k("demand.trust") * (w.trust[labs] - 50.0) / 50.0
        + x.k("demand.open_weights") * w.openness[labs]
        + x.k("demand.contract_only") * w.closed[labs]
        + x.k("demand.stack") * w.stack[labs]
    )
    odds = np.where(w.eci[labs] > 0, np.exp(between(taste, -60.0, 60.0)), 0.0)
    at_home = w.users[x.region("cn")] / np.maximum(w.users.sum(axis=0), 1.0)
    people = np.array([1.0 - at_home, at_home]).take(x.table(markets).of_lab, axis=0)
    new = odds / np.maximum(per_market(x, odds), 1e-300) * people
    old = w.share[labs]
    kept = x.k("demand.habit") * (old.sum(axis=0) > 0)
    return kept * old + (1.0 - kept) * new


def serve(x: Quarter, wanted: Floats) -> None:
    """Answer whom machine time can; of those turned away a part finds a place elsewhere."""
    w, labs = x.w, x.places.lab_rows
    each = h100e_per_user(x)
    people = w.users.sum(axis=0)
    w.load_h100e[labs] = wanted * people * each
    seats = w.answer_h100e[labs] / np.maximum(each * people, 1e-12)  # as a part of all users
    elsewhere = wanted * (x.k("demand.open_loss") * w.openness[labs])  # on other hosts' machines
    served = np.maximum(np.minimum(wanted, seats), elsewhere)
    away = per_market(x, wanted - served) * x.k("demand.try_elsewhere")
    room = np.maximum(seats - wanted, 0.0)
    pull = np.where(room > 0, wanted, 0.0)
    comes = away * pull / np.maximum(per_market(x, pull), 1e-300)
    comes *= np.minimum(w.price_stance[labs] ** -x.k("demand.beta"), 1.0)  # dear ones find fewer
    served = served + np.minimum(room, comes)
    asked, total = wanted.sum(axis=0), served.sum(axis=0)
    w.unserved = between((asked - total) / np.maximum(asked, 1e-300), 0.0, 1.0)
    share = np.where(total > 0, served, wanted)
    w.share[labs] = share / np.maximum(share.sum(axis=0), 1e-300)


def h100e_per_user(x: Quarter) -> Floats:
    """(lab, worlds): machine time that one user keeps busy in data centres.

    People write as much as they write; firms ask for more as tokens get cheaper (Demirer et al.).
    What runs on the user's own device, or on another host's machines, needs none of it.
    """
    w, labs = x.w, x.places.lab_rows
    dear = w.token_price_usd[labs] / x.k("demand.price_usd")
    firms = x.k("demand.firm_share")
    tokens = 1.0 - firms + firms * dear ** -x.k("demand.token_elasticity")
    centre = 1.0 - x.k("inference.edge_share") * np.minimum(w.small[labs], 1.0)
    centre *= 1.0 - x.k("demand.open_loss") * w.openness[labs]
    hours = answer_hours(x) if x.answer_hours is None else x.answer_hours
    return x.k("demand.mtok_per_user") / HOURS * tokens * hours * centre


def charge(x: Quarter) -> None:
    """Users pay for a lead over what is free; who gives the weights away lets others sell them.

    Half the price is half of what a person pays; where there are no rivals to take users from,
    those who are there buy more instead. Firms pay for tokens, and buy more of cheap ones.
    """
    w, labs = x.w, x.places.lab_rows
    lead = w.eci[labs] - x.k("inference.class_eci")
    worth = x.k("demand.usd_per_user") * np.exp(x.k("demand.worth_growth") * lead)
    dear = w.token_price_usd[labs] / x.k("demand.price_usd")
    firms = x.k("demand.firm_share")
    moat = between((w.eci[labs] - w.open_eci) / x.k("demand.moat_eci"), 0.0, 1.0)
    common = x.k("demand.common_worth")
    own = 1.0 - x.k("demand.open_loss") * w.openness[labs]
    worth *= np.minimum(common + (1.0 - common) * moat, own)
    worth *= 1.0 + x.k("demand.contract_worth") * w.closed[labs]
    worth *= x.table(markets).worth
    alone = w.share[labs] / np.maximum(per_market(x, w.share[labs]), 1e-300)
    stance = w.price_stance[labs] ** (1.0 - x.k("demand.beta") * alone)
    tokens = dear ** (1.0 - x.k("demand.token_elasticity"))  # bought at the price of tokens
    worth *= (1.0 - firms) * stance + firms * tokens
    users = w.users.sum(axis=0) * (1.0 - w.unserved)
    target = w.share[labs] * users * worth
    w.arr_usd[labs] += x.k("demand.billing_speed") * (target - w.arr_usd[labs])
    w.revenue_usd[labs] = pay_to(w, x.actor("outside"), labs, w.arr_usd[labs] / 4.0)
