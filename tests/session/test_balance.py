"""Is no order a plan by itself, has each chair several plans, and is every ending within reach?

The long test plays some eleven thousand whole games; the short ones show that the instrument reads
right and that the largest differences are there.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from game.content import Ruleset
from game.session import balance, simulate
from game.session.balance import Outcome

SCENARIO = "autumn_2022"
PLAYABLE = (
    "usa",
    "china",
    "taiwan",
    "europe",
    "lab_frontier",
    "lab_hangzhou",
    "lab_paris",
    "commons",
)
SHOCK = {"price_of_nothing", "kept_drawer", "taller_fences", "what_a_chip_is_worth"}
ELSEWHERE = {"first_steps"} | SHOCK
GREAT = (
    "blockade",
    "burst_bubble",
    "cliff",
    "commons_won",
    "monopoly",
    "third_way",
    "two_worlds",
    "wall",
)


def outcome(bot: str, parts: dict[str, float], early: float = 0.0) -> Outcome:
    """Two games of a bot that ended alike."""
    told = {name: np.full(2, value) for name, value in parts.items()}
    return Outcome("usa", bot, told, Counter({"wall": 2}), early, np.zeros(2))


def test_the_usual_policy_plays_the_games_that_simulate_plays(ruleset: Ruleset) -> None:
    (played,) = balance.play(ruleset, SCENARIO, "lab_paris", {"canopee": 4}, 3)
    batch = simulate.simulate(ruleset, SCENARIO, 4, 41, 3)
    assert played.endings == Counter(batch.outcomes["lab_paris"])
    changes = (np.diff(batch.series["bottleneck"], axis=0) != 0).sum(axis=0)
    assert played.turnings.tolist() == changes.tolist()


def test_a_bot_fares_the_same_beside_others(ruleset: Ruleset) -> None:
    more, _ = balance.with_stubborn_bots(ruleset, "usa")
    together = balance.play(more, SCENARIO, "usa", {"usa_builder": 3, "only_visit_taipei": 2}, 5)
    (alone,) = balance.play(more, SCENARIO, "usa", {"only_visit_taipei": 2}, 5)
    assert alone.totals.tolist() == together[1].totals.tolist()
    assert together[1].profile["peace"] < together[0].profile["peace"] - 10


def test_a_run_that_ends_early_counts_for_the_part_that_was_run(ruleset: Ruleset) -> None:
    more, _ = balance.with_stubborn_bots(ruleset, "lab_hangzhou")
    (spent,) = balance.play(more, SCENARIO, "lab_hangzhou", {"only_buy_chips": 2}, 1)
    assert spent.endings == {"bankruptcy": 2}
    assert spent.closed_early == 1.0
    assert spent.profile["peace"] < 50


def test_there_is_a_stubborn_bot_for_each_order_of_a_seat(ruleset: Ruleset) -> None:
    more, bots = balance.with_stubborn_bots(ruleset, "china")
    orders = {id_ for id_, order in ruleset.orders.items() if "china" in order.seats}
    assert {bot.removeprefix(balance.STUBBORN) for bot in bots} == orders
    assert all(len(more.policies[bot].rules) == 1 for bot in bots)
    assert not set(bots) & set(ruleset.policies)


def test_a_good_plan_stands_above_every_stubborn_bot_and_keeps_its_chair() -> None:
    above, below = outcome("above", {"peace": 60}), outcome("below", {"peace": 40})
    stubborn = outcome("only_talks", {"peace": 50})
    dismissed = outcome("dismissed", {"peace": 70}, early=0.5)
    assert balance.good([above, below, dismissed, stubborn]) == [above]


APART = 2.0  # points of a part of the score between plans of different character


def unlike(one: Outcome, other: Outcome) -> bool:
    """Whether two plans differ in character: each is the better one in some part of the score."""
    ahead = [one.profile[part] - other.profile[part] for part in one.parts]
    return max(ahead) >= APART and min(ahead) <= -APART


def test_plans_differ_when_each_is_better_at_something() -> None:
    calm = outcome("calm", {"peace": 60, "planet": 30})
    green = outcome("green", {"peace": 50, "planet": 40})
    better = outcome("better", {"peace": 70, "planet": 40})
    assert unlike(calm, green)
    assert not unlike(calm, better)


def test_a_batch_of_one_game_is_refused(ruleset: Ruleset) -> None:
    with pytest.raises(ValueError, match="two games"):
        balance.play(ruleset, SCENARIO, "usa", {"washington": 1}, 1)


def test_a_scenario_is_played_by_its_own_rules_and_to_its_own_end(ruleset: Ruleset) -> None:
    usual = balance.plans(ruleset, "lab_paris")[0]
    (played,) = balance.play(ruleset, "the_shock", "lab_paris", {usual: 4}, 1)
    assert set(played.endings) <= SHOCK - {"kept_drawer"}
    assert max(played.turnings) <= 13  # quarters
    (walled,) = balance.play(ruleset, "the_wall", "lab_paris", {usual: 8}, 1)
    assert walled.endings["wall"] >= 3  # by the usual rules one of fifty games ends so


@pytest.mark.parametrize("seat", PLAYABLE)
def test_each_chair_has_three_plans_besides_the_usual_one(ruleset: Ruleset, seat: str) -> None:
    assert len(balance.plans(ruleset, seat)) >= 4


@pytest.fixture(scope="module")
def season(ruleset: Ruleset) -> list[Outcome]:
    """Some eleven thousand whole games, from every chair."""
    return [
        each for seat in PLAYABLE for each in balance.tournament(ruleset, SCENARIO, seat, 40, 40, 1)
    ]


def of(season: list[Outcome], seat: str) -> list[Outcome]:
    """The games played from one chair."""
    return [each for each in season if each.seat == seat]


@pytest.mark.long
@pytest.mark.xdist_group("season")
@pytest.mark.parametrize("seat", PLAYABLE)
def test_no_single_order_beats_the_plans_and_three_of_them_are_unlike(
    season: list[Outcome], seat: str
) -> None:
    good = balance.good(of(season, seat))
    assert len(good) >= 3, [each.bot for each in good]
    trios = combinations(good, 3)
    assert any(all(unlike(one, other) for one, other in combinations(trio, 2)) for trio in trios), {
        each.bot: each.profile for each in good
    }


@pytest.mark.long
@pytest.mark.xdist_group("season")
def test_each_ending_is_reached_and_none_swallows_the_others(
    season: list[Outcome], ruleset: Ruleset
) -> None:
    assert sum(each.games for each in season) >= 2000
    found = balance.reached(season)
    assert set(found) == set(ruleset.endings) - ELSEWHERE  # shorter scenarios end by those
    for ending in GREAT:
        assert found[ending][1] >= 0.05, (ending, found[ending])
    everything = sum((each.endings for each in season), Counter[str]())
    rare = [ending for ending in GREAT if everything[ending] < 0.005 * everything.total()]
    assert not rare
    usual = of(season, "usa")[0]
    assert usual.bot == "washington"
    assert max(usual.endings.values()) <= 0.5 * usual.games


@pytest.mark.long
@pytest.mark.xdist_group("season")
def test_what_binds_the_chips_changes_in_a_median_game(season: list[Outcome]) -> None:
    assert np.median(np.concatenate([each.turnings for each in season])) >= 4
