"""How near is the Taiwan Strait to closing?

A part of S16. Tension follows what was done (orders and scenes write it) and fades to a ground that
the denial of chips and the arms on the island raise. A blockade is a hazard, h0·exp(tension / 20),
which arms also lower; it lasts two to six quarters, and may become a war, which ruins lines.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter
from game.world.state import Array, Ints


def strait(x: Quarter) -> None:
    """Fade to the ground, with noise; close, or stay closed; perhaps worse."""
    w = x.w
    w.arms = w.arms * (1.0 - x.k("opinion.arms_rust"))
    denied = 1.0 - w.licence[x.chip("h100"), x.region("cn")]
    ground = (
        x.k("opinion.tension_ground")
        + x.k("opinion.tension_denial") * denied
        + x.k("opinion.tension_arms") * w.arms
    )
    noise = x.k("opinion.tension_noise") * x.roll("tension")[0]
    tension = w.tension + x.k("opinion.tension_fade") * (ground - w.tension) + noise
    w.tension = np.minimum(np.maximum(tension, 0.0), 100.0)
    close(x)


def close(x: Quarter) -> None:
    """A blockade begins, goes on, becomes a war, or ends."""
    w = x.w
    blocked = w.blockade_quarters > 0
    deterred = x.k("opinion.blockade_hazard") * (1.0 - x.k("opinion.deterrence") * w.arms)
    starts = ~blocked & (x.roll("blockade")[0] < deterred * np.exp(w.tension / 20.0))
    if not np.count_nonzero(blocked | starts):
        w.war[:] = 0.0
        return
    length = 2.0 + np.floor(5.0 * x.roll("blockade_length")[0])
    left = np.where(starts, length, np.maximum(w.blockade_quarters - 1.0, 0.0))
    w.tension = np.where(starts, 90.0, w.tension)
    begins = blocked & (w.war == 0) & (x.roll("war")[0] < x.k("opinion.war_hazard"))
    left = np.where(begins, np.maximum(left, x.k("opinion.war_quarters")), left)
    w.tension = np.where(begins, 100.0, w.tension)
    w.war = ((begins | (w.war > 0)) & (left > 0)).astype(np.float64)
    w.blockade_quarters = left
    if np.count_nonzero(w.war):
        ruin(x)


def ruin(x: Quarter) -> None:
    """A war takes a part of the lines that stand on the island; those abroad are whole."""
    w, tsmc, part = x.w, x.actor("tsmc"), x.k("opinion.war_ruin") * (x.w.war > 0)
    w.wafers[tsmc] -= _lost(part, w.wafers[tsmc], w.wafers_abroad[tsmc])
    w.packaging[tsmc] -= _lost(part, w.packaging[tsmc], w.packaging_abroad[tsmc])


def _lost(part: Array, everywhere: Ints, abroad: Ints) -> Ints:
    lost: Ints = np.floor(part * np.maximum(everywhere - abroad, 0)).astype(np.int64)
    return lost
