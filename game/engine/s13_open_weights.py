"""S13 Open weights: what is released, and what does a gift do to everybody else?

A lab serves a model, or gives its weights to anyone. A gift caps the price of every model no
better than it at hosting cost times 1.3, lets everybody read its efficiency, and brings standing
and people, not cash (`lag_open_closed`, `open_discount`).
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter


def run(x: Quarter) -> None:
    """Carry out the releases of the quarter, then let prices and know-how follow."""
    publish(x)
    x.because("open_weights.releases")
    teach(x)
    x.because("open_weights.prices")
    remember(x)
    x.because("open_weights.time")


def publish(x: Quarter) -> None:
    """1: the best trained model is served; 2: its weights are given away."""
    w = x.w
    for lab in x.places.labs:
        out = w.release[lab] > 0
        gift = w.release[lab] >= 2
        w.eci[lab] = np.where(out, np.maximum(w.trained_eci[lab], w.eci[lab]), w.eci[lab])
        w.openness[lab] = np.where(gift, 1.0, np.where(out, 0.0, w.openness[lab]))
        news = gift & (w.eci[lab] > w.open_eci)
        w.trust[lab] = np.minimum(w.trust[lab] + np.where(gift, x.k("open_weights.trust"), 0), 100)
        w.staff[lab] *= 1.0 + np.where(news, x.k("open_weights.talent"), 0.0)
        w.open_software = np.where(
            gift,
            np.maximum(w.open_software, w.software[lab] * x.k("open_weights.readable")),
            w.open_software,
        )
        w.open_eci = np.where(gift, np.maximum(w.open_eci, w.eci[lab]), w.open_eci)
        w.release[lab] = 0.0


def teach(x: Quarter) -> None:
    """Nobody pays much more than hosting for what is no better than a gift."""
    w, labs = x.w, x.places.labs
    rent = w.rent_usd_per_hour / x.k("inference.at_rent")
    hosting = x.k("inference.cost_usd_per_mtok") * rent
    hosting = hosting / w.open_software ** x.k("inference.thrift_power") * x.k("inference.margin")
    capped = w.eci[labs] <= w.open_eci
    price = w.token_price_usd[labs]
    w.token_price_usd[labs] = np.where(capped, np.minimum(price, hosting), price)


def remember(x: Quarter) -> None:
    """Keep the best US model of each past quarter, by which the lag is measured."""
    w = x.w
    w.best_us_by_turn[1:] = w.best_us_by_turn[:-1]
    w.best_us_by_turn[0] = w.eci[x.places.labs_in["us"]].max(axis=0)
