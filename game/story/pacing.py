"""Which storylet comes up for a seat this quarter, if any?

Dated beats first, then follow-ups that are due, then a draw by weight in which nothing has its own
weight. All of it over worlds at once; what is drawn is written by scenes.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from game.story.memory import Mask, Read, last_seen, storylets
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.models.story import Storylet
    from game.content.ruleset import Ruleset

NEVER = 1e9

# The weight of nothing, slot by slot: so much, and so much for each unit of weight that competes.
NOTHING = ((2.0, 0.30), (3.0, 0.60), (4.0, 3.00))

HELP_AFTER_LOSSES = 2.0  # a seat in trouble hears of help twice as often
HURT_FOR_LEADER = 1.5  # and a leader of trouble
REST_EVERY = 5  # quarters between two quiet pages
REST_EARLY, REST_LATE = 0.3, 3.0
MEMORY = 40.0  # quarters after which a storylet weighs as much as one never seen
LOW_APPROVAL, LOW_TRUST = 45.0, 40.0
LEAD_ECI = 2.0  # ahead of the best open model by so much, a laboratory counts as a leader
LEAD_SHARE = 0.6  # and a state that holds so much of the powers' machine time


@dataclass(frozen=True, eq=False)
class Deck:
    """The storylets of one size that a seat may meet; columns have shape (storylet, 1)."""

    storylets: tuple[Storylet, ...]
    position: NDArray[np.int64]  # (storylet,) on the storylet axis
    once: Mask
    wait: Floats
    hurt: Mask


@dataclass(eq=False)
class Hand:
    """What may come up for a seat this quarter; every array has shape (storylet, worlds)."""

    deck: Deck
    dated: Floats  # priority, -inf where it may not come
    due: Floats  # the turn a follow-up fell due, NEVER where none did
    fallback: Mask  # it may come, but only by its fallback text
    weight: Floats  # of the draw, 0 where it may not come


@lru_cache(maxsize=64)
def deck_of(ruleset: Ruleset, seat: str, size: str) -> Deck:
    """The storylets of a size that name this seat, in the order of the ruleset."""
    found = [
        (index, s)
        for index, s in enumerate(storylets(ruleset))
        if s.size == size and seat in s.seats
    ]
    return Deck(
        storylets=tuple(s for _, s in found),
        position=np.array([index for index, _ in found], dtype=np.int64),
        once=np.array([[s.once] for _, s in found], dtype=np.bool_).reshape(-1, 1),
        wait=np.array([[s.wait] for _, s in found], dtype=np.float64).reshape(-1, 1),
        hurt=np.array([[s.mood == "hurt"] for _, s in found], dtype=np.bool_).reshape(-1, 1),
    )


def deal(ruleset: Ruleset, world: World, seat: str, size: str, read: Read) -> Hand:
    """Test every storylet of the deck; forgets, in place, the follow-ups that fell through."""
    deck = deck_of(ruleset, seat, size)
    row = ruleset.index("seat", seat)
    shape = (len(deck.storylets), world.width)
    hand = Hand(
        deck,
        dated=np.full(shape, -np.inf),
        due=np.full(shape, NEVER),
        fallback=np.zeros(shape, np.bool_),
        weight=np.zeros(shape),
    )
    playing = world.outcome[row] == 0
    seen = world.story_seen[deck.position, row]
    ago = (world.turn - seen).astype(np.float64)
    fresh = ((seen < 0) | (~deck.once & (ago >= deck.wait))) & playing
    recency = np.where(seen < 0, 1.0, np.minimum(ago / MEMORY, 1.0))
    mood = _mood_factors(ruleset, world, seat, row, read)
    may_come = fresh.any(axis=1).tolist()
    for place, storylet in enumerate(deck.storylets):
        if storylet.follow_up:
            _follow_up(world, row, hand, place, fresh[place], read)
        elif may_come[place]:
            holds = storylet.when.value(read)
            if holds is False:
                continue
            holds = holds & fresh[place] & _answerable(storylet, read)
            if storylet.priority is not None:
                hand.dated[place] = np.where(holds, float(storylet.priority), -np.inf)
            elif np.count_nonzero(holds):
                weight = storylet.weight.value(read) * mood[storylet.mood] * recency[place]
                hand.weight[place] = np.where(holds, np.maximum(weight, 0.0), 0.0)
    return hand


def _answerable(storylet: Storylet, read: Read) -> Any:
    """Where at least two answers are open: a scene with one answer is no choice."""
    needy = [c for c in storylet.choices if not (c.default or c.needs.constant)]
    count: Any = len(storylet.choices) - len(needy)
    if count >= 2:
        return True
    for choice in needy:
        count = count + np.asarray(choice.needs.value(read), np.int64)
    return count >= 2


def _follow_up(world: World, row: int, hand: Hand, place: int, fresh: Mask, read: Read) -> None:
    """A follow-up comes when it is due and still true, or by its fallback, or is forgotten."""
    position = hand.deck.position[place]
    due = world.story_due[position, row]
    now = (due >= 0) & (due <= world.turn)
    if not np.count_nonzero(now):
        return
    storylet = hand.deck.storylets[place]
    holds = np.asarray(storylet.when.value(read))
    comes = now & fresh & (holds if storylet.fallback is None else np.True_)
    hand.due[place] = np.where(comes, due.astype(np.float64), NEVER)
    hand.fallback[place] = comes & ~holds
    world.story_due[position, row] = np.where(now & ~comes, -1, due)


def _mood_factors(
    ruleset: Ruleset, world: World, seat: str, row: int, read: Read
) -> dict[str, Floats]:
    """How much each mood weighs for this seat now; shape (worlds,) each."""
    plain = np.ones(world.width)
    a_state = read("me.is_state") > 0
    low = np.where(a_state, read("me.approval") < LOW_APPROVAL, read("me.trust") < LOW_TRUST)
    losing = low | (read("me.cash_usd") < 0)
    powers = read("machine_time.usa") + read("machine_time.china") + read("machine_time.europe")
    leading = np.where(
        a_state,
        read("me.machine_time") > LEAD_SHARE * np.maximum(powers, 1.0),
        read("me.eci") > read("open.eci") + LEAD_ECI,
    )
    rested = world.turn - last_seen(ruleset, world, row, "rest")
    return {
        "neutral": plain,
        "help": np.where(losing, HELP_AFTER_LOSSES, 1.0),
        "hurt": np.where(leading, HURT_FOR_LEADER, 1.0),
        "rest": np.where(rested >= REST_EVERY, REST_LATE, REST_EARLY),
    }


def may_hurt(ruleset: Ruleset, world: World, row: int) -> Mask:
    """Whether the last storylets that the seat saw hurt nobody; shape (worlds,)."""
    hurt = last_seen(ruleset, world, row, "hurt")
    return (hurt < 0) | (hurt < last_seen(ruleset, world, row))


def pick(hand: Hand, slot: int, roll: Floats, bearable: Mask) -> tuple[NDArray[np.int64], Mask]:
    """One storylet a world, by its place in the deck, -1 for nothing; and whether by its fallback.

    Dated beats keep their date whatever their mood; a follow-up that would hurt too soon waits.
    """
    width = roll.shape[0]
    chosen = np.full(width, -1, np.int64)
    if not hand.deck.storylets:
        return chosen, np.zeros(width, np.bool_)
    spared = hand.deck.hurt & ~bearable
    chosen = _drawn(np.where(spared, 0.0, hand.weight), slot, roll)
    due = np.where(spared, NEVER, hand.due)
    chosen = np.where(due.min(axis=0) < NEVER, due.argmin(axis=0), chosen)
    dated = hand.dated.max(axis=0) > -np.inf
    chosen = np.where(dated, hand.dated.argmax(axis=0), chosen)
    lanes = np.arange(width)
    by_fallback = (chosen >= 0) & hand.fallback[chosen, lanes] & ~dated
    return chosen, by_fallback


def _drawn(weight: Floats, slot: int, roll: Floats) -> NDArray[np.int64]:
    """Inverse CDF over (storylet, worlds) weights, nothing last; -1 for nothing."""
    # A running sum adds in the same order for one world and for many; a plain sum does not.
    steps = np.cumsum(weight, axis=0)
    total = steps[-1]
    alone, each = NOTHING[slot]
    target = roll * (total + alone + each * total)
    place = (steps <= target).sum(axis=0)
    return np.where(target < total, np.minimum(place, weight.shape[0] - 1), -1)


def discard(hand: Hand, chosen: NDArray[np.int64]) -> None:
    """What has come up does not come up again this quarter."""
    lanes = np.flatnonzero(chosen >= 0)
    places = chosen[lanes]
    hand.dated[places, lanes] = -np.inf
    hand.due[places, lanes] = NEVER
    hand.weight[places, lanes] = 0.0
