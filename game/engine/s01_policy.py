"""S1 Policy: what do the orders of the quarter change, and who may sell what to whom?

What was set going earlier comes due, then the orders are carried out, then every licence is worked
out afresh: a ban is a predicate on the attributes of a chip, not a name, so a vendor may
re-draw the chip under the threshold.
"""

from __future__ import annotations

import numpy as np

from game.engine.effects import apply_outcome
from game.engine.orders import price_array
from game.engine.quarter import Quarter, afford, pay
from game.world.figures import target_bindings, write_at


def run(x: Quarter) -> None:
    """What comes due, the orders, licences, re-drawn chips, minerals."""
    come_due(x)
    x.because("policy.due")
    carry_out_orders(x)
    license_chips(x)
    redraw_chips(x)
    x.because("policy.licences")
    price_minerals(x)
    x.because("policy.minerals")


def carry_out_orders(x: Quarter) -> None:
    """Pay for each order given and apply its effects, in the order of the content files."""
    for index, order in enumerate(x.ruleset.orders.values()):
        for seat in order.seats:
            amount = x.orders[index, x.ruleset.index("seat", seat)]
            given = amount != 0
            if not given.any():
                continue
            me = x.actor(seat)
            cost = np.where(given, price_array(x.ruleset, x.w, seat, order, amount), 0.0)
            payee = me if order.payee == "me" else x.actor(order.payee)
            pay(x.w, me, payee, afford(x.w, me, cost))
            cause = f"order:{seat}:{order.id}"
            x.recorder.mark(x.w, cause)
            for effect in order.effects:
                apply_outcome(x.ruleset, x.w, effect, seat, given, x.recorder, cause, amount=amount)


def come_due(x: Quarter) -> None:
    """Additions that were promised for this quarter; the others move one quarter nearer."""
    w = x.w
    everywhere = np.ones(w.width, bool)
    for row, binding in enumerate(target_bindings(x.ruleset)):
        due = w.pending[row, 0]
        if due.any():
            old = getattr(w, binding.array)[binding.index].astype(np.float64)
            write_at(w, binding, 0, old + due, everywhere)
    w.pending[:, :-1] = w.pending[:, 1:]
    w.pending[:, -1] = 0.0


def license_chips(x: Quarter) -> None:
    """licence[k, r] = 0 where the class passes a threshold of the region.

    In the quarter of a new ban a part of the sales is under way and goes through.
    """
    w = x.w
    floor = x.k("policy.density_floor_tpp")
    for k, chip in enumerate(x.ruleset.chips.values()):
        if x.ruleset.actors[chip.maker].region != "us":
            continue
        fast = (chip.tpp >= w.limit_tpp) & (chip.bandwidth_gbs >= w.limit_bandwidth)
        dense = (chip.tpp >= floor) & (chip.density >= w.limit_density)
        before = w.licence[k]
        under_way = x.k("policy.under_way") * (before >= 1.0)
        w.licence[k] = np.where(fast | dense, under_way, 1.0)


def redraw_chips(x: Quarter) -> None:
    """A class re-drawn for a closed market goes on sale some quarters after the ban."""
    w = x.w
    wait = x.ruleset.table("policy.respec_quarters")
    cn = x.region("cn")
    for k, chip in enumerate(x.ruleset.chips.values()):
        on_time = w.turn >= chip.from_turn
        if chip.respec_of is None:
            w.available[k] = np.where(on_time, 1.0, w.available[k])
            continue
        banned = w.licence[x.chip(chip.respec_of), cn] < 1
        w.respec_quarters[k] += np.where(banned & (w.available[x.chip(chip.respec_of)] > 0), 1, 0)
        ready = w.respec_quarters[k] > wait[chip.id]
        w.available[k] = np.where(ready, 1.0, w.available[k])


def price_minerals(x: Quarter) -> None:
    """Controls raise the price abroad, by a part of the distance each quarter."""
    w = x.w
    target = 1.0 + x.k("policy.minerals_peak") * w.minerals_control
    w.minerals_price += x.k("policy.minerals_speed") * (target - w.minerals_price)
