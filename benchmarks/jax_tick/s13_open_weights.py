"""S13 Open weights, compiled: the rules of game/engine/s13_open_weights.py."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from benchmarks.jax_tick.arrays import add, at, put
from benchmarks.jax_tick.common import hours_per_mtok, put_first
from benchmarks.jax_tick.quarter import Quarter


def run(x: Quarter) -> None:
    """Carry out the releases of the quarter, then let prices, code and the commons follow."""
    publish(x)
    teach(x)
    build(x)
    port(x)
    gather(x)
    labs = x.places.labs_in["us"]
    x.w.best_us_by_turn = put_first(x.w.best_us_by_turn, at(x.w.eci, labs).max(axis=0))


def publish(x: Quarter) -> None:
    """1: the best trained model is served; 2: its weights are given away."""
    w, labs = x.w, x.places.lab_rows
    order, eci, openness = at(w.release, labs), at(w.eci, labs), at(w.openness, labs)
    out, gift = order > 0, order >= 2
    eci = jnp.where(out, jnp.maximum(at(w.trained_eci, labs), eci), eci)
    w.eci = put(w.eci, labs, eci)
    w.openness = put(w.openness, labs, jnp.where(gift, 1.0, jnp.where(out, 0.0, openness)))
    news = gift & (eci > w.open_eci)
    trust = jnp.minimum(at(w.trust, labs) + x.k("open_weights.trust") * gift, 100.0)
    w.trust = put(w.trust, labs, trust)
    staff = at(w.staff, labs) * (1.0 + x.k("open_weights.talent") * news)
    w.staff = put(w.staff, labs, staff)
    told = (at(w.software, labs) * gift).max(axis=0) * x.k("open_weights.readable")
    w.open_software = jnp.maximum(w.open_software, told)
    w.open_eci = jnp.maximum(w.open_eci, (eci * gift).max(axis=0))
    w.release = put(w.release, labs, 0.0)


def teach(x: Quarter) -> None:
    """The usual price of what is no better than a gift is not above hosting, and a margin."""
    w, labs = x.w, x.places.lab_rows
    quality = jnp.maximum(at(w.eci, labs), x.k("inference.least_eci"))
    hours = hours_per_mtok(x, quality, w.open_eci, w.open_software) * at(w.thinking_cost, labs)
    hosting = hours * w.rent_usd_per_hour * x.k("inference.margin") * at(w.price_stance, labs)
    price, capped = at(w.token_price_usd, labs), quality <= w.open_eci
    price = jnp.where(capped, jnp.minimum(price, hosting), price)
    w.token_price_usd = put(w.token_price_usd, labs, price)
    w.class_price_usd = jnp.where(
        w.open_eci >= x.k("inference.class_eci"),
        jnp.minimum(w.class_price_usd, class_hosting(x)),
        w.class_price_usd,
    )


def class_hosting(x: Quarter) -> Array:
    """What hosts ask for an answer as good as GPT-4's once the weights of one are open."""
    w = x.w
    hours = hours_per_mtok(x, x.k("inference.class_eci"), w.open_eci, w.open_software)
    return hours * w.rent_usd_per_hour * x.k("inference.margin")


def build(x: Quarter) -> None:
    """Others build on what many use and on the best that may be changed; people follow."""
    w, labs = x.w, x.places.lab_rows
    behind = jnp.maximum(w.open_eci - at(w.eci, labs), 0.0) / x.k("open_weights.stack_span")
    free = x.k("open_weights.stack_pull") * at(w.openness, labs) * jnp.exp(-behind)
    pull = at(w.share, labs) + free
    pull = pull / jnp.maximum(pull.sum(axis=0), 1e-12)
    more = x.k("open_weights.stack_speed") * (pull - at(w.stack, labs))
    w.stack = add(w.stack, labs, more)
    drawn = 1.0 + x.k("open_weights.stack_talent") * at(w.stack, labs)
    w.staff = put(w.staff, labs, at(w.staff, labs) * drawn)


def port(x: Quarter) -> None:
    """Porting is research: the state's pressure drives it, open code helps, lock-in wears off."""
    w, labs = x.w, x.places.lab_rows
    free = (at(w.stack, labs) * at(w.openness, labs)).sum(axis=0)
    help_ = 1.0 + x.k("open_weights.port_open") * free
    pressure = at(w.home_share, x.places.region_of)
    speed = x.k("open_weights.port_speed")
    w.ported = w.ported + speed * pressure * help_ * (1.0 - w.ported)
    elsewhere = (at(w.stack, labs) * at(w.ported, labs)).sum(axis=0)
    w.lockin = w.lockin * (1.0 - x.k("open_weights.lockin_wear") * elsewhere)


def gather(x: Quarter) -> None:
    """Members come to a commons that stands well and whose model is near the best; others leave."""
    w, home = x.w, x.actor("commons")
    near = jnp.exp((w.eci[home] - w.eci.max(axis=0)) / x.k("open_weights.stack_span"))
    join = x.k("open_weights.join") * near * w.trust[home] / 50.0
    w.commons_h100e = w.commons_h100e * (1.0 + join - x.k("open_weights.leave"))
