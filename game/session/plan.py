"""Which orders does the player mean to give this quarter, and how was the list edited?

A plan is a value; every edit keeps the one before, so that undo and redo are exact. Whether an
order is allowed, and what it costs, is asked elsewhere. How much of it may be asked for is told
here: in whole numbers, of what has no parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor
from typing import TYPE_CHECKING

from game.engine.orders import amount_range

if TYPE_CHECKING:
    from game.session.sight import Sight

UNDO_DEPTH = 100
WHOLE = frozenset({"cards", "chips", "h100e", "mw", "people", "tools", "units"})  # without parts


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One order and how much of it, in the order's unit; on/off orders have the amount 1."""

    order_id: str
    amount: float = 1.0


Items = tuple[PlanItem, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The orders of the quarter, in the order they were given, with what undo and redo reach."""

    items: Items = ()
    past: tuple[Items, ...] = field(default=())
    future: tuple[Items, ...] = field(default=())

    def put(self, item: PlanItem) -> Plan:
        """Add an order, or change how much of it is asked; an order stands once in a plan."""
        kept = list(self.items)
        for place, known in enumerate(kept):
            if known.order_id == item.order_id:
                kept[place] = item
                return self._edited(tuple(kept))
        return self._edited((*kept, item))

    def drop(self, number: int) -> Plan:
        """Take out the order with this number, counted from 1; IndexError when there is none."""
        if not 1 <= number <= len(self.items):
            raise IndexError(number)
        return self._edited(self.items[: number - 1] + self.items[number:])

    def undo(self) -> Plan:
        """The plan before the last edit; the same plan when there was none."""
        if not self.past:
            return self
        return Plan(self.past[-1], self.past[:-1], (self.items, *self.future))

    def redo(self) -> Plan:
        """The plan before the last undo; the same plan when there was none."""
        if not self.future:
            return self
        return Plan(self.future[0], (*self.past, self.items), self.future[1:])

    def amount(self, order_id: str) -> float | None:
        """How much of an order is planned, or None."""
        return next((item.amount for item in self.items if item.order_id == order_id), None)

    def _edited(self, items: Items) -> Plan:
        if items == self.items:
            return self
        return Plan(items, (*self.past, self.items)[-UNDO_DEPTH:])


def limits(sight: Sight, order_id: str) -> tuple[float, float, float] | None:
    """The usual, the least and the most of an order that takes an amount; else None."""
    found = amount_range(sight.ruleset, sight.world, sight.seat, order_id)
    asked = sight.ruleset.orders[order_id].amount
    if found is None or asked is None or asked.unit not in WHOLE:
        return found
    usual, least = found[0], float(ceil(found[1] - 1e-9))
    return usual, least, max(float(floor(found[2] + 1e-9)), least)
