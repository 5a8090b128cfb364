"""S14 Valuation and credit in one world: what do investors believe, and when do they stop?

The designer's market value is a multiple of its revenue, labs' a multiple of theirs or what their
people promise. Confidence follows surprises and the gap between what the clouds spend and what AI
earns; a crash cuts new money, not cash.
"""

from __future__ import annotations

import math

from benchmarks.oracle.appetite import built, share
from benchmarks.oracle.arithmetic import clip, total
from benchmarks.oracle.places import BIG4
from benchmarks.oracle.quarter import Quarter
from benchmarks.oracle.s08_installed import kw

YEAR = 4  # quarters
DESIGNER = "nvidia"


def run(x: Quarter) -> None:
    """Confidence, crash, multiples, labs, capital spending."""
    gap, room = overspending(x), growth_left(x)
    future = prospects(x, room)
    feel(x, gap)
    hit = crash(x, gap)
    value_designer(x, future)
    for lab in x.places.labs:
        value_lab(x, lab, hit, future)
    spend(x, hit, room)


def overspending(x: Quarter) -> float:
    """By how much the clouds' spending over AI revenue passes the usual ratio, 0 to 3 times it.

    Nobody asks in the first years: patience wears out with time.
    """
    w = x.w
    earned = max(total(w.arr_usd[lab] for lab in x.places.labs), 1.0)
    spent = YEAR * sum(w.capex_usd[actor] for actor in BIG4)
    usual = x.k("valuation.gap_normal") * math.exp(-x.k("valuation.gap_decline") * w.turn)
    excess = clip(spent / earned / usual - 1.0, 0.0, 3.0)
    return excess * (1.0 - math.exp(-w.turn / x.k("valuation.patience_quarters")))


def growth_left(x: Quarter, times: float = 1.0) -> float:
    """1 - (what the clouds spend / its ceiling, a share of output)^steepness; below 0 beyond it.

    Of spending so many `times` as large.
    """
    w = x.w
    share = YEAR * sum(w.capex_usd[actor] for actor in BIG4) / total(w.gdp_usd.values()) * times
    steepness: float = x.k("valuation.capex_steepness")
    room: float = 1.0 - (share / x.k("valuation.capex_ceiling")) ** steepness
    return room


def prospects(x: Quarter, room: float) -> float:
    """What is left of the multiples of a growing market."""
    mature: float = x.k("valuation.mature")
    return mature + (1.0 - mature) * max(room, 0.0)


def feel(x: Quarter, gap: float) -> None:
    """Z <- Z + a surprise + hope - b shock - c gap, drawn back to its normal, with noise."""
    w = x.w
    risen = max(w.eci.values()) - w.best_us_by_turn[YEAR]
    surprise = clip(risen / x.k("valuation.usual_rise") - 1.0, -1.0, 1.0)
    moved = (
        x.k("valuation.surprise") * surprise
        + x.k("valuation.hope") * in_reach(x)
        + x.k("valuation.return") * (x.k("valuation.normal") - w.confidence)
        - x.k("valuation.shock") * (w.blockade_quarters > 0)
        - x.k("valuation.gap_weight") * gap
        + x.k("valuation.noise") * x.roll("confidence")
    )
    w.confidence = clip(w.confidence + moved, 0.0, 1.0)


def in_reach(x: Quarter) -> float:
    """The shortage that more money could end: none of it while the Strait is closed."""
    return 0.0 if x.w.blockade_quarters > 0 else float(x.w.shortage)


def crash(x: Quarter, gap: float) -> bool:
    """Do markets fall? h = h0 exp(2 z + gap), gap that of revenue and of the leader's moat."""
    w = x.w
    mood = x.k("valuation.mood") * (w.confidence - 0.5)
    high = (w.multiple_drift + mood) / x.k("valuation.multiple_sd")
    lead = max(w.eci.values()) - w.open_eci
    doubt = max(1.0 - lead / x.k("valuation.moat_eci"), 0.0)
    fear = 2.0 * clip(high, -1.5, 1.5) + doubt + x.k("valuation.gap_fear") * gap
    hazard = x.k("valuation.crash_hazard") * math.exp(fear)
    if w.turn <= 2 or x.roll("crash") >= hazard:
        return False
    w.crashes += 1.0
    keeps = x.k("valuation.crash_keeps")
    w.confidence *= keeps
    w.multiple_drift = min(w.multiple_drift, w.multiple_drift * keeps)
    return True


