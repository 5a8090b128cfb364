"""The expressions of the game, and worlds to read them in."""

from game.engine import open_scenario, policies, tick
from game.world.dice import Dice


def three_years(ruleset, ids):
    """Worlds that their policies have led for three years."""
    world, dice = open_scenario(ruleset, "autumn_2022", list(ids)), Dice(1)
    for _ in range(12):
        orders = policies.no_orders(ruleset, world)
        policies.decide(ruleset, world, dice, orders)
        world = tick(ruleset, world, orders, dice)
    return world


def of_orders(ruleset):
    """Every expression that an order or a policy reads, with the seats that read it."""
    for order in ruleset.orders.values():
        yield order.seats, order.cost
        for need in order.needs:
            yield order.seats, need.when
        for effect in order.effects:
            for expression in (*effect.add.values(), *effect.set.values()):
                yield order.seats, expression
    for policy in ruleset.policies.values():
        for rule in policy.rules:
            yield (policy.actor,), rule.when
            yield (policy.actor,), rule.amount


def of_scenes(ruleset):
    """The condition of every scene, with the seats that may meet it."""
    for storylet in ruleset.storylets.values():
        yield storylet.seats, storylet.when
