"""S10 Training: how good a model can each lab make, and what holds it back?

A run accumulates FLOP; software multiplies them; a Chinchilla law with the constants of Besiroglu
et al. (2024) and repeated data after Muennighoff et al. (2023) turns them into loss, and Epoch's
index into capability. Software grows with effort, ever harder (Davidson 2023), and by reading what
is open. Scale alone saturates: beyond it stand four ways of working, each a line of research.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from game.engine.quarter import SECONDS, Quarter
from game.world.derived import lab_hours, research_effort
from game.world.state import Floats

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

UNLOCKS = ("reasoning", "tool_use", "agents", "learning")
READ = ("open_reasoning", "open_tools", "open_agents", "open_learning")
NEWTON_STEPS = 3
NOTHING, MACHINES, TEXT, METHOD = 0.0, 1.0, 2.0, 3.0


class Best(NamedTuple):
    """The best use of some FLOP and text, in nats; every array has shape (labs, worlds)."""

    loss: Floats  # above that of language itself
    wanted: Floats  # tokens it would have read with plenty of text
    by_scale: Floats  # loss saved by e times as much arithmetic
    by_text: Floats  # loss saved by e times as much text


def run(x: Quarter) -> None:
    """Research, let what is known spread, then train."""
    fuel = lab_hours(x.ruleset, x.w, x.usable(x.places.lab_rows))
    research(x, fuel)
    x.because("training.research")
    spread(x)
    x.because("training.knowledge")
    train(x, fuel)
    x.because("training.runs")


def research(x: Quarter, fuel: Floats) -> None:
    """dln A = room * r ln(1 + (e^(g/r) - 1) (R / R0)^0.7 / A^(1/r)) + rho * way to what is open.

    A follows cumulative effort to the power r, as in Davidson's model: at the leader's effort R0
    and efficiency 1, both of 2023, it grows by g a quarter; further on, effort must grow too, and
    `room` shrinks as A comes near the best software there can be.
    """
    w, labs = x.w, x.places.lab_rows
    effort = research_effort(x.ruleset, w, labs, fuel)
    returns = x.k("training.software_returns")
    known = np.log(w.software[labs])
    ahead = np.maximum(known, 0.0)
    ceiling, pace = _progress(x.ruleset)
    room = np.maximum(1.0 - ahead / ceiling, 0.0)
    own = returns * room * np.log1p(pace * effort * np.exp(-ahead / returns))
    behind = np.maximum(np.log(w.open_software) - known, 0.0)
    w.software[labs] *= np.exp(own + x.k("training.spillover") * behind)


@lru_cache(maxsize=64)
def _progress(ruleset: Ruleset) -> tuple[float, float]:
    """The logarithm of the best software there can be, and e^(g/r) - 1."""
    ceiling = np.log(ruleset.k("training.software_ceiling"))
    growth = ruleset.k("training.software_growth") / ruleset.k("training.software_returns")
    return float(ceiling), float(np.expm1(growth))


def spread(x: Quarter) -> None:
    """What anyone may read of each unlock: open weights tell at once, people in time."""
    w, labs = x.w, x.places.lab_rows
    mastered = _unlocks(x)
    told = 1.0 - x.k("training.secrecy") * w.closed[labs]
    shown = w.openness[labs] * (w.eci[labs] >= w.trained_eci[labs] - 0.5)
    seen, given = (mastered[:, None] * np.array([told, shown])).max(axis=2).swapaxes(0, 1)
    given = given * x.k("training.readable")
    known = np.array([getattr(w, name) for name in READ])
    heard = known + x.k("training.hearsay") * np.maximum(seen - known, 0.0)
    for name, row in zip(READ, np.maximum(heard, given), strict=True):
        getattr(w, name)[:] = row
    lost = x.k("training.secrecy_trust") * w.closed[labs]
    w.trust[labs] = np.maximum(w.trust[labs] - lost, 0.0)


def train(x: Quarter, fuel: Floats) -> None:
    """A part of training time goes into one run; older FLOP fade as code and data move on.

    Who builds on an open model spends the quarter on that, and comes close to it, no further.
    """
    w, labs = x.w, x.places.lab_rows
    own = 1.0 - w.tuning[labs]
    burnt = fuel * w.train_share[labs] * (x.k("training.final_share") * own)
    flop = burnt * (x.k("training.flop_per_h100e") * x.k("training.mfu") * SECONDS)
    w.run_flop[labs] = w.run_flop[labs] * x.k("training.run_kept") + flop
    appraise(x)
    result = w.run_eci[labs] + x.k("training.luck") * x.roll("luck")
    tuned = (w.open_eci - x.k("training.tuning_loss")) * w.tuning[labs]
    w.trained_eci[labs] = np.maximum(w.trained_eci[labs], np.maximum(result, tuned))
    w.tuning[labs] = 0.0


def appraise(x: Quarter) -> None:
    """What each run should give, what one doubling would add, and what therefore limits it."""
    w, labs = x.w, x.places.lab_rows
    chosen = 1.0 + x.k("training.data_quality") * w.data_extra[labs]
    useful = np.maximum(w.run_flop[labs] * w.software[labs] * chosen, 1e18)
    tokens = x.k("training.tokens") * (1.0 + x.k("training.extra_tokens") * w.data_extra[labs])
    best = chinchilla(x, useful, tokens)
    mastered = _unlocks(x)
    gains, thought = (_gain_and_cost(x.ruleset) * mastered).sum(axis=1)
    per_nat = x.k("training.eci_per_nat")
    plain = x.k("training.eci_top") - per_nat * best.loss + x.by("training.edge", "actor")[labs]
    w.run_eci[labs] = np.maximum(plain + gains, 0.0)
    doubled = per_nat * math.log(2.0)
    w.scale_gain[labs] = scale = doubled * best.by_scale
    w.text_gain[labs] = text = doubled * best.by_text
    stuck = np.maximum(scale, text) < x.k("training.wall_points")
    w.run_limit[labs] = np.where(stuck, METHOD, np.where(text > scale, TEXT, MACHINES))
    w.thinking_cost[labs] = 1.0 + thought
    w.data_wall = (best.wanted / x.k("training.tokens")).max(axis=0)


def chinchilla(x: Quarter, flop: Floats, tokens: Floats) -> Best:
    """min over N of a / N^alpha + b / D^beta with 6 N tokens read = FLOP, for each lab and world.

    Text is worth D = U up to the stock U and U + U R (1 - e^-z) when (1 + R z) U are read. With
    text to spare the optimum is known; beyond it z solves one equation (see `_rereading`).
    """
    a, b = x.k("training.chinchilla_a"), x.k("training.chinchilla_b")
    alpha, beta = x.k("training.chinchilla_alpha"), x.k("training.chinchilla_beta")
    repeats = x.k("training.repeat_epochs")
    size = np.log(flop / 6.0)
    liked = (_balance(x.ruleset) + alpha * size) / (alpha + beta)
    stock = np.log(tokens)
    short = (alpha + beta) * np.maximum(liked - stock, 0.0)
    if not np.count_nonzero(short):  # plenty of text for everybody: nothing is read twice
        by_size, by_text = a * np.exp(-alpha * (size - liked)), b * np.exp(-beta * liked)
        return Best(by_size + by_text, np.exp(liked), alpha * by_size, np.zeros(by_text.shape))
    z = _rereading(short, alpha, beta, repeats)
    first = np.minimum(liked, stock)
    read, worth = np.log1p(repeats * z), np.log1p(repeats * -np.expm1(-z))
    by_size = a * np.exp(-alpha * (size - first - read))
    by_text = b * np.exp(-beta * (first + worth))
    fresh = np.exp(read - worth - z)  # what one more token is worth, against the average one
    return Best(
        loss=by_size + by_text,
        wanted=np.exp(liked),
        by_scale=alpha * by_size,
        by_text=beta * by_text * (1.0 - fresh),
    )


@lru_cache(maxsize=64)
def _balance(ruleset: Ruleset) -> float:
    """ln(beta b / (alpha a)): where size and text save as much."""
    alpha, beta = ruleset.k("training.chinchilla_alpha"), ruleset.k("training.chinchilla_beta")
    a, b = ruleset.k("training.chinchilla_a"), ruleset.k("training.chinchilla_b")
    return float(np.log(beta * b / (alpha * a)))


def _rereading(short: Floats, alpha: float, beta: float, repeats: float) -> Floats:
    """z - (1 - alpha) ln(1 + R z) + (1 + beta) ln(1 + R (1 - e^-z)) = short, by Newton's method.

    The left side grows with z from 0, so that 0 answers 0; its root is near 0.17 short^2.
    """
    z = 0.17 * short * short
    for _ in range(NEWTON_STEPS):
        left = np.exp(-z)
        read, worth = 1.0 + repeats * z, 1.0 + repeats * (1.0 - left)
        error = z - (1.0 - alpha) * np.log(read) + (1.0 + beta) * np.log(worth) - short
        slope = 1.0 - (1.0 - alpha) * repeats / read + (1.0 + beta) * repeats * left / worth
        z = np.maximum(z - error / slope, 0.0)
    return z


def _unlocks(x: Quarter) -> Floats:
    """(unlock, labs, worlds): how far each lab masters each way of working."""
    labs = x.places.lab_rows
    return np.array([getattr(x.w, name)[labs] for name in UNLOCKS])


@lru_cache(maxsize=64)
def _gain_and_cost(ruleset: Ruleset) -> Floats:
    """What each unlock adds to capability and to thinking, read-only, (2, unlock, 1, 1)."""
    tables = [ruleset.table(f"training.unlock_{name}") for name in ("gain", "cost")]
    values = np.array([[float(table[unlock]) for unlock in UNLOCKS] for table in tables])
    values.flags.writeable = False
    return values[:, :, None, None]
