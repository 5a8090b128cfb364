"""What is on record for this quarter: who gives which order, and what happens besides?

A scenario may carry a script: dated orders of seats, given through the sheet of everybody's orders,
and dated effects, laid on the world at the opening of their quarter. Seats may be silent: then
their policies ask for nothing, or for none of the orders that the script decides. Nobody speaks for
a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.content.quarters import turn as turn_of
from game.engine import policies as conduct
from game.engine.effects import apply_outcome
from game.engine.orders import allowed
from game.world.dice import Dice
from game.world.figures import Kept, Reader, bindings
from game.world.report import NoRecorder
from game.world.state import Floats, World
from game.world.targets import target_name, targets

if TYPE_CHECKING:
    from game.content.models.conduct import Order
    from game.content.models.record import Script
    from game.content.ruleset import Ruleset

NOBODY: frozenset[str] = frozenset()
Lines = tuple["Script", ...]


@lru_cache(maxsize=32)
def calendar(ruleset: Ruleset, scenario: str) -> Mapping[int, Lines]:
    """The lines of a scenario's script by turn, in the order of the content."""
    first = ruleset.scenarios[scenario].first_quarter
    found: dict[int, Lines] = {}
    for line in ruleset.scripts.values():
        if scenario in line.scenarios:
            turn = turn_of(line.quarter, first)
            found[turn] = (*found.get(turn, ()), line)
    return found


def lines_now(ruleset: Ruleset, scenario: str, world: World, skip: Set[str] = NOBODY) -> Lines:
    """What the script says of the world's quarter, but for the seats skipped."""
    lines = calendar(ruleset, scenario).get(int(world.turn[0]), ())
    return tuple(line for line in lines if line.actor not in skip)


def silent(
    ruleset: Ruleset, scenario: str, world: World, skip: Set[str] = NOBODY
) -> frozenset[str]:
    """The seats that ask for nothing of their own this quarter and meet no scenes."""
    return frozenset(
        seat
        for seat, orders in withheld(ruleset, scenario, int(world.turn[0])).items()
        if not orders and seat not in skip
    )


@lru_cache(maxsize=512)
def withheld(ruleset: Ruleset, scenario: str, turn: int) -> Mapping[str, frozenset[str]]:
    """The orders that the script keeps from each seat in a turn; an empty set means all."""
    known = ruleset.scenarios[scenario]
    found: dict[str, frozenset[str]] = {}
    for silence in known.silences:
        if turn <= turn_of(silence.until, known.first_quarter):
            before = found.get(silence.seat)
            everything = not silence.orders or before == NOBODY
            kept = NOBODY if everything else (before or NOBODY) | frozenset(silence.orders)
            found[silence.seat] = kept
    return found


def decide(
    ruleset: Ruleset,
    scenario: str,
    world: World,
    dice: Dice,
    orders: Floats,
    skip: Set[str] = NOBODY,
    policies: dict[str, str] | None = None,
    *,
    kept: Kept | None = None,
    alike: bool = False,
) -> None:
    """Write into `orders` what everybody not skipped asks for: the script, then the policies.

    A policy named for a seat takes the place of what the script says of it. `kept` is what was
    read of the morning so far. `alike` says that all lanes are the same world.
    """
    freed = frozenset(skip) | frozenset(policies or ())
    give_orders(ruleset, scenario, world, orders, freed)
    quiet = silent(ruleset, scenario, world, freed)
    held = withheld(ruleset, scenario, int(world.turn[0]))
    theirs = {seat: names for seat, names in held.items() if seat not in freed}
    silenced = frozenset(skip) | quiet
    conduct.decide(ruleset, world, dice, orders, silenced, policies, theirs, kept=kept, alike=alike)


def give_orders(
    ruleset: Ruleset, scenario: str, world: World, orders: Floats, skip: Set[str] = NOBODY
) -> None:
    """Write the scripted orders of the quarter into the sheet, where their needs are met."""
    for line in lines_now(ruleset, scenario, world, skip):
        if line.order is None:
            continue
        order = ruleset.orders[line.order]
        amount = _amount(ruleset, world, line, order)
        cell = orders[ruleset.index("order", order.id), ruleset.index("seat", line.actor)]
        given = allowed(ruleset, world, line.actor, order, amount) & (amount != 0) & (cell == 0)
        np.copyto(cell, amount, where=given)


def _amount(ruleset: Ruleset, world: World, line: Script, order: Order) -> Floats:
    """How much of an order the script asks for; on/off orders have the amount 1."""
    asked = line.amount or (order.amount.default if order.amount else None)
    if asked is None:
        return np.ones(world.width)
    return np.asarray(asked.evaluate(Reader(ruleset, world, line.actor)), np.float64)


def lay_effects(
    ruleset: Ruleset,
    scenario: str,
    world: World,
    skip: Set[str] = NOBODY,
    recorder: NoRecorder | None = None,
) -> World:
    """The world with the scripted effects of the quarter; the one given is left as it was.

    What a line sets stays set: additions that were on their way there are given up. Where a
    prologue was played, those of the quarter in which somebody sits down are there already.
    """
    known = ruleset.scenarios[scenario]
    if known.begins and world.turn[0] == turn_of(known.begins, known.first_quarter):
        return world
    return _laid(ruleset, world, lines_now(ruleset, scenario, world, skip), recorder)


def lays(ruleset: Ruleset, scenario: str, seat: str) -> bool:
    """Whether the script ever lays an effect on the world in the name of a seat."""
    lines = (line for some in calendar(ruleset, scenario).values() for line in some)
    return any(line.actor == seat and line.effect is not None for line in lines)


def lay_first_effects(ruleset: Ruleset, scenario: str, world: World) -> World:
    """The world after a prologue with what the script says of it, whoever sits down."""
    return _laid(ruleset, world, lines_now(ruleset, scenario, world))


def _laid(
    ruleset: Ruleset, world: World, lines: Lines, recorder: NoRecorder | None = None
) -> World:
    deeds = [each for each in lines if each.effect is not None]
    if not deeds:
        return world
    world = world.copy()
    everywhere = np.ones(world.width, bool)
    for line in deeds:
        assert line.effect is not None
        for name in line.effect.set:
            row = targets(ruleset).get(target_name(bindings(ruleset)[name], line.actor))
            if row is not None and not line.effect.after:
                world.pending[row] = 0.0
        cause = f"script:{line.id}"
        heard = recorder or NoRecorder()
        apply_outcome(ruleset, world, line.effect, line.actor, everywhere, heard, cause)
    return world
