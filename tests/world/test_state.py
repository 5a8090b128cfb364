"""The state: shapes, lanes, hashes, and saves read back after content has moved."""

import json

import numpy as np
import pytest

from game.engine import open_scenario
from game.world.axes import shape_of
from game.world.lanes import axes_of, from_lane
from game.world.state import FIELDS, World, empty_world


@pytest.fixture
def morning(ruleset) -> World:
    return open_scenario(ruleset, "autumn_2022", [0, 0])


def test_every_array_has_the_shape_it_declares(ruleset, morning):
    for name, values in morning.items():
        assert values.shape == (*shape_of(FIELDS[name]["axes"], ruleset), 2), name
        assert values.dtype == FIELDS[name]["kind"], name


def test_the_world_is_read_only_outside_the_tick(morning):
    with pytest.raises(ValueError, match="read-only"):
        morning.tension[0] = 99.0
    morning.copy().tension[0] = 99.0


def test_a_lane_survives_json(ruleset, morning):
    text = json.dumps(morning.lane())
    again = from_lane(json.loads(text), ruleset)
    assert again.hash() == morning.hash()


def test_a_missing_or_misshapen_array_is_refused(ruleset, morning):
    lane = morning.lane()
    with pytest.raises(ValueError, match="'tension' is missing"):
        from_lane({k: v for k, v in lane.items() if k != "tension"}, ruleset)
    with pytest.raises(ValueError, match="'cash_usd' has shape"):
        from_lane(lane | {"cash_usd": [1, 2, 3]}, ruleset)


def test_values_follow_their_ids_when_content_has_moved(ruleset, morning):
    lane, axes = morning.lane(), axes_of(ruleset)
    actors = axes["actor"]
    moved = [*actors[1:], actors[0]]
    old = dict(lane)
    for name, spec in FIELDS.items():
        if "actor" in spec["axes"]:
            position = spec["axes"].index("actor")
            rolled = np.roll(np.array(lane[name]), -1, axis=position)
            old[name] = rolled.tolist()
    again = from_lane(old, ruleset, axes=axes | {"actor": moved})
    assert again.hash() == morning.hash()


def test_a_vanished_scene_leaves_the_table(ruleset, morning):
    world = morning.copy()
    world.scene_now[0, 0] = 1
    axes = axes_of(ruleset)
    storylets = axes["storylet"]
    world.story_seen[1, 0] = 5
    gone = [storylets[0], "a_scene_of_a_mod", *storylets[2:]]
    again = from_lane(world.lane(), ruleset, axes=axes | {"storylet": gone})
    assert again.scene_now[0, 0, 0] == -1
    assert again.story_seen[1, 0, 0] == -1


def test_hashes_together_are_the_hashes_one_by_one(ruleset):
    world = open_scenario(ruleset, "autumn_2022", [4, 5, 6])
    assert world.hashes(2) == [world.hash(0), world.hash(1)]


def test_turns_in_one_byte_are_hashed_as_they_always_were(ruleset):
    world = empty_world(ruleset, range(3))
    world.story_seen[2, 1] = (4, 99, -1)
    world.story_due[0, 0] = 112
    before, size = world.hashes(3), world.story_took.nbytes
    assert world.narrow().hashes(3) == before
    assert world.hash(1) == before[1]
    assert world.story_took.nbytes == size / 2
    world.story_seen[2, 1, 0] = 5
    assert world.hash(0) != before[0]


def test_the_worlds_of_a_wide_batch_begin_like_one_alone(ruleset):
    many, one = empty_world(ruleset, range(700)), empty_world(ruleset, range(2))
    assert many.hash(0) == one.hash(0)
    many.freeze().thaw()
    many.pending += 1.0
    assert many.copy().pending.min() == 1.0
