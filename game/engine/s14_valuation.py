"""S14 Valuation and credit: what do investors believe, and when do they stop?

The designer's market value is a multiple of its revenue (`nvda_ps_multiple`), labs' a multiple of
theirs (`lab_multiple`); confidence follows surprises and the gap between what the clouds spend and
what AI earns; a crash cuts new money, not cash. Valuations are not money.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter


def run(x: Quarter) -> None:
    """Confidence, crash, multiples, capital spending, labs."""
    feel(x)
    x.because("valuation.confidence")
    crash(x)
    x.because("valuation.crash")
    value(x)
    x.because("valuation.multiples")
    spend(x)
    x.because("valuation.capex")


def feel(x: Quarter) -> None:
    """Z moves with adoption, and down with capital spending that revenue does not follow."""
    w, p = x.w, x.places
    earned = np.maximum(w.arr_usd[p.labs].sum(axis=0) / 4.0, 1.0)
    clouds = w.capex_usd[p.big4].sum(axis=0)
    gap = np.maximum(clouds / earned / x.k("valuation.gap_normal") - 1.0, 0.0)
    early = np.exp(-w.turn.astype(np.float64) / x.k("valuation.patience_quarters"))
    drag = x.k("valuation.gap_weight") * np.minimum(gap, 3.0) * (1.0 - early)
    hope = x.k("valuation.hope") * w.shortage
    pull = x.k("valuation.return") * (x.k("valuation.normal") - w.confidence)
    noise = x.k("valuation.noise") * x.dice.normal(w, "market", 1)
    w.confidence = np.clip(w.confidence + hope + pull - drag + noise, 0.0, 1.0)


def crash(x: Quarter) -> None:
    """Hazard rises with the multiple and with how fast open models close on the leader."""
    w = x.w
    high = np.log(w.multiple / x.k("valuation.multiple")) / x.k("valuation.multiple_sd")
    shock = np.maximum(0.0, 1.0 - (w.eci.max(axis=0) - w.open_eci) / x.k("valuation.moat_eci"))
    hazard = x.k("valuation.crash_hazard") * np.exp(np.clip(high, -2, 2) + shock)
    hit = (x.dice.uniform(w, "crash", 0) < hazard) & (w.turn > 2)
    w.crashes += hit
    w.confidence = np.where(hit, w.confidence * x.k("valuation.crash_keeps"), w.confidence)


def value(x: Quarter) -> None:
    """m = 18.7 * exp(0.5 (Z - 0.5) + noise); a lab is worth 27 times its revenue, or its people."""
    w, labs = x.w, x.places.labs
    mood = x.k("valuation.mood") * (w.confidence - 0.5)
    noise = x.k("valuation.multiple_sd") * x.dice.normal(w, "market", 2)
    w.multiple = x.k("valuation.multiple") * np.exp(mood + x.k("valuation.noise_kept") * noise)
    designer = x.actor("nvidia")
    w.valuation_usd[designer] = w.multiple * 4.0 * w.revenue_usd[designer]
    earned = x.k("valuation.lab_multiple") * w.arr_usd[labs]
    team = x.k("valuation.team_size")
    talent = team * (w.staff[labs] / team) ** x.k("valuation.team_power")
    promise = talent * x.k("valuation.seed_usd_per_person") * 2.0 * w.confidence
    promise = promise * np.exp(x.k("valuation.model_worth") * (w.trained_eci[labs] - 110.0))
    target = np.maximum(earned * (0.5 + w.confidence), promise)
    gap = target - w.valuation_usd[labs]
    speed = np.where(gap > 0, x.k("valuation.lab_speed"), x.k("valuation.lab_slide"))
    w.valuation_usd[labs] += speed * gap


def spend(x: Quarter) -> None:
    """Capital spending of each large cloud: g = base + slope * (Z - 0.5) + shortage, with noise."""
    w = x.w
    for actor in x.places.big4:
        noise = x.k("valuation.capex_noise") * x.dice.normal(w, "market", 20 + int(actor))
        growth = (
            x.k("valuation.capex_growth")
            + x.k("valuation.capex_slope") * (w.confidence - 0.5)
            + x.k("valuation.capex_shortage") * w.shortage
            - x.k("valuation.capex_fatigue")
            * np.log(np.maximum(w.capex_usd[actor] / x.k("valuation.capex_scale_usd"), 1.0))
            + noise
        )
        w.capex_usd[actor] = np.rint(w.capex_usd[actor] * np.exp(growth)).astype(np.int64)
