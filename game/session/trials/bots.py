"""Who plays a seat when the content is tried out, and how?

A bot gives orders and answers scenes for many worlds at once, with dice of its own stream. Some
follow the policies of the content; some do what no sensible player would, so that more is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from game.engine.orders import cost_value, greater, needs_met
from game.engine.policies import follow, no_orders
from game.story.answers import allowed, take, waiting
from game.story.memory import FALLBACK, Mask, Read, storylets
from game.world.axes import SCENE_SLOTS
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.report import NoRecorder
from game.world.state import Array, Floats, World

if TYPE_CHECKING:
    from game.content.models.conduct import Order
    from game.content.models.story import Storylet
    from game.content.ruleset import Ruleset

STREAM = "bots"
EAGER = 0.3  # how often a random bot gives an order that it may give
_PER_SEAT = 4096  # indices of the stream that belong to one seat: two an order, then the scenes
_SCENES = _PER_SEAT - SCENE_SLOTS
_GOLDEN = 0.6180339887498949

Groups = Sequence[tuple["Bot", slice]]  # each bot with its lanes


@dataclass(frozen=True)
class Bot:
    """How one seat is played."""

    kind: str  # what tables call it: usual, plan_1 ..., random, idle, contrary
    orders: str  # policy, random, contrary (what the usual policy never gives) or none
    answers: str  # ai, random, default, first, last or seldom (what others take least)
    policy: str = ""


@dataclass(frozen=True, eq=False)
class Asked:
    """One storylet that waited for an answer in a slot; `mask` says in which worlds."""

    storylet: int  # its place on the axis
    mask: Mask
    open: Mask  # (choice, worlds): which choices could be taken
    picked: Array  # (worlds,): the place of the choice that was taken, where asked


def bots_of(ruleset: Ruleset, seat: str) -> tuple[Bot, ...]:
    """The bots that try out a seat: its policies, the usual one first, then three of no policy."""
    names = [id_ for id_, policy in ruleset.policies.items() if policy.actor == seat]
    found = [Bot("usual", "policy", "ai", names[0])] if names else []
    for number, name in enumerate(names[1:], start=1):
        found.append(Bot(f"plan_{number}", "policy", _PLANS[(number - 1) % len(_PLANS)], name))
    return (
        *found,
        Bot("random", "random", "random"),
        Bot("idle", "none", "default"),
        Bot("contrary", "contrary", "seldom", names[0] if names else ""),
    )


_PLANS = ("ai", "first", "last")


def part_of(world: World, lanes: slice) -> World:
    """Some lanes of a batch, without copying them."""
    return World(**{name: values[..., lanes] for name, values in world.items()})


# ------------------------------------------------------------------------------------- orders


def give_orders(
    ruleset: Ruleset, world: World, dice: Dice, seat: str, groups: Groups, orders: Floats
) -> None:
    """Fill the seat's row of the sheet, each bot its own lanes; a closed seat gives none."""
    row = ruleset.index("seat", seat)
    orders[:, row] = 0.0
    for bot, lanes in groups:
        if bot.orders == "none":
            continue
        here = part_of(world, lanes)
        sheet = no_orders(ruleset, here)
        if bot.orders == "policy":
            follow(ruleset, here, ruleset.policies[bot.policy], sheet)
        else:
            _draw_orders(ruleset, here, dice, seat, _drawn_from(ruleset, seat, bot), sheet)
        orders[:, row, lanes] = sheet[:, row]
    orders[:, row] *= world.outcome[row] == 0


def _drawn_from(ruleset: Ruleset, seat: str, bot: Bot) -> list[Order]:
    """The orders that a bot without a plan draws from."""
    mine = [order for order in ruleset.orders.values() if seat in order.seats]
    if bot.orders == "contrary" and bot.policy:
        usual = {rule.order for rule in ruleset.policies[bot.policy].rules}
        mine = [order for order in mine if order.id not in usual] or mine
    return mine


def _draw_orders(
    ruleset: Ruleset, world: World, dice: Dice, seat: str, drawn_from: list[Order], sheet: Floats
) -> None:
    """Some legal orders at random, in amounts at random, while attention and money last."""
    row = ruleset.index("seat", seat)
    count = len(drawn_from)
    if not count:
        return
    first = row * _PER_SEAT
    rolls = dice.block(world, [(STREAM, first + n) for n in range(2 * count)])
    attention = np.full(world.width, float(ruleset.seats[seat].attention))
    purse = world.cash_usd[ruleset.index("actor", seat)].astype(np.float64)
    read = Reader(ruleset, world, seat).brief
    shift = int(world.turn[0]) * 7  # no order is always asked first
    for place in range(count):
        n = (place + shift) % count
        order = drawn_from[n]
        amount: Any = 1.0
        if order.amount is not None:
            low, high = order.amount.low.value(read), order.amount.high.value(read)
            amount = low + rolls[count + n] ** 2 * (greater(high, low) - low)
        cost = cost_value(order, amount, read)
        given = (rolls[n] < EAGER) & (attention >= order.attention) & (np.asarray(amount) != 0)
        given &= needs_met(order, read, amount) & ((cost <= 0) | (cost <= purse))
        np.copyto(sheet[ruleset.index("order", order.id), row], amount, where=given)
        attention -= given * order.attention
        purse -= given * cost


