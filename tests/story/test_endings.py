"""Is every ending reached by some state of the world, and does the score stay in its bounds?"""

from __future__ import annotations

import re

import numpy as np
import pytest

from game.content import Ruleset
from game.story.endings import early, final, final_codes, score
from game.story.telling import Teller
from game.world.figures import Reader
from game.world.state import World
from tests.story.conftest import Stage
from tests.story.tables import worlds

SEATS = ("usa", "china", "lab_hangzhou", "lab_paris")
SHOCK = ("price_of_nothing", "kept_drawer", "taller_fences", "what_a_chip_is_worth")


def ordinary(ruleset: Ruleset) -> World:
    """A last quarter in which nothing is decided."""
    world = worlds(ruleset, turn=40, confidence=0.5, tension=30.0, lockin=0.9, compute_rule=0.5)
    for lab in ("lab_frontier", "lab_bay", "lab_hangzhou", "lab_paris"):
        put(ruleset, world, "eci", lab, 130.0)
        put(ruleset, world, "share", lab, 0.2)
    put(ruleset, world, "eci", "lab_frontier", 154.0)
    world.open_eci[:] = 140.0
    return world


def put(ruleset: Ruleset, world: World, name: str, actor: str, value: float) -> None:
    getattr(world, name)[ruleset.index("actor", actor)] = value


def state_of(ruleset: Ruleset, ending: str) -> World:
    """The ordinary world, and what it takes to end another way."""
    world = ordinary(ruleset)
    if ending == "blockade":
        world.blockade_quarters[:] = 3.0
    elif ending == "cliff":
        world.compute_rule[:] = 0.1
        put(ruleset, world, "eci", "lab_frontier", 174.0)
        put(ruleset, world, "eci", "lab_hangzhou", 173.0)
    elif ending == "burst_bubble":
        world.confidence[:] = 0.2
    elif ending == "commons_won":
        world.open_eci[:] = 153.0
        world.commons_h100e[:] = 50_000.0
    elif ending == "third_way":
        put(ruleset, world, "eci", "lab_paris", 152.0)
        put(ruleset, world, "share", "lab_paris", 0.05)
        put(ruleset, world, "openness", "lab_paris", 1.0)
    elif ending == "monopoly":
        put(ruleset, world, "share", "lab_frontier", 0.7)
    elif ending == "two_worlds":
        world.litho_china[:] = 0.9
        put(ruleset, world, "eci", "lab_hangzhou", 152.5)
        put(ruleset, world, "ported", "lab_hangzhou", 0.9)
    elif ending == "wall":
        world.data_wall[:] = 3.0
    elif ending == "well_in_the_square":
        world.commons_h100e[:] = 50_000.0
        put(ruleset, world, "trust", "commons", 80.0)
    elif ending == "swept_clean":
        put(ruleset, world, "equity_sold", "commons", 0.6)
    elif ending == "own_petrol":
        put(ruleset, world, "trust", "lab_frontier", 60.0)
        world.installed[:, ruleset.index("actor", "lab_frontier")] = 1000
    elif ending == "tenants_lease":
        put(ruleset, world, "equity_sold", "lab_frontier", 0.8)
        put(ruleset, world, "rented_h100e", "lab_frontier", 5e6)
    elif ending == "first_steps":
        world.turn[:] = 6
    elif ending in SHOCK:
        world.turn[:] = 21
        put(
            ruleset, world, "trained_eci", "lab_hangzhou", 138.0 if ending == "kept_drawer" else 0.0
        )
        put(ruleset, world, "openness", "lab_hangzhou", 1.0)
        world.open_eci[:] = {"price_of_nothing": 153.0, "taller_fences": 140.0}.get(ending, 149.0)
    elif ending == "emptied_shield":
        place = ruleset.index("actor", "tsmc"), ruleset.index("node", "n5")
        world.wafers[place], world.wafers_abroad[place] = 100.0, 80.0
    return world


def test_every_late_ending_has_a_state_that_reaches_it(ruleset: Ruleset) -> None:
    late = [ending for ending in ruleset.endings.values() if not ending.early]
    assert len(late) >= 8
    for ending in late:
        world = state_of(ruleset, ending.id)
        assert {final(ruleset, world, seat) for seat in ending.seats or SEATS} == {ending.id}


@pytest.mark.parametrize(("name", "value"), [("openness", 0.0), ("eci", 155.0)])
def test_a_third_way_can_be_moved_to_a_cellar_and_is_not_first(
    ruleset: Ruleset, name: str, value: float
) -> None:
    world = state_of(ruleset, "third_way")
    put(ruleset, world, name, "lab_paris", value)
    assert final(ruleset, world, "lab_paris") != "third_way"


def test_a_third_way_has_a_law_of_brussels(ruleset: Ruleset) -> None:
    world = state_of(ruleset, "third_way")
    world.compute_rule[ruleset.index("region", "fr")] = 0.1
    assert final(ruleset, world, "lab_paris") != "third_way"


def test_the_quiet_ending_always_holds(ruleset: Ruleset) -> None:
    for seat in SEATS:
        assert final(ruleset, worlds(ruleset), seat) in ruleset.endings


def test_a_government_that_nobody_wants_is_dismissed(ruleset: Ruleset) -> None:
    world = worlds(ruleset, 4)
    world.approval[ruleset.index("actor", "china"), 2:] = 12.0
    early(ruleset, world)
    row = ruleset.index("seat", "china")
    code = 1 + list(ruleset.endings).index("dismissal")
    assert world.outcome[row].tolist() == [0, 0, code, code]
    assert final(ruleset, world, "china", lane=3) == "dismissal"
    assert final(ruleset, world, "china", lane=0) != "dismissal"


