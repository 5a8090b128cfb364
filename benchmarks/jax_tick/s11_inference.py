"""S11 Inference, compiled: the rules of game/engine/s11_inference.py on arrays never written."""

from __future__ import annotations

import jax.numpy as jnp

from benchmarks.jax_tick.arrays import add, at, put
from benchmarks.jax_tick.common import (
    answer_hours,
    filled,
    hand_over,
    lab_hours,
    markup,
    own_hours,
    room,
)
from benchmarks.jax_tick.quarter import HOURS, Quarter


def run(x: Quarter) -> None:
    """Run the old cards, count the hours that are free, and post a price for each lab's answers."""
    run_cards(x)
    open_counters(x)
    meter(x)
    set_prices(x)
    price_class(x)


def run_cards(x: Quarter) -> None:
    """Second-hand gaming cards wear out and draw current; who cannot pay sells them off."""
    w, labs = x.w, x.places.labs
    cards = at(w.used_cards, labs) * (1.0 - x.k("inference.card_wear"))
    tariff = x.by("externalities.usd_per_kwh", "region")[x.places.region_of[labs]]
    owed = cards * (x.k("inference.card_watts") / 1000.0 * HOURS * tariff)
    paid = x.pay_from(labs, x.actor("outside"), jnp.floor(x.afford(labs, owed)))
    kept = jnp.minimum((paid + 1.0) / jnp.maximum(owed, 1.0), 1.0)
    w.used_cards = put(w.used_cards, labs, cards * kept)


def open_counters(x: Quarter) -> None:
    """Machine time that does not train; gaming cards can do nothing but answer."""
    w, labs = x.w, x.places.lab_rows
    free = lab_hours(x) * (1.0 - at(w.train_share, labs))
    cards = at(w.used_cards, labs) * x.k("inference.card_h100e")
    w.answer_h100e = put(w.answer_h100e, labs, free + cards)


def meter(x: Quarter) -> None:
    """Hours by the meter, at the full rent: as many as users will want, room and revenue allow."""
    w, labs = x.w, x.places.lab_rows
    ahead = at(w.load_h100e, labs) * (1.0 + x.k("inference.foresight"))
    want = ahead - at(w.answer_h100e, labs)
    purse = jnp.maximum(at(w.cash_usd, labs), 0)
    means = jnp.minimum(at(w.arr_usd, labs) * (x.k("inference.meter_share") / 4.0), purse)
    price = w.rent_usd_per_hour * HOURS
    hours = jnp.minimum(jnp.maximum(want, 0.0), means / price)
    free, total = room(x)
    hours = hours * filled(x, total, hours)
    hand_over(x, free, total, hours, hours * price)
    w.answer_h100e = add(w.answer_h100e, labs, hours)


def set_prices(x: Quarter) -> None:
    """Hours times rent, times what a lead earns, what a crowd adds and what the lab decides."""
    w, labs = x.w, x.places.lab_rows
    cost = answer_hours(x) * w.rent_usd_per_hour
    crowd = at(w.load_h100e, labs) / jnp.maximum(at(w.answer_h100e, labs), 1e-3)
    most, power = x.k("inference.crowd_most"), x.k("inference.crowd_power")
    crowd = jnp.clip(crowd, 1.0, most) ** power
    price = cost * markup(x, at(w.eci, labs)) * crowd * at(w.price_stance, labs)
    w.token_price_usd = put(w.token_price_usd, labs, price)


def price_class(x: Quarter) -> None:
    """The cheapest answer as good as GPT-4's; before there is one, what the best lab would ask."""
    w = x.w
    eci = at(w.eci, x.places.lab_rows)
    quality = x.k("inference.class_eci")
    reached = jnp.minimum(quality, eci.max(axis=0))
    hours = jnp.where(eci >= reached, own_hours(x, quality), jnp.inf).min(axis=0)
    w.class_price_usd = hours * w.rent_usd_per_hour * markup(x, quality)
