"""What happens when a scene is answered, by a person, by nobody or by a rival?

Applies one choice of one storylet in the worlds where it is asked: odds, effects, what it sets
going and what is remembered. Which storylet came up is decided in pacing.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.engine.effects import apply_outcome
from game.engine.orders import greater
from game.story.memory import (
    FALLBACK,
    ODDS,
    POLICY,
    WON,
    Mask,
    Read,
    choice_positions,
    die,
    remembering_reader,
    storylets,
)
from game.world.axes import SCENE_SLOTS
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import Array, Floats, Ints, World

if TYPE_CHECKING:
    from game.content.models.story import Choice, Outcome, Storylet
    from game.content.ruleset import Ruleset


def waiting(world: World, row: int | Ints, slot: int | slice) -> Mask:
    """Worlds in which a scene of the seat waits for an answer; shape (worlds,) for one scene."""
    asked: Mask = (world.scene_now[row, slot] >= 0) & (world.scene_answer[row, slot] < 0)
    return asked


def allowed(storylet: Storylet, choice: Choice, read: Read, told_by_fallback: Mask) -> Mask:
    """Worlds in which the choice may be taken: of a fallback, the quiet one and some."""
    if choice.default:
        return np.ones(told_by_fallback.shape, np.bool_)
    possible: Mask = (~told_by_fallback | choice.of_fallback) & choice.needs.value(read)
    return possible


def take(
    ruleset: Ruleset,
    world: World,
    dice: Dice,
    seat: str,
    slot: int,
    storylet: Storylet,
    choice: Choice,
    mask: Mask,
    recorder: NoRecorder,
) -> None:
    """Take a choice where `mask` holds; writes the world in place."""
    if not np.count_nonzero(mask):
        return
    row = ruleset.index("seat", seat)
    position = choice_positions(ruleset)[storylet.id, choice.id]
    won = _won(ruleset, world, dice, seat, slot, choice, mask)
    cause = f"scene:{storylet.id}:{choice.id}:{seat}"
    ends = ((choice.win, won),) if won is mask else ((choice.win, won), (choice.lose, mask & ~won))
    for outcome, where in ends:
        if outcome is not None and np.count_nonzero(where):
            if not outcome.is_empty:
                apply_outcome(ruleset, world, outcome, seat, where, recorder, cause)
            _schedule(ruleset, world, outcome, row, where)
    np.copyto(world.story_took[position, row], world.turn, where=mask)
    np.copyto(world.scene_answer[row, slot], position, where=mask)
    world.scene_won[row, slot] += won * WON


def _won(
    ruleset: Ruleset, world: World, dice: Dice, seat: str, slot: int, choice: Choice, mask: Mask
) -> Mask:
    """Worlds of `mask` in which the gamble comes off; a choice without odds always does."""
    if choice.odds.constant is not None and choice.odds.constant >= 1.0:
        return mask
    row = ruleset.index("seat", seat)
    odds = choice.odds.value(remembering_reader(ruleset, world, seat, {}))
    lucky = dice.uniform(world, "story", die(ODDS, row, slot)) < odds
    quiet = choice.default & (world.scene_won[row, slot] >= FALLBACK)
    won: Mask = mask & (lucky | quiet)
    return won


def _schedule(ruleset: Ruleset, world: World, outcome: Outcome, row: int, where: Mask) -> None:
    """Follow-ups come in so many quarters; a later call replaces an earlier one."""
    for target, quarters in outcome.then.items():
        position = ruleset.index("storylet", target)
        np.copyto(world.story_due[position, row], world.turn + quarters, where=where)


def answer_quietly(
    ruleset: Ruleset, world: World, dice: Dice, seat: str, recorder: NoRecorder
) -> None:
    """Give every scene that waits its quiet default; writes the world in place."""
    if seat not in ruleset.axis("chair"):
        return
    row = ruleset.index("seat", seat)
    for slot in range(SCENE_SLOTS):
        asked = waiting(world, row, slot)
        for position in _asked(world.scene_now[row, slot], asked):
            storylet = storylets(ruleset)[position]
            mask = asked & (world.scene_now[row, slot] == position)
            take(
                ruleset, world, dice, seat, slot, storylet, storylet.default_choice, mask, recorder
            )


def answer_by_policy(
    ruleset: Ruleset, world: World, dice: Dice, seat: str, recorder: NoRecorder
) -> None:
    """A rival chooses at once, by the weights `ai` of its choices; writes the world in place."""
    row = ruleset.index("seat", seat)
    for slot in range(SCENE_SLOTS):
        asked = waiting(world, row, slot)
        if not np.count_nonzero(asked):
            continue
        roll = dice.uniform(world, "story", die(POLICY, row, slot))
        by_fallback = world.scene_won[row, slot] >= FALLBACK
        read = remembering_reader(ruleset, world, seat, {})
        plans = []
        for position in _asked(world.scene_now[row, slot], asked):
            storylet = storylets(ruleset)[position]
            mask = asked & (world.scene_now[row, slot] == position)
            picked = _picked(storylet, read, roll, by_fallback)
            plans += [
                (storylet, choice, mask & (picked == n))
                for n, choice in enumerate(storylet.choices)
            ]
        for storylet, choice, mask in plans:
            take(ruleset, world, dice, seat, slot, storylet, choice, mask, recorder)


def _asked(scenes: Array, asked: Mask) -> list[int]:
    """The storylets on the table where an answer is waited for, each once, in their order."""
    return sorted(set(scenes[asked].tolist()))


def _picked(storylet: Storylet, read: Read, roll: Floats, by_fallback: Mask) -> Array:
    """The place of the choice that a rival takes in each world, by the weights `ai`.

    Where none weighs anything, and where the scene is told by its fallback, the quiet one.
    """
    steps: list[Any] = []
    total: Any = 0.0
    for choice in storylet.choices:
        weight = greater(choice.ai.value(read), 0.0)
        if not choice.default:
            possible = choice.needs.value(read)
            weight = np.where(possible, weight, 0.0) if possible is not True else weight
        total = total + weight
        steps.append(total)
    target = roll * total
    picked = np.zeros(roll.shape, np.int64)
    for step in steps:
        picked += step <= target
    quiet = next(n for n, choice in enumerate(storylet.choices) if choice.default)
    chosen: Array = np.where((total > 0) & ~by_fallback, picked, quiet)
    return chosen
