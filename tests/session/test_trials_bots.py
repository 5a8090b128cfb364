"""The bots: what they answer, and that no order of theirs is against the rules."""

from __future__ import annotations

import numpy as np
import pytest

from game.content import Ruleset
from game.engine import open_scenario
from game.engine.orders import allowed
from game.engine.policies import no_orders
from game.session.trials.bots import PICK, answer, any_legal, bots_of, give_orders
from game.session.trials.games import Watcher, play
from game.story.answers import waiting
from game.story.scenes import open_quarter
from game.world.dice import Dice
from game.world.state import World
from tests.session.trials_stage import staged

SEATS = ("usa", "china", "lab_hangzhou", "lab_paris")
OPEN = np.array([[True, True, True, True], [True, False, True, True], [True, True, True, False]])
WEIGHT = np.array([[3.0, 3, 0, 1], [1.0, 9, 0, 5], [2.0, 1, 0, 9]])
ROLL = np.array([0.55, 0.99, 0.5, 0.1])


@pytest.mark.parametrize(
    ("how", "picked"),
    [
        ("ai", [1, 2, 0, 0]),  # by 3:1:2; 3:1, the second shut; nothing weighs; 1:5
        ("random", [1, 2, 1, 0]),
        ("first", [0, 0, 0, 0]),
        ("last", [2, 2, 2, 1]),
        ("seldom", [1, 2, 2, 0]),
        ("default", [0, 0, 0, 0]),
    ],
)
def test_each_way_of_answering(how: str, picked: list[int]) -> None:
    assert PICK[how](OPEN, WEIGHT, ROLL, 0).tolist() == picked


def test_every_seat_has_its_plans_and_three_bots_of_no_plan(ruleset: Ruleset) -> None:
    for seat in SEATS:
        kinds = [bot.kind for bot in bots_of(ruleset, seat)]
        assert kinds == ["usual", "plan_1", "plan_2", "plan_3", "random", "idle", "contrary"]


@pytest.mark.parametrize("seat", SEATS)
def test_bots_give_legal_orders_within_attention_and_money(ruleset: Ruleset, seat: str) -> None:
    bots = bots_of(ruleset, seat)
    width = 12 * len(bots)
    world = open_scenario(ruleset, "autumn_2022", range(width)).thaw()
    groups = [(bot, slice(12 * n, 12 * n + 12)) for n, bot in enumerate(bots)]
    orders = no_orders(ruleset, world)
    give_orders(ruleset, world, Dice(1), seat, groups, orders)
    row = ruleset.index("seat", seat)
    attention = np.zeros(width)
    for order in ruleset.orders.values():
        amount = orders[ruleset.index("order", order.id), row]
        given = amount != 0
        assert seat in order.seats or not given.any()
        assert allowed(ruleset, world, seat, order, amount)[given].all(), order.id
        attention += given * order.attention
    assert (attention <= ruleset.seats[seat].attention).all()
    by_bot = {bot.kind: int((orders[:, row, lanes] != 0).sum()) for bot, lanes in groups}
    assert by_bot["idle"] == 0
    assert by_bot["random"] > 12
    assert any_legal(ruleset, world, seat).all()


def test_the_contrary_bot_gives_nothing_that_the_usual_policy_knows(ruleset: Ruleset) -> None:
    world = open_scenario(ruleset, "autumn_2022", range(64)).thaw()
    bot = bots_of(ruleset, "usa")[-1]
    orders = no_orders(ruleset, world)
    give_orders(ruleset, world, Dice(1), "usa", [(bot, slice(0, 64))], orders)
    given = {id_ for n, id_ in enumerate(ruleset.axis("order")) if orders[n].any()}
    usual = {rule.order for rule in ruleset.policies[bot.policy].rules}
    assert given
    assert not given & usual


def test_every_scene_is_answered_and_told_about(ruleset: Ruleset) -> None:
    world = open_scenario(ruleset, "autumn_2022", range(8)).thaw()
    world = open_quarter(ruleset, world, Dice(1), frozenset({"usa"}))
    bots = bots_of(ruleset, "usa")[:2]
    groups = [(bots[0], slice(0, 4)), (bots[1], slice(4, 8))]
    row = ruleset.index("seat", "usa")
    assert waiting(world, row, 0).all()
    asked = answer(ruleset, world, Dice(1), "usa", groups)
    assert not any(waiting(world, row, slot).any() for slot in range(3))
    first = asked[0]
    assert ruleset.axis("storylet")[first.storylet] == "rule_of_october"
    assert first.mask.all() and first.open.all()
    taken = world.scene_answer[row, 0] - ruleset.choices.index(
        ("rule_of_october", "publish_as_drafted")
    )
    assert taken.tolist() == first.picked.tolist()


class Turns(Watcher):
    """Remembers how many quarters were played."""

    def __init__(self) -> None:
        self.turns = 0

    def evening(self, world: World) -> None:
        self.turns += 1


def test_a_world_comes_out_the_same_alone_and_among_others(ruleset: Ruleset) -> None:
    ruleset, _ = staged(ruleset, "[{id: one}, {id: two, size: minor, weight: 9}]", turns=12)
    bot = bots_of(ruleset, "china")[4]  # at random
    watcher = Turns()
    many = play(ruleset, "autumn_2022", [{"china": bot}], range(5), 3, watcher)
    few = play(ruleset, "autumn_2022", [{"china": bot}], range(3, 5), 3, Watcher())
    assert watcher.turns == ruleset.scenarios["autumn_2022"].turns
    assert many.hashes(5)[3:] == few.hashes(2)
    assert len(set(many.hashes(5))) == 5
