"""When does a storylet come up? A few lines of content, many worlds."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from game.content import Ruleset
from game.story.scenes import open_quarter
from game.world.dice import Dice
from game.world.state import World
from tests.story.conftest import Stage
from tests.story.tables import table, worlds

DICE = Dice(7)
NOBODY = frozenset(("china", "usa"))


def opened(ruleset: Ruleset, world: World) -> World:
    return open_quarter(ruleset, world, DICE, NOBODY)


def share(ruleset: Ruleset, world: World, storylet: str) -> float:
    """In how many worlds, out of all, a storylet is on the table of Beijing."""
    tables = table(ruleset, opened(ruleset, world))
    return sum(storylet in ids for ids in tables) / len(tables)


def test_nothing_has_a_weight_of_its_own(stage: Stage) -> None:
    ruleset = stage(storylets="[{id: lone}]")
    assert 0.2 < share(ruleset, worlds(ruleset, 500), "lone") < 0.45
    heavier = stage(storylets="[{id: lone, weight: 40}]")
    assert 0.65 < share(heavier, worlds(heavier, 500), "lone") < 0.85


def test_a_false_condition_keeps_a_storylet_away(stage: Stage) -> None:
    ruleset = stage(storylets="[{id: lone, weight: 100, when: tension > 50}]")
    world = worlds(ruleset, 100)
    world.tension[50:] = 60.0
    tables = table(ruleset, opened(ruleset, world))
    assert not any(tables[:50])
    assert any(tables[50:])


def test_one_major_and_two_minor_at_most(stage: Stage) -> None:
    ids = "abcdefgh"
    majors = "".join(f"{{id: big_{i}, weight: 50}}, " for i in ids)
    minors = "".join(f"{{id: small_{i}, size: minor, weight: 50}}, " for i in ids)
    ruleset = stage(storylets=f"[{majors}{minors}]")
    tables = table(ruleset, opened(ruleset, worlds(ruleset, 4000)))  # three at once are rare
    for ids_here in tables:
        assert sum(i.startswith("big") for i in ids_here) <= 1
        assert sum(i.startswith("small") for i in ids_here) <= 2
        assert len(set(ids_here)) == len(ids_here)
    assert any(len(ids_here) == 3 for ids_here in tables)


def test_a_storylet_goes_to_its_own_seats(stage: Stage) -> None:
    ruleset = stage(storylets="[{id: lone, weight: 1000, seats: [usa]}]")
    after = opened(ruleset, worlds(ruleset, 50))
    assert not any(table(ruleset, after, "china"))
    assert any(table(ruleset, after, "usa"))


def test_once_is_once_and_wait_is_waited(stage: Stage) -> None:
    ruleset = stage(
        storylets="""
        - {id: single, weight: 1000}
        - {id: back, size: minor, weight: 1000, once: false, wait: 4}
        """
    )
    world = worlds(ruleset, 40)
    met: list[list[list[str]]] = []
    for _ in range(16):
        world = opened(ruleset, world)
        met.append(table(ruleset, world))
        world.turn += 1
    for lane in range(40):
        turns = {
            name: [t for t, m in enumerate(met) if name in m[lane]] for name in ("single", "back")
        }
        assert len(turns["single"]) <= 1
        assert all(b - a >= 4 for a, b in pairwise(turns["back"]))
        assert len(turns["back"]) >= 1


def test_never_two_that_hurt_in_a_row(stage: Stage) -> None:
    ruleset = stage(
        storylets="".join(
            f"""
        - {{id: blow_{i}, mood: hurt, weight: 20, once: false, wait: 1}}
        - {{id: sting_{i}, mood: hurt, size: minor, weight: 20, once: false, wait: 1}}
        - {{id: day_{i}, weight: 5, once: false, wait: 1}}
        """
            for i in "abc"
        )
    )
    world = worlds(ruleset, 64)
    met: list[list[str]] = [[] for _ in range(64)]
    for _ in range(20):
        world = opened(ruleset, world)
        for lane, ids in enumerate(table(ruleset, world)):
            met[lane] += ["day" if i.startswith("day") else "hurt" for i in ids]
        world.turn += 1
    for row in met:
        assert ("hurt", "hurt") not in pairwise(row)
    assert sum(row.count("hurt") for row in met) > 64


def test_help_weighs_more_after_losses_and_trouble_more_for_a_leader(stage: Stage) -> None:
    ruleset = stage(storylets="[{id: hand, mood: help}, {id: blow, mood: hurt}]")
    calm = worlds(ruleset, 800)
    low = worlds(ruleset, 800, approval=30.0)
    broke = worlds(ruleset, 800, cash_usd=-1.0)
    leader = worlds(ruleset, 800)
    leader.installed[0, ruleset.index("actor", "china")] = 100_000
    assert share(ruleset, low, "hand") > 1.3 * share(ruleset, calm, "hand")
    assert share(ruleset, broke, "hand") > 1.3 * share(ruleset, calm, "hand")
    assert share(ruleset, leader, "blow") > 1.1 * share(ruleset, calm, "blow")


def test_what_was_seen_lately_weighs_less(stage: Stage) -> None:
    ruleset = stage(storylets="[{id: old, once: false, wait: 2}, {id: new}]")
    world = worlds(ruleset, 800, turn=10)
    world.story_seen[ruleset.index("storylet", "old"), ruleset.index("seat", "china")] = 6
    assert share(ruleset, world, "new") > 3 * share(ruleset, world, "old")


def test_a_quiet_page_comes_after_some_quarters(stage: Stage) -> None:
    ruleset = stage(
        storylets="[{id: page, mood: rest, once: false, wait: 1, weight: 4}, {id: day}]"
    )
    rested = worlds(ruleset, 800, turn=10)
    row = ruleset.index("seat", "china")
    rested.story_seen[ruleset.index("storylet", "page"), row] = 9
    due = worlds(ruleset, 800, turn=10)
    due.story_seen[ruleset.index("storylet", "page"), row] = 4
    assert share(ruleset, due, "page") > 3 * share(ruleset, rested, "page")


def test_a_silence_that_lasts_ends_by_itself(stage: Stage) -> None:
    ruleset = stage(storylets="[{id: lone}, {id: other, size: minor}, {id: seen}]")
    row, seen = ruleset.index("seat", "china"), ruleset.index("storylet", "seen")
    shares = []
    for last in (9, 8, 7, 6, 5):
        world = worlds(ruleset, 800, turn=10)
        world.story_seen[seen, row] = last
        shares.append(share(ruleset, world, "lone"))
    assert shares == sorted(shares)
    assert shares[0] < 0.35
    assert shares[-1] == 1.0


def test_a_second_scene_of_the_same_morning_is_seldom(stage: Stage) -> None:
    after_nothing = stage(storylets="[{id: small, size: minor, weight: 3}]")
    after_one = stage(storylets="[{id: date, priority: 1}, {id: small, size: minor, weight: 3}]")
    alone, beside = (
        share(ruleset, worlds(ruleset, 800, turn=2), "small")
        for ruleset in (after_nothing, after_one)
    )
    assert 0 < beside < 0.3 * alone


def test_a_dated_beat_takes_its_quarter(stage: Stage) -> None:
    ruleset = stage(
        storylets="""
        - {id: crowd, weight: 1000}
        - {id: date, priority: 1, when: quarter == 2023.75}
        - {id: greater_date, priority: 5, when: quarter == 2024.0}
        - {id: lesser_date, priority: 2, when: quarter == 2024.0}
        """
    )
    before, at, after = (worlds(ruleset, 60, turn=turn) for turn in (3, 4, 5))
    assert not any("date" in ids for ids in table(ruleset, opened(ruleset, before)))
    assert all(ids == ["date"] for ids in table(ruleset, opened(ruleset, at)))
    assert all(ids == ["greater_date"] for ids in table(ruleset, opened(ruleset, after)))


def test_a_seat_whose_run_is_over_meets_nothing(stage: Stage) -> None:
    ruleset = stage(storylets="[{id: date, priority: 1}]")
    world = worlds(ruleset, 4)
    world.outcome[ruleset.index("seat", "china"), 2:] = 1
    assert table(ruleset, opened(ruleset, world)) == [["date"], ["date"], [], []]


def test_dealing_leaves_the_given_world_alone(stage: Stage) -> None:
    ruleset = stage(storylets="[{id: date, priority: 1}]")
    world = worlds(ruleset)
    before = world.hash()
    after = opened(ruleset, world)
    assert world.hash() == before
    assert np.all(after.story_seen[0, ruleset.index("seat", "china")] == 0)
