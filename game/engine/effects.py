"""What does an effect written in content do to the world?

Orders and scenes use the same few verbs: pay and gain move money, transfer moves chips against
money, add and set write declared figures, now or in some quarters, for good or for a time. Nothing
here creates money or chips.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from game.engine.money import afford, pay
from game.world.causes import END
from game.world.figures import Binding, Bounded, Reader, bindings, put
from game.world.report import NoRecorder
from game.world.state import Array, Floats, World
from game.world.targets import target_name, targets

if TYPE_CHECKING:
    from game.content.expressions import Expression
    from game.content.models.story import Effect
    from game.content.ruleset import Ruleset

Read = Callable[[str], Any]
RENTED = "rented_h100e"


def apply_outcome(
    ruleset: Ruleset,
    world: World,
    outcome: Effect,
    seat: str,
    mask: Array,
    recorder: NoRecorder,
    cause: str,
    amount: Floats | None = None,
    fresh: Floats | None = None,
) -> None:
    """Carry out an outcome for `seat` in the worlds where `mask` holds; writes `world` in place.

    An order, which comes with an amount, is carried out during the quarter's tick, so a quarter of
    its delay has passed by the next table; a scene is answered at the table.
    """
    deed = deed_of(ruleset, outcome, seat)
    read = _nothing if deed.fixed else _reading(ruleset, world, seat, amount, fresh)
    if outcome.pay is not None or outcome.gain is not None:
        _move_money(ruleset, world, outcome, deed.me, mask, read)
    if outcome.transfer is not None:
        _transfer(ruleset, world, outcome, deed.me, mask, read)
    in_tick = amount is not None
    for writes in (deed.adds, deed.sets):
        # All are worked out before the first is written: none sees what another does.
        values = [w.expression.value(read) if w.number is None else w.number for w in writes]
        for write, value in zip(writes, values, strict=True):
            before = world.rented_h100e.copy() if write.array == RENTED else None
            _write(world, outcome, write, value, mask, recorder, cause, in_tick)
            if before is not None:
                actor = write.place[0]
                shorten(ruleset, world, actor, before[actor], first=int(in_tick))
    recorder.mark(world, cause)


def _reading(
    ruleset: Ruleset, world: World, seat: str, amount: Floats | None, fresh: Floats | None
) -> Read:
    brief = Reader(ruleset, world, seat).brief

    def read(name: str) -> Any:
        if name == "amount" and amount is not None:
            return amount
        if name == "fresh" and fresh is not None:
            return fresh
        return brief(name)

    return read


def _nothing(name: str) -> Any:
    raise KeyError(name)


@dataclass(frozen=True, eq=False)
class Write:
    """One `add` or `set`: where it goes, and its number when it is always the same."""

    expression: Expression
    number: float | None
    binding: Binding
    array: str
    place: tuple[Any, ...]
    is_set: bool
    target: int | None  # the row of `pending`, when something of it comes later


@dataclass(frozen=True, eq=False)
class Deed:
    """An outcome as one seat carries it out, worked out once."""

    outcome: Effect
    me: int
    fixed: bool  # it reads no figure
    adds: tuple[Write, ...]
    sets: tuple[Write, ...]


@lru_cache(maxsize=16)
def _deeds(ruleset: Ruleset) -> dict[tuple[int, str], Deed]:
    """The deeds known so far; each keeps its outcome, so that no other can take its number."""
    return {}


def deed_of(ruleset: Ruleset, outcome: Effect, seat: str) -> Deed:
    """The outcome as the seat carries it out, worked out when it first does."""
    known, key = _deeds(ruleset), (id(outcome), seat)
    found = known.get(key)
    if found is None:
        me = ruleset.index("actor", seat)
        adds, sets = (
            tuple(_planned(ruleset, outcome, seat, me, name, e, is_set) for name, e in all_.items())
            for all_, is_set in ((outcome.add, False), (outcome.set, True))
        )
        plain = outcome.pay is None and outcome.gain is None and outcome.transfer is None
        fixed = plain and all(write.number is not None for write in (*adds, *sets))
        found = known[key] = Deed(outcome, me, fixed, adds, sets)
    return found


def _planned(
    ruleset: Ruleset,
    outcome: Effect,
    seat: str,
    me: int,
    name: str,
    expression: Expression,
    is_set: bool,
) -> Write:
    """Raises ValueError for a figure that follows from others and cannot be written."""
    binding = bindings(ruleset)[name]
    if binding.derived:
        raise ValueError(f"'{name}' follows from other figures and cannot be written")
    place = (*binding.at(me), ...)
    later = outcome.after or outcome.for_
    target = targets(ruleset)[target_name(binding, seat)] if later else None
    return Write(expression, expression.constant, binding, binding.array, place, is_set, target)


def _move_money(
    ruleset: Ruleset, world: World, outcome: Effect, me: int, mask: Array, read: Read
) -> None:
    """Payments: what the payer has, at most; gifts and sales: what is due."""
    if outcome.pay is not None:
        usd = np.where(mask, outcome.pay.usd.value(read), 0.0)
        payer = me if outcome.pay.from_ == "me" else ruleset.index("actor", outcome.pay.from_)
        pay(world, payer, ruleset.index("actor", outcome.pay.to), afford(world, payer, usd))
    if outcome.gain is not None:
        usd = np.where(mask, outcome.gain.usd.value(read), 0.0)
        giver = ruleset.index("actor", outcome.gain.from_)
        if outcome.gain.from_ != "outside":
            usd = afford(world, giver, usd)
        pay(world, giver, me, usd)


def _transfer(
    ruleset: Ruleset, world: World, outcome: Effect, me: int, mask: Array, read: Read
) -> None:
    """Chips against money: as many as the giver owns and the taker can pay, in proportion."""
    deal = outcome.transfer
    assert deal is not None
    giver = me if deal.from_ == "me" else ruleset.index("actor", deal.from_)
    taker = me if deal.to == "me" else ruleset.index("actor", deal.to)
    chip = ruleset.index("chip", deal.chip)
    units = np.where(mask, np.maximum(deal.units.value(read), 0.0), 0.0)
    price = np.maximum(deal.pay_usd.value(read), 0.0)
    stock = world.installed[chip, giver]
    each = np.divide(price, units, out=np.zeros_like(units), where=units > 0)
    moved = np.minimum(np.floor(units), stock.astype(np.float64))
    purse = np.maximum(world.cash_usd[taker].astype(np.float64), 0.0)
    payable = np.divide(purse, each, out=np.full_like(units, np.inf), where=each > 0)
    moved = np.floor(np.minimum(moved, payable)).astype(np.int64)
    world.installed[chip, giver] -= moved
    world.installed[chip, taker] += moved
    pay(world, taker, giver, each * moved)


def _write(
    world: World,
    outcome: Effect,
    write: Write,
    value: Any,
    mask: Array,
    recorder: NoRecorder,
    cause: str,
    in_tick: bool,
) -> None:
    """Write a figure now or after some quarters, for good or for a time.

    `in_tick`: after this quarter's due column was read, as orders are; scenes come before.
    """
    row = getattr(world, write.array)[write.place]
    after, early = max(outcome.after - in_tick, 0), int(not in_tick)
    later = after - early if after else None
    ends = after + outcome.for_ - early if outcome.for_ else None
    when = When(write.target, later, ends)
    lay(world, row, write.binding, value, mask, write.is_set, when, recorder, cause)


class When(NamedTuple):
    """In how many quarters a write is felt, and ends; None is now, and never."""

    target: int | None  # its row of `pending`, where there is one
    later: int | None
    ends: int | None


def lay(
    world: World,
    row: Array,
    bounds: Bounded,
    value: Any,
    mask: Array,
    is_set: bool,
    when: When,
    recorder: NoRecorder,
    cause: str,
) -> None:
    """Add to a figure, or set it, in the worlds where `mask` holds; or promise that."""
    if when.target is None or (when.later is None and when.ends is None):
        put(row, bounds, value if is_set else row + value, mask)
        return
    if when.later is not None:
        moved = np.where(mask, value - row if is_set else value, 0.0)
        promise(world, when.target, when.later, moved, recorder, cause)
    else:
        before = row.astype(np.float64)
        put(row, bounds, value if is_set else row + value, mask)
        moved = row - before
    if when.ends is not None:
        promise(world, when.target, when.ends, -moved, recorder, END + cause)


def promise(
    world: World, row: int, quarters: int, moved: Floats, recorder: NoRecorder, cause: str
) -> None:
    """Put an addition into the column of the turn in which it is due.

    That is LAGS quarters ahead at most, which whoever writes an effect is held to.
    """
    world.pending[row, world.column(quarters)] += moved
    recorder.promise(row, int(world.turn[0]) + quarters, moved, cause)


def shorten(ruleset: Ruleset, world: World, actor: int, before: Floats, first: int = 1) -> None:
    """Strike from what will end the part that is not left of what was rented `before`; in place.

    Contracts for machine time end after some quarters, each by its size. Whoever loses a part of
    them today, by a bill not paid, a default or an answer at the table, has so much less to lose.
    `before` is (worlds,), H100e. The next ends come in `first` quarters: 0 at the table, 1 while a
    quarter runs whose ends have come.
    """
    now, row = world.rented_h100e[actor], targets(ruleset).get(_place(ruleset, actor))
    if row is None or not np.count_nonzero(now < before):
        return
    due = world.pending[row]  # by the turn in which it is due
    ends = (due < 0.0) & (now < before)
    if first:
        ends[world.column(0)] = False
    due *= np.where(ends, now / np.maximum(before, 1e-9), 1.0)


def _place(ruleset: Ruleset, actor: int) -> str:
    return f"{RENTED}[{ruleset.axis('actor')[actor]}]"