def any_legal(ruleset: Ruleset, world: World, seat: str) -> Mask:
    """Worlds in which the seat may give at least one order in its usual amount; shape (worlds,)."""
    found = np.zeros(world.width, np.bool_)
    purse = world.cash_usd[ruleset.index("actor", seat)]
    read = Reader(ruleset, world, seat).brief
    for order in ruleset.orders.values():
        if seat not in order.seats:
            continue
        amount = order.amount.default.value(read) if order.amount else 1.0
        cost = cost_value(order, amount, read)
        found |= needs_met(order, read, amount) & ((cost <= 0) | (cost <= purse))
        if found.all():
            break
    return found


# ------------------------------------------------------------------------------------ answers


def answer(ruleset: Ruleset, world: World, dice: Dice, seat: str, groups: Groups) -> list[Asked]:
    """Answer every scene of the seat, each bot in its own lanes; writes the world in place."""
    row = ruleset.index("seat", seat)
    found = []
    for slot in range(SCENE_SLOTS):
        asked = waiting(world, row, slot)
        if not np.count_nonzero(asked):
            continue
        roll = dice.uniform(world, STREAM, row * _PER_SEAT + _SCENES + slot)
        told_by_fallback = world.scene_won[row, slot] >= FALLBACK
        read = Reader(ruleset, world, seat, kept={}).brief
        here = []
        for position in sorted(set(world.scene_now[row, slot, asked].tolist())):
            storylet = storylets(ruleset)[position]
            mask = asked & (world.scene_now[row, slot] == position)
            open_, picked = _picked(storylet, read, told_by_fallback, roll, groups)
            here.append(Asked(position, mask, open_, picked))
        for each in here:
            storylet = storylets(ruleset)[each.storylet]
            for n, choice in enumerate(storylet.choices):
                where = each.mask & (each.picked == n)
                take(ruleset, world, dice, seat, slot, storylet, choice, where, NoRecorder())
        found += here
    return found


def _picked(
    storylet: Storylet, read: Read, told_by_fallback: Mask, roll: Floats, groups: Groups
) -> tuple[Mask, Array]:
    """Which choices are open in each world, and which one the bot of its lane takes."""
    shape = (len(storylet.choices), roll.shape[0])
    open_, weight = np.empty(shape, np.bool_), np.empty(shape)
    for n, choice in enumerate(storylet.choices):
        open_[n] = allowed(storylet, choice, read, told_by_fallback)
        weight[n] = choice.ai.value(read)
    quiet = next(n for n, choice in enumerate(storylet.choices) if choice.default)
    picked = np.full(roll.shape, quiet, np.int64)
    for n, (bot, lanes) in enumerate(groups):
        own = (roll[lanes] + n * _GOLDEN) % 1.0  # bots in the same world have luck of their own
        picked[lanes] = PICK[bot.answers](open_[:, lanes], weight[:, lanes], own, quiet)
    return open_, picked


def _by_weight(open_: Mask, weight: Floats, roll: Floats, quiet: int) -> Array:
    """As a rival would: at random by `ai`, the quiet one where nothing weighs anything."""
    steps = np.cumsum(np.where(open_, np.maximum(weight, 0.0), 0.0), axis=0)
    place = (steps <= roll * steps[-1]).sum(axis=0)
    found: Array = np.where(steps[-1] > 0, np.minimum(place, len(open_) - 1), quiet)
    return found


def _by_chance(open_: Mask, weight: Floats, roll: Floats, quiet: int) -> Array:
    return _by_weight(open_, np.ones_like(weight), roll, quiet)


def _first(open_: Mask, weight: Floats, roll: Floats, quiet: int) -> Array:
    found: Array = open_.argmax(axis=0)
    return found


def _last(open_: Mask, weight: Floats, roll: Floats, quiet: int) -> Array:
    found: Array = len(open_) - 1 - open_[::-1].argmax(axis=0)
    return found


def _seldom(open_: Mask, weight: Floats, roll: Floats, quiet: int) -> Array:
    """What weighs least for others; among equals, the later one."""
    found: Array = len(open_) - 1 - np.where(open_, weight, np.inf)[::-1].argmin(axis=0)
    return found


def _quiet(open_: Mask, weight: Floats, roll: Floats, quiet: int) -> Array:
    return np.full(roll.shape, quiet, np.int64)


Pick = Callable[[Mask, Floats, Floats, int], Array]
PICK: dict[str, Pick] = {
    "ai": _by_weight,
    "random": _by_chance,
    "first": _first,
    "last": _last,
    "seldom": _seldom,
    "default": _quiet,
}
