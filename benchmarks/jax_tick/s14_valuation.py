"""S14 Valuation and credit, compiled: the rules of game/engine/s14_valuation.py."""

from __future__ import annotations

import math

import jax.numpy as jnp
from jax import Array

from benchmarks.jax_tick.arrays import at, put
from benchmarks.jax_tick.common import appetite, built, by_region
from benchmarks.jax_tick.quarter import Quarter, ints
from game.engine.halls import halls
from game.engine.s14_valuation import YEAR


def run(x: Quarter) -> None:
    """Confidence, crash, multiples, labs, capital spending."""
    gap, room = overspending(x), growth_left(x)
    future = prospects(x, room)
    feel(x, gap)
    hit = crash(x, gap)
    value_designer(x, future)
    value_labs(x, hit, future)
    spend(x, hit, room)


def overspending(x: Quarter) -> Array:
    """By how much the clouds' spending over AI revenue passes the usual ratio, 0 to 3 times it."""
    w, p = x.w, x.places
    earned = jnp.maximum(at(w.arr_usd, p.labs).sum(axis=0), 1.0)
    spent = YEAR * at(w.capex_usd, p.big4).sum(axis=0)
    usual = x.k("valuation.gap_normal") * jnp.exp(-x.k("valuation.gap_decline") * w.turn)
    excess = jnp.clip(spent / earned / usual - 1.0, 0.0, 3.0)
    return excess * (1.0 - jnp.exp(-w.turn / x.k("valuation.patience_quarters")))


def growth_left(x: Quarter, times: Array | float = 1.0) -> Array:
    """1 - (what the clouds spend / its ceiling, a share of output)^steepness; below 0 beyond it.

    Of spending so many `times` as large.
    """
    w = x.w
    share = YEAR * at(w.capex_usd, x.places.big4).sum(axis=0) / w.gdp_usd.sum(axis=0) * times
    return 1.0 - (share / x.k("valuation.capex_ceiling")) ** x.k("valuation.capex_steepness")


def prospects(x: Quarter, room: Array) -> Array:
    """What is left of the multiples of a growing market."""
    mature = x.k("valuation.mature")
    return mature + (1.0 - mature) * jnp.maximum(room, 0.0)


def feel(x: Quarter, gap: Array) -> None:
    """Z <- Z + a surprise + hope - b shock - c gap, drawn back to its normal, with noise."""
    w = x.w
    risen = w.eci.max(axis=0) - w.best_us_by_turn[YEAR]
    surprise = jnp.clip(risen / x.k("valuation.usual_rise") - 1.0, -1.0, 1.0)
    moved = (
        x.k("valuation.surprise") * surprise
        + x.k("valuation.hope") * in_reach(x)
        + x.k("valuation.return") * (x.k("valuation.normal") - w.confidence)
        - x.k("valuation.shock") * (w.blockade_quarters > 0)
        - x.k("valuation.gap_weight") * gap
        + x.k("valuation.noise") * x.roll("confidence")[0]
    )
    w.confidence = jnp.clip(w.confidence + moved, 0.0, 1.0)


def in_reach(x: Quarter) -> Array:
    """The shortage that more money could end: none of it while the Strait is closed."""
    return jnp.where(x.w.blockade_quarters > 0, 0.0, x.w.shortage)


def crash(x: Quarter, gap: Array) -> Array:
    """Where markets fall: h = h0 exp(2 z + gap), gap that of revenue and of the leader's moat."""
    w = x.w
    mood = x.k("valuation.mood") * (w.confidence - 0.5)
    high = (w.multiple_drift + mood) / x.k("valuation.multiple_sd")
    lead = w.eci.max(axis=0) - w.open_eci
    doubt = jnp.maximum(1.0 - lead / x.k("valuation.moat_eci"), 0.0)
    fear = 2.0 * jnp.clip(high, -1.5, 1.5) + doubt + x.k("valuation.gap_fear") * gap
    hazard = x.k("valuation.crash_hazard") * jnp.exp(fear)
    hit = (x.roll("crash")[0] < hazard) & (w.turn > 2)
    w.crashes = w.crashes + hit
    keeps, drift = x.k("valuation.crash_keeps"), w.multiple_drift
    w.confidence = jnp.where(hit, w.confidence * keeps, w.confidence)
    w.multiple_drift = jnp.where(hit, jnp.minimum(drift, drift * keeps), drift)
    return hit


