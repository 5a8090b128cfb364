"""How do rivals answer their scenes in very many worlds at once?

The same answers as `answers.py` gives one by one, bit for bit, when nobody asks for reasons. What
content says of every choice stands in tables: most of what answers bring is fixed numbers, which
are looked up and written for all worlds together. The rest is worked out choice by choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from game.engine.effects import apply_outcome
from game.engine.money import afford, pay
from game.engine.orders import greater
from game.story.answers import waiting
from game.story.memory import FALLBACK, ODDS, POLICY, WON, Glance, Mask, Read, die
from game.story.tables import Deed, Sum, Tables, tables_of
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import SCENE_SLOTS, Floats, Ints, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

MONEY = frozenset({"cash_usd", "income_usd"})
Found = list[tuple[Deed, Ints]]  # what is more than fixed numbers, and in which of the lanes


def answer_together(
    ruleset: Ruleset, world: World, dice: Dice, seats: Iterable[str], glance: Glance
) -> None:
    """Each seat chooses by the weights `ai` of its choices, one after the other, in place."""
    for seat in seats:
        row = ruleset.index("seat", seat)
        for slot in range(SCENE_SLOTS):
            lanes = np.flatnonzero(waiting(world, row, slot))
            if lanes.size:
                _answer(ruleset, world, dice, tables_of(ruleset, seat), slot, lanes, glance)


def _answer(
    ruleset: Ruleset,
    world: World,
    dice: Dice,
    tables: Tables,
    slot: int,
    lanes: Ints,
    glance: Glance,
) -> None:
    """Answer one scene of a seat in the worlds where it waits."""
    row = tables.row
    scenes = world.scene_now[row, slot, lanes]
    told = world.scene_won[row, slot, lanes] >= FALLBACK
    read = glance.reader(tables.seat)
    roll = dice.uniform(world, "story", die(POLICY, row, slot))[lanes]
    picked = _picked(tables, scenes, lanes, roll, told, read)
    choices = tables.choice[picked, scenes]
    sure = tables.odds[choices] >= 1.0
    won = sure
    if not sure.all():
        roll = dice.uniform(world, "story", die(ODDS, row, slot))[lanes]
        won = sure | told | (roll < _odds(tables, choices, lanes, read))
    _carry_out(ruleset, world, tables, 2 * choices + ~won, lanes, glance)
    world.story_took[choices, row, lanes] = world.turn[lanes]
    world.scene_answer[row, slot, lanes] = choices
    world.scene_won[row, slot, lanes] += won * WON


def _picked(
    tables: Tables, scenes: Ints, lanes: Ints, roll: Floats, told: Mask, read: Read
) -> Ints:
    """The place of the choice that is taken, by lane; the quiet one where none weighs anything."""
    weights = tables.weight[:, scenes]
    for scene, where in _flagged(tables.moody, scenes):
        for place, choice in tables.unsure[scene]:
            weight = greater(choice.ai.value(read), 0.0)
            possible = True if choice.default else choice.needs.value(read)
            if possible is not True:
                weight = np.where(possible, weight, 0.0)
            weights[place, where] = at(weight, lanes[where])
    steps = []
    total: Floats = np.zeros(lanes.shape)
    for weight in weights:  # one after the other, as a running sum is
        total = total + weight
        steps.append(total)
    target = roll * total
    picked = np.zeros(lanes.shape, np.int64)
    for step in steps:
        picked += step <= target
    return np.where((total > 0) & ~told, picked, tables.quiet[scenes])


def _odds(tables: Tables, choices: Ints, lanes: Ints, read: Read) -> Floats:
    """How likely each gamble is to come off."""
    odds = tables.odds[choices]
    for choice, where in _flagged(np.isnan(tables.odds), choices):
        odds[where] = at(tables.gambles[choice].value(read), lanes[where])
    return odds


def _flagged(flags: Mask, codes: Ints) -> list[tuple[int, Ints]]:
    """Which of the flagged codes there are, each once, and where."""
    flagged = np.flatnonzero(flags[codes])
    if not flagged.size:
        return []
    found = codes[flagged]
    order = np.argsort(found, kind="stable")
    found, flagged = found[order], flagged[order]
    starts = [0, *(np.flatnonzero(found[1:] != found[:-1]) + 1).tolist()]
    ends = [*starts[1:], len(found)]
    each = found[starts].tolist()
    return [(code, flagged[i:j]) for code, i, j in zip(each, starts, ends, strict=True)]


def at(value: Any, lanes: Ints) -> Any:
    """A value in some lanes; one number holds in all of them."""
    return value[lanes] if isinstance(value, np.ndarray) and value.ndim else value


def _carry_out(
    ruleset: Ruleset, world: World, tables: Tables, codes: Ints, lanes: Ints, glance: Glance
) -> None:
    """What the answers bring: money first, then figures, then what comes later.

    Each world has one outcome, so that it does not matter which of them comes first; within an
    outcome the order is that of `apply_outcome`.
    """
    found = [(tables.deeds[code], where) for code, where in _flagged(tables.special, codes)]
    written: set[str] = set()
    for deed, where in found:
        if deed.by_itself:
            mask = np.zeros(world.width, np.bool_)
            mask[lanes[where]] = True
            # Nobody listens, and so the cause needs no name.
            apply_outcome(ruleset, world, deed.outcome, tables.seat, mask, NoRecorder(), "")
            written |= deed.written
    glance.forget(written)
    read = glance.reader(tables.seat)
    for gives in (True, False):
        sums = ((deed.pays if gives else deed.gains, lanes[where]) for deed, where in found)
        if _move_money(world, tables.me, sums, read, gives=gives):
            glance.forget(MONEY)
    glance.forget(_write(world, tables, codes, lanes, found, read))
    for deed, where in found:
        for target, quarters in deed.then:
            late = lanes[where]
            world.story_due[target, tables.row, late] = world.turn[late] + quarters


def _move_money(
    world: World, me: int, sums: Iterable[tuple[Sum | None, Ints]], read: Read, *, gives: bool
) -> bool:
    """What a seat gives, or is given, if anything; the sums of one other party move at once."""
    due: dict[tuple[int, bool], Floats] = {}
    for each, lanes in sums:
        if each is not None:
            key = each.party, each.limited
            if key not in due:
                due[key] = np.zeros(world.width)
            due[key][lanes] = at(each.usd.value(read), lanes)
    for (party, limited), usd in due.items():
        payer, payee = (me, party) if gives else (party, me)
        pay(world, payer, payee, afford(world, payer, usd) if limited else usd)
    return bool(due)


def _write(
    world: World, tables: Tables, codes: Ints, lanes: Ints, found: Found, read: Read
) -> set[str]:
    """Add to figures, or set them, within their bounds; says which arrays were written."""
    counts = tables.count[codes]
    many = int(counts.sum())
    if not many:
        return set()
    first = np.cumsum(counts) - counts
    entry = np.arange(many) + np.repeat(tables.start[codes] - first, counts)
    table = tables.entries
    new = table.number[entry]
    for deed, where in found:
        for place, amount in () if deed.by_itself else deed.worked_out:
            new[first[where] + place] = at(amount.value(read), lanes[where])
    flat = table.cell[entry] * world.width + np.repeat(lanes, counts)
    order = np.argsort(table.array[entry], kind="stable")
    edges = np.searchsorted(table.array[entry[order]], np.arange(len(tables.arrays) + 1)).tolist()
    touched = [
        (name, order[start:end])
        for name, start, end in zip(tables.arrays, edges, edges[1:], strict=False)
        if start < end
    ]
    now = np.empty(many)
    for name, rows in touched:
        now[rows] = getattr(world, name).take(flat[rows])
    new = np.where(table.replaces[entry], new, now + new)
    new = np.minimum(np.maximum(new, table.low[entry]), table.high[entry])
    for name, rows in touched:
        getattr(world, name).put(flat[rows], new[rows])
    return {name for name, _ in touched}
