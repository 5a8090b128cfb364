"""Does a second game from the same chair tell other stories than the first?"""

from __future__ import annotations

import numpy as np

from game.content import Ruleset
from game.engine import open_scenario
from game.session.simulate import Nobody
from game.story.memory import Mask
from game.world.dice import Dice
from game.world.state import Small

SCENARIO, GAMES = "autumn_2022", 8
SHARED = 0.25


def met(ruleset: Ruleset, seed: int, known: Small | None = None) -> Mask:
    """The scenes that came up in whole games, (storylet, seat, game)."""
    world = open_scenario(ruleset, SCENARIO, range(GAMES), seed=seed).thaw()
    if known is not None:
        world.story_known[:] = known
    table = Nobody(ruleset, SCENARIO, Dice(seed), {}, in_place=True)
    for _ in range(ruleset.scenarios[SCENARIO].turns):
        world = table.end(table.open(world))
    return world.story_seen >= 0


def test_two_games_in_a_row_share_less_than_a_quarter_of_their_scenes(ruleset: Ruleset) -> None:
    first = met(ruleset, seed=11)
    second = met(ruleset, seed=12, known=first.astype(np.int8))
    for seat in ruleset.scenarios[SCENARIO].seats:
        row = ruleset.index("seat", seat)
        told = np.count_nonzero(second[:, row])
        again = np.count_nonzero(first[:, row] & second[:, row])
        assert told > 20 * GAMES, seat
        assert again < SHARED * told, (seat, again / told)
