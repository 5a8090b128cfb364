"""S10 Training, compiled: the rules of game/engine/s10_training.py on arrays never written."""

from __future__ import annotations

import math

import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick.arrays import at, put
from benchmarks.jax_tick.common import lab_hours
from benchmarks.jax_tick.quarter import SECONDS, Quarter
from game.engine.s10_training import MACHINES, METHOD, NEWTON_STEPS, TEXT, UNLOCKS, Best


def run(x: Quarter) -> None:
    """Research, let what is known spread, then train."""
    fuel = lab_hours(x)
    research(x, fuel)
    spread(x)
    train(x, fuel)


def research(x: Quarter, fuel: Array) -> None:
    """dln A = r ln(1 + (e^(g/r) - 1) (R / R0)^0.7 / A^(1/r)) + rho * distance to what is open."""
    w, labs = x.w, x.places.labs
    hands = 1.0 + x.k("training.assist") * (at(w.agents, labs) + at(w.learning, labs))
    trials = fuel * at(w.train_share, labs) * (1.0 - x.k("training.final_share"))
    team = jnp.maximum(at(w.staff, labs) * hands, 1.0)
    effort = jnp.sqrt(team * jnp.maximum(trials, 0.01))
    effort = (effort / x.k("training.reference_effort")) ** x.k("training.effort_power")
    returns = x.k("training.software_returns")
    known = jnp.log(at(w.software, labs))
    ahead = jnp.maximum(known, 0.0)
    room = jnp.maximum(1.0 - ahead / math.log(x.k("training.software_ceiling")), 0.0)
    pace = math.expm1(x.k("training.software_growth") / returns)
    own = returns * room * jnp.log1p(pace * effort * jnp.exp(-ahead / returns))
    behind = jnp.maximum(jnp.log(w.open_software) - known, 0.0)
    grown = jnp.exp(own + x.k("training.spillover") * behind)
    w.software = put(w.software, labs, at(w.software, labs) * grown)


def spread(x: Quarter) -> None:
    """What anyone may read of each unlock: open weights tell at once, people in time."""
    w, labs = x.w, x.places.labs
    mastered, closed = unlocks(x), at(w.closed, labs)
    seen = (mastered * (1.0 - x.k("training.secrecy") * closed)).max(axis=1)
    best = at(w.eci, labs) >= at(w.trained_eci, labs) - 0.5
    shown = at(w.openness, labs) * best
    given = (mastered * shown).max(axis=1) * x.k("training.readable")
    told = x.k("training.hearsay")
    for row, name in enumerate(("open_reasoning", "open_tools", "open_agents", "open_learning")):
        known = getattr(w, name)
        heard = known + told * jnp.maximum(seen[row] - known, 0.0)
        setattr(w, name, jnp.maximum(heard, given[row]))
    lost = x.k("training.secrecy_trust") * closed
    w.trust = put(w.trust, labs, jnp.maximum(at(w.trust, labs) - lost, 0.0))


def train(x: Quarter, fuel: Array) -> None:
    """A part of training time goes into one run; older FLOP fade as code and data move on."""
    w, labs = x.w, x.places.labs
    tuning = at(w.tuning, labs)
    burnt = fuel * at(w.train_share, labs) * (x.k("training.final_share") * (1.0 - tuning))
    flop = burnt * (x.k("training.flop_per_h100e") * x.k("training.mfu") * SECONDS)
    w.run_flop = put(w.run_flop, labs, at(w.run_flop, labs) * x.k("training.run_kept") + flop)
    appraise(x)
    result = at(w.run_eci, labs) + x.k("training.luck") * x.roll("luck")
    tuned = (w.open_eci - x.k("training.tuning_loss")) * tuning
    best = jnp.maximum(at(w.trained_eci, labs), jnp.maximum(result, tuned))
    w.trained_eci = put(w.trained_eci, labs, best)
    w.tuning = put(w.tuning, labs, 0.0)


