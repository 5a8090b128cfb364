"""How are orders carried out where there are but a few worlds?

The same verbs as in `effects.py`, in plain numbers and lane by lane: in a game, two lanes wide, a
numpy call costs as much as all the arithmetic of an effect. What an order does is worked out once
for each seat that may give it. Results are those of a batch to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from game.engine.effects import Write, apply_outcome, deed_of
from game.engine.quarter import FEW, Quarter
from game.world.causes import END
from game.world.figures import Reader, target_bindings
from game.world.numbers import Ask, Number, is_stored, number
from game.world.state import FIELDS, LAGS, Array, Floats, Ints

if TYPE_CHECKING:
    from game.content.models.conduct import Order
    from game.content.models.story import Effect
    from game.content.ruleset import Ruleset

PURSES = ("cash_usd", "income_usd")  # what paying changes
Lane = tuple[int, float, float]  # which one, how much is ordered there, and how fresh that is


class Step(NamedTuple):
    """One `add` or `set`: what it comes to, where it goes, and when."""

    value: Number
    array: str
    cells: tuple[tuple[int, ...], ...]  # by lane
    is_set: bool
    low: float | None
    high: float | None
    whole: bool  # only whole numbers can stand there
    target: int  # the row of `pending`, when something of it comes later
    after: int  # quarters; 0 is now
    ends: int  # quarters after which it is taken back, 0 never


class Slot(NamedTuple):
    """Where an addition goes that was promised."""

    array: str
    cells: tuple[tuple[int, ...], ...]  # by lane
    low: float | None
    high: float | None
    whole: bool


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """One effect of an order: additions, then what is set. Where money or chips move, none."""

    effect: Effect
    phases: tuple[tuple[Step, ...], ...] | None
    asks: bool  # some number is not read straight from the state
    arrays: frozenset[str]  # of the state that it may change


@dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """An order as one seat carries it out."""

    cause: str
    me: int
    payee: int
    price: Number | None
    asks: bool  # the price does
    parts: tuple[Part, ...]


@lru_cache(maxsize=16)
def _plans(ruleset: Ruleset) -> dict[tuple[str, str], Plan]:
    """The plans made so far, by order and seat."""
    return {}


def _plan_of(ruleset: Ruleset, order: Order, seat: str) -> Plan:
    """The order as the seat carries it out, worked out when it is first given."""
    known, key = _plans(ruleset), (order.id, seat)
    found = known.get(key)
    if found is None:
        me = ruleset.index("actor", seat)
        found = known[key] = Plan(
            cause=f"order:{seat}:{order.id}",
            me=me,
            payee=me if order.payee == "me" else ruleset.index("actor", order.payee),
            price=None if order.cost.constant == 0.0 else number(ruleset, me, order.cost),
            asks=not all(is_stored(ruleset, me, name) for name in order.cost.names),
            parts=tuple(_part(ruleset, effect, seat, me) for effect in order.effects),
        )
    return found


def _part(ruleset: Ruleset, effect: Effect, seat: str, me: int) -> Part:
    if any((effect.pay, effect.gain, effect.transfer)):
        return Part(effect, None, asks=True, arrays=frozenset())
    deed = deed_of(ruleset, effect, seat)
    phases = tuple(
        tuple(_step(ruleset, effect, write, me) for write in writes)
        for writes in (deed.adds, deed.sets)
        if writes
    )
    writes = (*deed.adds, *deed.sets)
    names = {name for write in writes for name in write.expression.names}
    asks = not all(is_stored(ruleset, me, name) for name in names)
    return Part(effect, phases, asks, frozenset({"pending", *(each.array for each in writes)}))


def _step(ruleset: Ruleset, effect: Effect, write: Write, me: int) -> Step:
    # An order is carried out in the tick: a quarter of its delay has passed by the next table.
    after = max(effect.after - 1, 0) if write.target is not None else 0
    return Step(
        value=number(ruleset, me, write.expression),
        array=write.array,
        cells=tuple((*write.place[:-1], lane) for lane in range(FEW)),
        is_set=write.is_set,
        low=write.binding.low,
        high=write.binding.high,
        whole=FIELDS[write.array]["kind"] is np.int64,
        target=-1 if write.target is None else write.target,
        after=min(after, LAGS),
        ends=min(after + effect.for_, LAGS) if effect.for_ else 0,
    )


def carry_out(x: Quarter, order: Order, seat: str, amounts: Floats, worn: Floats | None) -> None:
    """Pay for an order and apply its effects in the lanes where it is given."""
    w, plan = x.w, _plan_of(x.ruleset, order, seat)
    lanes: list[Lane] = [(n, amount, 1.0) for n, amount in enumerate(amounts.tolist()) if amount]
    if plan.price is not None:
        asks = _asking(x, seat) if plan.asks else NOBODY
        for lane, amount, _ in lanes:
            _pay(x, plan, lane, plan.price(w, lane, amount, 1.0, asks[lane]))
    x.recorder.mark(w, plan.cause, PURSES if plan.price is not None else ())
    if worn is not None:
        lanes = [(n, amount, 1.0 / (1.0 + order.wears * float(worn[n]))) for n, amount, _ in lanes]
    for part in plan.parts:
        if part.phases is None:
            _apply_to_all(x, part, seat, plan.cause, amounts, lanes)
            continue
        asks = _asking(x, seat) if part.asks else NOBODY
        for steps in part.phases:
            for each in lanes:
                _write(x, steps, each, asks[each[0]], plan.cause)
        x.recorder.mark(w, plan.cause, part.arrays)


def _apply_to_all(
    x: Quarter, part: Part, seat: str, cause: str, amounts: Floats, lanes: list[Lane]
) -> None:
    """Moves of money and chips are seldom, and left to `effects.py`."""
    fresh = np.ones(amounts.size)
    for lane, _, freshness in lanes:
        fresh[lane] = freshness
    given: Array = amounts != 0
    apply_outcome(x.ruleset, x.w, part.effect, seat, given, x.recorder, cause, amounts, fresh)


def _asking(x: Quarter, seat: str) -> tuple[Ask, ...]:
    """By lane, whom to ask for what is not simply stored, as it stands when it is first asked for.

    One reader serves all lanes: what is written in one is never read in another.
    """
    reader = Reader(x.ruleset, x.w, seat)
    return tuple(partial(_in_lane, reader, lane) for lane in range(x.w.width))


def _in_lane(reader: Reader, lane: int, name: str) -> float:
    return float(reader(name)[lane])


def _nothing(name: str) -> float:
    """Whoever asks was to have nothing to ask."""
    raise KeyError(name)


NOBODY: tuple[Ask, ...] = (_nothing,) * FEW


def _pay(x: Quarter, plan: Plan, lane: int, price: float) -> None:
    """The price of an order, as far as the purse goes, in whole dollars; see `money.pay`."""
    cash, income = x.w.cash_usd, x.w.income_usd
    payer, payee = (plan.me, lane), (plan.payee, lane)
    purse = int(cash[payer])
    paid = round(min(max(price, 0.0), max(float(purse), 0.0)))
    cash[payer] = purse - paid
    cash[payee] = int(cash[payee]) + paid
    income[payee] = int(income[payee]) + paid


def _write(x: Quarter, steps: tuple[Step, ...], at: Lane, ask: Ask, cause: str) -> None:
    """Write figures now or after some quarters, for good or for a time; see `effects._write`.

    All are worked out before the first is written: none sees what another does.
    """
    w, (lane, amount, fresh) = x.w, at
    values = [step[0](w, lane, amount, fresh, ask) for step in steps]
    for value, step in zip(values, steps, strict=True):
        _, array, cells, is_set, low, high, whole, target, after, ends = step
        row, cell = getattr(w, array), cells[lane]
        before = float(row[cell])
        if after:
            moved = value - before if is_set else value
            promise(x, target, after, lane, moved, cause)
        else:
            new = bounded(value if is_set else before + value, low, high)
            row[cell] = new = round(new) if whole else new
            moved = new - before
        if ends:
            promise(x, target, ends, lane, -moved, END + cause)


def bounded(value: float, low: float | None, high: float | None) -> float:
    """A value within the bounds of its figure, as `figures.put` has it."""
    if low is not None and not value > low:
        value = low
    if high is not None and not value < high:
        value = high
    return value


def promise(x: Quarter, row: int, quarters: int, lane: int, moved: float, cause: str) -> None:
    """Put an addition into the column of the turn in which it is due; see `effects.promise`."""
    turn = int(x.w.turn[0]) + quarters
    place = row, turn % LAGS, lane
    x.w.pending[place] = float(x.w.pending[place]) + moved
    if lane == 0:  # reasons are those of the first
        x.recorder.promise(row, turn, (moved,), cause)


@lru_cache(maxsize=8)
def _slots(ruleset: Ruleset) -> tuple[Slot, ...]:
    """Where the rows of `pending` go, in their order."""
    found = []
    for binding in target_bindings(ruleset):
        cells = tuple((*binding.index, lane) for lane in range(FEW))
        whole = FIELDS[binding.array]["kind"] is np.int64
        found.append(Slot(binding.array, cells, binding.low, binding.high, whole))
    return tuple(found)


def lay(x: Quarter, rows: Ints, due: Floats) -> None:
    """Lay what is due at places on their figures, within the bounds of these; (places, worlds)."""
    w, slots = x.w, _slots(x.ruleset)
    for place, added in zip(rows.tolist(), due.tolist(), strict=True):
        array, cells, low, high, whole = slots[place]
        row = getattr(w, array)
        for cell, more in zip(cells, added, strict=False):
            if more:
                new = bounded(float(row[cell]) + more, low, high)
                row[cell] = round(new) if whole else new
        x.recorder.laid(w, place)
