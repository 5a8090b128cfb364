"""S16 Opinion: what do people fear, whom do they thank or blame, and what do they let pass?

Concern follows use, its novelty, lost work, scares and bills (Pew: 38, 52, 50); approval follows
growth, taxes, hours and fear, and is counted on the days when people vote; bills on AI pass or
fail; permits slow down. The Strait stands in a file of its own.
"""

from __future__ import annotations

import math

import numpy as np

from game.engine.credit import close_lines
from game.engine.homes import adoption, by_state, homes, hours_cut
from game.engine.quarter import Quarter, between
from game.engine.strait import strait
from game.world.state import Floats


def run(x: Quarter) -> None:
    """The banks close their books; then work, concern, laws, approval, votes, the Strait."""
    close_lines(x)
    x.because("budgets.default")
    skill = able(x)
    work(x, skill)
    x.because("opinion.work")
    scare(x, skill)
    x.because("opinion.incident")
    worry(x)
    x.because("opinion.concern")
    pass_laws(x)
    x.because("opinion.law")
    approve(x)
    x.because("opinion.approval")
    vote(x)
    x.because("opinion.vote")
    strait(x)
    x.because("opinion.strait")


def able(x: Quarter) -> Floats:
    """How far the best model can do people's work, 0 to 1.5; shape (worlds,)."""
    best = x.w.eci.max(axis=0)
    far = (best - x.k("opinion.able_from")) / x.k("opinion.able_span")
    return np.minimum(np.maximum(far, 0.0), 1.5)


def work(x: Quarter, skill: Floats) -> None:
    """Adoption displaces tasks once models are able; new work, training and shorter weeks replace.

    Hours go a part of the way to the week that the law has in mind. `skill` is how able models are.
    """
    w, home = x.w, x.table(homes)
    usual = x.by("opinion.hours", "region")
    w.hours += x.k("opinion.hours_speed") * (usual * w.week.take(home.owner, axis=0) - w.hours)
    shorter = np.maximum(hours_cut(x), 0.0)
    found = x.k("opinion.replacement") + w.retraining.take(home.owner, axis=0)
    found += x.k("opinion.sharing") * shorter
    w.jobs *= np.maximum(1.0 - found, 0.0)
    w.jobs += w.users * (x.k("opinion.displacement") / home.people) * skill
    np.minimum(w.jobs, 1.0, out=w.jobs)


def scare(x: Quarter, skill: Floats) -> None:
    """An incident frightens everybody for a while; able models in many hands make it likelier."""
    w, home = x.w, x.table(homes)
    lax = 1.0 - x.k("opinion.law_guard") * (w.compute_rule * home.part).sum(axis=0)
    hazard = x.k("opinion.incident_hazard") * skill * lax
    hazard *= w.users.sum(axis=0) / home.mankind
    struck = x.roll("incident")[0] < hazard
    w.scare = w.scare * x.k("opinion.scare_kept") + x.k("opinion.scare") * struck


def paid_out(x: Quarter) -> Floats:
    """(state, worlds): what people get of the gains of AI, against all of those that could be."""
    gains: Floats = x.w.gain_share[x.table(homes).states] * adoption(x)
    return gains


def worry(x: Quarter) -> None:
    """Op += 0.2 (Op* - Op); what is new frightens more than what one is used to. Then permits."""
    w, home = x.w, x.table(homes)
    known = x.k("opinion.known_at")
    spread = np.log1p(w.users / (known * home.people)) / math.log1p(1.0 / known)
    mines = x.k("opinion.mines") * w.minerals_swap
    gains = x.k("opinion.gains") * paid_out(x)
    target = (
        x.by("opinion.base", "region")
        + x.k("opinion.reach") * spread
        + x.k("opinion.novelty") * (spread - w.used_to)
        + x.k("opinion.jobs") * w.jobs
        + x.k("opinion.drought") * w.drought
        + x.k("opinion.bills") * w.dark
        + mines.take(home.owner, axis=0)
        + w.scare
        - gains.take(home.state_of, axis=0)
        - x.k("opinion.law") * w.compute_rule
    )
    w.used_to += x.k("opinion.habit") * (spread - w.used_to)
    w.concern += x.k("opinion.speed") * (target - w.concern)
    np.minimum(np.maximum(w.concern, 0.0), 100.0, out=w.concern)
    above = np.maximum(w.concern - x.k("opinion.permit_from"), 0.0)
    np.minimum(x.k("opinion.permit") * above, x.k("opinion.permit_most"), out=w.permit_delay)


