"""Does the Mesa model do to one world exactly what the oracle does?

Every array, bit for bit, from mornings that policies have led to, moved somewhere legal, and over
several quarters. Skipped where Mesa is not installed.
"""

import numpy as np
import pytest

from benchmarks.oracle.dice import PlainDice
from benchmarks.oracle.state import from_lists, to_lists
from benchmarks.oracle.tick import STAGES
from benchmarks.oracle.tick import tick as plain_tick
from game.world.state import FIELDS
from tests.engine import test_oracle
from tests.engine.test_oracle import SEED, TURNS, disturbed

pytest.importorskip("mesa")

from benchmarks.mesa_tick.books import BY_CHIP, OF_ACTORS
from benchmarks.mesa_tick.model import KINDS, Actor, Economy

SEEDS = range(10)
mornings = test_oracle.mornings


def assert_same(one, other):
    """Two lanes are equal, and of the same kinds of number."""
    one, other = to_lists(one), to_lists(other)
    apart = [name for name in FIELDS if repr(one[name]) != repr(other[name])]
    assert not apart


@pytest.mark.parametrize("turn", TURNS)
def test_a_step_is_a_tick(ruleset, mornings, turn):
    lane, dice = from_lists(ruleset, mornings[turn].lane(0)), PlainDice(SEED)
    model = Economy(ruleset, lane, dice)
    model.step()
    assert_same(model.lane(), plain_tick(ruleset, lane, dice))
    assert to_lists(lane) == mornings[turn].lane(0)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_from_anywhere(ruleset, mornings, seed):
    world = disturbed(mornings[TURNS[seed % len(TURNS)]], np.random.default_rng(seed))
    lane, dice = from_lists(ruleset, world.lane(0)), PlainDice(seed)
    model = Economy(ruleset, lane, dice)
    model.step()
    assert_same(model.lane(), plain_tick(ruleset, lane, dice))


def test_three_years_of_steps(ruleset, mornings):
    lane, dice = from_lists(ruleset, mornings[0].lane(1)), PlainDice(SEED)
    model = Economy(ruleset, lane, dice)
    for _ in range(12):
        model.step()
        lane = plain_tick(ruleset, lane, dice)
        assert_same(model.lane(), lane)
    assert model.steps == 12


def test_every_actor_is_an_agent_with_its_own_books(ruleset, mornings):
    lane = from_lists(ruleset, mornings[5].lane(0))
    model = Economy(ruleset, lane, PlainDice(SEED))
    model.step()
    after = plain_tick(ruleset, lane, PlainDice(SEED))
    assert [agent.actor for agent in model.agents] == list(ruleset.actors)
    for agent in model.agents:
        assert type(agent) is KINDS[ruleset.actors[agent.actor].kind]
        for name in OF_ACTORS:
            theirs = getattr(after, name)
            if name in BY_CHIP:
                expected = {chip: row[agent.actor] for chip, row in theirs.items()}
            else:
                expected = theirs[agent.actor]
            assert vars(agent)[name] == expected


def test_no_entry_of_the_books_hides_what_an_agent_does(ruleset):
    taken = {name for kind in (Actor, *KINDS.values()) for name in dir(kind)}
    assert not taken & set(OF_ACTORS)


def test_agents_act_in_stages_that_exist(ruleset, mornings):
    lane = from_lists(ruleset, mornings[0].lane(0))
    model = Economy(ruleset, lane, PlainDice(SEED))
    assert set(model.by_agents) < {name for name, _ in STAGES}
