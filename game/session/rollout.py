"""How may things go on from one morning, in many worlds at once?

Runs copies of a world forward, every seat by its policy, with the dice of worlds that nobody plays.
No scene is dealt on the way: what the story would still bring is left out, and whoever shows the
result has to say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from game.engine import script, tick
from game.engine.policies import no_orders
from game.later import later
from game.session.beside import beside, can_copy
from game.world.dice import Dice
from game.world.figures import Kept, gather
from game.world.state import FIELDS, Array, Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session import habits
    from game.session.log import Habits
else:  # what a seat goes on ordering that has been played for a year
    habits = later("game.session.habits")

OTHER_WORLDS = 1 << 24  # the first world of a forecast: nobody plays or simulates one so far out
FIRST, CHUNK = 64, 1024  # a first glance, then as many lanes as one can afford the memory for
MANY = 512  # worlds from which on it pays to share them with a second process ...
KEPT = 3  # ... which leaves this one a third of those after the first

# The engine never touches what the story remembers: one copy does for all worlds.
_STORY = ("story_seen", "story_due", "story_took", "scene_now", "scene_answer", "scene_won")

Stop = Callable[[], bool]


@dataclass(frozen=True, eq=False)
class Course:
    """What is given in the first quarter, by whom, and who decides otherwise than usual.

    A seat that is played gives no more orders than the sheet says; from the second quarter on it
    keeps its own habits, where they are known, or else its usual policy decides, or nobody where it
    has none. The script never speaks for it.
    """

    scenario: str
    sheet: Floats | None = None  # orders of the first quarter, (order, seat, lanes); lane 0 counts
    played: Set[str] = frozenset()  # seats that give in the first quarter what the sheet says
    policies: Mapping[str, str] = field(default_factory=dict)  # seat → another policy than its own
    habits: Habits | None = None  # what the seats played order, by quarter of the year from now on
    lanewise: bool = False  # every lane has its own sheet
    no_more: bool = False  # from the second quarter on, the seats played order nothing
    half: bool = False  # the same in every other world only: nobody knows what they will order
    idle: Set[str] = frozenset()  # every world comes twice, and in the second these order no more


def rollout(
    ruleset: Ruleset,
    world: World,
    turns: int,
    worlds: int,
    seed: int,
    course: Course,
    read: Sequence[str],
    seat: str | None = None,
    first_world: int = OTHER_WORLDS,
) -> dict[str, Floats]:
    """Figures by name at every morning, (turns + 1, worlds), as `seat` finds them.

    Starts from lane 0 of `world`; world i has the dice of `first_world` + i, so that its numbers
    depend neither on how many there are nor on how they are cut into chunks. Where worlds come
    twice, the two stand side by side.
    """
    blocks = list(rollouts(ruleset, world, turns, worlds, seed, course, read, seat, first_world))
    together = np.concatenate(blocks, axis=2)
    return {name: together[place] for place, name in enumerate(read)}


def rollouts(
    ruleset: Ruleset,
    world: World,
    turns: int,
    worlds: int,
    seed: int,
    course: Course,
    read: Sequence[str],
    seat: str | None = None,
    first_world: int = OTHER_WORLDS,
    stop: Stop | None = None,
) -> Iterator[Floats]:
    """The same chunk by chunk, (names, turns + 1, lanes), a small one first.

    `stop` is asked before every quarter; once it says yes, nothing more comes. Where nobody may
    stop them, a second process runs a part of many worlds.
    """
    names, dice = tuple(read), Dice(seed)

    def run(start: int, end: int) -> Floats | None:
        times = 2 if course.idle else 1
        ids = np.repeat(np.arange(first_world + start, first_world + end), times).tolist()
        values = np.empty((len(names), turns + 1, max(len(ids), 2)))
        kept: Kept = {}
        mornings = advance(ruleset, lanes(world, ids), turns, dice, course, kept)
        for turn, now in enumerate(mornings):
            gather(ruleset, now, names, seat, out=values[:, turn], kept=kept)
            if stop is not None and stop():
                return None
        return values[:, :, : len(ids)]

    def blocks(start: int, end: int) -> Iterator[Floats]:
        for each in range(start, end, CHUNK):
            if (block := run(each, min(each + CHUNK, end))) is None:
                return
            yield block

    if stop is None and worlds >= MANY and can_copy():
        # The copy has begun on its part while a first glance is taken here: it has the larger one.
        cut = FIRST + (worlds - FIRST) // KEPT
        with beside(lambda: np.concatenate(list(blocks(cut, worlds)), axis=2)) as rest:
            yield from blocks(0, FIRST)
            yield from blocks(FIRST, cut)
            yield rest()
        return
    glance = run(0, min(FIRST, worlds))
    if glance is not None:
        yield glance
        yield from blocks(FIRST, worlds)


def advance(
    ruleset: Ruleset,
    world: World,
    turns: int,
    dice: Dice,
    course: Course,
    kept: Kept | None = None,
) -> Iterator[World]:
    """The world at this morning and at each of the next `turns`; it is changed in place.

    Whoever reads it in between may share what was read, in `kept`: it is emptied every quarter.
    """
    kept = {} if kept is None else kept
    yield world
    usual = {policy.actor: policy.id for policy in reversed(list(ruleset.policies.values()))}
    later = {seat: usual[seat] for seat in course.played if seat in usual and not course.no_more}
    later |= course.policies
    freed = frozenset(course.played) | frozenset(course.policies)
    for turn in range(turns):
        orders, policies = no_orders(ruleset, world), later
        skip = frozenset(course.played - later.keys())
        by_habit = course.habits is not None and (turn > 0 or course.sheet is None)
        if turn == 0 or by_habit:
            policies, skip = dict(course.policies), frozenset(course.played)
        if by_habit and course.habits:
            for seat in course.played:
                habits.give(ruleset, world, orders, seat, course.habits[turn % len(course.habits)])
        elif turn == 0:
            _give(orders, course.sheet, course.lanewise)
        script.decide(ruleset, course.scenario, world, dice, orders, skip, policies, kept=kept)
        if course.half and turn > 0:
            for seat in course.played:
                orders[:, ruleset.index("seat", seat), world.world_id % 2 == 1] = 0.0
        if course.idle and (turn > 0 or course.sheet is None):
            for seat in course.idle:
                orders[:, ruleset.index("seat", seat), 1::2] = 0.0
        world = script.lay_effects(ruleset, course.scenario, world, freed)
        kept.clear()
        world = tick(ruleset, world, orders, dice, in_place=True)
        yield world


def _give(orders: Floats, sheet: Floats | None, lanewise: bool) -> None:
    """Write what lane 0 of a sheet says into all lanes: most of it says nothing."""
    if lanewise and sheet is not None:
        np.copyto(orders, sheet, where=sheet != 0)
    elif sheet is not None:
        given = np.nonzero(sheet[:, :, 0])
        orders[given] = sheet[given][:, :1]


def lanes(world: World, ids: Sequence[int]) -> World:
    """Copies of a world's lane 0 under other numbers, to be written; two at least."""
    width = max(len(ids), 2)
    values = {name: _spread(name, array, width) for name, array in world.items()}
    values["world_id"] = np.resize(np.array(ids, np.int64), width)
    return World(**values)


def _spread(name: str, values: Array, width: int) -> Array:
    """Lane 0 of an array, so many times; what nobody writes only looks like it."""
    if name in _STORY:
        one = values[..., :1]
        return np.broadcast_to(one, (*one.shape[:-1], width))
    if name == "pending":  # most of it is nothing, and need not be touched
        spread = np.zeros((*values.shape[:-1], width))
        places = np.nonzero(values[..., 0])
        spread[places] = values[places][:, :1]
        return spread
    return np.repeat(values[..., :1], width, axis=-1)


assert set(_STORY) <= set(FIELDS)
