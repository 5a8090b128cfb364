"""Plain comparisons made together say what each rule's condition says by itself."""

import numpy as np

from game.engine import open_scenario, unattended
from game.engine.plain_conditions import conditions, parts
from game.engine.policy_rules import rules_for_all
from game.world.dice import Dice
from game.world.figures import Reader


def asked(ruleset, rule):
    """What a rule and the needs of its order ask, but for what depends on the amount."""
    needs = [need.when for need in ruleset.orders[rule.order].needs]
    return [rule.when, *(need for need in needs if "amount" not in need.names)]


def test_all_parts_of_a_condition_hold_where_the_condition_does(ruleset):
    world, dice = open_scenario(ruleset, "autumn_2022", range(20)), Dice(3)
    ids = tuple(ruleset.policies)
    seen = np.zeros(2, np.int64)
    for _ in range(14):
        world = unattended(ruleset, "autumn_2022", world, dice)
        for policy_id, plain in zip(ids, conditions(ruleset, ids)(world), strict=True):
            policy, rules = ruleset.policies[policy_id], rules_for_all(ruleset, policy_id)
            read = Reader(ruleset, world, policy.actor)
            dates = rules.whens.dates(world, None, None, read.brief)
            for place, rule in enumerate(policy.rules):
                rest = rules.whens.rests[place]
                found = plain[place] & dates[place]
                if rest is not None:
                    found = found & rest(world, None, None, read.brief)[0]
                whole = np.logical_and.reduce(
                    [each.evaluate(read) for each in asked(ruleset, rule)]
                )
                assert found.tolist() == whole.tolist(), (policy_id, rule.order)
                seen += np.bincount(whole, minlength=2)
    assert (seen > 1_000).all()


def test_most_of_what_rules_ask_are_plain_comparisons(ruleset):
    all_ = [each for policy_id in ruleset.policies for each in parts(ruleset, policy_id)]
    plain = sum(len(each.plain) for each in all_)
    others = sum(len(each.rest) - 1 for each in all_ if each.rest)
    assert plain > 1.5 * others > 0


def test_policies_are_told_apart(ruleset):
    world = unattended(
        ruleset, "autumn_2022", open_scenario(ruleset, "autumn_2022", range(5)), Dice(1)
    )
    ids = tuple(ruleset.policies)[:4]
    together = conditions(ruleset, ids)(world)
    for policy_id, held in zip(ids, together, strict=True):
        assert held.shape == (len(ruleset.policies[policy_id].rules), 5)
        assert (conditions(ruleset, (policy_id,))(world)[0] == held).all()
