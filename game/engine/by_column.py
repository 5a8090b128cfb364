"""How are orders carried out in very many worlds at once?

The same verbs as in `effects.py` and `by_number.py`, with the same results to the last bit: an
array holds a figure in every world, and a mask says where the order is given. What an order does is
worked out once for each seat that may give it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from game.engine.effects import apply_outcome, promise
from game.engine.money import afford, pay
from game.engine.order_plans import Part, Phase, Plan, plans_for_all
from game.engine.quarter import Quarter
from game.world.arrays import Arrays, Ask
from game.world.causes import END
from game.world.figures import Reader, put
from game.world.state import Array, Floats


class Given(NamedTuple):
    """Where an order is given, how much of it, and how fresh it is there."""

    where: Array
    amount: Floats
    fresh: Floats | None  # None: it never wears


def carry_out(x: Quarter, cells: Iterable[tuple[int, int]]) -> None:
    """Pay for the orders given, (order, seat), and apply their effects, one after the other."""
    known = plans_for_all(x.ruleset)
    for cell in cells:
        plan, amount = known[cell], x.orders[cell]
        fresh = None if plan.worn is None else 1.0 / (1.0 + plan.wears * x.w.worn[plan.worn])
        _follow(x, plan, Given(amount != 0, amount, fresh))


def _follow(x: Quarter, plan: Plan[Arrays], given: Given) -> None:
    """Pay for an order and apply its effects in the worlds where it is given."""
    w, (where, amount, fresh) = x.w, given
    if plan.price is not None:
        (price,) = plan.price(w, amount, None, _asking(x, plan))
        pay(w, plan.me, plan.payee, afford(w, plan.me, np.where(where, price, 0.0)))
    x.recorder.mark(w, plan.cause)
    for part in plan.parts:
        if part.phases is None:
            cause, record = plan.cause, x.recorder
            apply_outcome(x.ruleset, w, part.effect, plan.seat, where, record, cause, amount, fresh)
            continue
        write = _write_later if part.after else _write_now
        ask = _asking(x, plan) if part.asks else _nothing
        for phase in part.phases:
            write(x, part, phase, given, ask, plan.cause)
        x.recorder.mark(w, plan.cause)


def _asking(x: Quarter, plan: Plan[Arrays]) -> Ask:
    """Whom to ask for what is not simply stored, as it stands when it is first asked for."""
    return Reader(x.ruleset, x.w, plan.seat).brief


def _nothing(name: str) -> float:
    """Whoever asks was to have nothing to ask."""
    raise KeyError(name)


def _write_now(
    x: Quarter, part: Part[Arrays], phase: Phase[Arrays], given: Given, ask: Ask, cause: str
) -> None:
    """Write figures, for good or for a time; see `effects._write`."""
    w, (where, amount, fresh) = x.w, given
    values = phase.values(w, amount, fresh, ask)
    for slot, value in zip(phase.slots, values, strict=True):
        row = getattr(w, slot.array)[(*slot.place, ...)]
        before = row.astype(np.float64) if part.ends else None
        put(row, slot, value if phase.is_set else row + value, where)
        if before is not None:
            promise(w, slot.target, part.ends, before - row, x.recorder, END + cause)


def _write_later(
    x: Quarter, part: Part[Arrays], phase: Phase[Arrays], given: Given, ask: Ask, cause: str
) -> None:
    """Promise what is to be written, and perhaps its end; see `effects._write`."""
    w, (where, amount, fresh) = x.w, given
    values = phase.values(w, amount, fresh, ask)
    for slot, value in zip(phase.slots, values, strict=True):
        if phase.is_set:
            value = value - getattr(w, slot.array)[(*slot.place, ...)]
        moved = np.where(where, value, 0.0)
        promise(w, slot.target, part.after, moved, x.recorder, cause)
        if part.ends:
            promise(w, slot.target, part.ends, -moved, x.recorder, END + cause)
