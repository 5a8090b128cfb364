"""Which decisions mattered, and how would the world stand without any of them?

Plays the run again in one batch: in worlds of other dice beside its own, with all its decisions,
without any, and without each. What differs between two runs of one world is the decision and all
that chance has hung on it; only what nearly all worlds agree on is told: of the score what it
is in the run's own world, of others' figures the median.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from game.engine import first_turn, open_scenario, script, tick
from game.engine.policies import no_orders
from game.session.log import ChoiceRecord, OrderRecord, Record
from game.session.standing import Setup, Standing
from game.story import answers, endings, scenes, stakes
from game.story.memory import FALLBACK, choice_of, remembering_reader, storylets
from game.story.total import Idle
from game.world.axes import SCENE_SLOTS
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.report import NoRecorder
from game.world.state import Array, Floats, World

if TYPE_CHECKING:
    from game.content.models.story import Choice, Storylet
    from game.content.ruleset import Ruleset

WORLDS = 16  # the run's own and fifteen of other dice
MOST_LANES = 240
MOST_CAUSES = 26  # decisions that are weighed one by one: each in eight worlds at least
LEAST_VOTES = 6  # worlds in which a decision must have made a difference, whichever way
NORMAL = 1.4826  # standard deviations of a normal distribution in its median distance
VOTES_A_DISSENTER = 12  # of so many worlds one may see it the other way


@dataclass(frozen=True)
class Weights:
    """What the decisions of a run did."""

    # By cause ("order:china:buy_chips"), then by part of the score: points that it added to the
    # score of this run; none where the other worlds do not bear it out.
    moved: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    # Figures at the end, by name, less what they would be had the seat decided nothing; only
    # where that is more than the worlds without it differ among themselves.
    apart: Mapping[str, float] = field(default_factory=dict)
    # In how many worlds all decisions were weighed together.
    worlds: int = 0
    # What the run's own world comes to without any of them; None where there was none.
    idle: Idle | None = None


@dataclass(frozen=True)
class Lanes:
    """Which run stands in which lane: with all decisions, without any, and without each."""

    causes: Sequence[str]
    each: int  # worlds in which a decision is weighed by itself

    @property
    def worlds(self) -> list[int]:
        """The world of every lane; 0 is the run's own."""
        return [*range(WORLDS), *range(WORLDS), *list(range(self.each)) * len(self.causes)]

    def without(self, place: int) -> slice:
        """The lanes without one decision, world by world."""
        start = 2 * WORLDS + place * self.each
        return slice(start, start + self.each)

    def kept(self, cause: str) -> Array:
        """In which lanes a decision is taken."""
        kept = np.ones(len(self.worlds), np.bool_)
        kept[WORLDS : 2 * WORLDS] = False
        if cause in self.causes:
            kept[self.without(self.causes.index(cause))] = False
        return kept


