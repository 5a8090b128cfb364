"""Do many conditions tested together hold exactly where each holds by itself?"""

from __future__ import annotations

import numpy as np
import pytest

from game.content import Ruleset
from game.content.expressions import compile_condition
from game.engine import open_scenario, tick
from game.engine.policies import decide, no_orders
from game.story.conditions import conditions
from game.story.decks import deck_of
from game.story.scenes import open_quarter
from game.story.terms import Glance
from game.world.arrays import COMPARE
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.state import World
from tests.story.tables import worlds

SEATS = ("china", "usa")


@pytest.fixture
def some(ruleset: Ruleset) -> World:
    """Five worlds with different tension, and two chairs with different means."""
    world = worlds(ruleset, 5, turn=4)  # the last quarter of 2023
    world.tension[:] = (10.0, 20.0, 30.0, 40.0, 50.0)
    world.cash_usd[ruleset.index("actor", "china")] = (0, 10, 20, 30, 40)
    world.story_seen[ruleset.index("storylet", "rule_of_october")] = -1
    world.story_seen[ruleset.index("storylet", "rule_of_october"), 0, 2] = 1
    return world


@pytest.mark.parametrize(
    "text",
    [
        *(f"tension {sign} 30" for sign in COMPARE),
        *(f"30 {sign} tension" for sign in COMPARE),
        "20 <= tension < 40",
        "me.cash_usd >= 10 and tension < 50 and me.cash_usd < 40",
        "quarter == 2023.75 and tension > 20",
        "tension > 20 and quarter == 2024.0",
        "quarter == 2023.75 or quarter == 2025.75",
        "tension > 20 and (quarter > 2030 or tension < 40)",
        "seen.rule_of_october",
        "not seen.rule_of_october and tension > 15",
        "tension > me.cash_usd + 10",
        "tension",
        "1",
        "0",
        "1 and tension > 20",
    ],
)
def test_a_condition_of_a_table_holds_where_it_holds_alone(
    ruleset: Ruleset, some: World, text: str
) -> None:
    condition = compile_condition(text)
    others = [compile_condition(t) for t in ("tension > 30", "turn < 9 and tension < 40")]
    asked = [(each, seat) for each in (others[0], condition, others[1]) for seat in SEATS]
    table, rows = conditions(ruleset, asked), np.array([3, 2, 5])
    found = table.holds(rows, Glance(ruleset, some))
    for holds, row in zip(found, rows, strict=True):
        alone, seat = asked[row]
        assert holds.tolist() == alone.evaluate(Reader(ruleset, some, seat)).tolist()
    open_ = table.in_season(Glance(ruleset, some))
    for seat, may in zip(SEATS, open_[2:4], strict=True):
        assert may or not condition.evaluate(Reader(ruleset, some, seat)).any()
    of_the_date = {"quarter", "turn"} >= condition.names
    if of_the_date:
        assert (open_[2:4] == condition.evaluate(Reader(ruleset, some))[0]).all()


def test_all_that_may_come_is_tested_as_its_condition_says(ruleset: Ruleset) -> None:
    world, dice = open_scenario(ruleset, "autumn_2022", range(6)), Dice(8)
    out_of_season = 0
    for _ in range(12):
        world = open_quarter(ruleset, world, dice, frozenset())
        glance = Glance(ruleset, world)
        for size in ("major", "minor"):
            deck = deck_of(ruleset, size)
            rows = np.arange(len(deck.storylets))
            found, in_season = deck.when.holds(rows, glance), deck.when.in_season(glance)
            for row, storylet in enumerate(deck.storylets):
                alone = storylet.when.evaluate(Reader(ruleset, world, deck.seats[row]))
                assert (found[row] == alone).all(), storylet.id
            assert not found[~in_season].any()
            out_of_season += np.count_nonzero(~in_season)
        sheet = no_orders(ruleset, world)
        decide(ruleset, world, dice, sheet)
        world = tick(ruleset, world, sheet, dice)
    assert out_of_season > 1000
