"""How does a quarter's story open, and how are its scenes answered?

The face of the scenes to the session: open the quarter, look at the cards, choose, leave the rest
to the defaults. Each function returns a new world and leaves the one given as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.errors import IllegalOrder
from game.story.answers import allowed, answer_by_policy, answer_quietly, take, waiting
from game.story.decks import deck_of
from game.story.memory import (
    DRAW,
    FALLBACK,
    MAJOR_SLOT,
    MINOR_SLOTS,
    ODDS,
    POLICY,
    WON,
    Past,
    choice_of,
    die,
    remembering_reader,
    storylets,
    throw,
)
from game.story.pacing import deal, discard, pick, silence, tempers
from game.story.terms import Glance
from game.world.axes import SCENE_SLOTS
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import World

if TYPE_CHECKING:
    from game.content.models.story import Choice, Outcome, Storylet
    from game.content.ruleset import Ruleset

SLOTS = {"major": (MAJOR_SLOT,), "minor": MINOR_SLOTS}


@dataclass(frozen=True)
class Card:
    """One scene on a seat's table in one world; `by_fallback` says which of its texts is told."""

    slot: int
    storylet: Storylet
    by_fallback: bool
    allowed: tuple[bool, ...]  # choice by choice
    answer: Choice | None
    won: bool

    @property
    def outcome(self) -> Outcome | None:
        """What the answer brought, once there is one."""
        if self.answer is None:
            return None
        return self.answer.win if self.won else self.answer.lose


def open_quarter(
    ruleset: Ruleset,
    world: World,
    dice: Dice,
    played: frozenset[str],
    recorder: NoRecorder | None = None,
    *,
    in_place: bool = False,
) -> World:
    """Clear the table, deal every seat its scenes, and let the seats not played answer theirs.

    All seats draw on the same state; then the answers of rivals take effect, seat by seat.
    """
    world = world if in_place else world.copy()
    listener = None if recorder is None or type(recorder) is NoRecorder else recorder
    dice = throw(ruleset, world, dice, *((DRAW,) if listener is None else (DRAW, POLICY, ODDS)))
    world.scene_now[:] = -1
    world.scene_answer[:] = -1
    world.scene_won[:] = 0
    _deal(ruleset, world, dice)
    rivals = [seat for seat in ruleset.axis("chair") if seat not in played]
    if listener is None:
        from game.story.rivals import answer_together  # a game that is played needs no tables

        answer_together(ruleset, world, dice, rivals)
        return world
    for seat in rivals:
        answer_by_policy(ruleset, world, dice, seat, listener)
    return world


def _deal(ruleset: Ruleset, world: World, dice: Dice) -> None:
    """Zero or one major storylet a seat, then zero to two minor ones; writes the world in place."""
    chairs, past = range(len(ruleset.axis("chair"))), Past(ruleset, world)
    glance = Glance(ruleset, world)
    moods = tempers(ruleset, glance)
    for size, slots in SLOTS.items():
        deck = deck_of(ruleset, size)
        if not deck.storylets:
            continue
        hand = deal(world, deck, glance, past, moods)
        for slot in slots:
            rolls = [dice.uniform(world, "story", die(DRAW, row, slot)) for row in chairs]
            rows, told = pick(hand, slot, np.array(rolls), past.may_hurt(), silence(world, past))
            chair, lanes = np.nonzero(rows >= 0)
            positions = deck.position[rows[chair, lanes]]
            world.scene_now[chair, slot, lanes] = positions
            world.scene_won[:, slot] = np.where(told, FALLBACK, 0)
            world.story_seen[positions, chair, lanes] = world.turn[lanes]
            world.story_due[positions, chair, lanes] = -1
            past.sees(chair, lanes, positions, world.turn)
            if slot != slots[-1]:
                discard(hand, rows)


def cards(ruleset: Ruleset, world: World, seat: str, lane: int = 0) -> tuple[Card, ...]:
    """The scenes on a seat's table in one world, answered or not; who has no chair meets none."""
    if seat not in ruleset.axis("chair"):
        return ()
    row = ruleset.index("seat", seat)
    read = remembering_reader(ruleset, world, seat, {})
    found = []
    for slot in range(SCENE_SLOTS):
        position = int(world.scene_now[row, slot, lane])
        if position < 0:
            continue
        storylet = storylets(ruleset)[position]
        code = int(world.scene_won[row, slot, lane])
        answer = int(world.scene_answer[row, slot, lane])
        told = world.scene_won[row, slot] >= FALLBACK
        may = tuple(bool(allowed(storylet, c, read, told)[lane]) for c in storylet.choices)
        given = choice_of(storylet, ruleset.choices[answer][1]) if answer >= 0 else None
        found.append(Card(slot, storylet, code >= FALLBACK, may, given, bool(code & WON)))
    return tuple(found)


def choose(
    ruleset: Ruleset,
    world: World,
    dice: Dice,
    seat: str,
    slot: int,
    choice_id: str,
    recorder: NoRecorder | None = None,
) -> World:
    """Answer the scene in a slot, in every world that asks the same; raises IllegalOrder.

    Lane 0 says which storylet is meant and whether the choice may be taken.
    """
    card = next((c for c in cards(ruleset, world, seat) if c.slot == slot), None)
    if card is None:
        raise IllegalOrder("no scene is waiting there", f"scene {slot + 1}")
    storylet = card.storylet
    if card.answer is not None:
        raise IllegalOrder("this scene has already been answered", storylet.id)
    choice = choice_of(storylet, choice_id)
    if choice is None:
        known = ", ".join(c.id for c in storylet.choices)
        raise IllegalOrder(f"there is no choice '{choice_id}'", storylet.id, f"choose {known}")
    if not card.allowed[storylet.choices.index(choice)]:
        hint = f"'{storylet.default_choice.id}' is always open"
        raise IllegalOrder("this choice is not open", f"{storylet.id}.{choice_id}", hint)
    world = world.copy()
    row = ruleset.index("seat", seat)
    position = ruleset.index("storylet", storylet.id)
    mask = waiting(world, row, slot) & (world.scene_now[row, slot] == position)
    read = remembering_reader(ruleset, world, seat, {})
    mask &= allowed(storylet, choice, read, world.scene_won[row, slot] >= FALLBACK)
    take(ruleset, world, dice, seat, slot, storylet, choice, mask, recorder or NoRecorder())
    return world


def answer_defaults(
    ruleset: Ruleset, world: World, dice: Dice, seat: str, recorder: NoRecorder | None = None
) -> World:
    """Give the quiet default to every scene of the seat that still waits."""
    world = world.copy()
    answer_quietly(ruleset, world, dice, seat, recorder or NoRecorder())
    return world
