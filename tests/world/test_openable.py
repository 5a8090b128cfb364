"""Is what content says of the arrays that may be opened what the world says of them?"""

from __future__ import annotations

import numpy as np

from game.content.openable import LENGTHS, NEEDED, OPENABLE
from game.content.readable import BEGUN
from game.content.readable import DERIVED as TOLD
from game.world.axes import NUMBERED
from game.world.derived import DERIVED
from game.world.state import FIELDS

OWN = {"world_id", "turn", "outcome"}  # beside the story's, what begins by itself


def test_every_array_but_clocks_and_the_story_may_be_opened() -> None:
    begun = {name for name in FIELDS if name in OWN or name.startswith(("story_", "scene_"))}
    assert set(OPENABLE) == set(FIELDS) - begun


def test_axes_and_kinds_are_those_of_the_world() -> None:
    for name, known in OPENABLE.items():
        assert known.axes == FIELDS[name]["axes"], name
        assert known.is_whole == (FIELDS[name]["kind"] is np.int64), name
    assert {axis: NUMBERED[axis] for axis in LENGTHS} == LENGTHS
    assert set(NEEDED) <= set(OPENABLE)


def test_what_a_figure_may_read_is_there_under_the_same_axes() -> None:
    assert {name: tuple(axes.split()) for name, (axes, _, _) in TOLD.items()} == {
        name: axes for name, (axes, _) in DERIVED.items()
    }
    assert all(FIELDS[name]["axes"] == axes for name, axes in BEGUN.items())
