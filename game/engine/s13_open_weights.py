"""S13 Open weights: what is released, and what does a gift do to everybody else?

A lab serves a model, or gives its weights to anyone. A gift caps the usual price of every model
no better than it at hosting cost times 1.3, lets everybody read its efficiency, and brings standing
and people, not cash (`lag_open_closed`, `open_discount`). What many use or may change, others
build on; what they build runs where it was built; and members of a commons pool their machines.
"""

from __future__ import annotations

import numpy as np

from game.engine.answers import hours_per_mtok
from game.engine.quarter import Quarter
from game.world.state import Floats


def run(x: Quarter) -> None:
    """Carry out the releases of the quarter, then let prices, code and the commons follow."""
    publish(x)
    x.because("open_weights.releases")
    teach(x)
    x.because("open_weights.prices")
    build(x)
    x.because("open_weights.stack")
    port(x)
    x.because("open_weights.porting")
    gather(x)
    x.because("open_weights.commons")
    remember(x)
    x.because("open_weights.time")


def publish(x: Quarter) -> None:
    """1: the best trained model is served; 2: its weights are given away."""
    w, labs = x.w, x.places.lab_rows
    order = w.release[labs]
    if not np.count_nonzero(order):
        return
    out, gift = order > 0, order >= 2
    w.eci[labs] = np.where(out, np.maximum(w.trained_eci[labs], w.eci[labs]), w.eci[labs])
    w.openness[labs] = np.where(gift, 1.0, np.where(out, 0.0, w.openness[labs]))
    news = gift & (w.eci[labs] > w.open_eci)
    w.trust[labs] = np.minimum(w.trust[labs] + x.k("open_weights.trust") * gift, 100.0)
    w.release[labs] = 0.0
    if np.count_nonzero(gift):
        w.staff[labs] *= 1.0 + x.k("open_weights.talent") * news
        told = (w.software[labs] * gift).max(axis=0) * x.k("open_weights.readable")
        w.open_software = np.maximum(w.open_software, told)
        w.open_eci = np.maximum(w.open_eci, (w.eci[labs] * gift).max(axis=0))


def teach(x: Quarter) -> None:
    """The usual price of what is no better than a gift is not above hosting, and a margin."""
    w, labs = x.w, x.places.lab_rows
    quality = np.maximum(w.eci[labs], x.k("inference.least_eci"))
    hours = hours_per_mtok(x, quality, w.open_eci, w.open_software) * w.thinking_cost[labs]
    hosting = hours * w.rent_usd_per_hour * x.k("inference.margin") * w.price_stance[labs]
    price, capped = w.token_price_usd[labs], quality <= w.open_eci
    w.token_price_usd[labs] = np.where(capped, np.minimum(price, hosting), price)
    opened = w.open_eci >= x.k("inference.class_eci")
    if np.count_nonzero(opened):
        cheaper = np.minimum(w.class_price_usd, class_hosting(x))
        w.class_price_usd = np.where(opened, cheaper, w.class_price_usd)


def class_hosting(x: Quarter) -> Floats:
    """What hosts ask for an answer as good as GPT-4's once the weights of one are open."""
    w = x.w
    hours = hours_per_mtok(x, x.k("inference.class_eci"), w.open_eci, w.open_software)
    return hours * w.rent_usd_per_hour * x.k("inference.margin")


def build(x: Quarter) -> None:
    """Others build on what many use and on the best that may be changed; people follow."""
    w, labs = x.w, x.places.lab_rows
    behind = np.maximum(w.open_eci - w.eci[labs], 0.0) / x.k("open_weights.stack_span")
    pull = w.share[labs] + x.k("open_weights.stack_pull") * w.openness[labs] * np.exp(-behind)
    pull = pull / np.maximum(pull.sum(axis=0), 1e-12)
    w.stack[labs] += x.k("open_weights.stack_speed") * (pull - w.stack[labs])
    w.staff[labs] *= 1.0 + x.k("open_weights.stack_talent") * w.stack[labs]


def port(x: Quarter) -> None:
    """Porting is research: the state's pressure drives it, open code helps, lock-in wears off."""
    w, labs = x.w, x.places.lab_rows
    if np.count_nonzero(w.home_share):
        free = (w.stack[labs] * w.openness[labs]).sum(axis=0)
        help_ = 1.0 + x.k("open_weights.port_open") * free
        pressure = w.home_share.take(x.places.region_of, axis=0)
        w.ported += x.k("open_weights.port_speed") * pressure * help_ * (1.0 - w.ported)
    elsewhere = (w.stack[labs] * w.ported[labs]).sum(axis=0)
    w.lockin = w.lockin * (1.0 - x.k("open_weights.lockin_wear") * elsewhere)


def gather(x: Quarter) -> None:
    """Members come to a commons that stands well and whose model is near the best; others leave."""
    w, home = x.w, x.actor("commons")
    near = np.exp((w.eci[home] - w.eci.max(axis=0)) / x.k("open_weights.stack_span"))
    join = x.k("open_weights.join") * near * w.trust[home] / 50.0
    w.commons_h100e = w.commons_h100e * (1.0 + join - x.k("open_weights.leave"))


def remember(x: Quarter) -> None:
    """Keep the best US model of each past quarter, by which the lag is measured."""
    w = x.w
    w.best_us_by_turn[1:] = w.best_us_by_turn[:-1]
    w.best_us_by_turn[0] = w.eci.take(x.places.labs_in["us"], axis=0).max(axis=0)
