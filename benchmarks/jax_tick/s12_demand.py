"""S12 Demand, compiled: the rules of game/engine/s12_demand.py on arrays that are never written."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick.arrays import add, at, put
from benchmarks.jax_tick.common import answer_hours
from benchmarks.jax_tick.quarter import HOURS, Quarter
from game.engine.s12_demand import chinese
from game.world.state import Floats


def run(x: Quarter) -> None:
    """Users, shares, revenue."""
    spread(x)
    serve(x, choose(x))
    charge(x)


def rivals(x: Quarter) -> Floats:
    """(lab, lab, 1): 1 where two labs serve the same market."""
    home = chinese(x.ruleset)
    return (home == home.T).astype(np.float64)[:, :, None]


def per_market(x: Quarter, values: Array) -> Array:
    """(lab, worlds): the sum over the labs of the market that each lab serves."""
    return (rivals(x) * values).sum(axis=1)


def best_in_reach(x: Quarter, values: Array) -> Array:
    """(region, worlds): the largest among the labs that serve a region."""
    most = (rivals(x) * values).max(axis=1)
    at_home = chinese(x.ruleset)[:, 0]
    region = np.arange(x.w.users.shape[0])
    row = np.where(region == x.at("region", "cn"), at_home.argmax(), (~at_home).argmax())
    return at(most, row)


def spread(x: Quarter) -> None:
    """dU = (p + q U / M) (M - U), slower for weak models, strict laws and full counters."""
    w, labs = x.w, x.places.lab_rows
    eci = at(w.eci, labs)
    best = best_in_reach(x, eci)
    small = best_in_reach(x, at(w.small, labs) * (eci > 0))
    useful = jnp.clip((best - x.k("demand.useful_from")) / x.k("demand.useful_span"), 0.0, 1.5)
    cut_off = x.by("demand.out_of_reach", "region") * (1.0 - jnp.minimum(small, 1.0))
    everybody = x.by("demand.people", "region")
    people = everybody * (1.0 - cut_off)
    reach = jnp.minimum(w.users / people, 1.0)
    new = (x.k("demand.innovators") + x.k("demand.imitators") * reach) * (people - w.users)
    calm = (1.0 - x.k("demand.law_brake") * w.compute_rule) * (1.0 - w.unserved)
    few = x.k("demand.first_users")
    before = w.users.sum(axis=0) + few
    w.users = jnp.minimum(w.users + jnp.maximum(new, 0.0) * useful * calm, everybody)
    w.users_growth = jnp.log((w.users.sum(axis=0) + few) / before)


def choose(x: Quarter) -> Array:
    """sh ~ exp(alpha ECI - beta ln price + brand ...); four tenths stay out of habit."""
    w, labs, home = x.w, x.places.lab_rows, chinese(x.ruleset)
    eci = at(w.eci, labs)
    taste = (
        x.k("demand.alpha") * (eci - x.k("inference.class_eci"))
        - x.k("demand.beta") * jnp.log(at(w.token_price_usd, labs) / x.k("demand.price_usd"))
        + x.by("demand.brand", "actor")[labs] * x.k("demand.brand_kept") ** x.turn
        + x.k("demand.trust") * (at(w.trust, labs) - 50.0) / 50.0
        + x.k("demand.open_weights") * at(w.openness, labs)
        + x.k("demand.contract_only") * at(w.closed, labs)
        + x.k("demand.stack") * at(w.stack, labs)
    )
    odds = jnp.exp(jnp.clip(taste, -60.0, 60.0)) * (eci > 0)
    people = jnp.maximum(w.users.sum(axis=0), 1.0)
    at_home = w.users[x.at("region", "cn")] / people
    market = jnp.where(home, at_home, 1.0 - at_home)
    new = odds / jnp.maximum(per_market(x, odds), 1e-300) * market
    old = at(w.share, labs)
    kept = x.k("demand.habit") * (old.sum(axis=0) > 0)
    return kept * old + (1.0 - kept) * new


def serve(x: Quarter, wanted: Array) -> None:
    """Answer whom machine time can; of those turned away a part finds a place elsewhere."""
    w, labs = x.w, x.places.lab_rows
    each = h100e_per_user(x)
    people = w.users.sum(axis=0)
    w.load_h100e = put(w.load_h100e, labs, wanted * people * each)
    seats = at(w.answer_h100e, labs) / jnp.maximum(each * people, 1e-12)
    elsewhere = wanted * (x.k("demand.open_loss") * at(w.openness, labs))
    served = jnp.maximum(jnp.minimum(wanted, seats), elsewhere)
    away = per_market(x, wanted - served) * x.k("demand.try_elsewhere")
    room = jnp.maximum(seats - wanted, 0.0)
    pull = wanted * (room > 0)
    taken_in = away * pull / jnp.maximum(per_market(x, pull), 1e-300)
    taken_in *= jnp.minimum(at(w.price_stance, labs) ** -x.k("demand.beta"), 1.0)
    served = served + jnp.minimum(room, taken_in)
    asked, total = wanted.sum(axis=0), served.sum(axis=0)
    w.unserved = jnp.clip((asked - total) / jnp.maximum(asked, 1e-300), 0.0, 1.0)
    share = jnp.where(total > 0, served, wanted)
    w.share = put(w.share, labs, share / jnp.maximum(share.sum(axis=0), 1e-300))


def h100e_per_user(x: Quarter) -> Array:
    """(lab, worlds): machine time that one user keeps busy in data centres."""
    w, labs = x.w, x.places.lab_rows
    dear = at(w.token_price_usd, labs) / x.k("demand.price_usd")
    firms = x.k("demand.firm_share")
    tokens = 1.0 - firms + firms * dear ** -x.k("demand.token_elasticity")
    centre = 1.0 - x.k("inference.edge_share") * jnp.minimum(at(w.small, labs), 1.0)
    centre = centre * (1.0 - x.k("demand.open_loss") * at(w.openness, labs))
    return x.k("demand.mtok_per_user") / HOURS * tokens * answer_hours(x) * centre


def charge(x: Quarter) -> None:
    """Users pay for what they get; who gives the weights away lets others sell its answers."""
    w, labs = x.w, x.places.lab_rows
    lead = at(w.eci, labs) - x.k("inference.class_eci")
    worth = x.k("demand.usd_per_user") * jnp.exp(x.k("demand.worth_growth") * lead)
    dear = at(w.token_price_usd, labs) / x.k("demand.price_usd")
    firms = x.k("demand.firm_share")
    moat = jnp.clip((at(w.eci, labs) - w.open_eci) / x.k("demand.moat_eci"), 0.0, 1.0)
    common = x.k("demand.common_worth")
    own = 1.0 - x.k("demand.open_loss") * at(w.openness, labs)
    worth = worth * jnp.minimum(common + (1.0 - common) * moat, own)
    worth = worth * (1.0 + x.k("demand.contract_worth") * at(w.closed, labs))
    worth = worth * np.where(chinese(x.ruleset), x.k("demand.china_worth"), 1.0)
    alone = at(w.share, labs) / jnp.maximum(per_market(x, at(w.share, labs)), 1e-300)
    stance = at(w.price_stance, labs) ** (1.0 - x.k("demand.beta") * alone)
    tokens = dear ** (1.0 - x.k("demand.token_elasticity"))
    worth = worth * ((1.0 - firms) * stance + firms * tokens)
    users = w.users.sum(axis=0) * (1.0 - w.unserved)
    target = at(w.share, labs) * users * worth
    more = x.k("demand.billing_speed") * (target - at(w.arr_usd, labs))
    w.arr_usd = add(w.arr_usd, labs, more)
    paid = x.pay_to(x.actor("outside"), labs, at(w.arr_usd, labs) / 4.0)
    w.revenue_usd = put(w.revenue_usd, labs, paid)
