"""What happens when a scene is answered, by a person, by nobody or by a rival?

Applies one choice of one storylet in the worlds where it is asked: odds, effects, what it sets
going and what is remembered. Which storylet came up is decided in pacing.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from game.engine.effects import apply_outcome
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
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import SCENE_SLOTS, World

if TYPE_CHECKING:
    from game.content.models.story import Choice, Outcome, Storylet
    from game.content.ruleset import Ruleset


def waiting(world: World, row: int, slot: int) -> Mask:
    """Worlds in which a scene of the seat waits for an answer; shape (worlds,)."""
    asked: Mask = (world.scene_now[row, slot] >= 0) & (world.scene_answer[row, slot] < 0)
    return asked


def allowed(storylet: Storylet, choice: Choice, read: Read, told_by_fallback: Mask) -> Mask:
    """Worlds in which the choice may be taken: of a fallback, only the quiet one."""
    if choice.default:
        return np.ones(told_by_fallback.shape, np.bool_)
    if choice.needs.constant is not None and choice.needs.constant:
        return ~told_by_fallback
    possible: Mask = choice.needs.evaluate(read) & ~told_by_fallback
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
    if not mask.any():
        return
    row = ruleset.index("seat", seat)
    position = choice_positions(ruleset)[storylet.id, choice.id]
    by_fallback = world.scene_won[row, slot] >= FALLBACK
    won = mask & (by_fallback | _lucky(ruleset, world, dice, seat, slot, choice))
    cause = f"scene:{storylet.id}:{choice.id}:{seat}"
    for outcome, where in ((choice.win, won), (choice.lose, mask & ~won)):
        if outcome is not None and where.any():
            if not outcome.is_empty:
                apply_outcome(ruleset, world, outcome, seat, where, recorder, cause)
            _schedule(ruleset, world, outcome, row, where)
    world.story_took[position, row] = np.where(mask, world.turn, world.story_took[position, row])
    world.scene_answer[row, slot] = np.where(mask, position, world.scene_answer[row, slot])
    world.scene_won[row, slot] += np.where(won, WON, 0)


def _lucky(
    ruleset: Ruleset, world: World, dice: Dice, seat: str, slot: int, choice: Choice
) -> Mask:
    """Worlds in which the gamble comes off; a choice without odds always does."""
    if choice.odds.constant is not None and choice.odds.constant >= 1.0:
        return np.ones(world.width, np.bool_)
    odds = choice.odds.evaluate(remembering_reader(ruleset, world, seat, {}))
    index = die(ODDS, ruleset.index("seat", seat), slot)
    lucky: Mask = dice.uniform(world, "story", index) < odds
    return lucky


def _schedule(ruleset: Ruleset, world: World, outcome: Outcome, row: int, where: Mask) -> None:
    """Follow-ups come in so many quarters; a later call replaces an earlier one."""
    for target, quarters in outcome.then.items():
        position = ruleset.index("storylet", target)
        due = world.story_due[position, row]
        world.story_due[position, row] = np.where(where, world.turn + quarters, due)


def answer_quietly(
    ruleset: Ruleset, world: World, dice: Dice, seat: str, recorder: NoRecorder
) -> None:
    """Give every scene that waits its quiet default; writes the world in place."""
    row = ruleset.index("seat", seat)
    for slot in range(SCENE_SLOTS):
        asked = waiting(world, row, slot)
        for position in np.unique(world.scene_now[row, slot][asked]):
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
        if not asked.any():
            continue
        roll = dice.uniform(world, "story", die(POLICY, row, slot))
        by_fallback = world.scene_won[row, slot] >= FALLBACK
        read = remembering_reader(ruleset, world, seat, {})
        plans = []
        for position in np.unique(world.scene_now[row, slot][asked]):
            storylet = storylets(ruleset)[position]
            mask = asked & (world.scene_now[row, slot] == position)
            weight = np.array(
                [
                    np.where(
                        allowed(storylet, choice, read, by_fallback),
                        np.maximum(choice.ai.evaluate(read), 0.0),
                        0.0,
                    )
                    for choice in storylet.choices
                ]
            )
            steps = np.cumsum(weight, axis=0)
            picked = (steps <= roll * steps[-1]).sum(axis=0)
            quiet = storylet.choices.index(storylet.default_choice)
            picked = np.where((steps[-1] > 0) & ~by_fallback, picked, quiet)
            plans += [
                (storylet, choice, mask & (picked == n))
                for n, choice in enumerate(storylet.choices)
            ]
        for storylet, choice, mask in plans:
            take(ruleset, world, dice, seat, slot, storylet, choice, mask, recorder)
