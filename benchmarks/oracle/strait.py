"""How near is the Taiwan Strait to closing, in one world?

A part of S16. Tension fades to a ground that the denial of chips and the arms on the island raise;
a blockade is a hazard that tension raises and arms lower, and may become a war.
"""

from __future__ import annotations

import math

from benchmarks.oracle.arithmetic import clip
from benchmarks.oracle.quarter import Quarter


def strait(x: Quarter) -> None:
    """Fade to the ground, with noise; close, or stay closed; perhaps worse."""
    w = x.w
    w.arms = w.arms * (1.0 - x.k("opinion.arms_rust"))
    denied = 1.0 - w.licence["h100"]["cn"]
    ground = (
        x.k("opinion.tension_ground")
        + x.k("opinion.tension_denial") * denied
        + x.k("opinion.tension_arms") * w.arms
    )
    noise = x.k("opinion.tension_noise") * x.roll("tension")
    faded = w.tension + x.k("opinion.tension_fade") * (ground - w.tension)
    w.tension = clip(faded + noise, 0.0, 100.0)
    close(x)


def close(x: Quarter) -> None:
    """A blockade begins, goes on, becomes a war, or ends."""
    w = x.w
    blocked = w.blockade_quarters > 0
    deterred = 1.0 - x.k("opinion.deterrence") * w.arms
    hazard = x.k("opinion.blockade_hazard") * math.exp(w.tension / 20.0) * deterred
    left = max(w.blockade_quarters - 1.0, 0.0)
    if not blocked and x.roll("blockade") < hazard:
        left = 2.0 + math.floor(5.0 * x.roll("blockade_length"))
        w.tension = 90.0
    at_war = w.war > 0 or (blocked and x.roll("war") < x.k("opinion.war_hazard"))
    if at_war and w.war == 0:
        left = max(left, x.k("opinion.war_quarters"))
        w.tension = 100.0
    w.war = float(at_war and left > 0)
    w.blockade_quarters = left
    if w.war > 0:
        ruin(x)


def ruin(x: Quarter) -> None:
    """A war takes a part of the lines that stand on the island; those abroad are whole."""
    w, part = x.w, x.k("opinion.war_ruin")
    for node in w.wafers["tsmc"]:
        at_home = max(w.wafers["tsmc"][node] - w.wafers_abroad["tsmc"][node], 0)
        w.wafers["tsmc"][node] -= math.floor(part * at_home)
    at_home = max(w.packaging["tsmc"] - w.packaging_abroad["tsmc"], 0)
    w.packaging["tsmc"] -= math.floor(part * at_home)