def weigh(ruleset: Ruleset, setup: Setup, now: Standing) -> Weights:
    """What each decision moved, and what all of them together; nothing when there was none.

    A decision is an order with all the times it was given, or one answer that the player gave.
    """
    causes = _causes(ruleset, setup.seat, now.log.records)
    if not causes:
        return Weights()
    lanes = Lanes(causes, min(WORLDS, (MOST_LANES - 2 * WORLDS) // len(causes)))
    world = _played(ruleset, setup, now, lanes)
    parts = endings.scores(ruleset, world, setup.seat)
    moved = {
        cause: {
            part: in_this_run(points[: lanes.each], points[lanes.without(place)])
            for part, points in parts.items()
        }
        for place, cause in enumerate(causes)
    }
    read = Reader(ruleset, world, setup.seat)
    apart = {}
    for name in ruleset.figures:
        if stakes.family_of(name):
            values = np.asarray(read(name), float)
            without = values[WORLDS : 2 * WORLDS]
            found = steady(values[:WORLDS], without)
            apart[name] = found if abs(found) > _spread(without) else 0.0
    return Weights(moved, apart, WORLDS, _idle(ruleset, world, setup.seat, parts))


def _idle(ruleset: Ruleset, world: World, seat: str, parts: Mapping[str, Floats]) -> Idle:
    """What the years come to in the run's own world, had the seat decided nothing."""
    mean = np.mean(list(parts.values()), axis=0)
    lift = in_this_run(mean[:WORLDS], mean[WORLDS : 2 * WORLDS])
    code = int(world.outcome[ruleset.index("seat", seat), WORLDS])
    return Idle(lift, list(ruleset.endings)[code - 1] if code else "")


def steady(values: Floats, without: Floats) -> float:
    """The median of what a decision changed, world by world; 0 where it may as well be chance.

    Worlds without any difference do not vote. Nearly all others have to agree on the way, and the
    median has to be more than they are apart.
    """
    differences = values - without
    votes = differences[differences != 0]
    if len(votes) < max(LEAST_VOTES, len(differences) // 2):
        return 0.0
    dissenters = min(np.count_nonzero(votes > 0), np.count_nonzero(votes < 0))
    middle = float(np.median(votes))
    if dissenters > len(votes) // VOTES_A_DISSENTER or abs(middle) <= _spread(votes):
        return 0.0
    return middle


def in_this_run(values: Floats, without: Floats) -> float:
    """What a decision changed in the run's own world, the first; 0 where others see it otherwise.

    So the score that is told, less this, is one that the same run would have had.
    """
    own = float(values[0] - without[0])
    return own if own * steady(values, without) > 0 else 0.0


def _spread(values: Floats) -> float:
    """How far apart worlds are: a standard deviation that a few far ones do not stretch."""
    return NORMAL * float(np.median(np.abs(values - np.median(values))))


def _causes(ruleset: Ruleset, seat: str, records: Sequence[Record]) -> list[str]:
    """The decisions that are weighed: orders, then great scenes, then the others."""
    great = {id_ for id_, storylet in ruleset.storylets.items() if storylet.size == "major"}
    rank: dict[str, int] = {}
    for record in records:
        if cause := _cause(seat, record):
            rank[cause] = 0 if isinstance(record, OrderRecord) else 2 - (record.storylet in great)
    return sorted(rank, key=lambda cause: rank[cause])[:MOST_CAUSES]


def _cause(seat: str, record: Record) -> str:
    if isinstance(record, OrderRecord):
        return f"order:{seat}:{record.order}"
    if not record.asked:
        return ""
    return f"scene:{record.storylet}:{record.choice}:{seat}"


def _played(ruleset: Ruleset, setup: Setup, now: Standing, lanes: Lanes) -> World:
    """The run up to where it stands, in every lane."""
    dice, played, records = Dice(setup.seed), frozenset({setup.seat}), now.log.records
    own = [0] * len(lanes.worlds)  # all begin on the run's own first morning
    world = open_scenario(ruleset, setup.scenario, own, setup.difficulty, setup.seed).copy()
    world.world_id[:] = lanes.worlds
    world.story_known[:] = now.world.story_known[..., :1]
    kept = {cause: lanes.kept(cause) for each in records if (cause := _cause(setup.seat, each))}
    asked = [each for each in records if isinstance(each, ChoiceRecord) and each.asked]
    habits = {each.storylet: each for each in asked}
    for turn in range(first_turn(ruleset, setup.scenario), int(now.world.turn[0])):
        quiet = script.silent(ruleset, setup.scenario, world, played)
        world = scenes.open_quarter(ruleset, world, dice, played | quiet, in_place=True)
        for answer in asked:
            if answer.turn == turn:
                _answer(ruleset, setup, world, dice, answer, kept)
        _answer_elsewhere(ruleset, setup, world, dice, habits, kept)
        answers.answer_quietly(ruleset, world, dice, setup.seat, NoRecorder())
        sheet = no_orders(ruleset, world)
        for record in records:
            known = isinstance(record, OrderRecord) and record.order in ruleset.orders
            if known and record.turn == turn and isinstance(record, OrderRecord):
                row = ruleset.index("order", record.order), ruleset.index("seat", setup.seat)
                sheet[row] = record.amount * kept[_cause(setup.seat, record)]
        script.decide(ruleset, setup.scenario, world, dice, sheet, played)
        world = script.lay_effects(ruleset, setup.scenario, world, played)
        world = tick(ruleset, world, sheet, dice, NoRecorder(), in_place=True)
        endings.early(ruleset, world)
    return world


def _answer(
    ruleset: Ruleset,
    setup: Setup,
    world: World,
    dice: Dice,
    record: ChoiceRecord,
    kept: Mapping[str, Array],
) -> None:
    """Give an answer in the lanes of its world that ask for it; writes the world in place."""
    storylet, choice = _meant(ruleset, record)
    if storylet is None or choice is None:
        return
    row = ruleset.index("seat", setup.seat)
    asks = answers.waiting(world, row, record.slot)
    asks &= world.scene_now[row, record.slot] == ruleset.index("storylet", record.storylet)
    asks &= kept[_cause(setup.seat, record)] & (world.world_id == 0)
    slot, hears = record.slot, NoRecorder()
    answers.take(ruleset, world, dice, setup.seat, slot, storylet, choice, asks, hears)


def _answer_elsewhere(
    ruleset: Ruleset,
    setup: Setup,
    world: World,
    dice: Dice,
    habits: Mapping[str, ChoiceRecord],
    kept: Mapping[str, Array],
) -> None:
    """In worlds of other dice a scene comes when it comes, and is answered as it was in the run."""
    row = ruleset.index("seat", setup.seat)
    for slot in range(SCENE_SLOTS):
        waits = answers.waiting(world, row, slot) & (world.world_id != 0)
        for position in sorted(set(world.scene_now[row, slot][waits].tolist())):
            record = habits.get(storylets(ruleset)[position].id)
            storylet, choice = _meant(ruleset, record) if record else (None, None)
            if record is None or storylet is None or choice is None:
                continue
            asks = waits & (world.scene_now[row, slot] == position)
            asks &= kept[_cause(setup.seat, record)]
            read = remembering_reader(ruleset, world, setup.seat, {})
            asks &= answers.allowed(storylet, choice, read, world.scene_won[row, slot] >= FALLBACK)
            seat, hears = setup.seat, NoRecorder()
            answers.take(ruleset, world, dice, seat, slot, storylet, choice, asks, hears)


def _meant(ruleset: Ruleset, record: ChoiceRecord) -> tuple[Storylet | None, Choice | None]:
    """The scene and the choice of an answer, as far as the rules still have them."""
    storylet = ruleset.storylets.get(record.storylet)
    return storylet, choice_of(storylet, record.choice) if storylet else None
