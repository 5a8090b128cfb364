"""Which storylet comes up for a seat this quarter, if any?

Dated beats first, then follow-ups that are due, then a draw by weight in which nothing has its own
weight. All of it over worlds at once; what is drawn is written by scenes.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from game.story.memory import Glance, Mask, Past, Read, storylets
from game.world.state import Floats, Ints, Small, World

if TYPE_CHECKING:
    from game.content.models.story import Choice, Storylet
    from game.content.ruleset import Ruleset

NEVER = 1e9

# The weight of nothing, slot by slot: so much, and so much for each unit of weight that competes.
NOTHING = ((2.4, 0.36), (6.0, 1.60), (6.0, 4.00))
# How much of it holds so many quarters after the last scene, 0 being one of this morning. Scenes
# keep their distance, so that a deck lasts and nobody reads two where one is enough; and a silence
# that lasts ends by itself.
SILENCE = np.array([20.0, 4.0, 0.8, 0.2, 0.02, 0.0])

HELP_AFTER_LOSSES = 2.0  # a seat in trouble hears of help twice as often
HURT_FOR_LEADER = 1.5  # and a leader of trouble
REST_EVERY = 5  # quarters between two quiet pages
REST_EARLY, REST_LATE = 0.3, 3.0
# By so much less a scene weighs that the last playthrough has shown: where a scene that none has
# shown may come instead, and where none may, so that the table does not stay empty for it.
FAMILIAR, FAMILIAR_ALONE = 0.97, 0.8
MEMORY = 40.0  # quarters after which a storylet weighs as much as one never seen
LOW_APPROVAL, LOW_TRUST = 45.0, 40.0
LEAD_ECI = 2.0  # ahead of the best open model by so much, a laboratory counts as a leader
LEAD_SHARE = 0.6  # and a state that holds so much of the powers' machine time


@dataclass(frozen=True, eq=False)
class Deck:
    """The storylets of one size that a seat may meet."""

    storylets: tuple[Storylet, ...]
    position: NDArray[np.int64]  # (storylet,) on the storylet axis
    again: Ints  # the places of those that may come more than once
    wait: Ints  # (again, 1) and the quarters before they do
    hurt: Mask  # (storylet,)
    needy: dict[int, tuple[Choice, ...]] = field(default_factory=dict)  # those asked for so far

    def may_be_shut(self, place: int) -> tuple[Choice, ...]:
        """The choices of a storylet that are not always open."""
        known = self.needy.get(place)
        if known is None:
            choices = self.storylets[place].choices
            known = tuple(c for c in choices if not (c.default or c.needs.constant))
            self.needy[place] = known
        return known


@dataclass(eq=False)
class Hand:
    """What may come up for a seat this quarter, by its place in the deck; most of it may not."""

    deck: Deck
    dated: dict[int, Floats] = field(default_factory=dict)  # priority, -inf where it may not come
    due: dict[int, Floats] = field(default_factory=dict)  # the turn it fell due, NEVER if not
    fallback: dict[int, Mask] = field(default_factory=dict)  # it may come, but only by that text
    weight: dict[int, Floats] = field(default_factory=dict)  # of the draw, 0 where it may not come


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
        again=np.array([n for n, (_, s) in enumerate(found) if not s.once], dtype=np.int64),
        wait=np.array([[s.wait] for _, s in found if not s.once], dtype=np.int64).reshape(-1, 1),
        hurt=np.array([s.mood == "hurt" for _, s in found], dtype=np.bool_),
    )


def deal(
    ruleset: Ruleset, world: World, seat: str, size: str, glance: Glance, past: Past, moods: Moods
) -> Hand:
    """Test every storylet of the deck; forgets, in place, the follow-ups that fell through."""
    deck = deck_of(ruleset, seat, size)
    row, read = ruleset.index("seat", seat), glance.reader(seat)
    hand = Hand(deck)
    seen = world.story_seen[deck.position, row]
    fresh = seen < 0
    fresh[deck.again] |= world.turn - seen[deck.again] >= deck.wait
    fresh &= world.outcome[row] == 0
    may_come = fresh.any(axis=1).tolist()
    for place, storylet in enumerate(deck.storylets):
        if storylet.follow_up:
            _follow_up(world, row, hand, place, fresh[place], read)
            continue
        holds = glance.holds(storylet, read) if may_come[place] else False
        if holds is False:
            continue
        holds = holds & fresh[place]
        if not np.count_nonzero(holds):
            continue
        if needy := deck.may_be_shut(place):
            holds = holds & _answerable(storylet, needy, read)
        if storylet.priority is not None:
            hand.dated[place] = np.where(holds, float(storylet.priority), -np.inf)
        else:
            weight = storylet.weight.value(read) * moods.factor(storylet.mood, past)
            if not storylet.once:
                ago = np.minimum((world.turn - seen[place]) / MEMORY, 1.0)
                weight = weight * np.where(seen[place] < 0, 1.0, ago)
            hand.weight[place] = np.where(holds, np.maximum(weight, 0.0), 0.0)
    known = world.story_known[deck.position, row]
    if known.any():
        _step_back(hand, known)
    return hand


def _step_back(hand: Hand, ago: Small) -> None:
    """Scenes of earlier playthroughs weigh less, the last one's least; writes the hand in place.

    `ago` counts playthroughs, 0 for never; (storylet, worlds).
    """
    fresh: Any = False
    for place, weight in hand.weight.items():
        fresh = fresh | ((weight > 0) & (ago[place] == 0))
    most = np.where(fresh, FAMILIAR, FAMILIAR_ALONE)
    for place, weight in hand.weight.items():
        weight *= np.where(ago[place] > 0, 1.0 - most / np.maximum(ago[place], 1), 1.0)


def _answerable(storylet: Storylet, needy: tuple[Choice, ...], read: Read) -> Any:
    """Where at least two answers are open: a scene with one answer is no choice."""
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


class Moods:
    """How much each mood weighs for a seat now: one number, or (worlds,)."""

    def __init__(self, world: World, read: Read) -> None:
        self._world, self._read = world, read
        self._known: dict[str, Any] = {"neutral": 1.0}

    def factor(self, mood: str, past: Past) -> Any:
        """The factor of a mood, given what the seat has seen of late."""
        if mood == "rest":  # a quiet page of this morning counts already
            rested = self._world.turn - past.rest
            return np.where(rested >= REST_EVERY, REST_LATE, REST_EARLY)
        if mood not in self._known:
            self._known[mood] = self._help() if mood == "help" else self._hurt()
        return self._known[mood]

    def _help(self) -> Floats:
        read = self._read
        a_state = read("me.is_state") > 0
        low = np.where(a_state, read("me.approval") < LOW_APPROVAL, read("me.trust") < LOW_TRUST)
        return np.where(low | (read("me.cash_usd") < 0), HELP_AFTER_LOSSES, 1.0)

    def _hurt(self) -> Floats:
        read = self._read
        powers = read("machine_time.usa") + read("machine_time.china") + read("machine_time.europe")
        leading = np.where(
            read("me.is_state") > 0,
            read("me.machine_time") > LEAD_SHARE * np.maximum(powers, 1.0),
            read("me.eci") > read("open.eci") + LEAD_ECI,
        )
        return np.where(leading, HURT_FOR_LEADER, 1.0)


def silence(world: World, past: Past) -> Floats:
    """How much of the weight of nothing holds for a seat now, (worlds,).

    Before the first scene of a run it is as if one had come two quarters before.
    """
    quarters = world.turn - past.any + (past.any < 0)
    return SILENCE.take(quarters, mode="clip")


def pick(
    hand: Hand, slot: int, roll: Floats, bearable: Mask, quiet: Floats
) -> tuple[NDArray[np.int64], Mask]:
    """One storylet a world, by its place in the deck, -1 for nothing; and whether by its fallback.

    Dated beats keep their date whatever their mood; a follow-up that would hurt too soon waits.
    """
    chosen = _drawn(hand, slot, roll, bearable, quiet)
    by_fallback = np.zeros(roll.shape, np.bool_)
    first: Any = NEVER
    for place, due in hand.due.items():
        due = np.where(bearable, due, NEVER) if hand.deck.hurt[place] else due
        sooner = due < first
        chosen = np.where(sooner, place, chosen)
        by_fallback = np.where(sooner, hand.fallback[place], by_fallback)
        first = np.minimum(first, due)
    highest: Any = -np.inf
    for place, priority in hand.dated.items():
        higher = priority > highest
        chosen = np.where(higher, place, chosen)
        by_fallback = by_fallback & ~higher
        highest = np.maximum(highest, priority)
    return chosen, by_fallback


def _drawn(hand: Hand, slot: int, roll: Floats, bearable: Mask, quiet: Floats) -> Ints:
    """Inverse CDF over the weights of the hand, nothing last; -1 for nothing."""
    steps = []
    total: Any = 0.0
    for place, weight in hand.weight.items():
        total = total + (np.where(bearable, weight, 0.0) if hand.deck.hurt[place] else weight)
        steps.append(total)
    chosen = np.full(roll.shape, -1, np.int64)
    if not steps:
        return chosen
    alone, each = NOTHING[slot]
    target = roll * (total + (alone + each * total) * quiet)
    # From the last to the first: the first whose step lies beyond the target stays.
    for place, step in zip(reversed(hand.weight), reversed(steps), strict=True):
        np.copyto(chosen, place, where=step > target)
    return chosen


def discard(hand: Hand, chosen: NDArray[np.int64]) -> None:
    """What has come up does not come up again this quarter."""
    for kept, gone in ((hand.dated, -np.inf), (hand.due, NEVER), (hand.weight, 0.0)):
        for place, row in kept.items():
            np.copyto(row, gone, where=chosen == place)
