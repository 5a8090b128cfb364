"""How are orders carried out in very many worlds at once?

The same verbs as in `effects.py` and `by_number.py`, with the same results to the last bit: an
array holds a figure in every world, and a mask says where the order is given. What an order does is
worked out once for each seat that may give it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from game.engine.effects import apply_outcome, lay
from game.engine.money import afford, pay
from game.engine.order_plans import Plan, plans_for_all
from game.engine.quarter import Quarter
from game.world.arrays import Arrays, Ask
from game.world.figures import Reader
from game.world.state import Array, Floats


def carry_out(x: Quarter, cells: Sequence[tuple[int, int]]) -> None:
    """Pay for the orders given, (order, seat), and apply their effects, one after the other."""
    if not cells:
        return
    known = plans_for_all(x.ruleset)
    plans = [known[cell] for cell in cells]
    amounts = x.orders[tuple(np.array(cells).T)]
    given, fresh = amounts != 0, _freshness(x, plans)
    for place, plan in enumerate(plans):
        _follow(x, plan, amounts[place], given[place], fresh[place])


def _freshness(x: Quarter, plans: Sequence[Plan[Arrays]]) -> Floats:
    """(orders, worlds): 1 of what does not wear, or was not given of late; else less."""
    fresh = np.ones((len(plans), x.w.width))
    wearing = [(place, plan.wears, *plan.worn) for place, plan in enumerate(plans) if plan.worn]
    if wearing:
        rows, wears, habits, seats = map(np.array, zip(*wearing, strict=True))
        fresh[rows] = 1.0 / (1.0 + wears[:, None] * x.w.worn[habits, seats])
    return fresh


def _follow(x: Quarter, plan: Plan[Arrays], amount: Floats, where: Array, fresh: Floats) -> None:
    """Pay for an order and apply its effects in the worlds where it is given and can be paid."""
    w = x.w
    if plan.price is not None:
        (price,) = plan.price(w, amount, None, _asking(x, plan) if plan.asks else _nothing)
        purse = np.maximum(w.cash_usd[plan.me], 0)
        where &= purse >= x.k("policy.least_paid") * price
        pay(w, plan.me, plan.payee, np.where(where, np.minimum(price, purse), 0.0))
    x.recorder.mark(w, plan.cause)
    for part in plan.parts:
        if part.phases is None:
            cause, record = plan.cause, x.recorder
            apply_outcome(x.ruleset, w, part.effect, plan.seat, where, record, cause, amount, fresh)
            continue
        ask = _asking(x, plan) if part.asks else _nothing
        for payment in part.payments:
            (usd,) = payment.usd(w, amount, fresh, ask)
            due = np.where(where, usd, 0.0)
            due = afford(w, payment.payer, due) if payment.limited else due
            pay(w, payment.payer, payment.payee, due)
        for phase in part.phases:
            values = phase.values(w, amount, fresh, ask)
            for slot, when, value in zip(phase.slots, phase.whens, values, strict=True):
                row = getattr(w, slot.array)[(*slot.place, ...)]
                lay(w, row, slot, value, where, phase.is_set, when, x.recorder, plan.cause)
        x.recorder.mark(w, plan.cause)


def _asking(x: Quarter, plan: Plan[Arrays]) -> Ask:
    """Whom to ask for what is not simply stored, as it stands when it is first asked for."""
    return Reader(x.ruleset, x.w, plan.seat, fixed=x.fixed).brief


def _nothing(name: str) -> float:
    """Whoever asks was to have nothing to ask."""
    raise KeyError(name)
