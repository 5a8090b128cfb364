"""S16 Opinion, compiled: the rules of game/engine/s16_opinion.py, credit.py and strait.py."""

from __future__ import annotations

import math

import jax.numpy as jnp
from jax import Array

from benchmarks.jax_tick.arrays import add, at, put
from benchmarks.jax_tick.common import adoption, by_state, hours_cut, keep_hours, mean
from benchmarks.jax_tick.quarter import Quarter, ints
from game.engine.homes import homes


def run(x: Quarter) -> None:
    """The banks close their books; then work, concern, laws, approval, votes, the Strait."""
    close_lines(x)
    work(x)
    scare(x)
    worry(x)
    pass_laws(x)
    approve(x)
    vote(x)
    strait(x)
    close(x)


def close_lines(x: Quarter) -> None:
    """Below its credit line a lab defaults: creditors take shares for what they are owed."""
    w, labs = x.w, homes(x.ruleset).labs
    floor = x.by("budgets.credit_floor_usd", "actor")[labs]
    line = floor + x.k("budgets.credit_share") * at(w.arr_usd, labs)
    cash, debt = at(w.cash_usd, labs), at(w.debt_usd, labs)
    hit = cash < -line
    w.defaults = add(w.defaults, labs, hit)
    owed = x.pay_to(x.actor("outside"), labs, jnp.where(hit, -cash, 0))
    claims = owed + jnp.where(hit, debt, 0)
    worth = jnp.maximum(at(w.valuation_usd, labs), 1.0)
    stake = jnp.minimum(claims / (claims + worth), x.k("budgets.creditors_most"))
    before = at(w.equity_sold, labs)
    after = jnp.where(hit, 1.0 - (1.0 - before) * (1.0 - stake), before)
    w.equity_sold = put(w.equity_sold, labs, after)
    w.debt_usd = put(w.debt_usd, labs, jnp.where(hit, 0, debt))
    kept = jnp.where(hit, x.k("budgets.default_staff"), 1.0)
    w.staff = put(w.staff, labs, at(w.staff, labs) * kept)
    trust = jnp.maximum(at(w.trust, labs) - x.k("budgets.default_trust") * hit, 0.0)
    w.trust = put(w.trust, labs, trust)
    all_worth = jnp.maximum(at(w.valuation_usd, labs).sum(axis=0), 1.0)
    fear = x.k("budgets.default_fear") * (worth * hit).sum(axis=0) / all_worth
    w.confidence = jnp.maximum(w.confidence - fear, 0.0)
    keep_hours(x, jnp.where(hit, x.k("budgets.default_hours"), 1.0))


def able(x: Quarter) -> Array:
    """How far the best model can do people's work, 0 to 1.5; shape (worlds,)."""
    far = (x.w.eci.max(axis=0) - x.k("opinion.able_from")) / x.k("opinion.able_span")
    return jnp.minimum(jnp.maximum(far, 0.0), 1.5)


def work(x: Quarter) -> None:
    """Adoption displaces tasks once models are able; new work, training, shorter weeks replace."""
    w, home = x.w, homes(x.ruleset)
    usual = x.by("opinion.hours", "region") * at(w.week, home.owner)
    w.hours = w.hours + x.k("opinion.hours_speed") * (usual - w.hours)
    shorter = jnp.maximum(hours_cut(x), 0.0)
    found = x.k("opinion.replacement") + at(w.retraining, home.owner)
    found = found + x.k("opinion.sharing") * shorter
    displaced = w.users * (x.k("opinion.displacement") / home.people) * able(x)
    w.jobs = jnp.minimum(w.jobs * jnp.maximum(1.0 - found, 0.0) + displaced, 1.0)


def scare(x: Quarter) -> None:
    """An incident frightens everybody for a while; able models in many hands make it likelier."""
    w, home = x.w, homes(x.ruleset)
    part = home.people / home.mankind
    lax = 1.0 - x.k("opinion.law_guard") * (w.compute_rule * part).sum(axis=0)
    hazard = x.k("opinion.incident_hazard") * able(x) * lax
    hazard = hazard * (w.users.sum(axis=0) / home.mankind)
    struck = x.roll("incident")[0] < hazard
    w.scare = w.scare * x.k("opinion.scare_kept") + x.k("opinion.scare") * struck


def worry(x: Quarter) -> None:
    """Op += 0.2 (Op* - Op); what is new frightens more than what one is used to. Then permits."""
    w, home = x.w, homes(x.ruleset)
    known = x.k("opinion.known_at")
    spread = jnp.log1p(w.users / (known * home.people)) / math.log1p(1.0 / known)
    mines = x.k("opinion.mines") * w.minerals_swap
    gains = x.k("opinion.gains") * at(w.gain_share, home.states) * adoption(x)
    target = (
        x.by("opinion.base", "region")
        + x.k("opinion.reach") * spread
        + x.k("opinion.novelty") * (spread - w.used_to)
        + x.k("opinion.jobs") * w.jobs
        + x.k("opinion.drought") * w.drought
        + x.k("opinion.bills") * w.dark
        + at(mines, home.owner)
        + w.scare
        - at(gains, home.state_of)
        - x.k("opinion.law") * w.compute_rule
    )
    w.used_to = w.used_to + x.k("opinion.habit") * (spread - w.used_to)
    concern = w.concern + x.k("opinion.speed") * (target - w.concern)
    w.concern = jnp.minimum(jnp.maximum(concern, 0.0), 100.0)
    above = jnp.maximum(w.concern - x.k("opinion.permit_from"), 0.0)
    w.permit_delay = jnp.minimum(x.k("opinion.permit") * above, x.k("opinion.permit_most"))


