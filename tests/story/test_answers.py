"""What does an answer do? Effects, odds, needs, follow-ups and fallbacks."""

from __future__ import annotations

import numpy as np
import pytest

from game.content import Ruleset
from game.errors import IllegalOrder
from game.story.memory import choice_positions
from game.story.scenes import answer_defaults, cards, choose, open_quarter
from game.world.dice import Dice
from game.world.state import World
from tests.story.conftest import Stage
from tests.story.tables import table, worlds

DICE = Dice(11)
PLAYED = frozenset(("china",))

DEAL = """
- id: deal
  priority: 1
  when: turn == 0
  choices:
    - id: buy
      needs: me.cash_usd >= 100
      win: {pay: {usd: 60, to: traders}, add: {tension: 4, me.approval: -2}, then: {letter: 3}}
    - id: gamble
      odds: 0.5
      win: {set: {confidence: 0.9}}
      lose: {set: {confidence: 0.1}, then: {letter: 1}}
    - {id: walk, default: true, win: {add: {me.approval: 1}}}
- id: letter
  follow_up: true
  when: tension > 2
  fallback: {en: "Nobody writes.", fr: "Personne n’écrit."}
  choices:
    - {id: open, win: {add: {tension: 10}}}
    - {id: burn, default: true, win: {add: {tension: -1}}}
"""


def opened(ruleset: Ruleset, world: World) -> World:
    return open_quarter(ruleset, world, DICE, PLAYED)


def later(world: World, turns: int) -> World:
    world = world.copy()
    world.turn += turns
    return world


def rich(ruleset: Ruleset, count: int = 2) -> World:
    world = worlds(ruleset, count)
    world.cash_usd[ruleset.index("actor", "china")] = 1000
    return world


def test_the_effects_of_a_choice_are_applied_and_remembered(stage: Stage) -> None:
    ruleset = stage(storylets=DEAL)
    world = opened(ruleset, rich(ruleset))
    total = world.cash_usd.sum(axis=0)
    after = choose(ruleset, world, DICE, "china", 0, "buy")
    china = ruleset.index("actor", "china")
    assert after.cash_usd[china].tolist() == [940, 940]
    assert after.cash_usd.sum(axis=0).tolist() == total.tolist()
    assert after.tension.tolist() == [4.0, 4.0]
    assert after.approval[china].tolist() == [58.0, 58.0]
    row = ruleset.index("seat", "china")
    taken = choice_positions(ruleset)["deal", "buy"]
    assert after.scene_answer[row, 0].tolist() == [taken, taken]
    assert after.story_took[taken, row].tolist() == [0, 0]
    assert after.story_due[ruleset.index("storylet", "letter"), row].tolist() == [3, 3]
    assert world.tension.tolist() == [0.0, 0.0]
    card = cards(ruleset, after, "china")[0]
    assert card.answer is not None and card.answer.id == "buy" and card.won
    assert card.outcome is card.answer.win


def test_a_choice_out_of_reach_is_refused_with_a_hint(stage: Stage) -> None:
    ruleset = stage(storylets=DEAL)
    world = opened(ruleset, worlds(ruleset))
    assert cards(ruleset, world, "china")[0].allowed == (False, True, True)
    with pytest.raises(IllegalOrder, match="walk"):
        choose(ruleset, world, DICE, "china", 0, "buy")
    with pytest.raises(IllegalOrder, match="buy, gamble, walk"):
        choose(ruleset, world, DICE, "china", 0, "dance")
    with pytest.raises(IllegalOrder):
        choose(ruleset, world, DICE, "china", 1, "walk")
    answered = choose(ruleset, world, DICE, "china", 0, "walk")
    with pytest.raises(IllegalOrder, match="already"):
        choose(ruleset, answered, DICE, "china", 0, "walk")


def test_odds_are_drawn_world_by_world(stage: Stage) -> None:
    ruleset = stage(storylets=DEAL)
    world = opened(ruleset, rich(ruleset, 400))
    after = choose(ruleset, world, DICE, "china", 0, "gamble")
    row = ruleset.index("seat", "china")
    won = after.scene_won[row, 0] == 1
    assert 0.4 < won.mean() < 0.6
    assert np.array_equal(after.confidence, np.where(won, 0.9, 0.1))
    due = after.story_due[ruleset.index("storylet", "letter"), row]
    assert np.array_equal(due, np.where(won, -1, 1))


def test_a_follow_up_arrives_in_its_quarter(stage: Stage) -> None:
    ruleset = stage(storylets=DEAL)
    world = choose(ruleset, opened(ruleset, rich(ruleset)), DICE, "china", 0, "buy")
    for turns in (1, 2):
        assert not any(table(ruleset, opened(ruleset, later(world, turns))))
    there = opened(ruleset, later(world, 3))
    assert table(ruleset, there) == [["letter"], ["letter"]]
    card = cards(ruleset, there, "china")[0]
    assert not card.by_fallback and card.allowed == (True, True)
    row = ruleset.index("seat", "china")
    assert (there.story_due[:, row] == -1).all()
    assert not any(table(ruleset, opened(ruleset, later(there, 1))))


