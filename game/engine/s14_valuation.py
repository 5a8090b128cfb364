"""S14 Valuation: what do investors believe, and when do they stop?

The designer's market value is a multiple of its revenue, labs' a multiple of theirs or what their
people promise; both are prices of growth, and fall as less of it is left. Confidence follows
surprises and the gap between what the clouds spend and what AI earns; a crash cuts new money, not
cash. Valuations are not money, so no balance moves here.
"""

from __future__ import annotations

import math

import numpy as np

from game.engine.appetite import appetite
from game.engine.halls import bought_mw, built
from game.engine.quarter import Quarter, between
from game.engine.regions import by_region
from game.world.state import Array, Floats

YEAR = 4  # quarters


def run(x: Quarter) -> None:
    """Confidence, crash, multiples, labs, capital spending."""
    gap, room = overspending(x), growth_left(x)
    future = prospects(x, room)
    feel(x, gap)
    x.because("valuation.confidence")
    hit = crash(x, gap)
    x.because("valuation.crash")
    value_designer(x, future)
    value_labs(x, hit, future)
    x.because("valuation.multiples")
    spend(x, hit, room)
    x.because("valuation.capex")


def overspending(x: Quarter) -> Floats:
    """By how much the clouds' spending over AI revenue passes the usual ratio, 0 to 3 times it.

    Nobody asks in the first years: patience wears out with time. What is usual falls by the year,
    as it has for as long as it has been told.
    """
    w, p = x.w, x.places
    earned = np.maximum(w.arr_usd[p.lab_rows].sum(axis=0), 1.0)
    spent = YEAR * w.capex_usd[p.big4_rows].sum(axis=0)
    turn = float(w.turn[0])
    usual = x.k("valuation.gap_normal") * math.exp(-x.k("valuation.gap_decline") * turn)
    excess = between(spent / earned / usual - 1.0, 0.0, 3.0)
    return excess * (1.0 - math.exp(-turn / x.k("valuation.patience_quarters")))


def growth_left(x: Quarter, times: Array | float = 1.0) -> Array:
    """1 - (what the clouds spend / its ceiling, a share of output)^steepness; below 0 beyond it.

    Of spending so many `times` as large, (worlds,) or wider.
    """
    w = x.w
    share = YEAR * w.capex_usd[x.places.big4_rows].sum(axis=0) / w.gdp_usd.sum(axis=0) * times
    room: Array = 1.0 - (share / x.k("valuation.capex_ceiling")) ** x.k("valuation.capex_steepness")
    return room


def prospects(x: Quarter, room: Array) -> Floats:
    """What is left of the multiples of a growing market, down to a mature one's; as `room`."""
    mature = x.k("valuation.mature")
    left: Floats = mature + (1.0 - mature) * np.maximum(room, 0.0)
    return left


def feel(x: Quarter, gap: Floats) -> None:
    """Z <- Z + a surprise + hope - b shock - c gap, drawn back to its normal, with noise."""
    w = x.w
    risen = w.eci.max(axis=0) - w.best_us_by_turn[YEAR]
    surprise = between(risen / x.k("valuation.usual_rise") - 1.0, -1.0, 1.0)
    moved = (
        x.k("valuation.surprise") * surprise
        + x.k("valuation.hope") * in_reach(x)
        + x.k("valuation.return") * (x.k("valuation.normal") - w.confidence)
        - x.k("valuation.shock") * (w.blockade_quarters > 0)
        - x.k("valuation.gap_weight") * gap
        + x.k("valuation.noise") * x.roll("confidence")[0]
    )
    w.confidence = between(w.confidence + moved, 0.0, 1.0)


def in_reach(x: Quarter) -> Floats:
    """The shortage that more money could end: none of it while the Strait is closed."""
    return np.where(x.w.blockade_quarters > 0, 0.0, x.w.shortage)


def crash(x: Quarter, gap: Floats) -> Array:
    """Where markets fall: h = h0 exp(2 z + gap), gap that of revenue and of the leader's moat."""
    w = x.w
    high = (w.multiple_drift + mood(x)) / x.k("valuation.multiple_sd")
    lead = w.eci.max(axis=0) - w.open_eci
    doubt = np.maximum(1.0 - lead / x.k("valuation.moat_eci"), 0.0)
    fear = 2.0 * between(high, -1.5, 1.5) + doubt + x.k("valuation.gap_fear") * gap
    hazard = x.k("valuation.crash_hazard") if w.turn[0] > 2 else 0.0
    hit: Array = x.roll("crash")[0] < hazard * np.exp(fear)
    if np.count_nonzero(hit):
        w.crashes += hit
        keeps, drift = x.k("valuation.crash_keeps"), w.multiple_drift
        w.confidence = np.where(hit, w.confidence * keeps, w.confidence)
        w.multiple_drift = np.where(hit, np.minimum(drift, drift * keeps), drift)
    return hit


def mood(x: Quarter) -> Floats:
    """(worlds,): what confidence adds to ln m, the multiple of the designer's sales."""
    added: Floats = x.k("valuation.mood") * (x.w.confidence - 0.5)
    return added


