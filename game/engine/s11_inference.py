"""S11 Inference: how many answers can each lab serve, and what does one cost?

What does not train answers. An answer costs the hours it takes times the rent: no fall of prices is
imposed, it follows from software, small models, teaching and rents. Prices stand above cost by the
lead over the best open model, and by the crowd before the counter (S13 caps them). Whose users
outgrow its machines buys hours by the meter, out of what they pay.
"""

from __future__ import annotations

import numpy as np

from game.engine.answers import answer_hours, markup, own_hours
from game.engine.landlords import filled, hand_over, room
from game.engine.money import afford, pay_from
from game.engine.quarter import HOURS, Quarter, between
from game.world.derived import lab_hours


def run(x: Quarter) -> None:
    """Run the old cards, count the hours that are free, and post a price for each lab's answers."""
    if np.count_nonzero(x.w.used_cards):
        run_cards(x)
    x.because("inference.cards")
    open_counters(x)
    meter(x)
    x.usable_h100e = None  # nobody asks any more
    x.because("inference.capacity")
    set_prices(x)
    price_class(x)
    x.because("inference.prices")


def run_cards(x: Quarter) -> None:
    """Second-hand gaming cards wear out and draw current; who cannot pay for it sells them off."""
    w, labs = x.w, x.places.lab_rows
    cards = w.used_cards[labs] * (1.0 - x.k("inference.card_wear"))
    tariff = x.by("externalities.usd_per_kwh", "region")[x.places.region_of[labs]]
    owed = cards * (x.k("inference.card_watts") / 1000.0 * HOURS * tariff)
    paid = pay_from(w, labs, x.actor("outside"), np.floor(afford(w, labs, owed)))
    w.used_cards[labs] = cards * np.minimum((paid + 1.0) / np.maximum(owed, 1.0), 1.0)


def open_counters(x: Quarter) -> None:
    """Machine time that does not train; gaming cards can do nothing but answer."""
    w, labs = x.w, x.places.lab_rows
    free = lab_hours(x.ruleset, w, x.usable(labs)) * (1.0 - w.train_share[labs])
    w.answer_h100e[labs] = free + w.used_cards[labs] * x.k("inference.card_h100e")


def meter(x: Quarter) -> None:
    """Hours by the meter, at the full rent: as many as users will want, room and revenue allow."""
    w, labs = x.w, x.places.lab_rows
    want = w.load_h100e[labs] * (1.0 + x.k("inference.foresight")) - w.answer_h100e[labs]
    purse = np.maximum(w.cash_usd[labs], 0)
    means = np.minimum(w.arr_usd[labs] * (x.k("inference.meter_share") / 4.0), purse)
    price = w.rent_usd_per_hour * HOURS
    hours = np.minimum(np.maximum(want, 0.0), means / price)
    if np.count_nonzero(hours):
        free, total = room(x)
        hours *= filled(x, total, hours)
        hand_over(x, free, total, hours, hours * price)
        w.answer_h100e[labs] += hours


def set_prices(x: Quarter) -> None:
    """Hours times rent, times what a lead earns, what a crowd adds and what the lab decides."""
    w, labs = x.w, x.places.lab_rows
    x.answer_hours = answer_hours(x)
    cost = x.answer_hours * w.rent_usd_per_hour
    crowd = w.load_h100e[labs] / np.maximum(w.answer_h100e[labs], 1e-3)
    crowd = between(crowd, 1.0, x.k("inference.crowd_most")) ** x.k("inference.crowd_power")
    w.token_price_usd[labs] = cost * markup(x, w.eci[labs]) * crowd * w.price_stance[labs]


def price_class(x: Quarter) -> None:
    """The cheapest answer as good as GPT-4's; before there is one, what the best lab would ask."""
    w, labs = x.w, x.places.lab_rows
    quality = x.k("inference.class_eci")
    reached = np.minimum(quality, w.eci[labs].max(axis=0))
    hours = np.where(w.eci[labs] >= reached, own_hours(x, quality), np.inf).min(axis=0)
    w.class_price_usd = hours * w.rent_usd_per_hour * markup(x, quality)
