"""S16 Opinion in one world: what do people fear, whom do they thank or blame, what do they allow?

Concern follows use, its novelty, lost work, scares and bills; approval follows growth, taxes, hours
and fear, and is counted on the days when people vote; bills on AI pass or fail; permits slow down.
"""

from __future__ import annotations

import math

from benchmarks.oracle.arithmetic import clip, total
from benchmarks.oracle.credit import close_lines
from benchmarks.oracle.homes import adoption, hours_cut, mean_over, states
from benchmarks.oracle.quarter import Quarter
from benchmarks.oracle.strait import strait


def run(x: Quarter) -> None:
    """The banks close their books; then work, concern, laws, approval, votes, the Strait."""
    close_lines(x)
    work(x)
    scare(x)
    for region in x.places.regions:
        worry(x, region)
    pass_laws(x)
    travel(x)
    for state in states(x):
        approve(x, state)
        vote(x, state)
    for lab in x.places.labs:
        x.w.trust[lab] += x.k("opinion.trust_speed") * (50.0 - x.w.trust[lab])
    strait(x)


def able(x: Quarter) -> float:
    """How far the best model can do people's work, 0 to 1.5."""
    best = max(x.w.eci.values())
    return clip((best - x.k("opinion.able_from")) / x.k("opinion.able_span"), 0.0, 1.5)


def work(x: Quarter) -> None:
    """Adoption displaces tasks once models are able; new work, training and shorter weeks replace.

    Hours go a part of the way to the week that the law has in mind.
    """
    w = x.w
    for region, owner in x.places.owner_of.items():
        goal = x.by("opinion.hours", region) * w.week[owner]
        w.hours[region] += x.k("opinion.hours_speed") * (goal - w.hours[region])
        shorter = max(hours_cut(x)[region], 0.0)
        found = x.k("opinion.replacement") + w.retraining[owner] + x.k("opinion.sharing") * shorter
        reach = x.k("opinion.displacement") * w.users[region] / x.by("demand.people", region)
        kept = w.jobs[region] * max(1.0 - found, 0.0)
        w.jobs[region] = clip(kept + reach * able(x), 0.0, 1.0)


def scare(x: Quarter) -> None:
    """An incident frightens everybody for a while; able models in many hands make it likelier."""
    w = x.w
    people = {region: x.by("demand.people", region) for region in x.places.regions}
    mankind = total(people.values())
    reach = total(w.users.values()) / mankind
    ruled = total(w.compute_rule[region] * people[region] for region in people)
    lax = 1.0 - x.k("opinion.law_guard") * ruled / mankind
    struck = x.roll("incident") < x.k("opinion.incident_hazard") * able(x) * reach * lax
    w.scare = w.scare * x.k("opinion.scare_kept") + x.k("opinion.scare") * struck


def worry(x: Quarter, region: str) -> None:
    """Op += 0.2 (Op* - Op); what is new frightens more than what one is used to. Then permits."""
    w, owner = x.w, x.places.owner_of[region]
    known = x.k("opinion.known_at")
    reach = w.users[region] / x.by("demand.people", region)
    spread = math.log1p(reach / known) / math.log1p(1.0 / known)
    target = (
        x.by("opinion.base", region)
        + x.k("opinion.reach") * spread
        + x.k("opinion.novelty") * (spread - w.used_to[region])
        + x.k("opinion.jobs") * w.jobs[region]
        + x.k("opinion.drought") * w.drought[region]
        + x.k("opinion.bills") * w.dark[region]
        + x.k("opinion.mines") * w.minerals_swap[owner]
        + w.scare
        - x.k("opinion.law") * w.compute_rule[region]
        - x.k("opinion.gains") * w.gain_share[owner] * adoption(x, owner)
    )
    w.used_to[region] += x.k("opinion.habit") * (spread - w.used_to[region])
    moved = w.concern[region] + x.k("opinion.speed") * (target - w.concern[region])
    w.concern[region] = clip(moved, 0.0, 100.0)
    above = max(w.concern[region] - x.k("opinion.permit_from"), 0.0)
    w.permit_delay[region] = min(x.k("opinion.permit") * above, x.k("opinion.permit_most"))


def pass_laws(x: Quarter) -> None:
    """A bill passes the likelier the more people worry and the better its government stands."""
    w = x.w
    passed = []
    for state in states(x):
        if w.bill[state] <= 0:
            continue
        worried = x.k("opinion.law_worry") * (mean_over(x, state, w.concern) - 45.0)
        backed = x.k("opinion.law_backing") * (w.approval[state] - 45.0)
        if x.roll("law") < x.by("opinion.law_odds", state) + worried + backed:
            passed.append(state)
            thanks = x.k("opinion.law_thanks")
        else:
            thanks = -x.k("opinion.law_failure")
        w.approval[state] = clip(w.approval[state] + thanks, 0.0, 100.0)
    w.confidence = clip(w.confidence - x.k("opinion.law_chill") * len(passed), 0.0, 1.0)
    for state in passed:
        for region in x.places.regions_of[state]:
            w.compute_rule[region] = clip(w.compute_rule[region] + w.bill[state], 0.0, 1.0)
    w.bill = dict.fromkeys(x.places.actors, 0.0)


def travel(x: Quarter) -> None:
    """A law that binds many users is followed, in part, by firms everywhere."""
    w = x.w
    users = max(total(w.users.values()), 1.0)
    abroad = total(w.compute_rule[region] * w.users[region] for region in w.users) / users
    for region, rule in w.compute_rule.items():
        w.compute_rule[region] += x.k("opinion.standards") * max(abroad - rule, 0.0)


def approve(x: Quarter, state: str) -> None:
    """Governments are thanked for growth, leisure and gifts, blamed for taxes, fear and debt."""
    w = x.w
    most = x.k("opinion.growth_most")
    target = (
        x.by("opinion.approval_base", state)
        + x.k("opinion.growth") * clip(w.growth[state], -most, most)
        - x.k("opinion.fear") * (mean_over(x, state, w.concern) - 45.0)
        - x.k("opinion.idle") * mean_over(x, state, w.jobs)
        - x.k("opinion.debt") * w.debt_usd[state] / max(w.gdp_usd[state], 1.0)
        - x.k("opinion.taxes") * (w.tax_rate[state] - w.tax_felt[state])
        + x.k("opinion.leisure") * mean_over(x, state, hours_cut(x))
        + x.k("opinion.gifts") * w.gain_share[state] * adoption(x, state)
    )
    move = x.k("opinion.approval_speed") * (target - w.approval[state])
    w.approval[state] = clip(w.approval[state] + move, 0.0, 100.0)


def vote(x: Quarter, state: str) -> None:
    """On its day a government below the approval that carries it is voted out, and remembered."""
    w = x.w
    if w.vote_in[state] != 1.0:
        w.vote_in[state] = max(w.vote_in[state] - 1.0, 0.0)
        return
    w.lost_office[state] += w.approval[state] < x.by("opinion.vote_below", state)
    w.vote_in[state] = x.by("opinion.term_quarters", state)