def value_designer(x: Quarter, future: float) -> None:
    """V = m * 4 * sales, ln m about ln 18.7 f, shifted by mood, drift and the cost of bans.

    Sales that jump are believed by and by.
    """
    w = x.w
    mood = x.k("valuation.mood") * (w.confidence - 0.5)
    kept = x.k("valuation.multiple_kept")
    news = x.k("valuation.multiple_sd") * math.sqrt(1.0 - kept * kept) * x.roll("multiple")
    w.multiple_drift = kept * w.multiple_drift + news
    banned = clip(1.0 - w.ban_shock[DESIGNER], 0.1, 1.0)
    seen = w.valuation_usd[DESIGNER] / max(YEAR * w.multiple, 1e-9)
    usual = x.k("valuation.multiple") * future
    w.multiple = usual * banned * math.exp(mood + w.multiple_drift)
    gap = x.k("valuation.other_usd") - w.designer_other_usd
    w.designer_other_usd += x.k("valuation.other_speed") * gap
    sales = w.revenue_usd[DESIGNER] + w.designer_other_usd
    most = x.k("valuation.sales_step")
    least = seen * (x.k("valuation.sales_kept") if w.blockade_quarters > 0 else 1.0 / most)
    w.valuation_usd[DESIGNER] = w.multiple * YEAR * clip(sales, least, seen * most)


def value_lab(x: Quarter, lab: str, hit: bool, future: float) -> None:
    """27 f times revenue, 20 to 45 by mood, or talent * seed price * 2 Z, whichever is more."""
    w = x.w
    mood = math.exp(x.k("valuation.lab_mood") * (w.confidence - 0.5))
    times = x.k("valuation.lab_multiple") * mood
    times = clip(times, x.k("valuation.lab_lowest"), x.k("valuation.lab_highest")) * future
    team = x.k("valuation.team_size")
    people = min(w.staff[lab], x.k("valuation.team_most"))
    talent = team * (people / team) ** x.k("valuation.team_power")
    promise = talent * x.k("valuation.seed_usd_per_person") * 2.0 * w.confidence
    free = max(x.k("valuation.first_eci"), w.open_eci - x.k("valuation.free_lead"))
    promise *= math.exp(x.k("valuation.model_worth") * (w.trained_eci[lab] - free))
    gap = max(times * w.arr_usd[lab], promise) - w.valuation_usd[lab]
    speed = x.k("valuation.lab_speed" if gap > 0 else "valuation.lab_slide")
    kept = x.k("valuation.crash_keeps_labs") if hit else 1.0
    w.valuation_usd[lab] = (w.valuation_usd[lab] + speed * gap) * kept


def spend(x: Quarter, hit: bool, room: float) -> None:
    """What each large cloud will spend next quarter.

    Money for chips that found no power is not spent, and does not grow; on the rest
    g = base * room * min(Z / trusted, 1) * [Strait open] + slope * (Z - 0.5)
    + what the hurry grows by - retreat + noise
    """
    w = x.w
    unmet = min(in_reach(x), 0.5)
    goal = x.k("valuation.capex_shortage") * unmet / (1.0 - unmet)
    hurried = x.k("valuation.capex_hurry") * (goal - w.hurry)
    w.hurry += hurried
    trust = min(w.confidence / x.k("valuation.trusted"), 1.0)
    trend = x.k("valuation.capex_growth") * trust * (w.blockade_quarters == 0)
    common = (
        trend * room
        + x.k("valuation.capex_slope") * (w.confidence - 0.5)
        + hurried
        + x.k("valuation.capex_wave") * x.roll("capex_wave")
    )
    faded = math.exp(-w.turn / x.k("valuation.retreat_quarters"))
    kept = x.k("valuation.crash_keeps_capex") if hit else 1.0
    chips = {region: share(x) * built(x, region) for region in x.places.regions}
    kept_in = {region: 1.0 - part * without_power(x, region) for region, part in chips.items()}
    ours = total(kept_in[x.places.region_of[actor]] for actor in BIG4) / len(BIG4)
    for region in x.places.regions:
        further = growth_left(x, math.exp(w.power_lead[region])) - room
        w.power_lead[region] += math.log(kept_in[region] / ours) + trend * further
    for actor in BIG4:
        growth = common - x.by("valuation.retreat", actor) * faded
        growth += x.k("valuation.capex_noise") * x.roll("capex", actor)
        spent = w.capex_usd[actor] * kept_in[x.places.region_of[actor]]
        w.capex_plan_usd[actor] = round(spent * math.exp(growth) * kept)


def without_power(x: Quarter, region: str) -> float:
    """The part of the chips wanted in a region that there is no power for."""
    w, p = x.w, x.places
    bought = total(
        w.arriving[chip][actor] * kw(x, chip) / 1000.0
        for actor in p.actors_in[region]
        for chip in p.chips
    )
    dropped: float = w.held_back_mw[region] * (w.blockade_quarters == 0)
    return dropped / max(bought + dropped, 1e-9)