def pass_laws(x: Quarter) -> None:
    """A bill passes the likelier the more people worry and the better its government stands.

    Standards travel: a law that binds many users is followed, in part, by firms everywhere.
    """
    w = x.w
    if np.count_nonzero(w.bill):
        count_votes(x)
        w.bill[:] = 0.0
    users = np.maximum(w.users.sum(axis=0), 1.0)
    abroad = (w.compute_rule * w.users).sum(axis=0) / users
    w.compute_rule += x.k("opinion.standards") * np.maximum(abroad - w.compute_rule, 0.0)


def count_votes(x: Quarter) -> None:
    """Every bill on a table passes or fails; its government is thanked, or made fun of."""
    w, home = x.w, x.table(homes)
    states = home.states
    tabled = w.bill[states] > 0
    worried = x.k("opinion.law_worry") * (home.mean(w.concern) - 45.0)
    backed = x.k("opinion.law_backing") * (w.approval[states] - 45.0)
    odds = by_state(x, "opinion.law_odds") + worried + backed
    passed = tabled & (x.roll("law")[0] < odds)
    failed = tabled & ~passed
    thanks = x.k("opinion.law_thanks") * passed - x.k("opinion.law_failure") * failed
    w.approval[states] = between(w.approval[states] + thanks, 0.0, 100.0)
    chill = x.k("opinion.law_chill") * passed.sum(axis=0)
    w.confidence = np.maximum(w.confidence - chill, 0.0)
    law = (w.bill[states] * passed)[home.state_of]
    np.minimum(w.compute_rule + law, 1.0, out=w.compute_rule)


def approve(x: Quarter) -> None:
    """Governments are thanked for growth, leisure and gifts, blamed for taxes, fear and debt."""
    w, home = x.w, x.table(homes)
    states, most = home.states, x.k("opinion.growth_most")
    growth = np.minimum(np.maximum(w.growth[states], -most), most)
    felt_at_home = (
        x.k("opinion.leisure") * hours_cut(x)
        - x.k("opinion.fear") * (w.concern - 45.0)
        - x.k("opinion.idle") * w.jobs
    )
    target = (
        by_state(x, "opinion.approval_base")
        + home.mean(felt_at_home)
        + x.k("opinion.growth") * growth
        - x.k("opinion.debt") * (w.debt_usd[states] / np.maximum(w.gdp_usd[states], 1.0))
        - x.k("opinion.taxes") * (w.tax_rate[states] - w.tax_felt[states])
        + x.k("opinion.gifts") * paid_out(x)
    )
    approval = w.approval[states]
    approval = approval + x.k("opinion.approval_speed") * (target - approval)
    w.approval[states] = np.minimum(np.maximum(approval, 0.0), 100.0)
    w.trust[home.labs] += x.k("opinion.trust_speed") * (50.0 - w.trust[home.labs])


def vote(x: Quarter) -> None:
    """On its day a government below the approval that carries it is voted out, and remembered."""
    w, states = x.w, x.table(homes).states
    left = w.vote_in[states]
    today = left == 1.0
    if np.count_nonzero(today):
        lost = today & (w.approval[states] < by_state(x, "opinion.vote_below"))
        w.lost_office[states] += lost
        left = np.where(today, by_state(x, "opinion.term_quarters") + 1.0, left)
    w.vote_in[states] = np.maximum(left - 1.0, 0.0)
