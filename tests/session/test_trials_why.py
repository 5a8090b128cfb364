"""Why a storylet stays out, and how likely it comes."""

from __future__ import annotations

import numpy as np
import pytest

from game.content import Ruleset
from game.engine import open_scenario
from game.session.trials.why import Reasons, chances, reasons
from game.world.state import World
from tests.session.trials_stage import staged

KINDS = """
- {id: held, when: "quarter >= 2023 and tension > 1000"}
- {id: free, weight: 3}
- {id: other, weight: 1}
- {id: called, follow_up: true, when: "tension > 1000"}
- {id: told, follow_up: true, when: "tension > 1000", fallback: {en: x, fr: x}}
- {id: hurts, mood: hurt, size: minor}
- {id: again, once: false, wait: 6, size: minor}
- {id: alone, choices: [{id: quiet, default: true}, {id: dear, needs: "tension > 1000"}]}
- {id: weightless, weight: 0 - tension}
"""


@pytest.fixture(scope="module")
def rules(ruleset: Ruleset) -> Ruleset:
    return staged(ruleset, KINDS)[0]


@pytest.fixture
def world(rules: Ruleset) -> World:
    world = open_scenario(rules, "autumn_2022", (0, 0)).thaw()
    world.turn[:] = 5
    return world


def about(rules: Ruleset, world: World, id_: str) -> Reasons:
    return reasons(rules, world, "china", rules.storylets[id_])


def seen(rules: Ruleset, world: World, id_: str, turn: int) -> None:
    row = rules.index("seat", "china")
    world.story_seen[rules.index("storylet", id_), row] = turn


def test_a_clause_tells_what_it_needs_and_what_is_so(rules: Ruleset, world: World) -> None:
    found = about(rules, world, "held")
    assert found.blocked_by == ("when",)
    date, tension = found.clauses
    assert (date.clause, date.holds) == ("quarter >= 2023", True)
    assert (tension.holds, tension.needs) == (False, "> 1000")
    assert tension.now == {"tension": float(world.tension[0])}
    assert found.as_dict()["clauses"][1]["clause"] == "tension > 1000"


def test_what_has_been_seen_comes_once_or_waits(rules: Ruleset, world: World) -> None:
    assert about(rules, world, "free").blocked_by == ()
    seen(rules, world, "free", 2)
    once = about(rules, world, "free")
    assert (once.blocked_by, once.wait_left, once.seen) == (("once",), None, 2)
    seen(rules, world, "again", 2)
    waits = about(rules, world, "again")
    assert (waits.blocked_by, waits.wait_left) == (("wait",), 3)
    world.turn[:] = 8
    assert about(rules, world, "again").blocked_by == ()


def test_a_follow_up_waits_for_its_call_and_may_have_another_text(
    rules: Ruleset, world: World
) -> None:
    row = rules.index("seat", "china")
    for id_, due_blocked in (("called", ("when",)), ("told", ())):
        place = rules.index("storylet", id_)
        assert about(rules, world, id_).blocked_by[0] == "not_called"
        world.story_due[place, row] = 7
        later = about(rules, world, id_)
        assert (later.blocked_by[0], later.due) == ("not_due", 7)
        world.story_due[place, row] = 5
        assert about(rules, world, id_).blocked_by == due_blocked


def test_hurt_after_hurt_and_scenes_without_a_choice(rules: Ruleset, world: World) -> None:
    assert about(rules, world, "hurts").held_back is False
    seen(rules, world, "again", 3)
    seen(rules, world, "hurts", 3)
    assert about(rules, world, "hurts").blocked_by == ("once", "mood")
    seen(rules, world, "again", 4)
    assert about(rules, world, "hurts").blocked_by == ("once",)
    alone = about(rules, world, "alone")
    assert (alone.blocked_by, alone.answers_open) == (("answers",), 1)
    assert about(rules, world, "weightless").blocked_by == ("weight",)


def test_a_closed_seat_and_a_scene_on_the_table(rules: Ruleset, world: World) -> None:
    row = rules.index("seat", "china")
    world.scene_now[row, 0] = rules.index("storylet", "held")
    found = about(rules, world, "held")
    assert found.on_table and found.blocked_by == ()
    world.outcome[row] = 1
    assert about(rules, world, "free").blocked_by == ("closed",)


def test_chances_are_those_of_the_deal(rules: Ruleset, world: World) -> None:
    before = world.copy()
    found = chances(rules, world, "china", seed=3)
    assert found["free"] == pytest.approx(3 * found["other"], rel=0.35)
    assert set(found) <= {"free", "other", "hurts", "again"}
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert found == chances(rules, world, "china", seed=3)
    for name, values in world.items():
        assert np.array_equal(values, getattr(before, name)), name
