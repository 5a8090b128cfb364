"""Which decisions mattered most, and how would the world stand without any of them?

Plays the run again in one batch, each lane without one decision and the last without all of them,
and compares the ends. The dice are the run's own, so that what differs is the decision and what
followed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from game.engine import first_turn, open_scenario, script, tick
from game.engine.policies import no_orders
from game.session.log import ChoiceRecord, OrderRecord, Record
from game.session.standing import Setup, Standing
from game.story import answers, endings, scenes, stakes
from game.story.memory import choice_of
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.report import NoRecorder
from game.world.state import Array, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

MOST_LANES = 96


@dataclass(frozen=True)
class Weights:
    """What the decisions of a run did."""

    # By cause ("order:china:buy_chips"), then by part of the score: points that it added.
    moved: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    # Figures at the end, by name, less what they would be had the seat decided nothing.
    apart: Mapping[str, float] = field(default_factory=dict)


def weigh(ruleset: Ruleset, setup: Setup, now: Standing) -> Weights:
    """What each decision moved, and what all of them together; nothing when there was none.

    A decision is an order with all the times it was given, or one answer that the player gave.
    """
    records = now.log.records
    causes = _causes(setup.seat, records)
    if not causes:
        return Weights()
    world = _played(ruleset, setup, now, causes)
    parts = endings.scores(ruleset, world, setup.seat)
    moved = {
        cause: {part: float(points[0] - points[lane]) for part, points in parts.items()}
        for lane, cause in enumerate(causes, start=1)
    }
    read = Reader(ruleset, world, setup.seat)
    felt = [name for name in ruleset.figures if stakes.family_of(name)]
    return Weights(moved, {name: float(read(name)[0] - read(name)[-1]) for name in felt})


def _causes(seat: str, records: tuple[Record, ...]) -> list[str]:
    """The decisions of a run, each once, the earliest first; not more than there are lanes for."""
    return _all_causes(seat, records)[: MOST_LANES - 2]


def _all_causes(seat: str, records: tuple[Record, ...]) -> list[str]:
    return list(dict.fromkeys(cause for record in records if (cause := _cause(seat, record))))


def _cause(seat: str, record: Record) -> str:
    if isinstance(record, OrderRecord):
        return f"order:{seat}:{record.order}"
    if not record.asked:
        return ""
    return f"scene:{record.storylet}:{record.choice}:{seat}"


def _played(ruleset: Ruleset, setup: Setup, now: Standing, causes: list[str]) -> World:
    """The run up to where it stands.

    Lane 0 is as it was, each other lane without one decision, and the last without any.
    """
    dice, played, records = Dice(setup.seed), frozenset({setup.seat}), now.log.records
    lanes = [0] * (len(causes) + 2)
    world = open_scenario(ruleset, setup.scenario, lanes, setup.difficulty, setup.seed).copy()
    world.story_known[:] = now.world.story_known[..., :1]
    kept = {cause: np.ones(len(lanes), np.bool_) for cause in _all_causes(setup.seat, records)}
    for lane, cause in enumerate(causes, start=1):
        kept[cause][lane] = False
    for lanes_kept in kept.values():
        lanes_kept[-1] = False
    for turn in range(first_turn(ruleset, setup.scenario), int(now.world.turn[0])):
        quiet = script.silent(ruleset, setup.scenario, world, played)
        world = scenes.open_quarter(ruleset, world, dice, played | quiet)
        taken = [record for record in records if record.turn == turn]
        for record in taken:
            if isinstance(record, ChoiceRecord) and record.asked:
                mask = kept.get(_cause(setup.seat, record))
                _answer(ruleset, setup, world, dice, record, mask)
        world = scenes.answer_defaults(ruleset, world, dice, setup.seat)
        sheet = no_orders(ruleset, world)
        for record in taken:
            if isinstance(record, OrderRecord) and record.order in ruleset.orders:
                row = ruleset.index("order", record.order), ruleset.index("seat", setup.seat)
                sheet[row] = record.amount * kept.get(_cause(setup.seat, record), 1)
        script.decide(ruleset, setup.scenario, world, dice, sheet, played)
        world = script.lay_effects(ruleset, setup.scenario, world, played)
        world = tick(ruleset, world, sheet, dice, NoRecorder())
        endings.early(ruleset, world)
    return world


def _answer(
    ruleset: Ruleset,
    setup: Setup,
    world: World,
    dice: Dice,
    record: ChoiceRecord,
    mask: Array | None,
) -> None:
    """Give an answer in the lanes that ask for it and keep it; writes the world in place."""
    storylet = ruleset.storylets.get(record.storylet)
    choice = choice_of(storylet, record.choice) if storylet else None
    if storylet is None or choice is None:
        return
    row = ruleset.index("seat", setup.seat)
    asks = answers.waiting(world, row, record.slot)
    asks &= world.scene_now[row, record.slot] == ruleset.index("storylet", record.storylet)
    if mask is not None:
        asks &= mask
    answers.take(
        ruleset,
        world,
        dice,
        setup.seat,
        record.slot,
        storylet,
        choice,
        asks,
        NoRecorder(),
    )
