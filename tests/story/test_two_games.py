"""Does a second game from the same chair tell other stories than the first?"""

from __future__ import annotations

import numpy as np

from game.content import Ruleset
from game.session.trials.rhythm import scenes_met

SCENARIO, WORLDS = "autumn_2022", range(8)
SEEDS = 11, 21  # of first games
SHARED = 0.25


def test_two_games_in_a_row_share_less_than_a_quarter_of_their_scenes(ruleset: Ruleset) -> None:
    firsts = [scenes_met(ruleset, SCENARIO, WORLDS, seed=seed) for seed in SEEDS]
    seconds = [
        scenes_met(ruleset, SCENARIO, WORLDS, seed=seed + 1, known=first)
        for seed, first in zip(SEEDS, firsts, strict=True)
    ]
    first, second = np.concatenate(firsts), np.concatenate(seconds)
    for seat in ruleset.scenarios[SCENARIO].seats:
        row = ruleset.index("seat", seat)
        told = np.count_nonzero(second[:, row])
        again = np.count_nonzero(first[:, row] & second[:, row])
        assert told > 20 * len(WORLDS) * len(SEEDS), seat
        assert again < SHARED * told, (seat, again / told)
