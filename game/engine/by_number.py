"""How are orders carried out where there are but a few worlds?

The same verbs as in `effects.py`, in plain numbers and lane by lane: in a game, two lanes wide, a
numpy call costs as much as all the arithmetic of an effect. What an order does is worked out once
for each seat that may give it, and once for all lanes that are alike. Results are those of a batch
to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache, partial

import numpy as np

from game.engine.effects import apply_outcome
from game.engine.order_plans import PURSES, Part, Phase, Plan, plans, slots_due
from game.engine.quarter import FEW, Quarter
from game.world.axes import LAGS
from game.world.causes import END
from game.world.figures import Reader
from game.world.numbers import Ask, Numbers
from game.world.state import Array, Floats, Ints

Lanes = tuple[int, ...]  # lanes that are alike: the first is read, all are written
Given = tuple[Lanes, float, float]  # where, how much is ordered there, and how fresh that is


def lanes_of(x: Quarter) -> tuple[Lanes, ...]:
    """The lanes of a quarter, those together that are alike."""
    return _together(x.w.width) if x.alike else _apart(x.w.width)


@lru_cache(maxsize=FEW)
def _together(width: int) -> tuple[Lanes, ...]:
    return (tuple(range(width)),)


@lru_cache(maxsize=FEW)
def _apart(width: int) -> tuple[Lanes, ...]:
    return tuple((lane,) for lane in range(width))


def carry_out(x: Quarter, cells: Iterable[tuple[int, int]]) -> None:
    """Pay for the orders given, (order, seat), and apply their effects, one after the other."""
    known, apart = plans(x.ruleset), lanes_of(x)
    for cell in cells:
        plan, amounts = known[cell], x.orders[cell]
        worn = None if plan.worn is None else x.w.worn[plan.worn]
        given: list[Given] = []
        for lanes in apart:
            amount = float(amounts[lanes[0]])
            if amount:
                fresh = 1.0 if worn is None else 1.0 / (1.0 + plan.wears * float(worn[lanes[0]]))
                given.append((lanes, amount, fresh))
        _follow(x, plan, given)


def _follow(x: Quarter, plan: Plan[Numbers], given: list[Given]) -> None:
    """Pay for an order and apply its effects in the lanes where it is given and can be paid."""
    w, mark = x.w, x.recorder.mark
    if plan.price is None:
        mark(w, plan.cause, ())
    else:
        asks = _asking(x, plan.seat) if plan.asks else NOBODY
        paid = []
        for each in given:
            lanes, amount, _ = each
            if _pay(x, plan, lanes, plan.price(w, lanes[0], amount, 1.0, asks[lanes[0]])[0]):
                paid.append(each)
        given = paid
        mark(w, plan.cause, PURSES)
    for part in plan.parts:
        if part.phases is None:
            _apply_to_all(x, part, plan, given)
            continue
        asks = _asking(x, plan.seat) if part.asks else NOBODY
        for payment in part.payments:
            for lanes, amount, fresh in given:
                (usd,) = payment.usd(w, lanes[0], amount, fresh, asks[lanes[0]])
                _move_usd(x, payment.payer, payment.payee, lanes, usd, payment.limited)
        write = _write_later if part.after else _write_now
        for phase in part.phases:
            for each in given:
                write(x, part, phase, each, asks[each[0][0]], plan.cause)
        mark(w, plan.cause, part.arrays)


def _apply_to_all(x: Quarter, part: Part[Numbers], plan: Plan[Numbers], given: list[Given]) -> None:
    """Moves of chips are seldom, and left to `effects.py`."""
    amounts, fresh = np.zeros(x.w.width), np.ones(x.w.width)
    for lanes, amount, freshness in given:
        for lane in lanes:
            amounts[lane], fresh[lane] = amount, freshness
    where: Array = amounts != 0
    outcome, seat, cause = part.effect, plan.seat, plan.cause
    apply_outcome(x.ruleset, x.w, outcome, seat, where, x.recorder, cause, amounts, fresh)


def _asking(x: Quarter, seat: str) -> tuple[Ask, ...]:
    """By lane, whom to ask for what is not simply stored, as it stands when it is first asked for.

    One reader serves all lanes: what is written in one is never read in another.
    """
    reader = Reader(x.ruleset, x.w, seat, fixed=x.fixed)
    return tuple(partial(_in_lane, reader, lane) for lane in range(x.w.width))


def _in_lane(reader: Reader, lane: int, name: str) -> float:
    return float(reader(name)[lane])


def _nothing(name: str) -> float:
    """Whoever asks was to have nothing to ask."""
    raise KeyError(name)


NOBODY: tuple[Ask, ...] = (_nothing,) * FEW


def _pay(x: Quarter, plan: Plan[Numbers], lanes: Lanes, price: float) -> bool:
    """Whether the purse covers an order, which is then paid."""
    purse = int(x.w.cash_usd[plan.me, lanes[0]])
    if not max(purse, 0) >= x.k("policy.least_paid") * price:
        return False
    _move_usd(x, plan.me, plan.payee, lanes, price)
    return True


def _move_usd(
    x: Quarter, payer: int, payee: int, lanes: Lanes, usd: float, limited: bool = True
) -> None:
    """Pay in whole dollars, as far as the purse goes where that is `limited`; see `money.pay`."""
    cash, income = x.w.cash_usd, x.w.income_usd
    purse = int(cash[payer, lanes[0]])
    due = max(usd, 0.0) if math.isfinite(usd) else 0.0  # what is none is found after the quarter
    paid = round(min(due, max(float(purse), 0.0)) if limited else due)
    if not paid:
        return
    held = (purse - paid if payee == payer else int(cash[payee, lanes[0]])) + paid
    received = int(income[payee, lanes[0]]) + paid
    for lane in lanes:
        cash[payer, lane] = purse - paid
        cash[payee, lane] = held
        income[payee, lane] = received


def _write_now(
    x: Quarter, part: Part[Numbers], phase: Phase[Numbers], at: Given, ask: Ask, cause: str
) -> None:
    """Write figures, for good or for a time; see `effects._write`."""
    w, (lanes, amount, fresh) = x.w, at
    first, values = lanes[0], phase.values(w, lanes[0], amount, fresh, ask)
    for place, (array, _, cells, low, high, whole, target) in enumerate(phase.slots):
        row, value = getattr(w, array), values[place]
        before = float(row[cells[first]])
        new = bounded(value if phase.is_set else before + value, low, high)
        if whole:
            new = round(new)
        for lane in lanes:
            row[cells[lane]] = new
        if part.ends:
            promise(x, target, part.ends, lanes, before - new, END + cause)


def _write_later(
    x: Quarter, part: Part[Numbers], phase: Phase[Numbers], at: Given, ask: Ask, cause: str
) -> None:
    """Promise what is to be written, and perhaps its end; see `effects._write`."""
    w, (lanes, amount, fresh) = x.w, at
    first, values = lanes[0], phase.values(w, lanes[0], amount, fresh, ask)
    for place, slot in enumerate(phase.slots):
        moved = values[place]
        if phase.is_set:
            moved -= float(getattr(w, slot.array)[slot.cells[first]])
        promise(x, slot.target, part.after, lanes, moved, cause)
        if part.ends:
            promise(x, slot.target, part.ends, lanes, -moved, END + cause)


def bounded(value: float, low: float | None, high: float | None) -> float:
    """A value within the bounds of its figure, as `figures.put` has it."""
    if low is not None and not value > low:
        value = low
    if high is not None and not value < high:
        value = high
    return value


def promise(x: Quarter, row: int, quarters: int, lanes: Lanes, moved: float, cause: str) -> None:
    """Put an addition into the column of the turn in which it is due; see `effects.promise`."""
    turn, pending = int(x.w.turn[0]) + quarters, x.w.pending
    column = turn % LAGS
    due = float(pending[row, column, lanes[0]]) + moved
    for lane in lanes:
        pending[row, column, lane] = due
    if lanes[0] == 0:  # reasons are those of the first
        x.recorder.promise(row, turn, (moved,), cause)


def lay(x: Quarter, rows: Ints, due: Floats) -> None:
    """Lay what is due at places on their figures, within the bounds of these; (places, worlds)."""
    w, slots, apart, laid = x.w, slots_due(x.ruleset), lanes_of(x), x.recorder.laid
    for place, added in zip(rows.tolist(), due.tolist(), strict=True):
        array, _, cells, low, high, whole, _ = slots[place]
        row = getattr(w, array)
        for lanes in apart:
            first, more = cells[lanes[0]], added[lanes[0]]
            if more:
                new = bounded(float(row[first]) + more, low, high)
                new = round(new) if whole else new
                for lane in lanes:
                    row[cells[lane]] = new
        laid(w, place)
