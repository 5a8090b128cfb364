"""S10 Training: how good a model can each lab make?

A run accumulates FLOP; software multiplies them; a Chinchilla law with the constants of Besiroglu
et al. (2024) and repeated data after Muennighoff et al. (2023) turns them into loss, and Epoch's
index into capability: ECI = 145 - 227 (L - E) + what has been unlocked. Software grows with effort
and by reading what is open (Ho et al. 2024).
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import SECONDS, Quarter
from game.world.derived import machine_time
from game.world.state import Floats

GRID = np.linspace(-1.5, 1.5, 25)  # of ln N around the optimum with plenty of data


def run(x: Quarter) -> None:
    """Research, then train."""
    research(x)
    x.because("training.research")
    train(x)
    x.because("training.runs")


def research(x: Quarter) -> None:
    """dln A = g * (R / R of the leader)^0.7 + rho * distance to what anyone may copy."""
    w, labs = x.w, x.places.labs
    fuel = machine_time(x.ruleset, w)[labs]
    effort = np.sqrt(np.maximum(w.staff[labs], 1.0) * np.maximum(fuel, 0.01))
    leader = effort.max(axis=0)
    own = x.k("training.software_growth") * (effort / leader) ** x.k("training.effort_power")
    behind = np.maximum(np.log(w.open_software) - np.log(w.software[labs]), 0.0)
    known = x.k("training.software_ceiling")
    room = np.maximum(1.0 - np.log(np.maximum(w.software[labs], 1.0)) / np.log(known), 0.0)
    gain = own * room + x.k("training.spillover") * behind
    w.software[labs] *= np.exp(gain)


def train(x: Quarter) -> None:
    """A part of training time goes into one run; older FLOP fade as code and data move on."""
    w, labs = x.w, x.places.labs
    fuel = machine_time(x.ruleset, w)[labs] * w.train_share[labs] * x.k("training.final_share")
    flop = fuel * x.k("training.flop_per_h100e") * x.k("training.mfu") * SECONDS
    w.run_flop[labs] = w.run_flop[labs] * x.k("training.run_kept") + flop
    luck = np.array([x.dice.normal(w, "training", int(lab)) for lab in labs])
    useful = np.maximum(w.run_flop[labs] * w.software[labs], 1e18)
    tokens = x.k("training.tokens") * (1.0 + x.k("training.extra_tokens") * w.data_extra[labs])
    loss, wanted = chinchilla(x, useful, tokens)
    eci = x.k("training.eci_top") - x.k("training.eci_per_nat") * loss
    eci += x.k("training.reasoning_gain") * w.reasoning[labs] + x.k("training.luck") * luck
    w.trained_eci[labs] = np.maximum(w.trained_eci[labs], eci)
    w.data_wall = (wanted / x.k("training.tokens")).max(axis=0)


def chinchilla(x: Quarter, flop: Floats, tokens: Floats) -> tuple[Floats, Floats]:
    """Reducible loss at the best N, and the tokens it would have liked, for each lab and world."""
    a, b = x.k("training.chinchilla_a"), x.k("training.chinchilla_b")
    alpha, beta = x.k("training.chinchilla_alpha"), x.k("training.chinchilla_beta")
    ratio = (alpha * a / (beta * b)) ** (1.0 / (alpha + beta))
    best = ratio * (flop / 6.0) ** (beta / (alpha + beta))
    liked = flop / 6.0 / best
    repeats = x.k("training.repeat_epochs")
    least = np.full(flop.shape, np.inf)
    for shift in np.exp(GRID):
        n = best * shift
        seen = flop / 6.0 / n
        extra = np.maximum(seen / tokens - 1.0, 0.0)
        worth = np.minimum(seen, tokens)
        worth = worth + tokens * repeats * (1.0 - np.exp(-extra / repeats))
        least = np.minimum(least, a / n**alpha + b / worth**beta)
    return least, liked
