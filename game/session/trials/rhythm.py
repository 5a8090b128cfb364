"""How much is there to read, and what do whole games tell?

The words of a scene as a player reads it, and the scenes that games in which nobody plays have met.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from game.engine import first_turn, open_scenario
from game.session.simulate import Nobody
from game.story.memory import Mask
from game.world.dice import Dice

if TYPE_CHECKING:
    from game.content.models.story import Storylet
    from game.content.ruleset import Ruleset
    from game.content.words import Bilingual


def words_of(storylet: Storylet) -> float:
    """What is read of a scene in the wordier language: title, text, answers, and one outcome."""
    brought = [
        np.mean([_count(outcome) for outcome in (choice.win, choice.lose) if outcome])
        for choice in storylet.choices
    ]
    answers = sum(map(_count, storylet.choices))
    return _count(storylet.title) + _count(storylet.text) + answers + float(np.mean(brought))


def _count(text: Bilingual | None) -> int:
    return max(len(text.en.split()), len(text.fr.split())) if text else 0


def scenes_met(
    ruleset: Ruleset, scenario: str, worlds: Sequence[int], seed: int, known: Mask | None = None
) -> Mask:
    """The scenes that came up in whole games, every seat by its policy: (storylet, chair, world).

    `known` are those of a game before, which each seat remembers.
    """
    world = open_scenario(ruleset, scenario, worlds, seed=seed).thaw()
    if known is not None:
        world.story_known[:] = known
    table = Nobody(ruleset, scenario, Dice(seed), {}, in_place=True)
    for _ in range(first_turn(ruleset, scenario), ruleset.scenarios[scenario].turns):
        world = table.end(table.open(world))
    seen: Mask = world.story_seen >= 0
    return seen
