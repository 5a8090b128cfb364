"""Is what no effect may write because it is worked out anew worked out anew?"""

from collections.abc import Callable

import numpy as np
import pytest

from game.content.writable import MEASURED
from game.engine import open_scenario
from game.engine.unattended import unattended
from game.world.dice import Dice
from game.world.state import FIELDS, World

MORNINGS = (2, 9, 18)
CHANGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "half": lambda found: found * 0.5,
    "more": lambda found: found * 1.3 + 0.2,
}


@pytest.fixture(scope="module")
def history(ruleset) -> list[World]:
    """The mornings of a game that nobody plays."""
    dice, found = Dice(1), [open_scenario(ruleset, "autumn_2022", [0, 0], seed=1)]
    for _ in range(max(MORNINGS) + 1):
        found.append(unattended(ruleset, "autumn_2022", found[-1].copy(), dice))
    return found


@pytest.mark.parametrize("change", CHANGES)
def test_a_quarter_forgets_what_was_written_there(ruleset, history, change) -> None:
    for turn in MORNINGS:
        spoiled = history[turn].copy()
        for name in MEASURED:
            values = getattr(spoiled, name)
            values[...] = CHANGES[change](values)
        for name in sorted(MEASURED):
            world = history[turn].copy()
            setattr(world, name, getattr(spoiled, name).copy())
            after = getattr(unattended(ruleset, "autumn_2022", world, Dice(1)), name)
            start = FIELDS[name]["start"]
            is_used = np.any([getattr(each, name) != start for each in history], axis=0)
            expected = getattr(history[turn + 1], name)
            assert np.array_equal(after[is_used], expected[is_used]), name