def value_designer(x: Quarter, future: Array) -> None:
    """V = m * 4 * sales, ln m about ln 18.7 f, shifted by mood, drift and the cost of bans."""
    w, designer = x.w, x.actor("nvidia")
    mood = x.k("valuation.mood") * (w.confidence - 0.5)
    kept = x.k("valuation.multiple_kept")
    news = x.k("valuation.multiple_sd") * math.sqrt(1.0 - kept * kept) * x.roll("multiple")[0]
    w.multiple_drift = kept * w.multiple_drift + news
    banned = jnp.clip(1.0 - w.ban_shock[designer], 0.1, 1.0)
    seen = w.valuation_usd[designer] / jnp.maximum(YEAR * w.multiple, 1e-9)
    usual = x.k("valuation.multiple") * future
    w.multiple = usual * banned * jnp.exp(mood + w.multiple_drift)
    gap = x.k("valuation.other_usd") - w.designer_other_usd
    w.designer_other_usd = w.designer_other_usd + x.k("valuation.other_speed") * gap
    sales = w.revenue_usd[designer] + w.designer_other_usd
    most = x.k("valuation.sales_step")
    least = seen * jnp.where(w.blockade_quarters > 0, x.k("valuation.sales_kept"), 1.0 / most)
    believed = jnp.clip(sales, least, seen * most)
    w.valuation_usd = put(w.valuation_usd, designer, w.multiple * YEAR * believed)


def value_labs(x: Quarter, hit: Array, future: Array) -> None:
    """27 f times revenue, 20 to 45 by mood, or talent * seed price * 2 Z, whichever is more."""
    w, labs = x.w, x.places.labs
    mood = jnp.exp(x.k("valuation.lab_mood") * (w.confidence - 0.5))
    times = x.k("valuation.lab_multiple") * mood
    times = jnp.clip(times, x.k("valuation.lab_lowest"), x.k("valuation.lab_highest")) * future
    team = x.k("valuation.team_size")
    people = jnp.minimum(at(w.staff, labs), x.k("valuation.team_most"))
    talent = team * (people / team) ** x.k("valuation.team_power")
    promise = talent * x.k("valuation.seed_usd_per_person") * 2.0 * w.confidence
    best = at(w.trained_eci, labs)
    free = jnp.maximum(x.k("valuation.first_eci"), w.open_eci - x.k("valuation.free_lead"))
    promise = promise * jnp.exp(x.k("valuation.model_worth") * (best - free))
    value = at(w.valuation_usd, labs)
    gap = jnp.maximum(times * at(w.arr_usd, labs), promise) - value
    speed = jnp.where(gap > 0, x.k("valuation.lab_speed"), x.k("valuation.lab_slide"))
    kept = jnp.where(hit, x.k("valuation.crash_keeps_labs"), 1.0)
    w.valuation_usd = put(w.valuation_usd, labs, (value + speed * gap) * kept)


def spend(x: Quarter, hit: Array, room: Array) -> None:
    """What each large cloud will spend next quarter."""
    w, big4 = x.w, x.places.big4
    left = 1.0 - appetite(x)[0] * built(x) * without_power(x)
    ours = at(left, x.places.region_of[big4])
    spent = at(w.capex_usd, big4) * ours
    unmet = jnp.minimum(in_reach(x), 0.5)
    goal = x.k("valuation.capex_shortage") * unmet / (1.0 - unmet)
    hurried = x.k("valuation.capex_hurry") * (goal - w.hurry)
    w.hurry = w.hurry + hurried
    trust = jnp.minimum(w.confidence / x.k("valuation.trusted"), 1.0)
    trend = x.k("valuation.capex_growth") * trust * (w.blockade_quarters == 0)
    further = growth_left(x, jnp.exp(w.power_lead)) - room
    w.power_lead = w.power_lead + (jnp.log(left / ours.mean(axis=0)) + trend * further)
    growth = (
        trend * room
        + x.k("valuation.capex_slope") * (w.confidence - 0.5)
        + hurried
        + x.k("valuation.capex_wave") * x.roll("capex_wave")[0]
    )
    faded = jnp.exp(-w.turn / x.k("valuation.retreat_quarters"))
    growth = growth - x.by("valuation.retreat", "actor")[big4] * faded
    growth = growth + x.k("valuation.capex_noise") * x.roll("capex")
    kept = jnp.where(hit, x.k("valuation.crash_keeps_capex"), 1.0)
    plan = ints(jnp.rint(spent * jnp.exp(growth) * kept))
    w.capex_plan_usd = put(w.capex_plan_usd, big4, plan)


def without_power(x: Quarter) -> Array:
    """(region, worlds): the part of the chips wanted there that there is no power for."""
    w = x.w
    bought = by_region(x, (w.arriving * halls(x.ruleset).mw).sum(axis=0))
    dropped = w.held_back_mw * (w.blockade_quarters == 0)
    return dropped / jnp.maximum(bought + dropped, 1e-9)
