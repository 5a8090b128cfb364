"""What does an order do when a seat gives it?

Read from content when the order is first given: which numbers are worked out, in plain numbers or
for very many worlds at once, and in which cells of the state they end, now or later. `by_number.py`
and `by_column.py` carry it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np

from game.engine.effects import Deed, When, Write, deed_of
from game.engine.quarter import FEW
from game.world.arrays import Arrays, arrays
from game.world.axes import axis_ids
from game.world.figures import Binding
from game.world.numbers import Numbers, is_stored, numbers
from game.world.state import FIELDS
from game.world.targets import target_bindings

if TYPE_CHECKING:
    from game.content.expressions import Expression
    from game.content.models.conduct import Order
    from game.content.models.story import Effect
    from game.content.ruleset import Ruleset

PURSES = ("cash_usd", "income_usd")  # what paying changes
Values = TypeVar("Values", Numbers, Arrays)
Make = Callable[["Ruleset", int, "Sequence[Expression]"], Values]  # as an actor reads them


class Slot(NamedTuple):
    """Where a number goes."""

    array: str
    place: tuple[int, ...]
    cells: tuple[tuple[int, ...], ...]  # by lane
    low: float | None
    high: float | None
    whole: bool  # only whole numbers can stand there
    target: int  # its row of `pending`, when something comes later; else -1


@dataclass(frozen=True, eq=False, slots=True)
class Phase(Generic[Values]):
    """What is worked out together, then written: none sees what another does."""

    values: Values
    slots: tuple[Slot, ...]
    whens: tuple[When, ...]  # slot by slot
    is_set: bool  # or added


@dataclass(frozen=True, eq=False, slots=True)
class Payment(Generic[Values]):
    """Money that one actor pays another, as far as the purse goes where that is `limited`."""

    payer: int
    payee: int
    usd: Values
    limited: bool


@dataclass(frozen=True, eq=False, slots=True)
class Part(Generic[Values]):
    """One effect of an order: payments, additions, then what is set. Where chips move, none."""

    effect: Effect
    payments: tuple[Payment[Values], ...]
    phases: tuple[Phase[Values], ...] | None
    after: int  # quarters until it is felt; 0 is now
    ends: int  # quarters after which it is taken back, 0 never
    asks: bool  # some number is not read straight from the state
    arrays: frozenset[str]  # of the state that it may change


@dataclass(frozen=True, eq=False, slots=True)
class Plan(Generic[Values]):
    """An order as one seat carries it out."""

    cause: str
    seat: str
    me: int
    payee: int
    price: Values | None
    asks: bool  # the price does
    worn: tuple[int, int] | None  # where it is kept how often it was given of late
    wears: float
    parts: tuple[Part[Values], ...]


class Plans(dict[tuple[int, int], Plan[Values]]):
    """By cell of the sheet, order and seat; each worked out when its order is first given."""

    def __init__(self, ruleset: Ruleset, make: Make[Values]) -> None:
        super().__init__()
        self._ruleset = ruleset
        self._make: Make[Values] = make

    def __missing__(self, cell: tuple[int, int]) -> Plan[Values]:
        ruleset = self._ruleset
        order = ruleset.orders[ruleset.axis("order")[cell[0]]]
        plan = self[cell] = _plan(ruleset, order, ruleset.axis("seat")[cell[1]], self._make)
        return plan


@lru_cache(maxsize=16)
def plans(ruleset: Ruleset) -> Plans[Numbers]:
    """The plans of a ruleset in plain numbers, as far as they have been asked for."""
    return Plans(ruleset, numbers)


@lru_cache(maxsize=16)
def plans_for_all(ruleset: Ruleset) -> Plans[Arrays]:
    """The same for very many worlds."""
    return Plans(ruleset, _arrays)


def _arrays(ruleset: Ruleset, me: int, expressions: Sequence[Expression]) -> Arrays:
    return arrays(ruleset, me, [each.code for each in expressions])


def _plan(ruleset: Ruleset, order: Order, seat: str, make: Make[Values]) -> Plan[Values]:
    me, habits = ruleset.index("actor", seat), axis_ids("habit", ruleset)
    return Plan(
        cause=f"order:{seat}:{order.id}",
        seat=seat,
        me=me,
        payee=me if order.payee == "me" else ruleset.index("actor", order.payee),
        price=None if order.cost.constant == 0.0 else make(ruleset, me, [order.cost]),
        asks=not all(is_stored(ruleset, me, name) for name in order.cost.names),
        worn=(habits.index(order.id), ruleset.index("seat", seat)) if order.wears else None,
        wears=order.wears,
        parts=tuple(_part(ruleset, effect, seat, me, make) for effect in order.effects),
    )


def _part(ruleset: Ruleset, effect: Effect, seat: str, me: int, make: Make[Values]) -> Part[Values]:
    # An order is carried out in the tick: a quarter of its delay has passed by the next table.
    after = max(effect.after - 1, 0)
    when = after, after + effect.for_ if effect.for_ else 0
    if effect.transfer:
        return Part(effect, (), None, *when, asks=True, arrays=frozenset())
    deed: Deed = deed_of(ruleset, effect, seat)
    phases = tuple(
        Phase(
            make(ruleset, me, [write.expression for write in writes]),
            tuple(_slot(write.binding, write.place[:-1], write.target) for write in writes),
            tuple(When(write.target, when[0] or None, when[1] or None) for write in writes),
            is_set,
        )
        for writes, is_set in ((deed.adds, False), (deed.sets, True))
        if writes
    )
    writes: tuple[Write, ...] = (*deed.adds, *deed.sets)
    sums: list[Expression] = [each.usd for each in (effect.pay, effect.gain) if each is not None]
    read = (*sums, *(write.expression for write in writes))
    names = {name for expression in read for name in expression.names}
    asks = not all(is_stored(ruleset, me, name) for name in names)
    touched = frozenset({"pending", *(PURSES if sums else ()), *(each.array for each in writes)})
    payments = tuple(_payments(ruleset, effect, me, make))
    return Part(effect, payments, phases, *when, asks, touched)


def _payments(
    ruleset: Ruleset, effect: Effect, me: int, make: Make[Values]
) -> Iterator[Payment[Values]]:
    """What an effect pays and what it brings; who stands outside never runs out."""
    if (pay := effect.pay) is not None:
        payer, payee = (
            me if end == "me" else ruleset.index("actor", end) for end in (pay.from_, pay.to)
        )
        yield Payment(payer, payee, make(ruleset, me, [pay.usd]), limited=True)
    if (gain := effect.gain) is not None:
        giver = ruleset.index("actor", gain.from_)
        yield Payment(giver, me, make(ruleset, me, [gain.usd]), limited=gain.from_ != "outside")


def _slot(binding: Binding, place: tuple[int, ...], target: int | None) -> Slot:
    return Slot(
        array=binding.array,
        place=place,
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