def appraise(x: Quarter) -> None:
    """What each run should give, what one doubling would add, and what therefore limits it."""
    w, labs = x.w, x.places.labs
    extra = at(w.data_extra, labs)
    chosen = 1.0 + x.k("training.data_quality") * extra
    useful = jnp.maximum(at(w.run_flop, labs) * at(w.software, labs) * chosen, 1e18)
    tokens = x.k("training.tokens") * (1.0 + x.k("training.extra_tokens") * extra)
    best = chinchilla(x, useful, tokens)
    mastered = unlocks(x)
    gains = (by_unlock(x, "training.unlock_gain") * mastered).sum(axis=0)
    per_nat = x.k("training.eci_per_nat")
    plain = x.k("training.eci_top") - per_nat * best.loss + x.by("training.edge", "actor")[labs]
    w.run_eci = put(w.run_eci, labs, jnp.maximum(plain + gains, 0.0))
    scale = per_nat * math.log(2.0) * best.by_scale
    text = per_nat * math.log(2.0) * best.by_text
    w.scale_gain = put(w.scale_gain, labs, scale)
    w.text_gain = put(w.text_gain, labs, text)
    stuck = jnp.maximum(scale, text) < x.k("training.wall_points")
    limit = jnp.where(stuck, METHOD, jnp.where(text > scale, TEXT, MACHINES))
    w.run_limit = put(w.run_limit, labs, limit)
    thought = (by_unlock(x, "training.unlock_cost") * mastered).sum(axis=0)
    w.thinking_cost = put(w.thinking_cost, labs, 1.0 + thought)
    w.data_wall = (best.wanted / x.k("training.tokens")).max(axis=0)


def chinchilla(x: Quarter, flop: Array, tokens: Array) -> Best:
    """min over N of a / N^alpha + b / D^beta with 6 N tokens read = FLOP, by lab and world."""
    a, b = x.k("training.chinchilla_a"), x.k("training.chinchilla_b")
    alpha, beta = x.k("training.chinchilla_alpha"), x.k("training.chinchilla_beta")
    repeats = x.k("training.repeat_epochs")
    size = jnp.log(flop / 6.0)
    liked = (math.log(beta * b / (alpha * a)) + alpha * size) / (alpha + beta)
    stock = jnp.log(tokens)
    short = (alpha + beta) * jnp.maximum(liked - stock, 0.0)
    z = rereading(short, alpha, beta, repeats)
    first = jnp.minimum(liked, stock)
    read, worth = jnp.log1p(repeats * z), jnp.log1p(repeats * -jnp.expm1(-z))
    by_size = a * jnp.exp(-alpha * (size - first - read))
    by_text = b * jnp.exp(-beta * (first + worth))
    fresh = jnp.exp(read - worth - z)  # what one more token is worth, against the average one
    return Best(
        loss=by_size + by_text,
        wanted=jnp.exp(liked),
        by_scale=alpha * by_size,
        by_text=beta * by_text * (1.0 - fresh),
    )


def rereading(short: Array, alpha: float, beta: float, repeats: float) -> Array:
    """z - (1 - alpha) ln(1 + R z) + (1 + beta) ln(1 + R (1 - e^-z)) = short, by Newton's method."""
    z = 0.17 * short * short
    for _ in range(NEWTON_STEPS):
        left = jnp.exp(-z)
        read, worth = 1.0 + repeats * z, 1.0 + repeats * (1.0 - left)
        error = z - (1.0 - alpha) * jnp.log(read) + (1.0 + beta) * jnp.log(worth) - short
        slope = 1.0 - (1.0 - alpha) * repeats / read + (1.0 + beta) * repeats * left / worth
        z = jnp.maximum(z - error / slope, 0.0)
    return z


def unlocks(x: Quarter) -> Array:
    """(unlock, labs, worlds): how far each lab masters each way of working."""
    return jnp.stack([at(getattr(x.w, name), x.places.labs) for name in UNLOCKS])


def by_unlock(x: Quarter, name: str) -> np.ndarray:
    """A coefficient by unlock, (unlock, 1, 1)."""
    return np.array([x.k(f"{name}.{unlock}") for unlock in UNLOCKS])[:, None, None]