def test_a_laboratory_deep_in_debt_is_closed(ruleset: Ruleset) -> None:
    world = worlds(ruleset)
    put(ruleset, world, "cash_usd", "lab_paris", -1_000_000)
    early(ruleset, world)
    row = ruleset.index("seat", "lab_paris")
    assert world.outcome[row].tolist() == [0, 0]
    put(ruleset, world, "cash_usd", "lab_paris", -2_000_000_000)
    early(ruleset, world)
    assert final(ruleset, world, "lab_paris") == "bankruptcy"


def test_an_ending_once_reached_stays(ruleset: Ruleset) -> None:
    world = worlds(ruleset)
    put(ruleset, world, "approval", "china", 10.0)
    early(ruleset, world)
    put(ruleset, world, "approval", "china", 90.0)
    early(ruleset, world)
    assert final(ruleset, world, "china") == "dismissal"


def test_the_most_pressing_ending_is_told(stage: Stage) -> None:
    ruleset = stage(
        endings="""
        - {id: quiet, when: 1}
        - {id: loud, when: tension > 10, priority: 3}
        - {id: louder, when: tension > 20, priority: 9}
        - {id: elsewhere, when: 1, priority: 99, seats: [usa]}
        """
    )
    world = worlds(ruleset, 3)
    world.tension[:] = [0.0, 15.0, 25.0]
    told = [list(ruleset.endings)[code] for code in final_codes(ruleset, world, "china")]
    assert told == ["quiet", "loud", "louder"]
    assert final(ruleset, world, "usa") == "elsewhere"


@pytest.mark.parametrize("seat", SEATS)
def test_the_score_has_six_parts_within_bounds(ruleset: Ruleset, seat: str) -> None:
    parts = ("prosperity", "sovereignty", "capability", "commons", "planet", "peace")
    wild = worlds(ruleset, tension=100.0, blockade_quarters=6.0, jobs=1.0)
    wild.eci[:] = 150.0
    rich = worlds(ruleset, arr_usd=1e12, commons_h100e=1e7, cash_usd=10**14)
    rich.eci[:] = 150.0
    put(ruleset, rich, "gdp_usd", "usa", 35e12)
    put(ruleset, rich, "gdp_usd", "china", 30e12)
    rich.openness[:] = 1.0
    for world in (wild, rich, ordinary(ruleset)):
        found = score(ruleset, world, seat)
        assert tuple(found) == parts
        assert all(0.0 <= value <= 100.0 and np.isfinite(value) for value in found.values())
    better, worse = score(ruleset, rich, seat), score(ruleset, wild, seat)
    assert better["prosperity"] > worse["prosperity"]
    assert better["commons"] > worse["commons"]
    assert worse["peace"] == 0.0


def test_what_a_state_opens_counts_by_the_machines_it_has(ruleset: Ruleset) -> None:
    shared = []
    for chips in (0, 100_000, 1_000_000):
        world = ordinary(ruleset)
        world.lockin[:] = 0.9
        put(ruleset, world, "public_share", "europe", 0.5)
        world.installed[:, ruleset.index("actor", "europe")] = 0
        world.installed[0, ruleset.index("actor", "europe")] = chips
        shared.append(score(ruleset, world, "europe")["commons"])
    none, some, many = shared
    assert some - none == pytest.approx(30 * 1.5 * 0.5 / 2)
    assert some < many < none + 30 * 1.5 * 0.5


def test_a_state_that_borrows_a_quarter_of_its_output_loses_by_it(ruleset: Ruleset) -> None:
    world = ordinary(ruleset)
    put(ruleset, world, "gdp_usd", "usa", 34e12)
    sound = score(ruleset, world, "usa")["prosperity"]
    place = ruleset.index("actor", "usa")
    world.debt_usd[place] = (0.25 * world.gdp_usd[place]).astype(np.int64)
    assert sound - score(ruleset, world, "usa")["prosperity"] == pytest.approx(6.25, abs=0.01)


def test_a_monopoly_is_told_with_the_share_of_whoever_is_second(ruleset: Ruleset) -> None:
    told = ruleset.endings["monopoly"].epilogue
    for lab in ("lab_frontier", "lab_bay", "lab_menlo", "lab_hangzhou", "lab_haidian"):
        assert f"{{share.{lab}}}" in told.en and f"{{share.{lab}}}" in told.fr


def test_a_monopoly_is_in_the_papers_and_at_every_table_before_it_comes(ruleset: Ruleset) -> None:
    """In the state of it, two years before the end; none of it where no house has half."""
    world = state_of(ruleset, "monopoly")
    world.turn[:] = 32
    seen = {True: 0, False: 0}
    for half in (True, False):
        put(ruleset, world, "share", "lab_frontier", 0.7 if half else 0.4)
        reader = Reader(ruleset, world, "europe")
        lines = (line for who in ruleset.advisors.values() for line in who.lines)
        for each in (*ruleset.news.values(), *lines):
            if "share.first" in each.when.source and "was." not in each.when.source:
                seen[half] += bool(each.when.evaluate(reader)[0])
    assert seen[True] >= 7 and seen[False] == 0


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_garage_is_closed_in_words_that_fit_one_person_and_no_card(
    ruleset: Ruleset, lang: str
) -> None:
    world = worlds(ruleset)
    put(ruleset, world, "staff", "commons", 1)
    teller, ending = Teller(ruleset, world, "commons", ruleset.words(lang)), "bankruptcy"
    told = teller.say(ruleset.endings[ending].title) + teller.say(ruleset.endings[ending].epilogue)
    assert not re.search(r"Ferrari|\b\d+\s(person|chip|puce)", told)