def value_designer(x: Quarter, future: Floats) -> None:
    """V = m * 4 * sales, ln m about ln 18.7 f, shifted by mood and by what bans have cost.

    f falls from 1 to that of a grown market as the clouds' spending nears its ceiling. Sales that
    jump are believed by and by: what ships at once when a sea opens will not ship every quarter,
    and what does not ship while it is closed is only late.

    What else moves ln m fades by a part a quarter; over the years its spread is sd.
    """
    w, designer = x.w, x.actor("nvidia")
    kept = x.k("valuation.multiple_kept")
    news = x.k("valuation.multiple_sd") * math.sqrt(1.0 - kept * kept) * x.roll("multiple")[0]
    w.multiple_drift = kept * w.multiple_drift + news
    banned = between(1.0 - w.ban_shock[designer], 0.1, 1.0)
    seen = w.valuation_usd[designer] / np.maximum(YEAR * w.multiple, 1e-9)
    usual = x.k("valuation.multiple") * future
    w.multiple = usual * banned * np.exp(mood(x) + w.multiple_drift)
    gap = x.k("valuation.other_usd") - w.designer_other_usd
    w.designer_other_usd += x.k("valuation.other_speed") * gap
    sales = w.revenue_usd[designer] + w.designer_other_usd
    most = x.k("valuation.sales_step")
    least = seen * np.where(w.blockade_quarters > 0, x.k("valuation.sales_kept"), 1.0 / most)
    w.valuation_usd[designer] = w.multiple * YEAR * between(sales, least, seen * most)


def value_labs(x: Quarter, hit: Array, future: Floats) -> None:
    """27 f times revenue, 20 to 45 by mood, or talent * seed price * 2 Z, whichever is more.

    Talent is worth more the better the model it has made, over what is as good as free.
    """
    w, labs = x.w, x.places.lab_rows
    times = x.k("valuation.lab_multiple") * np.exp(x.k("valuation.lab_mood") * (w.confidence - 0.5))
    times = between(times, x.k("valuation.lab_lowest"), x.k("valuation.lab_highest")) * future
    team = x.k("valuation.team_size")
    people = np.minimum(w.staff[labs], x.k("valuation.team_most"))
    talent = team * (people / team) ** x.k("valuation.team_power")
    promise = talent * x.k("valuation.seed_usd_per_person") * 2.0 * w.confidence
    free = np.maximum(x.k("valuation.first_eci"), w.open_eci - x.k("valuation.free_lead"))
    promise = promise * np.exp(x.k("valuation.model_worth") * (w.trained_eci[labs] - free))
    gap = np.maximum(times * w.arr_usd[labs], promise) - w.valuation_usd[labs]
    speed = np.where(gap > 0, x.k("valuation.lab_speed"), x.k("valuation.lab_slide"))
    w.valuation_usd[labs] += speed * gap
    if np.count_nonzero(hit):
        w.valuation_usd[labs] *= np.where(hit, x.k("valuation.crash_keeps_labs"), 1.0)


def spend(x: Quarter, hit: Array, room: Array) -> None:
    """What each large cloud will spend next quarter.

    Money for chips that found no power is not spent, and does not grow; on the rest
    g = base * room * min(Z / trusted, 1) * [Strait open] + slope * (Z - 0.5)
    + what the hurry grows by - retreat + noise
    so that nobody builds on for ever what does not pay. What is short makes them hurry, and what no
    longer is lets them take it back. Where less power lacks than at home they would have spent more
    and met their ceiling sooner; such a lead others follow (S6).
    """
    w, big4 = x.w, x.places.big4_rows
    kept = 1.0 - appetite(x).share * built(x) * without_power(x)
    ours = kept.take(x.places.region_of[x.places.big4], axis=0)
    spent = w.capex_usd[big4] * ours
    unmet = np.minimum(in_reach(x), 0.5)
    goal = x.k("valuation.capex_shortage") * unmet / (1.0 - unmet)
    hurried = x.k("valuation.capex_hurry") * (goal - w.hurry)
    w.hurry += hurried
    trust = np.minimum(w.confidence / x.k("valuation.trusted"), 1.0)
    trend = x.k("valuation.capex_growth") * trust * (w.blockade_quarters == 0)
    lead = w.power_lead
    lead += np.log(kept / ours.mean(axis=0)) + trend * (growth_left(x, np.exp(lead)) - room)
    growth = (
        trend * room
        + x.k("valuation.capex_slope") * (w.confidence - 0.5)
        + hurried
        + x.k("valuation.capex_wave") * x.roll("capex_wave")[0]
    )
    faded = math.exp(-float(w.turn[0]) / x.k("valuation.retreat_quarters"))
    growth = growth - x.by("valuation.retreat", "actor")[big4] * faded
    growth = growth + x.k("valuation.capex_noise") * x.roll("capex")
    plan = spent * np.exp(growth)
    if np.count_nonzero(hit):
        plan *= np.where(hit, x.k("valuation.crash_keeps_capex"), 1.0)
    w.capex_plan_usd[big4] = np.rint(plan)


def without_power(x: Quarter) -> Floats:
    """(region, worlds): the part of the chips wanted there that there is no power for.

    Nothing is told while the Strait is closed: then there are no chips to find power for.
    """
    w = x.w
    bought = by_region(x, bought_mw(x))
    dropped = w.held_back_mw * (w.blockade_quarters == 0)
    part: Floats = dropped / np.maximum(bought + dropped, 1e-9)
    return part
