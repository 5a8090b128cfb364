"""Who has a place in what the story remembers, and what of those who have none?"""

from __future__ import annotations

import numpy as np

from game.content import Ruleset
from game.story.scenes import answer_defaults, cards, open_quarter
from game.world.dice import Dice
from game.world.figures import Reader
from tests.story.conftest import Stage
from tests.story.tables import worlds

BEAT = """
- {id: beat, priority: 1, when: turn == 0, seats: [china, SEAT]}
"""


def test_chairs_are_the_seats_up_to_the_last_that_plays_or_meets_a_scene(
    ruleset: Ruleset, stage: Stage
) -> None:
    seats, chairs = ruleset.axis("seat"), ruleset.axis("chair")
    playable = {id_ for id_, seat in ruleset.seats.items() if seat.playable}
    assert playable <= set(chairs) < set(seats)
    assert chairs == seats[: len(chairs)] and chairs[-1] in playable
    assert stage().axis("chair") == chairs
    met = stage(storylets=BEAT.replace("SEAT", "lab_bay")).axis("chair")
    assert met == seats[: seats.index("lab_bay") + 1]


def test_who_has_no_chair_meets_answers_and_remembers_nothing(stage: Stage) -> None:
    rules = stage(storylets=BEAT.replace("SEAT", "usa"))
    world = open_quarter(rules, worlds(rules, 2), Dice(1), frozenset(("lab_bay",)))
    assert cards(rules, world, "usa") and not cards(rules, world, "lab_bay")
    assert answer_defaults(rules, world, Dice(1), "lab_bay").hashes(2) == world.hashes(2)
    for seat, lived in (("china", 1.0), ("lab_bay", 0.0)):
        read = Reader(rules, world, seat)
        assert (read("seen.beat") == lived).all(), seat
        assert (read("taken.beat.quiet") + read("taken.beat.other") == lived).all(), seat


def test_one_chair_more_changes_nothing_for_the_others(stage: Stage) -> None:
    few, more = (stage(storylets=BEAT.replace("SEAT", seat)) for seat in ("usa", "lab_bay"))
    tables = []
    for rules in (few, more):
        world = open_quarter(rules, worlds(rules, 5), Dice(3), frozenset())
        row = rules.index("chair", "china")
        tables.append([world.scene_answer[row], world.story_took[:, row], world.scene_won[row]])
    for one, other in zip(*tables, strict=True):
        assert np.array_equal(one, other)
