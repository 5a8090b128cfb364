"""S10 Training in one world: how good a model can each lab make, and what holds it back?

A run accumulates FLOP, software multiplies them, a Chinchilla law with repeated data turns them
into loss and Epoch's index into capability. Software grows with effort, ever harder, and by reading
what is open. Beyond scale stand four ways of working, each a line of research.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.hours import lab_hours
from benchmarks.oracle.quarter import SECONDS, Quarter

UNLOCKS = {  # how far a lab masters them, and what anyone may read of them
    "reasoning": "open_reasoning",
    "tool_use": "open_tools",
    "agents": "open_agents",
    "learning": "open_learning",
}
NEWTON_STEPS = 3
MACHINES, TEXT, METHOD = 1.0, 2.0, 3.0


@dataclass(frozen=True)
class Best:
    """The best use of some FLOP and text, in nats."""

    loss: float  # above that of language itself
    wanted: float  # tokens it would have read with plenty of text
    by_scale: float  # loss saved by e times as much arithmetic
    by_text: float  # loss saved by e times as much text


def run(x: Quarter) -> None:
    """Research, let what is known spread, then train."""
    fuel = {lab: lab_hours(x, lab) for lab in x.places.labs}
    for lab in x.places.labs:
        research(x, lab, fuel[lab])
    spread(x)
    for lab in x.places.labs:
        train(x, lab, fuel[lab])
    appraise(x)
    for lab in x.places.labs:
        finish(x, lab)


def research(x: Quarter, lab: str, fuel: float) -> None:
    """dln A = r ln(1 + (e^(g/r) - 1) (R / R0)^0.7 / A^(1/r)) + rho * distance to what is open.

    A follows cumulative effort to the power r, as in Davidson's model: at the leader's effort R0
    and efficiency 1, both of 2023, it grows by g a quarter; further on, effort must grow too.
    """
    w = x.w
    hands = 1.0 + x.k("training.assist") * (w.agents[lab] + w.learning[lab])
    trials = fuel * w.train_share[lab] * (1.0 - x.k("training.final_share"))
    effort = math.sqrt(max(w.staff[lab] * hands, 1.0) * max(trials, 0.01))
    effort = (effort / x.k("training.reference_effort")) ** x.k("training.effort_power")
    returns = x.k("training.software_returns")
    known = math.log(w.software[lab])
    ahead = max(known, 0.0)
    room = max(1.0 - ahead / math.log(x.k("training.software_ceiling")), 0.0)
    pace = math.expm1(x.k("training.software_growth") / returns)
    own = returns * room * math.log1p(pace * effort * math.exp(-ahead / returns))
    behind = max(math.log(w.open_software) - known, 0.0)
    w.software[lab] *= math.exp(own + x.k("training.spillover") * behind)


def spread(x: Quarter) -> None:
    """What anyone may read of each unlock: open weights tell at once, people in time."""
    w, labs = x.w, x.places.labs
    shown = {a: w.openness[a] * (w.eci[a] >= w.trained_eci[a] - 0.5) for a in labs}
    talk = {a: 1.0 - x.k("training.secrecy") * w.closed[a] for a in labs}
    for unlock, opened in UNLOCKS.items():
        mastered = getattr(w, unlock)
        seen = max(mastered[lab] * talk[lab] for lab in labs)
        given = max(mastered[lab] * shown[lab] for lab in labs) * x.k("training.readable")
        known = getattr(w, opened)
        heard = known + x.k("training.hearsay") * max(seen - known, 0.0)
        setattr(w, opened, max(heard, given))
    for lab in labs:
        lost = x.k("training.secrecy_trust") * w.closed[lab]
        w.trust[lab] = max(w.trust[lab] - lost, 0.0)


def train(x: Quarter, lab: str, fuel: float) -> None:
    """A part of training time goes into one run; older FLOP fade as code and data move on."""
    w = x.w
    own = 1.0 - w.tuning[lab]
    burnt = fuel * w.train_share[lab] * (x.k("training.final_share") * own)
    flop = burnt * (x.k("training.flop_per_h100e") * x.k("training.mfu") * SECONDS)
    w.run_flop[lab] = w.run_flop[lab] * x.k("training.run_kept") + flop


def finish(x: Quarter, lab: str) -> None:
    """The best of the old model, the run, with luck, and an open model built upon."""
    w = x.w
    result = w.run_eci[lab] + x.k("training.luck") * x.roll("luck", lab)
    tuned = (w.open_eci - x.k("training.tuning_loss")) * w.tuning[lab]
    w.trained_eci[lab] = max(w.trained_eci[lab], result, tuned)
    w.tuning[lab] = 0.0


def appraise(x: Quarter) -> None:
    """What each run should give, what one doubling would add, and what therefore limits it."""
    w = x.w
    wanted = []
    for lab in x.places.labs:
        chosen = 1.0 + x.k("training.data_quality") * w.data_extra[lab]
        useful = max(w.run_flop[lab] * w.software[lab] * chosen, 1e18)
        extra = 1.0 + x.k("training.extra_tokens") * w.data_extra[lab]
        best = chinchilla(x, useful, x.k("training.tokens") * extra)
        wanted.append(best.wanted / x.k("training.tokens"))
        per_nat = x.k("training.eci_per_nat")
        plain = x.k("training.eci_top") - per_nat * best.loss + x.by("training.edge", lab)
        w.run_eci[lab] = max(plain + by_unlock(x, lab, "training.unlock_gain"), 0.0)
        scale = per_nat * math.log(2.0) * best.by_scale
        text = per_nat * math.log(2.0) * best.by_text
        w.scale_gain[lab], w.text_gain[lab] = scale, text
        w.run_limit[lab] = TEXT if text > scale else MACHINES
        if max(scale, text) < x.k("training.wall_points"):
            w.run_limit[lab] = METHOD
        w.thinking_cost[lab] = 1.0 + by_unlock(x, lab, "training.unlock_cost")
    w.data_wall = max(wanted)


def by_unlock(x: Quarter, lab: str, name: str) -> float:
    """A coefficient by unlock, as far as a lab masters each."""
    return total(x.k(f"{name}.{unlock}") * getattr(x.w, unlock)[lab] for unlock in UNLOCKS)


def chinchilla(x: Quarter, flop: float, tokens: float) -> Best:
    """min over N of a / N^alpha + b / D^beta with 6 N tokens read = FLOP.

    Text is worth D = U up to the stock U and U + U R (1 - e^-z) when (1 + R z) U are read. With
    text to spare the optimum is known; beyond it z solves one equation (see `rereading`).
    """
    a, b = x.k("training.chinchilla_a"), x.k("training.chinchilla_b")
    alpha, beta = x.k("training.chinchilla_alpha"), x.k("training.chinchilla_beta")
    repeats = x.k("training.repeat_epochs")
    size = math.log(flop / 6.0)
    liked = (math.log(beta * b / (alpha * a)) + alpha * size) / (alpha + beta)
    stock = math.log(tokens)
    z = rereading((alpha + beta) * max(liked - stock, 0.0), alpha, beta, repeats)
    first = min(liked, stock)
    read, worth = math.log1p(repeats * z), math.log1p(repeats * -math.expm1(-z))
    by_size = a * math.exp(-alpha * (size - first - read))
    by_text = b * math.exp(-beta * (first + worth))
    fresh = math.exp(read - worth - z)  # what one more token is worth, against the average one
    return Best(
        loss=by_size + by_text,
        wanted=math.exp(liked),
        by_scale=alpha * by_size,
        by_text=beta * by_text * (1.0 - fresh),
    )


def rereading(short: float, alpha: float, beta: float, repeats: float) -> float:
    """z - (1 - alpha) ln(1 + R z) + (1 + beta) ln(1 + R (1 - e^-z)) = short, by Newton's method.

    The left side grows with z from 0, so that 0 answers 0; its root is near 0.17 short^2.
    """
    z = 0.17 * short * short
    for _ in range(NEWTON_STEPS):
        left = math.exp(-z)
        read, worth = 1.0 + repeats * z, 1.0 + repeats * (1.0 - left)
        error = z - (1.0 - alpha) * math.log(read) + (1.0 + beta) * math.log(worth) - short
        slope = 1.0 - (1.0 - alpha) * repeats / read + (1.0 + beta) * repeats * left / worth
        z = max(z - error / slope, 0.0)
    return z
