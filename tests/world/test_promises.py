"""Promises: worth what is pending, and shared out to the last step."""

import numpy as np
import pytest

from game.engine import open_scenario
from game.world.causes import DUE, Cause, parse
from game.world.promises import BEFORE, Ledger, Promise, settled, share_out
from game.world.targets import targets

PLACE = "wafers[smic,n7]"


@pytest.fixture
def morning(ruleset):
    world = open_scenario(ruleset, "autumn_2022", [0, 0]).copy()
    world.pending[:] = 0.0
    return world


@pytest.mark.parametrize(
    ("total", "weights", "unit", "expected"),
    [
        (10, [1.0, 1.0, 1.0], None, [4, 3, 3]),
        (-10, [1.0, 1.0, 1.0], None, [-3, -3, -4]),
        (7, [10.0, -3.0], 1.0, [10, -3]),
        (0, [4.0, -4.0], 1.0, [4, -4]),
        (5, [10.0, -3.0], 1.0, [7, -2]),  # cut at a bound: both give way
        (3, [0.3, 0.0], 0.1, [3, 0]),
        (4, [2.0, -2.0], None, [2, 2]),
    ],
)
def test_a_change_is_shared_out_to_the_last_step(
    total: int, weights: list[float], unit: float | None, expected: list[int]
) -> None:
    assert share_out(total, weights, unit) == expected
    assert sum(expected) == total


def test_shares_of_any_size_add_up() -> None:
    chance = np.random.default_rng(1)
    for _ in range(500):
        weights = chance.normal(0.0, 100.0, chance.integers(1, 9)).tolist()
        total = int(chance.integers(-1000, 1000))
        for unit in (None, 0.1, 1.0):
            assert sum(share_out(total, weights, unit)) == total


def pend(ruleset, world, due, amount):
    world.pending[targets(ruleset)[PLACE], due % 32] = amount


def test_promises_that_are_kept_stay_as_they_are(ruleset, morning):
    pend(ruleset, morning, 4, 30.0)
    told = (Promise(PLACE, 0, 4, "order:a:b", 10.0), Promise(PLACE, 0, 4, "order:a:c", 20.0))
    assert settled(ruleset, morning, told) == (told, ())


def test_what_a_stage_strikes_out_was_given_up_in_proportion(ruleset, morning):
    pend(ruleset, morning, 4, 15.0)
    told = (Promise(PLACE, 0, 4, "order:a:b", 10.0), Promise(PLACE, 0, 4, "order:a:c", 20.0))
    kept, lost = settled(ruleset, morning, told)
    assert [each.moved for each in kept] == [5.0, 10.0]
    assert [each.moved for each in lost] == [5.0, 10.0]
    pend(ruleset, morning, 4, 0.0)
    assert settled(ruleset, morning, told) == ((), told)


def test_what_nobody_promised_was_begun_before(ruleset, morning):
    pend(ruleset, morning, 7, 12.0)
    kept, lost = settled(ruleset, morning, [Promise(PLACE, 0, 7, "order:a:b", 2.0)])
    assert kept[1:] == (Promise(PLACE, BEFORE, 7, DUE, 10.0),) and not lost


def test_a_place_that_the_rules_no_longer_know_is_forgotten(ruleset, morning):
    gone = Promise("wafers[nobody,n7]", 0, 4, "order:a:b", 2.0)
    assert settled(ruleset, morning, [gone]) == ((), ())
    assert Ledger(ruleset, [gone]).promises(0) == ()


def test_a_promise_is_taken_once_and_says_when_it_was_made(ruleset):
    row = targets(ruleset)[PLACE]
    ledger = Ledger(ruleset, [Promise(PLACE, 1, 4, "order:a:b", 2.0)])
    ledger.add(row, 4, "order:a:b", 1, 3.0)
    ledger.add(row, 4, "end:order:a:b", 4, -1.0)
    ends = Cause("order:a:b", ends=True)
    assert ledger.take(row, 4) == [(Cause("order:a:b", made=1), 5.0), (ends, -1.0)]
    assert ledger.take(row, 4) == []


@pytest.mark.parametrize(
    "text",
    [
        "stage:market.sales",
        "order:usa:talks@3",
        "end:scene:cargo:buy:china@12",
        "order:china:state_machines@0>installed.arrivals",
        "stage:policy.due@-1",
    ],
)
def test_a_cause_is_read_as_it_was_written(text):
    assert str(parse(text)) == text


def test_a_cause_from_a_strange_save_is_still_shown():
    assert parse("nonsense@x>y").name == "nonsense"
