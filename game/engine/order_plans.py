"""What does an order do, in plain numbers, when a seat gives it?

Read from content when the order is first given: which numbers are worked out, and in which cells of
the state they end, now or later. `by_number.py` carries it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from game.engine.effects import deed_of
from game.engine.quarter import FEW
from game.world.figures import Binding, target_bindings
from game.world.numbers import Number, Numbers, is_stored, number, numbers
from game.world.state import FIELDS, LAGS, axis_ids

if TYPE_CHECKING:
    from game.content.models.conduct import Order
    from game.content.models.story import Effect
    from game.content.ruleset import Ruleset


class Slot(NamedTuple):
    """Where a number goes."""

    array: str
    cells: tuple[tuple[int, ...], ...]  # by lane
    low: float | None
    high: float | None
    whole: bool  # only whole numbers can stand there
    target: int  # its row of `pending`, when something comes later; else -1


class Phase(NamedTuple):
    """What is worked out together, then written: none sees what another does."""

    values: Numbers
    slots: tuple[Slot, ...]
    is_set: bool  # or added


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """One effect of an order: additions, then what is set. Where money or chips move, none."""

    effect: Effect
    phases: tuple[Phase, ...] | None
    after: int  # quarters until it is felt; 0 is now
    ends: int  # quarters after which it is taken back, 0 never
    asks: bool  # some number is not read straight from the state
    arrays: frozenset[str]  # of the state that it may change


@dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """An order as one seat carries it out."""

    cause: str
    seat: str
    me: int
    payee: int
    price: Number | None
    asks: bool  # the price does
    worn: tuple[int, int] | None  # where it is kept how often it was given of late
    wears: float
    parts: tuple[Part, ...]


class Plans(dict[tuple[int, int], Plan]):
    """By cell of the sheet, order and seat; each worked out when its order is first given."""

    def __init__(self, ruleset: Ruleset) -> None:
        super().__init__()
        self._ruleset = ruleset

    def __missing__(self, cell: tuple[int, int]) -> Plan:
        ruleset = self._ruleset
        order = ruleset.orders[ruleset.axis("order")[cell[0]]]
        plan = self[cell] = _plan(ruleset, order, ruleset.axis("seat")[cell[1]])
        return plan


@lru_cache(maxsize=16)
def plans(ruleset: Ruleset) -> Plans:
    """The plans of a ruleset, as far as they have been asked for."""
    return Plans(ruleset)


def _plan(ruleset: Ruleset, order: Order, seat: str) -> Plan:
    me, habits = ruleset.index("actor", seat), axis_ids("habit", ruleset)
    return Plan(
        cause=f"order:{seat}:{order.id}",
        seat=seat,
        me=me,
        payee=me if order.payee == "me" else ruleset.index("actor", order.payee),
        price=None if order.cost.constant == 0.0 else number(ruleset, me, order.cost),
        asks=not all(is_stored(ruleset, me, name) for name in order.cost.names),
        worn=(habits.index(order.id), ruleset.index("seat", seat)) if order.wears else None,
        wears=order.wears,
        parts=tuple(_part(ruleset, effect, seat, me) for effect in order.effects),
    )


def _part(ruleset: Ruleset, effect: Effect, seat: str, me: int) -> Part:
    # An order is carried out in the tick: a quarter of its delay has passed by the next table.
    after = max(effect.after - 1, 0)
    when = min(after, LAGS), min(after + effect.for_, LAGS) if effect.for_ else 0
    if any((effect.pay, effect.gain, effect.transfer)):
        return Part(effect, None, *when, asks=True, arrays=frozenset())
    deed = deed_of(ruleset, effect, seat)
    phases = tuple(
        Phase(
            numbers(ruleset, me, [write.expression for write in writes]),
            tuple(_slot(write.binding, write.place[:-1], write.target) for write in writes),
            is_set,
        )
        for writes, is_set in ((deed.adds, False), (deed.sets, True))
        if writes
    )
    writes = (*deed.adds, *deed.sets)
    names = {name for write in writes for name in write.expression.names}
    asks = not all(is_stored(ruleset, me, name) for name in names)
    arrays = frozenset({"pending", *(each.array for each in writes)})
    return Part(effect, phases, *when, asks, arrays)


def _slot(binding: Binding, place: tuple[int, ...], target: int | None) -> Slot:
    return Slot(
        array=binding.array,
        cells=tuple((*place, lane) for lane in range(FEW)),
        low=binding.low,
        high=binding.high,
        whole=FIELDS[binding.array]["kind"] is np.int64,
        target=-1 if target is None else target,
    )


@lru_cache(maxsize=8)
def slots_due(ruleset: Ruleset) -> tuple[Slot, ...]:
    """Where the rows of `pending` go, in their order."""
    found = enumerate(target_bindings(ruleset))
    return tuple(_slot(binding, binding.index, row) for row, binding in found)
