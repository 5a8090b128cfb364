"""S11 Inference in one world: how many answers can each lab serve, and what does one cost?

What does not train answers. An answer costs the hours it takes times the rent; prices stand above
cost by the lead over the best open model, and by the crowd before the counter. Whose users outgrow
its machines buys hours by the meter.
"""

from __future__ import annotations

import math

from benchmarks.oracle.answers import answer_hours, markup, own_hours
from benchmarks.oracle.arithmetic import clip
from benchmarks.oracle.hours import lab_hours
from benchmarks.oracle.landlords import POOLS, filled, hand_over, room, tenants
from benchmarks.oracle.money import afford
from benchmarks.oracle.quarter import HOURS, Quarter


def run(x: Quarter) -> None:
    """Run the old cards, count the hours that are free, and post a price for each lab's answers."""
    for lab in x.places.labs:
        run_cards(x, lab)
        open_counter(x, lab)
    for pool in POOLS:
        meter(x, pool)
    for lab in x.places.labs:
        set_price(x, lab)
    price_class(x)


def run_cards(x: Quarter, lab: str) -> None:
    """Second-hand gaming cards wear out and draw current; who cannot pay for it sells them off."""
    w = x.w
    cards = w.used_cards[lab] * (1.0 - x.k("inference.card_wear"))
    tariff = x.by("externalities.usd_per_kwh", x.places.region_of[lab])
    owed = cards * (x.k("inference.card_watts") / 1000.0 * HOURS * tariff)
    paid = x.pay(lab, "outside", math.floor(afford(w, lab, owed)))
    w.used_cards[lab] = cards * min((paid + 1.0) / max(owed, 1.0), 1.0)


def open_counter(x: Quarter, lab: str) -> None:
    """Machine time that does not train; gaming cards can do nothing but answer."""
    w = x.w
    free = lab_hours(x, lab) * (1.0 - w.train_share[lab])
    w.answer_h100e[lab] = free + w.used_cards[lab] * x.k("inference.card_h100e")


def meter(x: Quarter, pool: str) -> None:
    """Hours by the meter, at the full rent: as many as users will want, room and revenue allow."""
    w = x.w
    price = w.rent_usd_per_hour * HOURS
    hours = {}
    for lab in tenants(x, pool):
        soon = w.load_h100e[lab] * (1.0 + x.k("inference.foresight"))
        want = max(soon - w.answer_h100e[lab], 0.0)
        earned = w.arr_usd[lab] * (x.k("inference.meter_share") / 4.0)
        hours[lab] = min(want, min(earned, max(w.cash_usd[lab], 0)) / price)
    free = room(x, pool)
    part = filled(free, hours)
    hours = {lab: many * part for lab, many in hours.items()}
    hand_over(x, free, hours, {lab: many * price for lab, many in hours.items()})
    for lab, many in hours.items():
        w.answer_h100e[lab] += many


def set_price(x: Quarter, lab: str) -> None:
    """Hours times rent, times what a lead earns, what a crowd adds and what the lab decides."""
    w = x.w
    cost = answer_hours(x, lab) * w.rent_usd_per_hour
    crowd = w.load_h100e[lab] / max(w.answer_h100e[lab], 1e-3)
    crowd = clip(crowd, 1.0, x.k("inference.crowd_most")) ** x.k("inference.crowd_power")
    w.token_price_usd[lab] = cost * markup(x, w.eci[lab]) * crowd * w.price_stance[lab]


def price_class(x: Quarter) -> None:
    """The cheapest answer as good as GPT-4's; before there is one, what the best lab would ask."""
    w, labs = x.w, x.places.labs
    quality = x.k("inference.class_eci")
    reached = min(quality, max(w.eci[lab] for lab in labs))
    hours = min(own_hours(x, lab, quality) for lab in labs if w.eci[lab] >= reached)
    w.class_price_usd = hours * w.rent_usd_per_hour * markup(x, quality)