def test_a_follow_up_that_no_longer_holds_tells_its_fallback(stage: Stage) -> None:
    ruleset = stage(storylets=DEAL)
    world = choose(ruleset, opened(ruleset, rich(ruleset)), DICE, "china", 0, "buy")
    world = later(world, 3)
    world.tension[:] = 0.0
    there = opened(ruleset, world)
    card = cards(ruleset, there, "china")[0]
    assert card.by_fallback and card.allowed == (False, True)
    with pytest.raises(IllegalOrder):
        choose(ruleset, there, DICE, "china", 0, "open")
    after = choose(ruleset, there, DICE, "china", 0, "burn")
    card = cards(ruleset, after, "china")[0]
    assert card.by_fallback and card.won and card.answer is not None


def test_an_answer_may_say_that_it_fits_the_fallback_and_its_gamble_stays_one(stage: Stage) -> None:
    loose = "{id: open, of_fallback: true, odds: 0.0, lose: {add: {tension: 7}}, "
    ruleset = stage(storylets=DEAL.replace("{id: open, ", loose))
    world = choose(ruleset, opened(ruleset, rich(ruleset)), DICE, "china", 0, "buy")
    world = later(world, 3)
    world.tension[:] = 0.0
    there = opened(ruleset, world)
    card = cards(ruleset, there, "china")[0]
    assert card.by_fallback and card.allowed == (True, True)
    after = choose(ruleset, there, DICE, "china", 0, "open")
    assert after.tension.tolist() == [7.0, 7.0]
    assert not cards(ruleset, after, "china")[0].won


def test_a_follow_up_without_fallback_is_dropped(stage: Stage) -> None:
    ruleset = stage(storylets=DEAL.replace("  fallback:", "  # fallback:"))
    world = choose(ruleset, opened(ruleset, rich(ruleset)), DICE, "china", 0, "buy")
    world = later(world, 3)
    world.tension[:] = 0.0
    there = opened(ruleset, world)
    assert not any(table(ruleset, there))
    assert (there.story_due == -1).all()


def test_a_follow_up_that_finds_no_room_comes_a_quarter_later(stage: Stage) -> None:
    ruleset = stage(storylets=DEAL + "- {id: feast, priority: 9, when: turn == 3}\n")
    world = choose(ruleset, opened(ruleset, rich(ruleset)), DICE, "china", 0, "buy")
    there = opened(ruleset, later(world, 3))
    assert table(ruleset, there)[0] == ["feast"]
    assert table(ruleset, opened(ruleset, later(there, 1)))[0] == ["letter"]


def test_scenes_left_alone_take_their_default(stage: Stage) -> None:
    ruleset = stage(storylets=DEAL)
    world = opened(ruleset, rich(ruleset))
    after = answer_defaults(ruleset, world, DICE, "china")
    assert after.approval[ruleset.index("actor", "china")].tolist() == [61.0, 61.0]
    card = cards(ruleset, after, "china")[0]
    assert card.answer is not None and card.answer.id == "walk"
    again = answer_defaults(ruleset, after, DICE, "china")
    assert again.hash() == after.hash()


def test_a_rival_answers_at_once_by_its_weights(stage: Stage) -> None:
    ruleset = stage(
        storylets="""
        - id: offer
          priority: 1
          seats: [usa]
          choices:
            - {id: never, ai: 0, win: {add: {tension: 50}}}
            - {id: costly, ai: 100, needs: me.cash_usd > 5, win: {add: {tension: 50}}}
            - {id: often, ai: 3, win: {add: {tension: 1}}}
            - {id: rarely, ai: 1, default: true, win: {add: {tension: 2}}}
        """
    )
    after = opened(ruleset, worlds(ruleset, 400))
    assert set(after.tension.tolist()) == {1.0, 2.0}
    assert 0.65 < (after.tension == 1.0).mean() < 0.85
    assert (after.scene_answer[ruleset.index("seat", "usa"), 0] >= 0).all()


def test_taken_and_seen_are_read_by_conditions(stage: Stage) -> None:
    ruleset = stage(
        storylets=DEAL
        + """
- {id: memory, size: minor, priority: 1, when: taken.deal.walk == 1 and seen.deal == 1}
- {id: regret, size: minor, priority: 1, when: taken.deal.buy == 1}
"""
    )
    world = choose(ruleset, opened(ruleset, rich(ruleset)), DICE, "china", 0, "walk")
    assert table(ruleset, opened(ruleset, later(world, 1)))[0] == ["memory"]
