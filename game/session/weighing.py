"""Which decisions mattered most?

Plays the run again in one batch, each lane without one decision, and compares the scores at the
end. The dice are the run's own, so that what differs is the decision and what followed from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from game.engine import first_turn, open_scenario, script, tick
from game.engine.policies import no_orders
from game.session.log import ChoiceRecord, OrderRecord, Record
from game.session.standing import Setup, Standing
from game.story import answers, endings, scenes
from game.story.memory import choice_of
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import Array, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

MOST_LANES = 96


def weigh(ruleset: Ruleset, setup: Setup, now: Standing) -> dict[str, float]:
    """How many points of score each decision moved, by its cause; empty when there was none.

    A decision is an order with all the times it was given, or one answer that the player gave.
    """
    records = now.log.records
    causes = _causes(setup.seat, records)
    if not causes:
        return {}
    world = _played(ruleset, setup, records, causes, int(now.world.turn[0]))
    total = np.sum(list(endings.scores(ruleset, world, setup.seat).values()), axis=0)
    return {cause: float(abs(total[lane] - total[0])) for lane, cause in enumerate(causes, start=1)}


def _causes(seat: str, records: tuple[Record, ...]) -> list[str]:
    """The decisions of a run, each once, the earliest first."""
    found = dict.fromkeys(cause for record in records if (cause := _cause(seat, record)))
    return list(found)[: MOST_LANES - 1]


def _cause(seat: str, record: Record) -> str:
    if isinstance(record, OrderRecord):
        return f"order:{seat}:{record.order}"
    if not record.asked:
        return ""
    return f"scene:{record.storylet}:{record.choice}:{seat}"


def _played(
    ruleset: Ruleset, setup: Setup, records: tuple[Record, ...], causes: list[str], turns: int
) -> World:
    """The run up to a turn; lane 0 as it was, each other lane without one decision."""
    dice, played = Dice(setup.seed), frozenset({setup.seat})
    lanes = [0] * max(len(causes) + 1, 2)
    world = open_scenario(ruleset, setup.scenario, lanes, setup.difficulty, setup.seed)
    kept = {cause: np.ones(len(lanes), np.bool_) for cause in causes}
    for lane, cause in enumerate(causes, start=1):
        kept[cause][lane] = False
    for turn in range(first_turn(ruleset, setup.scenario), turns):
        quiet = script.silent(ruleset, setup.scenario, world, played)
        world = scenes.open_quarter(ruleset, world, dice, played | quiet)
        now = [record for record in records if record.turn == turn]
        for record in now:
            if isinstance(record, ChoiceRecord) and record.asked:
                mask = kept.get(_cause(setup.seat, record))
                _answer(ruleset, setup, world, dice, record, mask)
        world = scenes.answer_defaults(ruleset, world, dice, setup.seat)
        sheet = no_orders(ruleset, world)
        for record in now:
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