def pass_laws(x: Quarter) -> None:
    """A bill passes the likelier the more people worry and the better its government stands."""
    w, home = x.w, homes(x.ruleset)
    states = home.states
    bill, approval = at(w.bill, states), at(w.approval, states)
    worried = x.k("opinion.law_worry") * (mean(x, w.concern) - 45.0)
    backed = x.k("opinion.law_backing") * (approval - 45.0)
    odds = by_state(x, "opinion.law_odds") + worried + backed
    passed = (bill > 0) & (x.roll("law")[0] < odds)
    failed = (bill > 0) & ~passed
    thanks = x.k("opinion.law_thanks") * passed - x.k("opinion.law_failure") * failed
    w.approval = put(w.approval, states, jnp.clip(approval + thanks, 0.0, 100.0))
    chill = x.k("opinion.law_chill") * passed.sum(axis=0)
    w.confidence = jnp.maximum(w.confidence - chill, 0.0)
    rule = jnp.minimum(w.compute_rule + at(bill * passed, home.state_of), 1.0)
    w.bill = jnp.zeros_like(w.bill)
    abroad = (rule * w.users).sum(axis=0) / jnp.maximum(w.users.sum(axis=0), 1.0)
    w.compute_rule = rule + x.k("opinion.standards") * jnp.maximum(abroad - rule, 0.0)


def approve(x: Quarter) -> None:
    """Governments are thanked for growth, leisure and gifts, blamed for taxes, fear and debt."""
    w, home = x.w, homes(x.ruleset)
    states, most = home.states, x.k("opinion.growth_most")
    growth = jnp.minimum(jnp.maximum(at(w.growth, states), -most), most)
    felt_at_home = (
        x.k("opinion.leisure") * hours_cut(x)
        - x.k("opinion.fear") * (w.concern - 45.0)
        - x.k("opinion.idle") * w.jobs
    )
    owed = at(w.debt_usd, states) / jnp.maximum(at(w.gdp_usd, states), 1.0)
    target = (
        by_state(x, "opinion.approval_base")
        + mean(x, felt_at_home)
        + x.k("opinion.growth") * growth
        - x.k("opinion.debt") * owed
        - x.k("opinion.taxes") * (at(w.tax_rate, states) - at(w.tax_felt, states))
        + x.k("opinion.gifts") * at(w.gain_share, states) * adoption(x)
    )
    approval = at(w.approval, states)
    approval = approval + x.k("opinion.approval_speed") * (target - approval)
    w.approval = put(w.approval, states, jnp.minimum(jnp.maximum(approval, 0.0), 100.0))
    w.trust = add(w.trust, home.labs, x.k("opinion.trust_speed") * (50.0 - at(w.trust, home.labs)))


def vote(x: Quarter) -> None:
    """On its day a government below the approval that carries it is voted out, and remembered."""
    w, states = x.w, homes(x.ruleset).states
    left = at(w.vote_in, states)
    today = left == 1.0
    lost = today & (at(w.approval, states) < by_state(x, "opinion.vote_below"))
    w.lost_office = add(w.lost_office, states, lost)
    left = jnp.where(today, by_state(x, "opinion.term_quarters") + 1.0, left)
    w.vote_in = put(w.vote_in, states, jnp.maximum(left - 1.0, 0.0))


def strait(x: Quarter) -> None:
    """Tension fades to the ground, with noise."""
    w = x.w
    w.arms = w.arms * (1.0 - x.k("opinion.arms_rust"))
    denied = 1.0 - w.licence[x.at("chip", "h100"), x.at("region", "cn")]
    ground = (
        x.k("opinion.tension_ground")
        + x.k("opinion.tension_denial") * denied
        + x.k("opinion.tension_arms") * w.arms
    )
    noise = x.k("opinion.tension_noise") * x.roll("tension")[0]
    tension = w.tension + x.k("opinion.tension_fade") * (ground - w.tension) + noise
    w.tension = jnp.minimum(jnp.maximum(tension, 0.0), 100.0)


def close(x: Quarter) -> None:
    """A blockade begins, goes on, becomes a war, or ends."""
    w = x.w
    blocked = w.blockade_quarters > 0
    deterred = x.k("opinion.blockade_hazard") * (1.0 - x.k("opinion.deterrence") * w.arms)
    starts = ~blocked & (x.roll("blockade")[0] < deterred * jnp.exp(w.tension / 20.0))
    length = 2.0 + jnp.floor(5.0 * x.roll("blockade_length")[0])
    left = jnp.where(starts, length, jnp.maximum(w.blockade_quarters - 1.0, 0.0))
    w.tension = jnp.where(starts, 90.0, w.tension)
    begins = blocked & (w.war == 0) & (x.roll("war")[0] < x.k("opinion.war_hazard"))
    left = jnp.where(begins, jnp.maximum(left, x.k("opinion.war_quarters")), left)
    w.tension = jnp.where(begins, 100.0, w.tension)
    w.war = ((begins | (w.war > 0)) & (left > 0)).astype(jnp.float64)
    w.blockade_quarters = left
    tsmc, part = x.actor("tsmc"), x.k("opinion.war_ruin") * (w.war > 0)
    lines = jnp.maximum(w.wafers[tsmc] - w.wafers_abroad[tsmc], 0)
    w.wafers = add(w.wafers, tsmc, -ints(jnp.floor(part * lines)))
    packages = jnp.maximum(w.packaging[tsmc] - w.packaging_abroad[tsmc], 0)
    w.packaging = add(w.packaging, tsmc, -ints(jnp.floor(part * packages)))
