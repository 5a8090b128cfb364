"""S16 Opinion: what do people fear, whom do they blame, and how near is the Strait to closing?

Concern follows use, displaced work and scares (Pew: 38, 52, 50); approval follows growth, bills and
concern; tension follows what was done and fades; a blockade is a hazard that tension raises.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter


def run(x: Quarter) -> None:
    """Work, concern, approval, the Strait."""
    work(x)
    x.because("opinion.work")
    worry(x)
    x.because("opinion.concern")
    approve(x)
    x.because("opinion.approval")
    strait(x)
    x.because("opinion.strait")


def work(x: Quarter) -> None:
    """Adoption displaces tasks once models are able; new work replaces a part each quarter."""
    w = x.w
    people = x.by("demand.people", "region")
    able = np.clip((w.eci.max(axis=0) - x.k("opinion.able_from")) / 30.0, 0.0, 1.5)
    new = x.k("opinion.displacement") * w.users / people * able
    w.jobs[:] = np.clip(w.jobs * (1.0 - x.k("opinion.replacement")) + new, 0.0, 1.0)


def worry(x: Quarter) -> None:
    """Op += 0.2 (Op* - Op); laws calm, droughts and lost work do not."""
    w = x.w
    people = x.by("demand.people", "region")
    reach = np.minimum(w.users / people * 4.0, 1.0)
    target = (
        x.k("opinion.base")
        + x.k("opinion.reach") * np.sqrt(reach)
        + x.k("opinion.jobs") * w.jobs
        + x.k("opinion.drought") * w.drought
        - x.k("opinion.law") * w.compute_rule
    )
    w.concern[:] = np.clip(w.concern + x.k("opinion.speed") * (target - w.concern), 0.0, 100.0)


def approve(x: Quarter) -> None:
    """Governments are thanked for growth and blamed for bills, lost work, fear and debt."""
    w, p = x.w, x.places
    base = x.by("opinion.approval_base", "actor")
    for state in np.flatnonzero(p.is_state):
        home = np.flatnonzero(p.owner_of == state)
        concern = w.concern[home].mean(axis=0)
        jobs = w.jobs[home].mean(axis=0)
        target = (
            base[state]
            + x.k("opinion.growth") * w.growth[state]
            - x.k("opinion.fear") * (concern - 45.0)
            - x.k("opinion.idle") * jobs
            - x.k("opinion.debt") * w.debt_usd[state] / np.maximum(w.gdp_usd[state], 1.0)
        )
        move = x.k("opinion.approval_speed") * (target - w.approval[state])
        w.approval[state] = np.clip(w.approval[state] + move, 0.0, 100.0)
    labs = p.labs
    w.trust[labs] += x.k("opinion.trust_speed") * (50.0 - w.trust[labs])


def strait(x: Quarter) -> None:
    """Tension fades to its ground level; a blockade lasts two to six quarters."""
    w = x.w
    blocked = w.blockade_quarters > 0
    denied = 1.0 - w.licence[x.chip("h100"), x.region("cn")]
    ground = x.k("opinion.tension_ground") + x.k("opinion.tension_denial") * denied
    noise = x.k("opinion.tension_noise") * x.dice.normal(w, "strait", 2)
    w.tension = np.clip(
        w.tension + x.k("opinion.tension_fade") * (ground - w.tension) + noise, 0.0, 100.0
    )
    hazard = x.k("opinion.blockade_hazard") * np.exp(w.tension / 20.0)
    starts = ~blocked & (x.dice.uniform(w, "strait", 0) < hazard)
    length = 2.0 + np.floor(5.0 * x.dice.uniform(w, "strait", 1))
    w.blockade_quarters = np.where(starts, length, np.maximum(w.blockade_quarters - 1.0, 0.0))
    w.tension = np.where(starts, 90.0, w.tension)
