"""Which storylet comes up for each seat this quarter, if any?

Dated beats first, then follow-ups that are due, then a draw by weight in which nothing has its own
weight. All of it over seats and worlds at once; what is drawn is written by scenes.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from game.story.decks import HELP, HURT, MOODS, REST, Deck, Side
from game.story.memory import Mask, Past
from game.story.terms import Glance
from game.world.figures import Place, bindings
from game.world.state import Array, Floats, Ints, Small, World

if TYPE_CHECKING:
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
class Hand:
    """What may come up for the seats this quarter, by its row in the deck; most of it may not."""

    deck: Deck
    dated: Side  # the less the higher the priority, NEVER where it may not come
    due: Side  # the turn it fell due, NEVER if not
    told: Mask  # it is due, but only by its fallback; laid out as `due`
    drawn: Side  # the weight of the draw, 0 where it may not come


def deal(world: World, deck: Deck, glance: Glance, past: Past, moods: Floats) -> Hand:
    """Test every storylet of the deck; forgets, in place, the follow-ups that fell through.

    `moods` says how much each mood weighs for a seat, (mood, chair, worlds); rest is put in here.
    """
    seated = len(past.any)
    due, told = _follow_ups(world, deck, glance, seated)
    rows = deck.in_season(glance, int(world.turn[0]))
    fresh = _fresh(world, deck, rows)
    some = fresh.any(axis=1)
    rows, fresh = rows[some], fresh[some]
    holds = deck.when.holds(rows, glance) & fresh
    some = holds.any(axis=1)
    rows, holds = rows[some], holds[some]
    _need_answers(deck, rows, holds, glance)
    beat = deck.beat[rows]
    first = np.where(holds[beat], -deck.priority[rows[beat], None], NEVER)
    dated = Side(deck, rows[beat], first, seated, NEVER)
    rows, holds = rows[~beat], holds[~beat]
    # A quiet page of this morning counts already.
    moods[REST] = np.where(world.turn - past.rest >= REST_EVERY, REST_LATE, REST_EARLY)
    weight = _weights(world, deck, rows, glance, moods)
    np.maximum(weight, 0.0, out=weight)
    weight *= holds
    drawn = Side(deck, rows, weight, seated, 0.0)
    known = deck.of(world.story_known, rows)
    if known.any():
        _step_back(drawn, drawn.lay(known, 0))
    return Hand(deck, dated, due, told, drawn)


def _follow_ups(world: World, deck: Deck, glance: Glance, seated: int) -> tuple[Side, Mask]:
    """A follow-up comes when it is due and still true, or by its fallback, or is forgotten."""
    rows = np.flatnonzero(deck.late)
    due = deck.of(world.story_due, rows)
    now = (due >= 0) & (due <= world.turn.astype(due.dtype))
    some = now.any(axis=1)
    rows, due, now = rows[some], due[some], now[some]
    holds = deck.when.holds(rows, glance)
    comes = now & _fresh(world, deck, rows) & (holds | deck.replaced(rows))
    row, lanes = np.nonzero(now & ~comes)
    world.story_due[deck.position[rows[row]], deck.chair[rows[row]], lanes] = -1
    side = Side(deck, rows, np.where(comes, due.astype(np.float64), NEVER), seated, NEVER)
    return side, side.lay(comes & ~holds, False)


def _fresh(world: World, deck: Deck, rows: Ints) -> Mask:
    """Where a seat in play has not seen the storylet, or long ago; (rows, worlds)."""
    seen = deck.of(world.story_seen, rows)
    fresh: Mask = seen < 0
    again = np.flatnonzero(deck.again[rows])
    fresh[again] |= world.turn - seen[again] >= deck.wait[rows[again], None]
    fresh &= (world.outcome == 0)[deck.chair[rows]]
    return fresh


def _need_answers(deck: Deck, rows: Ints, holds: Mask, glance: Glance) -> None:
    """Strike out, in place, where fewer than two answers are open: one answer is no choice."""
    for n, row in enumerate(rows.tolist()):
        if doubts := deck.doubts(row):
            read = glance.reader(deck.seats[row])
            count: Any = len(deck.storylets[row].choices) - len(doubts)
            for choice in doubts:
                count = count + np.asarray(choice.needs.value(read), np.int64)
            holds[n] &= count >= 2


def _weights(world: World, deck: Deck, rows: Ints, glance: Glance, moods: Floats) -> Floats:
    """How readily each row is drawn, wherever it may come; (rows, worlds)."""
    weight = deck.weight.across(rows, glance)
    weight *= moods[deck.mood[rows], deck.chair[rows]]
    again = np.flatnonzero(deck.again[rows])
    seen = deck.of(world.story_seen, rows[again])
    weight[again] *= np.where(seen < 0, 1.0, np.minimum((world.turn - seen) / MEMORY, 1.0))
    return weight


def _step_back(drawn: Side, ago: Small) -> None:
    """Scenes of earlier playthroughs weigh less, the last one's least; writes the side in place.

    `ago` counts playthroughs, 0 for never; (place, chair, worlds).
    """
    fresh = ((drawn.value > 0) & (ago == 0)).any(axis=0)
    most = np.where(fresh, FAMILIAR, FAMILIAR_ALONE)
    drawn.value *= np.where(ago > 0, 1.0 - most / np.maximum(ago, 1), 1.0)


def tempers(ruleset: Ruleset, glance: Glance) -> Floats:
    """How much each mood weighs for a seat by how it stands; (mood, chair, worlds)."""
    me, powers = _actors(ruleset), glance.reader("")

    def own(name: str) -> Array:
        place = bindings(ruleset)[name]
        found: Array = glance.at(Place(place.array, (), place.derived))[me]
        return found

    is_state = own("me.is_state") > 0
    low = np.where(is_state, own("me.approval") < LOW_APPROVAL, own("me.trust") < LOW_TRUST)
    all_ = powers("machine_time.usa") + powers("machine_time.china") + powers("machine_time.europe")
    leading = np.where(
        is_state,
        own("me.machine_time") > LEAD_SHARE * np.maximum(all_, 1.0),
        own("me.eci") > powers("open.eci") + LEAD_ECI,
    )
    found = np.ones((len(MOODS), *low.shape))
    found[HELP] = np.where(low | (own("me.cash_usd") < 0), HELP_AFTER_LOSSES, 1.0)
    found[HURT] = np.where(leading, HURT_FOR_LEADER, 1.0)
    return found


@lru_cache(maxsize=8)
def _actors(ruleset: Ruleset) -> Ints:
    """The chairs on the actor axis."""
    return np.array([ruleset.index("actor", chair) for chair in ruleset.axis("chair")], np.int64)


def silence(world: World, past: Past) -> Floats:
    """How much of the weight of nothing holds for each chair now, (chair, worlds).

    Before the first scene of a run it is as if one had come two quarters before.
    """
    quarters = world.turn - past.any + (past.any < 0)
    return SILENCE.take(quarters, mode="clip")


def pick(hand: Hand, slot: int, roll: Floats, bearable: Mask, quiet: Floats) -> tuple[Array, Mask]:
    """One storylet a chair and world, by its row in the deck, -1 for nothing; and whether by its
    fallback. Shape (chair, worlds).

    Dated beats keep their date whatever their mood; a follow-up that would hurt too soon waits.
    """
    rows = _drawn(hand.drawn, slot, roll, bearable, quiet)
    told = np.zeros(roll.shape, np.bool_)
    if hand.due.places:
        due = np.where(hand.due.bearable | bearable, hand.due.value, NEVER)
        rows, place, sooner = _least(hand.due, due, rows)
        told = sooner & np.take_along_axis(hand.told, place[None], axis=0)[0]
    if hand.dated.places:
        rows, _, dated = _least(hand.dated, hand.dated.value, rows)
        told &= ~dated
    return rows, told


def _least(side: Side, value: Floats, rows: Array) -> tuple[Array, Ints, Mask]:
    """The first of the least values takes the place of `rows`; its place, and where it is any."""
    place = value.argmin(axis=0)
    any_ = value.min(axis=0) < NEVER
    return np.where(any_, side.at(place), rows), place, any_


def _drawn(side: Side, slot: int, roll: Floats, bearable: Mask, quiet: Floats) -> Array:
    """Inverse CDF over the weights, nothing last; -1 for nothing."""
    if not side.places:
        return np.full(roll.shape, -1, np.int32)
    steps = side.value * (side.bearable | bearable)
    for before, step in pairwise(steps):  # a running sum
        step += before
    total = steps[-1]
    alone, each = NOTHING[slot]
    target = roll * (total + (alone + each * total) * quiet)
    # The steps only rise: those beyond the target are the last ones.
    return side.at(side.places - (steps > target).sum(axis=0, dtype=np.int16))


def discard(hand: Hand, rows: Array) -> None:
    """What has come up does not come up again this quarter; (chair, worlds)."""
    for side, none in ((hand.dated, NEVER), (hand.due, NEVER), (hand.drawn, 0.0)):
        side.strike(rows, none)
